"""Reads the checks of a form.yaml."""

from __future__ import annotations

from gendoc import checkkeys, scope
from gendoc.expression import Expression, ExpressionError, Kinds, parse
from gendoc.form import RESERVED_CHECKS, Check, Form, Mentions, Saying, Topic
from gendoc.formnodes import NodeReader
from gendoc.pattern import Pattern
from gendoc.problem import Bilingual, Severity
from gendoc.source import Node, Source


class CheckReader(NodeReader):
    """Turns the nodes of checks into checks of a form whose fields and tables are in order."""

    def __init__(self, source: Source, form: Form) -> None:
        super().__init__(source)
        self.form = form
        self.names = scope.of_form(form)

    def checks(self, node: Node | None) -> tuple[Check, ...]:
        """The checks of the form; two of one name are told."""
        found: dict[str, Check] = {}
        for item in self.items(node):
            if check := self._check(item):
                if check.name in found or check.name in RESERVED_CHECKS:
                    self.tell("form-same-key", item, found=check.name)
                found[check.name] = check
        return tuple(found.values())

    def _check(self, node: Node) -> Check | None:
        nodes = self.nodes(node, checkkeys.CHECK)
        if "name" not in nodes:
            return None
        if sum(kind in nodes for kind in checkkeys.KINDS) != 1:
            known = ", ".join(checkkeys.KINDS)
            self.tell("form-check", node, message="form-check-kind", known=known)
            return None
        table = self.text(nodes.get("table"))
        for_each = self.choice(nodes, checkkeys.CHECK, "for_each")
        severity = self.choice(nodes, checkkeys.CHECK, "severity") or "error"
        if table and table not in self.form.tables:
            self.tell_unknown("form-unknown-table", nodes["table"], table, self.form.tables)
            return None
        if for_each and not table:
            self.tell("form-check", nodes["for_each"], message="form-check-table")
            return None
        names = {**self.names, **self._own_names(table, for_each)}
        holds, when = self._relation(nodes.get("holds"), names), nodes.get("when")
        given = when if when and isinstance(when.value, str) else None
        texts = tuple(section.id for section in self.form.sections if section.kind == "text")
        return Check(
            name=self.text(nodes["name"]),
            holds=holds,
            differs=self._sections(nodes.get("differs"), texts),
            forbids=self._patterns(nodes.get("forbids")),
            headings=self._patterns(nodes.get("headings")),
            demands=self._patterns(nodes.get("demands")),
            years=self._years_patterns(nodes.get("years")),
            mentions=self._mentions(nodes.get("mentions")),
            same_rows=self._rows(nodes.get("same_rows")),
            rows_among=self._rows(nodes.get("rows_among")),
            unless=self._patterns(nodes.get("unless")),
            within=self._sections(nodes.get("within"), texts) or texts,
            when={} if given else self._when(when),
            given=self._relation(given, names),
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

    def _own_names(self, table: str, for_each: str) -> Kinds:
        """The names that a check of a table may use besides those that all may."""
        if not table:
            return {}
        own = self.form.tables[table]
        rows = [leaf for block in own.blocks for leaf in block.row_leaves]
        fellows = scope.of_fellows(self.form, rows if for_each == "row" else ())
        return {**fellows, **scope.of_table(own, for_each)}

    def _bilingual(self, node: Node | None, default: str = "") -> Bilingual:
        """A text, or one in each language."""
        if node is None or not isinstance(node.value, dict):
            text = self.text(node, default)
            return Bilingual(text, text)
        nodes = self.nodes(node, checkkeys.BILINGUAL)
        return Bilingual(self.text(nodes.get("zh")), self.text(nodes.get("en")))

    def _relation(self, node: Node | None, kinds: Kinds) -> Expression | None:
        holds = self.expression(node)
        if node is None or holds is None:
            return None
        known = scope.with_last(kinds)
        return holds if self.fits(holds, known, "truth", node, self.form.across) else None

    def _rows(self, node: Node | None) -> tuple[str, ...]:
        """Repeated rows that are compared: two or more, each once."""
        if node is None:
            return ()
        known = [row for table in self.form.tables.values() for row in table.repeats]
        found = [self.text(item) for item in self.items(node)]
        for item, row in zip(self.items(node), found, strict=True):
            if row not in known:
                values = {"found": row, "known": ", ".join(known)}
                self.tell("form-check", item, message="form-check-rows/unknown", **values)
        if isinstance(node.value, list) and len(set(found)) < max(2, len(found)):
            self.tell("form-check", node, message="form-check-rows")
        return tuple(found)

    def _sections(self, node: Node | None, known: tuple[str, ...]) -> tuple[str, ...]:
        for item in self.items(node):
            if (section := self.text(item)) not in known:
                self.tell_unknown("form-unknown-section", item, section, known)
        return tuple(self.text(item) for item in self.items(node))

    def _mentions(self, node: Node | None) -> Mentions | None:
        if node is None:
            return None
        nodes = self.nodes(node, checkkeys.MENTIONS)
        kinds: Kinds = {key: figure.kind for key, figure in self.form.figures.items()}
        topics = tuple(self._topic(item, kinds) for item in self.items(nodes.get("topics")))
        words = {key: self.words(nodes.get(key)).pattern for key in checkkeys.MENTION_WORDS}
        return Mentions(topics, **words)

    def _topic(self, node: Node, kinds: Kinds) -> Topic:
        nodes = self.nodes(node, checkkeys.TOPIC)
        return Topic(
            about=self.words(nodes.get("about")),
            units=tuple(self.units(nodes.get("units"))),
            means=self._means(nodes.get("means"), kinds),
            says=tuple(self._saying(item, kinds) for item in self.items(nodes.get("says"))),
        )

    def _saying(self, node: Node, kinds: Kinds) -> Saying:
        nodes = self.nodes(node, checkkeys.SAYING)
        means = self._means(nodes.get("means"), kinds)
        return Saying(self.words(nodes.get("words")), means)

    def _means(self, node: Node | None, kinds: Kinds) -> tuple[Expression, ...]:
        found: list[Expression] = []
        for item in self.one_or_more(node):
            try:
                found.append(parse(self.text(item)))
                if found[-1].check(kinds) != "number":
                    raise ExpressionError("expression/not-number", found=found[-1].text)
            except ExpressionError as error:
                self.tell_wrong(error, item)
        return tuple(found)

    def _years_patterns(self, node: Node | None) -> tuple[Pattern, ...]:
        for item, pattern in zip(self.items(node), self._patterns(node), strict=False):
            if pattern.compiled.groups != 1:
                self.tell("form-check", item, message="form-check-year", found=pattern.pattern)
        return self._patterns(node)

    def _patterns(self, node: Node | None) -> tuple[Pattern, ...]:
        found = [self.pattern(item) for item in self.items(node)]
        return tuple(pattern for pattern in found if pattern)

    def _when(self, node: Node | None) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for name, entry in self.named(node):
            if name not in self.form.fields:
                self.tell_unknown("unknown-key", entry, name, self.form.fields)
            found[name] = tuple(self.text(item) for item in self.one_or_more(entry))
            options = self.form.fields[name].allowed.options if name in self.form.fields else ()
            for item in self.one_or_more(entry) if options else ():
                if self.text(item) not in options:
                    known = ", ".join(options)
                    self.tell("form-value", item, found=self.text(item), known=known)
        return found

    def _percent(self, node: Node | None) -> int:
        percent = self.number(node, 100)
        return 50 if percent is None else percent
