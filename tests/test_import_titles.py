"""The body and the year are read from the line that is the title, and from nothing beside it."""

from __future__ import annotations

import html
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from paper import Item, Paper, as_flat, as_html, paper
from test_import import FORMS, Print, print_, report, told  # noqa: F401

from gendoc import titles
from gendoc.importing import Imported, published, take
from gendoc.outline import outline
from gendoc.published import Document, Passage
from gendoc.read_html import read

TITLE = "巴州区2023年政府信息公开工作年度报告"
FORM = next(form for form in FORMS if form.id == "disclosure-2021")


def titled(*lines: str) -> Imported:
    """Our report with other lines in the place of its title, read from a web page."""
    first, *rest = unannounced()
    assert first == TITLE
    return take(read(as_html(Paper([*lines, *rest])), "a.html"), FORM)


def told_of_names(found: Imported) -> list[str]:
    """What is told but for the lines that are left out."""
    return [message for message in told(found) if not message.startswith("left-out")]


def unannounced() -> list[Item]:
    """Our report without a sentence that announces it with its body and year."""
    items = paper(report()).items
    return [item.replace("现将", "把") if isinstance(item, str) else item for item in items]


ABOVE = [
    "政府信息公开年报",
    "巴州区",
    "巴州区人民政府",
    "附件1",
    "2023年度",
    "热点新闻",
    "2022年政府网站工作年度报表",
    "巴州区2022年法治政府建设年度报告",
    "巴州区2022年政府信息公开工作年度报告",
    "二、主动公开政府信息情况解读",
    "六、其他需要报告的事项……………………6",
]


@pytest.mark.parametrize("above", ABOVE)
@pytest.mark.parametrize("count", [1, 2])
def test_what_stands_above_a_whole_title_is_no_part_of_it(above: str, count: int) -> None:
    found = titled(*[above] * count, TITLE)
    assert (found.organ, found.year, found.content.title) == ("巴州区", 2023, ())


@pytest.mark.parametrize("below", ["巴州区人民政府", "2024年1月20日", "2022年"])
def test_what_stands_below_a_whole_title_is_no_part_of_it(below: str) -> None:
    found = titled(TITLE, below)
    assert (found.organ, found.year) == ("巴州区", 2023)


@pytest.mark.parametrize(
    ("lines", "organ"),
    [
        (["- 标题: 巴州区2023年政府信息公开工作年度报告"], "巴州区"),
        (["巴州区2023年法治政府建设暨政府信息公开工作年度报告"], "巴州区"),
        (["巴州区", "2023年政府信息公开工作年度报告"], "巴州区"),
        (["巴州区", "2023年度", "政府信息公开工作年度报告"], "巴州区"),
        (["巴州区2023年政府信息公开", "工作年度报告"], "巴州区"),
        (["首页", "巴州区", "2023年政府信息公开工作年度报告"], "巴州区"),
        (["政府信息公开工作年度报告", "（2023年度）"], ""),
        (["热点新闻", "2023年政府信息公开工作年度报告"], ""),
        (["附件1", "2023年政府信息公开工作年度报告"], ""),
    ],
)
def test_a_title_of_several_lines_names_a_body_that_the_text_names_too(
    lines: list[str], organ: str
) -> None:
    _first, *rest = unannounced()
    page = as_html(Paper(["网站首页和更多", *lines, *rest, "巴州区"]))
    found = take(read(page, "a.html"), FORM)
    assert (found.organ, found.year) == (organ, 2023)
    assert told_of_names(found) == ([] if organ else ["not-read/organ"])


@pytest.mark.parametrize(
    "title",
    [
        "巴州区关于2023年度政府信息公开工作年度报告",
        "【2023年】巴州区政府信息公开工作年度报告",
        "《巴州区2023年政府信息公开工作年度报告》",
        "巴州区政府信息公开工作2023年度报告",
        "巴州区政府信息公开工作2023年年度报告",
        "巴州区2023年度信息公开工作报告",
        "关于巴州区2023年政府信息公开工作的年度报告",
        "巴州区二〇二三年政府信息公开年报",
    ],
)
def test_a_title_may_be_worded_in_many_ways(title: str) -> None:
    found = titled(title)
    assert (found.organ, found.year, found.content.title) == ("巴州区", 2023, (title,))


def test_a_name_in_brackets_stays_whole() -> None:
    found = titled("某某乡人民政府（某某街道办事处）2023年政府信息公开工作年度报告")
    assert found.organ == "某某乡人民政府（某某街道办事处）"


def test_a_title_without_a_body_below_those_of_other_years_is_told() -> None:
    others = [f"巴州区{year}年政府信息公开工作年度报告" for year in (2021, 2022)]
    found = titled(*others, "2023年政府信息公开工作年度报告")
    assert (found.organ, found.year) == ("", 2023)
    assert told_of_names(found) == ["not-read/organ"]


def test_a_page_s_own_title_helps_where_none_is_printed() -> None:
    first, *rest = paper(report()).items
    page = f"<html><head><title>{html.escape(str(first))}</title></head><body>{{}}</body></html>"
    found = take(read(as_html(Paper(rest), page=page), "a.html"), FORM)
    assert (found.organ, found.year) == ("巴州区", 2023)


@pytest.mark.parametrize(
    ("name", "organ"),
    [
        ("2023年政府信息公开工作年度报告-巴州区人民政府", ""),
        ("2023年政府信息公开工作年度报告_巴州区人民政府网", ""),
        ("2023年政府信息公开工作年度报告 - 巴州区人民政府", ""),
        ("巴州区人民政府 政府信息公开年报 2023年政府信息公开工作年度报告", ""),
        ("化成镇2023年政府信息公开工作年度报告-巴州区人民政府", "化成镇"),
        ("2023年政府信息公开工作年度报告（化成镇）", "化成镇"),
    ],
)
def test_the_name_of_a_site_is_not_the_body(name: str, organ: str) -> None:
    _, *rest = unannounced()
    page = f"<html><head><title>{name}</title></head><body>{{}}</body></html>"
    lines = Paper(["2023年政府信息公开工作年度报告", *rest])
    found = take(read(as_html(lines, page=page), "a.html"), FORM)
    assert (found.organ, found.year) == (organ, 2023)
    assert told_of_names(found) == ([] if organ else ["not-read/organ"])


@pytest.mark.parametrize(
    "title",
    [
        "化成镇人民政府关于印发2023年政府信息公开工作年度报告的通知",
        "化成镇人民政府关于报送2023年度政府信息公开工作年度报告的函",
        "化成镇人民政府：2023年政府信息公开工作年度报告",
        "化成镇人民政府2023年政府信息与政务公开工作年度报告",
        "化成镇人民政府2023年基层政务公开工作年度报告",
        "化成镇人民政府2023年政府信息主动公开工作年度报告",
        "化成镇人民政府2023年政府信息公开工作总结",
        "化成镇人民政府关于2023年政府信息公开工作年度报告",
        "化成镇人民政府关于2023年全镇政府信息公开工作年度报告",
        "关于发布《化成镇人民政府2023年政府信息公开工作年度报告》的公告",
        "恩阳区人民政府关于发布《化成镇人民政府2023年政府信息公开工作年度报告》的公告",
        "化成镇人民政府关于印发《2023年政府信息公开工作年度报告》的通知",
        "2023年化成镇人民政府信息公开年报",
        "化成镇人民政府2023年政府信息公开 工作告年度报",
        "化成镇人民政府政府信息公开年报 2023年政府信息公开工作年度报告",
    ],
)
def test_words_around_the_reports_name_are_no_part_of_the_body(title: str) -> None:
    found = titled(title)
    assert (found.organ, found.year, found.content.title) == ("化成镇人民政府", 2023, (title,))


def test_a_body_s_name_may_be_on_two_lines() -> None:
    found = titled("巴州区化成镇", "人民政府2023年", "政府信息公开工作年度报告")
    assert (found.organ, found.year) == ("巴州区化成镇人民政府", 2023)


def test_two_bodies_stay_apart() -> None:
    found = titled("某县委办公室 某县人民政府办公室2023年政府信息公开工作年度报告")
    assert found.organ == "某县委办公室 某县人民政府办公室"


WRAPPED = [
    "　　本报告依据《中华人民共和国政府信息公开条例》（以下",
    "简称《条例》）和《国务院办公厅政府信息与政务公开办公室关于印发〈中华人民共",
    "和国政府信息公开工作年度报告格式〉的通知》（国办公开办函〔2021〕30号",
    "）要求编制。",
]


@pytest.mark.parametrize("count", range(2, 5))
def test_a_line_of_a_wrapped_paragraph_is_no_title(count: int) -> None:
    found = titled(TITLE, *WRAPPED[:count])
    assert (found.organ, found.year, found.content.title) == ("巴州区", 2023, ())
    assert all(line.strip() in found.text() for line in WRAPPED[:count])


@pytest.mark.parametrize(
    ("title", "organ"),
    [
        ("２０２３年化成镇人民政府政府信息公开工作年度报告", "化成镇人民政府"),
        ("2023化成镇人民政府2023年度政府信息公开工作年度报告", "化成镇人民政府"),
        ("2023年政府信息公开工作年度报告——化成镇人民政府", "化成镇人民政府"),
    ],
)
def test_a_year_twice_or_in_wide_digits_is_no_part_of_the_body(title: str, organ: str) -> None:
    found = titled(title)
    assert (found.organ, found.year, found.content.title) == (organ, 2023, (title,))


@pytest.mark.parametrize("organ", ["2022年某某指挥部", "2023年某某指挥部", "某市2022年某某指挥部"])
def test_a_year_in_a_body_s_name_is_not_the_report_s_and_the_body_is_told(organ: str) -> None:
    found = titled(f"{organ}2023年政府信息公开工作年度报告")
    assert (found.organ, found.year, told_of_names(found)) == ("", 2023, ["not-read/organ"])


@pytest.mark.parametrize("contact", ["如有疑问，请与巴州区化成镇党政办公室联系。"])
def test_whom_a_sentence_gives_as_contact_is_not_the_body(contact: str) -> None:
    found = titled("2023年政府信息公开工作年度报告", contact)
    assert (found.organ, told_of_names(found)) == ("", ["not-read/organ"])


@pytest.mark.parametrize(
    "year",
    [
        "二0二三年度",
        "二〇二三年",
        "二○二三年度",
        "二零二三年度",
        "二Ｏ二三年度",
        "二О二三年度",
        "二 〇 二 三 年 度",
        "2 0 2 3 年",
        "２０２３ 年 度",
    ],
)
def test_a_year_may_be_written_in_many_ways(year: str) -> None:
    found = titled(f"化成镇人民政府{year}政府信息公开工作年度报告")
    assert (found.organ, found.year, told(found)) == ("化成镇人民政府", 2023, [])


@pytest.mark.parametrize(
    "said",
    [
        "现将化成镇人民政府2023年政府信息公开工作年度报告予以公布。",
        "根据条例，现公布化成镇人民政府2023年政府信息公开工作年度报告。",
        "根据条例的要求，特编制化成镇人民政府2023年政府信息公开工作年度报告。",
        "按照要求编制本报告，现公布化成镇人民政府2023年度政府信息公开工作报告。",
        "根据条例，编制《化成镇人民政府2023年政府信息公开工作年度报告》。",
        "根据条例，现编制形成了《化成镇人民政府2023年政府信息公开工作年度报告》。",
        "现将我镇工作报告如下，特编制化成镇人民政府2023年政府信息公开工作年度报告。",
    ],
)
def test_a_sentence_that_announces_the_report_names_its_body_and_year_and_this_is_told(
    said: str,
) -> None:
    _, *rest = unannounced()
    found = take(read(as_html(Paper([said, *rest])), "a.html"), FORM)
    assert (found.organ, found.year) == ("化成镇人民政府", 2023)
    assert told(found) == ["not-in-title", "not-in-title/year"]


@pytest.mark.parametrize(
    ("said", "year"),
    [
        ("结合我局统计数据撰写。统计期限自2023年1月1日起至2023年12月31日止。", 2023),
        ("现将我镇2023年政府信息公开工作年度报告予以公布。", 2023),
        ("统计期限为2022年1月1日至12月31日。2023年1月1日至6月30日另行公布。", 0),
    ],
)
def test_a_text_that_says_we_names_a_year_at_most(said: str, year: int) -> None:
    _, *rest = unannounced()
    found = take(read(as_html(Paper([said, *rest[1:]])), "a.html"), FORM)
    assert (found.organ, found.year) == ("", year)
    assert told(found)[0] == "not-read/organ"
    assert found.content.sections["preamble"][0].text == said


def test_a_sentence_that_announces_the_report_is_no_title() -> None:
    said = "现将2023年度政府信息公开工作报告公布如下（统计期限自2023年1月1日至12月31日）："
    _, *rest = unannounced()
    found = take(read(as_html(Paper([TITLE, said, *rest])), "a.html"), FORM)
    assert (found.organ, found.year, found.content.title) == ("巴州区", 2023, ())
    assert found.content.sections["preamble"][0].text == said


def test_the_end_of_a_sentence_that_announces_the_report_is_no_title(tmp_path: Path) -> None:
    title, *rest = unannounced()
    lines = [title, "按照有关要求，现将", "2023年政府信息公开工作年度报告如下："]
    found = read_lines(lines, rest, tmp_path)
    assert (found.organ, found.year, found.content.title) == ("巴州区", 2023, ())


NAME = "政府信息公开工作年度报告"


@pytest.mark.parametrize(
    "lines",
    [
        ["化成镇人民政府", "2023", "年政府信息公开工作年度报告"],
        ["化成镇人民政府", "2023年", NAME],
        ["化成镇人民政府", "2023 年 度", NAME],
        ["化成镇人民政府", "2023年政府信息公开", "工作年度报告"],
        ["化成镇人民政府", "2023年政府信息公开工作", "年 度 报 告"],
        ["化成镇人民政府", "2023年", "政府信息公开", "工作年度报告"],
        ["化成镇人民政府", NAME, "（2023年度）"],
        ["化成镇人民政府", "关于2023年度政府信息公开工作的", "报　　告"],
        ["化 成 镇 人 民 政 府", "２０２３年", NAME],
        ["2023年度", "化成镇人民政府", NAME],
        ["2023年度", f"化成镇人民政府{NAME}"],
        ["附件1", "化成镇人民政府", "2023年", NAME],
        ["巴府〔2024〕3号", "化成镇人民政府", "2023年政府信息公开", "工作年度报告"],
        ["2024年1月20日", "化成镇人民政府", "2023年政府信息公开", "工作年度报告"],
        ["化成镇", "人民政府2023年", NAME],
    ],
)
def test_the_first_lines_of_a_document_below_a_bodys_name_are_one_title(
    lines: list[str],
    print_: Print,  # noqa: F811
) -> None:
    _, *rest = unannounced()
    found = print_(Paper([*lines, *rest]))
    assert (found.organ, found.year) == ("化成镇人民政府", 2023)


@pytest.mark.parametrize(
    "organ",
    [
        "巴中市第二人民医院",
        "恩阳区第一中学",
        "某市第12中学",
        "某市城市建设投资集团有限公司",
        "经济技术开发区管委会",
        "某县政务服务中心",
        "某市公安局交通警察支队",
        "某县财政局（本级）",
        "某县统计局、国家统计局某县调查队",
        "永丰县",
    ],
)
def test_a_line_that_ends_as_the_name_of_a_body_is_one_at_the_top(organ: str) -> None:
    found = titled(organ, "2023年", NAME)
    assert (found.organ, found.year, told(found)) == (organ, 2023, [])


@pytest.mark.parametrize(
    ("lines", "organ"),
    [
        (
            ["国家税务总局珠海市香洲区", "税务局2023年政府信息公开", "工作年度报告"],
            "国家税务总局珠海市香洲区税务局",
        ),
        (["乐至县", f"财政局2023年{NAME}"], "乐至县财政局"),
        (["乐至县", "第二人民医院", f"2023年{NAME}"], "乐至县第二人民医院"),
        (["乐至县人民政府", "办公室2023年", NAME], "乐至县人民政府办公室"),
    ],
)
def test_a_bodys_name_on_two_lines_begins_with_its_place(lines: list[str], organ: str) -> None:
    found = titled(*lines)
    assert (found.organ, found.year, told(found)) == (organ, 2023, [])


@pytest.mark.parametrize(
    "above",
    [
        ["首页"],
        ["政务公开"],
        ["热点新闻", "热点新闻"],
        ["新闻中心"],
        ["办事大厅"],
        ["目录"],
        ["全县"],
        ["化成镇人民政府网站"],
        ["化成镇人民政府文件"],
        ["化成镇人民政府", "政府信息公开"],
        ["化成镇人民政府", "政务公开", "政府信息公开年报"],
        ["恩阳区人民政府", "化成镇人民政府"],
        ["当前位置：首页 > 政务公开"],
        ["首页 > 化成镇人民政府"],
        ["巴府〔2024〕3号"],
        ["2024年1月20日"],
    ],
)
@pytest.mark.parametrize(
    "name", [[f"2023年{NAME}"], ["2023年", NAME], ["2023年政府信息公开", "工作年度报告"]]
)
def test_menus_and_numbers_above_a_title_without_a_body_are_none(
    above: list[str], name: list[str]
) -> None:
    found = titled(*above, *name)
    assert (found.organ, found.year) == ("", 2023)
    assert "not-read/organ" in told(found)


@pytest.mark.parametrize("behind", ["（图片版）", "目录", "解读", "的公告"])
def test_what_stands_behind_the_reports_name_is_no_body(behind: str) -> None:
    found = titled(f"2023年{NAME}{behind}")
    assert (found.organ, found.year) == ("", 2023)


def test_a_title_above_and_below_the_body_is_no_part_of_the_text(tmp_path: Path) -> None:
    name = "2023年政府信息公开工作年度报告"
    _, *rest = unannounced()
    found = read_lines([name, "化成镇人民政府", name], rest, tmp_path)
    assert (found.organ, found.year) == ("化成镇人民政府", 2023)
    assert name not in [one.text for one in found.content.sections["preamble"]]


def test_a_title_below_itself_is_no_part_of_the_text() -> None:
    found = titled(TITLE, "2023年政府信息公开工作年度报告")
    assert found.content.sections["preamble"] == titled(TITLE).content.sections["preamble"]


def read_lines(lines: list[str], rest: list[Item], tmp_path: Path) -> Imported:
    """Our report as a text with other lines in the place of its title."""
    path = tmp_path / "a.txt"
    path.write_bytes("\n".join([*lines, ""]).encode() + as_flat(Paper(rest)))
    return published(path, path.name, [FORM])


BODIES = [
    "巴州区",
    "化成镇人民政府",
    "某县财政局",
    "某市第二人民医院",
    "高新区管委会",
    "某市交通集团有限公司",
]
PIECES = ["政府信息公开", "工作", "年度", "报告"]
YEARS = ["2023年", "2023年度", "２０２３年", "二〇二三年", "二0二三年度", "2023 年 度"]
MENUS = ["首页", "政务公开", "热点新闻", "新闻中心", "政府信息公开年报", "某市人民政府", "2022年"]
NUMBERS = ["巴府〔2024〕3号", "2024年1月20日", "附件1", "索引号：123"]


def read_above(lines: list[str]) -> titles.Title:
    """The title of a document that begins with some lines."""
    texts = [*lines, "本报告依照条例编制。", "一、总体情况", "全年平稳。"]
    document = Document("a.html", [Passage(text) for text in texts])
    return outline(document, FORM).title


@given(st.data())
def test_wherever_a_title_breaks_its_body_is_the_right_one_or_none(data: st.DataObject) -> None:
    organ, year = (data.draw(st.sampled_from(one)) for one in (BODIES, YEARS))
    head = data.draw(st.sampled_from([[organ, year], [year, organ], [organ, "关于" + year]]))
    lines = [""]
    for piece in [*head, *PIECES]:
        if lines[-1] and len(lines) < 4 and data.draw(st.booleans()):
            lines.append("")
        lines[-1] += piece
    numbers = data.draw(st.lists(st.sampled_from(NUMBERS), max_size=2))
    menus = data.draw(st.lists(st.sampled_from(MENUS), max_size=2))
    found = read_above([*numbers, *menus, *lines])
    assert found.organ in (organ, "")
    assert found.year in (2023, 0)
    assert menus or (found.organ, found.year) == (organ, 2023)


def with_title(folder: Path, *lines: str) -> Imported:
    """Our report as flat text with other lines in the place of its title."""
    first, *rest = as_flat(Paper(unannounced())).decode().split("\n")
    assert first == TITLE
    path = folder / "published.txt"
    path.write_text("\n".join([*lines, *rest]))
    return published(path, path.name, FORMS)


@pytest.mark.parametrize(
    "lines",
    [
        ("某发〔2024〕2号", TITLE, "市政府办公室："),
        ("市政府办公室：", TITLE),
        ("（征求意见稿）" + TITLE,),
        ("巴 州 区 2023年政府信息公开工作年度报告",),
    ],
)
def test_what_stands_beside_a_title_is_no_part_of_the_body(
    lines: tuple[str, ...], tmp_path: Path
) -> None:
    found = with_title(tmp_path, *lines)
    assert (found.organ, found.year) == ("巴州区", 2023)
    if "市政府办公室：" in lines:
        left = " ".join(str(problem.values) for problem in found.problems)
        assert "市政府办公室：" in found.text() + left


@pytest.mark.parametrize("more", ["2022—", "网站工作年度报告暨", "法治政府建设年度报告和", "22年"])
def test_a_body_ends_before_what_a_title_goes_on_with(more: str, tmp_path: Path) -> None:
    found = with_title(tmp_path, f"青江县水利局{more}2023年政府信息公开工作年度报告")
    assert (found.organ, found.year) == ("", 2023)
    assert "not-read/organ" in told(found)
