"""Where things are: the project, its forms, its reports and its outputs."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple

from gendoc import cache
from gendoc.form import VERSION_MARK, Form
from gendoc.problem import Invalid, Problem, from_system
from gendoc.record import record
from gendoc.source import Node, Source, read, read_text, suggest

SUFFIXES = (".yaml", ".yml")
"""What names of report files end in."""
PUBLISHED = (".docx", ".docm", ".doc", ".html", ".htm", ".mht", ".mhtml", ".txt", ".pdf")
"""What names of published documents end in."""
_PACKAGE = Path(__file__).parent
_HEAD_KEYS = ("form", "organ", "year")
_HEAD = re.compile(
    rf"""^({"|".join(_HEAD_KEYS)}):[ \t]*(["']?)(.+?)\2[ \t]*(?:[ \t]#.*)?\r?$"""
    r"""(?!\n(?:[ \t]*\r?\n)*[ ]+[^\s#])""",  # no further line belongs to it
    re.MULTILINE,
)
_HEAD_BYTES = 65536


@record()
class Project:
    """The project that reports belong to; without a root there are only the shipped forms."""

    root: Path | None

    @cached_property
    def reports(self) -> dict[tuple[str, str, str], Path]:
        """The reports by form, organ and year, from a glance at the head of each file."""
        if self.root is None or not (self.root / "data").is_dir():
            return {}
        found: dict[tuple[str, str, str], Path] = {}
        for path in _under(self.root / "data"):
            known = head(path)
            if len(known) == len(_HEAD_KEYS):
                found.setdefault((known["form"], known["organ"], known["year"]), path)
        return found

    def __reduce__(self) -> tuple[type[Project], tuple[Path | None]]:
        """What is found in a project is not sent from one process to another."""
        return Project, (self.root,)

    def last_year(self, form: Form, organ: str, year: int) -> Path | None:
        """The same body's report for the year before, on the form or one that it follows."""
        wanted = ((id_, organ, str(year - 1)) for id_ in (form.id, *form.follows))
        return next((self.reports[key] for key in wanted if key in self.reports), None)


def head(path: Path) -> dict[str, str]:
    """What a glance at the head of a report file says of its form, organ and year."""
    try:
        with path.open("rb") as file:
            text = file.read(_HEAD_BYTES).decode("utf-8-sig", errors="replace")
    except OSError:
        return {}
    found: dict[str, str] = {}
    for match in _HEAD.finditer(text):
        found.setdefault(match[1], match[3].strip())
        if len(found) == len(_HEAD_KEYS):
            break  # the rest of the file has none of them
    if "form" in found:
        found["form"] = found["form"].partition(VERSION_MARK)[0]
    return found


def find_root(start: Path) -> Path | None:
    """The nearest folder at or above `start` that holds `data/`; that makes it a project."""
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / "data").is_dir():
            return folder
    return None


def shipped() -> Path:
    """The forms that come with gendoc: inside the package, or beside it in a checkout."""
    inside = _PACKAGE / "templates"
    return inside if inside.is_dir() else _PACKAGE.parent / "templates"


def form_folders(root: Path | None) -> dict[str, Path]:
    """Every form at hand by its id; a project's own `templates/` come before the shipped ones."""
    folders: dict[str, Path] = {}
    for templates in (shipped(), root / "templates" if root else None):
        if templates and templates.is_dir():
            found = (path.parent for path in templates.glob("*/form.yaml"))
            folders |= {folder.name: folder for folder in found}
    return dict(sorted(folders.items()))


def find_form(id_: str, root: Path | None) -> Form:
    """The form of that id, with the templates that the project lays over it.

    Raises:
        KeyError: there is no such form.
        Invalid: its form.yaml has mistakes.
    """
    folder = _folder_of(id_, root)
    if folder is None:
        raise KeyError(id_)
    form = _load(folder, root)
    if isinstance(form, Invalid):
        raise form
    return form


def _folder_of(id_: str, root: Path | None) -> Path | None:
    """The folder of the form of that id, a project's own before a shipped one."""
    for templates in (root / "templates" if root else None, shipped()):
        # Some systems open a file by a name in other letters; an id is taken to the letter.
        if not templates or not templates.is_dir() or id_ not in os.listdir(templates):
            continue
        if (templates / id_ / "form.yaml").is_file():
            return templates / id_
    return None


def successor(form: Form, year: int, root: Path | None) -> Form:
    """The form that a body uses in a year after it used this one: itself, or one that follows."""
    if form.is_for(year):
        return form
    for id_ in form_folders(root):
        try:
            other = find_form(id_, root)
        except Invalid:
            continue  # told where it is used
        if form.id in other.follows and other.is_for(year):
            return other
    return form


@lru_cache(maxsize=32)
def _load(folder: Path, root: Path | None) -> Form | Invalid:
    overlay = root / "templates" / folder.name if root else None
    try:
        form = _read(folder)
        _demand_followed(form, folder, root)
    except Invalid as error:
        return error
    return replace(form, folder=folder, overlay=None if overlay == folder else overlay)


def _demand_followed(form: Form, folder: Path, root: Path | None) -> None:
    """Raises `Invalid` with each form that this one says it follows and that is not at hand."""
    unknown = [id_ for id_ in form.follows if _folder_of(id_, root) is None]
    if not unknown:
        return
    source, node = read(folder / "form.yaml", shown(folder / "form.yaml"))
    assert isinstance(node.value, dict)
    follows = node.value["follows"].value
    for item in follows.value if isinstance(follows.value, list) else [follows]:
        if item.value in unknown:
            message, values = suggest_form(str(item.value), root)
            source.tell("unknown-form", item, message=message, **values)
    raise Invalid(source.problems)


def _read(folder: Path) -> Form:
    """The form in a folder, kept from another time or read anew. Raises `Invalid`."""
    path = folder / "form.yaml"
    text = read_text(path, shown(path))
    # A form is checked against the name of its folder, wherever that is.
    key = cache.key(f"{folder.name} {text}".encode(), "yaml", "jinja2")
    form = cache.read(key, Form)
    if form is None:
        from gendoc import formfile

        form = formfile.read(text, folder, shown(path))
        cache.write(key, form)
    return form


def forms_at_hand(root: Path | None) -> list[Form]:
    """Every form whose form.yaml is in order."""
    found: list[Form] = []
    for id_ in form_folders(root):
        with suppress(Invalid):
            found.append(find_form(id_, root))
    return found


def suggest_form(id_: str, root: Path | None) -> tuple[str, dict[str, object]]:
    """The message for a form that is not there, and its values."""
    known = list(form_folders(root))
    likely = suggest(id_, known)
    values: dict[str, object] = {"found": id_, "likely": likely, "known": ", ".join(known)}
    return "unknown-form" if likely else "unknown-form/unknown", values


def named_form(source: Source, root: Node, project: Project, *, any_version: bool = False) -> Form:
    """The form that a report file names.

    Raises:
        Invalid: it names none, or none that is at hand and without mistakes, or another major
            version of it: what its keys mean cannot be known.
    """
    if not isinstance(root.value, dict):
        label = source.path.rsplit("/", 1)[-1]
        source.tell("wrong-type", root, message="wrong-type/mapping", label=label)
        raise Invalid(source.problems)
    entry = root.value.get("form")
    if entry is None or not isinstance(entry.value.value, str) or entry.value.is_null:
        at, message = entry.value if entry else root, "missing-key/bare"
        source.tell("missing-key", at, key="form", message=message, found="form")
        raise Invalid(source.problems)
    id_, _mark, major = entry.value.value.partition(VERSION_MARK)
    try:
        form = find_form(id_, project.root)
    except KeyError:
        message, values = suggest_form(id_, project.root)
        source.tell("unknown-form", entry.value, key="form", message=message, **values)
        raise Invalid(source.problems) from None
    if not any_version and (major or "1") != str(form.major):
        values = {"found": major or "1", "form": id_, "version": form.version}
        values["reference"] = form.reference
        source.tell("form-version", entry.value, key="form", **values)
        raise Invalid(source.problems)
    return form


def files_of(form: Form, new_id: str = "") -> dict[str, bytes]:
    """A form's templates by file name, to be laid over it; under a new id the whole form."""
    folders = form.folders if new_id else (form.folder,)
    found = {path.name: path for folder in folders for path in sorted(folder.glob("report.*"))}
    files = {name: path.read_bytes() for name, path in found.items()}
    if new_id:
        text = (form.folder / "form.yaml").read_text("utf-8")
        renamed = re.sub(r"(?m)^id:.*$", f"id: {new_id}", text, count=1)
        files["form.yaml"] = renamed.encode()
    return files


def origin(form: Form) -> tuple[bool, list[str]]:
    """Whether a form comes with gendoc, and the files that the project lays over it."""
    folder = form.overlay
    files = sorted(path.name for path in folder.iterdir()) if folder and folder.is_dir() else []
    return form.folder.parent == shipped(), files


class Found(NamedTuple):
    """A report file and the project that it belongs to."""

    path: Path
    project: Project


def find_reports(paths: Iterable[Path]) -> list[Found]:
    """Every report file under the paths, each once, with its project, in the order of its name.

    Raises:
        Invalid: a path does not exist, or none holds a report.
    """
    found: dict[Path, Found] = {}
    projects: dict[Path | None, Project] = {}
    missing: list[Problem] = []
    for path in paths:
        try:
            files = _under(path) if path.is_dir() else [path]
            path.stat()
            root = find_root(path) or find_root(Path.cwd())
            project = projects.setdefault(root, Project(root))
            for file in files:
                # Unlike Path.resolve this also takes a link that leads back to itself.
                found.setdefault(Path(os.path.realpath(file)), Found(file, project))
        except OSError as error:
            missing.append(from_system("cannot-read", shown(Path(error.filename or path)), error))
    if missing:
        raise Invalid(missing)
    if not found:
        none = [Problem("no-reports", shown(path), message="no-reports") for path in paths]
        raise Invalid([*none, *(told for root in projects for told in _mistakes_in_forms(root))])
    return list(found.values())


def _mistakes_in_forms(root: Path | None) -> Iterator[Problem]:
    """What is wrong with the forms of a project, which no report of it would tell."""
    for id_ in form_folders(root):
        try:
            find_form(id_, root)
        except Invalid as error:
            yield from error.problems


def is_published(path: Path) -> bool:
    """Whether a file is taken for a published document rather than for a report file."""
    return path.suffix.lower() in PUBLISHED


def _under(folder: Path) -> list[Path]:
    """Everything below a folder that is named like a report, but for pipes, devices and forms.

    A folder named like one, or a link to nothing, is told when it cannot be read.
    """
    found: list[Path] = []

    def stop(error: OSError) -> None:
        raise error

    for parent, folders, files in os.walk(folder, onerror=stop):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        forms = {"form.yaml"} if Path(parent).parent.name == "templates" else set()
        named = (name for name in (*folders, *files) if name.lower().endswith(SUFFIXES))
        found += [Path(parent, n) for n in named if not n.startswith(".") and n not in forms]
    return sorted(path for path in found if path.is_file() or path.is_dir() or not path.exists())


def shown(path: Path) -> str:
    """A path as messages name it: from the working folder where it lies below it."""
    try:
        return path.absolute().relative_to(Path.cwd()).as_posix()
    except (ValueError, OSError):
        return path.as_posix()
