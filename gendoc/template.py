"""What a template sees of a report, and the Jinja environments that templates run in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from gendoc import text
from gendoc.figure import Value, digits, yes_no_word
from gendoc.form import Branch, Table
from gendoc.grid import Grid, grid
from gendoc.problem import Invalid, Problem
from gendoc.project import shown
from gendoc.prose import Paragraph
from gendoc.report import Notes, Report

Context = dict[str, Any]
TEMPLATE_ERRORS = (
    TemplateError,
    ArithmeticError,
    AttributeError,
    LookupError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What a template can raise while it is read, compiled or rendered; none is a bug of ours."""


@dataclass(frozen=True)
class DrawnTable:
    """A table as text templates take it: its grid and the printed figures by key."""

    table: Table
    report: Report

    @property
    def grid(self) -> Grid:
        return grid(self.table)

    @cached_property
    def texts(self) -> dict[str, str]:
        figures, remarks = self.report.figures, self.report.remarks
        return {
            key: digits(_answered(figures[key], self.report)) + remarks.get(key, "")
            for key in self.table.figures
        }


@dataclass(frozen=True, slots=True)
class DrawnSection:
    """A section as text templates take it, with the notes before and after its table."""

    id: str
    title: str
    paragraphs: Sequence[Paragraph]
    table: DrawnTable | None
    before: Sequence[Paragraph]
    after: Sequence[Paragraph]


class Answer(int):
    """A yes or no that prints as the form's language has it."""

    word = ""

    def __str__(self) -> str:
        return self.word


class OwnTitle(tuple[str, ...]):
    """The lines of a title that a report sets itself; they are never joined."""

    __slots__ = ()


class RemarkedCount(int):
    """A count that prints the remark of its cell after itself, and calculates without it."""

    remark = ""

    def __str__(self) -> str:
        return int.__repr__(self) + self.remark


class RemarkedMoney(Decimal):
    """An amount that prints the remark of its cell after itself."""

    remark = ""

    def __str__(self) -> str:
        return format(Decimal(self), "f") + self.remark


def context(report: Report) -> Context:
    """The names of a template: fields, facts, figures nested by key, sections and notes."""
    parts = OwnTitle(report.own_title) if report.own_title else report.title_parts
    names: Context = {"title": report.title, "title_parts": parts}
    names |= {"organ": report.organ, "year": report.year, "facts": {}}
    names |= {id_: _answered(value, report) for id_, value in report.fields.items()}
    for key, fact in report.facts.items():
        _nest(names, key, fact)
    names |= {id_: _nested(table.tree, report) for id_, table in report.tables.items()}
    names |= {s.id: report.sections.get(s.id, ()) for s in report.form.sections if s.kind == "text"}
    names["notes"] = {id_: report.notes.get(id_, Notes()) for id_ in report.tables}
    names["sections"] = _sections(report)
    return names


def _nest(names: Context, key: str, value: object) -> None:
    *path, last = key.split(".")
    for name in path:
        names = names.setdefault(name, {})
    names[last] = value


def _nested(branch: Branch, report: Report) -> Context:
    """The figures of a table under the keys that a report file enters them by."""
    return {
        name: _nested(child, report)
        if isinstance(child, Branch)
        else _remarked(_answered(report.figures[child.key], report), report, child.key)
        for name, child in branch.children.items()
    }


def _answered(value: Value, report: Report) -> Value:
    if not isinstance(value, bool):
        return value
    answer = Answer(value)
    answer.word = yes_no_word(value, report.form.language)
    return answer


def _remarked(value: Value, report: Report, key: str) -> Value:
    remark = report.remarks.get(key)
    if not remark:
        return value
    if isinstance(value, str | Answer):
        return str(value) + remark
    kept = RemarkedMoney(value) if isinstance(value, Decimal) else RemarkedCount(value)
    kept.remark = remark
    return kept


def _sections(report: Report) -> list[DrawnSection]:
    return [_section(report, section.id, section.title) for section in report.form.sections]


def _section(report: Report, id_: str, title: str) -> DrawnSection:
    table = report.tables.get(id_)
    notes = report.notes.get(id_, Notes())
    drawn = DrawnTable(table, report) if table else None
    return DrawnSection(id_, title, report.sections.get(id_, ()), drawn, notes.before, notes.after)


def fit(parts: Sequence[str], width: int) -> list[str]:
    """Join the parts of a title into one line of at most `width` full-width characters, or none."""
    whole = "".join(parts)
    joined = len(whole) <= width and not isinstance(parts, OwnTitle)
    return [whole] if joined else list(parts)


class Environment(ImmutableSandboxedEnvironment):
    """Jinja, sandboxed and strict. The keys of a mapping come before its methods."""

    def __init__(self, finalize: Callable[[object], object] | None = None, wrap: int = 0) -> None:
        super().__init__(
            undefined=StrictUndefined,
            finalize=finalize,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self.filters["fit"] = fit
        self.filters["wrap"] = lambda value: "\n".join(text.wrap(value, wrap))
        self.filters["center"] = lambda value: text.center(value, wrap or 80).rstrip()
        self.filters["draw"] = lambda table: text.draw(table.grid, table.texts)
        self.filters["flat"] = lambda table: text.flat(table.grid, table.texts)

    def getattr(self, obj: Any, attribute: str) -> Any:
        return (
            self._key(obj, attribute) if isinstance(obj, dict) else super().getattr(obj, attribute)
        )

    def getitem(self, obj: Any, argument: Any) -> Any:
        if isinstance(obj, dict):
            return self._key(obj, argument)
        return super().getitem(obj, argument)

    def _key(self, obj: dict[str, Any], key: str) -> Any:
        try:
            return obj[key]
        except KeyError:
            return self.undefined(obj=obj, name=key)


def plain(value: object) -> object:
    """Figures as they are printed, in templates that need no escaping."""
    if type(value) is Decimal:
        return digits(value)
    return value


class TextTemplate:
    """A text template, compiled once."""

    def __init__(self, path: Path, wrap: int = 0) -> None:
        self.path = path
        try:
            self.template = Environment(plain, wrap).from_string(path.read_text("utf-8"))
        except TEMPLATE_ERRORS as error:
            raise Invalid([_broken(path, error)]) from error

    def render(self, names: Context) -> bytes:
        """The document as UTF-8. Raises `Invalid` where the template cannot be filled in."""
        try:
            return self.template.render(names).rstrip("\n").encode() + b"\n"
        except TEMPLATE_ERRORS as error:
            raise Invalid([_broken(self.path, error)]) from error


def _broken(path: Path, error: Exception) -> Problem:
    line = getattr(error, "lineno", None) or line_in_template(error)
    values = {"reason": reason(error), "where": path.name}
    return Problem(
        "broken-template", shown(path), line, 1, message="broken-template", values=values
    )


def reason(error: Exception) -> str:
    """What went wrong in one line."""
    return (str(error) or type(error).__name__).split("\n")[0]


def line_in_template(error: BaseException) -> int | None:
    """The line of the template that an error came from, which Jinja puts into the traceback."""
    line, trace = None, error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
