"""Relations between figures, written totals and waivers."""

from __future__ import annotations

import re

import pytest
from helpers import bound, names, problems, report_text

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
