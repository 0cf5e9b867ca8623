"""A new project folder, made twice, beside files that were there, and used."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from helpers import report_text
from jsonschema import Draft202012Validator
from test_cli import gendoc

MADE = [
    ".gendoc/report.schema.json",
    ".gitattributes",
    ".gitignore",
    ".vscode/extensions.json",
    ".vscode/settings.json",
]


def files(root: Path) -> dict[str, bytes]:
    found = (path for path in root.rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A project in a folder whose name has a space and Chinese characters."""
    result = gendoc(tmp_path, "init", "某县 年报", language="zh")
    assert result.returncode == 0, result.stderr
    return tmp_path / "某县 年报"


def test_a_project_is_made_and_the_next_step_is_told(tmp_path: Path) -> None:
    result = gendoc(tmp_path, "init", "某县 年报", language="zh")
    assert result.stdout.splitlines()[:2] == [
        "已建立 某县 年报/data/",
        "已写出 某县 年报/.gitignore",
    ]
    assert 'cd "某县 年报" && gendoc new' in result.stderr
    assert (tmp_path / "某县 年报" / "data").is_dir()
    assert sorted(files(tmp_path / "某县 年报")) == MADE


def test_a_second_run_changes_nothing_and_says_so(made: Path) -> None:
    before = files(made)
    result = gendoc(made, "init", language="zh")
    assert result.returncode == 0
    assert files(made) == before
    assert len(result.stdout.splitlines()) == 6
    assert all("没有改动" in line for line in result.stdout.splitlines())
    assert "cd " not in result.stderr


def test_what_was_there_stays_and_what_it_lacks_is_told(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("*.bak\n")
    (tmp_path / ".gitattributes").write_text("* text=auto eol=lf\n")
    result = gendoc(tmp_path, "init")
    assert ".gitignore was there and is as it was; please add: /build/" in result.stdout
    assert ".gitattributes was there and is as it was\n" in result.stdout
    assert (tmp_path / ".gitignore").read_text() == "*.bak\n"


def test_an_old_schema_is_renewed(made: Path) -> None:
    schema = made / ".gendoc" / "report.schema.json"
    schema.write_text("{}")
    assert "wrote .gendoc/report.schema.json" in gendoc(made, "init").stdout
    assert json.loads(schema.read_text("utf-8"))["type"] == "object"


SMALL = """
id: small
version: "1.0"
name: 小表
title: "{{ organ }}{{ year }}年小表"
sections: [{id: cases, kind: table}]
tables: {cases: {rows: {a: 甲}}}
"""


def test_what_editors_read_follows_the_form(made: Path) -> None:
    form = made / "templates" / "small" / "form.yaml"
    form.parent.mkdir(parents=True)
    form.write_text(SMALL, "utf-8")
    gendoc(made, "template", "draft", "small")
    gendoc(made, "new", "small", "--organ", "某局", "--year", "2024")
    report = made / "data" / "某局" / "2024.yaml"
    report.write_text(report.read_text("utf-8").replace("~", "1"), "utf-8")
    gendoc(made, "init")
    assert "schema" not in gendoc(made, "check").stderr
    form.write_text(SMALL.replace("a: 甲", "a: 甲, b: {label: 乙, optional: true}"), "utf-8")
    found = gendoc(made, "check").stderr
    assert ".gendoc/report.schema.json, .gendoc/small.schema.json" in found
    assert "gendoc init" in found
    assert gendoc(made, "build").stderr.count("wrote .gendoc/") == 2
    for name in ("small", "report"):
        assert "乙" in (made / ".gendoc" / f"{name}.schema.json").read_text("utf-8")
    assert "schema" not in gendoc(made, "check").stderr + gendoc(made, "build").stderr


@pytest.mark.parametrize("name", ["data", ".vscode", ".gendoc"])
def test_a_file_in_the_way_of_a_folder_is_told(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine")
    result = gendoc(tmp_path, "init")
    assert result.returncode == 1
    assert "error[cannot-write]" in result.stderr
    assert (tmp_path / name).read_text() == "mine"


def test_a_folder_in_the_way_of_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").mkdir()
    result = gendoc(tmp_path, "init")
    assert (result.returncode, "cannot-write" in result.stderr) == (1, True)


def test_reports_are_made_filled_in_and_built_in_it(made: Path) -> None:
    new = gendoc(made, "new", "disclosure-2021", "--organ", "某镇", "--year", "2024")
    assert new.stdout == "wrote data/某镇/2024.yaml\n"
    path = made / "data" / "某镇" / "2024.yaml"
    path.write_text(path.read_text("utf-8").replace("~", "0"), "utf-8")
    assert gendoc(made, "build").returncode == 0
    assert (made / ".gendoc" / "disclosure-2021.schema.json").is_file()


def test_the_editors_settings_bind_a_schema_that_is_there(made: Path) -> None:
    settings = json.loads((made / ".vscode" / "settings.json").read_text("utf-8"))
    ((schema, globs),) = settings["yaml.schemas"].items()
    report = made / "data" / "某镇" / "2024.yaml"
    report.parent.mkdir()
    report.write_text(report_text(), "utf-8")
    assert report in [path for pattern in globs for path in made.glob(pattern)]
    validator = Draft202012Validator(json.loads((made / schema).read_text("utf-8")))
    assert list(validator.iter_errors(yaml.safe_load(report_text()))) == []
    assert list(validator.iter_errors(yaml.safe_load(report_text(year="x"))))


@pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")
def test_git_leaves_outputs_out_and_line_ends_alone(made: Path) -> None:
    def git(*arguments: str) -> str:
        command = ["git", "-c", "core.quotepath=off", *arguments]
        return subprocess.run(
            command, cwd=made, capture_output=True, encoding="utf-8", check=True
        ).stdout

    git("init", "--quiet")
    for name in ("build/a.docx", "data/~$a.docx", "data/某镇.yaml"):
        (made / name).parent.mkdir(exist_ok=True)
        (made / name).write_text("x")
    listed = git("ls-files", "--others", "--exclude-standard").splitlines()
    assert "data/某镇.yaml" in listed
    assert not {"build/a.docx", "data/~$a.docx"} & set(listed)
    attributes = git("check-attr", "eol", "text", "--", "data/某镇.yaml", "build/a.docx")
    assert attributes.splitlines() == [
        "data/某镇.yaml: eol: lf",
        "data/某镇.yaml: text: set",
        "build/a.docx: eol: unspecified",
        "build/a.docx: text: unset",
    ]
