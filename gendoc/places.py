"""Where each paragraph of a Word file stands, as a person counts: table, row, column."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from typing import Any

from lxml import etree

from gendoc.messages import in_both
from gendoc.ooxml import attribute, child, name_of
from gendoc.problem import Bilingual
from gendoc.record import record

_PART = re.compile(r"word/(document|header|footer|footnotes|endnotes)\d*\.xml")
TAG = re.compile(
    r"\{(?:(?P<value>\{)|(?P<kind>[%#])(?P<gap>\s*))(?:(?P<scope>tr|tc|p|r)(?=\s))?"
    r"(?P<inner>.*?)(?(value)\}\}|(?P=kind)\})"
)
"""A tag of a template, with the part of the table or text that it takes the place of, which no
space may stand before."""
_LEFT = re.compile(
    r"\{\{|\}\}|\{%|%\}|\{#|#\}|｛｛|｝｝|｛%|%｝|(?<!\{)\{ ?[a-z_]+(\.\w+)* ?\}(?!\})"
)
WIDE = re.compile(
    r"(?:｛[｛{%％]|\{｛)(?:[^\n]{0,300}?[}｝%％][}｝])?|\{[{%][^{}｛｝\n]{0,300}?[}%％]?｝{1,2}"
)
"""What would be a tag if its braces were not those of Chinese text."""
_HALF = str.maketrans("｛｝％．", "{}%.")
NOWHERE = Bilingual("", "")
_CAPTIONS = ("caption", "heading")
"""What the names of the styles of what names a table begin with."""
_LONG = 24
"""Characters of a table's name that are quoted."""


@record(eq=False)
class Place:
    """A paragraph with its text and where it is; `row` and `cell` are None outside tables.

    What is told of it is put into words only when it is told: most paragraphs are in order.
    """

    text: str
    paragraph: Any
    row: Any = None
    cell: Any = None
    part: str = ""
    around: Bilingual = NOWHERE
    """The row of a cell; of any other paragraph the part or the text box."""
    named: Bilingual = NOWHERE
    """What the table is called."""
    count: int = 0
    """Which paragraph it is, of those that are in no table."""

    @cached_property
    def where(self) -> Bilingual:
        if self.cell is None:
            return in_both("place/paragraph", part=self.around, count=self.count)
        column = column_of(self.cell)
        return in_both("place/cell", row=self.around, column=column, name=self.named)

    @property
    def line(self) -> Bilingual:
        """Where its row is."""
        return Bilingual(self.around.zh + self.named.zh, self.around.en + self.named.en)


@lru_cache(maxsize=1)
def places(data: bytes) -> tuple[Place, ...]:
    """The paragraphs of every part of a Word file that holds text, the body first.

    Those of the last file are kept, since a template is looked over before it is compiled.

    Raises:
        zipfile.BadZipFile: it is no Word file.
        etree.XMLSyntaxError: a part of it is no XML.
    """
    found: list[Place] = []
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        naming = _naming_styles(file)
        names = [name for name in file.namelist() if _PART.fullmatch(name)]
        for name in sorted(names, key=lambda name: ("document" not in name, name)):
            match = _PART.fullmatch(name)
            assert match
            found += _of_part(etree.fromstring(file.read(name)), match.group(1), naming)
    return tuple(found)


def _naming_styles(file: zipfile.ZipFile) -> set[str]:
    """The ids of the styles of captions and headings, which are called so in every language."""
    if "word/styles.xml" not in file.namelist():
        return set()
    styles = etree.fromstring(file.read("word/styles.xml")).iter("{*}style")
    named = ((style, child(style, "name")) for style in styles)
    return {
        attribute(style, "styleId")
        for style, name in named
        if name is not None and attribute(name, "val").lower().startswith(_CAPTIONS)
    }


def _of_part(root: Any, name: str, naming: set[str]) -> Iterator[Place]:
    part = NOWHERE if name == "document" else in_both(f"place/{name}")
    lines = _lines(root, part, naming)
    boxes = list(root.iter("{*}txbxContent"))
    counts: dict[Any, int] = {}
    for paragraph in root.iter("{*}p"):
        above = next(paragraph.iterancestors("{*}tc", "{*}txbxContent"), None)
        text = own_text(paragraph)
        if above is not None and name_of(above) == "tc":
            row = next(above.iterancestors("{*}tr"))
            yield Place(text, paragraph, row, above, name, *lines[row])
            continue
        counts[above] = counts.get(above, 0) + 1
        box = part
        if above is not None:
            box = in_both("place/box", part=part, count=boxes.index(above) + 1)
        yield Place(text, paragraph, part=name, around=box, count=counts[above])


def _lines(root: Any, part: Bilingual, naming: set[str]) -> dict[Any, tuple[Bilingual, Bilingual]]:
    """Where each table row is: its number and that of its table, and what the table is called."""
    found: dict[Any, tuple[Bilingual, Bilingual]] = {}
    for number, table in enumerate(root.iter("{*}tbl"), 1):
        name = _name_of_table(table, naming)
        named = Bilingual(f"（{name}）", f" ({name})") if name else NOWHERE
        own = (row for row in table.iter("{*}tr") if next(row.iterancestors("{*}tbl")) is table)
        for at, row in enumerate(own, 1):
            found[row] = in_both("place/row", part=part, table=number, row=at), named
    return found


def _name_of_table(table: Any, naming: set[str]) -> str:
    """What the nearest caption or heading above a table says, other tables not between."""
    for paragraph in table.itersiblings(preceding=True):
        if name_of(paragraph) == "tbl":
            break
        style = child(paragraph, "pPr", "pStyle")
        text = own_text(paragraph).strip()
        if text and style is not None and attribute(style, "val") in naming:
            return text if len(text) <= _LONG else text[: _LONG - 1] + "…"
    return ""


def column_of(cell: Any) -> int:
    """The first column of its table that a cell covers, counted from 1."""
    return 1 + sum(map(span_of, cell.itersiblings("{*}tc", preceding=True)))


def span_of(cell: Any) -> int:
    """The columns of its table that a cell covers."""
    span = child(cell, "tcPr", "gridSpan")
    return int(attribute(span, "val") or 1) if span is not None else 1


def own_text(paragraph: Any) -> str:
    """The text of a paragraph without that of text boxes inside it."""
    return "".join(
        element.text or ""
        for element in paragraph.iter("{*}t")
        if next(element.iterancestors("{*}p")) is paragraph
    )


@record()
class Fault:
    """What is wrong with a template of whatever form: a message, its place and its values."""

    message: str
    place: Place
    values: Mapping[str, object]


@lru_cache(maxsize=1)
def faults(data: bytes) -> list[Fault]:
    """All that keeps the tags of a Word template from doing what they are for.

    Raises as `places` does.
    """
    found = places(data)
    looks = (_left, _apart, _unfilled, _swallowing, unpaired, _strangers)
    return [fault for look in looks for fault in look(found)]


def _tags(place: Place) -> Iterator[re.Match[str]]:
    """The tags of a paragraph but its comments."""
    return (match for match in TAG.finditer(place.text) if match["kind"] != "#")


def _left(found: Iterable[Place]) -> Iterator[Fault]:
    """Braces that are no part of a whole tag."""
    for place in found:
        rest = TAG.sub("", place.text)
        if not (left := _LEFT.search(rest)):
            continue
        if wide := WIDE.search(rest):
            yield Fault("template-tag/wide", place, wide_values(wide))
        else:
            yield Fault("template-tag/left", place, {"found": left.group()})


def wide_values(match: re.Match[str]) -> dict[str, str]:
    """Braces of Chinese text, and what was meant."""
    return {"found": match.group(), "wanted": match.group().translate(_HALF)}


def _apart(found: Iterable[Place]) -> Iterator[Fault]:
    """Statements with a space before the part that they take the place of."""
    for place in found:
        for tag in _tags(place):
            if tag["scope"] and tag["gap"]:
                wanted = tag.group().replace(tag["gap"], "", 1)
                yield Fault("template-tag/apart", place, {"found": tag.group(), "wanted": wanted})


def _unfilled(found: Iterable[Place]) -> Iterator[Fault]:
    """Tags where docxtpl fills in nothing."""
    for place in found:
        for tag in _tags(place) if place.part == "endnotes" else ():
            yield Fault("template-tag/endnote", place, {"found": tag.group()})


def _swallowing(found: Iterable[Place]) -> Iterator[Fault]:
    """Tags that take away more than themselves."""
    for place in found:
        for match in _tags(place):
            if match["scope"] and _beside(place, match):
                values = {"found": match.group(), "unit": in_both(f"place/{match['scope']}")}
                plain = match.group().replace(match["scope"], "", 1)
                is_set = match["scope"] == "p" and plain.split()[1:2] == ["set"]
                message = "template-tag/beside" + "-set" * is_set
                yield Fault(message, place, {**values, "plain": plain})


def _beside(place: Place, tag: re.Match[str]) -> bool:
    """Whether something else stands in the row, cell, paragraph or run of a tag."""
    scope = tag["scope"]
    if scope == "p":
        texts = [place.text]
    elif scope == "r":
        runs = place.paragraph.iter("{*}r")
        texts = [text for text in map(_all_text, runs) if tag.group() in text]
    else:
        around = place.row if scope == "tr" else place.cell
        texts = [] if around is None else [_all_text(around)]
    return any(text.strip() != tag.group() for text in texts)


def _all_text(element: Any) -> str:
    return "".join(text.text or "" for text in element.iter("{*}t"))


_BLOCK = re.compile(r"[-+]?\s*(?P<word>for|if|endfor|endif)\b")


def unpaired(found: Iterable[Place]) -> Iterator[Fault]:
    """Loops and conditions without an end, ends without a beginning, and those whose two ends
    stand in different parts of a Word file."""
    opened: list[tuple[str, str, Place]] = []
    for place in found:
        for tag in _tags(place):
            match = _BLOCK.match(tag["inner"]) if tag["kind"] == "%" else None
            if match is None:
                continue
            word, scope = match["word"], tag["scope"] or ""
            if not word.startswith("end"):
                opened.append((word, scope, place))
                continue
            closed = word.removeprefix("end")
            if closed not in (begun for begun, _, _ in opened):
                yield Fault("template-tag/crossed", place, {"found": word})
                continue
            while opened[-1][0] != closed:
                yield _never_closed(opened.pop())
            yield from _across(opened.pop(), scope, place)
    yield from map(_never_closed, opened)


def _never_closed(begun: tuple[str, str, Place]) -> Fault:
    word, scope, place = begun
    plain = word == "for" and not scope and place.cell is not None
    message = "template-tag/cells" if plain else "template-tag/open"
    return Fault(message, place, {"found": word, "scope": scope})


def _across(begun: tuple[str, str, Place], scope: str, end: Place) -> Iterator[Fault]:
    word, opened, place = begun
    if place.paragraph is None:
        return  # plain text has no parts
    in_tables = place.cell is not None or end.cell is not None
    if word == "for" and not opened and place.cell is not end.cell and in_tables:
        yield Fault("template-tag/cells", place, {"found": word})
        return
    apart = {
        "tr": place.row is None
        or end.row is None
        or place.row.getparent() is not end.row.getparent(),
        "tc": place.row is not end.row,
        "p": place.paragraph.getparent() is not end.paragraph.getparent(),
        "": (place.cell is None) is not (end.cell is None),
    }
    if opened != scope or apart.get(scope, False):
        yield Fault("template-tag/crossed", end, {"found": f"end{word}"})


_OF_ROWS = re.compile(r"[-+ ]*(?:(?P<end>endfor)|for\s+(?P<loop>\w+)\s+in|set\s+(?P<set>\w+)\s*=)")
_FIRST = re.compile(r"""(?<![\w.'"])([^\W\d]\w*)\.""")


def _strangers(found: Iterable[Place]) -> Iterator[Fault]:
    """Names that a table row uses and that another row was the last to set.

    Jinja would give them the other row's figures.
    """
    rows: dict[str, Any] = {}
    told: set[tuple[Any, str]] = set()
    loops: list[str] = []
    for place in found:
        tags = list(_tags(place))
        for tag in tags:
            match = _OF_ROWS.match(tag["inner"]) if tag["kind"] == "%" else None
            if match and match["set"]:
                rows[match["set"]] = place.row
            elif match and match["loop"]:
                loops.append(match["loop"])
            elif match and loops:
                loops.pop()
        used = dict.fromkeys(name for tag in tags for name in _FIRST.findall(tag["inner"]))
        for name in used:
            row = rows.get(name)
            own = row is None or row in place.paragraph.iterancestors()
            if not own and name not in loops and (place.row, name) not in told:
                told.add((place.row, name))  # once for the row
                yield Fault("template-tag/row", place, {"found": name, "set": "…"})


def described(data: bytes, text: str) -> Bilingual:
    """A text of a Word file behind the place of its paragraph."""
    return Bilingual(*(f"{place} “{text}”" if place else text for place in where_of(data, text)))


def where_of(data: bytes, text: str) -> Bilingual:
    """The place of the paragraph that holds a text or its tags; empty where there is none."""
    wanted = _squeezed(text)
    tags = [_squeezed(match.group()) for match in TAG.finditer(text)]
    found = [(place.where, _squeezed(place.text)) for place in places(data)]
    whole = (where for where, own in found if wanted and wanted in own)
    tagged = (where for where, own in found if tags and all(tag in own for tag in tags))
    return next(whole, None) or next(tagged, NOWHERE)


def _squeezed(text: str) -> str:
    """A text without spaces; tags without their scope, which a prepared template has not."""
    bare = TAG.sub(lambda tag: tag.group().replace(tag["scope"] or "", "", 1), text)
    return "".join(bare.split())
