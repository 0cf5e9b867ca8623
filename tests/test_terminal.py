"""What a person sees on a terminal: colour, and lines that fit; neither of them in a pipe."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from helpers import APPLICATIONS, problems, project, report_text
from wcwidth import wcswidth

from gendoc.problem import Problem, Severity
from gendoc.show import PLAIN, Look, as_text

BALANCE = APPLICATIONS.replace("new: 0", "new: [126, 2, 0, 0, 0, 0]")
COLOURS = re.compile("\x1b\\[[0-9;]*m")


def on_a_terminal(folder: Path, *arguments: str, columns: int = 80, **environment: str) -> str:
    """What the command line prints into a terminal of so many columns."""
    pty, termios = pytest.importorskip("pty"), pytest.importorskip("termios")
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, columns))
    plain = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "COLUMNS")}
    done = subprocess.Popen(
        [sys.executable, "-m", "gendoc", *arguments],
        cwd=folder,
        env={**plain, "TERM": "xterm", "GENDOC_LANG": "zh", **environment},
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    shown = b""
    try:
        while part := os.read(ours, 65536):
            shown += part
    except OSError:
        pass  # how Linux says that the other end is closed
    os.close(ours)
    done.wait()
    return shown.decode().replace("\r\n", "\n")


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    return project(tmp_path, {"data/某镇/2024.yaml": report_text(applications=BALANCE)})


def test_a_terminal_is_shown_severity_place_and_caret_in_colour(broken: Path) -> None:
    shown = on_a_terminal(broken, "check")
    assert "\x1b[1mdata/某镇/2024.yaml:8:9:\x1b[0m \x1b[1;31m错误[balance]\x1b[0m" in shown
    assert "\x1b[1;31m^\x1b[0m" in shown
    assert COLOURS.sub("", shown) != shown


@pytest.mark.parametrize("refusal", [{"NO_COLOR": "1"}, {"TERM": "dumb"}], ids=str)
def test_colour_can_be_refused(broken: Path, refusal: dict[str, str]) -> None:
    shown = on_a_terminal(broken, "check", **refusal)
    assert "错误[balance]" in shown
    assert "\x1b" not in shown


@pytest.mark.parametrize("columns", [40, 60, 100])
def test_problems_keep_to_the_width_of_the_terminal(broken: Path, columns: int) -> None:
    *lines, _summary = COLOURS.sub("", on_a_terminal(broken, "check", columns=columns)).splitlines()
    assert len(lines) > 6
    assert max(wcswidth(line) for line in lines) < columns


def test_a_pipe_gets_the_same_words_on_one_line_each(broken: Path) -> None:
    (problem, *_others) = problems(report_text(applications=BALANCE))
    plain, narrow = as_text(problem, "zh", PLAIN), as_text(problem, "zh", Look(True, 60))
    assert len(plain.splitlines()) == 4
    assert joined(COLOURS.sub("", narrow)) == joined(plain)


def joined(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("severity", Severity)
def test_each_severity_has_its_colour(severity: Severity) -> None:
    shown = as_text(Problem("empty-file", "a", severity=severity, message="empty-file"), "en", RED)
    assert len(COLOURS.findall(shown)) == 4


RED = Look(colour=True)


def test_text_of_a_file_cannot_colour_the_terminal() -> None:
    problem = Problem("empty-file", "a\x1b[31m.yaml", message="empty-file")
    assert "\x1b[31m" not in as_text(problem, "en", RED)


def test_words_begin_below_a_place_that_leaves_them_no_room() -> None:
    problem = Problem("empty-file", "某" * 25, 1, 1, message="empty-file")
    head, words, *_advice = as_text(problem, "zh", Look(width=60)).splitlines()
    assert head.endswith("错误[empty-file]")
    assert words == "    文件里没有内容。"


full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
shell = pytest.mark.skipif(os.name == "nt", reason="this system has no shell to close them")


def redirected(folder: Path, arguments: str, redirections: str) -> tuple[int, str, str]:
    """The exit status and what came out of a command that a shell redirects."""
    done = subprocess.run(
        ["sh", "-c", f'exec "$0" -m gendoc --lang en {arguments} {redirections}', sys.executable],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
    )
    return done.returncode, done.stdout, done.stderr


FULL = "error[cannot-write] It cannot be written: the disk is full."
CLOSED = "error[cannot-write] It cannot be written: it is closed."


@full
@pytest.mark.parametrize(
    "arguments",
    ["build", "check --output-format json", "forms", "explain", "schema", "--help", "--version"],
)
def test_a_full_disk_behind_standard_output_is_told_and_stops_no_work(
    tmp_path: Path, arguments: str
) -> None:
    project(tmp_path, {"data/a.yaml": report_text()})
    status, _, told = redirected(tmp_path, arguments, "> /dev/full")
    assert status == 1
    assert f"standard output: {FULL}" in told
    assert "Traceback" not in told
    assert (tmp_path / "build").exists() == (arguments == "build")


@shell
def test_a_closed_standard_output_is_told_where_something_was_to_be_printed(
    tmp_path: Path,
) -> None:
    project(tmp_path, {"data/a.yaml": report_text()})
    status, _, told = redirected(tmp_path, "build -f txt", ">&-")
    assert (status, told.count("cannot-write")) == (1, 1)
    assert f"standard output: {CLOSED}" in told
    assert len(list((tmp_path / "build").iterdir())) == 1
    status, _, told = redirected(tmp_path, "check", ">&-")
    assert (status, told.count("\n")) == (0, 1)


@shell
def test_messages_that_cannot_be_written_go_nowhere_else_and_are_no_success(
    tmp_path: Path,
) -> None:
    project(tmp_path, {"data/a.yaml": report_text(year="x")})
    for closed in ("2>&-", "2>&- >&-", "2> /dev/full" if Path("/dev/full").exists() else "2>&-"):
        assert redirected(tmp_path, "build", closed) == (1, "", "")
    project(tmp_path, {"data/a.yaml": report_text()})
    status, printed, _ = redirected(tmp_path, "build -f txt", "2>&-")
    assert (status, len(printed.splitlines())) == (1, 1)


def test_a_reader_that_goes_away_stops_no_work_and_is_no_fault(tmp_path: Path) -> None:
    project(tmp_path, {f"data/{n}.yaml": report_text(organ=f"第{n}镇") for n in range(9)})
    process = subprocess.Popen(
        [sys.executable, "-m", "gendoc", "--lang", "en", "build", "-f", "txt"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout
    process.stdout.close()
    _, told = process.communicate()
    assert b"files written: 9" in told
    assert (process.returncode, told.count(b"\n")) == (0, 1)
