"""Figures of a Word template in the wrong row or column, where the page would look right.

They stand beside the label of another row, below that of another column, or in a row that lost
a cell.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from gendoc.form import Form
from gendoc.ooxml import attribute, child
from gendoc.places import TAG, Fault, Place, own_text, span_of
from gendoc.record import record
from gendoc.table import Table

_Lines = dict[str, dict[str, str]]
_OTHER_ROW, _OTHER_LOOP = OTHER_ROWS = ("template-tag/other-row", "template-tag/other-loop")
"""The messages about a row that prints the figures of another."""


@record(eq=False)
class _Shown:
    """A figure that a cell prints, the labels of its row, and the last label above it."""

    key: str
    place: Place
    column: int
    beside: list[str]
    above: str


def misplaced(form: Form, cells: Mapping[Any, Mapping[str, Place]]) -> Iterator[Fault]:
    """Each such row and column once; `cells` are the figures that each cell prints."""
    labels = {id_: _labels(table) for id_, table in form.tables.items()}
    told: set[Any] = set()
    for one in _shown(cells):
        figure, (rows, columns) = form.figures[one.key], labels[one.key.split(".")[0]]
        beside = _other(figure.row_label, rows, one.beside)
        above = _other(figure.column_label, columns, [one.above])
        row = one.place.row
        values = {"found": one.key, "label": figure.label}
        if beside and row not in told:
            told.add(row)
            wanted = rows[beside].get(figure.column_label, "…")
            loop = _repeated(form, wanted) if _repeated(form, one.key) else ""
            belongs = {"other": beside, "wanted": wanted, "loop": loop}
            yield Fault(_OTHER_LOOP if loop else _OTHER_ROW, one.place, values | belongs)
        if above and (column := (row.getparent(), one.column)) not in told:
            told.add(column)
            belongs = {"other": above, "wanted": columns[above].get(figure.row_label, "…")}
            yield Fault("template-tag/other-column", one.place, values | belongs)


def _shown(cells: Mapping[Any, Mapping[str, Place]]) -> Iterator[_Shown]:
    tables = dict.fromkeys(cell.getparent().getparent() for cell in cells)
    for table in tables:
        above: dict[int, str] = {}
        for row in table.iterchildren("{*}tr"):
            grid = list(cells_of(row))
            beside = [text for _, _, text in grid]
            for cell, columns, text in grid:
                start = columns.start
                for key, place in cells.get(cell, {}).items():
                    yield _Shown(key, place, start, beside, above.get(start, ""))
                above |= dict.fromkeys(columns if text else (), text)


def cells_of(row: Any) -> Iterator[tuple[Any, range, str]]:
    """The cells of a row, each with the columns that it covers and its text that is no tag."""
    start = _left_out(row, "gridBefore")
    for cell in row.iterchildren("{*}tc"):
        columns = range(start, start + span_of(cell))
        yield cell, columns, _text(cell)
        start = columns.stop


def ragged(found: Iterable[Place]) -> Iterator[Fault]:
    """Rows with figures that are wider or narrower than the others of their table, at the first
    text of theirs that is no tag."""
    told = [place for place in found if place.row is not None]
    texts = [place for place in reversed(told) if place.text.strip()]
    labels = {place.row: place for place in texts if not TAG.search(place.text)}
    filled = {place.row: place for place in texts if "{{" in place.text}
    tables: dict[Any, list[Any]] = defaultdict(list)
    for row in dict.fromkeys(place.row for place in told):
        tables[row.getparent()].append(row)
    for rows in tables.values():
        widths = {row: _width(row) for row in rows}
        usual, _ = Counter(widths.values()).most_common(1)[0]
        for row in rows:
            if row in filled and widths[row] != usual:
                values = {"found": widths[row], "count": usual}
                yield Fault("template-tag/ragged", labels.get(row, filled[row]), values)


def _width(row: Any) -> int:
    """The columns of its table that a row covers, with those that it leaves out."""
    beside = _left_out(row, "gridBefore") + _left_out(row, "gridAfter")
    return sum(map(span_of, row.iterchildren("{*}tc"))) + beside


def _left_out(row: Any, side: str) -> int:
    span = child(row, "trPr", side)
    return int(attribute(span, "val") or 0) if span is not None else 0


def _repeated(form: Form, key: str) -> str:
    """The repeated row that a figure is of, if any."""
    table = form.tables.get(key.split(".")[0])
    return next((each for each in table.repeats if key.startswith(f"{each}.")), "") if table else ""


def _labels(table: Table) -> tuple[_Lines, _Lines]:
    """The rows and the columns of a table by the last of their labels, each with the keys of its
    figures by the labels of what crosses it; groups of rows by theirs, with those of the first."""
    rows: _Lines = defaultdict(dict)
    columns: _Lines = defaultdict(dict)
    for figure in table.figures.values():
        rows[_last(figure.row_label)].setdefault(figure.column_label, figure.key)
        columns[_last(figure.column_label)].setdefault(figure.row_label, figure.key)
    for figure in table.figures.values():
        for group in figure.row_label.split(" › ")[:-1]:
            rows[group].setdefault(figure.column_label, figure.key)
    return rows, columns


def _other(label: str, known: _Lines, found: list[str]) -> str:
    """The label of another line that stands where a figure's own should."""
    own = label.split(" › ")
    if not label or own[-1] in found:
        return ""
    return next((text for text in found if text in known and text not in own), "")


def _text(cell: Any) -> str:
    """The text of a cell that is no tag."""
    return "".join(words_of(own_text(paragraph)) for paragraph in cell.iter("{*}p"))


def words_of(text: str) -> str:
    """What a paragraph says besides its tags; nothing where it prints something."""
    return TAG.sub("", text).strip() if "{{" not in text else ""


def _last(label: str) -> str:
    return label.split(" › ")[-1]
