"""The tutorial of docs/making-a-form.md is run step by step, as a reader would."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from docx import Document
from helpers import ROOT

from gendoc import formkeys
from gendoc.formfile import load

GUIDES = {
    "en": (ROOT / "docs" / "making-a-form.md").read_text("utf-8"),
    "zh": (ROOT / "docs" / "making-a-form.zh-CN.md").read_text("utf-8"),
}
_STEP = re.compile(
    r"<!-- file: (?P<file>\S+) -->\n```yaml\n(?P<content>.*?)```"
    r"|<!-- change: (?P<changed>\S+) -->\n```yaml\n(?P<old>.*?)```"
    r"\n\n(?:into|改成)\n\n```yaml\n(?P<new>.*?)```"
    r"|```console\n(?P<console>.*?)```",
    re.DOTALL,
)


def steps(language: str) -> list[re.Match[str]]:
    """The steps of the tutorial, which is the first part of the guide."""
    return list(_STEP.finditer(GUIDES[language].split("\n## ")[1]))


def gendoc(folder: Path, command: str, language: str) -> str:
    words = shlex.split(command)
    assert words[0] == "gendoc"
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-m", "gendoc", "--lang", language, *words[1:]],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


@pytest.mark.parametrize("language", GUIDES)
def test_every_step_of_the_tutorial_does_what_it_shows(tmp_path: Path, language: str) -> None:
    (tmp_path / "data").mkdir()
    for step in steps(language):
        if step["file"]:
            path = tmp_path / step["file"]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(step["content"], "utf-8")
        elif step["changed"]:
            path = tmp_path / step["changed"]
            text = path.read_text("utf-8")
            assert step["old"] in text
            path.write_text(text.replace(step["old"], step["new"]), "utf-8")
        else:
            for command, output in re.findall(
                r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", step["console"], re.MULTILINE
            ):
                assert gendoc(tmp_path, command, language) == output, command
    built = Document(str(tmp_path / "build" / "某镇2024年案件统计表.docx"))
    assert "收到7件，支持4件。" in [paragraph.text for paragraph in built.paragraphs]


@pytest.mark.parametrize("language", GUIDES)
def test_the_tutorial_has_all_its_steps(language: str) -> None:
    shown = "".join(step["console"] or "" for step in steps(language))
    commands = re.findall(r"^\$ gendoc (\S+)", shown, re.MULTILINE)
    assert commands == ["forms", "template", "new", "build", "check", "template"]


FORM = """id: small
version: "1.0"
name: Small
title: "{{ organ }} {{ year }}"
"""


BLOCKS = re.findall(r"```yaml\n(.*?)```", "".join(GUIDES.values()), re.DOTALL)


@pytest.mark.parametrize(
    "block",
    [block for block in BLOCKS if block.startswith(("fields:", "tables:"))],
    ids=lambda block: block.split("\n")[1].strip(),
)
def test_every_piece_of_a_form_that_the_guide_shows_is_read(tmp_path: Path, block: str) -> None:
    text = FORM + block
    if "sections:" not in block:
        tables = re.findall(r"^  (\w+):$", block, re.MULTILINE)
        text += f"sections: [{', '.join(f'{{id: {t}, kind: table}}' for t in tables)}]\n"
    if "tables:" not in block:
        text += "tables: {cases: {rows: {a: A}}}\n"
    (tmp_path / "small").mkdir()
    (tmp_path / "small" / "form.yaml").write_text(text, "utf-8")
    load(tmp_path / "small")


@pytest.mark.parametrize("language", GUIDES)
def test_the_guide_shows_every_type_and_points_at_the_reference(language: str) -> None:
    for type_ in formkeys.TYPES:
        assert f"`{type_}`" in GUIDES[language], type_
    assert "(form-reference.md)" in GUIDES[language]
