"""Where each paragraph of a Word file stands, as a person counts: table, row, column."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from gendoc.ooxml import attribute, child, name_of
from gendoc.problem import Bilingual

_PART = re.compile(r"word/(document|header|footer|footnotes|endnotes)\d*\.xml")
_TAG = re.compile(r"\{[{%].*?[}%]\}")
_PARTS = {
    "document": Bilingual("", ""),
    "header": Bilingual("页眉", "header, "),
    "footer": Bilingual("页脚", "footer, "),
    "footnotes": Bilingual("脚注", "footnotes, "),
    "endnotes": Bilingual("尾注", "endnotes, "),
}


@dataclass(frozen=True)
class Place:
    """A paragraph with its text and where it is; `row` and `cell` are None outside tables."""

    where: Bilingual
    text: str
    paragraph: Any
    row: Any = None
    cell: Any = None


def places(data: bytes) -> Iterator[Place]:
    """The paragraphs of every part that holds text, the body first.

    Raises:
        zipfile.BadZipFile: it is no Word file.
        etree.XMLSyntaxError: a part of it is no XML.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        names = [name for name in file.namelist() if _PART.fullmatch(name)]
        for name in sorted(names, key=lambda name: ("document" not in name, name)):
            match = _PART.fullmatch(name)
            assert match
            yield from _of_part(etree.fromstring(file.read(name)), _PARTS[match.group(1)])


def _of_part(root: Any, part: Bilingual) -> Iterator[Place]:
    tables = [element for element in root.iter() if name_of(element) == "tbl"]
    boxes = [element for element in root.iter() if name_of(element) == "txbxContent"]
    counts: dict[Any, int] = {}
    for paragraph in (element for element in root.iter() if name_of(element) == "p"):
        above = next(
            (a for a in paragraph.iterancestors() if name_of(a) in ("tc", "txbxContent")), None
        )
        text = own_text(paragraph)
        if above is not None and name_of(above) == "tc":
            row = above.getparent()
            table = next(a for a in row.iterancestors() if name_of(a) == "tbl")
            where = _cell_words(part, tables.index(table) + 1, table, row, above)
            yield Place(where, text, paragraph, row, above)
            continue
        counts[above] = number = counts.get(above, 0) + 1
        box = Bilingual("", "")
        if above is not None:
            count = boxes.index(above) + 1
            box = Bilingual(f"文本框{count} ", f"text box {count}, ")
        where = Bilingual(f"{part.zh}{box.zh}第{number}段", f"{part.en}{box.en}paragraph {number}")
        yield Place(where, text, paragraph)


def _cell_words(part: Bilingual, number: int, table: Any, row: Any, cell: Any) -> Bilingual:
    line = [element for element in table if name_of(element) == "tr"].index(row) + 1
    column = 1
    for other in row:
        if other is cell:
            break
        if name_of(other) == "tc":
            span = child(other, "tcPr", "gridSpan")
            column += int(attribute(span, "val") or 1) if span is not None else 1
    return Bilingual(
        f"{part.zh}表{number} 第{line}行第{column}列",
        f"{part.en}table {number}, row {line}, column {column}",
    )


def own_text(paragraph: Any) -> str:
    """The text of a paragraph without that of text boxes inside it."""
    return "".join(
        element.text or ""
        for element in paragraph.iter()
        if name_of(element) == "t"
        and next(a for a in element.iterancestors() if name_of(a) == "p") is paragraph
    )


_BLOCK = re.compile(r"\{%(?P<scope>tr|tc|p|r)?(?:[-+]\s*|\s+)(?P<word>for|if|endfor|endif)\b")


def unpaired(found: Iterable[Place]) -> Iterator[tuple[str, Place, dict[str, str]]]:
    """Loops and conditions without an end, ends without a beginning, and loops without `tr`
    that begin in one table cell and end in another: each as a message with place and values."""
    opened: list[tuple[str, str, Place]] = []
    for place in found:
        for tag in _TAG.findall(place.text):
            match = _BLOCK.match(tag)
            if match is None:
                continue
            word, scope = match["word"], match["scope"] or ""
            if not word.startswith("end"):
                opened.append((word, scope, place))
            elif not opened or f"end{opened[-1][0]}" != word:
                yield "template-tag/crossed", place, {"found": word}
            else:
                begun = opened.pop()
                if word == "endfor" and not begun[1] + scope and begun[2].cell is not place.cell:
                    yield "template-tag/cells", begun[2], {"found": "for"}
    for word, scope, place in opened:
        plain = word == "for" and not scope and place.cell is not None
        message = "template-tag/cells" if plain else "template-tag/open"
        yield message, place, {"found": word, "scope": scope}


_OF_ROWS = re.compile(
    r"\{%(?:tr|tc|p|r)?[-+ ]\s*(?:(?P<end>endfor)|for\s+(?P<loop>\w+)\s+in|set\s+(?P<set>\w+)\s*=)"
)
_FIRST = re.compile(r"""(?<![\w.'"])([^\W\d]\w*)\.""")


def strangers(found: Iterable[Place]) -> Iterator[tuple[Place, str]]:
    """Names that a table row uses and only another row has set, each with its place.

    Jinja would give them the other row's figures.
    """
    rows: dict[str, set[Any]] = {}
    loops: list[str] = []
    for place in found:
        tags = _TAG.findall(place.text)
        for tag in tags:
            match = _OF_ROWS.match(tag)
            if match and match["set"]:
                rows.setdefault(match["set"], set()).add(place.row)
            elif match and match["loop"]:
                loops.append(match["loop"])
            elif match and loops:
                loops.pop()
        used = dict.fromkeys(name for tag in tags for name in _FIRST.findall(tag))
        for name in used:
            where = rows.get(name, {place.row})
            if place.row not in where and None not in where and name not in loops:
                yield place, name


def described(data: bytes, text: str) -> Bilingual:
    """A text of a Word file behind the place of its paragraph."""
    return Bilingual(*(f"{place} “{text}”" if place else text for place in where_of(data, text)))


def where_of(data: bytes, text: str) -> Bilingual:
    """The place of the paragraph that holds a text or its tags; empty where there is none."""
    wanted, tags = _squeezed(text), [_squeezed(tag) for tag in _TAG.findall(text)]
    found = [(place.where, _squeezed(place.text)) for place in places(data)]
    whole = (where for where, own in found if wanted and wanted in own)
    tagged = (where for where, own in found if tags and all(tag in own for tag in tags))
    return next(whole, None) or next(tagged, Bilingual("", ""))


def _squeezed(text: str) -> str:
    return "".join(text.split())
