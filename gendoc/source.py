"""YAML text to values that know where they stand.

Nothing is resolved here: a scalar stays the text that was written, and only the field that takes
it decides what it means (so `no`, `012` and `12:30` never turn into something else). The tree is
built from the parser's events rather than by its composer, which recurses in C and takes the
process down on deep nesting.
"""

from __future__ import annotations

import errno
import os
import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

import yaml

from gendoc import encoding
from gendoc.problem import Invalid, Problem, Severity, from_system
from gendoc.record import record

MAX_BYTES = 2 * 1024 * 1024
MAX_DEPTH = 100
ALIKE = 0.3
"""The letters that names must share which begin alike, of all letters of both."""
MAX_WORD = 100
"""Characters of a word for which a likely other one is looked up."""
MAX_SLIPS = 3
"""Letters by which a part of a name may be off the one that was meant."""
MAX_KNOWN = 2000
"""Words among which a likely one is looked up; a form has about 500 keys."""
MAX_PROBLEMS = 200
"""Problems of one file that are told one by one."""
MAX_EXCERPT = 200
"""Characters of a line on each side of a problem that are kept to be shown."""
MAX_NODES = 200_000
"""Nodes of a file with its aliases written out; a report has about 500."""

NULLS = frozenset({"", "~", "null", "Null", "NULL"})

# What YAML does not allow unescaped, and the three separators that it takes for line breaks
# although no editor shows them as such. All but these would take 20 times as long to compile.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]"
)
_FULL_WIDTH_COLON = re.compile(r"[\w.-]+[ \u00a0]*(：|:\u00a0)|[^\W\d][\w.-]*:(?=[^\s/])")
_AT_THE_OPENING = ("found unexpected end of stream", "could not find expected ':'")
_TOO_DEEP = "exceeded maximum nesting depth"
"""What libyaml says of itself, from 0.2.6 on, where it looks ahead further than is composed."""
_BETWEEN = ("did not find expected ',' or ']'", "did not find expected ',' or '}'")
_AFTER = ("did not find expected key", "did not find expected '-' indicator")
_BEHIND_QUOTE = re.compile("""['"] *[^'"\\s]\\Z""")
_IN_A_TEXT = "mapping values are not allowed in this context"
_FULL_WIDTH_KEY = re.compile(
    r"\s*(?:- )?(?P<key>[\w.-]+)[ \u00a0]*：|\s*(?:- )?(?P<tight>[^\W\d][\w.-]*):(?=[^\s/])"
)
_TAB_INDENT = re.compile(r"^[ ]*\t", re.MULTILINE)
_HARMLESS = re.compile(r"[\w./ （）()-]+")
"""Paths that mean nothing to a shell when they stand in a command between quotes."""
_PARSER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class Entry(NamedTuple):
    """One key of a mapping, with its value."""

    key: Node
    value: Node


@record(eq=False, frozen=False)
class Node:
    """A scalar (str), a list or a mapping. `start` and `end` are offsets into the source text."""

    start: int
    end: int
    value: str | list[Node] | dict[str, Entry]
    plain: bool = True
    size: int = 1

    @property
    def is_null(self) -> bool:
        return self.plain and isinstance(self.value, str) and self.value in NULLS


@record()
class Source:
    """The text of one file, and the way from an offset back to a line and a column."""

    path: str
    text: str
    problems: list[Problem] = field(default_factory=list, compare=False)

    @cached_property
    def _lines(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer(r"\r\n|\r|\n", self.text))]

    def locate(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both counted from 1, columns in characters."""
        line = bisect_right(self._lines, offset)
        return line, offset - self._lines[line - 1] + 1

    def is_behind_comma(self, entry: Entry) -> bool:
        """Whether a key in braces has no colon: a comma parted it from the text before it."""
        value = entry.value
        if not value.is_null or value.start < value.end:
            return False
        return self.text[entry.key.end :].lstrip().startswith((",", "}"))

    def start(self, number: int) -> int:
        """The offset of a line, counted from 1."""
        return self._lines[number - 1]

    def line(self, number: int) -> str:
        """The text of a line, counted from 1, without its line break."""
        start = self.start(number)
        stop = self._lines[number] if number < len(self._lines) else len(self.text)
        return self.text[start:stop].rstrip("\r\n")

    def problem(
        self,
        name: str,
        at: Node | int | None,
        *,
        key: str | None = None,
        severity: Severity = Severity.ERROR,
        message: str = "",
        **values: object,
    ) -> Problem:
        """A problem at a node or offset of this file; `None` means the file as a whole."""
        if at is None:
            return Problem(name, self.path, None, None, key, severity, message or name, values)
        line, column = self.locate(at if isinstance(at, int) else at.start)
        excerpt, before = self._excerpt(line, column)
        words = message or name
        return Problem(name, self.path, line, column, key, severity, words, values, excerpt, before)

    def _excerpt(self, line: int, column: int) -> tuple[str, int]:
        """What is shown of a line, and how many characters of it stand before the place."""
        start, at = self._lines[line - 1], self._lines[line - 1] + column - 1
        stop = self._lines[line] if line < len(self._lines) else len(self.text)
        first = max(start, at - MAX_EXCERPT)
        return self.text[first : min(stop, at + MAX_EXCERPT)].rstrip("\r\n"), at - first

    @property
    def is_full(self) -> bool:
        """Whether no further problem of this file would be told."""
        return len(self.problems) > MAX_PROBLEMS

    def tell(self, name: str, at: Node | int | None, **values: object) -> None:
        """Note a problem of this file and go on; each is told once, and not without end."""
        if self.is_full:
            return
        if len(self.problems) == MAX_PROBLEMS:
            self.problems.append(self._more_problems())
            return
        problem = self.problem(name, at, **values)  # type: ignore[arg-type]
        if problem not in self.problems:
            self.problems.append(problem)

    def _more_problems(self) -> Problem:
        return self.problem("more-problems", None, limit=MAX_PROBLEMS)

    def limited(self, problems: list[Problem]) -> list[Problem]:
        """Problems of this file, of which no more are told one by one than `tell` would."""
        own = [problem for problem in problems if problem.name != "more-problems"]
        return (
            problems if len(own) <= MAX_PROBLEMS else [self._more_problems(), *own[:MAX_PROBLEMS]]
        )


def read(path: Path, shown: str = "") -> tuple[Source, Node]:
    """Read a YAML file; `shown` is the path that messages name.

    Problems that leave the rest readable (a duplicate key) are in `Source.problems`.

    Raises:
        Invalid: the file cannot be read, decoded or parsed.
    """
    shown = shown or str(path)
    return parse(read_text(path, shown), shown)


def parse(text: str, path: str) -> tuple[Source, Node]:
    """Turn YAML text into a tree of nodes. Raises `Invalid` as `read` does."""
    source = Source(path, text.removeprefix("\ufeff"))
    for match in _FORBIDDEN.finditer(source.text):
        if source.is_full:
            break
        source.tell("control-character", match.start(), code=f"U+{ord(match.group()):04X}")
    if source.problems:
        raise Invalid(source.problems)
    parser = _PARSER(source.text)
    try:
        # As `yaml.parse` gives them, without a look ahead at each.
        root = _Composer(source).compose(iter(parser.get_event, None))
    except yaml.MarkedYAMLError as error:
        problem = _syntax_problem(source, error)
        told = any(other.line == problem.line for other in source.problems)
        raise Invalid(source.problems if told else [*source.problems, problem]) from error
    finally:
        parser.dispose()
    if root is None:
        raise Invalid([source.problem("empty-file", None)])
    return source, root


def suggest(word: str, known: Iterable[str]) -> str:
    """The known word that was most likely meant, or an empty string."""
    words = tuple(known)
    return _closest(word, words) if len(word) <= MAX_WORD and len(words) <= MAX_KNOWN else ""


@lru_cache(maxsize=256)
def _closest(word: str, known: tuple[str, ...]) -> str:
    parts = word.split(".")
    found = [(off, name) for name in known if (off := _off(parts, name.split("."))) is not None]
    # Of two the later: the newer form, the lower line.
    return min(reversed(found), key=lambda each: each[0])[1] if found else ""


def _off(parts: Sequence[str], others: Sequence[str]) -> int | None:
    """How many letters a name is off another; None where that is more than a slip in any part.

    A long dotted name that differs in one short part is the name of another figure.
    """
    if len(parts) != len(others):
        return None
    off = 0
    for one, other in zip(parts, others, strict=True):
        slips = _slips(one, other)
        if slips is None:
            return None
        off += slips
    return off


def _slips(one: str, other: str) -> int | None:
    """How many letters a part of a name is off another's; more than a few only where both begin
    alike, since keys are changed at their ends."""
    if one == other:
        return 0
    from difflib import SequenceMatcher

    short, long = sorted((one, other), key=len)
    blocks = SequenceMatcher(None, short, long, autojunk=False).get_matching_blocks()
    same = sum(block.size for block in blocks)
    if len(long) - same <= min(len(long) // 3, MAX_SLIPS):
        return len(long) - same
    begin_alike = long.startswith(short[: -(-len(short) // 2)])
    return len(long) - same if begin_alike and same >= ALIKE * (len(short) + len(long)) else None


def read_text(path: Path, shown: str) -> str:
    """The text of a YAML file. Raises `Invalid` as `read` does."""
    try:
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
        if path.exists() and not path.is_file():
            # A device or a pipe might never come to an end.
            raise Invalid([Problem("cannot-read", shown, message="cannot-read/no-file")])
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise Invalid([from_system("cannot-read", shown, error)]) from error
    if len(data) > MAX_BYTES:
        size = {"limit": MAX_BYTES // 1024 // 1024}
        raise Invalid([Problem("file-too-large", shown, message="file-too-large", values=size)])
    return _decoded(data, shown)


def _decoded(data: bytes, shown: str) -> str:
    if encoding.is_no_text(data):
        raise Invalid([Problem("wrong-encoding", shown, message="wrong-encoding/no-text")])
    if found := encoding.wide(data):
        raise Invalid([_in_encoding(shown, found)])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if found := encoding.guess(data, error.start):
            raise Invalid([_in_encoding(shown, found)]) from error
        before = Source(shown, data[: error.start].decode())
        end = len(before.text)
        problem = before.problem("wrong-encoding", end, message="wrong-encoding/damaged")
        raise Invalid([problem]) from error


def _in_encoding(shown: str, found: encoding.Encoding) -> Problem:
    """A file in another encoding, with a command that saves it as UTF-8 on any system."""
    path = f"p = pathlib.Path('{shown if _HARMLESS.fullmatch(shown) else 'FILE'}')"
    command = f"import pathlib; {path}; p.write_text(p.read_text('{found.codec}'), 'utf-8')"
    values = {"encoding": found.name, "command": f'python -c "{command}"'}
    return Problem("wrong-encoding", shown, message="wrong-encoding", values=values)


class _Composer:
    """Builds the tree with a stack of its own, so that no input can exhaust another's."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.root: Node | None = None
        self.documents = 0
        self.anchors: dict[str, Node | None] = {}
        self.stack: list[tuple[Node, str | None]] = []
        self.keys: list[Node | None] = []
        """The key that waits for its value, for each mapping on the stack."""

    def compose(self, events: Iterable[Any]) -> Node | None:
        for event in events:
            kind = type(event)
            if kind is yaml.ScalarEvent:
                self._place(self._scalar(event), event.anchor)
            elif kind in (yaml.MappingStartEvent, yaml.SequenceStartEvent):
                self._open(event)
            elif kind in (yaml.MappingEndEvent, yaml.SequenceEndEvent):
                node, anchor = self.stack.pop()
                self.keys.pop()
                node.end = event.end_mark.index
                self._place(node, anchor)
            elif kind is yaml.AliasEvent:
                self._place(self._alias(event), None)
            elif kind is yaml.DocumentStartEvent:
                self.documents += 1
                if self.documents > 1:
                    self._refuse("several-documents", event.start_mark.index)
        return self.root

    def _open(self, event: Any) -> None:
        start = event.start_mark.index
        if len(self.stack) >= MAX_DEPTH:
            self._refuse("too-deep", start, limit=MAX_DEPTH)
        self._check_tag(event)
        mapping = isinstance(event, yaml.MappingStartEvent)
        node = Node(start, start, {}) if mapping else Node(start, start, [])
        self.stack.append((node, event.anchor))
        self.keys.append(None)
        if event.anchor:
            self.anchors[event.anchor] = None

    def _place(self, node: Node, anchor: str | None) -> None:
        """Put a finished node where it belongs."""
        if anchor:
            self.anchors[anchor] = node
        if not self.stack:
            self.root = node
            return
        parent = self.stack[-1][0]
        parent.size += node.size
        if parent.size > MAX_NODES:
            message = "too-many-values" if self.anchors else "too-many-values/plain"
            self._refuse("too-many-values", node.start, message=message, limit=MAX_NODES)
        if isinstance(parent.value, list):
            parent.value.append(node)
        elif (key := self.keys[-1]) is None:
            self.keys[-1] = node
        else:
            self.keys[-1] = None
            assert isinstance(parent.value, dict)
            self._add(parent.value, key, node)

    def _add(self, mapping: dict[str, Entry], key: Node, value: Node) -> None:
        if not isinstance(key.value, str):
            braces = self.source.text.startswith("{{", key.start - 1)
            message = "braces-unquoted" if braces else "key-not-text"
            at = key.start - 1 if braces else key.start
            self.source.tell("key-not-text", at, message=message)
        elif key.value in mapping:
            first = self.source.locate(mapping[key.value].key.start)[0]
            self.source.tell("duplicate-key", key, found=key.value, line=first)
        else:
            mapping[key.value] = Entry(key, value)

    def _scalar(self, event: Any) -> Node:
        if event.tag:
            self._check_tag(event)
        start, end = event.start_mark.index, event.end_mark.index
        # libyaml reports a plain scalar's style as None or "", by version.
        return Node(start, end, event.value, not event.style)

    def _alias(self, event: Any) -> Node:
        start, end = event.start_mark.index, event.end_mark.index
        target = self.anchors.get(event.anchor)
        if target is None:
            message = "alias-of-itself" if event.anchor in self.anchors else "unknown-alias"
            self._refuse("unknown-alias", start, message=message, found=event.anchor)
        # The alias's own place, the anchor's content: a fault is shown where it was asked for.
        return Node(start, end, target.value, target.plain, target.size)

    def _check_tag(self, event: Any) -> None:
        tag = getattr(event, "tag", None)
        if tag not in (None, "!"):
            self.source.tell("yaml-tag", event.start_mark.index, found=tag)

    def _refuse(self, name: str, at: int, **values: object) -> NoReturn:
        self.source.tell(name, at, **values)
        raise Invalid(self.source.problems)


def _syntax_problem(source: Source, error: yaml.MarkedYAMLError) -> Problem:
    offset = error.problem_mark.index if error.problem_mark else 0
    if error.problem == _TOO_DEEP:
        return source.problem("too-deep", offset, limit=MAX_DEPTH)
    if tab := _TAB_INDENT.match(source.text, source.text.rfind("\n", 0, offset) + 1):
        return source.problem("tab-indent", tab.end() - 1)
    line, _ = source.locate(offset)
    if re.search(r"(?::|-)\s+\{\{", source.line(line)):
        at = source.text.rfind("{{", 0, offset + 1)
        return source.problem("yaml-syntax", max(at, 0), message="braces-unquoted")
    opened = ""
    if error.context_mark and error.context_mark.index != offset:
        opened = str(source.locate(error.context_mark.index)[0])
    detail = error.problem or "?"
    if detail in _AT_THE_OPENING and error.context_mark:
        offset = error.context_mark.index
        if _FULL_WIDTH_COLON.match(source.text, offset):
            return source.problem("yaml-syntax", offset, message="full-width-colon")
    if detail == _IN_A_TEXT:
        # What stands before a full-width colon is a text, which goes on over the next lines.
        before = list(re.finditer(r".*\S.*", source.text[: offset + 1]))[-2:]
        for above in reversed(before):
            if colon := _FULL_WIDTH_KEY.match(above.group()):
                at = above.start() + colon.start(colon.lastgroup or 0)
                return source.problem("yaml-syntax", at, message="full-width-colon")
    message = f"yaml-syntax/{_slip(source, offset, detail, opened)}"
    return source.problem("yaml-syntax", offset, message=message, detail=detail, opened=opened)


def _slip(source: Source, offset: int, detail: str, opened: str) -> str:
    """What is wrong where a comma or a key is looked for; else what the parser says."""
    begun_here = opened == str(source.locate(offset)[0])
    if detail in _BETWEEN and begun_here and source.text.startswith(":", offset):
        return _IN_A_TEXT
    if detail in (*_BETWEEN, *_AFTER) and _BEHIND_QUOTE.search(source.text[: offset + 1]):
        return "behind-quote"
    return detail
