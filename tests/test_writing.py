"""Every example of docs/writing-a-report.md, in either language, is read as a report has it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from helpers import ROOT, bound, form, report_text

from gendoc import checks
from gendoc.binder import bind
from gendoc.formfile import load
from gendoc.report import Report
from gendoc.source import parse

GUIDES = {name: ROOT / "docs" / f"writing-a-report{name}.md" for name in ("", ".zh-CN")}
_BLOCK = re.compile(r"(?:<!-- (\w+): ([\w-]+) -->\n)?```yaml\n(.*?)```", re.DOTALL)
_KEY = re.compile(r"^(\w+):(.*\n(?:(?:[ #].*)?\n)*)", re.MULTILINE)
ROWS = "  results: {granted: [131, 2, 0, 0, 0, 0], partial: 0, denied: 0, unavailable: 0, "
ROWS += "unprocessed: 0, other: 0}\n"
LAST = """
  new: [105, 0, 0, 0, 0, 0]
  carried_in: 0
  results: {granted: [100, 0, 0, 0, 0, 0], partial: 0, denied: 0, unavailable: 0, unprocessed: 0,
    other: 0}
  carried_out: [5, 0, 0, 0, 0, 0]"""
OWN = """
id: own
version: "1.0"
name: 小表
title: "{{ organ }}{{ year }}年小表"
fields: {filled_on: {label: 填报日期, type: date}}
sections: [{id: answers, kind: table}, {id: branches, kind: table}]
tables:
  answers:
    type: yes_no
    rows:
      drill: {label: 演练, optional: true}
      level: {label: 等级, type: choice, options: [一级, 二级], optional: true}
      channels: {label: 渠道, type: choices, options: [网站, 电话, 窗口], optional: true}
      rate: {label: 比率, type: percent, optional: true}
      code: {label: 代码, type: text, optional: true}
  branches:
    columns: {town: {label: 镇, type: text}, visits: 访问}
    rows: {branch: {label: 窗口, repeat: true}, total: {label: 合计, sum: all}}
"""


def blocks(name: str) -> list[tuple[str, str, str]]:
    """The examples of a guide, each with the mark before it and what that says."""
    return _BLOCK.findall(GUIDES[name].read_text("utf-8"))


def entries(block: str) -> dict[str, str]:
    """The top-level keys of an example with what stands behind them, as it is written."""
    return dict(_KEY.findall(block))


CASES = [
    pytest.param(name, *block, id=f"{name or '.en'}-{number}")
    for name in GUIDES
    for number, block in enumerate(blocks(name), 1)
]


def report(folder: Path, block: dict[str, str], applications: str) -> Report:
    if block.keys() <= set(form().keys):
        changes = {"applications": applications, **block}
        source, root = parse(report_text(**{"level": "county", **changes}), "report.yaml")
        last = bound(report_text(year="2023", applications=LAST))
        return bind(source, root, form(), lambda organ, year: last)
    (folder / "own").mkdir()
    (folder / "own" / "form.yaml").write_text(OWN, "utf-8")
    given = {"answers": " {}\n", "branches": " {branch: {}}\n", **block}
    text = "".join(f"{key}:{value}" for key, value in given.items())
    source, root = parse(f"form: own\norgan: 某局\nyear: 2024\n{text}", "report.yaml")
    return bind(source, root, load(folder / "own"))


@pytest.mark.parametrize(("name", "mark", "says", "block"), CASES)
def test_an_example_of_the_guide_is_a_part_of_a_report(
    tmp_path: Path, name: str, mark: str, says: str, block: str
) -> None:
    rows = next(
        e["applications"] for _, _, b in blocks(name) if (e := entries(b)).get("applications")
    )
    if mark == "in":
        text = block.replace("\n", "\n    ").rstrip(" ")
        block = f"{says}:\n  - heading: 依申请公开\n    {text}"
    given = entries(block)
    assert "".join(f"{key}:{value}" for key, value in given.items()) == block
    given = {key: value + ROWS * (key == "applications") for key, value in given.items()}
    broken = rows + ROWS.replace("131", "130")
    made = report(tmp_path, given, broken if mark == "with" else rows + ROWS)
    found = checks.run(made)
    assert [p.name for p in found.problems if p.is_error] == ([says] if mark == "told" else [])
    assert {p.name for p in found.waived} == ({says} if mark == "with" else set())


def test_both_guides_show_the_same_with_the_same_sections() -> None:
    """What differs is names and words; the keys of the examples and the number of parts are one."""
    texts = [path.read_text("utf-8") for path in GUIDES.values()]
    assert len({tuple(re.findall("^#+", text, re.MULTILINE)) for text in texts}) == 1
    assert len({text.count("\n| ") for text in texts}) == 1
    english, chinese = (
        [yaml.load(block, yaml.BaseLoader) for _, _, block in blocks(name)] for name in GUIDES
    )
    assert [list(block) for block in english] == [list(block) for block in chinese]
