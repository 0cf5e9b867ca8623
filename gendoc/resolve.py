"""What the names in a template stand for, before there is any data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from jinja2 import nodes

from gendoc.expression import dotted
from gendoc.form import Form
from gendoc.names import LIST, TEXT, Name, names
from gendoc.source import suggest
from gendoc.template import Environment


class Names:
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
        found = [self.resolve(name, given) for name in names_of(over)]
        names_ = [name for name in found if isinstance(name, Name)]
        if dotted(over) and any(not name.is_loop for name in names_):
            return Name("", "", TEXT)
        inside = (inner for name in names_ if name.is_loop for inner in name.inside)
        return Name("", "", LIST, inside=tuple(inside))


def stored(tree: nodes.Node) -> Iterator[str]:
    """The names that are set in a part of a template."""
    if isinstance(tree, nodes.Name):
        yield tree.name
    yield from (name.name for name in tree.find_all(nodes.Name) if name.ctx != "load")
    yield from (macro.name for macro in tree.find_all(nodes.Macro))


def names_of(tree: nodes.Node) -> Iterable[str]:
    return (dotted(node) for node in outermost(tree))


def outermost(node: nodes.Node) -> Iterator[nodes.Node]:
    """The nodes that are whole dotted names and are read."""
    if dotted(node):
        if getattr(node, "ctx", "load") == "load":
            yield node
        return
    inner = list(node.iter_child_nodes())
    if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Getattr):
        inner[0] = node.node.node  # the last name is a method's
    for each in inner:
        yield from outermost(each)
