"""The command line as a person or a script meets it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from helpers import ROOT, form, project, report_text


def gendoc(
    folder: Path, *arguments: str, language: str = "en", **environment: str
) -> subprocess.CompletedProcess[str]:
    encoding = environment.get("PYTHONIOENCODING", "utf-8")
    return subprocess.run(
        [sys.executable, "-m", "gendoc", *arguments],
        cwd=folder,
        env={**os.environ, "GENDOC_LANG": language, "PYTHONIOENCODING": encoding, **environment},
        capture_output=True,
        encoding=encoding.split(":")[0],
        check=False,
    )


def test_new_fill_build_in_a_folder_with_spaces_and_chinese(tmp_path: Path) -> None:
    folder = tmp_path / "某县 年报"
    folder.mkdir()
    made = gendoc(folder, "new", "disclosure-2021", "--organ", "某镇", "--year", "2024")
    assert (made.returncode, made.stdout) == (0, "wrote data/某镇/2024.yaml\n")
    path = folder / "data" / "某镇" / "2024.yaml"
    assert gendoc(folder, "build").returncode == 1
    assert not (folder / "build").exists()
    path.write_text(path.read_text("utf-8").replace("~", "0"), "utf-8")
    result = gendoc(folder, "build")
    assert result.returncode == 0, result.stderr
    assert result.stdout.splitlines() == [
        "wrote build/某镇2024年政府信息公开工作年度报告.docx",
        "wrote build/某镇2024年政府信息公开工作年度报告.txt",
    ]
    assert "Reports: 1, files written: 2" in result.stderr
    again = gendoc(folder, "build")
    assert again.stdout == result.stdout.replace("wrote", "unchanged")
    assert "Reports: 1, files written: 0, unchanged: 2" in again.stderr


def test_a_new_report_points_its_editor_at_a_schema_that_is_there(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    gendoc(tmp_path, "new", "disclosure-2021", "--organ", "某镇", "--year", "2024")
    report = tmp_path / "data" / "某镇" / "2024.yaml"
    first = report.read_text("utf-8").splitlines()[0]
    assert first.startswith("# yaml-language-server: $schema=")
    found = json.loads((report.parent / first.partition("=")[2]).read_text("utf-8"))
    assert found["properties"]["form"]["const"] == "disclosure-2021"
    assert found.pop("$comment").startswith("gendoc ")
    assert found == json.loads(gendoc(tmp_path, "schema", "disclosure-2021").stdout)


def test_problems_are_told_to_github_and_code_scanning(tmp_path: Path) -> None:
    project(tmp_path, {"data/a,b.yaml": report_text(year="x")})
    github = gendoc(tmp_path, "check", "--output-format", "github").stdout
    assert github.startswith("::error file=data/a%2Cb.yaml,line=3,col=7,title=wrong-type::")
    assert len(github.splitlines()) == 1
    log = json.loads(gendoc(tmp_path, "check", "--output-format", "sarif").stdout)
    (run,) = log["runs"]
    (result,) = run["results"]
    assert (log["version"], result["ruleId"], result["level"]) == ("2.1.0", "wrong-type", "error")
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == "wrong-type"
    (location,) = result["locations"]
    assert location["physicalLocation"]["region"] == {"startLine": 3, "startColumn": 7}
    assert location["physicalLocation"]["artifactLocation"]["uri"] == "data/a%2Cb.yaml"


def test_waived_problems_are_counted_and_listed_when_asked(tmp_path: Path) -> None:
    text = (ROOT / "examples/department/data/某县发展和改革局/2024.yaml").read_text("utf-8")
    project(tmp_path, {"data/a.yaml": text})
    quiet, full = gendoc(tmp_path, "check"), gendoc(tmp_path, "check", "--show-waived")
    assert quiet.stdout == ""
    assert "waived: 1" in quiet.stderr
    assert full.stdout.startswith("(waived) data/a.yaml:")


def test_new_never_overwrites(tmp_path: Path) -> None:
    arguments = ("new", "disclosure-2021", "--organ", "某镇", "--year", "2024", "-o", "a.yaml")
    assert gendoc(tmp_path, *arguments).returncode == 0
    (tmp_path / "a.yaml").write_text("mine")
    result = gendoc(tmp_path, *arguments)
    assert result.returncode == 1
    assert "already-there" in result.stderr
    assert (tmp_path / "a.yaml").read_text() == "mine"


def test_a_new_report_lists_every_entered_figure_and_is_told_in_few_lines(tmp_path: Path) -> None:
    gendoc(
        tmp_path, "new", "disclosure-2021", "--organ", "某镇", "--year", "2024", "-o", "data/a.yaml"
    )
    text = (tmp_path / "data/a.yaml").read_text("utf-8")
    entered = sum(figure.parts is None for figure in form().figures.values())
    text_sections = 4
    assert text.count("~") == entered + text_sections
    problems = json.loads(gendoc(tmp_path, "check", "--output-format", "json").stdout)
    assert {problem["name"] for problem in problems} == {"not-filled-in"}
    assert len(problems) == 3 + text_sections


def test_check_prints_an_empty_list_when_all_is_well(tmp_path: Path) -> None:
    project(tmp_path, {"data/a.yaml": report_text()})
    result = gendoc(tmp_path, "check", "--output-format", "json")
    assert (result.returncode, json.loads(result.stdout)) == (0, [])


def test_check_prints_problems_as_json(tmp_path: Path) -> None:
    project(tmp_path, {"data/a.yaml": report_text(year="x")})
    result = gendoc(tmp_path, "check", "--output-format", "json")
    assert result.returncode == 1
    (problem,) = json.loads(result.stdout)
    assert list(problem) == ["name", "severity", "message", "path", "line", "column", "key"]
    assert (problem["name"], problem["path"], problem["line"]) == ("wrong-type", "data/a.yaml", 3)


def test_an_unknown_format_is_wrong_use_and_told_once(tmp_path: Path) -> None:
    project(tmp_path, {"data/a.yaml": report_text(), "data/b.yaml": report_text(organ="乙镇")})
    result = gendoc(tmp_path, "build", "-f", "docx,txt")
    assert result.returncode == 2
    assert result.stderr.count("unknown-format") == 1


def test_the_mistakes_of_a_form_are_told_once_for_all_its_reports(tmp_path: Path) -> None:
    files = {f"data/{n}.yaml": report_text(form="own", organ=f"第{n}镇") for n in range(3)}
    project(tmp_path, {**files, "templates/own/form.yaml": "id: own\nnam: x\n"})
    assert gendoc(tmp_path, "check").stdout.count("unknown-key") == 1
    listed = gendoc(tmp_path, "forms")
    assert listed.returncode == 1
    assert "disclosure-2021" in listed.stdout


def test_json_keeps_every_character_on_a_gbk_terminal(tmp_path: Path) -> None:
    project(tmp_path, {"data/a.yaml": report_text("x𠮷é: 1\n")})
    result = gendoc(tmp_path, "check", "--output-format", "json", PYTHONIOENCODING="gbk")
    assert json.loads(result.stdout)[0]["key"] == "x𠮷é"


def test_strict_turns_a_warning_into_a_failure(tmp_path: Path) -> None:
    project(tmp_path, {"data/a.yaml": report_text("waive: {balance: 已更正}\n")})
    assert gendoc(tmp_path, "check").returncode == 0
    assert gendoc(tmp_path, "check", "--strict").returncode == 1


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("--version",), 0),
        (("--help",), 0),
        (("forms",), 0),
        (("build", "nowhere"), 1),
        (("check", "nowhere", "--output-format", "json"), 1),
        (("build",), 2),
        (("build", "--nonsense"), 2),
        (("nonsense",), 2),
        (("check", "--output-format", "xml"), 2),
        (("new", "disclosure-2022", "--organ", "某镇", "--year", "2024"), 2),
        (("new", "disclosure-2021", "--organ", "a/b", "--year", "2024"), 2),
        (("new", "disclosure-2021", "--organ", "某镇", "--year", "x"), 2),
        (("--lang", "fr", "forms"), 2),
        (("forms", "--lang"), 2),
        (("new", "disclosure-2021", "--organ", "某镇", "--year", "2019"), 2),
        (("new", "disclosure-2021", "--organ", "　", "--year", "2024"), 2),
        (("explain", "wrong-totl"), 2),
        (("explain", "balance"), 0),
        (("explain",), 0),
        (("schema",), 0),
    ],
)
def test_the_exit_status_says_what_kind_of_wrong(
    tmp_path: Path, arguments: tuple[str, ...], status: int
) -> None:
    result = gendoc(tmp_path, *arguments)
    assert result.returncode == status, result.stderr
    assert "Traceback" not in result.stderr


def test_a_broken_form_is_told_in_a_project_without_reports(tmp_path: Path) -> None:
    project(tmp_path, {"templates/small/form.yaml": "id: small\n"})
    told = gendoc(tmp_path, "check").stderr
    assert told.index("no-reports") < told.index("templates/small/form.yaml:1:1: error[form-miss")


@pytest.mark.parametrize(("language", "word"), [("zh", "还没有填"), ("en", "not filled in")])
def test_messages_follow_the_language(tmp_path: Path, language: str, word: str) -> None:
    project(tmp_path, {"data/a.yaml": report_text(other_matters="~")})
    assert word in gendoc(tmp_path, "check", language=language).stdout
    assert word in gendoc(tmp_path, "check", "--lang", language).stdout
    assert word in gendoc(tmp_path, "--lang", language, "check").stdout


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("build", "--nope"), "没有选项 --nope"),
        (("new",), "缺少"),
        (("new", "disclosure-2021", "--organ", "某镇"), "缺少 --year"),
        (("new", "disclosure-2021", "--organ", "某镇", "--year", "x"), "--year 的值不对"),
        (("nonsense",), "命令写得不对"),
    ],
)
def test_a_wrong_command_is_told_in_chinese_too(
    tmp_path: Path, arguments: tuple[str, ...], word: str
) -> None:
    result = gendoc(tmp_path, *arguments, language="zh")
    assert result.returncode == 2
    assert word in result.stderr
    assert "--help 列出用法" in result.stderr


def test_help_is_in_the_language_asked_for(tmp_path: Path) -> None:
    assert "核对并生成报告" in gendoc(tmp_path, "build", "--help", language="zh").stdout
    assert "Check and build reports" in gendoc(tmp_path, "build", "--help").stdout


def test_a_gbk_terminal_shows_what_it_can_and_stops_at_nothing(tmp_path: Path) -> None:
    project(tmp_path, {"data/a.yaml": report_text(organ='"某😀镇"', other_matters="'😀{{ y }}'")})
    result = gendoc(tmp_path, "check", language="zh", PYTHONIOENCODING="gbk")
    assert result.returncode == 1
    assert "没有名为“y”的数字" in result.stdout


def test_output_into_a_closed_pipe_is_no_bug(tmp_path: Path) -> None:
    project(tmp_path, {"data/a.yaml": report_text(year="x")})
    command = f"{sys.executable} -m gendoc build -f txt | true"
    result = subprocess.run(
        ["sh", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert "Traceback" not in result.stderr


def test_out_is_relative_to_the_working_folder(tmp_path: Path) -> None:
    root = project(tmp_path / "project", {"data/a.yaml": report_text()})
    assert gendoc(tmp_path, "build", str(root), "-o", "here", "-f", "txt").returncode == 0
    assert [path.suffix for path in (tmp_path / "here").iterdir()] == [".txt"]
    assert gendoc(tmp_path, "build", str(root), "-f", "txt").returncode == 0
    assert [path.suffix for path in (root / "build").iterdir()] == [".txt"]


def test_no_colour_or_control_codes_go_into_a_pipe(tmp_path: Path) -> None:
    project(tmp_path, {"data/a.yaml": report_text(year="x")})
    for arguments in (("check",), ("--help",), ("build",), ("forms",)):
        result = gendoc(tmp_path, *arguments, NO_COLOR="1")
        assert "\x1b" not in result.stdout + result.stderr


def test_a_bug_of_ours_has_its_own_status(tmp_path: Path) -> None:
    code = (
        "import sys; sys.argv = ['gendoc', 'forms']\n"
        "from gendoc import cli, project\n"
        "project.form_folders = lambda root: 1 / 0\n"
        "cli.main()\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert result.returncode == 3
    assert "ZeroDivisionError" in result.stderr


def test_starting_the_command_line_imports_nothing_heavy() -> None:
    heavy = {"docx", "docxtpl", "lxml"}
    code = f"import sys, gendoc.cli; print(sorted({heavy} & set(sys.modules)))"
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "[]"


def test_a_draft_makes_the_one_file_that_is_asked_for(tmp_path: Path) -> None:
    for name in ("own/report.docx", "text/report.txt.j2"):
        assert gendoc(tmp_path, "template", "draft", "disclosure-2021", "-o", name).returncode == 0
        assert [path.name for path in (tmp_path / name).parent.iterdir()] == [Path(name).name]
    assert (tmp_path / "text/report.txt.j2").read_text("utf-8").startswith("{#-")


def test_a_draft_of_a_shipped_form_goes_into_the_project(tmp_path: Path) -> None:
    assert gendoc(tmp_path, "template", "draft", "website-annual").returncode == 0
    folder = tmp_path / "templates" / "website-annual"
    assert {path.name for path in folder.iterdir()} == {
        "report.docx",
        "report.txt.j2",
        "report.flat.txt.j2",
    }


def test_a_draft_never_overwrites_without_force(tmp_path: Path) -> None:
    arguments = ("template", "draft", "disclosure-2021", "-o", "own.docx")
    assert gendoc(tmp_path, *arguments).returncode == 0
    assert gendoc(tmp_path, *arguments).returncode == 1
    assert gendoc(tmp_path, *arguments, "--force").returncode == 0


def test_the_shell_completes_commands(tmp_path: Path) -> None:
    asked = {"_GENDOC_COMPLETE": "complete_bash", "COMP_WORDS": "gendoc bu", "COMP_CWORD": "1"}
    code = "import sys; sys.argv = ['gendoc']; from gendoc.cli import main; main()"
    result = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**os.environ, **asked},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.stdout.split() == ["build"]


def test_lint_says_which_templates_it_found_nothing_wrong_with(tmp_path: Path) -> None:
    names = [f"templates/{form().id}/report.{name}" for name in ("docx", "flat.txt.j2", "txt.j2")]
    gendoc(project(tmp_path, {}), "template", "copy", form().id)
    done = gendoc(tmp_path, "template", "lint", form().id)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == f"Nothing is wrong with {', '.join(names)}\n"
    one = gendoc(tmp_path, "template", "lint", form().id, "--template", names[1], language="zh")
    assert (one.returncode, one.stderr) == (0, f"没有发现问题：{names[1]}\n")
