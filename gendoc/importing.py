"""A published document read as a report of a form: figures, prose, and what could not be read."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from gendoc import documents
from gendoc.coded import is_same
from gendoc.expression import Tag, split
from gendoc.figure import Value
from gendoc.form import Field, Form, Section
from gendoc.imported import Imported
from gendoc.labelled import Labelled, labelled
from gendoc.matching import Match, match
from gendoc.messages import Language, say
from gendoc.outline import Outline, outline, paragraphs, without_pages
from gendoc.parts import Part, dealt
from gendoc.printed import (
    Said,
    has_open_unit,
    is_blank,
    is_open,
    said,
    said_field,
    unit_of_heading,
    unit_said,
    why_not,
)
from gendoc.problem import Problem, Severity
from gendoc.prose import Paragraph, fill_in
from gendoc.published import Document, Passage, Place, PrintedRow
from gendoc.recognising import recognise
from gendoc.report import Notes
from gendoc.show import where
from gendoc.skeleton import Content, line_of
from gendoc.table import Figure, Table
from gendoc.wording import SENTENCE, other_years

MAX_SHOWN = 40
"""Lines that a message about what was left out quotes."""
_BROKEN = re.compile(r"[0-9]{1,9}(?:\s+[0-9]{1,9})+")


def published(
    path: Path, shown: str, forms: Sequence[Form], organ: str = "", year: int = 0
) -> Imported:
    """Read a published document as a report on the one of the forms that it has the labels of.

    Raises:
        Invalid: it cannot be read, or is a report on none of the forms.
    """
    document = documents.read(path, shown)
    form = forms[0] if len(forms) == 1 else recognise(document, forms)
    return take(document, form, organ, year)


def take(document: Document, form: Form, organ: str = "", year: int = 0) -> Imported:
    """Read a document as a report on a form; `organ` and `year` come before what it says."""
    return _Taker(document, form, organ, year).take()


class _Taker:
    def __init__(self, document: Document, form: Form, organ: str, year: int) -> None:
        self.document = document
        self.form = form
        self.outline: Outline = outline(document, form)
        self.given = organ
        self.organ = organ or self.outline.title.organ or self.outline.named
        self.year = year or self.outline.title.year or self._named_year()
        self.language: Language = "zh" if form.language.startswith("zh") else "en"
        self.problems: list[Problem] = []
        self.comments: dict[str, list[str]] = {}
        self.figures: dict[str, str] = {}
        self.printed: dict[str, Said] = {}
        """Totals as they are printed."""
        self.remarks: dict[str, str] = {}
        self.broken: dict[str, str] = {}
        """Figures with a gap in them, which may be one."""
        self.rows: dict[str, PrintedRow] = {}
        self.groups: set[str] = set()
        self.entities: dict[str, dict[str, str]] = {}
        self.tables = dict(form.tables)
        """The form's tables with the rows that were found for repeated ones."""
        self.unread: list[str] = []
        self.notes: dict[str, Notes] = {}

    def take(self) -> Imported:
        fields = self._fields()
        self._head()
        self._tell_left_out("above", self.outline.above)
        self._tell_left_out("below", self.outline.below)
        self._tell_headings()
        texts = (section for section in self.form.sections if section.kind == "text")
        sections = {section.id: self._prose(section) for section in texts}
        entered = 0
        found = dealt(self.outline, self.form, self.document.lines)
        for printed in found.foreign:
            self._tell_foreign("table", row=printed.rows[0], place=printed.place)
        for id_, printed in found.again:
            row, place = printed.rows[0], printed.place
            self._tell("not-in-form", key=id_, message="not-in-form/again", row=row, place=place)
        for id_, table in self.form.tables.items():
            part = found.parts[id_]
            matched = match(table, part.rows)
            part.settle(matched.taken)
            entered += self._table(matched, part)
            if not self.document.is_unruled:
                self.notes[id_] = part.notes(self.form)
            self.outline.among += part.left
        self._tell_left_out("among", [*self.outline.among, *self.document.around])
        if self.document.is_unruled and self.unread:
            self._tell_unruled(entered)
        content = Content(
            title=self._own_title(),
            fields=fields,
            figures=self.figures,
            groups=frozenset(self.groups),
            sections=sections,
            notes=self.notes,
            remarks=self.remarks,
            comments=self.comments,
            entities=self.entities,
        )
        imported = Imported(
            self.form,
            self.organ,
            self.year,
            content,
            self.problems,
            entered,
            tuple(self.unread),
            rows=self.rows,
            printed=self.printed,
        )
        return imported.compared(imported.bound(self.document.path))

    # -- what is told ----------------------------------------------------------------------

    def _tell(
        self,
        name: str,
        values: dict[str, object] | None = None,
        *,
        message: str = "",
        key: str = "",
        row: PrintedRow | None = None,
        place: Place | None = None,
        severity: Severity = Severity.ERROR,
    ) -> None:
        """Tell what could not be read, or does not fit; `row` is where it stands."""
        place = place or (row.place if row else Place())
        problem = Problem(
            name,
            self.document.path,
            line=place.line or None,
            key=key or None,
            severity=severity,
            message=message or name,
            values={"place": place, **(values or {})},
            excerpt=row.text if row else "",
        )
        self.problems.append(problem)

    def _warn(
        self,
        name: str,
        values: dict[str, object],
        *,
        message: str = "",
        key: str = "",
        place: Place | None = None,
    ) -> None:
        warning = Severity.WARNING
        self._tell(name, values, message=message, key=key, place=place, severity=warning)

    def _tell_foreign(
        self, kind: str, *, row: PrintedRow | None = None, place: Place | None = None
    ) -> None:
        """Tell a row or table that the form does not have."""
        message, severity = f"not-in-form/{kind}", Severity.WARNING
        self._tell("not-in-form", message=message, severity=severity, row=row, place=place)

    def _comment(self, key: str, message: str, values: dict[str, object] | None = None) -> None:
        table = self.tables.get(key.split(".", 1)[0])
        if table:
            groups = frozenset(self.groups & set(table.groups))
            key = line_of(table.collapsed(groups), key)
        told = self.comments.setdefault(key, [])
        if (words := say(message, self.language, **(values or {}))) not in told:
            told.append(words)

    # -- title and prose -------------------------------------------------------------------

    def _head(self) -> None:
        for key, value in (("organ", self.organ), ("year", self.year)):
            if not value:
                self._tell("not-read", key=key, message=f"not-read/{key}")
                self._comment(key, f"not-read/{key}")
        if self.organ and self.organ == self.outline.named:
            self._comment("organ", "imported/organ")
            self._warn("not-in-title", {"found": self.organ}, key="organ")
        if self.year and not self.outline.title.year and self.year == self._named_year():
            self._comment("year", "imported/organ")
            self._warn(
                "not-in-title", {"found": self.year}, key="year", message="not-in-title/year"
            )
        if self.year:
            self._tell_years()

    def _named_year(self) -> int:
        """The year that a sentence announces, or the only one that the opening prose is about."""
        years = self._years(0)
        only = int(next(iter(years))) if len(years) == 1 else 0
        return self.outline.named_year or only

    def _years(self, own: int) -> dict[str, Passage]:
        """The years other than the report's own that the prose which opens it is about."""
        opening = next((section.id for section in self.form.sections if section.kind == "text"), "")
        checks = [check for check in self.form.checks if check.years]
        return {
            match[1]: block
            for block in self.outline.sections.get(opening, ())
            if isinstance(block, Passage)
            for sentence in SENTENCE.finditer(block.text)
            for check in checks
            for match in other_years(sentence.group(), check, own)
        }

    def _tell_years(self) -> None:
        """Tell where the prose that opens the report is about another year than its title."""
        for year, block in self._years(self.year).items():
            values: dict[str, object] = {"year": self.year, "found": year}
            self._tell(
                "contradiction",
                values,
                key="year",
                message="contradiction/year",
                place=block.place,
                severity=Severity.WARNING,
            )
            self._comment("year", "imported/year", values)

    def _tell_left_out(self, way: str, passages: Sequence[Passage]) -> None:
        """Tell what stands around the text, or among it, and was taken for no part of it."""
        if passages:
            shown = [passage.text.strip() for passage in passages[:MAX_SHOWN]]
            values = {"found": "｜".join(shown), "count": len(passages)}
            self._warn("left-out", values, message=f"left-out/{way}", place=passages[0].place)

    def _tell_headings(self) -> None:
        """Tell headings that say something else than those of the form."""
        for head in self.outline.headings:
            if head.is_changed:
                values: dict[str, object] = {
                    "found": head.passage.text,
                    "label": head.section.title,
                }
                key, place = head.section.id, head.passage.place
                self._warn(
                    "label-changed", values, message="label-changed/heading", key=key, place=place
                )

    def _fields(self) -> dict[str, str]:
        """The fields that the form prints behind their labels; the body and year among them."""
        prose = [block for block in self.outline.blocks if isinstance(block, Passage)]
        found: dict[str, str] = {}
        for one in labelled(prose, self.form):
            self.outline.leave_out(one.passage)
            id_, text = one.field.id, one.text
            if id_ == "organ":
                self.organ = self._organ_labelled(text)
                self._tell_other(one, self.organ)
            elif id_ == "year":
                self.year = self.year or (int(text) if re.fullmatch("[0-9]{4}", text) else 0)
                self._tell_other(one, str(self.year or text))
            elif value := said_field(text, one.field):
                found[id_] = value
            elif text and not (is_open(text, one.field) and one.field.demand.may_be_empty):
                self._tell_unread_field(one)
        return found

    def _tell_other(self, one: Labelled, own: str) -> None:
        """Tell a body or year behind its label that is another one than the report's."""
        if one.text and one.text != own:
            values: dict[str, object] = {"label": one.field.label, "found": one.text, "own": own}
            key, place = one.field.id, one.passage.place
            self._warn("contradiction", values, key=key, message="contradiction/field", place=place)

    def _tell_unread_field(self, one: Labelled) -> None:
        values = _not_read(one.text, one.field)
        key, place = one.field.id, one.passage.place
        message = f"not-read/{why_not(one.text, one.field)}"
        self._tell("not-read", values, key=key, message=message, place=place)
        self._comment(key, "imported/cell", {**values, "where": where(place, self.language)})

    def _organ_labelled(self, text: str) -> str:
        """The body, as it is printed behind a label: surer than what stands beside a title, or in a
        file's name, where the form's title does not name it."""
        title = "".join(self.form.title)
        in_title = any(
            isinstance(piece, Tag) and piece.expression and "organ" in piece.expression.names
            for piece in split(title)
        )
        return self.given or (self.organ or text if in_title else text or self.organ)

    def _own_title(self) -> tuple[str, ...]:
        """The printed title where it is not the statutory one."""
        printed = self.outline.title.lines
        told: dict[str, Value] = {"organ": self.organ, "year": self.year}
        values = {id_: value for id_, value in told.items() if value}
        try:
            statutory = "".join(fill_in(part, values) for part in self.form.title)
        except KeyError:
            return printed  # it names a field, or what this document does not tell
        same = "".join("".join(printed).split()) == "".join(statutory.split())
        return () if same else printed

    def _prose(self, section: Section) -> tuple[Paragraph, ...]:
        lines, pages = without_pages(self.outline.sections.get(section.id, ()))
        self.outline.among += pages
        found = paragraphs(lines, self.form)
        if not found and section.required:
            label: dict[str, object] = {"label": section.label}
            message, severity = "not-read/section", Severity.WARNING
            self._tell("not-read", label, key=section.id, message=message, severity=severity)
            self._comment(section.id, "not-read/section", label)
        return found

    # -- tables ----------------------------------------------------------------------------

    def _table(self, found: Match, part: Part) -> int:
        """Take over what was found of a table; gives how many figures it should have."""
        self.groups |= found.groups
        self.entities |= found.entities
        self.tables[found.table.id] = found.table
        table = found.table.collapsed(found.groups)
        entered = [figure for figure in table.figures.values() if figure.parts is None]
        foreign = self._foreign_units(table, found)
        for figure in table.figures.values():
            if reading := found.readings.get(figure.key):
                self.rows[figure.key] = reading.row
                unit = found.units.get(figure.key, "")
                if figure.key in foreign:
                    self.unread += [figure.key] if figure.parts is None else []
                    printed: dict[str, object] = {"found": f"{reading.text} {unit}".strip()}
                    self._comment_unread(figure.key, printed, reading.row)
                    continue
                heading = _heading(figure, found.headings)
                self._take_figure(figure, reading.text, heading, part, unit)
        self._settle(table, found)
        self._tell_rows(found)
        self._tell_broken(table)
        self._tell_blank(found)
        read = self.figures.keys() | set(self.unread)
        missing = [figure for figure in entered if figure.key not in read]
        short = {key for short in found.short for key in short.keys}
        self._tell_missing(missing, table.id, short)
        return len(entered)

    def _foreign_units(self, table: Table, found: Match) -> set[str]:
        """The figures whose row prints a unit that is not the form's and none that it may be given
        in; told of each row once."""
        keys = {
            figure.key
            for figure in table.figures.values()
            if figure.key in found.readings and _has_other_unit(figure, found)
            if not unit_said([found.units[figure.key]], figure)
        }
        rows = {table.figures[key].row: table.figures[key] for key in sorted(keys, reverse=True)}
        for figure in rows.values():
            values: dict[str, object] = {"label": figure.row_label or figure.label}
            values |= {"found": found.units[figure.key], "unit": figure.unit}
            row = found.readings[figure.key].row
            self._tell("not-read", values, key=figure.key, message="not-read/unit", row=row)
        return keys

    def _take_figure(
        self, figure: Figure, text: str, heading: str, part: Part, unit: str = ""
    ) -> None:
        caption = part.caption(figure)
        if unit:
            heading, caption = "", unit  # no line or header is as near as the row itself
        value = said(text, figure, heading, caption)
        if value is None and _BROKEN.fullmatch(text):
            self.broken[figure.key] = text
            return
        if value is None:
            self._unreadable(figure, text, self.rows[figure.key])
            return
        if value.unit:
            printed = text.removesuffix(value.unit).strip() + value.unit
            self._comment(figure.key, "imported/unit", {"found": printed})
        elif has_open_unit(value.remark, figure):
            self._comment(figure.key, "imported/unit-open", {"found": text})
        named = unit_of_heading(heading, figure)
        if caption and named and caption != named:
            values: dict[str, object] = {"label": figure.label, "found": caption, "heading": named}
            name, message, row = "contradiction", "contradiction/unit", self.rows[figure.key]
            key, severity = figure.key, Severity.WARNING
            self._tell(name, values, key=key, message=message, row=row, severity=severity)
        elif caption and value.unit == caption:
            part.apply(caption, figure)
        if value.remark:
            self.remarks[figure.key] = value.remark
        if figure.parts is None:
            self.figures[figure.key] = value.value
        elif not is_blank(text):
            self.printed[figure.key] = value

    def _settle(self, table: Table, found: Match) -> None:
        """Take over rows that lack cells where these can only be blanks at the end: the printed
        total of every column says so."""
        guesses: dict[str, str] = {}
        unread = [
            short
            for short in found.short
            if self.figures.keys().isdisjoint(short.keys)
            and not any(_has_other_unit(table.figures[key], found) for key in short.keys)
        ]
        for short in unread:
            for key, text in short.guess.items():
                value = said(text, table.figures[key])
                if value and not value.remark and table.figures[key].parts is None:
                    guesses[key] = value.value
        proven = self._proven(table, guesses)
        for short in unread:
            keys = {key for key in short.guess if table.figures[key].parts is None}
            if keys and keys <= proven:
                self.figures |= {key: guesses[key] for key in keys}
                self.rows |= dict.fromkeys(keys, short.row)
                found.short.remove(short)

    def _tell_broken(self, table: Table) -> None:
        """Take over the figures that a page or a space breaks where printed totals prove that they
        are one; tell the others."""
        broken = {key: text for key, text in self.broken.items() if key in table.figures}
        whole = {key: "".join(text.split()) for key, text in broken.items()}
        proven = self._proven(table, whole)
        for key, text in broken.items():
            figure = table.figures[key]
            if key in proven and figure.parts is None:
                self.figures[key] = str(int(whole[key]))
            elif figure.parts is None:
                self._unreadable(figure, text, self.rows[key])
        for key, text in broken.items():
            figure = table.figures[key]
            if figure.parts is not None and self._derived(table, figure) == Decimal(whole[key]):
                self.printed[key] = Said(whole[key])
            elif figure.parts is not None:
                self._unreadable(figure, text, self.rows[key])

    def _proven(self, table: Table, guesses: Mapping[str, str]) -> set[str]:
        """Those of some guesses that a printed total is the sum of, with the other figures."""
        values = {**guesses, **self.figures}
        totals = {**guesses, **{key: printed.value for key, printed in self.printed.items()}}
        found: set[str] = set()
        for total in table.figures.values():
            parts = total.parts or ()
            if total.key not in totals or total.formula is not None or found.issuperset(parts):
                continue
            own = [values.get(part, "~") for part in parts]
            if "~" not in own and Decimal(totals[total.key]) == sum(map(Decimal, own)):
                found |= guesses.keys() & set(parts)
        return found

    def _tell_blank(self, found: Match) -> None:
        """Tell a table in which nothing is printed: figures of 0, or a table that nobody filled."""
        entered = [
            found.readings[key]
            for key, figure in found.table.figures.items()
            if figure.type.is_number and key in found.readings
        ]
        filled = found.short or any(reading.text.strip() for reading in entered)
        if len(entered) < 2 or filled:
            return
        id_ = found.table.id
        labels = {section.id: section.title or section.label for section in self.form.sections}
        self._tell(
            "not-read",
            {"label": labels.get(id_, id_)},
            key=id_,
            message="not-read/blank",
            row=entered[0].row,
            severity=Severity.WARNING,
        )

    def _tell_rows(self, found: Match) -> None:
        for row, printed, label in found.changed:
            values: dict[str, object] = {"found": " ".join(printed.split()), "label": label}
            self._tell("label-changed", values, row=row, severity=Severity.WARNING)
        for row, label, printed, own in found.marks:
            values = {"label": label, "found": printed, "own": own}
            message, severity = "label-changed/mark", Severity.WARNING
            self._tell("label-changed", values, message=message, row=row, severity=severity)
        for row in found.extra:
            self._tell_foreign("row", row=row)
        for row in found.unfollowed:
            self._tell("not-read", row=row, message="not-read/columns")
        for short in found.short:
            values = {"found": len(short.texts), "count": len(short.keys)}
            way = "short" if len(short.texts) != len(short.keys) else "unsure"
            self._tell("not-read", values, row=short.row, message=f"not-read/{way}")

    def _tell_unruled(self, entered: int) -> None:
        """Tell once, before all else, why rows were not found."""
        values: dict[str, object] = {"found": len(self.unread), "count": entered}
        self._tell("not-read", values, message="not-read/unruled")
        self.problems.insert(0, self.problems.pop())

    def _unreadable(self, figure: Figure, text: str, row: PrintedRow) -> None:
        values = _not_read(text, figure)
        severity = Severity.WARNING
        if figure.parts is None:
            severity = Severity.ERROR
            self.unread.append(figure.key)
        key = figure.key
        message = f"not-read/{why_not(text, figure)}"
        self._tell("not-read", values, key=key, message=message, severity=severity, row=row)
        self._comment_unread(key, values, row)

    def _comment_unread(self, key: str, values: dict[str, object], row: PrintedRow) -> None:
        place = where(row.place, self.language)
        self._comment(key, "imported/cell", {**values, "where": place})

    def _tell_missing(self, missing: Sequence[Figure], table: str, told: Container[str]) -> None:
        """Figures without a cell: told row by row, unless that was told of the printed row."""
        self.unread += [figure.key for figure in missing]
        rows: dict[tuple[str, ...], list[Figure]] = {}
        for figure in missing:
            rows.setdefault(figure.row, []).append(figure)
        for row, figures in rows.items():
            label = figures[0].row_label or figures[0].label
            values: dict[str, object] = {"label": label, "count": len(figures)}
            if figures[0].key not in told and not self.document.is_unruled:
                self._tell("not-read", values, key=".".join((table, *row)), message="not-read/row")
            self._comment(figures[0].key, "imported/row")

    def _derived(self, table: Table, figure: Figure) -> Decimal | None:
        if figure.parts is None:
            value = self.figures.get(figure.key)
            return Decimal(value) if value and figure.type.is_number and value != "~" else None
        if figure.formula is not None:
            return None
        parts = [self._derived(table, table.figures[part]) for part in figure.parts]
        return None if None in parts else sum((p for p in parts if p is not None), Decimal(0))


def _has_other_unit(figure: Figure, found: Match) -> bool:
    """Whether the row of a figure prints another unit than the form's."""
    unit = found.units.get(figure.key, "")
    return bool(unit) and not is_same(figure.unit, unit)


def _not_read(text: str, what: Figure | Field) -> dict[str, object]:
    """What a message says of a text that was not read."""
    known = ", ".join(what.allowed.options)
    return {"label": what.label, "found": " ".join(text.split()), "known": known}


def _heading(figure: Figure, printed: dict[str, str]) -> str:
    """The printed labels of a figure's own column and row."""
    labels = (figure.column_label, figure.row_label)
    return " ".join(printed.get(label.rpartition(" › ")[2], "") for label in labels)
