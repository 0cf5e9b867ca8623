"""Reads a form.yaml into a form, telling each mistake where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from gendoc import formkeys, source
from gendoc.expression import ChangeWords, Expression, ExpressionError, Kinds, Tag, split
from gendoc.figure import UNUSABLE, FigureType
from gendoc.form import GIVEN_FIELDS, RESERVED, USABLE_ID, Field, Form, Section
from gendoc.formchecks import CheckReader
from gendoc.formnodes import NodeReader, Nodes
from gendoc.formtables import TableReader
from gendoc.formulas import FormulaReader
from gendoc.problem import Invalid, Problem
from gendoc.slot import Condition, Demand
from gendoc.source import Node, Source
from gendoc.table import Table

_VERSION = re.compile(r"[1-9][0-9]{0,3}(\.[0-9]{1,4})*")
_LANGUAGE = re.compile(r"(zh|en)(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?")
"""The languages that documents are printed in: what stands between words, days and answers."""


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


class _Reader(NodeReader):
    """Turns the nodes of a form.yaml into a `Form`, telling each mistake where it stands."""

    def __init__(self, source: Source) -> None:
        super().__init__(source)
        self.formulas = FormulaReader(source)

    def form(self, root: Node, folder: Path) -> Form | None:
        nodes = self.nodes(root, formkeys.FORM)
        if self.source.problems and not {"id", "title", "sections"} <= set(nodes):
            return None
        declared = {key: self._field(key, node) for key, node in self.named(nodes.get("fields"))}
        sound_fields = not self.source.problems
        fields = {key: field for key, field in declared.items() if key not in GIVEN_FIELDS}
        reader = TableReader(self.source, self.formulas)
        tables = {key: reader.table(key, node) for key, node in self.named(nodes.get("tables"))}
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
            also=self.also(nodes.get("also")),
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
        form = self.formulas.connected(form)
        self._check_ids(form, nodes)
        self._check_title(form, form.title, nodes.get("title"))
        self._check_title(form, (form.file_name,), nodes.get("file_name"))
        self._check_around(form, nodes.get("tables"))
        if not sound_fields or self.formulas.sound.keys() != tables.keys():
            return None  # Checks name figures and fields; of broken ones they would only echo.
        return replace(form, checks=CheckReader(self.source, form).checks(nodes.get("checks")))

    def _field(self, key: str, node: Node) -> Field:
        if isinstance(node.value, str):
            label = self.label(key, node)
            return Field(key, label, FigureType.TEXT, demand=Demand(optional=True))
        nodes = self.nodes(node, formkeys.FIELD)
        for name in nodes if key in GIVEN_FIELDS else ():
            if name != "label":
                self.tell_unknown("unknown-key", nodes[name], name, ["label"])
        type_ = self.type(nodes.get("type")) or FigureType.TEXT
        self.check_options(key, type_, nodes, node)
        if "decimals" in nodes and not type_.has_decimals:
            values = {"found": key, "type": type_.value}
            self.tell("form-value", nodes["decimals"], message="form-decimals", **values)
        chosen = type_ is FigureType.YES_NO or type_.has_options
        fits = {"boxes": chosen, "thousands": type_.is_number, "unit": type_.is_number}
        for name in (name for name, fit in fits.items() if name in nodes and not fit):
            values = {"found": name, "key": key, "type": type_.value}
            self.tell("form-line", nodes[name], message="form-line/type", **values)
        empty, required = (
            _of_fields(self.formulas.read(nodes.get(f"{name}_when")))
            for name in ("empty", "required")
        )
        return Field(
            id=key,
            label=self.text(nodes.get("label")),
            type=type_,
            allowed=self.allowed(nodes),
            demand=Demand(not self.flag(nodes.get("required")), empty, required),
            boxes=self.flag(nodes.get("boxes")),
            thousands=self.flag(nodes.get("thousands")),
            carry=self.flag(nodes["carry"]) if "carry" in nodes else None,
            beside=self.unit(nodes.get("unit"), beside=True),
        )

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
            elif fields[self.text(item)] in GIVEN_FIELDS.values():
                self.tell("form-value", item, message="form-fields/label", found=self.text(item))
        return Section(
            id=id_,
            title=self.text(nodes.get("title")),
            label=self.text(nodes.get("label")) or self.text(nodes.get("title")) or id_,
            kind=kind or "text",  # type: ignore[arg-type]
            required=self.flag(nodes.get("required"), default=True),
            fields=tuple(fields[self.text(n)] for n in named if self.text(n) in fields),
            in_line=self._in_line(nodes.get("in_line")),
            boxed=self.flag(nodes.get("boxed")),
            also=self.also(nodes.get("also")),
        )

    def _in_line(self, node: Node | None) -> bool | int:
        text, most = self.text(node, "false"), formkeys.MOST_IN_LINE
        if text.isdecimal() and 1 <= int(text) <= most:
            return int(text)
        if node and text not in formkeys.FLAG:
            self.tell("form-value", node, found=text, known=f"true, false, 1–{most}")
        return text == "true"

    def _change(self, node: Node | None) -> ChangeWords:
        if node is None:
            return ChangeWords()
        nodes = self.nodes(node, formkeys.CHANGE)
        return ChangeWords(*(self.text(nodes.get(key)) for key in ("up", "down", "same")))

    def _language(self, node: Node | None) -> str:
        tag = self.text(node, "zh-CN")
        if node and not _LANGUAGE.fullmatch(tag):
            self.tell("form-value", node, found=tag, known="zh-CN, en, en-GB, en-US")
        return tag

    def _years(self, node: Node | None) -> tuple[int | None, int | None]:
        if node and not isinstance(node.value, dict):
            self.tell("form-value", node, found=self.text(node), known="{from: 2024}")
            return None, None
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
            for key in self.named_at(nodes.get(part)):
                if key.value in RESERVED and not (part == "fields" and key.value in GIVEN_FIELDS):
                    self.tell("form-reserved", key, found=key.value)
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
        kinds = {**kinds, **{field.id: field.kind for field in form.fields.values()}}
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
                self.tell_wrong(error, node, "form-title")

    def _check_around(self, form: Form, node: Node | None) -> None:
        for id_, entry in self.named(node):
            nodes, around = self.nodes(entry, None), form.tables[id_].around
            lines = {"above": around.above, "below": around.below}
            texts = {key: [text for line in lines[key] for text in line] for key in lines}
            for key, own in {"caption": [around.caption], **texts}.items():
                if key in nodes:
                    self._check_tags(form, own, nodes[key])


def _of_fields(holds: Expression | None) -> Condition | None:
    """A condition of a field, whose names are full ones."""
    return Condition(holds, tuple((name, name) for name in sorted(holds.names))) if holds else None
