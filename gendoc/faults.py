"""What is wrong with a template while it is read or filled in, as problems with their places.

Word and text templates tell the same faults in the same words, and as looking them over does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import TemplateSyntaxError

from gendoc.messages import in_both
from gendoc.places import WIDE, Place, unpaired, wide_values
from gendoc.problem import Bilingual, Problem, Severity
from gendoc.project import shown
from gendoc.prose import NoValue
from gendoc.source import Source, suggest
from gendoc.template import (
    FILTERS,
    Environment,
    UnknownName,
    WrongFilter,
    line_in_template,
    reason,
)

_TAG = re.compile(r"\{([{%#]).*?[}%#]\}", re.DOTALL)
_LEFT = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}|｛｛|｝｝|｛%")
_REASONS = {
    "reason/outside": r"Encountered unknown tag '(?P<found>else|elif|end\w+)'",
    "reason/word-tag": r"Encountered unknown tag '(?P<found>p|r|tr|tc|vm|hm|cellbg|colspan)'",
    "reason/tag": r"Encountered unknown tag '(?P<found>.*?)'",
    "reason/end": r"[Uu]nexpected end of template",
    "reason/empty": r"(?:Expected an expression, got|expected token 'name', got|unexpected)"
    r" '(?P<found>end of .*)'",
    "reason/name": r"expected name or number|tag name expected",
    "reason/equals": r"expected token '.*', got '='",
    "reason/token": r"(?:expected token|unexpected) '(?P<wanted>.*)', got '(?P<found>.*)'",
    "reason/bracket": r"unexpected '(?P<found>.*?)', expected '(?P<wanted>.*)'",
    "reason/closing": r"unexpected '(?P<found>.*?)'",
    "reason/curly": r"unexpected char '[“”‘’]'",
    "reason/quote": r"""unexpected char (?:'"'|"'")""",
    "reason/character": r"unexpected char '(?P<found>.*)' at",
    "reason/filter": r"No filter named '(?P<found>.*)'",
    "reason/test": r"No test named '(?P<found>.*)'",
    "reason/other-file": r"no loader for this environment",
    "reason/zero": r".*(?:[Zz]ero|Undefined)",
    "reason/large": r"number too large|int too large|\(34,|.*(?:infinity|InvalidOperation)",
    "reason/types": r"unsupported operand|'\S+' not supported between|can only concatenate",
}
"""What Jinja and Python say of slips that are made often; the catalogue says it for people."""
_AROUND = re.compile("|".join(_REASONS[name] for name in ("reason/outside", "reason/end")))
"""What is wrong with a tag that something else is to close or to open."""
_TOKENS = {"end of print statement": "}}", "end of statement block": "%}", "assign": "="}
"""What Jinja calls the marks of a template."""


def reason_of(error: Exception) -> str | Bilingual:
    """What went wrong in one line; in the words of whoever said it, where it is a rare thing."""
    if isinstance(error, NoValue):
        return in_both("reason/none" if str(error) == "none" else "reason/group")
    if isinstance(error, WrongFilter):
        return in_both("reason/filter-arguments", found=str(error))
    said = reason(error)
    for message, pattern in _REASONS.items():
        if match := re.match(pattern, said):
            given = {name: _TOKENS.get(text, text) for name, text in match.groupdict().items()}
            if message == "reason/filter":
                given["known"] = ", ".join(FILTERS)
                given["likely"] = suggest(given["found"], Environment().filters)
                message += "-likely" if given["likely"] else ""
            return in_both(message, **given)
    return said.removesuffix(".")


def unknown_name(error: UnknownName, text: str, names: Iterable[str]) -> dict[str, str]:
    """A name that is none, in full as a text has it, and the likely one."""
    match = re.search(rf"(?<![\w.])((?:\w+\.)*){re.escape(error.name)}\b(?:\.\w+)*", text)
    found, above = (match.group(), match.group(1)) if match else (error.name, "")
    near = suggest(error.name, error.known or names)
    return {"found": found, "likely": above + near if near else ""}


class _Tag(NamedTuple):
    """A tag of a text template, with the place of its first brace and its lines."""

    start: int
    text: str
    lines: range


class TextFaults:
    """The source of a text template, in which faults are told with their places."""

    def __init__(self, path: Path, source: str) -> None:
        self.file = Source(shown(path), source)
        self.tags = [self._tag(match) for match in _TAG.finditer(source) if match[1] != "#"]

    def _tag(self, match: re.Match[str]) -> _Tag:
        first, last = (self.file.locate(offset)[0] for offset in match.span())
        return _Tag(match.start(), match.group(), range(first, last + 1))

    def of(self, error: Exception, names: Iterable[str] = ()) -> Iterator[Problem]:
        """What is wrong with a template that could not be read or filled in."""
        if isinstance(error, TemplateSyntaxError):
            yield from self._syntax(error)
            return
        line = line_in_template(error)
        if line is None:
            yield self._problem("broken-template", None, reason=reason_of(error))
        elif isinstance(error, UnknownName):
            text = " ".join(tag.text for tag in self.tags if line in tag.lines)
            name = unknown_name(error, text, names)
            yield self.unknown(name["found"], name["likely"], line)
        else:
            yield self._in_use(line, error)

    def unknown(self, found: str, likely: str, line: int, count: int = 0) -> Problem:
        """A name that is none; `count` are the others like it before it in its line."""
        message = "template-name" if likely else "template-name/unknown"
        return self.of_name(message, found, line, count, likely=likely)

    def of_name(
        self, message: str, found: str, line: int, count: int = 0, **values: str
    ) -> Problem:
        """What is wrong with a name that stands in a line."""
        name = re.compile(rf"(?<![\w.]){re.escape(found)}(?!\w)")
        tags = (tag for tag in self.tags if line in tag.lines)
        places = (tag.start + match.start() for tag in tags for match in name.finditer(tag.text))
        first = next((tag.start for tag in self.tags if line in tag.lines), self._start(line))
        at = next(islice(places, count, None), first)
        problem = self._problem(message, at, found=found, **values)
        warned = message == "template-name/row"
        return replace(problem, severity=Severity.WARNING) if warned else problem

    def of_filter(self, name: str, line: int, before: int, why: str | Bilingual) -> Problem:
        """A filter with arguments that it does not take, or on what is no number; `before` are the
        others of its name before it in its line."""
        bar = re.compile(rf"\|\s*{name}\b")
        tags = (tag for tag in self.tags if line in tag.lines)
        uses = (tag for tag in tags for _ in bar.finditer(tag.text))
        tag = next(islice(uses, before, None), None)
        found, at = (tag.text, tag.start) if tag else ("", self._start(line))
        return self._problem("template-tag/syntax", at, found=found, reason=why)

    def _in_use(self, line: int, error: Exception) -> Problem:
        """What only filling in shows, at its tag where it can be no other one."""
        tags = [tag for tag in self.tags if line in tag.lines]
        if isinstance(error, WrongFilter):
            return self.of_filter(str(error), line, 0, reason_of(error))
        if len(tags) != 1:
            at = self._start(line)
            return self._problem("broken-template", at, reason=reason_of(error))
        found, at = tags[0].text, tags[0].start
        return self._problem("broken-template/tag", at, found=found, reason=reason_of(error))

    def wide(self, match: re.Match[str]) -> Problem:
        """Braces of Chinese text, which are printed as they are."""
        return self._problem("template-tag/wide", match.start(), **wide_values(match))

    def other_file(self, line: int) -> Problem:
        """A statement that takes in another file, which no template can."""
        tags = [tag for tag in self.tags if line in tag.lines]
        found, at = (tags[0].text, tags[0].start) if tags else ("", self._start(line))
        reason_ = in_both("reason/other-file")
        return self._problem("template-tag/syntax", at, found=found, reason=reason_)

    def _syntax(self, error: TemplateSyntaxError) -> Iterator[Problem]:
        """Loops and conditions that do not pair, braces that are no whole tag, any other slip."""
        places = [Place(tag.text, None) for tag in self.tags]
        starts = {id(place): tag.start for place, tag in zip(places, self.tags, strict=True)}
        told = [self._problem(f.message, starts[id(f.place)], **f.values) for f in unpaired(places)]
        told += self._slips()
        told += map(self.wide, WIDE.finditer(self.file.text))
        if not told and (left := _LEFT.search(_TAG.sub(_blanked, self.file.text))):
            told = [self._problem("template-tag/left", left.start(), found=left.group())]
        if not told:
            told = [self._slip(self.file.line(error.lineno), self._start(error.lineno), error)]
        yield from sorted(told, key=lambda problem: problem.place)

    def _slips(self) -> Iterator[Problem]:
        """Tags that are wrong by themselves, whatever stands around them."""
        environment = Environment()
        for tag in self.tags:
            try:
                environment.from_string(tag.text)
            except TemplateSyntaxError as error:
                if not _AROUND.match(reason(error)):
                    yield self._slip(tag.text, tag.start, error)

    def _slip(self, found: str, at: int, error: Exception) -> Problem:
        values = {"found": found.strip(), "reason": reason_of(error)}
        return self._problem("template-tag/syntax", at, **values)

    def _problem(self, message: str, at: int | None, **values: Any) -> Problem:
        place: dict[str, Any] = {"where": self.file.path}
        if at is not None:
            line, _ = self.file.locate(at)
            place = {"where": self._where(line), "text": self.file.line(line).strip()}
        return self.file.problem(message.split("/")[0], at, message=message, **place, **values)

    def _where(self, line: int) -> Bilingual:
        return in_both("where/line", count=line)

    def _start(self, line: int) -> int:
        """Where the first letter of a line stands."""
        text = self.file.line(line)
        return self.file.start(line) + len(text) - len(text.lstrip())


def _blanked(match: re.Match[str]) -> str:
    return "".join("\n" if character == "\n" else " " for character in match.group())
