"""Reading YAML: every value knows its place, and nothing is read as something else."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gendoc import source as reader
from gendoc.problem import Invalid
from gendoc.source import Node, Source, parse, read, suggest


def place(text: str, *keys: str | int) -> tuple[int, int]:
    source, node = parse(text, "x.yaml")
    for key in keys:
        assert isinstance(node.value, dict | list)
        node = node.value[key].value if isinstance(key, str) else node.value[key]  # type: ignore[index, call-overload]
    return source.locate(node.start)


def refused(text: str) -> list[tuple[str, int | None, int | None]]:
    with pytest.raises(Invalid) as caught:
        parse(text, "x.yaml")
    return [(problem.name, problem.line, problem.column) for problem in caught.value.problems]


def test_a_value_knows_its_line_and_column_in_characters() -> None:
    assert place("a: 1\n名称: {乙: 2, 丙: [3, 四]}\n", "名称", "丙", 1) == (2, 19)


def test_a_byte_order_mark_and_windows_line_ends_move_nothing(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes("\ufeffa: 1\r\nb: 二\r\n".encode())
    source, root = read(path)
    assert isinstance(root.value, dict)
    assert source.locate(root.value["b"].value.start) == (2, 4)
    assert root.value["b"].value.value == "二"


def test_an_alias_stands_where_it_is_used() -> None:
    assert place("a: &x {k: 1}\nb:\n  c: *x\n", "b", "c") == (3, 6)


@pytest.mark.parametrize(
    "text", ["no", "012", "12:30", "1_000", "2024-01-01", "0x1F", "1e3", ".nan"]
)
def test_a_scalar_stays_the_text_that_was_written(text: str) -> None:
    _, root = parse(f"a: {text}\n", "x.yaml")
    assert isinstance(root.value, dict)
    assert root.value["a"].value.value == text


def test_equal_keys_are_told_and_the_first_one_is_kept() -> None:
    source, root = parse("a: 1\nb: 2\na: 3\n", "x.yaml")
    assert [(p.name, p.line) for p in source.problems] == [("duplicate-key", 3)]
    assert isinstance(root.value, dict)
    assert root.value["a"].value.value == "1"


def test_every_control_character_is_told_at_its_place() -> None:
    assert refused("a: x\x07\nb: \x1by\n") == [
        ("control-character", 1, 5),
        ("control-character", 2, 4),
    ]


def test_thirty_thousand_brackets_are_a_problem_not_a_crash() -> None:
    assert refused("a: " + "[" * 30_000)[0][0] == "too-deep"
    assert refused("{a: " * 30_000)[0][0] == "too-deep"
    assert refused("- " * 30_000)[0][0] == "too-deep"


def test_a_hundred_levels_are_read() -> None:
    parse("[" * 100 + "]" * 100, "x.yaml")
    assert refused("[" * 101 + "]" * 101) == [("too-deep", 1, 101)]


def test_aliases_that_multiply_are_refused_at_once() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 20)]
    assert refused("\n".join(lines))[0][0] == "too-many-values"


def test_a_file_over_the_limit_is_refused_before_it_is_parsed(tmp_path: Path) -> None:
    path = tmp_path / "big.yaml"
    path.write_bytes(b"a: " + b"x" * reader.MAX_BYTES)
    with pytest.raises(Invalid) as caught:
        read(path)
    assert [problem.name for problem in caught.value.problems] == ["file-too-large"]


@pytest.mark.parametrize("name", ["missing.yaml", "folder"])
def test_what_cannot_be_read_is_a_problem(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(Invalid) as caught:
        read(tmp_path / name)
    assert [problem.name for problem in caught.value.problems] == ["cannot-read"]


@given(st.text(max_size=200))
@settings(max_examples=300, deadline=None)
def test_any_text_is_either_read_or_a_located_problem(text: str) -> None:
    try:
        source, root = parse(text, "x.yaml")
    except Invalid as error:
        lines = text.removeprefix("\ufeff").count("\n") + text.count("\r") + 1
        for problem in error.problems:
            assert problem.line is None or 1 <= problem.line <= lines
    else:
        assert all(0 <= start <= end <= len(source.text) for start, end in spans(root))


def spans(node: Node) -> list[tuple[int, int]]:
    children: list[Node] = []
    if isinstance(node.value, dict):
        children = [part for entry in node.value.values() for part in entry]
    elif isinstance(node.value, list):
        children = node.value
    return [(node.start, node.end)] + [span for child in children for span in spans(child)]


@given(st.text(alphabet="ab\n\r\u4e2d", max_size=60))
def test_places_agree_with_the_lines_of_an_editor(text: str) -> None:
    source = Source("x.yaml", text)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for number, line in enumerate(lines, 1):
        assert source.line(number) == line


@pytest.mark.parametrize(
    ("word", "known", "meant"),
    [
        ("toatl", ["note", "total"], "total"),
        ("nwe", ["new", "old"], "new"),
        ("organisation", ["organization"], "organization"),
        ("cases.nwe.total", ["cases.old.total", "cases.new.total"], "cases.new.total"),
        ("survey-2012", ["survey-2019", "survey-2021"], "survey-2021"),
        # Another figure of the same shape is no slip.
        ("penalties.hearing.total", ["penalties.detain.total"], ""),
        ("detain", ["deadline"], ""),
        ("all.total", ["last.total"], ""),
        ("applications", ["population"], ""),
        ("是", ["否"], ""),
    ],
)
def test_only_a_slip_is_taken_for_another_name(word: str, known: list[str], meant: str) -> None:
    assert suggest(word, known) == meant
