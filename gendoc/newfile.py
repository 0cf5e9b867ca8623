"""Files that are made for a user to go on with: none is written over another unasked."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from gendoc.form import Form
from gendoc.problem import Invalid, Problem, from_system
from gendoc.project import find_root, shown

KEPT = ".gendoc"
"""The folder of a project in which schemas are kept; it goes into git beside the reports."""


def refuse_existing(target: Path) -> None:
    """Raises `Invalid` if there is a file of that name."""
    if target.exists():
        raise Invalid([Problem("already-there", shown(target), message="already-there")])


def write(target: Path, content: bytes, *, force: bool = False) -> None:
    """Write a file that must not be there yet, unless `force` allows it.

    Raises:
        Invalid: it is there, or the system does not let it be written.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb" if force else "xb") as file:
            file.write(content)
    except FileExistsError:
        refuse_existing(target)
        raise
    except OSError as error:
        raise Invalid([from_system("cannot-write", shown(target), error)]) from error


def keep_schema(root: Path, name: str, schema: dict[str, Any]) -> tuple[Path, bool]:
    """Keep a schema in the project, and say where and whether it is new. Raises `OSError`."""
    target = root / KEPT / f"{name}.schema.json"
    content = (json.dumps(schema, ensure_ascii=False, indent=1) + "\n").encode()
    if target.is_file() and target.read_bytes().replace(b"\r\n", b"\n") == content:
        return target, False
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    return target, True


def schema_beside(report: Path, form: Form) -> str:
    """Keep a form's schema in the project of a report; its path as the report's editor sees it.

    Raises:
        Invalid: the system does not let it be written.
    """
    from gendoc.schema import schema

    try:
        report.parent.mkdir(parents=True, exist_ok=True)
        root = find_root(report.parent) or report.absolute().parent
        target, _renewed = keep_schema(root, form.id, schema(form))
    except OSError as error:
        path = Path(error.filename or report)
        raise Invalid([from_system("cannot-write", shown(path), error)]) from error
    return Path(os.path.relpath(target, report.absolute().parent)).as_posix()
