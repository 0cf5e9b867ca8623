"""Numbers in prose against the figures that the words around them name."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml
from helpers import ROOT, form
from hypothesis import given, settings
from hypothesis import strategies as st

from gendoc import formfile, wording
from gendoc.binder import bind
from gendoc.form import Check
from gendoc.numerals import NUMBER, chinese, numeral
from gendoc.problem import Bilingual, Problem
from gendoc.report import Report
from gendoc.source import parse

SENTENCES = ROOT / "tests" / "sentences"
ORGAN = "青禾县人民政府"


@cache
def checks(name: str) -> Check:
    return next(check for check in form().checks if check.name == name)


def report(overview: object, organ: str = ORGAN, title: str = "~") -> Report:
    """The report of tests/sentences with another overview, last year's beside it."""
    prose = overview if isinstance(overview, str) else json.dumps(overview, ensure_ascii=False)
    return read(2023, organ, f"{prose}\ntitle: {title}", last_year(organ))


@cache
def last_year(organ: str) -> Report:
    return read(2022, organ, "~", None)


def read(year: int, organ: str, overview: str, last: Report | None) -> Report:
    text = (SENTENCES / f"{year}.yaml").read_text("utf-8").replace(ORGAN, organ, 1)
    source, root = parse(text.replace("overview: ~", f"overview: {overview}"), f"{year}.yaml")
    return bind(source, root, form(), lambda organ, year: last)


def found(bound: Report, check: str = "prose-figures") -> list[Problem]:
    return list(wording.run(bound, checks(check)))


def told(text: str, organ: str = ORGAN, heading: str = "") -> list[str]:
    """The numbers of a text that are told to be wrong, as they are written there."""
    item = {"heading": heading, "text": text} if heading else text
    return [str(problem.values["found"]) for problem in found(report([item], organ))]


# -- the labelled sentences -----------------------------------------------------------------


class Labelled(NamedTuple):
    text: str
    wrong: tuple[str, ...]
    organ: str
    heading: str


def labelled() -> Iterator[Labelled]:
    for path in sorted(SENTENCES.glob("labelled-*.yaml")):
        for item in yaml.safe_load(path.read_text("utf-8")):
            wrong = tuple(str(number) for number in item["wrong"])
            organ, heading = item.get("organ", ORGAN), item.get("heading", "")
            yield Labelled(item["text"], wrong, organ, heading)


def matched(sentence: Labelled) -> tuple[int, list[str], list[str]]:
    """How many of the wrong numbers are told, which are missed, and which told are not wrong."""
    missed, false = list(sentence.wrong), []
    for number in told(sentence.text, sentence.organ, sentence.heading):
        label = next((one for one in missed if number.startswith(one) or number in one), None)
        if label:
            missed.remove(label)
        else:
            false.append(number)
    return len(sentence.wrong) - len(missed), missed, false


def test_precision_and_recall_over_the_labelled_sentences(
    same_as_file: Callable[[str, Path], None],
) -> None:
    lines: list[str] = []
    hits = misses = alarms = 0
    sentences = list(labelled())
    for sentence in sentences:
        told_, missed, false = matched(sentence)
        hits, misses, alarms = hits + told_, misses + len(missed), alarms + len(false)
        if missed or false:
            lines += ["", sentence.text, f"  missed {missed}, false {false}"]
    silent = sum(not sentence.wrong for sentence in sentences)
    precision, recall = hits / (hits + alarms), hits / (hits + misses)
    head = [
        f"{len(sentences)} sentences, {silent} of them with nothing to tell",
        f"precision {precision:.3f} ({alarms} false alarms), recall {recall:.3f} ({misses} missed)",
    ]
    same_as_file("\n".join([*head, *lines]) + "\n", ROOT / "tests" / "expected" / "sentences.txt")
    assert len(sentences) >= 60
    assert silent >= len(sentences) // 2
    assert precision >= 0.97


# -- single wordings ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "收到政府信息公开申请128件",
        "全县共受理政府信息公开申请 133 件",
        "共收到１２８件政府信息公开申请",
        "收到政府信息公开申请一百二十八件，答复一百二十六件",
        "收到依申请公开128件，结转下年度继续办理7件",
        "被提起行政复议15件，行政诉讼10件",
        "实施行政处罚3521件、行政强制86件",
        "制发行政规范性文件6件，废止4件，现行有效57件",
        "办理行政许可1.8万余件",
        "收到政府信息公开申请120余件，同比增长14.3%，其中自然人申请117件，占91.4%",
    ],
)
def test_what_agrees_with_the_tables_is_left_alone(text: str) -> None:
    assert told(text + "。") == []


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("收到政府信息公开申请112件", ["112件"]),
        ("共收到１１２件政府信息公开申请", ["１１２件"]),
        ("受理政府信息公开申请一百一十二件", ["一百一十二件"]),
        ("收到依申请公开128件，答复116件，结转下年度继续办理5件", ["116件", "5件"]),
        ("被提起行政复议12件，行政诉讼8件", ["12件", "8件"]),
        ("实施行政处罚3390件、行政强制92件", ["3390件", "92件"]),
        ("制发行政规范性文件8件，废止4件，现行有效55件", ["8件", "55件"]),
        ("办理行政许可1.7万余件", ["1.7万余件"]),
        ("收到政府信息公开申请128件，同比增长16%", ["16%"]),
        ("收到政府信息公开申请128件，同比下降14.3%", ["14.3%"]),
        ("收到政府信息公开申请128件，较上年增加18件", ["18件"]),
        ("行政复议、行政诉讼分别为15件、8件", ["8件"]),
        ("没有发生行政复议、行政诉讼", ["没有发生"]),
    ],
)
def test_what_contradicts_the_tables_is_told(text: str, wrong: list[str]) -> None:
    assert told(text + "。") == wrong


@pytest.mark.parametrize(
    "text",
    [
        "其中县政府办公室收到政府信息公开申请56件",
        "县公安局受理政府信息公开申请31件，答复30件",
        "2022年收到政府信息公开申请110件",
        "去年受理政府信息公开申请110件",
        "收到政府信息公开申请128件；办理人大建议45件，答复45件",
        "报备行政规范性文件9件",
        "收到网民留言230条，答复228条",
        "公开行政许可信息1200条",
        "高效办成一件事，推出政府信息公开便民措施三件",
    ],
)
def test_numbers_of_another_scope_year_or_thing_are_left_alone(text: str) -> None:
    assert told(text + "。") == []


def test_a_departments_report_is_its_own_by_any_short_name() -> None:
    assert told("县教育局收到政府信息公开申请112件。", "青禾县教育局") == ["112件"]
    assert told("我局收到政府信息公开申请112件。", "青禾县教育局") == ["112件"]
    assert told("全县收到政府信息公开申请112件。", "青禾县教育局") == []


def test_a_number_in_braces_is_the_writers_own() -> None:
    assert told("收到政府信息公开申请{{ 112 }}件。") == []
    assert told("收到政府信息公开申请{{ last.applications.new.total }}件。") == []


def test_the_message_offers_the_tag_to_write_instead() -> None:
    (problem,) = found(report(["行政诉讼9件。"]))
    litigation = "proceedings.litigation.direct.total + proceedings.litigation.after_review.total"
    assert problem.values["offer"] == f"{{{{ {litigation} }}}}"
    (change,) = found(report(["受理政府信息公开申请128件，同比增长12.5%。"]))
    offer = "(applications.new.total)|change(last.applications.new.total, 1)"
    assert change.values["offer"] == f"{{{{ {offer} }}}}"
    (filled,) = report([f"受理申请，{change.values['offer']}。"]).sections["overview"]
    assert filled.text == "受理申请，增长14.3%。"


FINES = """
id: fines
version: "1.0"
name: 罚没表
title: "{{ organ }}{{ year }}年罚没表"
sections: [{id: overview, kind: text}, {id: fines, kind: table}]
tables: {fines: {rows: {money: {label: 罚没金额, type: money, unit: 元}}}}
checks:
  - name: prose
    mentions:
      since: 比上年
      up: 增加
      down: 减少
      topics: [{about: 罚没金额, units: {元: 1, 万元: 10000}, means: fines.money}]
"""


@pytest.mark.parametrize(
    ("number", "offer", "filled"),
    [
        ("376.07万元", "(fines.money / 10000) | round(2)", "375.91"),
        ("三百万元", "(fines.money / 10000) | round(0)", "376"),
        ("0.1亿元", "(fines.money / 100000000) | round(1)", "0.0"),
        ("3760700元", "fines.money", "3759050.55"),
    ],
)
def test_the_tag_offered_is_in_the_unit_of_the_prose(number: str, offer: str, filled: str) -> None:
    own = formfile.read(FINES, Path("fines"), "form.yaml")

    def fines(text: str) -> Report:
        keys = f"form: fines\norgan: 某县\nyear: 2024\noverview: {json.dumps(text)}\n"
        return bind(*parse(f"{keys}fines: {{money: 3759050.55}}", "2024.yaml"), own)

    (check,) = own.checks
    told = list(wording.run(fines(f"罚没金额{number}。"), check))
    assert told[0].values["offer"] == f"{{{{ {offer} }}}}"
    (paragraph,) = fines(f"罚没金额{told[0].values['offer']}万元。").sections["overview"]
    assert paragraph.text == f"罚没金额{filled}万元。"


def test_what_the_table_says_is_in_the_language_of_the_reader() -> None:
    (problem,) = found(report(["收到政府信息公开申请129件。"]))
    expected = problem.values["expected"]
    assert isinstance(expected, Bilingual)
    assert (expected.zh[:4], expected.zh[-1]) == ("128（", "）")
    assert (expected.en[:5], expected.en[-1]) == ("128 (", ")")


@pytest.mark.parametrize(
    ("overview", "line", "column"),
    [
        ("答复政府信息公开申请125件。", 5, 21),
        ('"甲125件，答复政府信息公开申请125件。"', 5, 28),
        ("|\n  甲。\n  答复政府信息公开申请125件。", 7, 13),
        (">-\n  甲，\n  答复政府信息公开\n  申请125件。", 8, 5),
        ("\n  - 答复申请{{ 125 }}件。\n  - {heading: 甲, text: 答复政府信息公开申请125件}", 7, 34),
    ],
)
def test_a_number_is_told_where_it_stands(overview: str, line: int, column: int) -> None:
    (problem,) = found(report(overview))
    assert (problem.line, problem.column) == (line, column)


@given(
    st.text(
        "政府信息公开申请收到答复件128%，。（）其中分别和、占同比增长行政复议诉讼{ \n", max_size=80
    )
)
@settings(deadline=None)
def test_any_prose_can_be_read(text: str) -> None:
    found(report([text]))


# -- other years ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("2022年，全县开展培训。", ["2022"]),
        ("2022年以来，全县开展培训。", ["2022"]),
        ("统计期限为2022年1月1日至2022年12月31日。", ["2022", "2022"]),
        ("现发布青禾县2022年政府信息公开工作年度报告。", ["2022"]),
        ("工作平稳。2022年我县开展培训。", ["2022"]),
        ("2022年我县受理112件，2023年增至128件。", []),
        ("2023年，全县开展培训。", []),
        ("2024年，全县继续开展培训。", []),
        ("2022年度报告指出的问题已经整改。", []),
        ("与2022年相比，申请多了16件。", []),
        ("2024年，我县将继续加强培训。", []),
        ("条例自2019年5月15日起施行。", []),
        ("2022年共组织培训3次。", ["2022"]),
        ("在2022年，我县开展培训。", ["2022"]),
        ("一是2022年组织培训。", ["2022"]),
        ("县政府高度重视，2022年，我县开展培训。", ["2022"]),
        ("２０２２年，我县开展培训。", ["2022"]),
        ("二〇二二年，我县开展培训。", ["2022"]),
        ("截至2022年12月31日，公开信息300条。", ["2022"]),
        ("现将2022年度政府信息公开工作情况报告如下。", ["2022"]),
        ("自2022年1月1日起，统一归集公文。", []),
        ("2022年12月31日前印发的文件已经清理。", []),
        ("2022年，我县被确定为试点，2023年继续深化。", []),
        ("2022年全县新收112件，近两年以征地为主。", []),
        ("按时发布2022年度政府信息公开工作年度报告48份。", []),
    ],
)
def test_a_year_left_over_is_told(text: str, wrong: list[str]) -> None:
    assert [problem.values["found"] for problem in found(report([text]), "other-year")] == wrong


def test_a_year_left_over_in_a_title_or_a_heading_is_told() -> None:
    bound = report([{"heading": "2022年监督保障", "text": "开展培训。"}], title="某县2022年报告")
    assert [problem.key for problem in found(bound, "other-year")] == ["title", "overview"]
    assert found(report("~", title="某县2023年报告"), "other-year") == []


@pytest.mark.parametrize(
    ("check", "text", "wrong"),
    [
        ("left-open", "收到申请 件，答复 件。", ["请 件", "复 件"]),
        ("left-open", "公开信息____条。", ["____"]),
        ("left-open", "公开信息XX条，会议××次。", ["XX条", "××次"]),
        ("left-open", "（文字描述）", ["（文字描述）"]),
        ("left-open", "见附件（ ）。", ["（ ）"]),
        ("left-open", "公开 个人信息 条例 12 件。", []),
        ("doubled-words", "认真认真落实，推进推进工作。", ["认真认真", "推进推进"]),
        ("doubled-words", "主动公开主动公开信息。", ["主动公开主动公开"]),
        ("doubled-words", "在公开公开栏逐条逐项一件一件公开。", []),
        ("superseded-notice", "按国办公开办函【2019】 60 号编制。", ["国办公开办函【2019】 60 号"]),
    ],
)
def test_slips_of_the_pen_are_told_where_they_stand(
    check: str, text: str, wrong: list[str]
) -> None:
    told_ = [str(p.values["found"]).strip() for p in found(report(json.dumps(text)), check)]
    assert told_ == [one.strip() for one in wrong]


# -- numerals -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("二十三", 23), ("十", 10), ("一百零五", 105), ("两百一", 210), ("三千零四十", 3040),
        ("两千三百", 2300), ("二〇二三", None), ("十十", None), ("一二", None),
    ],
)  # fmt: skip
def test_chinese_numerals(text: str, value: int | None) -> None:
    assert chinese(text) == value


@pytest.mark.parametrize(
    ("text", "value", "step"),
    [
        ("3,119", "3119", "1"), ("１２．５", "12.5", "0.1"), ("1.20万", "12000", "100"),
        ("四十万", "400000", "10000"), ("5 亿", "500000000", "100000000"),
    ],
)  # fmt: skip
def test_numbers_know_how_exactly_they_are_written(text: str, value: str, step: str) -> None:
    match = NUMBER.fullmatch(text)
    assert match
    read = numeral(match)
    assert read
    assert (read.value, read.step) == (Decimal(value), Decimal(step))


@given(st.integers(1, 9999))
def test_every_number_is_read_back(number: int) -> None:
    words = ""
    for step, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // step % 10
        if digit:
            words += "零一二三四五六七八九"[digit] + name
        elif words and not words.endswith("零"):
            words += "零"
    assert chinese(words.rstrip("零") if len(words) > 1 else words) == number
