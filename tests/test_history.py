"""Last year's report: found by body and year, compared, and named in prose."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers import APPLICATIONS, DISCLOSURE, ROOT, project, report_text

from gendoc import build
from gendoc.build import Outcome
from gendoc.messages import say
from gendoc.project import Project

LAST = APPLICATIONS.replace("new: 0", "new: [9, 1, 0, 0, 0, 0]").replace(
    "carried_out: 0", "carried_out: [9, 1, 0, 0, 0, 0]"
)
NEXT = APPLICATIONS.replace("carried_in: 0", "carried_in: [9, 1, 0, 0, 0, 0]").replace(
    "granted: 0", "granted: [9, 1, 0, 0, 0, 0]"
)


def normative(issued: int, repealed: int, in_force: int) -> str:
    row = f"{{issued: {issued}, repealed: {repealed}, in_force: {in_force}}}"
    return DISCLOSURE.replace("normative: 0", f"normative: {row}")


def two_years(folder: Path, last: str, this: str) -> Outcome:
    root = project(folder, {"data/x/2023.yaml": last, "data/x/2024.yaml": this})
    return build.examine(root / "data" / "x" / "2024.yaml", Project(root))


def test_what_was_carried_out_is_carried_in(tmp_path: Path) -> None:
    last = report_text(year="2023", applications=LAST)
    assert two_years(tmp_path, last, report_text(applications=NEXT)).problems == []


def test_a_carry_over_that_does_not_match_is_an_error_in_each_column(tmp_path: Path) -> None:
    this = NEXT.replace("[9, 1,", "[8, 2,")
    outcome = two_years(
        tmp_path, report_text(year="2023", applications=LAST), report_text(applications=this)
    )
    assert [(p.name, p.key) for p in outcome.problems] == [
        ("carry-over", "applications.carried_in.natural"),
        ("carry-over", "applications.carried_in.company"),
    ]
    message = say(outcome.problems[0].message, "zh", **outcome.problems[0].values)
    assert "8，9，差 1" in message
    assert "2023 四、结转下年度继续办理 = 9" in str(outcome.problems[0].values["figures"])


def test_documents_in_force_follow_from_last_year_or_are_a_warning(tmp_path: Path) -> None:
    last = report_text(year="2023", disclosure=normative(0, 0, 20))
    good = two_years(tmp_path / "a", last, report_text(disclosure=normative(5, 3, 22)))
    assert good.problems == []
    wrong = two_years(tmp_path / "b", last, report_text(disclosure=normative(5, 3, 21)))
    assert [(p.name, p.key, p.is_warning) for p in wrong.problems] == [
        ("in-force", "disclosure.normative.in_force", True)
    ]


def test_without_last_year_nothing_is_wrong_but_it_is_noted(tmp_path: Path) -> None:
    root = project(tmp_path, {"data/2024.yaml": report_text()})
    outcome = build.examine(root / "data" / "2024.yaml", Project(root))
    assert outcome.problems == []
    assert [note.name for note in outcome.notes] == ["no-last-year"]


def test_last_year_is_found_by_organ_and_year_not_by_file_name(tmp_path: Path) -> None:
    last = report_text(year="2023", organ='"某镇"  # 名称', applications=LAST)
    root = project(tmp_path, {"data/zzz.yml": last, "data/aaa.yaml": report_text()})
    outcome = build.examine(root / "data" / "aaa.yaml", Project(root))
    assert {p.name for p in outcome.problems} == {"carry-over"}


def test_last_year_may_be_on_the_form_that_this_one_follows(tmp_path: Path) -> None:
    example = ROOT / "examples" / "two-years" / "data" / "某县水利局"
    last, this = ((example / f"{year}.yaml").read_text("utf-8") for year in (2020, 2021))
    project(tmp_path, {"data/a.yaml": last, "data/b.yaml": this})
    good = build.examine(tmp_path / "data" / "b.yaml", Project(tmp_path))
    assert (good.problems, good.notes) == ([], [])
    project(tmp_path, {"data/a.yaml": last.replace("carried_out: {natural", "carried_out: {legal")})
    wrong = build.examine(tmp_path / "data" / "b.yaml", Project(tmp_path))
    assert [(p.name, p.key) for p in wrong.problems] == [
        ("carry-over", "applications.carried_in.legal"),
        ("carry-over", "applications.carried_in.natural"),
    ]


def test_a_report_on_a_form_of_another_kind_is_not_last_years(tmp_path: Path) -> None:
    other = report_text(year="2023", applications=LAST, form="disclosure-2017")
    outcome = two_years(tmp_path, other, report_text(applications=NEXT))
    assert [note.name for note in outcome.notes] == ["no-last-year"]


def test_a_broken_report_of_last_year_is_told_only_where_it_is_checked_itself(
    tmp_path: Path,
) -> None:
    assert two_years(tmp_path, report_text(year="2023") + "\tx", report_text()).problems == []


def test_prose_names_last_year_and_words_the_change(tmp_path: Path) -> None:
    prose = (
        "上年{{ last.applications.new.total }}件，今年{{ applications.results.total.total }}件，"
        "同比{{ applications.results.total.total | change(last.applications.new.total, 1) }}，"
        "占{{ (1 / 3) | percent(2) }}。"
    )
    last = report_text(year="2023", applications=LAST.replace("[9, 1,", "[7, 1,"))
    this = APPLICATIONS.replace("carried_in: 0", "carried_in: [7, 1, 0, 0, 0, 0]")
    this = this.replace("new: 0", "new: {natural: 1}").replace(
        "granted: 0", "granted: [8, 1, 0, 0, 0, 0]"
    )
    outcome = two_years(tmp_path, last, report_text(applications=this, overview=f'"{prose}"'))
    assert outcome.problems == []
    assert outcome.report
    (paragraph,) = outcome.report.sections["overview"]
    assert paragraph.text == "上年8件，今年9件，同比增长12.5%，占33.33%。"


@pytest.mark.parametrize(
    ("prose", "message"),
    [
        ("{{ last.applications.new.total }}", "undefined-name/last-year"),
        ("{{ last.applications.new.totl }}", "undefined-name"),
    ],
)
def test_last_year_in_prose_without_its_report_is_an_error(
    tmp_path: Path, prose: str, message: str
) -> None:
    root = project(tmp_path, {"data/2024.yaml": report_text(overview=f'"{prose}"')})
    outcome = build.examine(root / "data" / "2024.yaml", Project(root))
    assert [p.message for p in outcome.problems] == [message]


def test_prose_handed_in_again_is_a_warning_and_new_prose_is_not(tmp_path: Path) -> None:
    old = "围绕群众关心的就业教育医疗住房等事项全面梳理公开目录逐项核对更新及时回应社会关切"
    new = "全年开展政务公开专题培训三次组织基层公开专区现场观摩推动便民服务信息进村入户到人"
    last = report_text(year="2023", overview=old + new, problems="问题。")
    again = two_years(tmp_path / "a", last, report_text(overview=old + "12" + new))
    assert [(p.name, p.key, p.is_warning) for p in again.problems] == [
        ("same-prose", "overview", True)
    ]
    other = "加强政策解读质量把关采用图解问答视频等形式扩大知晓范围并定期通报栏目更新情况与整改进度"
    fresh = two_years(tmp_path / "b", last, report_text(overview=new + other + other[::-1]))
    assert fresh.problems == []
