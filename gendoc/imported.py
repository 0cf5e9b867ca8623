"""A published report as far as it could be read, its printed totals compared with its figures."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import field, replace
from decimal import Decimal

from gendoc.binder import FindLast, bind
from gendoc.expression import LAST
from gendoc.figure import Value, digits
from gendoc.form import GIVEN_FIELDS, Form
from gendoc.messages import Language, say
from gendoc.printed import Said, step
from gendoc.problem import Problem
from gendoc.published import PrintedRow
from gendoc.record import record
from gendoc.report import Report
from gendoc.skeleton import Content, line_of, skeleton
from gendoc.source import parse
from gendoc.table import Figure


@record(eq=False, frozen=False)
class Imported:
    """A published report as far as it could be read, and what is to be told of it."""

    form: Form
    organ: str
    year: int
    content: Content
    problems: list[Problem] = field(default_factory=list)
    expected: int = 0
    """Figures that a report on the form enters."""
    unread: tuple[str, ...] = ()
    """Keys of those that were not read."""
    contradictions: int = 0
    rows: dict[str, PrintedRow] = field(default_factory=dict)
    """The printed row of every figure that was read, by its key."""
    printed: dict[str, Said] = field(default_factory=dict)
    """Totals and formulas as they are printed, those that are still to be compared."""

    @property
    def read(self) -> int:
        return self.expected - len(self.unread)

    @property
    def language(self) -> Language:
        return "zh" if self.form.language.startswith("zh") else "en"

    def text(self, schema: str = "") -> str:
        """The report file."""
        return skeleton(self.form, self.organ, self.year or None, schema, self.content)

    def bound(self, path: str, find_last: FindLast = lambda organ, year: None) -> Report:
        """The report that its file is, told of as that of a path."""
        source, node = parse(self.text(), path)
        return bind(source, node, self.form, find_last)

    def placed(self, problem: Problem) -> Problem:
        """A problem of the report's YAML where the document has what it is about."""
        row = self.rows.get(problem.key or "")
        line = row.place.line or None if row else None
        excerpt = row.text if row else problem.excerpt
        return replace(problem, line=line, column=None, excerpt=excerpt, excerpt_before=0)

    def compared(self, report: Report) -> Imported:
        """The same, with the printed totals and formulas told that the report's own figures
        contradict; what these do not tell, as without last year's report, is left to compare."""
        known = report.figures.keys() - _unsure(report, self.unread, self.content.fields)
        wrong = {
            key: report.figures[key]
            for key in self.printed.keys() & known
            if not _agrees(self.printed[key], report.figures[key], report.figure(key))
        }
        comments = {key: list(told) for key, told in self.content.comments.items()}
        problems = list(self.problems)
        for key in (key for key in self.printed if key in wrong):
            problem = self._contradiction(report, key, wrong[key])
            problems.append(problem)
            told = comments.setdefault(line_of(report.tables[key.split(".", 1)[0]], key), [])
            told.append(say(f"imported/{problem.message}", self.language, **problem.values))
        return replace(
            self,
            content=replace(self.content, comments=comments),
            problems=problems,
            contradictions=self.contradictions + len(wrong),
            printed={key: said for key, said in self.printed.items() if key not in known},
        )

    def with_last_years(self, report: Report) -> Imported:
        """The same, with what a formula takes of last year's report as it is printed, where there
        is none: a report may give it itself."""
        printed = {
            key: said.value
            for key, said in self.printed.items()
            if report.last is None and report.has(key) and _may_be_given(said, report.figure(key))
        }
        figures = {**self.content.figures, **printed}
        return replace(self, content=replace(self.content, figures=figures))

    def _contradiction(self, report: Report, key: str, value: Value) -> Problem:
        figure, row = report.figure(key), self.rows[key]
        values: dict[str, object] = {"label": figure.label, "found": self.printed[key].value}
        values |= {"sum": digits(value), "place": row.place}
        values |= {"formula": figure.formula.text} if figure.formula else {}
        return Problem(
            "contradiction",
            report.source.path,
            line=row.place.line or None,
            key=key,
            message="contradiction/formula" if figure.formula else "contradiction",
            values=values,
            excerpt=row.text,
        )


def _unsure(report: Report, unread: Collection[str], fields: Mapping[str, str]) -> set[str]:
    """The figures and fields that were not read or not worked out, and all that follows from
    them."""
    totals = [figure for table in report.tables.values() for figure in table.totals]
    behind = {
        figure.key: {key for name in _names(figure) for key in report.parts_of(name)}
        for figure in totals
    }
    unsure = {*unread, *(report.form.fields.keys() - fields.keys() - GIVEN_FIELDS.keys())}
    unsure |= behind.keys() - report.figures.keys()
    while new := {key for key, names in behind.items() if names & unsure} - unsure:
        unsure |= new
    return unsure


def _names(figure: Figure) -> set[str]:
    """What a total or formula takes of its own report, by full names."""
    own = (full for _, full in figure.names if not full.startswith(LAST))
    return {*(figure.parts or ()), *own}


def _may_be_given(said: Said, figure: Figure) -> bool:
    """Whether a report may give a figure that last year's report is needed for."""
    decimals = figure.allowed.decimals
    fits = decimals is None or step(said, figure) >= Decimal(1).scaleb(-decimals)
    return figure.names_last and fits


def _agrees(printed: Said, value: Value, figure: Figure) -> bool:
    """Whether a printed total is the sum, or what a formula gives, rounded to the decimals that
    the form has or to fewer ones that the document has."""
    difference = abs(Decimal(printed.value) - Decimal(value))
    if figure.formula is None:
        return difference == 0
    return 2 * difference <= max(step(printed, figure), Decimal(1).scaleb(-figure.places))
