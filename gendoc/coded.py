"""Columns that print something of each row itself, its code or unit: taken out of a printed table,
with what they say, so that those of figures are told by their own headers."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from gendoc.grid import Role, grid
from gendoc.labels import SURE, folded, likeness
from gendoc.line import Line
from gendoc.published import PrintedCell
from gendoc.rows import Row, form_rows, wordings
from gendoc.table import Table

MAX_HEADERS = 200
"""Headers of a table, as pages repeat them; below more than these nothing is read."""
Words = Mapping[str, tuple[str, ...]]


def columns(table: Table) -> dict[str, str]:
    """What each column that holds no figures prints of the rows, by its label."""
    leaves = (leaf.line for block in table.blocks for leaf in block.column_leaves)
    return {line.label: line.prints for line in leaves if line.prints}


def marks(table: Table) -> dict[str, dict[str, str]]:
    """What the form prints of each row in such columns, by the key of the row."""
    return {
        known.key(table): {cell.prints: cell.text for cell in known.cells if cell.prints}
        for known in form_rows(table)
        if known.figures
    }


def is_same(own: str, printed: str) -> bool:
    """Whether a printed code or unit is the form's: 1 is 01."""
    plain = [folded(own), folded(printed)]
    return len({text.lstrip("0") if text.isdecimal() else text for text in plain}) == 1


def uncoded(table: Table, rows: Sequence[Row]) -> tuple[Table, list[Row]]:
    """A table and its printed rows without such columns: those that are printed under their label,
    and those that are not printed. One that may have another label there stays."""
    found, printed, words = list(rows), columns(table), wordings(table)
    headers = _headers(table, rows, words) if printed or table.numbered else []
    if not headers:
        return table, found
    if len(headers) > MAX_HEADERS:
        return table, []
    kept = _renamed(table, [rows[at] for at in headers], words)
    for label, what in (*printed.items(), (table.numbered, "")):
        for start, end in _below(headers, len(rows)) if label else ():
            if (cell := _labelled(found[start], words[label])) is None:
                continue
            part = _without(found[start:end], cell, what, words)
            if part is None:
                kept |= {label}
            elif what or cell > 0:  # a number before the labels is in nobody's way
                found[start:end] = part
    return _without_columns(table, printed.keys() - kept), found


def _headers(table: Table, rows: Sequence[Row], words: Words) -> list[int]:
    """The printed rows that are headers: with several labels of columns, or with no other words."""
    labels = [words[c.text] for c in grid(table).cells if c.role is Role.COLUMN]

    def is_header(row: Row) -> bool:
        known = [text for _, text in row.words if any(likeness(own, text) == 1 for own in labels)]
        return len(known) > 1 or (len(known) == 1 == len(row.words))

    return [
        at
        for at, row in enumerate(rows)
        if not row.has_figures and not row.of_lines and is_header(row)
    ]


def _below(headers: Sequence[int], end: int) -> Iterator[tuple[int, int]]:
    """Each header with the rows below it, up to a header that is not a further line of it."""
    starts = [at for above, at in pairwise(headers) if at > above + 1]
    for at in headers:
        behind = bisect(starts, at)
        yield at, starts[behind] if behind < len(starts) else end


def _labelled(row: Row, own: Sequence[str]) -> int | None:
    """The cell of a header that holds a label."""
    return next((at for at, text in row.words if likeness(own, text) == 1), None)


def _renamed(table: Table, headers: Sequence[Row], words: Words) -> set[str]:
    """The columns without figures that may stand under another label: those of figures are all
    there, and as many words beside them that are nobody's."""
    texts = [text for row in headers for at, text in row.words if at]
    printed = columns(table)
    labels = {c.text for c in grid(table).cells if c.role is Role.COLUMN}
    there = {
        label for label in labels if any(likeness(words[label], text) >= SURE for text in texts)
    }
    unknown = {
        text for text in texts if not any(likeness(own, text) >= SURE for own in words.values())
    }
    missing = printed.keys() - there
    return missing if labels - there == missing and len(unknown) == len(missing) else set()


def _without(rows: Sequence[Row], cell: int, what: str, words: Words) -> list[Row] | None:
    """A header and the rows below it without a column; None where it is not certain which cell of
    a row is the one below."""
    header = rows[0].printed.cells
    found: list[Row] = []
    for row in rows:
        cells = row.printed.cells
        if row.aligned and rows[0].aligned:
            place = (header[cell].column, header[cell].columns)
            at = next((n for n, c in enumerate(cells) if (c.column, c.columns) == place), None)
        else:
            at = cell if len(cells) == len(header) else None
            if at is None and (row.has_figures or _has_answers(row, words)):
                return None
        found.append(row if at is None else _taken_out(row, at, header[cell], what))
    return found


def _has_answers(row: Row, words: Words) -> bool:
    """Whether a row of a text has words that are no label: answers, or the name of a row."""
    known = words.values()
    return len(row.printed.cells) > 1 and not all(
        any(likeness(own, text) == 1 for own in known) for _, text in row.words
    )


def _taken_out(row: Row, at: int, header: PrintedCell, what: str) -> Row:
    """A row without a cell, which it keeps the words of unless they are those of its header."""
    cells = row.printed.cells
    own = what and cells[at].text != header.text
    told = (*row.told, (what, cells[at].text)) if own else row.told
    rest = (*cells[:at], *cells[at + 1 :])
    return replace(row, printed=replace(row.printed, cells=rest), told=told)


def _without_columns(table: Table, labels: Collection[str]) -> Table:
    def rest(lines: Sequence[Line]) -> Iterator[Line]:
        for line in lines:
            if line.prints and line.label in labels:
                continue
            inner = tuple(rest(line.lines))
            if inner or not line.lines:
                yield replace(line, lines=inner) if inner != line.lines else line

    if not labels:
        return table
    blocks = [replace(block, columns=tuple(rest(block.columns))) for block in table.blocks]
    return replace(table, blocks=tuple(blocks))
