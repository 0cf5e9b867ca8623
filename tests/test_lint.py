"""Templates are looked over before there is data: each fault with its place."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from copy import deepcopy
from itertools import zip_longest
from pathlib import Path

import docx
import pytest
from docx.table import Table, _Cell
from helpers import ROOT, SHIPPED, form, good, project, report_text
from test_lines import RETURN, at_hand

from gendoc import build, cli
from gendoc.draft import word_template
from gendoc.formfile import load
from gendoc.lint import lint
from gendoc.messages import advise
from gendoc.places import places
from gendoc.problem import Bilingual, Invalid, Problem, Severity
from gendoc.project import Found, Project, find_form
from gendoc.template import TextTemplate, context
from gendoc.word import WordTemplate

FORM_TEXT = (form().folder / "form.yaml").read_text("utf-8")
W = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"


def changed(path: Path, old: str, new: str, part: str = "word/document.xml") -> Path:
    """The drafted template of the first form with one place of a part changed."""
    path.write_bytes(word_template(form()))
    return rewritten(path, old, new, part)


def rewritten(path: Path, old: str, new: str, part: str = "word/document.xml") -> Path:
    """A template with one place of a part changed."""
    source = zipfile.ZipFile(io.BytesIO(path.read_bytes()))
    with source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            content = source.read(name).decode()
            if name == part:
                assert old in content
                content = content.replace(old, new, 1)
            target.writestr(name, content)
    return path


def told(path: Path) -> list[tuple[str, str]]:
    """The messages about a template with their places."""
    wheres = [(p.message, p.values.get("where")) for p in lint(form(), path)]
    places = [(name, w.to("en") if isinstance(w, Bilingual) else "") for name, w in wheres]
    return [(name, re.split(r" [(“]", place)[0]) for name, place in places]


@pytest.mark.parametrize("id_", SHIPPED)
def test_shipped_templates_have_nothing_wrong(id_: str) -> None:
    for path in build.formats(form(id_)).values():
        assert path is None or lint(form(id_), path) == []


def test_a_row_that_was_copied_is_told(tmp_path: Path) -> None:
    row = _row("{{r.natural}}")
    path = changed(tmp_path / "report.docx", row, row + row)
    found = told(path)
    assert found == [("template-tag/twice", "table 2, row 5, column 4")]


def test_a_row_that_lost_a_cell_is_told_with_its_place(tmp_path: Path) -> None:
    row = _row("{{r.natural}}")
    cell = next(part for part in _cells(row) if "{{r.company}}" in part)
    path = changed(tmp_path / "report.docx", row, row.replace(cell, ""))
    assert told(path) == [
        ("template-tag/ragged", "table 2, row 4"),
        ("template-unprinted/cell", "table 2, row 4"),
    ]
    ragged, lost = lint(form(), path)
    assert ragged.values["text"] == "一、本年新收政府信息公开申请数量"
    assert lost.values["tags"] == "{{r.company}}"


def test_a_mistaken_column_is_told_with_the_one_that_belongs_there(tmp_path: Path) -> None:
    path = changed(tmp_path / "report.docx", "{{r.company}}", "{{r.natural}}")
    (problem,) = lint(form(), path)
    assert problem.message == "template-tag/column"
    assert problem.values["tags"] == "{{r.company}}"
    assert str(problem.values["column"]).endswith("商业企业")


def test_a_row_that_prints_another_rows_figures_is_told_with_its_label(tmp_path: Path) -> None:
    rows = [_row(f"set r = applications.{name} %") for name in ("new", "carried_in")]
    swapped = rows[0].replace(".new %", ".carried_in %") + rows[1].replace(
        ".carried_in %", ".new %"
    )
    path = changed(tmp_path / "report.docx", "".join(rows), swapped)
    assert told(path) == [
        ("template-tag/other-row", "table 2, row 4, column 4"),
        ("template-tag/other-row", "table 2, row 5, column 4"),
    ]
    values = lint(form(), path)[0].values
    assert values["other"] == "一、本年新收政府信息公开申请数量"
    assert values["wanted"] == "applications.new.natural"


def test_a_row_that_was_given_the_name_of_another_is_told_once(tmp_path: Path) -> None:
    path = changed(tmp_path / "report.docx", "applications.carried_in %", "applications.new %")
    assert told(path) == [("template-tag/other-row", "table 2, row 5, column 4")]


def test_two_columns_that_changed_places_are_told_below_their_heads(tmp_path: Path) -> None:
    row = _row("set r = applications.new %")
    swapped = row.replace("r.company", "r.x").replace("r.research", "r.company")
    path = changed(tmp_path / "report.docx", row, swapped.replace("r.x", "r.research"))
    found = lint(form(), path)
    assert [(p.message, p.values["wanted"]) for p in found] == [
        ("template-tag/other-column", "applications.new.company"),
        ("template-tag/other-column", "applications.new.research"),
    ]


def test_labels_in_words_of_ones_own_are_no_fault(tmp_path: Path) -> None:
    old = "一、本年新收政府信息公开申请数量"
    assert told(changed(tmp_path / "report.docx", old, "一、本年收到")) == []


@pytest.mark.parametrize("between", ["", "</w:t></w:r></w:p><w:p><w:r><w:t>"])
def test_two_figures_of_a_cell_with_nothing_between_are_told(tmp_path: Path, between: str) -> None:
    row = _row("{{r.natural}}")
    cell = next(part for part in _cells(row) if "{{r.company}}" in part)
    merged = row.replace(cell, "").replace(
        "{{r.natural}}", f"{{{{r.natural}}}}{between}{{{{r.company}}}}"
    )
    found = told(changed(tmp_path / "report.docx", row, merged))
    assert ("template-tag/together", "table 2, row 4, column 4") in found
    parted = merged.replace(f"}}}}{between}{{{{", "}}件，企业{{")
    found = told(changed(tmp_path / "report.docx", row, parted))
    assert "template-tag/together" not in [message for message, _ in found]


def test_a_figure_of_which_the_tag_is_broken_is_told_once(tmp_path: Path) -> None:
    path = changed(tmp_path / "report.docx", "{{r.natural}}", "{{r.natural}")
    assert [message for message, _ in told(path)] == ["template-tag/left"]


def test_places_in_a_table_name_its_caption_or_heading(tmp_path: Path) -> None:
    path = changed(tmp_path / "report.docx", "{{r.natural}}", "{{r.natural")
    (problem,) = lint(form(), path)
    where = problem.values["where"]
    assert where.to("zh") == "表2 第4行第4列（三、收到和处理政府信息公开申请情况）"  # type: ignore[attr-defined]


def _row(text: str) -> str:
    """The first row of the first form's template that holds a text."""
    body = zipfile.ZipFile(io.BytesIO(word_template(form()))).read("word/document.xml").decode()
    rows = re.findall(r"<w:tr>.*?</w:tr>|<w:tr .*?</w:tr>", body, re.DOTALL)
    return next(row for row in rows if text in row)


def _cells(row: str) -> list[str]:
    return re.findall(r"<w:tc>.*?</w:tc>", row, re.DOTALL)


def test_a_drafted_template_with_repeated_rows_has_nothing_wrong(tmp_path: Path) -> None:
    drafted = find_form("return", at_hand(tmp_path, RETURN))
    for path in build.formats(drafted).values():
        assert path is None or lint(drafted, path) == []


@pytest.mark.parametrize(
    ("old", "new", "message", "where"),
    [
        ("{{r.natural}}", "{{r.naturall}}", "template-name", "table 2, row 4, column 4"),
        ("{{ line }}", "{{ organn }}", "template-name", "paragraph 2"),
        ("for p in overview", "for p in overvieww", "template-name", "paragraph 15"),
        ("{{r.natural}}", "{{r.natural}", "template-tag/left", "table 2, row 4, column 4"),
        (
            "{{r.natural}}",
            "{ organ }{{r.natural}}",
            "template-tag/left",
            "table 2, row 4, column 4",
        ),
        ("{{r.natural}}", "{{r.natural *}}", "template-tag/syntax", "table 2, row 4, column 4"),
        ("{%p endfor %}", "", "template-tag/open", "paragraph 1"),
        ("{%p for line in", "{% for line in", "template-tag/empty", "paragraph 1"),
        ("{%p endfor %}", "{%p endif %}", "template-tag/crossed", "paragraph 3"),
        ("{{r.natural}}", "{{r.natural or “”}}", "template-tag/quotes", "table 2, row 4, column 4"),
        (
            "{{r.natural}}",
            "{{r.nat</w:t><w:tab/><w:t>ural}}",
            "template-tag/split",
            "table 2, row 4, column 4",
        ),
        ("{{r.natural}}", "", "template-unprinted/cell", "table 2, row 4"),
        ("{{r.natural}}", "｛｛r.natural｝｝", "template-tag/wide", "table 2, row 4, column 4"),
        ("{{r.natural}}", "{{r.natural｝｝", "template-tag/wide", "table 2, row 4, column 4"),
        ("{{r.natural}}", "{{r.natural}} }}", "template-tag/left", "table 2, row 4, column 4"),
        ("{{r.natural}}", "{{r.natural}}{# ", "template-tag/left", "table 2, row 4, column 4"),
        (
            "{{r.natural}}",
            "{%tr if year %}{{r.natural}}",
            "template-tag/beside",
            "table 2, row 4, column 4",
        ),
        ("{{ line }}", "{%p set x = year %}{{ line }}", "template-tag/beside-set", "paragraph 2"),
        ("{{ line }}", "a{%r set x = year %}{{ line }}", "template-tag/beside", "paragraph 2"),
        (
            "{{r.natural}}",
            "{%tc set x = year %}{{r.natural}}",
            "template-tag/beside",
            "table 2, row 4, column 4",
        ),
        ("{{ line }}", "{{ line | uppercase }}", "broken-template", "paragraph 2"),
        ("{{ line }}", "{% foreach %}{{ line }}", "broken-template", "paragraph 2"),
        ("for p in overview", "for p in disclosure", "template-name/keys", "paragraph 15"),
    ],
)
def test_a_fault_in_a_word_template_is_told_where_it_is(
    tmp_path: Path, old: str, new: str, message: str, where: str
) -> None:
    found = told(changed(tmp_path / "report.docx", old, new))
    assert message in [name for name, _ in found], found
    if where:
        assert where in [place for name, place in found if name == message], found


def test_a_row_that_lost_its_name_is_told_before_there_is_data_and_while_building(
    tmp_path: Path,
) -> None:
    path = changed(tmp_path / "report.docx", "{%p set r = applications.carried_in %}", "")
    assert told(path) == [("template-tag/row", "table 2, row 5, column 4")]
    assert lint(form(), path)[0].values["set"] == "applications.carried_in"
    with pytest.raises(Invalid) as caught:
        WordTemplate(path)
    assert [problem.message for problem in caught.value.problems] == ["template-tag/row"]


def test_a_name_that_the_text_sets_is_every_rows_until_a_row_sets_it_anew(tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(word_template(form()))) as file:
        body = file.read("word/document.xml").decode()
    first, second, rest = body.split("<w:tbl>", 2)

    def rows(name: str, new: str) -> int:
        """How many rows are told that use a name which the text before the second table sets."""
        setting = W.format(f"{{%p set {name} = applications.new %}}")
        found = told(
            changed(tmp_path / "a.docx", body, "<w:tbl>".join((first, second + setting, new)))
        )
        return [message for message, _ in found].count("template-tag/row")

    assert rows("s", rest.replace("{{r.natural}}", "{{s.natural}}")) == 0
    assert rows("r", rest) == 0
    assert rows("r", rest.replace("{%p set r = applications.carried_in %}", "")) == 1


def test_tracked_changes_are_told_once_with_the_first_place(tmp_path: Path) -> None:
    run = "<w:r><w:t>{}</w:t></w:r>"
    tracked = f"<w:p><w:ins>{run.format('a')}</w:ins></w:p><w:p><w:del><w:r>"
    tracked += "<w:delText>{{ yaer }}</w:delText></w:r></w:del></w:p>"
    path = changed(tmp_path / "report.docx", "<w:sectPr>", f"{tracked}<w:sectPr>")
    (problem,) = lint(form(), path)
    assert problem.message == "template-tag/tracked"
    assert problem.is_warning
    assert problem.values["count"] == 2
    assert problem.values["text"] == "a"


def test_a_tag_in_an_endnote_is_told_for_it_is_never_filled_in(tmp_path: Path) -> None:
    path = changed(tmp_path / "report.docx", "<w:sectPr>", "<w:sectPr>")
    note = (
        "<w:endnotes xmlns:w='w'><w:endnote>"
        + W.format("见{{ organ }}")
        + "</w:endnote></w:endnotes>"
    )
    with zipfile.ZipFile(path, "a") as file:
        file.writestr("word/endnotes.xml", note)
    assert told(path) == [("template-tag/endnote", "endnotes, paragraph 1")]
    with pytest.raises(Invalid):
        WordTemplate(path)


def test_a_loop_over_merged_cells_is_told(tmp_path: Path) -> None:
    row = (
        '<w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr>'
        + W.format("甲")
        + "</w:tc></w:tr>"
    )
    tag = "<w:tr><w:tc>" + W + "</w:tc></w:tr>"
    loop, end = tag.format("{%tr for p in overview %}"), tag.format("{%tr endfor %}")
    table = f"<w:tbl>{loop}{row}{end}</w:tbl>"
    path = changed(tmp_path / "report.docx", "<w:sectPr>", f"{table}<w:sectPr>")
    assert ("template-tag/merged", "table 4, row 1, column 1") in told(path)


@pytest.mark.parametrize("ends", ["second", "row", "never"])
def test_a_loop_over_table_rows_without_tr_is_told_where_it_begins(
    tmp_path: Path, ends: str
) -> None:
    row = "<w:tr>" + "<w:tc>" + W + "</w:tc><w:tc>" + W + "</w:tc></w:tr>"
    end = "{% endfor %}"
    table = row.format("{% for p in overview %}{{ p.text }}", end if ends == "second" else "x")
    table += row.format(end if ends == "row" else "y", "z")
    path = changed(tmp_path / "report.docx", "<w:sectPr>", f"<w:tbl>{table}</w:tbl><w:sectPr>")
    assert ("template-tag/cells", "table 4, row 1, column 1") in told(path)
    with pytest.raises(Invalid) as caught:
        WordTemplate(path)
    assert [problem.message for problem in caught.value.problems] == ["template-tag/cells"]


def test_fonts_without_one_for_chinese_are_told_in_text_and_styles(tmp_path: Path) -> None:
    run = '<w:p><w:r><w:rPr><w:rFonts w:ascii="Arial"/></w:rPr><w:t>汉字</w:t></w:r></w:p>'
    path = changed(tmp_path / "a.docx", "<w:sectPr>", f"{run}<w:sectPr>")
    assert [message for message, _ in told(path)] == ["template-font"]
    old = '<w:rFonts w:ascii="宋体" w:hAnsi="宋体" w:eastAsia="宋体"/>'
    path = changed(tmp_path / "b.docx", old, '<w:rFonts w:ascii="宋体"/>', "word/styles.xml")
    assert told(path) == [("template-font/style", "style Footer")]


def test_text_boxes_and_footers_have_places_of_their_own(tmp_path: Path) -> None:
    inside = W.format("{{ organn }}")
    box = f"<w:p><w:r><w:txbxContent>{inside}</w:txbxContent></w:r></w:p>"
    path = changed(tmp_path / "a.docx", "<w:sectPr>", f"{box}<w:sectPr>")
    assert told(path) == [("template-name", "text box 1, paragraph 1")]
    path = changed(tmp_path / "b.docx", "— </w:t>", "— {{ yaer }}</w:t>", "word/footer1.xml")
    assert ("template-name", "footer, paragraph 1") in told(path)


@pytest.mark.parametrize(
    ("old", "new", "part", "where"),
    [
        ("{{r.natural}}", "{{r.naturall}}", "word/document.xml", "表2 第4行第4列"),
        ("— </w:t>", "— {{ yaer }}</w:t>", "word/footer1.xml", "页脚第1段"),
        (
            "<w:sectPr>",
            f"<w:p><w:txbxContent>{W.format('{{ yaer }}')}</w:txbxContent></w:p><w:sectPr>",
            "word/document.xml",
            "文本框1 第1段",
        ),
    ],
)
def test_an_error_while_rendering_has_its_place_in_every_part(
    tmp_path: Path, old: str, new: str, part: str, where: str
) -> None:
    path = changed(tmp_path / "report.docx", old, new, part)
    with pytest.raises(Invalid) as caught:
        WordTemplate(path).render(context(good(report_text())))
    (problem,) = caught.value.problems
    assert where in problem.values["where"].to("zh")  # type: ignore[attr-defined]


def test_text_templates_are_looked_over_with_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "report.txt.j2"
    path.write_text(
        "{{ title }}\n{{ titel }}\n{% for s in sections %}{{ s.title }}{% endfor %}", "utf-8"
    )
    assert [(p.message, p.line) for p in lint(form(), path)] == [("template-name", 2)]
    path.write_text("{{ title }}\n{% for s in sections %}", "utf-8")
    assert [(p.message, p.line) for p in lint(form(), path)] == [("template-tag/open", 2)]


def test_every_slip_of_a_text_template_is_told_at_its_column(tmp_path: Path) -> None:
    path = tmp_path / "report.txt.j2"
    path.write_text(
        "a {{ title. }} b {{ yaer yaer }}\r\n{% if year = 1 %}\n{{\ttitle ?\n}}", "utf-8"
    )
    assert [(p.message, p.line, p.column) for p in lint(form(), path)] == [
        ("template-tag/syntax", 1, 3),
        ("template-tag/syntax", 1, 18),
        ("template-tag/open", 2, 1),
        ("template-tag/syntax", 2, 1),
        ("template-tag/syntax", 3, 1),
    ]
    path.write_text("titel {{ title }}{{ titel }} {{ titel }}\n{{\n titel }}", "utf-8")
    assert [(p.message, p.line, p.column) for p in lint(form(), path)] == [
        ("template-name", 1, 21),
        ("template-name", 1, 33),
        ("template-name", 3, 2),
    ]


@pytest.mark.parametrize(
    ("tag", "reason"),
    [
        ("{% foreach p in overview %}", "没有“foreach”这种语句"),
        ("{%p for p in overview %}{%p endfor %}", "“p”只在 Word 模板里有用，文本模板里去掉它"),
        ("{% else %}", "“else”不在循环或条件里"),
        ("{% set x %}", "到模板末尾也没有收尾"),
        ("{{ }}", "}} 前面少了名称或算式"),
        ("{{ title | }}", "}} 前面少了名称或算式"),
        ("{{ title. }}", "这里少了一个名称"),
        ("{% if year = 1 %}{% endif %}", "比较要写 =="),
        ("{% for p overview %}{% endfor %}", "“overview”的位置应当是“in”"),
        ("{{ (year }}", "“}”的前面少了“)”"),
        ("{{ year) }}", "“)”没有开头"),
        ("{{ “title” }}", "引号要用直引号"),
        ("{{ 'title }}", "引号没有成对"),
        ("{{ title ? }}", "不能有字符“?”"),
        (
            "{{ title | upcase }}",
            "没有过滤器“upcase”；可用的有 abs, round, percent, change, thousands, fit, wrap, "
            "center, draw, flat",
        ),
        ("{{ title is upper_case }}", "没有判断“upper_case”"),
        ("{% include 'other' %}", "模板不能引用别的文件"),
        ("{{ year / 0 }}", "除数为零"),
        ("{{ year + title }}", "数字与文字不能一起运算，空着的数字也是文字"),
    ],
)
def test_the_reason_of_a_fault_is_told_in_chinese(tmp_path: Path, tag: str, reason: str) -> None:
    path = tmp_path / "report.txt.j2"
    path.write_text(tag, "utf-8")
    with pytest.raises(Invalid) as caught:
        TextTemplate(path).render(context(good(report_text())))
    told = caught.value.problems[0].values["reason"]
    assert isinstance(told, Bilingual)
    assert told.zh == reason
    assert told.en != told.zh


def test_a_text_template_that_takes_in_another_file_is_told_before_there_is_data(
    tmp_path: Path,
) -> None:
    path = tmp_path / "report.txt.j2"
    path.write_text("{{ title }}\n{% if year %} {% endif %}\n  {% include 'a.j2' %}\n", "utf-8")
    assert [(p.message, p.line, p.column) for p in lint(form(), path)] == [
        ("template-tag/syntax", 3, 3)
    ]


def test_building_tells_a_name_that_no_report_reaches_in_a_text_template(tmp_path: Path) -> None:
    text = "{{ title }}{% if year < 2000 %}{{ titel }}{% endif %}"
    files = {f"templates/{form().id}/report.txt.j2": text, "data/a.yaml": report_text()}
    root = project(tmp_path, dict(files))
    outcome = build.make(Found(root / "data/a.yaml", Project(root)), build.Plan(formats=("txt",)))
    assert [(p.message, p.line, p.column) for p in outcome.problems] == [("template-name", 1, 35)]
    assert outcome.written == []


@pytest.mark.parametrize(
    ("source", "message", "line", "found"),
    [
        (
            "a\n{{ applications.carried_inn.total }}",
            "template-name",
            2,
            "applications.carried_inn.total",
        ),
        ("{{ titel }}", "template-name", 1, "titel"),
        ("a\n{% if title %}\n", "template-tag/open", 2, "if"),
        ("\n{% endfor %}", "template-tag/crossed", 2, "endfor"),
        ("a\n{{ title }\n", "template-tag/left", 2, "{{"),
        ("a\n\n{{ title title }}", "template-tag/syntax", 3, "{{ title title }}"),
    ],
)
def test_a_text_template_tells_its_faults_as_a_word_template_does(
    tmp_path: Path, source: str, message: str, line: int, found: str
) -> None:
    path = tmp_path / "report.txt.j2"
    path.write_text(source, "utf-8")
    with pytest.raises(Invalid) as caught:
        TextTemplate(path).render(context(good(report_text())))
    problem = caught.value.problems[0]
    assert (problem.message, problem.line, problem.values["found"]) == (message, line, found)
    assert str(problem.values["where"].to("zh")) == f"第{line}行"  # type: ignore[attr-defined]
    first = lint(form(), path)[0]
    assert (first.message, first.line, first.values["found"]) == (message, line, found)


def test_what_a_template_does_not_print_is_told_with_what_to_insert(tmp_path: Path) -> None:
    old = form().folder / "report.docx"
    more = FORM_TEXT.replace("      carried_out:", "      passed_on: 五、移交\n      carried_out:")
    more = more.replace(
        "  - id: problems", "  - {id: plans, title: 计划, kind: text}\n  - id: problems"
    )
    assert more.count("passed_on") == 1
    assert more.count("plans") == 1
    folder = tmp_path / "disclosure-2021"
    folder.mkdir()
    (folder / "form.yaml").write_text(more, "utf-8")
    found = lint(load(folder), old)
    assert [(p.message, p.severity, p.values["label"]) for p in found] == [
        ("template-unprinted", Severity.WARNING, "五、移交"),
        ("template-unprinted/prose", Severity.WARNING, "计划"),
    ]
    assert str(found[0].values["tags"]).startswith(
        "{% set r = applications.passed_on %}五、移交 | {{r.natural}} | {{r.company}}"
    )
    assert isinstance(where := found[0].values["insert"], Bilingual)
    assert where.zh == "在表2 第31行（三、收到和处理政府信息公开申请情况）之后"
    assert found[1].values["found"] == "plans"


def damaged(template: bytes) -> bytes:
    """A Word file of which the body is packed into bytes that cannot be unpacked."""
    with zipfile.ZipFile(io.BytesIO(template)) as file:
        place = file.getinfo("word/document.xml").header_offset + 300
    return template[:place] + b"\xff" * 60 + template[place + 60 :]


@pytest.mark.parametrize("spoilt", [lambda template: b"text", damaged])
def test_a_file_that_is_no_template_is_told(
    tmp_path: Path, spoilt: Callable[[bytes], bytes]
) -> None:
    path = tmp_path / "report.docx"
    path.write_bytes(spoilt((form().folder / "report.docx").read_bytes()))
    assert [problem.message for problem in lint(form(), path)] == ["broken-template/not-word"]
    with pytest.raises(Invalid) as caught:
        WordTemplate(path)
    assert [p.message for p in caught.value.problems] == ["broken-template/not-word"]


ERRORS = [
    ("{{r.natural}}", "｛｛r.natural｝｝"),
    ("{{r.natural}}", "{{r.natural}} }}"),
    ("{{r.natural}}", "{%tr if year %}{{r.natural}}"),
    ("{{r.natural}}", "{% if organ == 'x' %}{{ nosuch }}{% endif %}{{r.natural}}"),
]


@pytest.mark.parametrize(("old", "new"), ERRORS)
def test_a_build_refuses_what_lint_calls_an_error(tmp_path: Path, old: str, new: str) -> None:
    outcome = built(tmp_path, old, new)
    template = tmp_path / "templates" / "disclosure-2021" / "report.docx"
    assert [problem for problem in outcome.problems if problem.is_error]
    assert outcome.problems == lint(form(), template)
    assert outcome.written == []


def test_a_build_tells_every_name_that_is_none_at_once(tmp_path: Path) -> None:
    outcome = built(tmp_path, "{{r.natural}}", "{{r.naturl}} {{ organn }} {{ nosuch }}")
    found = [p.values["found"] for p in outcome.problems if p.name == "template-name"]
    assert found == ["r.naturl", "organn", "nosuch"]


def test_a_figure_that_is_never_printed_is_a_warning_of_the_build(tmp_path: Path) -> None:
    outcome = built(tmp_path, "{{r.natural}}", "")
    assert [problem.message for problem in outcome.problems] == ["template-unprinted/cell"]
    assert outcome.written


def test_what_is_wrong_with_a_template_is_told_once_for_all_reports(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    built(tmp_path, "{{r.natural}}", "")
    (tmp_path / "data" / "b.yaml").write_text(report_text(organ="另一镇"), "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", ["gendoc", "build"])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    told_ = capsys.readouterr().err
    assert ended.value.code == 0
    assert told_.count("template-unprinted") == 1
    assert "Warnings: 1" in told_ or "警告 1 个" in told_ or "warnings: 1" in told_


def built(folder: Path, old: str, new: str) -> build.Outcome:
    """A report built with the drafted template of its form changed in one place."""
    root = project(folder, {"data/a.yaml": report_text()})
    templates = root / "templates" / "disclosure-2021"
    templates.mkdir(parents=True)
    changed(templates / "report.docx", old, new)
    found = Found(root / "data" / "a.yaml", Project(root))
    return build.make(found, build.Plan(out=root / "build", formats=("docx",)))


@pytest.mark.parametrize(
    "text",
    [
        "{% for key, row in applications.items() %}{{ key }}{{ row.new }}{% endfor %}",
        "{% for p in overview if p.text %}{{ p.text }}{% endfor %}",
        "{% set a = applications.new %}{{ a.natural }}",
        "{% set a, b = organ, year %}{{ a }}{{ b }}",
        "{% for i in range(3) %}{{ loop.index }}{{ i }}{% endfor %}",
        "{{ organ.upper() }}{{ title.split('年')[0] }}",
        "{{ facts.x.y }}",
        "{# {{ nosuch }} #}",
    ],
)
def test_what_jinja_allows_is_no_fault(tmp_path: Path, text: str) -> None:
    path = changed(tmp_path / "report.docx", "{{ line }}", "{{ line }}" + text)
    assert told(path) == []


def test_what_sections_hold_is_known_in_text_templates(tmp_path: Path) -> None:
    path = tmp_path / "report.txt.j2"
    loop = "{% for s in sections %}{% for p in s.before + s.paragraphs %}{{ p.TEXT }}{% endfor %}"
    path.write_text(
        loop.replace("TEXT", "text") + "{{ s.unit }}{% endfor %}{{ nosuch | upper }}", "utf-8"
    )
    found = [(p.values["found"], p.values["where"]) for p in lint(form(), path)]
    where = Bilingual("第1行", "line 1")
    assert found == [("s.unit", where), ("nosuch", where)]
    path.write_text(loop.replace("TEXT", "txet") + "{% endfor %}", "utf-8")
    assert [p.values["found"] for p in lint(form(), path)] == ["p.txet"]
    path.write_text("{{ title | nofilter }}", "utf-8")
    assert [p.message for p in lint(form(), path)] == ["template-tag/syntax"]


def test_a_latin_font_is_told_in_a_paragraph_that_is_filled_in(tmp_path: Path) -> None:
    font = '<w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri"/></w:rPr>'
    run = f"<w:p><w:r>{font}<w:t>{{{{ organ }}}}</w:t></w:r></w:p>"
    path = changed(tmp_path / "a.docx", "<w:sectPr>", f"{run}<w:sectPr>")
    assert [message for message, _ in told(path)] == ["template-font"]


def test_every_paragraph_of_a_template_has_a_place() -> None:
    data = (ROOT / "templates" / "disclosure-2021" / "report.docx").read_bytes()
    found = [place.where.zh for place in places(data)]
    assert found[0] == "第1段"
    assert "表1 第1行第1列（二、主动公开政府信息情况）" in found
    assert "页脚第1段" in found


@pytest.mark.parametrize("name", ["none.docx", "none.txt.j2"])
def test_a_template_that_is_not_there_is_told_in_the_words_of_files(
    tmp_path: Path, name: str
) -> None:
    (problem,) = lint(form(), tmp_path / name)
    assert problem.message == "cannot-read/ENOENT"


def test_a_text_template_in_another_encoding_is_told_with_it_and_a_byte_order_mark_is_not_printed(
    tmp_path: Path,
) -> None:
    path = tmp_path / "report.txt.j2"
    path.write_bytes("报告标题是 {{ title }}，机关是 {{ organ }}。".encode("gb18030"))
    (problem,) = lint(form(), path)
    assert problem.message == "wrong-encoding"
    with pytest.raises(Invalid):
        TextTemplate(path)
    path.write_bytes("\ufeff{{ organ }}".encode())
    assert TextTemplate(path).render(context(good(report_text()))) == "某镇\n".encode()


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("｛｛ title ｝｝", "{{ title }}"),
        ("{{ title ｝｝", "{{ title }}"),
        ("｛% if year %｝", "{% if year %}"),
        ("｛｛ title", "{{"),
    ],
)
def test_braces_of_chinese_text_are_told_with_what_was_meant(
    tmp_path: Path, source: str, wanted: str
) -> None:
    path = tmp_path / "report.txt.j2"
    path.write_text(f"{{{{ title }}}}｛注｝\n{source}\n", "utf-8")
    (problem,) = lint(form(), path)
    assert (problem.message, problem.line, problem.column) == ("template-tag/wide", 2, 1)
    assert problem.values["wanted"] == wanted
    path = changed(tmp_path / "report.docx", "{{ line }}", f"{{{{ line }}}}｛注｝{source}")
    (problem,) = lint(form(), path)
    assert (problem.message, problem.values["wanted"]) == ("template-tag/wide", wanted)


@pytest.mark.parametrize("tag", ["{% p for line in", "{%  p for line in"])
def test_a_space_before_the_part_that_a_tag_stands_for_is_told_alone(
    tmp_path: Path, tag: str
) -> None:
    path = changed(tmp_path / "report.docx", "{%p for line in", tag)
    (problem,) = lint(form(), path)
    assert problem.message == "template-tag/apart"
    assert str(problem.values["wanted"]).startswith("{%p for line in")
    with pytest.raises(Invalid) as caught:
        WordTemplate(path)
    assert [problem.message for problem in caught.value.problems] == ["template-tag/apart"]


@pytest.mark.parametrize(
    ("old", "label", "likely"),
    [
        ("{{r.natural}}", "{{自然人}}", "r.natural"),
        ("{{r.natural}}", "{{r.自然人}}", "r.natural"),
        ("{{ line }}", "{{ line }}{{机关}}", "organ"),
    ],
)
def test_a_label_in_place_of_a_key_is_told_with_the_key(
    tmp_path: Path, old: str, label: str, likely: str
) -> None:
    (problem,) = lint(form(), changed(tmp_path / "report.docx", old, label))
    assert (problem.message, problem.values["likely"]) == ("template-name", likely)


TIERS = """
id: tiers
version: "1.0"
name: Tiers
language: en
title: "{{ organ }} {{ year }}"
sections: [{id: permits, title: Permits, kind: table}]
tables:
  permits:
    columns: {applied: Applied, granted: Granted}
    rows:
      counties: {label: Counties, in_key: false, rows: {county: {label: County, repeat: true}}}
      towns: {label: Towns, in_key: false, rows: {town: {label: Town, repeat: true}}}
      total: {label: All, sum: all}
"""


def test_a_loop_over_the_rows_of_another_group_is_told_by_itself(tmp_path: Path) -> None:
    root = at_hand(tmp_path, TIERS)
    own = find_form("tiers", root)
    path = root / "templates" / "tiers" / "report.docx"
    assert lint(own, path) == []
    rewritten(path, "for r in permits.county", "for r in permits.town")
    (problem,) = lint(own, path)
    assert problem.message == "template-tag/other-loop"
    assert (problem.values["other"], problem.values["loop"]) == ("Counties", "permits.county")


GROWN = TIERS.replace("granted: Granted", "granted: Granted, refused: Refused").replace(
    "      towns:",
    """      offices: {label: Offices, in_key: false, rows: {office: {label: Office, repeat: true}}}
      central: Central
      towns:""",
)
OFFICES = """
form: tiers
organ: Org
year: 2024
permits:
  county: {a: [1, 2, 3]}
  office: {b: [4, 5, 6]}
  central: [7, 8, 9]
  town: {c: [10, 11, 12]}
"""


def typed(table: Table, problem: Problem) -> None:
    """Do word for word what is said about rows and columns that are not printed."""
    help_ = advise(problem.message, "en", **problem.values)
    if problem.message == "template-unprinted/column":
        (tags,) = re.findall(r"cells: (.*)$", help_)
        (column,) = re.findall(r"head “(.*?)”", help_)
        for row in table.rows:
            last = row._tr.tc_lst[-1]
            last.addnext(deepcopy(last))
            is_of_figures = row.cells[-1].text.startswith("{{r.")
            row.cells[-1].text = tags if is_of_figures else column if row._index == 0 else ""
        return
    (at,) = re.findall(r"behind table 1, row (\d+)", help_)
    above = table.rows[int(at) - 1]._tr
    lines = re.findall(r"\{%tr .*?%\}|(?<=cells: ).*?(?=; the third|$)", help_)
    for line in lines[::-1]:
        texts = line.split(" | ")
        rows = [row._tr for row in table.rows]
        alike = (row for row in rows if len(row.tc_lst) == len(texts))
        above.addnext(deepcopy(next(alike, rows[-1])))
        for cell, text in zip_longest(above.getnext().tc_lst, texts, fillvalue=""):
            _Cell(cell, table).text = text


def test_a_template_for_which_the_advice_is_typed_word_for_word_is_sound(tmp_path: Path) -> None:
    root = at_hand(tmp_path, TIERS)
    project(root, {"templates/tiers/form.yaml": GROWN, "data/a.yaml": OFFICES})
    own = find_form("tiers", root)
    path = root / "templates" / "tiers" / "report.docx"
    seen: list[str] = []
    while found := lint(own, path):
        seen.append(found[0].message)
        document = docx.Document(str(path))
        typed(document.tables[0], found[0])
        document.save(str(path))
    assert seen == ["template-unprinted/column", "template-unprinted/loop", "template-unprinted"]
    outcome = build.make(Found(root / "data/a.yaml", Project(root)), build.Plan(formats=("docx",)))
    assert outcome.problems == []
    rows = docx.Document(str(outcome.written[0])).tables[0].rows
    assert [[cell.text for cell in dict.fromkeys(row.cells)] for row in rows] == [
        ["", "Applied", "Granted", "Refused"],
        ["Counties", "a", "1", "2", "3"],
        ["Offices", "b", "4", "5", "6"],
        ["Central", "7", "8", "9"],
        ["Towns", "c", "10", "11", "12"],
        ["All", "22", "26", "30"],
    ]
