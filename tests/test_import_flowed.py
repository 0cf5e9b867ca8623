"""Text made from the pages of a PDF, its labels in pieces around their figures, read back figure
by figure where that is certain."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from paper import Cell, Sheet, paper
from test_import import FORMS, entered, report, told

from gendoc.importing import Imported, published
from gendoc.report import Report

Lines = Callable[[Sheet], list[str]]
LABEL, FIGURE = 7, 9
"""Characters of a column of labels, and of one of figures."""


def pieces(text: str, width: int) -> list[str]:
    whole = text.replace("\n", "")
    return [whole[at : at + width] for at in range(0, len(whole), width)] or [""]


def side_by_side(sheet: Sheet, *, centred: bool = False) -> list[str]:
    """As `pdftotext -layout`: labels broken in their columns, the figures of a row in one line."""
    labels = min((c.column for c in sheet.cells if c.key), default=0)
    starts = [min(n, labels) * LABEL + max(n - labels, 0) * FIGURE for n in range(sheet.width + 1)]
    broken = {
        c: pieces(c.text, starts[c.column + c.columns] - starts[c.column] - 2) for c in sheet.cells
    }
    heights = [
        max((len(broken[c]) for c in sheet.row(n) if c.rows == 1), default=1)
        for n in range(sheet.height)
    ]
    for cell in (c for c in sheet.cells if c.rows > 1):
        last = cell.row + cell.rows - 1
        heights[last] += max(0, len(broken[cell]) - sum(heights[cell.row : last + 1]))
    lines = [" " * (starts[-1] + FIGURE) for _ in range(sum(heights))]
    for cell, own in broken.items():
        room = sum(heights[cell.row : cell.row + cell.rows])
        top = sum(heights[: cell.row]) + ((room - len(own)) // 2 if centred else 0)
        for at, piece in enumerate(own, top):
            start = starts[cell.column]
            lines[at] = lines[at][:start] + piece + lines[at][start + len(piece) :]
    return [line.rstrip() for line in lines]


def in_the_middle(sheet: Sheet) -> list[str]:
    return side_by_side(sheet, centred=True)


def in_turn(sheet: Sheet) -> list[str]:
    """As `pdftotext -raw`: the pieces of the labels of a row, then its figures."""
    found: list[str] = []
    for number in range(sheet.height):
        row = sheet.row(number)
        found += [piece for cell in row if not cell.key for piece in pieces(cell.text, 5)]
        figures = " ".join(cell.text for cell in row if cell.key and cell.text)
        found += [figures] if figures else []
    return [line for line in found if line]


def in_blocks(sheet: Sheet) -> list[str]:
    """As `pdftotext` does: each cell a block, all figures of a row before the rest of its label."""
    found: list[str] = []
    for number in range(sheet.height):
        row = sheet.row(number)
        labels = [pieces(cell.text, 6) for cell in row if not cell.key]
        found += [f"{own[0]}\n" for own in labels if own[0]]
        found += [f"{cell.text}\n" for cell in row if cell.key and cell.text]
        found += ["\n".join(own[1:]) + "\n" for own in labels if own[1:]]
    return "\n".join(found).split("\n")


def as_text(of: Report, lines: Lines, change: Callable[[Cell], Cell] | None = None) -> str:
    found: list[str] = []
    for item in (paper(of).change(change) if change else paper(of)).items:
        found += [item] if isinstance(item, str) else lines(item)
    return "\n".join(found)


def read(text: str, tmp_path: Path) -> Imported:
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")
    return published(path, path.name, FORMS)


def without_remarks(of: Report) -> Report:
    of.remarks.clear()
    return of


def ours() -> Report:
    return without_remarks(report())


def without_zeros(cell: Cell) -> Cell:
    return replace(cell, text="") if cell.key and cell.text == "0" else cell


def all_zero(cell: Cell) -> Cell:
    return replace(cell, text="0") if cell.key else cell


def one_person(cell: Cell) -> Cell:
    """Figures of natural persons alone, as small bodies have them."""
    own = cell.key.startswith("applications.new.") or cell.key.startswith(
        ("applications.results.granted.", "applications.results.total.")
    )
    figure = "3" if own and cell.key.endswith((".natural", ".total")) else "0"
    return replace(cell, text=figure) if cell.key else cell


def is_right(found: Imported, of: Report) -> bool:
    """Whether every figure that was read is the one that was printed."""
    known = entered(of)
    return all(known[key] == text for key, text in found.content.figures.items())


@pytest.mark.parametrize("lines", [side_by_side, in_the_middle, in_turn])
def test_labels_in_pieces_are_put_together_in_the_order_of_the_form(
    lines: Lines, tmp_path: Path
) -> None:
    of = ours()
    found = read(as_text(of, lines), tmp_path)
    assert found.content.figures == entered(of)
    assert not found.problems


@pytest.mark.parametrize("lines", [side_by_side, in_the_middle, in_turn])
@pytest.mark.parametrize("at", [2, 11, 17, 30])
def test_a_page_may_end_in_a_row(lines: Lines, at: int, tmp_path: Path) -> None:
    of = ours()

    def torn(sheet: Sheet) -> list[str]:
        found = lines(sheet)
        if sheet.id == "applications":
            found[at:at] = ["", " " * 20 + "1", "\f"]
        return found

    found = read(as_text(of, torn) + "\n\n" + " " * 20 + "2\n\f", tmp_path)
    assert is_right(found, of)
    assert len(found.unread) <= 6


def test_a_header_that_a_page_repeats_is_none_of_the_rows(tmp_path: Path) -> None:
    of = ours()

    def twice(sheet: Sheet) -> list[str]:
        found = side_by_side(sheet)
        if sheet.id == "applications":
            top = next(at for at, line in enumerate(found) if line.startswith("一、本年"))
            middle = next(at for at, line in enumerate(found) if "4.保护" in line)
            found[middle:middle] = ["\f" + found[0], *found[1:top]]
        return found

    assert read(as_text(of, twice), tmp_path).content.figures == entered(of)


@pytest.mark.parametrize("lines", [side_by_side, in_turn])
def test_labels_in_another_order_than_the_forms_take_no_figures_of_others(
    lines: Lines, tmp_path: Path
) -> None:
    of = ours()
    first, second = "1.信访举报投诉类申请", "2.重复申请"

    def swapped(cell: Cell) -> Cell:
        return replace(cell, text={first: second, second: first}.get(cell.text, cell.text))

    found = read(as_text(of, lines, swapped), tmp_path)
    rows = ("applications.results.unprocessed.petition", "applications.results.unprocessed.repeat")
    known = entered(of)
    figures = found.content.figures
    assert not any(figures.get(k) == v != "0" for k, v in known.items() if k.startswith(rows))


def test_a_figure_broken_in_its_cell_is_not_the_part_in_the_line_of_its_row(tmp_path: Path) -> None:
    of = ours()

    def broken(sheet: Sheet) -> list[str]:
        found = side_by_side(sheet)
        if sheet.id == "applications":
            at = next(n for n, line in enumerate(found) if "（二）部分公开" in line)
            start = found[at].index("33")
            found[at] = found[at].replace("33", "3 ", 1)
            found[at + 1] = found[at + 1].ljust(start) + "3"
        return found

    found = read(as_text(of, broken), tmp_path)
    assert is_right(found, of)
    assert "applications.results.partial.natural" in found.unread


@pytest.mark.parametrize("lines", [side_by_side, in_the_middle, in_turn])
def test_blank_rows_are_zero_and_blank_cells_are_not_guessed(lines: Lines, tmp_path: Path) -> None:
    of = ours()
    found = read(as_text(of, lines, without_zeros), tmp_path)
    assert is_right(found, of)
    assert "applications.results.unprocessed.publication.natural" in found.content.figures
    assert found.unread
    assert not any(message == "not-read/blank" for message in told(found))


def test_the_number_of_a_page_is_no_figure_of_a_blank_row(tmp_path: Path) -> None:
    of = ours()

    def blank(cell: Cell) -> Cell:
        return replace(cell, text="") if cell.key == "disclosure.penalty.decisions" else cell

    def paged(sheet: Sheet) -> list[str]:
        found = side_by_side(sheet)
        if sheet.id == "disclosure":
            at = next(n for n, line in enumerate(found) if line.startswith("行政处"))
            found[at + 1 : at + 1] = [" " * 20 + "7", "\f"]
        return found

    found = read(as_text(of, paged, blank), tmp_path)
    assert "disclosure.penalty.decisions" in found.unread


def test_numbers_of_columns_are_no_figures_of_a_blank_row(tmp_path: Path) -> None:
    of = ours()

    def blank(cell: Cell) -> Cell:
        return replace(cell, text="") if cell.key.startswith("applications.new.") else cell

    def numbered(sheet: Sheet) -> list[str]:
        found = side_by_side(sheet)
        if sheet.id == "applications":
            at = next(n for n, line in enumerate(found) if line.startswith("一、本年"))
            found.insert(at, " " * 21 + "        ".join("1234567"))
        return found

    figures = read(as_text(of, numbered, blank), tmp_path).content.figures
    assert figures.get("applications.new.company") != "2"


def test_figures_in_blocks_are_read_where_totals_prove_that_they_stand_row_by_row(
    tmp_path: Path,
) -> None:
    of = ours()
    found = read(as_text(of, in_blocks), tmp_path)
    own = {key: v for key, v in entered(of).items() if key.startswith("applications.")}
    assert is_right(found, of)
    assert own.items() <= found.content.figures.items()


def test_figures_in_blocks_that_are_all_zero_are_read_in_any_order(tmp_path: Path) -> None:
    found = read(as_text(ours(), in_blocks, all_zero), tmp_path)
    assert set(found.content.figures.values()) <= {"0", "0.0"}
    assert not any(key.startswith(("applications", "proceedings")) for key in found.unread)


def test_figures_in_blocks_of_which_one_alone_makes_up_each_total_are_left_open(
    tmp_path: Path,
) -> None:
    found = read(as_text(ours(), in_blocks, one_person), tmp_path)
    assert not any(key.startswith("applications.") for key in found.content.figures)
    assert "applications.new.natural" in found.unread


def test_a_figure_in_blocks_that_stands_behind_the_others_of_its_row_proves_nothing(
    tmp_path: Path,
) -> None:
    of = ours()

    def displaced(sheet: Sheet) -> list[str]:
        found = in_blocks(sheet)
        if sheet.id == "applications":
            at = found.index("四、结转下年")
            figures = [n for n in range(at, len(found)) if found[n].isdecimal()]
            found.insert(figures[-1] + 1, found.pop(figures[0]))
        return found

    assert is_right(read(as_text(of, displaced), tmp_path), of)


def test_headings_alone_tell_the_form_of_a_report_whose_labels_are_in_pieces(
    tmp_path: Path,
) -> None:
    def nothing(cell: Cell) -> Cell:
        return replace(cell, text="") if cell.key else cell

    found = read(as_text(ours(), in_the_middle, nothing), tmp_path)
    assert found.form.id == "disclosure-2021"
    assert set(found.content.figures.values()) <= {"0", "0.0"}


def test_a_unit_and_prose_around_a_table_in_pieces_are_none_of_it(tmp_path: Path) -> None:
    of = ours()

    def noted(sheet: Sheet) -> list[str]:
        found = side_by_side(sheet)
        if sheet.id != "applications":
            return found
        return ["（单位：件）", *found, "", "以上数据由各科室提供，并已核对。"]

    found = read(as_text(of, noted), tmp_path)
    assert found.content.figures == entered(of)
    assert found.content.notes["applications"].after[0].text == "以上数据由各科室提供，并已核对。"


def test_a_group_is_no_row_where_not_one_of_its_figures_was_read(tmp_path: Path) -> None:
    of = ours()

    def short(sheet: Sheet) -> list[str]:
        lines = [cell.text for n in range(sheet.height) for cell in sheet.row(n) if cell.text]
        if sheet.id == "applications":
            at, end = lines.index("（六）其他处理"), lines.index("（七）总计")
            lines[at + 1 : end] = ["9", "12"]
        return lines

    found = read(as_text(of, short), tmp_path)
    assert not found.content.groups
    assert "applications.results.other.misc.natural" in found.unread
