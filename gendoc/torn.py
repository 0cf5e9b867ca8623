"""Rows in pieces, put together again: those that the end of a page tears in two, and those of a
text whose labels are wrapped over lines beside their figures."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import chain, product, takewhile

from gendoc.grid import Role, grid
from gendoc.labels import SURE, all_cores, cores, likeness, number
from gendoc.printed import is_figure, sign_words
from gendoc.published import PrintedCell
from gendoc.rows import Row, form_rows, has_other_number, wordings
from gendoc.table import Table

Words = tuple[str, ...]
"""The wordings of a label."""

MAX_ABOVE = 24
"""Lines that a label may stand in above its figures, and below them."""
MAX_BELOW = 6


def mended(table: Table, rows: Sequence[Row]) -> list[Row]:
    """The rows, those put together again that are in pieces."""
    known = wordings(table)
    labels = [known[cell.text] for cell in grid(table).cells if cell.role is Role.ROW]
    leaves = [known[row.leaf.text] for row in form_rows(table) if row.leaf]
    signs = {sign for label in known for sign in sign_words(label)}
    rows = [_with_signs(row, signs) for row in rows] if signs else rows
    whole = _joined_lines(rows, labels)
    return _joined_pages(whole, labels, leaves, list(known.values()))


def _with_signs(row: Row, signs: Collection[str]) -> Row:
    """A row of a text with the word for a sign before its figure: a space kept it, with all before
    it, in the label."""
    if row.aligned or row.of_lines or not row.words:
        return row
    cells, (at, text) = row.printed.cells, row.words[-1]
    label, *rest = text.split()
    behind = cells[at + 1 :]
    if not (behind and rest) or rest[-1] not in signs:
        return row
    if not all(map(is_figure, (*rest[:-1], behind[0].text))):
        return row
    texts = [label, *rest[:-1], rest[-1] + behind[0].text]
    whole = (*cells[:at], *map(PrintedCell, texts), *behind[1:])
    return replace(row, printed=replace(row.printed, cells=whole))


def _joined_lines(rows: Sequence[Row], labels: Sequence[Words]) -> list[Row]:
    """Rows with the pieces of their labels from the lines of words above and below them."""
    known = all_cores(chain.from_iterable(labels))
    found: list[Row] = []
    at = 0
    while at < len(rows):
        row, below = rows[at], 0
        if _has_cells(row) and not row.aligned and not row.of_lines:
            above, below = _pieces(found, row, rows[at + 1 : at + 1 + MAX_BELOW], known)
            pieces = [*found[len(found) - above :], row, *rows[at + 1 : at + 1 + below]]
            if len(pieces) > 1:
                row = _with_label(row, "".join(map(_piece, pieces)))
                del found[len(found) - above :]
        found.append(row)
        at += 1 + below
    return found


def _pieces(
    above: Sequence[Row], row: Row, below: Sequence[Row], known: frozenset[str]
) -> tuple[int, int]:
    """How many rows above and below a row hold the rest of its label; as few as make it whole."""
    before = list(takewhile(_is_words, reversed(above[-MAX_ABOVE:])))
    behind = list(takewhile(_is_words, below))
    # A label begins above its figures or beside them; one that begins below is the next row's.
    first = 0 if row.words else 1
    counts = product(range(first, len(before) + 1), range(len(behind) + 1))
    for up, down in sorted(counts, key=sum):
        pieces = (*reversed(before[:up]), row, *behind[:down])
        if not known.isdisjoint(cores("".join(map(_piece, pieces)))):
            return up, down
    return 0, 0


def _has_cells(row: Row) -> bool:
    """Whether a row has figures, or blank cells in their place behind its label."""
    last = row.words[-1][0] if row.words else -1
    return row.has_figures or 0 <= last < len(row.printed.cells) - 1


def _is_words(row: Row) -> bool:
    return not row.has_figures and bool(row.words) and not row.aligned


def _piece(row: Row) -> str:
    """What a row has of a label: the last of its words, those of groups being before it."""
    return row.words[-1][1] if row.words else ""


def _with_label(row: Row, label: str) -> Row:
    """A row with another label in place of its own piece of one."""
    cells = list(row.printed.cells)
    at = row.words[-1][0] if row.words else 0
    cells[at : at + len(row.words[-1:])] = [PrintedCell(label)]
    return replace(row, printed=replace(row.printed, cells=tuple(cells)))


def _joined_pages(
    rows: Sequence[Row],
    labels: Sequence[Words],
    leaves: Sequence[Words],
    known: Sequence[Words],
) -> list[Row]:
    """Rows whose parts stand on two pages as one; `known` are all labels of the form's table."""
    found: list[Row] = []
    above: set[str] = set()
    page, last = 0, -1
    for index, row in enumerate(rows):
        if found and row.printed.place.page != page:
            last = len(found) - 1
        page = row.printed.place.page
        # A header that the page repeats is no part of a row.
        if last >= 0 and (row.has_figures or row.printed.text not in above):
            joined, at = _header(found[last], row, known), last
            joined = joined or _joined(found[last], row, labels)
            joined = joined or _with_label_beside(found[: last + 1], rows[index:], leaves)
            last = -1
            if joined:
                found[at] = joined
                above.add(joined.printed.text)
                continue
        found.append(row)
        above.add(row.printed.text)
    return found


def _header(above: Row, below: Row, known: Sequence[Words]) -> Row | None:
    """One row out of two parts of a header: in each column pieces that make a label of the form."""
    if above.has_figures or below.has_figures or not (above.aligned and below.aligned):
        return None
    own = {(cell.column, cell.columns): cell.text for cell in above.printed.cells}
    rest = {(cell.column, cell.columns): cell.text for cell in below.printed.cells if cell.text}
    if not rest.keys() <= own.keys() or not any(own[place] for place in rest):
        return None
    texts = own | {place: own[place] + text for place, text in rest.items()}
    if not all(any(likeness(words, texts[at]) == 1 for words in known) for at in rest):
        return None
    cells = (replace(c, text=texts[c.column, c.columns]) for c in above.printed.cells)
    return replace(above, printed=replace(above.printed, cells=tuple(cells)))


def _joined(above: Row, below: Row, labels: Sequence[Words]) -> Row | None:
    """One row out of the part above and the part below the end of a page; None where they are rows
    of their own."""
    if below.label < 0:
        # A row at the top of a page that has figures and no label goes on with the one above.
        goes_on = above.has_figures and below.has_figures and not below.words
        return _as_one(above, below) if goes_on else None
    own, rest = (row.printed.cells[row.label].text for row in (above, below))
    if above.label < 0:
        return None
    shift = below.label - above.label

    def best(text: str) -> float:
        return max((_likeness(words, text) for words in labels), default=0.0)

    whole = best(own + rest)
    torn = best(own) < whole >= best(rest) if best(own) < 1 else best(rest) < whole == 1
    return _as_one(above, below, shift) if whole >= SURE and torn else None


def _with_label_beside(
    above: Sequence[Row], below: Sequence[Row], leaves: Sequence[Words]
) -> Row | None:
    """One row out of figures that stand beside an empty label at one side of the end of a page, and
    a whole label that stands beside blanks at the other; None unless the row around the end of the
    page is the form's next one, so that no other is called so."""
    first, second = above[-1], below[0]
    label, figures, step = (second, first, -1) if first.has_figures else (first, second, 1)
    count = len(label.printed.cells) - label.label - 1
    own = len(figures.printed.cells) - count - 1
    if label.has_figures or not figures.has_figures or not count or not figures.aligned:
        return None
    if own < 0 or figures.label >= own or figures.printed.cells[own].text:
        return None
    around = reversed(above[:-1]) if figures is first else below[1:]
    near = [at for row in around if (at := _places(row, leaves)) or row.has_figures]
    beyond = near[0] if near else {-1, len(leaves)}
    is_next = any(at + step in beyond for at in _places(label, leaves))
    return _as_one(first, second) if is_next else None


def _places(row: Row, leaves: Sequence[Words]) -> set[int]:
    """The form's rows that have the label of a printed one to the letter, by their order."""
    text = row.printed.cells[row.label].text if row.label >= 0 else ""
    same = (at for at, words in enumerate(leaves) if likeness(words, text) == 1)
    return {at for at in same if number(leaves[at][0]) == number(text)}


def _as_one(above: Row, below: Row, shift: int | None = None) -> Row:
    """A row in two parts put together cell by cell, by how many cells more the second has on its
    left: figures that both have stay apart by a line."""
    first, second = above.printed.cells, below.printed.cells
    shift = len(second) - len(first) if shift is None else shift
    cells: list[PrintedCell] = []
    for at in range(min(0, -shift), max(len(first), len(second) - shift)):
        one = first[at] if 0 <= at < len(first) else None
        other = second[at + shift] if 0 <= at + shift < len(second) else None
        texts = [cell.text for cell in (one, other) if cell and cell.text]
        gap = "\n" if all(map(is_figure, texts)) else ""
        cells.append(replace(one or other or PrintedCell(""), text=gap.join(texts)))
    return Row(replace(above.printed, cells=tuple(cells)), above.aligned and below.aligned)


def _likeness(words: Words, text: str) -> float:
    """How alike a printed label is to one of the form's, less where it has another number."""
    like = likeness(words, text)
    return like * SURE if has_other_number(words[0], text) else like
