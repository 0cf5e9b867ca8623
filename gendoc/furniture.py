"""What sites print around a report, told by its shape and by the words in furniture.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice, pairwise
from pathlib import Path

from gendoc.form import Form
from gendoc.labels import likeness
from gendoc.published import Block, Passage, PrintedTable

MAX_LENGTH = 100
"""Characters of a line that can be such."""
MAX_FURNITURE = 200
"""Characters of several such lines that a page prints in one."""
MAX_LABEL = 30
"""Characters of a line that may stand among such lines without being one of them."""
MAX_NAME = 40
"""Characters of a body's name."""
MAX_ANNOUNCED = 20
"""Words in a paragraph that may announce a report."""
ALIKE = 0.9

_WORDS = Path(__file__).parent / "furniture.toml"
_SENTENCE = "。"
_DAY = (
    r"(?:[12][0-9]{3}\s*[-/.年]\s*[0-9]{1,2}\s*[-/.月]\s*[0-9]{1,2}\s*日?"
    r"|[一二][〇○零Oo一二三四五六七八九]{3}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日)"
)
_SIGNED = re.compile(rf"(?P<name>[^\d。：:]{{0,{MAX_NAME}}}?)[（(]?{_DAY}[）)]?")
_DATED = re.compile(
    rf"\W*{_DAY}(?:\s*[^\W\d]{{0,3}}\s*[0-9]{{1,2}}[:：][0-9]{{2}}(?:[:：][0-9]{{2}})?)?\W*"
)
_WRITTEN_DAY = re.compile(rf"(?=.*日){_DAY}")
_ASIDE = re.compile(r"[（(][^（）()]{1,30}[）)]")
_FIELD = re.compile(r"\W*(?:[^\W\d]\s*){2,8}[】\]]?\s*[:：]\s*\S.*|[【\[][^】\]]{2,12}[】\]].*")
_DOCUMENT_NUMBER = re.compile(
    r"(?:[^\W\d]{2,16}\s*)?[〔\[［(（]\s*[0-9]{4}\s*[〕\]］)）]\s*第?\s*[0-9]+\s*号"
)
_PAGE = re.compile(r"[\s.…·]*[0-9]{0,3}\s*$")
_NO_NAME = re.compile(r"[\d。，；：:！？]")


@cache
def _words(kind: str) -> re.Pattern[str]:
    words = tomllib.loads(_WORDS.read_text("utf-8"))
    return re.compile("|".join(f"(?:{word})" for word in words[kind]))


def _is_short(text: str) -> bool:
    return len(text) <= MAX_LENGTH and _SENTENCE not in text


def is_label(text: str) -> bool:
    return len(text) <= MAX_LABEL and _SENTENCE not in text


def _is_field(text: str) -> bool:
    return _is_short(text) and bool(_FIELD.fullmatch(text))


def is_furniture(text: str) -> bool:
    """Whether a line has words that no report has in such a place."""
    text = text.strip(" \u3000\t•·")
    if len(text) > MAX_FURNITURE or _SENTENCE in text:
        return False
    return bool(_words("anywhere").search(text) or _words("lines").fullmatch(text))


def is_document_number(text: str) -> bool:
    return bool(_DOCUMENT_NUMBER.fullmatch(text.strip()))


def is_half_a_name(text: str) -> bool:
    return bool(_words("half_names").fullmatch(text))


def is_rest_of_a_name(text: str) -> bool:
    """Whether a text may be the rest of a body's name of which the line above has the place."""
    plain = "".join(text.split())
    return is_half_a_name(text) or (is_body(plain) and not _words("places").search(plain))


def is_place(text: str) -> bool:
    """Whether a line ends as the name of a place does."""
    return bool(re.search(rf"[^\W\d](?:{_words('places').pattern})\s*$", text))


def is_body(text: str) -> bool:
    """Whether a text looks like the name of a body, and like none of a site's channels."""
    plain = "".join(text.split())
    if not 2 <= len(plain) <= MAX_NAME or is_channel(plain):
        return False
    return bool(re.search(rf"\w(?:{_words('bodies').pattern})(?:{_ASIDE.pattern})?$", plain))


def is_channel(text: str) -> bool:
    """Whether a text is all that a menu says."""
    return bool(_words("channels").fullmatch("".join(text.split()))) or is_furniture(text)


def announces(text: str) -> bool:
    """Whether a line is a sentence that announces the report, or the end of one, and no title."""
    return bool(_words("announcing_end").search(text) or _words("announcing").search(text))


def behind_announcements(text: str) -> Iterator[str]:
    """What stands behind words that announce a report."""
    for match in islice(_words("announcing").finditer(text), MAX_ANNOUNCED):
        yield text[match.end() :].strip()


def without_concerning(text: str) -> str:
    """The body in a piece of a title, without what leads from it to the report's name; of two
    that stand around such words the one whose report it is."""
    pieces = re.split(rf"[\s（(]*(?:{_words('concerning').pattern})[\s）)]*", text)
    if len(pieces) == 1:
        return text
    named = [piece for piece in pieces if piece]
    whole = [piece for piece in named if not is_half_a_name(piece)]
    return (whole or named or [""])[-1]


def is_behind_a_name(text: str, organ: str) -> bool:
    """Whether what stands behind the report's name is its body, in brackets, or what titles end
    with that are those of letters."""
    plain = re.sub(r"[\W\d]+", "", _ASIDE.sub("", text))
    known = bool(organ) and re.sub(r"[\W\d]+", "", organ) in plain
    return known or not plain or bool(_words("letters").fullmatch(plain))


def without_label(text: str) -> str:
    """A title without the label that the head of a page has before it."""
    return re.sub(rf"^\W*(?:{_words('title_labels').pattern})\s*[:：]\s*", "", text)


def without_another(before: str, behind: str) -> str:
    """What stands before and behind the year in a title, without the name of another report of
    which the title is as well."""
    return before if names_another(behind) else before + behind


def names_another(text: str) -> bool:
    """Whether a text goes on with one more: 网站工作年度报告暨."""
    return bool(re.search(rf"(?:{_words('and_another').pattern})\s*$", text))


def above(blocks: Sequence[Block], form: Form) -> list[Passage]:
    """What stands before the first sentence of a text and is none of it: dates, labelled values,
    document numbers, buttons, a list of contents."""
    found: list[Passage] = []
    for block in blocks:
        if isinstance(block, PrintedTable):
            continue
        if is_above(block.text.strip(), form):
            found.append(block)
        elif not is_label(block.text):
            break
    return found


def is_above(text: str, form: Form) -> bool:
    """Whether a line is none of the text that it stands above."""
    if not _is_short(text):
        return False
    date = _DATED.match(text)
    rest = text[date.end() :] if date else text
    return (
        not rest
        or is_furniture(rest)
        or bool(_FIELD.fullmatch(rest) or _DOCUMENT_NUMBER.fullmatch(rest))
        or bool(_words("above").fullmatch(rest) or _is_contents(rest, form))
    )


def _is_contents(text: str, form: Form) -> bool:
    """Whether a line is a heading of the form as a list of contents has it."""
    plain = _PAGE.sub("", text)
    return any(
        likeness((section.title, *section.also), plain) >= ALIKE
        for section in form.sections
        if section.title
    )


def below(blocks: Sequence[Block]) -> list[Passage]:
    """What stands behind the body's name and the date at the end of a text; where there are none,
    the last lines from one that has the words of it. Sentences are never left out."""
    signed = next((at for at, block in enumerate(blocks) if is_signature(block)), None)
    if signed is not None:
        rest = (block for block in blocks[signed + 1 :] if isinstance(block, Passage))
        return [block for block in rest if _is_short(block.text) or is_furniture(block.text)]
    last: list[Passage] = []
    among: list[Passage] = []
    for block in reversed(blocks):
        if isinstance(block, PrintedTable) or not (
            is_label(block.text) or _is_field(block.text) or is_furniture(block.text)
        ):
            break
        among.insert(0, block)
        if is_furniture(block.text):
            last, among = [*among, *last], []
    return last


def is_signed(line: str) -> bool:
    """Whether a line is a day, or a body's name and a day."""
    return bool(_SIGNED.fullmatch(line.strip()))


def is_signature(block: Block) -> bool:
    return isinstance(block, Passage) and is_signed(block.text)


def subtitle(blocks: Sequence[Block], organ: str) -> int:
    """How many lines below a title go with it: one in brackets, or a body's name and a date."""
    texts = [block.text.strip() if isinstance(block, Passage) else "" for block in blocks[:2]]
    if texts and _ASIDE.fullmatch(texts[0]) and not _DATED.fullmatch(texts[0]):
        return 1
    name, date = (*texts, "", "")[:2]
    named = organ and name.startswith(organ) and _is_name(name)
    return 2 if named and _WRITTEN_DAY.fullmatch(date) else 0


# -- the body --------------------------------------------------------------------------------


def organs(blocks: Sequence[Block], last: Sequence[Block], announced: str) -> Iterator[str]:
    """What a document says of the body besides its title, the surest first: the name above the
    date at the end of its last section, who it says made it, whose report it announces, its
    publisher."""
    yield from _signed_by(last)
    text = "\n".join(block.text for block in blocks if isinstance(block, Passage))
    if match := _words("compiled_by").search(text):
        yield match["organ"]
    if announced:
        yield announced
    yield from _publishers(blocks)


def _signed_by(last: Sequence[Block]) -> Iterator[str]:
    above = ""
    for block in last:
        text = block.text.strip() if isinstance(block, Passage) else ""
        if match := _SIGNED.fullmatch(text):
            name = (match["name"] or above).strip()
            if _is_name(name):
                yield name
            return
        above = text


def _publishers(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Passage):
            texts = re.split("[:：]", block.text)
        else:
            texts = [cell.text for row in block.rows for cell in row.cells]
        for label, value in pairwise(text.strip() for text in texts):
            is_label = _words("publisher").fullmatch("".join(label.split()).rstrip(":："))
            if is_label and _is_name(name := re.split(r"\s", value, maxsplit=1)[0]):
                yield name


def _is_name(text: str) -> bool:
    return 2 <= len(text) <= MAX_NAME and not _NO_NAME.search(text)
