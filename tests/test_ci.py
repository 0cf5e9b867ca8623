"""What docs/in-ci.md and the pre-commit hook tell machines to run, is there and works."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from helpers import ROOT, project, report_text

DOCUMENT = ROOT / "docs" / "in-ci.md"
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))


def blocks(kind: str) -> list[str]:
    found = re.findall(rf"```{kind}\n(.*?)```", DOCUMENT.read_text("utf-8"), re.DOTALL)
    assert found
    return found


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for child in value.values():
            yield from strings(child)
    elif isinstance(value, list):
        for child in value:
            yield from strings(child)
    elif isinstance(value, str):
        yield value


def told_commands() -> list[str]:
    """Every command line of the document, in YAML, in shell blocks and in its sentences."""
    in_yaml = [text for block in blocks("yaml") for text in strings(yaml.safe_load(block))]
    in_shell = [line for block in blocks("sh") for line in block.splitlines()]
    in_text = re.findall(r"`(gendoc [^`]+)`", DOCUMENT.read_text("utf-8"))
    hooks = [hook["entry"] for hook in HOOKS]
    found = [*in_yaml, *in_shell, *in_text, *hooks]
    return list(dict.fromkeys(text for text in found if text.startswith("gendoc ")))


def test_the_document_has_commands() -> None:
    assert len(told_commands()) > 8


@pytest.mark.skipif(os.name == "nt", reason="the machines of the document have a shell")
@pytest.mark.parametrize("command", told_commands())
def test_a_command_of_the_document_passes_a_good_project(command: str, tmp_path: Path) -> None:
    project(tmp_path, {"data/某镇/2024.yaml": report_text()})
    for folder in ("build", "published"):
        assert run(f"gendoc build --out {folder}", tmp_path) == 0
    assert run(command, tmp_path) == 0


@pytest.mark.skipif(os.name == "nt", reason="the machines of the document have a shell")
def test_the_upload_runs_for_problems_and_not_for_a_wrong_command(tmp_path: Path) -> None:
    project(tmp_path, {"data/a.yaml": report_text(year="x")})
    (upload,) = (command for command in told_commands() if "sarif >" in command)
    assert run(upload, tmp_path) == 0
    assert (tmp_path / "gendoc.sarif").stat().st_size > 0
    assert run(upload.replace("check", "chekc"), tmp_path) != 0


def run(command: str, folder: Path) -> int:
    """Run a command line by a shell in which `gendoc` is the one under test."""
    command = re.sub(r"^gendoc", f"{shlex.quote(sys.executable)} -m gendoc", command)
    return subprocess.run(["sh", "-c", command], cwd=folder, capture_output=True).returncode


def test_the_hook_of_the_document_is_one_of_ours() -> None:
    configs = [yaml.safe_load(block) for block in blocks("yaml")]
    (named,) = (config["repos"][0] for config in configs if "repos" in config)
    assert {hook["id"] for hook in named["hooks"]} <= {hook["id"] for hook in HOOKS}
