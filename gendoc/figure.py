"""What one scalar means: the type of its field decides, never YAML."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum
from urllib.parse import urlsplit

from gendoc.source import Node, Source

Value = int | Decimal | str | bool

MAX_DIGITS = 12
"""Digits before the decimal point; the national totals of any count have fewer."""
MAX_DECIMALS = 8


class FigureType(Enum):
    """The type of a field, as a form declares it."""

    COUNT = "count"
    """A non-negative whole number of at most 12 digits."""
    INTEGER = "integer"
    """A whole number that may be negative."""
    MONEY = "money"
    """A non-negative decimal, kept digit for digit."""
    DECIMAL = "decimal"
    """A decimal that may be negative, kept digit for digit."""
    PERCENT = "percent"
    """A share in percent: 45.3 is printed as 45.3%."""
    TEXT = "text"
    URL = "url"
    """The address of a web page."""
    DATE = "date"
    """A day as 2024-01-20, printed as the form's language writes it."""
    YES_NO = "yes_no"
    CHOICE = "choice"
    """One of the options that the form lists."""
    CHOICES = "choices"
    """Any of the options that the form lists, none among them."""

    @property
    def is_number(self) -> bool:
        return self in _NUMBERS

    @property
    def has_decimals(self) -> bool:
        return self in _DECIMALS

    @property
    def has_options(self) -> bool:
        return self in (FigureType.CHOICE, FigureType.CHOICES)


class Chosen(str):
    """The options chosen of several, which prints them in a row."""

    items: tuple[str, ...] = ()

    @classmethod
    def of(cls, items: Sequence[str], language: str) -> Chosen:
        chosen = cls(("、" if language.startswith("zh") else ", ").join(items))
        chosen.items = tuple(items)
        return chosen


UNUSABLE = re.compile(r'[/\\:*?"<>|\x00-\x1f\x7f]|\.\.')
"""What no file's name may hold on any system."""
_DECIMALS = (FigureType.MONEY, FigureType.DECIMAL, FigureType.PERCENT)
_NUMBERS = (FigureType.COUNT, FigureType.INTEGER, *_DECIMALS)
_YES = {"是": True, "有": True, "yes": True, "true": True}
_NO = {"否": False, "无": False, "no": False, "false": False}
_SMALL = re.compile(r"0|[1-9][0-9]{0,8}")
_DECIMAL = re.compile(r"(0|[1-9][0-9]*)(?:\.([0-9]+))?")
# Forms that YAML 1.1 reads as another number than they look, or that only a programmer reads.
_AMBIGUOUS = re.compile(
    r"0[0-9_]+(\.[0-9]*)?|0[xXoObB][0-9a-fA-F_]+|[0-9][0-9_]*_[0-9_]*"
    r"|[0-9]+(:[0-9]{1,2})+(\.[0-9]*)?|[0-9.]+[eE][-+]?[0-9]+|\+[0-9.]+"
)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_MONTH_FIRST = ("-US", "-CA")
"""Regions that write the month before the day."""
_SEPARATED = re.compile(r"[0-9]{1,3}([,，、 ’'][0-9]{3})+(\.[0-9]+)?")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．－", "0123456789.-")
# XML 1.0, 2.2: the characters that no document may hold, even escaped.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def number(node: Node, type_: FigureType) -> int | Decimal | str:
    """Read a number of the given type, or the name of the problem that it is.

    Quoted and full-width digits are taken as the digits they show.
    """
    if not isinstance(node.value, str):
        return "wrong-type"
    if _SMALL.fullmatch(node.value) and type_ not in _DECIMALS:
        return int(node.value)  # as nearly all figures are
    text = node.value.translate(_FULL_WIDTH)
    negative = text.startswith("-") and text != "-0"
    digits = text[1:] if negative else text
    if problem := _not_a_number(digits, type_):
        return problem
    if negative and type_ in (FigureType.COUNT, FigureType.MONEY):
        return "negative-number"
    return Decimal(text) if type_ in _DECIMALS else int(text)


def _not_a_number(digits: str, type_: FigureType) -> str:
    match = _DECIMAL.fullmatch(digits)
    if match is None:
        if _AMBIGUOUS.fullmatch(digits):
            return "ambiguous-number"
        return "thousands-separator" if _SEPARATED.fullmatch(digits) else "wrong-type"
    whole, decimals = match.groups()
    if decimals is not None and type_ not in _DECIMALS:
        return "decimal-count"
    if len(whole) > MAX_DIGITS:
        return "too-many-digits"
    return "too-many-digits/decimals" if len(decimals or "") > MAX_DECIMALS else ""


def inferred(source: Source, node: Node, key: str) -> int | Decimal | str | None:
    """A value of a field without a declared type: a number where it is one beyond doubt."""
    if not isinstance(node.value, str) or not node.plain:
        return text(source, node, key)
    value = number(node, FigureType.DECIMAL)
    if isinstance(value, Decimal):
        return int(value) if "." not in node.value.translate(_FULL_WIDTH) else value
    if value == "wrong-type":
        return text(source, node, key)
    name, values = str(value).split("/")[0], {"found": node.value, "label": key}
    source.tell(name, node, key=key, message=str(value), limit=MAX_DIGITS, **values)
    return None


def text(source: Source, node: Node, key: str) -> str | None:
    """The text of a scalar as written, or None after telling why it is none."""
    if not isinstance(node.value, str):
        source.tell("wrong-type", node, key=key, message="wrong-type/text", label=key)
        return None
    if bad := _NOT_IN_XML.search(node.value):
        source.tell("control-character", node, key=key, code=f"U+{ord(bad.group()):04X}")
        return None
    return node.value


def yes_no(node: Node) -> bool | None:
    """An answer: 是, 有, yes, true, or 否, 无, no, false; None for anything else."""
    if not isinstance(node.value, str):
        return None
    word = node.value.strip().lower()
    return _YES.get(word, _NO.get(word))


def url(text: str) -> bool:
    """Whether a text is the address of a web page, its scheme written out."""
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and "." in (parts.hostname or "")
    except ValueError:
        return False


def day(text: str) -> date | None:
    """The day that a text such as 2024-01-20 names, or None."""
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def day_words(day: date, language: str) -> str:
    """A day as a document in that language prints it."""
    if language.startswith("zh"):
        return f"{day.year}年{day.month}月{day.day}日"
    month = MONTHS[day.month - 1]
    if language.upper().endswith(_MONTH_FIRST):
        return f"{month} {day.day}, {day.year}"
    return f"{day.day} {month} {day.year}"


def rounded(value: Decimal, decimals: int) -> Decimal:
    """A value to so many decimals, a half away from zero."""
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def yes_no_word(answer: bool, language: str) -> str:
    """An answer as a document in that language prints it."""
    if language.startswith("zh"):
        return "是" if answer else "否"
    return "yes" if answer else "no"


def digits(value: Value) -> str:
    """A value as it is printed: a decimal digit for digit, never in scientific notation."""
    return format(value, "f") if isinstance(value, Decimal) else str(value)
