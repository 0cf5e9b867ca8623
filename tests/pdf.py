"""Reports on paper as PDF files, written without a word processor: pages of lines and rules."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from paper import Cell, Paper, Sheet
from wcwidth import wcwidth

PAGE_BREAK = "\f"
WIDTH, HEIGHT = 595, 842
LEFT, TOP, BOTTOM = 60, 760, 80
ROOM = WIDTH - 2 * LEFT
PROSE, SMALL = 12, 6
RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
"""Characters that are set small and high."""

Line = tuple[float, float, str]
"""Where a line begins, in points from the left and from the bottom of the page, and its text."""
Furniture = Callable[[int], Sequence[Line]]


@dataclass(frozen=True)
class Setting:
    """How a PDF is set."""

    rules: bool = True
    """Whether tables have any rules."""
    outer: bool = True
    """Whether they have rules around them."""
    half: bool = False
    """Whether cells have rules at their right and below them alone."""
    parted: bool = True
    """Whether they have a rule where a page break parts them."""
    title: float = 0
    """The size of the first line, set in the middle; 0 where it is set as the others are."""
    indent: str = "\u3000\u3000"
    digits: bool = False
    """Whether what is no Chinese is set in a font of its own, which reaches less high."""
    watermark: str = ""
    """What lies tilted over every page."""


@dataclass
class _Page:
    setting: Setting
    drawn: list[str] = field(default_factory=list)
    y: float = TOP

    def write(self, x: float, y: float, text: str, size: float, turn: str = "1 0 0 1") -> None:
        for raised, part in groupby(text, RAISED.__contains__):
            letters = "".join(part)
            if raised:
                letters = unicodedata.normalize("NFKC", letters)
                x += self._write(x, y + 0.4 * size, letters, 0.6 * size, turn)
            else:
                x += self._write(x, y, letters, size, turn)

    def _write(self, x: float, y: float, text: str, size: float, turn: str) -> float:
        """Draw a text in its fonts; gives how wide it is."""
        wide = 0.0
        for ascii_, part in groupby(text, str.isascii):
            piece = "".join(part)
            font = "F2" if ascii_ and self.setting.digits else "F1"
            at, code = f"{x + wide:.1f} {y:.1f}", piece.encode("utf-16-be").hex()
            self.drawn.append(f"BT /{font} {size:.1f} Tf {turn} {at} Tm <{code}> Tj ET")
            wide += size * sum(map(_width, piece))
        return wide

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.drawn.append(f"{x0:.1f} {y0:.1f} m {x1:.1f} {y1:.1f} l S")

    def title(self, text: str) -> None:
        size = self.setting.title
        for line in _wrapped(text, ROOM / size):
            room = ROOM - size * sum(map(_width, line))
            self.write(LEFT + room / 2, self.y, line, size)
            self.y -= 1.5 * size


def as_pdf(
    sheet_of_paper: Paper,
    furniture: Furniture = lambda page: (),
    setting: Setting = Setting(),
) -> bytes:
    """A PDF of a paper; `PAGE_BREAK` among its items begins a page.

    `furniture` gives the lines around each page, counted from 1.
    """
    pages = [_Page(setting)]
    items = sheet_of_paper.items
    if setting.title:
        pages[-1].title(str(items[0]))
        items = items[1:]
    broken = False
    for item, behind in zip(items, [*items[1:], ""], strict=True):
        tall = _height(item) if isinstance(item, Sheet) else 0
        if item == PAGE_BREAK or (tall and pages[-1].y - tall < BOTTOM):
            pages.append(_Page(setting))
        if isinstance(item, Sheet):
            open_ = (broken, behind == PAGE_BREAK) if not setting.parted else (False, False)
            _draw(pages[-1], item, *open_)
        elif item != PAGE_BREAK:
            for line in _wrapped(setting.indent + item, ROOM / PROSE):
                if pages[-1].y < BOTTOM:
                    pages.append(_Page(setting))
                pages[-1].write(LEFT, pages[-1].y, line, PROSE)
                pages[-1].y -= 20
        broken = item == PAGE_BREAK
    for number, page in enumerate(pages, 1):
        for x, y, text in furniture(number):
            page.write(x, y, text, 9)
        for at in range(len(setting.watermark) * 6):
            x, y = 80 + 70 * (at % 6), 150 + 90 * (at // 6)
            text = setting.watermark[at % len(setting.watermark)]
            page.write(x, y, text, 30, "0.866 0.5 -0.5 0.866")
    return _file(["\n".join(page.drawn) for page in pages])


def _wrapped(text: str, room: float) -> Iterator[str]:
    """A text in lines of so many wide characters."""
    line, filled = "", 0.0
    for character in text:
        wide = _width(character)
        if filled + wide > room or character == "\n":
            yield line
            line, filled = "", 0.0
        if character != "\n":
            line, filled = line + character, filled + wide
    yield line


def _width(character: str) -> float:
    return 0.5 if wcwidth(character) < 2 else 1.0


def _rows(sheet: Sheet) -> list[float]:
    """The heights of a table's rows: those of their cells, of some label over several rows too."""
    heights = [10.0] * sheet.height
    for cell in sorted(sheet.cells, key=lambda cell: cell.rows):
        lines = len([*_wrapped(cell.text, _cell_room(sheet, cell))])
        rows = slice(cell.row, cell.row + cell.rows)
        heights[cell.row + cell.rows - 1] += max(0.0, lines * 7 + 4 - sum(heights[rows]))
    return heights


def _height(sheet: Sheet) -> float:
    return sum(_rows(sheet))


def _cell_room(sheet: Sheet, cell: Cell) -> float:
    return (ROOM / sheet.width * cell.columns - 4) / SMALL


def _draw(page: _Page, sheet: Sheet, above: bool, below: bool) -> None:
    """Draw a table; without the rule above it, or below it, where these are true."""
    heights, unit = _rows(sheet), ROOM / sheet.width
    ys = [page.y - sum(heights[:at]) for at in range(len(heights) + 1)]
    outer, half, lowest = page.setting.outer, page.setting.half, sheet.height
    for cell in sheet.cells:
        x0, x1 = LEFT + cell.column * unit, LEFT + (cell.column + cell.columns) * unit
        y0, y1 = ys[cell.row], ys[cell.row + cell.rows]
        for at, line in enumerate(_wrapped(cell.text, _cell_room(sheet, cell))):
            page.write(x0 + 2, y0 - 8 - 7 * at, line, SMALL)
        if not page.setting.rules:
            continue
        for y, edge, at_end in (
            (y0, cell.row == 0, above),
            (y1, cell.row + cell.rows == lowest, below),
        ):
            if (not edge or (outer and not at_end)) and not (half and y == y0):
                page.rule(x0, y, x1, y)
        for x, edge in ((x0, cell.column == 0), (x1, cell.column + cell.columns == sheet.width)):
            if (outer or not edge) and not (half and x == x0):
                page.rule(x, y0, x, y1)
    page.y = ys[-1] - 20


def _file(contents: list[str]) -> bytes:
    """The objects of a PDF: two fonts whose codes are those of Unicode, and the pages."""
    unicode_map = (
        "begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange"
        " 1 beginbfrange <0000> <FFFF> <0000> endbfrange endcmap"
    )
    kids = " ".join(f"{10 + 2 * at} 0 R" for at in range(len(contents)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(contents)} >>",
        _stream(unicode_map),
        *_font(4, ascent=880, descent=-120),
        *_font(7, ascent=660, descent=-340),
    ]
    for at, content in enumerate(contents):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}]"
            f" /Resources << /Font << /F1 4 0 R /F2 7 0 R >> >> /Contents {11 + 2 * at} 0 R >>"
        )
        objects.append(_stream(content))
    return _numbered(objects)


def _font(number: int, ascent: int, descent: int) -> tuple[str, str, str]:
    """The three objects of a font, the first of which has the number."""
    ascii_widths = " ".join(["500"] * 95)
    return (
        "<< /Type /Font /Subtype /Type0 /BaseFont /Plain /Encoding /Identity-H"
        f" /DescendantFonts [{number + 1} 0 R] /ToUnicode 3 0 R >>",
        f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Plain /DW 1000"
        f" /FontDescriptor {number + 2} 0 R /W [32 [{ascii_widths}]]"
        " /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        f"<< /Type /FontDescriptor /FontName /Plain /Flags 4 /Ascent {ascent} /Descent {descent}"
        f" /CapHeight 700 /ItalicAngle 0 /StemV 80 /FontBBox [0 {descent} 1000 {ascent}] >>",
    )


def _stream(content: str) -> str:
    return f"<< /Length {len(content)} >>\nstream\n{content}\nendstream"


def _numbered(objects: Sequence[str]) -> bytes:
    found, starts = "%PDF-1.7\n", []
    for number, one in enumerate(objects, 1):
        starts.append(len(found))
        found += f"{number} 0 obj\n{one}\nendobj\n"
    table = "".join(f"{start:010} 00000 n \n" for start in starts)
    count = len(objects) + 1
    found += f"xref\n0 {count}\n0000000000 65535 f \n{table}"
    return (
        found + f"trailer\n<< /Size {count} /Root 1 0 R >>\nstartxref\n{found.index('xref')}\n%%EOF"
    ).encode()
