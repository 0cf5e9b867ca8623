"""Rows and columns in another order than the form's are read by their labels, or not at all."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from helpers import project
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from paper import Paper, Sheet, as_docx, as_flat, as_html, paper
from test_import import told
from test_import_roundtrip import PHASES

from gendoc.binder import bind
from gendoc.drawing import draw
from gendoc.form import Form
from gendoc.importing import Imported, published
from gendoc.project import find_form
from gendoc.repeated import keys_of
from gendoc.report import Report
from gendoc.source import parse
from gendoc.table import Table
from gendoc.template import context

ROWS = ["行政许可", "行政处罚", "行政强制", "行政检查", "其他", "许可变更", "其他行政许可"]
COLUMNS = ["申请数量", "受理数量", "许可数量", "不予许可数量", "本年", "上年", "其他"]
GROUPS = ["市级", "县级", "乡级"]
NAMES = ["甲局", "乙局", "其他局", "行政许可股"]
Lines = dict[str, object]


@st.composite
def _lines(draw: st.DrawFn, labels: list[str], groups: list[str], *, many: bool) -> Lines:
    """Rows or columns of a form, of which some stand in groups; `many` allows repeated ones."""
    found: Lines = {}
    for n, label in enumerate(draw(st.lists(st.sampled_from(labels), max_size=4, unique=True))):
        found[f"a{n}"] = {"label": label}
    for n, label in enumerate(draw(st.lists(st.sampled_from(groups), max_size=2, unique=True))):
        own = draw(st.lists(st.sampled_from(labels), min_size=1, max_size=3, unique=True))
        found[f"g{n}"] = {
            "label": label,
            "rows" if many else "columns": {f"b{m}": {"label": one} for m, one in enumerate(own)},
        }
    assume(len(found) > 1)
    if many and draw(st.booleans()):
        found["many"] = {"label": "单位", "repeat": True}
    if draw(st.booleans()):
        found["all"] = {"label": "合计", "sum": "all"}
    return found


@st.composite
def permuted(draw: st.DrawFn, lines: Lines) -> Lines:
    """The same lines in another order, those of each group among themselves."""
    found: Lines = {}
    for key in draw(st.permutations(list(lines))):
        line = dict(lines[key])  # type: ignore[call-overload]
        for inner in ("rows", "columns"):
            if inner in line:
                line[inner] = draw(permuted(line[inner]))
        found[key] = line
    return found


def form(rows: Lines, columns: Lines, folder: Path, more: Lines | None = None) -> Form:
    """A form with a table; `more` are keys of it, and under `tables` further ones."""
    around = dict(more or {})
    tables = around.pop("tables", {})
    assert isinstance(tables, dict)
    made = {
        "id": "made",
        "version": "1.0",
        "name": "统计表",
        "title": ["{{ organ }}", "{{ year }}年统计表"],
        "sections": [
            {"id": "t", "title": "一、办理情况", "kind": "table"},
            *({"id": id_, "title": "三、分析", "kind": "table"} for id_ in tables),
            {"id": "said", "title": "二、有关说明", "kind": "text"},
        ],
        "tables": {"t": {"corner": "项目", "columns": columns, "rows": rows, **around}, **tables},
    }
    files: dict[str, str | bytes] = {"templates/made/form.yaml": json.dumps(made)}
    return find_form("made", project(folder, files))


def filled(of: Form) -> Report:
    """A report of which no two figures are the same."""
    numbers = count(11)
    names = dict(zip(keys_of(NAMES), NAMES, strict=True))
    table = of.tables["t"]
    table = table.with_entities(dict.fromkeys(table.repeats, names)) if table.repeats else table
    text = (
        f"form: made\norgan: 某县\nyear: 2024\nsaid: 无。\nt: {_figures(table, names, numbers)}\n"
    )
    source, node = parse(text, "report.yaml")
    report = bind(source, node, of)
    assert not source.problems, source.problems
    return report


def _figures(table: Table, names: dict[str, str], numbers: Iterator[int]) -> str:
    found: Lines = {}
    for key, figure in sorted(table.figures.items()):
        if figure.parts is None:
            *path, last = key.split(".")[1:]
            inside = found
            for step in path:
                inside = inside.setdefault(step, {})  # type: ignore[assignment]
            inside[last] = next(numbers)
    for key in table.repeats:
        for entity, name in names.items():
            found[key.removeprefix("t.")][entity]["name"] = name  # type: ignore[index]
    return json.dumps(found, ensure_ascii=False)


def _text(of: Report, table: Callable[[Sheet], list[str]]) -> bytes:
    items = paper(of).items
    lines = ([item, ""] if isinstance(item, str) else [*table(item), ""] for item in items)
    return "\n".join(line for part in lines for line in part).encode()


def _parted(gap: str, blank: str | None) -> Callable[[Report], bytes]:
    """Prints a row a line; cells that others cover are blank, or none where `blank` is None."""

    def rows(sheet: Sheet) -> list[str]:
        found = []
        for number in range(sheet.height):
            cells = [*sheet.row(number), *(sheet.covering(number) if blank is not None else ())]
            texts = (
                [c.text if c.row == number else ""] + [""] * (c.columns - 1) * (blank is not None)
                for c in sorted(cells, key=lambda c: c.column)
            )
            found.append(gap.join(text for part in texts for text in part))
        return found

    return lambda of: _text(of, rows)


def _bars(of: Report) -> bytes:
    def framed(text: bytes) -> str:
        lines = text.decode().split("\n")
        return "\n".join(f"| {line} |" if " | " in line else line for line in lines)

    return framed(_parted(" | ", "")(of)).encode()


def _drawn(of: Report) -> bytes:
    table = next(s.table for s in context(of)["sections"] if s.table)
    return _text(of, lambda _: draw(table.grid, table.texts).split("\n"))


def _of_paper(printer: Callable[[Paper], bytes]) -> Callable[[Report], bytes]:
    return lambda of: printer(paper(of))


PRINTERS: dict[str, Callable[[Report], bytes]] = {
    "docx": _of_paper(as_docx),
    "html": _of_paper(as_html),
    "drawn": _drawn,
    "bars": _bars,
    "flat": _of_paper(as_flat),
    "tabs": _parted("\t", ""),
    "tabs without blanks": _parted("\t", None),
    "spaces": _parted("   ", None),
}
ALIGNED = ("docx", "html", "drawn")
"""Kinds of document that tell the columns of each cell."""


def read(of: Report, kind: str, form_: Form, folder: Path) -> Imported:
    path = folder / f"a.{kind if kind in ('docx', 'html') else 'txt'}"
    path.write_bytes(PRINTERS[kind](of))
    return published(path, path.name, [form_])


def text_of(of: str, folder: Path, rows: Lines, columns: Lines) -> Imported:
    """A report on a form whose table is a text."""
    path = folder / "a.txt"
    path.write_text(f"某县2024年统计表\n\n一、办理情况\n\n{of}\n\n二、有关说明\n\n无。\n")
    return published(path, path.name, [form(rows, columns, folder)])


def wrong(found: Imported, of: Report) -> dict[str, tuple[str, str]]:
    """The figures that were read as others than are printed, with these."""
    return {
        key: (value, str(of.figures.get(key)))
        for key, value in found.content.figures.items()
        if value not in ("~", str(of.figures.get(key)))
    }


@pytest.mark.parametrize("kind", PRINTERS)
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), phases=PHASES)
@given(data=st.data())
def test_no_figure_is_read_as_anothers(kind: str, data: st.DataObject) -> None:
    rows = data.draw(_lines(ROWS, GROUPS, many=True))
    columns = data.draw(_lines(COLUMNS, GROUPS, many=False))
    with tempfile.TemporaryDirectory() as folder:
        own = form(rows, columns, Path(folder, "own"))
        as_printed = data.draw(permuted(rows)), data.draw(permuted(columns))
        of = filled(form(*as_printed, Path(folder, "printed")))
        found = read(of, kind, own, Path(folder))
        assert not wrong(found, of), _drawn(of).decode()
        assert not found.unread or found.problems


TWO: Lines = {"fine": {"label": "行政处罚"}, "permit": {"label": "行政许可"}}
BOTH: Lines = {"asked": {"label": "申请数量"}, "taken": {"label": "受理数量"}}
MANY: Lines = {"unit": {"label": "单位", "repeat": True}, "all": {"label": "合计", "sum": "all"}}


def test_rows_in_another_order_are_read_by_their_labels(tmp_path: Path) -> None:
    table = "项目\t申请数量\t受理数量\n行政许可\t3\t2\n行政处罚\t30\t20"
    found = text_of(table, tmp_path, TWO, BOTH)
    assert found.content.figures == {
        "t.fine.asked": "30",
        "t.fine.taken": "20",
        "t.permit.asked": "3",
        "t.permit.taken": "2",
    }
    assert told(found) == []


@pytest.mark.parametrize("gap", ["\t", "   ", " | "])
def test_columns_in_another_order_are_read_by_the_header(tmp_path: Path, gap: str) -> None:
    lines = ("项目 受理数量 申请数量", "行政处罚 2 3", "行政许可 20 30")
    table = "\n".join(gap.join(line.split()) for line in lines)
    found = text_of(table, tmp_path, TWO, BOTH)
    assert found.content.figures == {
        "t.fine.asked": "3",
        "t.fine.taken": "2",
        "t.permit.asked": "30",
        "t.permit.taken": "20",
    }
    assert told(found) == []


def test_a_header_in_another_order_that_cannot_be_followed_is_told(tmp_path: Path) -> None:
    table = "项目\t受理数量\t来件\n行政处罚\t2\t3\n行政许可\t20\t30"
    found = text_of(table, tmp_path, TWO, BOTH)
    assert found.content.figures == {}
    assert (told(found)[0], found.problems[0].line) == ("not-read/columns", 5)


def test_a_changed_label_that_is_more_like_another_rows_is_not_read(tmp_path: Path) -> None:
    table = "项目\t申请数量\t受理数量\n行政许克\t3\t2\n行政处法\t30\t20"
    found = text_of(table, tmp_path, TWO, BOTH)
    assert found.content.figures == {"t.fine.asked": "30", "t.fine.taken": "20"}
    assert len(found.unread) == 2
    assert "label-changed" in told(found)


@pytest.mark.parametrize("names", [["结转数量"] * 2, ["结转", "结转数量"]])
@pytest.mark.parametrize("order", [1, -1])
def test_a_label_that_may_be_that_of_two_rows_is_neither_s(
    names: list[str], order: int, tmp_path: Path
) -> None:
    rows = {"a": "受理数量", "b": "上年结转数量", "c": "结转下年数量"}
    table = "项目\t申请数量\t受理数量\n受理数量\t1\t2\n"
    table += "\n".join(f"{name}\t{n}\t{n}" for n, name in list(enumerate(names, 3))[::order])
    found = text_of(table, tmp_path, rows, BOTH)
    assert all(value in ("1", "2") for value in found.content.figures.values())
    assert {"t.b.asked", "t.c.asked"} <= set(found.unread)


COUNTED = {
    "tabs": "序号\t单位名称\t申请数量\t受理数量\n1\t甲局\t7\t6\n2\t乙局\t5\t4\n合计\t\t12\t10",
    "spaces": "序号  单位名称  申请数量  受理数量\n1  甲局  7  6\n2  乙局  5  4\n合计  12  10",
    "bars": "| 序号 | 单位名称 | 申请数量 | 受理数量 |\n| --- | --- | --- | --- |\n"
    "| 1 | 甲局 | 7 | 6 |\n| 2 | 乙局 | 5 | 4 |\n| | 合计 | 12 | 10 |",
    "in Chinese": "序号\t单位\t申请数量\t受理数量\n一\t甲局\t7\t6\n二\t乙局\t5\t4\n\t合计\t12\t10",
}


@pytest.mark.parametrize("table", COUNTED.values(), ids=COUNTED)
def test_a_column_that_counts_the_rows_is_passed_over(tmp_path: Path, table: str) -> None:
    found = text_of(table, tmp_path, MANY, BOTH)
    assert found.content.figures == {
        "t.unit.甲局.asked": "7",
        "t.unit.甲局.taken": "6",
        "t.unit.乙局.asked": "5",
        "t.unit.乙局.taken": "4",
    }
    assert told(found) == []


def test_names_that_are_numbers_are_no_count(tmp_path: Path) -> None:
    table = "科室\t申请数量\t受理数量\n1\t7\t6\n2\t5\t4\n合计\t12\t10"
    found = text_of(table, tmp_path, MANY, BOTH)
    assert found.content.entities == {"t.unit": {"_1": "1", "_2": "2"}}
    assert told(found) == []


def test_rows_that_stand_outside_their_place_are_told_and_not_taken_for_none(
    tmp_path: Path,
) -> None:
    table = "项目\t申请数量\t受理数量\n合计\t12\t10\n甲局\t7\t6\n乙局\t5\t4"
    found = text_of(table, tmp_path, MANY, BOTH)
    assert found.content.figures == {}
    assert found.unread
    assert "not-in-form/row" in told(found)


@pytest.mark.parametrize("line", ["单位：宗", "表1：许可情况"])
def test_a_line_above_a_drawn_table_is_not_joined_with_its_rule(tmp_path: Path, line: str) -> None:
    columns: Lines = {f"c{n}": {"label": f"第{n}类许可的数量"} for n in "一二三四五六"}
    of = filled(form(TWO, columns, tmp_path))
    table = next(s.table for s in context(of)["sections"] if s.table)
    drawn = draw(table.grid, table.texts)
    width = drawn.index("\n") - len(line)
    found = text_of(f"{line:>{width}}\n{drawn}", tmp_path, TWO, columns)
    assert not wrong(found, of)
    assert (found.unread, told(found)) == ((), [])
    assert [p.text for p in found.content.notes["t"].before] == [line]


def test_a_table_that_is_worked_out_is_no_part_of_the_one_before(tmp_path: Path) -> None:
    columns: Lines = {"share": {"label": "占比", "formula": "100 * t.fine.taken / t.fine.asked"}}
    made = form(TWO, BOTH, tmp_path, {"tables": {"share": {"columns": columns}}})
    of = filled(made)
    path = tmp_path / "a.docx"
    path.write_bytes(as_docx(paper(of)))
    found = published(path, path.name, [made])
    assert (found.unread, told(found)) == ((), [])
