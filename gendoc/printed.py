"""What a printed cell says: a figure as YAML is to have it, and what stands beside it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from gendoc.figure import MAX_DECIMALS, MAX_DIGITS, MONTHS, FigureType, yes_no
from gendoc.form import Field
from gendoc.source import Node
from gendoc.table import Figure
from gendoc.yamltext import bare

# Blank, or what clerks put in a cell that has nothing to say.
_NOTHING = re.compile(
    r"[\s/\\_|\-\u2010-\u2015\u2212\u2500\u2501\uff0d\uff0f\u3000]*|[无零○〇OoＯｏ]|[*＊]+"
)
_FIGURE = re.compile(
    r"(?P<sign>[-+\u2212\u2013\uff0d]?)"
    r"(?P<whole>[0-9]{1,3}(?:[,，][0-9]{3})+"
    r"|[1-9][0-9]{0,2}(?:[ \xa0\u2009\u202f][0-9]{3})+(?![0-9])|[0-9]+)"
    r"(?:\.(?P<decimals>[0-9]+))?(?P<rest>.*)",
    re.DOTALL,
)
_FULL = "■☑☒✔√●"
_BOX = re.compile(r"([■☑☒✔√●□☐○])\s*([^■☑☒✔√●□☐○]*)")
_BOTH = (True, False)
_DATE = re.compile(
    r"(?P<year>[12][0-9]{3})\s*[-./年]\s*(?P<month>[0-9]{1,2})\s*[-./月]\s*(?P<day>[0-9]{1,2})\s*日?"
)
_DATE_IN_WORDS = re.compile(
    rf"(?P<day>[0-9]{{1,2}}) (?P<month>{'|'.join(MONTHS)}),? (?P<year>[12][0-9]{{3}})",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(
    rf"(?P<month>{'|'.join(MONTHS)}) (?P<day>[0-9]{{1,2}}),? (?P<year>[12][0-9]{{3}})",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"[（(]([^（）()]*)(?:[）)]|$)")
_BETWEEN = re.compile(r"[\s:：，,；;、/／]+")
_UP_DOWN = re.compile(r"(\w)[/／](\w)$")
"""What a label says of its figures' signs: 同比增/减."""
_MORE_DIGITS = re.compile(r"[0-9.,，]|\s*[-+*/×÷=~～—–－+至到]\s*[0-9]")
"""What goes on with a figure, or counts with it: 500+64, 560-564."""
_CHANGES = re.compile(r"[万亿千百%％‰余多]|[A-Za-z]|[、；;。/／]\s*[-+]?[0-9]")
"""What stands behind a figure that makes it another one: 73万, 3.5%, 731余, 3。5."""
_OF_MONEY = re.compile("[百千万亿]+元")
_DIGITS = {
    ord(character): str(unicodedata.digit(character)) for character in "０１２３４５６７８９"
}
_DIGITS |= {ord("．"): ".", ord("＋"): "+", ord("－"): "-"}

_NOT_READ = {FigureType.DATE: "date", FigureType.YES_NO: "yes-no"}


class Said(NamedTuple):
    """A figure as a YAML scalar, and the remark or unit that stands behind it in its cell."""

    value: str
    remark: str = ""
    unit: str = ""
    """The printed unit, where it is another than the figure's and the value was converted."""


def is_blank(text: str) -> bool:
    """Whether a cell is empty or holds a mark for nothing."""
    return bool(_NOTHING.fullmatch(text))


def is_figure(text: str) -> bool:
    """Whether a text is a number, whatever stands behind it, or a mark for nothing."""
    return is_blank(text) or _counted(text, FigureType.DECIMAL) is not None


def counted(text: str) -> int | None:
    """The number that a cell counts, whatever stands behind it; None for what counts nothing."""
    found = _counted(text, FigureType.COUNT)
    return None if found is None or _CHANGES.match(found.remark) else int(found.value)


def said(text: str, figure: Figure, heading: str = "", caption: str = "") -> Said | None:
    """Read a cell as a figure; None for what cannot be read without guessing. `heading` is the
    printed label above it or beside it, which may name another unit than the form's; `caption` is
    the unit that a line beside the table names.

    A blank cell of a number says 0, unless it may be left empty: so bodies leave out what they
    have none of.
    """
    text = text.strip()
    if (
        figure.demand.may_be_empty
        and (is_blank(text) or is_open(text, figure))
        and (figure.type is not FigureType.TEXT or not text)
    ):
        return Said("~")
    if not figure.type.is_number or figure.type is FigureType.PERCENT:
        return _answered(text, figure)
    # What is worked out may have decimals and a sign that none of its parts has.
    type_ = figure.type if figure.parts is None else FigureType.DECIMAL
    alone = _counted(_without_unit(text, figure), type_) if figure.beside else None
    if alone and not alone.remark and not is_blank(text):
        return Said(alone.value)
    found = _counted(_signed(text, figure), type_)
    if found and figure.beside and (unit := _beside(figure.beside).match(found.remark)):
        rest = found.remark[unit.end() :]
        if not (_CHANGES.match(rest) or rest[:1].isdecimal()):
            return Said(found.value, rest)
    if found and _CHANGES.match(found.remark) and not _is_unit(found.remark, figure):
        return None
    return _in_own_unit(found, figure, heading, caption) if found else None


@lru_cache(maxsize=256)
def _beside(unit: str) -> re.Pattern[str]:
    """A unit that the form prints behind a figure, whole or broken by a narrow cell."""
    return re.compile(r"\s*".join(map(re.escape, "".join(unit.split()))) + r"\s*")


def _without_unit(text: str, what: Figure | Field) -> str:
    """A text without the unit that the form prints behind it."""
    match = list(_beside(what.beside).finditer(text)) if what.beside else []
    return text[: match[-1].start()] if match and match[-1].end() == len(text) else text


def _is_unit(remark: str, figure: Figure) -> bool:
    own = bool(figure.unit) and remark.startswith(figure.unit or "")
    return (
        own
        or any(unit.words.match(remark) for unit in figure.also_units)
        or has_open_unit(remark, figure)
    )


def has_open_unit(remark: str, figure: Figure) -> bool:
    """Whether a remark is a unit of money behind an amount that the form names no unit of: what it
    counts in is then said by the remark alone."""
    no_unit = figure.type is FigureType.MONEY and not figure.unit and not figure.also_units
    return no_unit and bool(_OF_MONEY.match(remark))


def said_field(text: str, field: Field) -> str | None:
    """Read what stands behind the label of a field, as YAML is to have it; None for what cannot
    be read without guessing."""
    if not field.type.is_number or field.type is FigureType.PERCENT:
        found = _answered(text.strip(), field)
    else:
        found = _counted(_without_unit(text, field), field.type)
    return found.value if found and not found.remark else None


def _answered(text: str, what: Figure | Field) -> Said | None:
    """A text, day, share or choice."""
    if what.type in (FigureType.YES_NO, FigureType.CHOICE, FigureType.CHOICES):
        return _chosen(text, what)
    if what.type is FigureType.DATE:
        return Said(date) if (date := day_said(text)) else None
    if what.type is FigureType.PERCENT:
        share = _counted(text, FigureType.DECIMAL)
        return Said(share.value) if share and share.remark in ("", "%", "％") else None
    between = "" if what.type is FigureType.URL else " "
    return Said(bare(between.join(text.split()))) if text else None


def sign_words(label: str) -> str:
    """The words for signs that a column's label has: those of 同比增/减."""
    ways = _UP_DOWN.search(label)
    return f"{ways[1]}{ways[2]}" if ways else ""


def _signed(text: str, figure: Figure) -> str:
    """A text with the sign in place of the word for it that the column's label has: 增3, 减少2."""
    ways = _UP_DOWN.search(figure.column_label)
    match = ways and re.fullmatch(rf"({ways[1]}|{ways[2]})[^\W\d]?\s*([0-9０-９]+)", text)
    return f"{'+' if match[1] == ways[1] else '-'}{match[2]}" if ways and match else text


def _in_own_unit(found: Said, figure: Figure, heading: str, caption: str) -> Said | None:
    """A figure in the form's unit, exactly; None where its unit is not known, or too small."""
    unit, scale, remark = "", Decimal(1), found.remark
    if beside := [u for u in figure.also_units if u.words.match(remark)]:
        scale = beside[0].scale
        unit = beside[0].words.match(remark).group()  # type: ignore[union-attr]
        remark = remark.removeprefix(unit).strip()
    elif figure.also_units and not remark.startswith(figure.unit or "\0"):
        unit = unit_of_heading(heading, figure) or unit_said([caption], figure)
        if not unit and _in_brackets(heading) and figure.unit in figure.column_label:
            return None
        scale = _scale(unit, figure)
    if scale == 1:
        return found
    value = f"{(Decimal(found.value) * scale).normalize():f}"
    exact = len(value.partition(".")[2]) <= MAX_DECIMALS
    return Said(value, remark, unit) if exact else None


def unit_said(parts: Sequence[str], figure: Figure) -> str:
    """The unit that one of some words is, of those that the figure may be given in."""
    known = (part for part in parts if part == figure.unit or _scale(part, figure) != 1)
    return next(known, "") if figure.also_units else ""


def unit_of_line(line: str, figure: Figure) -> str:
    """The unit that a short line names, such as one above a table: 单位：元."""
    return _unit_among([line.strip("（）()[]【】 ")], figure) if len(line) <= 20 else ""


def unit_of_heading(heading: str, figure: Figure) -> str:
    """The unit that a printed label names in brackets."""
    return _unit_among(_in_brackets(heading), figure)


def _unit_among(asides: Sequence[str], figure: Figure) -> str:
    """The unit that some words name, whole even where a narrow cell breaks it: 万 / 元."""
    whole = ["".join(aside.split()) for aside in asides]
    lines = ["".join(aside.split("\n")) for aside in asides]
    parts = (part for aside in (*whole, *lines) for part in _BETWEEN.split(aside))
    return unit_said(list(parts), figure)


def _in_brackets(heading: str) -> list[str]:
    found: list[str] = _ASIDE.findall(heading)
    return found


def _scale(unit: str, figure: Figure) -> Decimal:
    """How many of the figure's own unit one of another is; 1 for its own, and what is none."""
    known = (u.scale for u in figure.also_units if u.words.fullmatch(unit))
    return next(known, Decimal(1))


def step(said: Said, figure: Figure) -> Decimal:
    """What the last printed digit of a figure counts: 0.1 where 45.3 is printed."""
    scale = _scale(said.unit, figure)
    exponent = (Decimal(said.value) / scale).as_tuple().exponent
    return scale.scaleb(min(int(exponent), 0))


def day_said(text: str) -> str:
    """A printed day as a report has it, 2024-01-20; an empty string for what is none."""
    shapes = (_DATE, _DATE_IN_WORDS, _MONTH_FIRST)
    match = next(filter(None, (shape.fullmatch(text.strip()) for shape in shapes)), None)
    if not match:
        return ""
    month = match["month"]
    month = month if month.isdecimal() else str(MONTHS.index(month.capitalize()) + 1)
    return "-".join((match["year"], month.zfill(2), match["day"].zfill(2)))


def _counted(text: str, type_: FigureType) -> Said | None:
    """A number of a type with what stands behind it; 0 for a mark for nothing."""
    if is_blank(text):
        return Said("0")
    match = _FIGURE.fullmatch(text.strip().translate(_DIGITS))
    if match is None or _MORE_DIGITS.match(match["rest"]):
        return None
    value = _number(match, type_)
    remark = " ".join(match["rest"].split())
    if value is None or re.match(r"[0-9]", remark):
        return None
    return Said(value, remark)


def why_not(text: str, what: Figure | Field) -> str:
    """Why a text was not read, as messages have it."""
    if is_open(text, what):
        return "open"
    if what.type.is_number:
        return "cell"
    return "empty" if is_blank(text) else _NOT_READ.get(what.type, "choice")


def is_open(text: str, what: Figure | Field) -> bool:
    """Whether a text has an empty box before each option of the form and no other: nobody chose.
    Where several may be chosen that says none of them."""
    boxes = _BOX.findall(text)
    options = [option.strip() for _, option in boxes]
    if not boxes or _BOX.sub("", text).strip() or any(box in _FULL for box, _ in boxes):
        return False
    if what.type is FigureType.YES_NO:
        answers = [yes_no(Node(0, 0, option)) for option in options]
        return sorted(answers, key=str) == [False, True]
    is_choice = what.type is FigureType.CHOICE
    return is_choice and sorted(options) == sorted(what.allowed.options)


def _chosen(text: str, what: Figure | Field) -> Said | None:
    """The options that a cell names, or marks with a full box among empty ones."""
    boxes = _BOX.findall(text)
    if is_open(text, what):
        return None
    if what.type is FigureType.YES_NO:
        named = [option.strip() for box, option in boxes if box in _FULL] if boxes else [text]
        return Said(named[0]) if len(named) == 1 and yes_no(Node(0, 0, named[0])) in _BOTH else None
    if boxes:
        named = [option.strip() for box, option in boxes if box in _FULL]
    else:
        named = _options(text, what.allowed.options)
    if not set(named) <= set(what.allowed.options):
        return None
    if what.type is FigureType.CHOICES:
        return Said("[" + ", ".join(map(bare, named)) + "]")
    return Said(bare(named[0])) if len(named) == 1 else None


def _options(text: str, options: Sequence[str]) -> list[str]:
    """The options that stand in a text one behind another, and what else does."""
    if is_blank(text):
        return []
    longest = sorted(options, key=len, reverse=True)
    known = "|".join(map(re.escape, longest))
    parts = re.split(rf"({known})(?=[、，,;；\s]|$)", text)
    return [part.strip("、，,;； \n\t") for part in parts if part.strip("、，,;； \n\t")]


def _number(match: re.Match[str], type_: FigureType) -> str | None:
    whole = re.sub(r"[,，\s]", "", match["whole"])
    whole = whole.lstrip("0") or "0"
    decimals = match["decimals"]
    negative = match["sign"] not in ("", "+")
    if type_ in (FigureType.COUNT, FigureType.INTEGER):
        if decimals and decimals.strip("0"):
            return None
        decimals = None
    if negative and type_ in (FigureType.COUNT, FigureType.MONEY):
        return None
    if len(whole) > MAX_DIGITS or len(decimals or "") > MAX_DECIMALS:
        return None
    value = f"{whole}.{decimals}" if decimals else whole
    return f"-{value}" if negative and value.strip("0.") else value
