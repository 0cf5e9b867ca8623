"""The examples: good ones build to the expected files, broken ones say exactly what is expected."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from helpers import ROOT

from gendoc import build, cli, formfile, show
from gendoc.catalogue import REASONS
from gendoc.messages import Language
from gendoc.problem import Invalid, Problem
from gendoc.project import Project, find_form, find_root, form_folders

EXAMPLES = ROOT / "examples"
GOOD = sorted([*EXAMPLES.glob("*/data/**/*.yaml"), *ROOT.glob("data/**/*.yaml")])
BROKEN = EXAMPLES / "broken"
REPORTS = sorted(BROKEN.glob("*.yaml"))
FORMS = sorted((BROKEN / "forms").glob("*/form.yaml"))
PROJECTS = sorted(BROKEN.glob("*/command.txt"))
SHOWN_LINES = 30
"""Lines of a long output that stand in a transcript; the middle is left out."""
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


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_a_broken_report_says_what_is_expected_in_both_languages(
    path: Path, same_as_file: Compare
) -> None:
    problems = build.examine(path.relative_to(ROOT), Project(ROOT)).problems
    same_as_file(told(problems), path.with_suffix(".txt"))


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.parent.name)
def test_a_broken_form_says_what_is_expected_in_both_languages(
    path: Path, same_as_file: Compare
) -> None:
    with pytest.raises(Invalid) as caught:
        formfile.load(path.parent, path.relative_to(ROOT).as_posix())
    same_as_file(told(caught.value.problems), path.with_suffix(".txt"))


@pytest.mark.parametrize("path", PROJECTS, ids=lambda path: path.parent.name)
def test_the_commands_of_a_broken_project_say_what_is_expected_in_both_languages(
    path: Path,
    tmp_path: Path,
    same_as_file: Compare,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    lines: list[str] = []
    for language in ("zh", "en"):
        folder = tmp_path / language
        shutil.copytree(path.parent, folder)
        monkeypatch.chdir(folder)
        monkeypatch.setattr(cli, "LANGUAGE", language)
        for command in path.read_text("utf-8").splitlines():
            lines += transcript(command, monkeypatch, capsys)
    same_as_file("\n".join(lines) + "\n", path.with_name("expected.txt"))


def told(problems: list[Problem] | tuple[Problem, ...]) -> str:
    assert problems
    languages: tuple[Language, ...] = ("zh", "en")
    return "".join(f"{show.as_text(p, language)}\n" for language in languages for p in problems)


def transcript(
    command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[str]:
    """A command as it was typed, what it printed, and its exit status."""
    program, *arguments = shlex.split(command)
    yield f"$ {command}"
    if program == "python":
        subprocess.run([sys.executable, *arguments], check=True)
        return
    monkeypatch.setattr(sys, "argv", ["gendoc", *arguments])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    output = re.sub(r"[0-9]+\.[0-9]{2}(?= s\.| 秒。)", "0.00", "".join(capsys.readouterr()))
    printed = output.splitlines()
    if (left_out := len(printed) - SHOWN_LINES) > 0:
        half = SHOWN_LINES // 2
        printed[half:-half] = [f"… {left_out} lines …"]
    yield from printed
    yield f"[exit status {ended.value.code}]"


def test_there_is_an_example_of_every_kind() -> None:
    assert len(GOOD) >= 6
    assert len(REPORTS) >= 90


# -- every name has an example ------------------------------------------------------------------


def names_that_fire() -> set[str]:
    """The names that stand in brackets in the expected outputs."""
    no_file_causes_it = ROOT / "tests" / "expected" / "killed.txt"
    outputs = (path.read_text("utf-8") for path in (*BROKEN.rglob("*.txt"), no_file_causes_it))
    severities = "错误|警告|说明|error|warning|note"
    return {n for text in outputs for n in re.findall(rf"(?:{severities})\[([a-z0-9-]+)\]", text)}


def names_of_checks() -> dict[str, str]:
    """Every check that a shipped form declares, with the form's id."""
    forms = [find_form(id_, None) for id_ in form_folders(None)]
    return {check.name: form.id for form in forms for check in form.checks}


def test_every_problem_of_the_catalogue_has_a_broken_example() -> None:
    missing = sorted(set(REASONS) - names_that_fire())
    assert not missing, f"{missing}: no example in examples/broken/; see CONTRIBUTING.md, Tests"


def test_every_check_of_a_shipped_form_has_a_broken_example() -> None:
    fires = names_that_fire()
    missing = sorted(
        f"{name} of {form}" for name, form in names_of_checks().items() if name not in fires
    )
    assert not missing, f"{missing}: no example in examples/broken/; see CONTRIBUTING.md, Tests"


def test_no_example_shows_a_name_that_is_not_there() -> None:
    forms = (path.read_text("utf-8") for path in BROKEN.glob("*/templates/*/form.yaml"))
    own = {name for text in forms for name in re.findall(r"\bname: ([a-z0-9-]+)", text)}
    unknown = names_that_fire() - set(REASONS) - set(names_of_checks()) - own
    assert not unknown, f"{unknown}: renamed? pytest --update renews the examples"
