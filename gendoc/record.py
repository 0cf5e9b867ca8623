"""Data classes that cost a program's start little.

For each class `dataclasses` writes and compiles how it is compared, shown and guarded, which for
all of gendoc's took a tenth of the time that one report takes. Here they share one way.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar, dataclass_transform

Class = TypeVar("Class", bound=type)


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(*, eq: bool = True, frozen: bool = True) -> Callable[[Class], Class]:
    """Make a class a data class.

    Args:
        eq: records with the same values are the same; otherwise each is only itself.
        frozen: nothing is assigned to its fields, which is left to the type checker to see to;
            only then has a record with `eq` a hash.
    """

    def made(cls: Any) -> Any:
        cls.__repr__ = _shown
        if eq:
            cls.__eq__ = _is_same
            cls.__hash__ = _hash if frozen else None
        return dataclass(eq=False, repr=False)(cls)

    return made


def _values(one: Any) -> tuple[object, ...]:
    return tuple([getattr(one, name) for name in one.__dataclass_fields__])


def _shown(one: Any) -> str:
    pairs = zip(one.__dataclass_fields__, _values(one), strict=True)
    return f"{type(one).__name__}({', '.join(f'{name}={value!r}' for name, value in pairs)})"


def _is_same(one: Any, other: object) -> bool:
    return one.__class__ is other.__class__ and _values(one) == _values(other)


def _hash(one: Any) -> int:
    return hash(_values(one))
