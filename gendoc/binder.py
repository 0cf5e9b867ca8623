"""Binds a report file to its form: every value to its field, and whatever is wrong told."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from gendoc.across import COUNT, NOT_KEYS
from gendoc.expression import LAST, ExpressionError
from gendoc.figure import (
    MAX_DIGITS,
    UNUSABLE,
    Chosen,
    FigureType,
    Value,
    day,
    inferred,
    number,
    rounded,
    text,
    url,
    yes_no,
)
from gendoc.form import GIVEN_FIELDS, Field, Form, Section
from gendoc.problem import Bilingual, Severity, listed
from gendoc.prose import INDENT, UNWRITTEN, Writer
from gendoc.record import record
from gendoc.report import Notes, Report, add_totals, values_of
from gendoc.slot import Condition
from gendoc.source import NULLS, Entry, Node, Source, suggest
from gendoc.table import ENTITY_NAME, Branch, Figure, Table
from gendoc.text import clip

MAX_ORGAN = 180
"""Bytes of an organ's name, 60 Chinese characters: a file name holds 255 with the title's rest."""
MAX_FILE_NAME = 240
MAX_TITLE = 200
"""Characters of a title: a Word document's property holds 255."""
EXCERPT = 30
"""Columns that are shown of a list or mapping where another value belongs."""
FEW = 5
"""Gaps of a table that are told one by one."""

_OUTER = re.compile(r"^[. ]|[. ]$")
_COMMA = re.compile("[，、；]|[0-9] +[0-9]")
_SPLIT = re.compile(r"\b[0-9]{1,3}, 0[0-9]{2}\b")
_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?")

_OPEN = {
    FigureType.YES_NO: "not-filled-in/yes-no",
    FigureType.DATE: "not-filled-in/date",
    FigureType.CHOICE: "not-filled-in/choice",
    FigureType.CHOICES: "not-filled-in/choices",
}
"""How to fill in what is open, where its type says more than that it is a number or a text."""

FindLast = Callable[[str, int], "Report | None"]


def bind(
    source: Source, root: Node, form: Form, find_last: FindLast = lambda organ, year: None
) -> Report:
    """Bind a report file to its form, leaving what is wrong in `source.problems`.

    `find_last` gives the report of an organ for the year before the given one, or None.
    """
    report = Report(form, source, root)
    binder = _Binder(report)
    entries = binder.mapping(root, form.keys, "")
    binder.fields(entries, root)
    report.last = find_last(report.organ, report.year)
    for id_, table in form.tables.items():
        binder.table(table, entries.get(id_), root)
    add_totals(report)
    binder.judge_gaps()
    binder.prose(entries, root)
    return report


def name_problem(organ: str) -> str:
    """The message for an organ that no file can be named after, or an empty string."""
    organ = organ.strip(INDENT)
    if not organ or UNUSABLE.search(organ) or _OUTER.search(organ) or _DEVICES.fullmatch(organ):
        return "unusable-name"
    return "unusable-name/long" if len(organ.encode()) > MAX_ORGAN else ""


Entries = Mapping[str, Entry]


@record()
class _Gap:
    """Figures that are left empty, some of which may be, and how to tell it if they may not.

    Whether they may is known when everything else is."""

    figures: tuple[Figure, ...]
    tell: Callable[[], None]


class _Binder:
    def __init__(self, report: Report) -> None:
        self.report = report
        self.form = report.form
        self.source = report.source
        self.gaps: list[_Gap] = []
        self.names: dict[str, dict[str, str]] = {}
        """The printed names of repeated rows by the keys that the report gives them."""
        self.open_fields: list[tuple[Field, Node | None]] = []
        """The fields that are left empty, some of which may be, and where, if they are there."""

    def mapping(self, node: Node, known: tuple[str, ...], key: str) -> Entries:
        """The entries of a mapping; unknown keys are told and left out."""
        if not isinstance(node.value, dict):
            self.source.tell(
                "wrong-type", node, message="wrong-type/mapping", label=key, key=key or None
            )
            return {}
        for name, entry in node.value.items():
            if name not in known:
                self._tell_unknown(name, entry, known, key)
        return {name: entry for name, entry in node.value.items() if name in known}

    def _tell_unknown(self, name: str, entry: Entry, known: tuple[str, ...], prefix: str) -> None:
        if self.source.is_full:
            return
        likely = suggest(name, known)
        message = "unknown-key" if likely else "unknown-key/unknown"
        if name.replace(".", "").isdecimal():
            message = "unknown-key/digits"
        elif ":" in name or "：" in name:
            message = "unknown-key/colon"
        elif self.source.is_behind_comma(entry):
            message = "unknown-key/comma"
        full = f"{prefix}.{name}" if prefix else name
        self.source.tell(
            "unknown-key",
            entry.key,
            key=full,
            message=message,
            found=name,
            likely=likely,
            known=", ".join(known),
        )

    # -- fields ---------------------------------------------------------------------------

    def fields(self, entries: Entries, root: Node) -> None:
        report = self.report
        report.organ = self._organ(entries, root)
        report.year = self._year(entries, root)
        for own in self.form.fields.values():
            self._field(own, entries.get(own.id), root)
        self._check_file_name(root)
        if (entry := entries.get("facts")) and not entry.value.is_null:
            self._facts(entry.value, "facts")
        if (entry := entries.get("waive")) and not entry.value.is_null:
            if isinstance(entry.value.value, dict):
                report.waive = entry.value.value
            else:
                self.source.tell(
                    "wrong-type", entry.value, message="wrong-type/mapping", label="waive"
                )

    def _field(self, own: Field, entry: Entry | None, root: Node) -> None:
        report = self.report
        if entry is None or (_is_empty(entry.value) and own.demand.may_be_empty):
            if own.demand.may_be_empty:
                self.open_fields.append((own, entry.value if entry else None))
            else:
                self._tell_missing(own.id, own.label, root)
            report.fields[own.id] = 0 if own.type.is_number else ""
            report.blank.add(own.id)
            return
        value = self._scalar(entry.value, own, own.id, own.label)
        report.nodes[own.id] = entry.value
        if value is not None:
            report.fields[own.id] = value

    def _check_file_name(self, root: Node) -> None:
        """Fields of the form may stand in its title, and so in the names of files."""
        name = self.report.file_name
        if len(name.encode()) > MAX_FILE_NAME:
            self.source.tell("unusable-name", root, message="unusable-name/long", found=name)
        elif not name_problem(self.report.organ) and UNUSABLE.search(name):
            self.source.tell("unusable-name", root, found=name)

    def _organ(self, entries: Entries, root: Node) -> str:
        node = self._required(entries, "organ", root)
        organ = (text(self.source, node, "organ") or "").strip(INDENT) if node else ""
        if node and not organ:
            self.source.tell("not-filled-in", node, key="organ", message=UNWRITTEN, label="organ")
        elif node and (message := name_problem(organ)):
            self.source.tell("unusable-name", node, key="organ", message=message, found=organ)
        return organ

    def _year(self, entries: Entries, root: Node) -> int:
        node = self._required(entries, "year", root)
        if node is None:
            return 0
        value = self._scalar(node, GIVEN_FIELDS["year"], "year", "year")
        if not isinstance(value, int):
            return 0
        first, last = self.form.years
        if not 1000 <= value <= 9999:
            self.source.tell("wrong-year", node, key="year", found=value)
        elif value < (first or 0) or value > (last or 9999):
            self.source.tell(
                "wrong-year",
                node,
                key="year",
                message="wrong-year/form",
                found=value,
                form=self.form.id,
                first=first or "",
                last=last or "",
            )
        return value

    def _required(self, entries: Entries, key: str, root: Node) -> Node | None:
        if key not in entries:
            self._tell_missing(key, key, root)
            return None
        node = entries[key].value
        if node.is_null:
            self.source.tell("not-filled-in", node, key=key, message=UNWRITTEN, label=key)
            return None
        return node

    def _facts(self, node: Node, prefix: str) -> None:
        if not isinstance(node.value, dict):
            self.source.tell(
                "wrong-type", node, message="wrong-type/mapping", label=prefix, key=prefix
            )
            return
        for name, (key, value) in node.value.items():
            full = f"{prefix}.{name}"
            if not name.isidentifier():
                message = "unknown-key/digits" if name.replace(".", "").isdecimal() else "bad-name"
                self.source.tell(message.split("/")[0], key, key=full, message=message, found=name)
            elif value.is_null:
                self.report.open_facts.add(full)
                self.source.tell("not-filled-in", value, key=full, label=full)
            elif isinstance(value.value, dict):
                self._facts(value, full)
            elif (fact := inferred(self.source, value, full)) is not None:
                self.report.facts[full] = fact
            else:
                self.report.open_facts.add(full)

    def _scalar(self, node: Node, what: Field | Figure, key: str, label: str) -> Value | None:
        """A value as its field demands, or None after telling what is wrong with it."""
        if _is_empty(node):
            message = "not-filled-in" if what.type.is_number else UNWRITTEN
            values = {"label": label, "known": ", ".join(what.allowed.options)}
            message = _OPEN.get(what.type, message)
            self.source.tell("not-filled-in", node, key=key, message=message, **values)
            return None
        return self._filled(node, what, key, label)

    def _filled(self, node: Node, what: Field | Figure, key: str, label: str) -> Value | None:
        if what.type is FigureType.YES_NO:
            answer = yes_no(node)
            if answer is None:
                self._tell_value("wrong-type", node, key, label, message="wrong-type/yes-no")
            return answer
        if what.type is FigureType.CHOICES:
            return self._choices(node, what, key, label)
        if what.type.is_number:
            return self._number(node, what, key, label)
        return self._worded(node, what, key, label)

    def _number(
        self, node: Node, what: Field | Figure, key: str, label: str
    ) -> int | Decimal | None:
        value = number(node, what.type)
        if isinstance(value, str):
            message = f"wrong-type/{what.type.value}" if value == "wrong-type" else value
            self._tell_value(value.split("/")[0], node, key, label, message=message)
            return None
        if isinstance(value, int) or what.allowed.decimals is None:
            return value
        if -int(value.as_tuple().exponent) > what.allowed.decimals:
            values = {"found": node.value, "label": label, "limit": what.allowed.decimals}
            message = "too-many-digits/places"
            self.source.tell("too-many-digits", node, key=key, message=message, **values)
            return None
        return rounded(value, what.allowed.decimals)

    def _choices(self, node: Node, what: Field | Figure, key: str, label: str) -> Chosen | None:
        """Options chosen of several, as a list or a single one; an empty list is none."""
        items = node.value if isinstance(node.value, list) else [node]
        chosen = [self._option(item, what, key, label) for item in items]
        if None in chosen:
            return None
        options = [option for option in what.allowed.options if option in chosen]
        return Chosen.of(options, self.form.language)

    def _option(self, node: Node, what: Field | Figure, key: str, label: str) -> str | None:
        found = text(self.source, node, key)
        if found is None or found in what.allowed.options:
            return found
        values = {"found": found, "label": label, "likely": ", ".join(what.allowed.options)}
        self.source.tell("wrong-choice", node, key=key, **values)
        return None

    def _worded(self, node: Node, what: Field | Figure, key: str, label: str) -> str | None:
        """A text, with whatever its type or pattern demands of it."""
        if what.allowed.options:
            return self._option(node, what, key, label)
        found = text(self.source, node, key)
        if found is None:
            return None
        demands = {FigureType.URL: url, FigureType.DATE: day}
        if (demand := demands.get(what.type)) and not demand(found):
            message = f"wrong-type/{what.type.value}"
            self._tell_value("wrong-type", node, key, label, message=message)
            return None
        if what.allowed.pattern and not what.allowed.pattern.fullmatch(found):
            values = {"found": found, "label": label, "example": what.allowed.example}
            message = "wrong-pattern" if what.allowed.example else "wrong-pattern/no-example"
            self.source.tell("wrong-pattern", node, key=key, message=message, **values)
            return None
        return found

    def _tell_value(self, name: str, node: Node, key: str, label: str, message: str) -> None:
        found = node.value
        if not isinstance(found, str):
            found = clip(" ".join(self.source.text[node.start : node.end].split()), EXCERPT)
        self.source.tell(
            name, node, key=key, message=message, found=found, label=label or key, limit=MAX_DIGITS
        )

    def _decides(self, field: Field) -> Node | int:
        """Where the first of what decides that a field is asked for stands in this report."""
        names = (full for condition in field.demand.conditions for _, full in condition.names)
        own = next((name for name in names if not name.startswith(LAST)), None)
        return self.report.place(own) if own else 0

    def _tell_missing(self, key: str, label: str, at: Node | int) -> None:
        message = "missing-key" if label != key else "missing-key/bare"
        self.source.tell("missing-key", at, key=key, message=message, label=label, found=key)

    # -- tables ---------------------------------------------------------------------------

    def table(self, table: Table, entry: Entry | None, root: Node) -> None:
        if entry is None:
            self.report.tables[table.id] = table
            if table.is_derived:
                return
            if table.repeats:
                self.report.open_rows.add(table.id)
            label = self.form.label_of_table(table.id)
            message = "missing-figure/rows" if table.repeats else ""
            values = {"label": label, "rows": _without_rows(table)}
            self.source.tell("missing-figure", root, key=table.id, message=message, **values)
            return
        if table.repeats and (entry.value.is_null or entry.value.value == "0"):
            self.report.tables[table.id] = table.with_entities({})
            self.report.open_rows.add(table.id)
            self._tell_without_rows(table, entry)
            return
        rows = frozenset(
            key for key in table.groups if _is_row(_dig(entry.value, key), table.tree, key)
        )
        table = self._with_entities(table.collapsed(rows), entry)
        self.report.tables[table.id] = table
        self._branch(entry, table.tree, table.omitted_is_zero)

    def _tell_without_rows(self, table: Table, entry: Entry) -> None:
        """A table in whose place nothing is written, or a single 0, which says nothing of rows."""
        name = "not-filled-in" if entry.value.is_null else "wrong-type"
        values = {"label": self.form.label_of_table(table.id), "rows": _without_rows(table)}
        self.source.tell(name, entry.value, key=table.id, message=f"{name}/rows", **values)

    def _with_entities(self, table: Table, entry: Entry) -> Table:
        """The table with the rows that the report gives for each repeated one."""
        entities: dict[str, dict[str, str]] = {}
        for key, line in table.repeats.items():
            node, label = (
                _dig(entry.value, key),
                f"{self.form.label_of_table(table.id)} · {line.label}",
            )
            entities[key] = {}
            if not (node and (isinstance(node.value, dict) or node.value == "0")):
                self.report.open_rows.add(table.id)
            self.report.nodes[f"{key}.{COUNT}"] = node or entry.key
            if node is None:
                if isinstance(entry.value.value, dict):  # anything else is told as a whole
                    self.source.tell("missing-figure", entry.key, key=key, label=label)
            elif node.is_null:
                self.source.tell("not-filled-in", node, key=key, label=label)
            elif isinstance(node.value, dict):
                entities[key] = self._entity_names(node.value, key, line.label)
                self._tell_indented(table, key, node.value, entry.value)
            elif node.value != "0":
                self._tell_value("wrong-type", node, key, label, "wrong-type/entities")
        return table.with_entities(entities)

    def _entity_names(self, entries: Entries, key: str, label: str) -> dict[str, str]:
        """The printed name of each repeated row: where it gives none that of the same row in a
        table above, or its key."""
        names = self.names[key] = {}
        above = [self.names[row] for row in self.form.same_rows(key) if row in self.names]
        for name, (at, node) in entries.items():
            if not name.isidentifier() or name in NOT_KEYS:
                message = "bad-name/taken" if name in NOT_KEYS else ""
                self.source.tell("bad-name", at, key=f"{key}.{name}", message=message, found=name)
                continue
            given = node.value.get(ENTITY_NAME) if isinstance(node.value, dict) else None
            what = Field(ENTITY_NAME, label, FigureType.TEXT)
            full = f"{key}.{name}.{ENTITY_NAME}"
            usual = next((rows[name] for rows in above if name in rows), name)
            read = self._scalar(given.value, what, full, label) if given else usual
            names[name] = str(read or name)
        return names

    def _tell_indented(self, table: Table, key: str, entries: Entries, whole: Node) -> None:
        """A row beside those of any number that is indented too far: its key stands among them,
        without a name of its own, and not beside them."""
        above = key.rpartition(".")[0]
        branch = table.tree if above == table.id else table.branch(above)
        given = _dig(whole, above)
        beside = given.value if given and isinstance(given.value, dict) else {}
        for name, (at, node) in entries.items():
            named = isinstance(node.value, dict) and ENTITY_NAME in node.value
            if name in branch.children and name not in beside and not named:
                values = {"key": f"{key}.{name}", "message": "bad-name/beside", "found": name}
                self.source.tell("bad-name", at, **values)

    def judge_gaps(self) -> None:
        """Tell what is left empty without leave, and what should be empty but is not."""
        owed: set[str] = set()
        for gap in self.gaps:
            own = {figure.key for figure in gap.figures if self._is_owed(figure)}
            if own:
                told = len(self.source.problems)
                gap.tell()
                self._say_when(told, next(f for f in gap.figures if f.key in own))
            owed |= own
        for field, at in self.open_fields:
            if self._is_owed(field):
                told = len(self.source.problems)
                self._tell_missing(field.id, field.label, at or self._decides(field))
                self._say_when(told, field)
        for field in self.form.fields.values():
            self._judge_filled(field, field.id, self.report.fields.get(field.id))
        for table in self.report.tables.values():
            for figure in table.conditional:
                self._judge_filled(figure, figure.key, self.report.figures.get(figure.key))
            self._group_unfilled(table.id)
        if owed:
            # What follows from figures that should be there is as unknown as they are.
            derived = {f.key for table in self.report.tables.values() for f in table.totals}
            self.report.blank -= owed | derived
            for key in derived & set(self.report.figures):
                del self.report.figures[key]
            add_totals(self.report)

    def _say_when(self, told: int, what: Field | Figure) -> None:
        """Say the condition on which something is asked for, in the problems told from there on."""
        if (condition := what.demand.required_when) is None:
            return
        when = self._condition(condition, what)
        self.source.problems[told:] = [
            replace(
                problem, message=f"{problem.name}/when", values={**problem.values, "when": when}
            )
            for problem in self.source.problems[told:]
        ]

    def _condition(self, condition: Condition, what: Field | Figure) -> Bilingual:
        """A condition in the words of the form."""
        from gendoc.worded import worded

        values = values_of(self.report, condition.names)
        zh, en = (
            worded(self.form, self.report.tables, condition, what, language, values)
            for language in ("zh", "en")
        )
        return Bilingual(zh, en)

    def _judge_filled(self, what: Field | Figure, key: str, value: Value | None) -> None:
        if value and what.demand.empty_when and self._holds(what.demand.empty_when):
            node = self.report.nodes[key]
            when = self._condition(what.demand.empty_when, what)
            values = {"label": what.label, "when": when}
            severity = Severity.WARNING
            self.source.tell("must-be-empty", node, key=key, severity=severity, **values)

    def _is_owed(self, what: Field | Figure) -> bool:
        """Whether something that is left empty is asked for; it is not where what that hangs on is
        not known."""
        empty = self._holds(what.demand.empty_when) if what.demand.empty_when else False
        if what.demand.required_when:
            return self._holds(what.demand.required_when) is True and not empty
        return not what.demand.optional and empty is False

    def _holds(self, condition: Condition) -> bool | None:
        """Whether a condition holds; None where what it names is not known."""
        values = values_of(self.report, condition.names)
        if values is None:
            return None
        try:
            return bool(condition.holds.value(values))
        except ExpressionError:
            return None

    def _absent(self, figures: Iterable[Figure], tell: Callable[[], None]) -> None:
        """Figures that are not there: told now, or judged when the whole table is known."""
        entered = tuple(figure for figure in figures if figure.parts is None)
        if any(figure.demand.may_be_empty for figure in entered):
            self.gaps.append(_Gap(entered, tell))
            self.report.blank |= {figure.key for figure in entered}
        elif entered:
            tell()

    def _group_unfilled(self, table: str) -> None:
        """Tell a table that is mostly empty once, at its first gap, not cell by cell."""
        problems = self.source.problems
        unfilled = [
            problem
            for problem in problems
            if problem.name == "not-filled-in" and f"{problem.key}.".startswith(f"{table}.")
        ]
        if len(unfilled) > FEW:
            first = min(unfilled, key=lambda problem: problem.place)
            values = {"count": len(unfilled), "table": self.form.label_of_table(table)}
            values |= first.values
            message = "not-filled-in/many"
            problems[:] = [problem for problem in problems if problem not in unfilled]
            problems.append(replace(first, key=table, message=message, values=values))

    def _branch(self, entry: Entry, branch: Branch, omitted_is_zero: bool) -> None:
        node, label = entry.value, branch.label or branch.key
        if label in self.form.tables:
            label = self.form.label_of_table(label)
        if node.is_null:
            self._absent(
                branch.figures,
                lambda: self.source.tell("not-filled-in", node, key=branch.key, label=label),
            )
        elif isinstance(node.value, dict):
            self._entries(entry, node.value, branch, omitted_is_zero)
        elif isinstance(node.value, list):
            self._list(node, node.value, branch, label)
        elif number(node, FigureType.COUNT) == 0 and branch.is_number:
            for figure in branch.listed:
                if not figure.formula:
                    self._keep(figure, node, figure.zero)
        elif branch.is_row and len(branch.listed) == 1:
            self._figure(branch.listed[0], node)  # there is one column that it can be of
        else:
            message = "wrong-type/row" if branch.is_row else "wrong-type/group"
            self._tell_value("wrong-type", node, branch.key, label, message=message)

    def _list(self, node: Node, items: list[Node], branch: Branch, label: str) -> None:
        if not branch.is_row:
            self._tell_value("wrong-type", node, branch.key, label, message="wrong-type/group")
            return
        if len(items) != len(branch.listed):
            slips = ", ".join(item.value for item in items if isinstance(item.value, str))
            message = "wrong-length/comma" if _COMMA.search(slips) else "wrong-length"
            if _SPLIT.search(slips):
                message = "wrong-length/separator"
            elif branch.is_entity and len(items) == len(branch.listed) + 1:
                message = "wrong-length/name"
            columns = (figure.column_label.rsplit(" › ", 1)[-1] for figure in branch.listed)
            self.source.tell(
                "wrong-length",
                node,
                key=branch.key,
                message=message,
                label=label,
                found=len(items),
                expected=len(branch.listed),
                columns=listed(columns),
            )
            return
        for figure, item in zip(branch.listed, items, strict=True):
            self._figure(figure, item)

    def _entries(
        self, entry: Entry, entries: dict[str, Entry], branch: Branch, omitted_is_zero: bool
    ) -> None:
        for name, found in entries.items():
            child = branch.children.get(name)
            if child is None:
                if not self._is_of_entity(branch, name):
                    known = (*self._of_entities(branch), *branch.children)
                    self._tell_unknown(name, found, known, branch.key)
            elif isinstance(child, Branch):
                self._branch(found, child, omitted_is_zero)
            else:
                self._figure(child, found.value)
        if branch.children.keys() <= entries.keys():
            return
        for name, child in branch.children.items():
            if name in entries:
                continue
            if isinstance(child, Branch):
                if omitted_is_zero and child.is_row and branch.is_row:
                    self._leave_out(child, entry.value)
                else:
                    self._tell_absent(entry, child.key, child.label or child.key, child.figures)
            elif child.parts is None:
                if omitted_is_zero and branch.is_row and child.type.is_number:
                    self._keep(child, entry.value, child.zero)
                else:
                    self._tell_absent(entry, child.key, child.label, (child,))

    def _is_of_entity(self, branch: Branch, name: str) -> bool:
        """Whether a key that is no figure's belongs to a repeated row, which has been read."""
        repeats = self.form.tables[branch.key.split(".", 1)[0]].repeats
        return branch.key in repeats or name in self._of_entities(branch)

    def _of_entities(self, branch: Branch) -> list[str]:
        """The keys of repeated rows in a group; in such a row the key of its name."""
        if branch.is_entity:
            return [ENTITY_NAME]
        repeats = self.form.tables[branch.key.split(".", 1)[0]].repeats
        inside = (key.rpartition(".") for key in repeats)
        return [name for group, _, name in inside if group == branch.key]

    def _leave_out(self, branch: Branch, node: Node) -> None:
        for figure in branch.figures:
            if figure.parts is None and figure.type.is_number:
                self._keep(figure, node, figure.zero)

    def _tell_absent(self, entry: Entry, key: str, label: str, figures: Iterable[Figure]) -> None:
        self._absent(
            figures, lambda: self.source.tell("missing-figure", entry.key, key=key, label=label)
        )

    def _figure(self, figure: Figure, node: Node) -> None:
        if _is_empty(node):
            if figure.demand.may_be_empty:
                self._absent([figure], lambda: self._unfilled(figure, node))
            elif figure.parts is None or not node.is_null:
                self._unfilled(figure, node)
            return
        value = self._filled(node, figure, figure.key, figure.label)
        if value is not None:
            self._keep(figure, node, value)

    def _unfilled(self, figure: Figure, node: Node) -> None:
        self._scalar(node, figure, figure.key, figure.label)

    def _keep(self, figure: Figure, node: Node, value: Value) -> None:
        self.report.nodes[figure.key] = node
        kept = self.report.figures if figure.parts is None else self.report.written
        kept[figure.key] = value

    # -- prose ----------------------------------------------------------------------------

    def prose(self, entries: Entries, root: Node) -> None:
        report = self.report
        writer = Writer(report)
        if (entry := entries.get("title")) and not entry.value.is_null:
            report.own_title = writer.title(entry.value)
            report.nodes["title"] = entry.value
            writer.values["title"] = report.title
            if len(report.title) > MAX_TITLE:
                self.source.tell("title-too-long", entry.value, key="title", limit=MAX_TITLE)
        for section in self.form.sections:
            if section.kind == "text":
                self._section(section, entries.get(section.id), writer, root)
        for name, entry in self._map(entries, "notes", tuple(self.form.tables)).items():
            report.notes[name] = self._notes(entry.value, f"notes.{name}", writer)
        report.passages = writer.passages
        keys = tuple(key for table in report.tables.values() for key in table.figures)
        for name, entry in self._map(entries, "remarks", keys).items():
            report.remarks[name] = writer.line(entry.value, f"remarks.{name}")

    def _section(self, section: Section, entry: Entry | None, writer: Writer, root: Node) -> None:
        label = section.label
        if entry is None:
            if section.required:
                self._tell_missing(section.id, label, root)
            return
        before = len(self.source.problems)
        if isinstance(entry.value.value, str) and isinstance(
            number(entry.value, FigureType.DECIMAL), Decimal
        ):
            self.source.tell(
                "bare-number",
                entry.value,
                key=section.id,
                label=label,
                found=entry.value.value,
                severity=Severity.WARNING,
            )
        paragraphs = () if entry.value.is_null else writer.paragraphs(entry.value, section.id)
        self.report.nodes[section.id] = entry.value
        self.report.sections[section.id] = paragraphs
        braces = self.source.text.startswith("{{", entry.value.start)  # told when it was read
        if (
            section.required
            and not paragraphs
            and not braces
            and len(self.source.problems) == before
        ):
            self.source.tell(
                "not-filled-in", entry.value, key=section.id, message=UNWRITTEN, label=label
            )

    def _notes(self, node: Node, key: str, writer: Writer) -> Notes:
        around = self.mapping(node, ("before", "after"), key)
        return Notes(**{k: writer.paragraphs(e.value, f"{key}.{k}") for k, e in around.items()})

    def _map(self, entries: Entries, key: str, known: tuple[str, ...]) -> Entries:
        entry = entries.get(key)
        return {} if entry is None or entry.value.is_null else self.mapping(entry.value, known, key)


def _without_rows(table: Table) -> str:
    """How a report says that a table has none of its repeated rows."""
    return ", ".join(f"{key.partition('.')[2]}: {{}}" for key in table.repeats)


def _is_empty(node: Node) -> bool:
    """Whether nothing is written: `~`, or a text without anything in it."""
    text = node.value
    return isinstance(text, str) and (not text.strip() or (node.plain and text in NULLS))


def _dig(node: Node, key: str) -> Node | None:
    for name in key.split(".")[1:]:
        if not isinstance(node.value, dict) or name not in node.value:
            return None
        node = node.value[name].value
    return node


def _is_row(node: Node | None, tree: Branch, key: str) -> bool:
    """Whether a group that may be one row was entered as one: a list, or columns for keys."""
    if node is None or isinstance(node.value, str):
        return False
    branch: Branch | Figure = tree
    for name in key.split(".")[1:]:
        assert isinstance(branch, Branch)
        branch = branch.children[name]
    assert isinstance(branch, Branch)
    columns = {
        name for row in branch.children.values() if isinstance(row, Branch) for name in row.children
    }
    return isinstance(node.value, list) or (bool(node.value) and set(node.value) <= columns)
