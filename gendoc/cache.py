"""What was worked out once, kept in the user's cache folder for the next run.

Only data is kept, never code, so that nothing in the folder can do more than spoil a document.
Every fault is passed over, be it a folder that is not there or cannot be written, a file that is
cut short or someone else's: what is not found is worked out again. Two processes may write the same
entry; each writes it whole.
"""

from __future__ import annotations

import hashlib
import json
import os
from importlib.util import find_spec
from pathlib import Path
from typing import Any

VARIABLE = "GENDOC_CACHE_DIR"
"""Names another folder; empty, nothing is kept."""
KEPT = 32
"""Entries that are kept, the newest ones."""


def key(content: bytes, *packages: str) -> str:
    """What an entry is found by: what it was made of, and the versions of what made it.

    A package's version is in its first module, which is read sooner than its metadata.
    """
    total = hashlib.sha256(content)
    for package in packages:
        spec = find_spec(package)
        made_by = Path(spec.origin).read_bytes() if spec and spec.origin else b""
        total.update(hashlib.sha256(made_by).digest())
    return total.hexdigest()


def read(name: str) -> Any:
    """An entry as it was written, or None."""
    folder = _folder()
    if folder is None:
        return None
    try:
        with (folder / f"{name}.json").open("rb") as file:
            if not _is_own(os.fstat(file.fileno())):
                return None
            digest, _, content = file.read().partition(b"\n")
        return json.loads(content) if digest == _digest(content) else None
    except (OSError, ValueError):
        return None


def write(name: str, entry: Any) -> None:
    """Keep an entry, and drop the oldest ones."""
    folder = _folder()
    if folder is None:
        return
    content = json.dumps(entry, ensure_ascii=False).encode()
    aside = folder / f".{name}-{os.getpid()}.tmp"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        aside.write_bytes(_digest(content) + b"\n" + content)
        os.replace(aside, folder / f"{name}.json")
        by_age = sorted(folder.glob("*.json"), key=lambda path: path.stat().st_mtime)
        for old in by_age[:-KEPT]:
            old.unlink(missing_ok=True)
    except OSError:
        return


def _folder() -> Path | None:
    if (named := os.environ.get(VARIABLE)) is not None:
        return Path(named) if named else None
    from platformdirs import user_cache_path

    try:
        folder = user_cache_path("gendoc", appauthor=False)
    except RuntimeError:
        return None  # there is no home; older versions give a path that is not absolute
    return folder if folder.is_absolute() else None


def _is_own(status: os.stat_result) -> bool:
    """Whether only this user may write to a file; Windows sees to that by itself."""
    if not hasattr(os, "getuid"):
        return True
    return status.st_uid == os.getuid() and not status.st_mode & 0o022


def _digest(content: bytes) -> bytes:
    return hashlib.sha256(content).hexdigest().encode()
