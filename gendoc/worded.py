"""The conditions of a form in the words that it prints: 增减幅度 > 20, not change > 20."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from gendoc.called import called
from gendoc.expression import LAST
from gendoc.figure import FigureType, Value, digits
from gendoc.form import Form
from gendoc.messages import Language, say
from gendoc.slot import Condition, Slot
from gendoc.table import Figure, Table

_PIECE = re.compile(r"""(?:"[^"]*"|'[^']*')|(?P<no>not\s+)?(?P<name>[^\W\d]\w*(?:\.\w+)*)""")
_JOINED = ("and", "or", "not", "in")


def worded(
    form: Form,
    tables: Mapping[str, Table],
    condition: Condition,
    own: Slot,
    language: Language,
    values: Mapping[str, Value] | None = None,
) -> str:
    """A condition of a figure or field with the labels of what it names.

    Args:
        tables: those of the report, with its repeated rows.
        values: what the names of the condition stand for in a report; each number is said once.
    """
    full = dict(condition.names)
    numbers = {name: digits(value) for name, value in (values or {}).items() if _is_number(value)}

    def piece(match: re.Match[str]) -> str:
        name, no = match["name"], match["no"] or ""
        if name in _JOINED:
            return say(f"worded/{name}", language)
        if name not in full:
            return match.group()
        found = numbers.pop(name, None)
        label = meant(full[name], no)
        return label if found is None else say("worded/is", language, label=label, found=found)

    def meant(key: str, no: str) -> str:
        bare = key.removeprefix(LAST)
        table = tables.get(bare.split(".")[0])
        slot = table.figures.get(bare) if table else form.fields.get(bare)
        label = _label(slot, own) if isinstance(slot, Figure) else ""
        label = label or called(form, tables, bare, _table(own)).to(language)
        if bare != key:
            label = say("worded/last", language, label=label)
        if slot and slot.type is FigureType.YES_NO:
            return say("worded/is-no" if no else "worded/is-yes", language, label=label)
        return say("worded/not", language) + f" {label}" if no else label

    return _PIECE.sub(piece, condition.holds.text)


def _is_number(value: Value) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def _table(slot: Slot) -> str:
    """The table of a figure; a field has none."""
    return slot.key.split(".")[0] if isinstance(slot, Figure) else ""


def _label(figure: Figure, own: Slot) -> str:
    """A figure of the same row by its column alone, one of the same column by its row."""
    if isinstance(own, Figure) and _table(figure) == _table(own):
        if figure.row == own.row:
            return figure.column_label.split(" › ")[-1]
        if figure.column == own.column:
            return figure.row_label.split(" › ")[-1]
    return ""
