"""What the names in a template stand for, before there is any data."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from jinja2 import nodes
from jinja2.visitor import NodeTransformer

from gendoc.across import COUNT
from gendoc.expression import (
    NUMBER_FILTERS,
    calculated,
    dotted,
    fits,
    is_worded,
    shown_node,
)
from gendoc.figure import FigureType
from gendoc.form import Form
from gendoc.labels import folded
from gendoc.messages import in_both
from gendoc.names import LAST, LIST, ROW, ROWS, TEXT, Name, last_year, names
from gendoc.problem import Bilingual
from gendoc.source import suggest
from gendoc.template import Environment

_QUOTED = re.compile(r"""["'“”‘’]([^\W\d]\w*(?:\.\w+)*)["'“”‘’]""")
_NUMBERS = tuple(each.value for each in FigureType if each.is_number)
_LISTING = ("batch", "fit", "list", "map", "reject", "select", "slice", "sort", "unique")
"""Filters that give a list of what is in a group or a list."""
_SHOWING = ("center", "e", "escape", "lower", "string", "title", "trim", "upper", "wrap")
"""Filters that take the text of a value."""
SHOWN = 6
"""How many names of a group are told."""


class WrongUse(NamedTuple):
    """A filter on numbers with other arguments, or on what is none; `before` are the others of its
    name before it in its line."""

    name: str
    line: int
    before: int
    reason: Bilingual


class Names:
    """What names stand for, and which figures have been printed."""

    def __init__(self, form: Form) -> None:
        self.form = form
        found = names(form)
        self.root = {name.name: name for name in found}
        self.root[LAST] = replace(self.root[LAST], inside=last_year(found))
        self.has_rows = any(table.repeats for table in form.tables.values())
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
            fits = {n: one for n, one in known.items() if not rest or one.inside or one.is_open}
            return self._labelled(first, known) if not rest else suggest(first, fits)
        above = first
        for part in rest:
            if found.is_open:
                return None
            inside = {inner.name: inner for inner in found.inside}
            if found.type == ROWS:
                found = found.count if part == COUNT else found.one(part)
            elif part in inside:
                found = inside[part]
            else:
                likely = _of_label(part, inside.values()) or suggest(part, inside)
                return f"{above}.{likely}" if likely else ""
            above = f"{above}.{part}"
        return found

    def _labelled(self, label: str, known: dict[str, Name]) -> str:
        """The name that has a label, one of the row's own before others; else the likely one."""
        if own := _of_label(label, known.values()) or suggest(label, known):
            return own
        for name, one in known.items():
            if inner := _of_label(label, one.inside):
                return f"{name}.{inner}"
        return ""

    def rows_of(self, name: str, given: dict[str, Name]) -> str:
        """The repeated rows of which a name means one by the key that a single report gives it."""
        parts = name.split(".") if self.has_rows else []
        for end in range(2, len(parts) + 1):
            one = self.resolve(".".join(parts[:end]), given)
            if isinstance(one, Name) and one.type == ROW:
                return ".".join(parts[: end - 1])
        return ""

    def parsed(self, text: str) -> nodes.Template:
        """The tree of a template, where `a["b"]` is the name `a.b`."""
        tree: nodes.Template = _Subscripts().visit(self.environment.parse(text))
        return tree

    def wrong_filters(self, tree: nodes.Node, given: dict[str, Name]) -> Iterator[WrongUse]:
        """The filters of prose that build would refuse."""
        seen: Counter[tuple[str, int]] = Counter()
        for node in nodes.Output([tree]).find_all(nodes.Filter):
            if node.name not in NUMBER_FILTERS or node.node is None:
                continue
            at = node.name, node.lineno
            for reason in self._wrong_use(node, given):
                yield WrongUse(*at, seen[at], reason)
            seen[at] += 1

    def _wrong_use(self, node: nodes.Filter, given: dict[str, Name]) -> Iterator[Bilingual]:
        if not fits(node):
            yield in_both("reason/filter-arguments", found=node.name)
            return
        for operand in (each for one in calculated(node) for each in _results(one)):
            if self._is_no_number(operand, given):
                found = f"… | {operand.name}" if isinstance(operand, nodes.Filter) else ""
                yield in_both("reason/number", found=found or shown_node(operand))

    def _is_no_number(self, node: nodes.Node, given: dict[str, Name]) -> bool:
        """Whether something is sure to be no number. What is left empty may stand for one."""
        if isinstance(node, nodes.Const):
            return node.value != "" and type(node.value) not in (int, float)
        if isinstance(node, nodes.Filter):
            return node.name in NUMBER_FILTERS and is_worded(node.name)
        meant = self.resolve(name, given) if (name := dotted(node)) else None
        if not isinstance(meant, Name):
            return False
        return meant.holds_others or not (meant.is_open or meant.type in _NUMBERS)

    def quoted(self, text: str) -> str:
        """The name that an expression has between quotes, where one was surely meant."""
        match = _QUOTED.fullmatch(text)
        name = match.group(1) if match else ""
        return name if name and isinstance(self.resolve(name, {}), Name) else ""

    def no_values(
        self, tree: nodes.Node, given: dict[str, Name]
    ) -> Iterator[tuple[str, dict[str, str]]]:
        """What an expression prints that is no value: messages with their values."""
        for node in _results(tree):
            if isinstance(node, nodes.Const) and node.value is None:
                yield "template-name/none", {"found": "none"}
                continue
            name, how = _printed(node)
            meant = self.resolve(name, given) if name else None
            if not isinstance(meant, Name) or not meant.holds_others:
                continue
            if how == "join" and meant.type == LIST and not meant.inside:
                continue  # the lines of a title
            if how == "list" or (meant.is_loop and meant.name):
                yield "template-name/list", {"found": name}
            else:
                yield "template-name/group", {"found": name, "known": _inside(name, meant)}

    def keys_of(self, over: nodes.Node, given: dict[str, Name]) -> dict[str, str] | None:
        """What to say of a loop over a group, which gives names and not what they stand for."""
        name = dotted(over)
        meant = self.resolve(name, given) if name else None
        if not isinstance(meant, Name) or meant.is_loop or not (meant.inside and meant.name):
            return None
        return {"found": name, "known": _inside(name, meant)}

    def element(self, over: nodes.Node, given: dict[str, Name]) -> Name:
        """What a loop runs through: the keys of a group, or whatever the names have inside.

        Of the keys of a group that is told nothing more is.
        """
        if self.keys_of(over, given):
            return Name("", "", LIST)
        found = [self.resolve(name, given) for name in names_of(over)]
        names_ = [name for name in found if isinstance(name, Name)]
        if dotted(over) and any(not name.is_loop for name in names_):
            return Name("", "", TEXT)
        inside = (inner for name in names_ if name.is_loop for inner in name.inside)
        return Name("", "", LIST, inside=tuple(inside))


class _Subscripts(NodeTransformer):
    """Makes names of subscripts that are written out."""

    def visit_Getitem(self, node: nodes.Getitem) -> nodes.Node:  # noqa: N802 - Jinja's name
        self.generic_visit(node)
        key = node.arg.value if isinstance(node.arg, nodes.Const) else None
        if not isinstance(key, str) or not key.isidentifier():
            return node
        return nodes.Getattr(node.node, key, node.ctx, lineno=node.lineno)


def _printed(node: nodes.Node) -> tuple[str, str]:
    """The name that an expression prints as a whole, if any, and whether filters list or join
    what is in it."""
    how = ""
    while isinstance(node, nodes.Filter) and node.node is not None:
        if node.name == "join":
            whole = not (node.args[1:] or node.kwargs)
            return dotted(node.node) if whole else "", "join"
        if node.name not in (*_LISTING, *_SHOWING):
            return "", how
        how = "list" if node.name in _LISTING else how
        node = node.node
    return dotted(node), how


def _inside(name: str, group: Name) -> str:
    """Some of the names of a group, in full."""
    inside = [f"{name}.{inner.name}" for inner in group.inside] or [f"{name}.…"]
    more = ["…"] if len(inside) > SHOWN else []
    return ", ".join(inside[:SHOWN] + more)


def _of_label(label: str, names_: Iterable[Name]) -> str:
    """The one of some names that is labelled so."""
    wanted = folded(label)
    return next((name.name for name in names_ if folded(name.said("zh")) == wanted), "")


def _results(tree: nodes.Node) -> Iterator[nodes.Node]:
    """What an expression may come to, and what is worked into it: all of it must be values."""
    match tree:
        case nodes.CondExpr():
            inner = [tree.expr1, tree.expr2]
        case nodes.BinExpr():
            inner = [tree.left, tree.right]
        case nodes.Concat():
            inner = [*tree.nodes]
        case _:
            yield tree
            return
    for each in filter(None, inner):
        yield from _results(each)


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
