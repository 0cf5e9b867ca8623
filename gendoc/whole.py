"""Files that are written whole or not at all: aside first, then moved into their places."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path

_LEFT_BEHIND = 3600
"""Seconds after which what was written aside belongs to no process that is still at work."""


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
    keep: Callable[[Path, bytes], Path | None] = lambda target, content: None,
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
    replaced: list[tuple[Path, Path | None]] = []
    kept: dict[Path, Path] = {}
    left: list[Path] = []
    try:
        for number, (name, content) in enumerate(files.items()):
            # No other process writes under such a name, and none of its own is longer.
            left.append(folder / f".gendoc-{os.getpid()}-{number}.tmp")
            _write_aside(left[-1], content, folder / name)
        for aside, (name, content) in zip(tuple(left), files.items(), strict=True):
            target, before = folder / name, None
            if target.is_dir():
                raise IsADirectoryError(21, os.strerror(21), str(target))
            if target.exists():
                if wanted := keep(target, content):
                    kept[target] = wanted
                else:
                    left.append(aside.with_suffix(".old"))
                before = wanted or left[-1]
                _link(target, before)
            os.replace(aside, target)
            left.remove(aside)
            replaced.append((target, before))
    except BaseException:
        for target, before in reversed(replaced):
            os.replace(before, target) if before else target.unlink()
        for beside in kept.values():
            beside.unlink(missing_ok=True)
        raise
    finally:
        for path in left:
            path.unlink(missing_ok=True)
    return kept


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
    for path in folder.glob(f".gendoc-{process or '*'}-*"):
        try:
            if process or path.stat().st_mtime < time.time() - _LEFT_BEHIND:
                path.unlink()
        except OSError:
            continue  # the next time
