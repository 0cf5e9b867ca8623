"""The command line: arguments and exit codes; the only place that catches."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Sequence
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from gendoc import __version__, batch, kept, newfile, progress, project, show, terminal, usage
from gendoc import build as pipeline
from gendoc.form import USABLE_ID, Form
from gendoc.messages import Language, advise, detect, say
from gendoc.problem import Invalid, Problem, from_system, listed
from gendoc.project import Found
from gendoc.source import suggest

if TYPE_CHECKING:
    from gendoc.skeleton import Content

LANGUAGE: Language = detect(sys.argv, os.environ)
OK, WRONG_DATA, WRONG_USE, BUG = 0, 1, 2, 3
_TYPERS_INTERRUPTED = 130


def _(message: str, **values: object) -> str:
    return say(message, LANGUAGE, **values)


app = typer.Typer(
    help=_("help/gendoc"),
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
template_app = typer.Typer(help=_("help/template"), no_args_is_help=True, rich_markup_mode=None)
app.add_typer(template_app, name="template")


class TreeFormat(StrEnum):
    """How `gendoc template fields` tells the names."""

    TEXT = "text"
    JSON = "json"


class OutputFormat(StrEnum):
    """How `gendoc check` tells what it found."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    SARIF = "sarif"


Paths = Annotated[list[Path] | None, typer.Argument(metavar="PATH", help=_("help/paths"))]


def _version(wanted: bool) -> None:
    if wanted:
        terminal.line(f"gendoc {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    lang: Annotated[
        str, typer.Option("--lang", metavar="zh|en", help=_("help/lang"), show_default=False)
    ] = "",
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help=_("help/version"))
    ] = False,
) -> None:
    # The language is settled before this runs, so that help is in it too.
    if lang and not lang.lower().startswith(("zh", "en")):
        raise typer.BadParameter(_("help/lang"), param_hint="--lang")


@app.command(help=_("help/build"), name="build")
def build_command(
    paths: Paths = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="DIR", help=_("help/out"))
    ] = None,
    formats: Annotated[
        list[str] | None, typer.Option("--format", "-f", metavar="F", help=_("help/format"))
    ] = None,
    wrap: Annotated[int, typer.Option("--wrap", min=0, help=_("help/wrap"))] = 0,
    jobs: Annotated[
        int | None, typer.Option("--jobs", "-j", min=1, help=_("help/jobs"), show_default=False)
    ] = None,
    verify: Annotated[bool, typer.Option("--verify", help=_("help/verify"))] = False,
) -> None:
    started = time.perf_counter()
    reports = _find(paths)
    wanted = tuple(formats) if formats else pipeline.DEFAULT_FORMATS
    if formats:
        _refuse_unknown_formats(wanted, reports)
    plan = pipeline.Plan(out, wanted, wrap, jobs, verify)
    tally = pipeline.Tally()
    told: set[tuple[object, ...]] = set()
    # Where a bar counts the reports, a line for each file would only hide what is wrong.
    silent = progress.has_bar(len(reports)) and sys.stdout.isatty()
    building = partial(batch.build, reports, plan)
    with progress.followed(building, len(reports), LANGUAGE) as outcomes:
        for outcome in outcomes:
            new = _new(outcome, told)
            tally.add(outcome, new)
            terminal.tell(new, LANGUAGE, error=True)
            if not silent:
                _tell_outputs(outcome)
    seconds = f"{time.perf_counter() - started:.2f}"
    message, files = "summary/built", tally.written
    if verify:
        message, files = "summary/verified", tally.verified
    elif tally.unchanged:
        message = "summary/built-again"
    values = {"reports": tally.reports, "files": files, "unchanged": tally.unchanged}
    summary = [_(message, **values, seconds=seconds)]
    _refuse_unfinished(len(reports) - tally.reports, summary)
    for root in () if verify else _roots(reports):
        for path in kept.renew(root):
            terminal.line(_("init/wrote", path=project.shown(path)), error=True)
    _finish(tally, summary, strict=False)


def _tell_outputs(outcome: pipeline.Outcome) -> None:
    for message, paths in (("wrote", outcome.written), ("unchanged", outcome.unchanged)):
        for path in paths:
            terminal.line(_(message, path=project.shown(path)))


def _roots(reports: Sequence[Found]) -> list[Path]:
    roots = dict.fromkeys(found.project.root for found in reports)
    return [root for root in roots if root]


def _refuse_unfinished(left: int, summary: list[str]) -> None:
    """Say what an interrupted batch has done and what it has not."""
    if left:
        summary.append(_("summary/interrupted", left=left))
        terminal.line(("" if LANGUAGE == "zh" else " ").join(summary), error=True)
        raise typer.Exit(WRONG_DATA)


@app.command(help=_("help/check"))
def check(
    paths: Paths = None,
    output_format: Annotated[
        OutputFormat, typer.Option("--output-format", help=_("help/output-format"))
    ] = OutputFormat.TEXT,
    strict: Annotated[bool, typer.Option("--strict", help=_("help/strict"))] = False,
    show_waived: Annotated[bool, typer.Option("--show-waived", help=_("help/show-waived"))] = False,
) -> None:
    as_text = output_format is OutputFormat.TEXT
    told: set[tuple[object, ...]] = set()
    tally = pipeline.Tally()
    problems: list[Problem] = []
    try:
        reports = _find(paths)
        checking = partial(batch.check, reports)
        with progress.followed(checking, len(reports), LANGUAGE) as outcomes:
            for outcome in outcomes:
                new = _new(outcome, told)
                tally.add(outcome, new)
                if not as_text:
                    problems += new
                    continue
                terminal.tell(new, LANGUAGE)
                if show_waived:
                    terminal.tell(outcome.waived, LANGUAGE, before=_("waived"))
        summary = [_("summary/checked", reports=tally.reports)]
        _refuse_unfinished(len(reports) - tally.reports, summary)
    except Invalid as error:
        if as_text:
            raise
        terminal.data(_for_programs(error.problems, tally, output_format))
        raise typer.Exit(WRONG_DATA) from None
    if not as_text:
        terminal.data(_for_programs(problems, tally, output_format))
        raise typer.Exit(_status(tally, strict))
    if not tally.problems:
        summary.append(_("summary/fine"))
    if old := [project.shown(path) for root in _roots(reports) for path in kept.stale(root)]:
        terminal.line(_("summary/stale-schema", found=", ".join(old)), error=True)
    if tally.alone:
        summary.append(_("summary/no-last-year", reports=tally.alone))
    _finish(tally, summary, strict)


def _for_programs(
    problems: Sequence[Problem], tally: pipeline.Tally, output_format: OutputFormat
) -> str:
    if output_format is OutputFormat.JSON:
        return show.as_json(problems, LANGUAGE)
    if output_format is OutputFormat.GITHUB:
        return show.as_github(problems, LANGUAGE)
    from gendoc.sarif import as_sarif

    forms = [project.find_form(id_, root) for id_, root in tally.forms.items()]
    return as_sarif(problems, LANGUAGE, forms)


class StatusFormat(StrEnum):
    """How `gendoc status` tells how reports stand."""

    TEXT = "text"
    JSON = "json"


@app.command(help=_("help/status"), name="status")
def status_command(
    paths: Paths = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="DIR", help=_("help/out"))
    ] = None,
    output_format: Annotated[
        StatusFormat, typer.Option("--output-format", help=_("help/status-format"))
    ] = StatusFormat.TEXT,
) -> None:
    from gendoc import status

    rows = list(status.standings(_find(paths), pipeline.Plan(out)))
    if output_format is StatusFormat.JSON:
        terminal.data(status.as_json(rows))
        return
    terminal.line(status.as_text(rows, LANGUAGE, terminal.look_of(sys.stdout)))
    terminal.line(status.summary(rows, LANGUAGE), error=True)


@app.command(help=_("help/init"))
def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help=_("help/init-dir"))] = Path("."),
) -> None:
    from gendoc.newproject import make

    try:
        for step in make(folder):
            terminal.line(step.told(LANGUAGE, project.shown(step.path)))
    except OSError as error:
        path = Path(error.filename or folder)
        _fail([from_system("cannot-write", project.shown(path), error)], WRONG_DATA)
    where = "" if folder.resolve() == Path.cwd() else f'cd "{folder}" && '
    terminal.line(_("init/next", where=where), error=True)


@app.command(help=_("help/new"))
def new(
    form: Annotated[str | None, typer.Argument(metavar="FORM", help=_("help/form"))] = None,
    organ: Annotated[
        str | None, typer.Option("--organ", metavar="NAME", help=_("help/organ"))
    ] = None,
    year: Annotated[
        int | None, typer.Option("--year", min=1000, max=9999, help=_("help/year"))
    ] = None,
    last: Annotated[
        Path | None, typer.Option("--from", metavar="FILE", help=_("help/new-from"))
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="FILE", help=_("help/new-out"))
    ] = None,
) -> None:
    root = project.find_root(Path.cwd())
    loaded = _form(form, root) if form else None
    if last is not None:
        _new_from(last, loaded, organ, year, out)
        return
    needed = {"FORM": form, "--organ": organ, "--year": year}
    if missing := [name for name, value in needed.items() if value is None]:
        _missing(missing[0], "gendoc new")
    assert loaded
    assert organ is not None
    assert year is not None
    _write_report(loaded, organ, year, out)


def _new_from(
    path: Path, form: Form | None, organ: str | None, year: int | None, out: Path | None
) -> None:
    """A new report that takes over what stays from another year's."""
    from gendoc.carry import carry_over, read_last

    root = project.find_root(Path.cwd())
    last = read_last(path, project.Project(root), form)
    year = year or (last.report.year + 1 if last.report.year else None)
    organ = organ or last.report.organ
    if not organ or year is None:
        _missing("--year" if organ else "--organ", "gendoc new")
    loaded = form or project.successor(last.report.form, year, root)
    carried = carry_over(last, loaded, year)
    _write_report(loaded, organ, year, out, carried.content)
    terminal.tell(carried.left, LANGUAGE, error=True)
    told = {
        "carried": carried.kept,
        "to-answer": carried.to_answer,
        "to-revise": carried.to_revise,
    }
    for message, labels in told.items():
        if labels:
            terminal.line(_(f"summary/{message}", found=listed(labels)), error=True)


def _write_report(
    form: Form, organ: str, year: int, out: Path | None, content: Content | None = None
) -> None:
    """Write a report to be filled in, unless its body or year cannot be or it is there already."""
    from gendoc.binder import name_problem
    from gendoc.skeleton import skeleton

    organ = organ.strip()
    if message := name_problem(organ):
        _fail(
            [Problem("unusable-name", organ, message=message, values={"found": organ})], WRONG_USE
        )
    if not form.is_for(year):
        first, last = form.years
        values = {"found": year, "form": form.id, "first": first or "", "last": last or ""}
        _fail([Problem("wrong-year", form.id, message="wrong-year/form", values=values)], WRONG_USE)
    root = project.find_root(Path.cwd()) or Path.cwd()
    target = out or root / "data" / organ / f"{year}.yaml"
    newfile.refuse_existing(target)
    schema_path = kept.schema_beside(target, form)
    _write_new(target, skeleton(form, organ, year, schema_path, content).encode())


@app.command(help=_("help/import"), name="import")
def import_command(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help=_("help/documents"))],
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="FILE|DIR", help=_("help/import-out"))
    ] = None,
    form: Annotated[
        str | None, typer.Option("--form", metavar="FORM", help=_("help/import-form"))
    ] = None,
    organ: Annotated[
        str, typer.Option("--organ", metavar="NAME", help=_("help/import-organ"))
    ] = "",
    year: Annotated[int, typer.Option("--year", min=0, max=9999, help=_("help/import-year"))] = 0,
    force: Annotated[bool, typer.Option("--force", help=_("help/force"))] = False,
) -> None:
    status = OK
    root = project.find_root(Path.cwd())
    forms = [_form(form, root)] if form else project.forms_at_hand(root)
    for file in files:
        try:
            at = project.Project(root)
            found, _report = pipeline.read_published(file, at, forms, organ.strip(), year)
            target = _import_target(file, out, found.organ, found.year, several=len(files) > 1)
            newfile.refuse_existing(target, force)
        except Invalid as error:
            terminal.tell(error.problems, LANGUAGE, error=True)
            status = WRONG_DATA
            continue
        terminal.tell(found.problems, LANGUAGE, error=True)
        schema_path = kept.schema_beside(target, found.form)
        _write_new(target, found.text(schema_path).encode(), force=force)
        values: dict[str, object] = {"path": project.shown(file), "form": found.form.id}
        values |= {"read": found.read, "expected": found.expected}
        values |= {"contradictions": found.contradictions}
        terminal.line(_("summary/imported", **values), error=True)
        if any(problem.is_error for problem in found.problems):
            status = WRONG_DATA
    raise typer.Exit(status)


def _import_target(file: Path, out: Path | None, organ: str, year: int, *, several: bool) -> Path:
    """Where a report goes: the file asked for, or its place in a folder or in the project."""
    from gendoc.binder import name_problem

    if out and out.suffix.lower() in project.SUFFIXES and not out.is_dir() and not several:
        return out
    folder = out or (project.find_root(Path.cwd()) or Path.cwd()) / "data"
    known = organ and year and not name_problem(organ)
    return folder / organ / f"{year}.yaml" if known else folder / f"{file.stem}.yaml"


@app.command(help=_("help/forms"))
def forms() -> None:
    root = project.find_root(Path.cwd())
    broken: list[Problem] = []
    for id_ in project.form_folders(root):
        try:
            form = project.find_form(id_, root)
        except Invalid as error:
            broken += error.problems
            continue
        years = "–".join(str(year or "") for year in form.years)
        formats = ", ".join(pipeline.formats(form))
        shown = (id_, form.name, years, form.basis, formats, form.version, _origin(form))
        terminal.line("\t".join(shown))
    if broken:
        _fail(broken, WRONG_DATA)


def _origin(form: Form) -> str:
    """Where a form comes from: gendoc or the project, and what the project lays over it."""
    from_gendoc, files = project.origin(form)
    found = _("origin/shipped") if from_gendoc else _("origin/own")
    return f"{found} + {_('origin/own')}: {', '.join(files)}" if files else found


@app.command(help=_("help/explain"))
def explain(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help=_("help/name"))] = None,
) -> None:
    from gendoc import catalogue

    forms = project.forms_at_hand(project.find_root(Path.cwd()))
    declared = [(check, form) for form in forms for check in form.checks]
    known = [*catalogue.REASONS, *dict.fromkeys(check.name for check, _form in declared)]
    if name is None:
        terminal.line("\n".join(known))
    elif name in catalogue.REASONS:
        terminal.line(catalogue.explain(name, LANGUAGE))
    elif name in known:
        texts = [catalogue.explain_check(c, f, LANGUAGE) for c, f in declared if c.name == name]
        terminal.line("\n\n".join(texts))
    else:
        likely = suggest(name, known)
        message = "unknown-name" if likely else "unknown-name/unknown"
        terminal.line(_(message, found=name, likely=likely), error=True)
        raise typer.Exit(WRONG_USE)


@app.command(help=_("help/schema"))
def schema(
    form: Annotated[str | None, typer.Argument(metavar="FORM", help=_("help/form"))] = None,
) -> None:
    from gendoc.schema import schema as one
    from gendoc.schema import schemas

    root = project.find_root(Path.cwd())
    if form is None:
        found = schemas(project.find_form(id_, root) for id_ in project.form_folders(root))
    else:
        found = one(_form(form, root))
    terminal.line(json.dumps(found, ensure_ascii=False, indent=2))


@template_app.command(help=_("help/template-draft"))
def draft(
    form: Annotated[str, typer.Argument(metavar="FORM", help=_("help/form"))],
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="FILE", help=_("help/draft-out"))
    ] = None,
    force: Annotated[bool, typer.Option("--force", help=_("help/force"))] = False,
) -> None:
    from gendoc.draft import text_templates, word_template

    root = project.find_root(Path.cwd())
    loaded = _form(form, root)
    texts = text_templates(loaded)
    if out and out.suffix != ".docx" and out.name not in texts:
        values = {"found": out.name, "known": ", ".join(texts)}
        _fail(
            [Problem("unknown-format", "-o", message="unknown-format/draft", values=values)],
            WRONG_USE,
        )
    if out:
        _write_new(out, texts.get(out.name) or word_template(loaded), force=force)
        return
    folder = (root or Path.cwd()) / "templates" / form
    _write_new(folder / "report.docx", word_template(loaded), force=force)
    for name, content in texts.items():
        if not (folder / name).exists():
            _write_new(folder / name, content)


@template_app.command(help=_("help/template-fields"), name="fields")
def fields(
    form: Annotated[str, typer.Argument(metavar="FORM", help=_("help/form"))],
    output_format: Annotated[
        TreeFormat, typer.Option("--output-format", help=_("help/tree-format"))
    ] = TreeFormat.TEXT,
) -> None:
    from gendoc.names import names, tree

    found = names(_form(form, project.find_root(Path.cwd())))
    if output_format is TreeFormat.JSON:
        data = [name.as_data(LANGUAGE) for name in found]
        terminal.line(json.dumps(data, ensure_ascii=False, indent=2))
    else:
        terminal.line("\n".join(tree(found, LANGUAGE)))


@template_app.command(help=_("help/template-lint"), name="lint")
def lint_command(
    form: Annotated[str, typer.Argument(metavar="FORM", help=_("help/form"))],
    template: Annotated[
        Path | None, typer.Option("--template", metavar="FILE", help=_("help/template-file"))
    ] = None,
) -> None:
    from gendoc.lint import lint

    loaded = _form(form, project.find_root(Path.cwd()))
    own = [path for path in pipeline.formats(loaded).values() if path]
    found = [
        problem
        for path in ([template] if template else own)
        for problem in lint(loaded, path, labels=True)
    ]
    found += [] if template else pipeline.missing_templates(loaded)
    terminal.tell(found, LANGUAGE)
    if not found:
        looked = ", ".join(project.shown(path) for path in ([template] if template else own))
        terminal.line(_("summary/linted", found=looked), error=True)
    raise typer.Exit(WRONG_DATA if any(problem.is_error for problem in found) else OK)


@template_app.command(help=_("help/template-copy"), name="copy")
def copy(
    form: Annotated[str, typer.Argument(metavar="FORM", help=_("help/form"))],
    new_id: Annotated[str, typer.Option("--as", metavar="ID", help=_("help/as"))] = "",
    force: Annotated[bool, typer.Option("--force", help=_("help/force"))] = False,
) -> None:
    root = project.find_root(Path.cwd())
    loaded = _form(form, root)
    if new_id and not USABLE_ID.fullmatch(new_id):
        values = {"found": new_id}
        _fail([Problem("form-id", "--as", message="form-id/characters", values=values)], WRONG_USE)
    files = project.files_of(loaded, new_id)
    folder = (root or Path.cwd()) / "templates" / (new_id or form)
    for name in files:
        newfile.refuse_existing(folder / name, force)
    for name, content in files.items():
        _write_new(folder / name, content, force=force)


def _find(paths: Sequence[Path] | None) -> list[Found]:
    """The reports under the paths, or in the data folder of the nearest project."""
    if paths:
        return project.find_reports(paths)
    root = project.find_root(Path.cwd())
    if root is None:
        _fail([Problem("no-project", project.shown(Path.cwd()), message="no-project")], WRONG_USE)
    return project.find_reports([root / "data"])


def _refuse_unknown_formats(wanted: Sequence[str], reports: Sequence[Found]) -> None:
    """A format that no form at hand has is a slip in the command, not in a report."""
    roots = dict.fromkeys(found.project.root for found in reports)
    at_hand = (name for root in roots for name in pipeline.formats_at_hand(root))
    known = dict.fromkeys(at_hand)
    if unknown := [name for name in wanted if name not in known]:
        values = {"found": ", ".join(unknown), "known": ", ".join(known)}
        _fail(
            [Problem("unknown-format", "--format", message="unknown-format", values=values)],
            WRONG_USE,
        )


def _new(outcome: pipeline.Outcome, told: set[tuple[object, ...]]) -> list[Problem]:
    """The problems of a report; those of its form or templates only the first time."""

    def known(problem: Problem) -> tuple[object, ...]:
        return (*problem.place, problem.message, repr(problem.values))

    own = project.shown(outcome.path)
    fresh = [p for p in outcome.problems if p.path == own or known(p) not in told]
    told |= {known(problem) for problem in fresh if problem.path != own}
    return fresh


def _form(id_: str, root: Path | None) -> Form:
    try:
        return project.find_form(id_, root)
    except KeyError:
        message, values = project.suggest_form(id_, root)
        _fail([Problem("unknown-form", id_, message=message, values=values)], WRONG_USE)


def _write_new(target: Path, content: bytes, *, force: bool | None = None) -> None:
    """Write a file that must not be there yet, and say so."""
    newfile.write(target, content, force=force)
    terminal.line(_("wrote", path=project.shown(target)))


def _fail(problems: Sequence[Problem], status: int) -> NoReturn:
    terminal.tell(problems, LANGUAGE, error=True)
    raise typer.Exit(status)


def _status(tally: pipeline.Tally, strict: bool) -> int:
    return WRONG_DATA if tally.errors or (strict and tally.warnings) else OK


def _finish(tally: pipeline.Tally, summary: list[str], strict: bool) -> NoReturn:
    """The one line at the end, and the exit status."""
    if tally.errors or tally.warnings or tally.waived:
        values = {"errors": tally.errors, "warnings": tally.warnings, "waived": tally.waived}
        summary.append(_("summary/problems", **values))
    if tally.failed and (tally.written or tally.unchanged):
        summary.append(_("summary/failed", failed=tally.failed))
    terminal.line(("" if LANGUAGE == "zh" else " ").join(summary), error=True)
    raise typer.Exit(_status(tally, strict))


def _missing(name: str, command: str) -> NoReturn:
    terminal.line(usage.missing(name, command, LANGUAGE), error=True)
    raise typer.Exit(WRONG_USE)


def main() -> None:
    """Run the command line; whatever is no fault of the user's data ends here as status 3."""
    terminal.open_output()
    status = _run()
    for name, error in terminal.unwritten():
        terminal.tell(
            [from_system("cannot-write", _(f"where/{name}"), error)], LANGUAGE, error=True
        )
        status = status or WRONG_DATA
    sys.exit(status)


def _run() -> int:
    sys.argv[1:] = usage.language_first(sys.argv[1:])  # it has been read already
    try:
        status = app(standalone_mode=False) or OK
        if status != _TYPERS_INTERRUPTED:
            return status
    except typer.Abort:
        pass
    except Invalid as error:
        terminal.tell(error.problems, LANGUAGE, error=True)
        return WRONG_DATA
    except Exception as error:
        if hasattr(error, "format_message"):
            # Typer's own error; which class it has depends on Typer's version.
            terminal.line(usage.told(error, LANGUAGE), error=True)
            return WRONG_USE
        import traceback

        traceback.print_exc()
        terminal.line(_("bug", error=repr(error)), error=True)
        terminal.line(advise("bug", LANGUAGE), error=True)
        return BUG
    terminal.line(_("interrupted"), error=True)
    return WRONG_DATA
