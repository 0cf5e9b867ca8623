"""Nothing of a published document is lost without a word: every line of it stands in the YAML, is
quoted in a message, or is the form's own wording at its own place."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import pytest
from helpers import ROOT
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from paper import PRINTERS, Item, Paper, paper
from pdf import as_pdf
from test_import import Print, entered, print_, report, told

from gendoc import build
from gendoc.binder import bind
from gendoc.form import Form
from gendoc.importing import Imported, published
from gendoc.project import Project, find_root, forms_at_hand
from gendoc.report import Report
from gendoc.rows import wordings
from gendoc.source import parse
from gendoc.template import context

__all__ = ["print_"]

TITLE = "巴州区2023年政府信息公开工作年度报告"
SHORT = "2023年政府信息公开工作年度报告"
KINDS: dict[str, Callable[[Paper], bytes]] = {**PRINTERS, "pdf": as_pdf}
OF_FORMS = {
    "disclosure-2021": ROOT / "data" / "巴州区" / "2023.yaml",
    "disclosure-2019": next(ROOT.glob("examples/two-years/data/*/2020.yaml")),
    "website-annual": next(ROOT.glob("examples/website/data/**/*.yaml")),
    "library-return": next(ROOT.glob("examples/library/data/**/*.yaml")),
}
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)


# -- what is said of a document --------------------------------------------------------------


def squeezed(text: str) -> str:
    return "".join(text.split())


def paragraphs(found: Imported) -> dict[str, list[str]]:
    """The prose of what was read, section by section; that around tables under their ids."""
    of = bind(*parse(found.text(), "again.yaml"), found.form)
    texts = {id_: [p.head + p.text for p in ps] for id_, ps in of.sections.items()}
    for id_, notes in of.notes.items():
        texts[id_] = [p.head + p.text for p in (*notes.before, *notes.after)]
    return texts


def said(found: Imported) -> str:
    """All that is written into the YAML or quoted in a message, without spaces."""
    of = bind(*parse(found.text(), "again.yaml"), found.form)
    fields = (field for section in context(of)["sections"] for field in section.fields)
    texts = [*found.content.title, found.organ, *(f"{one.label}：{one.text}" for one in fields)]
    texts += [text for lines in paragraphs(found).values() for text in lines]
    texts += of.remarks.values()
    for problem in found.problems:
        texts += [*map(str, problem.values.values()), problem.excerpt]
        texts += (
            ["{label}：{found}".format(**{"found": "", **problem.values})]
            if "label" in problem.values
            else []
        )
    return "\n".join(map(squeezed, texts))


def left(found: Imported) -> list[object]:
    return [problem.values["found"] for problem in found.problems if problem.name == "left-out"]


def read(items: Sequence[Item], kind: str, forms: Sequence[Form]) -> Imported:
    with tempfile.TemporaryDirectory() as folder:
        suffix = {"flat": "txt"}.get(kind, kind)
        path = Path(folder) / f"a.{suffix}"
        path.write_bytes(KINDS[kind](Paper(list(items))))
        return published(path, path.name, forms)


@cache
def known(form: str) -> tuple[Report, tuple[Item, ...], tuple[Form, ...]]:
    path = OF_FORMS[form]
    root = find_root(path)
    of = build.load(path, Project(root))
    return of, tuple(paper(of).items), tuple(forms_at_hand(root))


@cache
def said_before(form: str, kind: str) -> str:
    _, items, forms = known(form)
    return said(read(items, kind, forms))


# -- any lines anywhere ----------------------------------------------------------------------

LINES = [
    *("（一）", "1.", "12", "第2页", "- 3 -", "页", "无", "（一）主动公开", "七、附表", "第五章"),
    *(
        "2023年",
        "2024年1月20日",
        "（2024年1月）",
        "附件：",
        "单位：件",
        "注：数据截至2023年底。",
        "表1",
    ),
    *("（此件公开发布）", "某某镇人民政府", "某政发〔2024〕3号", "Total", "1. Other"),
    *("本报告由某某局编制。", "全年工作平稳。", "下一步将改进工作，加强培训。"),
]


def lines_of(form: str) -> list[str]:
    """Lines that a form's own words may be taken for, and others."""
    of, items, _ = known(form)
    titles = [section.title for section in of.form.sections if section.title]
    names = [title.split("、")[-1].split(". ")[-1] for title in titles]
    labels = [label for table in of.form.tables.values() for label in wordings(table)]
    fields = [field.label for section in of.form.sections for field in section.fields]
    lines = [*titles, *names, *labels, *LINES, str(items[0])]
    lines += [f"{name}{end}" for name in names for end in ("良好", "。", "：良好。")]
    lines += [f"{title}：全年工作平稳。" for title in titles]
    return lines + [f"{label}：某某" for label in fields]


@st.composite
def added(draw: st.DrawFn, form: str) -> list[tuple[int, str]]:
    """Lines, each with the place where it stands among what a document prints."""
    _, items, _ = known(form)
    places = st.integers(0, len(items))
    return draw(
        st.lists(st.tuples(places, st.sampled_from(lines_of(form))), min_size=1, max_size=3)
    )


def lost(form: str, kind: str, more: Sequence[tuple[int, str]]) -> list[str]:
    """The lines of a document with some more lines that nothing is said of."""
    of, items, forms = known(form)
    printed = list(items)
    for at, line in sorted(more, reverse=True):
        printed.insert(at, line)
    now, before = said(read(printed, kind, forms)), said_before(form, kind)
    own = [squeezed(section.title) for section in of.form.sections]
    texts = [squeezed(item) for item in items[1:] if isinstance(item, str)]
    gone = [text for text in texts if text not in now and text not in own]
    count = Counter(squeezed(line) for _, line in more)
    return gone + [text for text, n in count.items() if now.count(text) < before.count(text) + n]


def is_in_its_place(form: str, at: int, line: str) -> bool:
    """Whether a line is a label of the table that it stands beside: its own wording there."""
    of, items, _ = known(form)
    beside = [item for item in items[max(at - 1, 0) : at + 1] if not isinstance(item, str)]
    return any(line in wordings(of.form.tables[sheet.id]) for sheet in beside)


@pytest.mark.parametrize("kind", PRINTERS)
@pytest.mark.parametrize("form", OF_FORMS)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), phases=PHASES)
@given(data=st.data())
def test_no_line_is_lost_without_a_word(form: str, kind: str, data: st.DataObject) -> None:
    more = [one for one in data.draw(added(form)) if not is_in_its_place(form, *one)]
    assert lost(form, kind, more) == []


def test_no_line_of_a_pdf_is_lost_without_a_word() -> None:
    pytest.importorskip("pdfplumber")
    more = [
        (1, "总体情况"),
        (4, "存在的主要问题及改进情况"),
        (8, "12"),
        (15, "六、其他需要报告的事项"),
    ]
    assert lost("disclosure-2021", "pdf", more) == []


# -- headings --------------------------------------------------------------------------------

HEADINGS = [section.title for section in report().form.sections if section.title]


def ours(*opening: str) -> list[Item]:
    """Our report with lines between its title and its text."""
    title, *rest = paper(report()).items
    return [title, *opening, *rest]


def put(items: Sequence[Item], before: str, *lines: str) -> Paper:
    at = list(items).index(before)
    return Paper([*items[:at], *lines, *items[at:]])


@pytest.mark.parametrize("line", ["存在的主要问题及改进情况", "总体情况"])
@pytest.mark.parametrize("before", ["二、主动公开政府信息情况", "六、其他需要报告的事项"])
def test_a_line_that_says_a_heading_without_its_number_is_text_where_others_have_theirs(
    print_: Print, line: str, before: str
) -> None:
    section = {"二": "overview", "六": "problems"}[before[0]]
    of = print_(Paper(ours()))
    found = print_(put(ours(), before, line))
    assert paragraphs(found)[section] == [*paragraphs(of)[section], line]
    assert told(found) == []


@pytest.mark.parametrize("between", [[], ["（一）主动公开", "（二）依申请公开"]])
@pytest.mark.parametrize("missing", ["", "五、存在的主要问题及改进情况"])
def test_a_list_of_contents_has_no_headings(
    print_: Print, between: list[str], missing: str
) -> None:
    contents = [HEADINGS[0], *between, *HEADINGS[1:]]
    text = [item for item in paper(report()).items[1:] if item != missing]
    of = print_(Paper([TITLE, *text]))
    found = print_(Paper([TITLE, "目录", *contents, *text]))
    assert {**paragraphs(found), "preamble": []} == {**paragraphs(of), "preamble": []}
    assert paragraphs(found)["preamble"][-1:] == paragraphs(of)["preamble"]
    assert told(found)[0] == "left-out/above"


@pytest.mark.parametrize("again", ["六、其他需要报告的事项", "其他需要报告的事项"])
def test_a_heading_said_twice_is_left_out_once_and_told(print_: Print, again: str) -> None:
    at = ours().index(HEADINGS[-1]) + 1
    found = print_(Paper([*ours()[:at], again, *ours()[at:]]))
    assert paragraphs(found) == paragraphs(print_(Paper(ours())))
    assert (told(found), left(found)) == (["left-out/among"], [again])


def test_a_heading_that_stands_once_more_in_its_section_is_text_there(print_: Print) -> None:
    found = print_(Paper([*ours(), HEADINGS[-1], "没有其他事项。"]))
    again = [*paragraphs(print_(Paper(ours())))["other_matters"], HEADINGS[-1], "没有其他事项。"]
    assert paragraphs(found)["other_matters"] == again


@pytest.mark.parametrize("heading", ["五、存在的问题及下一步打算", "存在的主要问题及改进情况"])
def test_a_heading_in_other_words_or_without_its_number_is_told(
    print_: Print, heading: str
) -> None:
    found = print_(Paper(ours()).say(HEADINGS[4], heading))
    assert paragraphs(found) == paragraphs(print_(Paper(ours())))
    (problem,) = found.problems
    assert (problem.message, problem.key) == ("label-changed/heading", "problems")
    assert (problem.values["found"], problem.values["label"]) == (heading, HEADINGS[4])


def test_headings_that_all_lack_their_numbers_are_not_told(print_: Print) -> None:
    items = [str(i)[2:] if i in HEADINGS else i for i in ours()]
    found = print_(Paper(items))
    assert paragraphs(found) == paragraphs(print_(Paper(ours())))
    assert told(found) == []


@pytest.mark.parametrize("rest", ["无", "：无。", "2023年，没有其他事项。", " 没有其他事项。"])
def test_text_may_run_on_behind_a_heading(print_: Print, rest: str) -> None:
    items = ours()
    found = print_(Paper([*items[: items.index(HEADINGS[5])], HEADINGS[5] + rest]))
    assert paragraphs(found)["other_matters"] == [rest.strip("： ")]
    assert told(found) == []


def test_a_paragraph_that_begins_as_a_heading_does_stays_whole_elsewhere(print_: Print) -> None:
    line = "六、其他需要报告的事项：没有其他事项。"
    found = print_(put(ours(), HEADINGS[1], line))
    assert paragraphs(found)["overview"][-1] == line


def test_headings_with_numbers_in_brackets_are_read_and_told(print_: Print) -> None:
    items = [f"（{i[0]}）{i[2:]}" if isinstance(i, str) and i in HEADINGS else i for i in ours()]
    found = print_(Paper(items))
    assert paragraphs(found) == paragraphs(print_(Paper(ours())))
    assert told(found) == ["label-changed/heading"] * 6


# -- what stands around the text ---------------------------------------------------------------


@pytest.mark.parametrize(
    "lines",
    [
        ["时间：2024-01-20", SHORT],
        ["时间：2024-01-20", "巴州区", SHORT],
        ["来源：区政府办", TITLE],
        [TITLE, "目录"],
        ["〔2024〕3号", SHORT],
    ],
)
def test_the_title_once_more_below_the_head_of_a_page_is_left_out_and_told(
    print_: Print, lines: list[str]
) -> None:
    found = print_(Paper(ours(*lines)))
    assert paragraphs(found) == paragraphs(print_(Paper(ours())))
    assert (found.organ, found.year, found.content.title) == ("巴州区", 2023, ())
    assert set("｜".join(map(str, left(found))).split("｜")) <= {TITLE, *lines}
    assert told(found) == ["left-out/above"]


def test_a_text_between_two_titles_is_not_lost(print_: Print) -> None:
    title, opening, *rest = paper(report()).items
    found = print_(Paper([title, opening, title, *rest]))
    assert paragraphs(found)["preamble"] == [opening]
    assert (left(found), told(found)) == ([title], ["left-out/above"])


def test_what_stands_above_the_title_is_told(print_: Print) -> None:
    above = ["政府信息公开年报", "本栏目公布各单位的年度报告，欢迎查阅。"]
    found = print_(Paper([*above, *ours()]))
    assert paragraphs(found) == paragraphs(print_(Paper(ours())))
    assert left(found) == ["｜".join(above)]


@pytest.mark.parametrize("number", ["12", "第2页", "- 3 -", "—"])
def test_a_page_number_in_the_text_is_told(print_: Print, number: str) -> None:
    found = print_(put(ours(), HEADINGS[1], number))
    assert paragraphs(found) == paragraphs(print_(Paper(ours())))
    assert (left(found), told(found)) == ([number], ["left-out/among"])


def test_a_number_of_a_heading_alone_on_its_line_stays(print_: Print) -> None:
    found = print_(put(ours(), HEADINGS[1], "（一）"))
    assert "（一）" in "".join(paragraphs(found)["overview"][-1:])


@pytest.mark.parametrize("line", ["规章", "行政许可", "本年制发件数"])
def test_a_label_alone_that_is_no_row_is_told(print_: Print, line: str) -> None:
    found = print_(put(ours(), HEADINGS[2], line))
    assert found.content.figures == entered(report())
    assert line in "｜".join(map(str, left(found)))


@pytest.mark.parametrize(
    ("label", "other"), [("Library authority", "Moor Council"), ("Year", "2019")]
)
@pytest.mark.parametrize("kind", PRINTERS)
def test_a_field_that_says_something_else_than_the_title_is_told(
    kind: str, label: str, other: str
) -> None:
    of, items, forms = known("library-return")
    lines = [f"{label}：{other}" if str(i).startswith(label) else i for i in items]
    found = read(lines, kind, forms)
    assert (found.organ, found.year) == (of.organ, of.year)
    assert (told(found), found.problems[0].values["found"]) == (["contradiction/field"], other)
