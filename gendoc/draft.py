"""The first draft of a form's templates, laid out from its form.yaml alone.

What the draft looks like is data as well: a folder of `drafts/` is a page set-up, with the unpacked
parts of a Word file and its styles, the measures of its page and its text templates.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import ceil

from jinja2 import Environment
from wcwidth import wcswidth

from gendoc.columns import MARGINS, columns, heights
from gendoc.draftrows import DraftCell, DraftRow, escape, rows_of, short_names, shorten
from gendoc.form import Field, Form, Section
from gendoc.grid import grid
from gendoc.page import DRAFTS, Page, page_of
from gendoc.record import record
from gendoc.table import Table

BODY = "word/document.xml"
TALL = 20
"""Rows from which a table begins a page of its own, so that it is not torn."""
FLAT = 340
"""Twips of the lowest row; a table whose rows would be lower runs over several pages."""
ROW, HIGH_ROW = 400, 600
"""Twips of a row, and of one in a wide table of few rows."""
BOX_ROW = 480
"""Twips of a row of boxed fields."""
FEW = 6
"""Rows up to which they are high."""
IN_LINE = 3
"""Fields of a section that stand side by side at most, where the form does not say."""
PAIRS = 2
"""Boxed fields that stand side by side, each with its label, where it does not say."""
_STEP = 20
_EPOCH = (1980, 1, 1, 0, 0, 0)


@record()
class DraftLine:
    """A line above or below a table: a lone text at one side, or texts at both and in between."""

    texts: tuple[str, ...]
    align: str


@record()
class DraftFields:
    """A line of fields behind their labels, each at a multiple of `step` twips; it is printed only
    where the field `only_with` is filled in, if it names one."""

    texts: tuple[str, ...]
    step: int
    only_with: str = ""


@record(eq=False, frozen=False)
class DraftTable:
    """A table of the template. Widths and heights are in twips."""

    widths: list[int]
    height: int
    size: int
    """Of all rows; 0 where a report says how many there are."""
    own_page: bool
    sets: list[str]
    rows: list[DraftRow]
    page: Page
    caption: str = ""
    above: Sequence[DraftLine] = ()
    below: Sequence[DraftLine] = ()

    def __post_init__(self) -> None:
        for cell in self._drawn[-1].cells:
            cell.last = True

    @property
    def _drawn(self) -> list[DraftRow]:
        return [row for row in self.rows if row.cells]

    @property
    def width(self) -> int:
        return sum(self.widths)

    def let_break(self) -> None:
        """Let a page end below rows with two or more above and below them; below any where a
        report says how many there are."""
        body = [row for row in self._drawn if not row.header]
        for row in body[:-1] if self.size == 0 else body[1:-2]:
            for cell in row.cells if row.ends else ():
                cell.last = True


@record(eq=False, frozen=False)
class DraftSection:
    """A section of the template, and the page that it stands on.

    `ends`: whether the next one stands on another page.
    """

    section: Section
    table: DraftTable | None
    lines: list[DraftFields]
    page: Page
    ends: bool = False
    gap: int = 0
    """Twips that it keeps free above it."""

    @property
    def id(self) -> str:
        return self.section.id

    @property
    def title(self) -> str:
        return escape(self.section.title)

    @property
    def is_optional(self) -> bool:
        return self.section.kind == "text" and not self.section.required

    @property
    def has_notes(self) -> bool:
        return self.section.kind == "table"


def word_template(form: Form, page: str = "") -> bytes:
    """A Word template for every section and table of a form, as the bytes of a .docx file.

    `page` names a page set-up; without it the form's language decides.
    """
    setup = page_of(form, page)
    folder = DRAFTS / setup.name / "docx"
    parts = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*")}
    parts[f"{BODY}.j2"] = DRAFTS / "document.xml.j2"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name, path in sorted(parts.items()):
            if path.is_dir():
                continue
            content = path.read_text("utf-8")
            if name.endswith(".j2"):
                name, content = name.removesuffix(".j2"), _filled(content, form, setup)
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(info, content.encode())
    return packed.getvalue()


def text_templates(form: Form, page: str = "") -> dict[str, bytes]:
    """The text templates of a form by file name; they name no label and fit every form."""
    folder = DRAFTS / page_of(form, page).name / "text"
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def _filled(template: str, form: Form, page: Page) -> str:
    """A part of the document; the delimiters differ from those that it writes."""
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
    parts = {"sections": _sections(form, page), "page": page, "language": form.language}
    return environment.from_string(template).render(parts)


def _sections(form: Form, page: Page) -> list[DraftSection]:
    usual = page.on_its_side if form.landscape else page
    found: list[DraftSection] = []
    for section in form.sections:
        table, lines, own = None, [], usual
        if section.kind == "table":
            table = _table(form, form.tables[section.id], page)
            own = table.page
        elif section.kind == "fields":
            # Labelled fields, such as signatures, stay with what is before them.
            own = found[-1].page if found else usual
            table = _box(section, own) if section.boxed else None
            lines = [] if section.boxed else list(_field_lines(section, own))
        found.append(DraftSection(section, table, lines, own))
    for one, following in pairwise(found):
        one.ends = one.page != following.page
        apart = one.table or following.section.kind == "fields"
        following.gap = page.gap if apart and not one.ends else 0
    for at, one in enumerate(found):
        if one.table:
            # What is behind it begins a page anyway, so that nothing is gained by tearing it.
            alone = one.ends or any(f.table and f.table.own_page for f in found[at + 1 : at + 2])
            room = one.page.rows_height if alone else one.page.rows_height // 2
            if not one.table.own_page and not 0 < one.table.size <= room:
                one.table.let_break()
    return found


def _field_lines(section: Section, page: Page) -> Iterator[DraftFields]:
    """The lines of a section of fields, each field behind its label, lines being about as long."""
    count = _beside(section, IN_LINE)
    if section.in_line is True:
        count = ceil(len(section.fields) / ceil(len(section.fields) / count))
    for start in range(0, len(section.fields), count):
        fields = section.fields[start : start + count]
        shown = (f"{escape(f.label)}{page.colon}{{{{ {f.id} }}}}" for f in fields)
        alone = not section.in_line and fields[0].demand.is_conditional
        only_with = fields[0].id if alone else ""
        yield DraftFields(tuple(shown), page.width // count, only_with)


def _beside(section: Section, usual: int) -> int:
    """How many fields of a section stand side by side."""
    return usual if section.in_line is True else section.in_line or 1


def _box(section: Section, page: Page) -> DraftTable:
    """A section of fields as a table of labels and values."""
    pairs = _beside(section, PAIRS)
    label = max(wcswidth(field.label) for field in section.fields) * page.wide_character + MARGINS
    label = min(label, page.width // (2 * pairs))
    value = page.width // pairs - label
    widths = [label, value] * pairs
    widths[-1] += page.width - sum(widths)
    rows = [
        DraftRow(list(_boxed(section.fields[start : start + pairs], widths)))
        for start in range(0, len(section.fields), pairs)
    ]
    size = len(rows) * BOX_ROW
    return DraftTable(widths, BOX_ROW, size, own_page=False, sets=[], rows=rows, page=page)


def _boxed(fields: Sequence[Field], widths: list[int]) -> Iterator[DraftCell]:
    for at, one in enumerate(fields):
        yield DraftCell(1, widths[2 * at], "TableText", escape(one.label))
        rest = widths[2 * at + 1 :] if one is fields[-1] else [widths[2 * at + 1]]
        yield DraftCell(len(rest), sum(rest), "TableText", f"{{{{ {one.id} }}}}")


def _around(lines: tuple[tuple[str, ...], ...], align: str) -> list[DraftLine]:
    return [DraftLine(tuple(map(escape, texts)), align) for texts in lines]


def _table(form: Form, table: Table, page: Page) -> DraftTable:
    layout = grid(table)
    wide = columns(form, table, layout, page)
    widths, page = wide.widths, wide.page
    rows = list(rows_of(table, layout, wide))
    short = {} if layout.labels else short_names(form, table)
    sets = [f"set {name} = {group}" for group, name in short.items()]
    shorten(rows, short)
    height = HIGH_ROW if wide.small and layout.rows <= FEW else ROW
    labels = heights(layout, wide)
    own_page = _height_alone(labels, page) if layout.rows > TALL else 0
    height = own_page or height
    around = table.around
    return DraftTable(
        widths,
        height,
        0 if table.repeats else _size(labels, height),
        bool(own_page),
        sets,
        rows,
        page,
        escape(around.caption),
        _around(around.above, "right"),
        _around(around.below, "left"),
    )


def _size(labels: Sequence[int], height: int) -> int:
    """Twips of rows that are so high at least, and as high as their labels."""
    return sum(max(height, label) for label in labels)


def _height_alone(labels: Sequence[int], page: Page) -> int:
    """Twips of the rows of a table on a page of its own; 0 where they would be too low."""
    for height in range(page.rows_height // len(labels), FLAT - 1, -_STEP):
        if _size(labels, height) <= page.rows_height + page.spare:
            return height
    return 0
