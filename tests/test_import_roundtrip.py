"""What gendoc writes, gendoc reads back: figures and prose, for every form and kind of file."""

from __future__ import annotations

import difflib
import tempfile
from decimal import Decimal
from pathlib import Path

import pytest
from helpers import ROOT, SHARED
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from test_import import FORMS, report

from gendoc import build, checks
from gendoc.binder import bind
from gendoc.figure import FigureType, digits
from gendoc.form import Form
from gendoc.importing import published
from gendoc.prose import Paragraph
from gendoc.report import Notes, Report
from gendoc.skeleton import Content, skeleton
from gendoc.source import parse

READABLE = {f"form: {form.id}" for form in FORMS}
REPORTS = [
    path
    for path in sorted([*ROOT.glob("examples/*/data/**/*.yaml"), *ROOT.glob("data/**/*.yaml")])
    if READABLE & {*path.read_text("utf-8").splitlines()}
]
OF_NUMBERS = [form for form in FORMS if all(f.type.is_number for f in form.figures.values())]
"""The forms of which reports are made up: any number fits any other."""
KINDS = ["docx", "txt", "flat"]
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
"""A failing report is not shrunk: each try builds and reads a document."""


def read_back(of: Report, kind: str, folder: Path) -> Report:
    """The report that comes back from a document of another."""
    ((name, document),) = build.render(of, [kind]).items()
    path = folder / name
    path.write_bytes(document)
    found = published(path, name, FORMS)
    assert not found.unread
    assert not found.contradictions
    source, root = parse(found.text(), "again.yaml")
    again = bind(source, root, found.form)
    assert not [problem for problem in source.problems if problem.is_error]
    return again


def same(of: Report, again: Report) -> None:
    assert again.form.id == of.form.id
    assert (again.organ, again.year) == (of.organ, of.year)
    assert again.figures == of.figures
    assert again.title == of.title
    assert again.remarks == of.remarks
    assert printed(again) == printed(of)
    for id_ in of.tables:
        notes, before = again.notes.get(id_, Notes()), of.notes.get(id_, Notes())
        assert [p.head + p.text for p in notes.before] == [p.head + p.text for p in before.before]
        assert [p.head + p.text for p in notes.after] == [p.head + p.text for p in before.after]


def printed(of: Report) -> dict[str, list[str]]:
    return {id_: [p.head + p.text for p in ps] for id_, ps in of.sections.items() if ps}


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: "-".join(path.parts[-3:]))
@pytest.mark.parametrize("kind", KINDS)
def test_every_example_comes_back(path: Path, kind: str, tmp_path: Path) -> None:
    of = report(path)
    same(of, read_back(of, kind, tmp_path))


TEXT = st.text(
    "政府信息公开工作报告年度件数依法办理，、“”《》（）12 3%aB{}&<>#'\"-:：",
    min_size=1,
    max_size=30,
)
SENTENCE = TEXT.map(lambda text: f"全年{text.strip()}。")
HEADING = st.text("主动依申请公开管理平台监督，", min_size=1, max_size=8).map(lambda t: f"做{t}好")
ORGANS = st.sampled_from(["某县", "巴州区人民政府", "某市 A 局", "第12中学", "内蒙古自治区某旗"])


def figure(type_: FigureType) -> st.SearchStrategy[str]:
    """A figure as a report writes it."""
    if type_ is FigureType.COUNT:
        return st.integers(0, 10**7).map(str) | st.just("0")
    if type_ is FigureType.INTEGER:
        return st.integers(-(10**4), 10**4).map(str)
    if type_ in (FigureType.MONEY, FigureType.DECIMAL):
        return st.decimals(0, 10**6, places=2).map(lambda value: digits(Decimal(value)))
    return st.just("是") if type_ is FigureType.YES_NO else st.just("某某")


@st.composite
def reports(draw: st.DrawFn, form: Form) -> str:
    """The YAML of a report with any figures and any prose."""
    figures = {
        key: draw(figure(known.type)) for key, known in form.figures.items() if known.parts is None
    }
    sections = {}
    for section in form.sections:
        if section.kind == "text":
            prose = [Paragraph(text) for text in draw(st.lists(SENTENCE, min_size=1, max_size=3))]
            for heading in draw(st.lists(HEADING, max_size=3)):
                prose.append(Paragraph(draw(SENTENCE), heading))
            sections[section.id] = prose
    notes = {
        id_: Notes(
            tuple(map(Paragraph, draw(st.lists(SENTENCE, max_size=1)))),
            tuple(map(Paragraph, draw(st.lists(SENTENCE, max_size=1)))),
        )
        for id_ in form.tables
    }
    content = Content(figures=figures, sections=sections, notes=notes)
    first, last = form.years
    return skeleton(form, draw(ORGANS), last or first or 2024, content=content)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("form", OF_NUMBERS, ids=lambda form: form.id)
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck), phases=PHASES)
@given(data=st.data())
def test_any_report_comes_back(form: Form, kind: str, data: st.DataObject) -> None:
    source, root = parse(data.draw(reports(form)), "report.yaml")
    of = bind(source, root, form)
    errors = [problem for problem in source.problems if problem.is_error]
    assert not errors, errors
    with tempfile.TemporaryDirectory() as folder:
        same(of, read_back(of, kind, Path(folder)))


LEFT = {
    "-\t自",
    "-",
    "-然",
    "-人",
    "+\t自然人",
    "-\t科研",
    "-机构",
    "+\t科研机构",
    "-\t（三）不予公开",
    "-\t三、本年度办理结果",
    "+\t",
}
"""All that differs between a real report and what is built of it again: line breaks inside cells,
labels that its page break repeated, blank lines at the end."""


def test_a_real_flat_report_is_built_again_line_by_line() -> None:
    if not SHARED.exists():
        pytest.skip("the real reports are not at hand")
    path = SHARED / "reports" / "bazhou-2023.txt"
    source, root = parse(published(path, path.name, FORMS).text(), "again.yaml")
    again = checks.run(bind(source, root, next(f for f in FORMS if f.id == "disclosure-2021")))
    assert not [problem for problem in again.problems if problem.is_error]
    of = bind(
        *parse(published(path, path.name, FORMS).text(), "again.yaml"),
        next(f for f in FORMS if f.id == "disclosure-2021"),
    )
    (document,) = build.render(of, ["flat"]).values()
    lines = difflib.unified_diff(
        path.read_text("utf-8").splitlines(), document.decode().splitlines(), n=0, lineterm=""
    )
    found = [line for line in lines if not line.startswith(("---", "+++", "@@"))]
    assert set(found) <= LEFT
    assert len(found) == 17
