"""The Word file: every figure in its cell, true merged cells, text unchanged, the same bytes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document
from docx.table import Table
from helpers import APPLICATIONS, ROOT, SHIPPED, bound, form, good, rendered, report_text, word
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from gendoc import build
from gendoc.display import printed
from gendoc.draft import text_templates, word_template
from gendoc.form import Form
from gendoc.formfile import load
from gendoc.grid import Cell, grid
from gendoc.package import is_ours
from gendoc.problem import Invalid
from gendoc.project import Project, find_root
from gendoc.report import Report
from gendoc.word import WordTemplate

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DATA = (ROOT / "data" / "巴州区" / "2023.yaml").read_text("utf-8")
EXAMPLES = sorted((ROOT / "examples").glob("*/data/**/*.yaml"))


def printed_cells(table: Table) -> Iterator[tuple[int, int, int, int, str]]:
    """(row, column, rows, columns, text) of each cell, from gridSpan and vMerge alone."""
    open_cells: dict[int, list[object]] = {}
    found: list[list[object]] = []
    for row, tr in enumerate(table._tbl.tr_lst):
        column = 0
        for tc in tr.tc_lst:
            span, merge = tc.grid_span, tc.vMerge
            if merge == "continue":
                open_cells[column][2] = int(str(open_cells[column][2])) + 1
            else:
                text = "\n".join("".join(t.text or "" for t in p.iter(W + "t")) for p in tc.p_lst)
                cell: list[object] = [row, column, 1, span, text]
                found.append(cell)
                open_cells[column] = cell
            column += span
        assert column == len(table._tbl.tblGrid.gridCol_lst)
    for cell in found:
        yield tuple(cell)  # type: ignore[misc]


def wanted_cells(report: Report, table: str) -> list[tuple[int, int, int, int, str]]:
    def text(cell: Cell) -> str:
        if not cell.key:
            return cell.text
        figure = report.figure(cell.key)
        shown = printed(report.figures.get(cell.key), figure, report.form.language)
        return shown + report.remarks.get(cell.key, "")

    cells = grid(report.tables[table]).cells
    return sorted((c.row, c.column, c.rows, c.columns, text(c)) for c in cells)


@pytest.mark.parametrize(
    "path", [ROOT / "data/巴州区/2023.yaml", *EXAMPLES], ids=lambda p: f"{p.parent.name}-{p.stem}"
)
def test_each_cell_of_each_table_is_read_back_with_its_spans(path: Path) -> None:
    text = path.read_text("utf-8")
    source_report = build.examine(path, Project(find_root(path))).report
    assert source_report
    (content,) = build.render(source_report, ["docx"]).values()
    document = Document(io.BytesIO(content))
    for table, name in zip(document.tables, source_report.tables, strict=True):
        assert sorted(printed_cells(table)) == wanted_cells(source_report, name)
    assert text


TWINS = """
id: twins
version: "1.0"
name: 甲表
title: "{{ organ }}{{ year }}年甲表"
sections:
  - {id: alone, kind: table}
  - {id: rows, kind: table}
  - {id: repeated, kind: table}
tables:
  alone:
    columns: &twins
      x: {label: 甲, columns: {c: {label: 车, columns: {m: 购, n: 运}}}}
      organ: {label: 乙, columns: {c: {label: 车, columns: {m: 购, n: 运}}}}
  rows: {columns: *twins, rows: {a: 一, b: 二}}
  repeated: {columns: *twins, rows: {r: {label: 行, repeat: true}}}
"""


def test_groups_of_columns_with_the_same_keys_inside_have_figures_of_their_own(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "templates" / "twins"
    folder.mkdir(parents=True)
    (folder / "form.yaml").write_text(TWINS, "utf-8")
    (folder / "report.docx").write_bytes(word_template(load(folder)))
    four = "{x: {c: [%s, %s]}, organ: {c: [%s, %s]}}"
    path = tmp_path / "data" / "a.yaml"
    path.parent.mkdir()
    path.write_text(
        "form: twins\norgan: 某镇\nyear: 2024\n"
        f"alone: {four % (1, 2, 3, 4)}\n"
        f"rows: {{a: {four % (5, 6, 7, 8)}, b: {four % (9, 10, 11, 12)}}}\n"
        f"repeated: {{r: {{k: {four % (13, 14, 15, 16)}}}}}\n",
        "utf-8",
    )
    outcome = build.examine(path, Project(tmp_path))
    assert outcome.problems == []
    assert outcome.report
    (content,) = build.render(outcome.report, ["docx"]).values()
    for table, name in zip(
        Document(io.BytesIO(content)).tables, outcome.report.tables, strict=True
    ):
        assert sorted(printed_cells(table)) == wanted_cells(outcome.report, name)


@given(st.lists(st.integers(0, 9_999_999), min_size=12, max_size=12))
@settings(max_examples=8, deadline=None)
def test_any_figures_are_read_back_equal(numbers: list[int]) -> None:
    rows = APPLICATIONS.replace("new: 0", f"new: {numbers[:6]}")
    rows = rows.replace("granted: 0", f"granted: {numbers[6:]}")
    rows = rows.replace("carried_in: 0", f"carried_in: {numbers[6:]}")
    text = report_text(applications=rows.replace("carried_out: 0", f"carried_out: {numbers[:6]}"))
    table = word(text).tables[1]
    assert sorted(printed_cells(table)) == wanted_cells(good(text), "applications")


def yaml_text(text: str) -> str:
    """Any text as a double-quoted YAML scalar, braces written as the contract says."""
    escaped = "".join(
        {"\\": "\\\\", '"': '\\"'}.get(character, character)
        if character.isprintable()
        else f"\\U{ord(character):08x}"
        for character in re.sub(r"\{(?=[{%#])", "{{ '{' }}", text)
    )
    return f'"{escaped}"'


characters = st.characters(
    exclude_categories=("Cs", "Cc", "Zl", "Zp"), exclude_characters="\ufffe\uffff"
) | st.sampled_from("&<>\"'{}%#_😀𠮷喆—“”")


@given(st.text(characters, min_size=1, max_size=60))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_comes_back_unchanged(text: str) -> None:
    text = "文" + text + "字"
    # Some of it a check of the form warns of, such as blanks left open.
    (content,) = build.render(bound(report_text(overview=yaml_text(text))), ["docx"]).values()
    document = Document(io.BytesIO(content))
    assert text in [paragraph.text for paragraph in document.paragraphs]


@pytest.mark.parametrize(
    "text",
    [
        "a & b < c > d",
        "{_{ }_} {_% %_}",
        "'单' \"双\"",
        "😀𠮷喆堃",
        "{{}}",
        "</w:t>",
        "a  b",
        "&amp;",
    ],
)
def test_awkward_text_comes_back_unchanged(text: str) -> None:
    document = word(report_text(overview=yaml_text(text)))
    assert text in [paragraph.text for paragraph in document.paragraphs]


def test_headings_are_real_headings_and_run_in_heads_carry_their_style() -> None:
    document = word(
        report_text(overview="\n  - {heading: 主动公开, text: 平稳。}\n  - {heading: 监督}")
    )
    headings = [p.text for p in document.paragraphs if p.style and p.style.name == "Heading 1"]
    assert headings == [section.title for section in form().sections if section.title]
    run_in = next(p for p in document.paragraphs if p.text.startswith("（一）"))
    assert run_in.text == "（一）主动公开。平稳。"
    assert next(run.style.name for run in run_in.runs if run.text) == "Heading 2 Char"
    alone = next(p for p in document.paragraphs if p.text == "（二）监督")
    assert alone.style
    assert alone.style.name == "Heading 2"


def test_a_long_title_stands_on_two_lines_and_a_short_one_on_one() -> None:
    def titles(organ: str) -> list[str]:
        paragraphs = word(report_text(organ=organ)).paragraphs
        return [p.text for p in paragraphs if p.style and p.style.name == "Title"]

    assert titles("某镇") == ["某镇2024年政府信息公开工作年度报告"]
    assert titles("某某市发展和改革委员会") == [
        "某某市发展和改革委员会",
        "2024年政府信息公开工作年度报告",
    ]


def test_properties_are_filled_in_and_not_escaped_twice() -> None:
    properties = word(report_text(organ="A&B局")).core_properties
    assert properties.title == "A&B局2024年政府信息公开工作年度报告"
    assert (properties.author, properties.language) == ("A&B局", "zh-CN")


def test_notes_stand_around_their_table_and_remarks_behind_their_figure() -> None:
    document = word(
        report_text(
            "notes: {applications: {before: 表前。, after: 表后。}}\n"
            "remarks: {disclosure.normative.issued: （其中修订1件）}\n"
        )
    )
    body = list(document.element.body.iterchildren())
    places = [i for i, child in enumerate(body) if child.tag == W + "tbl"]
    text = ["".join(t.text or "" for t in child.iter(W + "t")) for child in body]
    assert text[places[1] - 1] == "表前。"
    assert text[places[1] + 1] == "表后。"
    assert document.tables[0].cell(3, 1).text == "0（其中修订1件）"


def test_tables_have_repeated_headers_whole_rows_and_stay_inside_the_type_area() -> None:
    for table, headers in zip(word(DATA).tables, (0, 3, 3), strict=True):
        rows = table._tbl.tr_lst
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
        repeated = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows]
        assert repeated == [True] * headers + [False] * (len(rows) - headers)
        widths = [int(column.get(W + "w")) for column in table._tbl.tblGrid.gridCol_lst]
        assert sum(widths) <= 8844


def test_article_twenty_rows_are_shaded() -> None:
    table = word(DATA).tables[0]
    shaded = [
        "".join(t.text or "" for t in tc.iter(W + "t"))
        for tc in table._tbl.iter(W + "tc")
        if tc.find(f"{W}tcPr/{W}shd") is not None
    ]
    assert shaded == [f"第二十条第（{n}）项" for n in "一五六八"]


def test_every_style_names_fonts_for_latin_and_chinese() -> None:
    with zipfile.ZipFile(io.BytesIO(rendered(DATA, "docx"))) as file:
        styles = etree.fromstring(file.read("word/styles.xml"))
    normal = styles.find(f".//{W}style[@{W}styleId='Normal']//{W}rFonts")
    assert normal is not None
    assert {normal.get(W + "ascii"), normal.get(W + "eastAsia")} == {"Times New Roman", "仿宋"}


def test_page_and_footers_are_those_of_the_standard() -> None:
    section = word(DATA).sections[0]
    assert (section.page_width.twips, section.page_height.twips) == (11906, 16838)  # type: ignore[union-attr]
    margins = section.top_margin, section.left_margin, section.right_margin, section.bottom_margin
    assert [margin.twips for margin in margins if margin] == [2098, 1588, 1474, 1984]
    with zipfile.ZipFile(io.BytesIO(rendered(DATA, "docx"))) as file:
        assert b"evenAndOddHeaders" in file.read("word/settings.xml")
        for footer, side in (("footer1", b"right"), ("footer2", b"left")):
            content = file.read(f"word/{footer}.xml")
            assert b'w:jc w:val="' + side in content
            assert "— ".encode() in content


def test_every_part_is_well_formed_and_every_relation_has_its_part() -> None:
    with zipfile.ZipFile(io.BytesIO(rendered(DATA, "docx"))) as file:
        names = file.namelist()
        assert names[0] == "[Content_Types].xml"
        assert len(names) == len(set(names))
        for name in names:
            etree.fromstring(file.read(name))
        relations = etree.fromstring(file.read("word/_rels/document.xml.rels"))
        for relation in relations:
            assert f"word/{relation.get('Target')}" in names


def test_nothing_of_the_template_is_left_in_the_document() -> None:
    with zipfile.ZipFile(io.BytesIO(rendered(DATA, "docx"))) as file:
        content = file.read("word/document.xml").decode()
    assert "{{" not in content
    assert "{%" not in content
    assert "TemplateTag" not in content


def test_the_same_report_gives_the_same_bytes() -> None:
    assert rendered(DATA, "docx") == rendered(DATA, "docx")


def test_a_file_is_known_again_until_a_person_changes_it(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(rendered(DATA, "docx"))
    assert is_ours(path)
    document = Document(str(path))
    document.paragraphs[3].add_run("改")
    document.save(str(path))
    assert not is_ours(path)
    path.write_bytes(b"no zip")
    assert not is_ours(path)


DRAFTED = [
    *(form(id_) for id_ in SHIPPED),
    load(ROOT / "examples/library/templates/library-return"),
]


@pytest.mark.parametrize("own", DRAFTED, ids=lambda own: own.id)
def test_the_shipped_template_is_what_the_form_drafts(own: Form) -> None:
    drafted, shipped = io.BytesIO(word_template(own)), own.folder / "report.docx"
    with zipfile.ZipFile(drafted) as new, zipfile.ZipFile(shipped) as old:
        assert new.namelist() == old.namelist()
        for name in new.namelist():
            assert new.read(name) == old.read(name), (
                f"{name} is stale: gendoc template draft --force"
            )


@pytest.mark.parametrize("own", DRAFTED, ids=lambda own: own.id)
def test_the_shipped_text_templates_are_those_of_the_draft(own: Form) -> None:
    for name, content in text_templates(own).items():
        assert (own.folder / name).read_bytes() == content, f"{name} is stale: make update"


def test_cells_of_the_template_hold_short_names() -> None:
    document = Document(str(form().folder / "report.docx"))
    tags = [tag for table in document.tables for tag in re.findall(r"\{\{.*?\}\}", table._tbl.xml)]
    assert len(tags) == 14 + 25 * 7 + 15 - 4 + 7
    assert max(len(tag) for tag in tags) <= len("{{after_review.corrected}}")


def broken_template(folder: Path, old: bytes, new: bytes) -> WordTemplate:
    path = folder / "report.docx"
    with (
        zipfile.ZipFile(form().folder / "report.docx") as source,
        zipfile.ZipFile(path, "w") as target,
    ):
        for name in source.namelist():
            content = source.read(name)
            target.writestr(
                name, content.replace(old, new, 1) if name.endswith("document.xml") else content
            )
    return WordTemplate(path)


@pytest.mark.parametrize(
    ("old", "new", "name"),
    [
        (b"{{r.natural}}", b"{{r.natural | nothing}}", "broken-template"),
        (b"{{ p.text }}", b"{{ p.text }", "template-tag"),
    ],
)
def test_a_mistake_in_a_template_is_told_with_its_text(
    tmp_path: Path, old: bytes, new: bytes, name: str
) -> None:
    from gendoc.template import context

    with pytest.raises(Invalid) as caught:
        broken_template(tmp_path, old, new).render(context(good(report_text())))
    (problem,) = caught.value.problems
    assert problem.name == name
    assert new.decode() in str(problem.values)


@pytest.mark.parametrize(
    ("old", "new", "likely"),
    [
        (b"{{r.natural}}", b"{{r.naturall}}", "r.natural"),
        (b"{{r.natural}}", b"{{organn}}", "organ"),
        (b"{{r.natural}}", b"{{qqqq}}", ""),
    ],
)
def test_an_unknown_name_in_a_template_is_told_with_the_likely_one(
    tmp_path: Path, old: bytes, new: bytes, likely: str
) -> None:
    from gendoc.template import context

    with pytest.raises(Invalid) as caught:
        broken_template(tmp_path, old, new).render(context(good(report_text())))
    (problem,) = caught.value.problems
    assert problem.message == ("template-name" if likely else "template-name/unknown")
    assert problem.values["likely"] == likely
    where = problem.values["where"]
    assert where.to("zh").startswith("表2 第4行第4列（三、")  # type: ignore[attr-defined]
    assert problem.values["text"] == new.decode()


def test_a_loop_that_is_not_closed_is_told_where_it_begins(tmp_path: Path) -> None:
    with pytest.raises(Invalid) as caught:
        broken_template(tmp_path, b"{%p endfor %}", b"")
    (problem,) = caught.value.problems
    assert problem.message == "template-tag/open"
    assert problem.values["where"] == ("第1段", "paragraph 1")


def test_a_group_as_one_row_keeps_to_the_columns_of_its_table(tmp_path: Path) -> None:
    """The form of the tutorial, whose only group of rows may be entered as one."""
    text = (ROOT / "docs" / "making-a-form.md").read_text("utf-8")
    block = re.search(r"```yaml\n(id: small.*?)```", text, re.DOTALL)
    assert block
    (tmp_path / "templates" / "small").mkdir(parents=True)
    (tmp_path / "templates" / "small" / "form.yaml").write_text(block.group(1), "utf-8")
    small = load(tmp_path / "templates" / "small")
    (small.folder / "report.docx").write_bytes(word_template(small))
    report = """
form: small
organ: 某镇
year: 2024
level: county
preamble: 引言。
cases:
  received: {persons: 6, companies: 1}
  closed: {persons: 5, companies: 1}
  open: {persons: 1}
"""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.yaml").write_text(report, "utf-8")
    outcome = build.examine(tmp_path / "data" / "a.yaml", Project(tmp_path))
    assert outcome.problems == []
    assert outcome.report
    (content,) = build.render(outcome.report, ["docx"]).values()
    document = Document(io.BytesIO(content))
    assert sorted(printed_cells(document.tables[0])) == wanted_cells(outcome.report, "cases")
    assert "二、说明" not in [paragraph.text for paragraph in document.paragraphs]
