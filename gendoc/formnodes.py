"""The single values of a form.yaml, each read as its key demands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from copy import copy

from gendoc.expression import Expression, ExpressionError, parse
from gendoc.figure import FigureType, text
from gendoc.formkeys import Part
from gendoc.pattern import Pattern
from gendoc.source import Node, Source, suggest

_KEY = re.compile(r"[^\W\d]\w*")
_COLON = "："
_NOT_KEYS = frozenset({"and", "or", "not", "in", "is", "if", "else", "true", "false", "none"})

_SYNTAX = "form-check-syntax"

Nodes = Mapping[str, Node]


class NodeReader:
    """Reads values from nodes; what does not fit is told, and read as nothing."""

    def __init__(self, source: Source) -> None:
        self.source = source

    def nodes(self, node: Node, part: Part | None, *more: str) -> dict[str, Node]:
        """The values of a mapping by key, unknown and missing keys told (`None`: no telling)."""
        if not isinstance(node.value, dict):
            self.tell("wrong-type", node, message="form-wrong-type/mapping")
            return {}
        nodes = {key: entry.value for key, entry in node.value.items()}
        if part is not None:
            known = (*part.names, *more)
            for key, entry in node.value.items():
                if _COLON in key:
                    self.tell("yaml-syntax", entry.key, message="full-width-colon")
                elif key not in known:
                    self.tell_unknown("unknown-key", entry.key, key, known)
            for key in part.required:
                if is_blank(nodes.get(key)):
                    self.tell("form-missing-key", node, found=key)
        return {key: value for key, value in nodes.items() if not value.is_null}

    def named(self, node: Node | None, *, dots: bool = False) -> list[tuple[str, Node]]:
        """The values of a mapping by names that expressions can have, with dots or without."""
        if node is None or node.is_null:
            return []
        if not isinstance(node.value, dict):
            self.tell("wrong-type", node, message="form-wrong-type/mapping")
            return []
        for key, entry in node.value.items():
            if _COLON in key:
                self.tell("yaml-syntax", entry.key, message="full-width-colon")
                continue
            for name in key.split(".") if dots else [key]:
                if not _KEY.fullmatch(name) or name.lower() in _NOT_KEYS:
                    self.tell("form-key", entry.key, found=key)
        return [(key, entry.value) for key, entry in node.value.items()]

    def items(self, node: Node | None) -> list[Node]:
        if node is None or node.is_null:
            return []
        if not isinstance(node.value, list):
            self.tell("wrong-type", node, message="form-wrong-type/list")
            return []
        return node.value

    def one_or_more(self, node: Node | None) -> list[Node]:
        return [node] if node and isinstance(node.value, str) else self.items(node)

    def text(self, node: Node | None, default: str = "") -> str:
        if node is None or node.is_null or node.value == "":
            return default
        if not isinstance(node.value, str):
            self.tell("wrong-type", node, message="form-wrong-type/text")
            return default
        return text(self.source, node, "") or default

    def choice(self, nodes: Nodes, part: Part, name: str) -> str:
        """One of the values that a key may have; empty, and told, for any other."""
        text, choices = self.text(nodes.get(name)), part.choices(name)
        if not text or text in choices:
            return text
        self.tell("form-value", nodes[name], found=text, known=", ".join(choices))
        return ""

    def flag(self, node: Node | None, *, default: bool = False) -> bool:
        text = self.text(node, "true" if default else "false")
        if node and text not in ("true", "false"):
            self.tell("form-value", node, found=text, known="true, false")
        return text == "true"

    def number(self, node: Node | None, most: int) -> int | None:
        text = self.text(node)
        if node is None or (text.isdecimal() and int(text) <= most):
            return int(text) if text else None
        self.tell("form-value", node, found=text, known=f"0–{most}")
        return None

    def pattern(self, node: Node | None) -> Pattern | None:
        if node is None:
            return None
        try:
            return Pattern.checked(self.text(node))
        except re.error as error:
            self.tell("form-check", node, message="form-check-pattern", found=str(error))
            return None

    def expression(self, node: Node | None) -> Expression | None:
        """An expression whose names are not checked yet."""
        if node is None:
            return None
        try:
            # A copy of its own for each place: what `parse` gives is shared.
            return copy(parse(self.text(node)))
        except ExpressionError as error:
            message = _SYNTAX if error.message == "expression/syntax" else error.message
            self.tell("form-check", node, message=message, **error.values)
            return None

    def type(self, node: Node | None) -> FigureType | None:
        text = self.text(node)
        if node is None or text in {type_.value for type_ in FigureType}:
            return FigureType(text) if node else None
        known = [type_.value for type_ in FigureType]
        self.tell("form-value", node, found=text, known=", ".join(known))
        return None

    def tell_unknown(self, name: str, node: Node, found: str, known: Iterable[str]) -> None:
        likely = suggest(found, known)
        message = name if likely else f"{name}/unknown"
        self.tell(name, node, message=message, found=found, likely=likely, known=", ".join(known))

    def tell(self, name: str, node: Node, **values: object) -> None:
        self.source.tell(name, node, **values)


def is_blank(node: Node | None) -> bool:
    """Whether a required value is not there, or there without anything in it."""
    return node is None or node.is_null or node.value in ("", [], {})
