"""A report bound to its form: its figures with their totals, its prose, and where each stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import pairwise

from gendoc.expression import ExpressionError, Kind, Tag, kind_of_value, split
from gendoc.figure import (
    MAX_DIGITS,
    UNUSABLE,
    FigureType,
    Value,
    digits,
    inferred,
    number,
    text,
    yes_no,
)
from gendoc.form import Branch, Figure, Form, Section, Table
from gendoc.problem import Severity
from gendoc.source import Entry, Node, Source, suggest

MAX_ORGAN = 180
"""Bytes of an organ's name, 60 Chinese characters: a file name holds 255 with the title's rest."""
MAX_FILE_NAME = 240
MAX_TITLE = 200
"""Characters of a title: a Word document's property holds 255."""

FEW = 5
"""Gaps of a table that are told one by one."""

_OUTER = re.compile(r"^[. ]|[. ]$")
_COMMA = re.compile("[，、；]|[0-9] +[0-9]")
_SPLIT = re.compile(r"\b[0-9]{1,3}, 0[0-9]{2}\b")
_ANY_NUMBER = re.compile(r"[一二三四五六七八九十]+、|[0-9]{1,2}[.．、]|[（(][0-9]{1,2}[）)]")
_LOST = re.compile(r"[ \t]+#")
_STRAY_BRACES = re.compile(r"｛｛|｝｝|(?<!\{)\{[ ]*[a-z_]+(\.[\w.]+)[ ]*\}(?!\})")
_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?")
UNWRITTEN = "not-filled-in/text"
_CLOSING = "。！？!?；;：:"
_WIDE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60\u3000-\u303f\u201c\u201d\u2014\u2026]")
_TIGHT = re.compile(r"[0-9{}%]")
_INDENT = " \t\u3000\u00a0"
_CHINESE = "一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of prose. `head` is its heading as printed: numbered, and closed by a stop
    where the text runs on behind it."""

    text: str
    heading: str = ""
    head: str = ""


@dataclass(frozen=True, slots=True)
class Notes:
    """Prose around a table."""

    before: tuple[Paragraph, ...] = ()
    after: tuple[Paragraph, ...] = ()


@dataclass
class Report:
    """One body's report for one year. Figures that are missing or wrong are not in `figures`."""

    form: Form
    source: Source
    organ: str = ""
    year: int = 0
    fields: dict[str, Value] = field(default_factory=dict)
    facts: dict[str, Value] = field(default_factory=dict)
    tables: dict[str, Table] = field(default_factory=dict)
    figures: dict[str, Value] = field(default_factory=dict)
    written: dict[str, Value] = field(default_factory=dict)
    """Totals as the file writes them, by key; `figures` holds them as derived."""
    nodes: dict[str, Node] = field(default_factory=dict)
    """Where each entered figure and written total stands."""
    own_title: tuple[str, ...] = ()
    sections: dict[str, tuple[Paragraph, ...]] = field(default_factory=dict)
    notes: dict[str, Notes] = field(default_factory=dict)
    remarks: dict[str, str] = field(default_factory=dict)
    waive: dict[str, Entry] = field(default_factory=dict)
    last: Report | None = None
    """The same body's report for the year before, on whatever form, where it is at hand."""

    @property
    def statutory_title(self) -> str:
        """The form's title for this body and year; the outputs are named after it."""
        return "".join(self.statutory_title_parts)

    @property
    def statutory_title_parts(self) -> tuple[str, ...]:
        values = {**self.fields, "organ": self.organ, "year": self.year}
        return tuple(_fill_in(part, values) for part in self.form.title)

    @property
    def title_parts(self) -> tuple[str, ...]:
        """The printed title in the parts between which it may be broken over lines."""
        return self.own_title or self.statutory_title_parts

    @property
    def title(self) -> str:
        return "".join(self.title_parts)

    def figure(self, key: str) -> Figure:
        """A figure of the report's tables by its full dotted key. Raises `KeyError` for others."""
        return self.tables[key.split(".", 1)[0]].figures[key]

    def place(self, key: str) -> Node | int:
        """Where a figure stands; for a total that is not written, the first of its parts."""
        while key not in self.nodes:
            parts = self.figure(key).parts
            if not parts:
                return 0
            key = parts[0]
        return self.nodes[key]


FindLast = Callable[[str, int], "Report | None"]


def bind(
    source: Source, root: Node, form: Form, find_last: FindLast = lambda organ, year: None
) -> Report:
    """Bind a report file to its form, leaving what is wrong in `source.problems`.

    `find_last` gives the report of an organ for the year before the given one, or None.
    """
    report = Report(form, source)
    binder = _Binder(report)
    entries = binder.mapping(root, form.keys, "")
    binder.fields(entries, root)
    report.last = find_last(report.organ, report.year)
    for id_, table in form.tables.items():
        binder.table(table, entries.get(id_), root)
    _add_totals(report)
    binder.prose(entries, root)
    return report


def name_problem(organ: str) -> str:
    """The message for an organ that no file can be named after, or an empty string."""
    organ = organ.strip(_INDENT)
    if not organ or UNUSABLE.search(organ) or _OUTER.search(organ) or _DEVICES.fullmatch(organ):
        return "unusable-name"
    return "unusable-name/long" if len(organ.encode()) > MAX_ORGAN else ""


Entries = Mapping[str, Entry]


class _Binder:
    def __init__(self, report: Report) -> None:
        self.report = report
        self.form = report.form
        self.source = report.source

    def mapping(self, node: Node, known: tuple[str, ...], key: str) -> Entries:
        """The entries of a mapping; unknown keys are told and left out."""
        if not isinstance(node.value, dict):
            self.source.tell(
                "wrong-type", node, message="wrong-type/mapping", label=key, key=key or None
            )
            return {}
        for name, entry in node.value.items():
            if name not in known:
                self._tell_unknown(name, entry.key, known, key)
        return {name: entry for name, entry in node.value.items() if name in known}

    def _tell_unknown(self, name: str, at: Node, known: tuple[str, ...], prefix: str) -> None:
        likely = suggest(name, known)
        message = "unknown-key" if likely else "unknown-key/unknown"
        if name.replace(".", "").isdecimal():
            message = "unknown-key/digits"
        elif ":" in name or "：" in name:
            message = "unknown-key/colon"
        full = f"{prefix}.{name}" if prefix else name
        self.source.tell(
            "unknown-key",
            at,
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
            entry = entries.get(own.id)
            if entry is None or (entry.value.is_null and not own.required):
                if own.required:
                    self._tell_missing(own.id, own.label, root)
                report.fields[own.id] = 0 if own.type.is_number else ""
                continue
            value = self._scalar(entry.value, own.type, own.id, own.label)
            if own.options and value is not None and value not in own.options:
                self.source.tell(
                    "wrong-choice",
                    entry.value,
                    key=own.id,
                    found=value,
                    label=own.label,
                    likely=", ".join(own.options),
                )
            elif value is not None:
                report.fields[own.id] = value
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

    def _check_file_name(self, root: Node) -> None:
        """Fields of the form may stand in its title, and so in the names of files."""
        name = self.report.statutory_title
        if len(name.encode()) > MAX_FILE_NAME:
            self.source.tell("unusable-name", root, message="unusable-name/long", found=name)
        elif not name_problem(self.report.organ) and UNUSABLE.search(name):
            self.source.tell("unusable-name", root, found=name)

    def _organ(self, entries: Entries, root: Node) -> str:
        node = self._required(entries, "organ", root)
        organ = (text(self.source, node, "organ") or "").strip(_INDENT) if node else ""
        if node and not organ:
            self.source.tell("not-filled-in", node, key="organ", message=UNWRITTEN, label="organ")
        elif node and (message := name_problem(organ)):
            self.source.tell("unusable-name", node, key="organ", message=message, found=organ)
        return organ

    def _year(self, entries: Entries, root: Node) -> int:
        node = self._required(entries, "year", root)
        if node is None:
            return 0
        value = self._scalar(node, FigureType.COUNT, "year", "year")
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
                self.source.tell("not-filled-in", value, key=full, label=full)
            elif isinstance(value.value, dict):
                self._facts(value, full)
            elif (fact := inferred(self.source, value, full)) is not None:
                self.report.facts[full] = fact

    def _scalar(self, node: Node, type_: FigureType, key: str, label: str) -> Value | None:
        if node.is_null:
            self.source.tell("not-filled-in", node, key=key, label=label)
            return None
        if type_ is FigureType.YES_NO:
            answer = yes_no(node)
            if answer is None:
                self._tell_value("wrong-type", node, key, label, message="wrong-type/yes-no")
            return answer
        if not type_.is_number:
            return text(self.source, node, key)
        value = number(node, type_)
        if isinstance(value, str):
            message = f"wrong-type/{type_.value}" if value == "wrong-type" else value
            self._tell_value(value.split("/")[0], node, key, label, message=message)
            return None
        return value

    def _tell_value(self, name: str, node: Node, key: str, label: str, message: str) -> None:
        found = node.value if isinstance(node.value, str) else "…"
        self.source.tell(
            name, node, key=key, message=message, found=found, label=label or key, limit=MAX_DIGITS
        )

    def _tell_missing(self, key: str, label: str, at: Node) -> None:
        message = "missing-key" if label != key else "missing-key/bare"
        self.source.tell("missing-key", at, key=key, message=message, label=label, found=key)

    # -- tables ---------------------------------------------------------------------------

    def table(self, table: Table, entry: Entry | None, root: Node) -> None:
        if entry is None:
            self.report.tables[table.id] = table
            labels = {section.id: section.label for section in self.form.sections}
            label = labels.get(table.id, table.id)
            self.source.tell("missing-figure", root, key=table.id, label=label)
            return
        rows = frozenset(
            key for key in table.groups if _is_row(_dig(entry.value, key), table.tree, key)
        )
        table = table.collapsed(rows)
        self.report.tables[table.id] = table
        before = len(self.source.problems)
        self._branch(entry, table.tree, table.omitted_is_zero)
        self._group_unfilled(before, table.id)

    def _group_unfilled(self, before: int, table: str) -> None:
        """Tell a table that is mostly empty once, at its first gap, not cell by cell."""
        problems = self.source.problems
        unfilled = [problem for problem in problems[before:] if problem.name == "not-filled-in"]
        if len(unfilled) > FEW:
            first = unfilled[0]
            values = {"count": len(unfilled), **first.values}
            message = "not-filled-in/many"
            problems[before:] = [p for p in problems[before:] if p.name != "not-filled-in"]
            problems.append(replace(first, key=table, message=message, values=values))

    def _branch(self, entry: Entry, branch: Branch, omitted_is_zero: bool) -> None:
        node, label = entry.value, branch.label or branch.key
        if node.is_null:
            if not branch.is_total:
                self.source.tell("not-filled-in", node, key=branch.key, label=label)
        elif isinstance(node.value, dict):
            self._entries(entry, node.value, branch, omitted_is_zero)
        elif isinstance(node.value, list):
            self._list(node, node.value, branch, label)
        elif number(node, FigureType.COUNT) == 0 and all(f.type.is_number for f in branch.figures):
            for figure in branch.listed:
                self._keep(figure, node, _zero(figure))
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
            columns = " ".join(figure.column_label.rsplit(" › ", 1)[-1] for figure in branch.listed)
            self.source.tell(
                "wrong-length",
                node,
                key=branch.key,
                message=message,
                label=label,
                found=len(items),
                expected=len(branch.listed),
                columns=columns,
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
                self._tell_unknown(name, found.key, tuple(branch.children), branch.key)
            elif isinstance(child, Branch):
                self._branch(found, child, omitted_is_zero)
            else:
                self._figure(child, found.value)
        for name, child in branch.children.items():
            if name in entries:
                continue
            if isinstance(child, Branch):
                if omitted_is_zero and child.is_row and branch.is_row:
                    self._leave_out(child, entry.value)
                elif not child.is_total:
                    self._tell_absent(entry, child.key, child.label or child.key)
            elif child.parts is None:
                if omitted_is_zero and branch.is_row and child.type.is_number:
                    self._keep(child, entry.value, _zero(child))
                else:
                    self._tell_absent(entry, child.key, child.label)

    def _leave_out(self, branch: Branch, node: Node) -> None:
        for figure in branch.figures:
            if figure.parts is None and figure.type.is_number:
                self._keep(figure, node, _zero(figure))

    def _tell_absent(self, entry: Entry, key: str, label: str) -> None:
        self.source.tell("missing-figure", entry.key, key=key, label=label)

    def _figure(self, figure: Figure, node: Node) -> None:
        if node.is_null and figure.parts is not None:
            return
        value = self._scalar(node, figure.type, figure.key, figure.label)
        if value is not None:
            self._keep(figure, node, value)

    def _keep(self, figure: Figure, node: Node, value: Value) -> None:
        self.report.nodes[figure.key] = node
        kept = self.report.figures if figure.parts is None else self.report.written
        kept[figure.key] = value

    # -- prose ----------------------------------------------------------------------------

    def prose(self, entries: Entries, root: Node) -> None:
        report = self.report
        writer = _Writer(report)
        if (entry := entries.get("title")) and not entry.value.is_null:
            report.own_title = writer.title(entry.value)
            writer.values["title"] = report.title
            if len(report.title) > MAX_TITLE:
                self.source.tell("title-too-long", entry.value, key="title", limit=MAX_TITLE)
        for section in self.form.sections:
            if section.kind == "text":
                self._section(section, entries.get(section.id), writer, root)
        for name, entry in self._map(entries, "notes", tuple(self.form.tables)).items():
            report.notes[name] = self._notes(entry.value, f"notes.{name}", writer)
        keys = tuple(key for table in report.tables.values() for key in table.figures)
        for name, entry in self._map(entries, "remarks", keys).items():
            report.remarks[name] = writer.line(entry.value, f"remarks.{name}")

    def _section(self, section: Section, entry: Entry | None, writer: _Writer, root: Node) -> None:
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

    def _notes(self, node: Node, key: str, writer: _Writer) -> Notes:
        around = self.mapping(node, ("before", "after"), key)
        return Notes(**{k: writer.paragraphs(e.value, f"{key}.{k}") for k, e in around.items()})

    def _map(self, entries: Entries, key: str, known: tuple[str, ...]) -> Entries:
        entry = entries.get(key)
        return {} if entry is None or entry.value.is_null else self.mapping(entry.value, known, key)


class _Writer:
    """Turns the prose of a report into paragraphs, figures filled in."""

    def __init__(self, report: Report) -> None:
        self.source = report.source
        self.numbering = report.form.numbering
        self.stop = "。" if report.form.language.startswith("zh") else ". "
        fields: dict[str, Value] = {**report.fields, "organ": report.organ, "year": report.year}
        fields["title"] = report.statutory_title if report.organ and report.year else ""
        self.values: dict[str, Value] = {**report.figures, **report.facts, **fields}
        self.kinds: dict[str, Kind] = {**report.form.kinds}
        for table in report.tables.values():
            self.kinds |= table.kinds
        self.kinds |= {key: kind_of_value(value) for key, value in report.facts.items()}
        self.change = report.form.change
        self.last_is_missing = report.last is None
        self._add_last_year(report)

    def _add_last_year(self, report: Report) -> None:
        """Last year's figures and facts under `last.`; without its report the names are known."""
        last = report.last
        if last is None:
            self.kinds |= {f"last.{key}": kind for key, kind in report.form.kinds.items()}
            return
        values = {**last.figures, **last.facts}
        self.values |= {f"last.{key}": value for key, value in values.items()}
        self.kinds |= {f"last.{key}": kind_of_value(value) for key, value in values.items()}

    def paragraphs(self, node: Node, key: str) -> tuple[Paragraph, ...]:
        found: list[Paragraph] = []
        numbers = _numbers(self.numbering)
        for item in node.value if isinstance(node.value, list) else [node]:
            if isinstance(item.value, dict):
                found += self._headed(item, item.value, key, numbers)
            elif item.is_null:
                self.source.tell("not-filled-in", item, key=key, message=UNWRITTEN, label=key)
            else:
                lines = _lines(self._text(item, key))
                if any(_pattern(self.numbering).match(line) for line in lines):
                    self.source.tell(
                        "numbered-heading",
                        item,
                        key=key,
                        message="numbered-heading/text",
                        severity=Severity.WARNING,
                    )
                found += [Paragraph(line) for line in lines]
        return tuple(found)

    def title(self, node: Node) -> tuple[str, ...]:
        """The lines of a title of its own; a list has a line an item."""
        items = node.value if isinstance(node.value, list) else [node]
        return tuple(line for item in items for line in _lines(self._text(item, "title")))

    def line(self, node: Node, key: str) -> str:
        return " ".join(_lines(self._text(node, key)))

    def _headed(
        self, item: Node, entries: dict[str, Entry], key: str, numbers: Callable[[], str]
    ) -> Iterator[Paragraph]:
        if not entries and self.source.text.startswith("{{", item.start):
            return  # told as unquoted braces when the file was read
        for name, entry in entries.items():
            if name not in ("heading", "text"):
                self.source.tell(
                    "unknown-key",
                    entry.key,
                    key=f"{key}.{name}",
                    message="unknown-key/unknown",
                    found=name,
                    known="heading, text",
                )
        if "heading" not in entries:
            self.source.tell(
                "missing-key", item, key=key, message="missing-key/bare", found="heading"
            )
            return
        before = len(self.source.problems)
        heading = self.line(entries["heading"].value, f"{key}.heading").rstrip("。．.：:")
        if not heading and len(self.source.problems) == before:
            at = entries["heading"].value
            self.source.tell("not-filled-in", at, key=key, message=UNWRITTEN, label="heading")
        if _pattern(self.numbering).match(heading) or _ANY_NUMBER.match(heading):
            self.source.tell(
                "numbered-heading",
                entries["heading"].value,
                key=key,
                found=heading,
                severity=Severity.WARNING,
            )
        text_node = entries.get("text")
        body = self._text(text_node.value, f"{key}.text") if text_node else ""
        first, *rest = _lines(body) or [""]
        yield Paragraph(first, heading, numbers() + self._closed(heading, first))
        yield from (Paragraph(line) for line in rest)

    def _closed(self, heading: str, text: str) -> str:
        """A heading that text runs on behind ends in a stop, unless it has a mark of its own."""
        return heading if not text or heading[-1:] in _CLOSING else heading + self.stop

    def _text(self, node: Node, key: str) -> str:
        if node.is_null:
            self.source.tell("not-filled-in", node, key=key, message=UNWRITTEN, label=key)
            return ""
        raw = text(self.source, node, key)
        self._check_slips(node, raw or "", key)
        if raw:
            raw = _unfolded(raw, self.source.text[node.start : node.end])
        if raw is None or "{" not in raw:
            return raw or ""
        return "".join(
            piece if isinstance(piece, str) else self._filled(piece, raw, node, key)
            for piece in split(raw)
        )

    def _check_slips(self, node: Node, raw: str, key: str) -> None:
        """Text that YAML took for a comment, and braces that were meant to be filled in."""
        if node.plain and (lost := _LOST.match(self.source.text, node.end)):
            self.source.tell("lost-text", lost.end() - 1, key=key, severity=Severity.WARNING)
        if stray := _STRAY_BRACES.search(raw):
            found = stray.group()
            self.source.tell("stray-braces", node, key=key, found=found, severity=Severity.WARNING)

    def _filled(self, tag: Tag, raw: str, node: Node, key: str) -> str:
        """What a tag prints; nothing where it, or a figure that it names, has a problem."""
        try:
            if tag.error:
                raise tag.error
            assert tag.expression
            if tag.expression.check(self.kinds) == "truth":
                raise ExpressionError("expression/truth", found=tag.expression.text)
            if tag.expression.names <= self.values.keys():
                return digits(tag.expression.value(self.values, self.change))
            if self.last_is_missing and any(n.startswith("last.") for n in tag.expression.names):
                raise ExpressionError("undefined-name/last-year", found=tag.expression.text)
        except ExpressionError as error:
            at = self._offset(tag, raw, node)
            undefined = error.message.startswith("undefined-name")
            name = "undefined-name" if undefined else "bad-expression"
            self.source.tell(name, at, key=key, message=error.message, **error.values)
        return ""

    def _offset(self, tag: Tag, raw: str, node: Node) -> int:
        """Where a tag stands in the file: YAML may fold lines, but it keeps the tags' order."""
        start = node.start
        if self.source.text[start : start + 1] in ("|", ">"):
            start = self.source.text.find("\n", start)
        at = start - 1
        for _ in range(raw.count(tag.marker, 0, tag.offset) + 1):
            found = self.source.text.find(tag.marker, at + 1, node.end)
            if found < 0:
                break
            at = found + 1
        return max(at - 1, node.start)


def _fill_in(part: str, values: Mapping[str, Value]) -> str:
    """A part of the form's title, whose tags were checked when the form was read."""

    def filled(piece: str | Tag) -> str:
        if isinstance(piece, str):
            return piece
        return digits(piece.expression.value(values)) if piece.expression else ""

    return "".join(filled(piece) for piece in split(part))


def _zero(figure: Figure) -> Value:
    return 0 if figure.type in (FigureType.COUNT, FigureType.INTEGER) else Decimal(0)


def _unfolded(text: str, written: str) -> str:
    """Take out the spaces that YAML puts for line breaks, where Chinese has none.

    `written` is the scalar as it stands in the file; a space that was typed stays.
    """
    if "\n" not in written or written.startswith("|"):
        return text
    lines = [line.strip() for line in written.strip("\"'").split("\n")]
    at = 0
    for left, right in pairwise(lines):
        found = text.find(f"{left[-8:]} {right[:8]}", at) if left and right else -1
        if found < 0:
            continue
        at = found + len(left[-8:])
        if _joins(left[-1], right[0]):
            text = text[:at] + text[at + 1 :]
    return text


def _joins(left: str, right: str) -> bool:
    """Whether no space stands between two characters: Chinese beside Chinese or a figure."""
    wide = [bool(_WIDE.match(character)) for character in (left, right)]
    tight = [bool(_TIGHT.match(character)) for character in (left, right)]
    return all(wide) or (wide[0] and tight[1]) or (tight[0] and wide[1])


def _lines(raw: str) -> list[str]:
    """The paragraphs of a string: its lines, without the indent that the layout gives them."""
    lines = (line.strip(_INDENT) for line in re.split(r"\r\n|\r|\n", raw))
    return [line for line in lines if line]


def _numbers(numbering: str) -> Callable[[], str]:
    """Counts headings in the style of the form: （一） gives （一）, （二） …; 1. gives 1., 2. …"""
    count = 0

    def next_number() -> str:
        nonlocal count
        count += 1
        return numbering.replace("一", _chinese(count)).replace("1", str(count))

    return next_number


def _chinese(count: int) -> str:
    """A count from 1 to 99 in Chinese numerals."""
    tens, ones = divmod(count, 10)
    head = "" if tens == 0 else "十" if tens == 1 else _CHINESE[tens - 1] + "十"
    return head + (_CHINESE[ones - 1] if ones else "")


def _pattern(numbering: str) -> re.Pattern[str]:
    """What a heading looks like whose number was typed."""
    style = re.escape(numbering).replace("（", "[（(]").replace("）", "[）)]")
    digits_ = style.replace("一", f"[{_CHINESE}十]+").replace("1", "[0-9]+")
    return re.compile(digits_ or r"(?!)")


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


def _add_totals(report: Report) -> None:
    for table in report.tables.values():
        for figure in table.figures.values():
            _derive(report.figures, table, figure)


def _derive(figures: dict[str, Value], table: Table, figure: Figure) -> Value | None:
    if figure.key in figures or figure.parts is None:
        return figures.get(figure.key)
    parts = [_derive(figures, table, table.figures[part]) for part in figure.parts]
    if any(part is None for part in parts):
        return None
    total = sum(part for part in parts if not isinstance(part, str | None))
    figures[figure.key] = total
    return total
