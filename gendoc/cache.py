"""What was worked out once, kept in the user's cache folder for the next run.

As in Python's own `__pycache__`, what is kept may be code: of a template, what Jinja makes of it.
So an entry is used only where no one but this user can have written it, be it the folder or the
file, and only by the very versions that made it. Every fault is passed over, be it a folder that is
not there or cannot be written, an entry that is cut short or put in another's place: what is not
found is worked out again. Two processes may write the same entry; each writes it whole.
"""

from __future__ import annotations

import hashlib
import os
import pickle
from contextlib import suppress
from functools import cache
from importlib.util import MAGIC_NUMBER, find_spec
from pathlib import Path
from typing import TypeVar

from gendoc import __version__
from gendoc.whole import sweep

VARIABLE = "GENDOC_CACHE_DIR"
"""Names another folder; empty, nothing is kept."""
KEPT = 64
"""Entries that are kept, the newest ones."""
_SUFFIX = ".kept"
_DIGEST = hashlib.sha256().digest_size

Kept = TypeVar("Kept")


def key(content: bytes, *packages: str) -> str:
    """What an entry is found by: what it was made of, and the versions of what made it."""
    made_by = [_version(package) for package in packages]
    return hashlib.sha256(b"".join((content, MAGIC_NUMBER, _own_version(), *made_by))).hexdigest()


def read(name: str, kind: type[Kept]) -> Kept | None:
    """An entry as it was written, or None."""
    folder = _folder()
    if folder is None:
        return None
    try:
        path = folder / (name + _SUFFIX)
        if not _is_own(folder.stat()) or not path.is_file():
            return None  # a pipe would keep the build waiting
        with path.open("rb") as file:
            if not _is_own(os.fstat(file.fileno())):
                return None
            digest, content = file.read(_DIGEST), file.read()
        entry = pickle.loads(content) if digest == _digest(name, content) else None
    except Exception:
        return None  # what was not written by today's classes can raise anything
    return entry if isinstance(entry, kind) else None


def write(name: str, entry: object) -> None:
    """Keep an entry, and drop the oldest ones."""
    folder = _folder()
    if folder is None:
        return
    content = pickle.dumps(entry, pickle.HIGHEST_PROTOCOL)
    aside = folder / f".gendoc-{os.getpid()}-{name}.tmp"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _is_own(folder.stat()):
            return
        sweep(folder)
        # Not by the user's umask, which may let a group write.
        with open(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(_digest(name, content) + content)
        os.replace(aside, folder / (name + _SUFFIX))
        by_age = sorted(folder.glob("*" + _SUFFIX), key=lambda path: path.stat().st_mtime)
        for old in by_age[:-KEPT]:
            old.unlink(missing_ok=True)
    except OSError:
        with suppress(OSError):
            aside.unlink()


def _folder() -> Path | None:
    if (named := os.environ.get(VARIABLE)) is not None:
        return Path(named) if named else None
    from platformdirs import user_cache_path

    try:
        folder = user_cache_path("gendoc", appauthor=False)
    except RuntimeError:
        return None  # there is no home; older versions give a path that is not absolute
    return folder if folder.is_absolute() else None


@cache
def _version(package: str) -> bytes:
    """A package's version is in its first module, which is read sooner than its metadata."""
    spec = find_spec(package)
    return hashlib.sha256(Path(spec.origin).read_bytes() if spec and spec.origin else b"").digest()


@cache
def _own_version() -> bytes:
    """gendoc's version and, for those who work on it, the size and time of each of its modules."""
    with os.scandir(Path(__file__).parent) as folder:
        files = [(file.name, file.stat()) for file in folder if file.name.endswith(".py")]
    modules = sorted((name, status.st_size, status.st_mtime_ns) for name, status in files)
    return repr((__version__, modules)).encode()


def _is_own(status: os.stat_result) -> bool:
    """Whether only this user may write to a file or folder; Windows sees to that by itself."""
    if not hasattr(os, "getuid"):
        return True
    return status.st_uid == os.getuid() and not status.st_mode & 0o022


def _digest(name: str, content: bytes) -> bytes:
    return hashlib.sha256(name.encode() + content).digest()
