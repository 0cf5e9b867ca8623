"""The other ways to the same document, and the least that any way must do."""

from __future__ import annotations

import io
import subprocess
import zlib
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from docx import Document
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import Environment
from measure import Way, counts_processor_time

from gendoc import build
from gendoc.problem import Invalid
from gendoc.project import Found
from gendoc.prose import Paragraph
from gendoc.report import Notes, Report
from gendoc.template import CHANGE_WORDS, context

NODE = Path(__file__).parent / "node"
Data = dict[str, Any]


def bound(found: Sequence[Found]) -> list[Report]:
    """The reports, bound and checked. Raises `Invalid` where one of them has an error."""
    reports = []
    for path, project in found:
        outcome = build.examine(path, project)
        if outcome.report is None or outcome.problems:
            raise Invalid(outcome.problems)
        reports.append(outcome.report)
    return reports


def ready(report: Report) -> Data:
    """All that a template needs as plain data: totals added, figures in the prose filled in."""
    names = context(report)
    own = ("sections", "last", CHANGE_WORDS)  # what only gendoc's templates look into
    return {name: _plain(value) for name, value in names.items() if name not in own}


def _plain(value: object) -> object:
    match value:
        case dict():
            return {str(name): _plain(inner) for name, inner in value.items()}
        case list() | tuple():
            return [_plain(inner) for inner in value]
        case Paragraph(text, heading, head):
            return {"text": text, "heading": heading, "head": head}
        case Notes(before, after):
            return {"before": _plain(before), "after": _plain(after)}
        case Decimal():
            return str(value)
        case _:
            return value


def flat(report: Report) -> Data:
    """The same for docxtemplater, whose tags are single names."""
    data = ready(report)
    figures = {key.replace(".", "_"): _plain(report.figures[key]) for key in report.figures}
    kept = {name: value for name, value in data.items() if name not in report.tables}
    return {**kept, **figures, "title_lines": fit(report.title_parts, 20)}


def flat_template(report: Report, path: Path) -> None:
    """gendoc's own layout with docxtemplater's tags in place of figures and paragraphs."""

    def loop(name: str) -> tuple[Paragraph, ...]:
        lines = (f"{{#{name}}}", "{head}{text}", f"{{/{name}}}")
        return tuple(Paragraph(line) for line in lines)

    report.figures = {key: "{" + key.replace(".", "_") + "}" for key in report.figures}
    report.sections = {name: loop(name) for name in report.sections}
    report.own_title = ("{#title_lines}", "{.}", "{/title_lines}")
    (content,) = build.render(report, ["docx"]).values()
    path.write_bytes(content)


def fit(parts: Sequence[str], width: int) -> list[str]:
    """The filter of gendoc's templates, for data that is plain."""
    whole = "".join(parts)
    return [whole] if len(whole) <= width else list(parts)


def write_yaml(data: Data, path: Path) -> Path:
    path.write_text(yaml.dump(data, Dumper=yaml.CSafeDumper, allow_unicode=True), "utf-8")
    return path


def load_yaml(path: Path) -> Data:
    loaded: Data = yaml.load(path.read_bytes(), yaml.CSafeLoader)
    return loaded


def text_of(document: bytes) -> list[str]:
    """The text of a Word file's paragraphs and cells, to see that all ways make the same."""
    body = Document(io.BytesIO(document)).element.body
    return [
        text
        for p in body.iter(qn("w:p"))
        if (text := "".join(t.text or "" for t in p.iter(qn("w:t"))))
    ]


def docxtpl_in_memory(template: Path, data: Data) -> bytes:
    """docxtpl as its documentation shows: open, render, save."""
    environment = Environment()
    environment.filters["fit"] = fit
    document = DocxTemplate(template)
    document.render(data, environment, autoescape=True)
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


class Floor:
    """C YAML parse, one Jinja render, one deflate, one write: no checks, no package, no text."""

    def __init__(self, template: Path, data: Data, level: int) -> None:
        self.level = level
        document = DocxTemplate(template)
        document.init_docx()
        environment = Environment(autoescape=True)
        environment.filters["fit"] = fit
        self.template = environment.from_string(document.patch_xml(document.get_xml()))
        self.data = data

    def run(self, path: Path, target: Path) -> None:
        yaml.load(path.read_bytes(), yaml.CSafeLoader)
        packed = zlib.compress(self.template.render(self.data).encode(), self.level)
        target.write_bytes(packed)


class Docxtemplater:
    """A running node that renders on demand, so that it can take its turn with the others."""

    def __init__(self, template: Path, out: Path, files: Sequence[Path]) -> None:
        command = ["node", str(NODE / "render.mjs"), str(template), str(out)]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )
        self._say("\t".join(map(str, files)))

    def _say(self, line: str) -> None:
        assert self.process.stdin
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def way(self, kind: str) -> Way:
        """`memory` renders data that is ready; `files` goes from YAML file to Word file."""

        def run(count: int) -> float:
            self._say(f"{kind} {count}")
            assert self.process.stdout
            by_the_clock, of_the_processor = self.process.stdout.readline().split()
            return float(of_the_processor if counts_processor_time() else by_the_clock)

        return run

    def close(self) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait(10)


def tall_form(folder: Path, rows: int, *, repeated: bool) -> Path:
    """A project with a table of so many rows and six columns, which its form has or, repeated, its
    report gives; returns the report."""
    from gendoc.draft import text_templates, word_template
    from gendoc.formfile import load

    declared = "".join(f"      r{number}: 第{number}行\n" for number in range(rows))
    form = folder / "templates" / "tall"
    form.mkdir(parents=True)
    text = (
        "id: tall\nversion: '1'\nname: 表\ntitle: '{{ organ }}{{ year }}'\n"
        "sections: [{id: t, kind: table}]\ntables:\n  t:\n"
        "    columns: {a: 甲, b: 乙, c: 丙, d: 丁, e: 戊, f: {label: 计, sum: all}}\n    rows:\n"
    ) + ("      r: {label: 行, repeat: true}\n" if repeated else declared)
    (form / "form.yaml").write_text(text, "utf-8")
    (form / "report.docx").write_bytes(word_template(load(form)))
    for name, content in text_templates(load(form)).items():
        (form / name).write_bytes(content)
    report = folder / "data" / "a.yaml"
    report.parent.mkdir()
    cells = "a: 12345, b: 0, c: 7, d: 1, e: 0"
    given = [f"    r{n}: {{name: 第{n}行, {cells}}}" for n in range(rows)]
    entered = ["  r:", *given] if repeated else [f"  r{n}: {{{cells}}}" for n in range(rows)]
    head = ["form: tall", "organ: 某镇", "year: 2024", "t:"]
    report.write_text("\n".join([*head, *entered, ""]), "utf-8")
    return report
