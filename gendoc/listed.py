"""Tables whose cells stand one below the other, as lines of a text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, pairwise, product

from gendoc.grid import Role, grid
from gendoc.labels import ALIKE, all_cores, cores, likeness, number
from gendoc.printed import is_figure
from gendoc.published import Passage, Place, PrintedCell, PrintedRow
from gendoc.record import record
from gendoc.rows import Row, blocks, form_rows, wordings
from gendoc.table import Figure, Table

MIN_LABELS = 4
"""Labels that lines must have to be the cells of a table."""
MAX_PIECES = 16
"""Lines that a label may stand in."""

_AMOUNT = re.compile(r"[-/—]*|[0-9,]+(?:\.[0-9]+)?(?:[（(].*)?")
_ASIDE = re.compile(r"[（(][^（）()]*[）)]")
CAPTION = re.compile(r"[（(]?\w{1,6}[:：]\s*[^\s:：]{1,6}[）)]?")
"""A line that names the unit of what stands below it."""
_BEHIND_NUMBER = (".", "．", "、")


@record()
class Listed:
    """The rows of a table among lines, with the lines before and after them."""

    before: Sequence[Passage]
    rows: Sequence[Row]
    after: Sequence[Passage]


@record()
class _Line:
    """A line, or several that are the pieces of a label."""

    passage: Passage
    gap: int = 1
    """Line breaks between it and the one before."""

    @property
    def text(self) -> str:
        return self.passage.text

    @property
    def end(self) -> int:
        return self.passage.place.line + self.passage.lines - 1


def listed(table: Table, passages: Sequence[Passage], behind: int = 0) -> Listed | None:
    """The table whose cells some lines are; None where they are none. `behind` is the number of
    the line behind all of them, 0 where that is not known."""
    lines = _whole(table, passages)
    words = wordings(table).values()
    marks = [
        at
        for at, line in enumerate(lines)
        if any(likeness(label, line.text) == 1 for label in words)
    ]
    if len(marks) < MIN_LABELS:
        return None
    end = min(marks[-1] + 1 + _words_behind(table, lines[marks[-1]].text), len(lines))
    changed = _changed(table, lines)
    of_rows = {text for text, role in changed.items() if role is Role.ROW}
    while end < len(lines) and (is_figure(lines[end].text) or lines[end].text in of_rows):
        end += 1
    next_ = lines[end].passage.place.line if end < len(lines) else behind
    inside = lines[marks[0] : end]
    return Listed(
        [line.passage for line in lines[: marks[0]]],
        _rows(table, inside, next_ - inside[-1].end if next_ else 0, changed),
        [line.passage for line in lines[end:]],
    )


def _whole(table: Table, passages: Sequence[Passage]) -> list[_Line]:
    """Lines, those in one that are the pieces of a label."""
    known = all_cores(chain.from_iterable(wordings(table).values()))
    found: list[_Line] = []
    at, last = 0, 0
    while at < len(passages):
        end = _end_of_label(passages, at, known)
        pieces = passages[at:end]
        text = "".join(piece.text for piece in pieces)
        lines = pieces[-1].place.line + pieces[-1].lines - pieces[0].place.line
        gap = pieces[0].place.line - last if found else 1
        found.append(_Line(replace(pieces[0], text=text, lines=lines), gap))
        at, last = end, found[-1].end
    return found


def _end_of_label(passages: Sequence[Passage], start: int, known: frozenset[str]) -> int:
    """The index behind the pieces that are a label together; behind the first where none are."""
    first = passages[start].text
    if not known.isdisjoint(cores(first)) or CAPTION.fullmatch(first):
        return start + 1
    text, best = passages[start].text, start + 1
    for at in range(start + 1, min(start + MAX_PIECES, len(passages))):
        piece = passages[at].text
        if _AMOUNT.fullmatch(passages[at - 1].text) and not piece.startswith(_BEHIND_NUMBER):
            break
        text += piece
        if _AMOUNT.fullmatch(piece) or number(piece):
            continue
        if not known.isdisjoint(cores(text)):
            best = at + 1
    return best


def _changed(table: Table, lines: Sequence[_Line]) -> dict[str, Role]:
    """Lines of words that are like a label which is nowhere printed to the letter, with its role:
    that of a row has figures right behind it, that of a column words."""
    labels = wordings(table)
    open_ = {
        cell.text: cell.role
        for cell in grid(table).cells
        if cell.role in (Role.ROW, Role.COLUMN) and cell.text
        if not any(likeness(labels[cell.text], line.text) == 1 for line in lines)
    }
    found: dict[str, Role] = {}
    for line, below in pairwise(lines):
        role = Role.ROW if is_figure(below.text) else Role.COLUMN
        words = not is_figure(line.text) and not _ASIDE.fullmatch(line.text)
        like = (likeness(labels[label], line.text) for label in open_ if open_[label] is role)
        if words and ALIKE <= max(like, default=0) < 1:
            found[line.text] = role
    return found


def _rows(
    table: Table, lines: Sequence[_Line], behind: int, changed: Mapping[str, Role]
) -> list[Row]:
    """The rows of a table out of its cells: the label of a row begins one; blank lines between are
    blank cells. `behind` counts the line breaks behind the last; `changed` are labels that are not
    to the letter."""
    labels = wordings(table) | {text: (text,) for text in changed}
    texts = (cell for cell in grid(table).cells if cell.role is not Role.PRINTED)
    roles = {cell.text: cell.role for cell in texts if cell.text} | dict(changed)
    rows: list[tuple[Place, list[PrintedCell]]] = []
    usual, pitch = _pitch(lines)
    kind = ""
    for line in (replace(lines[0], gap=usual), *lines[1:]):
        before, kind = kind, _kind(line.text, labels, roles, kind)
        blanks = [PrintedCell("")] * ((line.gap - usual) // pitch)
        same = kind == before and not (kind == "row" and blanks)
        if not rows or not (same or (kind == "figure" and before != "header")):
            rows.append((line.passage.place, []))
        # Blanks before a figure are cells of its row, those before a label of the row before it.
        own = is_figure(line.text) or len(rows) < 2 or rows[-1][1]
        rows[-1 if own else -2][1].extend(blanks)
        last = rows[-1][1][-1].text if rows[-1][1] else ""
        aside = _ASIDE.fullmatch(line.text) and not CAPTION.fullmatch(line.text)
        if last and is_figure(last) and kind == "figure" and aside:
            rows[-1][1][-1] = PrintedCell(last + line.text)  # a second line of its cell
        else:
            rows[-1][1].append(PrintedCell(line.text))
    rows[-1][1].extend([PrintedCell("")] * ((behind - usual) // pitch))
    rows = [part for place, cells in rows for part in _parted_header(table, place, cells)]
    whole = (part for place, cells in rows for part in _parted(table, place, cells))
    even = _is_even(table, lines, usual)
    return [
        Row(PrintedRow(tuple(cells), place), aligned=False, of_lines=True, is_even=even)
        for place, cells in whole
    ]


def _is_even(table: Table, lines: Sequence[_Line], usual: int) -> bool:
    """Whether labels between which no blank cell can be stand no further apart than other lines."""
    labels = wordings(table)
    beside = {
        pair
        for one, other in _neighbours(table)
        for pair in product(all_cores(labels[one]), all_cores(labels[other]))
    }
    return not any(
        below.gap > usual and not beside.isdisjoint(product(cores(above.text), cores(below.text)))
        for above, below in pairwise(lines)
    )


def _neighbours(table: Table) -> Iterator[tuple[str, str]]:
    """Labels of columns side by side, and the last of a row of labels with the first below it."""
    for block in table.blocks:
        for one, other in pairwise(block.column_leaves):
            yield one.line.label, other.line.label
    width = max(cell.column + cell.columns for cell in grid(table).cells)
    for above, below in pairwise(grid(table).by_row()):
        if not below or below[0].column:
            continue
        first = below[0]
        whole = sum(cell.columns for cell in above) == width
        if whole and first.text and not first.key and all(c.text and not c.key for c in above):
            yield from ((cell.text, first.text) for cell in above[-1:])


def _pitch(lines: Sequence[_Line]) -> tuple[int, int]:
    """How many line breaks stand between two cells, and how many a blank cell adds to them."""
    usual = min((line.gap for line in lines[1:]), default=1)
    inside = {
        below.gap - usual
        for above, below in pairwise(lines)
        if is_figure(above.text) and is_figure(below.text)
    }
    more = inside if any(inside) else {line.gap - usual for line in lines[1:]}
    even = usual and inside and not any(gap % usual for gap in more)
    return usual, usual if even else 1


def _parted_header(
    table: Table, place: Place, cells: list[PrintedCell]
) -> list[tuple[Place, list[PrintedCell]]]:
    """The labels of a header in the rows that the form has them in, in whatever order they stand
    in each; in one row where they are not all of these, or others."""
    labels = wordings(table)
    for header in _headers(table):
        rest = list(cells)
        rows: list[list[PrintedCell]] = []
        for row in reversed(header):
            rest, own = rest[: -len(row)], rest[-len(row) :]
            if _are_same([labels[label] for label in row], [cell.text for cell in own]):
                rows.insert(0, own)
        if len(rows) == len(header):
            return [(place, rest + rows[0]), *((place, row) for row in rows[1:])]
    return [(place, cells)]


def _headers(table: Table) -> list[list[list[str]]]:
    """The labels of columns of each block that has them in several rows, by these."""
    known = list(form_rows(table))
    found: dict[int, list[list[str]]] = {}
    for block, row in zip(blocks(known), known, strict=True):
        if labels := [cell.text for cell in row.labels if cell.role is Role.COLUMN]:
            found.setdefault(block, []).append(labels)
    return [rows for rows in found.values() if len(rows) > 1]


def _are_same(labels: Sequence[tuple[str, ...]], texts: Sequence[str]) -> bool:
    """Whether some texts are labels to the letter, in any order."""
    rest = list(texts)
    for words in labels:
        own = next((text for text in rest if likeness(words, text) == 1), None)
        if own is None:
            return False
        rest.remove(own)
    return not rest


def _parted(
    table: Table, place: Place, cells: list[PrintedCell]
) -> list[tuple[Place, list[PrintedCell]]]:
    """Cells that no label parts, as the rows of a repeated one where their number allows it."""
    widths = [
        1 + len(known.cells)
        for known in form_rows(table)
        for line in table.repeats.values()
        if known.leaf and known.leaf.text == line.label and known.figures
    ]
    if len(widths) != 1 or len(cells) % widths[0] or len(cells) == widths[0]:
        return [(place, cells)]
    return [(place, cells[at : at + widths[0]]) for at in range(0, len(cells), widths[0])]


def _kind(
    text: str, labels: dict[str, tuple[str, ...]], roles: dict[str, Role], before: str
) -> str:
    """Whether a line is the label of a row, part of a header, or a figure.

    What could be either, such as 其他, is what the line before it was.
    """
    found = [roles[text]] if text in roles else []
    found = found or [role for key, role in roles.items() if likeness(labels[key], text) == 1]
    kinds = {"row" if role is Role.ROW else "header" for role in found}
    if before in kinds:
        return before
    return min(kinds, default="figure", key=lambda kind: kind != "row")


def _words_behind(table: Table, label: str) -> int:
    """How many cells stand behind the label of a row that holds words: no line tells them."""
    rows: dict[tuple[str, ...], list[Figure]] = {}
    for figure in table.figures.values():
        rows.setdefault(figure.row, []).append(figure)
    own = (
        row
        for row in rows.values()
        if likeness((row[0].row_label.rpartition(" › ")[2],), label) == 1
    )
    found = next(own, [])
    return 0 if all(figure.type.is_number for figure in found) else len(found)
