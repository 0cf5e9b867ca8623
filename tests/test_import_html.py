"""Web pages as sites and word processors make them, read back figure by figure."""

from __future__ import annotations

import base64
import html
import re
from dataclasses import replace
from pathlib import Path

import pytest
from helpers import bound
from paper import Cell, Paper, Sheet, as_html, html_table, paper
from test_import import FORMS, entered, report, told

from gendoc.grid import Role
from gendoc.importing import Imported, published, take
from gendoc.published import PrintedRow
from gendoc.read_html import read as read_page

TITLE = "巴州区2023年政府信息公开工作年度报告"


def read(tmp_path: Path, data: bytes, name: str = "a.html") -> Imported:
    path = tmp_path / name
    path.write_bytes(data)
    return published(path, name, FORMS)


def article() -> str:
    return as_html(paper(report()), page="{}").decode()


def check(found: Imported, *left_out: str) -> None:
    """All that the report has was read, and nothing else."""
    of = report()
    assert found.content.figures == entered(of)
    assert found.organ == "巴州区"
    assert found.year == 2023
    assert told(found) == [f"left-out/{where}" for where in left_out]
    again = bound(found.text())
    assert again.sections == of.sections
    assert not again.notes or not any((*n.before, *n.after) for n in again.notes.values())


MENU = """
<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/x">政府信息公开</a></li></ul></div>
<div>当前位置：<a href="/">首页</a> &gt; <a href="/n">政府信息公开年报</a></div>
<ul><li><a href="/2022">巴州区2022年政府信息公开工作年度报告</a></li>
<li><a href="/2021">巴州区2021年政府信息公开工作年度报告</a></li></ul>
"""
FOOT = """
<div><a href="/p">上一篇：关于开展工作的通知</a></div><div>下一篇：没有了</div>
<div>【<a href="javascript:print()">打印本页</a>】【<a href="#">关闭窗口</a>】</div>
<div>扫一扫在手机打开当前页</div>
<div>主办单位：巴州区人民政府办公室　网站标识码：5119020001</div>
<div>蜀ICP备05031234号　川公网安备 51190202000001号</div>
"""
META = "<p>发布日期：2024-01-17　来源：区政府办　浏览次数：<span>123</span>次　字体：[大 中 小]</p>"


def test_what_stands_around_an_article_in_its_own_element_is_left_out(tmp_path: Path) -> None:
    body = f"{MENU}<h1>{TITLE}</h1>{META}<div id=zoom>{article()}</div>{FOOT}"
    check(read(tmp_path, f"<html><body>{body}</body></html>".encode()), "above", "below")


def test_what_stands_around_an_article_in_the_same_element_is_left_out(tmp_path: Path) -> None:
    text = article()
    end = text.index("</p>") + 4
    body = f"{MENU}{text[:end]}{META}{text[end:]}{FOOT}"
    check(read(tmp_path, f"<html><body>{body}</body></html>".encode()), "above", "below")


def test_a_page_may_be_laid_out_in_tables(tmp_path: Path) -> None:
    body = (
        f"<table><tr><td>{MENU}</td></tr><tr><td width=20%>栏目<br>导航</td><td>"
        f"<table><tr><td><b>{TITLE}</b></td></tr><tr><td>{META}</td></tr>"
        f"<tr><td>{article()}</td></tr></table></td></tr><tr><td>{FOOT}</td></tr></table>"
    )
    check(read(tmp_path, f"<html><body>{body}</body></html>".encode()), "above", "below")


@pytest.mark.parametrize(
    "head",
    [
        '<meta charset="gb2312">',
        '<meta http-equiv="Content-Type" content="text/html; charset=GBK">',
        '<meta charset="utf-8">',
        "",
    ],
)
def test_a_page_may_be_in_gbk_whatever_it_declares(tmp_path: Path, head: str) -> None:
    page = f"<html><head>{head}</head><body>{article()}</body></html>"
    check(read(tmp_path, page.encode("gb18030")))


def test_a_page_may_be_saved_by_word_as_a_single_file(tmp_path: Path) -> None:
    page = base64.encodebytes(f"<html><body>{article()}</body></html>".encode()).decode()
    mail = (
        'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="x"\n\n--x\n'
        'Content-Type: text/html; charset="utf-8"\nContent-Transfer-Encoding: base64\n\n'
        f"{page}\n--x\nContent-Type: image/png\n\nabc\n--x--\n"
    )
    check(read(tmp_path, mail.encode(), "a.doc"))


def test_a_page_may_be_called_a_word_file(tmp_path: Path) -> None:
    check(read(tmp_path, as_html(paper(report())), "a.doc"))


def test_paragraphs_may_be_separated_by_line_breaks(tmp_path: Path) -> None:
    lines = [
        f"　　{html.escape(item)}<br/>" if isinstance(item, str) else html_table(item)
        for item in paper(report()).items
    ]
    page = f"<html><body><div>{''.join(lines)}</div></body></html>"
    check(read(tmp_path, page.encode()))


def test_words_may_be_split_over_spans(tmp_path: Path) -> None:
    def split(match: re.Match[str]) -> str:
        spans = "".join(f"<span style='font:x'>{c}</span>" for c in match[1])
        return f"<p>{spans}<span><o:p></o:p></span></p>"

    text = re.sub("<p>([^<&]+)</p>", split, article())
    check(read(tmp_path, f"<html><body>{text}</body></html>".encode()))


def test_lines_of_the_source_may_break_anywhere_in_chinese(tmp_path: Path) -> None:
    text = re.sub("([，。；])", r"\1\n      ", article())
    check(read(tmp_path, f"<html><body>{text}</body></html>".encode()))


def flattened(sheet: Sheet, *, keep: bool, repeat: bool = False) -> str:
    """A table that has lost its spans: nothing in their place, blanks, or the same text again."""
    rows = []
    for number in range(sheet.height):
        cells = [*sheet.row(number), *(sheet.covering(number) if keep else ())]
        line = ""
        for cell in sorted(cells, key=lambda c: c.column):
            text = cell.text if cell.row == number or repeat else ""
            line += f"<td>{html.escape(text)}</td>"
            again = text if repeat else ""
            line += f"<td>{html.escape(again)}</td>" * ((cell.columns - 1) if keep else 0)
        rows.append(f"<tr>{line}</tr>")
    return f"<table>{''.join(rows)}</table>"


@pytest.mark.parametrize(
    ("keep", "repeat"), [(False, False), (True, False), (True, True)], ids=["gone", "blank", "same"]
)
def test_a_table_may_have_lost_its_spans(tmp_path: Path, keep: bool, repeat: bool) -> None:
    parts = [
        f"<p>{html.escape(item)}</p>"
        if isinstance(item, str)
        else flattened(item, keep=keep, repeat=repeat)
        for item in paper(report()).items
    ]
    check(read(tmp_path, f"<html><body>{''.join(parts)}</body></html>".encode()))


@pytest.mark.parametrize("rows", [1, 5, 19, 40])
def test_a_row_span_may_lie(tmp_path: Path, rows: int) -> None:
    def lie(cell: Cell) -> Cell:
        return replace(cell, rows=rows) if cell.text == "三、本年度办理结果" else cell

    of = report()
    whole = paper(of)
    table = html_table(whole.sheet("applications"))
    wrong = table.replace('<td rowspan="22" colspan="1">', f'<td rowspan="{rows}">')
    assert wrong != table
    page = as_html(whole).decode().replace(table, wrong)
    check(read(tmp_path, page.encode()))


def test_a_header_may_be_broken_into_rows_with_blanks(tmp_path: Path) -> None:
    def plain(cells: list[str]) -> str:
        return "<tr>" + "".join(f"<td>{c or '&nbsp;'}</td>" for c in cells) + "</tr>"

    header = [
        ["", "", "", "申请人情况", "", "", "", "", "", ""],
        ["（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", "", "", "自然"],
        ["", "", "", "人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "计"],
    ]
    header[1] += ["法人或其他组织", "", "", "", "", "总"]
    whole = paper(report())
    table = html_table(whole.sheet("applications"))
    rows = re.findall("<tr>.*?</tr>", table, re.DOTALL)
    wrong = table.replace("".join(rows[:3]), "".join(map(plain, header)))
    assert wrong != table
    check(read(tmp_path, as_html(whole).decode().replace(table, wrong).encode()))


def test_whole_columns_of_organisations_may_be_blank(tmp_path: Path) -> None:
    of = report()
    blank = ("research", "welfare", "legal", "other")

    def without(cell: Cell) -> Cell:
        hidden = cell.key.startswith("applications") and cell.key.endswith(blank)
        return replace(cell, text="") if hidden else cell

    found = read(tmp_path, as_html(paper(of).change(without)))
    assert found.content.figures == entered(of)


def test_a_heading_may_run_into_its_text(tmp_path: Path) -> None:
    whole = paper(report())
    last = whole.items[-1]
    assert isinstance(last, str)
    heading = "六、其他需要报告的事项"
    items = [item for item in whole.items[:-1] if item != heading]
    found = read(tmp_path, as_html(Paper([*items, f"{heading}：{last}"])))
    assert [p.text for p in found.content.sections["other_matters"]] == [last]


def test_hidden_parts_of_a_page_are_not_read(tmp_path: Path) -> None:
    hidden = f'<div style="display: none">{article().replace(">126<", ">999<")}</div>'
    check(read(tmp_path, f"<html><body>{hidden}{article()}</body></html>".encode()))


def test_lines_below_the_text_are_left_out_from_the_first_that_is_a_sites(tmp_path: Path) -> None:
    foot = "<div>附件：年报.docx</div><div>联系电话：0996-0000000</div><div>【打印本页】</div>"
    check(read(tmp_path, f"{article()}{foot}<div>邮编：841000</div>".encode()), "below")


def moved(cell: Cell) -> Cell:
    """A cell of a table whose total stands before the other columns."""
    if cell.column == 9:
        return replace(cell, column=3)
    inside = cell.column >= 3 and cell.text != "申请人情况"
    return replace(cell, column=cell.column + 1) if inside else cell


def test_columns_in_another_order_are_read_by_their_header(tmp_path: Path) -> None:
    whole = paper(report())
    table = whole.sheet("applications").change(moved)
    check(read(tmp_path, as_html(whole.swap("applications", table))))


def test_a_single_row_of_figures_may_be_printed_in_two_tables(tmp_path: Path) -> None:
    whole = paper(report())
    cells = whole.sheet("proceedings").cells
    left = Sheet("proceedings", [c for c in cells if c.column < 5])
    right = Sheet("proceedings", [replace(c, column=c.column - 5) for c in cells if c.column >= 5])
    check(read(tmp_path, as_html(whole.swap("proceedings", left, right))))


def test_a_single_row_of_figures_may_have_a_label(tmp_path: Path) -> None:
    whole = paper(report())
    cells = [replace(c, column=c.column + 1) for c in whole.sheet("proceedings").cells]
    cells += [Cell("", 0, 0, rows=3, role=Role.CORNER), Cell("件数", 3, 0, role=Role.ROW)]
    check(read(tmp_path, as_html(whole.swap("proceedings", Sheet("proceedings", cells)))))


def test_all_tables_may_be_one_with_the_titles_of_sections_in_it(tmp_path: Path) -> None:
    inside = False
    parts: list[str] = []
    for item in paper(report()).items:
        if isinstance(item, Sheet):
            parts.append(html_table(item).removeprefix('<table border="1">')[: -len("</table>")])
        elif re.match("[二三四]、", item):
            parts.append(("" if inside else "<table>") + f"<tr><td colspan=15>{item}</td></tr>")
            inside = True
        else:
            parts.append(
                f"{'</table>' if item.startswith('五、') else ''}<p>{html.escape(item)}</p>"
            )
    check(read(tmp_path, f"<html><body>{''.join(parts)}</body></html>".encode()))


def test_a_row_that_lacks_a_cell_is_left_open_and_told(tmp_path: Path) -> None:
    of = report()
    row = "applications.results.denied.process_info"
    sheet = paper(of).sheet("applications")
    lacking = Sheet(sheet.id, [c for c in sheet.cells if c.key != f"{row}.welfare"])
    path = tmp_path / "a.html"
    path.write_bytes(as_html(paper(of).swap("applications", lacking)))
    found = published(path, path.name, FORMS)
    unread = {key for key in entered(of) if key.startswith(row)}
    assert set(found.unread) == unread
    assert found.content.figures == {k: v for k, v in entered(of).items() if k not in unread}
    (problem,) = (p for p in found.problems if p.message == "not-read/short")
    assert (problem.values["found"], problem.values["count"]) == (6, 7)


def test_header_cells_that_stand_askew_over_their_figures_do_not_part_them() -> None:
    of = report()
    document = read_page(as_html(paper(of)), "a.html")

    def askew(row: PrintedRow) -> PrintedRow:
        """The columns of organisations too far to the right, as in some PDF files."""
        if "商业企业" not in row.text:
            return row
        return replace(row, cells=tuple(replace(c, column=c.column + 20) for c in row.cells))

    tables = {id(t): replace(t, rows=tuple(map(askew, t.rows))) for t in document.tables}
    document.blocks = [tables.get(id(block), block) for block in document.blocks]
    form = next(form for form in FORMS if form.id == "disclosure-2021")
    assert take(document, form).content.figures == entered(of)


def test_a_row_that_lost_its_lines_is_read_from_the_text_below_the_table(tmp_path: Path) -> None:
    of = report()
    sheet = paper(of).sheet("applications")
    last = sheet.height - 1
    line = " ".join(cell.text for cell in sheet.row(last))
    rest = Sheet(sheet.id, [cell for cell in sheet.cells if cell.row < last])
    found = read(tmp_path, as_html(paper(of).swap("applications", rest, line)))
    assert found.content.figures == entered(of)
    assert (told(found), found.content.notes["applications"].after) == ([], ())


@pytest.mark.parametrize(
    ("printed", "value", "remark"),
    [
        ("<s>999</s>2", "2", ""),
        ("<span style='text-decoration:line-through'>999</span>2", "2", ""),
        ("2<sup>1</sup>", "2", "¹"),
        ("2<span style='font-size:8pt;vertical-align:super'><b>1</b></span>", "2", "¹"),
        ("2+64", "", ""),
        ("2-64", "", ""),
        ("2/12", "", ""),
    ],
)
def test_what_is_struck_out_raised_or_counted_with_a_figure_is_none_of_it(
    printed: str, value: str, remark: str, tmp_path: Path
) -> None:
    of = report()
    key = "disclosure.normative.issued"
    assert entered(of)[key] == "2"
    marked = paper(of).change(lambda c: replace(c, text="@") if c.key == key else c)
    found = read(tmp_path, as_html(marked).decode().replace("@", printed).encode())
    assert found.content.figures.get(key, "") == value
    assert found.content.remarks.get(key, "") == remark
    assert found.unread == (() if value else (key,))


def test_a_table_of_another_year_behind_the_own_is_told_and_not_read(tmp_path: Path) -> None:
    of = report()
    sheet = paper(of).sheet("applications")
    other = sheet.change(lambda c: replace(c, text="7") if c.key else c)
    whole = paper(of).swap("applications", sheet, "2022年情况：", other)
    found = read(tmp_path, as_html(whole))
    assert found.content.figures == entered(of)
    (problem,) = found.problems
    assert (problem.message, problem.key) == ("not-in-form/again", "applications")


def test_a_row_with_a_figure_too_many_is_left_open_and_told(tmp_path: Path) -> None:
    of = report()
    row = "applications.results.denied.process_info"
    sheet = paper(of).sheet("applications")
    cell = next(c for c in sheet.cells if c.key == f"{row}.total")
    more = Sheet(sheet.id, [*sheet.cells, replace(cell, column=cell.column + 1, key="")])
    found = read(tmp_path, as_html(paper(of).swap("applications", more)))
    assert set(found.unread) == {key for key in entered(of) if key.startswith(row)}


def test_a_table_without_its_column_of_totals_is_read(tmp_path: Path) -> None:
    of = report()
    sheet = paper(of).sheet("applications")
    last = max(c.column for c in sheet.cells)
    kept = [
        replace(c, columns=min(c.columns, last - c.column)) for c in sheet.cells if c.column < last
    ]
    found = read(tmp_path, as_html(paper(of).swap("applications", Sheet(sheet.id, kept))))
    assert found.content.figures == entered(of)
    assert found.problems == []


@pytest.mark.parametrize("inside", ['<img src="4.png" alt="">', "<canvas></canvas>"])
def test_a_cell_that_shows_a_picture_is_no_zero(inside: str, tmp_path: Path) -> None:
    of = report()
    key = "applications.new.natural"
    page = as_html(paper(of).change(lambda c: replace(c, text="@") if c.key == key else c))
    found = read(tmp_path, page.replace(b"@", inside.encode()))
    assert found.unread == (key,)
    assert told(found) == ["not-read/cell"]


def test_a_cell_says_what_stands_in_its_box_to_type_in(tmp_path: Path) -> None:
    of = report()
    page = as_html(paper(of)).replace(b">126<", b'><input value="126"><')
    assert read(tmp_path, page).content.figures == entered(of)


def test_a_whole_second_report_takes_no_place_of_the_first(tmp_path: Path) -> None:
    of = report()
    again = paper(of).change(lambda c: replace(c, text="7") if c.text == "0" else c)
    found = read(tmp_path, as_html(Paper([*paper(of).items, *again.items])))
    assert found.content.figures == entered(of)
    assert told(found).count("not-in-form/again") == 3
