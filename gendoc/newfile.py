"""Files that are made for a user to go on with: none is written over another unasked."""

from __future__ import annotations

from pathlib import Path

from gendoc import whole
from gendoc.problem import Invalid, Problem, from_system
from gendoc.project import shown


def refuse_existing(target: Path, force: bool | None = None) -> None:
    """Raises `Invalid` if there is a file of that name and `force` does not allow to replace it.

    `force` is None where the command has no such option to point at.
    """
    if target.exists() and not force:
        message = "already-there" if force is None else "already-there/force"
        raise Invalid([Problem("already-there", shown(target), message=message)])


def write(target: Path, content: bytes, *, force: bool | None = None) -> None:
    """Write a file that must not be there yet, unless `force` allows it.

    Raises:
        Invalid: it is there, or the system does not let it be written.
    """
    refuse_existing(target, force)
    try:
        whole.write(target, content)
    except OSError as error:
        raise Invalid([from_system("cannot-write", shown(target), error)]) from error
