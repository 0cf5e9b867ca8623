"""Tables that spreadsheets saved as text, commas or semicolons between their cells (CSV)."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from paper import Cell, Paper, Sheet, paper
from test_import import entered, report, told
from test_import_extracted import read, spread, without_zeros
from test_import_text import Lines, as_text, grid

from gendoc.separated import tables

Rows = Callable[[Sheet], list[list[str]]]


def there(sheet: Sheet) -> list[list[str]]:
    """The cells that there are, one behind the other."""
    return [[cell.text for cell in sheet.row(number)] for number in range(sheet.height)]


def with_breaks(sheet: Sheet) -> list[list[str]]:
    """The texts at their places, the longer ones broken over two lines."""
    return [
        [f"{text[:3]}\n{text[3:]}" if len(text) > 6 else text for text in row]
        for row in grid(sheet)
    ]


def saved(rows: list[list[str]], separator: str = ",") -> str:
    file = io.StringIO()
    csv.writer(file, delimiter=separator, lineterminator="\n").writerows(rows)
    return file.getvalue()


def in_lines(rows: Rows, separator: str) -> Lines:
    return lambda sheet: saved(rows(sheet), separator).splitlines()


def whole(sheet_of_paper: Paper, rows: Rows, separator: str) -> str:
    """A report as one sheet: prose in the first column, every row as wide as the widest table."""
    found: list[list[str]] = []
    for item in sheet_of_paper.items:
        found += [[item]] if isinstance(item, str) else rows(item)
    width = max(map(len, found))
    return saved([[*row, *[""] * (width - len(row))] for row in found], separator)


ROWS = [grid, spread, there, with_breaks]
CHANGES = pytest.mark.parametrize("change", [without_zeros, lambda c: c], ids=["blank", "zero"])


@CHANGES
@pytest.mark.parametrize("separator", [",", ";"])
@pytest.mark.parametrize("rows", ROWS)
def test_commas_and_semicolons_part_the_cells_of_a_row(
    rows: Rows, separator: str, change: Callable[[Cell], Cell], tmp_path: Path
) -> None:
    of = report()
    found = read(as_text(of, in_lines(rows, separator), paper(of).change(change)), tmp_path)
    assert (found.content.figures, found.unread) == (entered(of), ())
    assert (found.organ, found.year, found.contradictions) == (of.organ, of.year, 0)


@CHANGES
@pytest.mark.parametrize(
    ("separator", "encoding"),
    [(",", "utf-8-sig"), (",", "gb18030"), (";", "utf-8"), ("\t", "utf-16")],
)
@pytest.mark.parametrize("rows", ROWS)
def test_a_sheet_is_read_with_its_prose(
    rows: Rows, separator: str, encoding: str, change: Callable[[Cell], Cell], tmp_path: Path
) -> None:
    of = report()
    plain = read(as_text(of, in_lines(grid, ",")), tmp_path)
    text = whole(paper(of).change(change), rows, separator)
    found = read(text.replace("\n", "\r\n").encode(encoding), tmp_path)
    assert (found.content.figures, found.unread) == (entered(of), ())
    assert (found.organ, found.year, found.content.title) == (of.organ, of.year, ())
    assert found.content.sections == plain.content.sections
    assert not any(note.before or note.after for note in found.content.notes.values())


def test_a_space_may_stand_behind_each_comma(tmp_path: Path) -> None:
    of = report()
    found = read(as_text(of, lambda sheet: [", ".join(row) for row in spread(sheet)]), tmp_path)
    assert (found.content.figures, told(found)) == (entered(of), [])


def test_a_figure_in_thousands_is_one_cell_in_quotation_marks_alone(tmp_path: Path) -> None:
    of = report()
    text = as_text(of, in_lines(there, ",")).decode()
    assert "行政许可,40390\n" in text
    quoted = read(text.replace("行政许可,40390\n", '行政许可,"40,390"\n'), tmp_path)
    assert quoted.content.figures == entered(of)
    for bare in ("40,390", "390,390"):
        found = read(text.replace("行政许可,40390\n", f"行政许可,{bare}\n"), tmp_path)
        assert found.unread == ("disclosure.license.decisions",)


PROSE = [
    """In 2023, the office received requests from 12 persons, 3 companies, and 4 others,
of which it granted 14, refused 3, and left 2 open, as in 2021, 2022,
and before, with fees in 3 cases, none in 4, and reviews in 2,
so that all in all the numbers went up, not down, in 2023.""",
    "Requests received 1,234\nRequests granted 1,100\nRequests refused 12,345,678\nFees 2,500",
    "Requests received   1,234   5,678\nGranted   1,100   2,200\nRefused   134   3,478",
    "Opened on Monday, May 3, 2021\nClosed on Friday, May 7, 2021\nSigned on Monday, May 9, 2021",
    "全年公开信息376条,其中公告330条,工作动态44条,\n其他2条,比上年多12条,发布解读3件,\n答复3。\n受理12,3",
    '"互联网+政务,1,2\n全年办理3,4件,\n办结5,6件,',
]


@pytest.mark.parametrize("text", PROSE)
def test_commas_of_sentences_and_of_figures_part_no_cells(text: str) -> None:
    assert tables(text.split("\n")) == {}
