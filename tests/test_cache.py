"""The cache of prepared templates: whatever happens to it, documents stay the same."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from helpers import form, good, report_text

from gendoc import cache
from gendoc.template import context
from gendoc.word import WordTemplate

SHIPPED = form().folder / "report.docx"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "某 cache"))
    return tmp_path / "某 cache"


def document(path: Path = SHIPPED) -> bytes:
    return WordTemplate(path).render(context(good(report_text())))


def test_a_template_is_prepared_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = document()
    assert len(list(folder.iterdir())) == 1
    monkeypatch.setattr(WordTemplate, "_prepared", None)
    assert document() == first


def test_a_warm_cache_leaves_docxtpl_and_lxml_alone(folder: Path) -> None:
    document()
    code = (
        "import sys; from pathlib import Path; from gendoc.word import WordTemplate;"
        "WordTemplate(Path(sys.argv[1])); print(*{'docxtpl', 'lxml', 'docx'} & {*sys.modules})"
    )
    found = subprocess.check_output([sys.executable, "-c", code, str(SHIPPED)], text=True)
    assert found.split() == []


def test_another_template_of_the_same_name_is_prepared_anew(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    shutil.copy(SHIPPED, path)
    document(path)
    path.write_bytes(SHIPPED.read_bytes() + b"\0")
    document(path)
    assert len(list(folder.iterdir())) == 2


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff\x00", b"0" * 64 + b"\n{}", None])
def test_a_spoilt_entry_is_passed_over_and_written_anew(
    folder: Path, content: bytes | None
) -> None:
    first = document()
    (entry,) = folder.iterdir()
    whole = entry.read_bytes()
    entry.write_bytes(whole[: len(whole) // 2] if content is None else content)
    assert document() == first
    assert entry.read_bytes() == whole


@pytest.mark.parametrize("value", [None, 1, [], {}, {"order": 1}, {"order": [], "fixed": {"a": 1}}])
def test_an_entry_of_another_shape_is_passed_over(folder: Path, value: object) -> None:
    first = document()
    (entry,) = folder.iterdir()
    cache.write(entry.stem, value)
    assert document() == first


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="this system has no owners and modes")
def test_an_entry_that_others_can_write_is_passed_over(folder: Path) -> None:
    document()
    (entry,) = folder.iterdir()
    assert cache.read(entry.stem)
    entry.chmod(0o666)
    assert cache.read(entry.stem) is None


def test_a_folder_that_cannot_be_made_does_no_harm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "file" / "cache"))
    assert document() == document()


def test_an_empty_variable_turns_it_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(cache.VARIABLE, "")
    document()
    assert list(tmp_path.iterdir()) == []


def test_without_a_home_nothing_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in (cache.VARIABLE, "HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("os.path.expanduser", lambda path: path)
    document()
    assert list(tmp_path.iterdir()) == []


def test_the_oldest_entries_are_dropped(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "KEPT", 2)
    for number in range(4):
        cache.write(str(number), number)
        os.utime(folder / f"{number}.json", (number, number))
    assert [cache.read(str(number)) for number in range(4)] == [None, None, 2, 3]


def test_an_entry_is_text_that_can_be_read(folder: Path) -> None:
    cache.write("a", {"某": "镇"})
    digest, content = (folder / "a.json").read_text("utf-8").split("\n")
    assert len(digest) == 64
    assert json.loads(content) == {"某": "镇"}
