"""Files that are written whole or not at all: aside first, then moved into their places."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path

_LEFT_BEHIND = 86400
"""Seconds after which a file was left aside by a process that is no longer at work."""


def write(target: Path, content: bytes) -> None:
    """Write a file, in the place of another if there is one; a device is written to as it is.

    Raises:
        OSError: it cannot be written, and is as it was before.
    """
    target = Path(os.path.realpath(target))
    if target.exists() and not target.is_file() and not target.is_dir():
        target.write_bytes(content)
        return
    write_all({target.name: content}, target.parent)


def write_all(
    files: Mapping[str, bytes],
    folder: Path,
    keep: Callable[[Path], Path | None] = lambda target: None,
) -> dict[Path, Path]:
    """Write files into a folder, all or none, each whole or not at all.

    Args:
        keep: where what is in the place of a file is to be kept beside it; None if it is not.

    Returns: the files that were kept, by those that took their places.

    Raises:
        OSError: the folder cannot be written to, or a file is open elsewhere; then every file is
            as it was before.
    """
    folder.mkdir(parents=True, exist_ok=True)
    # No other process writes under such a name, and none of its own is longer.
    asides = {
        folder / name: folder / f".gendoc-{os.getpid()}-{number}.tmp"
        for number, name in enumerate(files)
    }
    kept: dict[Path, Path] = {}
    with ExitStack() as at_the_end, ExitStack() as undo:
        for target, aside in asides.items():
            at_the_end.callback(aside.unlink, missing_ok=True)
            _write_aside(aside, files[target.name], target)
        for target, aside in asides.items():
            if target.is_dir():
                raise IsADirectoryError(21, os.strerror(21), str(target))
            if not target.exists():
                undo.callback(target.unlink, missing_ok=True)
            else:
                if beside := keep(target):
                    kept[target] = beside
                before = beside or aside.with_suffix(".old")
                (undo if beside else at_the_end).callback(before.unlink, missing_ok=True)
                _link(target, before)
                undo.callback(os.replace, before, target)
            os.replace(aside, target)
        undo.pop_all()
    return kept


def holds(path: Path, content: bytes) -> bool:
    """Whether a file has this very content already."""
    try:
        return path.stat().st_size == len(content) and path.read_bytes() == content
    except OSError:
        return False  # writing to it will tell


def _write_aside(aside: Path, content: bytes, target: Path) -> None:
    try:
        aside.write_bytes(content)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(target)) from error


def _link(path: Path, other: Path) -> None:
    """Have a file under another name too; at no time is there none under its own."""
    try:
        os.link(path, other)
    except OSError:  # not every disk has links
        other.write_bytes(path.read_bytes())


def sweep(folder: Path, process: int | None = None) -> None:
    """Remove what a process that was killed has left aside; by default one long ago."""
    # What is at hand of a file before, `.old`, is as old as that file.
    for path in folder.glob(f".gendoc-{process}-*" if process else ".gendoc-*.tmp"):
        try:
            if process or path.stat().st_mtime < time.time() - _LEFT_BEHIND:
                path.unlink()
        except OSError:
            continue  # the next time
