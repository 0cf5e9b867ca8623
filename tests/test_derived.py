"""Formulas, conditions and checks name lines beside them, other tables, fields and last year."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers import project

from gendoc import build
from gendoc.build import Outcome
from gendoc.figure import Value
from gendoc.formfile import load
from gendoc.problem import Invalid
from gendoc.project import Project
from gendoc.show import as_text
from gendoc.skeleton import skeleton

FORM = """
id: mixed
version: "1.0"
name: 小表
title: "{{ organ }}{{ year }}年小表"
fields:
  people: {label: 人口, type: count}
  kind: {label: 类别, type: choice, options: [镇, 街道], required: true}
sections:
  - {id: summary, kind: table}
  - {id: cases, kind: table}
  - {id: items, kind: table}
tables:
  summary:
    rows:
      closed: {label: 办结, formula: cases.late.this + cases.early.this}
      share: {label: 人均, type: decimal, decimals: 3, formula: closed / people}
      grown: {label: 增减, formula: closed - last.closed}
      streets: {label: 社区数, empty_when: kind == "镇"}
      why: {label: 原因, type: text, empty_when: cases.total.this == 0}
  cases:
    columns:
      this: 本年
      change: {label: 比上年, formula: this - last.this}
      percent: {label: 增幅, type: percent, decimals: 1, formula: 100 * change / last.this}
      part: {label: 占比, type: percent, decimals: 1, formula: 100 * this / cases.total.this}
    rows: {early: 按期, late: 逾期, total: {label: 合计, sum: all}}
  items:
    columns:
      state: {label: 状态, type: choice, options: [在办, 办结]}
      days: {label: 天数, empty_when: state == "在办"}
      marks: {label: 标记, type: choices, options: [急, 难]}
      more: {label: 说明, type: text, empty_when: not ("急" in marks)}
    rows: {item: {label: 件, repeat: true}}
checks:
  - {name: few, table: cases, for_each: row, holds: this <= people + 10 * year}
  - {name: whole, table: cases, for_each: column, holds: total <= summary.closed or kind == "街道"}
  - name: long
    table: items
    for_each: row
    when: state == "办结" and "急" in marks
    holds: days < 9
  - {name: moved, holds: people <= 2 * last.people}
"""
CASES = "cases: {early: {this: 6}, late: {this: 2}}\n"
ITEMS = "items: {item: {}}\n"
REASON = "summary: {why: 多}\n"


def reported(
    folder: Path,
    rest: str = REASON + CASES + ITEMS,
    *,
    kind: str = "镇",
    people: int | None = 100,
    year: int = 2024,
    form: str = FORM,
) -> Outcome:
    head = f"form: mixed\norgan: 某镇\nyear: {year}\nkind: {kind}\n"
    head += f"people: {people}\n" if people else ""
    files = {"templates/mixed/form.yaml": form, f"data/{year}.yaml": head + rest}
    root = project(folder, files)
    return build.examine(root / "data" / f"{year}.yaml", Project(root))


def figures(outcome: Outcome) -> dict[str, Value]:
    assert outcome.report
    return outcome.report.figures


def names(outcome: Outcome) -> list[tuple[str, str | None]]:
    return [(problem.name, problem.key) for problem in outcome.problems]


def test_a_formula_takes_figures_of_a_table_that_comes_later_and_fields(tmp_path: Path) -> None:
    found = figures(reported(tmp_path))
    assert str(found["summary.closed"]) == "8"
    assert str(found["summary.share"]) == "0.080"
    assert str(found["cases.early.part"]) == "75.0"
    assert str(found["cases.total.part"]) == "100.0"


def test_a_formula_takes_last_years_figures_and_is_empty_without_them(tmp_path: Path) -> None:
    outcome = reported(tmp_path)
    assert outcome.problems == []
    assert [note.name for note in outcome.notes] == ["no-last-year"]
    assert "cases.early.change" not in figures(outcome)
    reported(tmp_path, REASON + "cases: {early: {this: 4}, late: {this: 0}}\n" + ITEMS, year=2023)
    found = figures(reported(tmp_path))
    assert (found["cases.early.change"], str(found["cases.early.percent"])) == (2, "50.0")
    assert (found["cases.total.change"], str(found["cases.total.percent"])) == (4, "100.0")
    assert found["summary.grown"] == 4
    assert "cases.late.percent" not in found


def test_a_table_may_have_none_of_its_repeated_rows(tmp_path: Path) -> None:
    for none in ("items: {item: {}}\n", "items: {item: 0}\n"):
        outcome = reported(tmp_path, REASON + CASES + none)
        assert outcome.problems == []
        assert outcome.report
        (text,) = build.render(outcome.report, ["json"]).values()
        assert b'"item": {}' in text


@pytest.mark.parametrize("none", ["0", "~"])
def test_a_single_0_does_not_say_that_a_table_has_no_rows(tmp_path: Path, none: str) -> None:
    (problem,) = reported(tmp_path, REASON + CASES + f"items: {none}\n").problems
    assert problem.key == "items"
    assert "item: {}" in as_text(problem, "en")


def test_a_row_of_one_entered_column_may_be_its_value(tmp_path: Path) -> None:
    whole = figures(reported(tmp_path / "a"))
    short = reported(tmp_path / "b", REASON + "cases: {early: 6, late: 2}\n" + ITEMS)
    assert names(short) == []
    assert figures(short) == whole


def test_a_table_of_formulas_alone_is_neither_asked_for_nor_in_the_empty_report(
    tmp_path: Path,
) -> None:
    rows = "  ratios:\n    rows: {half: {label: 半数, formula: cases.total.this / 2}}\n"
    form = FORM.replace("checks:\n", f"{rows}checks:\n")
    form = form.replace("sections:\n", "sections:\n  - {id: ratios, title: 比率, kind: table}\n")
    found = reported(tmp_path, form=form)
    assert names(found) == []
    assert figures(found)["ratios.half"] == 4
    assert "ratios" not in skeleton(load(tmp_path / "templates" / "mixed"), "某局", 2024)


def test_a_field_that_is_left_out_leaves_what_follows_from_it_empty(tmp_path: Path) -> None:
    outcome = reported(tmp_path, people=None)
    assert outcome.problems == []
    assert "summary.share" not in figures(outcome)


def test_a_condition_names_a_field_and_a_total_of_another_table(tmp_path: Path) -> None:
    assert names(reported(tmp_path, kind="街道")) == [("missing-figure", "summary.streets")]
    rest = "summary: {streets: 3}\n" + CASES + ITEMS
    found = names(reported(tmp_path, rest, kind="街道"))
    assert found == [("missing-figure", "summary.why")]
    nothing = "summary: {streets: 3}\ncases: {early: 0, late: 0}\n" + ITEMS
    assert names(reported(tmp_path, nothing, kind="街道")) == []


def test_a_condition_of_a_column_is_about_its_own_row(tmp_path: Path) -> None:
    items = "items: {item: {a: {state: 在办, marks: []}, b: {state: 办结, marks: [急, 难]}}}\n"
    found = names(reported(tmp_path, REASON + CASES + items))
    assert found == [
        ("missing-figure", "items.item.b.days"),
        ("missing-figure", "items.item.b.more"),
    ]


def test_checks_name_choices_fields_and_other_tables(tmp_path: Path) -> None:
    items = "items: {item: {b: {state: 办结, days: 9, marks: [急], more: 是}}}\n"
    rest = "summary: {streets: 1, why: 多}\n" + CASES + items
    assert names(reported(tmp_path, rest, kind="街道")) == [("long", "items.item.b.days")]
    huge = REASON + "cases: {early: {this: 99999}, late: {this: 0}}\n" + ITEMS
    problem = reported(tmp_path, huge).problems[0]
    assert (problem.name, problem.key) == ("few", "cases.early.this")
    assert "人口 = 100" in str(problem.values["figures"])
    reported(tmp_path, people=10, year=2023)
    assert names(reported(tmp_path)) == [("moved", "people")]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('kind == "镇"', 'kind == "村"', "expression/option"),
        ('"急" in marks)', '"缓" in marks)', "expression/option"),
        ('state == "办结" and', 'state == "结" and', "expression/option"),
        ("cases.late.this + cases", "cases.lat.this + cases", "form-name"),
        ("this - last.this", "this - last.thsi", "form-name"),
        (
            "rows: {early: 按期,",
            "rows: {early: {label: 按期, formula: summary.closed},",
            "form-cycle",
        ),
    ],
)
def test_what_names_nothing_is_told_before_there_is_data(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    assert old in FORM
    project(tmp_path, {"templates/mixed/form.yaml": FORM.replace(old, new, 1)})
    with pytest.raises(Invalid) as caught:
        load(tmp_path / "templates" / "mixed")
    assert message in [problem.message for problem in caught.value.problems]


@pytest.mark.parametrize(
    "step", [1, -1], ids=["each from the row above", "each from the one below"]
)
def test_a_chain_of_formulas_may_be_as_long_as_a_table(tmp_path: Path, step: int) -> None:
    last = 1500
    order = range(last + 1)[::step]
    formulas = [f"      r{n}: {{label: 第{n}行, formula: r{n - 1} + 1}}\n" for n in order if n]
    formulas.insert(0 if step > 0 else last, "      r0: 首行\n")
    form = (
        "id: chain\nversion: '1'\nname: 表\ntitle: '{{ organ }}{{ year }}年表'\n"
        "sections: [{id: t, kind: table}]\ntables:\n  t:\n    columns: {a: 甲}\n    rows:\n"
    )
    report = "form: chain\norgan: 某镇\nyear: 2024\nt: {r0: [1]}\n"
    files = {"templates/chain/form.yaml": form + "".join(formulas), "data/a.yaml": report}
    root = project(tmp_path, files)
    outcome = build.examine(root / "data" / "a.yaml", Project(root))
    assert outcome.problems == []
    assert figures(outcome)[f"t.r{last}.a"] == last + 1


CROSSED = """
id: mixed
version: "1.0"
name: 小表
title: "{{ organ }}{{ year }}年小表"
sections: [{id: fines, kind: table}]
tables:
  fines:
    columns:
      cases: 宗数
      money: {label: 金额, type: money, decimals: 2}
      mean: {label: 宗均, type: money, decimals: 2, formula: money / cases}
      why: {label: 增减原因, type: text}
    rows:
      all: 合计
      rest: {label: 比上年多, formula: all - last.all}
      grown: {label: 同比, type: percent, decimals: 1, formula: 100 * (all - last.all) / last.all}
checks: [{name: few, table: fines, for_each: row, holds: cases < 5}]
"""


def examined(folder: Path, form: str, figures_: str, year: int = 2024) -> Outcome:
    """A report with these figures on a form without fields."""
    text = f"form: mixed\norgan: 某镇\nyear: {year}\n{figures_}"
    root = project(folder, {"templates/mixed/form.yaml": form, f"data/{year}.yaml": text})
    return build.examine(root / "data" / f"{year}.yaml", Project(root))


def fines(folder: Path, year: int, row: str, more: str = "") -> Outcome:
    return examined(folder, CROSSED, f"fines:\n  all: [{row}]\n{more}", year)


def test_of_two_formulas_that_cross_that_which_compares_with_last_year_holds(
    tmp_path: Path,
) -> None:
    fines(tmp_path, 2023, "10, 1000, 无")
    found = figures(fines(tmp_path, 2024, "25, 3000, 多"))
    assert [str(found[f"fines.grown.{key}"]) for key in ("cases", "money", "mean")] == [
        "150.0",
        "200.0",
        "20.0",
    ]
    assert [str(found[f"fines.rest.{key}"]) for key in ("cases", "money", "mean")] == [
        "15",
        "2000.00",
        "20.00",
    ]


SHARES = """
id: mixed
version: "1.0"
name: 小表
title: "{{ organ }}{{ year }}年小表"
sections: [{id: people, kind: table}]
tables:
  people:
    columns:
      now: 本年
      before: {label: 上年, formula: last.now}
      grown: {label: 增减%, type: percent, decimals: 1, formula: 100 * (now - before) / before}
    rows:
      all: 人员
      women: 女性
      share: {label: 女性比例, type: percent, decimals: 1, formula: 100 * women / all}
"""


def test_a_share_grows_as_its_column_says(tmp_path: Path) -> None:
    examined(tmp_path, SHARES, "people: {all: 100, women: 40}\n", 2023)
    found = figures(examined(tmp_path, SHARES, "people: {all: 100, women: 50}\n"))
    cells = [str(found[f"people.share.{key}"]) for key in ("now", "before", "grown")]
    assert cells == ["50.0", "40.0", "25.0"]


def test_without_last_years_report_what_is_written_for_its_figures_is_taken(
    tmp_path: Path,
) -> None:
    people = "people: {all: {now: 100, before: 80}, women: {now: 50, before: 40}}\n"
    found = figures(examined(tmp_path, SHARES, people))
    assert str(found["people.all.before"]) == "80"
    assert [str(found[f"people.{row}.grown"]) for row in ("all", "women")] == ["25.0", "25.0"]
    examined(tmp_path, SHARES, people.replace("now: 100", "now: 90"), 2023)
    told = names(examined(tmp_path, SHARES, people))
    assert ("wrong-total", "people.all.before") in told


def test_a_check_of_each_column_passes_over_columns_of_text(tmp_path: Path) -> None:
    form = SHARES.replace(
        "      grown:", "      note: {label: 备注, type: text, optional: true}\n      grown:"
    )
    form += "checks: [{name: fewer, table: people, for_each: column, holds: women <= all}]\n"
    told = names(examined(tmp_path, form, "people: {all: [3, 大致], women: [4, 大致]}\n"))
    assert told == [("fewer", "people.women.now")]


GROUPED = """
id: mixed
version: "1.0"
name: 小表
title: "{{ organ }}{{ year }}年小表"
sections: [{id: money, kind: table}]
tables:
  money:
    columns: {now: 本年, before: 上年, more: {label: 增减, formula: now - before}}
    rows:
      people: 人数
      g: {label: 收支, type: money, decimals: 2, unit: 元, rows: {got: 收入, paid: 支出}}
      all: {label: 合计, sum: all}
"""


def test_what_a_group_says_of_its_rows_counts_for_each_and_for_totals_of_them(
    tmp_path: Path,
) -> None:
    money = "money:\n  people: [3, 4]\n  g: {got: [3.5, 2], paid: [1, 1]}\n"
    outcome = examined(tmp_path, GROUPED, money)
    found = figures(outcome)
    assert [str(found[f"money.{key}"]) for key in ("g.got.now", "g.got.more", "all.now")] == [
        "3.50",
        "1.50",
        "7.50",
    ]
    assert str(found["money.all.more"]) == "0.50"
    assert outcome.report
    assert outcome.report.figure("money.g.paid.now").unit == "元"


def test_text_may_stand_beside_what_a_row_works_out(tmp_path: Path) -> None:
    outcome = fines(tmp_path, 2024, "25, 3000, 多", "  grown: {why: 案多}\n")
    assert outcome.report
    assert outcome.report.figures["fines.grown.why"] == "案多"
    assert names(outcome) == [("few", "fines.all.cases")]  # no row is entered for a text alone
    assert "  grown: {why: ~}" in skeleton(outcome.report.form, "某镇", 2025)
