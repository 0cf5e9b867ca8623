"""A web page as a document: what a browser would show, without menus, forms and scripts."""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree, html

from gendoc.prose import joins
from gendoc.published import (
    MAX_TAGS,
    PICTURE,
    Block,
    Bounds,
    Document,
    Place,
    PrintedRow,
    PrintedTable,
    Spans,
    passages,
    raised,
    unreadable,
)

MAX_DEPTH = 1_000
"""Elements inside one another; browsers stop at 512, and the parser drops what is below 2048."""
MAX_SPAN = 100
LONG = 60
"""Characters of a cell from which on a table of one column is there for its looks only."""

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_GBK = {"gb2312", "gbk", "gb-2312", "gb_2312-80", "x-gbk"}
_WHITE = re.compile("[ \t\r\n\f]+")
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|line-through", re.IGNORECASE
)
_RAISED = re.compile(r"vertical-align\s*:\s*super", re.IGNORECASE)
_SKIPPED = frozenset(
    """script style noscript template select option button textarea iframe object embed svg canvas
    audio video head title nav footer header del s strike""".split()  # noqa: SIM905 - read as words
)
_INLINE = frozenset(
    """a abbr acronym b bdi bdo big cite code data dfn em font i ins kbd label mark q s samp small
    span strike strong sub sup time tt u var wbr""".split()  # noqa: SIM905
)
_CELLS = ("td", "th")
_SHOWN = ("img", "input", "object", "embed", "canvas", "svg", "video", "iframe")


def read(data: bytes, path: str, bounds: Bounds | None = None) -> Document:
    """Read a page, within the `bounds` of the document that it is a part of.

    Raises `Invalid` where it is empty, or larger or deeper than any report's.
    """
    root = _root(data, path)
    _raise(root)
    names = tuple(name for name in _names(root) if name)
    return Document(path, list(_Page(root, bounds or Bounds(path)).blocks()), names)


def _root(data: bytes, path: str) -> Any:
    text = _decoded(*_page(data))
    if text.count("<") > MAX_TAGS:
        raise unreadable(path, "tags", limit=MAX_TAGS)
    parser = html.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.ParserError:
        root = None
    except etree.XMLSyntaxError as error:
        raise unreadable(path, "broken", reason=error.msg) from error
    if root is None:
        raise unreadable(path, "empty")
    return root


def _raise(root: Any) -> None:
    """Tell what stands above the line from the figure before it."""
    inside = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        above = element.tag == "sup" or bool(_RAISED.search(element.get("style") or ""))
        inside += above if event == "start" else -above
        if inside and event == "start":
            element.text = raised(element.text or "")
        elif inside:
            element.tail = raised(element.tail or "")


def _page(data: bytes) -> tuple[bytes, str]:
    """The page and its declared character set; of a file that Word saved as one, its page."""
    if not re.match(rb"\s*(mime-version|from)\s*:", data, re.IGNORECASE):
        return data, ""
    for part in email.message_from_bytes(data).walk():
        if part.get_content_type() == "text/html":
            content = part.get_payload(decode=True)
            return content if isinstance(content, bytes) else b"", part.get_content_charset() or ""
    return data, ""


def _decoded(data: bytes, charset: str) -> str:
    """Text in the character set that the page declares, or in the one that it turns out to be."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    found = _CHARSET.search(data[:4096])
    declared = (charset or (found[1].decode() if found else "")).lower()
    declared = "gb18030" if declared in _GBK else declared
    for encoding in (declared, "utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding) if encoding else data.decode("utf-8-sig")
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode(declared or "utf-8", "replace")


def _names(root: Any) -> Iterator[str]:
    """What the page is called: in its title and in the names that sites put into its head."""
    for meta in root.iter("meta"):
        if "title" in (meta.get("name") or "").lower():
            yield (meta.get("content") or "").strip()
    for title in root.iter("title"):
        yield "".join(title.itertext()).strip()


class _Text:
    """Text as it gathers, white space as browsers show it."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.outside_links = False

    def add(self, text: str | None, *, linked: bool = False) -> None:
        if text:
            self.parts.append(text)
            self.outside_links |= not linked and not text.isspace()

    def take(self) -> str:
        text = "".join(self.parts)
        self.parts.clear()
        self.outside_links = False
        return "\n".join(_collapsed(line) for line in text.split("\v"))


def _collapsed(text: str) -> str:
    """White space as one space, or none where a line of the source was broken in Chinese."""

    def gap(match: re.Match[str]) -> str:
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        broken = "\n" in match.group() and before and after and joins(before, after)
        return "" if broken else " "

    return _WHITE.sub(gap, text)


class _Page:
    def __init__(self, root: Any, bounds: Bounds) -> None:
        self.root = root
        self.bounds = bounds
        self.text = _Text()
        self.scope: list[int] = []
        self.links = 0
        self.count = 0
        self.depth = 0

    def blocks(self) -> Iterator[Block]:
        walk = etree.iterwalk(self.root, events=("start", "end"))
        skipped = None
        for event, element in walk:
            tag = element.tag if isinstance(element.tag, str) else ""
            if event == "end":
                if element is skipped:
                    skipped = None
                else:
                    yield from self._close(tag, element)
                self.text.add(element.tail, linked=self.links > 0)
                self.depth -= 1
                continue
            self.depth += 1
            if self.depth > MAX_DEPTH:
                raise unreadable(self.bounds.path, "depth", limit=MAX_DEPTH)
            if not tag or tag in _SKIPPED or _is_hidden(element):
                skipped = element
                walk.skip_subtree()
            elif tag == "table" and not _is_layout(element):
                skipped = element
                walk.skip_subtree()
                yield from self._flush()
                yield self._table(element)
            else:
                yield from self._open(tag, element)

    def _open(self, tag: str, element: Any) -> Iterator[Block]:
        if tag == "br":
            self.text.add("\v")
        elif tag == "a" and element.get("href"):
            self.links += 1
        elif tag not in _INLINE:
            yield from self._flush()
            self.count += 1
            self.scope.append(self.count)
        self.text.add(element.text, linked=self.links > 0)

    def _close(self, tag: str, element: Any) -> Iterator[Block]:
        if tag == "a" and element.get("href"):
            self.links -= 1
        elif tag not in _INLINE and tag != "br":
            yield from self._flush()
            self.scope.pop()

    def _flush(self) -> Iterator[Block]:
        """The text so far as passages; a line that is all links is a menu."""
        prose = self.text.outside_links
        text = self.text.take()
        if prose:
            found = list(passages(text, Place(), tuple(self.scope[:-1])))
            self.bounds.add(passages=len(found))
            yield from found

    def _table(self, element: Any) -> PrintedTable:
        spans = Spans(self.bounds)
        rows = [
            PrintedRow(spans.row([_cell(cell) for cell in row if cell.tag in _CELLS]))
            for row in element.iter("tr")
            if not _is_hidden(row)
        ]
        return PrintedTable(tuple(rows), scope=tuple(self.scope))


def _is_hidden(element: Any) -> bool:
    style = element.get("style")
    return bool(style and _HIDDEN.search(style)) or element.get("hidden") is not None


def _is_layout(table: Any) -> bool:
    """Whether a table only puts other things in their places."""
    if next(table.iterdescendants("table"), None) is not None:
        return True
    rows = [[cell for cell in row if cell.tag in _CELLS] for row in table.iter("tr")]
    if sum(map(len, rows)) <= 1:
        return True
    single = all(len(row) <= 1 for row in rows)
    return single and any(len(_cell(cell)[0]) > LONG for row in rows for cell in row)


def _cell(cell: Any) -> tuple[str, int, int]:
    """The text of a cell, a line for each of its paragraphs, and its columns and rows."""
    text = _Text()
    walk = etree.iterwalk(cell, events=("start", "end"))
    for event, element in walk:
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if element is not cell and (not tag or tag in _SKIPPED or _is_hidden(element)):
                walk.skip_subtree()
            else:
                text.add("\v" if tag not in _INLINE else "")
                text.add(element.text)
        else:
            text.add("\v" if tag not in _INLINE else "")
            text.add(element.tail if element is not cell else "")
    found = text.take()
    shown = found if found.strip() else _shown(cell)
    return shown, _span(cell.get("colspan")), _span(cell.get("rowspan"))


def _shown(cell: Any) -> str:
    """What a cell without a text shows: the value of a box to type in, or a picture."""
    shown = [
        element.get("value", "")
        for element in cell.iter(*_SHOWN)
        if not _is_hidden(element)
        and element.get("type", "text") != "hidden"
        and not {element.get("width"), element.get("height")} & {"0", "1", "0px", "1px"}
    ]
    return (" ".join(filter(None, shown)) or PICTURE) if shown else ""


def _span(value: str | None) -> int:
    digits = re.match(r"\s*([0-9]{1,6})", value or "")
    return min(max(int(digits[1]), 1), MAX_SPAN) if digits else 1
