"""What can be wrong: a record with a name, a severity, a place and a way out."""

from __future__ import annotations

import errno
from collections.abc import Iterable, Mapping
from dataclasses import field
from enum import Enum
from typing import NamedTuple

from gendoc.record import record


class Severity(Enum):
    """How bad a problem is. Only an error keeps a report from being written."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Bilingual(NamedTuple):
    """A text of a form in Chinese and in English; the same in both where it was written once."""

    zh: str
    en: str

    def to(self, language: str) -> str:
        return self.zh if language.startswith("zh") else self.en


def listed(items: Iterable[str], zh: str = "、", en: str = ", ") -> Bilingual:
    """Items in a row, with the marks of each language between them."""
    items = list(items)
    return Bilingual(zh.join(items), en.join(items))


@record()
class Problem:
    """One thing that is wrong. Its words stand in the catalogue under `message`.

    `line` and `column` count from 1, columns in characters; both are None where a whole file is
    meant. `key` is the full dotted key of a figure, row or total. `excerpt` is the line of YAML.
    """

    name: str
    path: str
    line: int | None = None
    column: int | None = None
    key: str | None = None
    severity: Severity = Severity.ERROR
    message: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    excerpt: str = ""
    excerpt_before: int = 0
    """Characters of the excerpt that stand before the place."""

    @property
    def is_error(self) -> bool:
        return self.severity is Severity.ERROR

    @property
    def is_warning(self) -> bool:
        return self.severity is Severity.WARNING

    @property
    def place(self) -> tuple[str, int, int, str]:
        """Orders problems as a person reads a file, whatever found them first."""
        return self.path, self.line or 0, self.column or 0, self.name


def from_system(name: str, path: str, error: OSError) -> Problem:
    """A file that the system refuses to read or to write, in words of the user's language.

    What the catalogue has no words for is told in the system's own.
    """
    code = errno.errorcode.get(error.errno or 0, "")
    values = {"reason": error.strerror or str(error)}
    return Problem(name, path, message=f"{name}/{code}", values=values)


class Invalid(Exception):  # noqa: N818 - what a user must mend is no programming error
    """Carries every problem that keeps a file from being used."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(problem.name for problem in self.problems))
