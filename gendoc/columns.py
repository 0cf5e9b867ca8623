"""How wide the columns of a drafted table are, and whether it needs a page on its side."""

from __future__ import annotations

import re
from decimal import Decimal
from math import ceil

from wcwidth import wcswidth

from gendoc.display import printed
from gendoc.figure import Chosen, FigureType, Value, rounded
from gendoc.form import Form
from gendoc.grid import Cell, Grid, Role
from gendoc.page import Page
from gendoc.record import record
from gendoc.table import Figure, Table

NARROW = 1000
"""Twips below which a column takes the small styles and no cell margins."""
MARGINS = 2 * 57 + 16
_TIGHT = 16
_INDENT = 40
"""What the style of small amounts keeps free at the right, where their cells have no margin."""
_WIDE_FIGURE = 1800
_LARGEST = {False: 9_999_999, True: 999_999_999}
"""What every cell of numbers, or of amounts of money, holds on one line with its decimals."""
_LARGEST_CROWDED = {False: 999_999, True: 9_999_999}
"""The same where the table would not fit otherwise: no word of its labels is torn for more."""
_SLIM = frozenset("fijlrtI.,:;'()/-")
_BROAD = frozenset("mwMW@%&")
_TEXT = 8
"""Columns of text that a cell of text has at least, and a label beside figures."""
_LABEL = 6
"""Columns of a label on several lines."""
_WHOLE = 8
"""Columns of a group's label that is not broken."""
_NAME = 12
"""Columns of the name of a repeated row, on several lines."""
_FULL_TEXT = 24
_HEAD_LINES = 4
_CROWDED_LINES = 8
_STEP = 10
_BESIDE = re.compile(r"(?<=[0-9])(?=[^\x00-\xff])|(?<=[^\x00-\xff])(?=[0-9])")


@record()
class Columns:
    """The widths of a table's columns, in twips, on the page that it stands on."""

    widths: list[int]
    page: Page
    small: bool
    """Whether cells take the small styles."""


def columns(form: Form, table: Table, layout: Grid, page: Page) -> Columns:
    """Even columns where all that they hold fits; else as wide as each needs, in small type if they
    must be, and on a page on its side where the form allows it."""
    language = form.language
    sideways = form.landscape or None if table.landscape is None else table.landscape
    pages = {True: [page.on_its_side], False: [page], None: [page, page.on_its_side]}
    for each in pages[sideways]:
        even = _even_columns(layout, each)
        needs = _Needs(table, layout, each, language, small=even.small)
        if needs.fit(even.widths):
            return even
        for small in (False, True):
            needs = _Needs(table, layout, each, language, small=small)
            if sum(needs.least) <= each.width:
                return Columns(needs.widths(), each, small)
    crowded = _Needs(table, layout, each, language, small=True, crowded=True)
    return Columns(crowded.widths(), each, small=True)


def _even_columns(layout: Grid, page: Page) -> Columns:
    for character in (page.wide_character, page.character):
        widths = _widths(layout, page, character)
        small = min(widths[layout.labels :]) < NARROW
        if not small:
            break
    return Columns(widths, page, small)


def heights(layout: Grid, wide: Columns) -> list[int]:
    """Twips that the labels of each row take at least; those over several rows have room."""
    page = wide.page
    character = page.character if wide.small else page.wide_character
    line = page.line if wide.small else page.wide_line
    lines = [1] * layout.rows
    for cell in layout.cells:
        if cell.rows == 1 and cell.text:
            width = sum(wide.widths[cell.column : cell.column + cell.columns]) - MARGINS
            lines[cell.row] = max(lines[cell.row], ceil(wcswidth(cell.text) * character / width))
    return [count * line for count in lines]


class _Needs:
    """What each column of a table must hold, and what it would like to."""

    def __init__(
        self,
        table: Table,
        layout: Grid,
        page: Page,
        language: str,
        *,
        small: bool,
        crowded: bool = False,
    ) -> None:
        self.layout, self.page, self.language, self.small = layout, page, language, small
        self.crowded = crowded
        self.head_lines = _CROWDED_LINES if crowded else _HEAD_LINES
        self.figures = table.figures
        self.character = page.character if small else page.wide_character
        self.head = page.head if small else page.wide_head
        self.digit = page.digit if small else page.wide_digit
        self.least = [0] * layout.columns
        self.best = [0] * layout.columns
        for cell in layout.cells:
            if cell.columns == 1:
                self._note(cell)
        if table.repeats:
            for wanted, name in ((self.least, _NAME), (self.best, _FULL_TEXT)):
                twips = name * self.character + MARGINS
                wanted[layout.labels - 1] = max(twips, wanted[layout.labels - 1])
        self.best = [max(pair) for pair in zip(self.least, self.best, strict=True)]

    def _note(self, cell: Cell) -> None:
        figure = self.figures.get(cell.key)
        number = cell.role is Role.FIGURE
        least, best = (
            longest(figure, self.language, self.crowded)
            if figure
            else _of_label(cell, self.head_lines)
        )
        character = self.digit if number else self._letter(cell.role)
        around = MARGINS
        if number and self.small:
            is_amount = figure and figure.type.has_decimals
            around = _TIGHT + max(self.page.indent, _INDENT if is_amount else 0)
        for wanted, columns_ in ((self.least, least), (self.best, best)):
            wanted[cell.column] = max(wanted[cell.column], ceil(columns_ * character) + around)

    def _letter(self, role: Role) -> int:
        return self.head if role in (Role.COLUMN, Role.CORNER) else self.character

    def fit(self, widths: list[int]) -> bool:
        return all(width >= least for width, least in zip(widths, self.least, strict=True))

    def widths(self) -> list[int]:
        """All of the page: what is narrowest beside what it would like grows first, then all."""
        total = self.page.width
        if sum(self.least) > total:
            widths = [width * total // sum(self.least) for width in self.least]
        else:
            widths = list(self.least)
        wanted = [min(best, total // 3) for best in self.best]
        for _ in range((total - sum(widths)) // _STEP):
            thin = [at for at, width in enumerate(widths) if width < wanted[at]]
            at = min(thin or range(len(widths)), key=lambda at: widths[at] / (wanted[at] or 1))
            widths[at] += _STEP
        widths[0] += total - sum(widths)
        return widths


def _of_label(cell: Cell, head_lines: int) -> tuple[float, float]:
    """Columns that a label takes at least, no Latin word being broken, and those that it would."""
    size = wcswidth(cell.text)
    words = [_breadth(word) for word in cell.text.split() if word.isascii()]
    if cell.role is Role.ROW:
        return max([min(size, _LABEL), *words]), size
    return max([ceil(size / 2 / head_lines) * 2, *words]), min(size, _TEXT)


def _breadth(word: str) -> float:
    """How many usual letters a Latin word is as wide as: a torn one is worse than a wide column."""
    return sum(
        0.6 if letter in _SLIM else 1.5 if letter in _BROAD else 1.2 if letter.isupper() else 1
        for letter in word
    )


def longest(figure: Figure, language: str, crowded: bool) -> tuple[int, int]:
    """Columns that a figure takes in a line at least, and those that it takes in full."""
    if figure.type.is_number:
        sample = _largest(figure, crowded)
        text = printed(sample, figure, language)
        return wcswidth(text), wcswidth(text)
    if figure.type is FigureType.DATE:
        text = printed("2024-12-30", figure, language)
        # Word sets Chinese and digits a quarter of a character apart.
        size = wcswidth(text) + ceil(len(_BESIDE.findall(text)) / 2)
        return size, size
    if figure.type is FigureType.YES_NO or figure.allowed.options:
        chosen: Value = (
            Chosen.of(figure.allowed.options, language) if figure.allowed.options else True
        )
        text = printed(chosen, figure, language)
        whole = max(map(wcswidth, text.replace("、", " ").split()))
        one = figure.type is FigureType.CHOICE and not figure.boxes
        return min(whole, _TEXT), whole if one else max(whole, min(wcswidth(text), _FULL_TEXT))
    return (_FULL_TEXT, 2 * _FULL_TEXT) if figure.type is FigureType.URL else (_TEXT, _FULL_TEXT)


def _largest(figure: Figure, crowded: bool) -> int | Decimal:
    """A number as long as any that a cell is to hold on one line."""
    largest = _LARGEST_CROWDED if crowded else _LARGEST
    whole = largest[figure.type is FigureType.MONEY]
    if not figure.type.has_decimals:
        return whole
    if figure.type is FigureType.PERCENT:
        whole = -999 if figure.formula else 100
    return rounded(Decimal(whole), figure.places)


def _widths(layout: Grid, page: Page, character: int) -> list[int]:
    """Even columns as far as labels fit; where rows are nested figures leave them the room."""
    figures = layout.columns - layout.labels
    longest = max((wcswidth(c.text) for c in layout.cells if c.role is Role.ROW), default=0)
    if layout.labels < 2 or figures == 0:
        wanted = min(longest * page.wide_character + MARGINS, page.width // 3)
        if layout.labels and wanted > page.width // layout.columns:
            return [wanted, *even(page.width - wanted, figures)]
        return even(page.width, layout.columns)
    outer = [_group_width(layout, column, character, page) for column in range(layout.labels - 1)]
    labels = min(sum(outer) + longest * character, page.width // 2)
    most = page.width * 9 // 20 if figures == 1 else _WIDE_FIGURE
    figure = min((page.width - labels) // figures, most)
    return [*outer, page.width - sum(outer) - figure * figures, *[figure] * figures]


def even(width: int, columns: int) -> list[int]:
    """A width shared out."""
    share, rest = divmod(width, columns)
    return [share + (index < rest) for index in range(columns)]


def _group_width(layout: Grid, column: int, character: int, page: Page) -> int:
    """Room for a group's label on two lines of up to five characters, or on lines of three; for
    one of four characters whole; and for any Latin word, which no line breaks."""
    labels = [
        cell.text
        for cell in layout.cells
        if cell.role is Role.ROW and cell.column == column and cell.columns == 1
    ]
    sizes = [wcswidth(label) for label in labels if label]
    longest = max(sizes, default=4)
    whole = max((size for size in sizes if size <= _WHOLE), default=6)
    columns = max(whole, 6) if longest > 16 else min(longest, 10)
    words = [word for label in labels for word in label.split() if word.isascii()]
    word = max((len(word) for word in words), default=0) * page.wide_character
    return max(columns * character, word) + MARGINS
