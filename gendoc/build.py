"""From YAML files to documents: the pipeline, and batches of it."""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from gendoc import checks
from gendoc.figure import FigureType, Value, digits
from gendoc.form import Form
from gendoc.problem import Invalid, Problem, Severity
from gendoc.project import Project, find_form, shown, suggest_form
from gendoc.report import Report, bind
from gendoc.source import read

if TYPE_CHECKING:
    from gendoc.template import TextTemplate
    from gendoc.word import WordTemplate

DEFAULT_FORMATS = ("docx", "txt")
_TEXT_TEMPLATE = re.compile(r"report((?:\.\w+)+)\.j2")


@dataclass
class Outcome:
    """What became of one report file."""

    path: Path
    report: Report | None = None
    problems: list[Problem] = field(default_factory=list)
    waived: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    written: list[Path] = field(default_factory=list)

    @property
    def failed(self) -> bool:
        return any(problem.is_error for problem in self.problems)


@dataclass(frozen=True)
class Plan:
    """What to make of every report: where, in which formats, how wide text is wrapped."""

    project: Project
    out: Path
    formats: tuple[str, ...] = DEFAULT_FORMATS
    wrap: int = 0
    jobs: int = 1


def build(paths: Sequence[Path], plan: Plan) -> Iterator[Outcome]:
    """Build every report; each outcome comes as soon as its files are written."""
    outcomes = [examine(path, plan.project) for path in paths]
    refuse_same_outputs(outcomes)
    good = [outcome for outcome in outcomes if not outcome.failed]
    rendered = iter(_render_all(good, plan))
    for outcome in outcomes:
        if not outcome.failed:
            _finish(outcome, next(rendered), plan.out)
        outcome.report = None
        yield outcome


def examine(path: Path, project: Project) -> Outcome:
    """Read, bind and check one report."""
    outcome = Outcome(path)
    try:
        report = load(path, project)
        outcome.problems, outcome.waived, outcome.notes = checks.run(report)
        outcome.report = report
    except Invalid as error:
        outcome.problems = sorted(error.problems, key=lambda problem: problem.place)
    return outcome


def load(path: Path, project: Project, *, with_last: bool = True) -> Report:
    """Read a report file and bind it to the form that it names, with last year's beside it.

    Raises:
        Invalid: the file cannot be read, or its form is not at hand or broken.
    """
    source, node = read(path, shown(path))
    if not isinstance(node.value, dict):
        source.tell("wrong-type", node, message="wrong-type/mapping", label=path.name)
        raise Invalid(source.problems)
    entry = node.value.get("form")
    if entry is None or not isinstance(entry.value.value, str) or entry.value.is_null:
        source.tell(
            "missing-key",
            entry.value if entry else node,
            key="form",
            message="missing-key/bare",
            found="form",
        )
        raise Invalid(source.problems)
    try:
        form = find_form(entry.value.value, project.root)
    except KeyError:
        message, values = suggest_form(entry.value.value, project.root)
        source.tell("unknown-form", entry.value, key="form", message=message, **values)
        raise Invalid(source.problems) from None

    def find_last(organ: str, year: int) -> Report | None:
        found = project.last_year(organ, year) if with_last else None
        try:
            return load(found, project, with_last=False) if found else None
        except Invalid:
            return None  # told when that report is checked itself

    return bind(source, node, form, find_last)


def refuse_same_outputs(outcomes: Iterable[Outcome]) -> None:
    """Tell every report whose files would overwrite another's (names compare without case)."""
    names: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        if outcome.report and outcome.report.organ:
            names[outcome.report.statutory_title.casefold()].append(outcome)
    for same in names.values():
        for outcome in same if len(same) > 1 else ():
            assert outcome.report
            other = next(o for o in same if o is not outcome)
            outcome.problems.append(
                Problem(
                    "same-output",
                    shown(outcome.path),
                    message="same-output",
                    values={
                        "found": outcome.report.statutory_title,
                        "other": shown(other.path),
                    },
                )
            )


def formats(form: Form) -> dict[str, Path | None]:
    """The outputs that a form has, by name; `json` needs no template.

    A text template `report.flat.txt.j2` makes the format `flat`, its files ending in `.flat.txt`.
    """
    found: dict[str, Path | None] = {}
    if (word := form.folder / "report.docx").exists():
        found["docx"] = word
    for path in sorted(form.folder.glob("report.*.j2")):
        if match := _TEXT_TEMPLATE.fullmatch(path.name):
            found[match.group(1).split(".")[1]] = path
    return {**found, "json": None}


Files = dict[str, bytes]


def render(report: Report, wanted: Sequence[str], wrap: int = 0) -> Files:
    """The documents of a report by file name. Raises `Invalid` where a template fails."""
    known = formats(report.form)
    problems = [
        report.source.problem(
            "no-template", None, form=report.form.id, format=name, known=", ".join(known)
        )
        for name in wanted
        if name not in known
    ]
    if problems:
        raise Invalid(problems)
    return {
        report.statutory_title + _suffix(name, known[name]): _document(report, known[name], wrap)
        for name in dict.fromkeys(wanted)
    }


def _suffix(name: str, template: Path | None) -> str:
    if template is None or template.suffix == ".docx":
        return f".{name}"
    return template.name.removeprefix("report").removesuffix(".j2")


def _document(report: Report, template: Path | None, wrap: int) -> bytes:
    if template is None:
        return as_json(report)
    from gendoc.template import context

    if template.suffix == ".docx":
        return _word_template(template, template.stat().st_mtime_ns).render(context(report))
    return _text_template(template, template.stat().st_mtime_ns, wrap).render(context(report))


@lru_cache(maxsize=16)
def _word_template(path: Path, modified: int) -> WordTemplate:
    from gendoc.word import WordTemplate  # docxtpl takes as long to import as all the rest

    return WordTemplate(path)


@lru_cache(maxsize=16)
def _text_template(path: Path, modified: int, wrap: int) -> TextTemplate:
    from gendoc.template import TextTemplate

    return TextTemplate(path, wrap)


def as_json(report: Report) -> bytes:
    """The report as data: figures with their totals nested by key, prose with figures filled in."""
    tables: dict[str, object] = {}
    for table in report.tables.values():
        for key, figure in table.figures.items():
            _nest(tables, key.split("."), _json_value(report.figures[key], figure.type))
    sections = {
        id_: [{"heading": p.heading or None, "text": p.text} for p in paragraphs]
        for id_, paragraphs in report.sections.items()
    }
    record = {
        "form": report.form.id,
        "organ": report.organ,
        "year": report.year,
        "tables": tables,
        "sections": sections,
    }
    return (json.dumps(record, ensure_ascii=False, indent=2) + "\n").encode()


def _nest(tree: dict[str, object], path: list[str], value: object) -> None:
    for key in path[:-1]:
        tree = tree.setdefault(key, {})  # type: ignore[assignment]
    tree[path[-1]] = value


def _json_value(value: Value, type_: FigureType) -> object:
    return digits(value) if type_ is FigureType.MONEY else value


def _render_all(outcomes: list[Outcome], plan: Plan) -> Iterator[Files | Invalid]:
    if plan.jobs <= 1 or len(outcomes) <= 1:
        for outcome in outcomes:
            yield _render_or_problems(outcome.report, plan)
        return
    with ProcessPoolExecutor(min(plan.jobs, len(outcomes))) as pool:
        tasks = [pool.submit(_render_path, outcome.path, plan) for outcome in outcomes]
        for task in tasks:
            yield task.result()


def _render_path(path: Path, plan: Plan) -> Files | Invalid:
    """In a worker: read the report again, which is cheaper than sending it over."""
    outcome = examine(path, plan.project)
    return (
        Invalid(outcome.problems) if outcome.failed else _render_or_problems(outcome.report, plan)
    )


def _render_or_problems(report: Report | None, plan: Plan) -> Files | Invalid:
    assert report
    try:
        return render(report, plan.formats, plan.wrap)
    except Invalid as error:
        return error


def _finish(outcome: Outcome, rendered: Files | Invalid, out: Path) -> None:
    if isinstance(rendered, Invalid):
        outcome.problems += rendered.problems
        return
    try:
        outcome.written, kept = write(rendered, out)
        outcome.problems += kept
    except OSError as error:
        path = Path(error.filename2 or error.filename or out)
        values = {"reason": error.strerror or str(error)}
        problem = Problem("cannot-write", shown(path), message="cannot-write", values=values)
        outcome.problems.append(problem)


def write(files: Files, out: Path) -> tuple[list[Path], list[Problem]]:
    """Write a report's files, all or none, each whole or not at all.

    A Word file that a person has changed is moved aside first, and told.

    Raises:
        OSError: the folder cannot be written to, or a file is open elsewhere.
    """
    out.mkdir(parents=True, exist_ok=True)
    waiting: list[tuple[Path, Path]] = []
    problems: list[Problem] = []
    try:
        for name, content in files.items():
            waiting.append((_write_aside(out, content), out / name))
        for temporary, target in waiting:
            if kept := _keep_changed(target, files[target.name]):
                problems.append(_changed(target, kept))
            os.replace(temporary, target)
    finally:
        for temporary, _ in waiting:
            temporary.unlink(missing_ok=True)
    return [target for _, target in waiting], problems


def _write_aside(folder: Path, content: bytes) -> Path:
    handle, name = tempfile.mkstemp(prefix=".gendoc-", suffix=".tmp", dir=folder)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(name, 0o666 & ~_umask())
    except BaseException:
        os.unlink(name)
        raise
    return Path(name)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _keep_changed(target: Path, content: bytes) -> Path | None:
    """Move a Word file aside that is not as gendoc wrote it."""
    if target.suffix != ".docx" or not target.exists() or target.read_bytes() == content:
        return None
    from gendoc.word import is_ours

    if is_ours(target):
        return None
    count = 1
    while (kept := target.with_name(f"{target.stem}.changed-{count}.docx")).exists():
        count += 1
    os.replace(target, kept)
    return kept


def _changed(target: Path, kept: Path) -> Problem:
    problem = Problem("changed-by-hand", shown(target), values={"kept": kept.name})
    return replace(problem, message="changed-by-hand", severity=Severity.WARNING)
