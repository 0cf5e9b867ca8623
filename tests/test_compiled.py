"""A compiled template gives the same document as docxtpl does by itself."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from docxtpl import RichText
from helpers import APPLICATIONS, ROOT, form, good, report_text
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from markupsafe import Markup

from gendoc import build
from gendoc.package import LEVEL, Package
from gendoc.problem import Invalid
from gendoc.project import Project, find_root
from gendoc.template import Context, context
from gendoc.word import WordTemplate

TEMPLATES = sorted(ROOT.glob("templates/*/report.docx")) + sorted(
    ROOT.glob("examples/*/templates/*/report.docx")
)
REPORTS = sorted((ROOT / "data").rglob("*.yaml")) + sorted(ROOT.glob("examples/*/data/**/*.yaml"))
SHIPPED = form().folder / "report.docx"


def parts(document: bytes) -> dict[str, bytes]:
    """The parts of a Word file in their order, XML in its canonical form."""
    with zipfile.ZipFile(io.BytesIO(document)) as file:
        assert file.testzip() is None
        return {name: canonical(file.read(name)) for name in file.namelist()}


def canonical(content: bytes) -> bytes:
    return etree.tostring(etree.fromstring(content), method="c14n")


def same_both_ways(template: WordTemplate, names: Context) -> dict[str, bytes]:
    compiled, by_docxtpl = template.render(names), template.render_by_docxtpl(names)
    assert list(parts(compiled).items()) == list(parts(by_docxtpl).items())
    return parts(compiled)


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.parent.name)
def test_every_report_at_hand_is_the_same_both_ways(path: Path) -> None:
    report = build.examine(path, Project(find_root(path))).report
    assert report
    template = build.formats(report.form)["docx"]
    assert template
    same_both_ways(WordTemplate(template), context(report))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.parent.name)
def test_shipped_templates_take_the_short_way(path: Path) -> None:
    template = WordTemplate(path)
    assert not template.needs_docxtpl
    assert all(part.sound for part in template.parts)


COUNTS = st.integers(0, 10**12 - 1)


@given(st.lists(COUNTS, min_size=12, max_size=12), st.text("<>&\"'{_}%# 文1\u3000", max_size=20))
@settings(max_examples=12, deadline=None)
def test_any_figures_and_words_are_the_same_both_ways(numbers: list[int], words: str) -> None:
    rows = APPLICATIONS.replace("new: 0", f"new: {numbers[:6]}")
    rows = rows.replace("granted: 0", f"granted: {numbers[6:]}")
    rows = rows.replace("carried_in: 0", f"carried_in: {numbers[6:]}")
    rows = rows.replace("carried_out: 0", f"carried_out: {numbers[:6]}")
    names = context(good(report_text(applications=rows)))
    names["organ"] = names["title"] = words
    names["notes"]["applications"] = {"before": [{"head": words, "text": words}], "after": []}
    same_both_ways(WordTemplate(SHIPPED), names)


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
ROOT_TAG = f'xmlns:w="{W}" xmlns:wp="{WP}"'


def paragraph(text: str) -> str:
    return f'<w:p><w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def table(*rows: str, columns: int = 2) -> str:
    grid = '<w:gridCol w:w="1000"/>' * columns
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def row(*texts: str) -> str:
    cells = (f"<w:tc><w:tcPr><w:vAlign/></w:tcPr>{paragraph(text)}</w:tc>" for text in texts)
    return f"<w:tr>{''.join(cells)}</w:tr>"


def template_of(folder: Path, body: str, others: Mapping[str, str] | None = None) -> WordTemplate:
    """The shipped template with another body; `others` replaces or leaves out parts."""
    document = f"<w:document {ROOT_TAG}><w:body>{body}</w:body></w:document>"
    changed = {"word/document.xml": document, **(others or {})}
    path = folder / "report.docx"
    with zipfile.ZipFile(SHIPPED) as old, zipfile.ZipFile(path, "w") as new:
        for name in {**dict.fromkeys(old.namelist()), **changed}:
            content = changed[name] if name in changed else old.read(name).decode()
            if content:
                new.writestr(name, content)
    return WordTemplate(path)


NAMES: Context = {
    "organ": "某镇",
    "title": "标题",
    "yes": True,
    "rows": [{"a": 1, "b": "甲"}, {"a": 2, "b": "乙 & 丙"}],
    "few": ["一", "二", "三"],
    "lines": "第一行\n第二行",
    "tabs": "甲\t乙",
}

SHORT_WAY = {
    "values": paragraph("{{ organ }}、{{ rows[1].b }}"),
    "a tag in several runs": paragraph("{{ or</w:t></w:r><w:r><w:t>gan }}"),
    "paragraphs in a loop": paragraph("{%p for f in few %}")
    + paragraph("{{ f }}")
    + paragraph("{%p endfor %}"),
    "a branch within a paragraph": paragraph("{% if yes %}是{% else %}否{% endif %}"),
    "rows in a loop beside a fixed one": table(
        row("甲", "乙"), row("{%tr for r in rows %}"), row("{{ r.a }}", "{{ r.b }}"),
        row("{%tr endfor %}"),
    ),
    "whole tables in a branch": paragraph("{%p if yes %}")
    + table(row("{{ organ }}", "2"))
    + paragraph("{%p endif %}"),
    "a comment": paragraph("{# nichts #}{{ organ }}"),
    "doubled braces": paragraph("{_{ {{ organ }} }_} {_% %_}"),
    "a filter": paragraph("{{ few | join('、') }}"),
    "spaces cut": paragraph("a {%- if yes -%} b {%- endif -%} c"),
}  # fmt: skip
LOOKED_AT_AGAIN = {
    "cells in a loop": table(
        row("{%tc for f in few %}", "{{ f }}", "{%tc endfor %}"), row("a", "b")
    ),
    "merged columns": table(row("{% colspan 2 %}{{ organ }}"), row("a", "b")),
    "merged across": table(row("{%tc for f in few %}", "{% hm %}{{ f }}", "{%tc endfor %}")),
    "only rows in a loop": table(
        row("{%tr for r in [] %}"), row("{{ r.a }}", "b"), row("{%tr endfor %}")
    ),
    "a branch across paragraphs": paragraph("a{% if yes %}b") + paragraph("c{% endif %}d"),
    "a drawing": '<w:p><w:r><wp:docPr id="7"/><wp:docPr id="7"/></w:r></w:p>'
    + paragraph("{{ organ }}"),
    "a macro": paragraph("{% macro m(a) %}{{ a }}!{% endmacro %}{{ m(organ) }}"),
    "raw XML": paragraph("{{ '&lt;/w:t>&lt;w:br/>&lt;w:t>' | safe }}{{ organ }}"),
}
BY_DOCXTPL = {
    "rich text": paragraph("{{r organ }}"),
    "a line break in the template": paragraph("{{ organ }}") + paragraph("a\nb"),
}


@pytest.mark.parametrize("body", SHORT_WAY.values(), ids=SHORT_WAY)
def test_what_cannot_go_wrong_is_not_looked_at_again(body: str, tmp_path: Path) -> None:
    template = template_of(tmp_path, body)
    assert not template.needs_docxtpl
    assert all(part.sound for part in template.parts)
    same_both_ways(template, NAMES)


@pytest.mark.parametrize("body", LOOKED_AT_AGAIN.values(), ids=LOOKED_AT_AGAIN)
def test_what_docxtpl_mends_is_mended(body: str, tmp_path: Path) -> None:
    template = template_of(tmp_path, body)
    assert not template.needs_docxtpl
    assert not all(part.sound for part in template.parts)
    same_both_ways(template, NAMES)


@pytest.mark.parametrize("body", BY_DOCXTPL.values(), ids=BY_DOCXTPL)
def test_what_docxtpl_alone_can_do_is_left_to_it(body: str, tmp_path: Path) -> None:
    template = template_of(tmp_path, body)
    assert template.needs_docxtpl
    assert template.render(NAMES) == template.render_by_docxtpl(NAMES)


@pytest.mark.parametrize("value", ["lines", "tabs"])
def test_a_value_with_line_breaks_or_tabs_is_laid_out_as_docxtpl_does(
    value: str, tmp_path: Path
) -> None:
    template = template_of(tmp_path, paragraph(f"{{{{ {value} }}}}"))
    document = same_both_ways(template, NAMES)["word/document.xml"]
    assert b"<w:br>" in document or b"<w:tab>" in document


def test_a_prepared_value_is_inserted_as_docxtpl_does(tmp_path: Path) -> None:
    rich = RichText("红", color="ff0000")
    template = template_of(tmp_path, paragraph("{{r organ }}"))
    assert b"ff0000" in same_both_ways(template, {**NAMES, "organ": rich})["word/document.xml"]
    plain = template_of(tmp_path, paragraph("{{ organ }}"))
    assert not plain.needs_docxtpl
    same_both_ways(plain, {**NAMES, "organ": Markup("</w:t><w:br/><w:t>")})


@pytest.mark.parametrize("character", ["\x00", "\x08", "\x1b", "\ud800", "\uffff"])
def test_a_character_that_xml_forbids_never_reaches_a_document(
    character: str, tmp_path: Path
) -> None:
    template = template_of(tmp_path, paragraph("{{ organ }}"))
    with pytest.raises(Invalid) as caught:
        template.render({"organ": f"某{character}镇", "title": ""})
    (problem,) = caught.value.problems
    assert f"U+{ord(character):04X}" in str(problem.values["reason"])
    assert "{{ organ }}" in str(problem.values["where"])


def test_headers_footers_and_notes_are_filled_in(tmp_path: Path) -> None:
    """A footer with tags, one without, and footnotes, which docxtpl treats each in its own way."""
    footer = f"<w:ftr {ROOT_TAG}>{paragraph('{{ organ }} &amp; {{ few[0] }}')}</w:ftr>"
    notes = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    with zipfile.ZipFile(SHIPPED) as file:
        types = file.read("[Content_Types].xml").decode()
        relations = file.read("word/_rels/document.xml.rels").decode()
    others = {
        "word/footer1.xml": footer,
        "[Content_Types].xml": types.replace(
            "</Types>", f'<Override PartName="/word/footnotes.xml" ContentType="{notes}"/></Types>'
        ),
        "word/_rels/document.xml.rels": relations.replace(
            "</Relationships>",
            f'<Relationship Id="rId90" Type="{relation}" Target="footnotes.xml"/></Relationships>',
        ),
        "word/footnotes.xml": f"<w:footnotes {ROOT_TAG}><w:footnote>"
        + paragraph("{{ title }}注")
        + "</w:footnote></w:footnotes>",
    }
    template = template_of(tmp_path, paragraph("{{ organ }}") + "<w:sectPr/>", others)
    found = same_both_ways(template, NAMES)
    assert "某镇 &amp; 一".encode() in found["word/footer1.xml"]
    assert "标题注".encode() in found["word/footnotes.xml"]


def test_a_template_without_properties_gets_them_without_a_date(tmp_path: Path) -> None:
    with zipfile.ZipFile(SHIPPED) as file:
        relations = file.read("_rels/.rels").decode()
        types = file.read("[Content_Types].xml").decode()
    others = {
        "_rels/.rels": re.sub(r"<Relationship [^>]*core-properties[^>]*/>", "", relations),
        "[Content_Types].xml": re.sub(r"<Override [^>]*core[^>]*/>", "", types),
        "docProps/core.xml": "",
    }
    template = template_of(tmp_path, paragraph("{{ organ }}"), others)
    assert b">1980-01-01T00:00:00Z<" in same_both_ways(template, NAMES)["docProps/core.xml"]


@pytest.mark.parametrize(
    ("body", "where"),
    [
        (paragraph("a") + paragraph("{{ organ | nofilter }}"), "{{ organ | nofilter }}"),
        (paragraph("a") + paragraph("{{ 1 / 0 }}"), "{{ 1 / 0 }}"),
    ],
)
def test_a_mistake_is_told_with_its_paragraph(body: str, where: str, tmp_path: Path) -> None:
    with pytest.raises(Invalid) as caught:
        template_of(tmp_path, body).render({**NAMES, "no": False})
    (problem,) = caught.value.problems
    assert problem.name == "broken-template"
    assert where in str(problem.values["where"])


def test_tags_that_tear_the_file_are_told_in_words(tmp_path: Path) -> None:
    link = "<w:hyperlink><w:r><w:t>{% if no %}a</w:t></w:r></w:hyperlink>"
    body = f"<w:p>{link}<w:r><w:t>b{{% endif %}}</w:t></w:r></w:p>"
    with pytest.raises(Invalid) as caught:
        template_of(tmp_path, body).render({**NAMES, "no": False})
    assert [problem.message for problem in caught.value.problems] == ["broken-template/torn"]


def test_the_package_is_as_zipfile_writes_it() -> None:
    contents = {"[Content_Types].xml": b"<a/>" * 99, "word/文.xml": b"", "b.bin": bytes(range(256))}
    packed = Package({**contents, "b.bin": None}).pack({"b.bin": contents["b.bin"]})
    with zipfile.ZipFile(io.BytesIO(packed)) as file:
        comment = file.comment
    expected = io.BytesIO()
    with zipfile.ZipFile(expected, "w") as file:
        for name, content in contents.items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 0
            file.writestr(info, content, compresslevel=LEVEL)
        file.comment = comment
    assert packed == expected.getvalue()
