"""Reads a form.yaml into a form, telling each mistake where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from gendoc import formkeys, source
from gendoc.expression import (
    ChangeWords,
    Expression,
    ExpressionError,
    Kind,
    Kinds,
    Tag,
    parse,
    split,
)
from gendoc.figure import MAX_DECIMALS, UNUSABLE, FigureType, number
from gendoc.form import (
    ENTITY_COUNT,
    ENTITY_NAME,
    GIVEN_FIELDS,
    LAST,
    RESERVED,
    RESERVED_CHECKS,
    USABLE_ID,
    VALUE,
    Around,
    Block,
    Check,
    Condition,
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
from gendoc.formnodes import NodeReader, Nodes, is_blank
from gendoc.pattern import Pattern
from gendoc.problem import Bilingual, Invalid, Problem, Severity
from gendoc.source import Node, Source

_VERSION = re.compile(r"[1-9][0-9]{0,3}(\.[0-9]{1,4})*")
_LANGUAGE = re.compile(r"(zh|en)(-[A-Za-z0-9]{1,8})*")
"""The languages that documents are printed in: what stands between words, days and answers."""
MAX_TEXTS = 3
"""Texts of a line around a table: at both sides and in between."""
_MESSAGES = {
    "undefined-name": "form-name",
    "undefined-name/unknown": "form-name/unknown",
    "expression/syntax": "form-check-syntax",
}
"""What a form says otherwise than prose, which has facts."""
_RESULT = {"truth": "relation", "number": "number"}


def load(folder: Path, shown: str = "") -> Form:
    """Read `form.yaml` in a folder. Raises `Invalid` with every mistake in it."""
    path = folder / "form.yaml"
    shown = shown or str(path)
    return read(source.read_text(path, shown), folder, shown)


def read(text: str, folder: Path, shown: str) -> Form:
    """Read the text of a form's `form.yaml`. Raises `Invalid` with every mistake in it."""
    try:
        file, root = source.parse(text, shown)
    except Invalid as error:
        raise Invalid(map(_of_form, error.problems)) from error
    form = _Reader(file).form(root, folder)
    if file.problems or form is None:
        raise Invalid(sorted(file.problems, key=lambda problem: problem.place))
    return form


def _of_form(problem: Problem) -> Problem:
    """A problem of reading YAML, where its words are about reports."""
    words = {"empty-file": "empty-file/form"}
    return replace(problem, message=words.get(problem.message, problem.message))


_APART = re.compile(r"\(\?(?![:=!]|<[=!])|\\[1-9]")
"""What a pattern that becomes part of a larger one cannot hold: flags, named groups, references."""


class _Reader(NodeReader):
    """Turns the nodes of a form.yaml into a `Form`, telling each mistake where it stands."""

    def __init__(self, source: Source) -> None:
        super().__init__(source)
        self.places: dict[int, Node] = {}
        """Where each expression of a line stands, by its identity; they are checked last."""
        self.decimals: list[tuple[Line, Node]] = []
        """The lines of a table that say how many decimals they have, and where."""
        self.as_rows: list[tuple[str, Node]] = []
        """The groups of a block that a report may enter as one row, and where they say so."""
        self.sound: dict[str, Node] = {}
        """The tables without mistakes of their own, and where they stand."""

    def form(self, root: Node, folder: Path) -> Form | None:
        nodes = self.nodes(root, formkeys.FORM)
        if self.source.problems and not {"id", "title", "sections"} <= set(nodes):
            return None
        declared = {key: self._field(key, node) for key, node in self.named(nodes.get("fields"))}
        sound_fields = not self.source.problems
        fields = {key: field for key, field in declared.items() if key not in GIVEN_FIELDS}
        tables = {key: self._table(key, node) for key, node in self.named(nodes.get("tables"))}
        sections = tuple(
            self._section(node, tables, {**GIVEN_FIELDS, **declared})
            for node in self.items(nodes.get("sections"))
        )
        form = Form(
            id=self.text(nodes.get("id")),
            version=self.text(nodes.get("version")),
            name=self.text(nodes.get("name")),
            basis=self.text(nodes.get("basis")),
            language=self._language(nodes.get("language")),
            years=self._years(nodes.get("years")),
            follows=tuple(self.text(item) for item in self.one_or_more(nodes.get("follows"))),
            file_name=self.text(nodes.get("file_name")),
            title=tuple(self.text(node) for node in self.one_or_more(nodes.get("title"))),
            also=self._also(nodes.get("also")),
            numbering=self.text(nodes.get("numbering")),
            sections=sections,
            tables=tables,
            fields=fields,
            labels={key: declared.get(key, field).label for key, field in GIVEN_FIELDS.items()},
            checks=(),
            change=self._change(nodes.get("change")),
            folder=folder,
            landscape=self.flag(nodes.get("landscape")),
        )
        form = self._connected(form)
        self._check_ids(form, nodes)
        self._check_title(form, form.title, nodes.get("title"))
        self._check_title(form, (form.file_name,), nodes.get("file_name"))
        self._check_around(form, nodes.get("tables"))
        if not sound_fields or self.sound.keys() != tables.keys():
            return None  # Checks name figures and fields; of broken ones they would only echo.
        checks: dict[str, Check] = {}
        for node in self.items(nodes.get("checks")):
            if check := self._check(node, form):
                if check.name in checks or check.name in RESERVED_CHECKS:
                    self.tell("form-same-key", node, found=check.name)
                checks[check.name] = check
        return replace(form, checks=tuple(checks.values()))

    # -- parts of a form ------------------------------------------------------------------

    def _field(self, key: str, node: Node) -> Field:
        if isinstance(node.value, str):
            return Field(key, self.text(node), FigureType.TEXT)
        nodes = self.nodes(node, formkeys.FIELD)
        for name in nodes if key in GIVEN_FIELDS else ():
            if name != "label":
                self.tell_unknown("unknown-key", nodes[name], name, ["label"])
        type_ = self.type(nodes.get("type")) or FigureType.TEXT
        self._check_options(key, type_, nodes, node)
        empty, required = (
            self._placed(nodes.get(f"{name}_when")) for name in ("empty", "required")
        )
        field = Field(
            id=key,
            label=self.text(nodes.get("label")),
            type=type_,
            options=tuple(self.text(item) for item in self.items(nodes.get("options"))),
            required=self.flag(nodes.get("required")),
            pattern=self.pattern(nodes.get("pattern")),
            example=self.text(nodes.get("example")),
            empty_when=_of_fields(empty),
            required_when=_of_fields(required),
        )
        self._check_example(field, nodes)
        return field

    def _check_options(self, key: str, type_: FigureType | None, nodes: Nodes, node: Node) -> None:
        has_options = bool(type_ and type_.has_options)
        if has_options and is_blank(nodes.get("options")):
            self.tell("form-value", node, message="form-options/none", found=key)
        elif "options" in nodes and not has_options:
            self.tell("form-value", nodes["options"], message="form-options", found=key)
        if "pattern" in nodes and type_ is not FigureType.TEXT:
            self.tell("form-value", nodes["pattern"], message="form-pattern", found=key)

    def _check_example(self, what: Field | Line, nodes: Nodes) -> None:
        if what.pattern and what.example and not what.pattern.fullmatch(what.example):
            values = {"found": what.example, "known": what.pattern.pattern}
            self.tell("form-value", nodes["example"], message="form-example", **values)

    def _section(
        self, node: Node, tables: Mapping[str, Table], fields: Mapping[str, Field]
    ) -> Section:
        nodes = self.nodes(node, formkeys.SECTION)
        id_, kind = self.text(nodes.get("id")), self.choice(nodes, formkeys.SECTION, "kind")
        if kind == "table" and id_ not in tables:
            self.tell_unknown("form-unknown-table", nodes.get("id", node), id_, tables)
        if ("fields" in nodes) != (kind == "fields"):
            self.tell("form-value", node, message="form-fields", found=id_)
        named = self.items(nodes.get("fields"))
        for item in named:
            if self.text(item) not in fields:
                self.tell_unknown("form-unknown-field", item, self.text(item), fields)
        return Section(
            id=id_,
            title=self.text(nodes.get("title")),
            label=self.text(nodes.get("label")) or self.text(nodes.get("title")) or id_,
            kind=kind or "text",  # type: ignore[arg-type]
            required=self.flag(nodes.get("required"), default=True),
            fields=tuple(fields[self.text(n)] for n in named if self.text(n) in fields),
            in_line=self.flag(nodes.get("in_line")),
            boxed=self.flag(nodes.get("boxed")),
            also=self._also(nodes.get("also")),
        )

    def _table(self, key: str, node: Node) -> Table:
        before = len(self.source.problems)
        nodes, self.decimals = self.nodes(node, formkeys.TABLE), []
        sound = len(self.source.problems) == before
        around = self._around(nodes)  # what is wrong there touches nothing else
        before = len(self.source.problems)
        omitted = self.choice(nodes, formkeys.TABLE, "omitted")
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
            unit=self.text(nodes.get("unit")),
            omitted_is_zero=omitted == "0",
            labels=0,
            boxes=self.flag(nodes.get("boxes")),
            units_beside=self.choice(nodes, formkeys.TABLE, "units") == "beside",
            decimals=self.number(nodes.get("decimals"), MAX_DECIMALS),
            around=around,
            landscape=self.flag(nodes["landscape"]) if "landscape" in nodes else None,
        )
        depths = (line.depth for block in table.blocks for line in block.rows)
        table = replace(table, labels=max(depths, default=0))
        if not any(block.columns or block.rows for block in table.blocks):
            self.tell("form-value", node, message="form-empty-table", found=key)
        if sound and len(self.source.problems) == before:
            self.sound[key] = node
            self._check_table(table, nodes, node)
        return table

    def _check_table(self, table: Table, nodes: Nodes, node: Node) -> None:
        """What only a table without other mistakes shows; of one that has some it would echo."""
        if len(list(table.cells())) != len(table.figures):
            self.tell("form-same-key", node, found=table.id)
        self._check_figures(table, node)
        self._check_decimals(table)
        if "decimals" in nodes and not any(f.type.has_decimals for f in table.figures.values()):
            values = {"found": table.id, "type": table.type.value}
            self.tell("form-value", nodes["decimals"], message="form-decimals", **values)
        for repeated in table.repeats.values() if ENTITY_NAME in _tops(table) else ():
            self.tell("form-reserved", node, message="form-entity-name", found=repeated.key)

    def _around(self, nodes: Nodes) -> Around:
        above, below = (tuple(self._lines_of(nodes.get(key))) for key in ("above", "below"))
        return Around(self.text(nodes.get("caption")), above, below)

    def _lines_of(self, node: Node | None) -> Iterator[tuple[str, ...]]:
        """Lines around a table: a text, or a list of texts and lists of two or three."""
        for item in self.one_or_more(node):
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
        self.as_rows = []
        rows = self._lines(nodes.get("rows"), "rows")
        columns = self._lines(nodes.get("columns"), "columns")
        for key, at in self.as_rows if not columns else ():
            self.tell("form-line", at, message="form-line/as-row", key=key)
        return Block(
            heading=self.text(nodes.get("heading")),
            corner=self.text(nodes.get("corner")),
            columns=columns,
            rows=rows,
            type=self.type(nodes.get("type")),
            unit=self.text(nodes.get("unit")),
            has_rows=bool(rows),
        )

    def _lines(self, node: Node | None, inner: str) -> tuple[Line, ...]:
        named = self.named(node, dots=inner == "rows")
        lines = tuple(self._line(key, child, inner) for key, child in named)
        for (_, child), line in zip(named, lines, strict=True):
            self._check_sum(line, lines, child)
        return lines

    def _line(self, key: str, node: Node, inner: str) -> Line:
        if isinstance(node.value, str):
            return Line(key, self.text(node))
        nodes = self.nodes(node, formkeys.ROW if inner == "rows" else formkeys.COLUMN)
        self._check_line(key, node, nodes, inner)
        line = Line(
            key=key,
            label=self.text(nodes.get("label")),
            lines=self._lines(nodes.get(inner), inner),
            type=self.type(nodes.get("type")),
            unit=self.text(nodes.get("unit")),
            in_key=self.flag(nodes.get("in_key"), default=True),
            as_row=self.flag(nodes.get("as_row")),
            sum=self._sum(nodes.get("sum")),
            formula=self._placed(nodes.get("formula")),
            decimals=self.number(nodes.get("decimals"), MAX_DECIMALS),
            options=tuple(self.text(item) for item in self.items(nodes.get("options"))),
            pattern=self.pattern(nodes.get("pattern")),
            example=self.text(nodes.get("example")),
            optional=self.flag(nodes.get("optional")),
            empty_when=self._placed(nodes.get("empty_when")),
            required_when=self._placed(nodes.get("required_when")),
            total=self.flag(nodes["total"]) if "total" in nodes else None,
            repeat=self.flag(nodes.get("repeat")),
            also=self._also(nodes.get("also")),
            also_units=tuple(self._units(nodes.get("also_units"))),
        )
        self._check_example(line, nodes)
        if "decimals" in nodes:
            self.decimals.append((line, nodes["decimals"]))
        if line.as_row:
            self.as_rows.append((key, nodes["as_row"]))
        return line

    def _also(self, node: Node | None) -> tuple[str, ...]:
        """Other wordings of a label: one, or a list of them."""
        return tuple(filter(None, (self.text(item) for item in self.one_or_more(node))))

    def _placed(self, node: Node | None) -> Expression | None:
        """An expression of a line, to be checked when the whole table is known."""
        expression = self.expression(node)
        if expression and node:
            self.places[id(expression)] = node
        return expression

    def _sum(self, node: Node | None) -> tuple[str, ...] | None:
        if node is None:
            return None
        if node.value == "all" or is_blank(node):
            return ()
        return tuple(self.text(item) for item in self.one_or_more(node))

    def _check(self, node: Node, form: Form) -> Check | None:
        nodes = self.nodes(node, formkeys.CHECK)
        if "name" not in nodes:
            return None
        if sum(kind in nodes for kind in formkeys.KINDS) != 1:
            known = ", ".join(formkeys.KINDS)
            self.tell("form-check", node, message="form-check-kind", known=known)
            return None
        table = self.text(nodes.get("table"))
        for_each = self.choice(nodes, formkeys.CHECK, "for_each")
        severity = self.choice(nodes, formkeys.CHECK, "severity") or "error"
        if table and table not in form.tables:
            self.tell_unknown("form-unknown-table", nodes["table"], table, form.tables)
            return None
        if for_each and not table:
            self.tell("form-check", nodes["for_each"], message="form-check-table")
            return None
        scope = _scope(form, table, for_each)
        holds, when = self._relation(nodes.get("holds"), scope), nodes.get("when")
        given = when if when and isinstance(when.value, str) else None
        texts = tuple(section.id for section in form.sections if section.kind == "text")
        return Check(
            name=self.text(nodes["name"]),
            holds=holds,
            differs=self._sections(nodes.get("differs"), texts),
            forbids=self._patterns(nodes.get("forbids")),
            headings=self._patterns(nodes.get("headings")),
            demands=self._patterns(nodes.get("demands")),
            years=self._years_patterns(nodes.get("years")),
            mentions=self._mentions(nodes.get("mentions"), form),
            unless=self._patterns(nodes.get("unless")),
            within=self._sections(nodes.get("within"), texts) or texts,
            when={} if given else self._when(when, form),
            given=self._relation(given, scope),
            limit=self._percent(nodes.get("limit")),
            table=table,
            for_each=for_each,  # type: ignore[arg-type]
            severity=Severity(severity),
            basis=self._bilingual(nodes.get("basis")),
            label=self._bilingual(
                nodes.get("label"), holds.text if holds else self.text(nodes["name"])
            ),
            bad=self.text(nodes.get("bad")).rstrip(),
            good=self.text(nodes.get("good")).rstrip(),
        )

    def _bilingual(self, node: Node | None, default: str = "") -> Bilingual:
        """A text, or one in each language."""
        if node is None or not isinstance(node.value, dict):
            text = self.text(node, default)
            return Bilingual(text, text)
        nodes = self.nodes(node, formkeys.BILINGUAL)
        return Bilingual(self.text(nodes.get("zh")), self.text(nodes.get("en")))

    def _relation(self, node: Node | None, scope: Kinds) -> Expression | None:
        holds = self.expression(node)
        if node is None or holds is None:
            return None
        return holds if self._fits(holds, _with_last(scope), "truth", node) else None

    def _fits(self, expression: Expression, kinds: Kinds, wanted: Kind, node: Node) -> bool:
        """Whether an expression names what is there and comes to what it should; told if not."""
        errors = expression.unknown(kinds)
        try:
            if not errors and (expression.check(kinds) != wanted or not expression.names):
                raise ExpressionError(f"form-check-no-{_RESULT[wanted]}", found=expression.text)
        except ExpressionError as error:
            errors = [error]
        for wrong in errors:
            self._tell_wrong(wrong, node)
        return not errors

    def _tell_wrong(self, error: ExpressionError, node: Node, name: str = "form-check") -> None:
        """What is wrong with an expression, at the name in it that is meant."""
        found = error.values.get("found")
        at = re.compile(rf"(?<![\w.]){re.escape(str(found))}(?![\w.])")
        match = at.search(self.source.text, node.start, node.end) if found else None
        message = _MESSAGES.get(error.message, error.message)
        place = match.start() if match else node
        self.source.tell(name, place, message=message, **error.values)

    def _sections(self, node: Node | None, known: tuple[str, ...]) -> tuple[str, ...]:
        for item in self.items(node):
            if (section := self.text(item)) not in known:
                self.tell_unknown("form-unknown-section", item, section, known)
        return tuple(self.text(item) for item in self.items(node))

    def _mentions(self, node: Node | None, form: Form) -> Mentions | None:
        if node is None:
            return None
        nodes = self.nodes(node, formkeys.MENTIONS)
        kinds: Kinds = {key: kind_of(figure) for key, figure in form.figures.items()}
        topics = tuple(self._topic(item, kinds) for item in self.items(nodes.get("topics")))
        words = {key: self._pattern(nodes.get(key)).pattern for key in formkeys.MENTION_WORDS}
        return Mentions(topics, **words)

    def _topic(self, node: Node, kinds: Kinds) -> Topic:
        nodes = self.nodes(node, formkeys.TOPIC)
        return Topic(
            about=self._pattern(nodes.get("about")),
            units=tuple(self._units(nodes.get("units"))),
            means=self._means(nodes.get("means"), kinds),
            says=tuple(self._saying(item, kinds) for item in self.items(nodes.get("says"))),
        )

    def _units(self, node: Node | None) -> Iterator[Unit]:
        if node and not isinstance(node.value, dict):
            self.tell("wrong-type", node, message="form-wrong-type/mapping")
        for name, entry in node.value.items() if node and isinstance(node.value, dict) else ():
            scale = number(entry.value, FigureType.MONEY)
            if isinstance(scale, Decimal) and scale:
                yield Unit(self._pattern(replace(entry.key, value=name)), scale)
            else:
                self.tell("form-value", entry.value, found=self.text(entry.value), known="1, 10000")

    def _saying(self, node: Node, kinds: Kinds) -> Saying:
        nodes = self.nodes(node, formkeys.SAYING)
        means = self._means(nodes.get("means"), kinds)
        return Saying(self._pattern(nodes.get("words")), means)

    def _means(self, node: Node | None, kinds: Kinds) -> tuple[Expression, ...]:
        found: list[Expression] = []
        for item in self.one_or_more(node):
            try:
                found.append(parse(self.text(item)))
                if found[-1].check(kinds) != "number":
                    raise ExpressionError("expression/not-number", found=found[-1].text)
            except ExpressionError as error:
                self._tell_wrong(error, item)
        return tuple(found)

    def _pattern(self, node: Node | None) -> Pattern:
        """A pattern of words, fit to be one of many in a larger pattern."""
        pattern = self.pattern(node) or Pattern("")
        if node and (_APART.search(pattern.pattern) or pattern.fullmatch("")):
            self.tell("form-check", node, message="form-check-words", found=pattern.pattern)
        return pattern

    def _years_patterns(self, node: Node | None) -> tuple[Pattern, ...]:
        for item, pattern in zip(self.items(node), self._patterns(node), strict=False):
            if pattern.compiled.groups != 1:
                self.tell("form-check", item, message="form-check-year", found=pattern.pattern)
        return self._patterns(node)

    def _patterns(self, node: Node | None) -> tuple[Pattern, ...]:
        found = [self.pattern(item) for item in self.items(node)]
        return tuple(pattern for pattern in found if pattern)

    def _when(self, node: Node | None, form: Form) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for name, entry in self.named(node):
            if name not in form.fields:
                self.tell_unknown("unknown-key", entry, name, form.fields)
            found[name] = tuple(self.text(item) for item in self.one_or_more(entry))
            options = form.fields[name].options if name in form.fields else ()
            for item in self.one_or_more(entry) if options else ():
                if self.text(item) not in options:
                    known = ", ".join(options)
                    self.tell("form-value", item, found=self.text(item), known=known)
        return found

    def _percent(self, node: Node | None) -> int:
        percent = self.number(node, 100)
        return 50 if percent is None else percent

    def _change(self, node: Node | None) -> ChangeWords:
        if node is None:
            return ChangeWords()
        nodes = self.nodes(node, formkeys.CHANGE)
        return ChangeWords(*(self.text(nodes.get(key)) for key in ("up", "down", "same")))

    def _language(self, node: Node | None) -> str:
        tag = self.text(node, "zh-CN")
        if node and not _LANGUAGE.fullmatch(tag):
            self.tell("form-value", node, found=tag, known="zh-CN, en, en-GB")
        return tag

    def _years(self, node: Node | None) -> tuple[int | None, int | None]:
        nodes = self.nodes(node, formkeys.YEARS) if node else {}
        first, last = self._year(nodes.get("from")), self._year(nodes.get("to"))
        if first and last and first > last:
            assert node
            self.tell("form-value", node, found=f"{first}–{last}", known=f"{last}–{first}")
        return first, last

    def _year(self, node: Node | None) -> int | None:
        text = self.text(node)
        if node is None or re.fullmatch(r"[12][0-9]{3}", text):
            return int(text) if text else None
        self.tell("form-value", node, found=text, known="2021")
        return None

    # -- what must fit together -----------------------------------------------------------

    def _check_ids(self, form: Form, nodes: Nodes) -> None:
        if form.numbering and not re.search("[一1]", form.numbering):
            self.tell(
                "form-value", nodes["numbering"], found=form.numbering, known="（一） 一、 1. (1)"
            )
        if "version" in nodes and not _VERSION.fullmatch(form.version):
            self.tell("form-value", nodes["version"], found=form.version, known="1.0, 2.1")
        if "id" in nodes and not USABLE_ID.fullmatch(form.id):
            self.tell("form-id", nodes["id"], message="form-id/characters", found=form.id)
        elif "id" in nodes and form.id != form.folder.name:
            self.tell("form-id", nodes["id"], found=form.id, folder=form.folder.name)
        for part in ("fields", "tables"):
            for key, _ in self.named(nodes.get(part)):
                if key in RESERVED and not (part == "fields" and key in GIVEN_FIELDS):
                    self.tell("form-reserved", nodes[part], found=key)
        seen: set[str] = set()
        for section, node in zip(form.sections, self.items(nodes.get("sections")), strict=True):
            written = self.text(self.nodes(node, None).get("kind"))
            if written == "text" and section.id in RESERVED:
                self.tell("form-reserved", node, found=section.id)
            clash = written == "text" and section.id in form.tables
            if section.id in seen or section.id in form.fields or clash:
                self.tell("form-same-key", node, found=section.id)
            seen.add(section.id)

        for id_, entry in self.named(nodes.get("tables")):
            if id_ not in seen:
                self.tell("form-unused-table", entry, found=id_)

    def _check_title(self, form: Form, parts: tuple[str, ...], node: Node | None) -> None:
        """The parts of a title, or the name of files, which are made of them."""
        if node is None:
            return
        self._check_tags(form, parts, node)
        for text in (piece for part in parts for piece in split(part) if isinstance(piece, str)):
            if UNUSABLE.search(text):
                message = "unusable-name/title"
                self.tell("unusable-name", node, message=message, found=text)

    def _check_tags(self, form: Form, texts: Iterable[str], node: Node) -> None:
        """The tags of texts, which name the body, the year and the form's fields."""
        kinds: Kinds = {"organ": "text", "year": "number"}
        kinds = {**kinds, **{field.id: kind_of(field) for field in form.fields.values()}}
        for tag in (piece for text in texts for piece in split(text) if isinstance(piece, Tag)):
            try:
                if tag.error:
                    raise tag.error
                assert tag.expression
                tag.expression.check(kinds)
            except ExpressionError as error:
                if error.message == "undefined-name/unknown":
                    values = {**error.values, "known": ", ".join(kinds)}
                    error = ExpressionError("form-title/unknown", **values)
                self._tell_wrong(error, node, "form-title")

    def _check_around(self, form: Form, node: Node | None) -> None:
        for id_, entry in self.named(node):
            nodes, around = self.nodes(entry, None), form.tables[id_].around
            lines = {"above": around.above, "below": around.below}
            texts = {key: [text for line in lines[key] for text in line] for key in lines}
            for key, own in {"caption": [around.caption], **texts}.items():
                if key in nodes:
                    self._check_tags(form, own, nodes[key])

    def _check_line(self, key: str, node: Node, nodes: Nodes, inner: str) -> None:
        group = inner in nodes
        if isinstance(node.value, dict) and inner in node.value and is_blank(nodes.get(inner)):
            self.tell("form-missing-key", node, found=inner)
        derived = "sum" in nodes or "formula" in nodes
        fits = {"as_row": group, "in_key": group, "sum": not group, "formula": not group}
        fits["repeat"] = not group and not derived
        fits["formula"] = not group and "sum" not in nodes
        for name, fit in fits.items():
            if name in nodes and not fit:
                self.tell("form-line", nodes[name], found=name, key=key)
        if not group:
            self._check_options(key, self.type(nodes.get("type")), nodes, node)

    def _check_sum(self, total: Line, beside: tuple[Line, ...], node: Node) -> None:
        if total.sum is None:
            return
        at = self.nodes(node, None)["sum"]
        known = [line.key for line in beside if line is not total]
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

    def _connected(self, form: Form) -> Form:
        """The form with what its formulas name in other tables; formulas and conditions are told
        that name nothing, or come to no value."""
        types = {key: figure.type for key, figure in form.figures.items()}
        types |= {field.id: field.type for field in form.fields.values()}
        tables = {id_: _with_outside(table, types) for id_, table in form.tables.items()}
        form = replace(form, tables=tables)
        for field in form.fields.values():
            for condition in filter(None, (field.empty_when, field.required_when)):
                self._fits_line(form, condition.holds, _with_last(_scope(form, "", "")), "truth")
        for id_ in self.sound:
            self._check_expressions(form, form.tables[id_])
            self._check_rounding(form, form.tables[id_])
        if self.sound.keys() == form.tables.keys():
            self._check_cycles(form)
        return form

    def _check_expressions(self, form: Form, table: Table) -> None:
        """Formulas and conditions of lines: they name what the form has, and come to a value."""
        wide = _scope(form, "", "")
        for block in table.blocks:
            columns, rows = _kinds_of_lines(table, block)
            for kinds, leaves in ((columns, block.column_leaves), (rows, block.row_leaves)):
                formulas = [leaf.line.formula for leaf in leaves]
                known = _with_last({**wide, **kinds})
                for formula in filter(None, formulas):
                    self._fits_line(form, formula, known, "number")
                known = _with_last({**wide, **_scope_of(table, ""), **kinds})
                conditions = (
                    each for leaf in leaves for each in (leaf.empty_when, leaf.required_when)
                )
                for condition in {id(each): each for each in conditions if each}.values():
                    self._fits_line(form, condition, known, "truth")

    def _check_rounding(self, form: Form, table: Table) -> None:
        """Formulas over figures with decimals whose own type has none: cents would be lost."""
        types = {key: figure.type for key, figure in form.figures.items()}
        types |= {field.id: field.type for field in form.fields.values()}
        told: set[int] = set()
        for figure in table.figures.values():
            formula = figure.formula
            if formula is None or figure.type.has_decimals or formula.rounds or id(formula) in told:
                continue
            own = (types.get(full.removeprefix(LAST)) for _, full in figure.names)
            if any(type_ and type_.has_decimals for type_ in own):
                told.add(id(formula))
                values = {
                    "found": figure.column_label or figure.row_label,
                    "type": figure.type.value,
                }
                values["formula"] = formula.text
                self.tell("form-value", self.places[id(formula)], message="form-rounding", **values)

    def _fits_line(self, form: Form, expression: Expression, kinds: Kinds, wanted: Kind) -> None:
        named = {name.removeprefix(LAST).split(".")[0] for name in expression.names}
        if not named & (form.tables.keys() - self.sound.keys()):
            # Of a table that has mistakes nothing is known; what is told would only echo them.
            self._fits(expression, kinds, wanted, self.places[id(expression)])

    def _check_cycles(self, form: Form) -> None:
        """Totals and formulas that contain one another, told once."""
        parts = {key: figure.parts for key, figure in form.figures.items() if figure.parts}
        try:
            TopologicalSorter(parts).prepare()
        except CycleError as error:
            cycle = error.args[1][::-1]
            formulas = (form.figures[key].formula for key in cycle)
            own = next((formula for formula in formulas if formula), None)
            node = self.places[id(own)] if own else self.sound[cycle[0].split(".", 1)[0]]
            self.tell("form-cycle", node, found=" → ".join(cycle))


def _of_fields(holds: Expression | None) -> Condition | None:
    """A condition of a field, whose names are full ones."""
    return Condition(holds, tuple((name, name) for name in sorted(holds.names))) if holds else None


def _tops(table: Table) -> set[str]:
    """The first keys of the columns of a table."""
    return {figure.column[0] for figure in table.figures.values() if figure.column}


def _kinds_of_lines(table: Table, block: Block) -> tuple[Kinds, Kinds]:
    """What formulas of columns and of rows may name; a line of numbers may also hold text."""
    columns: dict[str, Kind] = {}
    rows: dict[str, Kind] = {}
    for row in block.row_leaves:
        for column in block.column_leaves:
            figure = table.figures.get(".".join((table.id, *row.path, *column.path)))
            if figure is None:
                continue
            named = [(columns, column)] if row.line.repeat else [(columns, column), (rows, row)]
            for kinds, leaf in named:
                name, kind = ".".join(leaf.path), kind_of(figure)
                kinds[name] = kind if kind == "number" else kinds.get(name, kind)
    return columns, rows


def _scope(form: Form, table: str, for_each: str) -> Kinds:
    """The names that a check may use: fields, full keys, and first of all the keys of its table, or
    its rows or columns."""
    given = {field.id: kind_of(field) for field in GIVEN_FIELDS.values()}
    kinds = {**given, **{field.id: kind_of(field) for field in form.fields.values()}}
    for each in form.tables.values():
        kinds |= {f"{each.id}.{name}": kind for name, kind in _scope_of(each, "").items()}
        kinds |= {f"{repeated}.{ENTITY_COUNT}": "number" for repeated in each.repeats}
    return {**kinds, **_scope_of(form.tables[table], for_each)} if table else kinds


def _with_last(kinds: Kinds) -> Kinds:
    """The names of this year's report and of last year's."""
    return {**kinds, **{f"{LAST}{name}": kind for name, kind in kinds.items()}}


def _with_outside(table: Table, types: Mapping[str, FigureType]) -> Table:
    """The table with the types of what its formulas name by full names."""
    formulas = (figure.formula for figure in table.figures.values() if figure.formula)
    names = {name.removeprefix(LAST) for formula in formulas for name in formula.names}
    return replace(table, outside=tuple((name, types[name]) for name in sorted(names & set(types))))


def _scope_of(table: Table, for_each: str) -> Kinds:
    """The names of a table, of its rows or of its columns; a repeated row has none."""
    if for_each == "figure":
        return {VALUE: "number"}
    found: dict[str, Kind] = {}
    for figure in table.figures.values():
        repeated = any(figure.key.startswith(f"{key}.") for key in table.repeats)
        if for_each == "row":
            found[".".join(figure.column)] = kind_of(figure)
        elif not repeated:
            key = ".".join(figure.row) if for_each else figure.key.removeprefix(f"{table.id}.")
            found[key] = kind_of(figure)
    return found
