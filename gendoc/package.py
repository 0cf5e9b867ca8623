"""The zip of a Word file: parts that stay are compressed once, the rest for each document.

`zipfile` compresses every part anew and works each header out again, which takes longer than all
the rest of a document. The same parts give the same bytes for the same deflate library: no date,
no name of a system, one order.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from gendoc.record import record

LEVEL = 3
"""Of deflate: a fifth of level 6's time, for a fifth more bytes."""
_MARK = b"gendoc:"
_DEFLATED, _UTF_8, _VERSION = 8, 0x800, 20
_FIRST_OF_1980 = 0x21
"""The earliest date that a zip can hold."""
_ATTRIBUTES = 0o600 << 16
"""As `zipfile` has it."""
# APPNOTE.TXT 4.3.7, 4.3.12 and 4.3.16; what local and central headers share stands in the first.
_SHARED = struct.Struct("<5H3L2H")
_CENTRAL = struct.Struct("<4s2H")
_PLACE = struct.Struct("<3H2L")
_END = struct.Struct("<4s4H2LH")


@record()
class _Entry:
    """A compressed part: what its two headers share, its name, its bytes and its digest."""

    header: bytes
    name: bytes
    packed: bytes
    digest: bytes

    @classmethod
    def of(cls, name: str, content: bytes) -> _Entry:
        deflate = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
        packed = deflate.compress(content) + deflate.flush()
        encoded = name.encode()
        flags = 0 if name.isascii() else _UTF_8
        sizes = (zlib.crc32(content), len(packed), len(content), len(encoded), 0)
        header = _SHARED.pack(_VERSION, flags, _DEFLATED, 0, _FIRST_OF_1980, *sizes)
        return cls(header, encoded, packed, hashlib.sha256(content).digest())


class Package:
    """The parts of a Word file in order; those that are None here come with each document."""

    def __init__(self, parts: Mapping[str, bytes | None]) -> None:
        self._entries = {
            name: None if content is None else _Entry.of(name, content)
            for name, content in parts.items()
        }

    def pack(self, changed: Mapping[str, bytes]) -> bytes:
        """The file, with a mark in it by which our own work is known again."""
        body: list[bytes] = []
        directory: list[bytes] = []
        total = hashlib.sha256()
        offset = 0
        for name, kept in self._entries.items():
            entry = kept or _Entry.of(name, changed[name])
            local = b"PK\x03\x04" + entry.header + entry.name
            body += (local, entry.packed)
            directory += (
                _CENTRAL.pack(b"PK\x01\x02", _VERSION, *struct.unpack_from("<H", entry.header)),
                entry.header[2:],
                _PLACE.pack(0, 0, 0, _ATTRIBUTES, offset),
                entry.name,
            )
            offset += len(local) + len(entry.packed)
            total.update(entry.name + b"\0" + entry.digest)
        listed = b"".join(directory)
        comment = _MARK + total.hexdigest().encode()
        count = len(self._entries)
        end = _END.pack(b"PK\x05\x06", 0, 0, count, count, len(listed), offset, len(comment))
        return b"".join((*body, listed, end, comment))


def damages() -> tuple[type[Exception], ...]:
    """What reading a part raises where a file is no zip, or a damaged one."""
    from zipfile import BadZipFile  # takes a while, and few documents are read

    return BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError


def read(file: Path | BinaryIO) -> tuple[dict[str, bytes], bytes]:
    """The parts of a Word file in order, and its mark; nothing of one that is damaged.

    Raises:
        OSError: it cannot be read.
    """
    from zipfile import ZipFile

    with suppress(*damages(), RuntimeError, ValueError), ZipFile(file) as opened:
        return {name: opened.read(name) for name in opened.namelist()}, opened.comment
    return {}, b""


def is_ours(file: Path) -> bool:
    """Whether a Word file is as gendoc wrote it, not changed by a person since."""
    try:
        parts, mark = read(file)
    except OSError:
        return False
    total = hashlib.sha256()
    for name, content in parts.items():
        total.update(name.encode() + b"\0" + hashlib.sha256(content).digest())
    return mark == _MARK + total.hexdigest().encode()
