"""What a file is that is not UTF-8: the encodings that editors in Chinese save in, or no text."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple


class Encoding(NamedTuple):
    """An encoding as editors call it, and the codec of Python that reads all of it."""

    name: str
    codec: str


_MARKS = (
    (codecs.BOM_UTF32_LE, Encoding("UTF-32", "utf-32")),
    (codecs.BOM_UTF32_BE, Encoding("UTF-32", "utf-32")),
    (codecs.BOM_UTF16_LE, Encoding("UTF-16", "utf-16")),
    (codecs.BOM_UTF16_BE, Encoding("UTF-16", "utf-16")),
)
_WIDE = ("UTF-32LE", "UTF-32BE", "UTF-16LE", "UTF-16BE")
_LEGACY = (Encoding("GBK", "gbk"), Encoding("GB18030", "gb18030"))
_BIG5 = Encoding("Big5", "big5")
# Word and Excel, old and new, archives, PDF, pictures.
_NO_TEXT = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"Rar!")
_PAIR = re.compile(rb"[\x81-\xfe]([\x40-\x7e\x80-\xfe])")
_SAMPLE = 1 << 16
"""Bytes that are looked at to tell one encoding from another."""
_FEW = 3
"""Characters beyond ASCII that no file in another encoding begins with by accident."""


def is_no_text(data: bytes) -> bool:
    """Whether these are the bytes of a document, a picture or an archive rather than of a text."""
    sample = data[:_SAMPLE]
    return sample.startswith(_NO_TEXT) or (100 * sample.count(0) > len(sample) and not wide(data))


def wide(data: bytes) -> Encoding | None:
    """UTF-16 or UTF-32, by its mark or by the zero bytes beside every letter."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    sample = data[: min(len(data), _SAMPLE) // 4 * 4]
    for name in _WIDE if 0 in sample else ():
        text = sample.decode(name, "replace")
        # Read in the wrong order of bytes no character of YAML's own is left.
        if ":" in text and "\0" not in text and "\n" in text:
            return Encoding(name, name.lower())
    return None


def guess(data: bytes, start: int) -> Encoding | None:
    """The encoding of data that stops being UTF-8 at an offset, or None for what cannot be told.

    A file that has been UTF-8 so far is damaged or pasted together, whatever its bytes could mean.
    """
    if encoding := wide(data):
        return encoding
    if sum(character > "\x7f" for character in data[:start].decode()) >= _FEW:
        return None
    trails = _PAIR.findall(data[:_SAMPLE])
    low = sum(trail < b"\xa1" for trail in trails)
    # Big5 uses the low trail bytes for two characters of five, GBK for its rare ones only.
    likely = (_BIG5,) if 5 * low > len(trails) else _LEGACY
    return next((encoding for encoding in likely if _fits(data, encoding)), None)


def _fits(data: bytes, encoding: Encoding) -> bool:
    try:
        data.decode(encoding.codec)
    except UnicodeDecodeError:
        return False
    return True
