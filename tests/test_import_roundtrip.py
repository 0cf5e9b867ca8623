"""What gendoc writes, gendoc reads back: figures and prose, for every form and kind of file."""

from __future__ import annotations

import difflib
import json
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from helpers import ROOT, SHARED
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from test_import import FORMS

from gendoc import build, checks
from gendoc.binder import bind
from gendoc.figure import FigureType, Value, digits
from gendoc.form import Field, Form
from gendoc.importing import Imported, published
from gendoc.project import Project, find_root, forms_at_hand
from gendoc.prose import Paragraph
from gendoc.report import Notes, Report, values_of
from gendoc.skeleton import Content, skeleton
from gendoc.source import parse
from gendoc.table import Figure

EXAMPLES = sorted([*ROOT.glob("examples/*/data/**/*.yaml"), *ROOT.glob("data/**/*.yaml")])
KINDS = ["docx", "txt", "flat"]
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
"""A failing report is not shrunk: each try builds and reads a document."""


def read_back(of: Report, kind: str, folder: Path, forms: Sequence[Form] = FORMS) -> Report:
    """The report that comes back from a document of another."""
    ((name, document),) = build.render(of, [kind]).items()
    path = folder / name
    path.write_bytes(document)
    return taken(published(path, name, forms))


def taken(found: Imported) -> Report:
    """The report that a document was read as, all of it."""
    assert not found.unread
    assert not found.contradictions
    source, root = parse(found.text(), "again.yaml")
    again = bind(source, root, found.form)
    assert not [problem for problem in source.problems if problem.is_error]
    return again


def same(of: Report, again: Report) -> None:
    assert again.form.id == of.form.id
    assert (again.organ, again.year) == (of.organ, of.year)
    assert fields(again) == fields(of)
    assert figures(again) == figures(of)
    assert again.title == of.title
    assert list(again.remarks.values()) == list(of.remarks.values())
    assert printed(again) == printed(of)
    for id_ in of.tables:
        notes, before = again.notes.get(id_, Notes()), of.notes.get(id_, Notes())
        assert [p.head + p.text for p in notes.before] == [p.head + p.text for p in before.before]
        assert [p.head + p.text for p in notes.after] == [p.head + p.text for p in before.after]


def figures(of: Report) -> list[tuple[str, Value | None]]:
    """Every figure and total behind its labels: a document has no keys of repeated rows. What is
    left empty is none of several options as well."""
    return [
        (figure.label, None if of.figures.get(key) == "" else of.figures.get(key))
        for table in of.tables.values()
        for key, figure in table.figures.items()
    ]


def fields(of: Report) -> dict[str, Value]:
    """The fields that a form prints."""
    known = {field.id for section in of.form.sections for field in section.fields}
    return {id_: value for id_, value in of.fields.items() if id_ in known}


def printed(of: Report) -> dict[str, list[str]]:
    return {id_: [p.head + p.text for p in ps] for id_, ps in of.sections.items() if ps}


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: "-".join(path.parts[-3:]))
@pytest.mark.parametrize("kind", KINDS)
def test_every_example_comes_back(path: Path, kind: str, tmp_path: Path) -> None:
    root = find_root(path)
    of = build.load(path, Project(root))
    same(of, read_back(of, kind, tmp_path, forms_at_hand(root)))


TEXT = st.text(
    "政府信息公开工作报告年度件数依法办理，、“”《》（）12 3%aB{}&<>#'\"-:：",
    min_size=1,
    max_size=30,
)
SENTENCE = TEXT.map(lambda text: f"全年{text.strip()}。")
HEADING = st.text("主动依申请公开管理平台监督，", min_size=1, max_size=8).map(lambda t: f"做{t}好")
ORGANS = st.sampled_from(["某县", "巴州区人民政府", "某市 A 局", "第12中学", "内蒙古自治区某旗"])


WORD = st.text("某市政务中心馆图书第1二三分", min_size=1, max_size=8)
NAMES = WORD | st.sampled_from(
    ["其他", "1", "第2分馆", "Moor End", "合计", "A-1（东）", "no", "null"]
)


def figure(known: Figure | Field) -> st.SearchStrategy[str]:
    """A figure or field as a report writes it."""
    type_ = known.type
    if type_ is FigureType.COUNT:
        return st.integers(0, 10**7).map(str) | st.just("0")
    if type_ is FigureType.INTEGER:
        return st.integers(-(10**4), 10**4).map(str)
    if type_.has_decimals:
        places = 2 if known.allowed.decimals is None else known.allowed.decimals
        return st.decimals(0, 10**6, places=places).map(lambda value: digits(Decimal(value)))
    if type_ is FigureType.YES_NO:
        return st.sampled_from(["是", "否"])
    if type_ is FigureType.DATE:
        return st.dates(date(1990, 1, 1), date(2099, 12, 31)).map(str)
    if type_ is FigureType.URL:
        return WORD.map(lambda word: f"https://www.example.org/{word}?a=1&b=2#c")
    if type_ is FigureType.CHOICE:
        return st.sampled_from(known.allowed.options).map(json.dumps)
    if type_ is FigureType.CHOICES:
        return st.sets(st.sampled_from(known.allowed.options)).map(
            lambda some: json.dumps(sorted(some))
        )
    if known.allowed.pattern:
        return st.from_regex(known.allowed.pattern.pattern, fullmatch=True).map(json.dumps)
    return TEXT.map(lambda text: json.dumps(" ".join(f"某{text}".split())))


def left_empty(form: Form, content: Content) -> dict[str, str]:
    """The figures of a report but those that its conditions leave empty."""
    source, root = parse(skeleton(form, "某县", 2024, content=content), "report.yaml")
    of = bind(source, root, form)
    found = dict(content.figures)
    for table in of.tables.values():
        for key in found.keys() & table.figures.keys():
            if (condition := table.figures[key].demand.empty_when) is not None:
                values = values_of(of, condition.names)
                if values is None or condition.holds.value(values):
                    found[key] = "~"
    return found


@st.composite
def reports(draw: st.DrawFn, form: Form, fewest: int = 0) -> str:
    """The YAML of a report with any figures and any prose; `fewest` rows of any number."""
    entities = {
        key: {
            f"r{number}": name
            for number, name in enumerate(draw(st.lists(NAMES, min_size=fewest, max_size=4)))
        }
        for table in form.tables.values()
        for key in table.repeats
    }
    entered = [
        figure
        for table in form.tables.values()
        for figure in table.with_entities(
            {key: names for key, names in entities.items() if key in table.repeats}
        ).figures.values()
        if figure.parts is None
    ]
    figures = {
        known.key: "~" if known.demand.optional and draw(st.booleans()) else draw(figure(known))
        for known in entered
    }
    given = [field for section in form.sections for field in section.fields]
    values = {
        field.id: draw(figure(field))
        for field in given
        if field.id not in ("organ", "year") and (not field.demand.optional or draw(st.booleans()))
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
    content = Content(
        figures=figures, sections=sections, notes=notes, entities=entities, fields=values
    )
    content = replace(content, figures=left_empty(form, content))
    first, last = form.years
    return skeleton(form, draw(ORGANS), last or first or 2024, content=content)


PROJECTS = [ROOT, *sorted(path.parent for path in ROOT.glob("examples/*/templates"))]
ALL = {form.id: form for root in PROJECTS[::-1] for form in forms_at_hand(root)}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("form", ALL.values(), ids=lambda form: form.id)
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck), phases=PHASES)
@given(data=st.data())
def test_any_report_comes_back(form: Form, kind: str, data: st.DataObject) -> None:
    source, root = parse(data.draw(reports(form)), "report.yaml")
    of = bind(source, root, form)
    errors = [problem for problem in source.problems if problem.is_error]
    assert not errors, errors
    with tempfile.TemporaryDirectory() as folder:
        same(of, read_back(of, kind, Path(folder), [form]))


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
