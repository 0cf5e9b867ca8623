"""Word files as offices leave them, read back figure by figure."""

from __future__ import annotations

import html
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from helpers import bound
from paper import Paper, Sheet, as_docx, as_html, paper, saved, word_paragraph, word_table
from test_import import FORMS, entered, report, told

from gendoc.importing import Imported, published
from gendoc.problem import Invalid

W = nsdecls("w")


def read(tmp_path: Path, data: bytes, name: str = "a.docx") -> Imported:
    path = tmp_path / name
    path.write_bytes(data)
    return published(path, name, FORMS)


def check(found: Imported) -> None:
    """All that the report has was read, and nothing else."""
    of = report()
    assert found.content.figures == entered(of)
    assert (found.organ, found.year) == ("巴州区", 2023)
    assert told(found) == []
    assert bound(found.text()).sections == of.sections


def built(item: Callable[[str | Sheet], str]) -> bytes:
    """A Word file of our report, each item as the XML that it is given."""
    document = docx.Document()
    end = document.element.body[-1]
    for one in paper(report()).items:
        for element in parse_xml(f"<w:body {W}>{item(one)}</w:body>"):
            end.addprevious(element)
    return saved(document)


def run(text: str, properties: str = "") -> str:
    return (
        f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{html.escape(text)}</w:t></w:r>'
    )


def xml(element) -> str:  # type: ignore[no-untyped-def]
    from lxml import etree

    return etree.tostring(element, encoding="unicode")


def plain(one: str | Sheet) -> str:
    return f"<w:p>{run(one)}</w:p>" if isinstance(one, str) else xml(word_table(one))


def test_runs_may_be_split_anywhere(tmp_path: Path) -> None:
    def split(one: str | Sheet) -> str:
        if isinstance(one, Sheet):
            return xml(word_table(one))
        return f"<w:p>{''.join(run(c) + '<w:proofErr/>' for c in one)}</w:p>"

    check(read(tmp_path, built(split)))


def test_changes_that_are_not_accepted_yet_read_as_accepted(tmp_path: Path) -> None:
    def tracked(one: str | Sheet) -> str:
        if isinstance(one, Sheet):
            return xml(word_table(one))
        return (
            f"<w:p><w:ins>{run(one[:3])}</w:ins>"
            f"<w:del><w:r><w:delText>旧文字9</w:delText></w:r></w:del><w:moveFrom>{run('移走')}"
            f"</w:moveFrom>{run(one[3:])}</w:p>"
        )

    check(read(tmp_path, built(tracked)))


def test_hidden_text_fields_and_comments_are_not_read(tmp_path: Path) -> None:
    def hidden(one: str | Sheet) -> str:
        if isinstance(one, Sheet):
            return xml(word_table(one))
        field = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
        code = f"{field.format('begin')}<w:r><w:instrText>PAGE 7</w:instrText></w:r>"
        secret = run("密", "<w:vanish/>") + run("旧", "<w:strike/>") + run("旧", "<w:dstrike/>")
        return f"<w:p>{run(one)}{secret}{code}{field.format('end')}<w:commentRangeEnd/></w:p>"

    check(read(tmp_path, built(hidden)))


def test_content_controls_links_and_smart_tags_are_read_through(tmp_path: Path) -> None:
    def wrapped(one: str | Sheet) -> str:
        if isinstance(one, Sheet):
            return f"<w:sdt><w:sdtPr/><w:sdtContent>{xml(word_table(one))}</w:sdtContent></w:sdt>"
        link = f"<w:hyperlink>{run(one[:2])}</w:hyperlink>"
        tag = f"<w:smartTag>{run(one[2:4])}</w:smartTag>"
        inner = f"<w:sdt><w:sdtContent>{run(one[4:])}</w:sdtContent></w:sdt>"
        return f"<w:sdt><w:sdtContent><w:p>{link}{tag}{inner}</w:p></w:sdtContent></w:sdt>"

    check(read(tmp_path, built(wrapped)))


def test_text_in_boxes_is_read_once(tmp_path: Path) -> None:
    box = (
        '<w:p><w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/'
        'markup-compatibility/2006"><mc:Choice Requires="wps"><w:drawing><w:txbxContent>{0}'
        "</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>{0}"
        "</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    check(read(tmp_path, built(lambda one: box.format(plain(one)))))


def test_a_table_may_stand_inside_another(tmp_path: Path) -> None:
    def nested(one: str | Sheet) -> str:
        return f"<w:tbl><w:tr><w:tc>{plain(one)}<w:p/></w:tc></w:tr></w:tbl>"

    check(read(tmp_path, built(nested)))


def test_cells_may_be_merged_across_in_the_old_way(tmp_path: Path) -> None:
    def old(one: str | Sheet) -> str:
        if isinstance(one, str):
            return plain(one)
        rows = []
        for number in range(one.height):
            cells = ""
            for cell in sorted([*one.row(number), *one.covering(number)], key=lambda c: c.column):
                down = "" if cell.rows == 1 else "<w:vMerge/>"
                down = '<w:vMerge w:val="restart"/>' if down and cell.row == number else down
                across = '<w:hMerge w:val="restart"/>' if cell.columns > 1 else ""
                text = cell.text if cell.row == number else ""
                cells += f"<w:tc><w:tcPr>{across}{down}</w:tcPr><w:p>{run(text)}</w:p></w:tc>"
                more = f'<w:tc><w:tcPr><w:hMerge w:val="continue"/>{down}</w:tcPr><w:p/></w:tc>'
                cells += more * (cell.columns - 1)
            rows.append(f"<w:tr>{cells}</w:tr>")
        return f"<w:tbl>{''.join(rows)}</w:tbl>"

    check(read(tmp_path, built(old)))


def test_rows_may_begin_behind_columns_that_are_left_out(tmp_path: Path) -> None:
    def ragged(one: str | Sheet) -> str:
        if isinstance(one, str):
            return plain(one)
        rows = []
        for number in range(one.height):
            cells = one.row(number)
            before = cells[0].column
            gap = f'<w:trPr><w:gridBefore w:val="{before}"/></w:trPr>' if before else ""
            span = '<w:tc><w:tcPr><w:gridSpan w:val="{}"/></w:tcPr><w:p>{}</w:p></w:tc>'
            line = "".join(span.format(cell.columns, run(cell.text)) for cell in cells)
            rows.append(f"<w:tr>{gap}{line}</w:tr>")
        return f"<w:tbl>{''.join(rows)}</w:tbl>"

    check(read(tmp_path, built(ragged)))


LEVEL = (
    '<w:lvl w:ilvl="{}"><w:start w:val="1"/><w:numFmt w:val="{}"/><w:lvlText w:val="{}"/></w:lvl>'
)
NUMBERING = (
    f'<w:numbering {W}><w:abstractNum w:abstractNumId="1">'
    + LEVEL.format(0, "chineseCountingThousand", "%1、")
    + LEVEL.format(1, "chineseCounting", "（%2）")
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
)


def with_numbering(data: bytes, numbering: str) -> bytes:
    """The same Word file with other lists."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            if name != "word/numbering.xml":
                new.writestr(name, old.read(name))
        new.writestr("word/numbering.xml", numbering)
    return out.getvalue()


def test_headings_may_be_numbered_by_word(tmp_path: Path) -> None:
    def listed(one: str | Sheet) -> str:
        if isinstance(one, str):
            for level, mark in ((0, "、"), (1, "）")):
                head, found, rest = one[:4].partition(mark)
                if found and head.strip("（一二三四五六七八九十") == "":
                    number = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'
                    return f"<w:p><w:pPr>{number}</w:pPr>{run(rest + one[4:])}</w:p>"
        return plain(one)

    check(read(tmp_path, with_numbering(built(listed), NUMBERING)))


def test_a_file_may_be_in_the_strict_kind_of_docx(tmp_path: Path) -> None:
    out = io.BytesIO()
    usual = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    strict = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
    data = io.BytesIO(as_docx(paper(report())))
    with zipfile.ZipFile(data) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(usual, strict))
    check(read(tmp_path, out.getvalue()))


def test_soft_breaks_part_paragraphs(tmp_path: Path) -> None:
    items = [item for item in paper(report()).items if isinstance(item, str)]
    broken = "<w:r><w:br/></w:r>".join(map(run, items[1:4]))
    whole = paper(report()).items
    document = docx.Document()
    end = document.element.body[-1]
    end.addprevious(word_paragraph(items[0]))
    end.addprevious(parse_xml(f"<w:p {W}>{broken}</w:p>"))
    for one in whole[4:]:
        end.addprevious(word_paragraph(one) if isinstance(one, str) else word_table(one))
    check(read(tmp_path, saved(document)))


def test_a_table_in_the_prose_is_told(tmp_path: Path) -> None:
    extra = Sheet("", [c for c in paper(report()).sheet("proceedings").cells if c.row == 3])
    whole = paper(report())
    at = whole.items.index("二、主动公开政府信息情况")
    found = read(tmp_path, as_docx(Paper([*whole.items[:at], extra, *whole.items[at:]])))
    assert found.content.figures == entered(report())
    assert told(found) == ["not-in-form/table"]


@pytest.mark.parametrize("name", ["年报.DOCX", "年 报.docm", "no-suffix"])
def test_what_a_file_is_shows_in_its_bytes(tmp_path: Path, name: str) -> None:
    check(read(tmp_path, as_docx(paper(report())), name))


def holding(chunk: bytes, *, mode: str = "Internal") -> bytes:
    """A Word file that shows no more than another file inside it."""
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    body = f'<w:body><w:altChunk xmlns:r="{relations}" r:id="rId1"/><w:p/></w:body>'
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", f"<w:document {W}>{body}</w:document>")
        archive.writestr(
            "word/_rels/document.xml.rels",
            f'<Relationships><Relationship Id="rId1" Type="{relations}/aFChunk" '
            f'Target="chunk.dat" TargetMode="{mode}"/></Relationships>',
        )
        archive.writestr("word/chunk.dat", chunk)
    return file.getvalue()


@pytest.mark.parametrize("printer", [as_docx, as_html])
def test_a_word_file_may_hold_the_report_as_another_file(
    tmp_path: Path, printer: Callable[[Paper], bytes]
) -> None:
    check(read(tmp_path, holding(printer(paper(report())))))


@pytest.mark.parametrize(
    "data",
    [
        holding(b"{\\rtf1 abc}"),
        holding(as_html(Paper(["a"])), mode="External"),
        holding(holding(as_html(Paper(["a"])))),
    ],
)
def test_a_file_inside_a_word_file_that_is_not_read_is_told(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(Invalid) as caught:
        read(tmp_path, data)
    assert [p.message for p in caught.value.problems] == ["unreadable-document/chunk"]
