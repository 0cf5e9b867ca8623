"""Plain text in the shapes that copying and converting give it, read back figure by figure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from paper import Paper, Sheet, paper
from test_import import FORMS, entered, report, told
from wcwidth import wcswidth

from gendoc.importing import Imported, published
from gendoc.published import Passage
from gendoc.read_text import read as read_text
from gendoc.report import Report

Lines = Callable[[Sheet], list[str]]


def grid(sheet: Sheet) -> list[list[str]]:
    """The texts of a table at their places; what a merged cell covers is empty."""
    found = [[""] * sheet.width for _ in range(sheet.height)]
    for cell in sheet.cells:
        found[cell.row][cell.column] = cell.text.replace("\n", "")
    return found


def tabbed(sheet: Sheet) -> list[str]:
    """As a spreadsheet gives a range: a row a line, an empty cell for what is covered."""
    rows = (row[: max(at for at, text in enumerate(row) if text) + 1] for row in grid(sheet))
    covered = {(c.row, c.column + n) for c in sheet.cells for n in range(1, c.columns)}
    return [
        "\t".join(text for at, text in enumerate(row) if (number, at) not in covered)
        for number, row in enumerate(rows)
    ]


def one_space(sheet: Sheet) -> list[str]:
    return [" ".join(text for text in row if text) for row in grid(sheet)]


def in_columns(sheet: Sheet) -> list[str]:
    """Columns as wide as their widest cell, as e-mail and converters draw them."""
    rows = grid(sheet)
    spans = {(c.row, c.column): c.columns for c in sheet.cells}
    widths = [
        max(wcswidth(row[at]) if spans.get((n, at)) == 1 else 0 for n, row in enumerate(rows)) + 3
        for at in range(sheet.width)
    ]
    lines = []
    for number, row in enumerate(rows):
        line = ""
        for at, text in enumerate(row):
            start = sum(widths[:at])
            line += " " * max(start - wcswidth(line), 3 if line and text else 0) + text
        lines.append(line.rstrip())
        assert number < sheet.height
    return lines


def as_text(of: Report, lines: Lines, sheet_of_paper: Paper | None = None) -> bytes:
    found: list[str] = []
    for item in (sheet_of_paper or paper(of)).items:
        found += ["\u3000\u3000" + item] if isinstance(item, str) else lines(item)
    return "\n".join(found).encode()


def read(data: bytes, tmp_path: Path) -> Imported:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    return published(path, path.name, FORMS)


@pytest.mark.parametrize("lines", [tabbed, one_space, in_columns])
def test_a_row_a_line_is_read_whatever_parts_its_cells(lines: Lines, tmp_path: Path) -> None:
    of = report()
    found = read(as_text(of, lines), tmp_path)
    assert found.content.figures == entered(of)
    assert (found.organ, found.year, told(found)) == (of.organ, of.year, [])


def test_a_row_of_tabs_that_begins_with_a_blank_keeps_its_blanks(tmp_path: Path) -> None:
    of = report()
    blank = paper(of).change(lambda c: replace(c, text="") if c.text == "0" else c)

    def whole(sheet: Sheet) -> list[str]:
        return [line + "\t" * (sheet.width - 1 - line.count("\t")) for line in tabbed(sheet)]

    found = read(as_text(of, whole, blank), tmp_path)
    assert found.content.figures == entered(of)


def test_labels_that_a_converter_wrapped_around_their_figures_are_put_together(
    tmp_path: Path,
) -> None:
    of = report()
    label = "5.要求行政机关确认或重新出具已获取信息"

    def wrapped(sheet: Sheet) -> list[str]:
        lines = []
        for line in in_columns(sheet):
            head, found, figures = line.partition(label)
            pieces = [" " * 30 + label[:15], " " * 40 + figures.strip(), " " * 34 + label[15:]]
            lines += [head, "", *pieces, ""] if found else [line]
        return lines

    assert read(as_text(of, wrapped), tmp_path).content.figures == entered(of)


@pytest.mark.parametrize(
    "line",
    [
        "全年主动公开 2023 条，比上年多 12",
        "某某县人民政府          2024年1月20日",
        "联系电话  0827-5220012",
        "举办培训 12 场，参训 340 人，其中乡镇 56",
    ],
)
def test_a_line_of_prose_with_numbers_is_no_table(line: str, tmp_path: Path) -> None:
    of = report()
    data = as_text(of, tabbed).decode() + f"\n\n{line}\n"
    found = read(data.encode(), tmp_path)
    assert found.content.sections["other_matters"][-1].text == line
    assert found.content.figures == entered(of)


def test_blanks_that_an_editor_cut_off_are_read_where_totals_prove_them(tmp_path: Path) -> None:
    of = report()
    plain = paper(of).change(
        lambda c: replace(c, text="") if c.text == "0" and ".results.total" not in c.key else c
    )
    found = read(as_text(of, tabbed, plain), tmp_path)
    # Nothing adds these rows up.
    open_rows = ("disclosure.rules", "applications.carried_in")
    assert {key.rpartition(".")[0] for key in found.unread} == set(open_rows)
    assert found.content.figures == {
        key: value for key, value in entered(of).items() if not key.startswith(open_rows)
    }
    assert told(found) == ["not-read/short"] * 2


def test_blanks_that_totals_contradict_are_left_open(tmp_path: Path) -> None:
    of = report()
    key = "applications.results.total.natural"
    plain = paper(of).change(
        lambda c: replace(c, text="122" if c.key == key else "" if c.text == "0" else c.text)
    )
    found = read(as_text(of, tabbed, plain), tmp_path)
    assert "applications.results.denied.state_secret.natural" in found.unread


def test_a_short_line_goes_on_below_where_a_bracket_is_open() -> None:
    lines = [
        "　　本报告依据《条例》和有关规定的要求编制（以下",
        "简称《条例》，全文另行公布在政府门户网站上，可以查阅）。",
        "　　某镇",
        "2024年1月2日",
    ]
    found = read_text("\n".join(lines).encode(), "a.txt").blocks
    assert [block.text for block in found if isinstance(block, Passage)] == [
        lines[0].strip() + lines[1],
        "某镇",
        "2024年1月2日",
    ]
