"""Imported rows of any number are found again in another year's report."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers import project
from test_cli import gendoc
from test_lines import at_hand

from gendoc import build
from gendoc.project import Project

FORM = """
id: units
version: "1.0"
name: 单位表
title: ["{{ organ }}", "{{ year }}年单位统计表"]
sections: [{id: units, title: 一、单位, kind: table}]
tables:
  units:
    corner: 单位
    columns: {cases: 案件, change: {label: 比上年增减, formula: cases - last.cases}}
    rows: {unit: {label: 单位, repeat: true}, total: {label: 合计, sum: all}}
checks:
  - {name: doubled, table: units, for_each: row, holds: cases <= 2 * last.cases}
"""
OTHER = "form: units\norgan: 某县\nyear: {year}\nunits:\n  unit:\n{rows}"
PRINTED = """某县2024年单位统计表
一、单位
+------+------+------------+
| 单位 | 案件 | 比上年增减 |
+------+------+------------+
| 北站 |   30 |         20 |
+------+------+------------+
| 南站 |    4 |            |
+------+------+------------+
| 合计 |   34 |            |
+------+------+------------+
"""
NORTH = "    n: {name: 北站, cases: 10}\n"


def imported(folder: Path, year: int, rows: str) -> str:
    """The imported report, beside one of another year with these rows."""
    root = at_hand(folder, FORM)
    other = OTHER.format(year=year, rows=rows)
    project(root, {"data/other.yaml": other, "printed.txt": PRINTED})
    gendoc(root, "import", "printed.txt", "-o", "read.yaml")
    return (root / "read.yaml").read_text("utf-8")


@pytest.mark.parametrize("year", [2023, 2025])
def test_the_keys_of_the_year_before_or_after_are_taken_where_the_names_are_alike(
    tmp_path: Path, year: int
) -> None:
    text = imported(tmp_path, year, NORTH)
    assert "    n: " in text
    assert "name: 北站" in text
    assert "    南站: " in text


def test_keys_of_another_year_or_of_another_name_are_not_taken(tmp_path: Path) -> None:
    assert "    北站: " in imported(tmp_path / "a", 2021, NORTH)
    assert "    北站: " in imported(tmp_path / "b", 2023, NORTH.replace("北站", "西站"))


def test_a_key_that_another_row_has_is_not_taken(tmp_path: Path) -> None:
    text = imported(tmp_path, 2023, NORTH.replace("n:", "南站:"))
    assert "    北站: " in text
    assert "    南站: " in text


def test_a_report_of_another_year_that_cannot_be_read_stops_nothing(tmp_path: Path) -> None:
    assert "    北站: " in imported(tmp_path, 2023, "    n: [\n")


def test_checks_of_a_published_document_find_last_years_rows(tmp_path: Path) -> None:
    root = at_hand(tmp_path, FORM)
    other = OTHER.format(year=2023, rows=NORTH)
    project(root, {"data/other.yaml": other, "printed.txt": PRINTED})
    found = build.examine(root / "printed.txt", Project(root)).problems
    assert [(p.name, p.key) for p in found] == [("doubled", "units.unit.n.cases")]
