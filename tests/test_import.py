"""Published reports, in the shapes that bodies give them, read back figure by figure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from helpers import ROOT, SHARED, bound, project
from paper import PRINTERS, Cell, Paper, Sheet, blocks, cut, paper

from gendoc import build
from gendoc.binder import bind
from gendoc.grid import Role
from gendoc.importing import Imported, published
from gendoc.problem import Invalid
from gendoc.project import Project, forms_at_hand
from gendoc.report import Report
from gendoc.source import parse

FORMS = forms_at_hand(ROOT)
OURS = ROOT / "data" / "巴州区" / "2023.yaml"


@pytest.fixture(params=PRINTERS)
def print_(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[Paper], Imported]:
    """Prints a paper in one of the kinds of document, and reads it back."""

    def read_back(sheet_of_paper: Paper) -> Imported:
        suffix = {"flat": "txt"}.get(request.param, request.param)
        path = tmp_path / f"a.{suffix}"
        path.write_bytes(PRINTERS[request.param](sheet_of_paper))
        return published(path, path.name, FORMS)

    return read_back


Print = Callable[[Paper], Imported]


def report(path: Path = OURS) -> Report:
    return build.load(path, Project(ROOT))


def entered(of: Report) -> dict[str, str]:
    """The figures that a report enters, as its file has them."""
    return {
        key: str(of.figures[key])
        for table in of.tables.values()
        for key, figure in table.figures.items()
        if figure.parts is None
    }


def told(found: Imported) -> list[str]:
    return [problem.message for problem in found.problems]


def test_a_report_is_read_back_as_it_was_printed(print_: Print) -> None:
    of = report()
    found = print_(paper(of))
    assert found.content.figures == entered(of)
    assert (found.organ, found.year, found.form.id) == ("巴州区", 2023, "disclosure-2021")
    assert (found.read, found.expected, told(found)) == (166, 166, [])


ZEROS = ["", "/", "-", "—", "——", "－", " ", "\u3000", "\xa0", "无", "０"]


@pytest.mark.parametrize("mark", ZEROS)
def test_what_stands_for_nothing_is_zero(print_: Print, mark: str) -> None:
    of = report()
    found = print_(paper(of).change(lambda c: replace(c, text=mark) if c.text == "0" else c))
    assert found.content.figures == entered(of)
    assert told(found) == []


def test_a_blank_total_beside_other_figures_is_neither_zero_nor_a_contradiction(
    print_: Print,
) -> None:
    of = report()
    found = print_(paper(of).change(lambda c: replace(c, text="") if ".total" in c.key else c))
    assert found.content.figures == entered(of)
    assert told(found) == []


def test_a_total_that_its_parts_contradict_is_told_and_the_parts_stay(print_: Print) -> None:
    of = report()
    key = "proceedings.review.total"
    found = print_(paper(of).change(lambda c: replace(c, text="0") if c.key == key else c))
    assert found.content.figures == entered(of)
    assert [(p.name, p.key, p.values["found"], p.values["sum"]) for p in found.problems] == [
        ("contradiction", key, "0", "4")
    ]
    assert found.contradictions == 1
    (line,) = (line for line in found.text().splitlines() if line.startswith("  review:"))
    assert "原件行政复议 › 总计为 0，各项之和为 4" in line


def test_a_cell_that_is_no_figure_is_left_open_and_told_with_its_place(print_: Print) -> None:
    of = report()
    key = "applications.results.granted.company"
    found = print_(paper(of).change(lambda c: replace(c, text="约3") if c.key == key else c))
    assert found.content.figures == {k: v for k, v in entered(of).items() if k != key}
    (problem,) = (p for p in found.problems if p.name == "not-read")
    assert problem.key == key
    assert problem.line or (problem.values["place"].table, problem.values["place"].row) == (2, 6)  # type: ignore[attr-defined]
    (line,) = (line for line in found.text().splitlines() if "granted:" in line)
    assert "[64, ~, 0, 0, 0, 0]" in line
    assert "“约3”没有读出" in line


def upright(cell: Cell) -> Cell:
    wrapped = cell.role in (Role.ROW, Role.COLUMN) and len(cell.text) < 10
    return replace(cell, text="\n".join(cell.text)) if wrapped else cell


def test_labels_may_be_set_one_character_a_line(print_: Print) -> None:
    of = report()
    assert print_(paper(of).change(upright)).content.figures == entered(of)


@pytest.mark.parametrize(
    ("label", "printed"),
    [
        ("2.其他法律行政法规禁止公开", "2.其他法律行政止公开"),
        ("4.保护第三方合法权益", "保护第三方权益"),
        ("1.信访举报投诉类申请", "１、信访举报投诉类申 请"),
        ("3.危及“三安全一稳定”", '3.危及"三安全一稳定"'),
        ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "(二)部分公开"),
        ("7.属于行政执法案卷", ""),
        ("7.属于行政执法案卷", "6.属于行政执法案卷"),
        ("现行有效件数", "现行有效件数（历史累计）"),
        ("规章", "规 章"),
        ("行政规范性文件", "规范性文件"),
        ("社会公益组织", "社会公益"),
        ("二、上年结转政府信息公开申请数量", "二、上年度结转政府信息公开申请数"),
    ],
)
def test_a_label_may_differ_from_the_form(print_: Print, label: str, printed: str) -> None:
    of = report()
    found = print_(paper(of).change(lambda c: replace(c, text=printed) if c.text == label else c))
    assert found.content.figures == entered(of)
    assert set(told(found)) <= {"label-changed"}


def test_a_row_known_by_its_place_alone_is_told(print_: Print) -> None:
    label = "2.其他法律行政法规禁止公开"
    changed = paper(report()).change(
        lambda c: replace(c, text="2.其他法律行政止公开") if c.text == label else c
    )
    (problem,) = print_(changed).problems
    assert (problem.values["found"], problem.values["label"]) == ("2.其他法律行政止公开", label)


@pytest.mark.parametrize("at", range(4, 27))
@pytest.mark.parametrize("header", [0, 3])
def test_a_page_break_may_tear_the_table_anywhere(print_: Print, at: int, header: int) -> None:
    of = report()
    whole = paper(of)
    found = print_(whole.swap("applications", *cut(whole.sheet("applications"), at, header)))
    assert found.content.figures == entered(of)
    assert told(found) == []


def test_a_page_break_may_part_the_header_from_its_figures(print_: Print) -> None:
    of = report()
    whole = paper(of)
    found = print_(whole.swap("proceedings", *cut(whole.sheet("proceedings"), 3)))
    assert found.content.figures == entered(of)


@pytest.mark.parametrize("outside", [False, True], ids=["in the tables", "as lines above them"])
def test_a_table_of_parts_may_be_printed_as_several(print_: Print, outside: bool) -> None:
    of = report()
    whole = paper(of)
    parts: list[str | Sheet] = []
    for part in blocks(whole.sheet("disclosure")):
        heading, *cells = part.cells
        if outside:
            cells = [replace(c, row=c.row - 1) for c in cells]
            parts += [heading.text, Sheet("disclosure", cells)]
        else:
            parts.append(part)
    found = print_(whole.swap("disclosure", *parts))
    assert found.content.figures == entered(of)
    assert told(found) == []
    assert not any(notes.before or notes.after for notes in found.content.notes.values())


def test_a_group_printed_as_one_row_is_entered_under_its_own_key(print_: Print) -> None:
    of = report(ROOT / "examples/department/data/某县发展和改革局/2024.yaml")
    found = print_(paper(of))
    assert found.content.figures == entered(of)
    assert found.content.groups == {"applications.results.other"}
    assert entered(bound(found.text())) == entered(of)


@pytest.mark.parametrize("remark", ["（其中修订16件）", "件", " 项", "*"])
def test_what_stands_behind_a_figure_is_its_remark(print_: Print, remark: str) -> None:
    of = report()
    key = "disclosure.normative.in_force"
    found = print_(
        paper(of).change(lambda c: replace(c, text=f"22{remark}") if c.key == key else c)
    )
    assert found.content.figures == entered(of)
    assert found.content.remarks == {key: remark.strip()}


@pytest.mark.parametrize(
    "printed", ["73万", "3.5%", "1.2e3", "73l", "731余", "731、20", "731；20", "3。5", "22亿元"]
)
def test_what_makes_another_figure_of_it_is_no_remark(print_: Print, printed: str) -> None:
    key = "disclosure.normative.in_force"
    found = print_(
        paper(report()).change(lambda c: replace(c, text=printed) if c.key == key else c)
    )
    assert (found.unread, told(found)) == ((key,), ["not-read/cell"])
    assert printed in found.text()


@pytest.mark.parametrize(
    ("printed", "value", "remark"),
    [
        ("59237.2449", "59237.2449", ""),
        ("12,345.60", "12345.60", ""),
        ("12 345.60", "12345.60", ""),
        ("1 250", "1250", ""),
        ("1\u00a0250\u2009000 万元", "1250000", "万元"),
        ("１２３", "123", ""),
        ("9878 万元", "9878", "万元"),
    ],
)
def test_an_amount_is_kept_digit_for_digit(
    print_: Print, printed: str, value: str, remark: str
) -> None:
    key = "disclosure.fees.amount"
    found = print_(
        paper(report()).change(lambda c: replace(c, text=printed) if c.key == key else c)
    )
    assert found.content.figures[key] == value
    assert found.content.remarks.get(key, "") == remark


def test_prose_around_a_table_goes_into_its_notes(print_: Print) -> None:
    whole = paper(report())
    table = whole.sheet("applications")
    found = print_(whole.swap("applications", "本年申请集中在审批。", table, "注：另有1件未计入。"))
    notes = found.content.notes["applications"]
    assert [p.text for p in notes.before] == ["本年申请集中在审批。"]
    assert [p.text for p in notes.after] == ["注：另有1件未计入。"]


def test_a_row_that_the_form_has_not_is_told(print_: Print) -> None:
    of = report()
    whole = paper(of)
    table = whole.sheet("applications")
    moved = [replace(c, row=c.row + 1) if c.row >= 15 else c for c in table.cells]
    moved = [replace(c, rows=c.rows + 1) if c.row < 15 < c.row + c.rows else c for c in moved]
    moved = [replace(c, rows=c.rows + 1) if c.text == "（三）不予公开" else c for c in moved]
    extra = [Cell("9.法律未规定的情形", 15, 2, role=Role.ROW)]
    extra += [Cell("3", 15, column) for column in range(3, 10)]
    found = print_(whole.swap("applications", Sheet("applications", moved + extra)))
    assert found.content.figures == entered(of)
    assert told(found) == ["not-in-form/row"]


def test_a_blank_row_beside_figures_that_may_be_its_own_is_not_zero(print_: Print) -> None:
    of = report(ROOT / "examples/city/data/淮安市人民政府/2024.yaml")
    table = paper(of).sheet("applications")
    label = next(c for c in table.cells if c.text == "3.危及“三安全一稳定”")
    at = label.row + 1
    moved = [replace(c, row=c.row + (c.row >= at)) for c in table.cells if c is not label]
    moved = [replace(c, rows=c.rows + 1) if c.row < at < c.row + c.rows else c for c in moved]
    pieces = [replace(label, text="某某"), replace(label, text="“三安全一稳定”", row=at)]
    blanks = [Cell("", at, column) for column in range(3, 10)]
    sheet = Sheet("applications", [*moved, *pieces, *blanks])
    found = print_(paper(of).swap("applications", sheet))
    row = "applications.results.denied.three_safety."
    assert {*found.unread} == {key for key in entered(of) if key.startswith(row)}
    assert told(found) == ["not-in-form/row", "not-read/row"]


def test_a_blank_row_without_a_label_is_none_of_the_form(print_: Print) -> None:
    of = report()
    whole = paper(of)
    sheet = whole.sheet("applications")
    last = [replace(c, text="") if c.row == sheet.height - 1 else c for c in sheet.cells]
    found = print_(whole.swap("applications", Sheet("applications", last)))
    assert {*found.unread} == {k for k in entered(of) if k.startswith("applications.carried_out")}


@pytest.mark.parametrize(
    ("title", "organ", "year"),
    [
        ("巴州区2023年政府信息公开年度报告", "巴州区", 2023),
        ("2023年巴州区政府信息公开工作年度报告", "巴州区", 2023),
        ("巴州区2023年度政府信息公开工作年度报告", "巴州区", 2023),
        ("巴州区2023 年政府信息公开年报", "巴州区", 2023),
        ("巴州区二〇二三年政府信息公开工作年度报告", "巴州区", 2023),
    ],
)
def test_a_title_that_is_not_the_statutory_one_is_kept(
    print_: Print, title: str, organ: str, year: int
) -> None:
    statutory = "巴州区2023年政府信息公开工作年度报告"
    found = print_(paper(report()).say(statutory, title))
    assert (found.organ, found.year) == (organ, year)
    assert tuple(found.content.title) == (title,)


def test_a_title_on_two_lines_is_the_statutory_one_all_the_same(print_: Print) -> None:
    statutory = "巴州区2023年政府信息公开工作年度报告"
    found = print_(paper(report()).say(statutory, "巴州区", "2023年政府信息公开工作年度报告"))
    assert (found.organ, found.year, found.content.title) == ("巴州区", 2023, ())


@pytest.mark.parametrize(
    "heading",
    [
        "五、存在问题及改进情况",
        "五、存在的主要问题及整改措施",
        "五、政府信息公开工作存在的主要问题及改进情况",
        "五、 存在的主要问题及改进情况",
        "5．存在的主要问题及改进情况",
        "五、问题与对策",
        "存在的主要问题及改进情况",
    ],
)
def test_a_heading_may_differ_from_the_form(print_: Print, heading: str) -> None:
    of = report()
    found = print_(paper(of).say("五、存在的主要问题及改进情况", heading))
    assert [p.text for p in found.content.sections["problems"]] == [
        p.text for p in of.sections["problems"]
    ]


def test_prose_comes_back_with_its_headings(print_: Print) -> None:
    of = report()
    again = bound(print_(paper(of)).text())
    assert again.sections == of.sections


@pytest.mark.parametrize(
    ("name", "left_out"),
    [
        ("bazhou-2023.txt", []),
        ("huaian-2024.txt", []),
        ("huaian-2024.pdf", []),
        ("shuyang-fgw-2023.html", ["left-out/above"]),
    ],
)
def test_a_real_report_is_read_whole(name: str, left_out: list[str]) -> None:
    """The page has lines of its own above the report, its address among them."""
    if not SHARED.exists():
        pytest.skip("the real reports are not at hand")
    found = published(SHARED / "reports" / name, name, FORMS)
    assert (found.read, found.expected, told(found)) == (166, 166, left_out)


OWN_FORM = """
id: small
version: "1.0"
name: Case returns
language: en
title: ["{{ organ }}", " {{ year }} case return"]
sections:
  - {id: cases, title: 1. Cases, kind: table}
  - {id: said, title: 2. Remarks, kind: text}
tables:
  cases:
    omitted: 0
    corner: Item
    columns: {persons: Persons, bodies: Bodies, total: {label: Total, sum: all}}
    rows:
      received: {label: Received, also: Cases received}
      closed: {label: Closed, rows: {granted: Granted, refused: Refused}}
      open: Open
"""
OWN_PAGE = """
<h1>Northvale Council 2023 case return</h1><p>1. Cases</p>
<table><tr><td colspan=2>Item</td><td>Persons</td><td>Bodies</td><td>Total</td></tr>
<tr><td colspan=2>Cases received</td><td>1,204</td><td>-</td><td>1,204</td></tr>
<tr><td rowspan=2>Closed</td><td>Granted</td><td>1000</td><td></td><td>1000</td></tr>
<tr><td>Refused</td><td>200</td><td></td><td>201</td></tr>
<tr><td colspan=2>Open</td><td>4</td><td></td><td>4</td></tr></table>
<p>2. Remarks</p><p>Fees {{ were }} low: 3% {% of %} all.</p>
"""


def test_a_form_of_the_users_own_is_read_by_its_labels_alone(tmp_path: Path) -> None:
    root = project(tmp_path, {"templates/small/form.yaml": OWN_FORM, "a.html": OWN_PAGE})
    found = published(root / "a.html", "a.html", forms_at_hand(root))
    assert (found.form.id, found.organ, found.year) == ("small", "Northvale Council", 2023)
    assert found.content.figures == {
        "cases.received.persons": "1204",
        "cases.received.bodies": "0",
        "cases.closed.granted.persons": "1000",
        "cases.closed.granted.bodies": "0",
        "cases.closed.refused.persons": "200",
        "cases.closed.refused.bodies": "0",
        "cases.open.persons": "4",
        "cases.open.bodies": "0",
    }
    assert told(found) == ["contradiction"]
    source, node = parse(found.text(), "again.yaml")
    again = bind(source, node, found.form)
    assert [p.text for p in again.sections["said"]] == ["Fees {{ were }} low: 3% {% of %} all."]
    assert [problem for problem in source.problems if problem.is_error] == []


def test_a_published_document_is_checked_as_it_is(tmp_path: Path) -> None:
    whole = paper(report()).change(
        lambda c: replace(c, text="127") if c.key == "applications.new.natural" else c
    )
    path = tmp_path / "a.docx"
    path.write_bytes(PRINTERS["docx"](whole))
    outcome = build.examine(path, Project(None))
    names = [problem.name for problem in outcome.problems]
    assert names.count("contradiction") == 1
    assert names.count("balance") == 1
    (balance,) = (problem for problem in outcome.problems if problem.name == "balance")
    assert (balance.line, balance.column) == (None, None)
    assert "127" in balance.excerpt


def test_a_document_without_labels_of_any_form_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("会议通知\n定于明天开会。\n", "utf-8")
    with pytest.raises(Invalid) as caught:
        published(tmp_path / "a.txt", "a.txt", FORMS)
    assert [problem.message for problem in caught.value.problems] == ["unknown-form/import"]


BARE_FORM = """
id: bare
version: "1.0"
name: Notice
language: en
title: "{{ organ }} {{ year }} notice"
fields: {place: {label: Place}, day: {label: Day, type: date}}
sections: [{id: head, kind: fields, fields: [place, day]}, {id: said, kind: text}]
"""
PROSE_FORM = """
id: prose
version: "1.0"
name: Letter
title: "{{ organ }} {{ year }} letter"
sections: [{id: said, kind: text}]
"""
NOTICE = "Northvale Council 2023 notice\n\nPlace: Town hall\nDay: 2023-05-01\n\nAll may come.\n"


def test_a_form_without_labels_is_recognised_by_all_of_its_fields(tmp_path: Path) -> None:
    forms = {"bare": BARE_FORM, "prose": PROSE_FORM, "small": OWN_FORM}
    files = {f"templates/{id_}/form.yaml": form for id_, form in forms.items()}
    page = OWN_PAGE.replace("<p>2. R", "<p>Place: Town hall</p><p>Day: 2023-05-01</p><p>2. R")
    root = project(tmp_path, {**files, "a.html": page, "b.txt": NOTICE})
    known = forms_at_hand(root)
    assert published(root / "a.html", "a.html", known).form.id == "small"
    found = published(root / "b.txt", "b.txt", known)
    assert found.form.id == "bare"
    assert found.content.fields == {"place": '"Town hall"', "day": "2023-05-01"}
    (root / "b.txt").write_text(NOTICE.replace("Day: 2023-05-01\n", ""), "utf-8")
    with pytest.raises(Invalid) as caught:
        published(root / "b.txt", "b.txt", known)
    assert [problem.message for problem in caught.value.problems] == ["unknown-form/import"]


# -- units -----------------------------------------------------------------------------------

FEES = "disclosure.fees.amount"
FEES_HEADING = "本年收费金额（单位：万元）"


@pytest.mark.parametrize(
    ("heading", "printed", "value"),
    [
        (FEES_HEADING, "251000元", "25.1"),
        (FEES_HEADING, "3,860,000 元", "386"),
        (FEES_HEADING, "0.9878亿元", "9878"),
        (FEES_HEADING, "0.9878 亿", "9878"),
        (FEES_HEADING, "12千元", "1.2"),
        (FEES_HEADING, "0.01元", "0.000001"),
        ("本年收费金额（单位：元）", "251000", "25.1"),
        ("本年收费金额（元）", "251000", "25.1"),
        ("本年收费金额(单位: 亿元)", "0.25", "2500"),
        ("本年收费金额（单位：元）", "0", "0"),
        ("本年收费金额", "25.1", "25.1"),
        ("本年收费金额（单位：万元）", "25.1万元", "25.1"),
        ("本年收费金额（单位：万\n元）", "25.1", "25.1"),
        ("本年收费金额（单位：\n元）", "251000", "25.1"),
        ("本年收费金额（单位：元）", "25.1万元", "25.1"),
    ],
)
def test_an_amount_in_another_unit_is_converted_exactly(
    print_: Print, heading: str, printed: str, value: str
) -> None:
    sheet = paper(report()).change(
        lambda c: replace(
            c,
            text=printed if c.key == FEES else heading if c.text == FEES_HEADING else c.text,
        )
    )
    found = print_(sheet)
    assert found.content.figures == {**entered(report()), FEES: value}
    if value not in (printed, "0") and "万元" not in printed:
        assert "原件为“" in found.text()


@pytest.mark.parametrize(
    ("heading", "printed"), [("本年收费金额（单位：美元）", "25"), (FEES_HEADING, "0.00001元")]
)
def test_an_amount_that_cannot_be_converted_is_told(
    print_: Print, heading: str, printed: str
) -> None:
    sheet = paper(report()).change(
        lambda c: replace(
            c,
            text=printed if c.key == FEES else heading if c.text == FEES_HEADING else c.text,
        )
    )
    found = print_(sheet)
    assert found.unread == (FEES,)
    assert told(found) == ["not-read/cell"]


PLAIN_HEADING = "本年收费金额"


def with_amount(heading: str, amount: str) -> Paper:
    return paper(report()).change(
        lambda c: replace(
            c, text=amount if c.key == FEES else heading if c.text == FEES_HEADING else c.text
        )
    )


@pytest.mark.parametrize("caption", ["单位：元", "（单位：元）", "单位：件、元", "【金额单位 元】"])
def test_a_line_above_the_table_may_name_the_unit(print_: Print, caption: str) -> None:
    sheet = with_amount(PLAIN_HEADING, "251000")
    found = print_(sheet.swap("disclosure", caption, sheet.sheet("disclosure")))
    assert found.content.figures == {**entered(report()), FEES: "25.1"}
    assert "原件为“251000元”" in found.text()
    assert not found.content.notes["disclosure"].before
    assert told(found) == []


def test_a_row_of_the_table_may_name_the_unit(print_: Print) -> None:
    whole = with_amount(PLAIN_HEADING, "251000")
    sheet = whole.sheet("disclosure")
    moved = [replace(cell, row=cell.row + 1) for cell in sheet.cells]
    first = Cell("单位：元", 0, 0, columns=sheet.width)
    found = print_(whole.swap("disclosure", Sheet("disclosure", [first, *moved])))
    assert found.content.figures == {**entered(report()), FEES: "25.1"}


def test_a_line_that_names_the_forms_own_unit_is_a_note(print_: Print) -> None:
    sheet = with_amount(PLAIN_HEADING, "251000")
    found = print_(sheet.swap("disclosure", "单位：万元", sheet.sheet("disclosure")))
    assert found.content.figures[FEES] == "251000"
    assert [p.text for p in found.content.notes["disclosure"].before] == ["单位：万元"]


def test_a_line_and_a_header_with_different_units_are_told(print_: Print) -> None:
    sheet = with_amount(FEES_HEADING, "25.1")
    found = print_(sheet.swap("disclosure", "单位：元", sheet.sheet("disclosure")))
    assert found.content.figures[FEES] == "25.1"
    assert [(p.message, p.values["found"], p.values["heading"]) for p in found.problems] == [
        ("contradiction/unit", "元", "万元")
    ]
    assert found.contradictions == 0


def test_a_note_in_the_last_row_of_a_table_goes_into_its_notes(print_: Print) -> None:
    whole = paper(report())
    sheet = whole.sheet("applications")
    note = Cell("注：另有1件申请由上级机关转来，未计入本表。", sheet.height, 0, columns=sheet.width)
    found = print_(whole.swap("applications", Sheet("applications", [*sheet.cells, note])))
    assert found.content.figures == entered(report())
    assert [p.text for p in found.content.notes["applications"].after] == [note.text]
    assert told(found) == []


@pytest.mark.parametrize("gap", ["\n", " "])
def test_a_figure_in_two_pieces_is_one_where_a_total_proves_it(print_: Print, gap: str) -> None:
    of = report()
    key = "applications.results.granted.natural"  # 64, and a total of the row and of the column
    found = print_(paper(of).change(lambda c: replace(c, text=f"6{gap}4") if c.key == key else c))
    assert found.content.figures == entered(of)
    assert told(found) == []


@pytest.mark.parametrize(
    "key", ["applications.results.granted.natural", "disclosure.license.decisions"]
)
def test_a_figure_in_two_pieces_that_no_total_proves_is_told(print_: Print, key: str) -> None:
    found = print_(paper(report()).change(lambda c: replace(c, text="6 5") if c.key == key else c))
    assert found.unread == (key,)
    assert told(found) == ["not-read/cell"]


@pytest.mark.parametrize("year", ["2022", "2024"])
def test_a_period_of_another_year_than_the_title_is_told(print_: Print, year: str) -> None:
    whole = paper(report())
    (old,) = (item for item in whole.items if isinstance(item, str) and "统计期限" in item)
    found = print_(
        whole.say(
            old,
            old.replace("2023年1月1日", f"{year}年1月1日").replace(
                "现将巴州区2023年", "现将巴州区"
            ),
        )
    )
    (problem,) = found.problems
    assert (problem.message, problem.severity.value) == ("contradiction/year", "warning")
    assert (problem.values["year"], problem.values["found"]) == (2023, year)
    assert f"year: 2023  # 原件正文写的是 {year} 年" in found.text()


def test_a_table_that_nobody_filled_is_told_once(print_: Print) -> None:
    found = print_(
        paper(report()).change(
            lambda c: replace(c, text="") if c.key.startswith("proceedings") else c
        )
    )
    assert [(p.message, p.key) for p in found.problems] == [("not-read/blank", "proceedings")]
    assert found.unread == ()


@pytest.mark.parametrize("mark", ["*", "○", "〇", "**"])
def test_marks_that_some_bodies_put_for_nothing_are_zero(print_: Print, mark: str) -> None:
    of = report()
    found = print_(paper(of).change(lambda c: replace(c, text=mark) if c.text == "0" else c))
    assert found.content.figures == entered(of)


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("增3", "3"),
        ("增12", "12"),
        ("增加12", "12"),
        ("减2", "-2"),
        ("减少 7", "-7"),
        ("＋4", "4"),
        ("－5", "-5"),
    ],
)
def test_a_change_may_have_the_word_of_its_label_for_its_sign(
    print_: Print, printed: str, value: str
) -> None:
    of = report(ROOT / "examples/two-years/data/某县水利局/2020.yaml")
    key = "disclosure.license.change"
    found = print_(paper(of).change(lambda c: replace(c, text=printed) if c.key == key else c))
    assert found.content.figures == {**entered(of), key: value}
    assert found.content.remarks == {}
