"""What the fuzzers call: each target takes any input and lets nothing but problems come out."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from helpers import ROOT, report_text

from gendoc import build, checks, formfile, show, source
from gendoc.binder import bind
from gendoc.form import Form
from gendoc.importing import published
from gendoc.problem import Invalid, Problem
from gendoc.project import Project, forms_at_hand
from gendoc.report import Report
from gendoc.sarif import as_sarif
from gendoc.schema import schema
from gendoc.skeleton import skeleton

FORMATS = ("txt", "flat", "json")
"""Outputs that render in a millisecond; Word files have tests of their own."""
TEMPLATES = ROOT / "templates" / "disclosure-2021"


def told(problems: list[Problem] | tuple[Problem, ...], *forms: Form) -> None:
    """Every problem can be shown in every way, and its place is one in the file."""
    for problem in problems:
        assert problem.line is None or (problem.line >= 1 and (problem.column or 1) >= 1)
    for language in ("zh", "en"):
        for problem in problems:
            assert show.as_text(problem, language)
        json.loads(show.as_json(problems, language))
        json.loads(as_sarif(problems, language, forms))
        show.as_github(problems, language)


def examined(path: Path, project: Project) -> None:
    """The way of `gendoc build` up to the bytes, for a file that is there."""
    outcome = build.examine(path, project)
    forms = [outcome.report.form] if outcome.report else []
    told([*outcome.problems, *outcome.waived, *outcome.notes], *forms)
    if outcome.report and not outcome.failed:
        rendered(outcome.report)


def rendered(report: Report) -> None:
    try:
        build.render(report, FORMATS)
    except Invalid as error:
        told(error.problems)


class Folder:
    """One folder that a target writes its input into, again and again."""

    def __init__(self) -> None:
        self.root = Path(tempfile.mkdtemp(prefix="gendoc-fuzz-"))
        (self.root / "data").mkdir()

    def remove(self) -> None:
        shutil.rmtree(self.root)

    def reader(self, data: bytes) -> None:
        """Any bytes as a YAML file."""
        path = self.root / "data" / "a.yaml"
        path.write_bytes(data)
        try:
            read, _ = source.read(path)
            told(read.problems)
        except Invalid as error:
            told(error.problems)

    def report(self, data: bytes) -> None:
        """Any bytes as a report."""
        path = self.root / "data" / "a.yaml"
        path.write_bytes(data)
        examined(path, Project(self.root))

    def prose(self, data: bytes) -> None:
        """Any text as the prose of a report."""
        text = json.dumps(data.decode("utf-8", "replace"), ensure_ascii=False)
        self.report(report_text(overview=text, facts="{x: 3, y: 0, z: 词}").encode())

    def form(self, data: bytes) -> None:
        """Any bytes as a form.yaml; of a good one the empty report, filled in with zeros."""
        folder = self.root / "templates" / "small"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "form.yaml").write_bytes(data)
        for name in ("report.txt.j2", "report.flat.txt.j2"):
            shutil.copyfile(TEMPLATES / name, folder / name)
        try:
            form = formfile.load(folder)
        except Invalid as error:
            told(error.problems)
            return
        json.dumps(schema(form))
        text = skeleton(form, "某镇", form.years[0] or 2024).replace("~", "0")
        report = bind(*source.parse(text, "a.yaml"), form)
        problems = checks.run(report).problems
        told(problems, form)
        if not any(problem.is_error for problem in problems):
            rendered(report)

    def html(self, data: bytes) -> None:
        """Any bytes as a web page that was published."""
        self._document(data, "html")

    def text(self, data: bytes) -> None:
        """Any bytes as a text that was published."""
        self._document(data, "txt")

    def _document(self, data: bytes, suffix: str) -> None:
        """What is read of a document is a report file that can be read again."""
        path = self.root / f"a.{suffix}"
        path.write_bytes(data)
        try:
            found = published(path, path.name, forms_at_hand(None))
        except Invalid as error:
            told(error.problems)
            return
        told(found.problems, found.form)
        report = bind(*source.parse(found.text(), "a.yaml"), found.form)
        told(checks.run(report).problems, found.form)


Target = Callable[[bytes], None]


def targets(folder: Folder) -> dict[str, Target]:
    return {
        "reader": folder.reader,
        "report": folder.report,
        "prose": folder.prose,
        "form": folder.form,
        "html": folder.html,
        "text": folder.text,
    }
