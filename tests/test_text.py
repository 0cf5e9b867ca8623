"""Plain text: tables that line up, prose that wraps, and the flat shape of published reports."""

from __future__ import annotations

import pytest
from helpers import ROOT, SHARED, form, good, rendered, report_text
from hypothesis import given, settings
from hypothesis import strategies as st
from wcwidth import wcswidth

from gendoc.drawing import MAX_WIDTH, draw, flat
from gendoc.grid import grid
from gendoc.text import NARROW, WIDE, center, columns, wrap

DATA = ROOT / "data" / "巴州区" / "2023.yaml"
PUBLISHED = SHARED / "reports" / "bazhou-2023.txt"


def tables(text: str) -> list[str]:
    """The lines of the tables of a flat text: those that begin with a tab, and the blank ones."""
    return [line for line in text.splitlines() if line.startswith("\t")]


@pytest.mark.skipif(not PUBLISHED.exists(), reason="the published report is not at hand")
def test_the_tables_of_the_real_report_come_out_line_by_line() -> None:
    published = PUBLISHED.read_text("utf-8")
    for broken, whole in (("自\n\n然\n\n人", "自然人"), ("科研\n\n机构", "科研机构")):
        published = published.replace(broken, whole)
    wanted = tables(published)
    found = tables(rendered(DATA.read_text("utf-8"), "flat").decode())
    # The page break of the published Word file had two group labels typed a second time.
    second = [
        i for i, line in enumerate(wanted) if line in ("\t（三）不予公开", "\t三、本年度办理结果")
    ]
    repeated = [i for i in second if wanted.index(wanted[i]) != i]
    assert len(repeated) == 2
    for index in repeated:
        wanted[index] = "\t"
    assert found == wanted


def test_flat_puts_a_blank_line_after_each_row_and_an_empty_cell_where_one_spans_down() -> None:
    table = form().tables["proceedings"]
    lines = flat(grid(table), dict.fromkeys(table.figures, "0")).split("\n")
    assert lines[:3] == ["\t行政复议", "\t行政诉讼", ""]
    assert lines[3:11] == [
        "\t结果维持", "\t结果纠正", "\t其他结果", "\t尚未审结", "\t总计",
        "\t未经复议直接起诉", "\t复议后起诉", "",
    ]  # fmt: skip
    assert lines[11:16] == ["\t"] * 5


DIGITS = {"disclosure": 9, "applications": 7, "proceedings": 4}


@given(st.data())
@settings(max_examples=25, deadline=None)
def test_drawn_tables_line_up_and_hold_every_number_whole(data: st.DataObject) -> None:
    table = form().tables[data.draw(st.sampled_from(sorted(DIGITS)))]
    numbers = st.integers(0, 10 ** DIGITS[table.id] - 1).map(str)
    texts = {key: data.draw(numbers) for key in table.figures}
    lines = draw(grid(table), texts).split("\n")
    assert len({wcswidth(line) for line in lines}) == 1
    assert wcswidth(lines[0]) <= MAX_WIDTH
    found = [word for line in lines for word in line.replace("|", " ").split()]
    for number in texts.values():
        assert number in found


def test_every_label_can_be_read_in_a_drawn_table() -> None:
    table = form().tables["applications"]
    drawn = draw(grid(table), dict.fromkeys(table.figures, "0"))
    for label in ("1.属于国家秘密", "（七）总计", "四、结转下年度继续办理", "申请人情况"):
        assert label in drawn


def test_no_line_begins_with_a_closing_mark_or_breaks_a_number() -> None:
    text = "全年公开各类信息5696条，其中“主动公开”的（含转载）3012条；办理许可40390件。"
    lines = wrap(text, 20)
    assert "".join(lines) == text
    assert all(wcswidth(line) <= 20 for line in lines)
    assert not any(line[0] in "，。；”）" for line in lines)
    assert not any(line[-1] in "“（" for line in lines)
    for number in ("5696", "3012", "40390"):
        assert any(number in line for line in lines)


@given(st.text(alphabet="一二，。（“a1 .", max_size=80), st.integers(0, 30))
def test_wrapping_loses_nothing_but_spaces(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    if width >= 4:
        assert all(wcswidth(line) <= width for line in lines)


@pytest.mark.parametrize("word", ["(£k)", "$1,200", "O’Neill’s", "café", "rock'n'roll"])
def test_words_with_signs_of_money_accents_and_apostrophes_stay_whole(word: str) -> None:
    assert wrap(f"Previous year {word}", 13) == ["Previous year", word]


def test_a_title_is_centred_by_width() -> None:
    assert center("标题", 10) == "   标题"
    assert center("很长的标题", 4) == "很长的标题"


def test_paragraphs_are_wrapped_only_when_asked() -> None:
    from gendoc import build

    report = good(report_text(overview="长" * 100))
    (unwrapped,) = build.render(report, ["txt"]).values()
    assert "　　" + "长" * 100 in unwrapped.decode()
    (wrapped,) = build.render(report, ["txt"], wrap=40).values()
    prose = [line for line in wrapped.decode().splitlines() if "长" in line]
    assert prose[0] == "　　" + "长" * 18
    assert prose[1] == "长" * 20


def test_widths_that_are_known_are_those_of_the_table() -> None:
    known = [chr(code) for code in (*range(0x20, 0x7F), *range(0x4E00, 0xA000))]
    for character in (*known, *WIDE, *NARROW):
        assert columns(character) == wcswidth(character), character


@given(st.text(max_size=12))
def test_any_text_is_as_wide_as_the_table_says(text: str) -> None:
    size = wcswidth(text)
    assert columns(text) == size or (size < 0 <= columns(text))
