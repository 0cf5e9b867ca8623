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
from gendoc.problem import Bilingual, Invalid, Problem
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
    "{% set r = applications.new %}{{ r }}",
    "{{ applications['new'] }}",
    "{{ applications.new | upper }}",
    "{{ overview | join }}",
    "{{ overview | string }}",
    "{{ notes.applications | string }}",
    "{{ title_parts | fit(20) }}",
]
SHUNNED = [
    *GROUPS,
    "{% set r = applications %}{{ r.new }}",
    "{{ [year] }}",
    "{{ overview | first | string }}",
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


def told_of_text(folder: Path, source: str) -> list[Problem]:
    """What is wrong with a text template."""
    path = folder / "report.txt.j2"
    path.write_text(source, "utf-8")
    return lint(form(), path)


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


@pytest.mark.parametrize("source", ["{{ none }}", "{{ year if title else none }}"])
def test_none_is_told_as_what_it_is(tmp_path: Path, source: str) -> None:
    text = tmp_path / "report.txt.j2"
    text.write_text(source, "utf-8")
    word = changed(tmp_path / "report.docx", "<w:body>", f"<w:body>{paragraph(source)}")
    for path in (text, word):
        found = [p for p in lint(form(), path) if p.is_error]
        assert [p.message for p in found] == ["template-name/none"]
    with pytest.raises(Invalid) as caught:
        filled_in_text(tmp_path, "{{ none }}", context(good(report_text())))
    assert isinstance(said := caught.value.problems[0].values["reason"], Bilingual)
    assert said.en == "what is printed is no figure and no text"


@pytest.mark.parametrize("group", ["applications", "applications.new", "last.applications"])
def test_a_loop_over_a_group_is_told_once_for_it_gives_names_alone(
    tmp_path: Path, group: str
) -> None:
    source = f"{{% for r in {group} %}}{{{{ r }}}}{{{{ r.natural }}}}{{% endfor %}}"
    text = tmp_path / "report.txt.j2"
    text.write_text(source, "utf-8")
    word = changed(tmp_path / "report.docx", "<w:body>", f"<w:body>{paragraph(source)}")
    for path in (text, word):
        (problem,) = [p for p in lint(form(), path) if p.is_error]
        assert (problem.message, problem.values["found"]) == ("template-name/keys", group)


@pytest.mark.parametrize(
    "source",
    [
        "{% for key in facts %}{{ key }}{% endfor %}",
        "{{ title_parts | fit(20) | join }}",
        "{{ overview | map(attribute='text') | join }}",
        "{{ overview | length }}{{ (overview | first).text }}",
        "{% if year %}{% set r = year %}{% else %}{% set r = applications %}{% endif %}{{ r }}",
        "{{ applications['new']['natural'] }}",
    ],
)
def test_what_is_printed_of_a_group_by_its_values_is_no_fault(tmp_path: Path, source: str) -> None:
    assert told_of_text(tmp_path, source) == []


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


WRONG_ARGUMENTS = [
    "year | round(40)",
    "year | round(-1)",
    "year | round(1.5)",
    "year | round(year)",
    "year | round(precision=1)",
    "year | thousands(40)",
    "year | percent(1, 2)",
    "year | abs(1)",
    "year | change",
    "year | change(5, 40)",
]


@pytest.mark.parametrize("expression", WRONG_ARGUMENTS)
def test_arguments_that_a_filter_does_not_take_are_told_at_their_tag(
    tmp_path: Path, expression: str
) -> None:
    tag = f"{{{{ {expression} }}}}"
    text = tmp_path / "report.txt.j2"
    text.write_text(f"a\n{{{{ organ }}}} {tag}", "utf-8")
    (problem,) = lint(form(), text)
    assert (problem.message, problem.line, problem.column) == ("template-tag/syntax", 2, 13)
    assert problem.values["found"] == tag
    with pytest.raises(Invalid) as caught:
        TextTemplate(text).render(context(good(report_text())))
    assert list(caught.value.problems) == [problem]
    word = changed(tmp_path / "report.docx", "<w:body>", f"<w:body>{paragraph(tag)}")
    (problem,) = lint(form(), word)
    assert (problem.message, problem.values["text"]) == ("template-tag/syntax", tag)
    with pytest.raises(Invalid) as caught:
        WordTemplate(word).render(context(good(report_text())))
    assert caught.value.problems[0].values["reason"] == problem.values["reason"]


def test_of_several_tags_with_a_filter_the_wrong_ones_are_told(tmp_path: Path) -> None:
    path = tmp_path / "report.txt.j2"
    good_, wrong = "{{ year | round }}", "{{ year | round(9) | round }}"
    path.write_text(f"{good_}{wrong}{good_}{{{{ organ | round }}}}", "utf-8")
    assert [(p.line, p.column) for p in lint(form(), path)] == [(1, 19), (1, 66)]


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ("organ | abs", "organ"),
        ("applications.new | round", "applications.new"),
        ("overview | round", "overview"),
        ("(year + organ) | round", "organ"),
        ("year | change(title)", "title"),
        ("year | percent | round", "… | percent"),
        ("true | thousands", "True"),
    ],
)
def test_a_filter_on_what_is_no_number_is_told_before_there_is_data(
    tmp_path: Path, expression: str, found: str
) -> None:
    source = f"{{% if year %}}{{{{ {expression} }}}}{{% endif %}}"
    text = tmp_path / "report.txt.j2"
    text.write_text(source, "utf-8")
    word = changed(tmp_path / "report.docx", "<w:body>", f"<w:body>{paragraph(source)}")
    for path in (text, word):
        (problem,) = lint(form(), path)
        assert isinstance(said := problem.values["reason"], Bilingual)
        assert said.en == f"“{found}” is no number"


@pytest.mark.parametrize(
    "source",
    [
        "{{ (year or '') | round }}",
        "{{ facts.x | round }}",
        "{% for s in sections %}{{ loop.index | round }}{% endfor %}",
        "{% set total = year %}{{ total | round(2) }}",
    ],
)
def test_a_filter_on_what_may_be_a_number_is_no_fault(tmp_path: Path, source: str) -> None:
    assert told_of_text(tmp_path, source) == []


@pytest.mark.parametrize(
    "expression",
    [
        "1e400",
        "1e400 | round",
        "(1e300 * 1e300) | thousands",
        "(1e300 * 1e300 * 0) | abs",
        "[1e400] | max",
        "2 - 1e400",
        "('1e400' | float) | round",
    ],
)
def test_a_constant_that_is_no_number_any_more_is_told_at_its_tag(
    tmp_path: Path, expression: str
) -> None:
    tag = f"{{{{ {expression} }}}}"
    text = tmp_path / "report.txt.j2"
    text.write_text(f"a\n{{{{ organ }}}} {tag}", "utf-8")
    (problem,) = lint(form(), text)
    assert (problem.message, problem.line, problem.column) == ("template-tag/syntax", 2, 13)
    assert isinstance(said := problem.values["reason"], Bilingual)
    assert said.en == "a number is too large to be calculated with"
    with pytest.raises(Invalid) as caught:
        TextTemplate(text)
    assert list(caught.value.problems) == [problem]
    word = changed(tmp_path / "report.docx", "<w:body>", f"<w:body>{paragraph(tag)}")
    (problem,) = lint(form(), word)
    assert (problem.values["found"], problem.values["reason"]) == (expression, said)
    with pytest.raises(Invalid):
        WordTemplate(word)


@pytest.mark.parametrize(
    "expression",
    [
        "year * 1e300 * 1e300",
        "(year * 1e300 * 1e300) | round",
        "(year * 10 ** 30) | round(2)",
        "10 ** 400 * 1.0 * year",
    ],
)
def test_a_number_that_grows_too_large_is_told_with_its_tag(
    tmp_path: Path, expression: str
) -> None:
    with pytest.raises(Invalid) as caught:
        filled_in_text(tmp_path, f"a\nb {{{{ {expression} }}}}", context(good(report_text())))
    (problem,) = caught.value.problems
    assert (problem.message, problem.line, problem.column) == ("broken-template/tag", 2, 3)
    assert problem.values["found"] == f"{{{{ {expression} }}}}"
    assert isinstance(said := problem.values["reason"], Bilingual)
    assert said.en == "a number is too large to be calculated with"


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
