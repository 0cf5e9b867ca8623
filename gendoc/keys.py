"""A key of a form.yaml, and a mapping of it with the keys that it may have."""

from __future__ import annotations

from gendoc.record import record


@record()
class Key:
    """A key of one part of a form.yaml."""

    name: str
    value: str
    """What stands behind it, in words."""
    meaning: str
    required: bool = False
    choices: tuple[str, ...] = ()
    """All that may stand there, where that can be listed."""


@record()
class Part:
    """A mapping of a form.yaml with the keys that it may have."""

    title: str
    where: str
    keys: tuple[Key, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(key.name for key in self.keys)

    @property
    def required(self) -> tuple[str, ...]:
        return tuple(key.name for key in self.keys if key.required)

    def choices(self, name: str) -> tuple[str, ...]:
        """What may stand behind a key; () where anything may."""
        return next(key.choices for key in self.keys if key.name == name)
