"""The expressions of prose and checks: Jinja's syntax, a short list of its parts, an evaluator.

Jinja's sandbox does not stop nested loops, huge strings or constant folding, so nothing written in
a report is ever compiled. Jinja parses, every node is allowed by name and typed before anything is
worked out, and what is worked out is arithmetic on numbers that the report already holds.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal, DivisionByZero, InvalidOperation
from functools import cached_property, lru_cache
from typing import Literal, NamedTuple, cast

from jinja2 import Environment, TemplateSyntaxError, nodes

from gendoc import figure
from gendoc.figure import Value
from gendoc.record import record
from gendoc.source import suggest

Kind = Literal["number", "text", "truth"]
Kinds = Mapping[str, Kind]
Values = Mapping[str, Value]


class OneOf(str):
    """The kind "text" of what is one of some options, or several of them."""

    options: tuple[str, ...] = ()
    several = False

    @classmethod
    def of(cls, options: tuple[str, ...], *, several: bool = False) -> Kind:
        kind = cls("text")
        kind.options, kind.several = options, several
        return cast(Kind, kind)


class Day(str):
    """The kind "text" of a day as 2024-01-31, which has an order."""


DAY = cast(Kind, Day("text"))


LAST = "last."
"""Before a name: the same figure or field of last year's report."""
MAX_LENGTH = 500
"""Characters of one expression; also what bounds the depth of its brackets."""

_JINJA = Environment()
_TAG = re.compile(r"\{\{|\{%|\{#")
_EXPRESSION = re.compile(
    r"""\{\{((?:'[^'\\]{0,500}'|"[^"\\]{0,500}"|[^'"}]|\}(?!\})){0,600})\}\}""",
    re.DOTALL,
)
_STRING = re.compile(r"""'[^']*'|"[^"]*\"""")
_PLAIN_NAME = re.compile(
    r"(?:(?!(?:not|and|or|if|else|is|in|true|false|none)\b)[a-z_][a-z0-9_]*(?:\.(?!$)|$))+"
)
"""Most expressions are a dotted name and no more."""
_AND = re.compile(r"\band\b")
_NUMBER = re.compile(r"(?<![\w.])\.?[0-9][\w.]*")
_PLAIN_NUMBER = re.compile(r"(0|[1-9][0-9]{0,11})(\.[0-9]{1,3})?")
"""Constants of prose: what every reader takes for the same number, and a float holds exactly."""
_LARGEST = Decimal(10) ** 24
_EXACT = Context(prec=80)
_DIVISION = Context(prec=28)


class ExpressionError(Exception):
    """An expression that cannot be used: the catalogue's words for it, and their values."""

    def __init__(self, message: str, **values: object) -> None:
        self.message = message
        self.values = values
        super().__init__(message)


class Tag(NamedTuple):
    """A `{{ … }}` in prose: its expression, or what is wrong with it, and where it stands there."""

    offset: int
    end: int
    marker: str
    expression: Expression | None
    error: ExpressionError | None


@record()
class ChangeWords:
    """What the filter `change` writes before a percentage, in the language of the form."""

    up: str = "+"
    down: str = "-"
    same: str = "0%"


_SIGNS = ChangeWords()


@record()
class Expression:
    """An expression by the text that it was written as."""

    text: str

    @cached_property
    def node(self) -> nodes.Expr:
        """Its syntax tree. Raises `ExpressionError` where it has none, as `parse` did."""
        return _parsed(self.text)

    def __getstate__(self) -> dict[str, object]:
        """What is kept of a form's expression; most trees are never looked at."""
        return {name: value for name, value in vars(self).items() if name != "node"}

    @cached_property
    def names(self) -> frozenset[str]:
        """The dotted names that the expression reads."""
        return frozenset(_names(self.node))

    @cached_property
    def ordered(self) -> tuple[str, ...]:
        """The same names in alphabetical order."""
        return tuple(sorted(self.names))

    @cached_property
    def is_whole(self) -> bool:
        """Whether it is sure to come to a whole number where all that it names are whole."""
        parts = nodes.Output([self.node]).find_all((nodes.Div, nodes.Const))
        return all(type(getattr(part, "value", None)) is int for part in parts)

    @cached_property
    def name(self) -> str:
        """The dotted name that the expression is and no more, or an empty string."""
        return dotted(self.node)

    def unknown(self, kinds: Kinds) -> list[ExpressionError]:
        """What is wrong with each name that is none, in the order of the text."""
        found: list[ExpressionError] = []
        for name in sorted(self.names, key=self.text.find):
            try:
                _kind_of_name(name, kinds)
            except ExpressionError as error:
                found.append(error)
        return found

    @cached_property
    def rounds(self) -> bool:
        """Whether it says itself that its result is rounded."""
        return isinstance(self.node, nodes.Filter) and self.node.name == "round"

    def check(self, kinds: Kinds) -> Kind:
        """The kind of the result. Raises `ExpressionError` for all that is not allowed."""
        return kinds[self.name] if self.name in kinds else _kind(self.node, kinds)

    def value(self, values: Values, change: ChangeWords = _SIGNS) -> Value:
        """The result, for a checked expression. Raises `ExpressionError` on division by zero."""
        if self.name:
            return values[self.name]
        try:
            return _Evaluator(values, change).value(self.node)
        except (DivisionByZero, ZeroDivisionError, InvalidOperation) as error:
            raise ExpressionError("expression/zero", found=self.text) from error


@lru_cache(maxsize=1024)
def parse(text: str) -> Expression:
    """Parse one expression. Raises `ExpressionError` where it is none."""
    expression = Expression(text.strip())
    _ = expression.node
    return expression


def _parsed(text: str) -> nodes.Expr:
    if len(text) > MAX_LENGTH:
        raise ExpressionError("expression/long", limit=MAX_LENGTH)
    if (name := plain_name(text)) is not None:
        return name
    try:
        return _tree(text)
    except ExpressionError as error:
        from gendoc.signs import foreign

        if sign := foreign(text):
            raise ExpressionError("expression/sign", **sign._asdict()) from error
        raise


def _tree(text: str) -> nodes.Expr:
    for number in _NUMBER.findall(_STRING.sub("", text)):
        if not _PLAIN_NUMBER.fullmatch(number):
            raise ExpressionError("expression/number", found=number)
    try:
        body = _JINJA.parse("{{ " + text + " }}").body
    except (TemplateSyntaxError, RecursionError, ValueError) as error:
        raise ExpressionError("expression/syntax", found=text, detail=str(error)) from error
    outer = body[0] if len(body) == 1 else None
    if not isinstance(outer, nodes.Output) or len(outer.nodes) != 1:
        raise ExpressionError("expression/syntax", found=text, detail="")
    return outer.nodes[0]


def plain_name(text: str) -> nodes.Expr | None:
    """What Jinja makes of a dotted name, a hundred times sooner; None for any other text."""
    if not _PLAIN_NAME.fullmatch(text):
        return None
    first, *rest = text.split(".")
    node: nodes.Expr = nodes.Name(first, "load")
    for part in rest:
        node = nodes.Getattr(node, part, "load")
    return node


def split(text: str) -> Iterator[str | Tag]:
    """Prose as literal text and `{{ … }}` tags in turn."""
    at = 0
    while found := _TAG.search(text, at):
        start = found.start()
        if start > at:
            yield text[at:start]
        match = _EXPRESSION.match(text, start)
        if match is None:
            marker = found.group()
            message = "expression/open" if marker == "{{" else "expression/statement"
            error = ExpressionError(message, found=marker)
            yield Tag(start, start + 2, marker, None, error)
            at = start + 2
            if marker == "{{":
                break  # whatever follows may belong to this tag
            continue
        yield _tag(match)
        at = match.end()
    if at < len(text):
        yield text[at:]


def _tag(match: re.Match[str]) -> Tag:
    inner = match.group(1)
    try:
        # Jinja reads these as trimming of white space; here they would become another number.
        if inner.startswith(("-", "+")) or inner.endswith(("-", "+")):
            raise ExpressionError("expression/trim", found="{{" + inner + "}}")
        return Tag(match.start(), match.end(), "{{", parse(inner), None)
    except ExpressionError as error:
        return Tag(match.start(), match.end(), "{{", None, error)


def dotted(node: nodes.Node) -> str:
    """The dotted name that a node is, or an empty string."""
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr) and (parent := dotted(node.node)):
        return f"{parent}.{node.attr}"
    return ""


def _names(node: nodes.Node) -> Iterator[str]:
    if name := dotted(node):
        yield name
        return
    for child in node.iter_child_nodes():
        yield from _names(child)


def _divide(left: Decimal, right: Decimal) -> Decimal:
    return _DIVISION.divide(left, right)


def _floor_divide(left: Decimal, right: Decimal) -> Decimal:
    return (left / right).to_integral_value(ROUND_FLOOR)


def _modulo(left: Decimal, right: Decimal) -> Decimal:
    """The remainder with the sign of the divisor, as Jinja has it."""
    return left - right * _floor_divide(left, right)


_ARITHMETIC: dict[type[nodes.BinExpr], Callable[[Decimal, Decimal], Decimal]] = {
    nodes.Add: _EXACT.add,
    nodes.Sub: _EXACT.subtract,
    nodes.Mul: _EXACT.multiply,
    nodes.Div: _divide,
    nodes.FloorDiv: _floor_divide,
    nodes.Mod: _modulo,
}
SIGNS = {"eq": "=", "ne": "≠", "lt": "<", "lteq": "≤", "gt": ">", "gteq": "≥"}
"""The signs of comparisons, as they are printed."""
_COMPARISON: dict[str, Callable[[object, object], bool]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "lt": operator.lt,  # type: ignore[dict-item]
    "lteq": operator.le,  # type: ignore[dict-item]
    "gt": operator.gt,  # type: ignore[dict-item]
    "gteq": operator.ge,  # type: ignore[dict-item]
    "in": lambda left, right: _is_in(left, right),
    "notin": lambda left, right: not _is_in(left, right),
}
_EQUAL = ("eq", "ne")
_AMONG = ("in", "notin")


def _is_in(left: object, right: object) -> bool:
    """Whether an option is among those chosen, or words stand in a text."""
    return str(left) in (right.items if isinstance(right, figure.Chosen) else str(right))


class _Filter(NamedTuple):
    """A filter on a number, or on a day: the kind of its result and its arguments."""

    result: Kind
    operands: int
    """Numbers that it takes besides the one before the bar."""
    places: bool
    """Whether a number of decimal places may stand last."""


_FILTERS = {
    "abs": _Filter("number", 0, False),
    "round": _Filter("number", 0, True),
    "percent": _Filter("text", 0, True),
    "change": _Filter("text", 1, True),
    "thousands": _Filter("text", 0, True),
    "year": _Filter("number", 0, False),
}
NUMBER_FILTERS = tuple(name for name in _FILTERS if name != "year")
"""Those that prose and templates share: a day is printed in words there."""
MAX_PLACES = 8


def _kind(node: nodes.Node, kinds: Kinds) -> Kind:
    if name := dotted(node):
        return _kind_of_name(name, kinds)
    match node:
        case nodes.Const(value=bool()):
            return "truth"
        case nodes.Const(value=int() | float()):
            return "number"
        case nodes.Const(value=str()):
            return "text"
        case nodes.BinExpr() if type(node) in _ARITHMETIC:
            _demand("number", (node.left, node.right), kinds)
            return "number"
        case nodes.Neg() | nodes.Pos():
            _demand("number", (node.node,), kinds)
            return "number"
        case nodes.Compare():
            return _kind_of_comparison(node, kinds)
        case nodes.And() | nodes.Or():
            _demand("truth", (node.left, node.right), kinds)
            return "truth"
        case nodes.Not():
            _demand("truth", (node.node,), kinds)
            return "truth"
        case nodes.CondExpr(expr2=nodes.Expr() as other):
            _demand("truth", (node.test,), kinds)
            kind = _kind(node.expr1, kinds)
            _demand(kind, (other,), kinds)
            return kind
        case nodes.CondExpr():
            raise ExpressionError("expression/else")
        case nodes.Filter():
            return _kind_of_filter(node, kinds)
        case _:
            raise ExpressionError("expression/not-allowed", found=type(node).__name__.lower())


def _kind_of_name(name: str, kinds: Kinds) -> Kind:
    if name in kinds:
        return kinds[name]
    inside = [known for known in kinds if known.startswith(name + ".")]
    if inside:
        raise ExpressionError("expression/group", found=name, likely=inside[-1])
    likely = _likely(name, kinds)
    message = "undefined-name" if likely else "undefined-name/unknown"
    raise ExpressionError(message, found=name, likely=likely)


def _likely(name: str, kinds: Kinds) -> str:
    """The name that was likely meant: without its table, or misspelt; of last year's only where it
    says so."""
    of_year = [known for known in kinds if known.startswith(LAST) is name.startswith(LAST)]

    def ending(end: str) -> str:
        return next((known for known in of_year if known.endswith(end)), "")

    whole = ending(f".{name}") if "." in name else ""
    return whole or suggest(name, of_year) or ending(f".{name}.total")


def _kind_of_comparison(node: nodes.Compare, kinds: Kinds) -> Kind:
    kind = _kind(node.expr, kinds)
    left = node.expr
    for operand in node.ops:
        right = operand.expr
        if operand.op not in _COMPARISON:
            raise ExpressionError("expression/not-allowed", found=operand.op)
        if operand.op in _AMONG:
            _insist("text", kind, left)
        elif operand.op not in _EQUAL and not _are_days(left, right, kinds):
            _insist("number", kind, left)
        _demand(kind, (right,), kinds)
        if operand.op in (*_EQUAL, *_AMONG):
            _demand_option(left, right, kinds)
            _demand_option(right, left, kinds)
        if operand.op in _EQUAL:
            _demand_one(left, right, kinds)
            _demand_one(right, left, kinds)
        left = right
    return "truth"


def _are_days(left: nodes.Node, right: nodes.Node, kinds: Kinds) -> bool:
    """Whether two days are compared, one of which may be written out."""
    named = [isinstance(kinds.get(dotted(side)), Day) for side in (left, right)]
    for side in (left, right) if any(named) else ():
        if isinstance(side, nodes.Const) and not figure.day(str(side.value)):
            raise ExpressionError("expression/day", found=side.value)
    return any(named) and all(
        is_day or isinstance(side, nodes.Const)
        for is_day, side in zip(named, (left, right), strict=True)
    )


def _demand_one(chosen: nodes.Node, constant: nodes.Node, kinds: Kinds) -> None:
    """Several options are never equal to one."""
    several = getattr(kinds.get(dotted(chosen)), "several", False)
    if several and isinstance(constant, nodes.Const) and constant.value:
        values = {"found": dotted(chosen), "option": constant.value}
        raise ExpressionError("expression/several", **values)


def _demand_option(chosen: nodes.Node, constant: nodes.Node, kinds: Kinds) -> None:
    """What a choice is compared with is one of its options."""
    options = getattr(kinds.get(dotted(chosen)), "options", ())
    if options and isinstance(constant, nodes.Const) and constant.value not in (*options, ""):
        values = {"found": constant.value, "known": ", ".join(options)}
        raise ExpressionError("expression/option", **values)


def _kind_of_filter(node: nodes.Filter, kinds: Kinds) -> Kind:
    known = _FILTERS.get(node.name)
    if known is None:
        raise ExpressionError("expression/filter", found=node.name, known=", ".join(_FILTERS))
    if not fits(node):
        raise ExpressionError("expression/filter-arguments", found=node.name)
    assert node.node is not None
    if node.name == "year":
        if not isinstance(_kind(node.node, kinds), Day):
            raise ExpressionError("expression/not-day", found=shown_node(node.node))
        return known.result
    _demand("number", calculated(node), kinds)
    return known.result


def fits(node: nodes.Filter) -> bool:
    """Whether one of the filters here is written with the arguments that it takes."""
    given = [each.value if isinstance(each, nodes.Const) else None for each in node.args]
    named = node.kwargs or node.dyn_args or node.dyn_kwargs
    return not named and takes(node.name, given)


def takes(name: str, arguments: Sequence[object]) -> bool:
    """Whether a filter takes so many arguments, and the decimal places among them."""
    known = _FILTERS[name]
    places = arguments[known.operands :]
    return (
        len(arguments) >= known.operands
        and len(places) <= known.places
        and all(type(each) is int and 0 <= each <= MAX_PLACES for each in places)
    )


def calculated(node: nodes.Filter) -> tuple[nodes.Node, ...]:
    """What a filter that fits calculates with: what stands before the bar, and other numbers."""
    assert node.node is not None
    return (node.node, *node.args[: _FILTERS[node.name].operands])


def is_worded(name: str) -> bool:
    """Whether a filter on numbers gives a text."""
    return _FILTERS[name].result == "text"


def _demand(kind: Kind, operands: tuple[nodes.Node, ...], kinds: Kinds) -> None:
    for operand in operands:
        _insist(kind, _kind(operand, kinds), operand)


def _insist(wanted: Kind, kind: Kind, operand: nodes.Node) -> None:
    """Refuse an operand of another kind than is wanted."""
    if kind != wanted:
        raise ExpressionError(f"expression/not-{wanted}", found=shown_node(operand))


def shown_node(node: nodes.Node) -> str:
    """A name or a constant; of anything else only that it is there."""
    return str(node.value) if isinstance(node, nodes.Const) else dotted(node) or "…"


class _Evaluator(NamedTuple):
    """Works out a checked expression over the values that its names stand for."""

    values: Values
    change: ChangeWords

    def value(self, node: nodes.Node) -> Value:
        if name := dotted(node):
            return self.values[name]
        match node:
            case nodes.Const():
                # The shortest decimal that reads as this float is the one that was typed.
                return Decimal(repr(node.value)) if isinstance(node.value, float) else node.value
            case nodes.BinExpr() if type(node) in _ARITHMETIC:
                left, right = self.number(node.left), self.number(node.right)
                result = _ARITHMETIC[type(node)](left, right)
                if abs(result) >= _LARGEST:
                    raise InvalidOperation
                return _plain(result)
            case nodes.Neg():
                return _plain(-self.number(node.node))
            case nodes.Pos():
                return self.value(node.node)
            case nodes.Compare():
                return self.compare(node)
            case nodes.And():
                return bool(self.value(node.left)) and bool(self.value(node.right))
            case nodes.Or():
                return bool(self.value(node.left)) or bool(self.value(node.right))
            case nodes.Not():
                return not self.value(node.node)
            case nodes.CondExpr(expr2=nodes.Expr() as other):
                return self.value(node.expr1 if self.value(node.test) else other)
            case nodes.Filter():
                return self.filtered(node)
            case _:  # pragma: no cover - `check` has refused it
                raise AssertionError(node)

    def number(self, node: nodes.Node) -> Decimal:
        value = self.value(node)
        return value if isinstance(value, Decimal) else Decimal(value)

    def compare(self, node: nodes.Compare) -> bool:
        left = self.value(node.expr)
        for operand in node.ops:
            right = self.value(operand.expr)
            if not _COMPARISON[operand.op](left, right):
                return False
            left = right
        return True

    def filtered(self, node: nodes.Filter) -> Value:
        assert node.node is not None
        if node.name == "year":
            return self.year(node.node)
        number, *arguments = map(self.number, (node.node, *node.args))
        return filtered(node.name, number, arguments, self.change)

    def year(self, node: nodes.Node) -> int:
        """The year of a day; one that is left empty has none."""
        day = str(self.value(node))
        if not day:
            raise ExpressionError("expression/not-day", found=shown_node(node))
        return int(day[:4])


def filtered(name: str, number: Decimal, arguments: list[Decimal], change: ChangeWords) -> Value:
    """What one of the filters on numbers makes of a number, in prose and in templates."""
    given = arguments[_FILTERS[name].operands :]
    places = int(given[0]) if given else 0
    match name:
        case "abs":
            return abs(number)
        case "round":
            return _rounded(number, places)
        case "percent":
            return f"{_rounded(number * 100, places):f}%"
        case "thousands":
            return f"{_rounded(number, places) if given else number:,f}"
        case _:
            before = arguments[0]
            return _changed((number - before) / before * 100, places, change)


def _changed(percent: Decimal, places: int, words: ChangeWords) -> str:
    """A change as the form words it: 增长5.2%, 下降3%."""
    rounded = _rounded(percent, places)
    if rounded == 0:
        return words.same
    return f"{words.up if rounded > 0 else words.down}{abs(rounded):f}%"


def _rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _plain(value: Decimal) -> Value:
    """Whole results print without a decimal point, whatever arithmetic made them."""
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and exponent < 0 and value == value.to_integral_value():
        return int(value)
    return int(value) if exponent == 0 else value


def kind_of_value(value: Value) -> Kind:
    if isinstance(value, bool):
        return "truth"
    return "text" if isinstance(value, str) else "number"


def sign(expression: Expression) -> str:
    """The sign of the one comparison that a relation is."""
    node = expression.node
    assert isinstance(node, nodes.Compare)
    return SIGNS[node.ops[0].op]


class Side(NamedTuple):
    """One side of a comparison, spelled out with its figures, and what it comes to."""

    spelled: str
    value: Value


def sides(expression: Expression, values: Values) -> tuple[Side, Side] | None:
    """Both sides of a comparison of two numbers; None for any other relation."""
    node = expression.node
    if not isinstance(node, nodes.Compare) or len(node.ops) != 1:
        return None
    evaluator = _Evaluator(values, _SIGNS)
    left, right = (
        Side(_spelled(side, values), evaluator.value(side))
        for side in (node.expr, node.ops[0].expr)
    )
    if isinstance(left.value, str | bool) or isinstance(right.value, str | bool):
        return None
    return left, right


def conjuncts(expression: Expression) -> tuple[Expression, ...]:
    """The relations that must all hold where `and` joins them; of any other the whole."""
    if not isinstance(expression.node, nodes.And):
        return (expression,)
    try:
        return tuple(parse(part) for part in _AND.split(expression.text))
    except ExpressionError:
        return (expression,)  # an `and` stands in brackets or between quotes


class Solved(NamedTuple):
    """A name, and the expression over other names that a relation says it equals."""

    name: str
    value: Expression


def solved(expression: Expression) -> Solved | None:
    """The name that stands alone on the left of an equation; None for any other relation."""
    node = expression.node
    if not isinstance(node, nodes.Compare) or [operand.op for operand in node.ops] != ["eq"]:
        return None
    # A name stands before it, so that the first sign is the relation's own.
    name, value = dotted(node.expr), parse(expression.text.partition("==")[2])
    return Solved(name, value) if name and value.names else None


_SYMBOLS = {nodes.Add: "+", nodes.Sub: "−", nodes.Mul: "×", nodes.Div: "÷"}


def _spelled(node: nodes.Node, values: Values) -> str:
    if isinstance(node, nodes.BinExpr) and type(node) in _SYMBOLS:
        left, right = _spelled(node.left, values), _spelled(node.right, values)
        bracketed = not isinstance(node, nodes.Add) and isinstance(node.right, nodes.BinExpr)
        if bracketed or right.startswith("-"):
            right = f"({right})"
        if isinstance(node, nodes.Mul | nodes.Div) and isinstance(node.left, nodes.Add | nodes.Sub):
            left = f"({left})"
        return f"{left} {_SYMBOLS[type(node)]} {right}"
    return figure.digits(_Evaluator(values, _SIGNS).value(node))
