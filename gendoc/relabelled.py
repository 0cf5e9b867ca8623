"""What a Word template still says in older words, or has in an older order, than its form."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Any

from gendoc.form import Form, Section
from gendoc.grid import Role, grid
from gendoc.labels import core
from gendoc.line import Path_, inner_lines
from gendoc.messages import in_both
from gendoc.misplaced import cells_of, words_of
from gendoc.places import TAG, Fault, Place
from gendoc.record import record
from gendoc.table import Figure, Table

LACKING = "template-label/lacking"
"""The message about a label that stands nowhere in its table."""
_ALONE = re.compile(r"\s*(\w+)(?![\w.])")
_PARTED = re.compile(r"[\t:：(（)）]|\s{2,}")


_Worded = tuple[Any, str]


@record(eq=False)
class Seen:
    """A template as it was looked over: its paragraphs, where each figure is printed first, and
    where each other name is used first."""

    places: Sequence[Place]
    shown: Mapping[str, Place]
    used: Mapping[str, Place]

    @cached_property
    def pieces(self) -> set[str]:
        """What its paragraphs say, whole and in their pieces."""
        return {core(piece) for place in self.places for piece in _pieces(place.text)}

    @cached_property
    def whole(self) -> str:
        """All that it says, tags among it."""
        return "".join(core(place.text) for place in self.places)

    @cached_property
    def printed(self) -> Mapping[str, Sequence[Place]]:
        """Where each name that stands in no other is printed."""
        found: dict[str, list[Place]] = defaultdict(list)
        for place in self.places:
            for tag in TAG.finditer(place.text):
                if tag["value"] and (name := _ALONE.match(tag["inner"])):
                    found[name.group(1)].append(place)
        return found


@record(eq=False)
class _Spot:
    """A figure in a cell; the cells with words of its row and those above it, the last of them
    the nearest, and those before it, each with its words."""

    figure: Figure
    place: Place
    beside: Sequence[_Worded]
    above: Sequence[_Worded]
    before: Sequence[_Worded]

    @property
    def table(self) -> Any:
        """The table of the file."""
        return self.place.row.getparent()


def relabelled(form: Form, seen: Seen) -> Iterator[Fault]:
    """What the form says in other words, and what it has in another order."""
    spots = list(_spots(form, seen))
    yield from _labels(form, spots, seen)
    for section in form.sections:
        yield from _around(form, section, seen)
        yield from _field_labels(section, seen)
    yield from _order_of_lines(form, spots)
    yield from _order_of_sections(form, seen)


def _spots(form: Form, seen: Seen) -> Iterator[_Spot]:
    """The figures that stand in tables, in the order of the template."""
    found: dict[Any, list[tuple[str, Place]]] = defaultdict(list)
    for key, place in seen.shown.items():
        found[place.cell].append((key, place))
    for table in dict.fromkeys(place.row.getparent() for place in seen.shown.values()):
        above: dict[int, list[_Worded]] = defaultdict(list)
        for row in table.iterchildren("{*}tr"):
            cells = list(cells_of(row))
            beside = [(cell, text) for cell, _, text in cells if text]
            before: list[_Worded] = []
            for cell, columns, text in cells:
                for key, place in found.get(cell, ()):
                    heads = tuple(above[columns.start])
                    yield _Spot(form.figures[key], place, beside, heads, tuple(before))
                before += [(cell, text)] if text else []
            for cell, columns, text in cells:
                for column in columns if text else ():
                    above[column].append((cell, text))


# -- labels in tables -----------------------------------------------------------------------


def _labels(form: Form, spots: Sequence[_Spot], seen: Seen) -> Iterator[Fault]:
    """The labels of rows, columns and groups that a table of the template does not have."""
    own = {id_: _wordings(table) for id_, table in form.tables.items()}
    printed = {id_: _printed(table) for id_, table in form.tables.items()}
    places = {place.cell: place for place in reversed(seen.places) if words_of(place.text)}
    written = {table: _written(table) for table in dict.fromkeys(s.table for s in spots)}
    told: set[tuple[Any, str]] = set()
    for spot in spots:
        table = form.tables[spot.figure.key.split(".")[0]]
        near = {core(text) for _, text in (*spot.beside, *spot.above)}
        for kind, label, own_cell in _wanted(table, spot, printed[table.id]):
            found = near if kind != "group" else written[spot.table]
            wordings = own[table.id].get(label, {core(label)})
            if (spot.table, label) in told or not core(label) or wordings & found:
                continue
            told.add((spot.table, label))
            if own_cell is None:
                yield Fault(LACKING, spot.place, {"label": label})
            elif core(own_cell[1]) not in set().union(*own[table.id].values()):
                # What has the label of another line is told as a figure in the wrong place.
                yield Fault(
                    f"template-label/{kind}", places.get(own_cell[0], spot.place), {"label": label}
                )


def _printed(table: Table) -> dict[str, list[str]]:
    """The codes and units that the form prints in the row of each figure."""
    layout = grid(table)
    found: dict[str, list[str]] = {}
    for cells in layout.by_row():
        own = (cell for cell in cells if cell.column >= layout.labels)
        texts = [cell.text for cell in own if cell.role is Role.PRINTED and cell.text]
        found |= {cell.key: texts for cell in cells if cell.key} if texts else {}
    return found


def _wanted(
    table: Table, spot: _Spot, printed: Mapping[str, Sequence[str]]
) -> Iterator[tuple[str, str, _Worded | None]]:
    """The labels that are due for a figure, each with the cell that should hold it."""
    *groups, row = spot.figure.row_label.split(" › ")
    *heads, column = spot.figure.column_label.split(" › ")
    if not any(spot.figure.key.startswith(f"{key}.") for key in table.repeats):
        known = {core(text) for texts in printed.values() for text in texts}
        labels = [worded for worded in spot.before if core(worded[1]) not in known]
        yield "row", row, labels[-1] if labels else None
        for text in printed.get(spot.figure.key, ()):
            yield "printed", text, None
    yield "column", column, spot.above[-1] if spot.above else None
    for label in (*groups, *heads):
        yield "group", label, None
    for block in table.blocks:
        heads_of_printed = (leaf.line.label for leaf in block.column_leaves if leaf.line.prints)
        for label in (block.heading, block.corner, table.numbered, *heads_of_printed):
            yield "group", label, None


def _wordings(table: Table) -> dict[str, set[str]]:
    """The labels of a table's lines, each with all wordings that the form has for it."""
    found: dict[str, set[str]] = defaultdict(set)
    for block in table.blocks:
        lines = (line for of in (block.rows, block.columns) for _, line in inner_lines(of))
        for line in lines:
            found[line.label] |= set(map(core, (line.label, *line.also)))
    return found


def _written(table: Any) -> set[str]:
    """What the cells of a table of the file say."""
    rows = table.iterchildren("{*}tr")
    return {core(text) for row in rows for _, _, text in cells_of(row) if text}


# -- texts around tables, and labels of fields ----------------------------------------------


def _around(form: Form, section: Section, seen: Seen) -> Iterator[Fault]:
    """The title, caption and lines of a section that stand nowhere in the template."""
    if _first(section, seen) is None and not section.fields:
        return  # none of it is printed, which is told
    if section.title and not seen.pieces & set(map(core, (section.title, *section.also))):
        values = {"label": section.title, "kind": in_both("name/title")}
        yield Fault("template-label/text", seen.places[0], values)
    table = form.tables.get(section.id)
    for line in table.around.lines if table else ():
        for text in (text for text in line if core(text) not in seen.whole):
            values = {"label": text, "kind": in_both("name/notes")}
            yield Fault("template-label/text", seen.places[0], values)


def _pieces(text: str) -> Iterator[str]:
    """A paragraph, and what stands in it between tags, tabs and brackets."""
    yield TAG.sub("", text)
    for literal in TAG.split(text)[:: TAG.groups + 1]:
        yield literal
        yield from _PARTED.split(literal)


def _field_labels(section: Section, seen: Seen) -> Iterator[Fault]:
    """The fields of a section that stand behind another label wherever they are printed."""
    for own in section.fields:
        spots = seen.printed.get(own.id, ())
        near = {core(piece) for place in spots for piece in _near(place)}
        if spots and core(own.label) not in near:
            yield Fault("template-label/field", spots[-1], {"label": own.label, "found": own.id})


def _near(place: Place) -> Iterator[str]:
    """The words of a paragraph, and of the cells beside it."""
    yield from _pieces(place.text)
    for _, _, text in cells_of(place.row) if place.row is not None else ():
        yield from _pieces(text)


# -- order ----------------------------------------------------------------------------------


def _order_of_lines(form: Form, spots: Sequence[_Spot]) -> Iterator[Fault]:
    """The first row and the first column of each table that stand before one that the form has
    before them. Rows of the file that hold figures of several rows of the form have no order."""
    told: set[tuple[str, str]] = set()
    rows: dict[Any, list[_Spot]] = defaultdict(list)
    for spot in spots:
        rows[spot.place.row].append(spot)
    plain = [own for own in rows.values() if len({spot.figure.row for spot in own}) == 1]
    below = pairwise(own[0] for own in plain)
    beside = (pair for own in plain for pair in pairwise(own))
    for kind, pairs in (("rows", below), ("columns", beside)):
        order = {id_: _order(table, kind) for id_, table in form.tables.items()}
        for first, second in pairs:
            id_ = second.figure.key.split(".")[0]
            if first.figure.key.split(".")[0] != id_ or (kind, id_) in told:
                continue
            if order[id_][_path(second.figure, kind)] < order[id_][_path(first.figure, kind)]:
                told.add((kind, id_))
                label, other = (_label(each.figure, kind) for each in (second, first))
                values = {"label": label, "other": other}
                yield Fault(f"template-label/order-{kind}", second.place, values)


def _order(table: Table, kind: str) -> dict[Path_, int]:
    """Which row or column of the form each is."""
    paths = dict.fromkeys(_path(figure, kind) for figure in table.figures.values())
    return {path: index for index, path in enumerate(paths)}


def _path(figure: Figure, kind: str) -> Path_:
    return figure.row if kind == "rows" else figure.column


def _label(figure: Figure, kind: str) -> str:
    return figure.row_label if kind == "rows" else figure.column_label


def _order_of_sections(form: Form, seen: Seen) -> Iterator[Fault]:
    """The first section that stands before one that the form has before it."""
    at = {place: index for index, place in enumerate(seen.places)}
    found = [(section, _first(section, seen)) for section in form.sections]
    there = [(section, place) for section, place in found if place]
    for (before, first), (section, place) in pairwise(there):
        if at[place] < at[first]:
            values = {"label": section.label, "other": before.label}
            yield Fault("template-label/order-sections", place, values)
            return


def _first(section: Section, seen: Seen) -> Place | None:
    """Where a section of prose or a table begins."""
    return seen.used.get(section.id) if section.kind != "fields" else None
