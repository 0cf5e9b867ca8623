"""One line a report: how far it is filled in, what is wrong, and whether its outputs are fresh."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from wcwidth import wcswidth

from gendoc import batch, build
from gendoc.build import Outcome, Plan
from gendoc.messages import Language, say
from gendoc.outputs import State, compare
from gendoc.problem import Invalid, listed
from gendoc.project import Found, form_folders, head, shown
from gendoc.record import record
from gendoc.show import PLAIN, Look
from gendoc.text import clip

GAP = "  "
FORM = 2
"""The column of the form, which a narrow terminal does without."""
LISTED = 30
"""Bodies without a report for the latest year that are named."""
SHORTEST = 8
"""Columns that are left of a body's name on a terminal too narrow for all of it."""


@record()
class Standing:
    """How one report stands. What a file that cannot be read would say is None."""

    path: Path
    form: str | None
    organ: str | None
    year: int | None
    filled: int | None
    """Entered figures that are filled in, of `figures` that are to be: none that may stay empty."""
    figures: int | None
    errors: int
    warnings: int
    outputs: dict[str, tuple[Path, State]]
    """The outputs by format."""

    @property
    def state(self) -> State:
        """The worst state of its outputs; a report without any is not built."""
        states = [state for _, state in self.outputs.values()]
        return next((state for state in State if state in states), State.MISSING)


def standings(found: Sequence[Found], plan: Plan) -> Iterator[Standing]:
    """How each report stands, in the order they were found."""
    rivals = batch.rivals(found, plan)
    only_checked = replace(plan, formats=())
    for place, report in enumerate(found):
        yield _standing(build.make(report, only_checked, rivals.get(place)), plan)


def _standing(outcome: Outcome, plan: Plan) -> Standing:
    report = outcome.report
    known = {} if report else head(outcome.path)
    year, form = known.get("year", ""), known.get("form")
    folders = form_folders(outcome.project.root)
    tables = report.tables.values() if report else ()
    figures = (each for table in tables for each in table.figures.items())
    blank = report.blank if report else ()
    entered = [key for key, figure in figures if figure.parts is None and key not in blank]
    return Standing(
        path=outcome.path,
        form=report.form.id if report else form if form in folders else None,
        organ=(report and report.organ) or known.get("organ"),
        year=(report and report.year) or (int(year) if year.isdecimal() else None),
        filled=sum(key in report.figures for key in entered) if report else None,
        figures=len(entered) if report else None,
        errors=sum(problem.is_error for problem in outcome.problems),
        warnings=sum(problem.is_warning for problem in outcome.problems),
        outputs=_outputs(outcome, plan),
    )


def _outputs(outcome: Outcome, plan: Plan) -> dict[str, tuple[Path, State]]:
    report = outcome.report
    if report is None or not report.organ or not report.year:
        return {}
    folder = build.folder_of(outcome.project, plan)
    names = build.names_of(report, plan.formats)
    return {
        format_: (folder / name, _state(outcome, format_, folder / name))
        for format_, name in names.items()
    }


def _state(outcome: Outcome, format_: str, path: Path) -> State:
    """Whether an output is what the report would be built to now."""
    if not path.is_file():
        return State.MISSING
    if outcome.failed:
        return State.STALE  # built from another text: of this one nothing can be built
    assert outcome.report
    try:
        ((_, content),) = build.render(outcome.report, [format_]).items()
        return compare(path, content).state
    except (Invalid, OSError):
        return State.STALE


def as_json(rows: Iterable[Standing]) -> str:
    """The reports as a JSON list."""
    records = [
        {
            "path": shown(row.path),
            "form": row.form,
            "organ": row.organ,
            "year": row.year,
            "filled": row.filled,
            "figures": row.figures,
            "errors": row.errors,
            "warnings": row.warnings,
            "state": row.state,
            "outputs": [
                {"format": format_, "path": shown(path), "state": state}
                for format_, (path, state) in row.outputs.items()
            ],
        }
        for row in rows
    ]
    return json.dumps(records, ensure_ascii=False, indent=2)


def as_text(rows: Sequence[Standing], language: Language, look: Look = PLAIN) -> str:
    """The reports as an aligned table; on a narrow terminal without forms, and with names cut."""
    titles = say("status/columns", language).split()
    table = [titles, *(_cells(row, language) for row in rows)]
    if _too_wide(table, look) > 0:
        table = [cells[:FORM] + cells[FORM + 1 :] for cells in table]
    widths = _widths(table)
    widths[0] = max(widths[0] - max(_too_wide(table, look), 0), min(widths[0], SHORTEST))
    return "\n".join(_line(cells, widths, look) for cells in table)


def _widths(table: Sequence[Sequence[str]]) -> list[int]:
    return [max(map(wcswidth, column)) for column in zip(*table, strict=True)]


def _too_wide(table: Sequence[Sequence[str]], look: Look) -> int:
    """Columns by which a table is wider than the terminal."""
    widths = _widths(table)
    return sum(widths) + len(GAP) * (len(widths) - 1) - look.width if look.width else 0


def _cells(row: Standing, language: Language) -> list[str]:
    filled = f"{row.filled}/{row.figures}" if row.figures is not None else "–"
    return [
        row.organ or shown(row.path),
        str(row.year or "–"),
        row.form or "–",
        filled,
        str(row.errors),
        str(row.warnings),
        _told(row, language),
    ]


def _told(row: Standing, language: Language) -> str:
    """The state of the outputs in words, with the formats if not all of them are in it."""
    formats = [format_ for format_, (_, state) in row.outputs.items() if state == row.state]
    some = len(formats) < len(row.outputs)
    return " ".join([say(f"status/{row.state}", language), *(formats if some else ())])


def _line(cells: Sequence[str], widths: Sequence[int], look: Look) -> str:
    """Words to the left, numbers to the right."""
    padded = []
    for cell, width in zip(cells, widths, strict=True):
        text = clip(cell, width)
        room = " " * (width - wcswidth(text))
        padded.append(room + text if cell[0].isdecimal() else text + room)
    for column, code in ((-3, "1;31"), (-2, "1;33")):
        if cells[column].isdecimal() and cells[column] != "0":
            padded[column] = look.paint(padded[column], code)
    return GAP.join(padded).rstrip()


def summary(rows: Sequence[Standing], language: Language) -> str:
    """How many reports there are of each state, and who has none for the latest year."""
    counts = Counter(row.state for row in rows)
    known = (state for state in State if counts[state])
    counted = (f"{say(f'status/{state}', language)} {counts[state]}" for state in known)
    found = listed(counted, "，").to(language)
    lines = [say("summary/status", language, reports=len(rows), found=found)]
    latest = max((row.year for row in rows if row.year), default=0)
    have = {row.organ for row in rows if row.year == latest}
    organs = dict.fromkeys(row.organ for row in rows if row.organ)
    lacking = [organ for organ in organs if organ not in have]
    if lacking:
        more = "…" if len(lacking) > LISTED else ""
        found = listed(lacking[:LISTED]).to(language) + more
        values = {"year": latest, "count": len(lacking), "found": found}
        lines.append(say("summary/lacking", language, **values))
    return "\n".join(lines)
