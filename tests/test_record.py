"""Records: data classes that are compared, shown and hashed in one shared way."""

import pickle
from dataclasses import dataclass, field, replace

import pytest

from gendoc.record import record


@record()
class Point:
    """Where."""

    across: int
    down: int = 0
    names: tuple[str, ...] = ()


@record(eq=False)
class Thing:
    """Itself alone."""

    name: str


@record(frozen=False)
class Count:
    """May change."""

    found: list[str] = field(default_factory=list)


def test_records_of_the_same_values_are_the_same_as_with_dataclasses() -> None:
    @dataclass(frozen=True)
    class Model:
        across: int
        down: int = 0
        names: tuple[str, ...] = ()

    ours, theirs = (
        {kind(1), kind(1, 0), kind(1, 2), kind(1, 0, ("a",))} for kind in (Point, Model)
    )
    assert len(ours) == len(theirs) == 3
    assert Point(1) != Model(1)
    assert repr(Point(1, names=("a",))) == "Point(across=1, down=0, names=('a',))"
    assert replace(Point(1), down=3) == Point(1, 3)
    assert pickle.loads(pickle.dumps(Point(1, 2))) == Point(1, 2)


def test_records_without_eq_are_each_only_themselves() -> None:
    thing = Thing("a")
    assert thing == thing
    assert thing != Thing("a")
    assert len({thing, Thing("a")}) == 2


def test_a_record_that_may_change_has_no_hash() -> None:
    count = Count()
    count.found.append("a")
    assert count == Count(["a"])
    assert count != Count()
    with pytest.raises(TypeError):
        hash(count)
