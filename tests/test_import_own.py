"""A form that somebody made, drafted, filled in and built: gendoc reads its own outputs back."""

from __future__ import annotations

import json
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from helpers import project
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ownforms import CHINESE, ENGLISH, AllAtOnce, Maker, Words, forms_and_reports
from paper import as_html, paper
from test_import import told
from test_import_roundtrip import KINDS, PHASES, read_back, same, taken

from gendoc import build
from gendoc.binder import bind
from gendoc.draft import text_templates, word_template
from gendoc.form import Form
from gendoc.importing import published
from gendoc.project import find_form
from gendoc.report import Report
from gendoc.source import parse


def made(folder: Path, form: str, report: str) -> Report:
    """A report on a form whose templates are those that gendoc drafts."""
    root = project(folder, {"templates/made/form.yaml": form})
    drafted(find_form("made", root), root / "templates" / "made")
    source, node = parse(report, "report.yaml")
    of = bind(source, node, find_form("made", root))
    assert not [problem for problem in source.problems if problem.is_error], source.problems
    return of


def drafted(form: Form, folder: Path) -> None:
    for name, template in text_templates(form).items():
        (folder / name).write_bytes(template)
    (folder / "report.docx").write_bytes(word_template(form))


FORM: dict[str, object] = {
    "id": "made",
    "version": "1.0",
    "name": "Made",
    "language": "en-US",
    "title": "{{ organ }} requests {{ year }}",
    "fields": {
        "officer": {"label": "Officer", "required": True},
        "signed": {"label": "Date", "type": "date", "required": True},
    },
    "sections": [
        {"id": "requests", "title": "Requests", "kind": "table"},
        {"id": "said", "title": "XIII. Narrative", "kind": "text"},
        {"id": "foot", "kind": "fields", "fields": ["officer", "signed"], "in_line": 2},
    ],
    "tables": {
        "requests": {
            "corner": "Component",
            "columns": {"received": "Received", "closed": "Processed"},
            "rows": {
                "component": {"label": "Component", "repeat": True},
                "all": {"label": "Agency overall", "sum": "all"},
            },
        }
    },
}
REPORT = """
form: made
organ: Dept
year: 2023
officer: John Public
signed: 2024-02-28
requests:
  component:
    ig: {name: Inspector General, received: 4, closed: 3}
    gc: {name: General Counsel, received: 14, closed: 13}
said: The backlog grew because of a surge.
"""
HEADING = "II. Making a Request to the Agency and to Its Components, by Mail or Otherwise"
DAYS = ["<1-20 days", "21-40 days", "401+ days", "2022", "2023", "65 and over", "Total"]


def from_page(of: Report, folder: str) -> Report:
    """The report that comes back from a web page."""
    path = Path(folder) / "a.html"
    path.write_bytes(as_html(paper(of)))
    return taken(published(path, path.name, [of.form]))


def comes_back(kind: str, folder: Path, report: str = REPORT, **changes: object) -> None:
    of = made(folder, json.dumps(FORM | changes), report)
    same(of, read_back(of, kind, folder, [of.form]))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "said",
    ["A meeting was held on March 3, 2024", "See parts 12, 13", "Call +1 202 555 0100", "12 13 14"],
)
def test_figures_at_the_end_of_a_line_make_it_no_row(kind: str, said: str, tmp_path: Path) -> None:
    comes_back(kind, tmp_path, REPORT.replace("The backlog grew because of a surge.", said))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("id_", ["requests", "said"])
@pytest.mark.parametrize("title", [HEADING, "Requests; what was asked", "Requests of 2022 2023"])
def test_a_heading_of_any_length_is_the_form_s_own(
    kind: str, id_: str, title: str, tmp_path: Path
) -> None:
    sections = [
        {"id": "before", "title": "I. Basic Information Regarding the Report", "kind": "text"},
        *({**one, "title": title} if one["id"] == id_ else one for one in FORM["sections"]),  # type: ignore[attr-defined]
    ]
    comes_back(kind, tmp_path, REPORT + "before: Nothing changed.\n", sections=sections)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "title",
    [
        ["{{ organ }}", "Annual Report", "Fiscal Year {{ year }}"],
        ["Annual Report", "Fiscal Year {{ year }}", "{{ organ }}"],
        ["Report of {{ organ }}", "for {{ year }}", "on Requests", "and Appeals"],
        [
            "A report as long as a statute asks for it to be named in full, of {{ organ }},",
            "{{ year }}",
        ],
    ],
)
def test_a_title_in_parts_names_the_body(kind: str, title: list[str], tmp_path: Path) -> None:
    comes_back(kind, tmp_path, title=title)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("organ", ["Board of Health (North)", "Expo 2025 Office"])
def test_a_body_may_be_called_as_titles_are(kind: str, organ: str, tmp_path: Path) -> None:
    report = REPORT.replace("organ: Dept", f"organ: {organ}")
    for title in (
        ["Annual Report", "{{ organ }}", "{{ year }}"],
        ["{{ organ }}", "Return {{ year }}"],
    ):
        comes_back(kind, tmp_path, report, title=title)


@pytest.mark.parametrize("organ", ["Annual Reports Unit", "Ministry of Rites, Annual Report Unit"])
@pytest.mark.parametrize("at", [0, 1, 2])
def test_of_a_title_in_a_line_whose_body_is_called_as_the_report_no_body_is_taken(
    organ: str, at: int, tmp_path: Path
) -> None:
    title = ["Annual Report", "Fiscal Year {{ year }}"]
    title.insert(at, "{{ organ }}")
    report = REPORT.replace("organ: Dept", f"organ: {organ}")
    comes_back("txt", tmp_path, report, title=title)
    of = made(tmp_path, json.dumps(FORM | {"title": title}), report)
    ((_, document),) = build.render(of, ["flat"]).items()
    (tmp_path / "a.txt").write_bytes(document)
    found = published(tmp_path / "a.txt", "a.txt", [of.form])
    assert (found.organ, found.year) == ("", 2023)
    assert told(found) == ["not-read/organ"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_body_that_the_title_does_not_name_is_the_one_behind_its_label(
    kind: str, tmp_path: Path
) -> None:
    fields = {"organ": "Agency", **FORM["fields"]}  # type: ignore[dict-item]
    sections = [{"id": "head", "kind": "fields", "fields": ["organ"]}, *FORM["sections"]]  # type: ignore[misc]
    title = ["Annual Report", "{{ year }}"]
    comes_back(kind, tmp_path, title=title, fields=fields, sections=sections)


@pytest.mark.parametrize("kind", KINDS)
def test_fields_in_boxes_right_below_the_title_are_no_part_of_it(kind: str, tmp_path: Path) -> None:
    fields = ["officer", "signed"]
    boxes = {"id": "head", "kind": "fields", "fields": fields, "in_line": 2, "boxed": True}
    sections = [boxes, *FORM["sections"][:2]]  # type: ignore[index]
    title = ["{{ year }}", "{{ organ }}", "Costs, Fees and Staff"]
    report = REPORT.replace("2024-02-28", "2081-12-09")
    comes_back(kind, tmp_path, report, title=title, sections=sections)


@pytest.mark.parametrize("kind", KINDS)
def test_a_body_that_nothing_names_is_not_taken_from_the_title_of_its_form(
    kind: str, tmp_path: Path
) -> None:
    of = made(tmp_path, json.dumps(FORM | {"title": ["Annual Report", "Year {{ year }}"]}), REPORT)
    ((name, document),) = build.render(of, [kind]).items()
    (tmp_path / name).write_bytes(document)
    found = published(tmp_path / name, name, [of.form])
    assert (found.organ, found.year, found.content.title) == ("", 2023, ())
    assert told(found) == ["not-read/organ"]


@pytest.mark.parametrize("kind", KINDS)
def test_labels_that_look_like_figures_are_labels(kind: str, tmp_path: Path) -> None:
    columns = {f"c{at}": label for at, label in enumerate(DAYS)}
    rows = {
        "component": {"label": "Component", "repeat": True},
        **{f"r{at}": label for at, label in enumerate(DAYS)},
        "all": {"label": "Agency overall", "sum": "all"},
    }
    figures = {f"r{at}": dict.fromkeys(columns, 2022 + at - at % 2) for at in range(len(DAYS))}
    figures |= {"component": {"ig": {"name": "Headquarters", **dict.fromkeys(columns, 2022)}}}
    report = REPORT[: REPORT.index("requests:")] + f"said: So.\nrequests: {json.dumps(figures)}\n"
    for corner in ("", "Component"):
        table = {"columns": columns, "rows": rows} | ({"corner": corner} if corner else {})
        comes_back(kind, tmp_path, report, tables={"requests": table})


@pytest.mark.parametrize("kind", KINDS)
def test_tables_of_like_labels_are_those_of_their_sections(kind: str, tmp_path: Path) -> None:
    rows = FORM["tables"]["requests"]["rows"]  # type: ignore[index]
    tables = {
        "requests": {"corner": "Component", "columns": {"a": "Total", "b": "Costs"}, "rows": rows},
        "fees": {
            "corner": "Component",
            "columns": {"a": "Total amount of fees", "b": "Total costs of the component"},
            "rows": rows,
        },
        "staff": {"columns": {"a": "Men"}, "rows": {"x": "Old", "all": rows["all"]}},
        "seats": {"columns": {"a": "2022"}, "rows": {"x": "New", "all": rows["all"]}},
    }
    titles = {"fees": "Fees", "staff": "Staff", "seats": "Seats"}
    more = [{"id": id_, "title": title, "kind": "table"} for id_, title in titles.items()]
    sections = [FORM["sections"][0], *more, *FORM["sections"][1:]]  # type: ignore[index]
    report = REPORT.replace("received", "a").replace("closed", "b")
    report += report[report.index("requests:") : report.index("said:")].replace("requests", "fees")
    report += "staff: {x: {a: 3}}\nseats: {x: {a: 5}}\n"
    comes_back(kind, tmp_path, report, tables=tables, sections=sections)


@pytest.mark.parametrize("kind", [*KINDS, "html"])
@pytest.mark.parametrize("words", [ENGLISH, CHINESE], ids=["english", "chinese"])
@pytest.mark.parametrize("maker", [Maker, AllAtOnce])
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), phases=PHASES)
@given(data=st.data())
def test_a_report_on_a_form_of_ones_own_comes_back(
    words: Words, kind: str, maker: type[Maker], data: st.DataObject
) -> None:
    form, report = data.draw(forms_and_reports(words, maker))
    with tempfile.TemporaryDirectory() as folder:
        of = made(Path(folder), form, report)
        same(
            of,
            from_page(of, folder)
            if kind == "html"
            else read_back(of, kind, Path(folder), [of.form]),
        )


TORN = """
                      Dept requests 2023


Requests

+--------+----------+-----------+
| Compo- | Received | Processed |
|  nent  |          |           |
+--------+----------+-----------+
| Head   |        4 |         3 |
| Office |          |           |
+--------+----------+-----------+
| Office |        1 |         2 |
| of     |          |           |
| Admini |          |           |
| strati |          |           |
+--------+----------+-----------+
| Inspec |        5 |         5 |
| tions  |          |           |
+--------+----------+-----------+
| Agency |       10 |        10 |
| over-  |          |           |
| all    |          |           |
+--------+----------+-----------+

XIII. Narrative

There were more Inspections than before, and the Head stayed.
Officer: John Public    Date: February 28, 2024
"""


def test_a_word_that_a_narrow_cell_tears_is_whole_where_it_stands_whole_elsewhere(
    tmp_path: Path,
) -> None:
    of = made(tmp_path, json.dumps(FORM), REPORT)
    (tmp_path / "a.txt").write_text(TORN, "utf-8")
    found = published(tmp_path / "a.txt", "a.txt", [of.form])
    names = ["Head Office", "Office of Admini strati", "Inspections"]
    assert list(found.content.entities["requests.component"].values()) == names


def test_a_line_above_a_drawn_table_is_no_part_of_its_rule(tmp_path: Path) -> None:
    tables = {"requests": {**FORM["tables"]["requests"], "above": "报告期：{{ year }}年"}}  # type: ignore[index]
    report = REPORT.replace(
        "The backlog grew because of a surge.", "具体情况见附件1、附件2和附件3、4"
    )
    labels = {"officer": {"label": "填报人", "required": True}, "signed": FORM["fields"]["signed"]}  # type: ignore[index]
    sections = [*FORM["sections"][:2], {"id": "foot", "kind": "fields", "fields": list(labels)}]  # type: ignore[index]
    comes_back(
        "txt", tmp_path, report, language="zh-CN", tables=tables, fields=labels, sections=sections
    )


ASKED = {"label": "Asked online", "type": "yes_no"}
WAY = {"label": "Way", "type": "choice", "options": ["By mail", "In person"]}
BOXED: dict[str, object] = {
    "fields": {
        "officer": {"label": "Officer", "required": True},
        "online": {**ASKED, "boxes": True},
        "by": {**WAY, "boxes": True},
    },
    "sections": [
        {"id": "head", "title": "Head", "kind": "fields", "fields": ["officer", "online", "by"]},
        {"id": "requests", "title": "Requests", "kind": "table"},
        {"id": "said", "title": "XIII. Narrative", "kind": "text"},
    ],
    "tables": {
        "requests": {
            "boxes": True,
            "columns": {
                "received": "Received",
                "asked": {**ASKED, "optional": True},
                "way": {**WAY, "optional": True},
            },
            "rows": {"first": "First half", "second": "Second half"},
        }
    },
}
BOXES = """
form: made
organ: Dept
year: 2023
officer: John Public
requests: {first: [1, ~, ~], second: [2, yes, By mail]}
said: The backlog grew because of a surge.
"""


@pytest.mark.parametrize("kind", KINDS)
def test_boxes_that_are_all_open_are_left_empty(kind: str, tmp_path: Path) -> None:
    comes_back(kind, tmp_path, BOXES, **BOXED)


NO_ANSWERS = [
    ("asked", "sometimes", "yes-no"),
    ("way", "By fax", "choice"),
    ("on", "soon", "date"),
    ("received", "some", "cell"),
    ("way", "", "empty"),
    ("note", "", "empty"),
]


@pytest.mark.parametrize(("column", "printed", "message"), NO_ANSWERS)
def test_an_answer_that_was_not_read_is_told_for_what_it_is(
    column: str, printed: str, message: str, tmp_path: Path
) -> None:
    on, note = {"label": "On", "type": "date"}, {"label": "Note", "type": "text"}
    columns = {"received": "Received", "asked": ASKED, "way": WAY, "on": on, "note": note}
    table = {"columns": columns, "rows": {"first": "First half", "second": "Second half"}}
    row = "[1, yes, By mail, 2024-01-02, None.]"
    figures = f"said: So.\nrequests: {{first: {row}, second: {row}}}\n"
    report = REPORT[: REPORT.index("requests:")] + figures
    of = made(tmp_path, json.dumps(FORM | {"tables": {"requests": table}}), report)
    key = f"requests.second.{column}"
    page = paper(of).change(lambda cell: replace(cell, text=printed) if cell.key == key else cell)
    (tmp_path / "a.html").write_bytes(as_html(page))
    found = published(tmp_path / "a.html", "a.html", [of.form])
    assert (found.unread, told(found)) == ((key,), [f"not-read/{message}"])
    assert found.problems[0].values["known"] == ("By mail, In person" if column == "way" else "")


def test_boxes_that_are_all_open_where_an_answer_is_asked_for_are_told(tmp_path: Path) -> None:
    of = made(tmp_path, json.dumps(FORM | BOXED), BOXES)
    asked = json.dumps(FORM | BOXED).replace('"optional": true', '"optional": false')
    asked = asked.replace(
        '"type": "yes_no", "boxes"', '"type": "yes_no", "required": true, "boxes"'
    )
    root = project(tmp_path / "asked", {"templates/made/form.yaml": asked})
    (document,) = build.render(of, ["docx"]).values()
    (root / "a.docx").write_bytes(document)
    found = published(root / "a.docx", "a.docx", [find_form("made", root)])
    assert told(found) == ["not-read/open"] * 3
    assert found.unread == ("requests.first.asked", "requests.first.way")
    assert {problem.key for problem in found.problems} == {"online", *found.unread}


@pytest.mark.parametrize("printed", ["□Yes □No □Perhaps", "□Yes", "□Yes □No, ask", "□Yes □Yes"])
def test_open_boxes_before_other_options_than_the_form_s_are_no_answer(
    printed: str, tmp_path: Path
) -> None:
    made(tmp_path, json.dumps(FORM | BOXED), BOXES)
    page = f"Dept requests 2023\n\nHead\n\nOfficer: A\nOK\nAsked online: {printed}\n"
    (tmp_path / "a.txt").write_text(page)
    found = published(tmp_path / "a.txt", "a.txt", [find_form("made", tmp_path)])
    assert "not-read/yes-no" in {p.message for p in found.problems if p.key == "online"}


DAYS_OF_ROWS: dict[str, object] = {
    "tables": {
        "requests": {
            "columns": {
                "on": {"label": "2022", "type": "date"},
                "by": {"label": "By", "type": "text"},
            },
            "rows": {
                "component": {"label": "Component", "repeat": True},
                "all": {"label": "Agency overall", "sum": "all"},
            },
        }
    }
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["Total", "By", "2022"])
def test_a_row_whose_text_is_like_a_label_of_a_column_is_no_header(
    kind: str, name: str, tmp_path: Path
) -> None:
    rows = {"ig": {"name": "Headquarters", "on": "2036-05-04", "by": "Post"}}
    rows |= {"gc": {"name": name, "on": "2022-10-29", "by": "By hand"}}
    report = f"{REPORT[: REPORT.index('requests:')]}said: So.\nrequests: {{component: {rows}}}\n"
    comes_back(kind, tmp_path, report.replace("'", ""), **DAYS_OF_ROWS)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("first", [True, False])
def test_of_rows_with_one_label_the_form_s_is_the_one_outside_those_of_any_number(
    kind: str, first: bool, tmp_path: Path
) -> None:
    staff, component = {"staff": "Staff"}, {"component": {"label": "Component", "repeat": True}}
    rows = staff | component if first else component | staff
    table = {
        "columns": {"a": "Men", "b": "Women"},
        "rows": rows | {"all": {"label": "All", "sum": "all"}},
    }
    figures = "{staff: [7, 8], component: {x: {name: A, a: 1, b: 2}, s: {name: Staff, a: 3, b: 4}}}"
    report = f"{REPORT[: REPORT.index('requests:')]}said: So.\nrequests: {figures}\n"
    comes_back(kind, tmp_path, report, tables={"requests": table})


def test_a_row_s_label_between_rows_of_any_number_that_comes_twice_tells_nothing(
    tmp_path: Path,
) -> None:
    rows = {
        "men": {"label": "Man", "repeat": True},
        "staff": "Staff",
        "women": {"label": "Woman", "repeat": True},
        "all": {"label": "All", "sum": "all"},
    }
    table = {"columns": {"a": "Days", "b": "Hours"}, "rows": rows}
    figures = (
        "{staff: [7, 8], men: {x: {name: A, a: 1, b: 2}, s: {name: Staff, a: 3, b: 4}},"
        " women: {y: {name: B, a: 5, b: 6}}}"
    )
    report = f"{REPORT[: REPORT.index('requests:')]}said: So.\nrequests: {figures}\n"
    of = made(tmp_path, json.dumps(FORM | {"tables": {"requests": table}}), report)
    ((name, document),) = build.render(of, ["txt"]).items()
    (tmp_path / name).write_bytes(document)
    found = published(tmp_path / name, name, [of.form])
    assert not found.content.figures
    assert found.read == 0


@pytest.mark.parametrize("kind", KINDS)
def test_a_row_of_any_number_may_have_a_name_and_no_more(kind: str, tmp_path: Path) -> None:
    columns = {"way": {"label": "Way", "type": "choices", "options": ["By mail", "In person"]}}
    columns |= {"cost": {"label": "Costs", "optional": True}}
    rows = FORM["tables"]["requests"]["rows"]  # type: ignore[index]
    figures = "{x: {name: Headquarters, way: [], cost: ~}, y: {name: Region 4, way: [], cost: 3}}"
    report = f"{REPORT[: REPORT.index('requests:')]}said: So.\nrequests: {{component: {figures}}}\n"
    comes_back(kind, tmp_path, report, tables={"requests": {"columns": columns, "rows": rows}})


def test_a_name_among_rows_of_any_number_whose_figures_are_asked_for_is_told(
    tmp_path: Path,
) -> None:
    of = made(tmp_path, json.dumps(FORM), REPORT)
    gone = [f"requests.component.gc.{column}" for column in ("received", "closed")]
    page = paper(of).change(lambda cell: replace(cell, text="") if cell.key in gone else cell)
    (tmp_path / "a.html").write_bytes(as_html(page))
    found = published(tmp_path / "a.html", "a.html", [of.form])
    assert "not-in-form/row" in told(found)
    assert list(found.content.entities["requests.component"].values()) == ["Inspector General"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_unit_behind_a_figure_is_no_part_of_its_remark(kind: str, tmp_path: Path) -> None:
    units = {"a": "per 100", "b": "/100 km"}
    columns = {key: {"label": f"In {unit}", "unit": unit} for key, unit in units.items()}
    rows = {"staff": "Staff", "all": {"label": "All", "sum": "all"}}
    table = {"units": "beside", "columns": columns, "rows": rows}
    report = f"{REPORT[: REPORT.index('requests:')]}said: So.\nrequests: {{staff: [7, 8]}}\n"
    report += 'remarks: {requests.staff.a: "*"}\n'
    comes_back(kind, tmp_path, report, tables={"requests": table})


@pytest.mark.parametrize("kind", KINDS)
def test_a_group_in_one_row_above_rows_of_any_number_is_none_of_them(
    kind: str, tmp_path: Path
) -> None:
    group = {"label": "Own staff", "as_row": True, "rows": {"a": "Clerks", "b": "Drivers"}}
    rows = {"own": group, **FORM["tables"]["requests"]["rows"]}  # type: ignore[index]
    columns = {"days": "Days", "where": {"label": "Where", "type": "text"}}
    figures = "{own: [7, Cardiff], component: {x: {name: Headquarters, days: 3, where: Bath}}}"
    report = f"{REPORT[: REPORT.index('requests:')]}said: So.\nrequests: {figures}\n"
    comes_back(kind, tmp_path, report, tables={"requests": {"columns": columns, "rows": rows}})
