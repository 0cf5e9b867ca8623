"""Any input: nothing but problems comes out, never an exception, never a hang.

Few examples are tried by default; `pytest --hypothesis-profile long tests/test_fuzz.py` tries many.
Coverage-guided runs over the same targets are in `tests/fuzz/`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from helpers import FORM, ROOT, bound, form, report_text
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from paper import PRINTERS, paper
from targets import Folder, told

from gendoc import build, checks
from gendoc.problem import Invalid
from gendoc.project import Project

EXAMPLE = next(ROOT.glob("examples/township/data/*/*.yaml")).read_text("utf-8")
FORM_TEXT = (ROOT / "templates" / FORM / "form.yaml").read_text("utf-8")
few = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

fewer = settings(few, max_examples=few.max_examples // 4)
"""For what takes longer than a millisecond or two."""


@pytest.fixture(scope="module")
def folder() -> Iterator[Folder]:
    made = Folder()
    yield made
    made.remove()


# -- trees ------------------------------------------------------------------------------------

_KEYS = sorted({part for key in form().figures for part in key.split(".")} | set(form().keys))
_SCALARS = st.one_of(
    st.sampled_from(["~", "0", "3", "012", "1,000", "-1", "1e3", "12:30", "是", "２２", "9" * 20]),
    st.sampled_from([FORM, "某镇", "2024", "{{ organ }}", "{{ facts.x }}", "一、主动公开", "''"]),
    st.integers(-5, 10**13).map(str),
    st.text(max_size=20).map(json.dumps),
)
_TREES = st.recursive(
    _SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=7).map(lambda items: f"[{', '.join(items)}]"),
        st.dictionaries(
            st.one_of(st.sampled_from([*_KEYS, "heading", "text"]), st.text(max_size=5)),
            inner,
            max_size=6,
        ).map(
            lambda entries: f"{{{', '.join(f'{json.dumps(k)}: {v}' for k, v in entries.items())}}}"
        ),
    ),
    max_leaves=30,
)


@given(tree=_TREES)
@few
def test_any_tree_is_a_report_or_has_problems(folder: Folder, tree: str) -> None:
    folder.report(tree.encode("utf-8", "surrogatepass"))


@given(changes=st.dictionaries(st.sampled_from(form().keys), _TREES, min_size=1, max_size=4))
@few
def test_any_value_under_a_key_of_the_form_is_taken_or_has_problems(
    folder: Folder, changes: dict[str, str]
) -> None:
    folder.report(report_text(**changes).encode("utf-8", "surrogatepass"))


@given(tree=_TREES)
@few
def test_any_tree_is_a_form_or_has_problems(folder: Folder, tree: str) -> None:
    folder.form(tree.encode("utf-8", "surrogatepass"))


# -- changes to what is valid -------------------------------------------------------------------

_NOISE = st.one_of(
    st.text(max_size=6),
    st.sampled_from(
        ["\t", "\u3000", "：", "{{", "}}", "- ", "&a ", "*a", "|\n", "\ufeff", "\u2028"]
    ),
)


@st.composite
def changed(draw: st.DrawFn, text: str) -> bytes:
    """A valid text after a few slips: lines lost, doubled or swapped, noise, bytes changed."""
    lines = text.split("\n")
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(["delete", "double", "swap", "noise", "value", "indent"])):
            case "delete":
                del lines[at : at + draw(st.integers(1, 5))]
            case "double":
                lines.insert(at, lines[draw(st.integers(0, len(lines) - 1))])
            case "swap":
                other = draw(st.integers(0, len(lines) - 1))
                lines[at], lines[other] = lines[other], lines[at]
            case "noise":
                column = draw(st.integers(0, len(lines[at])))
                lines[at] = lines[at][:column] + draw(_NOISE) + lines[at][column:]
            case "value":
                lines[at] = f"{lines[at].split(':')[0]}: {draw(_TREES)}"
            case "indent":
                lines[at] = " " * draw(st.integers(0, 6)) + lines[at].strip()
        lines = lines or [""]
    data = bytearray("\n".join(lines).encode("utf-8", "surrogatepass"))
    if data and draw(st.booleans()):
        data[draw(st.integers(0, len(data) - 1))] = draw(st.integers(0, 255))
    return bytes(data[: draw(st.integers(0, len(data)))]) if draw(st.booleans()) else bytes(data)


@given(data=changed(EXAMPLE))
@few
def test_a_valid_report_after_any_slip_is_good_or_has_problems(folder: Folder, data: bytes) -> None:
    folder.report(data)


@given(data=changed(FORM_TEXT))
@few
def test_a_valid_form_after_any_slip_is_good_or_has_problems(folder: Folder, data: bytes) -> None:
    folder.form(data)


@given(data=st.binary(max_size=400))
@few
def test_any_bytes_are_a_report_or_have_problems(folder: Folder, data: bytes) -> None:
    folder.report(data)


# -- published documents ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def printed() -> dict[str, str]:
    """A published report as a web page and as text."""
    (path,) = ROOT.glob("data/*/*.yaml")
    report = build.examine(path, Project(ROOT)).report
    assert report
    return {kind: PRINTERS[kind](paper(report)).decode() for kind in ("html", "flat")}


@given(data=st.data())
@fewer
def test_a_published_web_page_after_any_slip_is_read_or_has_problems(
    folder: Folder, printed: dict[str, str], data: st.DataObject
) -> None:
    folder.html(data.draw(changed(printed["html"])))


@given(data=st.data())
@fewer
def test_a_published_text_after_any_slip_is_read_or_has_problems(
    folder: Folder, printed: dict[str, str], data: st.DataObject
) -> None:
    folder.text(data.draw(changed(printed["flat"])))


# -- prose ------------------------------------------------------------------------------------

_FIGURES = ["applications.new.total", "applications.new", "disclosure.fees.amount", "last.facts.x"]
_NAMES = st.sampled_from(
    [
        *_FIGURES,
        "organ",
        "year",
        "facts.x",
        "facts.y",
        "facts.z",
        "title",
        "true",
        "loop",
        "1",
        "0.5",
    ]
)
_OPERATORS = st.sampled_from(["+", "-", "*", "/", "//", "%", "**", "~", "==", "<", "in", "and"])
_FILTERS = st.sampled_from(["round(2)", "percent", "abs", "change(1)", "change(facts.x)", "upper"])
_EXPRESSIONS = st.recursive(
    _NAMES,
    lambda inner: st.one_of(
        st.builds("({} {} {})".format, inner, _OPERATORS, inner),
        st.builds("{} if {} else {}".format, inner, inner, inner),
        st.builds("{}|{}".format, inner, _FILTERS),
        st.builds("{}[{}]".format, inner, inner),
        st.builds("{}({})".format, inner, inner),
        st.builds("not {}".format, inner),
    ),
    max_leaves=8,
)
_PIECES = st.one_of(_EXPRESSIONS.map("{{{{ {} }}}}".format), _NOISE, st.text(max_size=9))


@given(pieces=st.lists(_PIECES, max_size=5))
@few
def test_any_expression_in_prose_is_filled_in_or_has_problems(
    folder: Folder, pieces: list[str]
) -> None:
    folder.prose("".join(pieces).encode("utf-8", "replace"))


@given(text=st.text(max_size=60), heading=st.text(max_size=10))
@fewer
def test_whatever_binds_cleanly_is_laid_out_in_word(text: str, heading: str) -> None:
    overview = json.dumps([{"heading": heading, "text": text}], ensure_ascii=False)
    try:
        report = bound(report_text(overview=overview, title=json.dumps(text, ensure_ascii=False)))
    except Invalid as error:
        told(error.problems)
        return
    if not any(problem.is_error for problem in checks.run(report).problems):
        (document,) = build.render(report, ["docx"]).values()
        assert document.startswith(b"PK")
