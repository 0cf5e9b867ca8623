"""What docxtpl makes of a Word template: the only import of docxtpl, python-docx and lxml.

docxtpl prepares a template for Jinja by regular expressions, anew for each document. Here it does
so once: its render is stopped where it would call Jinja, and what it would hand over is kept.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docxtpl import DocxTemplate
from jinja2 import nodes
from lxml import etree
from markupsafe import escape

from gendoc.places import places
from gendoc.template import Context, Environment, plain
from gendoc.word import Part, Prepared, as_filled_in

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PROPERTIES = ("author", "comments", "identifier", "language", "subject", "title")
"""The properties that docxtpl fills in."""
_PROPERTY = "gendoc-property-"
_HOLDER = '<w:body xmlns:w="' + _W[1:-1] + '">gendoc-part-{}<w:sectPr/></w:body>'
"""Its section is what docxtpl looks for footnotes by."""
_HELD = re.compile(r"<w:body[^>]*>gendoc-part-(\d+)<w:sectPr/></w:body>")
_TAG = re.compile(r"(\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\})", re.DOTALL)
_NEEDS_DOCUMENT = re.compile(r"\{\{(?:r|p|tr|tc) ")
"""Tags that take a run, a paragraph or a subdocument, which are made for one document."""
_BREAK_IN_TEXT = re.compile(r"<w:t(?: [^>]*)?>[^<]*[\t\n\a\f]")
_PROPERTIES_OF = re.compile(r"<w:(tcPr|trPr|pPr|rPr)>[^{}%#]*?</w:\1>")
_STAND_IN = re.compile(r"<(\d+)/>")
_ON_CELLS = re.compile(r"\b(?:colspan|cellbg|vm|hm)\b")
"""Tags that take notice of the properties of a cell."""
_MARKUP = re.compile(r"<[^>]+>")
_OPAQUE = re.compile(r"<!--|<!\[CDATA\[|<\?(?!xml )|<wp:docPr ")
"""What escaping cannot keep sound, and drawings, which docxtpl numbers anew."""
_UNESCAPED = frozenset({"safe", "xmlattr", "tojson", "urlize", "escape", "e", "forceescape"})
_BRANCH = "gendoc-branch"
_PARENTS = {"tblGrid": "tbl", "gridCol": "tblGrid", "tc": "tr", "tcPr": "tc", "gridSpan": "tcPr"}
"""Parts of a table of which no template may add or leave out one alone."""


def prepare(data: bytes) -> Prepared:
    """Let docxtpl prepare a template for Jinja.

    Raises:
        UNUSABLE, BadZipFile: the template cannot be opened.
    """
    document = _Capturing(io.BytesIO(data))
    document.render({})
    fixed: dict[str, bytes] = {}
    parts: list[Part] = []
    saved = document.parts()
    for name, content in saved.items():
        before, source, after = document.captured(content)
        if _TAG.search(source):
            parts.append(Part(name, before, source, after))
        else:
            fixed[name] = (before + as_filled_in(source) + after).encode() if source else content
    needs = any(_NEEDS_DOCUMENT.search(place.text) for place in places(data))
    needs |= any(_BREAK_IN_TEXT.search(part.source) for part in parts)
    return Prepared(tuple(saved), fixed, tuple(parts), needs)


def finish(xml: str) -> str:
    """What docxtpl does to a rendered part that is not sound: columns and drawings are put right.

    Raises:
        etree.XMLSyntaxError: it is not well-formed, which docxtpl would mend by dropping text.
    """
    etree.fromstring(xml.encode())
    if not xml.startswith("<w:body"):
        return xml
    document = DocxTemplate(io.BytesIO())
    document.docx_ids_index = 1000  # where docxtpl begins
    tree = document.fix_tables(xml)
    document.fix_docpr_ids(tree)
    return str(etree.tostring(tree, encoding="unicode"))


class _Document(DocxTemplate):
    """docxtpl's document; what python-docx would date by the clock has no date."""

    def parts(self) -> dict[str, bytes]:
        """The parts of the saved file, in its order."""
        saved = io.BytesIO()
        self.save(saved)
        with zipfile.ZipFile(saved) as file:
            return {name: file.read(name) for name in file.namelist()}

    def render_init(self) -> None:
        super().render_init()
        package = self.docx.part.package
        kinds = {relation.reltype for relation in package.rels.values()}
        if RELATIONSHIP_TYPE.CORE_PROPERTIES not in kinds:
            package.core_properties.modified = datetime(1980, 1, 1)


class StrictDocument(_Document):
    """docxtpl's own way, strict where docxtpl is lenient. `source` is the part in the making."""

    source = ""

    def render_xml_part(
        self, src_xml: str, part: Any, context: Context, jinja_env: Any = None
    ) -> str:
        self.source = _as_lines(src_xml)
        rendered: str = super().render_xml_part(src_xml, part, context, jinja_env)
        # docxtpl parses with `recover`, which drops what it cannot read.
        etree.fromstring(rendered.encode())
        return rendered

    def render_properties(self, context: Context, jinja_env: Any = None) -> None:
        # Properties are set as text by lxml: escaped values would be escaped twice.
        super().render_properties(context, Environment(plain))


class _Capturing(_Document):
    """Keeps what would be rendered, and leaves a holder in its place."""

    def render_init(self) -> None:
        super().render_init()
        self.sources: list[str] = []
        self.properties: dict[str, str] = {}

    def patch_xml(self, src_xml: str) -> str:
        # docxtpl goes through all of the XML some twenty times. Most of that is properties, so they
        # are taken out and put back; no name of XML begins with a digit.
        if _ON_CELLS.search(_MARKUP.sub("", src_xml)):
            return str(super().patch_xml(src_xml))
        numbers: dict[str, int] = {}
        short = _PROPERTIES_OF.sub(
            lambda match: f"<{numbers.setdefault(match.group(), len(numbers))}/>", src_xml
        )
        properties = list(numbers)
        patched = super().patch_xml(short)
        return _STAND_IN.sub(lambda match: properties[int(match[1])], patched)

    def render_xml_part(
        self, src_xml: str, part: Any, context: Context, jinja_env: Any = None
    ) -> str:
        self.sources.append(_as_lines(src_xml))
        return _HOLDER.format(len(self.sources) - 1)

    def map_tree(self, tree: Any) -> None:
        # lxml takes longer to move a whole body out of its document than all else here takes.
        del self.docx.element.body[:]
        super().map_tree(tree)

    def render_properties(self, context: Context, jinja_env: Any = None) -> None:
        for name in _PROPERTIES:
            written: str = getattr(self.docx.core_properties, name)
            if _TAG.search(written):
                holder = f"{_PROPERTY}{name}"
                self.properties[holder] = _escaped(written)
                written = holder
            setattr(self.docx.core_properties, name, written)

    def captured(self, content: bytes) -> tuple[str, str, str]:
        """The template that a saved part holds the place of, with what stands around it."""
        text = content.decode(errors="replace")
        if held := _HELD.search(text):
            return text[: held.start()], self.sources[int(held[1])], text[held.end() :]
        if _PROPERTY not in text:
            return "", "", ""
        for holder, written in self.properties.items():
            text = text.replace(holder, written)
        return "", text, ""


def _as_lines(xml: str) -> str:
    """Every paragraph on a line of its own, as docxtpl hands it to Jinja."""
    return re.sub(r"<w:p([ >])", r"\n<w:p\1", xml)


def _escaped(written: str) -> str:
    """A property, whose literal text is no XML, as a template of XML."""
    pieces = _TAG.split(written)
    return "".join(p if number % 2 else str(escape(p)) for number, p in enumerate(pieces))


class _Unsound(Exception):  # noqa: N818 - an answer, no error
    """What is rendered must be looked at, for every document anew."""


def is_sound(tree: nodes.Template, source: str) -> bool:
    """Whether a template is well-formed and its tables whole, whatever is filled in.

    Each value is spelled as a character that only text and quoted attributes may hold, and each
    branch and loop as an element of its own; where that is well-formed, every rendering is.
    """
    if _OPAQUE.search(source):
        return False
    try:
        spelled = etree.fromstring("".join(_spelled(tree.body)).encode())
    except (_Unsound, etree.XMLSyntaxError):
        return False
    return all(_is_whole(table) for table in spelled.iter(f"{_W}tbl"))


def _spelled(body: Iterable[nodes.Node]) -> Iterator[str]:
    for node in body:
        match node:
            case nodes.Output():
                yield from map(_spelled_output, node.nodes)
            case nodes.If():
                for branch in (node.body, *(other.body for other in node.elif_), node.else_):
                    yield _spelled_branch(branch)
            case nodes.For():
                yield _spelled_branch(node.body)
                yield _spelled_branch(node.else_)
            case nodes.Assign():
                pass
            case _:
                raise _Unsound


def _spelled_output(node: nodes.Expr) -> str:
    if isinstance(node, nodes.TemplateData):
        return as_filled_in(node.data)
    filters = [node] if isinstance(node, nodes.Filter) else []
    if any(used.name in _UNESCAPED for used in (*filters, *node.find_all(nodes.Filter))):
        raise _Unsound
    return "&#120;"


def _spelled_branch(body: Iterable[nodes.Node]) -> str:
    text = "".join(_spelled(body))
    # Without markup and quotes it may stand in an attribute as well, where no element may.
    return f"<{_BRANCH}>{text}</{_BRANCH}>" if re.search("[<\"']", text) else text


def _is_whole(table: Any) -> bool:
    """Whether every row has as many columns as the table, so that docxtpl has nothing to mend."""
    columns = len(table.findall(f"{_W}tblGrid/{_W}gridCol"))
    placed = all(
        part.getparent().tag == _W + parent
        for name, parent in _PARENTS.items()
        for part in table.iter(_W + name)
    )
    always = table.find(f"{_W}tr") is not None
    return placed and always and all(_breadth(row) == columns for row in table.iter(f"{_W}tr"))


def _breadth(row: Any) -> int:
    cells = row.findall(f"{_W}tc")
    spans = (cell.find(f"{_W}tcPr/{_W}gridSpan") for cell in cells)
    values = ("1" if span is None else span.get(f"{_W}val", "") for span in spans)
    return sum(int(value) if value.isdecimal() else -1000 for value in values)
