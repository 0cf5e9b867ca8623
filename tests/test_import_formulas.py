"""What a form works out by a formula is compared with what a published document prints."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers import project
from test_cli import gendoc
from test_import import told

from gendoc import build
from gendoc.importing import published
from gendoc.project import Project, find_form, forms_at_hand

FORM = """
id: shares
version: "1.0"
name: Shares
language: en
title: "{{ organ }} report {{ year }}"
fields: {staff: {label: Staff, type: count}}
sections:
  - {id: cases, title: I. Cases, kind: table}
  - {id: foot, kind: fields, fields: [staff]}
tables:
  cases:
    columns:
      received: Received
      closed: Closed
      open: {label: Open, formula: received - closed}
      share: {label: Share, type: percent, decimals: 1, formula: closed / received * 100}
      before: {label: Change, formula: received - last.received}
    rows:
      post: By post
      net: On line
      all: {label: Altogether, sum: all}
      mean: {label: Mean of the two, type: decimal, decimals: 2, formula: (post + net) / 2}
      each: {label: For each of staff, type: decimal, decimals: 1, formula: all / staff}
"""
HEAD = """Cardiff report 2023

I. Cases

| | Received | Closed | Open | Share | Change |
|-|-|-|-|-|-|
"""
ROWS = {
    "By post": "| By post | 22 | 10 | 12 | 45.5% | 2 |",
    "On line": "| On line | 4 | 1 | 3 | 25.0% | |",
    "Altogether": "| Altogether | 26 | 11 | 15 | 42.3% | |",
    "Mean of the two": "| Mean of the two | 13.00 | 5.50 | 7.50 | | |",
    "For each of staff": "| For each of staff | 8.7 | 3.7 | 5.0 | | |",
}
FOOT = "\n\nStaff: 3\n"
LAST = """
form: shares
organ: Cardiff
year: 2022
staff: 3
cases: {post: [20, 10], net: [5, 1]}
"""


def printed(folder: Path, foot: str = FOOT, **changes: str) -> Path:
    """A project with a document in which some rows are printed otherwise."""
    rows = {label: changes.get(label.split()[0].lower(), row) for label, row in ROWS.items()}
    files: dict[str, str | bytes] = {
        "templates/shares/form.yaml": FORM,
        "a.txt": HEAD + "\n".join(rows.values()) + foot,
    }
    return project(folder, files)


def contradictions(folder: Path, foot: str = FOOT, **changes: str) -> list[tuple[str, str]]:
    """The keys of what is told of the document, and what its figures work out to."""
    root = printed(folder, foot, **changes)
    found = published(root / "a.txt", "a.txt", [find_form("shares", root)])
    assert set(told(found)) <= {"contradiction", "contradiction/formula"}, told(found)
    assert found.contradictions == len(found.problems)
    return [(problem.key or "", str(problem.values["sum"])) for problem in found.problems]


def test_what_agrees_is_not_told(tmp_path: Path) -> None:
    assert contradictions(tmp_path) == []


@pytest.mark.parametrize(
    ("row", "line", "key", "worked_out"),
    [
        ("by", "| By post | 22 | 10 | 11 | 45.5% | 2 |", "post.open", "12"),
        ("by", "| By post | 22 | 10 | 12 | 45.4% | 2 |", "post.share", "45.5"),
        ("by", "| By post | 22 | 10 | 12 | 47% | 2 |", "post.share", "45.5"),
        ("mean", "| Mean of the two | 13.01 | 5.50 | 7.5 | | |", "mean.received", "13.00"),
        ("for", "| For each of staff | 8.7 | 3.6 | 5.0 | | |", "each.closed", "3.7"),
        ("altogether", "| Altogether | 26 | 11 | 15 | 43.2% | |", "all.share", "42.3"),
        ("altogether", "| Altogether | 27 | 11 | 15 | 42.3% | |", "all.received", "26"),
    ],
)
def test_what_differs_is_told(
    row: str, line: str, key: str, worked_out: str, tmp_path: Path
) -> None:
    assert contradictions(tmp_path, **{row: line}) == [(f"cases.{key}", worked_out)]


@pytest.mark.parametrize("share", ["45.45", "45.50", "45", "46"])
def test_other_decimals_than_the_form_s_are_no_contradiction(share: str, tmp_path: Path) -> None:
    row = ROWS["By post"].replace("45.5%", f"{share}%")
    assert contradictions(tmp_path, by=row) == []


def test_a_formula_whose_figures_were_not_all_read_is_not_compared(tmp_path: Path) -> None:
    root = printed(tmp_path, by="| By post | 2 2,2 | 10 | 12 | 45.5% | 2 |")
    found = published(root / "a.txt", "a.txt", [find_form("shares", root)])
    assert found.unread == ("cases.post.received",)
    assert found.contradictions == 0


def test_a_formula_that_names_a_field_which_the_document_lacks_is_not_compared(
    tmp_path: Path,
) -> None:
    assert contradictions(tmp_path, "\n", **{"for": "| For each of staff | 1 | 1 | 1 | | |"}) == []


def test_the_comment_stands_at_the_row_and_the_summary_counts_it(tmp_path: Path) -> None:
    root = printed(tmp_path, by="| By post | 22 | 10 | 11 | 45.4% | 2 |")
    said = gendoc(root, "import", "a.txt", "-o", "a.yaml")
    assert said.returncode == 1
    assert "12 of 12" not in said.stdout + said.stderr
    assert "4 of 4 figures read, 2 contradictions" in said.stdout + said.stderr
    (row,) = (line for line in (root / "a.yaml").read_text().splitlines() if "post:" in line)
    assert "the original has 11 for By post · Open, its figures work out to 12" in row
    assert "the original has 45.4 for By post · Share, its figures work out to 45.5" in row


@pytest.mark.parametrize(("change", "wrong"), [(2, False), (3, True)])
def test_what_last_year_s_report_is_needed_for_is_compared_where_it_is_at_hand(
    change: int, wrong: bool, tmp_path: Path
) -> None:
    root = printed(tmp_path, by=ROWS["By post"].replace(" 2 |", f" {change} |"))
    assert build.examine(root / "a.txt", Project(root)).problems == []
    project(root, {"data/Cardiff/2022.yaml": LAST})
    found = build.examine(root / "a.txt", Project(root))
    assert [problem.message for problem in found.problems] == ["contradiction/formula"] * wrong
    imported, _ = build.read_published(root / "a.txt", Project(root), forms_at_hand(root))
    assert imported.contradictions == wrong


def test_what_last_year_s_report_is_needed_for_is_taken_over_where_there_is_none(
    tmp_path: Path,
) -> None:
    all_ = ROWS["Altogether"].replace("| |", "| 1 |")
    root = printed(tmp_path, altogether=all_)
    gendoc(root, "import", "a.txt", "-o", "data/Cardiff/2023.yaml")
    of = build.examine(root / "data/Cardiff/2023.yaml", Project(root))
    assert of.report
    assert not of.problems
    changes = [of.report.figures.get(f"cases.{row}.before") for row in ("post", "net", "all")]
    assert changes == [2, None, 1]
    project(root, {"data/Cardiff/2022.yaml": LAST})
    gendoc(root, "import", "a.txt", "-o", "data/Cardiff/2023.yaml", "--force")
    assert "before" not in (root / "data/Cardiff/2023.yaml").read_text()
