"""Problems as a person or a program reads them."""

from __future__ import annotations

import json
from collections.abc import Sequence

from wcwidth import wcswidth, wcwidth

from gendoc.messages import Language, advise, say
from gendoc.problem import Problem

MAX_EXCERPT = 100
"""Columns of a YAML line that are shown; of a longer one, those around the place."""


def as_text(problem: Problem, language: Language) -> str:
    """One problem, as a compiler tells it: place, words, the line of YAML, the way out."""
    values = _values(problem)
    severity = say(f"severity/{problem.severity.value}", language)
    place = ":".join(str(part) for part in (problem.path, problem.line, problem.column) if part)
    lines = [f"{place}: {severity}[{problem.name}] {say(problem.message, language, **values)}"]
    if problem.excerpt and problem.line and problem.column:
        lines += _excerpt(problem.excerpt, problem.line, problem.column)
    if advice := advise(problem.message, language, **values):
        lines.append(f"    {say('help-label', language)}{advice}")
    return "\n".join(lines)


def as_json(problems: Sequence[Problem], language: Language) -> str:
    """Problems as a JSON list, `[]` when all is well."""
    records = [
        {
            "name": problem.name,
            "severity": problem.severity.value,
            "message": say(problem.message, language, **_values(problem)),
            "path": problem.path,
            "line": problem.line,
            "column": problem.column,
            "key": problem.key,
        }
        for problem in problems
    ]
    return json.dumps(records, ensure_ascii=False, indent=2)


def _values(problem: Problem) -> dict[str, object]:
    return {**problem.values, "key": problem.key or ""}


def _excerpt(text: str, line: int, column: int) -> list[str]:
    text = text.replace("\t", " ")
    start = max(0, column - 1 - MAX_EXCERPT // 2) if wcswidth(text) > MAX_EXCERPT else 0
    shown = _clip(text[start:])
    before = max(wcswidth(text[start : column - 1]), 0)
    margin = f"{line:>6} | "
    return [margin + shown, " " * (len(margin) - 2) + "| " + " " * before + "^"]


def _clip(text: str) -> str:
    width = 0
    for index, character in enumerate(text):
        width += max(wcwidth(character), 0)
        if width > MAX_EXCERPT:
            return text[:index] + "…"
    return text
