"""A new report that begins with last year's: nothing of that year gets through unseen."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from helpers import APPLICATIONS, ROOT, form, names, problems, project, report_text
from hypothesis import given, settings
from hypothesis import strategies as st
from test_cli import gendoc
from test_lines import STATIONS, SURVEY, at_hand

from gendoc.binder import bind
from gendoc.carry import Carried, Last, _numbers, carry_over
from gendoc.form import Form
from gendoc.formfile import load
from gendoc.problem import Bilingual, listed
from gendoc.project import find_form
from gendoc.skeleton import skeleton
from gendoc.source import Node, parse

LEFT = APPLICATIONS.replace("carried_out: 0", "carried_out: [9, 1, 0, 0, 0, 0]")


UNITS = """
id: units
version: "1.0"
name: 单位表
title: "{{ organ }}{{ year }}年单位表"
sections: [{id: units, kind: table}]
tables:
  units:
    columns:
      kind: {label: 类别, type: choice, options: [直属, 派出]}
      tasks: {label: 职责, type: choices, options: [甲, 乙]}
      note: {label: 说明, type: text}
      cases: 案件
    rows: {unit: {label: 单位, repeat: true}}
"""


def last(text: str, of: Form | None = None) -> Last:
    source, root = parse(text, "2023.yaml")
    assert isinstance(root.value, dict)
    return Last(bind(source, root, of or form()), root.value)


def carried(text: str, year: int = 2024, of: Form | None = None) -> Carried:
    return carry_over(last(text, of), form(), year)


def new_report(text: str, year: int = 2024) -> str:
    return skeleton(form(), "某镇", year, content=carried(text, year).content)


def held(text: str, key: str) -> object:
    """What a key of a report holds, without its place."""
    _, root = parse(text, "report.yaml")
    assert isinstance(root.value, dict)

    def plain(node: Node) -> object:
        if isinstance(node.value, dict):
            return {name: plain(entry.value) for name, entry in node.value.items()}
        return [plain(item) for item in node.value] if isinstance(node.value, list) else node.value

    return plain(root.value[key].value)


def old(**changes: str | None) -> str:
    return report_text(**{"year": "2023", **changes})


def told(found: Carried) -> list[tuple[str, object]]:
    return [(problem.message, problem.values.get("label")) for problem in found.left]


@pytest.mark.parametrize(
    "path",
    ["examples/department/data/某县发展和改革局/2024.yaml", "data/巴州区/2023.yaml"],
)
def test_a_whole_report_is_carried_over_as_expected(
    path: str, same_as_file: Callable[[str, Path], None]
) -> None:
    before = last((ROOT / path).read_text("utf-8"))
    year = before.report.year + 1
    found = carry_over(before, form(), year)
    text = skeleton(form(), before.report.organ, year, content=found.content)
    name = Path(path).parent.name + f"-{year}.yaml"
    same_as_file(text, ROOT / "tests" / "expected" / "carried" / name)
    # Years of the text that is to be revised are told as well.
    assert set(names(text)) - {"other-year"} == {"not-filled-in"}


def test_what_was_carried_out_is_carried_in() -> None:
    text = new_report(old(applications=LEFT))
    assert held(text, "applications")["carried_in"] == ["9", "1", "0", "0", "0", "0"]  # type: ignore[index]
    assert held(text, "applications")["new"] == ["~"] * 6  # type: ignore[index]
    assert "取自 2023 年的报告" in text


def test_a_figure_that_cannot_be_read_is_left_open_and_told() -> None:
    row = LEFT.replace("[9, 1, 0,", "[9件, 1, 0,")
    found = carried(old(applications=row))
    assert found.content.figures["applications.carried_in.company"] == "1"
    assert "applications.carried_in.natural" not in found.content.figures
    ((message, label),) = told(found)
    assert message == "not-carried/figure"
    assert isinstance(label, Bilingual)
    assert label.zh.endswith("自然人")


def test_a_report_of_an_earlier_year_carries_no_figures() -> None:
    found = carried(old(applications=LEFT), 2025)
    assert found.content.figures == {}
    assert [message for message, _ in told(found)] == ["not-carried/gap"]


def test_mistakes_in_the_old_report_do_not_stop_what_is_readable() -> None:
    found = carried(old(applications="x", disclosure="{ruls: 012}", level="village"))
    assert "引言" in found.kept
    assert ("not-carried/unread", "行政层级") in told(found)


def test_fields_that_describe_the_body_stay() -> None:
    assert "\nlevel: county  # " in new_report(old(level="county"))


def test_who_signed_and_when_are_gaps_with_last_years_value(tmp_path: Path) -> None:
    survey = load(at_hand(tmp_path, SURVEY) / "templates" / "survey")
    before = last("form: survey\norgan: 某局\nyear: 2023\nhead: 张三\non: 2024-01-20\n", survey)
    text = skeleton(survey, "某局", 2024, content=carry_over(before, survey, 2024).content)
    assert "\nhead: ~  # 负责人；2023 年：张三\n" in text
    assert "\non: ~  # 日期：2024-01-31；2023 年：2024-01-20\n" in text


def test_what_was_chosen_in_rows_of_any_number_stays_and_the_rest_is_a_gap(tmp_path: Path) -> None:
    units = load(at_hand(tmp_path, UNITS) / "templates" / "units")
    rows = "    north: {name: 北站, kind: 派出, tasks: [甲, 乙], note: 新设, cases: 3}\n"
    rows += "    south: {name: 南站, kind: 撤销, tasks: [], note: 无, cases: 4}\n"
    before = last(f"form: units\norgan: 某局\nyear: 2023\nunits:\n  unit:\n{rows}", units)
    text = skeleton(units, "某局", 2024, content=carry_over(before, units, 2024).content)
    assert held(text, "units") == {
        "unit": {
            "north": {
                "name": "北站",
                "kind": "派出",
                "tasks": ["甲", "乙"],
                "note": "~",
                "cases": "~",
            },
            "south": {"name": "南站", "kind": "~", "tasks": [], "note": "~", "cases": "~"},
        }
    }


def stations(folder: Path, rows: str) -> Carried:
    """What next year's report takes over from one with these rows."""
    own = load(at_hand(folder, STATIONS) / "templates" / "stations")
    text = f"form: stations\nyear: 2023\none: {{station: {{{rows}}}}}\n"
    return carry_over(last(text, own), own, 2024)


def test_figures_of_rows_of_any_number_are_carried_as_those_of_others_are(tmp_path: Path) -> None:
    north = "north: {name: North, start: 1, came: 4, left: 3, note: good, open: yes}"
    south = "south: {name: South, start: 5, came: 0, left: 0, open: no}"
    found = stations(tmp_path, f"{north}, {south}")
    assert found.content.figures == {
        "one.station.north.start": "2",
        "one.station.north.before": "good",
        "one.station.north.was_open": "yes",
        "one.station.south.start": "5",
        "one.station.south.was_open": "no",
    }
    assert told(found) == []
    own = load(tmp_path / "templates" / "stations")
    lines = skeleton(own, "X", 2024, content=found.content).splitlines()
    assert "start: 2 # Start; from the report of 2023" in [" ".join(each.split()) for each in lines]


def test_what_was_taken_over_names_each_table_once(tmp_path: Path) -> None:
    rows = "a: {name: A, start: 1, came: 1, left: 1, open: no}, b: {name: B, start: 1}"
    kept = stations(tmp_path, rows).kept
    heading = "A. Stations · Station"
    assert kept == (heading, f"{heading} · Start", f"{heading} · Open before")


def test_a_figure_of_a_repeated_row_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    found = stations(tmp_path, "south: {name: South, start: x, came: 0, left: 0, open: no}")
    ((message, label),) = told(found)
    assert (message, str(label)) == ("not-carried/figure", str(listed(["South · Start"])))


PROFILE = """
id: profile
version: "1.0"
name: Profile
language: en
title: "{{ organ }} {{ year }}"
fields:
  kind: {label: Kind, type: choice, options: [Office, Other], required: true}
  other: {label: Other kind, required_when: kind == "Other"}
  address: Address
  page: {label: Page, type: url}
  number: Number of the document
  open: {label: Open, type: yes_no, required: true}
  why: {label: Why so many, required_when: t.a.b > 5}
  hours: {label: Hours, empty_when: not open}
  staff: {label: Staff, type: count}
  act: {label: Act, carry: true}
  founded: {label: Founded, type: date, carry: true}
  rating: {label: Rating, carry: false}
  head: Head
sections:
  - {id: about, kind: fields, fields: [kind, address]}
  - {id: t, title: Table, kind: table}
  - {id: signed, kind: fields, fields: [head]}
tables: {t: {columns: {b: B}, rows: {a: A}}}
"""


@pytest.mark.parametrize(
    ("field", "before", "after"),
    [
        ("kind", "Other", "Other"),
        ("other", "Agency", "Agency"),
        ("address", "12 High Street, 20530", '"12 High Street, 20530"'),
        ("address", "1 to 12 2023", "~"),
        ("page", "https://a.example/about", '"https://a.example/about"'),
        ("page", "https://a.example/fy2023", "~"),
        ("number", "某府函〔2024〕7号", "~"),
        ("number", "二〇二三年第一号", "~"),
        ("open", "yes", "~"),
        ("why", "The new rule", "~"),
        ("hours", "nine to five", "~"),
        ("staff", "12", None),
        ("act", "Act of 1966", '"Act of 1966"'),
        ("founded", "1966-07-04", "1966-07-04"),
        ("rating", "good", "~"),
        ("head", "Jane Doe", "~"),
    ],
)
def test_fields_of_their_year_are_asked_for_again_and_those_of_the_body_stay(
    tmp_path: Path, field: str, before: str, after: str | None
) -> None:
    profile = load(at_hand(tmp_path, PROFILE) / "templates" / "profile")
    text = f"form: profile\nyear: 2023\nt: {{a: {{b: 9}}}}\n{field}: {before}\n"
    found = carry_over(last(text, profile), profile, 2024)
    assert found.content.fields.get(field) == after
    label = profile.fields[field].label
    asked = after in ("~", None)
    assert (found.kept, found.to_answer) == (((), [label]) if asked else ((label,), []))
    if asked:
        assert found.content.comments[field] == [f"2023: {before}"]


def test_a_comment_on_last_year_stays_on_its_line(tmp_path: Path) -> None:
    profile = load(at_hand(tmp_path, PROFILE) / "templates" / "profile")
    text = "form: profile\nyear: 2023\nrating: |\n  good\n  " + "very " * 40 + "\n"
    content = carry_over(last(text, profile), profile, 2024).content
    (line,) = [
        each
        for each in skeleton(profile, "X", 2024, content=content).splitlines()
        if each.startswith("rating: ")
    ]
    assert line.startswith("rating: ~  # Rating; 2023: good very ")
    assert line.endswith("…")


def test_the_summary_is_in_the_language_of_the_reader(tmp_path: Path) -> None:
    text = "form: profile\norgan: X\nyear: 2023\nkind: Other\nother: A\nopen: yes\nrating: b\n"
    project(at_hand(tmp_path, PROFILE), {"data/a.yaml": text})
    told = gendoc(tmp_path, "new", "--from", "data/a.yaml").stderr
    assert "Taken over: Kind, Other kind.\n" in told
    assert "To be filled in anew, with last year's beside it: Open, Rating.\n" in told


def test_headings_of_an_empty_english_report_are_parted_by_commas(tmp_path: Path) -> None:
    form = PROFILE.replace("  - {id: t,", "  - {id: basic, title: Basic, kind: text}\n  - {id: t,")
    form += "checks: [{name: heads, headings: [Contact, Paper copy], within: [basic]}]\n"
    own = load(at_hand(tmp_path, form) / "templates" / "profile")
    assert "# Contact, Paper copy\nbasic: ~\n" in skeleton(own, "X", 2024)


def test_a_form_says_what_else_of_rows_of_any_number_is_taken_over(tmp_path: Path) -> None:
    text = UNITS.replace("note: {label: 说明,", "note: {label: 地址, carry: true,")
    text = text.replace("kind: {label: 类别,", "kind: {label: 类别, carry: false,")
    units = load(at_hand(tmp_path, text) / "templates" / "units")
    rows = "    north: {name: 北站, kind: 派出, tasks: [甲], note: 中山路2020号, cases: 3}\n"
    before = last(f"form: units\nyear: 2023\nunits:\n  unit:\n{rows}", units)
    assert carry_over(before, units, 2024).content.figures == {
        "units.unit.north.tasks": "[甲]",
        "units.unit.north.note": '"中山路2020号"',
    }


def test_an_empty_report_says_how_rows_of_any_number_are_written(tmp_path: Path) -> None:
    wide = "more: {label: 项, columns: {a: 一, b: 二, c: 三, d: 四, e: 五}}"
    text = UNITS.replace("note: {label: 说明, type: text}", wide)
    units = load(at_hand(tmp_path, text) / "templates" / "units")
    lines = [" ".join(line.split()) for line in skeleton(units, "某局", 2024).splitlines()]
    at = lines.index("units:")
    assert lines[at + 1 : at + 3] == ["unit: # 有几个写几段，first 换成自己取的键", "first: # 单位"]
    assert "more: [~, ~, ~, ~, ~] # 项：一 二 三 四 五" in lines


def test_a_report_of_another_version_of_the_form_is_told(tmp_path: Path) -> None:
    second = UNITS.replace('"1.0"', '"2.0"')
    units = load(at_hand(tmp_path, second) / "templates" / "units")
    before = last("form: units\norgan: 某局\nyear: 2023\nunits:\n  unit: 0\n", units)
    assert [name for name, _ in told(carry_over(before, units, 2024))] == ["not-carried/version"]
    before = last("form: units@2\norgan: 某局\nyear: 2023\nunits:\n  unit: 0\n", units)
    assert told(carry_over(before, units, 2024)) == []


def test_facts_are_gaps_with_last_years_value_and_what_was_said_of_them() -> None:
    facts = "\n  items: 186  # 条数\n  visits: {online: 12, hall: ~}\n  head: 张三"
    text = new_report(old(facts=facts, overview="全年{{ facts.items }}条，{{ facts.head }}。"))
    assert held(text, "facts") == {
        "items": "~",
        "visits": {"online": "~", "hall": "~"},
        "head": "~",
    }
    assert "  items: ~  # 2023 年：186；条数\n" in text
    assert "undefined-name" not in names(text)


def test_prose_without_numbers_stays_and_is_to_be_looked_at() -> None:
    text = new_report(old(preamble="'现公布{{ year }}年报告。'", other_matters="没有。"))
    assert "# 沿用 2023 年的文字，请核对\npreamble: '现公布{{ year }}年报告。'\n" in text
    assert held(text, "other_matters") == "没有。"


def test_prose_with_years_or_numbers_is_not_built_before_it_is_revised() -> None:
    text = new_report(old(other_matters="2023年收取信息处理费120元。"))
    gap = "  - ~  # 下面是 2023 年的文字，里面有 2023年、120元；改写后删去这一行\n"
    assert f"other_matters:\n{gap}  - 2023年收取信息处理费120元。\n" in text


def test_prose_that_the_form_wants_new_is_revised_even_without_numbers() -> None:
    text = new_report(old(overview="全年工作平稳。"))
    gap = "  - ~  # 下面是 2023 年的文字；改写后删去这一行\n"
    assert f"overview:\n{gap}  - 全年工作平稳。\n" in text
    assert "overview" in {problem.key for problem in problems(text)}
    assert "overview" not in {problem.key for problem in problems(text.replace(gap, ""))}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("收到128件，占12.5%", ["128件", "12.5%"]),
        ("收到１２８件", ["１２８件"]),
        ("{{ year }}年{{ 3 }}件", []),
        ("按照国办公开办函〔2021〕30号，统计期限为1月1日至12月31日", []),
        ("一是更新不够及时，第五十条", []),
        ("11月1日开会", ["11月", "1日"]),
        ("1,000件", ["1,000件"]),
    ],
)
def test_years_and_numbers_are_found_and_standing_ones_are_not(text: str, found: list[str]) -> None:
    _, node = parse(json.dumps(text, ensure_ascii=False), "x")
    assert list(_numbers(node)) == found


STYLES = {
    "plain": "overview: 甲3件。",
    "plain over lines": "overview: 甲3件，\n  乙。  # 说明",
    "on the next line": "overview:\n  甲3件。",
    "quoted": 'overview: "甲：3件 # 不是说明"',
    "folded": "overview: >-\n  甲3件，\n  乙。\n\n  丙。",
    "lines": "overview: |\n  甲3件。\n  # 不是说明\n  乙。\n",
    "kept": "overview: |+\n  甲3件。\n\n",
    "indented by four": "overview: |\n    甲3件。\n    乙。",
    "indent given": "overview: |2\n   甲3件。\n  乙。",
    "list": "overview:\n- 甲3件。\n- 乙。",
    "headed": "overview:\n  # 说明\n  - heading: 甲\n    text: |\n      3件。\n      乙。\n  - 丙",
    "flow": "overview: [甲3件。, {heading: 乙, text: 丙}]",
    "quoted key": '"overview": 甲3件。',
    "anchor": "overview: &a 甲3件。",
}


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_prose_is_kept_however_it_was_written(style: str, end: str) -> None:
    before = old(overview=None) + STYLES[style] + "\n\n# 下一部分\nnotes: ~\n"
    text = new_report(before.replace("\n", end))
    was = held(before, "overview")
    assert held(text, "overview") == ["~", *(was if isinstance(was, list) else [was])]
    assert "下一部分" not in text
    assert "\r" not in text


@pytest.mark.parametrize("first", [old(), "{" + old().replace("\n", ", ") + "}"], ids=["", "flow"])
def test_prose_that_hangs_on_the_rest_of_its_file_is_written_anew(first: str) -> None:
    before = first.replace("全年工作平稳。", "&a 甲3件。").replace("公开还不够主动。", "*a")
    text = new_report(before)
    assert held(text, "problems") == ["~", "甲3件。"]


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn", "Zl", "Zp")), min_size=1))
def test_any_prose_reads_back_as_it_was(prose: str) -> None:
    before = old(other_matters=json.dumps(prose + "7", ensure_ascii=False))
    assert held(new_report(before), "other_matters") == ["~", prose + "7"]


def test_what_is_about_its_own_year_is_told_and_left() -> None:
    before = old() + "notes: {applications: {after: 注。}}\nwaive: {balance: 理由}\nown: x\n"
    text = new_report(before)
    assert "waive" not in text
    assert told(carried(before)) == [
        ("not-carried/its-year", "notes"),
        ("not-carried/its-year", "waive"),
        ("not-carried/form", "own"),
    ]


def test_the_trial_forms_figures_are_carried_to_the_form_that_follows(tmp_path: Path) -> None:
    trial = find_form("disclosure-2019", None)
    path = next((ROOT / "examples/two-years/data").rglob("2020.yaml"))
    found = carry_over(last(path.read_text("utf-8"), trial), form(), 2021)
    assert len(found.content.figures) == 6
    project(tmp_path, {"data/a.yaml": path.read_bytes()})
    made = gendoc(tmp_path, "new", "--from", "data/a.yaml")
    assert (made.returncode, made.stdout) == (0, "wrote data/某县水利局/2021.yaml\n")
    assert "form: disclosure-2021\n" in (tmp_path / "data/某县水利局/2021.yaml").read_text("utf-8")


def test_the_command_needs_nothing_but_the_file_and_never_overwrites(tmp_path: Path) -> None:
    project(tmp_path / "年报 甲", {"data/某镇/2023.yaml": old(applications=LEFT)})
    first, second = (
        gendoc(tmp_path / "年报 甲", "new", "--from", "data/某镇/2023.yaml", language="zh")
        for _ in range(2)
    )
    assert (first.returncode, first.stdout) == (0, "已写出 data/某镇/2024.yaml\n")
    row = "三、收到和处理政府信息公开申请情况 · 二、上年结转政府信息公开申请数量"
    assert f"沿用：{row}、引言" in first.stderr
    assert "待改写" in first.stderr
    assert second.returncode == 1
    assert "already-there" in second.stderr


def test_what_is_given_comes_before_what_the_file_says(tmp_path: Path) -> None:
    project(tmp_path, {"data/a.yaml": old()})
    given_ = ("new", "disclosure-2021", "--from", "data/a.yaml", "--organ", "乙镇")
    assert gendoc(tmp_path, *given_, "--year", "2030").stdout == "wrote data/乙镇/2030.yaml\n"


@pytest.mark.parametrize(
    ("text", "arguments", "status", "word"),
    [
        (old(form=None), (), 1, "missing-key"),
        (old(form="nothing"), (), 1, "unknown-form"),
        (old(form="nothing"), ("disclosure-2021",), 0, ""),
        (old(organ=None), (), 2, "--organ"),
        (old(organ=None), ("--organ", "某镇"), 0, ""),
        (old(year="x"), (), 2, "--year"),
        (old(year="x"), ("--year", "2024"), 0, ""),
        (report_text(year="9999"), (), 2, "wrong-year"),
        (report_text(form="disclosure-2019", year="2020"), ("disclosure-2019",), 2, "wrong-year"),
        ("- a\n", ("disclosure-2021",), 1, "wrong-type"),
        ("a: [\n", ("disclosure-2021",), 1, "yaml-syntax"),
    ],
)
def test_what_the_old_file_lacks_can_be_given_and_is_asked_for(
    tmp_path: Path, text: str, arguments: tuple[str, ...], status: int, word: str
) -> None:
    project(tmp_path, {"data/a.yaml": text})
    result = gendoc(tmp_path, "new", *arguments, "--from", "data/a.yaml")
    assert result.returncode == status, result.stderr
    assert word in result.stderr
    assert "Traceback" not in result.stderr
