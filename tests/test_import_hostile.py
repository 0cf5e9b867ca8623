"""Documents made to do harm, or damaged: a clear problem, in bounded time and memory."""

from __future__ import annotations

import io
import random
import subprocess
import sys
import tempfile
import zipfile
import zlib
from pathlib import Path

import pytest
from helpers import SHARED
from hypothesis import given, settings
from hypothesis import strategies as st
from paper import PRINTERS, as_docx, as_flat, as_html, paper
from test_import import FORMS, report

from gendoc.importing import Imported, published
from gendoc.problem import Invalid
from gendoc.source import parse

pytest.importorskip("resource")

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MEMORY = 1_500_000_000
"""Bytes that a command may take for any of these files."""


def archive(document: bytes | str, **parts: bytes | str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr("word/document.xml", document)
        for name, content in parts.items():
            file.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def body(inner: str, before: str = "") -> str:
    return f"{before}<w:document {W}><w:body>{inner}</w:body></w:document>"


def bomb() -> bytes:
    """A part of a hundred megabytes in a hundred kilobytes."""
    text = b"<w:t>" + b"0" * (100 * 1024 * 1024) + b"</w:t>"
    return archive(body("<w:p><w:r>").encode() + text)


def lying_size() -> bytes:
    """An archive whose directory says that the part is small."""
    data = bytearray(archive(body("<w:p/>") + " " * 100_000_000))
    at = data.rfind(b"PK\x01\x02", 0, data.rfind(b"PK\x05\x06"))
    data[at + 24 : at + 28] = (100).to_bytes(4, "little")
    return bytes(data)


def before_the_beginning() -> bytes:
    """An archive whose end says that its directory begins far behind its own place."""
    data = bytearray(archive(body("<w:p/>")))
    at = data.rfind(b"PK\x05\x06")
    data[at + 16 : at + 20] = (at + 10_000).to_bytes(4, "little")
    return bytes(data)


def other_compression() -> bytes:
    """An archive that says that its parts are packed as bzip2 packs them."""
    data = bytearray(archive(body("<w:p/>")))
    for mark, offset in ((b"PK\x01\x02", 10), (b"PK\x03\x04", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + offset] = zipfile.ZIP_BZIP2
            at = data.find(mark, at + 4)
    return bytes(data)


LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
CELL = "<w:tc><w:p/></w:tc>"

FILES: dict[str, tuple[bytes, str]] = {
    "a zip bomb": (b"", "size"),
    "a size that lies": (b"", ""),
    "entities that expand": (archive(body("<w:p><w:r><w:t>&i;</w:t></w:r></w:p>", LAUGHS)), ""),
    "an entity from outside": (
        archive(body("<w:p><w:r><w:t>&e;</w:t></w:r></w:p>", OUTSIDE)),
        "declarations",
    ),
    "a docx that is no zip": (b"PK\x03\x04" + b"\0" * 100, "broken"),
    "a zip that is no docx": (archive("<x/>"), "not-word"),
    "ten thousand columns": (
        archive(body(f"<w:tbl><w:tr>{CELL * 10_000}</w:tr></w:tbl>")),
        "columns",
    ),
    "cells without end": (
        archive(body(f"<w:tbl>{f'<w:tr>{CELL * 100}</w:tr>' * 600}</w:tbl>")),
        "passages",
    ),
    "a page of cells": (
        b"<html><table>" + (b"<tr>" + b"<td>1" * 100) * 210 + b"</table></html>",
        "cells",
    ),
    "a span without end": (
        archive(
            body(
                '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="99999"/></w:tcPr><w:p/></w:tc>'
                f"{CELL}</w:tr></w:tbl>"
            )
        ),
        "columns",
    ),
    "deep nesting": (archive(body("<w:sdt>" * 100_000)), "depth"),
    "tables in tables": (archive(body("<w:tbl><w:tr><w:tc>" * 70 + "<w:p/>")), ""),
    "paragraphs without end": (
        archive(body("<w:p><w:r><w:t>a</w:t></w:r></w:p>" * 60_000)),
        "passages",
    ),
    "old Word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1000, "old-word"),
    "a docx with a password": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99 + "EncryptedPackage".encode("utf-16-le"),
        "encrypted",
    ),
    "a workbook": (archive("", xl__workbook="<x/>").replace(b"word/d", b"work/d"), "workbook"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(500), "picture"),
    "a photograph": (b"\xff\xd8\xff\xe0" + bytes(500), "picture"),
    "rich text": (rb"{\rtf1\ansi hello}", "rich-text"),
    "nothing": (b"", "empty"),
    "white space": (b" \n\t\n", "empty"),
    "bytes": (random.Random(1).randbytes(5000), "not-text"),
    "a page ten thousand columns wide": (
        b"<html><table><tr>" + b"<td>1</td>" * 10_000 + b"</tr></table></html>",
        "columns",
    ),
    "a page nested without end": (b"<html>" + b"<div>" * 200_000, "depth"),
    "a page of spans without end": (
        b"<html><table><tr>" + b'<td colspan="999999999" rowspan="99999999">1</td>' * 9,
        "columns",
    ),
    "a page of paragraphs": (b"<html>" + b"<p>a" * 300_000, "passages"),
    "lines without end": (b"a\n" * 200_000, "passages"),
    "a row without end": (b"\t0\n" * 40_000, ""),
    "a drawn table of one line": (b"+--+\n|" + b"+|" * 30_000 + b"\n+--+\n", ""),
    "a drawn table of one rule": ("┌─┬─┐\n".encode() + "│ 甲 │ 1 │\n".encode() * 5_000, ""),
    "a drawn table of rules": ("┌─┬─┐\n".encode() * 15_000, ""),
    "a drawn table a million columns wide": (
        f"┌{'─' * 1_000_000}┐\n".encode() + "│1│\n".encode() * 15_000,
        "",
    ),
    "rules of Markdown": (b"|---|---|\n" * 19_000, ""),
    "tabs without end": (b"\t\n" * 19_000, ""),
    "words between bars": ("甲 | 1 | 2\n词\n词\n词\n".encode() * 4_900, ""),
    "lines copied from a browser": (
        "甲\n\n\t\n\n".encode() * 12 + "甲\n".encode() * 19_000,
        "",
    ),
    "one paragraph of all lines": (("某" * 39 + "，\n").encode() * 19_000, ""),
    "titles without end": ("某市2024年政府信息公开工作年度报告\n".encode() * 19_000, ""),
    "marks above the line": (b"<html><p>" + (b"<sup>" * 900 + b"1" + b"</sup>" * 900) * 100, ""),
    "a page of tags": (b"<html>" + b"<b>" * 1_000_001, "tags"),
    "a page of line breaks": (b"<html><p>" + b"a<br>" * 30_000, "passages"),
    "a page of small tables": (
        b"<html>" + b"<table><tr><td>1<td>2</table>" * 12_000,
        "cells",
    ),
    "parts of Word without end": (archive(body("<w:x/>" * 1_000_001)), "tags"),
    "a paragraph of line breaks": (
        archive(body(f"<w:p><w:r>{'<w:t>a</w:t><w:br/>' * 30_000}</w:r></w:p>")),
        "passages",
    ),
    "a place before the beginning": (b"", "broken"),
    "a compression of no Word file": (b"", "broken"),
    "rules that are none": ((b"|" + b"-" * 2_000 + b"x|\n") * 20, ""),
    "bars without end": (b"|" * 100_000 + b"\n" + b"1 | 2 | 3\n" * 2_000, ""),
    "spaces without end": ((b" " * 5_000 + b"x\t1\n") * 20, ""),
    "numbers without end": (b"1 " * 100_000 + b"\n" + b"1" * 100_000, ""),
    "brackets without end": ("（".encode() * 50_000 + b"\n" + "（\n".encode() * 2_000, ""),
    "a pdf of nothing": (b"%PDF-1.7\n", "broken"),
    "a pdf of bytes": (b"%PDF-1.7\n" + zlib.compress(b"x" * 10_000) * 50, "broken"),
}


def outcome(path: Path) -> Imported | Invalid:
    """What becomes of a file: a report, or the error that tells why there is none."""
    try:
        return published(path, path.name, FORMS)
    except Invalid as error:
        return error


def content(name: str) -> bytes:
    made = {
        "a zip bomb": bomb,
        "a size that lies": lying_size,
        "a place before the beginning": before_the_beginning,
        "a compression of no Word file": other_compression,
    }
    return made[name]() if name in made else FILES[name][0]


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_a_problem_of_its_own(name: str, tmp_path: Path) -> None:
    """In a process of its own, so that memory and time can be bounded."""
    path = tmp_path / "a.docx"
    path.write_bytes(content(name))
    code = (
        f"import resource; resource.setrlimit(resource.RLIMIT_AS, ({MEMORY}, {MEMORY}));"
        "from gendoc.cli import main; main()"
    )
    command = [sys.executable, "-c", code, "import", str(path), "--lang", "en", "-o"]
    done = subprocess.run(
        [*command, str(tmp_path / "out.yaml")], capture_output=True, encoding="utf-8", timeout=90
    )
    assert done.returncode == 1, done.stderr[-2000:]
    assert "Traceback" not in done.stderr
    assert "root:" not in done.stderr
    assert "error[" in done.stderr


@pytest.mark.parametrize(
    "name", [name for name, (_, why) in FILES.items() if why and name != "a zip bomb"]
)
def test_a_hostile_file_is_told_for_what_it_is(name: str, tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(content(name))
    with pytest.raises(Invalid) as caught:
        published(path, "a.docx", FORMS)
    assert [problem.message for problem in caught.value.problems] == [
        f"unreadable-document/{FILES[name][1]}"
    ]


def test_macros_and_links_in_a_file_are_not_touched(tmp_path: Path) -> None:
    """They stay closed: only the parts with text are read."""
    rels = (
        '<Relationships xmlns="x"><Relationship Id="1" TargetMode="External" '
        'Type="http://x/officeDocument" Target="http://192.0.2.1/x.xml"/></Relationships>'
    )
    out = io.BytesIO(as_docx(paper(report())))
    with zipfile.ZipFile(out, "a") as file:
        file.writestr("word/vbaProject.bin", b"\xff" * 100)
        file.writestr("word/_rels/document.xml.rels.rels", rels)
    path = tmp_path / "a.docm"
    path.write_bytes(out.getvalue())
    assert published(path, "a.docm", FORMS).unread == ()


@pytest.mark.parametrize("kind", PRINTERS)
def test_a_file_cut_off_anywhere_is_a_problem_or_a_report_with_gaps(
    kind: str, tmp_path: Path
) -> None:
    data = PRINTERS[kind](paper(report()))
    path = tmp_path / f"a.{kind}"
    for share in (0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99):
        path.write_bytes(data[: int(len(data) * share)])
        found = outcome(path)
        assert found.problems
        assert isinstance(found, Invalid) or share > 0.9 or found.unread


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_file_with_bytes_changed_never_fails_in_another_way(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from([as_flat, as_html]))
    content = bytearray(kind(paper(report())))
    for _ in range(data.draw(st.integers(1, 30))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.txt"
        path.write_bytes(content)
        found = outcome(path)
        assert isinstance(found, Invalid) or parse(found.text(), "a.yaml")


def test_a_pdf_that_is_cut_off_is_told(tmp_path: Path) -> None:
    if not SHARED.exists():
        pytest.skip("the real reports are not at hand")
    data = (SHARED / "reports" / "huaian-2024.pdf").read_bytes()
    path = tmp_path / "a.pdf"
    path.write_bytes(data[: len(data) // 3])
    with pytest.raises(Invalid) as caught:
        published(path, "a.pdf", FORMS)
    assert caught.value.problems[0].name == "unreadable-document"


SHAPES = (
    "甲 | 1 | 2\n",
    "甲 | 1 | 2\n词\n词\n词\n",
    "甲 |\n1 |\n||\n",
    "一、甲\n1 |\n||\n",
    "|---|---|\n",
    "\t\n",
    "\t甲\n\t1\n\n",
    "甲\t1\t2\n",
    "甲\n\n\t\n\n",
    "┌─┬─┐\n",
    "┌─┬─┐\n│甲│1│\n└─┴─┘\n\n",
    "甲   1   2\n",
    "词\n",
    "1\n",
    "（\n",
    "某某，\n",
    "页\n\f",
    "规章\n0\n",
    "规章\t0\t1\t2\n",
    "一、总体情况\n",
    "2024年政府信息公开工作年度报告\n",
    "<table><tr><td>1</td></tr></table>\n",
)


def steps(text: str, path: Path) -> int:
    """How many functions are called while a text is read."""
    path.write_text(text, "utf-8")
    calls = 0

    def count(_frame: object, event: str, _what: object) -> None:
        nonlocal calls
        calls += event == "call"

    sys.setprofile(count)
    try:
        outcome(path)
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize("shape", SHAPES)
def test_twice_the_lines_take_about_twice_the_steps(shape: str, tmp_path: Path) -> None:
    """Counted, not timed, in a report that has the lines between two of its tables."""
    before, heading, behind = as_flat(paper(report())).decode().partition("三、")
    path = tmp_path / "a.txt"

    def with_lines(times: int) -> int:
        return steps(f"{before}{shape * times}\n{heading}{behind}", path)

    with_lines(200)  # what is kept from one document to the next
    plain, once, twice = (with_lines(times) for times in (0, 100, 200))
    assert twice - plain < 2.3 * max(once - plain, 5_000)
