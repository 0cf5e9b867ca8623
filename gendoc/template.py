"""What a template sees of a report, and the Jinja environments that templates run in."""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from decimal import Decimal, InvalidOperation
from functools import cached_property, partial, reduce
from math import isfinite
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import (
    StrictUndefined,
    Template,
    TemplateError,
    TemplateRuntimeError,
    TemplateSyntaxError,
    UndefinedError,
    nodes,
    pass_context,
)
from jinja2.runtime import Context as JinjaContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing

from gendoc import cache, drawing, project, text
from gendoc.across import COUNT
from gendoc.display import printed
from gendoc.expression import NUMBER_FILTERS, filtered, takes
from gendoc.figure import Value, digits
from gendoc.form import GIVEN_FIELDS, Section
from gendoc.grid import Grid, grid
from gendoc.problem import Invalid, Problem
from gendoc.prose import NoValue, Paragraph, Unprinted
from gendoc.record import record
from gendoc.report import Notes, Report
from gendoc.source import read_text
from gendoc.table import ENTITY_NAME, Around, Branch, Figure, Table

Context = dict[str, Any]
CHANGE_WORDS = "change words"
"""Under which the words of the filter `change` stand: no template can call it by that."""
Shown = dict[str, Value]
"""The figures of a table by their full keys, as they calculate and print in a template."""
TOO_LARGE = "number too large"
"""What a number is that is none any more; the catalogue says it for people."""
_CONSTANTS = (nodes.Const, nodes.BinExpr, nodes.UnaryExpr, nodes.Filter)
"""What Jinja works out by itself where all in it is written out."""
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


@record()
class DrawnTable(Unprinted):
    """A table as text templates take it: its grid, its printed figures by key, the lines around."""

    table: Table
    shown: Shown
    around: Around

    @cached_property
    def grid(self) -> Grid:
        return grid(self.table)

    @cached_property
    def texts(self) -> dict[str, str]:
        return {key: str(plain(value)) for key, value in self.shown.items()}


class DrawnField(NamedTuple):
    """A field of a section of fields."""

    label: str
    text: str


@record()
class DrawnSection(Unprinted):
    """A section as text templates take it, with the notes before and after its table.

    `fields` are the printed fields of a section of fields, each with its label.
    """

    id: str
    title: str
    paragraphs: Sequence[Paragraph]
    table: DrawnTable | None
    before: Sequence[Paragraph]
    after: Sequence[Paragraph]
    fields: Sequence[DrawnField]
    in_line: bool


class Several(tuple[Any, ...]):
    """What a loop gives one after another, never printed at once."""

    def __str__(self) -> str:
        raise NoValue


class TitleParts(Several):
    """The parts of a title. Those that a report sets itself are its lines, never joined."""

    own = False
    space = ""


class Printed:
    """A value that a template calculates with, and that prints as its field demands."""

    text = ""

    def __str__(self) -> str:
        return self.text


class PrintedCount(Printed, int):
    """A count, an answer among them, with its unit or the remark of its cell."""


class PrintedDecimal(Printed, Decimal):
    """An amount or a share with its unit, its sign or the remark of its cell."""


class WrongFilter(TemplateRuntimeError):  # noqa: N818 - named for what it is
    """A filter on numbers with arguments that it does not take."""


class Group(Context):
    """Names inside another one. Python's own way of writing it is never printed."""

    def __str__(self) -> str:
        raise NoValue(", ".join(self))


class PrintedFloat(Printed, float):
    """A quotient that is printed with the decimals that it was rounded to."""


class Rows(Group):
    """The rows that a report gives for a repeated one: a loop gives each, a key one of them."""

    counted: Value | None = None
    """How many they were last year, where they are this year's with the figures of then."""

    def __iter__(self) -> Iterator[Context]:  # type: ignore[override]
        return iter(self.values())


class LastYear(Group):
    """Last year's figures, facts and fields, looked for where a template first asks for them.

    What last year's report does not have, or none was found, is left empty.
    """

    def __init__(self, report: Report) -> None:
        super().__init__()
        self._of: Report | None = report

    def __missing__(self, key: str) -> Any:
        report, self._of = self._of, None
        if report is None:
            raise KeyError(key)
        self.update(_last_year(report))
        return self[key]


def _last_year(report: Report) -> Context:
    last, form = report.last, report.form
    names = Group(facts=Group())
    for key in dict.fromkeys([*report.facts, *(last.facts if last else ())]):
        _nest(names, key, last.facts.get(key, "") if last else "")
    for field in (*GIVEN_FIELDS.values(), *form.fields.values()):
        value = last.value(field.id) if last else None
        shown = "" if value is None else _printing(value, printed(value, field, form.language))
        names[field.id] = shown
    figures = last.figures if last else {}
    for id_, table in report.tables.items():
        shown_then = {
            key: _printing(figures[key], printed(figures[key], figure, form.language))
            if key in figures
            else ""
            for key, figure in table.figures.items()
        }
        names[id_] = _figures(report, table, shown_then)
        for repeated in form.tables[id_].repeats:
            rows: Any = reduce(Group.__getitem__, repeated.split("."), names)
            count = last.value(f"{repeated}.{COUNT}") if last else None
            rows.counted = "" if count is None else count
    return names


def context(report: Report) -> Context:
    """The names of a template: fields, facts, figures nested by key, sections and notes."""
    parts = TitleParts(report.title_parts)
    parts.own, parts.space = bool(report.own_title), report.form.space
    names: Context = {"title": report.title, "title_parts": parts}
    names |= {"organ": report.organ, "year": report.year, "facts": Group()}
    names["last"] = LastYear(report)
    language = report.form.language
    for field in report.form.fields.values():
        value = report.value(field.id)
        text = printed(value, field, language)
        names[field.id] = text if value is None else _printing(value, text)
    for key, fact in report.facts.items():
        _nest(names, key, fact)
    shown = {id_: _shown(report, table) for id_, table in report.tables.items()}
    names |= {id_: _figures(report, table, shown[id_]) for id_, table in report.tables.items()}
    prose = (s.id for s in report.form.sections if s.kind == "text")
    names |= {id_: Several(report.sections.get(id_, ())) for id_ in prose}
    names[CHANGE_WORDS] = report.form.change
    names["notes"] = Group({id_: report.notes.get(id_, Notes()) for id_ in report.tables})
    names["sections"] = [_section(report, section, shown) for section in report.form.sections]
    return names


def _nest(names: Context, key: str, value: object) -> None:
    *path, last = key.split(".")
    for name in path:
        names = names.setdefault(name, Group())
    names[last] = value


def _figures(report: Report, table: Table, shown: Shown) -> Context:
    """The figures of a table under the keys that a report file enters them by."""
    found = _nested(table.tree, shown, dict(table.entities))
    for repeated in report.form.tables[table.id].repeats:
        *path, last = repeated.split(".")[1:]
        above = found
        for name in path:
            above = above.setdefault(name, Group())
        above[last] = Rows(above.get(last, {}))
    return found


def _nested(branch: Branch, shown: Shown, entities: Mapping[str, str]) -> Context:
    found = Group()
    for name, child in branch.children.items():
        if isinstance(child, Branch):
            found[name] = _nested(child, shown, entities)
        else:
            found[name] = shown[child.key]
    if branch.is_entity:
        found[ENTITY_NAME] = entities[branch.key]
    return found


def _shown(report: Report, table: Table) -> Shown:
    """Figures that print as their fields and the remarks of their cells demand; most are counts
    that print as they are."""
    figures, remarks = report.figures, report.remarks
    return {
        key: value
        if type(value := figures.get(key, "")) is int
        and not (figure.beside or figure.thousands)
        and key not in remarks
        else _printing(value, _text(report, figure))
        for key, figure in table.figures.items()
    }


def _text(report: Report, figure: Figure) -> str:
    shown = printed(report.figures.get(figure.key), figure, report.form.language)
    return shown + report.remarks.get(figure.key, "")


def _printing(value: Value, text: str) -> Value:
    """A value that prints as a text and calculates as itself."""
    if isinstance(value, str):
        return text
    if text == digits(value) and not isinstance(value, bool):
        return value
    shown = PrintedDecimal(value) if isinstance(value, Decimal) else PrintedCount(value)
    shown.text = text
    return shown


def _section(report: Report, section: Section, shown: Mapping[str, Shown]) -> DrawnSection:
    table = report.tables.get(section.id)
    notes = report.notes.get(section.id, Notes())
    fields = [
        DrawnField(field.label, printed(report.value(field.id), field, report.form.language))
        for field in section.fields
        # What nobody asked for needs no line; a grid or a line of several keeps its places.
        if section.boxed
        or section.in_line
        or not field.demand.is_conditional
        or report.value(field.id) is not None
    ]
    return DrawnSection(
        section.id,
        section.title,
        report.sections.get(section.id, ()),
        DrawnTable(table, shown[section.id], report.around(table)) if table else None,
        notes.before,
        notes.after,
        fields,
        bool(section.in_line) and not section.boxed,
    )


def fit(parts: TitleParts, width: int) -> list[str]:
    """Join the parts of a title into one line of at most `width` characters, or none of them."""
    whole = parts.space.join(parts)
    return [whole] if len(whole) <= width and not parts.own else list(parts)


@pass_context
def _on_number(
    names: JinjaContext, value: Any, *arguments: Any, filter_: str, **named: Any
) -> Value | PrintedFloat:
    """A filter of prose on a number; what is left empty stays so, as what 0 divides does."""
    if named or not takes(filter_, arguments):
        raise WrongFilter(filter_)
    if any(isinstance(each, str) and not each for each in (value, *arguments)):
        return ""
    numbers = [_decimal(each) for each in (value, *arguments)]
    if filter_ == "change" and not numbers[1]:
        return ""
    try:
        found = filtered(filter_, numbers[0], numbers[1:], names[CHANGE_WORDS])
    except InvalidOperation as error:
        raise OverflowError(TOO_LARGE) from error
    if not isinstance(value, float) or not isinstance(found, Decimal):
        return found
    shown = PrintedFloat(found)
    shown.text = digits(found)
    return shown


def _decimal(value: Any) -> Decimal:
    """A number to calculate with, whatever arithmetic made it."""
    if isinstance(value, float):
        return Decimal(repr(float(_finite(value))))
    if not isinstance(value, int | Decimal):
        str(value)  # an unknown name says so
        raise TypeError("unsupported operand")
    return Decimal(value)


def _finite(value: float) -> float:
    """A number that is one, which what grew too large is not."""
    if not isfinite(value):
        raise OverflowError(TOO_LARGE)
    return value


def _own_filters(wrap: int) -> dict[str, Callable[..., Any]]:
    """The filters that templates have besides Jinja's."""
    return {
        **{name: pass_context(partial(_on_number, filter_=name)) for name in NUMBER_FILTERS},
        "fit": fit,
        "wrap": lambda value: "\n".join(text.wrap(value, wrap)),
        "center": lambda value: text.center(value, wrap or 80).rstrip(),
        "draw": lambda table: drawing.framed(drawing.draw(table.grid, table.texts), table.around),
        "flat": lambda table: drawing.headed(drawing.flat(table.grid, table.texts), table.around),
    }


FILTERS = tuple(_own_filters(0))


_OWN = (Paragraph, Notes, DrawnSection)
"""Records made for templates: nothing in them must be kept from one."""


class UnknownName(UndefinedError):  # noqa: N818 - named for what it is
    """A name that is none; `known` are those that stand beside it, where it is inside another."""

    def __init__(self, message: str, name: str, known: tuple[str, ...]) -> None:
        super().__init__(message)
        self.name, self.known = name, known


class _Undefined(StrictUndefined):
    """A name that is not there, which says so with the names that are."""

    __slots__ = ()

    def __init__(
        self,
        hint: str | None = None,
        obj: Any = missing,
        name: str | None = None,
        exc: type[TemplateRuntimeError] = UndefinedError,
    ) -> None:
        super().__init__(hint, obj, name, exc)
        if hint is None and isinstance(name, str):
            known = tuple(map(str, obj.keys())) if isinstance(obj, dict) else ()
            self._undefined_exception = partial(UnknownName, name=name, known=known)  # type: ignore[assignment]


class Environment(ImmutableSandboxedEnvironment):
    """Jinja, sandboxed and strict. The keys of a mapping come before its methods."""

    def __init__(self, finalize: Callable[[object], object] | None = None, wrap: int = 0) -> None:
        super().__init__(
            undefined=_Undefined,
            finalize=finalize,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self.filters |= _own_filters(wrap)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """A tree without constants that are too large, of which Jinja would make wrong code."""
        tree = super()._parse(source, name, filename)
        for node in tree.find_all(_CONSTANTS):
            with suppress(nodes.Impossible):
                value = node.as_const()
                if isinstance(value, float) and not isfinite(value):
                    raise TemplateSyntaxError(TOO_LARGE, node.lineno, name, filename)
        return tree

    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, dict):
            return obj[attribute] if attribute in obj else self._key(obj, attribute)
        if isinstance(obj, _OWN) and not attribute.startswith("_") and hasattr(obj, attribute):
            return getattr(obj, attribute)
        return super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        if isinstance(obj, dict):
            return self._key(obj, argument)
        return super().getitem(obj, argument)

    def _key(self, obj: dict[str, Any], key: str) -> Any:
        try:
            return obj[key]
        except KeyError:
            if key == COUNT and isinstance(obj, Rows):
                return len(obj) if obj.counted is None else obj.counted
            return self.undefined(obj=obj, name=key)


def plain(value: object) -> object:
    """Figures as they are printed, in templates that need no escaping.

    Raises:
        NoValue: it is nothing that can be printed.
    """
    if type(value) is Decimal:
        return digits(value)
    if type(value) is float:
        return _finite(value)
    if value is None:
        raise NoValue("none")
    if not isinstance(value, str | int | float | Decimal) and not hasattr(value, "__html__"):
        raise NoValue(str(value))  # which an unknown name does not come to
    return value


def compiled(environment: Environment, source: str | nodes.Template) -> bytes:
    """A template as the code that Jinja makes of it, for today's versions alone."""
    return marshal.dumps(environment.compile(source))


def loaded(environment: Environment, code: bytes) -> Template:
    """A template from what `compiled` gave."""
    return Template.from_code(environment, marshal.loads(code), environment.make_globals(None))


class TextTemplate:
    """A text template, compiled once.

    Raises:
        Invalid: it cannot be read or compiled.
    """

    def __init__(self, path: Path, wrap: int = 0) -> None:
        self.path = path
        self.source = source = read_text(path, project.shown(path))
        environment = Environment(plain, wrap)
        try:
            key = cache.key(f"{wrap} {source}".encode(), "jinja2")
            code = cache.read(key, bytes)
            if code is None:
                code = compiled(environment, source)
                cache.write(key, code)
            self.template = loaded(environment, code)
        except TEMPLATE_ERRORS as error:
            raise Invalid(self._faults(error)) from error

    def render(self, names: Context) -> bytes:
        """The document as UTF-8. Raises `Invalid` where the template cannot be filled in."""
        try:
            return self.template.render(names).rstrip("\n").encode() + b"\n"
        except TEMPLATE_ERRORS as error:
            raise Invalid(self._faults(error, names)) from error

    def _faults(self, error: Exception, names: Iterable[str] = ()) -> list[Problem]:
        from gendoc.faults import TextFaults

        return list(TextFaults(self.path, self.source).of(error, names))


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
