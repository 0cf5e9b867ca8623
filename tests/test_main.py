"""How the process ends: at once, with its status, with all that was printed, and alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from helpers import project, report_text
from test_terminal import on_a_terminal

WAYS = [["-m", "gendoc"], ["-c", "from gendoc.__main__ import main; main()"]]


def run(folder: Path, way: list[str], *arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, *way, *arguments], cwd=folder, capture_output=True)


@pytest.mark.parametrize("way", WAYS, ids=["module", "script"])
@pytest.mark.parametrize(
    ("arguments", "status"), [(["forms"], 0), (["check"], 1), (["nonsense"], 2)]
)
def test_the_status_of_the_command_is_that_of_the_process(
    tmp_path: Path, way: list[str], arguments: list[str], status: int
) -> None:
    project(tmp_path, {"data/a.yaml": report_text(year="x")})
    assert run(tmp_path, way, *arguments).returncode == status


def test_a_bug_ends_with_its_status_its_traceback_and_what_was_printed_before(
    tmp_path: Path,
) -> None:
    code = (
        "from gendoc import __main__, project\n"
        "def broken(root): print('x' * 100_000); return 1 / 0\n"
        "project.form_folders = broken\n"
        "__main__.main()"
    )
    done = run(tmp_path, ["-c", code], "forms")
    assert done.returncode == 3
    assert done.stdout == b"x" * 100_000 + b"\n"
    assert b"ZeroDivisionError" in done.stderr


def test_a_slow_reader_gets_all_that_was_printed(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "gendoc", "schema"], cwd=tmp_path, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout
        time.sleep(1)
        printed = process.stdout.read()
    assert len(printed) > 65536, "more than a pipe holds"
    assert json.loads(printed)
    assert process.returncode == 0


@pytest.mark.skipif(os.name == "nt", reason="this system has no groups of processes")
def test_no_process_is_left_when_the_command_ends(tmp_path: Path) -> None:
    project(tmp_path, {f"data/{n}.yaml": report_text(organ=f"第{n}镇") for n in range(30)})
    process = subprocess.Popen(
        [sys.executable, "-m", "gendoc", "build", "-f", "txt", "--jobs", "3"],
        cwd=tmp_path,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    assert process.wait() == 0
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)


@pytest.mark.skipif(os.name == "nt", reason="this system has no groups of processes")
def test_no_process_outlives_one_that_was_killed(tmp_path: Path) -> None:
    project(tmp_path, {f"data/{n}.yaml": report_text(organ=f"第{n}镇") for n in range(400)})
    process = subprocess.Popen(
        [sys.executable, "-m", "gendoc", "build", "-f", "txt", "--jobs", "3"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    assert process.stdout
    assert process.stdout.readline()
    process.kill()
    process.wait()
    for _ in range(100):
        try:
            os.killpg(process.pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    pytest.fail("a process is left")


def test_the_bar_is_gone_and_the_cursor_back_when_the_command_ends(tmp_path: Path) -> None:
    project(tmp_path, {f"data/{n}.yaml": report_text(organ=f"第{n}镇") for n in range(30)})
    shown = on_a_terminal(tmp_path, "build", "-f", "txt", "--jobs", "2")
    assert shown.rindex("\x1b[?25l") < shown.rindex("\x1b[?25h")
    *_, last = shown.rpartition("\x1b[2K")
    assert last.startswith("30 份报告，写出 30 个文件"), last


def test_ctrl_c_while_the_command_is_still_being_read_leaves_no_traceback(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "class Pressed:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name == 'gendoc.cli': raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Pressed())\n"
        "from gendoc.__main__ import main; main()"
    )
    done = run(tmp_path, ["-c", code])
    assert (done.returncode, done.stderr) == (1, b"")
