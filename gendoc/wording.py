"""The checks of a report's prose: what it must say, must not say, and says of the figures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from itertools import chain

from gendoc.expression import ExpressionError
from gendoc.figure import Value, digits
from gendoc.form import Check
from gendoc.mentions import Mention, Reader, Sum
from gendoc.messages import source_of
from gendoc.numerals import YEAR, Numeral, in_digits
from gendoc.problem import Bilingual, Problem, listed
from gendoc.prose import Passage
from gendoc.report import Report
from gendoc.source import Node

SHORT = 60
"""Runs of characters below which prose is too short to be called last year's."""
DRAFT = 200
"""Characters of prose below which a report is a draft, of which nothing is demanded yet."""
MAX_PROSE = 100_000
"""Characters of prose up to which numbers are looked for; the longest reports have a fifth."""
FEW = 2
"""Shares that a message shows when none is the one in the prose."""
SENTENCE = re.compile(r"[^。！？!?\r\n]+")
_SPECIAL = re.compile(r"[\\\[\](){}*+?^$.]")
"""What makes more than a word of a pattern."""


def run(report: Report, check: Check) -> Iterator[Problem]:
    """What one check finds in the prose of a report, in the order of the file."""
    if check.differs:
        return _likeness(report, check)
    if check.mentions:
        return _mentions(report, check)
    return _years(report, check) if check.years else _wording(report, check)


# -- what the prose must and must not hold -------------------------------------------------


def _wording(report: Report, check: Check) -> Iterator[Problem]:
    """Prose that holds what it must not, or lacks words or a heading that it must have."""
    yield from _forbidden(report, check)
    for id_ in check.within:
        if id_ not in report.nodes:
            if check.given and not check.forbids:
                # What the figures demand is missing with the section.
                yield _told(report, check, id_, "wording/unsaid", _wanted(check), 0)
            continue
        if lacking := _lacking_headings(report, check, id_):
            yield _told(report, check, id_, "wording/missing", listed(lacking))
        text = "\n".join(paragraph.text for paragraph in report.sections.get(id_, ()))
        said = any(pattern.search(text) for pattern in check.demands)
        if check.demands and not said and (check.given or _length(report) >= DRAFT):
            yield _told(report, check, id_, "wording/unsaid", _wanted(check))


def _wanted(check: Check) -> Bilingual:
    """The words of which a check wants some."""
    words = [word for pattern in check.demands for word in pattern.pattern.split("|")]
    plain = [word for word in words if not _SPECIAL.search(word)]
    return listed(dict.fromkeys(plain or words), "、", ", ")


def _forbidden(report: Report, check: Check) -> Iterator[Problem]:
    for passage, id_ in _passages(report, check):
        for pattern in check.forbids:
            for match in pattern.finditer(passage.text):
                at = passage.place(report.source, *match.span()) or passage.node
                yield _told(report, check, id_, "wording/forbidden", match.group(), at)
            if passage.heading and (found := pattern.search(passage.heading)):
                yield _told(report, check, id_, "wording/forbidden", found.group(), passage.node)


def _told(
    report: Report,
    check: Check,
    id_: str,
    message: str,
    found: str | Bilingual,
    at: Node | int | None = None,
) -> Problem:
    values = {
        "found": found,
        "label": check.label,
        "year": report.year,
        "source": source_of(check.basis),
    }
    problem = report.source.problem(check.name, report.nodes[id_] if at is None else at, key=id_)
    return replace(problem, severity=check.severity, message=message, values=values)


def _lacking_headings(report: Report, check: Check, id_: str) -> list[str]:
    titles = [p.heading for p in report.sections.get(id_, ()) if p.heading]
    # A section with one or two headings is not laid out by these at all.
    if not check.headings or 2 * len(titles) < len(check.headings):
        return []
    heads = "\n".join(titles)
    return [p.pattern.split("|")[0] for p in check.headings if not p.search(heads)]


def _length(report: Report) -> int:
    return sum(len(p.text) for paragraphs in report.sections.values() for p in paragraphs)


def _likeness(report: Report, check: Check) -> Iterator[Problem]:
    """Prose that is last year's again; numbers and punctuation do not count."""
    if report.last is None:
        return
    now, before = _shingles(report, check), _shingles(report.last, check)
    share = 100 * len(now & before) // len(now) if len(now) >= SHORT else 0
    if share > check.limit:
        first = next(id_ for id_ in check.differs if id_ in report.nodes)
        problem = report.source.problem(
            check.name,
            report.nodes[first],
            key=first,
            message="likeness",
            share=share,
            limit=check.limit,
            year=report.last.year,
            source=source_of(check.basis),
        )
        yield replace(problem, severity=check.severity)


def _shingles(report: Report, check: Check) -> set[str]:
    """Every run of eight characters in the prose of the sections that a check names."""
    paragraphs = (p for id_ in check.differs for p in report.sections.get(id_, ()))
    text = "".join(character for p in paragraphs for character in p.text if character.isalpha())
    return {text[start : start + 8] for start in range(len(text) - 7)}


# -- what single places of the prose say ---------------------------------------------------


def _passages(report: Report, check: Check) -> Iterator[tuple[Passage, str]]:
    """The passages that a check reads, each with the section that it belongs to."""
    for passage in report.passages:
        id_ = passage.key.split(".", 1)[0]
        if id_ in check.within or id_ == "notes":
            yield passage, id_


def _years(report: Report, check: Check) -> Iterator[Problem]:
    """An earlier year's number where only the report's own can be meant."""
    title = YEAR.findall(in_digits(report.title)) if "title" in report.nodes else []
    if title and str(report.year) not in title:
        yield _told(report, check, "title", "wording/year", title[0])
    for passage, id_ in _passages(report, check):
        for match in _earlier_years(report, check, passage.heading):
            yield _told(report, check, id_, "wording/year", match[1], passage.node)
        for sentence in SENTENCE.finditer(passage.text):
            for match in _earlier_years(report, check, sentence.group()):
                start, end = (sentence.start() + offset for offset in match.span(1))
                if (at := passage.place(report.source, start, end)) is not None:
                    yield _told(report, check, id_, "wording/year", match[1], at)


def _earlier_years(report: Report, check: Check, sentence: str) -> Iterator[re.Match[str]]:
    """Years before the report's own; none where the sentence names that too, to compare them.

    A later year is one that plans are made for.
    """
    for match in other_years(sentence, check, report.year):
        if match[1] < str(report.year):
            yield match


def other_years(sentence: str, check: Check, year: int) -> Iterator[re.Match[str]]:
    """Years where only a report's own can be meant; none where the sentence names that, too."""
    text, own = in_digits(sentence), str(year)
    years = YEAR.findall(text)
    if not years or own in years or any(pattern.search(text) for pattern in check.unless):
        return
    for match in chain.from_iterable(pattern.finditer(text) for pattern in check.years):
        if match[1].isdecimal() and match[1] != own:
            yield match


def _mentions(report: Report, check: Check) -> Iterator[Problem]:
    """Numbers in the prose that are not the figures which the words around them name."""
    assert check.mentions
    reader = Reader(check.mentions, report.organ, report.year)
    length = 0
    for passage, _ in _passages(report, check):
        length += len(passage.text)
        if length > MAX_PROSE:
            return
        for mention in reader.mentions(passage.text, passage.heading, passage.is_written):
            at = passage.place(report.source, mention.start, mention.end)
            if at is not None and (wrong := _contradiction(report, mention)):
                found = passage.text[mention.start : mention.end].strip()
                values = {"found": found, "source": source_of(check.basis), **wrong}
                key = str(values.pop("key"))
                problem = report.source.problem(check.name, at, key=key)
                message = f"mention/{mention.kind}"
                yield replace(problem, severity=check.severity, message=message, values=values)


def _contradiction(report: Report, mention: Mention) -> dict[str, object]:
    """What the figures say instead of a number in prose; nothing where it agrees with any."""
    told = {"count": _wrong_count, "change": _wrong_change, "share": _wrong_share}
    return told[mention.kind](report, mention)


def _wrong_count(report: Report, mention: Mention) -> dict[str, object]:
    known = {
        means: value for means in mention.means if (value := _value(report, means)) is not None
    }
    if not known or any(_is_near(mention, value / mention.scale) for value in known.values()):
        return {}
    means = next(iter(known))
    shown = [_aside(_digits(value), _label(report, means)) for means, value in known.items()]
    offer = _in_unit(mention, _written(means))
    return {"key": _key(means), "expected": _either(shown), "offer": f"{{{{ {offer} }}}}"}


def _aside(value: str, aside: str) -> Bilingual:
    return Bilingual(f"{value}（{aside}）", f"{value} ({aside})")


def _either(shown: Iterable[Bilingual]) -> Bilingual:
    """Each of several values that a number may be."""
    zh, en = zip(*dict.fromkeys(shown), strict=True)
    return Bilingual(" / ".join(zh), " / ".join(en))


def _in_unit(mention: Mention, written: str) -> str:
    """An expression over figures in the unit in which the prose counts them, such as 万元."""
    scale = mention.scale * mention.numeral.scale
    if scale == 1:
        return written
    whole = f"({written})" if " " in written else written
    sign, by = ("/", scale) if scale > 1 else ("*", 1 / scale)
    return f"({whole} {sign} {digits(by.normalize())}) | round({mention.numeral.places})"


def _likely(report: Report, mention: Mention) -> list[Sum]:
    """The figures that a number may be; where it is some of them, only those."""
    values = {means: _value(report, means) for means in mention.means}
    same = [m for m, v in values.items() if v is not None and _is_near(mention, v / mention.scale)]
    return same or list(mention.means)


def _wrong_change(report: Report, mention: Mention) -> dict[str, object]:
    if report.last is None:
        return {}
    shown: list[Bilingual] = []
    for means in _likely(report, mention.before[-1]):
        now, last = _value(report, means), _value(report.last, means)
        if now is None or last is None or (mention.percent and not last):
            continue
        change = (now - last) / last * 100 if mention.percent else now - last
        if (change < 0) == mention.falls and _is_near(mention, abs(change)):
            return {}
        unit = "%" if mention.percent else ""
        sign = "+" if change > 0 else ""
        exact = _rounded(change, mention.numeral) if mention.percent else change
        shown.append(_aside(f"{sign}{_digits(exact)}{unit}", f"{_digits(last)} → {_digits(now)}"))
    if not shown:
        return {}
    means = mention.means[0]
    now_, last_ = _written(means), _written(means, "last.")
    offer = _in_unit(mention, f"({now_} - {last_})|abs")
    if mention.percent:
        offer = f"({now_})|change({last_}, {mention.numeral.places})"
    return {"key": _key(means), "expected": _either(shown), "offer": f"{{{{ {offer} }}}}"}


def _wrong_share(report: Report, mention: Mention) -> dict[str, object]:
    shown: list[Bilingual] = []
    offer = ""
    for means in _likely(report, mention.before[-1]):
        part = _value(report, means)
        for whole, written in _wholes(report, mention, means):
            if part is None or not whole:
                continue
            share = part / whole * 100
            if _is_near(mention, share):
                return {}
            exact = _digits(_rounded(share, mention.numeral))
            shown.append(_aside(f"{exact}%", f"{_digits(part)} ÷ {_digits(whole)}"))
            places = mention.numeral.places
            offer = offer or f"({_written(means)} / ({written}))|percent({places})"
    if not shown:
        return {}
    expected = _either([*dict.fromkeys(shown)][:FEW])
    return {"key": _key(mention.means[0]), "expected": expected, "offer": f"{{{{ {offer} }}}}"}


def _wholes(report: Report, mention: Mention, means: Sum) -> Iterator[tuple[Decimal | None, str]]:
    """What a figure may be a share of: totals that hold it, and figures named before it."""
    leaves = {leaf for one in means for name in one.names for leaf in _leaves(report, name)}
    table = report.tables[_key(means).split(".", 1)[0]]
    for total in table.figures.values():
        if total.parts and total.key != _written(means) and leaves <= _leaves(report, total.key):
            yield _value_of(report, total.key), total.key
    for named in mention.before[:-1]:
        for whole in _likely(report, named):
            yield _value(report, whole), _written(whole)


def _leaves(report: Report, key: str) -> frozenset[str]:
    """The entered figures that a figure adds up."""
    parts = report.figure(key).parts
    if parts is None:
        return frozenset((key,))
    return frozenset(leaf for part in parts for leaf in _leaves(report, part))


# -- numbers --------------------------------------------------------------------------------


def _value(report: Report, means: Sum) -> Decimal | None:
    """What expressions over figures come to together; None where a figure is not there."""
    total = Decimal(0)
    for expression in means:
        if not expression.names <= report.figures.keys():
            return None
        try:
            total += Decimal(expression.value(report.figures))
        except ExpressionError:
            return None
    return total


def _value_of(report: Report, key: str) -> Decimal | None:
    value: Value | None = report.figures.get(key)
    return None if value is None or isinstance(value, str) else Decimal(value)


def _is_near(mention: Mention, exact: Decimal) -> bool:
    """Whether a number is a figure, rounded or cut off where it ends; a rough one, about it."""
    number = mention.numeral
    if mention.about:
        return abs(number.value - exact) < max(number.step, _magnitude(number.value))
    return number.value in (_rounded(exact, number), _rounded(exact, number, ROUND_DOWN))


def _magnitude(value: Decimal) -> Decimal:
    """The place of the last digit that is not zero: 100 of 3100, 10 of 120."""
    exponent = value.normalize().as_tuple().exponent
    return Decimal(1).scaleb(exponent) if value and isinstance(exponent, int) else Decimal(1)


def _rounded(value: Decimal, number: Numeral, how: str = ROUND_HALF_UP) -> Decimal:
    return (value / number.step).to_integral_value(how) * number.step


def _digits(value: Decimal) -> str:
    whole = value == value.to_integral_value()
    return digits(int(value) if whole else value.normalize())


# -- words ----------------------------------------------------------------------------------


def _key(means: Sum) -> str:
    """The figure that comes first in an expression."""
    return min(means[0].names, key=means[0].text.index)


def _written(means: Sum, prefix: str = "") -> str:
    """Expressions as a tag holds them; with a prefix before every name."""
    text = " + ".join(expression.text for expression in means)
    names = {name for expression in means for name in expression.names}
    pattern = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.sub(rf"\b({pattern})\b", rf"{prefix}\1", text)


def _label(report: Report, means: Sum) -> str:
    """The printed labels of the figures that are added up, those in one group by its label."""
    names = [name for one in means for name in sorted(one.names, key=one.text.index)]
    if len(names) > 2 and (group := _group(report, names)):
        return group
    return " + ".join(report.figure(name).label for name in names)


def _group(report: Report, names: list[str]) -> str:
    parents = {name.rsplit(".", 2)[0] for name in names}
    if len(parents) != 1:
        return ""
    *path, _ = [part.strip() for part in report.figure(names[0]).row_label.split("›")]
    return " › ".join(path)
