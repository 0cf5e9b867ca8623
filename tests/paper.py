"""A report on paper: printed in the many shapes that published documents have.

`paper` lays a report out as headings, paragraphs and tables of cells; functions change that
layout as bodies, word processors and web sites do; `as_flat`, `as_html` and `as_docx` print it.
"""

from __future__ import annotations

import html
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from gendoc.grid import Role
from gendoc.report import Report
from gendoc.template import context


@dataclass(frozen=True)
class Cell:
    """A cell at its place, with the key of its figure or an empty one."""

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    key: str = ""
    role: Role = Role.FIGURE


@dataclass
class Sheet:
    """A table on paper."""

    id: str
    cells: list[Cell]

    @property
    def height(self) -> int:
        return max(cell.row + cell.rows for cell in self.cells)

    @property
    def width(self) -> int:
        return max(cell.column + cell.columns for cell in self.cells)

    def row(self, number: int) -> list[Cell]:
        return sorted((c for c in self.cells if c.row == number), key=lambda c: c.column)

    def covering(self, number: int) -> list[Cell]:
        """The cells that reach down into a row from above."""
        return [c for c in self.cells if c.row < number < c.row + c.rows]

    def change(self, how: Callable[[Cell], Cell]) -> Sheet:
        return Sheet(self.id, [how(cell) for cell in self.cells])


Item = str | Sheet


@dataclass
class Paper:
    """A report as it is printed: lines of prose and tables, in order."""

    items: list[Item] = field(default_factory=list)

    def sheet(self, id_: str) -> Sheet:
        return next(item for item in self.items if isinstance(item, Sheet) and item.id == id_)

    def change(self, how: Callable[[Cell], Cell]) -> Paper:
        """The same paper with every cell changed."""
        return Paper([i if isinstance(i, str) else i.change(how) for i in self.items])

    def swap(self, id_: str, *instead: Item) -> Paper:
        """The same paper with other items in the place of a table."""
        items: list[Item] = []
        for item in self.items:
            items += instead if isinstance(item, Sheet) and item.id == id_ else (item,)
        return Paper(items)

    def say(self, old: str, *new: str) -> Paper:
        """The same paper with other lines in the place of one."""
        assert old in self.items, old
        items: list[Item] = []
        for item in self.items:
            items += new if item == old else (item,)
        return Paper(items)


def paper(report: Report) -> Paper:
    """Lay out a report."""
    names = context(report)
    found = Paper([names["title"]])
    for section in names["sections"]:
        if section.title:
            found.items.append(section.title)
        found.items += [f"{field.label}：{field.text}" for field in section.fields]
        found.items += [p.head + p.text for p in (*section.before, *section.paragraphs)]
        if table := section.table:
            found.items.append(
                Sheet(
                    section.id,
                    [
                        Cell(
                            table.texts[cell.key] if cell.key else cell.text,
                            cell.row,
                            cell.column,
                            cell.rows,
                            cell.columns,
                            cell.key,
                            cell.role,
                        )
                        for cell in table.grid.cells
                    ],
                )
            )
        found.items += [p.head + p.text for p in section.after]
    return found


# -- shapes ----------------------------------------------------------------------------------


def cut(sheet: Sheet, at: int, header: int = 0) -> list[Sheet]:
    """A table torn in two by a page break: header rows and the labels of groups come again."""
    top = [c for c in sheet.cells if c.row < at]
    top = [replace(c, rows=min(c.rows, at - c.row)) for c in top]
    rest = [replace(c, row=c.row - at + header) for c in sheet.cells if c.row >= at]
    again = [
        replace(c, row=header, rows=c.row + c.rows - at)
        for c in sheet.cells
        if c.row < at < c.row + c.rows
    ]
    repeated = [c for c in sheet.cells if c.row < header]
    return [Sheet(sheet.id, top), Sheet(sheet.id, [*repeated, *again, *rest])]


def blocks(sheet: Sheet) -> list[Sheet]:
    """A table of several parts, each with its heading, as that many tables."""
    starts = [c.row for c in sheet.cells if c.role is Role.HEADING]
    parts = []
    for start, end in zip(starts, [*starts[1:], sheet.height], strict=True):
        cells = [replace(c, row=c.row - start) for c in sheet.cells if start <= c.row < end]
        parts.append(Sheet(sheet.id, cells))
    return parts


# -- printers --------------------------------------------------------------------------------


def as_flat(sheet_of_paper: Paper) -> bytes:
    """One cell a line behind a tab, a blank line after each row."""
    lines: list[str] = []
    for item in sheet_of_paper.items:
        if isinstance(item, str):
            lines += [item, ""]
            continue
        for number in range(item.height):
            row = [*item.row(number), *item.covering(number)]
            for cell in sorted(row, key=lambda c: c.column):
                text = cell.text if cell.row == number else ""
                lines.append("\t" + text.replace("\n", "\n\n"))
            lines.append("")
        lines.append("")
    return "\n".join(lines).encode()


def as_html(sheet_of_paper: Paper, *, page: str = "<html><body>{}</body></html>") -> bytes:
    """A web page with the report as its article."""
    parts = [
        f"<p>{html.escape(item)}</p>" if isinstance(item, str) else html_table(item)
        for item in sheet_of_paper.items
    ]
    return page.replace("{}", "\n".join(parts)).encode()


def html_table(sheet: Sheet) -> str:
    def cell(one: Cell) -> str:
        lines = one.text.split("\n") or [""]
        text = "".join(f"<p>{html.escape(line) or '&nbsp;'}</p>" for line in lines)
        return f'<td rowspan="{one.rows}" colspan="{one.columns}">{text}</td>'

    rows = ("".join(map(cell, sheet.row(number))) for number in range(sheet.height))
    return '<table border="1">' + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"


def as_docx(sheet_of_paper: Paper) -> bytes:
    """A Word file whose merged cells are true ones."""
    document = docx.Document()
    body = document.element.body
    end = body[-1]
    for item in sheet_of_paper.items:
        end.addprevious(word_paragraph(item) if isinstance(item, str) else word_table(item))
    return saved(document)


def saved(document: docx.document.Document) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def word_paragraph(text: str):  # type: ignore[no-untyped-def]
    return parse_xml(f"<w:p {nsdecls('w')}><w:r><w:t>{html.escape(text)}</w:t></w:r></w:p>")


def word_table(sheet: Sheet):  # type: ignore[no-untyped-def]
    rows = "".join(f"<w:tr>{''.join(_word_row(sheet, n))}</w:tr>" for n in range(sheet.height))
    grid = "<w:gridCol/>" * sheet.width
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(f'<w:{side} w:val="single" w:sz="4"/>' for side in sides)
    properties = f"<w:tblPr><w:tblBorders>{borders}</w:tblBorders></w:tblPr>"
    inner = f"{properties}<w:tblGrid>{grid}</w:tblGrid>{rows}"
    return parse_xml(f"<w:tbl {nsdecls('w')}>{inner}</w:tbl>")


def _word_row(sheet: Sheet, number: int) -> Iterator[str]:
    cells = [*sheet.row(number), *sheet.covering(number)]
    for cell in sorted(cells, key=lambda c: c.column):
        begins = cell.row == number
        merge = (
            "" if cell.rows == 1 else f'<w:vMerge w:val="{"restart" if begins else "continue"}"/>'
        )
        lines = cell.text.split("\n") if begins else [""]
        text = "".join(f"<w:p><w:r><w:t>{html.escape(line)}</w:t></w:r></w:p>" for line in lines)
        span = f'<w:gridSpan w:val="{cell.columns}"/>'
        yield f"<w:tc><w:tcPr>{span}{merge}</w:tcPr>{text}</w:tc>"


PRINTERS: dict[str, Callable[[Paper], bytes]] = {
    "flat": as_flat,
    "html": as_html,
    "docx": as_docx,
}
