"""The first draft of a form's Word template, laid out from its form.yaml alone.

What the draft looks like is data as well: `drafts/<page>/` holds the unpacked parts of a Word file,
with the styles of a page set-up; only the body is laid out here.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from jinja2 import Environment

from gendoc.form import Form, Table
from gendoc.grid import Cell, Grid, Role, grid

DRAFTS = Path(__file__).parent / "drafts"
WIDTH = 8844
"""Twips of the type area of GB/T 9704-2012: 156 mm."""
TALL = 20
"""Rows from which a table begins a page of its own, so that it is not torn."""
NARROW = 1000
"""Twips below which a column takes the small styles and no cell margins."""
_WIDE_FIGURE = 1800
_CHARACTER = 180
"""Twips of a character of the small styles, 小五."""
_WIDE_CHARACTER = 210
"""Twips of a character of the usual styles, 五号."""
_MARGINS = 2 * 57
_PAGE_HEIGHT = 10780
"""Twips that the rows of a table on a page of its own share, labels of several lines aside."""
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass
class DraftCell:
    """A cell of the template. `merge` is "restart", "continue" or empty."""

    columns: int
    width: int
    style: str
    text: str
    merge: str = ""
    shaded: bool = False
    tight: bool = False
    last: bool = False
    set: str = ""


@dataclass
class DraftRow:
    """A row of the template; a row with a `tag` holds only that."""

    cells: list[DraftCell] = field(default_factory=list)
    header: bool = False
    tag: str = ""


@dataclass
class DraftTable:
    """A table of the template. Widths and heights are in twips."""

    widths: list[int]
    height: int
    own_page: bool
    sets: list[str]
    rows: list[DraftRow]

    @property
    def width(self) -> int:
        return sum(self.widths)


def word_template(form: Form, page: str = "gbt9704") -> bytes:
    """A Word template for every section and table of a form, as the bytes of a .docx file."""
    packed = io.BytesIO()
    folder = DRAFTS / page
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for path in sorted(folder.rglob("*"), key=lambda path: path.relative_to(folder).as_posix()):
            if path.is_dir():
                continue
            name, content = path.relative_to(folder).as_posix(), path.read_text("utf-8")
            if name.endswith(".j2"):
                name, content = name.removesuffix(".j2"), _body(content, form)
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(info, content.encode())
    return packed.getvalue()


def text_templates() -> dict[str, bytes]:
    """The text templates of a form by file name; they name no label and fit every form."""
    return {path.name: path.read_bytes() for path in sorted((DRAFTS / "text").iterdir())}


def _body(template: str, form: Form) -> str:
    """The body of the document; the delimiters differ from those that it writes."""
    environment = Environment(
        block_start_string="<%",
        block_end_string="%>",
        variable_start_string="<<",
        variable_end_string=">>",
        comment_start_string="<#",
        comment_end_string="#>",
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    sections = [
        {
            "id": section.id,
            "title": _escape(section.title),
            "required": section.required,
            "table": _table(form.tables[section.id]) if section.kind == "table" else None,
        }
        for section in form.sections
    ]
    return environment.from_string(template).render(sections=sections)


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _table(table: Table) -> DraftTable:
    layout = grid(table)
    widths = _widths(layout)
    sets = [] if layout.labels else list(_column_sets(table))
    rows = list(_rows(table, layout, widths))
    rows[-1] = DraftRow([_last(cell) for cell in rows[-1].cells])
    own_page = layout.rows > TALL
    height = _PAGE_HEIGHT // layout.rows if own_page else 400 if widths[-1] >= NARROW else 600
    return DraftTable(widths, height, own_page, sets, rows)


def _last(cell: DraftCell) -> DraftCell:
    cell.last = True
    return cell


def _widths(layout: Grid) -> list[int]:
    """Even columns as far as labels fit; where rows are nested figures leave them the room."""
    figures = layout.columns - layout.labels
    longest = max((len(c.text) for c in layout.cells if c.role is Role.ROW), default=0)
    if layout.labels < 2 or figures == 0:
        wanted = min(longest * _WIDE_CHARACTER + _MARGINS + 16, WIDTH // 3)
        if layout.labels and wanted > WIDTH // layout.columns:
            return [wanted, *_even(WIDTH - wanted, figures)]
        return _even(WIDTH, layout.columns)
    outer = [_group_width(layout, column) for column in range(layout.labels - 1)]
    labels = min(sum(outer) + longest * _CHARACTER, WIDTH // 2)
    figure = min((WIDTH - labels) // figures, _WIDE_FIGURE)
    return [*outer, WIDTH - sum(outer) - figure * figures, *[figure] * figures]


def _even(width: int, columns: int) -> list[int]:
    share, rest = divmod(width, columns)
    return [share + (index < rest) for index in range(columns)]


def _group_width(layout: Grid, column: int) -> int:
    """Room for a group's label on two lines of up to five characters, or on lines of three."""
    labels = [
        cell.text
        for cell in layout.cells
        if cell.role is Role.ROW and cell.column == column and cell.columns == 1
    ]
    longest = max((len(label) for label in labels if label), default=2)
    characters = 3 if longest > 8 else min(longest, 5)
    return characters * _CHARACTER + _MARGINS + 16


def _rows(table: Table, layout: Grid, widths: list[int]) -> Iterator[DraftRow]:
    """All rows; a group that may be one row stands in both shapes between tags."""
    whole = {row: key for key in table.groups for row in [_first_row(layout, key)]}
    row = 0
    while row < layout.rows:
        if row not in whole:
            yield _row(table, layout, widths, row)
            row += 1
            continue
        key = whole[row]
        folded = grid(table.collapsed(frozenset({key})))
        first = next(cell.key for cell in folded.by_row()[row] if cell.key)
        end = row + layout.rows - folded.rows + 1
        yield DraftRow(tag=f"if {first} is defined")
        yield _row(table, folded, widths, row)
        yield DraftRow(tag="else")
        for inner in range(row, end):
            yield _row(table, layout, widths, inner)
        yield DraftRow(tag="endif")
        row = end


def _first_row(layout: Grid, key: str) -> int:
    return min(cell.row for cell in layout.cells if cell.key.startswith(f"{key}."))


def _row(table: Table, layout: Grid, widths: list[int], row: int) -> DraftRow:
    cells = sorted(
        (cell for cell in layout.cells if cell.row <= row < cell.row + cell.rows),
        key=lambda cell: cell.column,
    )
    header = len(table.blocks) == 1 and all(
        cell.role in (Role.CORNER, Role.COLUMN) for cell in cells
    )
    name = _row_name(cells) if layout.labels else ""
    drawn = [_cell(cell, row, widths, layout, name) for cell in cells]
    if name:
        label = max(i for i, cell in enumerate(cells) if cell.role is Role.ROW)
        drawn[label].set = f"set r = {name}"
    return DraftRow(drawn, header)


def _row_name(cells: list[Cell]) -> str:
    """The name that holds all figures of a row, by which the cells are kept short."""
    figures = [cell.key for cell in cells if cell.key]
    return figures[0].rsplit(".", 1)[0] if figures else ""


def _cell(cell: Cell, row: int, widths: list[int], layout: Grid, name: str) -> DraftCell:
    width = sum(widths[cell.column : cell.column + cell.columns])
    narrow = min(widths) < NARROW
    merge = "" if cell.rows == 1 else "restart" if cell.row == row else "continue"
    style = {Role.FIGURE: "TableNumber", Role.ROW: "TableText"}.get(cell.role, "TableHead")
    if cell.role is Role.HEADING or (cell.role is Role.CORNER and layout.labels == 1):
        style = "TableText"
    return DraftCell(
        columns=cell.columns,
        width=width,
        style=style + ("Small" if narrow else ""),
        text=_content(cell, name) if cell.row == row else "",
        merge=merge,
        shaded=cell.role is Role.HEADING,
        # Digits need the whole width; a head of three characters stays on one line.
        tight=narrow
        and (cell.role is Role.FIGURE or (cell.role is Role.COLUMN and len(cell.text) == 3)),
    )


def _content(cell: Cell, name: str) -> str:
    if not cell.key:
        return _escape(cell.text)
    if name:
        return "{{r." + cell.key.removeprefix(f"{name}.") + "}}"
    return "{{" + ".".join(cell.key.split(".")[-2:]) + "}}"


def _column_sets(table: Table) -> Iterator[str]:
    """Short names for the groups of columns of a table whose one row has no label."""
    groups = dict.fromkeys(key.rsplit(".", 1)[0] for key in table.figures)
    for group in groups:
        if "." in group:
            yield f"set {group.rsplit('.', 1)[1]} = {group}"
