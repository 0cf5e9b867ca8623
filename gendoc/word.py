"""Word output: the only import of docxtpl, python-docx and lxml."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate
from lxml import etree
from markupsafe import Markup, escape

from gendoc.problem import Invalid, Problem
from gendoc.project import shown
from gendoc.template import (
    TEMPLATE_ERRORS,
    Context,
    Environment,
    line_in_template,
    plain,
    reason,
)

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXT_PART = re.compile(r"word/(document|(header|footer|footnotes|endnotes)\d*)\.xml")
_MARKS = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
_CLOSING = {"{{": "}}", "{%": "%}", "{#": "#}"}
_MARK = b"gendoc:"
_EPOCH = (1980, 1, 1, 0, 0, 0)
# docxtpl turns `{_{` and its like into braces after rendering, in figures and prose as well.
_DOCXTPL_ESCAPE = re.compile(r"(?<=[{}%])_(?=[{}%])")


def _xml(value: object) -> object:
    """A printed value as XML text, safe from what docxtpl does to rendered text."""
    if hasattr(value, "__html__"):
        return value
    return Markup(_DOCXTPL_ESCAPE.sub("&#95;", escape(plain(value))))


class _Document(DocxTemplate):
    """docxtpl's document, strict where docxtpl is lenient."""

    source = ""

    def render_xml_part(
        self, src_xml: str, part: Any, context: Context, jinja_env: Any = None
    ) -> str:
        self.source = re.sub(r"<w:p([ >])", r"\n<w:p\1", src_xml)
        rendered: str = super().render_xml_part(src_xml, part, context, jinja_env)
        # docxtpl parses with `recover`, which drops what it cannot read.
        etree.fromstring(rendered.encode())
        return rendered

    def render_properties(self, context: Context, jinja_env: Any = None) -> None:
        # Properties are set as text by lxml: escaped values would be escaped twice.
        super().render_properties(context, Environment(plain))


class WordTemplate:
    """A Word template, read once, rendered for each report.

    Raises:
        Invalid: a tag in it is not closed in its paragraph; docxtpl would drop what follows.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.data = path.read_bytes()
        except OSError as error:
            raise Invalid([self._problem(reason(error), path.name)]) from error
        self.environment = Environment(_xml)
        if problems := list(self._open_tags()):
            raise Invalid(problems)

    def render(self, names: Context) -> bytes:
        """The document. The same names give the same bytes for the same deflate library.

        Raises:
            Invalid: the template cannot be opened or filled in, with the paragraph at fault.
        """
        document = _Document(io.BytesIO(self.data))
        saved = io.BytesIO()
        try:
            document.render(names, self.environment)
            document.save(saved)
        except (*TEMPLATE_ERRORS, etree.XMLSyntaxError, zipfile.BadZipFile) as error:
            raise Invalid([self._broken(document, error)]) from error
        return _pack(saved)

    def _open_tags(self) -> Iterator[Problem]:
        try:
            paragraphs = list(_paragraphs(self.data))
        except (zipfile.BadZipFile, etree.XMLSyntaxError) as error:
            yield self._problem(reason(error), self.path.name)
            return
        for text in paragraphs:
            marks = _MARKS.findall(text)
            closing = [_CLOSING[mark] for mark in marks[::2] if mark in _CLOSING]
            if marks[1::2] != closing:
                yield self._problem("unclosed tag", text.strip())

    def _problem(self, why: str, where: str) -> Problem:
        values = {"reason": why, "where": where}
        return Problem(
            "broken-template", shown(self.path), message="broken-template", values=values
        )

    def _broken(self, document: _Document, error: Exception) -> Problem:
        line = getattr(error, "lineno", None) or line_in_template(error)
        lines = document.source.split("\n")
        where = re.sub(r"<[^>]+>", "", lines[line - 1]) if line and line <= len(lines) else ""
        return self._problem(reason(error), where.strip() or self.path.name)


def _paragraphs(data: bytes) -> Iterator[str]:
    """The text of every paragraph of every part, as a person sees it in Word."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        for name in file.namelist():
            if not _TEXT_PART.fullmatch(name):
                continue
            for paragraph in etree.fromstring(file.read(name)).iter(f"{_W}p"):
                texts = (t for t in paragraph.iter(f"{_W}t") if _owner(t) is paragraph)
                yield "".join(text.text or "" for text in texts)


def _owner(text: Any) -> Any:
    """The innermost paragraph around a text; text boxes hold paragraphs inside paragraphs."""
    return next(text.iterancestors(f"{_W}p"))


def _pack(saved: io.BytesIO) -> bytes:
    """Write the parts anew with fixed dates, and a mark by which our own work is known again."""
    packed = io.BytesIO()
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(packed, "w") as new:
        parts = [(name, old.read(name)) for name in old.namelist()]
        for name, content in parts:
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            new.writestr(info, content)
        new.comment = _MARK + _digest(parts)
    return packed.getvalue()


def _digest(parts: Iterable[tuple[str, bytes]]) -> bytes:
    total = hashlib.sha256()
    for name, content in parts:
        total.update(name.encode() + b"\0" + hashlib.sha256(content).digest())
    return total.hexdigest().encode()


def is_ours(path: Path) -> bool:
    """Whether a Word file is as gendoc wrote it, not changed by a person since."""
    try:
        with zipfile.ZipFile(path) as file:
            parts = ((name, file.read(name)) for name in file.namelist())
            return file.comment == _MARK + _digest(parts)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError):
        return False
