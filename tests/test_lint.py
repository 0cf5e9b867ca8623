"""Templates are looked over before there is data: each fault with its place."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from helpers import ROOT, SHIPPED, form, good, report_text
from test_lines import RETURN, at_hand

from gendoc import build
from gendoc.draft import word_template
from gendoc.lint import lint
from gendoc.places import places
from gendoc.problem import Bilingual, Invalid
from gendoc.project import find_form
from gendoc.template import context
from gendoc.word import WordTemplate

W = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"


def changed(path: Path, old: str, new: str, part: str = "word/document.xml") -> Path:
    """The drafted template of the first form with one place of a part changed."""
    source = zipfile.ZipFile(io.BytesIO(word_template(form())))
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
    return [(name, w.to("en") if isinstance(w, Bilingual) else "") for name, w in wheres]


@pytest.mark.parametrize("id_", SHIPPED)
def test_shipped_templates_have_nothing_wrong(id_: str) -> None:
    for path in build.formats(form(id_)).values():
        assert path is None or lint(form(id_), path) == []


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
        ("{{r.natural}}", "", "template-unprinted", ""),
    ],
)
def test_a_fault_in_a_word_template_is_told_where_it_is(
    tmp_path: Path, old: str, new: str, message: str, where: str
) -> None:
    found = told(changed(tmp_path / "report.docx", old, new))
    assert message in [name for name, _ in found], found
    if where:
        assert (message, where) in found


def test_a_row_that_lost_its_name_is_told_before_there_is_data_and_while_building(
    tmp_path: Path,
) -> None:
    path = changed(tmp_path / "report.docx", "{%p set r = applications.carried_in %}", "")
    where = [("template-tag/row", f"table 2, row 5, column {column}") for column in range(4, 11)]
    assert [found for found in told(path) if found[0] != "template-unprinted"] == where
    with pytest.raises(Invalid) as caught:
        WordTemplate(path)
    assert [problem.message for problem in caught.value.problems] == [name for name, _ in where]


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
    assert told(path) == [("template-font", "style Footer")]


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
    path.write_text("{{ title }}\n{% for %}", "utf-8")
    assert [(p.message, p.line) for p in lint(form(), path)] == [("broken-template", 2)]


def test_a_file_that_is_no_template_is_told(tmp_path: Path) -> None:
    (tmp_path / "report.docx").write_bytes(b"text")
    assert [p.message for p in lint(form(), tmp_path / "report.docx")] == ["broken-template"]


def test_every_paragraph_of_a_template_has_a_place() -> None:
    data = (ROOT / "templates" / "disclosure-2021" / "report.docx").read_bytes()
    found = [place.where.zh for place in places(data)]
    assert found[0] == "第1段"
    assert "表1 第1行第1列" in found
    assert "页脚第1段" in found
