"""Batches: in order, over processes, stopped between reports, the same bytes everywhere."""

from __future__ import annotations

import gc
import multiprocessing
import os
import pickle
import signal
import subprocess
import sys
import time
import weakref
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest
from helpers import FORM, ROOT, project, report_text
from test_examples import transcript
from test_terminal import on_a_terminal

from gendoc import batch, cli, processes
from gendoc.batch import build, check
from gendoc.build import Outcome, Plan, examine, render
from gendoc.cache import VARIABLE
from gendoc.drawing import draw
from gendoc.grid import grid
from gendoc.package import is_ours
from gendoc.processes import spread
from gendoc.project import Project, find_reports, head

EXPECTED = ROOT / "tests" / "expected"


def reports(folder: Path, count: int, **files: str) -> Path:
    texts = {f"{n:03}": report_text(organ=f"第{n}镇") for n in range(count)} | files
    return project(folder, {f"data/{name}.yaml": text for name, text in texts.items()})


def names(outcomes: list[Outcome]) -> list[str]:
    return [outcome.path.stem for outcome in outcomes]


@pytest.mark.parametrize("jobs", [1, 3])
def test_outcomes_come_in_order_and_a_bad_report_stops_no_other(tmp_path: Path, jobs: int) -> None:
    root = reports(tmp_path, 40, **{"007a": "form: 1\nx: [", "020a": report_text(year="~")})
    found = find_reports([root / "data"])
    outcomes = list(build(found, Plan(formats=("txt",), jobs=jobs)))
    assert names(outcomes) == [path.stem for path, _ in found]
    assert [o.path.stem for o in outcomes if o.failed] == ["007a", "020a"]
    assert len(list((root / "build").iterdir())) == 40
    assert all(outcome.report is None for outcome in outcomes)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_batch_that_is_stopped_begins_no_further_report(tmp_path: Path, jobs: int) -> None:
    root = reports(tmp_path, 60)
    done: list[Outcome] = []
    for outcome in build(
        find_reports([root / "data"]), Plan(formats=("txt",), jobs=jobs), lambda: len(done) >= 5
    ):
        done.append(outcome)
    assert 5 <= len(done) < 60
    assert {path.name for o in done for path in o.written} == {
        path.name for path in (root / "build").iterdir()
    }


def test_a_pool_is_used_only_where_it_pays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "_cores", lambda: 4)
    assert [batch._jobs(None, count) for count in (1, 99, 100, 1000)] == [1, 1, 2, 4]
    assert [batch._jobs(3, count) for count in (1, 2, 1000)] == [1, 2, 3]


SAME_TITLE = [
    "organ: 某镇 # 注",
    "organ: '某镇'",
    'organ: "\\u67d0镇"',
    "organ: &name 某镇",
    "organ:\n  某镇",
    "? organ\n: 某镇",
]


@pytest.mark.parametrize("organ", SAME_TITLE)
@pytest.mark.parametrize("jobs", [1, 2])
def test_two_reports_with_one_title_are_told_however_it_is_written(
    tmp_path: Path, organ: str, jobs: int
) -> None:
    other = report_text(organ=None) + organ + "\n"
    root = project(tmp_path, {"data/a.yaml": report_text(), "data/b.yaml": other})
    outcomes = list(build(find_reports([root / "data"]), Plan(formats=("txt",), jobs=jobs)))
    assert [[p.name for p in o.problems] for o in outcomes] == [["same-output"]] * 2
    assert not (root / "build").exists()


def test_a_name_that_goes_on_in_the_next_line_is_read_whole(tmp_path: Path) -> None:
    longer = report_text(organ="某镇\n  人民政府")
    root = project(tmp_path, {"data/a.yaml": report_text(), "data/b.yaml": longer})
    assert [o.problems for o in build(find_reports([root]), Plan(formats=("txt",)))] == [[], []]


def test_a_check_writes_nothing_and_keeps_no_report(tmp_path: Path) -> None:
    root = reports(tmp_path, 3, wrong=report_text(year="x"))
    outcomes = list(check(find_reports([root / "data"])))
    assert [outcome.failed for outcome in outcomes] == [False, False, False, True]
    assert [outcome.form for outcome in outcomes] == [FORM] * 4
    assert all(outcome.report is None for outcome in outcomes)
    assert not (root / "build").exists()


def test_a_broken_template_is_told_by_each_process_with_its_place(tmp_path: Path) -> None:
    root = reports(tmp_path, 4)
    (root / "templates" / FORM).mkdir(parents=True)
    (root / "templates" / FORM / "report.txt.j2").write_text("a\n{{ nobody }}", "utf-8")
    found = find_reports([root / "data"])
    for jobs in (1, 2):
        outcomes = list(build(found, Plan(formats=("txt",), jobs=jobs)))
        assert [[(p.name, p.line) for p in o.problems] for o in outcomes] == [
            [("template-name", 2)]
        ] * 4


def test_what_is_found_in_a_project_is_not_sent_to_other_processes(tmp_path: Path) -> None:
    belonging = Project(reports(tmp_path, 2))
    assert len(belonging.reports) == 2
    sent = pickle.loads(pickle.dumps(belonging))
    assert sent == belonging
    assert "reports" not in vars(sent)


def run(
    arguments: list[str], variables: Mapping[str, str], folder: Path
) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONUTF8": "1", **variables}
    return subprocess.run(
        [sys.executable, "-m", "gendoc", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )


def test_the_same_bytes_under_another_clock_locale_hash_seed_order_and_number_of_jobs(
    tmp_path: Path,
) -> None:
    formats = ["docx", "txt", "flat", "json"]
    paths = [ROOT / "data", *sorted((ROOT / "examples").glob("*/data"))]
    forms = {path.parent.name for path in ROOT.glob("templates/*/form.yaml")}
    forms |= {path.parent.name for path in ROOT.glob("examples/*/templates/*/form.yaml")}
    assert {head(path)["form"] for path, _ in find_reports(paths)} == forms
    one = {"TZ": "Asia/Shanghai", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"}
    # Without UTF-8 Python 3.11 does not find what is installed from a folder with such a name.
    locale = "C" if str(ROOT).isascii() else "C.UTF-8"
    two = {"TZ": "America/Lima", "LC_ALL": locale, "PYTHONHASHSEED": "2", "GENDOC_LANG": "en"}
    two |= {VARIABLE: ""}
    ways = {"one": (one, "1", paths, formats), "two": (two, "2", paths[::-1], formats[::-1])}
    for name, (variables, jobs, given, wanted) in ways.items():
        arguments = ["build", *map(str, given), "-o", str(tmp_path / name), "--jobs", jobs]
        for format_ in wanted:
            arguments += ["--format", format_]
        run(arguments, variables, tmp_path)
    first, second = (
        {path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in ways
    )
    assert len(first) == len(formats) * len(find_reports(paths))
    assert first == second


KILL_AT = 5
forked = pytest.mark.skipif(
    "fork" not in multiprocessing.get_all_start_methods(), reason="tests are not sent to processes"
)


@pytest.fixture
def a_report_that_kills_its_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process of the sixth report is killed when all but its last step is done."""
    move = os.replace

    def kill(source: Path, target: Path) -> None:
        if target.name == f"第{KILL_AT}镇2024年政府信息公开工作年度报告.txt":
            os.kill(os.getpid(), signal.SIGKILL)
        move(source, target)

    monkeypatch.setattr(os, "replace", kill)
    fork = multiprocessing.get_context("fork").Process
    monkeypatch.setattr(processes, "Process", fork)


@forked
@pytest.mark.usefixtures("a_report_that_kills_its_process")
def test_a_report_whose_process_is_killed_is_told_and_the_others_are_built(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    same_as_file: Callable[[str, Path], None],
) -> None:
    monkeypatch.chdir(reports(tmp_path, 40))
    before = tmp_path / "build" / f"第{KILL_AT}镇2024年政府信息公开工作年度报告.txt"
    before.parent.mkdir()
    before.write_bytes(b"yesterday\n")
    lines: list[str] = []
    for language in ("zh", "en"):
        monkeypatch.setattr(cli, "LANGUAGE", language)
        lines += transcript("gendoc build -f txt --jobs 2", monkeypatch, capsys)
    told = [
        line
        for line in lines
        if not line.startswith(("wrote", "已写出", "unchanged", "没有变化", "… "))
    ]
    same_as_file("\n".join(told) + "\n", EXPECTED / "killed.txt")
    assert before.read_bytes() == b"yesterday\n"
    assert len(list(before.parent.iterdir())) == 40


@forked
@pytest.mark.usefixtures("a_report_that_kills_its_process")
def test_the_word_file_of_a_process_that_was_killed_is_whole(tmp_path: Path) -> None:
    root = reports(tmp_path, 8)
    outcomes = list(build(find_reports([root / "data"]), Plan(jobs=2)))
    assert [outcome.path.stem for outcome in outcomes if outcome.failed] == [f"{KILL_AT:03}"]
    names = sorted(path.name for path in (root / "build").iterdir())
    assert len(names) == 8 + 7
    assert all(is_ours(path) for path in (root / "build").glob("*.docx"))


class Numbers:
    """Work that gives every number back, but for some."""

    def __init__(self, **does: Callable[[], object]) -> None:
        self.does = does
        self.ended: list[int | None] = []

    def do(self, place: int) -> int:
        if act := self.does.get(f"at_{place}"):
            act()
        return place

    def lost(self, place: int, process: multiprocessing.Process) -> int:
        return -place

    def tidy(self, process: multiprocessing.Process) -> None:
        self.ended.append(process.exitcode)


@forked
@pytest.mark.parametrize("count", [9, 400])
def test_what_ends_its_process_is_lost_and_nothing_else(
    count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "Process", multiprocessing.get_context("fork").Process)
    work = Numbers(**{f"at_{n}": partial(os._exit, 7) for n in (0, 3, 4, 8)})
    made = list(spread(work, count, 3, lambda: False))
    assert made == [-n if n in (3, 4, 8) else n for n in range(count)]
    assert {*work.ended} == {7}


@forked
def test_what_goes_wrong_in_another_process_goes_wrong_here(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(processes, "Process", multiprocessing.get_context("fork").Process)
    with pytest.raises(ZeroDivisionError) as caught:
        list(spread(Numbers(at_3=lambda: 1 // 0), 9, 2, lambda: False))
    assert "in do\n" in "".join(caught.value.__notes__)
    assert multiprocessing.active_children() == []


@forked
@pytest.mark.parametrize("stopped", [False, True])
def test_a_process_that_is_killed_by_chance_loses_nothing(
    stopped: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "Process", multiprocessing.get_context("fork").Process)

    def once() -> None:
        (tmp_path / "was here").mkdir()
        os.kill(os.getpid(), signal.SIGKILL)

    def act() -> None:
        with suppress(FileExistsError):
            once()

    work = Numbers(at_1=act)
    made = list(spread(work, 400, 2, lambda: stopped and bool(work.ended)))
    assert work.ended == [-signal.SIGKILL]
    assert made == sorted(made)
    assert 1 not in made if stopped else len(made) == 400


@forked
@pytest.mark.parametrize("at_hand", [0, 1])
def test_where_no_more_processes_can_be_had_those_that_are_there_do_the_work(
    at_hand: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    fork = multiprocessing.get_context("fork").Process
    left = [*range(at_hand)]

    class Few(fork):  # type: ignore[valid-type,misc]
        def start(self) -> None:
            if not left:
                raise BlockingIOError(11, "Resource temporarily unavailable")
            left.pop()
            super().start()

    monkeypatch.setattr(processes, "Process", Few)
    assert list(spread(Numbers(), 50, 2, lambda: False)) == [*range(50)]
    assert list(spread(Numbers(), 50, 2, lambda: True)) == []


@pytest.mark.parametrize("method", multiprocessing.get_all_start_methods())
def test_processes_may_be_started_in_any_way(tmp_path: Path, method: str) -> None:
    root = reports(tmp_path, 9)
    code = (
        f"import multiprocessing; multiprocessing.set_start_method({method!r})\n"
        "import sys; sys.argv = ['gendoc', 'build', '--jobs', '2']\n"
        "from gendoc.__main__ import main; main()"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True)
    assert (done.returncode, done.stdout.count(b"\n")) == (0, 18), done.stderr
    whole(root / "build")


@forked
def test_a_batch_that_is_left_early_leaves_no_process(tmp_path: Path) -> None:
    root = reports(tmp_path, 40)
    begun = build(find_reports([root / "data"]), Plan(formats=("txt",), jobs=2))
    next(begun)
    assert len(multiprocessing.active_children()) == 2
    begun.close()
    assert multiprocessing.active_children() == []


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C cannot be sent to one process here")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_leaves_whole_files_and_says_what_was_done(tmp_path: Path, jobs: str) -> None:
    root = reports(tmp_path, 1500)
    printed = tmp_path / "printed"
    with printed.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "gendoc", "--lang", "en", "build", "--jobs", jobs],
            cwd=root, stdout=out, stderr=subprocess.PIPE, start_new_session=True,
        )  # fmt: skip
        while not printed.stat().st_size and process.poll() is None:
            time.sleep(0.01)
        os.killpg(process.pid, signal.SIGINT)
        _, told = process.communicate(timeout=60)
    assert process.returncode == 1
    assert b"Traceback" not in told
    assert b"were not done, and every file written is whole." in told
    lines = printed.read_text("utf-8").splitlines()
    whole(root / "build")
    written = sorted(path.name for path in (root / "build").iterdir())
    assert written == sorted(line.removeprefix("wrote build/") for line in lines)
    assert len(written) < 3000


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C cannot be sent to one process here")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_before_the_first_report_says_that_none_was_done(tmp_path: Path, jobs: str) -> None:
    root = reports(tmp_path, 3)
    told = interrupted(root, "batch._title", "--jobs", jobs)
    assert "Reports: 0, files written: 0" in told
    assert "Interrupted; 3 were not done" in told
    assert not (root / "build").exists()
    assert "Interrupted; every file written is whole." in interrupted(root, "project._under")


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C cannot be sent to one process here")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_second_ctrl_c_ends_at_once_and_says_what_was_done(tmp_path: Path, jobs: str) -> None:
    root = reports(tmp_path, 60)
    told = interrupted(root, "terminal.line", "--jobs", jobs, times=2, after=9)
    assert "Reports: 5, files written: 10, in " in told
    assert "Interrupted; 55 were not done, and every file written is whole." in told
    whole(root / "build")
    assert len(list((root / "build").iterdir())) < 2 * 60


def whole(folder: Path) -> None:
    """Every file is finished, none lacks its fellow, and nothing else is there."""
    names = {path.name for path in folder.iterdir()}
    stems = {name.rpartition(".")[0] for name in names}
    assert names == {f"{stem}.{end}" for stem in stems for end in ("docx", "txt")}
    assert all(is_ours(path) for path in folder.glob("*.docx"))
    assert all(path.read_bytes().endswith(b"\n") for path in folder.glob("*.txt"))


def interrupted(root: Path, where: str, *arguments: str, times: int = 1, after: int = 0) -> str:
    """What a build says when Ctrl-C is pressed so many times on the way through a function."""
    module, function = where.split(".")
    code = f"""
import os, signal, sys
# What is started in the background may have been told to pass Ctrl-C over.
signal.signal(signal.SIGINT, signal.default_int_handler)
from gendoc import cli, {module}
calls, done = 0, {module}.{function}
def pressed(*arguments, **keywords):
    global calls
    calls += 1
    for _ in range({times} if calls == {after} + 1 else 0):
        os.killpg(os.getpid(), signal.SIGINT)
    return done(*arguments, **keywords)
{module}.{function} = pressed
sys.argv = ["gendoc", "--lang", "en", "build", "-f", "docx", "-f", "txt", *{arguments}]
cli.main()
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=root, capture_output=True, text=True, start_new_session=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr


def test_a_bar_is_shown_on_a_terminal_and_not_in_a_pipe(tmp_path: Path) -> None:
    root = reports(tmp_path, 120, wrong=report_text(year="x"))
    piped = subprocess.run(
        [sys.executable, "-m", "gendoc", "--lang", "en", "build"],
        cwd=root, capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip
    assert len(piped.stdout.splitlines()) == 240
    assert "a second" not in piped.stderr
    shown = on_a_terminal(root, "--lang", "en", "build")
    assert "/121" in shown
    assert "a second" in shown
    assert "problems 1" in shown
    assert "wrote" not in shown
    assert "data/wrong.yaml:3:7:" in shown
    assert len(list((root / "build").iterdir())) == 240


def test_what_one_report_alone_has_is_not_kept(tmp_path: Path) -> None:
    folder = ROOT / "examples" / "library"
    outcomes = [examine(path, project) for path, project in find_reports([folder / "data"])]
    (report, *_) = [outcome.report for outcome in outcomes if outcome.report]
    table = report.tables["service"]
    assert not grid(table).is_shared
    assert grid(report.tables["money"]).is_shared
    drawn = grid(table)
    draw(drawn, {})
    render(report, ["txt", "flat", "docx"])
    forgotten = weakref.ref(table), weakref.ref(drawn)
    del outcomes, report, table, drawn, _
    gc.collect()
    assert [reference() for reference in forgotten] == [None, None]
