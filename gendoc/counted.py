"""A column that counts a table's rows: 1, 2, 3 … under a header that is none of the form's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from gendoc.grid import Role
from gendoc.labels import SURE, folded, likeness
from gendoc.numerals import chinese
from gendoc.printed import is_blank
from gendoc.published import PrintedCell
from gendoc.rows import FormRow, Row, form_rows, wordings
from gendoc.table import Table

_COUNT = re.compile(r"\(?([0-9]{1,4}|[一二三四五六七八九十]{1,4})\)?[.、]?")


def uncounted(table: Table, rows: Sequence[Row]) -> list[Row]:
    """The rows without the cells that count them."""
    words = {label: own for label, own in wordings(table).items() if label != table.numbered}
    headers = [known for known in form_rows(table) if not known.figures]
    ends: dict[tuple[int, tuple[PrintedCell, ...]], int] = {}
    """The row up to which no cell of a header counts, where it is printed once more."""
    for at, row in enumerate(rows):
        for cell in _unknown(headers, row, words):
            own = (cell, row.printed.cells)
            if ends.get(own, 0) > at:
                continue
            end = _end_of_count(rows, at, cell, words)
            if end is None:
                below = [_without(one, row, cell, words) for one in rows[at + 1 :]]
                return [*rows[:at], _left_out(row, [cell]), *below]
            ends[own] = end
    return list(rows)


def _unknown(
    headers: Sequence[FormRow], row: Row, words: Mapping[str, tuple[str, ...]]
) -> list[int]:
    """The cells of a header that are no label of the form's and stand before those that are, one
    of them above the labels of rows; none unless all of a header are there."""
    if row.has_figures or row.of_lines:
        return []
    for known in headers:
        labels = {cell.text for cell in known.labels if cell.role is Role.COLUMN}
        places = {
            label: [at for at, text in row.words if likeness(words[label], text) >= SURE]
            for label in labels
        }
        if labels and all(places.values()):
            first = min(at for found in places.values() for at in found)
            unknown = [at for at, text in row.words if at < first and not _is_label(text, words)]
            return unknown if first > 1 else []
    return []


def _is_label(text: str, words: Mapping[str, tuple[str, ...]]) -> bool:
    return any(likeness(own, text) >= SURE for own in words.values())


def _at(row: Row, header: Row, cell: int) -> int | None:
    """The cell of a row that stands below one of the header."""
    cells, above = row.printed.cells, header.printed.cells
    if row.aligned:
        column = above[cell].column
        own = (at for at, c in enumerate(cells) if (c.column, c.columns) == (column, 1))
        return next(own, None)
    # Behind a first column a row has more cells where a head is that of several columns of labels.
    as_many = len(cells) == len(above) or (cell == 0 and len(cells) > len(above))
    return cell if as_many else None


def _end_of_count(
    rows: Sequence[Row], start: int, cell: int, words: Mapping[str, tuple[str, ...]]
) -> int | None:
    """The row that shows that the cells below one of a header do not count rows: from 1, or on from
    the one above, with the label of the row behind them; None where they do. A number without a
    label may be a figure."""
    last = 0
    for end, at in _below(rows, start, cell):
        row, text = rows[end], rows[end].printed.cells[at].text
        count = _count(text)
        if count is not None and count in (1, last + 1) and row.words and row.words[-1][0] > at:
            last = count
        elif not is_blank(text) and not _is_label(text, words):
            return end
    return None if last else len(rows)


def _below(rows: Sequence[Row], start: int, cell: int) -> Iterator[tuple[int, int]]:
    """The rows and cells below one of a header, but where the header stands again."""
    header = rows[start]
    for end in range(start + 1, len(rows)):
        at = _at(rows[end], header, cell)
        if at is not None and rows[end].printed.cells[at].text != header.printed.cells[cell].text:
            yield end, at


def _count(text: str) -> int | None:
    match = _COUNT.fullmatch(folded(text))
    if not match:
        return None
    return int(match[1]) if match[1].isdecimal() else chinese(match[1])


def _without(row: Row, header: Row, cell: int, words: Mapping[str, tuple[str, ...]]) -> Row:
    """A row without its count, or without the blank behind a label that stands in its place."""
    at = _at(row, header, cell)
    if at is None:
        return row
    cells: Sequence[PrintedCell] = row.printed.cells
    if not _is_label(cells[at].text, words) or cells[at].text == header.printed.cells[cell].text:
        return _left_out(row, [at])
    behind = at + 1
    return _left_out(row, [behind] if behind < len(cells) and not cells[behind].text else [])


def _left_out(row: Row, places: Sequence[int]) -> Row:
    cells = tuple(cell for at, cell in enumerate(row.printed.cells) if at not in places)
    return replace(row, printed=replace(row.printed, cells=cells))
