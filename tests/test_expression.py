"""What prose and checks may calculate, and what they may not."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import Environment, TemplateSyntaxError, nodes

from gendoc.expression import ExpressionError, Kind, parse, sides, split
from gendoc.figure import Value

KINDS: dict[str, Kind] = {"a": "number", "t.b": "number", "organ": "text", "t.c.total": "number"}
NAMES = ["a", "applications", "total", "r2", "_x", "nothing"]
KEYWORDS = ["in", "is", "not", "if", "else", "and", "or", "true", "none"]
VALUES: dict[str, Value] = {"a": 7, "t.b": Decimal("2.50"), "organ": "某镇", "t.c.total": 3}


def result(text: str) -> Value:
    expression = parse(text)
    expression.check(KINDS)
    return expression.value(VALUES)


def refusal(text: str) -> str:
    with pytest.raises(ExpressionError) as caught:
        parse(text).check(KINDS)
    return caught.value.message


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a", 7),
        ("t.b", Decimal("2.50")),
        ("organ", "某镇"),
        ("a + t.c.total * 2", 13),
        ("a - 10", -3),
        ("a / 2", Decimal("3.5")),
        ("a // 2", 3),
        ("a % 2", 1),
        ("-a + 0.1", Decimal("-6.9")),
        ("t.b * 2", 5),
        ("(a / 3) | round(2)", Decimal("2.33")),
        ("0.125 | round(2)", Decimal("0.13")),
        ("-7 % 3", 2),
        ("-7 // 3", -3),
        ("999999999999 * 999999999999", 999999999998000000000001),
        ("(a / 3) | percent(1)", "233.3%"),
        ("(t.b * 1000) | thousands(2)", "2,500.00"),
        ("t.b | thousands", "2.50"),
        ("(0 - a * 1000) | thousands", "-7,000"),
        ("a | change(5, 1)", "+40.0%"),
        ("a | change(14)", "-50%"),
        ("a | change(7, 2)", "0%"),
        ("(t.c.total - a) | abs", 4),
        ("'有' if a > 0 else '无'", "有"),
        ("'有' if not (a > 0 and t.b <= 2) else '无'", "有"),
        ("1 < a < 8", True),
        ("organ == '某镇'", True),
        ("'{{'", "{{"),
    ],
)
def test_what_is_allowed_is_worked_out(text: str, value: Value) -> None:
    assert result(text) == value


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("b", "undefined-name/unknown"),
        ("ogran", "undefined-name"),
        ("t.bb", "undefined-name"),
        ("c", "undefined-name"),
        ("t", "expression/group"),
        ("organ.upper()", "expression/not-allowed"),
        ("organ.__class__", "undefined-name/unknown"),
        ("range(9)", "expression/not-allowed"),
        ("organ * 999999999", "expression/not-number"),
        ("'x' * 999999999", "expression/not-number"),
        ("('x' if a else 'y') * 9", "expression/not-truth"),
        ("('x' if a > 0 else 'y') * 9", "expression/not-number"),
        ("9 ** 9 ** 9", "expression/not-allowed"),
        ("organ ~ organ", "expression/not-allowed"),
        ("[1, 2]", "expression/not-allowed"),
        ("organ[0]", "expression/not-allowed"),
        ("a in organ", "expression/not-text"),
        ("a if a > 1", "expression/else"),
        ("a if a > 1 else organ", "expression/not-number"),
        ("a | upper", "expression/filter"),
        ("a | round(99)", "expression/filter-arguments"),
        ("a | round(a)", "expression/filter-arguments"),
        ("a | round(precision=1)", "expression/filter-arguments"),
        ("a and a", "expression/not-truth"),
        ("organ < 'x'", "expression/not-number"),
        ("a,", "expression/not-allowed"),
        ("a a", "expression/syntax"),
        ("", "expression/syntax"),
        ("(" * 200 + "a" + ")" * 200, "expression/syntax"),
        ("1e400", "expression/number"),
        ("0x10", "expression/number"),
        ("1_000", "expression/number"),
        ("012", "expression/number"),
        ("123456789012345678.5", "expression/number"),
        ("a + " * 200 + "a", "expression/long"),
    ],
)
def test_what_is_not_allowed_is_refused_with_a_reason(text: str, message: str) -> None:
    assert refusal(text) == message


@pytest.mark.parametrize(
    "text",
    [
        "a / 0",
        "a // (a - 7)",
        "a % 0",
        "a | change(0, 1)",
        "999999999999 * 999999999999 * 999999999999",
    ],
)
def test_what_cannot_be_worked_out_is_told(text: str) -> None:
    with pytest.raises(ExpressionError, match="expression/zero"):
        result(text)


def test_a_long_chain_of_comparisons_is_typed_once_each() -> None:
    text = "a"
    while len(text) < 460:
        text = f"(1 if {text}<1<1<1 else 1)"
    assert result(text) == 1


def test_thousands_of_open_tags_are_told_once() -> None:
    assert len(list(split("{{" * 50_000))) <= 2
    assert len(list(split("{{ '" * 20_000))) <= 2


def test_brackets_stay_in_a_relation_that_is_spelled_out() -> None:
    both = sides(parse("a - (t.b - t.c.total) == (a + 1) * 2"), VALUES)
    assert both is not None
    assert [side.spelled for side in both] == ["7 − (2.50 − 3)", "(7 + 1) × 2"]


def test_prose_is_split_at_its_tags() -> None:
    pieces = list(split("一{{ a }}二{{ '}}' }}三}}"))
    assert [p if isinstance(p, str) else p.expression and p.expression.text for p in pieces] == [
        "一",
        "a",
        "二",
        "'}}'",
        "三}}",
    ]


@pytest.mark.parametrize("text", ["{% if a %}", "{# a #}", "{{ a", "{{- a }}", "{{ a -}}"])
def test_anything_but_an_expression_in_prose_is_an_error(text: str) -> None:
    assert any(not isinstance(piece, str) and piece.error for piece in split(text))


def test_both_sides_of_a_relation_are_spelled_out() -> None:
    both = sides(parse("a + t.c.total == t.b"), VALUES)
    assert both is not None
    assert [(side.spelled, side.value) for side in both] == [
        ("7 + 3", 10),
        ("2.50", Decimal("2.50")),
    ]


@given(st.text(alphabet="ab.tc(){}[]'\"+-*/%|~<>=!,: \n09", max_size=120))
@settings(max_examples=500, deadline=None)
def test_any_text_is_worked_out_or_refused(text: str) -> None:
    for piece in split("{{" + text + "}}"):
        if isinstance(piece, str) or piece.expression is None:
            continue
        try:
            piece.expression.check(KINDS)
            piece.expression.value(VALUES)
        except ExpressionError:
            pass


@given(st.lists(st.sampled_from([*NAMES, *KEYWORDS, "A", "é", "1", "²"]), min_size=1))
def test_a_dotted_name_is_read_as_jinja_reads_it(parts: list[str]) -> None:
    text = ".".join(parts)
    try:
        (output,) = Environment().parse("{{ " + text + " }}").body
    except TemplateSyntaxError:
        with pytest.raises(ExpressionError):
            parse(text)
    else:
        assert isinstance(output, nodes.Output)
        with suppress(ExpressionError):  # some that Jinja reads are refused
            assert parse(text).node == output.nodes[0]
