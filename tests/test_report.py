"""A report bound to its form: rows in every way of writing, totals, prose."""

from __future__ import annotations

from decimal import Decimal

import pytest
from helpers import APPLICATIONS, DISCLOSURE, bound, good, names, problems, report_text
from hypothesis import given, settings
from hypothesis import strategies as st

from gendoc.messages import say
from gendoc.prose import Paragraph


def applications(**rows: str) -> str:
    text = APPLICATIONS
    for row, value in rows.items():
        text = text.replace(f"{row}: 0", f"{row}: {value}", 1)
    return text


@pytest.mark.parametrize(
    "row", ["[3, 2, 0, 0, 0, 0]", "{natural: 3, company: 2}", '{company: "2", natural: ３}']
)
def test_a_row_is_a_list_or_a_mapping_and_digits_may_be_quoted_or_full_width(row: str) -> None:
    report = good(report_text(applications=applications(new=row, carried_out=row)))
    keys = ("natural", "company", "research", "total")
    assert [report.figures[f"applications.new.{key}"] for key in keys] == [3, 2, 0, 5]


def test_a_zero_stands_for_a_row_a_group_or_a_table() -> None:
    report = good(report_text())
    assert report.figures["applications.results.total.total"] == 0
    assert report.figures["proceedings.litigation.direct.pending"] == 0
    assert report.figures["disclosure.fees.amount"] == Decimal(0)


def test_a_group_of_columns_may_be_a_list() -> None:
    report = good(report_text(proceedings="{review: [1, 2, 3, 4], litigation: 0}"))
    assert report.figures["proceedings.review.total"] == 10


def test_columns_left_out_are_missing_where_the_form_does_not_say_zero() -> None:
    assert names(report_text(disclosure=DISCLOSURE.replace("rules: 0", "rules: {issued: 1}"))) == [
        "missing-figure",
        "missing-figure",
    ]


def test_a_missing_figure_is_named_with_its_label_and_key() -> None:
    text = report_text(
        disclosure=DISCLOSURE.replace("normative: 0", "normative: {issued: 1, repealed: 0}")
    )
    (problem,) = problems(text)
    assert problem.key == "disclosure.normative.in_force"
    assert problem.values["label"] == "行政规范性文件 · 现行有效件数"
    assert (problem.line, problem.column) == (8, 3)


@pytest.mark.parametrize("amount", ["9878", "59237.2449", "96171.60", "0.10", "0.00000001"])
def test_money_is_kept_digit_for_digit(amount: str) -> None:
    report = good(
        report_text(disclosure=DISCLOSURE.replace("fees: 0", f"fees: {{amount: {amount}}}"))
    )
    assert format(report.figures["disclosure.fees.amount"], "f") == amount


def test_a_group_may_be_entered_as_one_row_where_the_form_allows_it() -> None:
    rows = APPLICATIONS.replace("other: 0", "other: {natural: 2}").replace(
        "new: 0", "new: {natural: 2}"
    )
    report = good(report_text(applications=rows))
    assert report.figures["applications.results.other.total"] == 2
    assert report.figures["applications.results.total.natural"] == 2


def test_a_group_may_not_be_entered_as_one_row_elsewhere() -> None:
    rows = APPLICATIONS.replace("denied: 0", "denied: {natural: 2}")
    assert "unknown-key" in names(report_text(applications=rows))


def test_a_table_that_is_mostly_empty_is_told_once() -> None:
    row = "[~, ~, ~, ~, ~, ~]"
    (problem,) = problems(report_text(applications=applications(new=row, carried_in=row)))
    assert (problem.name, problem.key, problem.values["count"]) == (
        "not-filled-in",
        "applications",
        12,
    )


def test_prose_prints_figures_totals_facts_and_fields() -> None:
    prose = "'{{ organ }}{{ year }}年新收{{ applications.new.total + facts.more }}件{{ level }}。'"
    report = good(
        report_text(
            "facts: {more: 7}\nlevel: county\n",
            overview=prose,
            applications=applications(new="{natural: 3}", carried_out="{natural: 3}"),
        )
    )
    assert report.sections["overview"] == (Paragraph("某镇2024年新收10件county。"),)


def test_headings_are_numbered_and_the_rest_of_their_text_are_paragraphs() -> None:
    prose = """
  - {heading: 主动公开。, text: 一。}
  - {heading: 监督, text: "二。\\n三。"}
  - 四。"""
    assert good(report_text(overview=prose)).sections["overview"] == (
        Paragraph("一。", "主动公开", "（一）主动公开。"),
        Paragraph("二。", "监督", "（二）监督。"),
        Paragraph("三。"),
        Paragraph("四。"),
    )


def test_lines_are_paragraphs_and_lose_their_indent() -> None:
    report = good(report_text(overview="|\n  　　第一段。\n\n  　　第二段。\n"))
    assert [p.text for p in report.sections["overview"]] == ["第一段。", "第二段。"]


def test_a_folded_line_leaves_no_space_between_chinese_characters() -> None:
    prose = ">-\n  第一句，\n  第二句{{ year }}年；\n  {{ year }}件\n  以及 Word 与\n  WPS 文件。\n"
    (paragraph,) = good(report_text(overview=prose)).sections["overview"]
    assert paragraph.text == "第一句，第二句2024年；2024件以及 Word 与 WPS 文件。"


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("第一行，\n  第二行", "第一行，第二行"),
        ('"第一行，\n  第二行"', "第一行，第二行"),
        (">-\n  甲 乙 丙\n  5696条", "甲 乙 丙5696条"),
        ("共5696\n  条，Word\n  文件", "共5696条，Word 文件"),
    ],
)
def test_only_spaces_that_yaml_put_for_a_line_break_are_taken_out(written: str, text: str) -> None:
    assert good(report_text(overview=written)).sections["overview"][0].text == text


def test_an_own_title_can_be_named_in_prose() -> None:
    report = good(report_text("title: 某镇年报\n", overview="'{{ title }}'"))
    assert report.sections["overview"][0].text == "某镇年报"


def test_a_group_of_columns_left_out_is_zero_where_the_form_says_so() -> None:
    report = good(report_text(proceedings="{review: {corrected: 1}}"))
    assert report.figures["proceedings.litigation.direct.total"] == 0


def test_a_fact_may_be_negative() -> None:
    report = good(report_text("facts: {growth: -5.2}\n", overview="'{{ facts.growth }}%'"))
    assert report.sections["overview"][0].text == "-5.2%"


def test_problems_of_a_hopeless_file_come_to_an_end() -> None:
    text = report_text(overview='"' + "{{ yearx }}" * 30_000 + '"')
    assert 100 < len(problems(text)) < 300


def test_two_braces_are_printed_as_the_contract_says() -> None:
    report = good(report_text(overview="\"{{ '{{' }}年}}\""))
    assert report.sections["overview"][0].text == "{{年}}"


def test_a_title_of_its_own_is_printed_but_names_no_file() -> None:
    report = good(report_text("title: |\n  某镇\n  年报\n"))
    assert report.title_parts == ("某镇", "年报")
    assert report.statutory_title == "某镇2024年政府信息公开工作年度报告"


def test_a_title_that_no_document_property_holds_is_told() -> None:
    assert names(report_text(f"title: {'长' * 201}\n")) == ["title-too-long"]


def test_a_remark_and_a_note_belong_to_what_they_name() -> None:
    report = good(
        report_text(
            "remarks: {applications.new.total: （另有2件）}\n"
            "notes: {applications: {before: 表前。, after: [表后一。, 表后二。]}}\n"
        )
    )
    assert report.remarks == {"applications.new.total": "（另有2件）"}
    assert [p.text for p in report.notes["applications"].after] == ["表后一。", "表后二。"]


def test_figures_are_read_although_others_are_wrong() -> None:
    report = bound(
        report_text(disclosure=DISCLOSURE.replace("license: 0", "license: {decisions: x}"))
    )
    assert report.figures["disclosure.penalty.decisions"] == 0
    assert "disclosure.license.decisions" not in report.figures


counts = st.integers(0, 10**12 - 1)
rows = st.lists(counts, min_size=6, max_size=6)


@given(new=rows, granted=rows)
@settings(max_examples=50, deadline=None)
def test_any_figures_satisfy_the_totals_of_the_form(new: list[int], granted: list[int]) -> None:
    text = applications(new=str(new), carried_in=str(granted), carried_out=str(new))
    report = good(report_text(applications=text.replace("granted: 0", f"granted: {granted}")))
    figures = report.figures
    assert figures["applications.new.total"] == sum(new)
    assert figures["applications.results.total.total"] == sum(granted)
    for column in ("natural", "company", "research", "welfare", "legal", "other", "total"):
        left = figures[f"applications.new.{column}"], figures[f"applications.carried_in.{column}"]
        right = (
            figures[f"applications.results.total.{column}"],
            figures[f"applications.carried_out.{column}"],
        )
        assert sum(left) == sum(right)  # type: ignore[arg-type]


def test_a_text_parted_by_its_comma_is_told_as_such() -> None:
    (problem,) = problems(report_text("remarks: {disclosure.rules.issued: 甲, 乙}\n"))
    assert (problem.message, problem.values["found"]) == ("unknown-key/comma", "乙")
    assert problem.excerpt[(problem.column or 0) - 1 :] == "乙}"


@pytest.mark.parametrize("written", ["[]", "[1, 2]"])
def test_a_list_in_place_of_a_table_is_shown_as_it_was_written(written: str) -> None:
    (problem,) = problems(report_text(applications=written))
    label = "三、收到和处理政府信息公开申请情况"
    assert (problem.message, problem.values["found"]) == ("wrong-type/group", written)
    assert problem.values["label"] == label


def test_a_table_with_many_gaps_is_called_by_its_heading() -> None:
    rows = applications(new="[~, ~, ~, ~, ~, ~]")
    (problem,) = problems(report_text(applications=rows))
    words = say(problem.message, "zh", **problem.values)
    assert words.startswith("“三、收到和处理政府信息公开申请情况”的表还有 6 处没有填")
