"""What a value looks like in a document."""

from __future__ import annotations

from decimal import Decimal

from gendoc.figure import Chosen, FigureType, Value, day, day_words, digits, yes_no_word
from gendoc.form import Field
from gendoc.table import Figure

CHOSEN, OPEN = "■", "□"
"""Boxes before options; every Chinese font has both."""


def printed(value: Value | None, what: Figure | Field, language: str) -> str:
    """A value as its field has it printed; nothing where it is left empty."""
    if what.boxes and (options := _options(what, language)):
        return boxes(options, value, language)
    if value is None:
        return ""
    if isinstance(value, bool):
        return _answer(value, language)
    if what.type is FigureType.DATE and (written := day(str(value))):
        return day_words(written, language)
    if what.type is FigureType.PERCENT:
        return f"{digits(value)}%"
    if isinstance(value, int | Decimal):
        shown = _in_thousands(value) if what.thousands else digits(value)
        return f"{shown}{_gap(what.beside)}{what.beside}" if what.beside else shown
    return str(value) if isinstance(value, Chosen) else digits(value)


def boxes(options: tuple[str, ...], value: Value | None, language: str) -> str:
    """Every option behind a box, those that were chosen behind a full one."""
    chosen: tuple[object, ...] = value.items if isinstance(value, Chosen) else (value,)
    if isinstance(value, bool):
        chosen = (_answer(value, language),)
    return " ".join(f"{CHOSEN if option in chosen else OPEN}{option}" for option in options)


def _options(what: Figure | Field, language: str) -> tuple[str, ...]:
    if what.type is FigureType.YES_NO:
        return _answer(True, language), _answer(False, language)
    return what.allowed.options


def _answer(value: bool, language: str) -> str:
    """An answer as it stands in a cell or behind a label: Yes, 是."""
    return yes_no_word(value, language).capitalize()


def _in_thousands(value: int | Decimal) -> str:
    return f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"


def _gap(unit: str) -> str:
    """Latin units stand off from their figure, Chinese ones and signs do not."""
    return " " if unit[0].isascii() and unit[0].isalpha() else ""
