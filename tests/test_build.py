"""The pipeline: whole files or none, one bad report never stops the rest."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from docx import Document
from helpers import FORM, ROOT, form, project, rendered, report_text

from gendoc import build as pipeline
from gendoc.batch import build
from gendoc.build import Outcome, Plan
from gendoc.problem import Invalid
from gendoc.project import Project, find_reports, find_root, form_folders, shipped
from gendoc.whole import write


def built(
    folder: Path, files: dict[str, str], formats: tuple[str, ...] = ("txt",), jobs: int = 1
) -> list[Outcome]:
    root = project(folder, {f"data/{name}": text for name, text in files.items()})
    plan = Plan(None, formats, jobs=jobs)
    return list(build(find_reports([root / "data"]), plan))


def written(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "build").glob("*"))


def changed_by_hand(path: Path) -> bytes:
    """A Word file as a person leaves it after typing into it."""
    document = Document(str(path))
    document.paragraphs[2].add_run("手改")
    document.save(str(path))
    return path.read_bytes()


TITLE = "某镇2024年政府信息公开工作年度报告"


def test_outputs_are_named_after_the_title_and_nothing_else_is_written(tmp_path: Path) -> None:
    (outcome,) = built(tmp_path, {"a.yaml": report_text()}, ("docx", "txt", "flat", "json"))
    assert written(tmp_path) == sorted(
        f"{TITLE}{end}" for end in (".docx", ".txt", ".flat.txt", ".json")
    )
    assert [path.name for path in outcome.written] == [
        f"{TITLE}{end}" for end in (".docx", ".txt", ".flat.txt", ".json")
    ]


def test_a_bad_report_is_not_written_and_the_others_are(tmp_path: Path) -> None:
    outcomes = built(tmp_path, {"a.yaml": report_text(year="x"), "b.yml": report_text()})
    assert [outcome.failed for outcome in outcomes] == [True, False]
    assert written(tmp_path) == [f"{TITLE}.txt"]


def test_a_failed_build_leaves_yesterdays_file_as_it_was(tmp_path: Path) -> None:
    built(tmp_path, {"a.yaml": report_text()})
    before = (tmp_path / "build" / f"{TITLE}.txt").read_bytes()
    built(tmp_path, {"a.yaml": report_text(disclosure="{rules: 012}")})
    assert (tmp_path / "build" / f"{TITLE}.txt").read_bytes() == before


def test_a_warning_does_not_stop_a_build(tmp_path: Path) -> None:
    (outcome,) = built(tmp_path, {"a.yaml": report_text("waive: {balance: 已更正}\n")})
    assert [problem.name for problem in outcome.problems] == ["idle-waiver"]
    assert written(tmp_path) == [f"{TITLE}.txt"]


def test_two_reports_with_one_output_are_both_told_and_neither_is_written(tmp_path: Path) -> None:
    outcomes = built(tmp_path, {"a.yaml": report_text(), "b.yaml": report_text()})
    assert [[p.name for p in outcome.problems] for outcome in outcomes] == [["same-output"]] * 2
    assert not (tmp_path / "build").exists()


def test_several_jobs_write_the_same_files(tmp_path: Path) -> None:
    files = {f"{n}.yaml": report_text(organ=f"第{n}镇") for n in range(4)}
    built(tmp_path / "one", files, ("docx", "json"))
    built(tmp_path / "two", files, ("docx", "json"), jobs=2)
    assert written(tmp_path / "one") == written(tmp_path / "two")
    for name in written(tmp_path / "one"):
        assert (tmp_path / "one/build" / name).read_bytes() == (
            tmp_path / "two/build" / name
        ).read_bytes()


def test_an_unknown_format_is_told_with_those_at_hand(tmp_path: Path) -> None:
    (outcome,) = built(tmp_path, {"a.yaml": report_text()}, ("odt",))
    assert [problem.name for problem in outcome.problems] == ["no-template"]
    assert "docx" in str(outcome.problems[0].values["known"])


def test_a_word_file_that_a_person_changed_is_kept_beside_the_new_one(tmp_path: Path) -> None:
    built(tmp_path, {"a.yaml": report_text()}, ("docx",))
    path = tmp_path / "build" / f"{TITLE}.docx"
    changed = changed_by_hand(path)
    (outcome,) = built(tmp_path, {"a.yaml": report_text()}, ("docx",))
    assert [problem.name for problem in outcome.problems] == ["changed-by-hand"]
    assert not outcome.failed
    assert (tmp_path / "build" / f"{TITLE}.changed-1.docx").read_bytes() == changed
    assert path.read_bytes() == rendered(report_text(), "docx")


def test_a_word_file_of_our_own_is_replaced_without_a_word(tmp_path: Path) -> None:
    built(tmp_path, {"a.yaml": report_text()}, ("docx",))
    (outcome,) = built(tmp_path, {"a.yaml": report_text(overview="改了。")}, ("docx",))
    assert outcome.problems == []
    assert written(tmp_path) == [f"{TITLE}.docx"]


def test_a_file_that_is_open_elsewhere_is_told_and_nothing_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built(tmp_path, {"a.yaml": report_text()})
    before = (tmp_path / "build" / f"{TITLE}.txt").read_bytes()

    def locked(source: object, target: object) -> None:
        raise PermissionError(13, "in use", str(target))

    monkeypatch.setattr(os, "replace", locked)
    (outcome,) = built(tmp_path, {"a.yaml": report_text(overview="改了。")})
    assert [problem.name for problem in outcome.problems] == ["cannot-write"]
    assert written(tmp_path) == [f"{TITLE}.txt"]
    assert (tmp_path / "build" / f"{TITLE}.txt").read_bytes() == before


def test_written_files_may_be_read_by_others(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", b"x")
    (tmp_path / "b.txt").write_bytes(b"x")
    assert (tmp_path / "a.txt").stat().st_mode == (tmp_path / "b.txt").stat().st_mode


def test_json_has_the_nesting_of_the_keys_totals_included_and_money_as_text(tmp_path: Path) -> None:
    city = ROOT / "examples/city/data/淮安市人民政府/2024.yaml"
    report = pipeline.examine(city, Project(ROOT)).report
    assert report
    record = json.loads(pipeline.as_json(report))
    assert [record["form"], record["organ"], record["year"]] == [FORM, "淮安市人民政府", 2024]
    assert record["tables"]["applications"]["new"] == {
        "natural": 3001, "company": 53, "research": 0, "welfare": 0, "legal": 61, "other": 4,
        "total": 3119,
    }  # fmt: skip
    assert record["tables"]["disclosure"]["fees"] == {"amount": "96171.60"}
    assert record["tables"]["proceedings"]["litigation"]["after_review"]["total"] == 20
    assert list(record["sections"]) == ["preamble", "overview", "problems", "other_matters"]


def test_a_project_is_the_nearest_folder_that_holds_data(tmp_path: Path) -> None:
    root = project(tmp_path / "a b" / "某县", {"data/x/2024.yaml": ""})
    assert find_root(root / "data" / "x") == root
    assert find_root(root) == root


def test_reports_are_found_in_order_and_hidden_files_are_not(tmp_path: Path) -> None:
    names = ["b/1.yaml", "a/2.yml", "a/1.YAML", ".git/c.yaml", "a/.x.yaml", "a/note.txt"]
    project(tmp_path, {f"data/{name}": "" for name in names})
    found = [
        found.path.relative_to(tmp_path / "data").as_posix()
        for found in find_reports([tmp_path / "data"])
    ]
    assert found == ["a/1.YAML", "a/2.yml", "b/1.yaml"]


def test_a_loop_of_links_does_not_hang(tmp_path: Path) -> None:
    project(tmp_path, {"data/a.yaml": ""})
    os.symlink(tmp_path / "data", tmp_path / "data" / "again")
    assert len(find_reports([tmp_path / "data"])) == 1


def test_a_project_adds_forms_of_its_own(tmp_path: Path) -> None:
    own = (
        form()
        .folder.joinpath("form.yaml")
        .read_text("utf-8")
        .replace("id: disclosure-2021", "id: own")
    )
    files = {"templates/own/form.yaml": own, "templates/own/report.txt.j2": "{{ title }}"}
    root = project(tmp_path, files)
    assert set(form_folders(root)) == {
        path.parent.name for path in shipped().glob("*/form.yaml")
    } | {"own"}
    (outcome,) = built(tmp_path, {"a.yaml": report_text(form="own")})
    assert outcome.written[0].read_text("utf-8") == TITLE + "\n"


def test_a_broken_text_template_is_told_with_its_line(tmp_path: Path) -> None:
    own = (
        form()
        .folder.joinpath("form.yaml")
        .read_text("utf-8")
        .replace("id: disclosure-2021", "id: own")
    )
    project(
        tmp_path, {"templates/own/form.yaml": own, "templates/own/report.txt.j2": "a\n{{ titel }}"}
    )
    (outcome,) = built(tmp_path, {"a.yaml": report_text(form="own")})
    assert [(p.name, p.line) for p in outcome.problems] == [("template-name", 2)]


def test_a_batch_of_files_is_taken_back_when_one_cannot_be_written(tmp_path: Path) -> None:
    built(tmp_path, {"a.yaml": report_text()}, ("docx", "txt"))
    word, text = (tmp_path / "build" / f"{TITLE}{end}" for end in (".docx", ".txt"))
    changed = changed_by_hand(word)
    text.unlink()
    text.mkdir()
    (outcome,) = built(tmp_path, {"a.yaml": report_text(overview="改了。")}, ("docx", "txt"))
    assert [problem.name for problem in outcome.problems] == ["cannot-write"]
    assert word.read_bytes() == changed
    assert written(tmp_path) == [f"{TITLE}.docx", f"{TITLE}.txt"]


def test_a_project_lays_single_templates_over_a_shipped_form(tmp_path: Path) -> None:
    project(tmp_path, {f"templates/{FORM}/report.txt.j2": "自己的 {{ title }}"})
    (outcome,) = built(tmp_path, {"a.yaml": report_text()}, ("txt", "flat"))
    assert outcome.written[0].read_text("utf-8") == f"自己的 {TITLE}\n"
    assert "一、总体情况" in outcome.written[1].read_text("utf-8")


def test_reports_of_several_projects_use_their_own_forms_and_folders(tmp_path: Path) -> None:
    own = (
        form()
        .folder.joinpath("form.yaml")
        .read_text("utf-8")
        .replace("id: disclosure-2021", "id: own")
    )
    files = {"templates/own/form.yaml": own, "templates/own/report.txt.j2": "{{ title }}"}
    one = project(tmp_path / "one", {**files, "data/a.yaml": report_text(form="own")})
    two = project(tmp_path / "two", {"data/a.yaml": report_text()})
    outcomes = list(build(find_reports([two / "data", one / "data"]), Plan(None, ("txt",))))
    assert [outcome.problems for outcome in outcomes] == [[], []]
    assert written(one) == written(two) == [f"{TITLE}.txt"]


def test_a_report_named_twice_is_one_report(tmp_path: Path) -> None:
    root = project(tmp_path, {"data/a.yaml": report_text()})
    paths = [root / "data", root / "data" / "a.yaml", root / "data" / ".." / "data"]
    assert len(find_reports(paths)) == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_named_pipe_is_no_report(tmp_path: Path) -> None:
    project(tmp_path, {"data/a.yaml": report_text()})
    os.mkfifo(tmp_path / "data" / "b.yaml")
    assert [found.path.name for found in find_reports([tmp_path / "data"])] == ["a.yaml"]


def test_a_path_that_no_system_takes_is_told(tmp_path: Path) -> None:
    with pytest.raises(Invalid) as caught:
        find_reports([tmp_path / ("a" * 300)])
    assert [problem.name for problem in caught.value.problems] == ["cannot-read"]


@pytest.mark.parametrize(
    "template",
    ["{{ 1 / 0 }}", "{{ organ | draw }}", "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}"],
)
def test_whatever_a_template_does_wrong_is_told_as_its_mistake(
    tmp_path: Path, template: str
) -> None:
    project(tmp_path, {f"templates/{FORM}/report.txt.j2": template})
    (outcome,) = built(tmp_path, {"a.yaml": report_text()})
    assert [problem.name for problem in outcome.problems] == ["broken-template"]


def test_a_yes_or_no_is_printed_in_the_language_of_the_form(tmp_path: Path) -> None:
    for language, word in (("zh-CN", "是"), ("en", "Yes")):
        root = tmp_path / language
        text = OWN_FORM.replace("zh-CN", language)
        project(
            root, {"templates/own/form.yaml": text, "templates/own/report.txt.j2": OWN_TEMPLATE}
        )
        (outcome,) = built(root, {"a.yaml": "form: own\norgan: 某镇\nyear: 2024\nt: {open: 是}\n"})
        assert outcome.problems == []
        assert outcome.written[0].read_text("utf-8") == f"{word} {word} if\n"


OWN_FORM = """
id: own
version: "1.0"
name: 表
language: zh-CN
title: "{{ organ }}{{ year }}"
sections: [{id: t, kind: table}]
tables: {t: {rows: {open: {label: 公开, type: yes_no}}}}
"""
OWN_TEMPLATE = (
    "{{ t.open }} {{ sections[0].table.texts['t.open'] }} {{ 'if' if t.open else 'else' }}"
)


def test_a_form_below_templates_is_no_report(tmp_path: Path) -> None:
    files = {"data/甲.yaml": report_text(), "templates/small/form.yaml": "id: small"}
    root = project(tmp_path, files)
    assert [found.path.name for found in find_reports([root])] == ["甲.yaml"]
