"""Numbers in prose and the figures that the words around them name.

All words come from the form (`form.Mentions`). A number is taken for a figure only where every
word between it and the words that name the figure is known: prose is left alone far more often
than it is misread.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from functools import cached_property, lru_cache
from itertools import product, takewhile
from typing import Literal, NamedTuple

from gendoc.expression import Expression, parse
from gendoc.form import Mentions, Topic
from gendoc.numerals import NUMBER, Numeral, numeral
from gendoc.pattern import Pattern
from gendoc.record import record

_SENTENCE = re.compile(r"[^。！？!?\r\n]+")
MAX_SENTENCE = 2000
"""Characters of a sentence up to which it is read; a longer one is no prose."""
MAX_CARRIED = 5
"""Sentences that are looked back for what one is about."""
MAX_NUMBERS = 60
"""Numbers of a sentence up to which it is read."""
_OPENING, _CLOSING = "（(", "）)"
_STOP = r"[，。；、（）(),;“”\"]"
_PERCENT = ("%", "％")
_YEAR = re.compile(r"[12][0-9]{3}")
_PASSED_OVER = ("filler", "about", "each", "respectively", "now", "own", "whole")
"""Tokens that may stand between a number and the words that name its figure."""

Sum = tuple[Expression, ...]
"""Expressions over figures that are added up."""


class Mention(NamedTuple):
    """A number in prose and what it may be. `start` and `end` are offsets in the passage."""

    start: int
    end: int
    kind: Literal["count", "change", "share"]
    """A figure itself, its change on last year's, or its share in percent of another."""
    numeral: Numeral
    about: bool
    """Whether the number is a rough one (余, 近)."""
    means: tuple[Sum, ...]
    """The figures that it may be, or be the change or share of; any of them."""
    scale: Decimal = Decimal(1)
    """How many of the figure's units one unit of the number is."""
    falls: bool = False
    percent: bool = False
    before: tuple[Mention, ...] = ()
    """The numbers named before it; a change or a share is that of the last of them."""


class _Token(NamedTuple):
    kind: str
    start: int
    end: int
    text: str
    topic: Topic | None = None
    numeral: Numeral | None = None
    unit: str = ""
    about: bool = False


class _Lexicon:
    """The words of a form as one pattern that cuts a sentence into tokens.

    Most prose fills its numbers in, so that only the pattern of numbers is needed.
    """

    def __init__(self, words: Mentions) -> None:
        self.topics = words.topics
        units = _any(pattern for topic in words.topics for pattern, _ in topic.units)
        # A percentage has its sign behind it or 百分之 before it.
        number = (
            f"(?P<percent>百分之)?{NUMBER.pattern}(?P<more>{words.more})?[ \u3000]?"
            f"(?P<unit>[%％]|{units}|(?(percent)|(?!)))"
        )
        self._topics = {
            f"topic{index}": topic.about.pattern for index, topic in enumerate(words.topics)
        }
        self._parts = {
            "since": words.since,
            "past": words.past,
            "now": words.now,
            "own": words.own,
            "whole": words.whole,
            "word": _any(pattern for topic in words.topics for pattern, _ in topic.says),
            **self._topics,
            "number": f"{number}?",
            "share": words.share,
            "up": words.up,
            "down": words.down,
            "scope": words.scope,
            "none": words.none,
            "about": words.about,
            "each": words.each,
            "respectively": words.respectively,
            "filler": words.filler,
            "join": words.join,
            "stop": _STOP,
        }
        self.number = re.compile(number)
        self.none = re.compile(words.none) if words.none else None
        self.ignore = re.compile(words.ignore)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        return _either(self._parts)

    @cached_property
    def topic(self) -> re.Pattern[str]:
        return _either(self._topics)

    def tokens(self, text: str) -> list[_Token]:
        """The tokens of a text in order; what lies between them is unknown."""
        text = self.ignore.sub(lambda match: " " * len(match.group()), text)
        found: list[_Token] = []
        at = 0
        for match in self.pattern.finditer(text):
            if gap := text[at : match.start()].strip():
                found.append(_Token("unknown", at, match.start(), gap))
            found.append(self._token(match))
            at = match.end()
        if gap := text[at:].strip():
            found.append(_Token("unknown", at, len(text), gap))
        return found

    def last_topic(self, text: str) -> Topic | None:
        """The topic that a text names last."""
        found = [self._token(match).topic for match in self.topic.finditer(text)]
        return found[-1] if found else None

    def _token(self, match: re.Match[str]) -> _Token:
        kind = (match.lastgroup or "").removesuffix("_")
        token = _Token(kind, match.start(), match.end(), match.group())
        if kind.startswith("topic"):
            return token._replace(kind="topic", topic=self.topics[int(kind[5:])])
        if kind == "number":
            read, unit = numeral(match), "%" if match["percent"] else match["unit"] or ""
            if read is None or not unit:
                return token._replace(kind="unknown")
            return token._replace(
                kind="percent" if unit in _PERCENT else kind,
                numeral=read,
                unit=unit,
                about=bool(match["more"]),
            )
        return token


def _any(patterns: Iterable[Pattern]) -> str:
    """Topics share words; each is looked for once."""
    return "|".join(dict.fromkeys(pattern.pattern for pattern in patterns))


def _either(patterns: dict[str, str]) -> re.Pattern[str]:
    groups = (f"(?P<{name}_>{pattern})" for name, pattern in patterns.items() if pattern)
    return re.compile("|".join(groups))


@lru_cache(maxsize=32)
def _lexicon(words: Mentions) -> _Lexicon:
    return _Lexicon(words)


class _Walk(NamedTuple):
    """The words met on the way from a number, and how the way ended."""

    words: tuple[str, ...] = ()
    topics: tuple[Topic, ...] = ()
    about: bool = False
    each: bool = False
    joined: bool = False
    """Whether 和 stands between the words."""
    clean: bool = False
    """Whether it ended at punctuation or at the sentence's end, not at a word unknown."""


@record(eq=False, frozen=False)
class Reader:
    """Reads the prose of one body's report for one year."""

    words: Mentions
    organ: str
    year: int

    def mentions(
        self,
        text: str,
        heading: str = "",
        is_written: Callable[[int, int], bool] = lambda start, end: True,
    ) -> Iterator[Mention]:
        """Every number of a passage whose words name figures, in the order of the text.

        `is_written` tells by its offsets whether a number was written out; a sentence whose
        numbers were all filled in is passed over.
        """
        before = [heading]
        for match in _SENTENCE.finditer(text):
            start, sentence = match.start(), match.group()
            if text[start - 1 : start] in ("\n", "\r"):
                before = [heading]
            if len(sentence) <= MAX_SENTENCE and self._is_worth(
                sentence, start, is_written, before
            ):
                for mention in self._read(sentence, before):
                    yield mention._replace(start=mention.start + start, end=mention.end + start)
            before = [before[0], *before[1:][-MAX_CARRIED:], sentence]

    def _is_worth(
        self, text: str, at: int, is_written: Callable[[int, int], bool], before: list[str]
    ) -> bool:
        """Whether a sentence holds a number that was written out, or says that there was none of
        what it, or one before it, is about."""
        lexicon = _lexicon(self.words)
        numbers = list(lexicon.number.finditer(text))
        if any(is_written(at + match.start(), at + match.end()) for match in numbers):
            return len(numbers) <= MAX_NUMBERS
        if lexicon.none is None or not lexicon.none.search(text):
            return False
        return any(lexicon.topic.search(each) for each in (text, *reversed(before)))

    def _read(self, text: str, before: list[str]) -> Iterator[Mention]:
        lexicon, own = _lexicon(self.words), str(self.year)
        tokens = [
            token._replace(kind="now") if token.kind == "past" and own in token.text else token
            for token in lexicon.tokens(text)
        ]
        return _Sentence(self, tokens, before).read()

    def carried(self, before: list[str]) -> tuple[Topic, ...]:
        """The topic that the sentences before one, or their heading, were about."""
        found = (_lexicon(self.words).last_topic(text) for text in reversed(before))
        return next(((topic,) for topic in found if topic), ())

    def is_own(self, text: str, least: int = 2) -> bool:
        """Whether a text ends in the body's own name or in a short form of it (县发改局).

        `least` is how many characters at the end must be the name's.
        """
        body = re.sub(self.words.office + "$", "", self.organ) if self.words.office else self.organ
        return any(_shared_end(text, name) >= least for name in (body, self.organ))


def _shared_end(text: str, name: str) -> int:
    """How many characters at the end of a text a name has in the same order, its own last one
    among them."""
    met = 0
    for character in reversed(text):
        at = name.rfind(character)
        if at < 0 or (not met and at < len(name) - 1):
            break
        name, met = name[:at], met + 1
    return met


class _Sentence:
    """A sentence, read from left to right."""

    def __init__(self, reader: Reader, tokens: list[_Token], before: list[str]) -> None:
        self.reader = reader
        self.tokens = tokens
        self.before = before
        self.running: tuple[Topic, ...] = ()
        self.subject: Mention | None = None
        self.named: list[Mention] = []

    @cached_property
    def carried(self) -> tuple[Topic, ...]:
        return self.reader.carried(self.before)

    def read(self) -> Iterator[Mention]:
        for index, token in enumerate(self.tokens):
            if token.kind == "number":
                mention = self._change(index) or self._count(index)
            elif token.kind == "percent":
                mention = self._change(index) or self._share(index)
            elif token.kind == "none":
                mention = self._nothing(index)
            else:
                continue
            if mention and not self._is_elsewhere(index):
                yield mention

    # -- a figure itself ------------------------------------------------------------------

    def _count(self, index: int) -> Mention | None:
        """The figure that a counted number is, as the words on either side of it say."""
        token = self.tokens[index]
        topics, carried = self._topics(index)
        left, right = self._backward(index, topics), self._forward(index, topics)
        self.subject = None
        if listed := self._listed(index):
            topics, left = listed.topics or topics, listed
        elif carried and not left.clean:
            return None
        means = _meant(topics, left, right)
        scale = _scale(topics, token.unit)
        if not means or scale is None:
            return None
        assert token.numeral
        about = token.about or left.about
        parts = len(topics) if left.each else 1
        written = token.numeral
        read = Numeral(written.value * parts, written.step * parts, written.scale)
        found = Mention(token.start, token.end, "count", read, about, means, scale)
        if not self._is_elsewhere(index):
            self.subject = found
            self.named.append(found)
        return found

    def _nothing(self, index: int) -> Mention | None:
        """The figures of which the sentence says that there were none."""
        token = self.tokens[index]
        right = self._forward(index, ())
        topics = right.topics or self.running or self.carried
        right = self._forward(index, topics)
        if not right.clean or not (right.topics or right.words):
            return None
        means = _meant(topics, _Walk(clean=True), right)
        zero = Numeral(Decimal(0), Decimal(1))
        verb = self.tokens[index + 1]
        end = verb.end if verb.kind in ("filler", "word") else token.end
        return Mention(token.start, end, "count", zero, False, means) if means else None

    def _listed(self, index: int) -> _Walk | None:
        """The item that a number belongs to in a list told in one go: 维持、纠正分别为9件、3件."""
        at = index
        while at and self.tokens[at].kind in ("number", "join", "stop", *_PASSED_OVER):
            if self.tokens[at].kind == "respectively":
                break
            at -= 1
        if self.tokens[at].kind != "respectively":
            return None
        between = ("number", "join", "stop", *_PASSED_OVER)
        run = takewhile(lambda token: token.kind in between, self.tokens[at:])
        numbers = [token for token in run if token.kind == "number"]
        items = self._items(at)
        if len(items) != len(numbers):
            return _Walk()
        item = items[numbers.index(self.tokens[index])]
        words, topics = ((), (item.topic,)) if item.topic else ((item.text,), ())
        return _Walk(words, topics, clean=True)

    def _items(self, end: int) -> list[_Token]:
        """The topics or words of a list that ends there; one that opens the list is none of it."""
        found: list[_Token] = []
        apart = True
        for token in reversed(self.tokens[:end]):
            if token.kind == "stop" and token.text != "、":
                break
            if token.topic or token.kind == "word":
                if apart:
                    found.insert(0, token)
                apart = False
            elif token.kind in ("join", "stop"):
                apart = True
        return found

    def _topics(self, index: int) -> tuple[tuple[Topic, ...], bool]:
        """What a number is about, and whether only an earlier sentence says so."""
        here = self._joined(self._segment(index))
        there = () if here else self._forward(index, ()).topics
        if here or there:
            self.running = here or there
        return (self.running, False) if self.running else (self.carried, True)

    def _segment(self, index: int) -> list[_Token]:
        """The tokens between the number before and this one."""
        start = index
        while start and self.tokens[start - 1].kind != "number":
            start -= 1
        return self.tokens[start:index]

    def _joined(self, tokens: Sequence[_Token]) -> tuple[Topic, ...]:
        """The last topic, with those that 和 or 、 joins to it."""
        found: list[Topic] = []
        is_joined = True
        for token in reversed(tokens):
            if token.topic and is_joined:
                found.insert(0, token.topic)
                is_joined = False
            elif token.topic:
                break
            elif found and (token.kind == "join" or token.text == "、"):
                is_joined = True
            elif found and token.kind not in _PASSED_OVER:
                break
        return tuple(found)

    def _backward(self, index: int, topics: tuple[Topic, ...]) -> _Walk:
        """The words before a number, back to punctuation or to a word that is not known."""
        tokens = reversed(self._segment(index))
        return _walk(tokens, topics, ends=True, lists=len(topics) > 1)

    def _forward(self, index: int, topics: tuple[Topic, ...]) -> _Walk:
        """The words behind a number, where all of them up to punctuation are known.

        Behind 没有 a whole list may follow: 没有甲类、乙类案件。
        """
        lists = self.tokens[index].kind == "none"
        behind = self.tokens[index + 1 :]
        walk = _walk(behind, topics, lists=lists)
        stops = (t.start for t in behind if t.kind == "stop" and not (lists and t.text == "、"))
        stop = next(stops, None)
        run = [token for token in behind if stop is None or token.start < stop]
        return walk._replace(topics=self._joined(run)) if walk.clean else _Walk()

    # -- changes and shares ---------------------------------------------------------------

    def _change(self, index: int) -> Mention | None:
        """A number that says by how much the figure before it is more or less than last year's."""
        token, subject = self.tokens[index], self.subject
        sign = self._just_before(index)
        if sign is None or sign.kind not in ("up", "down"):
            return None
        since = [t for t in self.tokens[:index] if t.kind == "since"]
        assert token.numeral
        listed = any(t.kind == "respectively" for t in self._since_subject(index))
        if subject is None or listed or not since or not self._is_last_year(since[-1].text):
            return None
        return subject._replace(
            start=token.start,
            end=token.end,
            kind="change",
            numeral=token.numeral,
            about=token.about or self._backward(index, ()).about,
            falls=sign.kind == "down",
            percent=token.kind == "percent",
            before=tuple(self.named),
        )

    def _since_subject(self, index: int) -> list[_Token]:
        start = self.subject.end if self.subject else 0
        return [token for token in self.tokens[:index] if token.start >= start]

    def _share(self, index: int) -> Mention | None:
        """A percentage that says how much of another figure the one before it is."""
        token, subject = self.tokens[index], self.subject
        before = self._just_before(index)
        if subject is None or before is None or before.kind != "share":
            return None
        assert token.numeral
        return subject._replace(
            start=token.start,
            end=token.end,
            kind="share",
            numeral=token.numeral,
            about=token.about or self._backward(index, ()).about,
            percent=True,
            before=tuple(self.named),
        )

    def _just_before(self, index: int) -> _Token | None:
        for token in reversed(self.tokens[:index]):
            if token.kind not in _PASSED_OVER:
                return token
        return None

    def _is_last_year(self, text: str) -> bool:
        named = _YEAR.search(text)
        return named is None or int(named.group()) == self.reader.year - 1

    # -- whose figures, and of which year -------------------------------------------------

    def _is_elsewhere(self, index: int) -> bool:
        """Whether a number is another body's, a part of this one's, or another year's."""
        scope = time = False
        for token in self._around(index):
            if token.kind == "own":
                scope = False
            elif token.kind == "whole":
                # 全县 is a county as a whole, but more than one of its departments.
                scope = not self.reader.is_own(token.text, least=1)
            elif token.kind == "scope":
                scope = not self.reader.is_own(self._before(token.end))
            elif token.kind in ("past", "now"):
                time = token.kind == "past"
            elif token.text == "；" and self._opens_topic(index, token):
                scope = False
        return scope or time

    def _opens_topic(self, index: int, semicolon: _Token) -> bool:
        """Whether what a number behind a semicolon is about is named there."""
        stops = (t.start for t in self.tokens[index + 1 :] if t.kind == "stop")
        end = next(stops, self.tokens[-1].end)
        return any(t.topic and semicolon.start < t.start < end for t in self.tokens)

    def _before(self, end: int) -> str:
        return "".join(token.text for token in self.tokens if token.end <= end)

    def _around(self, index: int) -> list[_Token]:
        """The tokens before a number but for those in brackets that it stands outside of."""
        found: list[_Token] = []
        opened: list[int] = []
        for token in self.tokens[: index + 1]:
            if token.text in _OPENING:
                opened.append(len(found))
            elif token.text in _CLOSING and opened:
                del found[opened.pop() :]
            found.append(token)
        return found


def _walk(
    tokens: Iterable[_Token], topics: tuple[Topic, ...], *, ends: bool = False, lists: bool = False
) -> _Walk:
    """Collect the words of some topics (of all, where none is given) until one is not known.

    `ends`: whether a number ends the way well. `lists`: whether it goes on behind a 、.
    """
    words: list[str] = []
    met: list[Topic] = []
    kinds: set[str] = set()
    clean = linked = True
    joined = False
    for token in tokens:
        if token.kind == "word" and _is_known(token.text, topics):
            # Of words apart (已办结的申请中予以公开) only those next to the number count.
            words += [token.text] if linked else []
            linked, joined = True, False
            continue
        if token.topic:
            met.append(token.topic)
        elif token.kind in ("stop", "scope") or (token.kind == "number" and ends):
            if not (lists and token.text == "、"):
                break
        elif token.kind not in (*_PASSED_OVER, "join"):
            clean = False
            break
        kinds.add(token.kind)
        joined = joined or token.kind == "join"
        linked = joined or not words
    return _Walk(
        tuple(words),
        tuple(met),
        about="about" in kinds,
        each="each" in kinds,
        joined="join" in kinds,
        clean=clean,
    )


def _is_known(word: str, topics: tuple[Topic, ...]) -> bool:
    return not topics or any(topic.named(word) for topic in topics)


def _meant(topics: tuple[Topic, ...], left: _Walk, right: _Walk) -> tuple[Sum, ...]:
    """The figures that the words on both sides of a number name; sums for topics joined by 和."""
    parts = [_meant_by(topic, left, right) for topic in topics]
    return tuple(dict.fromkeys(product(*parts))) if parts and all(parts) else ()


def _meant_by(topic: Topic, left: _Walk, right: _Walk) -> list[Expression]:
    behind = [means for word in right.words for means in topic.named(word)]
    if left.words:
        return _joined_words(topic, left)
    if not left.clean:
        return []
    if topic in left.topics or (topic in right.topics and not behind):
        return [*topic.means, *behind]
    return behind


def _joined_words(topic: Topic, left: _Walk) -> list[Expression]:
    """What the words before a number mean: any of them (收到并答复) or, where 和 joins the parts
    of a whole (予以公开和部分公开), their sum."""
    means = [topic.named(word) for word in left.words]
    if not left.joined or not all(means):
        return [one for many in means for one in many]
    sums = (parse(" + ".join(f"({part.text})" for part in parts)) for parts in product(*means))
    return [*(one for many in means for one in many), *sums]


def _scale(topics: tuple[Topic, ...], unit: str) -> Decimal | None:
    """How many of the figures' units a unit of the prose is; None where they have no such unit."""
    scales = {
        scale for topic in topics for pattern, scale in topic.units if pattern.fullmatch(unit)
    }
    return scales.pop() if len(scales) == 1 else None
