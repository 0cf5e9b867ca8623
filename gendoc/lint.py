"""What is wrong with a template, found before there is any data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from jinja2 import TemplateSyntaxError, nodes
from lxml import etree

from gendoc.expression import dotted
from gendoc.faults import TextFaults
from gendoc.form import Form
from gendoc.names import LIST, Name
from gendoc.package import damages
from gendoc.places import WIDE
from gendoc.problem import Invalid, Problem, from_system
from gendoc.project import shown
from gendoc.resolve import Names, outermost, stored
from gendoc.source import read_text
from gendoc.template import TextTemplate
from gendoc.word import not_word, template_at
from gendoc.wordlint import WordNames, finding

_OTHER_FILES = (nodes.Include, nodes.Extends, nodes.Import, nodes.FromImport)


def lint(form: Form, path: Path, *, labels: bool = False) -> list[Problem]:
    """Everything wrong with a template of a form, in the order of the template.

    `labels`: also what a Word template has in other words or another order than the form, which
    may well be meant.
    """
    found: list[Problem] = []
    is_word = path.suffix == ".docx"
    try:
        if is_word:
            looked = WordNames(form, path, path.read_bytes())
            found += looked.problems()
            found += looked.relabelled() if labels else ()
        else:
            found += _TextNames(form, path, read_text(path, shown(path))).problems()
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
        return [finding(path, "broken-template", reason=str(error), where=path.name)]


class _TextNames(Names):
    """The findings in a text template."""

    def __init__(self, form: Form, path: Path, text: str) -> None:
        super().__init__(form)
        self.path, self.text = path, text

    def problems(self) -> Iterator[Problem]:
        faults = TextFaults(self.path, self.text)
        try:
            tree = self.parsed(self.text)
        except TemplateSyntaxError as error:
            yield from faults.of(error)
            return
        for match in WIDE.finditer(self.text):
            yield faults.wide(match)
        for taking_in in tree.find_all(_OTHER_FILES):
            yield faults.other_file(taking_in.lineno)
        given = self._given_by(tree)
        seen: Counter[tuple[int, str]] = Counter()
        for node in outermost(tree):
            name, line = dotted(node), node.lineno
            if rows := self.rows_of(name, given):
                yield faults.of_name("template-name/row", name, line, rows=rows)
            meant = self.resolve(name, given)
            if isinstance(meant, str):
                yield faults.unknown(name, meant, line, seen[line, name])
                seen[line, name] += 1
        for loop in tree.find_all(nodes.For):
            if said := self.keys_of(loop.iter, given):
                name, known = said["found"], said["known"]
                yield faults.of_name("template-name/keys", name, loop.lineno, known=known)
        for output in tree.find_all(nodes.Output):
            for expression in output.nodes:
                yield from self._no_values(expression, given, faults)
        for use in self.wrong_filters(tree, given):
            yield faults.of_filter(*use)

    def _no_values(
        self, tree: nodes.Node, given: dict[str, Name], faults: TextFaults
    ) -> Iterator[Problem]:
        """What a tag prints that is no value, and a name between quotes."""
        for message, values in self.no_values(tree, given):
            name, known = values["found"], values.get("known", "")
            yield faults.of_name(message, name, tree.lineno, known=known)
        if isinstance(tree, nodes.Const) and (name := self.quoted(f"'{tree.value}'")):
            yield faults.of_name("template-name/quoted", name, tree.lineno)

    def _given_by(self, tree: nodes.Template) -> dict[str, Name]:
        """The names that the template gives itself; what a loop runs through is known, and what
        a name is set to that is set once."""
        given = dict.fromkeys(stored(tree), Name("", "", LIST))
        given["loop"] = Name("loop", "", LIST)
        times = Counter(stored(tree))
        once = Counter(times)
        once.subtract(n for loop in tree.find_all(nodes.For) for n in stored(loop.target))
        found: dict[str, list[Name]] = {}
        for node in tree.find_all((nodes.For, nodes.Assign)):
            if isinstance(node, nodes.Assign):
                given |= self._set(node, given, times)
            elif isinstance(node, nodes.For):
                element = self.element(node.iter, given)
                for name in stored(node.target):
                    found.setdefault(name, []).append(element)
                    known = all(element.inside for element in found[name]) and not once[name]
                    inside = (inner for element in found[name] for inner in element.inside)
                    given[name] = Name("", "", LIST, inside=tuple(inside) if known else ())
        return given

    def _set(
        self, setting: nodes.Assign, given: dict[str, Name], times: Counter[str]
    ) -> dict[str, Name]:
        """The name that a statement sets, where that is what another name stands for."""
        name, value = dotted(setting.target), dotted(setting.node)
        meant = self.resolve(value, given) if value and times[name] == 1 else None
        return {name: meant} if isinstance(meant, Name) else {}
