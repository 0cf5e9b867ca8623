"""What is wrong with a template, found before there is any data."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jinja2 import TemplateSyntaxError, nodes
from lxml import etree

from gendoc.expression import dotted
from gendoc.form import Form
from gendoc.names import LIST, PARAGRAPHS, ROWS, Name, names
from gendoc.ooxml import attribute, child, name_of
from gendoc.places import Place, places, strangers, unpaired
from gendoc.problem import Bilingual, Problem, Severity
from gendoc.project import shown
from gendoc.source import suggest
from gendoc.template import Environment

MANY = 8
"""Figures that are never printed up to which all are named."""
_TAG = re.compile(r"\{(?P<kind>[{%#])(?:(?P<scope>tr|tc|p|r)(?=\s))?(?P<inner>.*?)[}%#]\}")
_STATEMENT = re.compile(r"[-+ ]*(\w+)\s*(.*?)[-+ ]*$", re.DOTALL)
_LOOP = re.compile(r"(\w+)\s+in\s+(.*)$", re.DOTALL)
_SET = re.compile(r"(\w+)\s*=\s*(.*)$", re.DOTALL)
_QUOTES = re.compile("[“”‘’]")
_LEFT = re.compile(r"\{\{|\}\}|\{%|%\}|｛｛|｝｝|｛%|(?<!\{)\{ ?[a-z_]+(\.\w+)* ?\}(?!\})")
_CJK = re.compile("[\u2e80-\u9fff]")
_BLOCKS = ("for", "if", "elif", "else", "endfor", "endif", "set")
_CLOSES = {"endfor": "for", "endif": "if"}
_BETWEEN = ("tab", "br", "drawing", "fldChar", "instrText", "hyperlink")


@dataclass
class _Open:
    """A loop or condition that is not closed yet, with the names that it gives."""

    word: str
    scope: str
    place: Place
    given: dict[str, Name] = field(default_factory=dict)


def lint(form: Form, path: Path) -> list[Problem]:
    """Everything wrong with a template of a form, in the order of the template."""
    try:
        data = path.read_bytes()
        if path.suffix == ".docx":
            return list(_Word(form, path, data).problems())
        return list(_Text(form, path, data.decode()).problems())
    except (OSError, ValueError, zipfile.BadZipFile, etree.XMLSyntaxError) as error:
        return [_problem(path, "broken-template", reason=str(error), where=path.name)]


def _problem(path: Path, message: str, *, line: int | None = None, **values: object) -> Problem:
    severity = Severity.WARNING if message in _WARNINGS else Severity.ERROR
    name, column = message.split("/")[0], 1 if line else None
    return Problem(
        name, shown(path), line, column, severity=severity, message=message, values=values
    )


_WARNINGS = {
    "template-unprinted",
    "template-tag/empty",
    "template-tag/quotes",
    "template-font",
}


class _Names:
    """What names stand for, and which figures have been printed."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.root = {name.name: name for name in names(form)}
        self.environment = Environment()
        self.printed: set[str] = set()
        self.whole: dict[int, str] = {}
        for name in self.root.values():
            self._note(name, "")

    def _note(self, name: Name, above: str) -> None:
        full = f"{above}{name.name}"
        self.whole[id(name)] = full
        for inside in name.inside:
            self._note(inside, f"{full}.")

    def resolve(self, name: str, given: dict[str, Name]) -> Name | str | None:
        """The name meant, None where anything may follow, or the likely one for one that is not."""
        first, *rest = name.split(".")
        known = {**self.root, **given}
        found = known.get(first)
        if found is None:
            return suggest(first, known) or ""
        above = first
        for part in rest:
            if found.type == LIST or found.name == "facts":
                return None
            inside = {inner.name: inner for inner in found.inside}
            if part not in inside:
                # One of the rows that a report gives for a repeated one has a key of its own.
                if found.type == ROWS:
                    return None
                likely = suggest(part, inside)
                return f"{above}.{likely}" if likely else ""
            found, above = inside[part], f"{above}.{part}"
        return found

    def parse(self, text: str) -> nodes.Node:
        return self.environment.parse("{{ " + text + " }}")

    def unprinted(self) -> list[str]:
        keys = {key for key in self.form.figures if key not in self.printed}
        return [key for key in self.form.figures if key in keys]


class _Word(_Names):
    """The findings in a Word template, tag by tag in the order of its text."""

    def __init__(self, form: Form, path: Path, data: bytes) -> None:
        super().__init__(form)
        self.path, self.data = path, data
        self.open: list[_Open] = []
        self.looped: list[tuple[Place, Place]] = []
        self.sets: dict[str, Name] = {}

    def problems(self) -> Iterator[Problem]:
        for place in places(self.data):
            yield from self._paragraph(place)
        for message, at, values in unpaired(places(self.data)):
            yield self._tell(message, at, **values)
        for first, last in self.looped:
            yield from self._merged(first, last)
        for place, name in strangers(places(self.data)):
            yield self._tell("template-tag/row", place, found=name)
        if unprinted := self.unprinted():
            shown_ = ", ".join(unprinted[:MANY]) + (" …" if len(unprinted) > MANY else "")
            yield _problem(self.path, "template-unprinted", found=shown_, count=len(unprinted))
        yield from self._fonts()

    def _tell(self, message: str, place: Place, **values: Any) -> Problem:
        text = place.text.strip()
        return _problem(self.path, message, where=place.where, text=text, **values)

    def _paragraph(self, place: Place) -> Iterator[Problem]:
        text = place.text
        if left := _LEFT.search(_TAG.sub("", text)):
            yield self._tell("template-tag/left", place, found=left.group())
        for match in _TAG.finditer(text):
            if match["kind"] == "#":
                continue
            if _QUOTES.search(match.group()):
                yield self._tell("template-tag/quotes", place, found=match.group())
            inner = _QUOTES.sub("'", match["inner"])
            if match["kind"] == "{":
                yield from self._expression(inner.strip(" -+"), place, printed=True)
            else:
                yield from self._statement(match["scope"] or "", inner, place, match.group())
        if "{" in text and any(name_of(e) in _BETWEEN for e in place.paragraph.iter()):
            yield from self._split(place)

    def _statement(self, scope: str, inner: str, place: Place, tag: str) -> Iterator[Problem]:
        match = _STATEMENT.match(inner)
        word, rest = (match.group(1), match.group(2)) if match else ("", "")
        leaves_empty = word in _BLOCKS and not scope and place.text.strip() == tag
        if leaves_empty:
            better = "tr" if place.row is not None and _alone(place) else "p"
            yield self._tell("template-tag/empty", place, found=tag, better=better)
        if word == "for" and (loop := _LOOP.match(rest)):
            opened = _Open("for", scope, place)
            element = yield from self._loop(loop.group(2), place)
            if element:
                opened.given[loop.group(1)] = element
            self.open.append(opened)
        elif word == "if":
            yield from self._expression(rest, place)
            self.open.append(_Open("if", scope, place))
        elif word == "elif":
            yield from self._expression(rest, place)
        elif word == "set" and (setting := _SET.match(rest)):
            name = yield from self._expression(setting.group(2), place)
            if name:
                self.sets[setting.group(1)] = name
        elif word in _CLOSES:
            yield from self._close(word, scope, place)

    def _close(self, word: str, scope: str, place: Place) -> Iterator[Problem]:
        if not self.open or self.open[-1].word != _CLOSES[word]:
            return  # told among the tags that have no other end
        opened = self.open.pop()
        beside = opened.place.paragraph.getparent() is place.paragraph.getparent()
        same = opened.place.row is place.row or scope in ("", "tr")
        if opened.scope != scope or (scope == "p" and not beside) or not same:
            yield self._tell("template-tag/crossed", place, found=word)
        elif word == "endfor" and scope == "tr":
            self.looped.append((opened.place, place))

    def _loop(self, over: str, place: Place) -> Any:
        """The problems of what a loop runs over; gives what it runs through."""
        name = yield from self._expression(over.split("|")[0], place)
        if isinstance(name, Name) and name.type in (PARAGRAPHS, ROWS):
            return name
        return Name("", "", LIST)

    @property
    def _given(self) -> dict[str, Name]:
        found = {**self.sets, "loop": Name("loop", "", LIST)}
        for opened in self.open:
            found |= opened.given
        return found

    def _expression(self, text: str, place: Place, *, printed: bool = False) -> Any:
        """The problems of an expression; gives the name that it is, if it is one alone."""
        if text == "vm" or text.startswith(("cellbg", "colspan", "hm")):
            return None
        try:
            tree = self.parse(text)
        except TemplateSyntaxError as error:
            yield self._tell("template-tag/syntax", place, found=text, reason=str(error))
            return None
        given = self._given
        found: Name | None = None
        for name in _names_of(tree):
            meant = self.resolve(name, given)
            if isinstance(meant, str):
                message = "template-name" if meant else "template-name/unknown"
                yield self._tell(message, place, found=name, likely=meant)
            elif meant:
                found = meant
                if printed:
                    self.printed.add(self.whole.get(id(meant), ""))
        return found

    def _split(self, place: Place) -> Iterator[Problem]:
        """Tags with a tab, a break or a field between their braces, which nothing mends."""
        text = ""
        for element in place.paragraph.iter():
            if name_of(element) == "t":
                text += element.text or ""
            elif name_of(element) in _BETWEEN:
                opened, closed = text.rfind("{{"), text.rfind("}}")
                opened, closed = max(opened, text.rfind("{%")), max(closed, text.rfind("%}"))
                if opened > closed:
                    yield self._tell("template-tag/split", place, found=name_of(element))

    def _merged(self, first: Place, last: Place) -> Iterator[Problem]:
        """Cells merged downwards in rows that a loop repeats: each would begin the merge anew."""
        row = first.row
        while row is not None and row is not last.row:
            for cell in row:
                merge = child(cell, "tcPr", "vMerge") if name_of(cell) == "tc" else None
                if merge is not None:
                    yield self._tell("template-tag/merged", first, found=first.text.strip())
                    return
            row = row.getnext()

    def _fonts(self) -> Iterator[Problem]:
        """Fonts given for Latin letters alone, where Chinese would be set in another."""
        if not self.form.language.startswith("zh"):
            return
        for place in places(self.data):
            for fonts in place.paragraph.iter():
                if name_of(fonts) == "rFonts" and _lacks_chinese(fonts) and _CJK.search(place.text):
                    yield self._tell("template-font", place, found=attribute(fonts, "ascii"))
                    break
        with zipfile.ZipFile(io.BytesIO(self.data)) as file:
            if "word/styles.xml" not in file.namelist():
                return
            styles = etree.fromstring(file.read("word/styles.xml"))
        for style in styles.iter():
            fonts = child(style, "rPr", "rFonts") if name_of(style) == "style" else None
            if fonts is not None and _lacks_chinese(fonts):
                name = attribute(style, "styleId")
                where = Bilingual(f"样式 {name}", f"style {name}")
                found = attribute(fonts, "ascii")
                yield _problem(self.path, "template-font", where=where, text=name, found=found)


class _Text(_Names):
    """The findings in a text template."""

    def __init__(self, form: Form, path: Path, text: str) -> None:
        super().__init__(form)
        self.path, self.text = path, text

    def problems(self) -> Iterator[Problem]:
        try:
            tree = self.environment.parse(self.text)
        except TemplateSyntaxError as error:
            values: dict[str, object] = {"reason": str(error), "where": self.path.name}
            yield _problem(self.path, "broken-template", line=error.lineno, **values)
            return
        given = {
            n.name: Name(n.name, "", LIST) for n in tree.find_all(nodes.Name) if n.ctx != "load"
        }
        given["loop"] = Name("loop", "", LIST)
        for node in _outermost(tree):
            meant = self.resolve(dotted(node), given)
            if isinstance(meant, str):
                message = "template-name" if meant else "template-name/unknown"
                line = node.lineno
                values = {"found": dotted(node), "likely": meant, "text": ""}
                where = Bilingual(f"第{line}行", f"line {line}")
                yield _problem(self.path, message, line=line, where=where, **values)


def _names_of(tree: nodes.Node) -> Iterable[str]:
    return (dotted(node) for node in _outermost(tree))


def _outermost(node: nodes.Node) -> Iterator[nodes.Node]:
    """The nodes that are whole dotted names and are read."""
    if dotted(node):
        if getattr(node, "ctx", "load") == "load":
            yield node
        return
    for inner in node.iter_child_nodes():
        yield from _outermost(inner)


def _alone(place: Place) -> bool:
    """Whether a paragraph is all that its row says."""
    texts = (e.text or "" for e in place.row.iter() if name_of(e) == "t")
    return "".join(texts).strip() == place.text.strip()


def _lacks_chinese(fonts: Any) -> bool:
    latin = attribute(fonts, "ascii") or attribute(fonts, "hAnsi")
    return bool(latin) and not (attribute(fonts, "eastAsia") or attribute(fonts, "eastAsiaTheme"))
