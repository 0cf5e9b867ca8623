"""The README is run: its commands do what it shows."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from helpers import ROOT

READMES = {"README.md": "en", "README.zh-CN.md": "zh"}
PARTS = ("data", "examples", "templates")


def shown_commands(readme: str) -> list[tuple[str, str]]:
    """Each `$ command` of the console blocks, with the output shown below it."""
    blocks = re.findall(r"```console\n(.*?)```", (ROOT / readme).read_text("utf-8"), re.DOTALL)
    return [
        (command, output)
        for block in blocks
        for command, output in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE)
    ]


@pytest.mark.parametrize("readme", READMES)
def test_every_command_of_the_readme_prints_what_it_shows(readme: str, tmp_path: Path) -> None:
    commands = shown_commands(readme)
    assert len(commands) == 3
    for part in PARTS:
        shutil.copytree(ROOT / part, tmp_path / "checkout" / part)
    for command, output in commands:
        words = shlex.split(command)
        assert words[0] == "gendoc"
        folder = tmp_path / ("empty" if words[1] == "new" else "checkout")
        folder.mkdir(exist_ok=True)
        language = ["--lang", READMES[readme]]
        done = subprocess.run(
            [sys.executable, "-X", "utf8", "-m", "gendoc", *language, *words[1:]],
            cwd=folder,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.stdout == output, done.stderr


def test_both_readmes_show_the_same_commands_for_setting_up() -> None:
    blocks = [
        re.findall(r"```sh\n(.*?)```", (ROOT / name).read_text("utf-8"), re.DOTALL)
        for name in READMES
    ]
    assert len(blocks[0]) == 2
    assert blocks[0] == blocks[1]


def test_the_files_that_the_documents_point_at_are_there() -> None:
    for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)\)", path.read_text("utf-8")):
            assert (path.parent / target).exists(), f"{path.name}: {target}"


def test_the_yaml_of_the_documents_is_read() -> None:
    from gendoc.source import parse

    for path in [*ROOT.glob("README*.md"), *ROOT.glob("docs/*.md")]:
        for block in re.findall(r"```yaml\n(.*?)```", path.read_text("utf-8"), re.DOTALL):
            source, _ = parse(block, path.name)
            assert source.problems == []


def test_the_form_of_the_tutorial_works(tmp_path: Path) -> None:
    from gendoc.draft import word_template
    from gendoc.formfile import load
    from gendoc.word import WordTemplate

    text = (ROOT / "docs" / "making-a-form.md").read_text("utf-8")
    block = re.search(r"```yaml\n(id: small.*?)```", text, re.DOTALL)
    assert block
    (tmp_path / "small").mkdir()
    (tmp_path / "small" / "form.yaml").write_text(block.group(1), "utf-8")
    form = load(tmp_path / "small")
    assert {"cases.received.persons", "cases.closed.granted.total"} <= set(form.figures)
    (tmp_path / "small" / "report.docx").write_bytes(word_template(form))
    WordTemplate(tmp_path / "small" / "report.docx")
