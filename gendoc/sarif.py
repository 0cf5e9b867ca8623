"""Problems as a SARIF 2.1.0 log, as code-scanning services read it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import PurePath
from urllib.parse import quote

from gendoc import __version__
from gendoc.catalogue import rule
from gendoc.form import Form
from gendoc.messages import Language
from gendoc.problem import Problem
from gendoc.show import in_full

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LANGUAGES = {"zh": "zh-CN", "en": "en-US"}


def as_sarif(problems: Sequence[Problem], language: Language, forms: Iterable[Form] = ()) -> str:
    """The log of one run; `forms` are those whose checks may be among the problems."""
    names = sorted({problem.name for problem in problems})
    known = list(forms)
    driver = {
        "name": "gendoc",
        "version": __version__,
        "informationUri": "https://github.com/gendoc/gendoc",
        "rules": [_rule(name, language, known) for name in names],
    }
    run = {
        "tool": {"driver": driver},
        "language": _LANGUAGES[language],
        # Columns count characters, as messages and editors do, not UTF-16 units.
        "columnKind": "unicodeCodePoints",
        "results": [_result(problem, names.index(problem.name), language) for problem in problems],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2)


def _rule(name: str, language: Language, forms: list[Form]) -> dict[str, object]:
    found = rule(name, language, forms)
    return {
        "id": name,
        "shortDescription": {"text": found.title},
        "fullDescription": {"text": found.reason},
        "help": {"text": found.explanation},
        "defaultConfiguration": {"level": found.severity.value},
    }


def _result(problem: Problem, rule_index: int, language: Language) -> dict[str, object]:
    location: dict[str, object] = {"artifactLocation": {"uri": _uri(problem.path)}}
    if problem.line:
        location["region"] = {"startLine": problem.line, "startColumn": problem.column or 1}
    return {
        "ruleId": problem.name,
        "ruleIndex": rule_index,
        "level": problem.severity.value,
        "message": {"text": in_full(problem, language)},
        "locations": [{"physicalLocation": location}],
    }


def _uri(path: str) -> str:
    """A path of the working folder stays relative, so that the log fits any checkout."""
    return PurePath(path).as_uri() if PurePath(path).is_absolute() else quote(path)
