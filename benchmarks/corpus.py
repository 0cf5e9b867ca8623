"""Varied reports on the form disclosure-2021, the same ones every time."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

COLUMNS = 6
RESULTS = {
    "denied": (
        "state_secret law_forbids three_safety third_party internal_affairs process_info "
        "enforcement_file admin_query"
    ),
    "unavailable": "not_held needs_creating still_unclear",
    "unprocessed": "petition repeat publication mass_repeat confirm_again",
    "other": "overdue_correction overdue_fee misc",
}
OUTCOMES = ("upheld", "corrected", "other", "pending")
PLACES = "青白江河湖山林泉石桥松柏兰竹云溪"
BODIES = ("镇人民政府", "县人民政府", "市人民政府", "县教育局", "区发展和改革局", "街道办事处")
HEADINGS = ("主动公开", "依申请公开", "政府信息管理", "政府信息公开平台建设", "监督保障")
SENTENCES = (
    "全年公开各类信息{{ facts.items }}条，做到应公开尽公开。",
    "新收政府信息公开申请{{ applications.new.total }}件，"
    "其中自然人{{ applications.new.natural }}件。",
    "办结{{ applications.results.total.total }}件，"
    "结转下年度{{ applications.carried_out.total }}件。",
    "制发行政规范性文件{{ disclosure.normative.issued }}件，"
    "现行有效{{ disclosure.normative.in_force }}件。",
    "被申请行政复议{{ proceedings.review.total }}件，被提起行政诉讼"
    "{{ proceedings.litigation.direct.total + proceedings.litigation.after_review.total }}件。",
    "网站栏目按季检查，“空白栏目”和长期不更新的栏目已经合并 & 归档。",
    "把公开目录交给专人维护，每月核对一次，逾期的由办公室督促。",
    "围绕就业、教育、社会保障等事项制作图解和问答，方便群众查阅。",
    "组织培训{{ facts.courses }}场，参加人员覆盖全部内设机构。",
    "办理时限平均缩短{{ (facts.days / 10) | round(1) }}个工作日。",
)


def reports(count: int, year: int = 2023) -> Iterator[tuple[str, str]]:
    """The name of each file and its text; every report passes its checks."""
    for number in range(count):
        chance = random.Random(f"{year}/{number}")
        place = "".join(chance.sample(PLACES, 3))
        organ = f"{place}{number:05d}{chance.choice(BODIES)}"
        yield f"{organ}/{year}.yaml", _report(chance, organ, year)


def write(folder: Path, count: int, year: int = 2023) -> list[Path]:
    """A project of so many reports below `folder`; gives their files."""
    paths = []
    for name, text in reports(count, year):
        path = folder / "data" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="\n")
        paths.append(path)
    return paths


def _report(chance: random.Random, organ: str, year: int) -> str:
    lines = ["form: disclosure-2021", f"organ: {organ}", f"year: {year}", "level: city", ""]
    lines += ["facts:", *(f"  {name}: {_count(chance)}" for name in ("items", "courses", "days"))]
    lines += [
        "",
        f"preamble: 根据条例第五十条，现公布{{{{ organ }}}}{year}年政府信息公开工作情况。",
    ]
    lines += ["", "overview:"]
    for heading in HEADINGS:
        lines += [f"  - heading: {heading}", "    text: >-"]
        lines += [f"      {chance.choice(SENTENCES)}" for _ in range(chance.randint(2, 4))]
    lines += ["", "disclosure:"]
    for row in ("rules", "normative"):
        cells = ", ".join(f"{c}: {_count(chance)}" for c in ("issued", "repealed", "in_force"))
        lines.append(f"  {row}: {{{cells}}}")
    lines += [f"  {row}: {{decisions: {_count(chance)}}}" for row in ("license", "penalty")]
    lines.append(f"  coercion: {{decisions: {_count(chance)}}}")
    lines.append(f"  fees: {{amount: {chance.randint(0, 99999)}.{chance.randint(10, 99)}}}")
    lines += ["", *_applications(chance), "", *_proceedings(chance), ""]
    for section in ("problems", "other_matters"):
        lines.append(f"{section}: |")
        lines += [f"  {chance.choice(SENTENCES[5:8])}" for _ in range(chance.randint(1, 3))]
    return "\n".join([*lines, "  没有收取信息处理费。"]) + "\n"


def _applications(chance: random.Random) -> list[str]:
    """Results first; what was new, and what is left over, follow from them in every column."""
    rows = {"granted": _row(chance), "partial": _row(chance)}
    groups = {
        group: {name: _row(chance) for name in names.split()} for group, names in RESULTS.items()
    }
    every = [*rows.values(), *(row for group in groups.values() for row in group.values())]
    done = [sum(row[column] for row in every) for column in range(COLUMNS)]
    carried_out = [chance.randint(0, 9) for _ in range(COLUMNS)]
    carried_in = [chance.randint(0, d + o) for d, o in zip(done, carried_out, strict=True)]
    triples = zip(done, carried_out, carried_in, strict=True)
    new = [d + o - i for d, o, i in triples]
    lines = ["applications:", f"  new: {new}", f"  carried_in: {carried_in}", "  results:"]
    lines += [f"    {name}: {_written(row)}" for name, row in rows.items()]
    for group, inner in groups.items():
        lines.append(f"    {group}:")
        lines += [f"      {name}: {_written(row)}" for name, row in inner.items()]
    return [*lines, f"  carried_out: {carried_out}"]


def _proceedings(chance: random.Random) -> list[str]:
    def outcomes() -> str:
        return "{" + ", ".join(f"{name}: {chance.randint(0, 30)}" for name in OUTCOMES) + "}"

    head = ["proceedings:", f"  review: {outcomes()}", "  litigation:"]
    return [*head, f"    direct: {outcomes()}", f"    after_review: {outcomes()}"]


def _row(chance: random.Random) -> list[int]:
    """Most rows are empty, some have natural persons only, few have all columns."""
    kind = chance.random()
    if kind < 0.5:
        return [0] * COLUMNS
    if kind < 0.75:
        return [_count(chance), *[0] * (COLUMNS - 1)]
    return [_count(chance) for _ in range(COLUMNS)]


def _written(row: list[int]) -> str:
    if not any(row):
        return "0"
    return str(row) if any(row[1:]) else f"{{natural: {row[0]}}}"


def _count(chance: random.Random) -> int:
    return chance.randint(0, 10 ** chance.randint(1, 4))
