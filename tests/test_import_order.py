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


def form(rows: Lines, columns: Lines, folder: Path) -> Form:
    made = {
        "id": "made",
        "version": "1.0",
        "name": "统计表",
        "title": ["{{ organ }}", "{{ year }}年统计表"],
        "sections": [
            {"id": "t", "title": "一、办理情况", "kind": "table"},
            {"id": "said", "title": "二、有关说明", "kind": "text"},
        ],
        "tables": {"t": {"corner": "项目", "columns": columns, "rows": rows}},
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


def wrong(found: Imported, of: Report) -> dict[str, tuple[str, str]]:
    """The figures that were read as others than are printed, with these."""
    return {
        key: (value, str(of.figures.get(key)))
        for key, value in found.content.figures.items()
        if value not in ("~", str(of.figures.get(key)))
    }


@pytest.mark.parametrize("kind", PRINTERS)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), phases=PHASES)
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
