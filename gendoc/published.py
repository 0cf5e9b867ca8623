"""A published document as a plain list of passages and tables, whatever it was read from."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field
from itertools import islice

from gendoc.problem import Invalid, Problem
from gendoc.prose import INDENT
from gendoc.record import record

MAX_BYTES = 64 * 1024 * 1024
"""Bytes of a document that are read; published reports have at most a few megabytes."""
MAX_COLUMNS = 200
MAX_CELLS = 20_000
"""Cells of all tables together; a report has about 450."""
MAX_PASSAGES = 20_000
"""Lines or paragraphs; a long report has some two thousand."""
MAX_TAGS = 1_000_000
"""Tags of a web page, or of a part of a Word file; a long report has some ten thousand."""

# Breaks that editors show as such, then what no YAML or Word file may hold.
STOPS = re.compile("[。；;]")
"""Marks of sentences: no label, row or title has them."""
_BREAK = re.compile("\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")
_DROPPED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060\ufeff\ufff9-\uffff\ud800-\udfff]"
)
_PAIRS = tuple(zip("《〈（(“【[〔", "》〉）)”】]〕", strict=True))
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_PLAIN = str.maketrans("\xa0\u2002\u2003\u2009\u202f", "     ")
# Fonts of browsers and converters print characters by the code of the radical that looks the same.
_PLAIN |= {code: ord(unicodedata.normalize("NFKC", chr(code))) for code in range(0x2F00, 0x2FD6)}
_PLAIN |= str.maketrans(
    "⺌⺒⺜⺝⺟⺠⺧⺩⺮⺶⺼⻁⻄⻅⻆⻉⻊⻋⻑⻓⻔⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻭⻮⻯⻰⻱⻲⻳",
    "小巳日月母民牛王竹羊肉虎西见角贝足车長长门雨青韦页风飞食马骨鬼鱼鸟卤麦黄齐歯齿竜龙龜亀龟",
)


@record()
class Place:
    """Where something stands in a document: a line of a text, or a page, or a row of a table.

    All count from 1; what a kind of document does not have is 0.
    """

    line: int = 0
    page: int = 0
    table: int = 0
    row: int = 0


@record()
class Line:
    """A line of a text, counted from 1, and the number of its page, where it has pages."""

    text: str
    number: int
    page: int = 0


@record()
class Passage:
    """A paragraph of prose. `scope` are the containers around it, from the outermost in; `lines`
    are those of a text that it takes up."""

    text: str
    place: Place = Place()
    scope: tuple[int, ...] = ()
    lines: int = 1


@record()
class PrintedCell:
    """A cell as it is printed. `column` counts from 0; `columns` are those that it covers."""

    text: str
    column: int = 0
    columns: int = 1


@record()
class PrintedRow:
    """The cells that begin in a row, in their order; what reaches down from above is not there."""

    cells: tuple[PrintedCell, ...]
    place: Place = Place()

    @property
    def text(self) -> str:
        """The row on one line, for messages."""
        return " | ".join(" ".join(cell.text.split()) for cell in self.cells)


@record()
class PrintedTable:
    """A table as it is printed. `aligned`: the columns of its cells are known."""

    rows: tuple[PrintedRow, ...]
    place: Place = Place()
    scope: tuple[int, ...] = ()
    aligned: bool = True


Block = Passage | PrintedTable


@record(eq=False, frozen=False)
class Document:
    """A published document in reading order. `names` may hold its title as well; `lines` are those
    of a text as they stand."""

    path: str
    blocks: list[Block] = field(default_factory=list)
    names: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    around: tuple[Passage, ...] = ()
    """Lines that run around its pages, which are none of the text."""

    @property
    def tables(self) -> Iterator[PrintedTable]:
        return (block for block in self.blocks if isinstance(block, PrintedTable))

    @property
    def is_unruled(self) -> bool:
        """Whether it has pages but no tables: those without rules are plain lines."""
        return any(block.place.page for block in self.blocks) and not any(self.tables)


def unreadable(path: str, why: str, **values: object) -> Invalid:
    """The error for a document that cannot be read; `why` is a variant of its message."""
    message = f"unreadable-document/{why}"
    return Invalid([Problem("unreadable-document", path, message=message, values=values)])


def lines(text: str) -> list[str]:
    """A text as its lines, without what has no width and no meaning; spaces are plain ones, and
    radicals the characters that they are."""
    return [_DROPPED.sub("", line).translate(_PLAIN) for line in _BREAK.split(text)]


def is_longer(text: str) -> bool:
    """Whether a text has more lines than any report."""
    return next(islice(_BREAK.finditer(text), MAX_PASSAGES, None), None) is not None


def passages(text: str, place: Place, scope: tuple[int, ...] = ()) -> Iterator[Passage]:
    """The paragraphs of a text that has line breaks in it."""
    for line in lines(text):
        if line := line.strip(INDENT):
            yield Passage(line.replace("\t", " "), place, scope)


def is_balanced(text: str) -> bool:
    """Whether every bracket has its other half; a line out of a paragraph often has not."""
    return all(text.count(opening) == text.count(closing) for opening, closing in _PAIRS)


def is_open(text: str) -> bool:
    """Whether a line ends inside a sentence for certain: a bracket is open, or a comma ends it."""
    inside = any(text.count(opening) > text.count(closing) for opening, closing in _PAIRS)
    return inside or text.rstrip().endswith(("，", "、"))


PICTURE = "[图]"
"""What a cell says that shows no text but a picture, or what else it may be: it is not blank."""


def raised(text: str) -> str:
    """A text that is printed above the line: its digits are marks of notes, or powers, and none of
    the figure before them."""
    return text.translate(_RAISED)


def cell_text(text: str) -> str:
    """The text of a cell: its lines that hold something."""
    stripped = (line.strip(INDENT).replace("\t", " ") for line in lines(text))
    return "\n".join(line for line in stripped if line)


class Bounds:
    """Counts the passages and cells of a document up to what no report has."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.passages = 0
        self.cells = 0

    def add(self, *, passages: int = 0, cells: int = 0) -> None:
        """Raises `Invalid` where the document is larger than any report."""
        self.passages += passages
        self.cells += cells
        if self.passages > MAX_PASSAGES:
            raise unreadable(self.path, "passages", limit=MAX_PASSAGES)
        if self.cells > MAX_CELLS:
            raise unreadable(self.path, "cells", limit=MAX_CELLS)


class Spans:
    """Places the cells of a table row by row, around those that reach down from above."""

    def __init__(self, bounds: Bounds) -> None:
        self.bounds = bounds
        self.below: dict[int, int] = {}
        """Rows that a column is still covered for."""

    def row(self, cells: Iterable[tuple[str, int, int]]) -> tuple[PrintedCell, ...]:
        """The next row from its own cells, each with the columns and rows that it covers.

        Raises:
            Invalid: the table is wider or larger than any report's.
        """
        placed: list[PrintedCell] = []
        begun: dict[int, int] = {}
        column = 0
        for text, columns, rows in cells:
            while self.below.get(column, 0):
                column += 1
            columns = max(columns, 1)
            self.bounds.add(cells=1)
            if column + columns > MAX_COLUMNS:
                raise unreadable(self.bounds.path, "columns", limit=MAX_COLUMNS)
            placed.append(PrintedCell(cell_text(text), column, columns))
            begun |= dict.fromkeys(range(column, column + columns), rows - 1)
            column += columns
        self.below = {c: left - 1 for c, left in self.below.items() if left > 1}
        self.below |= {c: left for c, left in begun.items() if left > 0}
        return tuple(placed)


def numbered(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with their tables, and the rows of each, counted from 1."""
    found: list[Block] = []
    count = 0
    for block in blocks:
        if isinstance(block, PrintedTable):
            count += 1
            rows = tuple(
                PrintedRow(row.cells, Place(row.place.line, row.place.page, count, number))
                for number, row in enumerate(block.rows, 1)
            )
            place = Place(block.place.line, block.place.page, count)
            block = PrintedTable(rows, place, block.scope, block.aligned)
        found.append(block)
    return found
