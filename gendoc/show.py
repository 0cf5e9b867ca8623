"""Problems as a person or a program reads them."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from gendoc.messages import Language, advise, say
from gendoc.problem import Problem, Severity
from gendoc.record import record
from gendoc.text import clip, columns, wrap

if TYPE_CHECKING:
    from gendoc.published import Place

_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f]")
MAX_EXCERPT = 100
"""Columns of a YAML line that are shown; of a longer one, those around the place."""
INDENT = "    "
NARROW = 20
"""Columns below which text is left to the terminal to break."""

_BOLD = "1"
_COLOURS = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.NOTE: "1;36"}


@record()
class Look:
    """How problems are printed: in colour or not, and in how many columns; 0 for any number."""

    colour: bool = False
    width: int = 0

    def paint(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour else text

    def wrapped(self, head: str, text: str) -> list[str]:
        """The lines of a text behind its head; those that follow are indented."""
        room = self.width - len(INDENT)
        if room < NARROW:
            return [text]
        first = columns(head) - len(INDENT)
        if room - first < NARROW:
            return ["", *(INDENT + line for line in wrap(text, room))]
        head_line, *rest = wrap(text, room, first)
        return [head_line, *(INDENT + line for line in rest)]


PLAIN = Look()
"""How pipes and files have it: no colour, and a message on one line however long."""


def as_text(problem: Problem, language: Language, look: Look = PLAIN, *, before: str = "") -> str:
    """One problem, as a compiler tells it: place, words, the line of YAML, the way out."""
    values = _values(problem, language)
    place = ":".join(str(part) for part in (problem.path, problem.line, problem.column) if part)
    place = f"{before}{_visible(place)}:"
    kind = f"{say(f'severity/{problem.severity.value}', language)}[{problem.name}]"
    words = _visible(say(problem.message, language, **values))
    first, *rest = look.wrapped(f"{place} {kind} ", words)
    colour = _COLOURS[problem.severity]
    lines = [f"{look.paint(place, _BOLD)} {look.paint(kind, colour)} {first}".rstrip(), *rest]
    if problem.excerpt:
        lines += _excerpt(problem, look)
    if advice := advise(problem.message, language, **values):
        label = INDENT + say("help-label", language)
        first, *rest = look.wrapped(label, _visible(advice))
        lines += [label + first, *rest]
    return "\n".join(lines)


def as_json(problems: Sequence[Problem], language: Language) -> str:
    """Problems as a JSON list, `[]` when all is well."""
    records = [
        {
            "name": problem.name,
            "severity": problem.severity.value,
            "message": say(problem.message, language, **_values(problem, language)),
            "path": problem.path,
            "line": problem.line,
            "column": problem.column,
            "key": problem.key,
        }
        for problem in problems
    ]
    return json.dumps(records, ensure_ascii=False, indent=2)


def _values(problem: Problem, language: Language) -> dict[str, object]:
    values = {**problem.values, "key": problem.key or ""}
    if place := values.get("place"):
        values["where"] = where(cast("Place", place), language)
    return values


def where(place: Place, language: Language) -> str:
    """A place in a published document; a line of a text is named with the file already."""
    if place.line:
        return ""
    parts = {"page": place.page, "table": place.table, "row": place.row}
    words = [say(f"where/{part}", language, count=count) for part, count in parts.items() if count]
    return (
        say("where", language, place=("" if language == "zh" else ", ").join(words))
        if words
        else ""
    )


def _excerpt(problem: Problem, look: Look) -> list[str]:
    """The line of YAML and a caret below the place; of a long line what stands around it.

    A row of a published document has no column, and perhaps no line either.
    """
    margin = f"{problem.line or '':>6} | "
    room = MAX_EXCERPT
    if look.width:
        room = min(room, max(look.width - len(margin) - 1, NARROW))
    text = _visible(problem.excerpt.replace("\t", " "))
    before, after = text[: problem.excerpt_before], text[problem.excerpt_before :]
    if columns(before + after) > room:
        while columns(before) > room // 2:
            before = before[1:]
    shown = margin + before + clip(after, room - columns(before) + 1)
    if not problem.column:
        return [shown]
    caret = look.paint("^", _COLOURS[problem.severity])
    below = " " * (len(margin) - 2) + "| " + " " * columns(before) + caret
    return [shown, below]


def _visible(text: str) -> str:
    """Text that no terminal takes for a command."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)


def as_github(problems: Sequence[Problem], language: Language) -> str:
    """Workflow commands that GitHub shows beside the lines of a pull request."""
    lines = []
    for problem in problems:
        place = {"file": problem.path, "line": problem.line, "col": problem.column}
        place["title"] = problem.name
        where = ",".join(f"{key}={_property(str(value))}" for key, value in place.items() if value)
        lines.append(f"::{problem.severity.value} {where}::{_escaped(in_full(problem, language))}")
    return "\n".join(lines)


def in_full(problem: Problem, language: Language) -> str:
    """What is wrong and, on a line of its own, how to mend it."""
    values = _values(problem, language)
    words = say(problem.message, language, **values)
    advice = advise(problem.message, language, **values)
    return f"{words}\n{advice}" if advice else words


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
