"""What many tests need: a report in a few words, a project from a dict, a Word file read back."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import docx

from gendoc import build, checks
from gendoc.binder import bind
from gendoc.form import Form
from gendoc.formfile import load
from gendoc.problem import Problem
from gendoc.report import Report
from gendoc.source import parse

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
FORM = "disclosure-2021"
SHIPPED = sorted(path.parent.name for path in (ROOT / "templates").glob("*/form.yaml"))
APPLICATIONS = """
  new: 0
  carried_in: 0
  results: {granted: 0, partial: 0, denied: 0, unavailable: 0, unprocessed: 0, other: 0}
  carried_out: 0"""
DISCLOSURE = """
  rules: 0
  normative: 0
  license: 0
  penalty: 0
  coercion: 0
  fees: 0"""


@cache
def form(id_: str = FORM) -> Form:
    return load(ROOT / "templates" / id_)


def report_text(after: str = "", **changes: str | None) -> str:
    """A valid report whose figures are all zero; `changes` replace keys, None leaves one out."""
    keys: dict[str, str | None] = {
        "form": FORM,
        "organ": "某镇",
        "year": "2024",
        "preamble": "本报告依照条例编制。",
        "overview": "全年工作平稳。",
        "disclosure": "0",
        "applications": "0",
        "proceedings": "0",
        "problems": "公开还不够主动。",
        "other_matters": "没有收取信息处理费。",
    }
    keys.update(changes)
    return "".join(f"{key}: {value}\n" for key, value in keys.items() if value is not None) + after


def bound(text: str) -> Report:
    source, root = parse(text, "report.yaml")
    return bind(source, root, form())


def problems(text: str) -> list[Problem]:
    return checks.run(bound(text)).problems


def names(text: str) -> list[str]:
    return [problem.name for problem in problems(text)]


def good(text: str) -> Report:
    report = bound(text)
    told = checks.run(report).problems
    assert not told, told
    return report


def project(folder: Path, files: dict[str, str | bytes]) -> Path:
    """A project folder made of a dict of paths and contents."""
    (folder / "data").mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def rendered(text: str, format_: str) -> bytes:
    (document,) = build.render(good(text), [format_]).values()
    return document


def word(text: str) -> docx.document.Document:
    return docx.Document(io.BytesIO(rendered(text, "docx")))
