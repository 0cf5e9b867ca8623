"""The examples: good ones build to the expected files, broken ones say exactly what is expected."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from helpers import ROOT

from gendoc import build, show
from gendoc.project import Project, find_root

EXAMPLES = ROOT / "examples"
GOOD = sorted([*EXAMPLES.glob("*/data/**/*.yaml"), *ROOT.glob("data/**/*.yaml")])
BROKEN = sorted((EXAMPLES / "broken").glob("*.yaml"))
Compare = Callable[[str, Path], None]


@pytest.fixture(autouse=True)
def _in_the_checkout(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def name(path: Path) -> str:
    return "-".join(path.relative_to(ROOT).with_suffix("").parts)


@pytest.mark.parametrize("path", GOOD, ids=name)
@pytest.mark.parametrize("format_", ["txt", "flat", "json"])
def test_a_good_example_builds_to_the_expected_file(
    path: Path, format_: str, same_as_file: Compare
) -> None:
    outcome = build.examine(path, Project(find_root(path)))
    assert outcome.problems == []
    assert outcome.report
    (content,) = build.render(outcome.report, [format_]).values()
    same_as_file(
        content.decode(), ROOT / "tests" / "expected" / "built" / f"{name(path)}.{format_}"
    )


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_broken_example_says_what_is_expected_in_both_languages(
    path: Path, same_as_file: Compare
) -> None:
    problems = build.examine(path.relative_to(ROOT), Project(ROOT)).problems
    assert problems
    told = "".join(
        f"{show.as_text(problem, language)}\n" for language in ("zh", "en") for problem in problems
    )
    same_as_file(told, path.with_suffix(".txt"))


def test_there_is_an_example_of_every_kind() -> None:
    assert len(GOOD) >= 6
    assert len(BROKEN) >= 90
