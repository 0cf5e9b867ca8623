"""Figures of repeated rows by the names that other tables have for them.

`costs.branch.total` is, in a row of another table, the figure in the row of `costs` that has the
same key, and in a row that adds such rows up that of the row that adds them up in `costs`.
`costs.branch.sum.total` is one number of all rows, wherever it is named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from gendoc.figure import Value
    from gendoc.table import Table

COUNT = "count"
"""The name by which expressions have the number of repeated rows."""
OVER: Mapping[str, Callable[[Iterable[Value]], Value]] = {"sum": sum, "min": min, "max": max}  # type: ignore[dict-item]
"""What one number may be made of the figures of all repeated rows, by its name."""
NOT_KEYS = (COUNT, *OVER)
"""What no repeated row may have for a key, since it stands in the place of one."""
TOTAL = ""
"""Stands for the key of a row that adds repeated rows up."""


class Across(NamedTuple):
    """A figure of a repeated row as expressions elsewhere name it."""

    row: str
    """The full key of the repeated row."""
    column: str
    total: str
    """The full key of the one row of its table that adds such rows up, or an empty string."""
    over: str = ""
    """The one number that is made of all rows; none for the figure of a single one."""

    @property
    def key(self) -> str:
        """The full key that the figure has in the form."""
        return f"{self.row}.{self.column}"

    def of(self, entity: str) -> str | None:
        """The full key of the figure in the row with that key, or in the row of their total."""
        if entity == TOTAL:
            return f"{self.total}.{self.column}" if self.total else None
        return f"{self.row}.{entity}.{self.column}"


def names(table: Table) -> Iterator[tuple[str, Across]]:
    """The names that expressions elsewhere have for the figures of a form's repeated rows."""
    for block in table.blocks if table.repeats else ():
        for row in block.row_leaves:
            if not row.line.repeat:
                continue
            totals = [leaf.path for leaf in block.row_leaves if row.path in (leaf.parts or ())]
            total = ".".join((table.id, *totals[0])) if len(totals) == 1 else ""
            for column in block.column_leaves:
                one = Across(".".join((table.id, *row.path)), column.name, total)
                figure = table.figures.get(one.key)
                if figure is None or column.name == COUNT:
                    continue
                yield one.key, one
                for over in OVER if figure.type.is_number else ():
                    name = f"{one.row}.{over}.{one.column}"
                    if name not in table.figures and (over != "sum" or column.is_added):
                        yield name, one._replace(over=over)
