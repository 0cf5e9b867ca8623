"""The rows of a drafted table: their cells with the labels and tags that they hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace

from gendoc.columns import Columns, columns
from gendoc.form import Form
from gendoc.grid import Cell, Grid, Role, grid
from gendoc.names import names
from gendoc.page import page_of
from gendoc.record import record
from gendoc.table import ENTITY_NAME, Table

LARGE = 8
"""Rows of a group up to which it stays on one page."""


@record(eq=False, frozen=False)
class DraftCell:
    """A cell of the template. `merge` is "restart", "continue" or empty."""

    columns: int
    width: int
    style: str
    text: str = ""
    merge: str = ""
    shaded: bool = False
    tight: bool = False
    last: bool = False
    set: str = ""


@record(eq=False, frozen=False)
class DraftRow:
    """A row of the template; a row with a `tag` holds only that."""

    cells: list[DraftCell] = field(default_factory=list)
    header: bool = False
    tag: str = ""
    ends: bool = False
    """Whether a page may end below it, no group of rows being torn."""


def rows_of(table: Table, layout: Grid, widths: Columns) -> Iterator[DraftRow]:
    """All rows; a group that may be one row stands in both shapes between tags, and a repeated
    row in a loop."""
    whole = {_first_row(layout, key): key for key in table.groups}
    repeated = {_first_row(layout, key): key for key in table.repeats}
    row = 0
    while row < layout.rows:
        if row in repeated:
            yield DraftRow(tag=f"for r in {repeated[row]}")
            yield _row(table, layout, widths, row, repeated[row])
            yield DraftRow(tag="endfor")
        elif row in whole:
            key = whole[row]
            as_row = table.collapsed(frozenset({key}))
            folded = grid(as_row)
            first = next(cell.key for cell in folded.by_row()[row] if cell.key)
            # Below a name that is not there nothing may be asked for: columns may be in groups.
            first = ".".join(first.split(".")[: key.count(".") + 2])
            end = row + layout.rows - folded.rows + 1
            yield DraftRow(tag=f"if {first} is defined")
            yield _row(as_row, folded, widths, row)
            yield DraftRow(tag="else")
            for inner in range(row, end):
                yield _row(table, layout, widths, inner)
            yield DraftRow(tag="endif")
            row = end - 1
        elif _begins_above(layout, row) and row - 1 in repeated:
            yield DraftRow(tag=f"if {repeated[row - 1]}")
            yield _row(table, layout, widths, row)
            yield DraftRow(tag="else")
            yield _row(table, _without_row_above(layout, row), widths, row)
            yield DraftRow(tag="endif")
        else:
            yield _row(table, layout, widths, row)
        row += 1


def _begins_above(layout: Grid, row: int) -> list[Cell]:
    """The cells that begin in the row above and go on in this one."""
    return [cell for cell in layout.cells if cell.row == row - 1 and cell.rows > 1]


def _without_row_above(layout: Grid, row: int) -> Grid:
    """The same rows where a loop has given none: labels beside both begin in this row."""
    begun = _begins_above(layout, row)
    cells = (
        replace(cell, row=row, rows=cell.rows - 1) if cell in begun else cell
        for cell in layout.cells
    )
    return replace(layout, cells=tuple(cells))


@record(eq=False)
class DraftedRow:
    """A row of a drafted table: the key that its cells are short for, if any, what the cell of each
    figure holds, all of it as one line to be typed, and what a loop repeats it over."""

    name: str
    cells: dict[str, str]
    line: str
    loop: str = ""


def drafted_rows(form: Form, table: Table) -> Iterator[DraftedRow]:
    """The rows with figures, as a drafted template has them."""
    layout = grid(table)
    wide = columns(form, table, layout, page_of(form))
    repeated = {_first_row(layout, key): key for key in table.repeats}
    for row, cells in enumerate(layout.by_row()):
        keys = [cell.key for cell in cells if cell.key]
        if not keys:
            continue
        drawn = _row(table, layout, wide, row, repeated.get(row, ""))
        name = next((cell.set.removeprefix("set r = ") for cell in drawn.cells if cell.set), "")
        short = name or repeated.get(row, "")
        line = " | ".join(filter(None, (_tagged(cell) for cell in drawn.cells)))
        tags = {cell.key: _content(cell, short) for cell in cells if cell.key}
        yield DraftedRow(name, tags, line, repeated.get(row, ""))


def _tagged(cell: DraftCell) -> str:
    """A cell as one paragraph, which `p` would take away with the label."""
    return (f"{{% {cell.set} %}}" if cell.set else "") + cell.text


def _first_row(layout: Grid, key: str) -> int:
    return min(cell.row for cell in layout.cells if cell.key.startswith(f"{key}."))


def _row(table: Table, layout: Grid, widths: Columns, row: int, repeated: str = "") -> DraftRow:
    cells = sorted(
        (cell for cell in layout.cells if cell.row <= row < cell.row + cell.rows),
        key=lambda cell: cell.column,
    )
    header = len(table.blocks) == 1 and all(
        cell.role in (Role.CORNER, Role.COLUMN) for cell in cells
    )
    has_columns = any(block.columns for block in table.blocks)
    name = repeated or (_row_name(cells) if layout.labels and has_columns else "")
    drawn = [_cell(cell, row, widths, _style(table, cell)) for cell in cells]
    for drawn_cell, cell in zip(drawn, cells, strict=True):
        if cell.row == row:
            is_number = table.numbered and cell.column == 0 and cell.role is Role.PRINTED
            drawn_cell.text = _number(table, layout, cell) if is_number else _content(cell, name)
    labels = [i for i, cell in enumerate(cells) if cell.role is Role.ROW]
    if repeated:
        drawn[labels[-1]].text = "{{r." + ENTITY_NAME + "}}"
        for index in labels[:-1]:
            # A label that begins here stands once, beside all rows of the loop.
            if cells[index].row == row:
                drawn[index].text, drawn[index].merge = f"{{% vm %}}{drawn[index].text}", ""
    elif name:
        drawn[labels[-1]].set = f"set r = {name}"
    if labels and all(table.figures[cell.key].parts is not None for cell in cells if cell.key):
        drawn[labels[-1]].style = drawn[labels[-1]].style.replace("Text", "Label")
    ends = bool(repeated or (labels and _ends(layout, cells, row)))
    return DraftRow(drawn, header, ends=ends)


def _ends(layout: Grid, cells: Sequence[Cell], row: int) -> bool:
    """Whether a row of figures is the last of its group, large ones aside, or of its block."""
    group = next(cell for cell in cells if cell.role is Role.ROW and cell.rows <= LARGE)
    if any(cell.role is Role.HEADING for cell in layout.cells):
        return any(cell.row == row + 1 and cell.role is Role.HEADING for cell in layout.cells)
    return row == group.row + group.rows - 1


def _row_name(cells: list[Cell]) -> str:
    """The name that holds all figures of a row, by which the cells are kept short."""
    paths = [cell.key.split(".")[:-1] for cell in cells if cell.key]
    shared: list[str] = []
    for keys in zip(*paths, strict=False):
        if len(set(keys)) > 1:
            break
        shared.append(keys[0])
    return ".".join(shared)


def _is_amount(table: Table, cell: Cell) -> bool:
    """Whether a column holds digits with a point, which stand below one another."""
    figure = table.figures.get(cell.key)
    aligned = len(table.blocks) == 1 and cell.role is Role.FIGURE
    return aligned and figure is not None and figure.column in table.columns_of_amounts


def _style(table: Table, cell: Cell) -> str:
    """The style of a cell in a table of the usual type size."""
    if cell.role is Role.FIGURE:
        return "TableAmount" if _is_amount(table, cell) else "TableNumber"
    if cell.role is Role.CORNER and cell.columns == 1:
        return "TableLabel"
    return "TableText" if cell.role in (Role.ROW, Role.ANSWER, Role.HEADING) else "TableHead"


def _cell(cell: Cell, row: int, widths: Columns, style: str) -> DraftCell:
    return DraftCell(
        columns=cell.columns,
        width=sum(widths.widths[cell.column : cell.column + cell.columns]),
        style=style + ("Small" if widths.small else ""),
        merge="" if cell.rows == 1 else "restart" if cell.row == row else "continue",
        shaded=cell.role is Role.HEADING,
        # Digits need the whole width; a head of three characters stays on one line.
        tight=widths.small
        and (cell.role is Role.FIGURE or (cell.role is Role.COLUMN and len(cell.text) == 3)),
    )


def _number(table: Table, layout: Grid, cell: Cell) -> str:
    """The number of a row: that of the form, but where rows of any number are before it."""
    loops = {_first_row(layout, key): key for key in table.repeats}
    above = [key for row, key in loops.items() if row < cell.row]
    if not cell.text or not (above or cell.row in loops):
        return cell.text
    fixed = int(cell.text) - len(above) - (cell.row in loops)
    terms = [str(fixed)] if fixed else []
    terms += [f"({key} | length)" for key in above]
    terms += ["loop.index"] if cell.row in loops else []
    return "{{" + " + ".join(terms) + "}}"


def _content(cell: Cell, name: str) -> str:
    """The label of a cell, or the tag of its figure, short where its row has a name."""
    if not cell.key:
        return escape(cell.text)
    return "{{" + ("r" + cell.key.removeprefix(name) if name else cell.key) + "}}"


def short_names(form: Form, table: Table) -> dict[str, str]:
    """Short names for the groups of columns of a table whose one row has no label.

    A group has none whose key is that of another one, or a name that templates have already.
    """
    groups = dict.fromkeys(key.rsplit(".", 1)[0] for key in table.figures)
    short = {group: group.rsplit(".", 1)[1] for group in groups if "." in group}
    count = Counter([*short.values(), *(name.name for name in names(form))])
    return {group: name for group, name in short.items() if count[name] == 1}


def shorten(rows: Iterable[DraftRow], short: Mapping[str, str]) -> None:
    """Write the tags of figures with the short names, of groups in groups the innermost."""
    for cell in (cell for row in rows for cell in row.cells):
        for group in sorted(short, key=len, reverse=True):
            cell.text = cell.text.replace(f"{{{{{group}.", f"{{{{{short[group]}.")


def escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
