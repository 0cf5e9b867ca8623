"""A table of a form: its blocks of rows and columns, its figures, and what follows from them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cached_property, lru_cache

from gendoc.across import TOTAL, Across
from gendoc.expression import LAST, Expression, Kinds
from gendoc.figure import FigureType, rounded
from gendoc.line import (
    Leaf,
    Line,
    Path_,
    collapsed,
    inner_lines,
    leaves,
    with_repeated,
)
from gendoc.record import record
from gendoc.slot import ALWAYS, ANYTHING, Allowed, Condition, Demand, Slot, Unit

ENTITY_NAME = "name"
"""The key under which a repeated row gives its printed label."""
DERIVED_DECIMALS = 2
"""Decimals of what a formula gives, where the form does not say."""
_WHOLE = Leaf((), (), Line("", ""), None)
"""Stands for the one unlabelled row or column of a table that declares none."""


@record(eq=False)
class Figure(Slot):
    """One cell that holds a number or text.

    `parts` are the keys that a total adds up, or those of this report that a formula names.
    """

    key: str
    row_label: str
    column_label: str
    type: FigureType
    unit: str
    row: Path_
    column: Path_
    parts: tuple[str, ...] | None
    listed: bool
    """Whether a row written as a list holds it: its column is no total."""
    formula: Expression | None = None
    names: tuple[tuple[str, str], ...] = ()
    """The names of the formula, each with the full name of the figure or field that it means."""
    allowed: Allowed = ANYTHING
    demand: Demand = ALWAYS
    boxes: bool = False
    thousands: bool = False
    beside: str = ""
    aside: bool = False
    """Whether it is text in a row that is worked out, which no row is entered for."""
    also_units: tuple[Unit, ...] = ()

    @property
    def places(self) -> int:
        """Decimals of a figure that is worked out."""
        decimals = self.allowed.decimals
        return DERIVED_DECIMALS if decimals is None else decimals

    @property
    def names_last(self) -> bool:
        """Whether its formula takes figures of last year's report."""
        return any(full.startswith(LAST) for _, full in self.names)

    @property
    def zero(self) -> int | Decimal:
        """Nothing, as it is printed."""
        if not self.type.has_decimals:
            return 0
        return rounded(Decimal(0), self.allowed.decimals or 0)

    @cached_property
    def label(self) -> str:  # type: ignore[override]
        """The printed labels of its row and column."""
        return " · ".join(label for label in (self.row_label, self.column_label) if label)


@record(eq=False, frozen=False)
class Branch:
    """A group of keys in a report file: what may stand under one key of a table.

    `is_row` is True from the level on where only columns follow, so that a list may stand there.
    """

    key: str
    label: str
    is_row: bool
    children: dict[str, Branch | Figure]
    is_entity: bool = False
    """Whether it is one of a repeated row's, so that it may give its name."""

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        found: list[Figure] = []
        for child in self.children.values():
            found += [child] if isinstance(child, Figure) else child.figures
        return tuple(found)

    @cached_property
    def listed(self) -> tuple[Figure, ...]:
        return tuple(figure for figure in self.figures if figure.listed)

    @cached_property
    def is_number(self) -> bool:
        return all(figure.type.is_number for figure in self.figures)

    @cached_property
    def is_total(self) -> bool:
        return all(figure.parts is not None for figure in self.figures)


@record(eq=False)
class Block:
    """A run of rows under one set of columns; most tables are a single block."""

    heading: str
    corner: str
    columns: tuple[Line, ...]
    rows: tuple[Line, ...]
    type: FigureType | None
    unit: str
    has_rows: bool = False
    """Whether it declares rows; a report may have none of a repeated one."""

    @cached_property
    def row_leaves(self) -> tuple[Leaf, ...]:
        return tuple(leaves(self.rows)) if self.has_rows else (_WHOLE,)

    @cached_property
    def column_leaves(self) -> tuple[Leaf, ...]:
        return tuple(leaves(self.columns)) or (_WHOLE,)

    @cached_property
    def figure_columns(self) -> tuple[Leaf, ...]:
        """The columns that hold figures and not what the form prints of each row."""
        return tuple(leaf for leaf in self.column_leaves if not leaf.line.prints)

    @cached_property
    def enters_totals(self) -> bool:
        """Whether some figures are entered in its rows of totals."""
        return any(leaf.total_entered for leaf in self.column_leaves)

    def type_of(self, row: Leaf) -> FigureType | None:
        """The type of a row; a total that says none has decimals where what it adds up has."""
        if row.type or not row.parts:
            return row.type
        types = (self._types_by_row.get(part) for part in row.parts)
        return next((type_ for type_ in types if type_ and type_.has_decimals), None)

    @cached_property
    def _types_by_row(self) -> dict[Path_, FigureType | None]:
        return {leaf.path: leaf.type for leaf in self.row_leaves}

    @cached_property
    def rows_by_name(self) -> dict[str, Leaf]:
        return {leaf.name: leaf for leaf in self.row_leaves}

    @cached_property
    def columns_by_name(self) -> dict[str, Leaf]:
        return {leaf.name: leaf for leaf in self.column_leaves}


@record()
class Around:
    """What a form prints around a table; each line is a text at one side, or two or three texts at
    both sides and in between."""

    caption: str = ""
    above: tuple[tuple[str, ...], ...] = ()
    below: tuple[tuple[str, ...], ...] = ()

    def filled(self, fill: Callable[[str], str]) -> Around:
        """The same with each text filled in."""

        def lines(given: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
            return tuple(tuple(fill(text) for text in line) for line in given)

        return Around(fill(self.caption), lines(self.above), lines(self.below))

    @property
    def lines(self) -> tuple[tuple[str, ...], ...]:
        """All of it, line by line."""
        caption = ((self.caption,),) if self.caption else ()
        return (*caption, *self.above, *self.below)


@record(eq=False)
class Table:
    """A table of a form. `omitted_is_zero`: columns left out of a row's mapping count as 0."""

    id: str
    blocks: tuple[Block, ...]
    type: FigureType
    unit: str
    omitted_is_zero: bool
    labels: int
    """Columns of the printed table that hold row labels, however its groups are reported."""
    numbered: str = ""
    """The head of a first column that numbers the rows, where there is one."""
    boxes: bool = False
    """Whether answers and choices are printed as boxes before every option."""
    thousands: bool = False
    """Whether numbers that may be added up are printed with commas between thousands."""
    units_beside: bool = False
    """Whether units are printed behind the figures."""
    allowed: Allowed = ANYTHING
    """What of its figures no line says: their decimals."""
    entities: tuple[tuple[str, str], ...] = ()
    """The full key and the name of every row that a report gives for a repeated one."""
    around: Around = Around()
    landscape: bool | None = None
    """Whether the draft puts it on a page that lies on its side; None where it must."""
    outside: tuple[tuple[str, FigureType], ...] = ()
    """The types of what its formulas name by full names."""
    across: tuple[tuple[str, Across], ...] = ()
    """The figures of repeated rows that its formulas and conditions name by full names."""

    @cached_property
    def paths(self) -> dict[str, str]:
        """The full key of each cell by what is behind the table's id."""
        paths = (
            ".".join((*row.path, *column.path))
            for block in self.blocks
            for row in block.row_leaves
            for column in block.figure_columns
        )
        return {path: f"{self.id}.{path}" for path in paths}

    @cached_property
    def figures(self) -> dict[str, Figure]:
        """Every figure by its full dotted key, in the order of the printed table."""
        return {figure.key: figure for figure in self.cells()}

    def cells(self) -> Iterator[Figure]:
        """The figures, also those whose key another has. A total of text is no figure, nor one of
        what is not added up."""
        for block in self.blocks:
            for row in block.row_leaves:
                for column in block.figure_columns:
                    figure = _Crossing(self, block, row, column).figure()
                    if figure.parts is None or _is_printed(figure, row, column):
                        yield figure

    @cached_property
    def totals(self) -> tuple[Figure, ...]:
        """Every figure that follows from others."""
        return tuple(figure for figure in self.figures.values() if figure.parts is not None)

    @property
    def is_derived(self) -> bool:
        """Whether nothing is entered in it."""
        return not self.repeats and self.tree.is_total

    @cached_property
    def conditional(self) -> tuple[Figure, ...]:
        """The figures that other figures may demand to be left empty."""
        return tuple(figure for figure in self.figures.values() if figure.demand.empty_when)

    @cached_property
    def days(self) -> tuple[Figure, ...]:
        """The figures that are days."""
        return tuple(f for f in self.figures.values() if f.type is FigureType.DATE)

    @cached_property
    def keys_by_column(self) -> dict[Path_, dict[str, str]]:
        """For each entered column the keys of its figures by the names of their rows."""
        return self._keys(lambda figure: figure.column, lambda figure: figure.row)

    @cached_property
    def keys_by_row(self) -> dict[Path_, dict[str, str]]:
        """For each entered row the keys of its figures by the names of their columns."""
        return self._keys(lambda figure: figure.row, lambda figure: figure.column)

    def _keys(
        self, line: Callable[[Figure], Path_], across: Callable[[Figure], Path_]
    ) -> dict[Path_, dict[str, str]]:
        own = (figure for figure in self.figures.values() if figure.parts is None)
        entered = (line(figure) for figure in own if not figure.aside)
        found: dict[Path_, dict[str, str]] = {path: {} for path in entered}
        for figure in self.figures.values():
            if (path := line(figure)) in found:
                found[path][".".join(across(figure))] = figure.key
        return found

    @cached_property
    def entity_of(self) -> dict[Path_, str]:
        """The keys that a report gives its repeated rows, by path; `TOTAL` for those that add such
        rows up."""
        found: dict[Path_, str] = {}
        for block in self.blocks if self.entities else ():
            own = {leaf.path: leaf.line.entity for leaf in block.row_leaves if leaf.line.entity}
            sums = (leaf.path for leaf in block.row_leaves if own.keys() & set(leaf.parts or ()))
            found |= {**own, **dict.fromkeys(sums, TOTAL)}
        return found

    @cached_property
    def columns_of_amounts(self) -> frozenset[Path_]:
        """The columns with figures that have decimals, all of whose figures stand at the right."""
        figures = self.figures.values()
        return frozenset(figure.column for figure in figures if figure.type.has_decimals)

    @cached_property
    def kinds(self) -> Kinds:
        return {key: figure.kind for key, figure in self.figures.items()}

    @cached_property
    def tree(self) -> Branch:
        """The nesting of keys under which a report file enters the figures."""
        rows = any(block.has_rows for block in self.blocks)
        root = Branch(self.id, "", not rows, {})
        labels = self._group_labels()
        entities = dict(self.entities)
        for figure in self.figures.values():
            branch = root
            path = (*figure.row, *figure.column)
            for depth, key in enumerate(path[:-1], 1):
                full = ".".join((self.id, *path[:depth]))
                is_row = depth >= len(figure.row)
                new = Branch(full, labels.get(full, ""), is_row, {}, full in entities)
                child = branch.children.setdefault(key, new)
                assert isinstance(child, Branch), full
                branch = child
            branch.children[path[-1]] = figure
        return root

    def branch(self, key: str) -> Branch:
        """The group of keys with that full dotted key. Raises `KeyError` for others."""
        found = self.tree
        for name in key.split(".")[1:]:
            child = found.children[name]
            if isinstance(child, Figure):
                raise KeyError(key)
            found = child
        return found

    def _group_labels(self) -> dict[str, str]:
        """Printed labels of rows and groups by full dotted key."""
        labels: dict[str, str] = {}

        def note(lines: tuple[Line, ...], path: Path_, above: tuple[str, ...]) -> None:
            for line in lines:
                own = (*path, *line.path)
                names = (*above, line.label)
                if line.in_key:
                    labels.setdefault(".".join((self.id, *own)), " › ".join(names))
                note(line.lines, own, names)

        for block in self.blocks:
            note(block.rows, (), ())
            if not block.has_rows:
                note(block.columns, (), ())
            for row in block.row_leaves if block.has_rows else ():
                note(block.columns, row.path, tuple(filter(None, row.labels)))
        return labels

    @cached_property
    def groups(self) -> dict[str, Line]:
        """Groups of rows that may be entered as one row, by full dotted key."""
        return {
            ".".join((self.id, *path)): line
            for block in self.blocks
            for path, line in inner_lines(block.rows)
            if line.as_row and line.lines
        }

    @cached_property
    def repeats(self) -> dict[str, Line]:
        """Rows that a report gives any number of, by full dotted key."""
        return {
            ".".join((self.id, *path)): line
            for block in self.blocks
            for path, line in inner_lines(block.rows)
            if line.repeat
        }

    def with_entities(self, entities: Mapping[str, Mapping[str, str]]) -> Table:
        """The table with the rows that a report gives: their names by key, by repeated row."""
        if not self.repeats:
            return self
        blocks = tuple(
            replace(block, rows=with_repeated(block.rows, (self.id,), entities))
            for block in self.blocks
        )
        found = tuple(
            (f"{repeated}.{key}", name)
            for repeated, names in entities.items()
            for key, name in names.items()
        )
        return replace(self, blocks=blocks, entities=found)

    @lru_cache(maxsize=64)  # noqa: B019 - tables live as long as their form does
    def collapsed(self, groups: frozenset[str]) -> Table:
        """The table as printed by a body that reports these groups as one row each."""
        if not groups:
            return self
        blocks = tuple(
            replace(block, rows=collapsed(block.rows, (self.id,), groups)) for block in self.blocks
        )
        return replace(self, blocks=blocks)


def _type_of_formula(
    table: Table, block: Block, row: Leaf, column: Leaf, type_: FigureType, *, by_row: bool
) -> FigureType:
    """The type of what a formula gives, where its line may not have said that it is whole.

    It is whole where whole numbers are added, subtracted and multiplied; shares and means are not.
    """
    leaf, named = (row, block.rows_by_name) if by_row else (column, block.columns_by_name)
    assert leaf.line.formula
    if leaf.type:
        return leaf.type if leaf.type.is_number else type_
    across = column.type if by_row else block.type_of(row)
    names = {name.removeprefix(LAST) for name in leaf.line.formula.names}
    own = [named[name] for name in names if name in named]
    types = [each.type or across or block.type or table.type for each in own]
    types += [type_ for name, type_ in table.outside if name in names and name not in named]
    worked_out = any(each.line.formula and not each.type for each in own)
    whole = leaf.line.formula.is_whole and not worked_out
    whole = whole and not any(t.has_decimals for t in types)
    return FigureType.INTEGER if whole else FigureType.DECIMAL


def _compares(formula: Expression, beside: Mapping[str, Leaf]) -> bool:
    """Whether a formula names last year's figures, itself or by the lines beside it."""
    open_, seen = [formula], set[str]()
    while open_:
        names = open_.pop().names
        if any(name.startswith(LAST) for name in names):
            return True
        new = names & beside.keys() - seen
        seen |= new
        open_ += [found for name in new if (found := beside[name].line.formula)]
    return False


def _meant(formula: Expression, beside: Callable[[str], str | None]) -> Iterator[tuple[str, str]]:
    """The names of a formula with what they mean: a line beside it first, else a full name."""
    for name in formula.ordered:
        bare = name.removeprefix(LAST)
        yield name, name.removesuffix(bare) + (beside(bare) or bare)


def _is_printed(figure: Figure, row: Leaf, column: Leaf) -> bool:
    """Whether what is worked out is: sums are of numbers, and of such as are added up."""
    if figure.formula:
        return figure.type.is_number
    across = row if column.parts is not None else column
    return figure.type.is_number and across.is_added


@record(eq=False)
class _Crossing:
    """Where a row and a column meet, with what its figure takes from them and around them."""

    table: Table
    block: Block
    row: Leaf
    column: Leaf

    def figure(self) -> Figure:
        table, row, column = self.table, self.row.line, self.column.line
        names, parts = self._parts()
        first, second = (self.row, self.column) if self._is_share else (self.column, self.row)
        unit = self.row.unit
        if first is self.column:
            unit = first.unit or unit or self.block.unit or table.unit
        return Figure(
            key=self._key(self.row.path, self.column.path),
            row_label=" › ".join(filter(None, self.row.labels)),
            column_label=" › ".join(self.column.labels),
            type=self._type(),
            unit=unit,
            row=self.row.path,
            column=self.column.path,
            parts=parts,
            listed=self._is_listed(parts),
            formula=self._formula,
            names=names,
            allowed=first.allowed.beside(second.allowed).beside(table.allowed),
            demand=self._demand(),
            boxes=table.boxes,
            thousands=table.thousands and self.row.is_added and self.column.is_added,
            beside=unit if table.units_beside else "",
            aside=self._is_aside,
            also_units=column.also_units or row.also_units,
        )

    @property
    def _row_leads(self) -> bool:
        """Whether the row's formula holds and not the column's: where both have one, that which
        compares with last year does, or else a row of shares among columns that are none."""
        row, column = self.row.line.formula, self.column.line.formula
        if row is None or column is None:
            return row is not None
        if bool(row.name) is not bool(column.name):
            return bool(column.name)  # what only copies a figure leaves the other to work it out
        by_row = _compares(row, self.block.rows_by_name)
        if by_row is not _compares(column, self.block.columns_by_name):
            return by_row
        return self.row.type is FigureType.PERCENT is not self.column.type

    @property
    def _is_share(self) -> bool:
        """Whether it is a share or a change as its row says, whatever the column is."""
        return self._row_leads and self.row.type is FigureType.PERCENT

    @property
    def _formula(self) -> Expression | None:
        """What works the cell out; text is entered, also where a row of formulas crosses it."""
        row, column = self.row.line, self.column.line
        if not self._stated_type.is_number:
            return None
        return row.formula if self._row_leads else column.formula

    @property
    def _is_aside(self) -> bool:
        return self.row.line.formula is not None and not self._stated_type.is_number

    def _is_listed(self, parts: tuple[str, ...] | None) -> bool:
        """Whether a list holds it; of a total that is entered in part only what is entered."""
        if self.column.parts is not None or self.column.line.formula is not None:
            return False
        return parts is None or self.row.parts is None or not self.block.enters_totals

    def _key(self, row: Path_, column: Path_) -> str:
        return ".".join((self.table.id, *row, *column))

    def _beside_row(self, name: str) -> str | None:
        leaf = self.block.rows_by_name.get(name)
        return self._key(leaf.path, self.column.path) if leaf else None

    def _beside_column(self, name: str) -> str | None:
        leaf = self.block.columns_by_name.get(name)
        return self._key(self.row.path, leaf.path) if leaf else None

    def _across(self, name: str) -> str | None:
        """The figure of another repeated row, where this one stands for the same as one of it."""
        if not self.table.across:
            return None
        one, entity = dict(self.table.across).get(name), self.table.entity_of.get(self.row.path)
        return None if one is None or one.over or entity is None else one.of(entity)

    def _parts(self) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...] | None]:
        """The names of its formula with what they mean, and what it adds up or is worked out of."""
        row, column = self.row, self.column
        if self._is_aside:
            return (), None
        if formula := self._formula:
            beside = self._beside_row if self._row_leads else self._beside_column
            names = tuple(_meant(formula, lambda name: beside(name) or self._across(name)))
            own = (full for _, full in names if "." in full and not full.startswith(LAST))
            return names, tuple(own)
        if column.parts is not None and not row.total_entered:
            return (), tuple(self._key(row.path, part) for part in column.parts)
        if row.parts is not None and column.parts is None and not column.total_entered:
            return (), tuple(self._key(part, column.path) for part in row.parts)
        return (), None

    @property
    def _stated_type(self) -> FigureType:
        across = self.block.type_of(self.row)
        return self.column.type or across or self.block.type or self.table.type

    def _type(self) -> FigureType:
        stated = self._stated_type
        if self._formula is None:
            return stated
        if self._is_share:
            return FigureType.PERCENT
        if stated.has_decimals:
            return stated
        lines = (self.table, self.block, self.row, self.column)
        return _type_of_formula(*lines, stated, by_row=self._row_leads)

    def _demand(self) -> Demand:
        row, column = self.row, self.column
        empty = self._condition(row.empty_when, column.empty_when)
        required = self._condition(row.required_when, column.required_when)
        optional = column.optional or row.optional or self._is_aside
        return Demand(optional, empty, required) if optional or empty or required else ALWAYS

    def _condition(self, row: Expression | None, column: Expression | None) -> Condition | None:
        holds, beside = (column, self._beside_column) if column else (row, self._beside_row)
        if holds is None:
            return None
        own = self.table.paths
        meant = _meant(holds, lambda name: beside(name) or own.get(name) or self._across(name))
        return Condition(holds, tuple(meant))
