"""What templates print: values alone, with the filters of prose, and the number of rows."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest
from helpers import form, good, report_text
from test_lines import branches
from test_lint import changed

from gendoc.formfile import load
from gendoc.lint import lint
from gendoc.problem import Bilingual, Invalid
from gendoc.template import Context, TextTemplate, context
from gendoc.word import WordTemplate

GROUPS = [
    "{{ applications.new }}",
    "{{ applications }}",
    "{{ overview }}",
    "{{ title_parts }}",
    "{{ notes.applications }}",
    "{{ facts }}",
    "{{ applications.new ~ '件' }}",
    "{{ applications.new if year else 0 }}",
    "{% for p in overview %}{{ p }}{% endfor %}",
]
SHUNNED = [
    *GROUPS,
    "{% set r = applications %}{{ r.new }}",
    "{{ applications.new | upper }}",
    "{{ [year] }}",
    "{{ none }}",
]
"""With what is not told before there is data."""


def filled_in_text(folder: Path, source: str, names: Context) -> str:
    path = folder / "report.txt.j2"
    path.write_text(source, "utf-8")
    return TextTemplate(path).render(names).decode().strip()


def filled_in_word(folder: Path, source: str, names: Context) -> str:
    """What a tag prints in a paragraph of its own."""
    path = changed(folder / "report.docx", "<w:body>", f"<w:body>{paragraph(source)}")
    document = docx.Document(io.BytesIO(WordTemplate(path).render(names)))
    return document.paragraphs[0].text


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


@pytest.mark.parametrize("source", SHUNNED)
def test_a_group_is_never_printed_be_it_in_word_or_in_text(tmp_path: Path, source: str) -> None:
    names = context(good(report_text()))
    for filled_in in (filled_in_text, filled_in_word):
        with pytest.raises(Invalid) as caught:
            filled_in(tmp_path, source, names)
        (problem,) = caught.value.problems
        assert isinstance(said := problem.values["reason"], Bilingual)
        assert said.en == "a group is printed as if it were a value"


@pytest.mark.parametrize("source", GROUPS)
def test_a_group_that_is_printed_is_told_before_there_is_data(tmp_path: Path, source: str) -> None:
    text = tmp_path / "report.txt.j2"
    text.write_text(source, "utf-8")
    word = changed(tmp_path / "report.docx", "<w:body>", f"<w:body>{paragraph(source)}")
    for path in (text, word):
        found = [p for p in lint(form(), path) if p.is_error]
        assert [p.message for p in found] in (["template-name/group"], ["template-name/list"])


def test_a_group_is_told_with_the_names_that_are_in_it(tmp_path: Path) -> None:
    path = changed(tmp_path / "report.docx", "{{r.natural}}", "{{r}}")
    problem = next(p for p in lint(form(), path) if p.is_error)
    assert str(problem.values["known"]).startswith("r.natural, r.company, ")
    assert str(problem.values["known"]).endswith(", …")


@pytest.mark.parametrize("tag", ["“organ”", "'organ'", "‘organ’"])
def test_a_name_between_quotes_is_told_and_counts_as_printed(tmp_path: Path, tag: str) -> None:
    path = changed(tmp_path / "report.docx", "{{ line }}", f"{{{{ {tag} }}}}{{{{ line }}}}")
    (problem,) = lint(form(), path)
    assert (problem.message, problem.is_error) == ("template-name/quoted", True)
    assert problem.values["found"] == "organ"


def test_a_name_between_quotes_is_told_in_a_text_template_too(tmp_path: Path) -> None:
    path = tmp_path / "report.txt.j2"
    path.write_text("{{ '年度' }}\n{{ 'organ' }}", "utf-8")
    assert [(p.message, p.line) for p in lint(form(), path)] == [("template-name/quoted", 2)]


@pytest.mark.parametrize(
    ("tag", "shown"),
    [
        ("{{ 1234567 | thousands }}", "1,234,567"),
        ("{{ (1234.5 + 1) | thousands(2) }}", "1,235.50"),
        ("{{ 0.2345 | percent(1) }}", "23.5%"),
        ("{{ 5 | change(4) }}", "增长25%"),
        ("{{ 5 | change(0) }}", ""),
        ("{{ '' | thousands }}", ""),
        ("{{ 2.5 | round }}", "3"),
        ("{{ (1 / 3) | round(2) }}", "0.33"),
        ("{{ ((1 / 3) | round(2)) * 1.5 > 0 }}", "True"),
        ("{{ (3 - 5) | abs }}", "2"),
        ("{{ year | thousands }}", "2,024"),
    ],
)
def test_the_filters_of_prose_do_the_same_in_templates(
    tmp_path: Path, tag: str, shown: str
) -> None:
    names = context(good(report_text()))
    assert filled_in_text(tmp_path, tag, names) == shown
    assert filled_in_word(tmp_path, tag, names) == shown


def test_a_filter_that_is_none_is_told_with_those_that_are(tmp_path: Path) -> None:
    path = tmp_path / "report.txt.j2"
    path.write_text("{{ year | thousand }}", "utf-8")
    (problem,) = lint(form(), path)
    assert isinstance(said := problem.values["reason"], Bilingual)
    assert "thousands" in said.zh.split("；")[0]
    assert "percent" in said.zh.split("；")[1]


def test_a_filter_on_a_text_is_told_as_what_it_is(tmp_path: Path) -> None:
    with pytest.raises(Invalid) as caught:
        filled_in_text(tmp_path, "{{ organ | thousands }}", context(good(report_text())))
    assert isinstance(said := caught.value.problems[0].values["reason"], Bilingual)
    assert said.zh.startswith("数字与文字")


def test_the_number_of_rows_is_printed_and_a_row_of_one_report_is_told(tmp_path: Path) -> None:
    report = branches(tmp_path).report
    assert report
    names = context(report)
    source = "{{ points.branch.count }}{% set b = points.branch %} {{ b.count }}"
    assert filled_in_text(tmp_path, source, names) == "2 2"
    own = load(tmp_path / "templates" / "return")
    path = tmp_path / "report.txt.j2"
    assert lint(own, path) == []
    path.write_text("{{ points.branch.north.spent }}{{ points.branch.north.spend }}", "utf-8")
    found = lint(own, path)
    assert sorted((p.message, p.is_error) for p in found) == [
        ("template-name", True),
        ("template-name/row", False),
        ("template-name/row", False),
    ]


def test_a_row_of_one_report_does_not_count_as_printing_all(tmp_path: Path) -> None:
    branches(tmp_path)
    own = load(tmp_path / "templates" / "return")
    word = tmp_path / "templates" / "return" / "report.docx"
    assert lint(own, word) == []
    document = docx.Document(str(word))
    document.add_paragraph("{{ points.branch.north.spent }} of {{ points.branch.count }}")
    document.save(str(word))
    (problem,) = lint(own, word)
    assert (problem.message, problem.is_warning) == ("template-name/row", True)
    assert problem.values["rows"] == "points.branch"


def test_last_year_is_named_in_templates_as_in_prose_and_is_empty_without_its_report(
    tmp_path: Path,
) -> None:
    source = "{{ last.points.head.spent }}|{{ last.points.branch.north.spent }}|{{ last.year }}|"
    source += "{{ last.points.branch.count }}|"
    source += "{{ points.total.spent | change(last.points.total.spent) }}"
    first = branches(tmp_path, year=2023).report
    assert first
    assert filled_in_text(tmp_path, source, context(first)) == "||||"
    again = branches(tmp_path, year=2024).report
    assert again
    assert filled_in_text(tmp_path, source, context(again)) == "1.00|5.50|2023|2|0%"
    own = load(tmp_path / "templates" / "return")
    path = tmp_path / "report.txt.j2"
    assert [p.message for p in lint(own, path)] == ["template-name/row"]
    path.write_text("{{ last.points.haed.spent }}{{ last.points.head }}", "utf-8")
    found = lint(own, path)
    assert [p.message for p in found] == ["template-name", "template-name/group"]
    assert found[0].values["likely"] == "last.points.head"
