"""Small forms as template authors make them, in English and Chinese, and reports on them."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from hypothesis import strategies as st

Tree = dict[str, Any]


@dataclass(frozen=True)
class Words:
    """What a language has for the pieces of a form and of a report."""

    languages: tuple[str, ...]
    titles: tuple[tuple[str, ...], ...]
    organs: tuple[str, ...]
    headings: tuple[str, ...]
    labels: tuple[str, ...]
    like_figures: tuple[str, ...]
    """Labels of columns and rows that look like figures."""
    fields: tuple[str, ...]
    texts: tuple[str, ...]
    names: tuple[str, ...]
    sentences: tuple[str, ...]
    around: tuple[str, str, str]
    """A caption, and lines above and below a table."""
    ways: tuple[str, ...]
    """Headings within prose."""
    total: str
    part: str
    """The total of a group."""
    options: tuple[str, ...]
    units: tuple[str, ...]
    remarks: tuple[str, ...]


ENGLISH = Words(
    languages=("en-US", "en-GB"),
    titles=(
        ("{{ organ }}", "Annual Report", "Fiscal Year {{ year }}"),
        ("Annual Report", "Fiscal Year {{ year }}", "{{ organ }}"),
        ("Freedom of Information Act Annual Report of {{ organ }} for Fiscal Year {{ year }}",),
        ("{{ organ }} report {{ year }}",),
        ("{{ year }} Return on Requests, Appeals and Costs", "{{ organ }}"),
        ("Annual Report", "Fiscal Year {{ year }}"),
        ("Report on {{ year }}",),
        ("{{ organ }} ({{ year }})", "Return of Staff"),
        ("{{ year }}", "{{ organ }}", "Costs, Fees and Staff"),
    ),
    organs=(
        "Dept",
        "Department of Example Affairs",
        "Ministry of Food, Farming and Fish",
        "Health & Safety Board",
        "12th District Council",
        "Office No. 7",
        "Expo 2025 Office",
        "Board of Health (North)",
        "Annual Statistics Office of St. John’s",
    ),
    headings=(
        "Requests",
        "II. Making a FOIA Request to the Agency and to Its Components",
        "V.B.(1). Disposition of Requests: All Processed Requests",
        "VII.C. Processed Simple Requests: Response Time in Day Increments, by Component of It",
        "Summary of the year; what was asked and what was answered",
        "3. Staff, costs and fees",
        "XIII. Narrative",
        "Part 4: Backlogs of Requests and of Administrative Appeals in 2022 and 2023",
        "Appeals",
        "Requests and Appeals",
        "Requests processed",
        "Appeals: Requests of the year",
        "B. Fees Collected for Processing Requests",
    ),
    labels=(
        "Received",
        "Processed, in full or in part",
        "Number of times relied upon",
        "Costs",
        "Total costs of the component",
        "Denied, other reasons",
        "Pending at the end of the year",
        "Staff",
        "Percentage of total costs",
        "Withdrawn",
        "Not an agency record",
        "Referred",
        "Fees waived",
        "Appeals, median days",
        "Litigation",
        "Components",
        "Agency / component",
        "Oldest request",
        "Expedited",
        "Simple track",
        "Buildings and land",
        "Vehicles, by kind",
        "Leave of absence",
        "Open seats",
        "Books lent",
        "Training hours",
        "Grants to others",
        "Water and heat",
        "Visitors on site",
        "Written complaints",
        "Purchases abroad",
        "Inspections done",
        "Savings",
        "New branches",
        "Volunteers",
        "Electricity used",
        "Publications",
        "Meetings in public",
    ),
    like_figures=(
        "<1-20 days",
        "21-40 days",
        "401+ days",
        "18 to 24",
        "65 and over",
        "0-17",
        "65+",
        "2022",
        "2023",
        "1st quarter",
        "Over 1,000",
        "30 days",
        "60 days",
    ),
    fields=("Officer", "Telephone, office", "Title of the officer", "Time", "Seat"),
    texts=("John Public", "+1 202 555 0100", "Chief, Public Liaison", "Room 12, 4"),
    names=(
        "Office of Inspector General",
        "Headquarters",
        "Farm Service Administration",
        "26 U.S.C. § 6103",
        "Region 4",
        "Legal, Policy and Rules",
        "2022",
        "401",
        "1st Office",
        "Staff",
        "Total",
        "Other components",
    ),
    sentences=(
        "The backlog grew because of a surge.",
        "A public meeting was held on March 3, 2024",
        "See parts 12, 13",
        "Requests went up in 2023 and 2024.",
        "The office closed 12 cases, 3 of them old ones, and opened 40.",
        "Fees were waived in part; most requesters paid none",
        "No request was older than 20 days",
        "Staff costs went up, fees went down",
        "(a) Simple requests; (b) complex requests",
        "1. The first of two",
    ),
    around=("Table of {{ organ }}", "Period: {{ year }}", "Source: records of the year, 12, 13"),
    ways=("How requests come in", "Staff, and what they do", "Plans for 2024"),
    total="Agency overall",
    part="All of these",
    options=("On paper", "Online, by form", "In person"),
    units=("EUR", "days", "per 100 persons", "%", "m²"),
    remarks=("(3 of them old)", "(see annex)", "*"),
)
CHINESE = Words(
    languages=("zh-CN",),
    titles=(
        ("{{ organ }}", "{{ year }}年度服务情况统计表"),
        ("{{ organ }}", "年度工作报告", "（{{ year }}年）"),
        ("{{ organ }}{{ year }}年统计表",),
        ("{{ year }}年度窗口服务统计表",),
    ),
    organs=("某县", "巴州区人民政府", "第12中学", "内蒙古自治区某旗", "某市教育局（体育局）"),
    headings=(
        "一、基本情况",
        "二、本年度受理各类申请的数量以及按照规定的期限作出答复、转送、补正和终止办理的情况，并按来源和办理方式分别统计",
        "三、人员、经费",
        "（四）有关说明",
        "收费和减免情况",
        "五、2022年和2023年积压情况",
    ),
    labels=(
        "受理数量",
        "办结数量，含上年结转",
        "人员",
        "经费支出",
        "场馆名称",
        "投诉举报",
        "减免、退费",
        "转送其他机关",
        "设备购置",
        "志愿服务",
        "馆际互借",
        "维修费用",
        "绿化养护",
        "巡查记录",
        "档案移交",
        "消防演练",
        "车辆运行",
        "办公用房",
        "图书外借册次",
        "培训课时",
        "对外捐赠",
        "水电取暖",
        "到馆人次",
        "网络故障",
        "展览场次",
        "讲座期数",
        "古籍修复",
        "自习座位",
        "阅读推广",
        "空缺岗位",
        "境外采购",
        "节约资金",
    ),
    like_figures=(
        "18岁以下",
        "19-35岁",
        "60岁以上",
        "2022年",
        "2023年",
        "30日内",
        "1000元以上",
        "2022",
        "2023",
    ),
    fields=("填报人", "联系电话", "单位负责人", "办公面积", "地址"),
    texts=("张三", "010-12345678", "李四", "人民路1号"),
    names=("东城分馆", "第2分馆", "中心馆", "县博物馆", "其他", "2号书库"),
    sentences=(
        "全年工作平稳。",
        "全年共受理申请120件，其中3件为上年结转。",
        "具体见附件1、2",
        "会议于2024年3月1日召开。",
    ),
    around=("{{ organ }}情况表", "报告期：{{ year }}年", "填报说明：含上年结转"),
    ways=("办理方式", "人员、培训情况", "2024年打算"),
    total="合计",
    part="小计",
    options=("纸质", "网上", "现场"),
    units=("件", "万元", "人次", "平方米", "千册"),
    remarks=("（其中上年3件）", "含上年结转", "*"),
)

NUMBERS: tuple[Tree, ...] = (
    {},
    {"type": "integer"},
    {"type": "money", "decimals": 2},
    {"type": "percent", "decimals": 1},
)


class Maker:
    """Makes a form and a report on it, both as trees for YAML."""

    def __init__(self, random: Random, words: Words) -> None:
        self.random = random
        self.words = words
        self.labels = self.mixed(words.labels)
        self.round = 1
        self.like = self.mixed(words.like_figures)
        self.headings = self.mixed(words.headings)
        self.report: Tree = {}

    def mixed(self, among: Sequence[Any]) -> list[Any]:
        return self.random.sample(among, len(among))

    def some(self, among: Sequence[str]) -> list[str]:
        return self.random.sample(among, self.random.randint(1, min(3, len(among))))

    def one(self, *among: Any) -> Any:
        return self.random.choice(among)

    def often(self, times: int = 2) -> bool:
        """True once in so many times."""
        return self.random.randrange(times) == 0

    def upto(self, most: int) -> range:
        return range(self.random.randint(1, most))

    def label(self) -> str:
        like = self.like and self.often(3)
        return self.like.pop() if like else self.plain_label()

    def plain_label(self) -> str:
        """A label that no other line has; of those that are used up one with a number behind it."""
        if not self.labels:
            self.round += 1
            self.labels = [f"{label}（{self.round}）" for label in self.mixed(self.words.labels)]
        return self.labels.pop()

    def form(self) -> Tree:
        tables = {f"t{n}": self.table(f"t{n}") for n in self.upto(2)}
        sections = [{"id": id_, "title": self.headings.pop(), "kind": "table"} for id_ in tables]
        for n in self.upto(2):
            sections.append({"id": f"s{n}", "title": self.headings.pop(), "kind": "text"})
            self.report[f"s{n}"] = self.prose()
        sections = self.mixed(sections)
        title = self.one(*self.words.titles)
        fields = self.fields(with_organ="{{ organ }}" not in "".join(title))
        if fields:
            section = {"id": "foot", "kind": "fields", "fields": list(fields)}
            section |= {"in_line": 2} if self.often() else {}
            section |= {"boxed": True} if self.often(3) else {}
            section |= {"title": self.headings.pop()} if self.often() else {}
            first = "organ" in fields or self.often()
            sections.insert(0 if first else len(sections), section)
        head = {"form": "made", "organ": self.one(*self.words.organs), "year": 2023}
        self.report = {**head, **self.report}
        if notes := self.notes(list(tables)):
            self.report["notes"] = notes
        return {
            "id": "made",
            "version": "1.0",
            "name": "Made",
            "language": self.one(*self.words.languages),
            "title": list(title),
            "sections": sections,
            "fields": fields,
            "tables": tables,
        }

    def prose(self) -> list[object]:
        said: list[object] = [*self.some(self.words.sentences)]
        if self.often(3):
            heads = zip(self.words.ways, self.some(self.words.sentences), strict=False)
            said += [{"heading": heading, "text": text} for heading, text in heads]
        return said

    def notes(self, tables: Sequence[str]) -> Tree:
        """Prose around tables."""
        return {
            id_: {way: self.one(*self.words.sentences)}
            for id_ in tables
            if self.often(4)
            for way in (self.one("before", "after"),)
        }

    def fields(self, *, with_organ: bool) -> Tree:
        """Fields behind labels; the body among them where the title does not name it."""
        found: Tree = {"organ": self.words.fields[-1]} if with_organ else {}
        if with_organ or self.often():
            found["officer"] = {"label": self.words.fields[0], "required": True}
            found["signed"] = {"label": self.words.fields[1], "type": "date", "required": True}
            self.report |= {"officer": self.one(*self.words.texts), "signed": self.day()}
        return found

    def day(self) -> str:
        return str(date(1990, 1, 1) + timedelta(self.random.randrange(40_000)))

    def table(self, id_: str) -> Tree:
        types = self.types()
        columns: Tree = {f"c{n}": {"label": self.label(), **self.one(*types)} for n in self.upto(4)}
        rows: Tree = {}
        figures: Tree = {}
        for n in self.upto(3):
            kind = self.one("row", "row", "group", "repeat")
            if kind == "group":
                inner = {f"g{m}": self.label() for m in self.upto(2)}
                rows[f"r{n}"] = {"label": self.plain_label(), "rows": inner}
                figures[f"r{n}"] = {key: self.row(columns) for key in inner}
            elif kind == "repeat" and not any("many" in key for key in rows):
                rows[f"many{n}"] = {"label": self.plain_label(), "repeat": True}
                names = enumerate(self.some(self.words.names))
                figures[f"many{n}"] = {
                    f"n{at}": {"name": name, **self.row(columns)} for at, name in names
                }
            else:
                rows[f"r{n}"] = self.label()
                figures[f"r{n}"] = self.row(columns)
        # That there are no more rows of any number is certain only where another one follows.
        rows["total"] = {"label": self.words.total, "sum": "all"}
        self.report[id_] = figures
        corner = {"corner": self.plain_label()} if self.often() else {}
        corner |= {"caption": self.words.around[0]} if self.often(4) else {}
        corner |= {"above": self.words.around[1]} if self.often(4) else {}
        corner |= {"below": self.words.around[2]} if self.often(4) else {}
        return {**corner, "thousands": self.often(), "columns": columns, "rows": rows}

    def types(self) -> tuple[Tree, ...]:
        words: tuple[Tree, ...] = (
            {"type": "text"},
            {"type": "text", "optional": True},
            {"type": "date"},
            {"type": "choice", "options": list(self.words.options)},
        )
        return (*NUMBERS, *words) if self.often(3) else NUMBERS

    def row(self, columns: Tree) -> Tree:
        return {key: self.figure(column) for key, column in columns.items()}

    def figure(self, column: Any) -> object:
        match column.get("type", "count"):
            case "text":
                return self.one(*self.words.texts, *self.words.names)
            case "date":
                return self.day()
            case "choice":
                return self.one(*self.words.options)
            case "money" | "percent" as type_:
                most = 100 if type_ == "percent" else 10**6
                return f"{self.random.uniform(0, most):.{column['decimals']}f}"
            case _:
                return self.one(0, 2023, self.random.randrange(5000))


class AllAtOnce(Maker):
    """Makes forms with every mechanism that a form may have, several of them in one table. No label
    of theirs is a bare number: beside figures and codes that tells no more what it is."""

    def __init__(self, random: Random, words: Words) -> None:
        super().__init__(random, words)
        self.like = [label for label in self.like if not label.isdecimal()]

    def table(self, id_: str) -> Tree:
        leaves = self.leaves()
        marks = [what for what in ("code", "unit") if self.often(3)]
        columns = self.columns(leaves, marks)
        rows, figures = self.rows(leaves, marks)
        self.report[id_] = figures
        self.remark(id_, figures, leaves)
        ways = {"numbered": self.plain_label(), "corner": self.plain_label(), "boxes": True}
        ways |= {"thousands": True, "units": "beside", "omitted": 0}
        ways |= {"caption": self.words.around[0], "below": self.words.around[2]}
        given = {way: value for way, value in ways.items() if self.often(3)}
        return {**given, "columns": columns, "rows": rows}

    def leaves(self) -> Tree:
        """Columns with figures, by their key with that of the group that they may be in."""
        types = [*self.types(), {"type": "decimal", "unit": self.one(*self.words.units)}]
        if self.often():
            types += [
                {"type": "choices", "options": list(self.words.options)},
                {"type": "yes_no"},
                {"type": "count", "optional": True},
            ]
        found: Tree = {}
        for n in self.upto(4):
            group = self.one("", "", "h.", "h.i.") if n else ""
            found[f"{group}c{n}"] = {"label": self.label(), **self.one(*types)}
        return found

    def columns(self, leaves: Tree, marks: Sequence[str]) -> Tree:
        columns: Tree = {}
        for key, column in leaves.items():
            *groups, last = key.split(".")
            inside = columns
            for group in groups:
                inside = inside.setdefault(group, {"label": self.plain_label(), "columns": {}})
                inside = inside["columns"]
            inside[last] = column
        numbers = [key for key, column in leaves.items() if is_number(column)]
        if numbers and self.often():
            columns["all"] = {"label": self.plain_label(), "sum": self.one("all", numbers[:1])}
        if len(numbers) > 1 and self.often():
            columns["rest"] = {"label": self.plain_label(), "formula": " - ".join(numbers[:2])}
            columns["share"] = {
                "label": self.plain_label(),
                "type": "percent",
                "decimals": self.one(0, 1, 2),
                "formula": f"100 * {numbers[0]} / {numbers[1]}",
            }
        printed = {what: {"label": self.plain_label(), "prints": what} for what in marks}
        if self.often():
            return {**printed, **columns}
        at = self.random.randint(0, len(columns))
        items = list(columns.items())
        return dict([*items[:at], *printed.items(), *items[at:]])

    def marked(self, label: Tree, marks: Sequence[str]) -> Tree:
        told = {"code": str(self.random.randrange(1, 30)), "unit": self.one(*self.words.units)}
        return {**label, **{what: told[what] for what in marks}}

    def rows(self, leaves: Tree, marks: Sequence[str]) -> tuple[Tree, Tree]:
        rows: Tree = {}
        figures: Tree = {}
        for n in self.upto(3):
            kind = self.one("row", "group", "groups", "as_row", "repeat")
            if kind in ("group", "groups"):
                deep = kind == "groups"
                rows[f"r{n}"], figures[f"r{n}"] = self.group(leaves, marks, deep=deep)
            elif kind == "as_row":
                rows[f"r{n}"], whole = self.group(leaves, marks, deep=False)
                rows[f"r{n}"]["as_row"] = True
                figures[f"r{n}"] = self.row(leaves) if self.often() else whole
            elif kind == "repeat" and "many" not in rows:
                rows["many"] = {"label": self.plain_label(), "repeat": True}
                names = self.some(self.words.names) if self.often(5) or n else self.words.names[:4]
                figures["many"] = {
                    f"n{at}": {"name": name, **self.row(leaves)} for at, name in enumerate(names)
                } or 0
            else:
                rows[f"r{n}"] = self.marked({"label": self.label()}, marks)
                figures[f"r{n}"] = self.row(leaves)
        rows["total"] = {"label": self.words.total, "sum": "all"}
        numbers = [key for key in rows if key.startswith("r") and "rows" not in rows[key]]
        if len(numbers) > 1 and any(map(is_number, leaves.values())) and self.often():
            formula = f"100 * {numbers[0]} / {numbers[1]}"
            share = {"type": "percent", "decimals": self.one(0, 1), "formula": formula}
            rows["share"] = {"label": self.plain_label(), **share}
        return rows, figures

    def group(self, leaves: Tree, marks: Sequence[str], *, deep: bool) -> tuple[Tree, Tree]:
        rows: Tree = {}
        figures: Tree = {}
        for m in self.upto(3):
            if deep and m == 0:
                rows["d"], figures["d"] = self.group(leaves, marks, deep=False)
            else:
                rows[f"g{m}"] = self.marked({"label": self.label()}, marks)
                figures[f"g{m}"] = self.row(leaves)
        if self.often(3):
            rows["sum"] = {"label": self.words.part, "sum": "all"}
        return {"label": self.plain_label(), "rows": rows}, figures

    def row(self, columns: Tree) -> Tree:
        row: Tree = {}
        for key, column in columns.items():
            *groups, last = key.split(".")
            inside = row
            for group in groups:
                inside = inside.setdefault(group, {})
            inside[last] = self.figure(column)
        return row

    def figure(self, column: Any) -> object:
        if column.get("optional") and self.often(3):
            return None
        match column.get("type", "count"):
            case "choices":
                return self.some(self.words.options) if self.often() else []
            case "yes_no":
                return self.one("yes", "no")
            case "decimal":
                return f"{self.random.uniform(-10, 10**4):.{self.random.randrange(3)}f}"
            case _:
                return super().figure(column)

    def remark(self, id_: str, figures: Tree, leaves: Tree) -> None:
        """A remark behind a count of a row."""
        counts = [key for key, column in leaves.items() if column.get("type") is None]
        rows = [key for key in figures if key.startswith("r") and counts]
        rows = [key for key in rows if counts[0].split(".")[0] in figures[key]]
        if rows and self.often(3):
            key = f"{id_}.{self.one(*rows)}.{self.one(*counts)}"
            self.report.setdefault("remarks", {})[key] = self.one(*self.words.remarks)

    def fields(self, *, with_organ: bool) -> Tree:
        found = super().fields(with_organ=with_organ)
        labels = list(self.words.fields[2:-1])
        ways: tuple[tuple[Tree, str], ...] = (
            ({"type": "choice", "options": list(self.words.options)}, self.words.options[0]),
            ({"type": "choices", "options": list(self.words.options)}, self.words.options[1]),
            ({"type": "yes_no"}, "no"),
            ({"type": "count", "unit": self.one(*self.words.units)}, "1203"),
            ({"type": "money", "decimals": 2, "thousands": True}, "1203.50"),
            ({"type": "percent", "decimals": 1}, "12.5"),
        )
        for at, label in enumerate(labels if self.often() else ()):
            field, value = self.one(*ways)
            boxes = {"boxes": True} if field.get("options") or field["type"] == "yes_no" else {}
            found[f"f{at}"] = {"label": label, "required": True, **field, **self.one({}, boxes)}
            self.report[f"f{at}"] = value
        return found


def is_number(column: Tree) -> bool:
    """Whether a column is of numbers that may be added up."""
    types = ("count", "integer", "money", "decimal")
    return column.get("type", "count") in types and "optional" not in column


def forms_and_reports(
    words: Words, maker_of: type[Maker] = Maker
) -> st.SearchStrategy[tuple[str, str]]:
    """The YAML of a form and of a report on it: any that chance makes."""

    def made(seed: int) -> tuple[str, str]:
        maker = maker_of(Random(seed), words)
        form = maker.form()
        return json.dumps(form, ensure_ascii=False), as_yaml(maker.report)

    return st.integers(0, 2**32).map(made)


def as_yaml(tree: Tree) -> str:
    """A report as YAML; digits of decimals and days stay as they are."""

    def shown(value: object) -> str:
        if isinstance(value, dict):
            return "{" + ", ".join(f"{key}: {shown(one)}" for key, one in value.items()) + "}"
        plain = isinstance(value, str) and re.fullmatch(
            r"[0-9.]+|[0-9]{4}-[0-9]{2}-[0-9]{2}", value
        )
        return str(value) if plain else json.dumps(value, ensure_ascii=False)

    return "".join(f"{key}: {shown(value)}\n" for key, value in tree.items())
