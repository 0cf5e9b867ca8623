"""What stands around a report in a published document is left out and told, and nothing else is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from helpers import bound
from paper import Item, Paper, paper
from test_import import Print, entered, print_, report, told

from gendoc.importing import Imported
from gendoc.prose import Paragraph

TITLE = "巴州区2023年政府信息公开工作年度报告"
SIGNATURE = ["巴州区人民政府", "2024年1月20日"]
__all__ = ["print_"]

ABOVE = [
    "时间：2023-01-20  来源：区政府办",
    "2024-01-12 14:22:11 来源：枞阳县横埠镇",
    "2024-01-25",
    "2024年01月25日 10:20",
    "2024年3月2日 星期六",
    "（2023年1月12日）",
    "发布机构：横埠镇",
    "文　　号：无",
    "[ 索 引 号 ] 11421022/2024-01 [ 发文字号 ] 无",
    "盂教科字〔2024〕5号",
    "【字体：大 中 小】 【打印】 【关闭】",
    "语音播报：",
    "听全文",
    "目　录",
    "一、总体情况 1",
    "四、政府信息公开行政复议、行政诉讼情况……………5",
]
BELOW = [
    "返回 打印",
    "附件：",
    "巴州区2022年政府信息公开工作年度报告",
    "打印本页 关闭窗口",
    "地址：枞阳县横埠镇 电话：0562-3211234",
    "x 首页 政务公开 办事服务",
    "初审：王某 复审：李某 终审：赵某",
    "微博",
]
WORDS = [
    "附件：巴州区2023年政府信息公开工作年度报告.docx",
    "打印本页 关闭窗口",
    "扫一扫在手机打开当前页",
    "（责任编辑：张三）",
    "http://www.example.gov.cn/a.html 4/5",
    "网站地图 | 联系我们 | 关于我们",
]


def ours(*, above: list[str] | None = None, end: list[str] | None = None) -> Paper:
    """Our report with further lines below its title and at its end."""
    title, *rest = paper(report()).items
    items: list[Item] = [title, *(above or []), *rest, *(end or [])]
    return Paper(items)


def prose(found: Imported, section: str) -> tuple[Paragraph, ...]:
    return tuple(bound(found.text()).sections[section])


def left(found: Imported) -> list[object]:
    return [problem.values["found"] for problem in found.problems if problem.name == "left-out"]


@pytest.mark.parametrize("line", ABOVE)
def test_what_stands_between_the_title_and_the_text_is_left_out_and_told(
    print_: Print, line: str
) -> None:
    found = print_(ours(above=[line]))
    assert bound(found.text()).sections == report().sections
    assert (found.organ, found.year, found.content.title) == ("巴州区", 2023, ())
    assert told(found) == ["left-out/above"]


@pytest.mark.parametrize("line", BELOW)
def test_what_stands_behind_the_signature_is_left_out_and_told(print_: Print, line: str) -> None:
    signed = prose(print_(ours(end=SIGNATURE)), "other_matters")
    found = print_(ours(end=[*SIGNATURE, line]))
    assert prose(found, "other_matters") == signed
    assert [p.text for p in signed[-2:]] == SIGNATURE
    assert found.content.figures == entered(report())
    assert told(found) == ["left-out/below"]


@pytest.mark.parametrize("line", WORDS)
def test_without_a_signature_its_words_tell_what_is_no_part_of_the_text(
    print_: Print, line: str
) -> None:
    found = print_(ours(end=[line]))
    assert bound(found.text()).sections == report().sections
    assert told(found) == ["left-out/below"]


def test_several_lines_are_told_in_one_message_that_quotes_them(print_: Print) -> None:
    lines = ["返回", "打印本页"]
    assert left(print_(ours(end=[*SIGNATURE, *lines]))) == ["返回｜打印本页"]


OWN: list[Callable[[], tuple[list[str], list[str]]]] = [
    lambda: (["现将有关情况公布如下："], []),
    lambda: (["各位代表"], []),
    lambda: ([], ["联系方式见本机关网站。"]),
    lambda: (
        [],
        [*SIGNATURE, "本报告的电子版可以在门户网站下载，如有疑问请与办公室联系。"],
    ),
    lambda: ([], ["附件随本报告一并公布"]),
]


@pytest.mark.parametrize("own", OWN)
def test_the_reports_own_lines_stay(
    print_: Print, own: Callable[[], tuple[list[str], list[str]]]
) -> None:
    above, end = own()
    found = print_(ours(above=above, end=end))
    texts = [p.text for p in (*prose(found, "preamble"), *prose(found, "other_matters"))]
    assert [text for text in texts if text in (*above, *end)] == [*above, *end]
    assert told(found) == []


@pytest.mark.parametrize("lines", [["（2024年1月）"], ["巴州区人民政府办公室", "2024年1月18日"]])
def test_a_subtitle_stays_with_the_title(print_: Print, lines: list[str]) -> None:
    found = print_(ours(above=lines))
    assert found.content.title == (TITLE, *lines)
    assert (found.organ, found.year, told(found)) == ("巴州区", 2023, [])
    assert bound(found.text()).sections == report().sections


def untitled(*lines: str, end: list[str] | None = None) -> Paper:
    """Our report under a title that does not name the body."""
    _, *rest = paper(report()).items
    return Paper([*lines, "2023年政府信息公开工作年度报告", *rest, *(end or [])])


def silent(of: Paper) -> Paper:
    """A paper without the sentence that announces the report."""
    return Paper([item for item in of.items if "现将" not in str(item)])


@pytest.mark.parametrize(
    "of",
    [
        untitled(end=["巴州区化成镇人民政府", "2024年1月20日"]),
        untitled(end=["巴州区化成镇人民政府 2024年1月20日"]),
        untitled(end=["巴州区化成镇人民政府", "二〇二四年一月二十日", "主办：巴州区人民政府"]),
        silent(untitled("发布机构：巴州区化成镇人民政府　发布日期：2024-01-20")),
        untitled(end=["本报告由巴州区化成镇人民政府编制。"]),
    ],
)
def test_a_body_that_the_title_does_not_name_is_taken_from_the_text_and_told(
    print_: Print, of: Paper
) -> None:
    found = print_(of)
    assert (found.organ, found.year) == ("巴州区化成镇人民政府", 2023)
    assert told(found)[0] == "not-in-title"


def test_where_nothing_names_the_body_it_stays_open(print_: Print) -> None:
    found = print_(silent(untitled(end=["主办：巴州区人民政府"])))
    assert (found.organ, found.year) == ("", 2023)
    assert told(found)[0] == "not-read/organ"


def test_who_the_text_says_it_reports_comes_before_who_published_it(print_: Print) -> None:
    found = print_(untitled("发布机构：巴中市政府　发布日期：2024-01-20"))
    assert (found.organ, told(found)) == ("巴州区", ["not-in-title", "left-out/above"])
    assert left(found) == ["发布机构：巴中市政府　发布日期：2024-01-20"]


def test_sections_may_stand_in_another_order(print_: Print) -> None:
    of = report()
    items = paper(of).items
    heads = [at for at, item in enumerate(items) if str(item)[1:2] == "、"]
    second, third, fourth = heads[1:4]
    moved = [*items[:second], *items[third:fourth], *items[second:third], *items[fourth:]]
    found = print_(Paper(moved))
    assert bound(found.text()).sections == of.sections
    assert (found.content.figures, told(found)) == (entered(of), [])
