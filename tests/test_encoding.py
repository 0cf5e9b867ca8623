"""Files as people save them: what is not UTF-8 is named, and the way out that is told works."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from helpers import project, report_text
from hypothesis import given
from hypothesis import strategies as st

from gendoc import build, encoding
from gendoc.problem import Problem
from gendoc.project import Project, find_reports

CHINESE = report_text(organ="某镇", overview="及时公开财政预算。")
TRADITIONAL = report_text(
    organ="臺北鎮",
    preamble="本報告依照條例編製。",
    overview="全年工作平穩，主動公開資訊三百條。",
    problems="公開還不夠主動，今後改進。",
    other_matters="沒有收取資訊處理費。",
)
SAVED = {
    "GBK": CHINESE.encode("gbk"),
    "GB18030": report_text(organ="𠮷镇").encode("gb18030"),
    "Big5": TRADITIONAL.encode("big5"),
    "UTF-16": CHINESE.encode("utf-16"),
    "UTF-16LE": CHINESE.encode("utf-16-le"),
    "UTF-16BE": CHINESE.encode("utf-16-be"),
    "UTF-32": CHINESE.encode("utf-32"),
    "UTF-32LE": CHINESE.encode("utf-32-le"),
    "UTF-32BE": CHINESE.encode("utf-32-be"),
}


def told(folder: Path, content: bytes, name: str = "a.yaml") -> list[Problem]:
    root = project(folder, {f"data/{name}": content})
    (found,) = find_reports([root / "data"])
    return build.examine(found.path, found.project).problems


@pytest.mark.parametrize("name", SAVED)
def test_an_encoding_is_named_and_the_command_told_saves_the_file_as_utf_8(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    (problem,) = told(tmp_path, SAVED[name], "某镇 2024.yaml")
    assert (problem.name, problem.message) == ("wrong-encoding", "wrong-encoding")
    assert problem.values["encoding"] == name
    monkeypatch.chdir(tmp_path)
    (problem,) = told(tmp_path, SAVED[name], "某镇 2024.yaml")
    python, *arguments = shlex.split(str(problem.values["command"]))
    assert python == "python"
    subprocess.run([sys.executable, *arguments], check=True)
    assert build.examine(Path("data/某镇 2024.yaml"), Project(tmp_path)).problems == []


def test_a_path_that_a_shell_would_run_is_no_part_of_the_command(tmp_path: Path) -> None:
    (problem,) = told(tmp_path, SAVED["GBK"], "a');$(x).yaml")
    assert "$" not in str(problem.values["command"])


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_byte_order_mark_and_any_line_ends_do_no_harm(
    tmp_path: Path, mark: str, line_end: str
) -> None:
    assert told(tmp_path, (mark + CHINESE.replace("\n", line_end)).encode()) == []


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (CHINESE.encode() + "other: 公开".encode("gbk"), (11, 8)),
        (CHINESE.encode()[:-2], (10, 25)),
        (b"a: \xe9", (1, 4)),
    ],
    ids=["pasted", "cut short", "neither"],
)
def test_damaged_text_is_told_where_it_stops_being_utf_8(
    tmp_path: Path, content: bytes, place: tuple[int, int]
) -> None:
    (problem,) = told(tmp_path, content)
    assert problem.message == "wrong-encoding/damaged"
    assert (problem.line, problem.column) == place


@pytest.mark.parametrize(
    "content",
    [b"PK\x03\x04" + bytes(range(256)), b"\x89PNG\r\n\x1a\n", b"%PDF-1.7\n", b"\0" * 5000],
    ids=["docx", "png", "pdf", "zeros"],
)
def test_a_document_a_picture_and_a_run_of_zeros_are_no_text(
    tmp_path: Path, content: bytes
) -> None:
    (problem,) = told(tmp_path, content)
    assert problem.message == "wrong-encoding/no-text"


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", "# 待填\n".encode(), b" \n\n"])
def test_a_file_without_content_is_empty(tmp_path: Path, content: bytes) -> None:
    assert [problem.name for problem in told(tmp_path, content)] == ["empty-file"]


@given(st.binary(max_size=300))
def test_an_encoding_that_is_named_reads_the_whole_file(data: bytes) -> None:
    try:
        data.decode()
    except UnicodeDecodeError as error:
        found = encoding.guess(data, error.start)
        if found and not encoding.wide(data):
            data.decode(found.codec)


# -- files that are none ------------------------------------------------------------------------


def names(folder: Path) -> list[tuple[str, str]]:
    found = find_reports([folder / "data"])
    outcomes = [build.examine(path, belonging) for path, belonging in found]
    return [(o.path.name, problem.message) for o in outcomes for problem in o.problems]


def test_a_folder_named_like_a_report_is_told_beside_the_reports(tmp_path: Path) -> None:
    project(tmp_path, {"data/2024.yaml": report_text(), "data/2023.yaml/note.txt": ""})
    assert names(tmp_path) == [("2023.yaml", "cannot-read/EISDIR")]


@pytest.mark.skipif(os.name == "nt", reason="links need a right of their own on Windows")
def test_links_to_nothing_and_to_themselves_are_told(tmp_path: Path) -> None:
    root = project(tmp_path, {"data/a.yaml": report_text()})
    os.symlink("nowhere.yaml", root / "data" / "b.yaml")
    os.symlink("d.yaml", root / "data" / "c.yaml")
    os.symlink("c.yaml", root / "data" / "d.yaml")
    assert names(tmp_path) == [
        ("b.yaml", "cannot-read/ENOENT"),
        ("c.yaml", "cannot-read/ELOOP"),
        ("d.yaml", "cannot-read/ELOOP"),
    ]


@pytest.mark.skipif(os.name == "nt", reason="this system has no /dev/zero")
def test_a_device_is_no_report_and_is_never_read(tmp_path: Path) -> None:
    root = project(tmp_path, {"data/a.yaml": report_text()})
    os.symlink("/dev/zero", root / "data" / "b.yaml")
    assert [found.path.name for found in find_reports([root / "data"])] == ["a.yaml"]
    (problem,) = build.examine(root / "data" / "b.yaml", Project(root)).problems
    assert problem.message == "cannot-read/no-file"


def test_a_report_that_vanishes_after_it_was_listed_is_told(tmp_path: Path) -> None:
    root = project(tmp_path, {"data/a.yaml": report_text()})
    (found,) = find_reports([root / "data"])
    found.path.unlink()
    (problem,) = build.examine(found.path, found.project).problems
    assert problem.message == "cannot-read/ENOENT"


def test_a_report_that_may_not_be_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = project(tmp_path, {"data/a.yaml": report_text()})
    (found,) = find_reports([root / "data"])

    def refused(*_arguments: object, **_options: object) -> None:
        raise PermissionError(13, "Permission denied", "a.yaml")

    # Not by its mode: the tests may be run by root, who reads everything.
    monkeypatch.setattr(Path, "open", refused)
    (problem,) = build.examine(found.path, found.project).problems
    assert problem.message == "cannot-read/EACCES"


# -- files of any size --------------------------------------------------------------------------

MANY = 60_000
PATHOLOGICAL = {
    "keys": ("".join(f"k{n}: 1\n" for n in range(MANY)), "missing-key"),
    "equal keys": ("a: 1\n" * MANY, "more-problems"),
    "unknown rows": (
        report_text(applications="\n" + "".join(f"  k{n}: 1\n" for n in range(MANY))),
        "more-problems",
    ),
    "unknown waivers": (
        report_text("waive:\n" + "".join(f"  k{n}: x\n" for n in range(MANY // 10))),
        "more-problems",
    ),
    "control characters": ("\x01" * MANY * 10, "more-problems"),
    "statements": (report_text(overview='"' + "{%" * MANY * 10 + '"'), "more-problems"),
    "names": (report_text(overview='"' + "{{ orgn }}" * MANY + '"'), "more-problems"),
    "names among many facts": (
        report_text(
            "facts:\n" + "".join(f"  k{n}: 1\n" for n in range(MANY // 4)),
            overview='"' + "".join(f"{{{{ facts.x{n} }}}}" for n in range(300)) + '"',
        ),
        "more-problems",
    ),
    "folded lines": (report_text(overview=">-\n" + "  全年公开信息。\n" * MANY), ""),
    "folded lines with escapes": (
        report_text(overview='"' + "  全年公开信\\u606f\n" * MANY + '"'),
        "",
    ),
    "one line": (report_text(overview="字" * MANY * 5), ""),
}


@pytest.mark.parametrize("name", PATHOLOGICAL)
def test_no_file_takes_long_to_be_told(tmp_path: Path, name: str) -> None:
    """Each of these took minutes or gigabytes while some step went over the text once a line."""
    text, expected = PATHOLOGICAL[name]
    problems = told(tmp_path, text.encode())
    assert [problem.name for problem in problems[:1]] == ([expected] if expected else [])
    assert len(problems) <= 201
