"""Word files of ours as LibreOffice saves them, read back figure by figure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from helpers import ROOT
from office import convert, needs_office
from paper import Paper, as_docx, paper
from test_import import FORMS, entered, report, told, upright
from test_import_roundtrip import EXAMPLES, fields, figures, printed, taken

from gendoc import build
from gendoc.importing import published
from gendoc.project import Project, find_root, forms_at_hand

pytestmark = needs_office


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: "-".join(path.parts[-3:]))
@pytest.mark.parametrize("kind", ["pdf", "html", "txt", "docx"])
def test_a_word_file_saved_as_another_kind_is_read_whole(
    path: Path, kind: str, tmp_path: Path
) -> None:
    root = find_root(path)
    of = build.load(path, Project(root))
    (document,) = build.render(of, ["docx"]).values()
    again = taken(published(convert(document, tmp_path, kind), f"in.{kind}", forms_at_hand(root)))
    assert figures(again) == figures(of)
    assert fields(again) == fields(of)
    assert (again.organ, again.year) == (of.organ, of.year)
    assert printed(again) == printed(of)


def marked(sheet: Paper, mark: str) -> Paper:
    return sheet.change(lambda cell: replace(cell, text=mark) if cell.text == "0" else cell)


# Narrow columns of even width: rows run over several lines, and pages end in the middle of them.
SHAPES: dict[str, Callable[[Paper], Paper]] = {
    "as it is": lambda sheet: sheet,
    "blank for zero": lambda sheet: marked(sheet, ""),
    "slash for zero": lambda sheet: marked(sheet, "/"),
    "upright labels": lambda sheet: sheet.change(upright),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_rows_that_the_end_of_a_page_tears_are_read_whole(shape: str, tmp_path: Path) -> None:
    of = report(ROOT / "examples/city/data/淮安市人民政府/2024.yaml")
    document = as_docx(SHAPES[shape](paper(of)))
    found = published(convert(document, tmp_path, "pdf"), "in.pdf", FORMS)
    assert found.content.figures == entered(of)
    assert (found.unread, found.contradictions) == ((), 0)


@pytest.mark.parametrize("lines", [0, 3, 5, 8])
def test_figures_that_a_page_breaks_inside_their_cell_are_whole(lines: int, tmp_path: Path) -> None:
    """Figures too long for their columns run over lines, and pages end between these."""
    of = report(ROOT / "examples/city/data/淮安市人民政府/2024.yaml")
    large = {
        key: str(int(value) * 1_000_003) if key.startswith("applications") else value
        for key, value in entered(of).items()
    }
    sheet = paper(of).change(
        lambda c: (
            replace(c, text=str(int(c.text) * 1_000_003)) if c.key.startswith("applications") else c
        )
    )
    title, *rest = sheet.items
    document = as_docx(Paper([title, *["前言。"] * lines, *rest]))
    found = published(convert(document, tmp_path, "pdf"), "in.pdf", FORMS)
    assert found.content.figures == large
    assert told(found) == []
