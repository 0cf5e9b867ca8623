"""Tables with the same repeated rows: figures named from one to another, the same rows in all."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
from helpers import project

from gendoc import build, formfile
from gendoc.catalogue import explain_check
from gendoc.form import Form
from gendoc.problem import Invalid
from gendoc.project import Project
from gendoc.schema import schema
from gendoc.show import as_json, as_text
from gendoc.skeleton import skeleton

FORM = """
id: requests
version: "1.0"
name: Requests
language: en
title: ["{{ organ }}", "Requests {{ year }}"]
fields:
  why: {label: Why the backlog grew, required_when: backlog.all.change > 0}
sections:
  - {id: requests, title: A. Requests, kind: table}
  - {id: outcome, title: B. Outcome, kind: table}
  - {id: backlog, title: C. Backlog, kind: table}
  - {id: story, kind: text, required: false}
  - {id: about, kind: fields, fields: [why]}
tables:
  requests:
    columns: {received: Received, closed: Closed}
    rows: {unit: {label: Unit, repeat: true}, all: {label: Overall, sum: all}}
  outcome:
    columns:
      granted: Granted
      denied: Denied
      total: {label: Total, sum: all}
      share:
        label: Share of closed
        type: percent
        decimals: 1
        formula: 100 * total / requests.unit.closed
      days: {label: Median days, type: decimal, total: entered}
      note: {label: Note, required_when: requests.unit.received > 100, type: text}
    rows: {unit: {label: Unit, repeat: true}, all: {label: Overall, sum: all}}
  backlog:
    columns:
      now: Now
      change: {label: Change, type: integer, formula: now - last.now}
      part: {label: Part of all, type: decimal, formula: now / requests.unit.sum.received}
    rows: {unit: {label: Unit, repeat: true}, all: {label: Overall, sum: all}}
checks:
"""
DATA = """form: requests
organ: Bureau
year: 2024
requests:
  unit:
    east: {name: East, received: 10, closed: 8}
    west: {name: West, received: 30, closed: 20}
outcome:
  unit:
    east: {name: East, granted: 6, denied: 2, days: 4}
    west: {name: West, granted: 15, denied: 5, days: 9}
  all: {days: 7.5}
backlog:
  unit:
    east: {name: East, now: 2}
    west: {name: West, now: 10}
"""
ANY = "{name: any, holds: year > 0}"
CLOSED = "{name: closed, table: outcome, for_each: row, holds: total == requests.unit.closed}"


def reported(
    folder: Path, data: str = DATA, checks: str = CLOSED, year: int = 2024
) -> build.Outcome:
    form = FORM + f"  - {checks}\n"
    data = data.replace("year: 2024", f"year: {year}")
    files: dict[str, str | bytes] = {
        "templates/requests/form.yaml": form,
        f"data/x/{year}.yaml": data,
    }
    return build.examine(project(folder, files) / f"data/x/{year}.yaml", Project(folder))


def told(outcome: build.Outcome) -> list[str]:
    """Each problem with its line, as a person reads it."""
    problems = json.loads(as_json(outcome.problems, "en"))
    return [f"{one['line']}: {one['message']}" for one in problems]


def figures(outcome: build.Outcome) -> dict[str, object]:
    assert outcome.report
    return dict(outcome.report.figures)


def form_of(folder: Path, text: str) -> Form:
    return formfile.load(
        project(folder, {"templates/requests/form.yaml": text}) / "templates/requests"
    )


def test_a_check_of_each_row_names_the_row_of_the_same_key_in_another_table(
    tmp_path: Path,
) -> None:
    assert told(reported(tmp_path)) == []
    outcome = reported(tmp_path, DATA.replace("closed: 8", "closed: 9").replace("20}", "19}"))
    assert [problem.key for problem in outcome.problems] == [
        "outcome.unit.east.total",
        "outcome.unit.west.total",
    ]


def test_a_row_that_the_other_table_lacks_is_passed_over(tmp_path: Path) -> None:
    data = DATA.replace("    west: {name: West, received: 30, closed: 20}\n", "")
    assert told(reported(tmp_path, data)) == []


def test_last_years_row_of_the_same_key_is_named_in_another_table(tmp_path: Path) -> None:
    reported(tmp_path, year=2023)
    check = CLOSED.replace("total == requests", "total == last.requests")
    data = DATA.replace("granted: 6", "granted: 5")
    assert [p.key for p in reported(tmp_path, data, check).problems] == ["outcome.unit.east.total"]


def test_a_formula_takes_the_row_of_the_same_key_and_in_a_total_the_other_total(
    tmp_path: Path,
) -> None:
    found = figures(reported(tmp_path, DATA.replace("closed: 20", "closed: 40"), checks=ANY))
    shares = [found[f"outcome.{row}.share"] for row in ("unit.east", "unit.west", "all")]
    assert list(map(str, shares)) == ["100.0", "50.0", "58.3"]
    assert str(found["backlog.unit.west.part"]) == "0.25"


def test_a_condition_takes_the_row_of_the_same_key(tmp_path: Path) -> None:
    (line,) = told(reported(tmp_path, DATA.replace("received: 30", "received: 130")))
    assert line == (
        "11: “West · Note” is missing (outcome.unit.west.note): it is required when "
        "A. Requests · West · Received (130) > 100."
    )


@pytest.mark.parametrize(
    ("relation", "broken"),
    [
        ("outcome.all.days <= outcome.unit.max.days", False),
        ("outcome.all.days <= outcome.unit.min.days", True),
        ("outcome.unit.sum.total == requests.unit.sum.closed", False),
        ("outcome.unit.sum.total == requests.unit.sum.received", True),
    ],
)
def test_a_check_names_what_is_made_of_all_rows(
    tmp_path: Path, relation: str, broken: bool
) -> None:
    outcome = reported(tmp_path, checks=f"{{name: whole, holds: {relation}}}")
    assert bool(told(outcome)) is broken


def test_of_no_rows_there_is_a_sum_and_nothing_that_is_least(tmp_path: Path) -> None:
    data = re.sub(r"unit:\n( +(east|west).*\n)+", "unit: {}\n", DATA)
    check = "{name: none, holds: requests.unit.sum.closed > 0 or requests.unit.sum.received > 0}"
    assert len(told(reported(tmp_path / "a", data, check))) == 1
    check = "{name: none, holds: requests.unit.max.closed > 0}"
    assert told(reported(tmp_path / "b", data, check)) == []


def test_a_figure_that_is_missing_leaves_what_is_made_of_all_rows_open(tmp_path: Path) -> None:
    check = "{name: whole, holds: requests.unit.sum.closed == 28}"
    outcome = reported(tmp_path, DATA.replace("closed: 8", "closed: ~"), check)
    assert [problem.name for problem in outcome.problems] == ["not-filled-in"]


def test_a_figure_of_a_totals_row_is_entered_where_the_column_says_so(tmp_path: Path) -> None:
    outcome = reported(tmp_path)
    assert figures(outcome)["outcome.all.days"] == Decimal("7.5")
    assert outcome.report
    (text,) = build.render(outcome.report, ["json"]).values()
    assert json.loads(text)["tables"]["outcome"]["all"]["days"] == "7.5"
    (line,) = told(reported(tmp_path, DATA.replace("  all: {days: 7.5}\n", "")))
    assert line == "8: The figure “Overall” is missing (outcome.all)."
    both = DATA.replace("all: {days: 7.5}", "all: {granted: 22, days: 7.5}")
    (line,) = told(reported(tmp_path, both))
    assert line.startswith("12: “Overall · Granted”")
    assert told(reported(tmp_path, DATA.replace("all: {days: 7.5}", "all: [7.5]"))) == []


def test_what_is_entered_in_a_total_is_in_the_empty_report_and_the_schema(tmp_path: Path) -> None:
    form = form_of(tmp_path, FORM + "  []")
    assert "  all: {days: ~}" in skeleton(form, "Bureau", 2024)
    told = "Note (required when A. Requests · Unit · Received > 100)"
    assert told in skeleton(form, "Bureau", 2024)
    outcome = schema(form)["properties"]["outcome"]["anyOf"][0]["properties"]
    assert outcome["all"]["anyOf"][0]["required"] == ["days"]
    assert "total" not in outcome["all"]["anyOf"][0]["required"]


def test_a_check_of_rows_looks_at_a_total_that_is_entered_and_not_at_what_follows(
    tmp_path: Path,
) -> None:
    check = "{name: quick, table: outcome, for_each: row, holds: days <= 7}"
    outcome = reported(tmp_path / "a", checks=check)
    assert [p.key for p in outcome.problems] == ["outcome.unit.west.days", "outcome.all.days"]
    check = "{name: few, table: outcome, for_each: row, holds: total <= 10}"
    outcome = reported(tmp_path / "b", checks=check)
    assert [problem.key for problem in outcome.problems] == ["outcome.unit.west.total"]


@pytest.mark.parametrize(
    ("change", "check", "said"),
    [
        ("", "{name: a, holds: requests.unit.closed > 0}", "“requests.unit” repeats"),
        (
            "",
            "{name: a, table: requests, for_each: column, holds: all > outcome.unit.total}",
            "requests, for_each",
        ),
        ("", "{name: a, holds: outcome.unit.sum.days > 0}", "totals do not add this column up"),
        ("", "{name: a, holds: outcome.unit.sum.note > 0}", "“outcome.unit.sum.note”"),
        ("denied: {label: Denied, formula: granted, total: entered}", ANY, "worked out"),
        ("denied: {label: Denied, total: enter}", ANY, "entered"),
    ],
)
def test_misuse_is_told_when_the_form_is_read(
    tmp_path: Path, change: str, check: str, said: str
) -> None:
    text = FORM.replace("denied: Denied", change or "denied: Denied") + f"  - {check}\n"
    with pytest.raises(Invalid) as raised:
        form_of(tmp_path, text)
    (problem,) = raised.value.problems
    assert said in as_text(problem, "en")
    assert problem.line


def test_formulas_that_go_round_in_a_circle_over_two_tables_are_told(tmp_path: Path) -> None:
    text = FORM.replace("closed: Closed", "closed: {label: Closed, formula: outcome.unit.share}")
    with pytest.raises(Invalid) as raised:
        form_of(tmp_path, text + "  []")
    assert [problem.message for problem in raised.value.problems] == ["form-cycle"]


@pytest.mark.parametrize("key", ["sum", "min", "max", "count"])
def test_no_row_is_called_as_all_rows_together_are(tmp_path: Path, key: str) -> None:
    (problem,) = reported(tmp_path, DATA.replace("    east", f"    {key}")).problems[:1]
    assert problem.message == "bad-name/taken"


SAME = "{name: same, label: The same units, same_rows: [requests.unit, outcome.unit, backlog.unit]}"
EAST = "    east: {name: East, now: 2}\n"


def test_a_row_that_a_table_lacks_is_named(tmp_path: Path) -> None:
    assert told(reported(tmp_path, checks=SAME)) == []
    (line,) = told(reported(tmp_path, DATA.replace(EAST, ""), SAME))
    assert line == (
        "14: “The same units” is not kept: C. Backlog lacks rows of A. Requests: East (east)."
    )


def test_a_row_that_only_a_later_table_has_is_told_at_its_row(tmp_path: Path) -> None:
    (line,) = told(reported(tmp_path, DATA + "    north: {name: North, now: 0}\n", SAME))
    assert line.startswith("17: ")
    assert "North (north) has a row in C. Backlog and none in A. Requests" in line


@pytest.mark.parametrize("row", ["    esat: {name: esat", "    unit_e: {name: East"])
def test_a_misspelt_key_is_told_once_with_the_one_that_is_meant(tmp_path: Path, row: str) -> None:
    data = DATA.replace("    east: {name: East, now", f"{row}, now")
    (line,) = told(reported(tmp_path, data, SAME))
    assert line.startswith("15: ")
    assert "Did you mean the key east?" in line


def test_one_key_under_two_names_is_told_at_the_name(tmp_path: Path) -> None:
    outcome = reported(tmp_path, DATA.replace("East, now", "Eastern, now"), SAME)
    (problem,) = outcome.problems
    assert (problem.line, problem.column) == (15, 12)
    assert "Eastern (east) is called East in A. Requests" in told(outcome)[0]


def test_a_name_need_be_given_in_the_first_of_the_tables_with_the_same_rows(
    tmp_path: Path,
) -> None:
    head, _, rest = DATA.partition("outcome:")
    bare = f"{head}outcome:{rest.replace('name: East, ', '').replace('name: West, ', '')}"
    outcome = reported(tmp_path / "a", bare, SAME)
    assert outcome.problems == []
    assert outcome.report
    assert outcome.report.rows_of("backlog.unit") == {"east": "East", "west": "West"}
    unlike = reported(tmp_path / "b", bare, CLOSED)
    assert unlike.report
    assert unlike.report.rows_of("backlog.unit") == {"east": "east", "west": "west"}


def test_a_table_may_have_only_some_of_the_rows_of_another(tmp_path: Path) -> None:
    check = SAME.replace("same_rows", "rows_among")
    assert told(reported(tmp_path, DATA.replace(EAST, ""), check)) == []
    (line,) = told(reported(tmp_path, DATA.replace("east: {name: East, now", "ost: {now"), check))
    assert "ost has a row in C. Backlog and none in A. Requests" in line


def test_a_table_that_is_missing_is_told_once(tmp_path: Path) -> None:
    data = DATA[: DATA.index("backlog:")]
    outcome = reported(tmp_path, data, SAME)
    assert [problem.name for problem in outcome.problems] == ["missing-figure"]


@pytest.mark.parametrize("rows", ["[requests.unit]", "[requests.unit, requests.unit]", "[]"])
def test_fewer_than_two_kinds_of_rows_are_no_check(tmp_path: Path, rows: str) -> None:
    with pytest.raises(Invalid) as raised:
        form_of(tmp_path, FORM + f"  - {{name: same, same_rows: {rows}}}\n")
    assert [problem.message for problem in raised.value.problems] == ["form-check-rows"]


def test_only_rows_that_repeat_are_compared(tmp_path: Path) -> None:
    with pytest.raises(Invalid) as raised:
        form_of(tmp_path, FORM + "  - {name: same, same_rows: [requests.unit, outcome.unit.all]}\n")
    (problem,) = raised.value.problems
    assert problem.message == "form-check-rows/unknown"
    assert problem.line


def test_two_rows_of_one_name_are_told_unless_their_words_differ(tmp_path: Path) -> None:
    outcome = reported(tmp_path / "a", DATA.replace("West, now", "East, now"))
    assert [(p.name, p.line, p.column) for p in outcome.problems] == [("same-name", 16, 12)]
    data = DATA.replace("West, granted", "East, note: by mail, granted")
    assert told(reported(tmp_path / "b", data)) == []


def test_a_row_under_another_key_than_last_year_is_told(tmp_path: Path) -> None:
    reported(tmp_path, year=2023)
    outcome = reported(tmp_path, DATA.replace("west: {name: West, now", "wset: {name: West, now"))
    assert [(p.name, p.line) for p in outcome.problems] == [("other-key", 16)]
    assert outcome.notes == []


def test_rows_that_are_gone_are_told_where_they_are_compared(tmp_path: Path) -> None:
    reported(tmp_path, year=2023)
    data = DATA.replace("west: {name: West,", "north: {name: North,")
    # Of the other tables nothing is compared with last year.
    (line,) = told(reported(tmp_path, data))
    assert line.startswith("14: C. Backlog: rows of last year are gone: West (west); there are new")
    waived = reported(tmp_path, data + "waive: {gone-rows: West and East became North.}\n")
    assert (waived.problems, [p.name for p in waived.waived]) == ([], ["gone-rows"])
    assert told(reported(tmp_path, DATA + "    north: {name: North, now: 0}\n")) == []


def test_figures_of_several_tables_are_told_with_their_tables(tmp_path: Path) -> None:
    check = "{name: whole, holds: requests.all.closed < outcome.all.total}"
    (problem,) = reported(tmp_path / "a", checks=check).problems
    assert (
        "Check: A. Requests · Overall · Closed = 28; B. Outcome · Overall · Total = 28"
    ) in as_text(problem, "en")
    check = "{name: most, table: requests, for_each: row, holds: closed > requests.unit.max.closed}"
    problem, _ = reported(tmp_path / "b", checks=check).problems
    assert "Check: Closed = 8; Unit · Closed (most of rows) = 20" in as_text(problem, "en")
    check = "{name: most, table: requests, for_each: row, holds: closed > requests.all.closed}"
    problem, _ = reported(tmp_path / "c", checks=check).problems
    assert "Check: Closed = 8; Overall · Closed = 28" in as_text(problem, "en")


def test_of_relations_that_must_all_hold_the_broken_one_is_told(tmp_path: Path) -> None:
    both = "closed <= received and received <= 20"
    check = f"{{name: both, label: In order, table: requests, for_each: row, holds: {both}}}"
    (line,) = told(reported(tmp_path, checks=check))
    assert line == "7: West: “In order” does not hold: 30, which is not ≤ 20."


def test_a_field_that_is_asked_for_is_told_at_what_decides_it(tmp_path: Path) -> None:
    reported(tmp_path, year=2023)
    data = DATA.replace("now: 10", "now: 30")
    (problem,) = reported(tmp_path, data, ANY).problems
    assert (problem.name, problem.key, problem.line) == ("missing-key", "why", 15)
    assert "it is required when C. Backlog · Overall · Change (20) > 0" in as_text(problem, "en")


def test_a_check_of_prose_is_explained_with_its_words(tmp_path: Path) -> None:
    check = "{name: told, table: backlog, for_each: row, when: change > 0, demands: [because, due]"
    form = form_of(tmp_path, FORM + f"  - {check}}}\n")
    text = explain_check(form.checks[0], form, "en")
    assert text.endswith("when: backlog: change > 0\ndemands: because, due")


def test_a_row_that_is_indented_too_far_is_told_and_not_taken_for_one_of_many(
    tmp_path: Path,
) -> None:
    data = DATA.replace("  all: {days: 7.5}", "    all: {days: 7.5}")
    outcome = reported(tmp_path, data, ANY)
    assert ("bad-name/beside", "outcome.unit.all") in [(p.message, p.key) for p in outcome.problems]
