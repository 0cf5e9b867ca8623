"""Finds the figures of a form's table in printed rows, by their labels and their order."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from functools import cached_property
from itertools import pairwise

from gendoc.alignment import align
from gendoc.form import Line, Table
from gendoc.grid import Cell, Role, grid
from gendoc.labels import likeness, number
from gendoc.printed import is_blank, is_figure
from gendoc.published import Passage, Place, PrintedCell, PrintedRow
from gendoc.record import record
from gendoc.repeated import Entity, keys_of

ALIKE = 0.5
"""How alike a printed label must be to one of the form's, so that it may be that one."""
SURE = 0.8
SAME_PLACE = 0.3
"""How alike a label must be that only its place among its neighbours tells."""

MAX_PIECES = 8
"""Lines that a label may be wrapped over."""

_AMOUNT = re.compile(r"[-/—]*|[0-9,]+(?:\.[0-9]+)?(?:[（(].*)?")
_ITEM = re.compile(r"[0-9]{1,2}\s*[、.．](?![0-9])")


@record()
class FormRow:
    """A row of the form's printed grid: the labels that begin in it, those above, its figures."""

    labels: tuple[Cell, ...]
    groups: tuple[str, ...]
    """Labels of the groups that its last label belongs to."""
    figures: tuple[Cell, ...]
    cells: tuple[Cell, ...]
    """Its figures, and among them the cells where the form has none: a total has no text."""

    @property
    def leaf(self) -> Cell | None:
        """The label of the row itself, where it has figures and a label."""
        return self.labels[-1] if self.figures and self.labels else None


@record()
class Row:
    """A printed row with the cells that hold words."""

    printed: PrintedRow
    aligned: bool
    of_lines: bool = False
    """Its cells are lines of a text, those behind its own to the next label among them."""

    @cached_property
    def words(self) -> tuple[tuple[int, str], ...]:
        return tuple(
            (index, cell.text)
            for index, cell in enumerate(self.printed.cells)
            if any(character.isalpha() for character in cell.text) and not is_blank(cell.text)
        )

    @cached_property
    def has_figures(self) -> bool:
        return any(
            not is_blank(cell.text) and is_figure(cell.text) and not _ITEM.match(cell.text)
            for cell in self.printed.cells
        )

    @cached_property
    def label(self) -> int:
        """The index of the last cell that is neither blank nor a figure; -1 without one."""
        cells = self.printed.cells
        return max(
            (
                at
                for at, cell in enumerate(cells)
                if not is_figure(cell.text) or _ITEM.match(cell.text)
            ),
            default=-1,
        )


@record()
class Reading:
    """A printed cell that was found for a figure, in its row."""

    text: str
    row: PrintedRow


@record()
class Short:
    """A printed row with other than as many cells as the form has figures."""

    row: PrintedRow
    texts: tuple[str, ...]
    """Its cells behind the label."""
    keys: tuple[str, ...]
    """The figures that it should have."""

    @property
    def guess(self) -> dict[str, str]:
        """Its cells as they would be if those that it lacks were blanks at its end."""
        blanks = [""] * (len(self.keys) - len(self.texts))
        return dict(zip(self.keys, [*self.texts, *blanks], strict=True)) if blanks else {}


@record(eq=False, frozen=False)
class Match:
    """What was found of a table: printed cells by the key of their figure."""

    table: Table
    groups: frozenset[str] = frozenset()
    score: float = 0.0
    readings: dict[str, Reading] = field(default_factory=dict)
    headings: dict[str, str] = field(default_factory=dict)
    """Labels of columns and rows as they are printed, by the form's."""
    changed: list[tuple[PrintedRow, str, str]] = field(default_factory=list)
    """Rows that only their place or likeness tells, with the printed and the form's label."""
    extra: list[PrintedRow] = field(default_factory=list)
    """Rows with figures that no row of the form takes."""
    short: list[Short] = field(default_factory=list)
    """Rows that have fewer or more cells than the form has figures."""
    entities: dict[str, dict[str, str]] = field(default_factory=dict)
    """Names of the rows that were found for each repeated one, by their keys."""


def match(table: Table, rows: Sequence[Row]) -> Match:
    """Match a form's table with printed rows, groups printed as one row included."""
    rows = _mended(table, rows)
    entities = _entities(table, rows) if table.repeats else {}
    names = {key: {one.key: one.name for one in found} for key, found in entities.items()}
    table = table.with_entities(names) if entities else table
    own = {f"{key}.{one.key}": one for key, found in entities.items() for one in found}
    best = _Matcher(table, frozenset(), rows, own).match()
    for key, line in table.groups.items():
        if any(_is_single(row, line) for row in rows):
            other = _Matcher(table, best.groups | {key}, rows, own).match()
            if other.score > best.score:
                best = other
    best.entities = names
    return best


def _entities(table: Table, rows: Sequence[Row]) -> dict[str, list[Entity]]:
    """The printed rows of each repeated one; nothing where one of them was not found."""
    found = _Matcher(table, frozenset(), rows).entities()
    return found if found.keys() == table.repeats.keys() else {}


def _mended(table: Table, rows: Sequence[Row]) -> list[Row]:
    """The rows, those put together again that the end of a page tore apart."""
    known = wordings(table)
    labels = [known[cell.text] for cell in grid(table).cells if cell.role is Role.ROW]
    found: list[Row] = []
    page, last = 0, -1
    for row in rows:
        if found and row.printed.place.page != page:
            last = len(found) - 1
        page = row.printed.place.page
        if last >= 0 and not _is_again(row, found):
            joined, at = _joined(found[last], row, labels), last
            last = -1
            if joined:
                found[at] = joined
                continue
        found.append(row)
    return found


def _is_again(row: Row, above: Sequence[Row]) -> bool:
    """Whether a row is one of a header that a page repeats."""
    return not row.has_figures and any(row.printed.text == one.printed.text for one in above)


def _joined(above: Row, below: Row, labels: Sequence[tuple[str, ...]]) -> Row | None:
    """One row out of the part above and the part below the end of a page; None where they are rows
    of their own."""
    if below.label < 0:
        # A row at the top of a page that has figures and no label goes on with the one above.
        goes_on = above.has_figures and below.has_figures and not below.words
        return _as_one(above, below) if goes_on else None
    own, rest = (row.printed.cells[row.label].text for row in (above, below))
    if above.label < 0:
        return None

    def best(text: str) -> float:
        return max((_likeness(words, text) for words in labels), default=0.0)

    whole = best(own + rest)
    torn = best(own) < whole >= best(rest) if best(own) < 1 else best(rest) < SURE and whole == 1
    return _as_one(above, below) if whole >= SURE and torn else None


def _as_one(above: Row, below: Row) -> Row:
    """A row in two parts put together cell by cell: figures that both have stay apart by a line."""
    first, second = above.printed.cells, below.printed.cells
    shift = below.label - above.label if below.label >= 0 else len(second) - len(first)
    cells: list[PrintedCell] = []
    for at in range(min(0, -shift), max(len(first), len(second) - shift)):
        one = first[at] if 0 <= at < len(first) else None
        other = second[at + shift] if 0 <= at + shift < len(second) else None
        texts = [cell.text for cell in (one, other) if cell and cell.text]
        gap = "\n" if all(map(is_figure, texts)) else ""
        cells.append(replace(one or other or PrintedCell(""), text=gap.join(texts)))
    return Row(replace(above.printed, cells=tuple(cells)), above.aligned and below.aligned)


def _likeness(words: Sequence[str], text: str) -> float:
    """How alike a printed label is to one of the form's, less where it has another number."""
    like = likeness(words, text)
    return like * SURE if _has_other_number(words[0], text) else like


def _has_other_number(label: str, printed: str) -> bool:
    told = number(printed)
    return bool(told and number(label) and told != number(label))


def rows_of_lines(table: Table, lines: Sequence[Passage]) -> list[Row]:
    """Rows out of the cells of a table that stand one below the other, as lines of a text.

    A line that is the label of a row begins one; blank lines between are blank cells.
    """
    labels = wordings(table)
    roles = {cell.text: cell.role for cell in grid(table).cells if cell.text}
    rows: list[tuple[Place, list[PrintedCell]]] = []
    ends = (line.place.line + line.lines - 1 for line in lines)
    gaps = [line.place.line - end for end, line in zip(ends, lines[1:], strict=False)]
    usual = min(gaps, default=1)
    kind = ""
    for line, gap in _whole(list(zip(lines, [usual, *gaps], strict=True)), labels.values()):
        before, kind = kind, _kind(line.text, labels, roles, kind)
        blanks = gap - usual
        if rows:
            rows[-1][1].extend([PrintedCell("")] * blanks)
        same = kind == before and not (kind == "row" and blanks)
        if not rows or not (same or (kind == "figure" and before != "header")):
            rows.append((line.place, []))
        rows[-1][1].append(PrintedCell(line.text))
    whole = (part for place, cells in rows for part in _parted(table, place, cells))
    return [
        Row(PrintedRow(tuple(cells), place), aligned=False, of_lines=True) for place, cells in whole
    ]


def _whole(
    lines: Sequence[tuple[Passage, int]], labels: Iterable[tuple[str, ...]]
) -> Iterator[tuple[Passage, int]]:
    """Lines, each with the gap before it, those in one that are the pieces of a label."""

    def is_label(pieces: Sequence[tuple[Passage, int]]) -> bool:
        texts = [line.text for line, _ in pieces]
        words = not any(map(_AMOUNT.fullmatch, texts)) and number(texts[-1]) == 0
        return words and any(likeness(label, "".join(texts)) == 1 for label in labels)

    labels = list(labels)
    at = 0
    while at < len(lines):
        first, gap = lines[at]
        end = at + 1
        if not any(likeness(label, first.text) == 1 for label in labels):
            ends = range(min(at + MAX_PIECES, len(lines)), at + 1, -1)
            end = next((end for end in ends if is_label(lines[at:end])), end)
        yield replace(first, text="".join(line.text for line, _ in lines[at:end])), gap
        at = end


def _parted(
    table: Table, place: Place, cells: list[PrintedCell]
) -> list[tuple[Place, list[PrintedCell]]]:
    """Cells that no label parts, as the rows of a repeated one where their number allows it."""
    widths = [
        1 + len(known.cells)
        for known in _form_rows(grid(table).by_row())
        for line in table.repeats.values()
        if known.leaf and known.leaf.text == line.label and known.figures
    ]
    if len(widths) != 1 or len(cells) % widths[0] or len(cells) == widths[0]:
        return [(place, cells)]
    return [(place, cells[at : at + widths[0]]) for at in range(0, len(cells), widths[0])]


def _kind(
    text: str, labels: dict[str, tuple[str, ...]], roles: dict[str, Role], before: str
) -> str:
    """Whether a line is the label of a row, part of a header, or a figure.

    What could be either, such as 其他, is what the line before it was.
    """
    found = [roles[text]] if text in roles else []
    found = found or [role for key, role in roles.items() if likeness(labels[key], text) == 1]
    kinds = {"row" if role is Role.ROW else "header" for role in found}
    if before in kinds:
        return before
    return min(kinds, default="figure", key=lambda kind: kind != "row")


def wordings(table: Table) -> dict[str, tuple[str, ...]]:
    """Every printed label of a table with its other wordings."""
    found: dict[str, tuple[str, ...]] = {}

    def note(lines: Sequence[Line]) -> None:
        for line in lines:
            found[line.label] = tuple(
                dict.fromkeys((*found.get(line.label, (line.label,)), *line.also))
            )
            note(line.lines)

    for block in table.blocks:
        for label in (block.heading, block.corner):
            if label:
                found.setdefault(label, (label,))
        note(block.columns)
        note(block.rows)
    return found


def _is_single(row: Row, line: Line) -> bool:
    """Whether a row is a group printed as one: its label, and behind it no further words."""
    return any(
        likeness((line.label, *line.also), text) >= SURE and (index, text) == row.words[-1]
        for index, text in row.words
    )


class _Matcher:
    def __init__(
        self,
        table: Table,
        groups: frozenset[str],
        rows: Sequence[Row],
        entities: Mapping[str, Entity] | None = None,
    ) -> None:
        self.found = Match(table, groups)
        self.wordings = wordings(table)
        self.printed = table.collapsed(groups)
        """The table as the document prints it."""
        self.grid = grid(self.printed)
        self.form_rows = list(_form_rows(self.grid.by_row()))
        self.rows = _in_one(rows, self.form_rows)
        self.own = {
            known: (entities or {})[key]
            for known in self.form_rows
            if (key := self._key(known)) in (entities or {})
        }
        """The rows that a report gives, with the printed row of each."""
        self.columns: dict[int, PrintedCell] = {}
        """Printed header cells by the column of the form's grid that they stand over."""
        self.reordered = False
        """Whether a row of the header has its cells in another order than the form."""

    def match(self) -> Match:
        given = [
            (i, self.own[known].row) for i, known in enumerate(self.form_rows) if known in self.own
        ]
        pairs = self._aligned({i for i, _ in given}, {j for _, j in given})
        pairs = sorted([*pairs, *given])
        pairs += self._by_place(pairs)
        taken = {j for _, j in pairs}
        for i, j in sorted(pairs):
            known, row = self.form_rows[i], self.rows[j]
            if not known.figures:
                self._note_header(known, row)
            elif not self._lost_its_figures(known, j, taken):
                self._read(known, row)
        self.found.extra = [
            row.printed for j, row in enumerate(self.rows) if j not in taken and row.has_figures
        ]
        return self.found

    # -- rows of any number ----------------------------------------------------------------

    def entities(self) -> dict[str, list[Entity]]:
        """The printed rows of each repeated one, where its place among the others is certain.

        They stand between the rows that the form knows; the headers and blank rows there, as page
        breaks repeat them, are none of them.
        """
        repeated = {
            i: key
            for i, known in enumerate(self.form_rows)
            if (key := self._key(known)) in self.found.table.repeats
        }
        pairs = self._aligned(repeated)
        for i, j in pairs:
            if not self.form_rows[i].figures:
                self._note_header(self.form_rows[i], self.rows[j])
        groups = self._groups(repeated)
        found: dict[str, list[Entity]] = {}
        for i, key in repeated.items():
            start, end = self._between(i, pairs)
            shared = len({self._between(k, pairs) for k in repeated}) < len(repeated)
            rows = [
                at
                for at in range(start, end)
                if self._may_be(self.form_rows[i], self.rows[at])
                and (not shared or groups[at] == i)
            ]
            if rows or (start == end and end < len(self.rows)):
                found[key] = list(self._named(self.form_rows[i], rows))
        return found

    def _key(self, known: FormRow) -> str:
        """The full key of a form's row; an empty string for a header."""
        if not known.figures:
            return ""
        row = self.printed.figures[known.figures[0].key].row
        return ".".join((self.printed.id, *row))

    def _named(self, known: FormRow, rows: Sequence[int]) -> Iterator[Entity]:
        labels = [self._label_cell(known, self.rows[at]) for at in rows]
        cells = [self.rows[r].printed.cells[at] for r, at in zip(rows, labels, strict=True)]
        names = [" ".join(cell.text.split()) for cell in cells]
        yield from map(Entity, keys_of(names), names, rows, labels)

    def _between(self, i: int, pairs: Sequence[tuple[int, int]]) -> tuple[int, int]:
        """The printed rows, from and to, that may be those of a repeated one: behind the last row
        before it that has figures, or else behind the first header."""
        above = [j for k, j in pairs if k < i and self.form_rows[k].figures]
        headers = (at for at, row in enumerate(self.rows) if self._is_header(row))
        start = above[-1] + 1 if above else next(headers, -1) + 1
        end = min((j for k, j in pairs if k > i), default=len(self.rows))
        while start < end and self._is_header(self.rows[start]):
            start += 1
        return start, end

    def _may_be(self, known: FormRow, row: Row) -> bool:
        """Whether a printed row may be one of a repeated one's: no note, blank row or header."""
        texts = [cell.text for cell in row.printed.cells]
        if len(texts) < 2 or all(map(is_blank, texts)) or self._is_header(row):
            return False
        surplus = texts[self.grid.labels + len(known.cells) :]
        return row.aligned or not any(text.strip() for text in surplus)

    def _groups(self, repeated: Iterable[int]) -> list[int]:
        """For each printed row the repeated one whose group's label stands there or last above."""
        found, last = [], -1
        for row in self.rows:
            for i in repeated:
                words = [self.wordings[group] for group in self.form_rows[i].groups[-1:]]
                if any(likeness(own, text) >= SURE for own in words for _, text in row.words):
                    last = i
            found.append(last)
        return found

    @cached_property
    def _headings(self) -> list[tuple[str, ...]]:
        """The wordings of the labels of headings and columns."""
        roles = (Role.HEADING, Role.CORNER, Role.COLUMN)
        labels = {c.text for known in self.form_rows for c in known.labels if c.role in roles}
        return [self.wordings[label] for label in sorted(labels)]

    def _is_header(self, row: Row) -> bool:
        """Whether a row holds no more than labels of the form's columns."""
        return not row.has_figures and all(
            any(likeness(words, text) >= SURE for words in self._headings) for _, text in row.words
        )

    def _label_cell(self, known: FormRow, row: Row) -> int:
        """The index of the cell with a repeated row's name: the last before its figures."""
        cells = row.printed.cells
        above = self.columns.get(known.cells[0].column) if row.aligned else None
        if above:
            before = [at for at, c in enumerate(cells) if c.column + c.columns <= above.column]
            return max(before, default=0)
        return max(len(cells) - len(known.cells) - 1, 0)

    # -- which row is which ----------------------------------------------------------------

    def _aligned(self, known: Container[int], taken: Container[int] = ()) -> list[tuple[int, int]]:
        """The form's rows, but those that are known, and the printed ones that none of them took,
        paired by their labels."""
        free = [i for i in range(len(self.form_rows)) if i not in known]
        rows = [j for j in range(len(self.rows)) if j not in taken]
        scores = [[self._score(self.form_rows[i], self.rows[j]) for j in rows] for i in free]
        pairs = align(scores)
        self.found.score = sum(scores[i][j] for i, j in pairs)
        return [(free[i], rows[j]) for i, j in pairs]

    def _score(self, known: FormRow, row: Row) -> float:
        if known.leaf:
            return self._leaf(known, row)[0]
        if known.figures:
            return self._unlabelled(known, row)
        return self._header(known, row)

    def _leaf(self, known: FormRow, row: Row) -> tuple[float, int]:
        """How well a row's label fits, and the index of its cell; (0, -1) where it does not."""
        leaf = known.leaf
        assert leaf
        best = (0.0, -1)
        count = len(row.printed.cells)
        for index, text in row.words:
            like = likeness(self.wordings[leaf.text], text)
            cut_off = index == count - 1
            if like < (ALIKE if not cut_off else 1) or (cut_off and row.aligned):
                continue
            score = 2 * like - cut_off + self._context(known, row, index)
            if number(text) and number(leaf.text):
                score += 0.15 if number(text) == number(leaf.text) else -0.15
            if count - 1 - index == len(known.figures):
                score += 0.2
            best = max(best, (score, index))
        return best

    def _context(self, known: FormRow, row: Row, index: int) -> float:
        """What the labels before a row's own say: those of its groups, or of others."""
        before = [text for at, text in row.words if at < index]
        if not before:
            return 0.0
        alike = (
            any(likeness(self.wordings[group], text) >= SURE for group in known.groups)
            for text in before
        )
        return 0.3 if any(alike) else -0.3

    def _unlabelled(self, known: FormRow, row: Row) -> float:
        if any(
            likeness(words, text) >= SURE
            for words in self.wordings.values()
            for _, text in row.words
        ):
            return 0.0
        right = len(row.printed.cells) == len(known.figures)
        if row.has_figures:
            return 1.5 if right else 0.8
        return 0.5 if right and not row.words else 0.0

    def _header(self, known: FormRow, row: Row) -> float:
        if not known.labels:
            return 0.0
        likes = (
            max((likeness(self.wordings[cell.text], text) for _, text in row.words), default=0.0)
            for cell in known.labels
        )
        return sum(like for like in likes if like >= SURE) / len(known.labels)

    def _by_place(self, pairs: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        """Rows whose label nothing tells, but whose neighbours leave them only one place."""
        fixed = [(-1, -1), *pairs, (len(self.form_rows), len(self.rows))]
        for (i, j), (next_i, next_j) in pairwise(fixed):
            known = [k for k in range(i + 1, next_i) if self.form_rows[k].leaf]
            free = [k for k in range(j + 1, next_j) if self._is_labelled_row(self.rows[k])]
            if len(known) == len(free):
                for pair in zip(known, free, strict=True):
                    if self._own_cell(self.form_rows[pair[0]], self.rows[pair[1]]) >= 0:
                        yield pair

    def _lost_its_figures(self, known: FormRow, at: int, taken: Container[int]) -> bool:
        """Whether a blank row with a piece of its label stands beside figures that no row takes:
        they may be its own."""
        row = self.rows[at]
        if row.has_figures or not known.leaf:
            return False
        own = row.printed.cells[max(self._leaf(known, row)[1], 0)].text
        whole = likeness(self.wordings[known.leaf.text], own) == 1
        if whole and number(own) == number(known.leaf.text):
            return False
        before, behind = range(at - 1, -1, -1), range(at + 1, len(self.rows))
        beside = (
            next((near for near in side if self.rows[near].has_figures), at)
            for side in (before, behind)
        )
        return any(near != at and near not in taken for near in beside)

    def _is_labelled_row(self, row: Row) -> bool:
        """Whether a row may be one of the form's: words or a blank, and figures behind them."""
        return len(row.printed.cells) > 1 and (
            row.has_figures or is_blank(row.printed.cells[-1].text)
        )

    def _own_cell(self, known: FormRow, row: Row) -> int:
        """The index of the label of a row that its place tells; -1 where it is another's."""
        index = len(row.printed.cells) - len(known.figures) - 1
        if index < 0 or not known.leaf:
            return -1
        text = row.printed.cells[index].text
        like = likeness(self.wordings[known.leaf.text], text)
        return index if is_blank(text) or like >= SAME_PLACE else -1

    # -- which cell is which ---------------------------------------------------------------

    def _note_header(self, known: FormRow, row: Row) -> None:
        """Note the printed cells of a header; labels that come several times go by their order."""
        headings = [cell for cell in known.labels if cell.role is Role.COLUMN]
        places: dict[int, int] = {}
        for label in dict.fromkeys(cell.text for cell in headings):
            same = [cell for cell in headings if cell.text == label]
            words = self.wordings[label]
            alike = [at for at, text in row.words if likeness(words, text) >= SURE]
            if alike:
                self.found.headings[label] = row.printed.cells[alike[0]].text
            for number_, cell in enumerate(same if row.aligned else ()):
                for column in range(cell.column, cell.column + cell.columns):
                    self.columns.pop(column, None)
                    if len(alike) == len(same):
                        self.columns[column] = row.printed.cells[alike[number_]]
                        places[column] = alike[number_]
        order = [places[column] for column in sorted(places)]
        self.reordered |= order != sorted(order)

    def _read(self, known: FormRow, row: Row) -> None:
        index = -1
        if known in self.own:
            index = self.own[known].label
        elif known.leaf:
            index = self._leaf(known, row)[1]
            if index < 0:
                index = self._own_cell(known, row)
            printed = self.found.headings[known.leaf.text] = row.printed.cells[index].text
            if self._is_changed(known.leaf.text, printed):
                self.found.changed.append((row.printed, printed, known.leaf.text))
        behind = list(row.printed.cells[index + 1 :])
        while not known.leaf and len(behind) > len(known.figures) and not is_figure(behind[0].text):
            behind.pop(0)
        cells = self._assigned(behind, known, row)
        if len(cells) != len(known.figures):
            texts = tuple(cell.text for cell in behind)
            keys = tuple(figure.key for figure in known.figures)
            self.found.short.append(Short(row.printed, texts, keys))
        for figure, text in cells:
            self.found.readings.setdefault(figure.key, Reading(text, row.printed))

    def _is_changed(self, label: str, printed: str) -> bool:
        """Whether a label is told as changed: other words, or another number than its own."""
        return likeness(self.wordings[label], printed) < 1 or _has_other_number(label, printed)

    def _assigned(
        self, cells: Sequence[PrintedCell], known: FormRow, row: Row
    ) -> list[tuple[Cell, str]]:
        """The figures of a row with their cells: by their number, or by the header above where
        it has another order or the number is another."""
        above = [self.columns.get(figure.column) for figure in known.figures]
        starts = [cell.column for cell in above if cell]
        told = row.aligned and len(set(starts)) == len(known.figures)
        texts = [cell.text for cell in cells]
        wanted = len(known.figures)
        if told and self.reordered:
            return list(_below(cells, known, above))
        if len(texts) < wanted and row.aligned:
            texts = [text for cell in cells for text in _spread(cell)]
        if wanted < len(texts) == len(known.cells):
            return [(c, t) for c, t in zip(known.cells, texts, strict=True) if c.key]
        if row.of_lines:
            texts = _of_lines(texts, known, self.printed)
        elif len(texts) > wanted:
            texts = _trimmed(texts, wanted)
        if len(texts) == wanted:
            return list(zip(known.figures, texts, strict=True))
        # A row that lacks a cell ends before its header does: which one it lacks nobody can tell.
        whole = row.aligned and _end(cells) >= _end([cell for cell in above if cell])
        return list(_below(cells, known, above)) if whole else []


def _end(cells: Sequence[PrintedCell]) -> int:
    """The column behind the last of some cells."""
    return max((cell.column + cell.columns for cell in cells), default=0)


def _below(
    cells: Sequence[PrintedCell], known: FormRow, above: Sequence[PrintedCell | None]
) -> Iterator[tuple[Cell, str]]:
    """The figures whose cell stands below a cell of the header, and below no other figure's."""
    starts = [cell.column for cell in above if cell]
    for figure, header in zip(known.figures, above, strict=True):
        below = [c for c in cells if header and c.column == header.column]
        if header is None or len(below) != 1 or starts.count(header.column) != 1:
            continue
        if below[0].columns == header.columns:
            yield figure, below[0].text


def _form_rows(rows: Sequence[Sequence[Cell]]) -> Iterator[FormRow]:
    groups: list[Cell] = []
    for index, cells in enumerate(rows):
        labels = tuple(cell for cell in cells if not cell.key and cell.text)
        figures = tuple(cell for cell in cells if cell.key)
        groups = [group for group in groups if group.row + group.rows > index]
        groups += [cell for cell in labels if cell.role is Role.ROW]
        own = labels[-1] if labels and figures else None
        names = tuple(group.text for group in groups if group is not own)
        inner = tuple(cell for cell in cells if cell.role in (Role.FIGURE, Role.ANSWER))
        yield FormRow(labels, names, figures, inner)


def _in_one(rows: Sequence[Row], form_rows: Sequence[FormRow]) -> Sequence[Row]:
    """The rows of a table whose only row of figures has no label and is printed in pieces: those
    in one, where they have as many cells as the form has figures."""
    with_figures = [row for row in form_rows if row.figures]
    pieces = [row for row in rows if row.has_figures and not row.words]
    if len(with_figures) != 1 or with_figures[0].leaf or len(pieces) < 2:
        return rows
    cells = tuple(cell for piece in pieces for cell in piece.printed.cells)
    if len(cells) != len(with_figures[0].figures):
        return rows
    whole = Row(replace(pieces[-1].printed, cells=cells), aligned=False)
    return [row for row in rows if row not in pieces] + [whole]


def _spread(cell: PrintedCell) -> Iterator[str]:
    """A blank cell that covers several columns leaves each of them blank."""
    yield from [cell.text] * (cell.columns if is_blank(cell.text) else 1)


def _of_lines(texts: list[str], known: FormRow, table: Table) -> list[str]:
    """The cells of a row that stand one below the other, where it is certain which they are.

    Words behind its figures belong to the next row, blank lines around them may be no cells; a
    blank line behind what is the total of those before it stands for no cell that the row lacks.
    """
    wanted = len(known.figures)
    own, rest = texts[:wanted], texts[wanted:]
    if rest and all(text and is_figure(text) for text in own):
        return own if all(is_blank(text) or not is_figure(text) for text in rest) else texts
    windows = {
        tuple(texts[at : at + wanted])
        for at in range(len(rest) + 1)
        if not any(texts[:at] + texts[at + wanted :])
    }
    has_total = table.figures[known.figures[-1].key].parts is not None
    if has_total and len(own) == wanted and len(windows) == 1 and not own[-1]:
        return own[:-1] if _adds_up(own[:-1]) else texts
    proven = [window for window in windows if has_total and _adds_up(window)]
    certain = list(windows) if len(windows) == 1 else proven
    return list(certain[0]) if len(certain) == 1 else texts


def _adds_up(texts: Sequence[str]) -> bool:
    """Whether the last of some figures is the sum of those before it, and not 0."""
    *parts, total = texts
    figures = [int(text) for text in parts if text.isdecimal()]
    blank = sum(is_blank(text) for text in parts)
    whole = len(figures) + blank == len(parts) and total.isdecimal()
    return whole and 0 < int(total) == sum(figures)


def _trimmed(texts: list[str], wanted: int) -> list[str]:
    """Cells without those too many, where it is beyond doubt which: blanks at one end, or copies
    of one cell that was spread over several columns."""
    surplus = len(texts) - wanted
    if wanted == 1 and len(set(texts)) == 1:
        return texts[:1]
    filled = [text for text in texts if text.strip()]
    if wanted == 1 and len(filled) == 1:
        return filled
    if not any(text.strip() for text in texts[:surplus]):
        return texts[surplus:]
    if not any(text.strip() for text in texts[-surplus:]):
        return texts[:wanted]
    return texts
