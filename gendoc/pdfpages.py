"""The pages of a PDF on standard input as paragraphs and tables: JSON on standard output.

Runs as a program of its own, started by `read_pdf`; the only import of pdfplumber.
"""

from __future__ import annotations

import contextlib
import io
import json
import logging
import re
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any

from gendoc.pdflines import Item, Line, paragraphs
from gendoc.published import MAX_CELLS, raised

MAX_PAGES = 200
MAX_MEMORY = 2 * 1024**3
MAX_EDGES = 8_000
"""Rules of a page, with the sides of boxes, up to which they may be tables and no drawing."""
MAX_RULES = 1_000
"""Rules of a page, up to which tables without outer ones are looked for."""
WORD_GAP = 0.45
"""The gap that stands for a space, as a share of the type size: Word and WPS set figures a quarter
apart from Chinese without one."""

TOUCH = 3
"""Points between rules that touch one another."""
OPEN = 8
"""Points between two rules from which a cell fits between them."""
FULL = 0.95
"""The share of a table's side that has rules where it is closed."""
LEVEL = 0.1
"""How far a line of text may rise, as a share of its length; watermarks are tilted more."""
LETTER = 5
"""Points above its base line that a character is taken to reach, whatever its font says."""
MAX_DESCENT = 0.5
"""How far a character may reach below its base line, as a share of its size."""
RAISED_SIZE, RAISED_FROM, RAISED_WIDTH = 0.9, 0.15, 2
"""How large raised characters are at most, how high at least, and how far they may reach behind
the last that is not raised, as shares of its size."""

_FIGURE = re.compile(r"[0-9.,\s]+")


class Refused(Exception):  # noqa: N818 - what is told of the file
    """Why a file is not read: a variant of the message, with its values."""

    def __init__(self, why: str, **values: object) -> None:
        self.why = why
        self.values = values


def items(data: bytes) -> list[Item]:
    """The paragraphs and tables of a PDF in the order of reading. Raises `Refused`."""
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            if len(pdf.pages) > MAX_PAGES:
                raise Refused("pages", limit=MAX_PAGES)
            pages: list[list[Line | Item]] = []
            left = MAX_CELLS
            for page in pdf.pages:
                found = list(_page(_level(_on_base_lines(page)), left))
                tables = (
                    item["rows"] for item in found if isinstance(item, dict) and "rows" in item
                )
                left -= sum(len(row) for rows in tables for row in rows)
                pages.append(found)
                page.close()
    except PdfminerException as error:
        cause = error.args[0] if error.args else error
        if isinstance(cause, PDFPasswordIncorrect):
            raise Refused("encrypted") from error
        raise Refused("broken", reason=type(cause).__name__) from error
    _count_columns(pages)
    return paragraphs(pages)


def _page(page: Any, most: int) -> Iterator[Line | Item]:
    """The lines and tables of a page from top to bottom; no more cells than `most`."""
    tables = [table for table in _tables(page) if _is_table(table)]
    if sum(len(table.cells) for table in tables) > most:
        raise Refused("cells", limit=MAX_CELLS)
    found: list[tuple[float, Line | Item]] = [
        (table.bbox[1], _table(table, page.page_number)) for table in tables
    ]
    boxes = [table.bbox for table in tables]
    outside = page.filter(lambda one: not any(_is_inside(one, box) for box in boxes))
    for line in outside.extract_text_lines(return_chars=True, x_tolerance_ratio=WORD_GAP):
        if text := line["text"].strip():
            found.append((line["top"], _line(line, text, page)))
    yield from (item for _, item in sorted(found, key=lambda entry: entry[0]))


def _line(line: Item, text: str, page: Any) -> Line:
    sizes = Counter(round(character["size"], 1) for character in line["chars"])
    above, below = line["top"], line["bottom"] - page.height
    return Line(
        text,
        page.page_number,
        size=sizes.most_common(1)[0][0],
        left=line["x0"],
        right=line["x1"],
        base=line["bottom"],
        at=(above if above < -below else below) / page.height,
    )


def _on_base_lines(page: Any) -> Any:
    """A page whose characters stand as high as their base line: pdfplumber compares their tops to
    tell which are of one line, and fonts differ in how far they reach above it. The digits of a
    line are often of another font than its Chinese. Raised ones stand in the line before them."""
    before: Item = {}
    for one in page.chars:
        along, rise, lean, up, _, at = one["matrix"]
        below = at - one["y0"]
        if rise or lean or min(along, up) <= 0 or below >= MAX_DESCENT * one["size"]:
            continue
        one["bottom"] -= max(below, 0)
        if before and _is_raised(one, before):
            one["text"], one["bottom"] = raised(one["text"]), before["bottom"]
        elif not one["text"].isspace():
            before = one
        one["top"] = one["bottom"] - LETTER
    return page


def _is_raised(one: Any, before: Any) -> bool:
    """Whether a character stands small and high behind one that does not, as marks of notes do."""
    size = before["size"]
    near = -TOUCH < one["x0"] - before["x1"] < RAISED_WIDTH * size
    higher = RAISED_FROM * size < before["bottom"] - one["bottom"] < size
    return near and higher and bool(one["size"] < RAISED_SIZE * size)


def _level(page: Any) -> Any:
    """A page without the text that is tilted, as watermarks are."""

    def is_level(one: Any) -> bool:
        along, rise = (abs(part) for part in one.get("matrix", (1, 0))[:2])
        return bool(min(along, rise) <= LEVEL * max(along, rise))

    return page if all(map(is_level, page.chars)) else page.filter(is_level)


def _tables(page: Any) -> list[Any]:
    """The tables of a page, also those that lack rules around them: none to the left and right, or
    none where the end of a page parts them."""
    if len(page.edges) > MAX_EDGES:
        return []
    finder = page.debug_tablefinder()
    rules = finder.edges if len(finder.edges) <= MAX_RULES else []
    sides = [side for edges in _grids(rules) for side in _missing_sides(edges)]
    if sides:
        upright = [side for side in sides if side["x0"] == side["x1"]]
        level = [side for side in sides if side["x0"] != side["x1"]]
        lines = {"explicit_vertical_lines": upright, "explicit_horizontal_lines": level}
        finder = page.debug_tablefinder(lines)
    return list(finder.tables)


def _grids(edges: list[Any]) -> list[list[Any]]:
    """The rules of a page, those together that touch one another."""
    grids: list[list[Any]] = []
    for edge in edges:
        touching = [grid for grid in grids if any(_touch(edge, other) for other in grid)]
        grids = [grid for grid in grids if grid not in touching]
        grids.append([edge, *(other for grid in touching for other in grid)])
    return grids


def _touch(one: Any, other: Any) -> bool:
    return bool(
        one["x0"] <= other["x1"] + TOUCH
        and other["x0"] <= one["x1"] + TOUCH
        and one["top"] <= other["bottom"] + TOUCH
        and other["top"] <= one["bottom"] + TOUCH
    )


def _open_sides(edges: list[Any]) -> Iterator[Item]:
    """The sides of a grid that its rules run out to, but that have no rule along them."""
    upright = [edge for edge in edges if edge["orientation"] == "v"]
    level = [edge for edge in edges if edge["orientation"] == "h"]
    if len(level) < 2 or not upright:
        return
    left, right = min(edge["x0"] for edge in level), max(edge["x1"] for edge in level)
    top, bottom = min(edge["top"] for edge in upright), max(edge["bottom"] for edge in upright)
    for x, end in ((left, "x0"), (right, "x1")):
        along = sum(edge["height"] for edge in upright if abs(edge["x0"] - x) < OPEN)
        if _runs_out(level, end, x, upright) and along < FULL * (bottom - top):
            yield _rule(x, top, x, bottom)
    for y, end in ((top, "top"), (bottom, "bottom")):
        along = sum(edge["width"] for edge in level if abs(edge["top"] - y) < OPEN)
        if _runs_out(upright, end, y, level) and along < FULL * (right - left):
            yield _rule(left, y, right, y)


def _missing_sides(edges: list[Any]) -> list[Item]:
    """The open sides of a grid that are the edges of its cells. One that goes on from the page
    before may lack a part of its left or right rule, where cells are merged: that is none."""
    sides = [*_open_sides(edges)]
    upright = [side for side in sides if side["x0"] == side["x1"]]
    if len(upright) < 2:
        upright = [side for side in upright if _is_bare(side, edges)]
    level = [side for side in sides if side["x0"] != side["x1"]]
    return [*upright, *(side for side in level if _is_reached(side, [*edges, *upright]))]


def _is_bare(side: Item, edges: list[Any]) -> bool:
    """Whether several rules run out to an upright side along which there is none at all, as cells
    leave it that have rules at their right and below them alone."""
    along = [rule for rule in edges if rule["orientation"] == "v"]
    ending = [rule for rule in edges if rule not in along and _touch(rule, side)]
    return len(ending) > 1 and all(abs(rule["x0"] - side["x0"]) >= OPEN for rule in along)


def _is_reached(side: Item, edges: list[Any]) -> bool:
    """Whether the rules at both ends of a level side run out to it."""
    upright = [edge["x0"] for edge in edges if edge["orientation"] == "v" and _touch(edge, side)]
    return all(any(abs(x - side[end]) < TOUCH for x in upright) for end in ("x0", "x1"))


def _runs_out(rules: list[Any], end: str, at: float, across: list[Any]) -> bool:
    """Whether one of the rules ends at a place that stands between cells: another crosses it."""
    ending = [rule for rule in rules if abs(rule[end] - at) < TOUCH]
    return any(_crosses(other, rule) for rule in ending for other in across)


def _crosses(one: Any, other: Any) -> bool:
    """Whether a rule goes on at both sides of one that lies across."""
    start, end, at = ("top", "bottom", "top") if one["orientation"] == "v" else ("x0", "x1", "x0")
    return _touch(one, other) and bool(
        one[start] < other[at] - OPEN and one[end] > other[at] + OPEN
    )


def _rule(x0: float, top: float, x1: float, bottom: float) -> Item:
    size = {"width": x1 - x0, "height": bottom - top, "orientation": "v" if x0 == x1 else "h"}
    return {"object_type": "line", "x0": x0, "x1": x1, "top": top, "bottom": bottom, **size}


def _is_table(table: Any) -> bool:
    """Whether it has cells side by side; boxes around paragraphs have not."""
    return any(sum(cell is not None for cell in row.cells) > 1 for row in table.rows)


def _is_inside(one: Any, box: tuple[float, float, float, float]) -> bool:
    middle, height = (one["x0"] + one["x1"]) / 2, (one["top"] + one["bottom"]) / 2
    return bool(box[0] <= middle <= box[2] and box[1] <= height <= box[3])


def _table(table: Any, page: int) -> Item:
    """The rows of a table: each cell with its text and where it begins and ends."""
    rows = [
        [
            (_joined(text or ""), cell[0], cell[2])
            for cell, text in zip(row.cells, printed, strict=True)
            if cell is not None
        ]
        for row, printed in zip(table.rows, table.extract(), strict=True)
    ]
    return {"rows": rows, "page": page, "left": table.bbox[0], "right": table.bbox[2]}


def _count_columns(pages: list[list[Line | Item]]) -> None:
    """Give each cell of the tables its column and how many it covers, counted alike in the parts of
    a table that goes on at the top of the next page, as wide."""
    parts: list[Item] = []
    for page in pages:
        inside = [item for item in page if isinstance(item, dict) or not item.is_at_edge]
        for table in (item for item in inside if isinstance(item, dict)):
            if not (parts and table is inside[0] and _goes_on(parts[-1], table)):
                _count(parts)
                parts = []
            parts.append(table)
    _count(parts)


def _goes_on(part: Item, table: Item) -> bool:
    """Whether a table is as wide as one on the page before."""
    near = all(abs(part[side] - table[side]) < TOUCH for side in ("left", "right"))
    return near and bool(part["page"] == table["page"] - 1)


def _count(parts: list[Item]) -> None:
    rows = [row for table in parts for row in table["rows"]]
    starts = sorted({round(x0) for row in rows for _, x0, _ in row})
    for row in rows:
        for at, (text, x0, x1) in enumerate(row):
            covered = [x for x in starts if round(x0) - 2 <= x < round(x1) - 2]
            row[at] = (text, starts.index(covered[0]), len(covered))


def _joined(text: str) -> str:
    """A figure that its narrow column breaks over lines is one figure."""
    return "".join(text.split()) if _FIGURE.fullmatch(text) else text


def _bound_memory() -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):  # Windows has no such limit
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))


def main() -> None:
    """Answer with the blocks, or with why there are none."""
    logging.disable()
    _bound_memory()
    try:
        answer: Item = {"blocks": items(sys.stdin.buffer.read())}
    except Refused as error:
        answer = {"refused": error.why, "values": error.values}
    except Exception as error:
        # pdfminer raises whatever a broken file makes of it.
        answer = {"refused": "broken", "values": {"reason": type(error).__name__}}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
