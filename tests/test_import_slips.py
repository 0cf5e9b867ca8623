"""Flat texts of tables with the slips that published reports have, read or told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from paper import Cell, Paper, Sheet, as_html, paper
from test_import import FORMS, entered, report, told
from test_import_extracted import OLDER, read
from test_import_text import Lines, as_text

from gendoc.importing import published


def on_lines(sheet: Sheet) -> list[str]:
    """A cell a line."""
    return [cell.text.replace("\n", "") for n in range(sheet.height) for cell in sheet.row(n)]


def with_tabs(sheet: Sheet) -> list[str]:
    rows = (sheet.row(number) for number in range(sheet.height))
    return ["\t".join(cell.text.replace("\n", "") for cell in row) for row in rows]


def padded_with_bars(sheet: Sheet) -> list[str]:
    """A row a line, bars behind its cells up to the width of the table."""
    lines = []
    for number in range(sheet.height):
        row = [cell.text.replace("\n", "") for cell in sheet.row(number)]
        lines.append("".join(f"{text} | " for text in row) + "|" * (sheet.width - len(row)))
    return lines


FLAT = [on_lines, with_tabs, padded_with_bars]


def to(first: str, second: str) -> Callable[[Sheet], Sheet]:
    """Two columns of applications in each other's place, with their labels."""

    def swapped(sheet: Sheet) -> Sheet:
        (one,) = (c for c in sheet.cells if c.text == first and c.row == 2)
        (other,) = (c for c in sheet.cells if c.text == second and c.row == 2)
        places = {one.column: other.column, other.column: one.column}
        moved = (
            replace(c, column=places.get(c.column, c.column)) if c.columns == 1 else c
            for c in sheet.cells
        )
        return Sheet(sheet.id, sorted(moved, key=lambda c: (c.row, c.column)))

    return swapped


def total_first(sheet: Sheet) -> Sheet:
    """The total before all other columns."""
    (total,) = (c for c in sheet.cells if c.text == "总计" and c.row == 1)
    (first,) = (c for c in sheet.cells if c.text == "自然人")

    def moved(cell: Cell) -> Cell:
        if cell.column < first.column or cell.row < 1:
            return cell
        return replace(
            cell, column=first.column if cell.column == total.column else cell.column + 1
        )

    return Sheet(sheet.id, sorted(map(moved, sheet.cells), key=lambda c: (c.row, c.column)))


def changed(of: Paper, how: Callable[[Sheet], Sheet]) -> Paper:
    items = (how(x) if isinstance(x, Sheet) and x.id == "applications" else x for x in of.items)
    return Paper(list(items))


@pytest.mark.parametrize("how", [to("商业企业", "科研机构"), total_first])
@pytest.mark.parametrize("lines", FLAT)
def test_a_header_in_another_order_decides_in_texts(
    lines: Lines, how: Callable[[Sheet], Sheet], tmp_path: Path
) -> None:
    of = report()
    found = read(as_text(of, lines, changed(paper(of), how)), tmp_path)
    assert (found.content.figures, told(found)) == (entered(of), [])


@pytest.mark.parametrize("lines", FLAT)
def test_a_header_in_another_order_with_a_changed_label_is_told(
    lines: Lines, tmp_path: Path
) -> None:
    of = report()
    text = as_text(of, lines, changed(paper(of), total_first)).decode()
    found = read(text.replace("科研机构", "研究所"), tmp_path)
    assert set(found.unread) == {k for k in entered(of) if k.startswith("appl")}
    assert "not-read/columns" in told(found)


@pytest.mark.parametrize(("label", "instead"), [("其他", "其它"), ("总计", "合计")])
@pytest.mark.parametrize("lines", FLAT)
def test_words_that_say_the_same_are_known(
    label: str, instead: str, lines: Lines, tmp_path: Path
) -> None:
    of = report()

    def said(cell: Cell) -> Cell:
        return cell if cell.key else replace(cell, text=cell.text.replace(label, instead))

    found = read(as_text(of, lines, paper(of).change(said)), tmp_path)
    assert (found.content.figures, told(found)) == (entered(of), [])


def without_total(sheet: Sheet) -> Sheet:
    """The row of totals left out."""
    (total,) = (c for c in sheet.cells if c.text == "（七）总计")
    above = (c for c in sheet.cells if c.row < total.row)
    below = (replace(c, row=c.row - 1) for c in sheet.cells if c.row > total.row)
    return Sheet(sheet.id, [*above, *below])


@pytest.mark.parametrize("lines", [with_tabs, padded_with_bars])
def test_a_label_of_the_header_is_none_of_a_row(lines: Lines, tmp_path: Path) -> None:
    of = report()
    found = read(as_text(of, lines, changed(paper(of), without_total)), tmp_path)
    assert (found.content.figures, told(found)) == (entered(of), [])


LABELS = [
    ("四、结转下年度继续办理", "四、结转下年继续办理"),
    ("2.其他法律行政法规禁止公开", "2.其他法律行政止公开"),
    ("一、本年新收政府信息公开申请数量", "一、本年新收政府信息申请数量"),
    ("（一）予以公开", "（一）予公开"),
    ("2.重复申请", "2.重复的申请"),
    ("行政许可", "行政许可项"),
    ("现行有效件数", "现行有效件"),
    ("科研机构", "科研单位机构"),
]


@pytest.mark.parametrize(("label", "instead"), LABELS)
def test_a_changed_label_among_lines_is_found_by_likeness_and_place(
    label: str, instead: str, tmp_path: Path
) -> None:
    of = report()
    lines = as_text(of, on_lines).decode().split("\n")
    text = "\n".join(instead if line == label else line for line in lines)
    found = read(text, tmp_path)
    assert found.content.figures == entered(of)
    assert set(told(found)) <= {"label-changed"}


def test_a_changed_label_takes_no_figures_of_the_row_before(tmp_path: Path) -> None:
    """A figure less between two labels leaves a row open where no total proves it."""
    of = report()
    lines = as_text(of, on_lines).decode().split("\n")
    at = lines.index("（二）部分公开（区分处理的，只计这一情形，不计其他情形）")
    for n in (at - 1, at + 1):
        short = [*lines[:n], *lines[n + 1 :]]
        text = "\n".join(short).replace(
            "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
            "（二）部分的公开（区分处理，只计一情形）",
        )
        found = read(text, tmp_path)
        known = entered(of)
        assert {key: known[key] for key in found.content.figures} == found.content.figures


def behind_tabs(sheet: Sheet) -> list[str]:
    """A tab and a cell a line, and nothing between the rows."""
    return [f"\t{line}" for line in on_lines(sheet)]


@pytest.mark.parametrize("unit", ["万元", "元"])
def test_flat_tables_without_lines_between_their_rows_are_read(unit: str, tmp_path: Path) -> None:
    of = report()
    text = as_text(of, behind_tabs).decode().replace("单位：万元", f"单位：{unit}")
    found = read(text, tmp_path)
    fees = {"disclosure.fees.amount": {"万元": "9878", "元": "0.9878"}[unit]}
    assert (found.content.figures, told(found)) == (entered(of) | fees, [])


def test_a_header_in_the_row_of_its_figure_tells_the_unit(tmp_path: Path) -> None:
    of = report()

    def in_one(sheet: Sheet) -> list[str]:
        lines = with_tabs(sheet)
        return ["\t".join(lines[-2:])] if sheet.id == "disclosure" else lines

    text = as_text(of, in_one).decode().replace("单位：万元", "单位：元")
    found = read(text, tmp_path).content.figures
    assert found["disclosure.fees.amount"] == "0.9878"


def blank_totals(cell: Cell) -> Cell:
    own = cell.key.startswith("applications.") and cell.key.endswith(".total")
    return replace(cell, text="") if own else cell


def filled_up(sheet: Sheet) -> list[str]:
    """As `padded_with_bars`, blank cells left out."""
    rows = ([c.text for c in sheet.row(n) if c.text] for n in range(sheet.height))
    return ["".join(f"{t} | " for t in row) + "|" * (sheet.width - len(row)) for row in rows]


def without_blanks(sheet: Sheet) -> list[str]:
    return [
        "\t".join(cell.text for cell in sheet.row(number) if cell.text)
        for number in range(sheet.height)
    ]


@pytest.mark.parametrize("lines", [padded_with_bars, filled_up, with_tabs, without_blanks])
def test_a_table_whose_totals_are_blank_is_read(lines: Lines, tmp_path: Path) -> None:
    """A row whose last figure may be the total of those before it stays open."""
    of = report()
    found = read(as_text(of, lines, paper(of).change(blank_totals)), tmp_path)
    known = entered(of)
    assert {key: known[key] for key in found.content.figures} == found.content.figures
    rows = {key.rpartition(".")[0] for key in found.unread}
    assert len(rows) <= 2


def test_figures_with_their_unit_prove_a_total(tmp_path: Path) -> None:
    of = report()

    def counted(cell: Cell) -> Cell:
        own = cell.key.startswith("applications.") and cell.text != "0"
        return replace(cell, text=f"{cell.text}件") if own else cell

    found = read(as_text(of, padded_with_bars, paper(of).change(counted)), tmp_path)
    assert (found.content.figures, told(found)) == (entered(of), [])


def test_a_total_that_does_not_hold_is_told_and_loses_no_row(tmp_path: Path) -> None:
    of = report()

    def more(cell: Cell) -> Cell:
        own = cell.key == "applications.results.granted.total"
        return replace(cell, text="999") if own else cell

    found = read(as_text(of, padded_with_bars, paper(of).change(more)), tmp_path)
    assert found.content.figures == entered(of)
    assert set(told(found)) == {"contradiction"}


def test_blank_cells_that_were_left_out_move_no_figure(tmp_path: Path) -> None:
    """Bars at the end of a row say nothing about where its blank cells were."""
    of = report()

    def blank(cell: Cell) -> Cell:
        if cell.key == "proceedings.review.corrected":
            return replace(cell, text="3")
        return replace(cell, text="") if cell.text == "0" else cell

    found = read(as_text(of, filled_up, paper(of).change(blank)), tmp_path).content.figures
    known = entered(of) | {"proceedings.review.corrected": "3"}
    assert {key: known[key] for key in found} == found


@pytest.mark.parametrize("lines", FLAT)
def test_an_amount_without_a_unit_of_the_form_keeps_the_printed_one(
    lines: Lines, tmp_path: Path
) -> None:
    of = report(OLDER)
    key = "disclosure.procurement.amount"
    printed = paper(of).change(lambda c: replace(c, text="160.5964万元") if c.key == key else c)
    found = read(as_text(of, lines, printed), tmp_path)
    assert found.content.figures == entered(of) | {key: "160.5964"}
    assert found.content.remarks[key] == "万元"
    assert "格式没有写明单位" in found.text()


@pytest.mark.parametrize(("printed", "own"), [("增 12", "12"), ("减 3", "-3")])
def test_a_space_behind_the_word_for_a_sign_parts_no_figure(
    printed: str, own: str, tmp_path: Path
) -> None:
    of = report(OLDER)
    key = "disclosure.license.change"
    instead = paper(of).change(lambda c: replace(c, text=printed) if c.key == key else c)

    def with_spaces(sheet: Sheet) -> list[str]:
        rows = (sheet.row(number) for number in range(sheet.height))
        return [" ".join(cell.text.replace("\n", "") for cell in row) for row in rows]

    found = read(as_text(of, with_spaces, instead), tmp_path)
    assert found.content.figures == entered(of) | {key: own}


@pytest.mark.parametrize("line", ["（单位：元）", "单位：元"])
@pytest.mark.parametrize("above", ["第二十条第（八）项", "信息内容\n本年收费金额"])
def test_a_unit_on_a_line_of_its_own_counts_among_cells_on_lines(
    line: str, above: str, tmp_path: Path
) -> None:
    of = report()
    text = as_text(of, on_lines).decode().replace("（单位：万元）", "")
    head, _, rest = text.partition(above + "\n")
    assert rest
    found = read(f"{head}{line}\n{above}\n{rest}".encode(), tmp_path)
    whole = entered(of)["disclosure.fees.amount"]
    assert whole != "0"
    assert Decimal(found.content.figures["disclosure.fees.amount"]) * 10000 == Decimal(whole)


def test_labels_that_each_group_has_are_compared_with_their_repeats(tmp_path: Path) -> None:
    """结果维持 and 结果纠正 in each other's place in all three groups of the proceedings."""

    def swapped(sheet: Sheet) -> list[str]:
        lines = with_tabs(sheet)
        if sheet.id != "proceedings":
            return lines
        labels = ["结果纠正", "结果维持", "其他结果", "尚未审结", "总计"] * 3
        groups = ["行政复议\t行政诉讼", "未经复议直接起诉\t复议后起诉"]
        return [*groups, "\t".join(labels), lines[-1]]

    found = read(as_text(report(), swapped), tmp_path)
    key = "proceedings.review.upheld"
    printed = entered(report())["proceedings.review.corrected"]
    assert printed != entered(report())[key]
    assert key in found.unread or found.content.figures[key] == printed


@pytest.mark.parametrize("lines", [with_tabs, padded_with_bars])
def test_a_line_of_words_between_two_rows_is_told(lines: Lines, tmp_path: Path) -> None:
    of = report()
    said = "甲项含上级转办的"

    def between(sheet: Sheet) -> list[str]:
        rows = lines(sheet)
        at = next((at for at, row in enumerate(rows) if "2.重复申请" in row), len(rows))
        return [*rows[:at], said, *rows[at:]] if at < len(rows) else rows

    found = read(as_text(of, between), tmp_path)
    assert found.content.figures == entered(of)
    assert said in found.text() + " ".join(str(problem.values) for problem in found.problems)


def test_a_word_in_a_row_of_its_own_is_told(tmp_path: Path) -> None:
    page = as_html(paper(report())).decode()
    row = "<tr><td colspan=10>注：不含派出机构</td></tr>"
    at = page.index("<tr", page.index("2.重复申请"))
    path = tmp_path / "published.html"
    path.write_text(page[:at] + row + page[at:], encoding="utf-8")
    found = published(path, path.name, FORMS)
    assert found.content.figures == entered(report())
    left = " ".join(str(problem.values) for problem in found.problems)
    assert "注：不含派出机构" in found.text() + left
