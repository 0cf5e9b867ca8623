"""Word files of ours as LibreOffice saves them, read back figure by figure."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers import ROOT
from office import convert, needs_office
from test_import import FORMS, entered, report

from gendoc import build
from gendoc.importing import published

pytestmark = needs_office

REPORTS = sorted([*ROOT.glob("examples/*/data/**/*.yaml"), *ROOT.glob("data/**/*.yaml")])


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.parent.name)
@pytest.mark.parametrize("kind", ["pdf", "html", "txt", "docx"])
def test_a_word_file_saved_as_another_kind_is_read_whole(
    path: Path, kind: str, tmp_path: Path
) -> None:
    of = report(path)
    (document,) = build.render(of, ["docx"]).values()
    found = published(convert(document, tmp_path, kind), f"in.{kind}", FORMS)
    assert found.content.figures == entered(of)
    assert found.read == found.expected
    assert (found.organ, found.year) == (of.organ, of.year)
    prose = {id_: "".join(p.heading + p.text for p in ps) for id_, ps in of.sections.items()}
    assert {
        id_: "".join(p.heading + p.text for p in ps) for id_, ps in found.content.sections.items()
    } == prose
