"""From a YAML file to documents: the pipeline."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, field, replace
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from gendoc import cache, checks
from gendoc.binder import FindLast, bind
from gendoc.figure import Chosen, Value, digits
from gendoc.form import Form
from gendoc.problem import Invalid, Problem, Severity, from_system
from gendoc.project import (
    Found,
    Project,
    form_folders,
    forms_at_hand,
    is_published,
    named_form,
    shown,
)
from gendoc.record import record
from gendoc.report import Report
from gendoc.source import read
from gendoc.table import ENTITY_NAME
from gendoc.whole import holds, write_all

if TYPE_CHECKING:
    from gendoc.imported import Imported
    from gendoc.template import Context, TextTemplate

DEFAULT_FORMATS = ("docx", "txt")
_OF_YAML = {"not-filled-in", "numbered-heading", "lost-text", "stray-braces", "bare-number"}
"""Problems of writing YAML, which a published document does not have, or tells as not read."""
_TEXT_TEMPLATE = re.compile(r"report((?:\.\w+)+)\.j2")


@record(eq=False, frozen=False)
class Outcome:
    """What became of one report file."""

    path: Path
    project: Project
    report: Report | None = None
    form: str = ""
    """The id of its form, once that is known."""
    problems: list[Problem] = field(default_factory=list)
    waived: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    written: list[Path] = field(default_factory=list)
    unchanged: list[Path] = field(default_factory=list)
    """Outputs that were there already, to the byte: another program may have them open, and a
    folder that is synchronised has nothing to send."""
    verified: int = 0
    """Outputs that were compared with what would be built."""

    @property
    def failed(self) -> bool:
        return any(problem.is_error for problem in self.problems)


@record(eq=False, frozen=False)
class Tally:
    """What became of many reports, whatever their number."""

    reports: int = 0
    written: int = 0
    """Files that were written; `unchanged` are those that were there already, `verified` those
    that were only compared."""
    unchanged: int = 0
    verified: int = 0
    failed: int = 0
    problems: int = 0
    errors: int = 0
    warnings: int = 0
    waived: int = 0
    alone: int = 0
    """Reports of which last year's is not at hand."""
    forms: dict[str, Path | None] = field(default_factory=dict)
    """The forms that were used by their ids, each with the project that it was found from."""

    def add(self, outcome: Outcome, told: Sequence[Problem]) -> None:
        """Count a report and what is told of it: what is wrong with a template is told once."""
        self.reports += 1
        self.written += len(outcome.written)
        self.unchanged += len(outcome.unchanged)
        self.verified += outcome.verified
        self.failed += outcome.failed
        self.problems += len(told)
        self.errors += sum(problem.is_error for problem in told)
        self.warnings += sum(problem.is_warning for problem in told)
        self.waived += len(outcome.waived)
        self.alone += bool(outcome.notes)
        if outcome.form:
            self.forms[outcome.form] = outcome.project.root


@record()
class Plan:
    """What to make of every report: where, in which formats, how wide text is wrapped.

    Without `out` a report is built into `build/` of its own project.
    """

    out: Path | None = None
    formats: tuple[str, ...] = DEFAULT_FORMATS
    wrap: int = 0
    jobs: int | None = 1
    """Processes to use at once; None for as many as pay."""
    verify: bool = False
    """Whether outputs are only compared with what would be built, and nothing is written."""


def make(found: Found, plan: Plan, rival: Path | None = None) -> Outcome:
    """The whole way of one report; of two whose files would have the same names, none is made.

    Without formats it is only checked.
    """
    if plan.formats and is_published(found.path):
        problem = Problem("published-document", shown(found.path), message="published-document")
        return Outcome(*found, problems=[problem])
    outcome = examine(*found)
    if rival and outcome.report:
        outcome.problems.append(_same_output(outcome, outcome.report, rival))
    if outcome.report and plan.formats and not outcome.failed:
        try:
            outcome.problems += _template_warnings(outcome.report.form, plan.formats)
            _finish(outcome, render(outcome.report, plan.formats, plan.wrap), plan)
        except Invalid as error:
            outcome.problems += error.problems
    return outcome


def folder_of(project: Project, plan: Plan) -> Path:
    """Where the outputs of a project's reports go."""
    return plan.out or (project.root or Path.cwd()) / "build"


def examine(path: Path, project: Project) -> Outcome:
    """Read, bind and check one report."""
    outcome = Outcome(path, project)
    try:
        if is_published(path):
            _examine_published(outcome)
            return outcome
        report = load(path, project)
        outcome.problems, outcome.waived, outcome.notes = checks.run(report)
        outcome.report, outcome.form = report, report.form.id
    except Invalid as error:
        outcome.problems = sorted(error.problems, key=lambda problem: problem.place)
    return outcome


def _examine_published(outcome: Outcome) -> None:
    """Read and check a published document; problems are told where it has what they are about."""
    forms = forms_at_hand(outcome.project.root)
    imported, report = read_published(outcome.path, outcome.project, forms)
    problems, outcome.waived, outcome.notes = checks.run(report)
    told = (imported.placed(problem) for problem in problems if problem.name not in _OF_YAML)
    outcome.problems = [*imported.problems, *told]
    outcome.report = report


def read_published(
    path: Path, project: Project, forms: Sequence[Form], organ: str = "", year: int = 0
) -> tuple[Imported, Report]:
    """A published document as it was read, and its report, compared with last year's where that is
    at hand.

    Raises:
        Invalid: it cannot be read, or is a report on none of the forms.
    """
    from gendoc.importing import published
    from gendoc.knownkeys import with_known_keys

    imported = published(path, shown(path), forms, organ, year)
    imported = with_known_keys(imported, project)
    find_last = _finder(imported.form, project)
    report = imported.bound(shown(path), find_last)
    imported = imported.compared(report).with_last_years(report)
    return imported, imported.bound(shown(path), find_last)


def load(path: Path, project: Project, *, with_last: bool = True) -> Report:
    """Read a report file and bind it to the form that it names, with last year's beside it.

    Raises:
        Invalid: the file cannot be read, or its form is not at hand or broken.
    """
    source, node = read(path, shown(path))
    form = named_form(source, node, project)

    return bind(source, node, form, _finder(form, project) if with_last else _no_last)


def _finder(form: Form, project: Project) -> FindLast:
    """Finds the same body's report for the year before a given one."""

    def find_last(organ: str, year: int) -> Report | None:
        found = project.last_year(form, organ, year)
        try:
            return load(found, project, with_last=False) if found else None
        except Invalid:
            return None  # told when that report is checked itself

    return find_last


def _no_last(organ: str, year: int) -> None:
    return None


def _same_output(outcome: Outcome, report: Report, other: Path) -> Problem:
    values = {"found": report.file_name, "other": shown(other)}
    return Problem("same-output", shown(outcome.path), message="same-output", values=values)


def formats(form: Form) -> dict[str, Path | None]:
    """The outputs that a form has, by name; `json` needs no template.

    A text template `report.flat.txt.j2` makes the format `flat`, its files ending in `.flat.txt`.
    """
    return {**_templates(form.folders), "json": None}


def formats_at_hand(root: Path | None) -> list[str]:
    """The formats of all forms at hand, for which no form has to be read."""
    shipped_or_own = form_folders(root)
    laid_over = [root / "templates" / id_ for id_ in shipped_or_own] if root else []
    return [*_templates((*shipped_or_own.values(), *laid_over)), "json"]


def _templates(folders: Iterable[Path]) -> dict[str, Path]:
    """The templates in some folders by the names of their formats; a later folder's come first."""
    found: dict[str, Path] = {}
    for folder in folders:
        if folder.is_dir():
            found |= _templates_in(folder, folder.stat().st_mtime_ns)
    return found


@lru_cache(maxsize=16)
def _templates_in(folder: Path, modified: int) -> dict[str, Path]:
    found: dict[str, Path] = {}
    if (word := folder / "report.docx").exists():
        found["docx"] = word
    for path in sorted(folder.glob("report.*.j2")):
        if match := _TEXT_TEMPLATE.fullmatch(path.name):
            found[match.group(1).split(".")[1]] = path
    return found


Files = dict[str, bytes]


def render(report: Report, wanted: Sequence[str], wrap: int = 0) -> Files:
    """The documents of a report by file name. Raises `Invalid` where a template fails."""
    known = formats(report.form)
    if missing := _missing(report.form, wanted, report.source.path):
        raise Invalid(missing)
    templates = {file: known[name] for name, file in names_of(report, wanted).items()}
    names = _names(report) if any(templates.values()) else {}
    return {
        file: _filled(template, names, wrap) if template else as_json(report)
        for file, template in templates.items()
    }


def missing_templates(form: Form) -> list[Problem]:
    """The templates without which a build without more ado makes nothing."""
    return _missing(form, DEFAULT_FORMATS, shown(form.folder))


def _missing(form: Form, wanted: Sequence[str], path: str) -> list[Problem]:
    known = formats(form)
    values = {"form": form.id, "known": ", ".join(known)}
    return [
        Problem("no-template", path, message="no-template", values={**values, "format": name})
        for name in wanted
        if name not in known
    ]


def _template_warnings(form: Form, wanted: Sequence[str]) -> list[Problem]:
    """What `gendoc template lint` warns of in the templates of a form.

    Raises:
        Invalid: they have errors; what they spoil need not show in the documents.
    """
    known = formats(form)
    found: list[Problem] = []
    for template in (known[name] for name in wanted if known.get(name)):
        assert template
        key = (form.folder, template, template.stat().st_mtime_ns)
        if key not in _looked_over:
            _looked_over[key] = tuple(_faults(form, template))
        found += _looked_over[key]
    if any(problem.is_error for problem in found):
        raise Invalid(found)
    return found


def _faults(form: Form, template: Path) -> list[Problem]:
    """What is wrong with a template, kept from another time or looked for anew."""
    of_form = (form.folder / "form.yaml").read_bytes()
    made_of = b"\0".join((shown(template).encode(), of_form, template.read_bytes()))
    key = cache.key(made_of, "docxtpl", "docx", "jinja2", "lxml")
    found = cache.read(key, list)
    if found is None:
        from gendoc.lint import lint

        found = lint(form, template)
        cache.write(key, found)
    return found


_looked_over: dict[tuple[Path, Path, int], tuple[Problem, ...]] = {}
"""What is wrong with each template: once for all reports of a process."""


def names_of(report: Report, wanted: Sequence[str]) -> dict[str, str]:
    """The file names of a report's outputs by format, of those that its form has."""
    known = formats(report.form)
    return {name: report.file_name + _suffix(name, known[name]) for name in wanted if name in known}


def _suffix(name: str, template: Path | None) -> str:
    if template is None or template.suffix == ".docx":
        return f".{name}"
    return template.name.removeprefix("report").removesuffix(".j2")


def _names(report: Report) -> Context:
    from gendoc.template import context

    return context(report)


def _filled(template: Path, names: Context, wrap: int) -> bytes:
    modified = template.stat().st_mtime_ns
    if template.suffix == ".docx":
        from gendoc.word import template_at

        return template_at(template, modified).render(names)
    return _text_template(template, modified, wrap).render(names)


@lru_cache(maxsize=16)
def _text_template(path: Path, modified: int, wrap: int) -> TextTemplate:
    from gendoc.template import TextTemplate

    return TextTemplate(path, wrap)


def as_json(report: Report) -> bytes:
    """The report as data: figures with their totals nested by key, prose with figures filled in."""
    tables: dict[str, object] = {}
    for table in report.tables.values():
        for repeated in report.form.tables[table.id].repeats:
            _nest(tables, repeated.split("."), {})
        for entity, name in table.entities:
            _nest(tables, [*entity.split("."), ENTITY_NAME], name)
        for key in table.figures:
            _nest(tables, key.split("."), _json_value(report.figures.get(key)))
    sections = {
        id_: [{"heading": p.heading or None, "text": p.text} for p in paragraphs]
        for id_, paragraphs in report.sections.items()
    }
    record: dict[str, object] = {
        "form": report.form.id,
        "organ": report.organ,
        "year": report.year,
        "fields": {id_: _json_value(report.value(id_)) for id_ in report.form.fields},
        "tables": tables,
        "sections": sections,
    }
    around = {id_: asdict(report.around(table)) for id_, table in report.tables.items()}
    if around := {id_: lines for id_, lines in around.items() if any(lines.values())}:
        record["around"] = around
    return (json.dumps(record, ensure_ascii=False, indent=2) + "\n").encode()


def _nest(tree: dict[str, object], path: list[str], value: object) -> None:
    for key in path[:-1]:
        tree = tree.setdefault(key, {})  # type: ignore[assignment]
    tree[path[-1]] = value


def _json_value(value: Value | None) -> object:
    if isinstance(value, Chosen):
        return list(value.items)
    return digits(value) if isinstance(value, Decimal) else value


def _finish(outcome: Outcome, rendered: Files, plan: Plan) -> None:
    out = folder_of(outcome.project, plan)
    if plan.verify:
        from gendoc.outputs import verify

        found = (verify(out / name, content) for name, content in rendered.items())
        outcome.problems += [problem for problem in found if problem]
        outcome.verified = len(rendered)
        return
    new = {name: content for name, content in rendered.items() if not holds(out / name, content)}
    try:
        kept = write_all(new, out, _changed_by_hand)
    except OSError as error:
        path = Path(error.filename2 or error.filename or out)
        outcome.problems.append(from_system("cannot-write", shown(path), error))
        return
    outcome.written = [out / name for name in new]
    outcome.unchanged = [out / name for name in rendered if name not in new]
    outcome.problems += [_changed(target, beside) for target, beside in kept.items()]


def _changed_by_hand(target: Path) -> Path | None:
    """Where to keep a Word file that is not as gendoc wrote it; None if it is."""
    if target.suffix != ".docx":
        return None
    from gendoc.package import is_ours

    if is_ours(target):
        return None
    count = 1
    while (kept := target.with_name(f"{target.stem}.changed-{count}.docx")).exists():
        count += 1
    return kept


def _changed(target: Path, kept: Path) -> Problem:
    problem = Problem("changed-by-hand", shown(target), values={"kept": kept.name})
    return replace(problem, message="changed-by-hand", severity=Severity.WARNING)
