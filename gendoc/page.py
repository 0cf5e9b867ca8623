"""The page set-ups that templates are drafted on: folders of `drafts/` with their measures."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from gendoc.form import Form
from gendoc.record import record

DRAFTS = Path(__file__).parent / "drafts"


@record()
class Page:
    """A page set-up. Measures are in twips, those of characters for a half-width one."""

    name: str
    width: int
    """Of the type area."""
    rows_height: int
    """What the rows of a table on a page of its own share, labels of several lines aside."""
    spare: int
    """What these labels may take besides."""
    line: int
    """Of text in the small styles of tables."""
    wide_line: int
    """In their usual styles."""
    character: int
    """In the small styles of tables."""
    wide_character: int
    """In their usual styles."""
    head: int
    """In the heads of columns, which may be bold, in small type."""
    wide_head: int
    """In their usual type."""
    digit: int
    """Of numbers in the small styles."""
    wide_digit: int
    indent: int
    """What numbers in the small styles keep free at the right."""
    gap: int
    """What a heading keeps free of a table above it, and fields of anything."""
    hint: str
    title_width: int
    """Full-width characters of a title on one line."""
    colon: str
    turned: dict[str, Any]
    """What differs on a page that lies on its side."""
    section_file: str = "section.xml"

    @property
    def section(self) -> str:
        return (self.folder / self.section_file).read_text("utf-8").strip()

    @property
    def folder(self) -> Path:
        return DRAFTS / self.name

    @property
    def on_its_side(self) -> Page:
        return replace(self, **self.turned)


def page_of(form: Form, name: str = "") -> Page:
    """A page set-up: the one named, or the one for the form's language and its region."""
    name = name or ("gbt9704" if form.language.startswith("zh") else "plain")
    measures = json.loads((DRAFTS / name / "page.json").read_text("utf-8"))
    for regions, differing in measures.pop("elsewhere", {}).items():
        if form.language.upper().endswith(tuple(regions.split())):
            measures |= differing
    return Page(name=name, **measures)
