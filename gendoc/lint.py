"""What is wrong with a template, found before there is any data."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import field
from pathlib import Path
from typing import Any

from jinja2 import TemplateSyntaxError, nodes
from lxml import etree

from gendoc.expression import dotted
from gendoc.faults import TextFaults, reason_of
from gendoc.form import Form, Section
from gendoc.messages import in_both
from gendoc.names import LIST, TEXT, Name, names
from gendoc.ooxml import attribute, child, name_of
from gendoc.package import damages
from gendoc.places import TAG, Place, faults, places
from gendoc.problem import Invalid, Problem, Severity, from_system
from gendoc.project import shown
from gendoc.record import record
from gendoc.source import read_text, suggest
from gendoc.template import Environment, TextTemplate
from gendoc.word import not_word, template_at

MANY = 8
"""Rows and texts that are never printed up to which each is told by itself."""
_PROSE = "{{%p for p in {id} %}} {{{{ p.head }}}}{{{{ p.text }}}} {{%p endfor %}}"
_STATEMENT = re.compile(r"[-+ ]*(\w+)\s*(.*?)[-+ ]*$", re.DOTALL)
_NAME = re.compile(r"[^\W\d]\w*(?:\.\w+)*")
_WORD = re.compile(r"[^\W\d]\w*")
_QUOTES = re.compile("[“”‘’]")
_CJK = re.compile("[\u2e80-\u9fff]")
_BLOCKS = ("for", "if", "elif", "else", "endfor", "endif", "set")
_CLOSES = {"endfor": "for", "endif": "if"}
_GIVING = ("macro", "with", "import", "from", "call", "block")
"""Statements that give names of their own, of which nothing is known."""
_OTHER_FILES = (nodes.Include, nodes.Extends, nodes.Import, nodes.FromImport)
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


def lint(form: Form, path: Path) -> list[Problem]:
    """Everything wrong with a template of a form, in the order of the template."""
    found: list[Problem] = []
    is_word = path.suffix == ".docx"
    try:
        looked: _Word | _Text
        if is_word:
            looked = _Word(form, path, path.read_bytes())
        else:
            looked = _Text(form, path, read_text(path, shown(path)))
        found += looked.problems()
        if not any(problem.is_error for problem in found):
            # What only compiling shows, such as a filter that is not there.
            _ = template_at(path, path.stat().st_mtime_ns) if is_word else TextTemplate(path)
        return found
    except Invalid as error:
        return [*found, *error.problems]
    except damages():
        return [not_word(path)]
    except OSError as error:
        return [from_system("cannot-read", shown(path), error)]
    except (ValueError, etree.XMLSyntaxError) as error:
        return [_problem(path, "broken-template", reason=str(error), where=path.name)]


def _problem(path: Path, message: str, **values: Any) -> Problem:
    warned = message in _WARNINGS or message.split("/")[0] in _WARNINGS
    severity = Severity.WARNING if warned else Severity.ERROR
    name = message.split("/")[0]
    return Problem(name, shown(path), severity=severity, message=message, values=values)


_WARNINGS = {
    "template-unprinted",
    "template-tag/empty",
    "template-tag/quotes",
    "template-tag/tracked",
    "template-tag/twice",
    "template-tag/ragged",
    "template-font",
}


class _Names:
    """What names stand for, and which figures have been printed."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.root = {name.name: name for name in names(form)}
        self.environment = Environment()
        self.printed: set[str] = set()
        """Names that the template prints, or loops over."""
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
            if first in self.environment.globals:
                return None
            # A name with something behind it is no field.
            fits = [name for name, one in known.items() if not rest or one.inside or one.is_open]
            return suggest(first, fits)
        above = first
        for part in rest:
            if found.is_open:
                return None
            inside = {inner.name: inner for inner in found.inside}
            if part not in inside:
                likely = suggest(part, inside)
                return f"{above}.{likely}" if likely else ""
            found, above = inside[part], f"{above}.{part}"
        return found

    def element(self, over: nodes.Node, given: dict[str, Name]) -> Name:
        """What a loop runs through: the keys of a group, or whatever the names have inside."""
        found = [self.resolve(name, given) for name in _names_of(over)]
        names_ = [name for name in found if isinstance(name, Name)]
        if dotted(over) and any(not name.is_loop for name in names_):
            return Name("", "", TEXT)
        inside = (inner for name in names_ if name.is_loop for inner in name.inside)
        return Name("", "", LIST, inside=tuple(inside))

    def unprinted(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """What the form prints and the template does not, with what to insert."""
        rows = [row for section in self.form.sections for row in self._of_section(section)]
        yield from rows[:MANY]
        if rest := rows[MANY:]:
            found = ", ".join(str(values["label"]) for _, values in rest)
            yield "template-unprinted/more", {"label": found, "count": len(rest)}

    def _of_section(self, section: Section) -> Iterator[tuple[str, dict[str, Any]]]:
        texts = [(section.id, section.label, _PROSE)] if section.kind == "text" else []
        texts += [(own.id, own.label, "{{{{ {id} }}}}") for own in section.fields]
        for id_, label, tags in texts:
            if id_ not in self.printed:
                yield "template-unprinted/text", {"label": label, "tags": tags.format(id=id_)}
        if section.kind != "table":
            return
        table = self.form.tables[section.id]
        if not self.printed & table.figures.keys():
            yield "template-unprinted/table", {"label": section.label, "form": self.form.id}
            return
        if all(key in self.printed for key in table.figures):
            return
        from gendoc.draft import rows_to_insert

        for keys, tags in rows_to_insert(self.form, table):
            if missing := [key for key in keys if key not in self.printed]:
                label = table.figures[keys[0]].row_label or section.label
                values: dict[str, Any] = {"label": label, "tags": tags}
                yield "template-unprinted", {**values, "found": ", ".join(missing)}


class _Word(_Names):
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
        self.cells: dict[str, Place] = {}
        """Where each figure was printed first in a cell."""
        self.unset: set[tuple[int, str]] = set()
        """The rows that do not set a name which they use, and the name."""

    def problems(self) -> Iterator[Problem]:
        own = defaultdict(list)
        for fault in faults(self.data):
            if fault.message == "template-tag/row":
                self.unset.add((id(fault.place.row), str(fault.values["found"])))
            own[fault.place.where].append(self._tell(fault.message, fault.place, **fault.values))
        for place in self.found:
            yield from self._paragraph(place)
            yield from own.pop(place.where, ())
        for first, last in self.looped:
            yield from self._merged(first, last)
        yield from self._ragged()
        for message, missing in self.unprinted():
            yield _problem(self.path, message, **missing)
        yield from self._tracked()
        yield from self._fonts()

    def _tell(self, message: str, place: Place, **values: Any) -> Problem:
        text = place.text.strip()
        return _problem(self.path, message, where=place.where, text=text, **values)

    def _paragraph(self, place: Place) -> Iterator[Problem]:
        text = place.text
        for match in TAG.finditer(text):
            if match["kind"] == "#":
                continue
            if _QUOTES.search(match.group()):
                yield self._tell("template-tag/quotes", place, found=match.group())
            inner = _QUOTES.sub("'", match["inner"])
            if match["value"]:
                yield from self._expression(inner.strip(" -+"), place, printed=True)
                yield from self._again(inner.strip(" -+"), place)
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
                yield from self._names_in(loop.iter, place, printed=True)
                element = self.element(loop.iter, self._given)
                opened.given = dict.fromkeys(_stored(loop.target), element)
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
        for name in _stored(setting.target):
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
        output = yield from self._parsed("{{ " + text + " }}", text, place)
        if output is not None:
            yield from self._names_in(output, place, printed=printed)

    def _parsed(self, tags: str, text: str, place: Place) -> Any:
        """What Jinja makes of a tag; None, and told, where that is nothing."""
        try:
            if tags not in self.trees:
                self.trees[tags] = self.environment.parse(tags).body[0]
            return self.trees[tags]
        except TemplateSyntaxError as error:
            found = text.strip()
            yield self._tell("template-tag/syntax", place, found=found, reason=reason_of(error))
            return None

    def _names_in(self, tree: nodes.Node, place: Place, *, printed: bool = False) -> Any:
        """The problems of the names of an expression; gives the last of them."""
        given = self._given
        found: Name | None = None
        for name in _names_of(tree):
            meant = self.resolve(name, given)
            if isinstance(meant, str):
                if (id(place.row), name.split(".")[0]) not in self.unset:
                    message = "template-name" if meant else "template-name/unknown"
                    yield self._tell(message, place, found=name, likely=meant)
            elif meant:
                found = meant
                if printed:
                    self.printed.add(self.whole.get(id(meant), ""))
        return found

    def _again(self, text: str, place: Place) -> Iterator[Problem]:
        """A figure that another cell has already: of a row that was copied, or a column mistaken.

        Between conditions a figure may well stand twice.
        """
        if place.cell is None or any(opened.word == "if" for opened in self.open):
            return
        if (id(place.row), text.split(".")[0]) in self.unset:
            return
        meant = self.resolve(text, self._given) if _NAME.fullmatch(text) else None
        key = self.whole.get(id(meant), "") if isinstance(meant, Name) else ""
        if key in self.figures:
            first = self.cells.setdefault(key, place)
            if first.cell is not place.cell:
                yield self._tell("template-tag/twice", place, found=key, first=first.where)

    def _ragged(self) -> Iterator[Problem]:
        """Rows with figures that are wider or narrower than the others of their table."""
        first = {place.row: place for place in reversed(self.found) if place.row is not None}
        filled = {place.row for place in self.found if place.row is not None and "{{" in place.text}
        tables: dict[Any, list[Any]] = defaultdict(list)
        for row in first:
            tables[row.getparent()].append(row)
        for rows in tables.values():
            widths = {row: _width(row) for row in rows}
            usual, _ = Counter(widths.values()).most_common(1)[0]
            for row in rows[::-1]:
                if row in filled and widths[row] != usual:
                    values = {"found": widths[row], "count": usual}
                    yield self._tell("template-tag/ragged", first[row], **values)

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
                yield _problem(self.path, "template-font", where=where, text=name, found=found)


class _Text(_Names):
    """The findings in a text template."""

    def __init__(self, form: Form, path: Path, text: str) -> None:
        super().__init__(form)
        self.path, self.text = path, text

    def problems(self) -> Iterator[Problem]:
        faults = TextFaults(self.path, self.text)
        try:
            tree = self.environment.parse(self.text)
        except TemplateSyntaxError as error:
            yield from faults.of(error)
            return
        for taking_in in tree.find_all(_OTHER_FILES):
            yield faults.other_file(taking_in.lineno)
        given = self._given_by(tree)
        seen: Counter[tuple[int, str]] = Counter()
        for node in _outermost(tree):
            name, line = dotted(node), node.lineno
            meant = self.resolve(name, given)
            if isinstance(meant, str):
                yield faults.unknown(name, meant, line, seen[line, name])
                seen[line, name] += 1

    def _given_by(self, tree: nodes.Template) -> dict[str, Name]:
        """The names that the template gives itself; what a loop runs through is known."""
        given = dict.fromkeys(_stored(tree), Name("", "", LIST))
        given["loop"] = Name("loop", "", LIST)
        once = Counter(_stored(tree))
        once.subtract(n for loop in tree.find_all(nodes.For) for n in _stored(loop.target))
        found: dict[str, list[Name]] = {}
        for loop in tree.find_all(nodes.For):
            element = self.element(loop.iter, given)
            for name in _stored(loop.target):
                found.setdefault(name, []).append(element)
                known = all(element.inside for element in found[name]) and not once[name]
                inside = (inner for element in found[name] for inner in element.inside)
                given[name] = Name("", "", LIST, inside=tuple(inside) if known else ())
        return given


def _stored(tree: nodes.Node) -> Iterator[str]:
    """The names that are set in a part of a template."""
    if isinstance(tree, nodes.Name):
        yield tree.name
    yield from (name.name for name in tree.find_all(nodes.Name) if name.ctx != "load")
    yield from (macro.name for macro in tree.find_all(nodes.Macro))


def _names_of(tree: nodes.Node) -> Iterable[str]:
    return (dotted(node) for node in _outermost(tree))


def _outermost(node: nodes.Node) -> Iterator[nodes.Node]:
    """The nodes that are whole dotted names and are read."""
    if dotted(node):
        if getattr(node, "ctx", "load") == "load":
            yield node
        return
    inner = list(node.iter_child_nodes())
    if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Getattr):
        inner[0] = node.node.node  # the last name is a method's
    for each in inner:
        yield from _outermost(each)


def _latin_fonts(place: Place) -> Any:
    """The fonts of a run, given for Latin letters alone, in a paragraph that is set in Chinese:
    it holds some, or figures and prose will be filled in."""
    if not _CJK.search(place.text) and not TAG.search(place.text):
        return None
    fonts = place.paragraph.iter("{*}rFonts")
    return next((each for each in fonts if _lacks_chinese(each)), None)


def _holds(element: Any, names: tuple[str, ...]) -> bool:
    """Whether there is an element of one of these names in another."""
    return next(element.iter(names), None) is not None


def _width(row: Any) -> int:
    """The columns of its table that a row covers, with those that it leaves out."""
    spans = [child(cell, "tcPr", "gridSpan") for cell in row if name_of(cell) == "tc"]
    spans += [child(row, "trPr", name) for name in ("gridBefore", "gridAfter")]
    cells = sum(name_of(cell) == "tc" for cell in row)
    more = (int(attribute(span, "val") or 1) - 1 for span in spans[:cells] if span is not None)
    beside = (int(attribute(span, "val") or 0) for span in spans[cells:] if span is not None)
    return cells + sum(more) + sum(beside)


def _alone(place: Place) -> bool:
    """Whether a paragraph is all that its row says."""
    texts = (text.text or "" for text in place.row.iter("{*}t"))
    return "".join(texts).strip() == place.text.strip()


def _lacks_chinese(fonts: Any) -> bool:
    latin = attribute(fonts, "ascii") or attribute(fonts, "hAnsi")
    return bool(latin) and not (attribute(fonts, "eastAsia") or attribute(fonts, "eastAsiaTheme"))
