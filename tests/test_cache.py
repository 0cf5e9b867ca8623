"""The cache of prepared templates: whatever happens to it, documents stay the same."""

from __future__ import annotations

import os
import pickle
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from helpers import form, good, project, report_text

from gendoc import cache, formfile
from gendoc.form import Form
from gendoc.problem import Invalid
from gendoc.project import _load, find_form
from gendoc.template import TextTemplate, context
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


UNUSED = {"asyncio", "docx", "docxtpl", "lxml", "multiprocessing", "rich", "wcwidth"}
UNUSED |= {f"gendoc.{name}" for name in ("formfile", "importing", "places", "prepare", "published")}


def test_a_build_imports_only_what_it_uses(folder: Path, tmp_path: Path) -> None:
    root = project(tmp_path, {"data/a.yaml": report_text()})
    code = (
        "import sys; from gendoc.cli import main; sys.argv = ['gendoc', 'build']\n"
        "try: main()\nexcept SystemExit as end: print(end.code, *sys.modules)"
    )
    for warm in (False, True):
        printed = subprocess.check_output([sys.executable, "-c", code], cwd=root, text=True)
        status, *imported = printed.splitlines()[-1].split()
        assert status == "0"
        assert ("docxtpl" in imported) is not warm
    assert UNUSED & {*imported} == set()


def test_another_template_of_the_same_name_is_prepared_anew(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    shutil.copy(SHIPPED, path)
    document(path)
    path.write_bytes(SHIPPED.read_bytes() + b"\0")
    document(path)
    assert len(list(folder.iterdir())) == 2


@pytest.mark.parametrize("content", [b"", b"N.", b"\xff\x00", b"0" * 32 + b"N.", None])
def test_a_spoilt_entry_is_passed_over_and_written_anew(
    folder: Path, content: bytes | None
) -> None:
    first = document()
    (entry,) = folder.iterdir()
    whole = entry.read_bytes()
    entry.write_bytes(whole[: len(whole) // 2] if content is None else content)
    assert document() == first
    assert entry.read_bytes() == whole


@pytest.mark.parametrize("value", [None, 1, [], {}, b"code"])
def test_an_entry_of_another_shape_is_passed_over(folder: Path, value: object) -> None:
    first = document()
    (entry,) = folder.iterdir()
    cache.write(entry.stem, value)
    assert document() == first


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="this system has no owners and modes")
def test_an_entry_that_others_can_write_is_passed_over(folder: Path) -> None:
    document()
    (entry,) = folder.iterdir()
    assert cache.read(entry.stem, object)
    entry.chmod(0o666)
    assert cache.read(entry.stem, object) is None


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="this system has no owners and modes")
@pytest.mark.parametrize("mode", [0o770, 0o707, 0o1777])
def test_a_folder_that_others_can_write_is_not_used(folder: Path, mode: int) -> None:
    cache.write("a", 1)
    assert folder.stat().st_mode & 0o777 == 0o700
    folder.chmod(mode)
    assert cache.read("a", int) is None
    cache.write("b", 2)
    assert [path.name for path in folder.iterdir()] == ["a.kept"]
    folder.chmod(0o755)
    assert cache.read("a", int) == 1


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="this system has no owners and modes")
def test_a_folder_of_another_user_is_not_used(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.write("a", 1)
    somebody = os.getuid() + 1
    monkeypatch.setattr(os, "getuid", lambda: somebody)
    assert cache.read("a", int) is None
    cache.write("b", 2)
    assert [path.name for path in folder.iterdir()] == ["a.kept"]


def test_what_killed_processes_left_is_swept(folder: Path) -> None:
    folder.mkdir(mode=0o700)
    for name, age in (("1", 100_000), ("2", 1)):
        (folder / f".gendoc-{name}-a.tmp").write_bytes(b"half")
        os.utime(folder / f".gendoc-{name}-a.tmp", (time.time() - age,) * 2)
    cache.write("a", 1)
    assert {path.name for path in folder.iterdir()} == {".gendoc-2-a.tmp", "a.kept"}


def test_a_disk_that_is_full_leaves_nothing_behind(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.write("a", 1)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    cache.write("a", 2)
    monkeypatch.undo()
    assert [path.name for path in folder.iterdir()] == ["a.kept"]
    assert (folder / "a.kept").stat().st_size > 0


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="this system has no owners and modes")
@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_in_the_place_of_an_entry_keeps_nobody_waiting(folder: Path) -> None:
    first = document()
    (entry,) = folder.iterdir()
    entry.unlink()
    os.mkfifo(entry)
    assert document() == first


def test_an_entry_is_used_again_where_files_are_made_for_a_group_to_write(folder: Path) -> None:
    before = os.umask(0o002)
    try:
        cache.write("a", 1)
    finally:
        os.umask(before)
    assert cache.read("a", int) == 1


def test_an_entry_that_was_put_in_the_place_of_another_is_passed_over(folder: Path) -> None:
    cache.write("a", 1)
    cache.write("b", 2)
    (folder / "a.kept").replace(folder / "b.kept")
    assert cache.read("b", int) is None


def test_an_entry_of_a_class_that_is_gone_is_passed_over(folder: Path) -> None:
    content = b"cgendoc.nothing\nGone\n."
    with pytest.raises(ImportError):
        pickle.loads(content)
    cache.write("a", 1)
    (folder / "a.kept").write_bytes(cache._digest("a", content) + content)
    assert cache.read("a", object) is None


def test_what_another_version_kept_is_not_found(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = {cache.key(b"a"), cache.key(b"b"), cache.key(b"a", "jinja2")}
    cache._own_version.cache_clear()
    monkeypatch.setattr(cache, "__version__", "0.0")
    keys.add(cache.key(b"a"))
    cache._own_version.cache_clear()
    assert len(keys) == 4


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
        os.utime(folder / f"{number}.kept", (number, number))
    assert [cache.read(str(number), int) for number in range(4)] == [None, None, 2, 3]


FORM_YAML = """
id: f
version: '1'
name: 表
title: '{{ organ }}{{ year }}'
sections: [{id: t, kind: table}, {id: problems, title: 一, kind: text}]
tables:
  t:
    columns: {a: 甲, b: {label: 乙, pattern: "[A-Z]+", type: text}, c: {label: 丙, formula: a + 1}}
    rows: {x: 一}
checks: [{name: few, holds: t.x.a < 10}, {name: no-dots, forbids: ["…"]}]
"""


def form_folder(tmp_path: Path, text: str = FORM_YAML) -> Path:
    folder = tmp_path / "templates" / "f"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "form.yaml").write_text(text, "utf-8")
    return tmp_path


def found(root: Path) -> Form:
    """The form as another process would find it."""
    _load.cache_clear()
    return find_form("f", root)


def test_a_form_is_read_once(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = form_folder(tmp_path)
    first = found(root)
    monkeypatch.setattr(formfile, "read", None)
    again = found(root)
    assert again is not first
    assert again.figures.keys() == first.figures.keys() == {"t.x.a", "t.x.b", "t.x.c"}
    figures = again.figures
    assert figures["t.x.c"].formula
    assert figures["t.x.c"].formula.value({"a": 2}) == 3
    assert figures["t.x.b"].allowed.pattern
    assert figures["t.x.b"].allowed.pattern.fullmatch("AB")
    few, dots = again.checks
    assert few.holds
    assert few.holds.value({"t.x.a": 9}) is True
    assert dots.forbids[0].search("a…")
    assert (again.folder, again.overlay) == (first.folder, first.overlay)


def test_a_form_that_is_kept_has_its_own_folder(folder: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        root = form_folder(tmp_path / name)
        assert found(root).folder == root / "templates" / "f"
    assert len(list(folder.iterdir())) == 1


def test_a_form_that_has_changed_is_read_anew(folder: Path, tmp_path: Path) -> None:
    assert found(form_folder(tmp_path)).name == "表"
    assert found(form_folder(tmp_path, FORM_YAML.replace("表", "册"))).name == "册"


def test_a_form_with_mistakes_is_not_kept(folder: Path, tmp_path: Path) -> None:
    root = form_folder(tmp_path, FORM_YAML.replace("a + 1", "a +"))
    for _ in range(2):
        with pytest.raises(Invalid):
            found(root)
    assert not folder.exists()


def test_a_text_template_is_compiled_once_for_each_width(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "report.txt.j2"
    path.write_text("{{ 'a b c' | wrap }}", "utf-8")
    for _ in range(2):
        texts = [TextTemplate(path, wrap).render({}) for wrap in (0, 1, 3)]
        assert texts == [b"a b c\n", b"a\nb\nc\n", b"a b\nc\n"]
        assert len(list(folder.iterdir())) == 3
