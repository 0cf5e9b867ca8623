"""The JSON Schemas that a project keeps for its editors, renewed when a form has changed.

Each says what it was made of, so that whether it is of today's forms shows without loading any.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from gendoc import __version__, whole
from gendoc.form import Form
from gendoc.problem import Invalid, from_system
from gendoc.project import find_form, find_root, form_folders, forms_at_hand, shown

KEPT = ".gendoc"
"""The folder of a project in which schemas are kept; it goes into git beside the reports."""
EVERY_FORM = "report"
"""The schema of reports on any form."""
_ENDING = ".schema.json"
_MADE_OF = "$comment"
_HEAD = 200
"""Bytes in which a schema says what it was made of."""


def keep_for_every_form(root: Path) -> tuple[Path, bool]:
    """Keep the schema of reports on any form, and say where and whether it is new.

    Raises `OSError`.
    """
    from gendoc.schema import schemas

    return _keep(root, EVERY_FORM, schemas(forms_at_hand(root)))


def schema_beside(report: Path, form: Form) -> str:
    """Keep a form's schema in the project of a report; its path as the report's editor sees it.

    Raises:
        Invalid: the system does not let it be written.
    """
    from gendoc.schema import schema

    try:
        report.parent.mkdir(parents=True, exist_ok=True)
        root = find_root(report.parent) or report.absolute().parent
        target, _renewed = _keep(root, form.id, schema(form))
    except OSError as error:
        path = Path(error.filename or report)
        raise Invalid([from_system("cannot-write", shown(path), error)]) from error
    return Path(os.path.relpath(target, report.absolute().parent)).as_posix()


def stale(root: Path) -> list[Path]:
    """The kept schemas that are not of the forms as they are now."""
    folders = form_folders(root)
    return [
        path
        for path in sorted((root / KEPT).glob(f"*{_ENDING}"))
        if (made_of := _folders_of(_id_of(path), folders)) and not _is_of(path, made_of)
    ]


def renew(root: Path) -> Iterator[Path]:
    """Write anew the kept schemas that are not of today's forms, as far as the system lets it be
    done; a form that has mistakes is told where it is used."""
    for path in stale(root):
        from gendoc.schema import schema

        with suppress(OSError, Invalid, KeyError):
            if _id_of(path) == EVERY_FORM:
                keep_for_every_form(root)
            else:
                _keep(root, _id_of(path), schema(find_form(_id_of(path), root)))
            yield path


def _keep(root: Path, name: str, schema: dict[str, Any]) -> tuple[Path, bool]:
    target = root / KEPT / f"{name}{_ENDING}"
    made_of = {_MADE_OF: _stamp(_folders_of(name, form_folders(root)))}
    content = (json.dumps({**made_of, **schema}, ensure_ascii=False, indent=1) + "\n").encode()
    if target.is_file() and target.read_bytes().replace(b"\r\n", b"\n") == content:
        return target, False
    whole.write(target, content)
    return target, True


def _id_of(path: Path) -> str:
    return path.name.removesuffix(_ENDING)


def _folders_of(name: str, folders: dict[str, Path]) -> list[Path]:
    """The folders of the forms that a schema is made of; none for a form that is gone."""
    if name == EVERY_FORM:
        return list(folders.values())
    return [folders[name]] if name in folders else []


def _is_of(path: Path, folders: Iterable[Path]) -> bool:
    try:
        with path.open("rb") as file:
            return _stamp(folders).encode() in file.read(_HEAD)
    except OSError:
        return True  # nothing can be done about it


def _stamp(folders: Iterable[Path]) -> str:
    """What a schema of these forms is made of, the same however their lines end."""
    found = hashlib.sha256(__version__.encode())
    for folder in folders:
        with suppress(OSError):
            found.update((folder / "form.yaml").read_bytes().replace(b"\r\n", b"\n"))
    return f"gendoc {found.hexdigest()[:16]}"
