"""The prose of a report: paragraphs with their figures filled in, and slips that prose has."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING, NamedTuple

from jinja2 import TemplateRuntimeError

from gendoc.display import printed
from gendoc.expression import Day, ExpressionError, Kind, Tag, kind_of_value, split
from gendoc.figure import FigureType, Value, digits, text
from gendoc.form import Field
from gendoc.numerals import ONES, in_chinese
from gendoc.problem import Severity
from gendoc.record import record
from gendoc.source import Entry, Node, Source
from gendoc.table import Figure

if TYPE_CHECKING:
    from gendoc.report import Report

_ANY_NUMBER = re.compile(r"[一二三四五六七八九十]+、|[0-9]{1,2}[.．、]|[（(][0-9]{1,2}[）)]")
_LOST = re.compile(r"[ \t]+#")
_STRAY_BRACES = re.compile(r"｛｛|｝｝|(?<!\{)\{[ ]*[a-z_]+(\.[\w.]+)[ ]*\}(?!\})")
UNWRITTEN = "not-filled-in/text"
MAX_MISSED = 100
"""Line breaks that a text with escapes hides before the rest of it is left as it is."""
_CLOSING = "。！？!?；;：:"
_WIDE = (("\u2e80", "\u9fff"), ("\uf900", "\ufaff"), ("\uff00", "\uff60"))
"""The first and the last of the characters of Chinese and its marks, but for those it shares."""
_WIDE_TOO = "\u201c\u201d\u2014\u2026"
_TIGHT = "0123456789{}%"
INDENT = " \t\u3000\u00a0"
"""What clerks type before a paragraph; the layout indents by itself."""


class NoValue(TemplateRuntimeError):  # noqa: N818 - named for what it is
    """What a template prints is none: a group of figures, a list, prose as a whole."""


class Unprinted:
    """What is never printed as a whole: a template names one of the texts in it."""

    def __str__(self) -> str:
        raise NoValue


@record()
class Paragraph(Unprinted):
    """A paragraph of prose. `head` is its heading as printed: numbered, and closed by a stop
    where the text runs on behind it."""

    text: str
    heading: str = ""
    head: str = ""


class Literal(NamedTuple):
    """A stretch of a passage that is printed as it was written: its place in both, its length."""

    shown: int
    written: int
    length: int


@record()
class Passage:
    """One text of the file under its heading: as printed, as written, and where both agree."""

    key: str
    heading: str
    text: str
    raw: str
    node: Node
    literals: tuple[Literal, ...]

    def is_written(self, start: int, end: int) -> bool:
        """Whether a stretch of `text` was written out, not printed by a tag."""
        return self._literal(start, end) is not None

    def place(self, source: Source, start: int, end: int) -> int | None:
        """Where a stretch of `text` stands in the file; None for what a tag has printed."""
        literal = self._literal(start, end)
        if literal is None:
            return None
        at = literal.written + start - literal.shown
        return _place(source, self.node, self.raw, at, self.text[start:end])

    def _literal(self, start: int, end: int) -> Literal | None:
        found = (one for one in self.literals if one.shown <= start)
        return next((one for one in found if end <= one.shown + one.length), None)


class Writer:
    """Turns the prose of a report into paragraphs, figures filled in."""

    def __init__(self, report: Report) -> None:
        self.source = report.source
        self.passages: list[Passage] = []
        self.numbering = report.form.numbering
        self.space = report.form.space
        self.stop = "。" if report.form.language.startswith("zh") else ". "
        fields: dict[str, Value] = {**report.fields, "organ": report.organ, "year": report.year}
        fields["title"] = report.statutory_title if report.organ and report.year else ""
        self.values: dict[str, Value] = {**report.figures, **report.facts, **fields}
        self.values |= {**report.entities, **_days(report)}
        self.blank = report.blank
        self.kinds: dict[str, Kind] = {**report.form.kinds}
        for table in report.tables.values():
            self.kinds |= table.kinds
        given = {**report.facts, **report.entities}
        self.kinds |= {key: kind_of_value(value) for key, value in given.items()}
        self.kinds |= dict.fromkeys(report.open_facts, "number")
        # Prose has days as they are printed, which have no order.
        self.kinds |= {key: "text" for key, kind in self.kinds.items() if isinstance(kind, Day)}
        self.change = report.form.change
        self.last_is_missing = report.last is None
        self._add_last_year(report)

    def _add_last_year(self, report: Report) -> None:
        """Last year's figures and facts under `last.`; without its report the names are known."""
        last = report.last
        if last is None:
            self.kinds |= report.form.last_kinds
            return
        values = {**last.figures, **last.facts, **last.entities}
        self.values |= {f"last.{key}": value for key, value in values.items()}
        self.kinds |= {f"last.{key}": kind_of_value(value) for key, value in values.items()}

    def paragraphs(self, node: Node, key: str) -> tuple[Paragraph, ...]:
        found: list[Paragraph] = []
        numbers = numbers_in(self.numbering)
        for item in node.value if isinstance(node.value, list) else [node]:
            if isinstance(item.value, dict):
                found += self._headed(item, item.value, key, numbers)
            elif item.is_null:
                self._tell_gap(item, node, key)
            else:
                lines = _lines(self._passage(item, key))
                if any(numbering_pattern(self.numbering).match(line) for line in lines):
                    self.source.tell(
                        "numbered-heading",
                        item,
                        key=key,
                        message="numbered-heading/text",
                        severity=Severity.WARNING,
                    )
                found += [Paragraph(line) for line in lines]
        return tuple(found)

    def title(self, node: Node) -> tuple[str, ...]:
        """The lines of a title of its own; a list has a line an item."""
        items = node.value if isinstance(node.value, list) else [node]
        for gap in (item for item in items if item.is_null):
            self._tell_gap(gap, node, "title")
        written = (item for item in items if not item.is_null)
        return tuple(line for item in written for line in _lines(self._text(item, "title")))

    def _tell_gap(self, item: Node, node: Node, key: str) -> None:
        """A paragraph that is left open, alone or beside others."""
        beside = isinstance(node.value, list) and len(node.value) > 1
        message = "not-filled-in/paragraph" if beside else UNWRITTEN
        self.source.tell("not-filled-in", item, key=key, message=message, label=key)

    def line(self, node: Node, key: str) -> str:
        return " ".join(_lines(self._text(node, key)))

    def _headed(
        self, item: Node, entries: dict[str, Entry], key: str, numbers: Callable[[], str]
    ) -> Iterator[Paragraph]:
        if not entries and self.source.text.startswith("{{", item.start):
            return  # told as unquoted braces when the file was read
        for name, entry in entries.items():
            if name not in ("heading", "text"):
                self.source.tell(
                    "unknown-key",
                    entry.key,
                    key=f"{key}.{name}",
                    message="unknown-key/unknown",
                    found=name,
                    known="heading, text",
                )
        if "heading" not in entries:
            self.source.tell(
                "missing-key", item, key=key, message="missing-key/bare", found="heading"
            )
            return
        before = len(self.source.problems)
        written = self.line(entries["heading"].value, f"{key}.heading")
        heading = written.rstrip("。．.")
        if not heading and len(self.source.problems) == before:
            at = entries["heading"].value
            self.source.tell("not-filled-in", at, key=key, message=UNWRITTEN, label="heading")
        if numbering_pattern(self.numbering).match(heading) or _ANY_NUMBER.match(heading):
            self.source.tell(
                "numbered-heading",
                entries["heading"].value,
                key=key,
                found=heading,
                severity=Severity.WARNING,
            )
        text_node = entries.get("text")
        body = self._passage(text_node.value, f"{key}.text", heading) if text_node else ""
        first, *rest = _lines(body) or [""]
        # A heading alone keeps the stop that was written; one that text follows gets its own.
        head = self._closed(heading, first) if first else written
        number = numbers()
        yield Paragraph(first, heading, number + (self.space if number else "") + head)
        yield from (Paragraph(line) for line in rest)

    def _closed(self, heading: str, text: str) -> str:
        """A heading that text runs on behind ends in a stop, unless it has a mark of its own."""
        if not text:
            return heading
        return heading + (self.space if heading[-1:] in _CLOSING else self.stop)

    def _passage(self, node: Node, key: str, heading: str = "") -> str:
        """A text of prose, kept whole beside its paragraphs for the checks that read it."""
        raw, pieces = self._pieces(node, key)
        literals: list[Literal] = []
        shown = 0
        for piece, at in pieces:
            if at is not None:
                literals.append(Literal(shown, at, len(piece)))
            shown += len(piece)
        text = "".join(piece for piece, _ in pieces)
        self.passages.append(Passage(key, heading, text, raw, node, tuple(literals)))
        return text

    def _text(self, node: Node, key: str) -> str:
        return "".join(piece for piece, _ in self._pieces(node, key)[1])

    def _pieces(self, node: Node, key: str) -> tuple[str, list[tuple[str, int | None]]]:
        """A text as written, and its pieces as printed, each literal one with its place there."""
        if node.is_null:
            self.source.tell("not-filled-in", node, key=key, message=UNWRITTEN, label=key)
            return "", []
        raw = text(self.source, node, key) or ""
        self._check_slips(node, raw, key)
        raw = _unfolded(raw, self.source.text[node.start : node.end])
        pieces: list[tuple[str, int | None]] = []
        at = 0
        for piece in split(raw):
            if self.source.is_full:
                break
            if isinstance(piece, str):
                pieces.append((piece, at))
                at += len(piece)
            else:
                pieces.append((self._filled(piece, raw, node, key), None))
                at = piece.end
        return raw, pieces

    def _check_slips(self, node: Node, raw: str, key: str) -> None:
        """Text that YAML took for a comment, and braces that were meant to be filled in."""
        if node.plain and (lost := _LOST.match(self.source.text, node.end)):
            self.source.tell("lost-text", lost.end() - 1, key=key, severity=Severity.WARNING)
        if stray := _STRAY_BRACES.search(raw):
            found = stray.group()
            self.source.tell("stray-braces", node, key=key, found=found, severity=Severity.WARNING)

    def _filled(self, tag: Tag, raw: str, node: Node, key: str) -> str:
        """What a tag prints; nothing where it, or a figure that it names, has a problem."""
        if self.source.is_full:
            return ""
        try:
            if tag.error:
                raise tag.error
            assert tag.expression
            if tag.expression.check(self.kinds) == "truth":
                raise ExpressionError("expression/truth", found=tag.expression.text)
            if tag.expression.names <= self.values.keys():
                return digits(tag.expression.value(self.values, self.change))
            if empty := sorted(tag.expression.names & self.blank):
                raise ExpressionError("expression/blank", found=empty[0])
            if self.last_is_missing and any(n.startswith("last.") for n in tag.expression.names):
                raise ExpressionError("undefined-name/last-year", found=tag.expression.text)
        except ExpressionError as error:
            at = _place(self.source, node, raw, tag.offset, tag.marker)
            undefined = error.message.startswith("undefined-name")
            name = "undefined-name" if undefined else "bad-expression"
            self.source.tell(name, at, key=key, message=error.message, **error.values)
        return ""


def _place(source: Source, node: Node, raw: str, offset: int, words: str) -> int:
    """Where words of a text stand in the file: YAML may fold lines, but it keeps their order."""
    start = node.start
    if source.text[start : start + 1] in ("|", ">"):
        start = source.text.find("\n", start)
    at = start - 1
    for _ in range(_occurrences(words, raw, offset) + 1):
        found = source.text.find(words, at + 1, node.end)
        if found < 0:
            break
        at = found
    return max(at, node.start)


def _occurrences(words: str, text: str, end: int) -> int:
    """How often words begin before an offset."""
    begins = re.compile(f"(?={re.escape(words)})")
    return sum(1 for _ in takewhile(lambda match: match.start() < end, begins.finditer(text)))


def names_in(part: str) -> frozenset[str]:
    """The names that a part of the form's title reads."""
    tags = (piece for piece in split(part) if isinstance(piece, Tag))
    return frozenset().union(*(tag.expression.names for tag in tags if tag.expression))


def _days(report: Report) -> dict[str, Value]:
    """Fields and figures that are days, as they are printed."""
    fields = {id_: f for id_, f in report.form.fields.items() if f.type is FigureType.DATE}
    figures = {figure.key: figure for table in report.tables.values() for figure in table.days}
    days: dict[str, Field | Figure] = {**fields, **figures}
    values = {**report.fields, **report.figures}
    return {
        key: printed(values[key], what, report.form.language)
        for key, what in days.items()
        if key in values
    }


def fill_in(part: str, values: Mapping[str, Value], shown: Mapping[str, str] | None = None) -> str:
    """A part of the form's title, whose tags were checked when the form was read.

    `shown` are the texts that some of the values are printed as.
    """

    def filled(piece: str | Tag) -> str:
        if isinstance(piece, str):
            return piece
        if piece.expression is None:
            return ""
        own = (shown or {}).get(piece.expression.name)
        return digits(piece.expression.value(values)) if own is None else own

    return "".join(filled(piece) for piece in split(part))


def _unfolded(text: str, written: str) -> str:
    """Take out the spaces that YAML puts for line breaks, where Chinese has none.

    `written` is the scalar as it stands in the file; a space that was typed stays.
    """
    if "\n" not in written or written.startswith("|"):
        return text
    lines = [line.strip() for line in written.strip("\"'").split("\n")]
    pieces: list[str] = []
    kept = at = missed = 0
    for left, right in pairwise(lines):
        if not left or not right:
            continue
        found = text.find(f"{left[-8:]} {right[:8]}", at)
        if found < 0:
            missed += 1
            if missed > MAX_MISSED:
                break
            continue
        at = found + len(left[-8:])
        if joins(left[-1], right[0]):
            pieces.append(text[kept:at])
            kept = at + 1
    return "".join([*pieces, text[kept:]])


def joins(left: str, right: str) -> bool:
    """Whether no space stands between two characters: Chinese beside Chinese or a figure."""
    wide = _is_wide(left), _is_wide(right)
    return all(wide) or (wide[0] and right in _TIGHT) or (left in _TIGHT and wide[1])


def _is_wide(character: str) -> bool:
    return character in _WIDE_TOO or any(first <= character <= last for first, last in _WIDE)


def _lines(raw: str) -> list[str]:
    """The paragraphs of a string: its lines, without the indent that the layout gives them."""
    lines = (line.strip(INDENT) for line in re.split(r"\r\n|\r|\n", raw))
    return [line for line in lines if line]


def numbers_in(numbering: str) -> Callable[[], str]:
    """Counts headings in the style of the form: （一） gives （一）, （二） …; 1. gives 1., 2. …"""
    count = 0

    def next_number() -> str:
        nonlocal count
        count += 1
        return numbering.replace("一", in_chinese(count)).replace("1", str(count))

    return next_number


@lru_cache(maxsize=16)
def numbering_pattern(numbering: str) -> re.Pattern[str]:
    """What a heading looks like whose number was typed."""
    style = re.escape(numbering).replace("（", "[（(]").replace("）", "[）)]")
    digits_ = style.replace("一", f"[{ONES}十]+").replace("1", "[0-9]+")
    return re.compile(digits_ or r"(?!)")
