"""What messages call a figure or a field: its printed labels, behind those of its table."""

from __future__ import annotations

from collections.abc import Mapping

from gendoc.across import COUNT
from gendoc.form import Form
from gendoc.messages import in_both
from gendoc.problem import Bilingual
from gendoc.table import Table


def called(form: Form, tables: Mapping[str, Table], key: str, beside: str = "") -> Bilingual:
    """What a full key is called.

    Args:
        tables: those of the report, with its repeated rows.
        beside: the table that is spoken of, whose figures are called without it.
    """
    id_, _, path = key.partition(".")
    if not path:
        return _same(form.label_of(key))
    table = tables.get(id_)
    figure = table.figures.get(key) if table else None
    label = _same(figure.label) if figure else _of_rows(form, key)
    if label is None or id_ == beside:
        return label or _same(key)
    own = form.section_labels.get(id_, id_)
    return Bilingual(f"{own} · {label.zh}", f"{own} · {label.en}")


def _of_rows(form: Form, key: str) -> Bilingual | None:
    """What all repeated rows of a kind together are called; None for any other key."""
    row, _, last = key.rpartition(".")
    line = form.tables[key.split(".", 1)[0]].repeats.get(row)
    if line and last == COUNT:
        return in_both(f"across/{COUNT}", label=line.label)
    if one := form.across.get(key):
        label = form.figures[one.key].label
        return in_both(f"across/{one.over}", label=label) if one.over else _same(label)
    return None


def _same(text: str) -> Bilingual:
    return Bilingual(text, text)
