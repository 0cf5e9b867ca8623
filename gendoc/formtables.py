"""Reads the tables of a form.yaml, with their rows and columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from gendoc import formkeys
from gendoc.figure import FigureType
from gendoc.formnodes import NodeReader, Nodes, is_blank
from gendoc.formulas import FormulaReader
from gendoc.line import Line, inner_lines, nameable, named_leaves, summed
from gendoc.source import Node, Source
from gendoc.table import ENTITY_NAME, Around, Block, Table

MAX_TEXTS = 3
"""Texts of a line around a table: at both sides and in between."""


class TableReader(NodeReader):
    """Turns the nodes of tables into tables, telling each mistake where it stands."""

    def __init__(self, source: Source, formulas: FormulaReader) -> None:
        super().__init__(source)
        self.formulas = formulas
        self.decimals: list[tuple[Line, Node]] = []
        """The lines of a table that say how many decimals they have, and where."""
        self.units_beside = False
        """Whether a table prints its units behind the figures."""
        self.entity_names: list[Node] = []
        """The columns of a table whose key is that of the names of repeated rows."""
        self.as_rows: list[tuple[str, Node]] = []
        """The groups of a block that a report may enter as one row, and where they say so."""
        self.entered: list[tuple[str, Node, str]] = []
        """The lines of a block, rows or columns, whose cells in totals are entered, and where."""

    def table(self, key: str, node: Node) -> Table:
        before = len(self.source.problems)
        nodes, self.decimals, self.entity_names = self.nodes(node, formkeys.TABLE), [], []
        sound = len(self.source.problems) == before
        around = self._around(nodes)  # what is wrong there touches nothing else
        before = len(self.source.problems)
        omitted = self.choice(nodes, formkeys.TABLE, "omitted")
        self.units_beside = self.choice(nodes, formkeys.TABLE, "units") == "beside"
        if "blocks" in nodes:
            for own in ("corner", "columns", "rows"):
                if own in nodes:
                    self.tell("form-value", nodes[own], message="form-blocks", found=own)
            blocks = [self.nodes(item, formkeys.BLOCK) for item in self.items(nodes["blocks"])]
        else:
            blocks = [
                {name: nodes[name] for name in ("corner", "columns", "rows") if name in nodes}
            ]
        table = Table(
            id=key,
            blocks=tuple(self._block(block) for block in blocks),
            type=self.type(nodes.get("type")) or FigureType.COUNT,
            unit=self.unit(nodes.get("unit"), beside=self.units_beside),
            omitted_is_zero=omitted == "0",
            labels=0,
            numbered=self.text(nodes.get("numbered")),
            boxes=self.flag(nodes.get("boxes")),
            thousands=self.flag(nodes.get("thousands")),
            units_beside=self.units_beside,
            allowed=self.allowed(nodes),
            around=around,
            landscape=self.flag(nodes["landscape"]) if "landscape" in nodes else None,
        )
        depths = (line.depth for block in table.blocks for line in block.rows)
        table = replace(table, labels=max(depths, default=0))
        if not any(block.columns or block.rows for block in table.blocks):
            self.tell("form-value", node, message="form-empty-table", found=key)
        self._check_printed(table, nodes)
        self._check_entity_names(table)
        if sound and len(self.source.problems) == before:
            self.formulas.sound[key] = node
            self._check_table(table, nodes, node)
        return table

    def _check_entity_names(self, table: Table) -> None:
        """A column may not take the key under which each repeated row has its name."""
        for at in self.entity_names if table.repeats and ENTITY_NAME in _tops(table) else ():
            found = next(iter(table.repeats.values())).key
            self.tell("form-reserved", at, message="form-entity-name", found=found)

    def _check_printed(self, table: Table, nodes: Nodes) -> None:
        """What is printed of rows themselves, where there are none or nothing stands beside it."""
        if table.numbered and ("blocks" in nodes or not table.blocks[0].has_rows):
            self.tell("form-value", nodes["numbered"], message="form-numbered")
        for block in table.blocks:
            if block.columns and not block.figure_columns:
                self.tell(
                    "form-line",
                    nodes.get("columns") or nodes["blocks"],
                    message="form-line/only-prints",
                )

    def _check_table(self, table: Table, nodes: Nodes, node: Node) -> None:
        """What only a table without other mistakes shows; of one that has some it would echo."""
        if len(list(table.cells())) != len(table.figures):
            self.tell("form-same-key", node, found=table.id)
        self._check_figures(table, node)
        self._check_decimals(table)
        if "decimals" in nodes and not any(f.type.has_decimals for f in table.figures.values()):
            values = {"found": table.id, "type": table.type.value}
            self.tell("form-value", nodes["decimals"], message="form-decimals", **values)

    def _around(self, nodes: Nodes) -> Around:
        above, below = (tuple(self._lines_of(nodes.get(key))) for key in ("above", "below"))
        return Around(self.text(nodes.get("caption")), above, below)

    def _lines_of(self, node: Node | None) -> Iterator[tuple[str, ...]]:
        """Lines around a table: a text, or a list of texts and lists of two or three."""
        items = self.one_or_more(node)
        written = self.source.text[node.start : node.end] if node else ""
        plain = all(isinstance(item.value, str) for item in items)
        if written.startswith("[") and plain and len(items) > 1:
            found = written.strip("[]")
            self.tell("form-value", items[0], message="form-line-texts/side", found=found)
        for item in items:
            if isinstance(item.value, str):
                yield from (
                    (line.strip(),) for line in self.text(item).splitlines() if line.strip()
                )
                continue
            texts = tuple(self.text(each) for each in self.items(item))
            if not 2 <= len(texts) <= MAX_TEXTS:
                self.tell("form-value", item, message="form-line-texts", found=len(texts))
            yield texts

    def _block(self, nodes: Nodes) -> Block:
        self.as_rows, self.entered = [], []
        rows = self._lines(nodes.get("rows"), "rows")
        columns = self._lines(nodes.get("columns"), "columns")
        for key, at, inner in self.entered:
            across = rows if inner == "columns" else columns
            if not any(line.sum is not None for _, line in inner_lines(across)):
                self.tell("form-line", at, message="form-line/no-total", key=key)
        for key, at in self.as_rows if not columns else ():
            self.tell("form-line", at, message="form-line/as-row", key=key)
        return Block(
            heading=self.text(nodes.get("heading")),
            corner=self.text(nodes.get("corner")),
            columns=columns,
            rows=rows,
            type=self.type(nodes.get("type")),
            unit=self.unit(nodes.get("unit"), beside=self.units_beside),
            has_rows=bool(rows),
        )

    def _lines(self, node: Node | None, inner: str) -> tuple[Line, ...]:
        named = self.named(node, dots=inner == "rows")
        if inner == "columns":
            self.entity_names += [at for at in self.named_at(node) if at.value == ENTITY_NAME]
        lines = tuple(self._line(key, child, inner) for key, child in named)
        for (_, child), line in zip(named, lines, strict=True):
            self._check_sum(line, lines, child)
        return lines

    def _line(self, key: str, node: Node, inner: str) -> Line:
        if isinstance(node.value, str):
            return Line(key, self.label(key, node))
        part = formkeys.ROW if inner == "rows" else formkeys.COLUMN
        nodes = self.nodes(node, part)
        self._check_line(key, node, nodes, inner)
        total = self.choice(nodes, part, "total")
        line = Line(
            key=key,
            label=self.text(nodes.get("label")),
            lines=self._lines(nodes.get(inner), inner),
            type=self.type(nodes.get("type")),
            unit=self.unit(nodes.get("unit"), beside=self.units_beside),
            in_key=self.flag(nodes.get("in_key"), default=True),
            as_row=self.flag(nodes.get("as_row")),
            sum=self._sum(nodes.get("sum")),
            formula=self.formulas.read(nodes.get("formula")),
            allowed=self.allowed(nodes),
            optional=self.flag(nodes.get("optional")),
            empty_when=self.formulas.read(nodes.get("empty_when")),
            required_when=self.formulas.read(nodes.get("required_when")),
            total=total == "true" if total else None,
            total_entered=total == formkeys.ENTERED,
            prints=self.choice(nodes, formkeys.COLUMN, "prints") if inner == "columns" else "",
            code=self.text(nodes.get("code")),
            repeat=self.flag(nodes.get("repeat")),
            carry=self.flag(nodes["carry"]) if "carry" in nodes else None,
            also=self.also(nodes.get("also")),
            also_units=tuple(self.units(nodes.get("also_units"))),
        )
        if "decimals" in nodes:
            self.decimals.append((line, nodes["decimals"]))
        if line.as_row:
            self.as_rows.append((key, nodes["as_row"]))
        if line.total_entered:
            self.entered.append((key, nodes["total"], inner))
        return line

    def _sum(self, node: Node | None) -> tuple[str, ...] | None:
        if node is None:
            return None
        if node.value == "all" or is_blank(node):
            return ()
        return tuple(self.text(item) for item in self.one_or_more(node))

    def _check_line(self, key: str, node: Node, nodes: Nodes, inner: str) -> None:
        group = inner in nodes
        if isinstance(node.value, dict) and inner in node.value and is_blank(nodes.get(inner)):
            self.tell("form-missing-key", node, found=inner)
        derived = "sum" in nodes or "formula" in nodes
        fits = {"as_row": group, "in_key": group, "sum": not group, "formula": not group}
        fits["repeat"] = not group and not derived
        fits["formula"] = not group and "sum" not in nodes
        type_ = self.type(nodes.get("type"))
        for name, fit in fits.items():
            if name in nodes and not fit:
                message = "form-line/repeat" if name == "repeat" and group else "form-line"
                self.tell("form-line", nodes[name], message=message, found=name, key=key)
        for name in ("sum", "formula") if type_ and not type_.is_number else ():
            if name in nodes:
                values = {"found": name, "key": key, "type": type_.value if type_ else ""}
                self.tell("form-line", nodes[name], message="form-line/type", **values)
        if "prints" in nodes and (more := [n for n in nodes if n not in _OF_PRINTED]):
            self.tell("form-line", nodes[more[0]], message="form-line/prints", found=more[0])
        if derived and self.text(nodes.get("total")) == formkeys.ENTERED:
            self.tell("form-line", nodes["total"], message="form-line/derived", key=key)
        if not group:
            self.check_options(key, type_, nodes, node)

    def _check_sum(self, total: Line, beside: tuple[Line, ...], node: Node) -> None:
        if total.sum is None:
            return
        at = self.nodes(node, None)["sum"]
        known = [name for name in nameable(beside) if name != total.key]
        empty = at.value == [] or (total.sum == () and not summed(total, beside, ()))
        if empty or len(set(total.sum)) < len(total.sum):
            self.tell("form-sum", at, found=total.key)
        for name in total.sum:
            if list(named_leaves(name.split("."), beside, ())):
                continue
            if name in known:
                self.tell("form-sum", at, found=total.key)
            else:
                self.tell_unknown("form-unknown-row", at, name, known)

    def _check_figures(self, table: Table, node: Node) -> None:
        """What only the figures together show: cycles, text in sums, a key inside another's."""
        groups = {key.rsplit(".", depth)[0] for key in table.figures for depth in range(1, 9)}
        for key in sorted(groups & set(table.figures)):
            self.tell("form-same-key", node, found=key)
        for figure in table.figures.values():
            parts = [table.figures[part] for part in figure.parts or () if part in table.figures]
            numbers = all(part.type.is_number for part in (figure, *parts))
            if parts and not numbers and not figure.formula:
                self.tell("form-sum", node, found=figure.key)

    def _check_decimals(self, table: Table) -> None:
        """Decimals of a line none of whose figures has any."""
        for line, at in self.decimals:
            figures = [
                table.figures.get(".".join((table.id, *row.path, *column.path)))
                for block in table.blocks
                for row in block.row_leaves
                for column in block.column_leaves
                if any(each is line for each in (row.line, column.line, *row.above, *column.above))
            ]
            types = [figure.type for figure in figures if figure]
            if types and not any(type_.has_decimals for type_ in types):
                values = {"found": line.key, "type": types[0].value}
                self.tell("form-value", at, message="form-decimals", **values)


_OF_PRINTED = ("label", "also", "prints")
"""What a column without figures may have."""


def _tops(table: Table) -> set[str]:
    """The first keys of the columns of a table."""
    return {figure.column[0] for figure in table.figures.values() if figure.column}
