"""A regular expression of a form, compiled when it is first used."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

_SPECIAL = re.compile(r"[\\.^$*+?{}\[\]|()]")


class Pattern:
    """A regular expression.

    A form has some 250 of them, a report meets few, and compiling them all takes several times as
    long as reading a form that is kept.
    """

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern

    @classmethod
    def checked(cls, pattern: str) -> Pattern:
        """A pattern that can be compiled. Raises `re.error` for others."""
        found = cls(pattern)
        if _SPECIAL.search(pattern):
            _ = found.compiled  # plain words always can be
        return found

    @property
    def fits_empty(self) -> bool:
        """Whether the empty text fits."""
        if not _SPECIAL.search(self.pattern):
            return not self.pattern
        return self.fullmatch("") is not None

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern)

    def __getstate__(self) -> dict[str, str]:
        """What is compiled is not kept: reading it back would compile it."""
        return {"pattern": self.pattern}

    def match(self, text: str) -> re.Match[str] | None:
        return self.compiled.match(text)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        return self.compiled.fullmatch(text)

    def search(self, text: str) -> re.Match[str] | None:
        return self.compiled.search(text)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        return self.compiled.finditer(text)
