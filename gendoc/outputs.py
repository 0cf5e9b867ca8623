"""Outputs as they lie in a folder, beside what would be built now.

Contents are compared, never dates: git and copying change those. A Word file is compared part by
part, since another machine's zip library may pack the same parts into other bytes.
"""

from __future__ import annotations

import io
from enum import StrEnum
from pathlib import Path

from gendoc.problem import Problem, from_system
from gendoc.project import shown
from gendoc.record import record


class State(StrEnum):
    """What an output is, the worst first."""

    MISSING = "missing"
    CHANGED = "changed"
    """A Word file that differs and is not as gendoc wrote it."""
    STALE = "stale"
    CURRENT = "current"


@record()
class Compared:
    """An output beside what would be built: its state, and where the first difference is."""

    state: State
    line: int | None = None
    """Of a text, counted from 1."""
    part: str = ""
    """Of a Word file."""


def compare(path: Path, content: bytes) -> Compared:
    """Compare an output with what would be built. Raises `OSError` if it cannot be read."""
    if not path.is_file():
        return Compared(State.MISSING)
    found = path.read_bytes()
    if found == content:
        return Compared(State.CURRENT)
    return _compare_parts(path, content) if path.suffix == ".docx" else _compare(found, content)


def _compare(found: bytes, content: bytes) -> Compared:
    """Texts, whatever line ends git has given them."""
    ours, theirs = (data.replace(b"\r\n", b"\n").split(b"\n") for data in (content, found))
    if ours == theirs:
        return Compared(State.CURRENT)
    pairs = enumerate(zip(ours, theirs, strict=False), 1)
    first = next((line for line, (mine, other) in pairs if mine != other), len(theirs))
    return Compared(State.STALE, line=first)


def _compare_parts(path: Path, content: bytes) -> Compared:
    from gendoc.package import is_ours, read

    ours, _mark = read(io.BytesIO(content))
    theirs, _mark = read(path)
    if list(ours.items()) == list(theirs.items()):
        return Compared(State.CURRENT)
    names = dict.fromkeys((*ours, *theirs)) if theirs else ()
    part = next((name for name in names if ours.get(name) != theirs.get(name)), path.name)
    return Compared(State.STALE if is_ours(path) else State.CHANGED, part=part)


def verify(path: Path, content: bytes) -> Problem | None:
    """What is wrong with an output that should be as it would be built now."""
    where = shown(path)
    try:
        found = compare(path, content)
    except OSError as error:
        return from_system("cannot-read", where, error)
    match found.state:
        case State.CURRENT:
            return None
        case State.MISSING:
            return Problem("missing-output", where, message="missing-output")
        case State.CHANGED:
            message = "stale-output/by-hand"
        case State.STALE:
            message = "stale-output/part" if found.part else "stale-output"
    values = {"part": found.part}
    return Problem("stale-output", where, found.line, None, message=message, values=values)
