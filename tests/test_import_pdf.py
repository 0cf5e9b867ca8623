"""PDF files in the shapes that word processors and browsers print, read back figure by figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from helpers import ROOT
from paper import Cell, Paper, Sheet, cut, paper
from pdf import PAGE_BREAK, Furniture, Line, Setting, as_pdf
from test_import import FORMS, entered, report, told

from gendoc.importing import Imported, published

pytest.importorskip("pdfplumber")

CITY = ROOT / "examples/city/data/淮安市人民政府/2024.yaml"
STATUTORY = "巴州区2023年政府信息公开工作年度报告"


def read(data: bytes, tmp_path: Path) -> Imported:
    path = tmp_path / "a.pdf"
    path.write_bytes(data)
    return published(path, path.name, FORMS)


def prose(found: Imported) -> dict[str, list[str]]:
    texts = {id_: [p.text for p in ps] for id_, ps in found.content.sections.items()}
    notes = {
        id_: [p.text for p in (*notes.before, *notes.after)]
        for id_, notes in found.content.notes.items()
    }
    return texts | notes


def test_a_pdf_is_read_back_as_it_was_printed(tmp_path: Path) -> None:
    of = report()
    found = read(as_pdf(paper(of)), tmp_path)
    assert found.content.figures == entered(of)
    assert (found.organ, found.year, told(found)) == (of.organ, of.year, [])


FURNITURE: dict[str, Furniture] = {
    "page of pages": lambda page: [(280, 30, f"第 {page} 页 共 4 页")],
    "slash": lambda page: [(290, 30, f"{page} / 4")],
    "the title": lambda page: [(200, 810, STATUTORY)],
    "the body": lambda page: [(60, 805, "巴州区")],
    "a browser": lambda page: [
        (40, 815, "2024/3/5 16:22"),
        (200, 815, STATUTORY),
        (40, 20, "https://www.example.gov.cn/art/2024/1/12/art_3456_789.html"),
        (540, 20, f"{page}/4"),
    ],
    "of two sides": lambda page: _of_two_sides(page),
}


ONLY_NUMBERS = ("page of pages", "slash")


def _of_two_sides(page: int) -> Sequence[Line]:
    return [(60, 30, f"— {page} —"), (60, 810, "年报")] if page % 2 else [(480, 30, f"— {page} —")]


@pytest.mark.parametrize("kind", FURNITURE)
def test_what_runs_around_the_pages_is_left_out(kind: str, tmp_path: Path) -> None:
    whole = paper(report())
    plain = read(as_pdf(whole), tmp_path)
    found = read(as_pdf(whole, FURNITURE[kind]), tmp_path)
    assert prose(found) == prose(plain)
    assert (found.organ, found.year) == ("巴州区", 2023)
    assert told(found) == ([] if kind in ONLY_NUMBERS else ["left-out/among"])


def test_a_heading_at_the_foot_of_a_page_is_not_glued_to_what_runs_below_it(
    tmp_path: Path,
) -> None:
    heading = "五、存在的主要问题及改进情况"
    whole = paper(report())
    whole = whole.say(heading, heading, PAGE_BREAK)
    found = read(as_pdf(whole, FURNITURE["a browser"]), tmp_path)
    assert prose(found)["problems"] == [p.text for p in report().sections["problems"]]


def test_a_tilted_watermark_is_not_read(tmp_path: Path) -> None:
    of = report()
    found = read(as_pdf(paper(of), setting=Setting(watermark="巴州区政府")), tmp_path)
    assert prose(found) == prose(read(as_pdf(paper(of)), tmp_path))
    assert (found.content.figures, found.content.remarks) == (entered(of), {})


def test_a_table_without_rules_around_it_is_read(tmp_path: Path) -> None:
    of = report()
    found = read(as_pdf(paper(of), setting=Setting(outer=False)), tmp_path)
    assert found.content.figures == entered(of)
    assert (found.organ, told(found)) == (of.organ, [])
    assert not any(notes.before or notes.after for notes in found.content.notes.values())


@pytest.mark.parametrize("parted", [True, False])
@pytest.mark.parametrize("row", [0, 5, 12, 16])
def test_cells_may_have_rules_at_their_right_and_below_them_alone(
    row: int, parted: bool, tmp_path: Path
) -> None:
    of, whole = report(CITY), paper(report(CITY))
    if row:
        above, below = cut(whole.sheet("applications"), row, 0)
        whole = whole.swap("applications", above, PAGE_BREAK, below)
    found = read(as_pdf(whole, setting=Setting(half=True, parted=parted)), tmp_path)
    assert (found.content.figures, told(found)) == (entered(of), [])
    assert not any(notes.before or notes.after for notes in found.content.notes.values())


def torn(whole: Paper, label: str, first: str, rest: str, header: int) -> Paper:
    """The applications with a row torn by the end of a page, in its label."""
    sheet = whole.sheet("applications")
    row = next(c for c in sheet.cells if c.text == label).row
    above, below = cut(sheet, row + 1, header)
    cells = [replace(c, text=first) if c.text == label else c for c in above.cells]
    # What reaches down from above covers the piece of the row, too.
    reaching = {(c.row, c.column) for c in below.cells if c.row == header and c.column < 2}
    moved = [
        replace(c, rows=c.rows + 1)
        if (c.row, c.column) in reaching
        else replace(c, row=c.row + (c.row >= header))
        for c in below.cells
    ]
    piece = [Cell(rest, header, 2)] + [Cell("", header, column) for column in range(3, 10)]
    parts = Sheet("applications", cells), PAGE_BREAK, Sheet("applications", moved + piece)
    return whole.swap("applications", *parts)


@pytest.mark.parametrize("header", [0, 3])
@pytest.mark.parametrize(
    ("label", "first"),
    [
        ("3.危及“三安全一稳定”", "3.危及"),
        ("3.危及“三安全一稳定”", "3.危及“三安"),
        ("2.其他法律行政法规禁止公开", "2.其他"),
        ("4.保护第三方合法权益", "4."),
    ],
)
def test_a_row_whose_label_the_end_of_a_page_tears_keeps_its_figures(
    label: str, first: str, header: int, tmp_path: Path
) -> None:
    of = report(CITY)
    found = read(as_pdf(torn(paper(of), label, first, label.removeprefix(first), header)), tmp_path)
    assert found.content.figures == entered(of)
    assert told(found) == []


def test_a_table_without_labels_may_be_torn_by_the_end_of_a_page(tmp_path: Path) -> None:
    of = report(CITY)
    above, below = cut(paper(of).sheet("proceedings"), 3)
    found = read(as_pdf(paper(of).swap("proceedings", above, PAGE_BREAK, below)), tmp_path)
    assert found.content.figures == entered(of)
    assert told(found) == []


@pytest.mark.parametrize("title", [0, 16, 22, 36])
@pytest.mark.parametrize("indent", ["", "\u3000\u3000"])
def test_figures_in_a_font_of_their_own_stay_in_their_line(
    title: float, indent: str, tmp_path: Path
) -> None:
    of = report()
    setting = Setting(title=title, indent=indent, digits=True)
    plain = read(as_pdf(paper(of), setting=replace(setting, digits=False)), tmp_path)
    found = read(as_pdf(paper(of), setting=setting), tmp_path)
    assert (found.organ, found.year, told(found)) == (of.organ, of.year, [])
    assert (found.content.figures, found.content.title) == (entered(of), ())
    assert prose(found) == prose(plain)


NAME = "某某县某某镇综合行政执法和应急管理办公室"


@pytest.mark.parametrize("size", [18, 22])
@pytest.mark.parametrize("organ", ["巴州区公安局", NAME])
@pytest.mark.parametrize("indent", ["", "\u3000\u3000"])
def test_a_title_in_its_own_size_is_whole_and_no_part_of_the_text_below(
    organ: str, size: float, indent: str, tmp_path: Path
) -> None:
    whole = paper(report()).say(STATUTORY, STATUTORY.replace("巴州区", organ))
    data = as_pdf(whole, _named_above, Setting(title=size, indent=indent))
    found = read(data, tmp_path)
    assert (found.organ, found.year, found.content.title) == (organ, 2023, ())
    assert prose(found)["preamble"] == [p.text for p in report().sections["preamble"]]
    assert told(found) == ["left-out/above"]


def _named_above(page: int) -> Sequence[Line]:
    return [(60, 800, "信息公开专栏")] if page == 1 else []


@pytest.mark.parametrize("digits", [False, True])
def test_a_raised_mark_behind_a_figure_is_no_digit_of_it(digits: bool, tmp_path: Path) -> None:
    of = report()
    key = "applications.new.natural"
    whole = paper(of).change(lambda c: replace(c, text=c.text + "¹²") if c.key == key else c)
    found = read(as_pdf(whole, setting=Setting(digits=digits)), tmp_path)
    assert (found.content.figures, told(found)) == (entered(of), [])
    assert found.content.remarks == {key: "¹²"}


@pytest.mark.parametrize("row", [2, 7, 12, 16])
def test_a_table_needs_no_rule_where_the_end_of_a_page_parts_it(row: int, tmp_path: Path) -> None:
    of = report(CITY)
    above, below = cut(paper(of).sheet("applications"), row, 0)
    whole = paper(of).swap("applications", above, PAGE_BREAK, below)
    found = read(as_pdf(whole, setting=Setting(parted=False)), tmp_path)
    assert (found.content.figures, told(found)) == (entered(of), [])
    assert not any(notes.before or notes.after for notes in found.content.notes.values())


def test_tables_without_rules_are_told_once_and_their_lines_are_no_notes(tmp_path: Path) -> None:
    of = report(CITY)
    found = read(as_pdf(paper(of), setting=Setting(rules=False)), tmp_path)
    assert (found.form.id, found.organ, found.year) == (of.form.id, of.organ, of.year)
    assert told(found)[0] == "not-read/unruled"
    assert "not-read/row" not in told(found)
    assert found.content.figures.items() <= entered(of).items()
    assert entered(of).keys() == found.content.figures.keys() | set(found.unread)
    assert not found.content.notes
    assert found.content.sections == read(as_pdf(paper(of)), tmp_path).content.sections


def test_columns_are_counted_alike_on_all_pages_of_a_table(tmp_path: Path) -> None:
    of, whole = report(CITY), paper(report(CITY))
    above, below = cut(whole.sheet("applications"), 6, 0)
    row = next(c.row for c in below.cells if c.text == "2.重复申请")
    wide = [
        replace(c, columns=2, text="0") if (c.row, c.column) == (row, 4) else c
        for c in below.cells
        if (c.row, c.column) not in {(row, 5), (row, 9)}
    ]
    last = Sheet("applications", [*wide, Cell("", row, 9)])
    found = read(as_pdf(whole.swap("applications", above, PAGE_BREAK, last)), tmp_path)
    figures = entered(of)
    assert found.content.figures.items() <= figures.items()
    key = "applications.results.unprocessed.repeat"
    assert {f"{key}.company", f"{key}.research"} >= figures.keys() - found.content.figures.keys()
