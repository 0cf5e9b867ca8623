"""The single values of a form.yaml, each read as its key demands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import replace
from decimal import Decimal

from gendoc.across import COUNT, OVER, Across
from gendoc.expression import LAST, Expression, ExpressionError, Kind, Kinds, parse
from gendoc.figure import MAX_DECIMALS, FigureType, number, text
from gendoc.keys import Part
from gendoc.pattern import Pattern
from gendoc.slot import ANYTHING, Allowed, Unit
from gendoc.source import Node, Source, suggest

_KEY = re.compile(r"[^\W\d]\w*")
_COLON = re.compile("[:：]")
_NOT_KEYS = frozenset({"and", "or", "not", "in", "is", "if", "else", "true", "false", "none"})

_APART = re.compile(r"\(\?(?![:=!]|<[=!])|\\[1-9]")
"""What a pattern that becomes part of a larger one cannot hold: flags, named groups, references."""
_MESSAGES = {
    "undefined-name": "form-name",
    "undefined-name/unknown": "form-name/unknown",
    "expression/syntax": "form-check-syntax",
}
"""What a form says otherwise than prose, which has facts."""
NO_KINDS: Kinds = {}
_RESULT = {"truth": "relation", "number": "number"}

_DIGIT = re.compile(r"\s*[\d.,，]")

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
                if _COLON.search(key):
                    self.tell("yaml-syntax", entry.key, message="full-width-colon")
                elif self.source.is_behind_comma(entry):
                    self.tell("unknown-key", entry.key, message="unknown-key/comma", found=key)
                elif key not in known:
                    self.tell_unknown("unknown-key", entry.key, key, known)
            for key in () if any(map(_COLON.search, nodes)) else part.required:
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
            if _COLON.search(key):
                self.tell("yaml-syntax", entry.key, message="full-width-colon")
                continue
            for name in key.split(".") if dots else [key]:
                if not _KEY.fullmatch(name) or name.lower() in _NOT_KEYS:
                    self.tell("form-key", entry.key, found=key)
        return [(key, entry.value) for key, entry in node.value.items()]

    def named_at(self, node: Node | None) -> list[Node]:
        """The keys of a mapping, each where it stands."""
        entries = node.value if node and isinstance(node.value, dict) else {}
        return [entry.key for entry in entries.values()]

    def label(self, key: str, node: Node) -> str:
        """What stands for a field, row or column that has nothing but a label."""
        if is_blank(node):
            self.tell("form-missing-key", node, message="form-missing-key/label", found=key)
        return self.text(node)

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

    def unit(self, node: Node | None, *, beside: bool) -> str:
        """A unit. One that is printed beside its figures begins with no digit, which would be read
        as theirs."""
        unit = self.text(node)
        if node and beside and _DIGIT.match(unit):
            self.tell("form-value", node, message="form-unit", found=unit)
        return unit

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
            found = self.text(node)[error.pos or 0 :]
            self.tell("form-check", node, message="form-check-pattern", found=found)
            return None

    def expression(self, node: Node | None) -> Expression | None:
        """An expression whose names are not checked yet."""
        if node is None:
            return None
        try:
            # A copy of its own for each place: what `parse` gives is shared.
            return copy(parse(self.text(node)))
        except ExpressionError as error:
            self.tell_wrong(error, node)
            return None

    def type(self, node: Node | None) -> FigureType | None:
        text = self.text(node)
        if node is None or text in {type_.value for type_ in FigureType}:
            return FigureType(text) if node else None
        known = [type_.value for type_ in FigureType]
        self.tell("form-value", node, found=text, known=", ".join(known))
        return None

    def units(self, node: Node | None) -> Iterator[Unit]:
        if node and not isinstance(node.value, dict):
            self.tell("wrong-type", node, message="form-wrong-type/mapping")
        for name, entry in node.value.items() if node and isinstance(node.value, dict) else ():
            scale = number(entry.value, FigureType.MONEY)
            if isinstance(scale, Decimal) and scale:
                yield Unit(self.words(replace(entry.key, value=name)), scale)
            else:
                self.tell("form-value", entry.value, found=self.text(entry.value), known="1, 10000")

    def words(self, node: Node | None) -> Pattern:
        """A pattern of words, fit to be one of many in a larger pattern."""
        pattern = self.pattern(node) or Pattern("")
        if node and (_APART.search(pattern.pattern) or pattern.fits_empty):
            self.tell("form-check", node, message="form-check-words", found=pattern.pattern)
        return pattern

    def fits(
        self,
        expression: Expression,
        kinds: Kinds,
        wanted: Kind,
        node: Node,
        across: Mapping[str, Across],
    ) -> bool:
        """Whether an expression names what is there and comes to what it should; told if not."""
        errors = [_of_rows(error, across) for error in expression.unknown(kinds)]
        try:
            if not errors and (expression.check(kinds) != wanted or not expression.names):
                raise ExpressionError(f"form-check-no-{_RESULT[wanted]}", found=expression.text)
        except ExpressionError as error:
            errors = [error]
        for wrong in errors:
            self.tell_wrong(wrong, node, kinds=kinds)
        return not errors

    def by_label(self) -> Mapping[str, Sequence[str]]:
        """The names that expressions may hold by the labels of what they name, once all is read."""
        return {}

    def tell_wrong(
        self, error: ExpressionError, node: Node, name: str = "form-check", kinds: Kinds = NO_KINDS
    ) -> None:
        """What is wrong with an expression, at the name in it that is meant."""
        found = str(error.values.get("found", ""))
        if error.message.startswith("undefined-name") and (key := self._labelled(found, kinds)):
            error = ExpressionError("undefined-name", found=found, likely=key)
        message = _MESSAGES.get(error.message, error.message)
        self.source.tell(name, self._place(error, node), message=message, **error.values)

    def _labelled(self, name: str, kinds: Kinds) -> str:
        """The key of what a name is the label of, of whichever year."""
        label = name.removeprefix(LAST)
        keys = (name.removesuffix(label) + key for key in self.by_label().get(label, ()))
        return next((key for key in keys if key in kinds), "")

    def _place(self, error: ExpressionError, node: Node) -> Node | int:
        """Where the name or the sign stands that is wrong, or the whole expression."""
        found = str(error.values.get("found", ""))
        offset = error.values.get("offset")
        if isinstance(offset, int):
            # Where the expression is quoted, it begins one character later.
            places = (node.start + offset, node.start + offset + 1)
            return next((at for at in places if self.source.text.startswith(found, at)), node)
        name = re.compile(rf"(?<![\w.]){re.escape(found)}(?![\w.])")
        match = name.search(self.source.text, node.start, node.end) if found else None
        return match.start() if match else node

    def check_options(self, key: str, type_: FigureType | None, nodes: Nodes, node: Node) -> None:
        has_options = bool(type_ and type_.has_options)
        for item in self.items(nodes.get("options")):
            if item.plain and "，" in self.text(item):
                found = self.text(item)
                self.tell("form-value", item, message="form-options/comma", found=found)
        if has_options and is_blank(nodes.get("options")):
            self.tell("form-value", node, message="form-options/none", found=key)
        elif "options" in nodes and not has_options:
            self.tell("form-value", nodes["options"], message="form-options", found=key)
        if "pattern" in nodes and type_ is not FigureType.TEXT:
            self.tell("form-value", nodes["pattern"], message="form-pattern", found=key)

    def allowed(self, nodes: Nodes) -> Allowed:
        """What a line or a field says of what may be entered, beside its type."""
        found = Allowed(
            options=tuple(self.text(item) for item in self.items(nodes.get("options"))),
            pattern=self.pattern(nodes.get("pattern")),
            example=self.text(nodes.get("example")),
            decimals=self.number(nodes.get("decimals"), MAX_DECIMALS),
        )
        if found.pattern and found.example and not found.pattern.fullmatch(found.example):
            values = {"found": found.example, "known": found.pattern.pattern}
            self.tell("form-value", nodes["example"], message="form-example", **values)
        return ANYTHING if found == ANYTHING else found

    def also(self, node: Node | None) -> tuple[str, ...]:
        """Other wordings of a label: one, or a list of them."""
        return tuple(filter(None, (self.text(item) for item in self.one_or_more(node))))

    def tell_unknown(self, name: str, node: Node, found: str, known: Iterable[str]) -> None:
        likely = suggest(found, known)
        message = name if likely else f"{name}/unknown"
        self.tell(name, node, message=message, found=found, likely=likely, known=", ".join(known))

    def tell(self, name: str, node: Node, **values: object) -> None:
        self.source.tell(name, node, **values)


def _of_rows(error: ExpressionError, across: Mapping[str, Across]) -> ExpressionError:
    """What is wrong with a name, where it is that of a figure in repeated rows."""
    name = str(error.values.get("found")).removeprefix(LAST)
    made = {name for name, one in across.items() if one.over}
    if one := across.get(name):
        known = [of for over in OVER if (of := one.of(over)) in made] or [f"{one.row}.{COUNT}"]
        values = {"row": one.row, "known": ", ".join(known)}
        return ExpressionError("form-name/repeated", **error.values | values)
    if (likely := name.replace(".sum.", ".max.")) in made:
        return ExpressionError("form-name/no-sum", **error.values | {"likely": likely})
    return error


def is_blank(node: Node | None) -> bool:
    """Whether a required value is not there, or there without anything in it."""
    return node is None or node.is_null or node.value in ("", [], {})
