"""Forms that nobody has seen: whatever tables one has, a report on it is read back."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest
from helpers import project
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from paper import PRINTERS, paper
from test_import_roundtrip import PHASES, figures, reports, taken

from gendoc.binder import bind
from gendoc.importing import published
from gendoc.project import find_form
from gendoc.source import parse

LABELS = [
    "场馆名称",
    "到馆人次",
    "外借册次",
    "开放时间",
    "财政拨款",
    "职工人数",
    "志愿服务",
    "展览场次",
    "讲座期数",
    "数字资源",
    "古籍修复",
    "少儿活动",
    "流动服务",
    "阅读推广",
    "建筑面积",
    "设备购置",
    "培训课时",
    "投诉办结",
    "安全检查",
    "消防演练",
    "网络故障",
    "公众号篇数",
    "自习座位",
    "文创收入",
    "社会捐赠",
    "馆际互借",
    "盲文图书",
    "农家书屋",
    "巡展地点",
    "档案移交",
    "巡查记录",
    "维修费用",
    "绿化养护",
    "车辆运行",
    "办公用房",
]
TYPES = [
    {},
    {"type": "count"},
    {"type": "integer"},
    {"type": "money", "decimals": 2},
    {"type": "percent", "decimals": 1},
    {"type": "text", "optional": True},
    {"type": "text"},
    {"type": "date"},
    {"type": "yes_no"},
    {"type": "choice", "options": ["新建", "续建"]},
    {"type": "choices", "options": ["线上", "线下", "上门"]},
]
NUMBERS = TYPES[:4]


@st.composite
def tables(draw: st.DrawFn, labels: list[str]) -> dict[str, object]:
    """A table of a form, its labels taken from those that are left."""
    types = TYPES if draw(st.booleans()) else NUMBERS
    columns: dict[str, object] = {
        f"c{n}": {"label": labels.pop(), **draw(st.sampled_from(types))}
        for n in range(draw(st.integers(1, 4)))
    }
    rows: dict[str, object] = {}
    for n in range(draw(st.integers(1, 3))):
        kind = draw(st.sampled_from(["row", "row", "group", "repeat"]))
        if kind == "group":
            inner = {f"g{m}": labels.pop() for m in range(draw(st.integers(1, 3)))}
            rows[f"r{n}"] = {"label": labels.pop(), "rows": inner}
        elif kind == "repeat" and not any("_many" in key for key in rows):
            rows[f"r{n}_many"] = {"label": labels.pop(), "repeat": True}
        else:
            rows[f"r{n}"] = labels.pop()
    if draw(st.booleans()):
        rows["total"] = {"label": "合计", "sum": "all"}
    return {"corner": labels.pop(), "columns": columns, "rows": rows}


@st.composite
def forms(draw: st.DrawFn) -> str:
    labels = draw(st.permutations(LABELS))
    made = {"first": draw(tables(labels)), "second": draw(tables(labels))}
    return json.dumps(
        {
            "id": "made",
            "version": "1.0",
            "name": "统计表",
            "title": ["{{ organ }}", "{{ year }}年统计表"],
            "sections": [
                {"id": "first", "title": "一、基本情况", "kind": "table"},
                {"id": "second", "title": "二、服务情况", "kind": "table"},
                {"id": "said", "title": "三、有关说明", "kind": "text"},
            ],
            "tables": made,
        },
        ensure_ascii=False,
    )


@pytest.mark.parametrize("kind", PRINTERS)
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), phases=PHASES)
@given(data=st.data())
def test_a_report_on_any_form_comes_back(kind: str, data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = project(Path(folder), {"templates/made/form.yaml": data.draw(forms())})
        form = find_form("made", root)
        # That there are none is certain only where another row follows.
        source, node = parse(data.draw(reports(form, fewest=1)), "report.yaml")
        of = bind(source, node, form)
        assert not [problem for problem in source.problems if problem.is_error]
        path = root / f"a.{kind.replace('flat', 'txt')}"
        path.write_bytes(PRINTERS[kind](paper(of)))
        assert figures(taken(published(path, path.name, [form]))) == figures(of)
