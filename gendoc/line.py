"""The lines of a table: its rows and columns, single ones and groups of them, as trees."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property

from gendoc.expression import Expression
from gendoc.figure import FigureType
from gendoc.record import record
from gendoc.slot import ANYTHING, Allowed, Unit

Path_ = tuple[str, ...]


@record(eq=False)
class Line:
    """A row or a column of a table, or a group of them. A key with dots nests its figures."""

    key: str
    label: str
    lines: tuple[Line, ...] = ()
    type: FigureType | None = None
    unit: str = ""
    in_key: bool = True
    """Whether the line's key is part of its figures' keys; False for a heading over columns."""
    as_row: bool = False
    """Whether a report may enter the whole group as one row."""
    sum: tuple[str, ...] | None = None
    """Keys of the lines beside it that a total adds up, () for all of them; None when entered."""
    formula: Expression | None = None
    """Works its figures out from others of the same row (for a column) or column (for a row)."""
    allowed: Allowed = ANYTHING
    optional: bool = False
    """Whether a report may leave its figures, and those of the lines below it, empty."""
    empty_when: Expression | None = None
    """Where it holds, the line's figures must be empty."""
    required_when: Expression | None = None
    """Where it holds, the line's figures are asked for; elsewhere they may be empty."""
    total: bool | None = None
    """Whether totals add it up; where the form does not say, amounts are, percentages are not."""
    prints: str = ""
    """What a column prints of each row itself, its `unit` or its `code`; it holds no figures."""
    code: str = ""
    """The number or code that a form gives a row."""
    total_entered: bool = False
    """Whether a figure is entered where a total crosses it, which does not add it up."""
    repeat: bool = False
    """Whether a report gives any number of rows of this kind, each under a key of its own."""
    carry: bool | None = None
    """Whether next year's report takes over what stands in a column of repeated rows; None where
    it does what was chosen."""
    entity: str = ""
    """The key that a report gives it, where it is one row of a repeated one."""
    also: tuple[str, ...] = ()
    """Other wordings of the label that published documents have; read, never printed."""
    also_units: tuple[Unit, ...] = ()
    """Other units that published documents give its figures in; converted when read."""

    @property
    def path(self) -> Path_:
        """What the line adds to the keys of its figures."""
        return tuple(self.key.split(".")) if self.in_key else ()

    @property
    def is_added(self) -> bool:
        """Whether totals may add its figures up: no sum of percentages means anything by itself,
        and texts, choices and days have none."""
        if self.prints:
            return False
        if self.total is not None or self.type is None:
            return self.total is not False
        return self.type.is_number and self.type is not FigureType.PERCENT

    @cached_property
    def depth(self) -> int:
        return 1 + max((line.depth for line in self.lines), default=0)

    @cached_property
    def breadth(self) -> int:
        return sum(line.breadth for line in self.lines) or 1


@record(eq=False)
class Leaf:
    """A single row or column with its path of keys, its labels and the paths that it adds up.

    `above` are the groups that it stands in, the innermost last.
    """

    path: Path_
    labels: tuple[str, ...]
    line: Line
    parts: tuple[Path_, ...] | None
    above: tuple[Line, ...] = ()

    @property
    def name(self) -> str:
        """By which expressions call it."""
        return ".".join(self.path)

    @cached_property
    def type(self) -> FigureType | None:
        """Its own type, or that of the innermost group that has one."""
        return next((line.type for line in self._inwards if line.type), None)

    @cached_property
    def unit(self) -> str:
        return next((line.unit for line in self._inwards if line.unit), "")

    @cached_property
    def allowed(self) -> Allowed:
        found = self.line.allowed
        for group in self.above[::-1]:
            found = found.beside(group.allowed)
        return found

    @property
    def _inwards(self) -> tuple[Line, ...]:
        """The line and the groups that it stands in, the innermost first."""
        return (self.line, *self.above[::-1])

    @property
    def optional(self) -> bool:
        return any(line.optional for line in (*self.above, self.line))

    @property
    def is_added(self) -> bool:
        return all(line.is_added for line in (*self.above, self.line))

    @cached_property
    def total_entered(self) -> bool:
        return any(line.total_entered for line in (*self.above, self.line))

    @cached_property
    def empty_when(self) -> Expression | None:
        own = (line.empty_when for line in self._inwards)
        return next(filter(None, own), None)

    @cached_property
    def required_when(self) -> Expression | None:
        own = (line.required_when for line in self._inwards)
        return next(filter(None, own), None)


def leaves(lines: tuple[Line, ...]) -> Iterator[Leaf]:
    """The single rows or columns of a tree of lines, in printed order."""
    yield from _leaves(lines, (), ())


def _leaves(lines: tuple[Line, ...], path: Path_, above: tuple[Line, ...]) -> Iterator[Leaf]:
    for line in lines:
        own = (*path, *line.path)
        if line.lines:
            yield from _leaves(line.lines, own, (*above, line))
        else:
            labels = tuple(each.label for each in (*above, line))
            yield Leaf(own, labels, line, summed(line, lines, path), above)


def summed(total: Line, beside: tuple[Line, ...], path: Path_) -> tuple[Path_, ...] | None:
    """What a total adds up of the lines beside it; None for a line that is none."""
    if total.sum is None:
        return None
    if total.sum == ():
        at = next(number for number, line in enumerate(beside) if line is total)
        # Lines behind a total are parts of it that are told apart; a total that stands first has
        # all it adds up behind it.
        added = beside[:at] or beside[1:]
        return tuple(leaf for line in added for leaf in _entered(line, path))
    return tuple(part for name in total.sum for part in named_leaves(name.split("."), beside, path))


def _entered(line: Line, path: Path_) -> Iterator[Path_]:
    own = (*path, *line.path)
    if not line.lines and line.sum is None and line.formula is None and line.is_added:
        yield own
    for child in line.lines if line.is_added else ():
        yield from _entered(child, own)


def named_leaves(names: list[str], lines: tuple[Line, ...], path: Path_) -> Iterator[Path_]:
    """The single lines that a total adds up under one name."""
    wanted = tuple(names)
    for line in lines:
        own = (*path, *line.path)
        if not line.in_key:
            yield from named_leaves(names, line.lines, path)
        elif line.path[: len(wanted)] == wanted:
            if line.sum is not None or line.formula is not None:
                yield own
            else:
                yield from _entered(line, path)
        elif wanted[: len(line.path)] == line.path:
            yield from named_leaves(names[len(line.path) :], line.lines, own)


def nameable(lines: tuple[Line, ...]) -> Iterator[str]:
    """The names by which a total can add up the lines beside it."""
    for line in lines:
        if line.in_key:
            yield line.key
        else:
            yield from nameable(line.lines)


def inner_lines(lines: tuple[Line, ...], path: Path_ = ()) -> Iterator[tuple[Path_, Line]]:
    """Every line of a tree with its path."""
    for line in lines:
        own = (*path, *line.path)
        yield own, line
        yield from inner_lines(line.lines, own)


def with_repeated(
    lines: tuple[Line, ...], path: Path_, entities: Mapping[str, Mapping[str, str]]
) -> tuple[Line, ...]:
    """Lines with each repeated one replaced by those that a report gives for it."""
    found: list[Line] = []
    for line in lines:
        own = (*path, *line.path)
        if line.repeat:
            names = entities.get(".".join(own), {})
            found += [
                replace(line, key=f"{line.key}.{key}", label=name, repeat=False, entity=key)
                for key, name in names.items()
            ]
        else:
            found.append(replace(line, lines=with_repeated(line.lines, own, entities)))
    return tuple(found)


def collapsed(lines: tuple[Line, ...], path: Path_, groups: frozenset[str]) -> tuple[Line, ...]:
    """Lines with these groups as single ones."""

    def one(line: Line) -> Line:
        own = (*path, *line.path)
        inner = () if ".".join(own) in groups else collapsed(line.lines, own, groups)
        return replace(line, lines=inner)

    return tuple(one(line) for line in lines)
