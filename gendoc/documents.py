"""Opens a published document: what kind it is shows in its first bytes, not in its name."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path

from gendoc.problem import Invalid, from_system
from gendoc.published import MAX_BYTES, Document, numbered, unreadable

_HEAD = 2048
_FORMAT = re.compile(r"\.[a-z][a-z0-9_-]*$")
"""What stands before the ending of an output's name where a form has several of that ending."""
_OLE = b"\xd0\xcf\x11\xe0"
"""How the files of old Office versions begin, and those that a password locks."""
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*")


def read(path: Path, shown: str = "") -> Document:
    """Read a published document; `shown` is the path that messages name.

    Raises:
        Invalid: the file cannot be read, is of no known kind, broken, or larger than any report.
    """
    shown = shown or str(path)
    data = _bytes(path, shown)
    document = _read(data, shown)
    if not document.blocks:
        raise unreadable(shown, "empty")
    name = _FORMAT.sub("", path.stem)
    return replace(document, blocks=numbered(document.blocks), names=(*document.names, name))


def _bytes(path: Path, shown: str) -> bytes:
    try:
        if path.exists() and not path.is_file():
            raise IsADirectoryError(21, os.strerror(21), str(path))
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise Invalid([from_system("cannot-read", shown, error)]) from error
    if len(data) > MAX_BYTES:
        raise unreadable(shown, "size", limit=MAX_BYTES // 1024 // 1024)
    if not data.strip():
        raise unreadable(shown, "empty")
    return data


def _read(data: bytes, shown: str) -> Document:
    head = data[:_HEAD].lstrip().lower()
    if data.startswith(b"PK"):
        from gendoc.read_docx import read as read_kind
    elif b"%pdf-" in head[:1024]:
        from gendoc.read_pdf import read as read_kind
    elif data.startswith(_OLE):
        raise unreadable(shown, "encrypted" if _ENCRYPTED in data else "old-word")
    elif data.startswith(_PICTURES):
        raise unreadable(shown, "picture")
    elif head.startswith(b"{\\rtf"):
        raise unreadable(shown, "rich-text")
    elif _is_markup(data, head):
        from gendoc.read_html import read as read_kind
    else:
        from gendoc.read_text import read as read_kind
    return read_kind(data, shown)


def _is_markup(data: bytes, head: bytes) -> bool:
    """Whether the bytes are a web page, or one that Word saved as a single file."""
    if head.startswith((b"mime-version", b"from:")) or b"\nmime-version:" in head:
        return True
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = data[2:_HEAD].replace(b"\0", b"").lower()
    head = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    marks = (b"<!doctype html", b"<html", b"<head", b"<body", b"<meta", b"<table", b"<div", b"<p")
    return head.startswith(b"<") and any(mark in head for mark in marks)
