"""What is wrong with a template while it is read or filled in, as problems with their places.

Word and text templates tell the same faults in the same words, and as looking them over does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from jinja2 import TemplateSyntaxError

from gendoc.places import Fault, Place, faults
from gendoc.problem import Bilingual, Problem
from gendoc.project import shown
from gendoc.source import suggest
from gendoc.template import UnknownName, line_in_template, reason

_TAG = re.compile(r"\{([{%#]).*?[}%#]\}", re.DOTALL)
_OPEN_BRACES = "template-tag/left"
_LEFT = re.compile(r"\{\{|\}\}|\{%|%\}|｛｛|｝｝|｛%")


def unknown_name(
    path: Path, error: UnknownName, place: Place, names: Iterable[str], line: int | None = None
) -> Problem:
    """A name that is none, in full as the template has it, with the likely one."""
    match = re.search(rf"(?<![\w.])((?:\w+\.)*){re.escape(error.name)}\b(?:\.\w+)*", place.text)
    found, above = (match.group(), match.group(1)) if match else (error.name, "")
    near = suggest(error.name, error.known or names)
    likely = above + near if near else ""
    message = "template-name" if likely else "template-name/unknown"
    values = {"where": place.where, "text": place.text, "found": found, "likely": likely}
    column = 1 if line else None
    return Problem("template-name", shown(path), line, column, message=message, values=values)


def of_text(path: Path, source: str, error: Exception, names: Iterable[str] = ()) -> list[Problem]:
    """What is wrong with a text template that could not be read or filled in."""
    if isinstance(error, TemplateSyntaxError):
        return list(_syntax(path, source, error))
    line = line_in_template(error)
    if isinstance(error, UnknownName) and line:
        return [unknown_name(path, error, _place(source, line), names, line)]
    where: object = path.name
    if line:
        place = _place(source, line)
        where = Bilingual(*(f"{each} “{place.text}”" for each in place.where))
    values = {"reason": reason(error), "where": where}
    return [
        Problem("broken-template", shown(path), line, 1, message="broken-template", values=values)
    ]


def _syntax(path: Path, source: str, error: TemplateSyntaxError) -> Iterator[Problem]:
    """Loops and conditions that do not pair, braces that are no whole tag, and any other slip."""
    lines = [_place(source, number) for number in range(1, source.count("\n") + 2)]
    told = [fault for fault in faults(lines) if fault.message != _OPEN_BRACES]
    if not told and (left := _LEFT.search(_TAG.sub(_blanked, source))):
        place = _place(source, source.count("\n", 0, left.start()) + 1)
        told = [Fault(_OPEN_BRACES, place, {"found": left.group()})]
    if not told:
        place = _place(source, error.lineno)
        tag = _TAG.search(place.text)
        found = tag.group() if tag else place.text
        values: dict[str, object] = {"found": found, "reason": reason(error)}
        told = [Fault("template-tag/syntax", place, values)]
    for fault in told:
        place = fault.place
        values = {"where": place.where, "text": place.text, **fault.values}
        line = lines.index(place) + 1
        yield Problem("template-tag", shown(path), line, 1, message=fault.message, values=values)


def _blanked(match: re.Match[str]) -> str:
    return "".join("\n" if character == "\n" else " " for character in match.group())


def _place(source: str, line: int) -> Place:
    """A line of a text template, as messages name it."""
    text = source.split("\n")[line - 1].strip() if line <= source.count("\n") + 1 else ""
    return Place(Bilingual(f"第{line}行", f"line {line}"), text, None)
