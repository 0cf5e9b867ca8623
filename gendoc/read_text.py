"""Plain text as a document: flat tables (a tab and a cell a line), drawn tables, paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import groupby, zip_longest
from operator import itemgetter

from gendoc import copied, drawn, marked, piped, separated, spaced, wrapped
from gendoc.ended import Piece, is_heading
from gendoc.printed import is_blank, is_figure
from gendoc.published import (
    MAX_PASSAGES,
    Block,
    Bounds,
    Document,
    Passage,
    Place,
    PrintedRow,
    PrintedTable,
    Spans,
    is_longer,
    passages,
    unreadable,
)

MAX_PIECE = 4
"""Characters of a line that may go on with a cell behind a blank line: labels set upright."""
MAX_PROSE = 60
"""Characters from which a cell alone in its row is a paragraph that begins with a tab."""
MIN_FLAT = 4
"""Lines of a tab and a cell that a flat table has at least."""
MAX_LABEL = 30
"""Characters of a line that can be a piece of a label."""
MAX_ROW = 30
"""Cells that a row can have."""
_HEADING_MARK = re.compile(r"^[ \t]*#{1,6}[ \t]+(?=\S)", re.MULTILINE)
_BOLD = re.compile(r"\*\*(?=\S)([^*\n]+)\*\*")
_ESCAPED = re.compile(r"\\(?=[.*_#+()\[\]!<>~`-])")
_SPACE = re.compile("&nbsp;", re.IGNORECASE)
_BREAK = re.compile(r"<br\s{0,9}/?>", re.IGNORECASE)
_ENDS = "。；;."


def decoded(data: bytes) -> str | None:
    """Text as Windows, Word and web servers save it; None if it is no text."""
    utf_16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if utf_16 else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\0" in text else text
    return None


def _unmarked(text: str) -> str:
    """A text without the marks of headings and bold type in Markdown, and without what stands
    there for a space or before a mark that is none of these."""
    plain = _BOLD.sub(r"\1", _HEADING_MARK.sub("", text))
    plain = _SPACE.sub(" ", _ESCAPED.sub("", plain))
    if not _BREAK.search(plain):
        return plain
    broken = (_BREAK.sub(" " if "|" in line else "\n", line) for line in plain.split("\n"))
    return "\n".join(broken)


def _has_shaped_tables(lines: Sequence[str]) -> bool:
    """Whether the tables of a text are drawn, or have each cell on a line behind a tab: then
    figures at the end of its other lines are no cells."""
    if any(map(drawn.looks_drawn, lines)):
        return True
    tabbed = [line for line in lines if "\t" in line.strip(" ")]
    return len(tabbed) >= MIN_FLAT and all(line.rfind("\t") == 0 for line in tabbed)


def read(data: bytes, path: str) -> Document:
    """Raises `Invalid` where the file is no text, empty or too large."""
    text = decoded(data)
    if text is None:
        raise unreadable(path, "not-text")
    if is_longer(text):
        raise unreadable(path, "passages", limit=MAX_PASSAGES)
    printed = wrapped.read(_unmarked(text))
    found = list(_Text(printed, path).blocks())
    if not found:
        raise unreadable(path, "empty")
    return Document(path, found, around=printed.around, lines=printed.numbered)


def _is_flat(line: str) -> bool:
    """Whether a line is one cell behind its tab; several tabs are a row with blanks."""
    return line.startswith("\t") and "\t" not in line[1:]


def _are_lines(rows: Sequence[Piece]) -> Iterator[bool]:
    """Which rows of one cell are lines between two tables. One right above a row with several
    may be a piece of its label."""
    for row, below in zip_longest(rows, rows[1:]):
        (text, *others) = row.cells
        above_row = below is not None and len(below.cells) > 1
        is_piece = above_row and len(text) <= MAX_LABEL and not is_heading(text)
        yield not others and not is_piece


def _is_mixed(cells: Sequence[str]) -> bool:
    """Whether cells have figures before some words and behind them: they are those of rows."""
    filled = [is_figure(cell) for cell in cells if not is_blank(cell)]
    return False in filled[filled.index(True) :] and filled[-1] if True in filled else False


class _Text:
    def __init__(self, text: wrapped.Text, path: str) -> None:
        self.text = text
        self.lines = text.lines
        self.at = 0
        self.bounds = Bounds(path)
        self.spans = Spans(self.bounds)
        if len(self.lines) > MAX_PASSAGES:
            raise unreadable(path, "passages", limit=MAX_PASSAGES)
        self.marked = marked.tables(self.lines)
        self.copied = {table.start: table for table in copied.tables(self.lines)}
        self.separated = separated.tables(self.lines)
        self.shaped = _has_shaped_tables(self.lines)

    @cached_property
    def unparted(self) -> bool:
        """Whether no blank line parts the rows of a flat table: more lines follow each other than
        a row has cells."""
        runs = groupby(self.lines, key=_is_flat)
        return any(is_flat and len(list(lines)) > MAX_ROW for is_flat, lines in runs)

    def blocks(self) -> Iterator[Block]:
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if table := self.copied.get(self.at):
                self.at = table.end
                yield from self._rows(table.rows, table.start)
            elif not line.strip():
                self.at += 1
            elif end := self.marked.get(self.at, 0):
                yield from marked.blocks(self.lines[self.at : end], self.at, self.bounds)
                self.at = end
            elif rows := self.separated.get(self.at):
                yield from self._pieces(rows)
                self.at = rows[-1].at + rows[-1].lines
            elif drawn.looks_drawn(line):
                yield from self._drawn()
            elif (end := piped.extent(self.lines, self.at)) > self.at:
                yield from self._piped(end)
            elif "\t" in line.rstrip():
                yield from self._flat()
            elif not self.shaped and (end := spaced.extent(self.lines, self.at)) > self.at:
                yield from self._spaced(end)
            else:
                yield from self._paragraph()

    def _paragraph(self) -> Iterator[Block]:
        """A line, with those that it was wrapped into."""
        place = Place(line=self.at + 1)
        text = self.lines[self.at]
        last = self.at
        while (next_ := self.text.next(last + 1)) not in self.separated and self.text.goes_on(
            text, last, next_
        ):
            text += self.text.gap(text, last, next_) + self.lines[next_].strip()
            last = next_
        count = last + 1 - self.at
        self.at = last + 1
        yield from (replace(passage, lines=count) for passage in passages(text, place))

    def _spaced(self, end: int) -> Iterator[Block]:
        """A table whose cells stand on a line with spaces between."""
        start, self.at = self.at, end
        found = ((start + at, cells) for at, cells in spaced.rows(self.lines[start:end]))
        yield from self._rows(found, start)

    def _rows(self, found: Iterable[tuple[int, list[str]]], start: int) -> Iterator[PrintedTable]:
        yield from self._table([self._row(cells, at) for at, cells in found], start)

    def _drawn(self) -> Iterator[Block]:
        start, self.at = self.at, drawn.extent(self.lines, self.at)
        lines, place = self.lines[start : self.at], Place(line=start + 1)
        found = drawn.rows(lines, self.words) if len(lines) > 2 else ()
        spans = Spans(self.bounds)
        rows = [PrintedRow(spans.row(cells), place) for cells in found]
        yield from self._table(rows, start, aligned=True)
        if not rows:
            yield from passages("\n".join(lines), place)

    @cached_property
    def words(self) -> frozenset[str]:
        return drawn.words(self.lines)

    def _piped(self, end: int) -> Iterator[Block]:
        """A table whose cells stand between bars."""
        rows = piped.rows(self.lines[self.at : end])
        yield from self._pieces([replace(row, at=row.at + self.at) for row in rows])
        self.at = end

    def _pieces(self, found: Sequence[Piece]) -> Iterator[Block]:
        """A table, and the lines of words between its rows."""
        lines = zip(found, _are_lines(found), strict=True)
        for alone, rows in groupby(lines, key=itemgetter(1)):
            part = [row for row, _ in rows]
            if not alone:
                table = ((row.at, list(row.cells)) for row in part)
                yield from self._rows(table, part[0].at)
                continue
            for row in part:
                text, place = " ".join(row.cells[0].split("\n")), Place(line=row.at + 1)
                yield from (replace(one, lines=row.lines) for one in passages(text, place))

    def _row(self, cells: list[str], at: int) -> PrintedRow:
        return PrintedRow(self.spans.row((cell, 1, 1) for cell in cells), Place(line=at + 1))

    def _flat(self) -> Iterator[Block]:
        """A table with one cell a line; a blank line ends a row. Spans are not told."""
        rows: list[PrintedRow] = []
        start = self.at
        while "\t" in (line := self.text.line(self.at)):
            begun = self.at
            if is_flat := _is_flat(line):
                cells = self._cells()
            else:
                cells = line.split("\t")
                self.at += 1
            if not self.text.line(self.at).strip("\u3000 ") and "\t" in self.text.line(self.at + 1):
                self.at += 1
            is_alone = begun == start and "\t" not in self.text.line(self.at)
            as_lines = self.unparted and is_flat and is_alone and _is_mixed(cells)
            if len(cells) > MAX_ROW or as_lines:
                # Nothing parts the rows: the cells stand one below the other.
                yield from self._table(rows, start)
                for at in range(begun, self.at):
                    yield from passages(self.lines[at], Place(line=at + 1))
                rows, start = [], self.at
            elif len(cells) == 1 and len(cells[0]) > MAX_PROSE:
                yield from self._table(rows, start)
                yield Passage(cells[0].strip(), Place(line=begun + 1))
                rows, start = [], self.at
            else:
                rows.append(self._row(cells, begun))
        yield from self._table(rows, start)

    def _table(
        self, rows: list[PrintedRow], start: int, aligned: bool = False
    ) -> Iterator[PrintedTable]:
        if rows:
            yield PrintedTable(tuple(rows), Place(line=start + 1), aligned=aligned)

    def _cells(self) -> list[str]:
        """The cells of a row, each behind its tab, with the further lines that one may have."""
        cells: list[str] = []
        while _is_flat(line := self.text.line(self.at)):
            cells.append(line[1:].rstrip())
            self.at += 1
            if end := self._end_of_cell(cells[-1]):
                cells[-1] = "\n".join((cells[-1], *self.lines[self.at : end]))
                self.at = end
        return cells

    def _end_of_cell(self, cell: str) -> int:
        """The index behind the further lines of the cell just read; 0 if it has none.

        Lines that go on with a cell are followed by the next cell at once; where a blank line
        follows, only pieces of an upright label are taken for such. No sentence goes on with a
        label, and behind a blank line nothing goes on with a figure.
        """
        at, pieces = self.at, []
        apart = not self.text.line(at).strip()
        while at < len(self.lines) and not self.lines[at].startswith("\t"):
            if line := self.lines[at].strip():
                sentence = line[-1] in _ENDS and len(line) > MAX_PIECE
                if sentence or wrapped.is_numbered(line) or len(line) > MAX_PROSE:
                    return 0
                pieces.append(line)
            elif not self.text.line(at + 1).strip() and not self.text.line(at + 1).startswith("\t"):
                break  # two blank lines end the table
            at += 1
        if not pieces or at >= len(self.lines):
            return 0
        direct = bool(self.lines[at - 1].strip()) and self.lines[at].startswith("\t")
        goes_on = direct and not (apart and is_figure(cell))
        if goes_on or all(len(piece) <= MAX_PIECE for piece in pieces):
            return at if direct else at - 1 if self.lines[at].startswith("\t") else at
        return 0
