"""The catalogue of problems: none lacks a reason, all can be explained, the document is fresh."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from helpers import ROOT, form

from gendoc.catalogue import REASONS, explain, explain_check
from gendoc.messages import CATALOGUE
from gendoc.project import find_form, form_folders

NOT_PROBLEMS = {
    "relation",
    "same-rows",
    "likeness",
    "mention",
    "wording",
    "wrote",
    "unchanged",
    "bug",
    "interrupted",
    "waived",
    "help-label",
    "wrong-use",
    "unknown-name",
}


VARIANTS = {
    "form-check-kind",
    "form-check-no-relation",
    "form-check-table",
    "form-options",
    "form-check-pattern",
    "form-check-words",
    "form-check-year",
    "form-check-rows",
    "form-check-given",
    "form-check-no-number",
    "form-entity-name",
    "form-fields",
    "form-pattern",
    "form-example",
    "form-check-syntax",
    "form-decimals",
    "form-line-texts",
    "form-name",
    "form-rounding",
}
VARIANTS |= {"form-blocks", "form-empty-table", "form-wrong-type", "full-width-colon"}
VARIANTS |= {"form-numbered", "form-unit", "braces-unquoted", "alias-of-itself"}
GROUPS = {
    "severity",
    "summary",
    "help",
    "expression",
    "explain",
    "carried",
    "status",
    "init",
    "origin",
}
GROUPS |= {"across", "imported", "where", "progress", "reason", "name", "place", "worded"}


def problem_names() -> set[str]:
    return {name.split("/")[0] for name in CATALOGUE} - VARIANTS - GROUPS - NOT_PROBLEMS


def test_every_problem_has_a_reason_and_every_reason_a_problem() -> None:
    assert problem_names() == set(REASONS)


@pytest.mark.parametrize("name", REASONS)
def test_every_reason_has_both_languages_and_two_different_examples(name: str) -> None:
    reason = REASONS[name]
    assert re.search("[\u4e00-\u9fff]", reason.zh)
    assert not re.search("[\u4e00-\u9fff]", reason.en)
    assert reason.bad != reason.good


_TOLD_IN_CHINESE = re.compile(
    "^（|[A-Za-z0-9]（|、|(?<![\u4e00-\u9fff])# ?[\u4e00-\u9fff]", re.MULTILINE
)


@pytest.mark.parametrize("name", REASONS)
def test_an_example_that_tells_something_tells_it_in_both_languages(name: str) -> None:
    for example in (REASONS[name].bad, REASONS[name].good):
        if isinstance(example, str):
            assert not _TOLD_IN_CHINESE.search(example)


def test_an_explanation_says_what_why_and_how() -> None:
    text = explain("ambiguous-number", "en")
    assert "012" in text
    assert "{" not in text
    assert explain("ambiguous-number", "zh").startswith("ambiguous-number (错误)")


def test_a_check_of_a_form_is_explained_with_its_source() -> None:
    check = next(check for check in form().checks if check.name == "balance")
    text = explain_check(check, form(), "zh")
    assert "new + carried_in == results.total + carried_out" in text
    assert "国办公开办函〔2021〕30号" in text


@pytest.mark.parametrize("id_", form_folders(None))
def test_every_check_of_a_shipped_form_is_told_in_both_languages_with_examples(id_: str) -> None:
    for check in find_form(id_, None).checks:
        for text in (check.label, check.basis):
            assert re.search("[\u4e00-\u9fff]", text.zh), check.name
            assert re.search("[a-z]{3}", text.en), check.name
        assert check.bad != check.good
        assert check.good, check.name


def document() -> str:
    """docs/checks.md, from the catalogue and the shipped form."""
    lines = [
        "# Problems and checks",
        "",
        "What gendoc can tell, each with its reason. This page is made from the catalogue;",
        "`gendoc explain NAME` prints the same.",
        "",
        "## Checks of disclosure-2021",
        "",
    ]
    lines += [f"```text\n{explain_check(check, form(), 'zh')}\n```\n" for check in form().checks]
    lines += ["## Problems", ""]
    for name, reason in REASONS.items():
        examples = explain(name, "en").split("\n", 5)[5]
        lines.append(f"### {name}\n\n{reason.en}\n\n{reason.zh}\n\n```text\n{examples}\n```\n")
    return "\n".join(lines).rstrip() + "\n"


def test_the_document_of_all_problems_is_fresh(same_as_file: Callable[[str, Path], None]) -> None:
    same_as_file(document(), ROOT / "docs" / "checks.md")
