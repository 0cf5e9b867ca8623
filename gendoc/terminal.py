"""Printing: words for a person at a terminal, data for a program behind a pipe."""

from __future__ import annotations

import codecs
import errno
import io
import json
import os
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, TextIO

from gendoc import show
from gendoc.messages import Language
from gendoc.problem import Problem
from gendoc.show import PLAIN, Look

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer as Buffer

_STREAMS = ("stdout", "stderr")
_ERRORS = "gendoc-nearest"
_VIRTUAL_TERMINAL = 4
_HANDLES = {1: -11, 2: -12}
_NEAREST = {"\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}": ">", "\N{MINUS SIGN}": "-"}


class _Output(io.RawIOBase):
    """Standard output or error, of which no fault stops the work.

    That something could not be written is remembered, but for a reader that has gone away.
    """

    def __init__(self, raw: io.RawIOBase | None) -> None:
        self.raw = raw
        self.error: OSError | None = None

    def write(self, data: Buffer, /) -> int | None:
        try:
            if self.raw is None:
                raise OSError(errno.EBADF, os.strerror(errno.EBADF))
            if not self.error:
                return self.raw.write(data)
        except OSError as error:
            self.error = error
        return memoryview(data).nbytes

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return self.raw is not None and self.raw.isatty()

    def fileno(self) -> int:
        return self.raw.fileno() if self.raw else super().fileno()


def open_output() -> None:
    """Make standard output and error take whatever is printed.

    A GBK terminal cannot show every character of a report, a disk may be full, and both may be
    closed; Python would stop at each of them.
    """
    for name in _STREAMS:
        stream = getattr(sys, name)
        if stream is getattr(sys, f"__{name}__"):
            setattr(sys, name, _opened(stream))


def _opened(stream: io.TextIOWrapper | None) -> TextIO:
    buffer = getattr(stream, "buffer", None)
    raw = io.BufferedWriter(_Output(getattr(buffer, "raw", buffer)))
    if stream is None:
        return io.TextIOWrapper(raw, "utf-8", _ERRORS)
    return io.TextIOWrapper(
        raw,
        stream.encoding,
        _ERRORS,
        line_buffering=stream.line_buffering,
        write_through=stream.write_through,
    )


def unwritten() -> Iterator[tuple[str, OSError]]:
    """What of standard output and error could not be written, and why."""
    for name in _STREAMS:
        stream = getattr(sys, name)
        stream.flush()
        output = getattr(getattr(stream, "buffer", None), "raw", None)
        error = output.error if isinstance(output, _Output) else None
        if error and not isinstance(error, BrokenPipeError):
            yield name, error


def _nearest(error: UnicodeError) -> tuple[str, int]:
    """What a terminal shows for characters that its encoding lacks."""
    assert isinstance(error, UnicodeEncodeError)
    lacking = error.object[error.start : error.end]
    return "".join(_NEAREST.get(character, "?") for character in lacking), error.end


codecs.register_error(_ERRORS, _nearest)


def tell(
    problems: Sequence[Problem], language: Language, *, error: bool = False, before: str = ""
) -> None:
    """Print problems in full, on standard error if that is where they belong."""
    look = look_of(sys.stderr if error else sys.stdout)
    for problem in problems:
        line(show.as_text(problem, language, look, before=before), error=error)


def line(text: str, *, error: bool = False) -> None:
    """Print a line."""
    print(text, file=sys.stderr if error else sys.stdout, flush=True)


def data(text: str) -> None:
    """Print JSON or workflow commands; what the terminal's encoding lacks is escaped, not lost."""
    encoding = sys.stdout.encoding or "utf-8"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        if text.startswith(("[", "{")):
            text = json.dumps(json.loads(text), indent=2)
    line(text)


def look_of(stream: TextIO) -> Look:
    """Colour and line breaks for a terminal that shows them; neither for a pipe or a file."""
    if not stream.isatty():
        return PLAIN
    # https://no-color.org: whatever NO_COLOR holds, as long as it holds something.
    refused = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return Look(not refused and _takes_colour(stream), _columns(stream))


def _columns(stream: TextIO) -> int:
    """Columns that a line may fill; the last one is left free, where some consoles break it."""
    try:
        return max(os.get_terminal_size(stream.fileno()).columns - 1, 0)
    except OSError:
        return 0


def _takes_colour(stream: TextIO) -> bool:
    """Whether the terminal reads colour codes; the console of Windows has to be asked to."""
    if sys.platform != "win32":
        return True
    import ctypes

    console = ctypes.windll.kernel32
    handle = console.GetStdHandle(_HANDLES.get(stream.fileno(), -11))
    mode = ctypes.c_uint32()
    if not console.GetConsoleMode(handle, ctypes.byref(mode)):
        return False
    return bool(console.SetConsoleMode(handle, mode.value | _VIRTUAL_TERMINAL))
