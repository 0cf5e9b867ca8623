"""Imported rows of any number under the keys that another year's report has for their names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from gendoc import build
from gendoc.imported import Imported
from gendoc.problem import Invalid
from gendoc.project import Project
from gendoc.report import Report

Value = TypeVar("Value")


def with_known_keys(imported: Imported, project: Project) -> Imported:
    """The same document; its rows are found again in the report of the year before or after."""
    other = _of_another_year(imported, project) if imported.content.entities else None
    new = _renamed(imported, other) if other else {}
    if not new:
        return imported
    content = imported.content
    entities = {
        repeated: {new.get(f"{repeated}.{key}", key): name for key, name in names.items()}
        for repeated, names in content.entities.items()
    }
    content = replace(
        content,
        entities=entities,
        figures=_moved(content.figures, entities, new),
        comments=_moved(content.comments, entities, new),
        remarks=_moved(content.remarks, entities, new),
    )
    problems = [
        replace(problem, key=_new_key(problem.key, entities, new)) if problem.key else problem
        for problem in imported.problems
    ]
    rows = _moved(imported.rows, entities, new)
    totals = _moved(imported.printed, entities, new)
    return replace(imported, content=content, problems=problems, rows=rows, printed=totals)


def _of_another_year(imported: Imported, project: Project) -> Report | None:
    form, organ, year = imported.form, imported.organ, imported.year
    after = project.reports.get((form.id, organ, str(year + 1)))
    for path in filter(None, (project.last_year(form, organ, year), after)):
        try:
            return build.load(path, project, with_last=False)
        except Invalid:
            continue  # told when that report is checked itself
    return None


def _renamed(imported: Imported, other: Report) -> dict[str, str]:
    """The known key for each row, by its full one; names and keys that stand twice have none."""
    new: dict[str, str] = {}
    for repeated, names in imported.content.entities.items():
        table = other.tables.get(repeated.split(".")[0])
        known = {
            " ".join(name.split()): key.removeprefix(f"{repeated}.")
            for key, name in (table.entities if table else ())
            if key.startswith(f"{repeated}.")
        }
        for key, name in names.items():
            found = known.pop(" ".join(name.split()), key)
            if found != key and found not in names:
                new[f"{repeated}.{key}"] = found
    return new


def _moved(
    found: Mapping[str, Value], entities: Mapping[str, object], new: Mapping[str, str]
) -> dict[str, Value]:
    return {_new_key(key, entities, new): value for key, value in found.items()}


def _new_key(key: str, entities: Mapping[str, object], new: Mapping[str, str]) -> str:
    for repeated in entities:
        if key.startswith(f"{repeated}."):
            own, dot, rest = key.removeprefix(f"{repeated}.").partition(".")
            return f"{repeated}.{new.get(f'{repeated}.{own}', own)}{dot}{rest}"
    return key
