"""Relations between figures, written totals and waivers."""

from __future__ import annotations

import re

import pytest
from helpers import DISCLOSURE, bound, names, problems, report_text

from gendoc import checks
from gendoc.messages import say

LEAVES = {"natural": 5, "company": 4, "research": 3, "welfare": 2, "legal": 1, "other": 6}


def full_report() -> str:
    """A valid report in which every total is written out."""
    row = ", ".join(f"{key}: {value}" for key, value in LEAVES.items())
    total = f"{{{row}, total: {sum(LEAVES.values())}}}"
    zero = "{" + ", ".join(f"{key}: 0" for key in (*LEAVES, "total")) + "}"
    denied = "state_secret law_forbids three_safety third_party internal_affairs process_info "
    denied += "enforcement_file admin_query"
    groups = {
        "denied": denied.split(),
        "unavailable": ["not_held", "needs_creating", "still_unclear"],
        "unprocessed": ["petition", "repeat", "publication", "mass_repeat", "confirm_again"],
        "other": ["overdue_correction", "overdue_fee", "misc"],
    }
    lines = ["", f"  new: {total}", f"  carried_in: {total}", "  results:"]
    lines += [f"    granted: {total}", f"    partial: {zero}"]
    for group, rows in groups.items():
        lines.append(f"    {group}:")
        lines += [f"      {row}: {zero}" for row in rows]
    lines += [f"    total: {total}", f"  carried_out: {total}"]
    suit = "{upheld: 1, corrected: 2, other: 3, pending: 4, total: 10}"
    proceedings = f"\n  review: {suit}\n  litigation:\n    direct: {suit}\n    after_review: {suit}"
    return report_text(applications="\n".join(lines), proceedings=proceedings)


def changes() -> list[int]:
    """The offset of every figure of the two tables in the full report."""
    text = full_report()
    start = text.index("applications:")
    return [
        match.start(1) for match in re.finditer(r": (\d+)(?=[,}])", text) if match.start() > start
    ]


def test_the_full_report_is_valid() -> None:
    assert names(full_report()) == []
    assert len(changes()) == 25 * 7 + 3 * 5


@pytest.mark.parametrize("offset", changes())
def test_a_figure_off_by_one_is_an_error_there_or_at_the_total_that_it_breaks(offset: int) -> None:
    text = full_report()
    match = re.compile(r"\d+").match(text, offset)
    assert match
    changed = text[:offset] + str(int(match.group()) + 1) + text[match.end() :]
    report = bound(changed)
    key = next(k for k, node in report.nodes.items() if node.start == offset)
    told = {problem.key for problem in checks.run(report).problems if problem.is_error}
    totals = {
        k for k, f in report.tables[key.split(".")[0]].figures.items() if key in (f.parts or ())
    }
    assert told & ({key} | totals)


def test_a_broken_balance_spells_out_both_sides() -> None:
    text = full_report().replace("carried_out: {natural: 5", "carried_out: {natural: 6")
    told = [p for p in problems(text) if p.name == "balance"]
    assert [p.key for p in told] == ["applications.new.natural"]
    message = say(told[0].message, "zh", **told[0].values)
    assert "5 + 5 = 10，5 + 6 = 11，差 1" in message


def test_a_written_total_is_checked_and_never_trusted() -> None:
    report = bound(full_report().replace("total: 10}", "total: 0}", 1))
    assert report.figures["proceedings.review.total"] == 10
    (problem,) = checks.run(report).problems
    assert (problem.name, problem.key) == ("wrong-total", "proceedings.review.total")
    assert (problem.values["sum"], problem.values["found"]) == ("1 + 2 + 3 + 4", "0")


def test_a_waiver_with_a_reason_silences_its_check() -> None:
    text = full_report().replace("total: 10}", "total: 0}", 1) + "waive: {wrong-total: 原表如此}\n"
    told, waived, _ = checks.run(bound(text))
    assert told == []
    assert [problem.name for problem in waived] == ["wrong-total"]


def test_problems_stand_in_the_order_of_the_file() -> None:
    text = report_text(year="x", disclosure="{rules: 012}", other_matters="~")
    lines = [problem.line for problem in problems(text)]
    assert lines == sorted(lines, key=lambda line: line or 0)


def test_a_check_whose_figures_are_missing_is_silent() -> None:
    text = full_report().replace("  carried_in: {natural: 5", "  carried_in: {natural: x")
    assert names(text) == ["wrong-type"]


FIVE = ["主动公开情况", "依申请公开工作", "政府信息管理", "政务公开平台建设方面", "监督保障"]


def headed(headings: list[str]) -> str:
    return "".join(f"\n  - {{heading: {heading}, text: 平稳。}}" for heading in headings)


def test_the_five_headings_of_section_one_are_there_in_any_wording() -> None:
    assert names(report_text(overview=headed(FIVE))) == []
    (problem,) = problems(report_text(overview=headed(FIVE[:3])))
    assert (problem.name, problem.is_warning) == ("five-parts", True)
    assert problem.values["found"] == ("平台、监督", "平台, 监督")


def test_a_section_that_is_not_laid_out_by_headings_is_left_alone() -> None:
    assert names(report_text(overview=headed(FIVE[:2]))) == []
    assert names(report_text(overview="全年工作平稳。")) == []


@pytest.mark.parametrize(
    ("section", "text", "name"),
    [
        ("overview", "主动公开信息  条。", "left-open"),
        ("overview", "（文字描述）", "left-open"),
        ("problems", "该部分以表格形式报告", "left-open"),
        ("overview", "在专栏公开公开。", "doubled-words"),
        ("preamble", "2023年度年度报告", "doubled-words"),
        ("preamble", "按照国办公开办函〔2019〕60号编制。", "superseded-notice"),
        ("other_matters", "收取信息处理费0.3万元。", "fees-in-yuan"),
    ],
)
def test_leftovers_and_slips_of_prose_are_warnings(section: str, text: str, name: str) -> None:
    (problem,) = problems(report_text(**{section: f'"{text}"'}))
    assert (problem.name, problem.key, problem.is_warning) == (name, section, True)


@pytest.mark.parametrize(
    "text",
    [
        "主动公开信息12条，收到申请 3 件。",
        "某县人民政府政府信息公开工作工作人员两名。",
        "基层政务公开公开栏全部更新。",
        "按照国办公开办函〔2021〕30号编制。",
        "情况良好，年度目标全部完成。",
        "收取信息处理费3940元；财政拨款2万元。",
    ],
)
def test_ordinary_prose_is_left_alone(text: str) -> None:
    assert names(report_text(overview=text, other_matters=text)) == []


@pytest.mark.parametrize(
    ("level", "told"), [("county", True), ("township", True), ("city", False), (None, False)]
)
def test_rules_are_made_by_cities_and_above(level: str | None, told: bool) -> None:
    disclosure = DISCLOSURE.replace("rules: 0", "rules: {issued: 0, repealed: 0, in_force: 6}")
    text = report_text(f"level: {level}\n" if level else "", disclosure=disclosure)
    assert ("rules-by-level" in names(text)) == told
