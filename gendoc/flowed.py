"""Tables of a text made from pages (`pdftotext`), whose labels stand in pieces around their
figures: read where all pieces together are the labels of the form in its order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain, groupby, pairwise, takewhile

from gendoc.drawn import looks_drawn
from gendoc.grid import Cell, Role, grid
from gendoc.pieces import Word, labels, put_together
from gendoc.published import Line, Place, PrintedCell, PrintedRow
from gendoc.record import record
from gendoc.rows import FormRow, Row, blocks, form_rows
from gendoc.table import Table

MAX_LINES = 2000
"""Lines that a table can have."""
MIN_GAP = 2
"""Characters at least between the figures of two columns."""

_FIGURE = re.compile(r"[-+−－＋]?[0-9０-９]+(?:[.,，．][0-9０-９]+)*|[-/—－／]+")
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


def flowed(table: Table, lines: Sequence[Line]) -> list[Row] | None:
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
        if found := _Flowed(printed, lines).rows():
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


def _extent(words: Sequence[Word]) -> tuple[int, int]:
    return min(word.start for word in words), max(word.end for word in words)


class _Flowed:
    def __init__(self, table: Table, lines: Sequence[Line]) -> None:
        self.table = table
        self.form_rows = list(form_rows(table))
        self.blocks = dict(zip(self.form_rows, blocks(self.form_rows), strict=True))
        self.with_figures = [row for row in self.form_rows if row.figures]
        self.labels = labels(table, self.form_rows)
        self.ends = lines[0].number, lines[-1].number
        self.has_columns = any(_APART.search(line.text) for line in lines)
        split = list(map(_split, lines))
        self.words = [words for words, _ in split]
        self.runs = [_Run(tuple(figures)) for _, figures in split if figures]

    def rows(self) -> list[Row] | None:
        """The rows with their labels, those with figures where it is certain which are theirs."""
        found = put_together(self.labels, self.words)
        if found is None:
            return None
        self.found = {label.cell: words for label, words in zip(self.labels, found, strict=True)}
        if not all(map(self._is_in_order, set(self.blocks.values()))):
            return None
        cells = self._dealt()
        return list(self._printed(cells)) if cells else None

    # -- the order of the columns ------------------------------------------------------------

    def _is_in_order(self, block: int) -> bool:
        """Whether the labels of columns stand side by side as the form has them, or one behind the
        other in its order where a text has no columns."""
        header = [
            label.cell
            for label in self.labels
            if label.block == block and label.cell.role is Role.COLUMN
        ]
        if not self.has_columns:
            order = [word.place for cell in header for word in self.found[cell]]
            return order == sorted(order)
        return all(
            end < start
            for _, beside in groupby(header, key=lambda cell: cell.row)
            for (_, end), (start, _) in pairwise(_extent(self.found[cell]) for cell in beside)
        )

    # -- figures -----------------------------------------------------------------------------

    def _dealt(self) -> dict[FormRow, tuple[str, ...]]:
        """The cells of each row of which it is certain which they are."""
        for runs in (self.runs, self._joined):
            if self._is_whole(runs):
                texts = (run.texts for run in runs)
                return dict(zip(self.with_figures, texts, strict=True))
        return {}

    @cached_property
    def _joined(self) -> list[_Run]:
        """The figures, those in one between which no words stand."""
        words = sorted(word.line for line in self.words for word in line)

        def above(run: _Run) -> int:
            return sum(line < run.first for line in words)

        return [
            _Run(tuple(chain.from_iterable(run.words for run in runs)))
            for _, runs in groupby(self.runs, key=above)
        ]

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
        above = [0, *(last for _, last in lines)]
        if not self.has_columns:
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
        words = self.found[row.leaf] if row.leaf else []
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
        """A label as it is printed, its pieces in one."""
        text = ""
        for word in self.found[cell]:
            gap = " " if text and (text[-1] + word.text[0]).isascii() else ""
            text += gap + word.text
        return text
