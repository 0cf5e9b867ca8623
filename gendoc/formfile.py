"""Reads a form.yaml into a form, telling each mistake where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from gendoc import formkeys
from gendoc.expression import ChangeWords, Expression, ExpressionError, Kinds, parse, split
from gendoc.figure import UNUSABLE, FigureType, number, text
from gendoc.form import (
    RESERVED,
    RESERVED_CHECKS,
    Block,
    Check,
    Field,
    Form,
    Line,
    Mentions,
    Saying,
    Section,
    Table,
    Topic,
    Unit,
    kind_of,
    named_leaves,
    summed,
)
from gendoc.formkeys import Part
from gendoc.problem import Bilingual, Invalid, Severity
from gendoc.source import Node, Source, read, suggest

_KEY = re.compile(r"[^\W\d]\w*")
_NOT_KEYS = frozenset({"and", "or", "not", "in", "is", "if", "else", "true", "false", "none"})


def load(folder: Path, shown: str = "") -> Form:
    """Read `form.yaml` in a folder. Raises `Invalid` with every mistake in it."""
    path = folder / "form.yaml"
    source, root = read(path, shown or str(path))
    form = _Reader(source).form(root, folder)
    if source.problems or form is None:
        raise Invalid(sorted(source.problems, key=lambda problem: problem.place))
    return form


_APART = re.compile(r"\(\?(?![:=!]|<[=!])|\\[1-9]")
"""What a pattern that becomes part of a larger one cannot hold: flags, named groups, references."""
Nodes = Mapping[str, Node]


class _Reader:
    """Turns the nodes of a form.yaml into a `Form`, telling each mistake where it stands."""

    def __init__(self, source: Source) -> None:
        self.source = source

    def form(self, root: Node, folder: Path) -> Form | None:
        nodes = self._nodes(root, formkeys.FORM)
        if self.source.problems and not {"id", "title", "sections"} <= set(nodes):
            return None
        fields = {key: self._field(key, node) for key, node in self._named(nodes.get("fields"))}
        tables = {key: self._table(key, node) for key, node in self._named(nodes.get("tables"))}
        sections = tuple(self._section(node, tables) for node in self._items(nodes.get("sections")))
        form = Form(
            id=self._text(nodes.get("id")),
            version=self._text(nodes.get("version")),
            name=self._text(nodes.get("name")),
            basis=self._text(nodes.get("basis")),
            language=self._text(nodes.get("language"), "zh-CN"),
            years=self._years(nodes.get("years")),
            follows=tuple(self._text(item) for item in self._one_or_more(nodes.get("follows"))),
            title=tuple(self._text(node) for node in self._one_or_more(nodes.get("title"))),
            also=self._also(nodes.get("also")),
            numbering=self._text(nodes.get("numbering")),
            sections=sections,
            tables=tables,
            fields=fields,
            checks=(),
            change=self._change(nodes.get("change")),
            folder=folder,
        )
        self._check_ids(form, nodes)
        self._check_title(form, nodes)
        if self.source.problems:
            # Checks name the figures of tables; told of broken tables they would only echo.
            return None
        checks: dict[str, Check] = {}
        for node in self._items(nodes.get("checks")):
            if check := self._check(node, form):
                if check.name in checks or check.name in RESERVED_CHECKS:
                    self._tell("form-same-key", node, found=check.name)
                checks[check.name] = check
        return replace(form, checks=tuple(checks.values()))

    # -- parts of a form ------------------------------------------------------------------

    def _field(self, key: str, node: Node) -> Field:
        nodes = self._nodes(node, formkeys.FIELD)
        if ("options" in nodes) != (self._text(nodes.get("type")) == "choice"):
            self._tell("form-value", node, message="form-options", found=key)
        return Field(
            id=key,
            label=self._text(nodes.get("label")),
            type=self._type(nodes.get("type")) or FigureType.TEXT,
            options=tuple(self._text(item) for item in self._items(nodes.get("options"))),
            required=self._flag(nodes.get("required")),
        )

    def _section(self, node: Node, tables: Mapping[str, Table]) -> Section:
        nodes = self._nodes(node, formkeys.SECTION)
        id_, kind = self._text(nodes.get("id")), self._choice(nodes, formkeys.SECTION, "kind")
        if kind == "table" and id_ not in tables:
            self._tell_unknown("form-unknown-table", nodes.get("id", node), id_, tables)
        return Section(
            id=id_,
            title=self._text(nodes.get("title")),
            label=self._text(nodes.get("label")) or self._text(nodes.get("title")) or id_,
            kind="table" if kind == "table" else "text",
            required=self._flag(nodes.get("required"), default=True),
            also=self._also(nodes.get("also")),
        )

    def _table(self, key: str, node: Node) -> Table:
        before = len(self.source.problems)
        nodes = self._nodes(node, formkeys.TABLE)
        omitted = self._choice(nodes, formkeys.TABLE, "omitted")
        if "blocks" in nodes:
            for own in ("corner", "columns", "rows"):
                if own in nodes:
                    self._tell("form-value", nodes[own], message="form-blocks", found=own)
            blocks = [self._nodes(item, formkeys.BLOCK) for item in self._items(nodes["blocks"])]
        else:
            blocks = [
                {name: nodes[name] for name in ("corner", "columns", "rows") if name in nodes}
            ]
        table = Table(
            id=key,
            blocks=tuple(self._block(block) for block in blocks),
            type=self._type(nodes.get("type")) or FigureType.COUNT,
            unit=self._text(nodes.get("unit")),
            omitted_is_zero=omitted == "0",
            labels=0,
        )
        depths = (line.depth for block in table.blocks for line in block.rows)
        table = replace(table, labels=max(depths, default=0))
        if not any(block.columns or block.rows for block in table.blocks):
            self._tell("form-value", node, message="form-empty-table", found=key)
        if len(self.source.problems) > before:
            return table  # what is told below would only echo it
        count = sum(len(b.row_leaves) * len(b.column_leaves) for b in table.blocks)
        if count != len(table.figures):
            self._tell("form-same-key", node, found=key)
        self._check_figures(table, node)
        return table

    def _block(self, nodes: Nodes) -> Block:
        return Block(
            heading=self._text(nodes.get("heading")),
            corner=self._text(nodes.get("corner")),
            columns=self._lines(nodes.get("columns"), "columns"),
            rows=self._lines(nodes.get("rows"), "rows"),
            type=self._type(nodes.get("type")),
            unit=self._text(nodes.get("unit")),
        )

    def _lines(self, node: Node | None, inner: str) -> tuple[Line, ...]:
        lines = tuple(self._line(key, child, inner) for key, child in self._named(node))
        for (_, child), line in zip(self._named(node), lines, strict=True):
            self._check_sum(line, lines, child)
        return lines

    def _line(self, key: str, node: Node, inner: str) -> Line:
        if isinstance(node.value, str):
            return Line(key, self._text(node))
        nodes = self._nodes(node, formkeys.LINE, inner)
        self._check_line(key, node, nodes, inner)
        return Line(
            key=key,
            label=self._text(nodes.get("label")),
            lines=self._lines(nodes.get(inner), inner),
            type=self._type(nodes.get("type")),
            unit=self._text(nodes.get("unit")),
            in_key=self._flag(nodes.get("in_key"), default=True),
            as_row=self._flag(nodes.get("as_row")),
            sum=self._sum(nodes.get("sum")),
            also=self._also(nodes.get("also")),
        )

    def _also(self, node: Node | None) -> tuple[str, ...]:
        """Other wordings of a label: one, or a list of them."""
        return tuple(filter(None, (self._text(item) for item in self._one_or_more(node))))

    def _sum(self, node: Node | None) -> tuple[str, ...] | None:
        if node is None:
            return None
        if node.value == "all" or _is_blank(node):
            return ()
        return tuple(self._text(item) for item in self._one_or_more(node))

    def _check(self, node: Node, form: Form) -> Check | None:
        nodes = self._nodes(node, formkeys.CHECK)
        if "name" not in nodes:
            return None
        if sum(kind in nodes for kind in formkeys.KINDS) != 1:
            self._tell("form-check", node, message="form-check-kind")
            return None
        table = self._text(nodes.get("table"))
        for_each = self._choice(nodes, formkeys.CHECK, "for_each")
        severity = self._choice(nodes, formkeys.CHECK, "severity") or "error"
        if table and table not in form.tables:
            self._tell_unknown("form-unknown-table", nodes["table"], table, form.tables)
            return None
        if for_each and not table:
            self._tell("form-check", nodes["for_each"], message="form-check-table")
            return None
        holds = self._relation(nodes.get("holds"), _scope(form, table, for_each))
        texts = tuple(section.id for section in form.sections if section.kind == "text")
        return Check(
            name=self._text(nodes["name"]),
            holds=holds,
            differs=self._sections(nodes.get("differs"), texts),
            forbids=self._patterns(nodes.get("forbids")),
            headings=self._patterns(nodes.get("headings")),
            demands=self._patterns(nodes.get("demands")),
            years=self._years_patterns(nodes.get("years")),
            mentions=self._mentions(nodes.get("mentions"), form),
            unless=self._patterns(nodes.get("unless")),
            within=self._sections(nodes.get("within"), texts) or texts,
            when=self._when(nodes.get("when"), form),
            limit=self._percent(nodes.get("limit")),
            table=table,
            for_each=for_each,  # type: ignore[arg-type]
            severity=Severity(severity),
            basis=self._bilingual(nodes.get("basis")),
            label=self._bilingual(
                nodes.get("label"), holds.text if holds else self._text(nodes["name"])
            ),
            bad=self._text(nodes.get("bad")).rstrip(),
            good=self._text(nodes.get("good")).rstrip(),
        )

    def _bilingual(self, node: Node | None, default: str = "") -> Bilingual:
        """A text, or one in each language."""
        if node is None or not isinstance(node.value, dict):
            text = self._text(node, default)
            return Bilingual(text, text)
        nodes = self._nodes(node, formkeys.BILINGUAL)
        return Bilingual(self._text(nodes.get("zh")), self._text(nodes.get("en")))

    def _relation(self, node: Node | None, scope: Kinds) -> Expression | None:
        if node is None:
            return None
        try:
            holds = parse(self._text(node))
            last: Kinds = {f"last.{name}": kind for name, kind in scope.items()}
            if holds.check({**scope, **last}) != "truth" or not holds.names:
                raise ExpressionError("form-check-no-relation", found=holds.text)
        except ExpressionError as error:
            self._tell("form-check", node, message=error.message, **error.values)
            return None
        return holds

    def _sections(self, node: Node | None, known: tuple[str, ...]) -> tuple[str, ...]:
        for item in self._items(node):
            if (section := self._text(item)) not in known:
                self._tell_unknown("form-unknown-section", item, section, known)
        return tuple(self._text(item) for item in self._items(node))

    def _mentions(self, node: Node | None, form: Form) -> Mentions | None:
        if node is None:
            return None
        nodes = self._nodes(node, formkeys.MENTIONS)
        kinds: Kinds = {key: kind_of(figure.type) for key, figure in form.figures.items()}
        topics = tuple(self._topic(item, kinds) for item in self._items(nodes.get("topics")))
        words = {key: self._pattern(nodes.get(key)).pattern for key in formkeys.MENTION_WORDS}
        return Mentions(topics, **words)

    def _topic(self, node: Node, kinds: Kinds) -> Topic:
        nodes = self._nodes(node, formkeys.TOPIC)
        return Topic(
            about=self._pattern(nodes.get("about")),
            units=tuple(self._units(nodes.get("units"))),
            means=self._means(nodes.get("means"), kinds),
            says=tuple(self._saying(item, kinds) for item in self._items(nodes.get("says"))),
        )

    def _units(self, node: Node | None) -> Iterator[Unit]:
        if node and not isinstance(node.value, dict):
            self._tell("wrong-type", node, message="form-wrong-type/mapping")
        for name, entry in node.value.items() if node and isinstance(node.value, dict) else ():
            scale = number(entry.value, FigureType.MONEY)
            if isinstance(scale, Decimal) and scale:
                yield Unit(self._pattern(replace(entry.key, value=name)), scale)
            else:
                self._tell(
                    "form-value", entry.value, found=self._text(entry.value), known="1, 10000"
                )

    def _saying(self, node: Node, kinds: Kinds) -> Saying:
        nodes = self._nodes(node, formkeys.SAYING)
        means = self._means(nodes.get("means"), kinds)
        return Saying(self._pattern(nodes.get("words")), means)

    def _means(self, node: Node | None, kinds: Kinds) -> tuple[Expression, ...]:
        found: list[Expression] = []
        for item in self._one_or_more(node):
            try:
                found.append(parse(self._text(item)))
                if found[-1].check(kinds) != "number":
                    raise ExpressionError("expression/not-number", found=found[-1].text)
            except ExpressionError as error:
                self._tell("form-check", item, message=error.message, **error.values)
        return tuple(found)

    def _pattern(self, node: Node | None) -> re.Pattern[str]:
        """A pattern of words, fit to be one of many in a larger pattern."""
        pattern = next(iter(self._patterns_of([node] if node else [])), re.compile(""))
        if node and (_APART.search(pattern.pattern) or pattern.fullmatch("")):
            self._tell("form-check", node, message="form-check-words", found=pattern.pattern)
        return pattern

    def _years_patterns(self, node: Node | None) -> tuple[re.Pattern[str], ...]:
        for item, pattern in zip(self._items(node), self._patterns(node), strict=False):
            if pattern.groups != 1:
                self._tell("form-check", item, message="form-check-year", found=pattern.pattern)
        return self._patterns(node)

    def _patterns(self, node: Node | None) -> tuple[re.Pattern[str], ...]:
        return self._patterns_of(self._items(node))

    def _patterns_of(self, items: list[Node]) -> tuple[re.Pattern[str], ...]:
        found: list[re.Pattern[str]] = []
        for item in items:
            try:
                found.append(re.compile(self._text(item)))
            except re.error as error:
                self._tell("form-check", item, message="form-check-pattern", found=str(error))
        return tuple(found)

    def _when(self, node: Node | None, form: Form) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for name, entry in self._named(node):
            if name not in form.fields:
                self._tell_unknown("unknown-key", entry, name, form.fields)
            found[name] = tuple(self._text(item) for item in self._one_or_more(entry))
        return found

    def _percent(self, node: Node | None) -> int:
        text = self._text(node, "50")
        if text.isdecimal() and int(text) <= 100:
            return int(text)
        assert node
        self._tell("form-value", node, found=text, known="0–100")
        return 0

    def _change(self, node: Node | None) -> ChangeWords:
        if node is None:
            return ChangeWords()
        nodes = self._nodes(node, formkeys.CHANGE)
        return ChangeWords(*(self._text(nodes.get(key)) for key in ("up", "down", "same")))

    def _years(self, node: Node | None) -> tuple[int | None, int | None]:
        nodes = self._nodes(node, formkeys.YEARS) if node else {}
        first, last = self._year(nodes.get("from")), self._year(nodes.get("to"))
        if first and last and first > last:
            assert node
            self._tell("form-value", node, found=f"{first}–{last}", known=f"{last}–{first}")
        return first, last

    def _year(self, node: Node | None) -> int | None:
        text = self._text(node)
        if node is None or re.fullmatch(r"[12][0-9]{3}", text):
            return int(text) if text else None
        self._tell("form-value", node, found=text, known="2021")
        return None

    # -- what must fit together -----------------------------------------------------------

    def _check_ids(self, form: Form, nodes: Nodes) -> None:
        if form.numbering and not re.search("[一1]", form.numbering):
            self._tell(
                "form-value", nodes["numbering"], found=form.numbering, known="（一） 一、 1. (1)"
            )
        if form.id != form.folder.name and "id" in nodes:
            self._tell("form-id", nodes["id"], found=form.id, folder=form.folder.name)
        for part in ("fields", "tables"):
            for key, _ in self._named(nodes.get(part)):
                if key in RESERVED:
                    self._tell("form-reserved", nodes[part], found=key)
        seen: set[str] = set()
        for section, node in zip(form.sections, self._items(nodes.get("sections")), strict=True):
            written = self._text(self._nodes(node, None).get("kind"))
            clash = written == "text" and (section.id in form.tables or section.id in RESERVED)
            if section.id in seen or section.id in form.fields or clash:
                self._tell("form-same-key", node, found=section.id)
            seen.add(section.id)

        for id_, entry in self._named(nodes.get("tables")):
            if id_ not in seen:
                self._tell("form-unused-table", entry, found=id_)

    def _check_title(self, form: Form, nodes: Nodes) -> None:
        kinds: Kinds = {"organ": "text", "year": "number"}
        kinds = {**kinds, **{field.id: kind_of(field.type) for field in form.fields.values()}}
        for part in form.title:
            for tag in split(part):
                if isinstance(tag, str):
                    if UNUSABLE.search(tag):
                        self._tell(
                            "unusable-name",
                            nodes["title"],
                            message="unusable-name/title",
                            found=tag,
                        )
                    continue
                try:
                    if tag.error:
                        raise tag.error
                    assert tag.expression
                    tag.expression.check(kinds)
                except ExpressionError as error:
                    self._tell("form-title", nodes["title"], message=error.message, **error.values)

    def _check_line(self, key: str, node: Node, nodes: Nodes, inner: str) -> None:
        group = inner in nodes
        if isinstance(node.value, dict) and inner in node.value and _is_blank(nodes.get(inner)):
            self._tell("form-missing-key", node, found=inner)
        for name, fits in (("sum", not group), ("as_row", group), ("in_key", group)):
            if name in nodes and not fits:
                self._tell("form-line", nodes[name], found=name, key=key)
        if "as_row" in nodes and inner == "columns":
            self._tell("form-line", nodes["as_row"], found="as_row", key=key)

    def _check_sum(self, total: Line, beside: tuple[Line, ...], node: Node) -> None:
        if total.sum is None:
            return
        at = self._nodes(node, None)["sum"]
        known = [line.key for line in beside if line is not total]
        empty = at.value == [] or (total.sum == () and not summed(total, beside, ()))
        if empty or len(set(total.sum)) < len(total.sum):
            self._tell("form-sum", at, found=total.key)
        for name in total.sum:
            if not list(named_leaves(name.split("."), beside, ())):
                self._tell_unknown("form-unknown-row", at, name, known)

    def _check_figures(self, table: Table, node: Node) -> None:
        """What only the figures together show: cycles, text in sums, a key inside another's."""
        groups = {key.rsplit(".", depth)[0] for key in table.figures for depth in range(1, 9)}
        for key in sorted(groups & set(table.figures)):
            self._tell("form-same-key", node, found=key)
        for figure in table.figures.values():
            parts = [table.figures[part] for part in figure.parts or () if part in table.figures]
            if parts and not all(part.type.is_number for part in (figure, *parts)):
                self._tell("form-sum", node, found=figure.key)
        self._check_cycle(table, node)

    def _check_cycle(self, table: Table, node: Node) -> None:
        done: set[str] = set()

        def visit(key: str, trail: tuple[str, ...]) -> bool:
            if key in trail:
                self._tell("form-cycle", node, found=" → ".join((*trail[trail.index(key) :], key)))
                return False
            figure = table.figures.get(key)
            if key in done or figure is None or figure.parts is None:
                return True
            done.add(key)
            return all(visit(part, (*trail, key)) for part in figure.parts)

        all(visit(key, ()) for key in table.figures)

    # -- single values --------------------------------------------------------------------

    def _nodes(self, node: Node, part: Part | None, *more: str) -> dict[str, Node]:
        """The values of a mapping by key, unknown and missing keys told (`None`: no telling)."""
        if not isinstance(node.value, dict):
            self._tell("wrong-type", node, message="form-wrong-type/mapping")
            return {}
        nodes = {key: entry.value for key, entry in node.value.items()}
        if part is not None:
            known = (*part.names, *more)
            for key, entry in node.value.items():
                if key not in known:
                    self._tell_unknown("unknown-key", entry.key, key, known)
            for key in part.required:
                if _is_blank(nodes.get(key)):
                    self._tell("form-missing-key", node, found=key)
        return {key: value for key, value in nodes.items() if not value.is_null}

    def _named(self, node: Node | None) -> list[tuple[str, Node]]:
        if node is None or node.is_null:
            return []
        if not isinstance(node.value, dict):
            self._tell("wrong-type", node, message="form-wrong-type/mapping")
            return []
        for key, entry in node.value.items():
            if not _KEY.fullmatch(key) or key.lower() in _NOT_KEYS:
                self._tell("form-key", entry.key, found=key)
        return [(key, entry.value) for key, entry in node.value.items()]

    def _items(self, node: Node | None) -> list[Node]:
        if node is None or node.is_null:
            return []
        if not isinstance(node.value, list):
            self._tell("wrong-type", node, message="form-wrong-type/list")
            return []
        return node.value

    def _one_or_more(self, node: Node | None) -> list[Node]:
        return [node] if node and isinstance(node.value, str) else self._items(node)

    def _text(self, node: Node | None, default: str = "") -> str:
        if node is None or node.is_null or node.value == "":
            return default
        if not isinstance(node.value, str):
            self._tell("wrong-type", node, message="form-wrong-type/text")
            return default
        return text(self.source, node, "") or default

    def _choice(self, nodes: Nodes, part: Part, name: str) -> str:
        """One of the values that a key may have; empty, and told, for any other."""
        text, choices = self._text(nodes.get(name)), part.choices(name)
        if not text or text in choices:
            return text
        self._tell("form-value", nodes[name], found=text, known=", ".join(choices))
        return ""

    def _flag(self, node: Node | None, *, default: bool = False) -> bool:
        text = self._text(node, "true" if default else "false")
        if node and text not in ("true", "false"):
            self._tell("form-value", node, found=text, known="true, false")
        return text == "true"

    def _type(self, node: Node | None) -> FigureType | None:
        text = self._text(node)
        if node is None or text in {type_.value for type_ in FigureType}:
            return FigureType(text) if node else None
        known = [type_.value for type_ in FigureType]
        self._tell("form-value", node, found=text, known=", ".join(known))
        return None

    def _tell_unknown(self, name: str, node: Node, found: str, known: Iterable[str]) -> None:
        likely = suggest(found, known)
        message = name if likely else f"{name}/unknown"
        self._tell(name, node, message=message, found=found, likely=likely, known=", ".join(known))

    def _tell(self, name: str, node: Node, **values: object) -> None:
        self.source.tell(name, node, **values)


def _is_blank(node: Node | None) -> bool:
    """Whether a required value is not there, or there without anything in it."""
    return node is None or node.is_null or node.value in ("", [], {})


def _scope(form: Form, table: str, for_each: str) -> Kinds:
    """The names that a check may use: full keys, keys of a table, or its rows or columns."""
    if not table:
        return {key: kind_of(figure.type) for key, figure in form.figures.items()}
    figures = form.tables[table].figures.values()
    if for_each == "column":
        return {".".join(figure.row): kind_of(figure.type) for figure in figures}
    if for_each == "row":
        return {".".join(figure.column): kind_of(figure.type) for figure in figures}
    return {figure.key.removeprefix(f"{table}."): kind_of(figure.type) for figure in figures}
