"""The reference of form.yaml is made from the code that reads one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from helpers import ROOT

from gendoc import formkeys


def test_the_reference_is_fresh(same_as_file: Callable[[str, Path], None]) -> None:
    same_as_file(formkeys.reference(), ROOT / "docs" / "form-reference.md")


def test_no_key_of_a_part_is_there_twice() -> None:
    for part in formkeys.PARTS:
        assert len(part.names) == len(set(part.names)), part.title
