"""The pages that a reader sees, through LibreOffice."""

from __future__ import annotations

import io
from collections import Counter
from pathlib import Path

import pytest
from docx import Document
from helpers import APPLICATIONS, ROOT, form, rendered, report_text
from office import Pages, needs_office, pages
from office import convert as converted
from test_word import printed_cells

pytestmark = needs_office
DATA = (ROOT / "data" / "巴州区" / "2023.yaml").read_text("utf-8")
TOP, BOTTOM, LEFT, RIGHT = 104.9, 841.9 - 99.2, 79.4, 595.3 - 73.7
"""The type area of GB/T 9704-2012 in points."""


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    return pages(rendered(DATA, "docx"), tmp_path_factory.mktemp("real"))


def test_the_real_report_has_four_pages_and_each_table_starts_where_it_should(real: Pages) -> None:
    assert real.count == 4
    assert real.page_of("二、主动公开政府信息情况") == 2
    assert real.page_of("三、收到和处理政府信息公开申请情况") == 3
    assert real.page_of("四、政府信息公开行政复议、行政诉讼情况") == 4


def test_the_applications_table_stands_whole_on_its_page(real: Pages) -> None:
    text = real.text(3)
    for label in ("申请人情况", "一、本年新收", "1.属于国家秘密", "四、结转下年度继续办理"):
        assert label in text
    assert "四、结转下年度继续办理" not in real.text(4)


def test_everything_stays_inside_the_type_area(real: Pages) -> None:
    # A comma or full stop at the end of a line may hang over the edge, as Chinese type does.
    hanging = 17
    for number in range(1, real.count + 1):
        body = [word for word in real.words(number) if word.top < BOTTOM]
        assert min(word.left for word in body) >= LEFT - 1
        assert max(word.right for word in body) <= RIGHT + hanging
        assert min(word.top for word in body) >= TOP - 1
        assert max(word.bottom for word in body) <= BOTTOM + 1


def test_page_numbers_stand_on_the_outer_side_below_the_type_area(real: Pages) -> None:
    for number in range(1, real.count + 1):
        footer = [word for word in real.words(number) if word.top >= BOTTOM]
        assert "".join(word.text for word in footer) == f"—{number}—"
        middle = (LEFT + RIGHT) / 2
        assert (min(word.left for word in footer) > middle) == (number % 2 == 1)


def test_a_full_page_has_22_lines_of_28_characters(tmp_path: Path) -> None:
    text = "政府信息公开工作年度报告内容全面数据详实要素齐备逐项核对" * 40
    document = pages(rendered(report_text(overview=text), "docx"), tmp_path)
    lines = Counter(round(word.top) for word in document.words(2))
    full = [top for top in lines if TOP - 5 < top < BOTTOM]
    assert len(full) == 22
    characters = [
        sum(len(word.text) for word in document.words(2) if round(word.top) == top) for top in full
    ]
    assert set(characters) == {28}


def test_seven_digits_are_not_broken_in_any_table(tmp_path: Path) -> None:
    row = "[1234567, 2345678, 3456789, 1000001, 1000002, 962962]"
    applications = APPLICATIONS.replace("new: 0", f"new: {row}")
    applications = applications.replace("carried_out: 0", f"carried_out: {row}")
    suit = "[1000000, 2000000, 3000000, 3999999]"
    text = report_text(
        applications=applications,
        proceedings=f"{{review: {suit}, litigation: {{direct: {suit}, after_review: {suit}}}}}",
        disclosure="{rules: {issued: 3985758, repealed: 0, in_force: 0}, normative: 0, license: 0, "
        "penalty: 0, coercion: 0, fees: {amount: 96171.6012}}",
    )
    document = pages(rendered(text, "docx"), tmp_path)
    words = Counter(word.text for n in range(1, document.count + 1) for word in document.words(n))
    for number in ("1234567", "2345678", "3456789", "1000001", "1000002", "9999999"):
        assert words[number] >= 2, number
    assert words["1000000"] == words["2000000"] == words["3999999"] == 3
    assert words["3985758"] == words["96171.6012"] == 1
    assert document.page_of("四、结转下年度继续办理") == document.page_of("一、本年新收政府信息")


def test_each_part_is_set_in_its_own_face(real: Pages) -> None:
    for face in ("FandolFang", "FandolHei", "FandolKai", "FandolSong", "LiberationSerif"):
        assert face in real.fonts
    assert "DejaVu" not in real.fonts


def test_libreoffice_gives_back_the_same_tables(tmp_path: Path) -> None:
    document = Document(io.BytesIO(rendered(DATA, "docx")))
    again = Document(str(converted(rendered(DATA, "docx"), tmp_path, "docx")))
    for before, after in zip(document.tables, again.tables, strict=True):
        assert sorted(printed_cells(before)) == sorted(printed_cells(after))
    assert [p.text for p in document.paragraphs] == [p.text for p in again.paragraphs]


def test_the_template_itself_opens(tmp_path: Path) -> None:
    template = (form().folder / "report.docx").read_bytes()
    assert "{{line}}" in pages(template, tmp_path).text(1)
