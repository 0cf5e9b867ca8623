"""Forms at hand: the names of their templates, copies, versions and where they come from."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from helpers import ROOT, SHIPPED, form, project, report_text
from test_lines import SURVEY, at_hand

from gendoc import build, cli
from gendoc.names import Name, names, tree
from gendoc.project import Project, find_form, find_root
from gendoc.schema import schema
from gendoc.skeleton import skeleton
from gendoc.template import CHANGE_WORDS, Rows, context


def dotted(found: tuple[Name, ...], above: str = "") -> Iterator[str]:
    for name in found:
        full = f"{above}{name.name}"
        yield full
        yield from dotted(name.inside, f"{full}.")


def given(value: object, above: str = "") -> Iterator[str]:
    """The names of what a template is really given, those of one repeated row for all of them."""
    if isinstance(value, Rows):
        for row in value:
            yield from given(row, above)
    elif isinstance(value, dict):
        for name, inside in value.items():
            yield f"{above}{name}"
            yield from given(inside, f"{above}{name}.")


@pytest.mark.parametrize(
    "path",
    sorted(ROOT.glob("examples/*/data/*/*.yaml")),
    ids=lambda path: f"{path.parent.name}-{path.stem}",
)
def test_every_name_that_a_template_is_given_is_listed(path: Path) -> None:
    report = build.examine(path, Project(find_root(path))).report
    assert report
    found = {n for n in given(context(report)) if not n.startswith("facts.")} - {CHANGE_WORDS}
    assert found <= set(dotted(names(report.form)))


def test_names_come_with_label_type_and_unit_as_a_tree_and_as_data() -> None:
    found = names(form("website-annual"))
    lines = list(tree(found, "en"))
    assert "  visitors  (count, 个)  独立用户访问总量" in lines
    assert "filled_on  (date)  填报日期" in lines
    assert "notes  (group)  prose around the tables" in lines
    assert "year  (count)  年度" in list(tree(found, "zh"))
    assert [line for line in lines if ")  " not in line and not line.endswith("(group)")] == []
    data = {name.name: name.as_data("en") for name in found}["work_form"]
    assert data["inside"][0] == {"name": "site_name", "label": "网站名称", "type": "text"}  # type: ignore[index]


def run(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> tuple[int, str, str]:
    monkeypatch.setattr("sys.argv", ["gendoc", *arguments])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    printed = capsys.readouterr()
    return int(ended.value.code or 0), printed.out, printed.err


@pytest.fixture
def command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Any:
    project(tmp_path, {})
    monkeypatch.chdir(tmp_path)
    return lambda line: run(line.split(), monkeypatch, capsys)


def test_the_command_prints_names_as_json(command: Any) -> None:
    status, out, _err = command("template fields disclosure-2021 --output-format json")
    assert status == 0
    assert [name["name"] for name in json.loads(out)][:2] == ["organ", "year"]


def test_templates_are_copied_into_the_project_and_lie_over_the_forms_own(
    command: Any, tmp_path: Path
) -> None:
    assert command("template copy disclosure-2021")[0] == 0
    copied = tmp_path / "templates" / "disclosure-2021"
    assert sorted(path.name for path in copied.iterdir()) == [
        "report.docx", "report.flat.txt.j2", "report.txt.j2",
    ]  # fmt: skip
    (copied / "report.txt.j2").write_text("信头\n{{ title }}", "utf-8")
    project(tmp_path, {"data/a.yaml": report_text()})
    report = build.examine(tmp_path / "data" / "a.yaml", Project(tmp_path)).report
    assert report
    (text,) = build.render(report, ["txt"]).values()
    assert text.decode().startswith("信头\n某镇")
    told = command("forms")
    assert told[0] == 0, told
    line = next(line for line in told[1].splitlines() if "disclosure-2021" in line)
    assert line.endswith("project: report.docx, report.flat.txt.j2, report.txt.j2")


def test_a_copy_never_overwrites_unless_it_is_told_to(command: Any, tmp_path: Path) -> None:
    mine = tmp_path / "templates" / "disclosure-2021" / "report.txt.j2"
    project(tmp_path, {"templates/disclosure-2021/report.txt.j2": "mine"})
    status, _out, err = command("template copy disclosure-2021")
    assert (status, mine.read_text("utf-8")) == (1, "mine")
    assert "already-there" in err
    assert not (mine.parent / "report.docx").exists()
    assert command("template copy disclosure-2021 --force")[0] == 0
    assert mine.read_text("utf-8") != "mine"


def test_a_whole_form_is_copied_under_an_id_of_its_own(command: Any, tmp_path: Path) -> None:
    assert command("template copy website-annual --as 某县网站")[0] == 0
    copied = find_form("某县网站", tmp_path)
    assert copied.figures.keys() == form("website-annual").figures.keys()
    lines = command("forms")[1].splitlines()
    assert len(lines) == len(SHIPPED) + 1
    assert next(line for line in lines if "某县网站" in line).endswith("\tproject")


def examined(folder: Path, version: str, named: str) -> list[tuple[str, str | None]]:
    root = at_hand(folder, SURVEY.replace('version: "1.0"', f'version: "{version}"'))
    lines = "has: 否\n  kinds: []\n  kind: 甲\n  code: '007'\n  talk: {days: 2}"
    text = f"form: {named}\norgan: 某局\nyear: 2024\nanswers:\n  {lines}\n"
    project(root, {"data/a.yaml": text})
    outcome = build.examine(root / "data" / "a.yaml", Project(root))
    return [(problem.name, problem.key) for problem in outcome.problems]


@pytest.mark.parametrize("name", ["../../mine", "a/b", "mine@2", ".mine", "mine."])
def test_a_form_is_copied_under_no_id_that_cannot_be_one(
    tmp_path: Path, command: Any, name: str
) -> None:
    before = sorted(tmp_path.rglob("*"))
    status, _out, err = command(f"template copy website-annual --as {name} --force")
    assert (status, sorted(tmp_path.rglob("*"))) == (2, before)
    assert "form-id" in err


@pytest.mark.parametrize(
    ("version", "named", "fits"),
    [
        ("1.0", "survey", True),
        ("1.7", "survey@1", True),
        ("2.0", "survey@2", True),
        ("2.0", "survey", False),
        ("2.0", "survey@1", False),
        ("1.0", "survey@2", False),
        ("1.0", "survey@", True),
        ("1.0", "survey@x", False),
    ],
)
def test_a_report_names_the_major_version_of_its_form(
    tmp_path: Path, version: str, named: str, fits: bool
) -> None:
    assert examined(tmp_path, version, named) == ([] if fits else [("form-version", "form")])


def test_an_empty_report_and_the_schema_name_the_version(tmp_path: Path) -> None:
    root = at_hand(tmp_path, SURVEY.replace('version: "1.0"', 'version: "3.1"'))
    third = find_form("survey", root)
    assert "\nform: survey@3\n" in skeleton(third, "某局", 2024)
    assert schema(third)["properties"]["form"]["const"] == "survey@3"


def test_a_draft_is_made_into_no_file_but_a_template(command: Any, tmp_path: Path) -> None:
    project(tmp_path, {"data/a.yaml": "form: x"})
    status, _out, err = command("template draft website-annual -o data/a.yaml --force")
    assert status == 2
    assert "unknown-format" in err
    assert (tmp_path / "data" / "a.yaml").read_text("utf-8") == "form: x"
