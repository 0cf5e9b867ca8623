"""Rows that a report gives any number of, read back from every kind of document."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from helpers import project
from paper import PRINTERS, Cell, Paper, Sheet, cut, paper
from test_import import told
from test_import_roundtrip import figures, taken

from gendoc.binder import bind
from gendoc.importing import Imported, published
from gendoc.project import find_form
from gendoc.report import Report
from gendoc.source import parse

FORM = """
id: venues
version: "1.0"
name: 场馆统计表
title: ["{{ organ }}", "{{ year }}年场馆统计表"]
sections:
  - {id: venues, title: 一、场馆, kind: table}
  - {id: projects, title: 二、项目, kind: table}
  - {id: said, title: 三、说明, kind: text}
tables:
  venues:
    corner: 场馆
    columns:
      place: {label: 地址, type: text, optional: true}
      opened: {label: 开放日期, type: date}
      visits: {label: 到馆人次, unit: 人次}
      loans: {label: 外借册次}
    rows:
      library:
        label: 图书馆
        rows: {one: {label: 馆, repeat: true}, total: {label: 小计, sum: all}}
      museum:
        label: 博物馆
        rows: {one: {label: 馆, repeat: true}, total: {label: 小计, sum: all}}
      all: {label: 合计, sum: [library, museum]}
  projects:
    corner: 项目名称
    columns:
      kind: {label: 类别, type: choice, options: [新建, 续建]}
      head: {label: 负责人, type: text}
      online: {label: 是否上网, type: yes_no}
    rows:
      one: {label: 项目, repeat: true}
"""
REPORT = """
form: venues
organ: 某县
year: 2024
venues:
  library:
    one:
      centre: {name: 中心馆, place: 人民路1号, opened: 2001-05-01, visits: 52000, loans: 31000}
      east:   {name: 东城分馆, opened: 2019-10-01, visits: 8100, loans: 4020}
      other:  {name: 其他, opened: 2020-01-01, visits: 0, loans: 12}
  museum:
    one:
      city: {name: 县博物馆, place: 文化街, opened: 1998-01-18, visits: 41000, loans: 0}
projects:
  one:
    a: {name: 古籍修复, kind: 续建, head: 张三, online: 是}
    b: {name: 2号书库, kind: 新建, head: 李四, online: 否}
    c: {name: 古籍修复, kind: 新建, head: 王五, online: 否}
said: 数据截至年底。
"""
Print = Callable[[Paper], Imported]


@pytest.fixture
def of(tmp_path: Path) -> Report:
    root = project(tmp_path, {"templates/venues/form.yaml": FORM})
    source, node = parse(REPORT, "report.yaml")
    report = bind(source, node, find_form("venues", root))
    assert not source.problems
    return report


@pytest.fixture(params=PRINTERS)
def print_(request: pytest.FixtureRequest, tmp_path: Path, of: Report) -> Print:
    def read_back(whole: Paper) -> Imported:
        path = tmp_path / f"a.{request.param.replace('flat', 'txt')}"
        path.write_bytes(PRINTERS[request.param](whole))
        return published(path, path.name, [of.form])

    return read_back


def test_rows_of_several_groups_and_of_words_alone_are_read(print_: Print, of: Report) -> None:
    found = print_(paper(of))
    assert told(found) == []
    assert figures(taken(found)) == figures(of)
    assert found.content.entities == {
        "venues.library.one": {"中心馆": "中心馆", "东城分馆": "东城分馆", "其他": "其他"},
        "venues.museum.one": {"县博物馆": "县博物馆"},
        "projects.one": {"古籍修复": "古籍修复", "_2号书库": "2号书库", "古籍修复_2": "古籍修复"},
    }


@pytest.mark.parametrize("at", [2, 3, 4, 5, 6, 7])
@pytest.mark.parametrize("header", [0, 1])
def test_a_page_break_tears_no_row_off(print_: Print, of: Report, at: int, header: int) -> None:
    whole = paper(of)
    found = print_(whole.swap("venues", *cut(whole.sheet("venues"), at, header)))
    assert told(found) == []
    assert figures(taken(found)) == figures(of)


def test_blank_rows_and_notes_are_no_rows(print_: Print, of: Report) -> None:
    whole = paper(of)
    sheet = whole.sheet("projects")
    spare = [Cell("", sheet.height, column) for column in range(sheet.width)]
    note = Cell(
        "注：另有两个项目上年已经报过，本年不再重复填报。", sheet.height + 1, 0, columns=sheet.width
    )
    found = print_(whole.swap("projects", Sheet("projects", [*sheet.cells, *spare, note])))
    assert figures(taken(found)) == figures(of)
    assert [p.text for p in found.content.notes["projects"].after] == [note.text]


def test_a_figure_of_such_a_row_that_cannot_be_read_is_told(print_: Print, of: Report) -> None:
    whole = paper(of).change(lambda c: replace(c, text="约八千") if c.text == "8100" else c)
    found = print_(whole)
    assert found.unread == ("venues.library.one.东城分馆.visits",)
    assert told(found) == ["not-read/cell"]
    assert "约八千" in found.text()


def test_a_total_that_such_rows_contradict_is_told(print_: Print, of: Report) -> None:
    found = print_(paper(of).change(lambda c: replace(c, text="7") if c.text == "101100" else c))
    assert [(p.name, p.key) for p in found.problems] == [("contradiction", "venues.all.visits")]


def test_a_group_without_rows_has_none(print_: Print, of: Report) -> None:
    text = REPORT.replace(
        REPORT[REPORT.index("  museum:") : REPORT.index("projects:")], "  museum: {one: 0}\n"
    )
    source, node = parse(text, "report.yaml")
    none = bind(source, node, of.form)
    assert not source.problems
    found = print_(paper(none))
    assert figures(taken(found)) == figures(none)
