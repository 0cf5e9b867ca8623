"""The formulas and conditions of a form: what they name, and whether they come to a value.

They may name lines of other tables and fields, so they are looked at when all of the form is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter

from gendoc import scope
from gendoc.expression import LAST, Expression, Kind, Kinds
from gendoc.figure import FigureType
from gendoc.form import Form
from gendoc.formnodes import NodeReader
from gendoc.source import Node, Source
from gendoc.table import Table


class FormulaReader(NodeReader):
    """Reads formulas and conditions of lines and fields, and checks them when the form is known."""

    def __init__(self, source: Source) -> None:
        super().__init__(source)
        self.places: dict[int, Node] = {}
        """Where each expression stands, by its identity."""
        self.sound: dict[str, Node] = {}
        """The tables without mistakes of their own, and where they stand; others are left alone."""

    def read(self, node: Node | None) -> Expression | None:
        """An expression of a line or a field, to be checked when the whole form is known."""
        expression = self.expression(node)
        if expression and node:
            self.places[id(expression)] = node
        return expression

    def connected(self, form: Form) -> Form:
        """The form with what its formulas name in other tables; formulas and conditions are told
        that name nothing, or come to no value."""
        types = _types(form)
        tables = {id_: _with_outside(table, types, form) for id_, table in form.tables.items()}
        form = replace(form, tables=tables)
        wide = scope.of_form(form)
        for field in form.fields.values():
            for condition in filter(None, (field.demand.empty_when, field.demand.required_when)):
                self._fits_line(form, condition.holds, scope.with_last(wide), "truth")
        for id_ in self.sound:
            self._check_expressions(form, form.tables[id_], wide)
            self._check_rounding(form, form.tables[id_])
        if self.sound.keys() == form.tables.keys():
            self._check_cycles(form)
        return form

    def _check_expressions(self, form: Form, table: Table, wide: Kinds) -> None:
        """Formulas and conditions of lines: they name what the form has, and come to a value."""
        for block in table.blocks:
            columns, rows = scope.of_lines(table, block)
            columns = {**scope.of_fellows(form, block.row_leaves), **columns}
            for kinds, leaves in ((columns, block.column_leaves), (rows, block.row_leaves)):
                for formula in filter(None, (leaf.line.formula for leaf in leaves)):
                    known = scope.with_last({**_own_first(wide, table), **kinds})
                    self._fits_line(form, formula, known, "number")
                conditions = {
                    id(each): (leaf, each)
                    for leaf in leaves
                    for each in (leaf.empty_when, leaf.required_when)
                    if each
                }
                for leaf, condition in conditions.values():
                    own = {**scope.of_table(table), **scope.of_fellows(form, (leaf,)), **kinds}
                    self._fits_line(form, condition, scope.with_last({**wide, **own}), "truth")

    def _check_rounding(self, form: Form, table: Table) -> None:
        """Formulas over figures with decimals whose own type has none: cents would be lost."""
        types = _types(form)
        told: set[int] = set()
        for figure in table.figures.values():
            formula = figure.formula
            if formula is None or figure.type.has_decimals or formula.rounds or id(formula) in told:
                continue
            own = (types.get(full.removeprefix(LAST)) for _, full in figure.names)
            if any(type_ and type_.has_decimals for type_ in own):
                told.add(id(formula))
                values = {
                    "found": figure.column_label or figure.row_label,
                    "type": figure.type.value,
                }
                values["formula"] = formula.text
                self.tell("form-value", self.places[id(formula)], message="form-rounding", **values)

    def _fits_line(self, form: Form, expression: Expression, kinds: Kinds, wanted: Kind) -> None:
        named = {name.removeprefix(LAST).split(".")[0] for name in expression.names}
        if not named & (form.tables.keys() - self.sound.keys()):
            # Of a table that has mistakes nothing is known; what is told would only echo them.
            self.fits(expression, kinds, wanted, self.places[id(expression)], form.across)

    def _check_cycles(self, form: Form) -> None:
        """Totals and formulas that contain one another, told once."""
        entered = {name: one.key for name, one in form.across.items()}
        parts = {
            key: [entered.get(part, part) for part in figure.parts]
            for key, figure in form.figures.items()
            if figure.parts
        }
        try:
            TopologicalSorter(parts).prepare()
        except CycleError as error:
            cycle = error.args[1][::-1]
            formulas = (form.figures[key].formula for key in cycle)
            own = next((formula for formula in formulas if formula), None)
            node = self.places[id(own)] if own else self.sound[cycle[0].split(".", 1)[0]]
            self.tell("form-cycle", node, found=" → ".join(cycle))


def _types(form: Form) -> dict[str, FigureType]:
    """The types of figures and fields, and of the figures of repeated rows by all their names."""
    types = {key: figure.type for key, figure in form.figures.items()}
    types |= {name: types[one.key] for name, one in form.across.items()}
    return types | {field.id: field.type for field in form.fields.values()}


def _with_outside(table: Table, types: Mapping[str, FigureType], form: Form) -> Table:
    """The table with what its formulas and conditions name by full names."""
    figures = table.figures.values()
    names = _named(figure.formula for figure in figures)
    outside = tuple((name, types[name]) for name in sorted(names & types.keys()))
    if form.across:
        names |= _named(c.holds for f in figures for c in f.demand.conditions)
    across = tuple((name, form.across[name]) for name in sorted(names & form.across.keys()))
    # A table that is not made anew need not work out its figures once more.
    return replace(table, outside=outside, across=across) if outside or across else table


def _named(expressions: Iterable[Expression | None]) -> set[str]:
    """The names that expressions read, of whichever year."""
    return {name.removeprefix(LAST) for each in expressions if each for name in each.names}


def _own_first(wide: Kinds, table: Table) -> Kinds:
    """The same names, those of a table before others that end alike: they are likelier meant."""
    own = {name: kind for name, kind in wide.items() if name.startswith(f"{table.id}.")}
    return {**own, **wide}
