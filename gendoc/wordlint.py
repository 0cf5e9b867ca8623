"""What is wrong with a Word template, found before there is any data."""

from __future__ import annotations

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import field, replace
from pathlib import Path
from typing import Any

from jinja2 import TemplateSyntaxError, nodes
from lxml import etree

from gendoc.expression import dotted, plain_name
from gendoc.faults import reason_of
from gendoc.form import Form
from gendoc.messages import in_both
from gendoc.misplaced import OTHER_ROWS, misplaced, ragged
from gendoc.names import LIST, Name
from gendoc.ooxml import attribute, child, name_of
from gendoc.places import TAG, Fault, Place, faults, own_text, places
from gendoc.problem import Problem, Severity
from gendoc.project import shown
from gendoc.record import record
from gendoc.relabelled import LACKING, Seen, relabelled
from gendoc.resolve import SHOWN, Names, names_of, stored
from gendoc.unprinted import Gap, Lost, gaps, lost, texts

MANY = 8
"""Rows and texts that are never printed up to which each is told by itself."""
_STATEMENT = re.compile(r"[-+ ]*(\w+)\s*(.*?)[-+ ]*$", re.DOTALL)
_NAME = re.compile(r"[^\W\d]\w*(?:\.\w+)*")
_WORD = re.compile(r"[^\W\d]\w*")
_QUOTES = re.compile("[“”‘’]")
_CJK = re.compile("[\u2e80-\u9fff]")
_ADJACENT = re.compile(r"\}\}\s*\{\{")
"""Two tags with nothing between them but the end of a paragraph."""
_BLOCKS = ("for", "if", "elif", "else", "endfor", "endif", "set")
_CLOSES = {"endfor": "for", "endif": "if"}
_GIVING = ("macro", "with", "import", "from", "call", "block")
"""Statements that give names of their own, of which nothing is known."""
_TRACKED = tuple(f"{{*}}{name}" for name in ("ins", "del", "moveFrom", "moveTo"))
"""Changes that Word keeps until somebody accepts them."""
_SPLITS = ("tab", "br", "drawing", "fldChar", "instrText", "hyperlink")
_BETWEEN = tuple(f"{{*}}{name}" for name in _SPLITS)
"""What may stand between the braces of a tag, which nothing mends."""


@record(eq=False, frozen=False)
class _Open:
    """A loop or condition that is not closed yet, with the names that it gives."""

    word: str
    scope: str
    place: Place
    given: dict[str, Name] = field(default_factory=dict)


def finding(path: Path, message: str, **values: Any) -> Problem:
    warned = message in _WARNINGS or message.split("/")[0] in _WARNINGS
    severity = Severity.WARNING if warned else Severity.ERROR
    name = message.split("/")[0]
    return Problem(name, shown(path), severity=severity, message=message, values=values)


_WARNINGS = {
    "template-name/row",
    "template-label",
    "template-unprinted",
    "template-tag/empty",
    "template-tag/quotes",
    "template-tag/tracked",
    "template-tag/twice",
    "template-tag/ragged",
    "template-tag/together",
    "template-tag/column",
    "template-tag/other-row",
    "template-tag/other-column",
    "template-font",
}


class WordNames(Names):
    """The findings in a Word template, tag by tag in the order of its text."""

    def __init__(self, form: Form, path: Path, data: bytes) -> None:
        super().__init__(form)
        self.path, self.data = path, data
        self.figures = form.figures.keys()
        self.found = places(data)
        self.trees: dict[str, nodes.Node] = {}
        """What Jinja makes of a tag: the rows of a table repeat the same ones."""
        self.open: list[_Open] = []
        self.looped: list[tuple[Place, Place]] = []
        self.sets: dict[str, Name] = {}
        self.shown: dict[str, Place] = {}
        """Where each figure is printed first in a cell."""
        self.used: dict[str, Place] = {}
        """Where each name is used first."""
        self.cells: dict[Any, dict[str, Place]] = defaultdict(dict)
        """The figures that each cell prints in any case."""
        self.doubled: dict[Place, tuple[str, Place]] = {}
        """Figures that another cell has already, and where that is."""
        self.copied: set[tuple[int, int]] = set()
        """Rows that print figures of another one, which is told once."""
        self.unset = {(id(f.place.row), f.values["found"]) for f in self._faults("row")}
        """The rows that do not set a name which they use, and the name."""

    def _faults(self, *kinds: str) -> list[Fault]:
        wanted = [f"template-tag/{kind}" for kind in kinds]
        return [fault for fault in faults(self.data) if not kinds or fault.message in wanted]

    def problems(self) -> Iterator[Problem]:
        found = [(place, list(self._paragraph(place))) for place in self.found]
        lacking = {id(gap): gap for gap in self._gaps()}
        out_of_place = list(self._out_of_place(lacking))
        own: dict[Place, list[Problem]] = defaultdict(list)
        for fault in self._faults():
            values = {**fault.values, **self._forgotten(fault, lacking)}
            own[fault.place].append(self._tell(fault.message, fault.place, **values))
        for place, told in found:
            yield from told
            yield from self._doubled(place, lacking)
            yield from own.pop(place, ())
        for first, last in self.looped:
            yield from self._merged(first, last)
        yield from self._together()
        for fault in out_of_place:
            text = fault.place.text.strip()
            where = fault.place.line if fault.message.endswith("ragged") else fault.place.where
            yield finding(self.path, fault.message, where=where, text=text, **fault.values)
        yield from self._unprinted(list(lacking.values()))
        yield from self._tracked()
        yield from self._fonts()

    def _gaps(self) -> Iterator[Gap]:
        """The rows that are not printed, without figures of which the tag is broken."""
        broken = " ".join(fault.place.text for fault in self._faults("left", "wide"))
        rows = {place.row: place for place in reversed(self.found)}
        for gap in gaps(self.form, self.printed, self.shown, rows):
            tags = ((key, gap.row.cells[key].strip("{}")) for key in gap.missing)
            if missing := tuple(key for key, tag in tags if tag not in broken):
                yield replace(gap, missing=missing) if gap.place else gap

    def _forgotten(self, fault: Fault, lacking: dict[int, Gap]) -> dict[str, str]:
        """The key that a row should set: that of the row of its label that nothing prints."""
        if fault.message != "template-tag/row":
            return {}
        words = {own_text(each).strip() for each in fault.place.row.iter("{*}p")}
        fits = [
            gap
            for gap in lacking.values()
            if gap.place is None and gap.row.name and gap.label.split(" › ")[-1] in words
        ]
        if len(fits) != 1:
            return {}
        del lacking[id(fits[0])]
        return {"set": fits[0].row.name}

    def _doubled(self, place: Place, lacking: dict[int, Gap]) -> Iterator[Problem]:
        """A figure that another cell has already: of a row that was copied, or a column mistaken
        where it is one of the same row that is lacking."""
        if place not in self.doubled:
            return
        key, first = self.doubled[place]
        values: dict[str, Any] = {"found": key, "first": first.where}
        for gap in list(lacking.values()):
            if key in gap.row.cells and len(gap.missing) == 1 and place.row is first.row:
                del lacking[id(gap)]
                values |= self._of_cell(gap.missing[0], gap)
                yield self._tell("template-tag/column", place, **values)
                return
        rows = (id(place.row), id(first.row))
        if place.row is first.row or rows not in self.copied:
            yield self._tell("template-tag/twice", place, **values)
        self.copied.add(rows)

    def _of_cell(self, key: str, gap: Gap) -> dict[str, str]:
        figure = self.form.figures[key]
        label = figure.column_label or figure.row_label
        return {"label": gap.label, "column": label, "tags": gap.row.cells[key]}

    def _of_gap(self, gap: Gap) -> Iterator[tuple[str, Mapping[str, object]]]:
        if gap.place is None:
            values = {"label": gap.label, "found": ", ".join(gap.missing), "insert": gap.where}
            message = "template-unprinted/loop" if gap.row.loop else "template-unprinted"
            yield message, {**values, "tags": gap.row.line, "loop": gap.row.loop}
            return
        for key in gap.missing:
            values = {"where": gap.place.line, "found": key, **self._of_cell(key, gap)}
            yield "template-unprinted/cell", values

    def _unprinted(self, lacking: list[Gap]) -> Iterator[Problem]:
        """What the form prints and the template does not, with what to insert."""
        found: list[tuple[str, Mapping[str, object]]] = []
        columns = list(lost(self.form, lacking))
        told = {key for column in columns for key in column.missing}
        for section in self.form.sections:
            of_section = texts(self.form, section, self.printed)
            found += [each for each in of_section if each not in found]
            found += [_of_column(column) for column in columns if column.section is section]
            for gap in (gap for gap in lacking if gap.section is section):
                missing = tuple(key for key in gap.missing if not gap.place or key not in told)
                found += self._of_gap(replace(gap, missing=missing))
        for message, values in found[:MANY]:
            yield finding(self.path, message, **values)
        if rest := found[MANY:]:
            labels = ", ".join(dict.fromkeys(str(values["label"]) for _, values in rest))
            more = {"label": labels, "count": len(rest)}
            yield finding(self.path, "template-unprinted/more", **more)

    def _tell(self, message: str, place: Place, **values: Any) -> Problem:
        text = place.text.strip()
        return finding(self.path, message, where=place.where, text=text, **values)

    def _paragraph(self, place: Place) -> Iterator[Problem]:
        text = place.text
        for match in TAG.finditer(text):
            if match["kind"] == "#":
                continue
            yield from self._quoted(match, place)
            inner = _QUOTES.sub("'", match["inner"])
            if match["value"]:
                yield from self._expression(inner.strip(" -+"), place, printed=True)
                self._note_figure(inner.strip(" -+"), place)
            else:
                yield from self._statement(match["scope"] or "", inner, place, match.group())
        if "{" in text and _holds(place.paragraph, _BETWEEN):
            yield from self._split(place)

    def _statement(self, scope: str, inner: str, place: Place, tag: str) -> Iterator[Problem]:
        match = _STATEMENT.match(inner)
        word, rest = (match.group(1), match.group(2)) if match else ("", "")
        leaves_empty = word in _BLOCKS and not scope and place.text.strip() == tag
        if leaves_empty:
            better = "tr" if place.row is not None and _alone(place) else "p"
            yield self._tell("template-tag/empty", place, found=tag, better=better)
        if word == "for":
            opened = _Open("for", scope, place)
            loop = yield from self._parsed(f"{{%{inner}%}}{{% endfor %}}", inner, place)
            if loop is not None:
                if values := self.keys_of(loop.iter, self._given):
                    yield self._tell("template-name/keys", place, **values)
                yield from self._names_in(loop.iter, place, printed=True)
                element = self.element(loop.iter, self._given)
                opened.given = dict.fromkeys(stored(loop.target), element)
            self.open.append(opened)
            if loop is not None and loop.test is not None:
                yield from self._names_in(loop.test, place)
        elif word == "if":
            yield from self._expression(rest, place)
            self.open.append(_Open("if", scope, place))
        elif word == "elif":
            yield from self._expression(rest, place)
        elif word == "set":
            block = "" if "=" in rest else "{% endset %}"
            setting = _plain_set(rest)
            if setting is None:
                setting = yield from self._parsed(f"{{%{inner}%}}{block}", inner, place)
            if setting is not None:
                yield from self._set(setting, place)
        elif word in _GIVING:
            self.sets |= dict.fromkeys(_WORD.findall(rest), Name("", "", LIST))
        elif word in _CLOSES and self.open and self.open[-1].word == _CLOSES[word]:
            opened = self.open.pop()
            if word == "endfor" and scope == "tr":
                self.looped.append((opened.place, place))

    def _set(self, setting: Any, place: Place) -> Iterator[Problem]:
        value: Name | None = None
        if isinstance(setting, nodes.Assign):
            value = yield from self._names_in(setting.node, place)
            if not dotted(setting.node):
                value = None
        for name in stored(setting.target):
            self.sets[name] = value or Name("", "", LIST)
            for opened in self.open:
                opened.given.pop(name, None)

    @property
    def _given(self) -> dict[str, Name]:
        found = {**self.sets, "loop": Name("loop", "", LIST)}
        for opened in self.open:
            found |= opened.given
        return found

    def _expression(self, text: str, place: Place, *, printed: bool = False) -> Iterator[Problem]:
        """The problems of an expression."""
        output = plain_name(text)
        if output is None:
            output = yield from self._parsed("{{ " + text + " }}", text, place)
        if output is None:
            return
        if printed:
            yield from self._no_values(output, place)
        yield from self._names_in(output, place, printed=printed)

    def _no_values(self, tree: nodes.Node, place: Place) -> Iterator[Problem]:
        """What a tag prints that is no value."""
        expression = tree.nodes[0] if isinstance(tree, nodes.Output) else tree
        for message, values in self.no_values(expression, self._given):
            yield self._tell(message, place, **values)

    def _quoted(self, match: re.Match[str], place: Place) -> Iterator[Problem]:
        """A word between quotes that is a name, or curly quotes around any other."""
        if match["value"] and (name := self.quoted(match["inner"].strip())):
            self.printed.add(self.whole[id(self.resolve(name, {}))])  # once it is mended
            yield self._tell("template-name/quoted", place, found=name)
        elif _QUOTES.search(match.group()):
            yield self._tell("template-tag/quotes", place, found=match.group())

    def _parsed(self, tags: str, text: str, place: Place) -> Any:
        """What Jinja makes of a tag; None, and told, where that is nothing."""
        try:
            if tags not in self.trees:
                self.trees[tags] = self.parsed(tags).body[0]
            return self.trees[tags]
        except TemplateSyntaxError as error:
            found = text.strip()
            yield self._tell("template-tag/syntax", place, found=found, reason=reason_of(error))
            return None

    def _names_in(self, tree: nodes.Node, place: Place, *, printed: bool = False) -> Any:
        """The problems of the names of an expression; gives the last of them."""
        given = self._given
        found: Name | None = None
        for use in self.wrong_filters(tree, given):
            text, why = place.text.strip(), use.reason
            yield self._tell("template-tag/syntax", place, found=text, reason=why)
        for name in names_of(tree):
            if (first := name.split(".")[0]) not in given:
                self.used.setdefault(first, place)
            if rows := self.rows_of(name, given):
                yield self._tell("template-name/row", place, found=name, rows=rows)
            meant = self.resolve(name, given)
            if isinstance(meant, str):
                if isinstance(likely := self.resolve(meant, given), Name):
                    self.printed.add(self.whole.get(id(likely), ""))  # once it is mended
                    found = likely
                if (id(place.row), name.split(".")[0]) not in self.unset:
                    message = "template-name" if meant else "template-name/unknown"
                    yield self._tell(message, place, found=name, likely=meant)
            elif meant:
                found = meant
                if printed:
                    self.printed.add(self.whole.get(id(meant), ""))
        return found

    def _note_figure(self, text: str, place: Place) -> None:
        """Which cell prints a figure. Between conditions a figure may well stand twice."""
        if place.cell is None or (id(place.row), text.split(".")[0]) in self.unset:
            return
        meant = self.resolve(text, self._given) if _NAME.fullmatch(text) else None
        key = self.whole.get(id(meant), "") if isinstance(meant, Name) else ""
        if key not in self.figures:
            return
        first = self.shown.setdefault(key, place)
        if any(opened.word == "if" for opened in self.open):
            return
        self.cells[place.cell].setdefault(key, place)
        if first.cell is not place.cell:
            self.doubled.setdefault(place, (key, first))

    def _out_of_place(self, lacking: dict[int, Gap]) -> Iterator[Fault]:
        """Rows with cells too few or too many, and figures beside the labels of others."""
        uneven = list(ragged(self.found))
        yield from uneven
        rows = {fault.place.row for fault in uneven}
        twice = {key for key, _ in self.doubled.values()}
        for fault in misplaced(self.form, self.cells):
            if fault.message in OTHER_ROWS:
                self._moved(fault, lacking)
            if fault.place.row not in rows and (
                fault.message in OTHER_ROWS or fault.values["found"] not in twice
            ):
                yield fault

    def _moved(self, fault: Fault, lacking: dict[int, Gap]) -> None:
        """What follows from a row with the figures of another: those stand twice, its own are not
        printed."""
        row = fault.place.row
        doubled = [(place, first) for place, (_, first) in self.doubled.items()]
        for place in [place for place, first in doubled if row in (place.row, first.row)]:
            del self.doubled[place]
        for gap in list(lacking.values()):
            if gap.place is None and fault.values["wanted"] in gap.row.cells:
                del lacking[id(gap)]

    def _together(self) -> Iterator[Problem]:
        """Cells that print figures with nothing between them, as merged cells do."""
        for cell, keys in self.cells.items():
            text = "\n".join(map(own_text, cell.iter("{*}p")))
            if len(keys) > 1 and _ADJACENT.search(text):
                first, second = list(keys)[:2]
                place = keys[second]
                yield self._tell("template-tag/together", place, found=first, other=second)

    def _split(self, place: Place) -> Iterator[Problem]:
        """Tags with a tab, a break or a field between their braces, which nothing mends."""
        text = ""
        for element in place.paragraph.iter("{*}t", *_BETWEEN):
            if name_of(element) == "t":
                text += element.text or ""
            else:
                opened, closed = text.rfind("{{"), text.rfind("}}")
                opened, closed = max(opened, text.rfind("{%")), max(closed, text.rfind("%}"))
                if opened > closed:
                    yield self._tell("template-tag/split", place, found=name_of(element))

    def _merged(self, first: Place, last: Place) -> Iterator[Problem]:
        """Cells merged downwards in rows that a loop repeats: each would begin the merge anew."""
        row = first.row
        while row is not None and row is not last.row:
            for cell in row.iterchildren("{*}tc"):
                if child(cell, "tcPr", "vMerge") is not None:
                    yield self._tell("template-tag/merged", first, found=first.text.strip())
                    return
            row = row.getnext()

    def relabelled(self) -> Iterator[Problem]:
        """What the form has in other words or another order; the paragraphs were looked over."""
        found = list(relabelled(self.form, Seen(self.found, self.shown, self.used)))
        for fault in found[:MANY]:
            place = fault.place
            where = place.line if fault.message == LACKING else place.where
            text = place.text.strip()
            yield finding(self.path, fault.message, where=where, text=text, **fault.values)
        if rest := found[MANY:]:
            labels = ", ".join(dict.fromkeys(str(fault.values["label"]) for fault in rest))
            yield finding(self.path, "template-label/more", label=labels, count=len(rest))

    def _tracked(self) -> Iterator[Problem]:
        """Changes that nobody has accepted, which every document would show."""
        tracked = [place for place in self.found if _holds(place.paragraph, _TRACKED)]
        if tracked:
            yield self._tell("template-tag/tracked", tracked[0], count=len(tracked))

    def _fonts(self) -> Iterator[Problem]:
        """Fonts given for Latin letters alone, where Chinese would be set in another."""
        if self.form.tongue != "zh":
            return
        for place in self.found:
            if (fonts := _latin_fonts(place)) is not None:
                yield self._tell("template-font", place, found=attribute(fonts, "ascii"))
        with zipfile.ZipFile(io.BytesIO(self.data)) as file:
            if "word/styles.xml" not in file.namelist():
                return
            styles = etree.fromstring(file.read("word/styles.xml"))
        for style in styles.iter("{*}style"):
            fonts = child(style, "rPr", "rFonts")
            if fonts is not None and _lacks_chinese(fonts):
                name = attribute(style, "styleId")
                where = in_both("place/style", name=name)
                found = attribute(fonts, "ascii")
                yield finding(self.path, "template-font/style", where=where, found=found)


def _of_column(column: Lost) -> tuple[str, Mapping[str, object]]:
    label, head = column.column, column.column.split(" › ")[-1]
    values = {"label": column.section.label, "column": label, "head": head, "insert": column.where}
    tags = " | ".join(column.tags)
    more = ["…"] if len(column.missing) > SHOWN else []
    found = ", ".join([*column.missing[:SHOWN], *more])
    return "template-unprinted/column", {**values, "found": found, "tags": tags}


def _latin_fonts(place: Place) -> Any:
    """The fonts of a run, given for Latin letters alone, in a paragraph that is set in Chinese:
    it holds some, or figures and prose will be filled in."""
    if not _CJK.search(place.text) and not TAG.search(place.text):
        return None
    fonts = place.paragraph.iter("{*}rFonts")
    return next((each for each in fonts if _lacks_chinese(each)), None)


def _plain_set(text: str) -> nodes.Node | None:
    """What Jinja makes of `set`, a name, `=` and a dotted name, which most rows begin with."""
    name, _, value = text.partition("=")
    target, node = plain_name(name.strip()), plain_name(value.strip())
    if node is None or not isinstance(target, nodes.Name):
        return None
    return nodes.Assign(nodes.Name(target.name, "store"), node)


def _holds(element: Any, names: tuple[str, ...]) -> bool:
    """Whether there is an element of one of these names in another."""
    return next(element.iter(names), None) is not None


def _alone(place: Place) -> bool:
    """Whether a paragraph is all that its row says."""
    texts = (text.text or "" for text in place.row.iter("{*}t"))
    return "".join(texts).strip() == place.text.strip()


def _lacks_chinese(fonts: Any) -> bool:
    latin = attribute(fonts, "ascii") or attribute(fonts, "hAnsi")
    return bool(latin) and not (attribute(fonts, "eastAsia") or attribute(fonts, "eastAsiaTheme"))
