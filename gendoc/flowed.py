"""Tables of a text made from pages (`pdftotext`), whose labels stand in pieces around their
figures: read where all pieces together are the labels of the form in its order."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from functools import cached_property
from itertools import groupby, pairwise, takewhile

from gendoc.assigning import wanted
from gendoc.drawn import looks_drawn
from gendoc.form import Form
from gendoc.grid import Cell, Role, grid
from gendoc.labels import plain
from gendoc.pieces import Label, Word, labels, put_together
from gendoc.printed import is_blank
from gendoc.published import Line, Place, PrintedCell, PrintedRow
from gendoc.record import record
from gendoc.rows import FormRow, Row, blocks, form_rows
from gendoc.streamed import Cells, has_labels, holds, streamed
from gendoc.table import Table

MAX_LINES = 2000
"""Lines that a table can have."""
MIN_GAP = 2
"""Characters at least between the figures of two columns."""

AROUND = 2
"""Lines of a repeated header that may be left out already, as what stands around pages."""

_FIGURE = re.compile(r"[-+−－＋]?[0-9０-９]+(?:[.,，．][0-9０-９]+)*|[-/—－／]+")
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2} [0-9]{3}")
_APART = re.compile(r"\S\s{2,}\S")
_ROLES = (Role.HEADING, Role.CORNER, Role.COLUMN, Role.ROW, Role.FIGURE)


@record()
class _Run:
    """The figures of a line, or of lines below one another with nothing between them."""

    words: tuple[Word, ...]

    @property
    def first(self) -> int:
        return self.words[0].line

    @property
    def last(self) -> int:
        return self.words[-1].line

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(word.text for word in self.words)


def flowed(table: Table, lines: Sequence[Line], form: Form) -> list[Row] | None:
    """The rows of a table out of the lines of a text; None where their words are not all labels
    of the form."""
    if not lines or len(lines) > MAX_LINES or table.repeats:
        return None
    if any("\t" in line.text or looks_drawn(line.text) or "|" in line.text for line in lines):
        return None  # its cells are told apart
    for groups in (frozenset[str](), *(frozenset({key}) for key in table.groups)):
        printed = table.collapsed(groups)
        if any(cell.role not in _ROLES for cell in grid(printed).cells):
            return None
        if found := _Flowed(printed, lines, form).rows():
            return found
    return None


def _split(line: Line) -> tuple[list[Word], list[Word]]:
    """The words of a line, and the figures that it ends with."""
    found = [
        Word(match.group(), line.number, line.page, match.start())
        for match in re.finditer(r"\S+", line.text)
    ]
    count = sum(1 for _ in takewhile(lambda word: _FIGURE.fullmatch(word.text), reversed(found)))
    return found[: len(found) - count], found[len(found) - count :]


def _once(lines: Sequence[Line]) -> list[Line]:
    """Lines without those of the header that a page begins with again."""
    found: list[Line] = []
    first: list[list[str]] = []
    for _, page in groupby((line for line in lines if line.text.strip()), key=lambda one: one.page):
        own = list(page)
        words = [line.text.split() for line in own]
        again = max((_shared(first[at:], words) for at in range(AROUND + 1)), default=0)
        found += own[again:]
        first = first or words
    return found


def _shared(first: Sequence[Sequence[str]], second: Sequence[Sequence[str]]) -> int:
    """How many lines two runs of them begin with that are equal and have no figures."""
    same = takewhile(lambda pair: pair[0] == pair[1], zip(first, second, strict=False))
    return sum(1 for _ in takewhile(lambda pair: not _FIGURE.fullmatch(pair[0][-1]), same))


def _at_edges(lines: Sequence[tuple[list[Word], list[Word]]]) -> Iterator[list[Word]]:
    """The figures that stand alone in the last line of a page, or in the first of another."""
    filled = [(words, figures) for words, figures in lines if words or figures]
    for above, below in pairwise(filled):
        pages = [(words + figures)[0].page for words, figures in (above, below)]
        for words, figures in (above, below) if pages[0] != pages[1] else ():
            if not words and len(figures) == 1:
                yield figures


def _is_left(words: Sequence[Word], others: Sequence[Word]) -> bool:
    """Whether words stand to the left of others: in each line of both, or else all of them."""
    if {word.line for word in words} & {word.line for word in others}:
        return all(
            word.end <= other.start for word in words for other in others if word.line == other.line
        )
    return max(word.end for word in words) < min(word.start for word in others)


def _spans(words: Sequence[Word]) -> list[tuple[int, int]]:
    """The columns that words stand in: those that overlap, or nearly do, are in one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted((word.start, word.end) for word in words):
        if found and start < found[-1][1] + MIN_GAP:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _at(word: Word, spans: Sequence[tuple[int, int]]) -> int:
    """The column that a word stands in."""
    return next(at for at, (start, end) in enumerate(spans) if start <= word.start < end)


class Order(Enum):
    """How the cells of a table stand in a text."""

    COLUMNS = "columns"
    """Side by side, as on the page."""
    TURN = "turn"
    """One behind the other, row by row."""
    LOOSE = "loose"
    """In blocks, of which nobody knows the order."""


def _order(lines: Sequence[Line]) -> Order:
    if any(_APART.search(line.text) for line in lines):
        return Order.COLUMNS
    filled = [line for line in lines if line.text.strip()]
    gaps = (a.page == b.page and b.number > a.number + 1 for a, b in pairwise(filled))
    return Order.LOOSE if any(gaps) else Order.TURN


class _Flowed:
    def __init__(self, table: Table, lines: Sequence[Line], form: Form) -> None:
        self.table = table
        self.form = form
        self.form_rows = list(form_rows(table))
        self.blocks = dict(zip(self.form_rows, blocks(self.form_rows), strict=True))
        self.with_figures = [row for row in self.form_rows if row.figures]
        self.labels = labels(table, self.form_rows)
        self.ends = lines[0].number, lines[-1].number
        self.order = _order(lines)
        self.found: dict[Cell, list[Word]] = {}
        split = list(map(_split, _once(lines)))
        self.words = [words for words, _ in split]
        self.runs = [_Run(tuple(figures)) for _, figures in split if figures]
        self.doubtful = [_Run(tuple(own)) for own in _at_edges(split)]
        """Figures alone at the edge of a page: each may be its number."""

    def rows(self) -> list[Row] | None:
        """The rows with their labels, those with figures where it is certain which are theirs."""
        if self.order is Order.LOOSE and ((proven := self._proven()) or self.table.totals):
            return proven
        found = put_together(self.labels, self.words)
        if found is None or self._is_listed:
            return None
        self.found = {label.cell: words for label, words in zip(self.labels, found, strict=True)}
        cells: Cells = {}
        if all(map(self._is_in_order, set(self.blocks.values()))):
            cells = self._whole() or self._beside()
        if not cells and self.order is Order.LOOSE:
            return None
        return list(self._printed(cells))

    @property
    def _is_listed(self) -> bool:
        """Whether all cells stand one below the other, as a text without pages has them."""
        several = any(len(row.figures) > 1 for row in self.with_figures)
        alone = all(len(run.words) == 1 for run in self.runs)
        return self.order is Order.TURN and bool(self.runs) and several and alone

    def _proven(self) -> list[Row] | None:
        """The rows of a text of blocks, where totals prove which figures are theirs."""
        text = "".join(plain(word.text) for words in self.words for word in words)
        figures = [text for run in self.runs for text in run.texts]
        if not has_labels(self.labels, text):
            return None
        cells = streamed(self.table, self.form, self.with_figures, figures)
        return list(self._printed(cells)) if cells else None

    # -- the order of the columns ------------------------------------------------------------

    def _is_in_order(self, block: int) -> bool:
        """Whether the labels of columns stand side by side as the form has them, or one behind the
        other in its order where a text has no columns."""
        header = [label.cell for label in self._header(block)]
        if self.order is not Order.COLUMNS:
            order = [word.place for cell in header for word in self.found[cell]]
            return order == sorted(order)
        return all(
            _is_left(self.found[cell], self.found[other])
            for _, beside in groupby(header, key=lambda cell: cell.row)
            for cell, other in pairwise(beside)
        )

    def _header(self, block: int) -> list[Label]:
        return [
            label
            for label in self.labels
            if label.block == block and label.cell.role is Role.COLUMN
        ]

    # -- figures -----------------------------------------------------------------------------

    def _whole(self) -> Cells:
        """The cells of all rows where each has all of its figures; else nothing."""
        if self.doubtful:
            return {}
        runs = self._joined if self.order is Order.LOOSE else self.runs
        if not self._is_whole(runs):
            return {}
        cells = ((row, run.texts) for row, run in zip(self.with_figures, runs, strict=True))
        return {row: texts for row, texts in cells if self._may_be(row, texts, whole=True)}

    def _beside(self) -> Cells:
        """The cells of each row of which it is certain which they are; fewer than the form has
        where it is not certain which are blank."""
        if self.order is Order.LOOSE:
            return {}
        own = self._owned()
        found: Cells = {}
        for row, runs in own.items():
            texts = runs[0].texts if runs else ()
            if len(runs) < 2 and all(text == "0" or is_blank(text) for text in texts):
                found[row] = (max(texts, default=""),) * len(row.figures)
            elif len(runs) == 1 and self._may_be(row, texts):
                found[row] = texts
        placed = {row: texts for row in found if (texts := self._placed(row, own))}
        whole = {**found, **placed}
        return whole if holds(self.table, self.form, whole) else found

    def _may_be(self, row: FormRow, texts: Sequence[str], *, whole: bool = False) -> bool:
        """Whether the figures of a line are those of a row, or some of them. Where totals do not
        hold, among other rows with blanks or beside a space that may part thousands (1 250), a
        figure too many may stand for a blank cell."""
        own = wanted(row, self.table)
        parted = any(map(_THOUSANDS.fullmatch, map(" ".join, pairwise(texts))))
        return len(texts) < own.count or own.holds(texts) or (whole and not parted)

    def _owned(self) -> dict[FormRow, list[_Run]]:
        """The figures of each row beside its label; no row that figures stand next to which are
        beside no label, for they may be its own."""
        found: dict[FormRow, list[_Run]] = {row: [] for row in self.with_figures}
        unsure: set[FormRow] = set()
        for run in self.runs:
            near = [
                row
                for row, (above, below) in zip(self.with_figures, self._between, strict=True)
                if above < run.first and run.last < below
            ]
            beside = [row for row in near if self._is_beside(run, row)]
            own = beside if self.order is Order.COLUMNS else near
            if len(own) == 1 and run not in self.doubtful:
                found[own[0]].append(run)
            else:
                unsure |= {*near, *self._next_to(run)}
        return {row: runs for row, runs in found.items() if row not in unsure}

    def _next_to(self, run: _Run) -> list[FormRow]:
        """The rows whose labels begin right above some figures and right below them."""
        at = bisect([self._lines(row)[0] for row in self.with_figures], run.first)
        return self.with_figures[max(at - 1, 0) : at + 1]

    def _is_beside(self, run: _Run, row: FormRow) -> bool:
        first, last = self._lines(row)
        return not row.leaf or (first <= run.first and run.last <= last)

    def _placed(self, row: FormRow, own: Mapping[FormRow, list[_Run]]) -> tuple[str, ...]:
        """The cells of a row with blank ones among them, by the columns that all figures of its
        page stand in; nothing where these are not as many as the form has."""
        count = len(row.figures)
        if self.order is not Order.COLUMNS or not own[row] or len(own[row][0].words) == count:
            return ()
        run = own[row][0]
        page = run.words[0].page
        same = [one for other, ones in own.items() if len(other.figures) == count for one in ones]
        spans = _spans([word for one in same for word in one.words if word.page == page])
        if len(spans) != count:
            return ()
        texts = {_at(word, spans): word.text for word in run.words}
        alone = len(texts) == len(run.words)
        return tuple(texts.get(at, "") for at in range(count)) if alone else ()

    @cached_property
    def _joined(self) -> list[_Run]:
        """The figures of a text of blocks, each in one of its own, those in one run between which
        no words stand; none where some stand together, for these may be one that is broken."""
        figures = [word for run in self.runs for word in run.words]
        if any(below.line - above.line < 2 for above, below in pairwise(figures)):
            return []
        words = sorted(word.line for line in self.words for word in line)
        runs = groupby(figures, key=lambda figure: bisect(words, figure.line))
        return [_Run(tuple(run)) for _, run in runs]

    def _is_whole(self, runs: Sequence[_Run]) -> bool:
        """Whether there are as many runs as rows, with as many figures as columns, each between the
        labels of the rows above and below its own."""
        return len(runs) == len(self.with_figures) and all(
            len(run.words) == len(row.figures) and above < run.first and run.last < below
            for run, row, (above, below) in zip(runs, self.with_figures, self._between, strict=True)
        )

    @cached_property
    def _between(self) -> list[tuple[int, int]]:
        """The lines that the figures of each row stand between: behind its own label, or the part
        on its first page, in a text without columns, else behind that of the row above; always
        below its header."""
        lines = list(map(self._lines, self.with_figures))
        above = [lines[0][0] - 1, *(last for _, last in lines)]
        if self.order is not Order.COLUMNS:
            above = [self._end_on_page(row) - 1 for row in self.with_figures]
        heads = (self._end_of_header(self.blocks[row]) for row in self.with_figures)
        below = (*(first for first, _ in lines[1:]), self.ends[1] + 1)
        return list(zip(map(max, above, heads), below, strict=False))

    def _end_on_page(self, row: FormRow) -> int:
        """The last line of a label on the page that it begins on."""
        words = self.found[row.leaf] if row.leaf else []
        return max((w.line for w in words if w.page == words[0].page), default=1)

    def _end_of_header(self, block: int) -> int:
        header = (one.cell for one in self.labels if one.block == block)
        words = (self.found[cell] for cell in header if cell.role is not Role.ROW)
        return max((word.line for own in words for word in own), default=0)

    def _lines(self, row: FormRow) -> tuple[int, int]:
        """The first and the last line that the label of a row stands in."""
        words = self.found.get(row.leaf, []) if row.leaf else []
        return (words[0].line, words[-1].line) if words else (self.ends[0], self.ends[0])

    # -- rows --------------------------------------------------------------------------------

    def _printed(self, cells: Mapping[FormRow, Sequence[str]]) -> Iterator[Row]:
        for row in self.form_rows:
            if row.figures and row not in cells:
                continue
            own = row.labels[-1:] if row.figures else row.labels
            texts = (*(row.groups if row.leaf else ()), *map(self._text, own), *cells.get(row, ()))
            place = Place(line=self._lines(row)[0])
            yield Row(PrintedRow(tuple(map(PrintedCell, texts)), place), aligned=False)

    def _text(self, cell: Cell) -> str:
        """A label as it is printed, its pieces in one; the form's where nobody knows them."""
        text = ""
        for word in self.found.get(cell, ()):
            gap = " " if text and (text[-1] + word.text[0]).isascii() else ""
            text += gap + word.text
        return text or cell.text
