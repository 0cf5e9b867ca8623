"""What is measured, and the tables that it is told in."""

from __future__ import annotations

import argparse
import compileall
import itertools
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from importlib.metadata import version
from pathlib import Path

import corpus
import others
from measure import (
    Row,
    Way,
    count_processor_time,
    counts_processor_time,
    interleaved,
    now,
    over,
)

from gendoc import batch, build, checks
from gendoc.__main__ import settle
from gendoc.binder import bind
from gendoc.project import Found, Project, find_form
from gendoc.report import Report
from gendoc.source import read
from gendoc.template import context
from gendoc.whole import write_all

ROOT = Path(__file__).parent.parent
RESULTS = ROOT / "docs" / "performance.md"
FORMATS = ("docx", "txt")
BIN = Path(sys.executable).parent
RESULTS_MARKS = re.compile("(<!-- results -->\n).*(<!-- end of results -->\n)", re.DOTALL)


@dataclass
class Bench:
    """The corpus and what all suites share."""

    folder: Path
    reports: int
    rounds: int
    tallest: int = 3000
    docxtemplater: others.Docxtemplater | None = field(default=None, init=False)

    @cached_property
    def found(self) -> list[Found]:
        """The corpus, belonging to no project: no history is looked for."""
        paths = corpus.write(self.folder / "corpus", self.reports)
        return [Found(path, Project(None)) for path in paths]

    @cached_property
    def bound(self) -> list[Report]:
        return others.bound(self.found)

    @cached_property
    def out(self) -> Path:
        out = self.folder / "out"
        out.mkdir()
        return out

    @cached_property
    def template(self) -> Path:
        path = build.formats(self.bound[0].form)["docx"]
        assert path
        return path

    @cached_property
    def ready(self) -> list[others.Data]:
        return [others.ready(report) for report in self.bound]

    @cached_property
    def ready_files(self) -> list[Path]:
        return [
            others.write_yaml(data, self.folder / f"ready-{number}.yaml")
            for number, data in enumerate(self.ready)
        ]

    @cached_property
    def flat_files(self) -> list[Path]:
        return [
            others.write_yaml(others.flat(report), self.folder / f"flat-{number}.yaml")
            for number, report in enumerate(self.bound)
        ]

    @cached_property
    def flat_template(self) -> Path:
        path = self.folder / "flat.docx"
        others.flat_template(others.bound(self.found[:1])[0], path)
        return path

    def node(self, kind: str) -> dict[str, Way]:
        """docxtemplater, where node and its package are there."""
        if not has_node():
            return {}
        if self.docxtemplater is None:
            self.docxtemplater = others.Docxtemplater(self.flat_template, self.out, self.flat_files)
        return {"docxtemplater": self.docxtemplater.way(kind)}

    def close(self) -> None:
        if self.docxtemplater:
            self.docxtemplater.close()


def has_node() -> bool:
    return bool(shutil.which("node")) and (others.NODE / "node_modules").is_dir()


Table = list[str]


def render(bench: Bench) -> Table:
    """A bound report in memory to the bytes of a Word file in memory."""
    _compare(bench)
    ways = {
        "gendoc": over(bench.bound, lambda report: build.render(report, ["docx"])),
        "docxtpl": over(bench.ready, lambda data: others.docxtpl_in_memory(bench.template, data)),
        **bench.node("memory"),
    }
    return _table(interleaved(ways, bench.rounds), "gendoc")


def _compare(bench: Bench) -> None:
    """What is not the same document is not compared in speed either."""
    (ours,) = build.render(bench.bound[0], ["docx"]).values()
    theirs = [others.docxtpl_in_memory(bench.template, bench.ready[0])]
    if ways := bench.node("files"):
        ways["docxtemplater"](1)
        theirs.append((bench.out / "0.docx").read_bytes())
    for document in theirs:
        if others.text_of(document) != others.text_of(ours):
            raise RuntimeError("the ways that are compared do not make the same document")


def whole(bench: Bench) -> Table:
    """A YAML file to files on disk: gendoc checks and writes docx and txt, the others docx only."""
    plan = build.Plan(bench.out / "new", FORMATS)
    floors = {level: others.Floor(bench.template, bench.ready[0], level) for level in (6, 3)}
    files = list(build.render(bench.bound[0], FORMATS).values())

    def docxtpl(path: Path) -> None:
        document = others.docxtpl_in_memory(bench.template, others.load_yaml(path))
        (bench.out / "docxtpl.docx").write_bytes(document)

    def bare(found: Found) -> None:
        for number, content in enumerate(files):
            (bench.out / f"bare{number}").write_bytes(content)

    ways = {
        "gendoc": _batches(bench, plan),
        "gendoc, docx only": _batches(bench, replace(plan, formats=("docx",))),
        "gendoc, nothing new": _batches(bench, replace(plan, out=bench.out / "same"), keep=True),
        "docxtpl": over(bench.ready_files, docxtpl),
        **bench.node("files"),
        "floor": over(bench.found, lambda found: floors[6].run(found[0], bench.out / "floor")),
        "floor, level 3": over(
            bench.found, lambda found: floors[3].run(found[0], bench.out / "floor")
        ),
        "bare write": over(bench.found, bare),
    }
    return _table(interleaved(ways, bench.rounds), "gendoc")


def _batches(bench: Bench, plan: build.Plan, *, keep: bool = False) -> Way:
    """Builds into no folder yet, since a file that is as it would be is not written again; with
    `keep` into that of the turns before."""
    found = bench.found

    def run(count: int) -> float:
        some = [found[number % len(found)] for number in range(count)]
        batches = [some[at : at + len(found)] for at in range(0, count, len(found))]
        seconds = 0.0
        for part in batches:
            if plan.out and not keep:
                shutil.rmtree(plan.out, ignore_errors=True)
            start = now()
            for _ in batch.build(part, plan):
                pass
            seconds += now() - start
        return seconds

    return run


def stages(bench: Bench) -> Table:
    """One report through the stages of the pipeline."""
    form = find_form("disclosure-2021", None)
    files = build.render(bench.bound[0], FORMATS)
    ways = {
        "whole check of a report": over(bench.found, lambda found: build.examine(*found)),
        "· read YAML": over(bench.found, lambda found: read(found[0])),
        "· read and bind": over(bench.found, lambda found: bind(*read(found[0]), form)),
        "· checks": over(bench.bound, checks.run),
        "names of a template": over(bench.bound, context),
        "docx": over(bench.bound, lambda report: build.render(report, ["docx"])),
        "txt": over(bench.bound, lambda report: build.render(report, ["txt"])),
        "write both": over(bench.found, lambda found: write_all(files, bench.out)),
    }
    return _table(interleaved(ways, bench.rounds), "whole check of a report")


def cold(bench: Bench) -> Table:
    """A process that makes one report and ends."""
    folder = bench.folder / "cold"
    paths = corpus.write(folder, 1)
    empty, script = folder / "empty.py", folder / "script.py"
    empty.write_text(EMPTY_APP, "utf-8")
    script.write_text(DOCXTPL_SCRIPT, "utf-8")
    compileall.compile_dir(ROOT / "gendoc", quiet=1)
    ours = [BIN / "gendoc", "build", paths[0], "-o", folder / "build"]
    ready = bench.ready_files[0]
    theirs = [bench.template, ready, folder / "docxtpl.docx"]
    cache = folder / "cache"

    def without_cache(count: int) -> float:
        seconds = 0.0
        for _ in range(count):
            shutil.rmtree(cache, ignore_errors=True)
            seconds += process(ours, {"GENDOC_CACHE_DIR": str(cache)})(1)
        return seconds

    ways: dict[str, Way] = {
        "empty Typer app": process([sys.executable, empty]),
        "gendoc": process(ours, {"GENDOC_CACHE_DIR": str(folder / "warm")}),
        "gendoc, no cache yet": without_cache,
        "gendoc check": process([BIN / "gendoc", "check", paths[0]]),
        "Typer and docxtpl": process([sys.executable, script, *theirs]),
        "Python alone": process([sys.executable, "-c", "pass"]),
    }
    if has_node():
        flat = [bench.flat_template, bench.flat_files[0], folder / "node.docx"]
        ways["docxtemplater"] = process(["node", others.NODE / "render.mjs", *flat])
    return _table(interleaved(ways, max(bench.rounds, 15), turn=0), "empty Typer app")


EMPTY_APP = """
import jinja2, typer, yaml
app = typer.Typer()
@app.command()
def main() -> None: ...
app()
"""
DOCXTPL_SCRIPT = f"""
import sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
import typer, yaml
from docxtpl import DocxTemplate
from jinja2 import Environment
app = typer.Typer()
@app.command()
def main(template: str, data: str, out: str) -> None:
    environment = Environment()
    environment.filters["fit"] = lambda parts, width: parts
    document = DocxTemplate(template)
    document.render(yaml.load(open(data, "rb"), yaml.CSafeLoader), environment, autoescape=True)
    document.save(out)
app()
"""


def process(command: Sequence[object], variables: Mapping[str, str] | None = None) -> Way:
    environment = {**os.environ, **(variables or {})}

    def run(count: int) -> float:
        start = _elapsed()
        for _ in range(count):
            done = subprocess.run(
                [str(part) for part in command], capture_output=True, env=environment
            )
            if done.returncode:
                raise RuntimeError(done.stderr.decode(errors="replace"))
        return _elapsed() - start

    return run


def _elapsed() -> float:
    """The clock, or the processor's time of all processes that have ended."""
    if not counts_processor_time():
        return time.perf_counter()
    import resource

    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def jobs(bench: Bench) -> Table:
    """A thousand reports with one job and with two, beside two bare loops on the same cores."""
    count = 1000
    corpus.write(bench.folder / "jobs", count)
    command = [BIN / "gendoc", "build", bench.folder / "jobs", "-o", bench.out]
    loop = [sys.executable, "-c", "for _ in range(60_000_000): pass"]

    def two_loops(_count: int) -> float:
        start = time.perf_counter()
        running = [subprocess.Popen(loop) for _ in range(2)]
        for one in running:
            one.wait()
        return time.perf_counter() - start

    def one_after_the_other(_count: int) -> float:
        return process(loop)(2)

    rows = interleaved(
        {
            "gendoc --jobs 1": process([*command, "--jobs", "1"]),
            "gendoc --jobs 2": process([*command, "--jobs", "2"]),
            "two loops in turn": one_after_the_other,
            "two loops at once": two_loops,
        },
        max(3, bench.rounds // 3),
        turn=0,
    )
    ours, bare = rows[1].times(rows[0]), rows[3].times(rows[2])
    lines = ["| | seconds | reports a second |", "| --- | ---: | ---: |"]
    for row in rows[:2]:
        lines.append(f"| {row.name} | {row.median:.2f} | {count / row.median:.0f} |")
    lines += [f"| {row.name} | {row.median:.2f} | |" for row in rows[2:]]
    share = f"{ours:.2f} of the {bare:.2f} that two bare loops reach: {100 * ours / bare:.0f} %"
    return [*lines, "", f"Speed-up by two jobs: {share}"]


def rows(bench: Bench) -> Table:
    """Tables of 30, 300 and 3,000 rows of six columns: those of a form, and those that a report
    gives for a repeated row. Microseconds a row."""
    sizes = [size for size in (30, 300, 3000) if size <= bench.tallest]
    lines = [
        "| rows | of | check | docx | txt | flat | json |",
        "| ---: | --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for repeated, size in itertools.product((False, True), sizes):
        path = others.tall_form(bench.folder / f"rows-{size}-{repeated}", size, repeated=repeated)
        found = [Found(path, Project(path.parent.parent))]
        bound = others.bound(found)
        ways = {"check": over(found, lambda one: build.examine(*one))}
        for name in ("docx", "txt", "flat", "json"):
            ways[name] = over(bound, lambda report, name=name: build.render(report, [name]))
        measured = interleaved(ways, max(3, bench.rounds // 3))
        each = " | ".join(f"{row.median / size * 1e6:.0f}" for row in measured)
        lines.append(f"| {size} | {'the report' if repeated else 'the form'} | {each} |")
    return lines


def memory(bench: Bench) -> Table:
    """The peak memory of a command, in MB of its largest process, by the number of reports."""
    ways: dict[str, list[object]] = {
        "build, 1 job": ["build", "-o", bench.out, "--jobs", "1"],
        "build, 2 jobs": ["build", "-o", bench.out, "--jobs", "2"],
        "check": ["check"],
        "status": ["status", "-o", bench.out],
    }
    lines = [f"| reports | {' | '.join(ways)} |", "| ---: |" + " ---: |" * len(ways)]
    for count in (100, 1000, 10000):
        folder = bench.folder / f"memory-{count}"
        corpus.write(folder, count)
        peaks = [_peak([*command, folder / "data"]) / 1024 for command in ways.values()]
        lines.append(f"| {count} | " + " | ".join(f"{peak:.0f}" for peak in peaks) + " |")
        shutil.rmtree(folder)
    return lines


def _peak(command: Sequence[object]) -> int:
    """KiB of the largest process of a command."""
    watched = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, "
        "stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL); "
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    arguments = map(str, (BIN / "gendoc", *command))
    return int(subprocess.check_output([sys.executable, "-c", watched, *arguments]))


def _table(measured: list[Row], base: str) -> Table:
    """Rows with their median, their spread, and their time as a multiple of the base's."""
    (own,) = (row for row in measured if row.name == base)
    lines = [f"| | ms | a second | × {base} | spread |", "| --- | ---: | ---: | ---: | ---: |"]
    for row in measured:
        numbers = f"{row.median * 1e3:.2f} | {1 / row.median:.0f} | {own.times(row):.2f}"
        lines.append(f"| {row.name} | {numbers} | {100 * row.spread:.0f} % |")
    return lines


SUITES: dict[str, Callable[[Bench], Table]] = {
    "render": render,
    "whole": whole,
    "stages": stages,
    "cold": cold,
    "jobs": jobs,
    "rows": rows,
    "memory": memory,
}


def _machine() -> str:
    packages = ("docxtpl", "jinja2", "pyyaml", "lxml")
    used = [
        f"Python {platform.python_version()}",
        *(f"{name} {version(name)}" for name in packages),
    ]
    if has_node():
        used.append(f"node {subprocess.check_output(['node', '--version'], text=True).strip()}")
    load = f", load {os.getloadavg()[0]:.1f} before" if hasattr(os, "getloadavg") else ""
    return (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores{load}; {', '.join(used)}"
    )


def _measured(bench: Bench, names: list[str]) -> Iterator[str]:
    clock = "the processor's time" if counts_processor_time() else "time by the clock"
    yield f"{_machine()}. {bench.reports} reports, {bench.rounds} rounds, {clock}."
    for name in names:
        suite = SUITES[name]
        yield f"\n### {name}\n\n{(suite.__doc__ or '').strip()}\n"
        yield "\n".join(suite(bench))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("suites", nargs="*", help=", ".join(SUITES), default=[])
    parser.add_argument("--reports", type=int, default=200, help="reports of the corpus")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--tallest", type=int, default=3000, help="rows of the tallest table")
    parser.add_argument("--update", action="store_true", help=f"put them into {RESULTS.name}")
    parser.add_argument(
        "--processor", action="store_true", help="count the time of the processor, not the clock's"
    )
    given = parser.parse_args()
    settle()  # as the command line does; docxtpl, in the same process, has the same of it
    if given.processor:
        count_processor_time()
    lines = []
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), given.reports, given.rounds, given.tallest)
        try:
            for line in _measured(bench, given.suites or list(SUITES)):
                print(line, flush=True)
                lines.append(line + "\n")
        finally:
            bench.close()
    if given.update:
        text = RESULTS.read_text("utf-8")
        put = RESULTS_MARKS.sub(lambda m: m[1] + "\n" + "".join(lines) + "\n" + m[2], text)
        RESULTS.write_text(put, "utf-8", newline="\n")


if __name__ == "__main__":
    main()
