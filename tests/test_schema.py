"""The JSON Schema accepts what gendoc accepts, and flags what an editor can flag."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from helpers import APPLICATIONS, DISCLOSURE, ROOT, form, report_text
from jsonschema import Draft202012Validator

from gendoc.project import find_form, find_root
from gendoc.schema import schema, schemas

GOOD = sorted([*(ROOT / "examples").glob("*/data/**/*.yaml"), *ROOT.glob("data/**/*.yaml")])


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    found = schema(form())
    Draft202012Validator.check_schema(found)
    return Draft202012Validator(found)


class Loader(yaml.SafeLoader):
    """YAML as editors read it, where a day is a text."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def data(text: str) -> Any:
    return yaml.load(text, Loader)


@pytest.mark.parametrize("path", GOOD, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_good_reports_are_accepted(path: Path) -> None:
    report = data(path.read_text("utf-8"))
    validator = Draft202012Validator(schema(find_form(report["form"], find_root(path))))
    assert list(validator.iter_errors(report)) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"applications": APPLICATIONS.replace("new: 0", "new: [1, 2, 3]")},
        {"applications": APPLICATIONS.replace("new: 0", "new: {natual: 3}")},
        {"applications": APPLICATIONS.replace("new: 0", "new: -1")},
        {"applications": APPLICATIONS.replace("partial: 0, ", "")},
        {"disclosure": DISCLOSURE.replace("rules: 0", "rules: {issued: 1}")},
        {"disclosure": DISCLOSURE.replace("rules: 0", "rules: [1, 1.5, 0]")},
        {"proceedings": "{review: [0, 0, 0, 0, 0], litigation: 0}"},
        {"overview": "[{text: 无标题}]"},
        {"overview": "~"},
        {"problems": None},
        {"year": "2019"},
        {"form": "disclosure-2019"},
        {"unknown": "1"},
    ],
    ids=str,
)
def test_faults_are_flagged(changes: dict[str, Any], validator: Draft202012Validator) -> None:
    assert list(validator.iter_errors(data(report_text(**changes))))


@pytest.mark.parametrize(
    "changes",
    [
        {"applications": APPLICATIONS.replace("other: 0", "other: [0, 0, 0, 0, 0, 0]")},
        {"applications": APPLICATIONS.replace("new: 0", "new: {natural: ０, total: 0}")},
        {"proceedings": "{review: [0, 0, 0, 0], litigation: {direct: 0, after_review: {}}}"},
    ],
    ids=str,
)
def test_every_way_of_writing_is_accepted(
    changes: dict[str, Any], validator: Draft202012Validator
) -> None:
    assert list(validator.iter_errors(data(report_text(**changes)))) == []


def test_keys_carry_the_labels_of_the_form(validator: Draft202012Validator) -> None:
    text = json.dumps(validator.schema, ensure_ascii=False)
    for words in (
        "6.属于四类过程性信息",
        "[自然人, 商业企业, 科研机构, 社会公益组织, 法律服务机构, 其他]",
    ):
        assert words in text


def test_one_schema_tells_forms_apart() -> None:
    both = Draft202012Validator(schemas([form()]))
    assert list(both.iter_errors(data(report_text()))) == []
    assert list(both.iter_errors(data(report_text(form="nothing"))))
    assert list(both.iter_errors(data(report_text(year="1999"))))
