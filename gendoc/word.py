"""Word output: a template is compiled once, then filled in for each report."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from types import CodeType

from jinja2 import Template, TemplateSyntaxError, nodes
from markupsafe import Markup, escape

from gendoc import cache
from gendoc.package import Package, damages
from gendoc.problem import Invalid, Problem, from_system
from gendoc.project import shown
from gendoc.record import record
from gendoc.template import (
    TEMPLATE_ERRORS,
    Context,
    Environment,
    UnknownName,
    WrongFilter,
    compiled,
    line_in_template,
    loaded,
    plain,
)

UNUSABLE = (*TEMPLATE_ERRORS, SyntaxError)
"""What a Word template can raise: also that a part of it is not XML."""

# docxtpl turns `{_{` and its like into braces after rendering, in figures and prose as well, and
# where two values meet.
_DOCXTPL_ESCAPE = re.compile(r"(?<![^{}%])_(?![^{}%])")
_SPECIAL = re.compile("[&<>\"'\x00-\x1f_\ud800-\udfff\ufffe\uffff]")
_BREAK = re.compile("[\t\n\a\f]")
"""What docxtpl turns into tabs, line breaks, paragraphs and pages."""
_NOT_IN_XML = re.compile("[\x00-\x06\x08\x0b\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@record()
class Part:
    """A part of the file that has tags in it: a Jinja template, and what stands around it.

    Every paragraph of the source begins a line, so that an error's line names its paragraph. A
    sound part is well-formed and its tables are whole whatever is filled in, so that nothing has to
    be looked at again once it is rendered.
    """

    name: str
    before: str
    source: str
    after: str
    sound: bool = False
    code: bytes = b""
    """What Jinja compiles of the source."""


@record()
class Prepared:
    """A Word template made ready: its parts in the order of the file, those with tags apart.

    `needs_docxtpl`: values of some tags must be inserted by docxtpl itself, document by document.
    """

    order: tuple[str, ...]
    fixed: Mapping[str, bytes]
    parts: tuple[Part, ...]
    needs_docxtpl: bool


class _NeedsDocxtpl(Exception):  # noqa: N818 - no error: the long way round is taken
    """A value that docxtpl must insert into this document itself."""


class WordTemplate:
    """A Word template, compiled once, filled in for each report.

    Raises:
        Invalid: it cannot be opened or compiled, or its tags have faults, of which docxtpl would
            make a document without what stands around them.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.data = path.read_bytes()
        except OSError as error:
            raise Invalid([from_system("cannot-read", shown(path), error)]) from error
        self.environment = Environment(_without_docxtpl)
        key = cache.key(self.data, "docxtpl", "docx", "jinja2")
        prepared = cache.read(key, Prepared)
        if prepared is None:
            prepared = self._prepared()
            cache.write(key, prepared)
        self.parts = prepared.parts
        self.needs_docxtpl = prepared.needs_docxtpl
        self.package = Package({name: prepared.fixed.get(name) for name in prepared.order})
        self.templates = [loaded(self.environment, part.code) for part in self.parts]
        literals = (text for template in self.templates for text in _literals(template))
        self.literals = {text: text.encode() for text in literals}

    def _prepared(self) -> Prepared:
        # docxtpl takes as long to import as all the rest.
        from gendoc.prepare import is_sound, prepare

        try:
            if problems := list(self._faults()):
                raise Invalid(problems)
            prepared = prepare(self.data)
        except damages() as error:
            raise Invalid([not_word(self.path)]) from error
        except UNUSABLE as error:
            raise Invalid([self._broken("", error)]) from error
        parts: list[Part] = []
        for part in prepared.parts:
            tree = self._parsed(part.source)
            sound = is_sound(tree, part.source)
            parts.append(replace(part, sound=sound, code=self._compiled(tree, part.source)))
        return replace(prepared, parts=tuple(parts))

    def _parsed(self, source: str) -> nodes.Template:
        try:
            return self.environment.parse(source)
        except UNUSABLE as error:
            raise Invalid([self._broken(source, error)]) from error

    def _compiled(self, tree: nodes.Template, source: str) -> bytes:
        for data in tree.find_all(nodes.TemplateData):
            data.data = as_filled_in(data.data)
        try:
            return compiled(self.environment, tree)
        except UNUSABLE as error:
            raise Invalid([self._broken(source, error)]) from error

    def render(self, names: Context) -> bytes:
        """The document. The same names give the same bytes for the same deflate library.

        Raises:
            Invalid: the template cannot be filled in, with the paragraph at fault.
        """
        if self.needs_docxtpl:
            return self.render_by_docxtpl(names)
        try:
            filled = zip(self.parts, self.templates, strict=True)
            return self.package.pack({p.name: self._filled(p, t, names) for p, t in filled})
        except _NeedsDocxtpl:
            return self.render_by_docxtpl(names)

    def _filled(self, part: Part, template: Template, names: Context) -> bytes:
        try:
            if part.sound:
                # Most of a part is literal text, which need not be encoded anew each time.
                pieces = template.generate(names)
                xml = b"".join([self.literals.get(piece) or piece.encode() for piece in pieces])
            else:
                from gendoc.prepare import finish

                xml = finish(template.render(names)).encode()
        except UNUSABLE as error:
            raise Invalid([self._broken(part.source, error, names)]) from error
        return part.before.encode() + xml + part.after.encode()

    def render_by_docxtpl(self, names: Context) -> bytes:
        """The same document by docxtpl alone, which prepares and compiles the template anew."""
        from gendoc.prepare import StrictDocument

        document = StrictDocument(io.BytesIO(self.data))
        try:
            document.render(names, Environment(_as_xml))
            return Package(document.parts()).pack({})
        except UNUSABLE as error:
            raise Invalid([self._broken(document.source, error, names)]) from error

    def _faults(self) -> Iterator[Problem]:
        from gendoc.places import faults

        for fault in faults(self.data):
            place = fault.place
            values = {"where": place.where, "text": place.text.strip(), **fault.values}
            yield Problem("template-tag", shown(self.path), message=fault.message, values=values)

    def _problem(self, why: object, where: str) -> Problem:
        values: dict[str, object] = {"reason": why, "where": where}
        if where != self.path.name:
            from gendoc.places import described

            values["where"] = described(self.data, where)
        return Problem(
            "broken-template", shown(self.path), message="broken-template", values=values
        )

    def _broken(self, source: str, error: Exception, names: Iterable[str] = ()) -> Problem:
        """The problem, at the paragraph of a prepared part that it came from."""
        own = error.lineno if isinstance(error, TemplateSyntaxError) else None
        line = own or line_in_template(error)
        lines = source.split("\n")
        text = re.sub(r"<[^>]+>", "", lines[line - 1]) if line and line <= len(lines) else ""
        where = self._at_fault(text, error).strip()
        if isinstance(error, UnknownName):
            return self._unknown_name(error, where, names)
        if isinstance(error, SyntaxError) and source:
            message = "broken-template/torn"
            return Problem("broken-template", shown(self.path), message=message)
        from gendoc.faults import reason_of

        return self._problem(reason_of(error), where or self.path.name)

    def _at_fault(self, text: str, error: Exception) -> str:
        """The tag that an error is about: a line of a prepared part may hold those of several
        paragraphs."""
        from gendoc.places import TAG

        for tag in (match.group() for match in TAG.finditer(text)):
            if isinstance(error, UnknownName):
                if re.search(rf"\b{re.escape(error.name)}\b", tag):
                    return tag
                continue
            if isinstance(error, WrongFilter):
                if re.search(rf"\|\s*{error}\b", tag):
                    return tag
                continue
            try:
                self.environment.from_string(tag)
            except TEMPLATE_ERRORS as own:
                # Inside a loop Jinja goes on to say what else it expected.
                if str(own).split(".")[0] == str(error).split(".")[0]:
                    return tag
        return text

    def _unknown_name(self, error: UnknownName, text: str, names: Iterable[str]) -> Problem:
        from gendoc.faults import unknown_name
        from gendoc.places import where_of

        values: dict[str, object] = {"where": where_of(self.data, text), "text": text}
        values |= unknown_name(error, text, names)
        message = "template-name" if values["likely"] else "template-name/unknown"
        return Problem("template-name", shown(self.path), message=message, values=values)


def _literals(template: Template) -> Iterator[str]:
    """The literal texts of a template, as its code prints them."""
    codes = [template.root_render_func.__code__]
    while codes:
        for constant in codes.pop().co_consts:
            if isinstance(constant, str):
                yield constant
            elif isinstance(constant, CodeType):
                codes.append(constant)


@lru_cache(maxsize=16)
def template_at(path: Path, modified: int) -> WordTemplate:
    """The template at a path, as it was changed last. Raises `Invalid` as `WordTemplate` does."""
    return WordTemplate(path)


def not_word(path: Path) -> Problem:
    """The problem of a template that is no Word file."""
    return Problem("broken-template", shown(path), message="broken-template/not-word")


def as_filled_in(text: str) -> str:
    """Literal text as docxtpl leaves it in each rendered document."""
    text = re.sub(r"\n<w:p([ >])", r"<w:p\1", text)
    for written, meant in (("{_{", "{{"), ("}_}", "}}"), ("{_%", "{%"), ("%_}", "%}")):
        text = text.replace(written, meant)
    return text


def _as_xml(value: object) -> object:
    """A printed value as XML text, safe from what docxtpl does to rendered text.

    Raises:
        ValueError: XML has no such character; a report that holds one is refused when it is read.
    """
    if type(value) is int or hasattr(value, "__html__"):
        return value
    text = str(plain(value))
    if not _SPECIAL.search(text):
        return text
    if bad := _NOT_IN_XML.search(text):
        raise ValueError(f"U+{ord(bad.group()):04X} cannot stand in a Word file")
    return Markup(_DOCXTPL_ESCAPE.sub("&#95;", escape(text)))


def _without_docxtpl(value: object) -> object:
    """The same, where docxtpl does nothing to rendered text."""
    if type(value) is int:
        return value
    printed = _as_xml(value)
    if hasattr(value, "__html__") or (isinstance(printed, str) and _BREAK.search(printed)):
        raise _NeedsDocxtpl
    return printed
