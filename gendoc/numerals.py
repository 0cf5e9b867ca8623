"""Numbers as prose writes them: 128, 3,119, １２８, 二十三, 1.2万."""

from __future__ import annotations

import re
from decimal import Decimal

from gendoc.record import record

ONES = "一二三四五六七八九"
_DIGITS = {character: value for value, character in enumerate("零" + ONES)}
_DIGITS |= {"〇": 0, "两": 2}
_STEPS = {"十": 10, "百": 100, "千": 1000}
_SCALES = {"": 1, "万": 10**4, "亿": 10**8}
_PLAIN = str.maketrans("０１２３４５６７８９．，", "0123456789.,")
_PLAIN_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")

NUMBER = re.compile(
    # Not 第三, 每一, a decimal's tail, or part of a word or a reference.
    r"(?<![第每同某任这哪统0-9０-９.．a-zA-Z零〇一二两三四五六七八九十百千])"
    r"(?P<number>[0-9０-９]+(?:,[0-9０-９]{3})*(?:[.．][0-9０-９]+)?"
    r"|[一二两三四五六七八九十百千][零〇一二两三四五六七八九十百千]*|[零〇])"
    r"[ \u3000]?(?P<scale>[万亿]?)"
)
"""A number and the 万 or 亿 behind it."""

YEAR = re.compile(r"(?<![0-9])[12][0-9]{3}(?![0-9])")
_YEAR_IN_CHINESE = re.compile("[一二][零〇一二三四五六七八九]{3}")


def in_digits(text: str) -> str:
    """The text with full-width digits and years in Chinese digits (二〇二三) in plain ones, every
    character in its place."""
    return _YEAR_IN_CHINESE.sub(
        lambda match: "".join(str(_DIGITS[character]) for character in match.group()),
        text.translate(_PLAIN_DIGITS),
    )


@record()
class Numeral:
    """A number as written: its value and the size of the last place that is written."""

    value: Decimal
    step: Decimal
    scale: Decimal = Decimal(1)
    """What the 万 or 亿 behind it multiplies it by."""

    @property
    def places(self) -> int:
        """The decimals that it is written with."""
        exponent = (self.step / self.scale).as_tuple().exponent
        return max(0, -exponent) if isinstance(exponent, int) else 0


def numeral(match: re.Match[str]) -> Numeral | None:
    """What a match of `NUMBER` says; None for Chinese digits in no number's order (二〇二三)."""
    number = match["number"].translate(_PLAIN).replace(",", "")
    scale = Decimal(_SCALES[match["scale"]])
    if number[0].isascii():
        value = Decimal(number)
        exponent = value.as_tuple().exponent
        assert isinstance(exponent, int)
        return Numeral(value * scale, Decimal(1).scaleb(exponent) * scale, scale)
    counted = chinese(number)
    return None if counted is None else Numeral(counted * scale, scale, scale)


def chinese(text: str) -> int | None:
    """A Chinese numeral below 10,000: 二十三 is 23, 一百零五 is 105, 两百一 is 210."""
    if len(text) == 1 and text in _DIGITS:
        return _DIGITS[text]
    total, digit, smallest = 0, None, 10_000
    for character in text:
        if character in _STEPS:
            step = _STEPS[character]
            if step >= smallest or (digit is None and total):
                return None
            total += (1 if digit is None else digit) * step
            digit, smallest = None, step
        elif digit:
            return None
        else:
            digit = _DIGITS[character]
    if digit and smallest in (100, 1000) and text[-2] not in "零〇":
        digit *= smallest // 10
    return total + (digit or 0) if total else None


def in_chinese(count: int) -> str:
    """A count from 1 to 99 in Chinese numerals."""
    tens, ones = divmod(count, 10)
    head = "" if tens == 0 else "十" if tens == 1 else ONES[tens - 1] + "十"
    return head + (ONES[ones - 1] if ones else "")
