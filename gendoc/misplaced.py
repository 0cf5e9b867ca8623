"""Figures of a Word template in the wrong row or column, where the page would look right.

They stand beside the label of another row, below that of another column, or in a row that lost
a cell.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from gendoc.form import Form
from gendoc.ooxml import attribute, child, name_of
from gendoc.places import TAG, Fault, Place, column_of, own_text, span_of
from gendoc.table import Table


def misplaced(form: Form, cells: Mapping[Any, Mapping[str, Place]]) -> Iterator[Fault]:
    """Each such row and column once; `cells` are the figures that each cell prints."""
    told: set[tuple[Any, int]] = set()
    for cell, keys in cells.items():
        for key, place in keys.items():
            figure, table = form.figures[key], form.tables[key.split(".")[0]]
            row, column = place.row, column_of(cell)
            beside = [_text(other) for other in row if name_of(other) == "tc"]
            above = _above(row, column)
            rows, columns = _labels(table)
            for at, own, known, found in (
                ((row, 0), _last(figure.row_label), rows, beside),
                ((row.getparent(), column), _last(figure.column_label), columns, above),
            ):
                other = _other(own, known, found)
                if other and at not in told:
                    told.add(at)
                    values = {"found": key, "label": figure.label, "other": other}
                    yield Fault("template-tag/misplaced", place, values)


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
    around = (child(row, "trPr", name) for name in ("gridBefore", "gridAfter"))
    beside = (int(attribute(span, "val") or 0) for span in around if span is not None)
    return sum(span_of(cell) for cell in row if name_of(cell) == "tc") + sum(beside)


def _labels(table: Table) -> tuple[set[str], set[str]]:
    figures = table.figures.values()
    rows = {_last(figure.row_label) for figure in figures}
    return rows, {_last(figure.column_label) for figure in figures}


def _other(own: str, known: set[str], found: list[str]) -> str:
    """The label of another line that stands where a figure's own should."""
    if not own or own in found:
        return ""
    return next((text for text in found if text in known), "")


def _above(row: Any, column: int) -> list[str]:
    """The nearest label in the column of the grid above a row."""
    for other in row.itersiblings("{*}tr", preceding=True):
        for cell in (cell for cell in other if name_of(cell) == "tc"):
            start = column_of(cell)
            if start <= column < start + span_of(cell) and (text := _text(cell)):
                return [text]
    return []


def _text(cell: Any) -> str:
    """The text of a cell that is no tag."""
    texts = (own_text(paragraph).strip() for paragraph in cell.iter("{*}p"))
    return "".join(text for text in texts if not TAG.search(text))


def _last(label: str) -> str:
    return label.split(" › ")[-1]
