"""Files are written whole or not at all, whatever the disk says."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from helpers import project, report_text
from test_build import TITLE, built

from gendoc import newfile, whole
from gendoc.batch import build
from gendoc.build import Plan
from gendoc.problem import Invalid
from gendoc.project import find_reports

ROOM = 100


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk on which files have room for so many bytes and no more."""
    write = Path.write_bytes

    def until_full(path: Path, content: bytes) -> int:
        write(path, content[:ROOM])
        if len(content) > ROOM:
            raise OSError(28, "No space left on device")
        return len(content)

    monkeypatch.setattr(Path, "write_bytes", until_full)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_full_disk_is_told_at_the_file_and_leaves_every_output_as_it_was(
    tmp_path: Path, full: None
) -> None:
    small = "templates/disclosure-2021/report.flat.txt.j2"
    files = {small: "短", f"build/{TITLE}.flat.txt": "旧一", f"build/{TITLE}.txt": "旧二"}
    project(tmp_path, files)
    before = contents(tmp_path / "build")
    (tmp_path / "data/a.yaml").write_text(report_text(), "utf-8")
    (outcome,) = built(tmp_path, {}, ("flat", "txt"))
    (problem,) = outcome.problems
    assert problem.message == "cannot-write/ENOSPC"
    assert problem.path == (tmp_path / f"build/{TITLE}.txt").as_posix()
    assert outcome.written == []
    assert contents(tmp_path / "build") == before


@pytest.mark.parametrize("force", [None, True])
def test_a_new_file_on_a_full_disk_is_not_begun_and_an_old_one_stays(
    tmp_path: Path, full: None, force: bool | None
) -> None:
    target = tmp_path / "new" / "a.yaml"
    if force:
        target.parent.mkdir()
        target.write_bytes(b"old")
    with pytest.raises(Invalid) as caught:
        newfile.write(target, b"x" * 200, force=force)
    assert [problem.path for problem in caught.value.problems] == [target.as_posix()]
    assert contents(target.parent) == ({"a.yaml": b"old"} if force else {})


@pytest.mark.skipif(os.name == "nt", reason="this system does not limit the size of files")
@pytest.mark.parametrize("command", ["build --jobs 2", "new --from data/1.yaml -o data/3.yaml"])
def test_a_limit_of_the_system_is_told_and_leaves_nothing_half_written(
    tmp_path: Path, command: str
) -> None:
    two = {f"data/{n}.yaml": report_text(organ=f"第{n}镇") for n in (1, 2)}
    root = project(tmp_path / "年报", two)
    code = (
        "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))\n"
        f"import sys; sys.argv = ['gendoc', '--lang', 'en', *{command.split()}]\n"
        "from gendoc.__main__ import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 1
    assert "error[cannot-write] It cannot be written: File too large." in done.stderr
    assert "Traceback" not in done.stderr
    assert contents(root / "data").keys() == {"1.yaml", "2.yaml"}
    assert not any(path.is_file() for path in root.rglob("build/*"))


def test_what_a_killed_process_left_is_swept_and_what_one_at_work_writes_is_not(
    tmp_path: Path,
) -> None:
    for name, age in ((".gendoc-1-0.tmp", 100_000), (".gendoc-2-0.tmp", 1), ("a.txt", 100_000)):
        (tmp_path / name).write_bytes(b"")
        os.utime(tmp_path / name, (time.time() - age,) * 2)
    (tmp_path / ".gendoc-2-1.old").write_bytes(b"")
    os.utime(tmp_path / ".gendoc-2-1.old", (0, 0))
    whole.sweep(tmp_path)
    assert contents(tmp_path).keys() == {".gendoc-2-0.tmp", ".gendoc-2-1.old", "a.txt"}
    whole.sweep(tmp_path, 2)
    assert contents(tmp_path).keys() == {"a.txt"}


def test_a_build_sweeps_what_a_killed_one_left(tmp_path: Path) -> None:
    project(tmp_path, {"build/.gendoc-1-0.tmp": "half"})
    os.utime(tmp_path / "build/.gendoc-1-0.tmp", (0, 0))
    built(tmp_path, {"a.yaml": report_text()})
    assert contents(tmp_path / "build").keys() == {f"{TITLE}.txt"}


@pytest.mark.parametrize("linked", [True, False])
def test_a_file_that_is_replaced_is_never_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, linked: bool
) -> None:
    seen: list[dict[str, bytes]] = []
    move = os.replace

    def watched(source: Path, target: Path) -> None:
        seen.append({name: (tmp_path / name).read_bytes() for name in "ab"})
        if Path(target).name == "b" and len(seen) == 2:
            raise PermissionError(13, "in use", str(source), None, str(target))
        move(source, target)

    def no_links(*_: object) -> None:
        raise OSError(95, "not supported")

    whole.write_all({"a": b"1", "b": b"1"}, tmp_path)
    monkeypatch.setattr(os, "replace", watched)
    if not linked:
        monkeypatch.setattr(os, "link", no_links)
    with pytest.raises(PermissionError):
        whole.write_all({"a": b"2", "b": b"2"}, tmp_path)
    assert seen[:2] == [{"a": b"1", "b": b"1"}, {"a": b"2", "b": b"1"}]
    assert contents(tmp_path) == {"a": b"1", "b": b"1"}


def test_a_file_behind_a_link_is_written_and_the_link_stays(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"1")
    os.symlink(tmp_path / "a", tmp_path / "link")
    whole.write(tmp_path / "link", b"2")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "a").read_bytes() == b"2"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    reader = subprocess.Popen(["cat", tmp_path / "pipe"], stdout=subprocess.PIPE)
    whole.write(tmp_path / "pipe", b"2")
    assert reader.communicate()[0] == b"2"
    assert (tmp_path / "pipe").is_fifo()


def test_an_output_that_is_as_it_would_be_is_left_alone(tmp_path: Path) -> None:
    root = project(tmp_path, {"data/2024.yaml": report_text()})
    (first,) = build(find_reports([root / "data"]), Plan())
    assert [path.suffix for path in first.written] == [".docx", ".txt"]
    kept, replaced = first.written
    os.utime(kept, (0, 0))
    replaced.write_text("昨天的\n", "utf-8")
    (again,) = build(find_reports([root / "data"]), Plan())
    assert (again.written, again.unchanged) == ([replaced], [kept])
    assert kept.stat().st_mtime == 0
    assert "政府信息公开" in replaced.read_text("utf-8")
