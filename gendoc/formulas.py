"""The formulas and conditions of a form: what they name, and whether they come to a value.

They may name lines of other tables and fields, so they are looked at when all of the form is read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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

        self.form: Form | None = None
        """The whole form, once it is read."""

    def read(self, node: Node | None) -> Expression | None:
        """An expression of a line or a field, to be checked when the whole form is known."""
        expression = self.expression(node)
        if expression and node:
            self.places[id(expression)] = node
        return expression

    def by_label(self) -> Mapping[str, Sequence[str]]:
        return scope.by_label(self.form) if self.form else {}

    def connected(self, form: Form) -> Form:
        """The form with what its formulas name in other tables; formulas and conditions are told
        that name nothing, or come to no value."""
        types = {key: figure.type for key, figure in form.figures.items()}
        types |= {field.id: field.type for field in form.fields.values()}
        tables = {id_: _with_outside(table, types) for id_, table in form.tables.items()}
        self.form = form = replace(form, tables=tables)
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
            for kinds, leaves in ((columns, block.column_leaves), (rows, block.row_leaves)):
                for formula in filter(None, (leaf.line.formula for leaf in leaves)):
                    known = scope.with_last({**_own_first(wide, table), **kinds})
                    self._fits_line(form, formula, known, "number")
                conditions = (
                    each for leaf in leaves for each in (leaf.empty_when, leaf.required_when)
                )
                for condition in {id(each): each for each in conditions if each}.values():
                    known = scope.with_last({**wide, **scope.of_table(table), **kinds})
                    self._fits_line(form, condition, known, "truth")

    def _check_rounding(self, form: Form, table: Table) -> None:
        """Formulas over figures with decimals whose own type has none: cents would be lost."""
        types = {key: figure.type for key, figure in form.figures.items()}
        types |= {field.id: field.type for field in form.fields.values()}
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
            self.fits(expression, kinds, wanted, self.places[id(expression)])

    def _check_cycles(self, form: Form) -> None:
        """Totals and formulas that contain one another, told once."""
        parts = {key: figure.parts for key, figure in form.figures.items() if figure.parts}
        try:
            TopologicalSorter(parts).prepare()
        except CycleError as error:
            cycle = error.args[1][::-1]
            formulas = (form.figures[key].formula for key in cycle)
            own = next((formula for formula in formulas if formula), None)
            node = self.places[id(own)] if own else self.sound[cycle[0].split(".", 1)[0]]
            hidden = sorted(own.names & form.fields.keys()) if own and len(set(cycle)) == 1 else []
            message = "form-cycle/field" if hidden else "form-cycle"
            found = hidden[0] if hidden else " → ".join(cycle)
            self.tell("form-cycle", node, message=message, found=found)


def _with_outside(table: Table, types: Mapping[str, FigureType]) -> Table:
    """The table with the types of what its formulas name by full names."""
    formulas = (figure.formula for figure in table.figures.values() if figure.formula)
    names = {name.removeprefix(LAST) for formula in formulas for name in formula.names}
    outside = tuple((name, types[name]) for name in sorted(names & types.keys()))
    # A table that is not made anew need not work out its figures once more.
    return replace(table, outside=outside) if outside else table


def _own_first(wide: Kinds, table: Table) -> Kinds:
    """The same names, those of a table before others that end alike: they are likelier meant."""
    own = {name: kind for name, kind in wide.items() if name.startswith(f"{table.id}.")}
    return {**own, **wide}
