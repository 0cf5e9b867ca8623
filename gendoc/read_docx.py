"""A Word file as a document: its paragraphs with their numbers, its tables, its text boxes.

Only three parts of the archive are read, each up to a limit; python-docx would open them all.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from lxml import etree

from gendoc.ooxml import attribute, child, name_of
from gendoc.package import damages
from gendoc.published import (
    MAX_TAGS,
    PICTURE,
    Block,
    Bounds,
    Document,
    Passage,
    Place,
    PrintedRow,
    PrintedTable,
    Spans,
    passages,
    raised,
    unreadable,
)
from gendoc.wordlists import Lists

MAX_PART = 64 * 1024 * 1024
"""Bytes of one part when unpacked; a report's text has about one megabyte."""
MAX_FILES = 10_000
MAX_CHUNKS = 10
"""Documents inside a Word file."""
MAX_DEPTH = 200
"""Elements inside one another; Word itself stops reading at about that."""
LONG = 60
"""Characters of a cell from which on a table of one column is there for its looks only."""

_DOCUMENT = "/officeDocument"
_COMPRESSED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_WRAPPERS = frozenset(
    {"sdt", "sdtContent", "smartTag", "customXml", "hyperlink", "fldSimple", "ins", "moveTo"}
    | {"dir", "bdo"}
)
_PICTURES = ("drawing", "pict", "object")
_DROPPED = frozenset({"del", "moveFrom", "instrText", "delText", "rt", "Fallback"})
_NOT_SHOWN = ("vanish", "strike", "dstrike")
"""What makes a run no part of the text: hidden, or struck out."""
_TEXT = {"t": None, "tab": "\t", "noBreakHyphen": "-", "cr": "\v", "ptab": "\t"}


def read(data: bytes, path: str) -> Document:
    """Raises `Invalid` where the file is no Word file, damaged, or larger than any report."""
    return _read(data, Bounds(path), inner=False)


def _read(data: bytes, bounds: Bounds, *, inner: bool) -> Document:
    """Read a Word file; `inner` is one that stands whole inside another."""
    path = bounds.path
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = _Parts(archive, path)
            main = parts.main()
            body = child(parts.xml(main), "body")
            if body is None:
                raise unreadable(path, "not-word")
            lists = Lists(parts.beside(main, "numbering.xml"), parts.beside(main, "styles.xml"))
            chunks = _Chunks(parts, main, bounds, inner)
            found = list(_Body(bounds, lists, chunks).blocks(body))
    except damages() as error:
        raise unreadable(path, "broken", reason=str(error) or type(error).__name__) from error
    except ValueError as error:  # a place before the file's beginning, a name in no encoding
        raise unreadable(path, "broken", reason=type(error).__name__) from error
    except RuntimeError as error:  # how zipfile tells a password
        raise unreadable(path, "encrypted") from error
    return Document(path, found)


class _Parts:
    """The parts of a Word file that are read, each once and up to a limit."""

    def __init__(self, archive: zipfile.ZipFile, path: str) -> None:
        self.archive = archive
        self.path = path
        self.names = archive.namelist()
        if len(self.names) > MAX_FILES:
            raise unreadable(path, "broken", reason=f"{len(self.names)} parts")

    def main(self) -> str:
        """The name of the part that holds the document's text."""
        if "_rels/.rels" in self.names:
            for relation in self.xml("_rels/.rels"):
                if (relation.get("Type") or "").endswith(_DOCUMENT):
                    target = posixpath.normpath((relation.get("Target") or "").lstrip("/"))
                    if target in self.names and target.startswith("word"):
                        return target
        if "word/document.xml" not in self.names:
            workbook = any(name.startswith("xl/") for name in self.names)
            raise unreadable(self.path, "workbook" if workbook else "not-word")
        return "word/document.xml"

    def beside(self, main: str, name: str) -> Any:
        """A part in the same folder, or None where the file has none."""
        part = posixpath.join(posixpath.dirname(main), name)
        return self.xml(part) if part in self.names else None

    def data(self, name: str) -> bytes:
        if self.archive.getinfo(name).compress_type not in _COMPRESSED:
            raise NotImplementedError("compression")  # no Word file has it
        with self.archive.open(name) as file:
            data = file.read(MAX_PART + 1)
        if len(data) > MAX_PART:
            raise unreadable(self.path, "size", limit=MAX_PART // 1024 // 1024)
        return data

    def xml(self, name: str) -> Any:
        data = self.data(name)
        if data.count(b"<") > MAX_TAGS:
            raise unreadable(self.path, "tags", limit=MAX_TAGS)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        )
        try:
            root = etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            if "depth" in error.msg.lower():
                raise unreadable(self.path, "depth", limit=MAX_DEPTH) from error
            raise unreadable(self.path, "broken", reason=error.msg) from error
        if root.getroottree().docinfo.doctype:
            raise unreadable(self.path, "declarations")
        return root


class _Chunks:
    """Documents that stand whole inside a Word file, which Word reads when it opens it."""

    def __init__(self, parts: _Parts, main: str, bounds: Bounds, inner: bool) -> None:
        self.parts = parts
        self.bounds = bounds
        self.folder, self.name = posixpath.split(main)
        self.inner = inner
        self.count = 0

    def blocks(self, id_: str) -> Iterator[Block]:
        """The blocks of a web page or Word file; no other kind, and none inside an inner one."""
        self.count += 1
        data = b"" if self.inner or self.count > MAX_CHUNKS else self._data(id_)
        if data.startswith(b"PK"):
            found = _read(data, self.bounds, inner=True)
        elif re.match(rb"\W*(?:mime-version|<!doctype html|<html)", data, re.IGNORECASE):
            from gendoc.read_html import read as read_page

            found = read_page(data, self.parts.path, self.bounds)
        else:
            raise unreadable(self.parts.path, "chunk")
        for block in found.blocks:
            yield replace(block, scope=())

    def _data(self, id_: str) -> bytes:
        relations = posixpath.join(self.folder, "_rels", f"{self.name}.rels")
        for relation in self.parts.xml(relations) if relations in self.parts.names else ():
            if relation.get("Id") == id_ and relation.get("TargetMode") != "External":
                target = relation.get("Target") or ""
                part = posixpath.normpath(posixpath.join("/", self.folder, target)).lstrip("/")
                return self.parts.data(part) if part in self.parts.names else b""
        return b""


class _Body:
    def __init__(self, bounds: Bounds, lists: Lists, chunks: _Chunks) -> None:
        self.bounds = bounds
        self.lists = lists
        self.chunks = chunks

    def blocks(self, parent: Any, depth: int = 0) -> Iterator[Block]:
        """The paragraphs and tables inside an element, in the order of reading."""
        if depth > MAX_DEPTH:
            raise unreadable(self.bounds.path, "depth", limit=MAX_DEPTH)
        for element in parent:
            name = name_of(element)
            if name == "p":
                yield from self._paragraph(element, depth)
            elif name == "tbl":
                yield from self._table(element, depth)
            elif name == "altChunk":
                yield from self.chunks.blocks(attribute(element, "id"))
            elif name in _WRAPPERS:
                yield from self.blocks(element, depth + 1)

    def _paragraph(self, paragraph: Any, depth: int) -> Iterator[Block]:
        boxes: list[Any] = []
        text = "".join(_runs(paragraph, boxes))
        if text.strip():
            text = self.lists.number(child(paragraph, "pPr")) + text.lstrip(" \u3000\t")
        found = list(passages(text, Place()))
        self.bounds.add(passages=max(1, len(found)))
        yield from found
        for box in boxes:
            yield from self.blocks(box, depth + 1)

    def _table(self, table: Any, depth: int) -> Iterator[Block]:
        rows = list(_rows(table))
        if _is_layout(rows):
            for _, cells in rows:
                for cell in cells:
                    yield from self.blocks(cell, depth + 1)
            return
        spans = Spans(self.bounds)
        printed = [PrintedRow(spans.row(self._cells(row, cells, depth))) for row, cells in rows]
        yield PrintedTable(tuple(printed))

    def _cells(self, row: Any, cells: list[Any], depth: int) -> Iterator[tuple[str, int, int]]:
        """The cells that begin in a row. What `Spans` is to leave free is left out of it."""
        before = _number(child(row, "trPr", "gridBefore"), 0)
        waiting: tuple[str, int, int] | None = ("", before, 1) if before else None
        for cell in cells:
            properties = child(cell, "tcPr")
            columns, joined, below = 1, False, False
            for one in () if properties is None else properties:
                match name_of(one):
                    case "gridSpan":
                        columns = _number(one, 1)
                    case "hMerge":
                        joined = attribute(one, "val") not in ("restart",)
                    case "vMerge":
                        below = attribute(one, "val") not in ("restart",)
            if joined and waiting:
                waiting = (waiting[0], waiting[1] + columns, 1)
                continue
            if waiting:
                yield waiting
            waiting = ("" if below else self._text(cell, depth), columns, 1)
        if waiting:
            yield waiting

    def _text(self, cell: Any, depth: int) -> str:
        blocks = self.blocks(cell, depth + 1)
        text = "\n".join(block.text for block in blocks if isinstance(block, Passage))
        if not text.strip() and any(name_of(element) in _PICTURES for element in cell.iter("{*}*")):
            return PICTURE
        return text


def _is_on(run: Any, way: str) -> bool:
    """Whether a run is set in some way: hidden, or struck out."""
    found = child(run, "rPr", way)
    return found is not None and attribute(found, "val") not in ("0", "false", "off")


def _is_raised(run: Any) -> bool:
    found = child(run, "rPr", "vertAlign")
    return found is not None and attribute(found, "val") == "superscript"


def _number(element: Any, default: int) -> int:
    digits = attribute(element, "val") if element is not None else ""
    return int(digits) if re.fullmatch("[0-9]{1,5}", digits) else default


def _rows(table: Any) -> Iterator[tuple[Any, list[Any]]]:
    """The rows of a table with their cells, those inside content controls included."""
    for row in _inside(table, "tr"):
        if child(row, "trPr", "del") is None:
            yield row, list(_inside(row, "tc"))


def _inside(parent: Any, name: str, depth: int = 0) -> Iterator[Any]:
    for element in parent:
        if name_of(element) == name:
            yield element
        elif name_of(element) in _WRAPPERS and depth < MAX_DEPTH:
            yield from _inside(element, name, depth + 1)


def _is_layout(rows: list[tuple[Any, list[Any]]]) -> bool:
    """Whether a table only puts other things in their places."""
    cells = [cell for _, row in rows for cell in row]
    if len(cells) <= 1 or any(child(cell, "tbl") is not None for cell in cells):
        return True
    single = all(len(row) <= 1 for _, row in rows)
    return single and any(len("".join(_runs(cell, []))) > LONG for cell in cells)


def _runs(parent: Any, boxes: list[Any], depth: int = 0) -> Iterator[str]:
    """The text that Word shows of a paragraph; its text boxes are put into `boxes`."""
    if depth > MAX_DEPTH:
        return
    for element in parent:
        name = name_of(element)
        if name == "t":
            yield element.text or ""
        elif name in _TEXT:
            yield _TEXT[name] or ""
        elif name == "br":
            yield "\v" if attribute(element, "type") in ("", "textWrapping") else ""
        elif name == "txbxContent":
            boxes.append(element)
        elif name == "r" and any(_is_on(element, way) for way in _NOT_SHOWN):
            continue
        elif name == "r" and _is_raised(element):
            yield from map(raised, _runs(element, boxes, depth + 1))
        elif name not in _DROPPED:
            yield from _runs(element, boxes, depth + 1)
