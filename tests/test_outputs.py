"""Outputs beside what would be built: `gendoc build --verify` and `gendoc status`."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from helpers import APPLICATIONS, project, report_text
from test_build import TITLE, changed_by_hand
from test_cli import gendoc
from test_lines import survey
from test_terminal import COLOURS, on_a_terminal
from wcwidth import wcswidth

from gendoc import status
from gendoc.batch import build
from gendoc.build import Plan
from gendoc.outputs import State, compare
from gendoc.package import read
from gendoc.problem import Problem
from gendoc.project import find_reports
from gendoc.show import Look
from gendoc.status import Standing, as_text, standings


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A project with one report and its outputs."""
    root = project(tmp_path / "年报 甲", {"data/某镇/2024.yaml": report_text()})
    assert told(root, verify=False) == []
    return root


def told(root: Path, *, verify: bool = True, out: Path | None = None) -> list[Problem]:
    plan = Plan(out, verify=verify)
    return [p for o in build(find_reports([root / "data"]), plan) for p in o.problems]


def messages(root: Path) -> list[str]:
    return [problem.message for problem in told(root)]


def output(root: Path, suffix: str) -> Path:
    return root / "build" / f"{TITLE}{suffix}"


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8", newline="")


def report(root: Path) -> Path:
    return root / "data/某镇/2024.yaml"


def snapshot(root: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in root.rglob("*") if path.is_file()}


# -- build --verify ---------------------------------------------------------------------------


def test_outputs_as_they_would_be_built_are_fine(built: Path) -> None:
    before = snapshot(built)
    result = gendoc(built, "build", "--verify")
    assert (result.returncode, result.stdout) == (0, "")
    assert "files compared: 2" in result.stderr
    assert snapshot(built) == before


def test_missing_outputs_are_told_and_nothing_is_written(tmp_path: Path) -> None:
    root = project(tmp_path, {"data/a.yaml": report_text()})
    result = gendoc(root, "build", "--verify")
    assert result.returncode == 1
    assert result.stderr.count("missing-output") == 2
    assert not (root / "build").exists()


def test_a_changed_report_makes_both_outputs_stale(built: Path) -> None:
    edit(report(built), "平稳", "有序")
    word, text = told(built)
    assert (word.message, word.values["part"]) == ("stale-output/part", "word/document.xml")
    assert (text.message, text.path) == ("stale-output", str(output(built, ".txt").as_posix()))
    assert text.line
    assert "全年工作平稳" in output(built, ".txt").read_text("utf-8").splitlines()[text.line - 1]


def test_a_word_file_changed_by_hand_is_told_as_such(built: Path) -> None:
    changed_by_hand(output(built, ".docx"))
    assert messages(built) == ["stale-output/by-hand"]


def test_a_damaged_word_file_is_told(built: Path) -> None:
    path = output(built, ".docx")
    path.write_bytes(path.read_bytes()[:-200])
    assert messages(built) == ["stale-output/by-hand"]


def test_a_word_file_with_bytes_damaged_anywhere_is_told_and_kept_beside_the_new_one(
    built: Path,
) -> None:
    path = output(built, ".docx")
    whole = path.read_bytes()
    for start in range(0, len(whole), len(whole) // 97):
        damaged = bytearray(whole)
        for place in range(start, min(start + 40, len(whole))):
            damaged[place] ^= 0xFF
        path.write_bytes(damaged)
        found = compare(path, whole)
        same = read(path)[0] == read(io.BytesIO(whole))[0]
        assert found.state == (State.CURRENT if same else State.CHANGED), start
    path.write_bytes(whole[:3000] + b"?" * 40 + whole[3040:])
    assert messages(built) == ["stale-output/by-hand"]
    assert [p.name for p in told(built, verify=False)] == ["changed-by-hand"]
    assert path.read_bytes() == whole


def test_the_same_parts_packed_otherwise_are_the_same(built: Path) -> None:
    path = output(built, ".docx")
    with zipfile.ZipFile(path) as file:
        parts = [(name, file.read(name)) for name in file.namelist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as file:
        for name, content in parts:
            file.writestr(name, content)
    assert messages(built) == []


def test_parts_in_another_order_are_not_the_same(built: Path) -> None:
    path = output(built, ".docx")
    with zipfile.ZipFile(path) as file:
        parts = [(name, file.read(name)) for name in file.namelist()]
    with zipfile.ZipFile(path, "w") as file:
        for name, content in reversed(parts):
            file.writestr(name, content)
    assert messages(built) == ["stale-output/by-hand"]


def test_line_ends_that_git_has_changed_do_not_count(built: Path) -> None:
    path = output(built, ".txt")
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert messages(built) == []


def test_a_text_that_is_cut_off_is_stale_from_its_end(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"a\nb\n")
    found = compare(tmp_path / "a.txt", b"a\nb\nc\n")
    assert (found.state, found.line) == (State.STALE, 3)


def test_the_folder_that_was_built_into_is_looked_at(built: Path, tmp_path: Path) -> None:
    assert [p.name for p in told(built, out=tmp_path / "elsewhere")] == ["missing-output"] * 2


def test_a_report_with_an_error_fails_and_its_outputs_are_left(built: Path) -> None:
    edit(report(built), "year: 2024", "year: x")
    assert "wrong-type" in [problem.name for problem in told(built)]


# -- status -----------------------------------------------------------------------------------


def stand(root: Path) -> dict[str, Standing]:
    rows = standings(find_reports([root / "data"]), Plan())
    return {row.path.relative_to(root / "data").as_posix(): row for row in rows}


def test_a_built_report_is_fresh_and_filled_in(built: Path) -> None:
    (row,) = stand(built).values()
    assert (row.organ, row.year, row.form) == ("某镇", 2024, "disclosure-2021")
    assert row.filled == row.figures == 166
    assert (row.errors, row.warnings, row.state) == (0, 0, State.CURRENT)


def test_what_may_stay_empty_is_not_waited_for(tmp_path: Path) -> None:
    survey(tmp_path / "whole", page=None)
    (row,) = stand(tmp_path / "whole").values()
    assert row.filled == row.figures == 7
    survey(tmp_path / "none", has="否", group=None)
    (row,) = stand(tmp_path / "none").values()
    assert row.filled == row.figures == 6
    survey(tmp_path / "gap", page=None, code="~")
    (row,) = stand(tmp_path / "gap").values()
    assert (row.filled, row.figures) == (6, 7)


@pytest.mark.parametrize(
    ("change", "state"),
    [
        (lambda root: edit(report(root), "平稳", "有序"), State.STALE),
        (lambda root: edit(report(root), "year: 2024", "year: 2024 "), State.CURRENT),
        (lambda root: edit(report(root), "applications: 0", "applications: x"), State.STALE),
        (lambda root: output(root, ".txt").unlink(), State.MISSING),
        (lambda root: changed_by_hand(output(root, ".docx")), State.CHANGED),
        (lambda root: output(root, ".docx").touch(), State.CURRENT),
        (lambda root: report(root).touch(), State.CURRENT),
        (
            lambda root: project(root, {"templates/disclosure-2021/report.txt.j2": "{{ title }}"}),
            State.STALE,
        ),
    ],
)
def test_the_state_follows_contents_never_dates(
    built: Path, change: Callable[[Path], object], state: State
) -> None:
    change(built)
    (row,) = stand(built).values()
    assert row.state == state


def test_an_empty_report_is_counted_figure_by_figure(tmp_path: Path) -> None:
    project(tmp_path, {})
    gendoc(tmp_path, "new", "disclosure-2021", "--organ", "某镇", "--year", "2024")
    path = tmp_path / "data/某镇/2024.yaml"
    edit(path, "carried_in: [~, ~, ~, ~, ~, ~]", "carried_in: 0")
    (row,) = stand(tmp_path).values()
    assert (row.filled, row.figures) == (6, 166)
    assert row.errors > 0


def test_a_file_that_cannot_be_read_still_says_whose_it_is(tmp_path: Path) -> None:
    project(
        tmp_path, {"data/a.yaml": "form: x\norgan: 乙镇\nyear: 2023\n\ta", "data/b.yaml": b"\xff"}
    )
    rows = stand(tmp_path)
    first, second = rows["a.yaml"], rows["b.yaml"]
    assert (first.organ, first.year, first.filled, first.errors) == ("乙镇", 2023, None, 1)
    assert (second.organ, second.year, second.errors) == (None, None, 1)


def test_two_reports_with_one_output_are_both_wrong(tmp_path: Path) -> None:
    project(tmp_path, {"data/a.yaml": report_text(), "data/b.yaml": report_text()})
    assert [row.errors for row in stand(tmp_path).values()] == [1, 1]


BALANCE = APPLICATIONS.replace("new: 0", "new: {natural: 1}")
LONG = "某某自治县住房和城乡建设局"


def county(folder: Path) -> Path:
    """Three bodies over two years: one built, one wrong, one with nothing for the last year."""
    root = project(
        folder,
        {
            "data/甲镇/2023.yaml": report_text(organ="甲镇", year="2023"),
            "data/甲镇/2024.yaml": report_text(organ="甲镇", preamble="现公布。"),
            "data/乙/2024.yaml": report_text(organ=LONG, applications=BALANCE),
            "data/丙乡/2023.yaml": report_text("waive: {balance: x}\n", organ="丙乡", year="2023"),
            "data/坏.yaml": "form: [\n",
        },
    )
    gendoc(root, "build", "data/甲镇/2023.yaml")
    gendoc(root, "build", "data/丙乡", "-f", "docx")
    return root


@pytest.mark.parametrize("language", ["zh", "en"])
def test_status_prints_one_aligned_line_a_report(
    tmp_path: Path, language: str, same_as_file: Callable[[str, Path], None]
) -> None:
    result = gendoc(county(tmp_path), "status", language=language)
    assert result.returncode == 0
    expected = Path(__file__).parent / "expected" / "status" / f"{language}.txt"
    same_as_file(result.stdout + result.stderr, expected)


def test_status_is_told_to_programs_as_json(tmp_path: Path) -> None:
    rows = json.loads(gendoc(county(tmp_path), "status", "--output-format", "json").stdout)
    assert [row["path"] for row in rows] == [
        "data/丙乡/2023.yaml",
        "data/乙/2024.yaml",
        "data/坏.yaml",
        "data/甲镇/2023.yaml",
        "data/甲镇/2024.yaml",
    ]
    assert rows[0] == {
        "path": "data/丙乡/2023.yaml",
        "form": "disclosure-2021",
        "organ": "丙乡",
        "year": 2023,
        "filled": 166,
        "figures": 166,
        "errors": 0,
        "warnings": 1,
        "state": "missing",
        "outputs": [
            {"format": "docx", "path": f"build/{NAME}.docx", "state": "current"},
            {"format": "txt", "path": f"build/{NAME}.txt", "state": "missing"},
        ],
    }
    assert (rows[2]["organ"], rows[2]["figures"], rows[2]["outputs"]) == (None, None, [])


NAME = "丙乡2023年政府信息公开工作年度报告"


@pytest.mark.parametrize("columns", [60, 100])
def test_status_fits_a_terminal(tmp_path: Path, columns: int) -> None:
    shown = on_a_terminal(county(tmp_path), "status", columns=columns)
    table = COLOURS.sub("", shown).splitlines()[:6]
    assert max(wcswidth(line) for line in table) <= columns
    assert COLOURS.search(shown)
    assert any(LONG[:3] in line for line in table)


def test_many_bodies_without_a_report_are_counted_and_not_all_named() -> None:
    rows = [
        Standing(Path(f"{n}.yaml"), "f", f"第{n}镇", 2024 if n == 0 else 2023, 1, 1, 0, 0, {})
        for n in range(51)
    ]
    *_first, last = status.summary(rows, "zh").splitlines()
    assert last.startswith("50 个机关还没有 2024 年的报告：第1镇、第2镇、")
    assert last.endswith("第30镇…。")
    assert as_text(rows, "zh", Look(width=30)).count("\n") == 51


def test_status_without_a_project_is_wrong_use(tmp_path: Path) -> None:
    assert gendoc(tmp_path, "status").returncode == 2
    assert gendoc(tmp_path, "status", "nowhere").returncode == 1
