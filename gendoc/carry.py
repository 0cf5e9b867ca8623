"""What a new report takes over from last year's: what stays, and what has to be looked at anew.

Prose is taken over as it was written. Where it holds years or numbers of its own, or the form wants
it new, a `~` stands before it, so that nothing is built until somebody has been through it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile
from pathlib import Path

from gendoc.binder import bind
from gendoc.expression import LAST, ExpressionError, solved, split
from gendoc.figure import Chosen, FigureType, Value, digits
from gendoc.form import VERSION_MARK, Check, Form
from gendoc.messages import say
from gendoc.problem import Invalid, Problem, Severity, listed
from gendoc.project import Project, named_form, shown
from gendoc.record import record
from gendoc.relations import meant, scopes
from gendoc.report import Report
from gendoc.skeleton import Content
from gendoc.source import Entry, Node, Source, parse, read
from gendoc.table import Figure
from gendoc.yamltext import bare

ABOUT_ITS_YEAR = ("notes", "remarks", "waive")
"""Keys that explain the figures of their own year, and so are written anew."""
SHOWN = 8
"""Numbers of a section that are listed in its comment."""

_NUMBER = re.compile(r"[0-9０-９]+(?:[.．,，][0-9０-９]+)*(?:[%％]|[\u4e00-\u9fff])?")
# Numbers that stay from year to year: a document's, and the first and last day of a year.
_STANDING = re.compile(
    r"[〔［\[（(][0-9]{4}[〕］\])）][^，。；]{0,3}?[0-9]+号|(?<![0-9])(?:1月1日|12月31日)"
)
_COMMENT = re.compile(r"[ \t]+#[ \t]*(.*)")
_ITEM = re.compile(r"[ \t]*(?=- )")
_BREAK = re.compile(r"\r\n|\r|\n")


@record()
class Last:
    """Last year's report, whatever is wrong with it, and the keys of its file."""

    report: Report
    entries: dict[str, Entry]

    @property
    def source(self) -> Source:
        return self.report.source


@record()
class Carried:
    """What a new report starts with; what was kept and what is to be revised, by its label."""

    content: Content
    kept: Sequence[str]
    to_revise: Sequence[str]
    left: Sequence[Problem]
    """Notes on what was not taken over."""


def read_last(path: Path, project: Project, form: Form | None = None) -> Last:
    """Read last year's report; mistakes in it stop nothing that can be read.

    `form` is what it is read as where it names no form that is at hand.

    Raises:
        Invalid: the file cannot be read, is no mapping, or its form is unknown and none is given.
    """
    source, root = read(path, shown(path))
    try:
        own = named_form(source, root, project, any_version=True)
    except Invalid:
        if form is None or not isinstance(root.value, dict):
            raise
        own = form
    assert isinstance(root.value, dict)
    return Last(bind(source, root, own), root.value)


def carry_over(last: Last, form: Form, year: int) -> Carried:
    """What the report on a form for a year takes over from last year's."""
    return _Carrier(last, form, year).carried()


class _Carrier:
    def __init__(self, last: Last, form: Form, year: int) -> None:
        self.last = last
        self.form = form
        self.year = year
        self.language = form.tongue
        """Of the comments, as of all others in the file."""
        self.kept: list[str] = []
        self.to_revise: list[str] = []
        self.left: list[Problem] = []
        self.comments: dict[str, list[str]] = {}

    def carried(self) -> Carried:
        entities = self._entities()
        content = Content(
            fields=self._fields(),
            figures={**self._choices(entities), **self._figures()},
            entities=entities,
            blocks=self._blocks(),
            comments=self.comments,
        )
        self._tell_the_rest()
        return Carried(content, self.kept, self.to_revise, self.left)

    def _say(self, message: str, **values: object) -> str:
        return say(message, self.language, year=self.last.report.year or "?", **values)

    def _leave(self, message: str, at: Node | None, **values: object) -> None:
        problem = self.last.source.problem("not-carried", at, message=message, **values)  # type: ignore[arg-type]
        self.left.append(replace(problem, severity=Severity.NOTE))

    # -- fields and facts -------------------------------------------------------------------

    def _fields(self) -> dict[str, str]:
        """Fields of the form that describe the body; others are of their year."""
        kept: dict[str, str] = {}
        signatures = _signatures(self.form)
        for own in self.form.fields.values():
            entry = self.last.entries.get(own.id)
            if entry is None or entry.value.is_null:
                continue
            chosen = _written(entry.value)
            value, options = ", ".join(chosen), own.allowed.options
            readable = own.id in self.last.report.fields
            if not readable or (options and not set(chosen) <= set(options)):
                self._leave("not-carried/unread", entry.value, label=own.label)
            elif own.type.is_number:
                self.comments[own.id] = [self._say("carried/before", found=value)]
            elif own.type is FigureType.DATE or own.id in signatures:
                kept[own.id] = "~"
                self.comments[own.id] = [self._say("carried/before", found=value)]
            else:
                kept[own.id] = _as_chosen(own.type, chosen)
                self.kept.append(own.label)
        return kept

    def _facts(self, entries: dict[str, Entry], prefix: str, indent: str) -> Iterator[str]:
        """Each fact as a gap, with what it was last year and what was said of it."""
        for name, (key, node) in entries.items():
            if not name.isidentifier() or isinstance(node.value, list):
                self._leave("not-carried/unread", key, label=f"{prefix}.{name}")
            elif isinstance(node.value, dict):
                yield f"{indent}{name}:"
                yield from self._facts(node.value, f"{prefix}.{name}", indent + "  ")
            else:
                found = "" if node.is_null else " ".join(node.value.split())[:40]
                told = [self._say("carried/before", found=found)] if found else []
                if comment := _COMMENT.match(self.last.source.text, node.end):
                    told.append(comment.group(1).strip())
                said = listed(told, "；", "; ").to(self.language)
                yield f"{indent}{name}: ~" + (f"  # {said}" if told else "")

    # -- rows -------------------------------------------------------------------------------

    def _choices(self, entities: dict[str, dict[str, str]]) -> dict[str, str]:
        """What was chosen in rows of any number, such as their kind, if this form has it too."""
        found: dict[str, str] = {}
        for table in self.form.tables.values():
            repeated = tuple(f"{key}." for key in table.repeats if key in entities)
            figures = table.with_entities(entities).figures.items() if repeated else ()
            for key, figure in figures:
                value = self.last.report.figures.get(key)
                if not key.startswith(repeated) or not isinstance(value, str):
                    continue
                chosen = value.items if isinstance(value, Chosen) else (value,)
                if set(chosen) <= set(figure.allowed.options):
                    found[key] = _as_chosen(figure.type, chosen)
        return found

    def _entities(self) -> dict[str, dict[str, str]]:
        """The keys and names of last year's rows, for each repeated row that this form has too."""
        found: dict[str, dict[str, str]] = {}
        for table in self.form.tables.values():
            before = self.last.report.tables.get(table.id)
            for key, line in table.repeats.items() if before else ():
                assert before
                own = {k.removeprefix(f"{key}."): name for k, name in before.entities}
                if own := {k: name for k, name in own.items() if "." not in k}:
                    found[key] = own
                    self.kept.append(line.label)
        return found

    # -- figures ----------------------------------------------------------------------------

    def _figures(self) -> dict[str, str]:
        """Figures that a check of the form gives outright from last year's."""
        figures: dict[str, str] = {}
        for check in self.form.checks:
            given = list(self._given(check))
            if given and self.year != self.last.report.year + 1:
                self._leave("not-carried/gap", None, label=check.label, next=self.year)
                continue
            found = {figure.key: value for figure, value in given if value is not None}
            if lost := [figure.label for figure, value in given if value is None]:
                self._leave("not-carried/figure", None, label=listed(lost))
            for key in found:
                figure = self.form.figures[key]
                row = ".".join((figure.key.split(".")[0], *figure.row))
                self.comments[row] = [self._say("carried/figure")]
            figures |= {key: digits(value) for key, value in found.items()}
            self.kept += dict.fromkeys(self.form.figures[key].row_label for key in found)
        return figures

    def _given(self, check: Check) -> Iterator[tuple[Figure, Value | None]]:
        """The entered figures that a check equals to last year's, with what they come to."""
        relation = solved(check.holds) if check.holds else None
        if relation is None or not all(n.startswith(LAST) for n in relation.value.names):
            return
        before = self.last.report.figures
        for scope in scopes(self.form, self.form.tables, check):
            figure = self.form.figures.get(meant(scope, relation.name))
            if figure is None or figure.parts is not None:
                continue
            keys = {name: meant(scope, name) for name in relation.value.names}
            values = {name: before[key] for name, key in keys.items() if key in before}
            try:
                yield figure, relation.value.value(values) if len(values) == len(keys) else None
            except ExpressionError:
                yield figure, None

    # -- prose ------------------------------------------------------------------------------

    def _blocks(self) -> dict[str, Sequence[str]]:
        """The title, the facts and the prose, as lines of YAML."""
        entries = self.last.entries
        blocks: dict[str, Sequence[str]] = {}
        if (entry := entries.get("facts")) and isinstance(entry.value.value, dict):
            blocks["facts"] = ["facts:", *self._facts(entry.value.value, "facts", "  ")]
        labels = self.form.section_labels
        texts = (section.id for section in self.form.sections if section.kind == "text")
        for key in ("title", *texts):
            if (entry := entries.get(key)) and not entry.value.is_null:
                blocks[key] = self._prose(key, labels.get(key, key), entry)
        return {key: lines for key, lines in blocks.items() if lines}

    def _prose(self, key: str, label: str, entry: Entry) -> list[str]:
        """A text as it was written; a gap before it where it has to be revised."""
        written = _as_written(self.last.source, key, entry)
        if gap := self._gap(key, entry.value):
            lines = _behind_gap(key, written, entry.value, gap) or _anew(key, entry.value, gap)
        else:
            lines = written or _anew(key, entry.value)
        if not lines:
            self._leave("not-carried/unread", entry.key, label=label)
            return []
        (self.to_revise if gap else self.kept).append(label)
        return lines if gap else [f"# {self._say('carried/prose')}", *lines]

    def _gap(self, key: str, node: Node) -> str:
        """A gap that says why the text below it is to be revised, or nothing if it may stay.

        Prose with years and numbers of its own is revised, and prose that the form wants new.
        """
        numbers = list(dict.fromkeys(_numbers(node)))
        if not numbers and not any(key in check.differs for check in self.form.checks):
            return ""
        more = "…" if len(numbers) > SHOWN else ""
        message = "carried/numbers" if numbers else "carried/rewrite"
        found = listed(numbers[:SHOWN]).to(self.language) + more
        return f"- ~  # {self._say(message, found=found)}"

    def _tell_the_rest(self) -> None:
        named = self.last.entries["form"].value if "form" in self.last.entries else None
        id_, _, major = str(named.value).partition(VERSION_MARK) if named else ("", "", "")
        if id_ == self.form.id and (major or "1") != str(self.form.major):
            values = {"found": major or "1", "form": id_, "version": self.form.version}
            self._leave("not-carried/version", named, **values)
        for key, entry in self.last.entries.items():
            if entry.value.is_null:
                continue
            if key in ABOUT_ITS_YEAR:
                self._leave("not-carried/its-year", entry.key, label=key)
            elif key not in (*self.form.keys, *self.last.report.form.tables):
                self._leave("not-carried/form", entry.key, label=key, form=self.form.id)


def _written(node: Node) -> list[str]:
    """A value as it stands in the file, or the values of a list."""
    nodes = node.value if isinstance(node.value, list) else [node]
    return [one.value for one in nodes if isinstance(one.value, str)]


def _as_chosen(type_: FigureType, values: Sequence[str]) -> str:
    """The values of a field as YAML: a list where several may be chosen."""
    several = type_ is FigureType.CHOICES
    return f"[{', '.join(map(bare, values))}]" if several else bare(", ".join(values))


def _signatures(form: Form) -> set[str]:
    """The fields below all prose and tables: who signed, and when, is new each year."""
    last = reversed(form.sections)
    below = takewhile(lambda section: section.kind == "fields", last)
    return {field.id for section in below for field in section.fields}


def _numbers(node: Node) -> Iterator[str]:
    """The years and numbers that a text holds as they are, outside of `{{ … }}`."""
    if isinstance(node.value, dict):
        for entry in node.value.values():
            yield from _numbers(entry.value)
    elif isinstance(node.value, list):
        for item in node.value:
            yield from _numbers(item)
    else:
        for piece in split(node.value):
            if isinstance(piece, str):
                yield from _NUMBER.findall(_STANDING.sub("", piece))


def _as_written(source: Source, key: str, entry: Entry) -> list[str]:
    """The lines of a top-level key as they stand in the file; none that do not stand alone."""
    if source.locate(entry.key.start)[1] != 1:
        return []
    end = entry.value.end
    if source.text[end - 1 : end] not in ("\r", "\n"):
        following = _BREAK.search(source.text, end)
        end = following.start() if following else len(source.text)
    lines = _BREAK.split(source.text[entry.key.start : end])
    while lines and (not lines[-1].strip() or lines[-1].startswith("#")):
        lines.pop()
    return lines if _reads_as(lines, key, _tree(entry.value)) else []


def _behind_gap(key: str, lines: list[str], node: Node, gap: str) -> list[str]:
    """The same lines as a list that begins with a gap; none where they cannot be made one."""
    if not lines:
        return []
    head, *rest = lines
    if isinstance(node.value, list):
        indent = next((match.group() for match in map(_ITEM.match, rest) if match), None)
        gated = [head, f"{indent}{gap}", *rest] if indent is not None else []
    else:
        name, _, first = head.partition(":")
        moved = (f"  {line}" if line.strip() else line for line in rest)
        gated = [f"{name}:", f"  {gap}", f"  - {first.strip()}", *moved]
    return gated if _reads_as(gated, key, ["~", *_items(node)]) else []


def _anew(key: str, node: Node, gap: str = "") -> list[str]:
    """A text written anew, where the lines of the file cannot stand in another one."""
    items = _items(node)
    lines = [f"{key}:"] + ([f"  {gap}"] if gap else [])
    lines += [f"  - {json.dumps(item, ensure_ascii=False)}" for item in items]
    return lines if _reads_as(lines, key, ["~", *items] if gap else items) else []


Tree = str | list["Tree"] | dict[str, "Tree"]


def _tree(node: Node) -> Tree:
    """What a node holds, without the places."""
    if isinstance(node.value, dict):
        return {name: _tree(entry.value) for name, entry in node.value.items()}
    return [_tree(item) for item in node.value] if isinstance(node.value, list) else node.value


def _items(node: Node) -> list[Tree]:
    tree = _tree(node)
    return tree if isinstance(tree, list) else [tree]


def _reads_as(lines: list[str], key: str, tree: Tree) -> bool:
    try:
        _, root = parse("\n".join(lines) + "\n", "")
    except Invalid:
        return False
    return isinstance(root.value, dict) and _tree(root) == {key: tree}
