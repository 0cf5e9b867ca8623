"""A slot of a form, which reports fill in: a figure of a table or a field; what may stand there."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from gendoc.expression import DAY, Expression, Kind, OneOf
from gendoc.figure import FigureType
from gendoc.pattern import Pattern
from gendoc.record import record


@record()
class Allowed:
    """What may be entered, beside what its type says."""

    options: tuple[str, ...] = ()
    pattern: Pattern | None = None
    example: str = ""
    """A text that fits the pattern."""
    decimals: int | None = None

    def beside(self, other: Allowed) -> Allowed:
        """The same, and of another what this one does not say."""
        if self is ANYTHING or other is ANYTHING:
            return other if self is ANYTHING else self
        return Allowed(
            self.options or other.options,
            self.pattern or other.pattern,
            self.example or other.example,
            other.decimals if self.decimals is None else self.decimals,
        )


ANYTHING = Allowed()
"""All that the type lets through; one for the many that say no more, which keeps a form small."""


class Condition(NamedTuple):
    """When a figure or field must be empty, or there: an expression, and for each of its names the
    full name of the figure or field that it means."""

    holds: Expression
    names: tuple[tuple[str, str], ...]


@record()
class Demand:
    """Whether a report must fill something in."""

    optional: bool = False
    empty_when: Condition | None = None
    """Where it holds, it must be left empty."""
    required_when: Condition | None = None
    """Where it holds, it is asked for; elsewhere it may be empty."""

    @property
    def may_be_empty(self) -> bool:
        return self.optional or self.is_conditional

    @property
    def is_conditional(self) -> bool:
        return bool(self.empty_when or self.required_when)

    @property
    def conditions(self) -> tuple[Condition, ...]:
        return tuple(filter(None, (self.empty_when, self.required_when)))


ALWAYS = Demand()


class Slot:
    """What figures and fields have in common."""

    type: FigureType
    label: str
    allowed: Allowed
    demand: Demand
    boxes: bool
    """Whether an answer or choice is printed as boxes, one before each option."""
    thousands: bool
    """Whether a number is printed with commas between thousands."""
    beside: str
    """The unit, where it is printed behind the value."""

    @property
    def kind(self) -> Kind:
        """What expressions take it for."""
        if self.type is FigureType.YES_NO:
            return "truth"
        if options := self.allowed.options:
            return OneOf.of(options, several=self.type is FigureType.CHOICES)
        if self.type is FigureType.DATE:
            return DAY
        return "number" if self.type.is_number else "text"


class Unit(NamedTuple):
    """A unit that a document counts figures in, and how many of the figures' own it is."""

    words: Pattern
    scale: Decimal
