"""Printing: words for a person at a terminal, data for a program behind a pipe."""

from __future__ import annotations

import codecs
import json
import os
import sys
from collections.abc import Sequence
from typing import TextIO

from gendoc import show
from gendoc.messages import Language
from gendoc.problem import Problem
from gendoc.show import PLAIN, Look

_VIRTUAL_TERMINAL = 4
_HANDLES = {1: -11, 2: -12}
_NEAREST = {"\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}": ">", "\N{MINUS SIGN}": "-"}


def accept_every_character() -> None:
    """A GBK terminal cannot show every character of a report; that is no reason to stop."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="gendoc-nearest")


def _nearest(error: UnicodeError) -> tuple[str, int]:
    """What a terminal shows for characters that its encoding lacks."""
    assert isinstance(error, UnicodeEncodeError)
    lacking = error.object[error.start : error.end]
    return "".join(_NEAREST.get(character, "?") for character in lacking), error.end


codecs.register_error("gendoc-nearest", _nearest)


def tell(
    problems: Sequence[Problem], language: Language, *, error: bool = False, before: str = ""
) -> None:
    """Print problems in full, on standard error if that is where they belong."""
    look = look_of(sys.stderr if error else sys.stdout)
    for problem in problems:
        line(show.as_text(problem, language, look, before=before), error=error)


def line(text: str, *, error: bool = False) -> None:
    """Print a line; a reader that has gone away (`| head`) does not stop the work."""
    stream = sys.stderr if error else sys.stdout
    try:
        print(text, file=stream, flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


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
