"""Finds the figures of a form's table in printed rows, by their labels and their order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import field
from functools import cached_property
from itertools import pairwise

from gendoc.alignment import align
from gendoc.assigning import Places, below, end_of, in_one, of_lines, spread, wanted
from gendoc.coded import is_same, marks, uncoded
from gendoc.counted import uncounted
from gendoc.grid import Cell, Role
from gendoc.headers import Header
from gendoc.labels import ALIKE, SURE, core, likeness, number
from gendoc.line import Line
from gendoc.ordering import Groups, RowLabels, unique
from gendoc.printed import is_blank, is_figure
from gendoc.published import PrintedCell, PrintedRow
from gendoc.record import record
from gendoc.repeated import Entity, Repeated
from gendoc.rows import FormRow, Row, blocks, form_rows, has_other_number, with_labels, wordings
from gendoc.table import Table
from gendoc.torn import mended

SAME_PLACE = 0.3
"""How alike a label must be that only its place among its neighbours tells."""


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
    taken: list[PrintedRow] = field(default_factory=list)
    """Rows that a row of the form takes."""
    extra: list[PrintedRow] = field(default_factory=list)
    """Rows with figures that no row of the form takes."""
    short: list[Short] = field(default_factory=list)
    """Rows that have fewer or more cells than the form has figures."""
    unfollowed: list[PrintedRow] = field(default_factory=list)
    """Headers that have the columns in another order, which figures could not be read by."""
    units: dict[str, str] = field(default_factory=dict)
    """The unit that a column of units prints in the row of a figure, by its key."""
    marks: list[tuple[PrintedRow, str, str, str]] = field(default_factory=list)
    """Rows that print another code than the form's, or a unit where it has none: with their label,
    what is printed and what the form has."""
    entities: dict[str, dict[str, str]] = field(default_factory=dict)
    """Names of the rows that were found for each repeated one, by their keys."""

    def has_read(self, path: str) -> bool:
        """Whether a cell was found for a figure whose key begins so."""
        return any(key.startswith(path) for key in self.readings)


def match(table: Table, rows: Sequence[Row]) -> Match:
    """Match a form's table with printed rows, groups printed as one row included."""
    whole = table
    table, rows = uncoded(table, mended(table, with_labels(table, rows)))
    rows = with_labels(table, uncounted(table, with_labels(table, rows)))
    best = _with_rows(table, frozenset(), rows, whole)
    for key, line in table.groups.items():
        if any(_is_single(row, line, table) for row in rows):
            other = _with_rows(table, best.groups | {key}, rows, whole)
            if other.score > best.score and other.has_read(f"{key}."):
                best = other
    return best


def _with_rows(table: Table, groups: frozenset[str], rows: Sequence[Row], whole: Table) -> Match:
    """What is found of a table that prints some groups as one row each, with the printed rows of
    each repeated one; none of these where one was not found."""
    entities = _Matcher(table, groups, rows).entities() if table.repeats else {}
    if entities.keys() != table.repeats.keys():
        entities = {}
    names = {key: {one.key: one.name for one in found} for key, found in entities.items()}
    own = {f"{key}.{one.key}": one for key, found in entities.items() for one in found}
    if names:
        table, whole = table.with_entities(names), whole.with_entities(names)
    found = _Matcher(table, groups, rows, own, whole).match()
    found.entities = names
    return found


def _is_single(row: Row, line: Line, table: Table) -> bool:
    """Whether a row is a group printed as one: its label, and behind it no further words but in
    cells of figures."""
    figures = {len(block.column_leaves) for block in table.blocks}
    count = len(row.printed.cells)
    return any(
        likeness((line.label, *line.also), text) >= SURE
        and ((index, text) == row.words[-1] or count - 1 - index in figures)
        for index, text in row.words
    )


class _Matcher:
    def __init__(
        self,
        table: Table,
        groups: frozenset[str],
        rows: Sequence[Row],
        entities: Mapping[str, Entity] | None = None,
        whole: Table | None = None,
    ) -> None:
        """`whole` is the table with the columns that hold no figures, where these were taken out
        of it and of the rows."""
        self.found = Match(table, groups)
        self.wordings = wordings(table)
        self.printed = table.collapsed(groups)
        """The table as the document prints it."""
        self.form_rows = list(form_rows(self.printed))
        self.marks = marks(whole.collapsed(groups)) if whole else {}
        """What the form prints of each row itself, by the key of the row."""
        self.rows = in_one(rows, self.form_rows, self.printed)
        self.own = {
            known: (entities or {})[key]
            for known in self.form_rows
            if (key := known.key(self.printed)) in (entities or {})
        }
        """The rows that a report gives, with the printed row of each."""
        fixed = [known for known in self.form_rows if known not in self.own]
        self.labels = RowLabels(fixed, self.rows, self.wordings)
        self.groups = Groups(fixed, self.rows, self.labels)
        self.blocks = blocks(self.form_rows)
        heights = Counter(
            block
            for block, known in zip(self.blocks, self.form_rows, strict=True)
            if any(cell.role is Role.COLUMN for cell in known.labels)
        )
        self.headers = {
            block: Header(self.wordings, heights[block] == 1) for block in set(self.blocks)
        }
        """The headers of the table's blocks."""
        self.is_reordered = False
        """Whether rows stand in another order than the form's."""
        self.places = Places(self.printed)

    def match(self) -> Match:
        given = [
            (i, self.own[known].row) for i, known in enumerate(self.form_rows) if known in self.own
        ]
        open_ = self._repeated().keys()
        pairs = self._paired({*open_, *(i for i, _ in given)}, {j for _, j in given})
        pairs = sorted([*pairs, *given])
        by_place = () if self.is_reordered else self._by_place(pairs)
        pairs += [(i, j) for i, j in by_place if i not in open_]
        taken = {j for _, j in pairs}
        for i, j in pairs:
            if self.form_rows[i].figures:
                behind = self._behind(self.form_rows[i], self.rows[j])
                self.places.note(self.form_rows[i], [cell.text for cell in behind])
        for i, j in sorted(pairs):
            known, row = self.form_rows[i], self.rows[j]
            if not known.figures:
                self._note_header(i, row)
            elif not self._lost_its_figures(known, j, taken) and self._is_sure(known, j, taken):
                self._read(known, row)
        self._distrust()
        self.found.taken = [self.rows[j].printed for j in sorted(taken)]
        self.found.extra = [
            row.printed for j, row in enumerate(self.rows) if j not in taken and self._is_extra(row)
        ]
        return self.found

    def _is_extra(self, row: Row) -> bool:
        """Whether a row that no row of the form takes has figures, or may be one of any number."""
        if row.has_figures or not (self.own and row.is_name):
            return row.has_figures
        ((_, name),) = row.words or ((0, ""),)
        return bool(name) and all(likeness(own, name) < SURE for own in self.wordings.values())

    def _distrust(self) -> None:
        """Leave out the rows of a table whose cells stand in no order: of those that stand one
        below the other less than half are whole. Only those are read whose total proves them."""
        leaves = {i: known for i, known in enumerate(self.form_rows) if known.leaf}
        texts = {
            i: [self.found.readings[cell.key].text for cell in known.figures]
            for i, known in leaves.items()
            if all(cell.key in self.found.readings for cell in known.figures)
        }
        if not any(row.of_lines for row in self.rows) or 2 * len(texts) >= len(leaves):
            return
        for i, own in texts.items():
            if not wanted(self.form_rows[i], self.printed).proves(own):
                for cell in self.form_rows[i].figures:
                    del self.found.readings[cell.key]

    def entities(self) -> dict[str, list[Entity]]:
        """The printed rows of each repeated one, where its place among the others is certain."""
        repeated = self._repeated()
        pairs = list(self._told_apart(self._paired(repeated), repeated))
        for i, j in pairs:
            if not self.form_rows[i].figures:
                self._note_header(i, self.rows[j])
        lefts = {i: self._left(i) for i in repeated}
        return Repeated(self.printed, self.rows, pairs, lefts).entities(repeated)

    def _repeated(self) -> dict[int, str]:
        """The form's rows that a report gives any number of, where these are not known yet."""
        return {
            i: key
            for i, known in enumerate(self.form_rows)
            if (key := known.key(self.printed)) in self.found.table.repeats
        }

    def _told_apart(
        self, pairs: Sequence[tuple[int, int]], repeated: Container[int]
    ) -> Iterator[tuple[int, int]]:
        """The pairs, where rows of any number are called like one of the form's: that stands on the
        side where the form has none of these, or it cannot be told which is which."""
        fixed = [(-1, -1), *pairs, (len(self.form_rows), len(self.rows))]
        for (_, first), (i, j), (_, last) in zip(fixed, fixed[1:], fixed[2:], strict=False):
            rows = range(first + 1, last)
            same = [k for k in rows if self._is_exact(self.form_rows[i], self.rows[k])]
            before, behind = i - 1 in repeated, i + 1 in repeated
            if len(same) < 2 or not (before or behind):
                yield i, j
            elif before != behind:
                yield i, same[-1] if before else same[0]

    def _left(self, i: int) -> int | None:
        """The printed column of the first figure of a row, where the header tells it."""
        header = self.headers[self.blocks[i]]
        cells = [header.columns.get(cell.column) for cell in self.form_rows[i].cells]
        found = [cell.column for cell in cells if cell]
        if header.is_moved:
            return min(found) if found and len(found) == len(cells) else None
        return cells[0].column if cells and cells[0] else None

    # -- which row is which ----------------------------------------------------------------

    def _paired(self, known: Container[int], taken: Container[int] = ()) -> list[tuple[int, int]]:
        """The form's rows, but those that are known, with the printed ones that none of them took;
        rows that stand in another order by labels that are theirs to the letter alone."""
        free = [i for i in range(len(self.form_rows)) if i not in known]
        rows = [j for j in range(len(self.rows)) if j not in taken]
        exact = [
            (i, j) for i in free for j in rows if self._is_exact(self.form_rows[i], self.rows[j])
        ]
        found = unique(exact)
        pairs = self._aligned(known, taken)
        self.is_reordered = not set(found) <= set(pairs)
        if not self.is_reordered:
            return pairs
        figures = {i for i, form_row in enumerate(self.form_rows) if form_row.figures}
        headers = self._aligned(figures, {j for _, j in found})
        found = [pair for pair in found if self._is_below_own(pair, headers)]
        self.found.score += sum(self._leaf(self.form_rows[i], self.rows[j])[0] for i, j in found)
        return sorted([*headers, *found])

    def _is_exact(self, known: FormRow, row: Row) -> bool:
        """Whether a printed row has the label of one of the form's to the letter."""
        if not known.leaf or known.leaf.text not in self.labels.of_row(row):
            return False
        at = self._leaf(known, row)[1]
        behind = row.printed.cells[at + 1 :]
        filled = row.has_figures or all(is_blank(cell.text) for cell in behind)
        words = self.wordings[known.leaf.text]
        return at >= 0 and filled and likeness(words, row.printed.cells[at].text) == 1

    def _is_below_own(self, pair: tuple[int, int], headers: Sequence[tuple[int, int]]) -> bool:
        """Whether a row stands below the header of its block, where the table has several."""
        above = [(j, i) for i, j in headers if j < pair[1]]
        block = self.blocks[max(above)[1]] if above else 0
        return len(self.headers) == 1 or block == self.blocks[pair[0]]

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
        best = (0.0, -1)
        if leaf is None:
            return best
        count = len(row.printed.cells)
        for index, text in row.words:
            like = likeness(self.wordings[leaf.text], text)
            cut_off = index == count - 1
            if like < (ALIKE if not cut_off else 1) or (cut_off and row.aligned):
                continue
            is_whole = like == 1 and number(leaf.text) == number(text)
            if not is_whole and id(row) in self._headers_printed:
                continue
            if like < 1 and has_other_number(leaf.text, text):
                continue
            if self.labels.is_anothers(known, text):
                continue
            if not self.groups.may_hold(known, row, index):
                continue
            score = 2 * like - cut_off + self._context(known, row, index)
            if number(text) and number(leaf.text):
                score += 0.15 if number(text) == number(leaf.text) else -0.15
            if count - 1 - index == len(known.figures):
                score += 0.2
            best = max(best, (score, index))
        return best

    @cached_property
    def _headers_printed(self) -> set[int]:
        """Printed rows without figures in which several labels of columns stand to the letter, by
        their identity."""
        labels = {c.text for known in self.form_rows for c in known.labels if c.role is Role.COLUMN}
        words = [self.wordings[label] for label in labels]

        def known(row: Row) -> int:
            return sum(any(likeness(own, text) == 1 for own in words) for _, text in row.words)

        return {id(row) for row in self.rows if not row.has_figures and known(row) > 1}

    def _context(self, known: FormRow, row: Row, index: int) -> float:
        """What the labels before a row's own say: those of its groups, or of others."""
        own = row.printed.cells[index].text  # a merged cell may be printed in each of its columns
        before = [text for at, text in row.words if at < index and text != own]
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
        count = max(len(known.labels), len(row.words))
        return sum(like for like in likes if like >= SURE) / count

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
        """Whether a row stands beside figures that no row takes and that may be its own, or the
        rest of its own: it is blank and has a piece of its label, or they have no label, and it has
        blanks or the end of a page is between them."""
        row = self.rows[at]
        if not known.leaf:
            return False
        own = self._label(known, row)
        exact = likeness(self.wordings[known.leaf.text], own) == 1
        exact = exact and number(own) == number(known.leaf.text)
        whole = row.has_figures or (exact and not row.of_lines)
        if whole and not (row.aligned and row.printed.place.page):
            return False
        sides = range(at - 1, -1, -1), range(at + 1, len(self.rows))
        nearest = (next((j for j in side if self.rows[j].has_figures), at) for side in sides)
        beside = [self.rows[j] for j in nearest if j != at and j not in taken]
        if whole:
            beside = [other for other in beside if _lacks_label(other, len(known.figures))]
        blank = not row.has_figures or any(not c.text for c in self._behind(known, row))
        page = row.printed.place.page
        return any(blank or other.printed.place.page != page for other in beside)

    def _is_sure(self, known: FormRow, at: int, taken: Container[int]) -> bool:
        """Whether a row is the form's for certain: no row beside it that none takes has a label as
        alike, and in a text none holds what was broken off its figures."""
        row = self.rows[at]
        if known in self.own or self.is_reordered:
            return True
        free = (other for j, other in enumerate(self.rows) if j not in taken)
        others = [other for other in free if other.has_figures]
        like = self._leaf(known, row)[0]
        same = [other for other in others if self._is_exact(known, other)]
        if any(self._leaf(known, other)[0] >= like for other in same):
            return False
        if row.aligned:
            return True
        below = self.rows[at + 1] if at + 1 < len(self.rows) else row
        labels = [core(word) for words in self.wordings.values() for word in words]
        rest = all(
            any(core(text) in label for label in labels) and core(text) not in labels
            for _, text in below.words
        )
        texts = [cell.text for cell in self._behind(known, row)]
        most = row.figures - wanted(known, self.printed).holds(texts)
        if below in others and rest and 0 < below.figures <= most:
            return False
        if not known.leaf or likeness(self.wordings[known.leaf.text], self._label(known, row)) == 1:
            return True
        return all(self._leaf(known, other)[0] < like for other in others)

    def _label(self, known: FormRow, row: Row) -> str:
        return row.printed.cells[max(self._leaf(known, row)[1], 0)].text

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
        if self.labels.is_anothers(known, text):
            return -1
        return index if (is_blank(text) and row.has_figures) or like >= SAME_PLACE else -1

    # -- which cell is which ---------------------------------------------------------------

    def _note_header(self, i: int, row: Row) -> None:
        """Note the printed cells of a header."""
        known, header = self.form_rows[i], self.headers[self.blocks[i]]
        header.note(known.labels, row)
        if not header.is_in_one_row:
            header.is_moved |= header.has_other_order(self._leaves.get(self.blocks[i], ()), row)
        if not header.is_moved:
            self.places.note_header(known.labels, row)
        headings = [cell for cell in known.labels if cell.role is Role.COLUMN]
        for label in dict.fromkeys(cell.text for cell in headings):
            if alike := header.alike(label, row.words, headings):
                self.found.headings[label] = row.printed.cells[alike[0]].text

    @cached_property
    def _leaves(self) -> dict[int, list[Cell]]:
        """The labels right above the columns of each block, from left to right."""
        found: dict[int, dict[int, Cell]] = {}
        for block, known in zip(self.blocks, self.form_rows, strict=True):
            for cell in known.labels:
                if cell.role is Role.COLUMN:
                    columns = range(cell.column, cell.column + cell.columns)
                    found.setdefault(block, {}).update(dict.fromkeys(columns, cell))
        return {
            block: list(dict.fromkeys(cell for _, cell in sorted(by_column.items())))
            for block, by_column in found.items()
        }

    def _at_label(self, known: FormRow, row: Row) -> int:
        """The index of the cell that holds the label of a row; -1 where it has none."""
        if known in self.own:
            return self.own[known].label
        if not known.leaf:
            return -1
        index = self._leaf(known, row)[1]
        return index if index >= 0 else self._own_cell(known, row)

    def _behind(self, known: FormRow, row: Row) -> list[PrintedCell]:
        """The cells of a row behind its label."""
        behind = list(row.printed.cells[self._at_label(known, row) + 1 :])
        while not known.leaf and len(behind) > len(known.figures) and not is_figure(behind[0].text):
            behind.pop(0)
        return behind

    def _read(self, known: FormRow, row: Row) -> None:
        if known.leaf and known not in self.own:
            printed = row.printed.cells[self._at_label(known, row)].text
            self.found.headings[known.leaf.text] = printed
            if self._is_changed(known.leaf.text, printed):
                self.found.changed.append((row.printed, printed, known.leaf.text))
        self._note_words_before(known, row)
        behind = self._behind(known, row)
        cells = self._assigned(behind, known, row)
        lacking = {figure.key for figure in known.figures} - {figure.key for figure, _ in cells}
        header = self._header_of(known)
        if lacking and header.is_moved and header.row:
            if header.row not in self.found.unfollowed:
                self.found.unfollowed.append(header.row)
        elif any(self.printed.figures[key].parts is None for key in lacking):
            texts = tuple(cell.text for cell in behind)
            keys = tuple(figure.key for figure in known.figures)
            self.found.short.append(Short(row.printed, texts, keys))
        self._compare_marks(known, row, [cell.text for cell in behind])
        for figure, text in cells:
            self.found.readings.setdefault(figure.key, Reading(text, row.printed))

    def _note_words_before(self, known: FormRow, row: Row) -> None:
        """Note the labels of columns that stand before its own in a row: they may name a unit."""
        before = [text for at, text in row.words if at < self._at_label(known, row)]
        for cell in self._leaves.get(self._block_of[known], ()) if before else ():
            alike = [text for text in before if likeness(self.wordings[cell.text], text) >= SURE]
            if alike:
                self.found.headings.setdefault(cell.text, alike[-1])

    def _compare_marks(self, known: FormRow, row: Row, texts: Sequence[str]) -> None:
        """Note the unit that a row prints for its figures, and a code that is not the form's."""
        own = self.marks.get(known.key(self.printed), {})
        inside = len(texts) == len(known.cells) and not self._header_of(known).is_moved
        beside = zip(known.cells, texts, strict=True) if inside else ()
        printed = dict(row.told) | {cell.prints: text for cell, text in beside if cell.prints}
        for what, text in printed.items():
            mark = own.get(what, "")
            if is_blank(text):
                continue
            if what == "unit" and mark:
                figures = (self.printed.figures[cell.key] for cell in known.figures)
                numbers = (f for f in figures if f.type.is_number and f.unit == mark)
                self.found.units |= {figure.key: text for figure in numbers}
            elif not is_same(mark, text):
                label = known.leaf.text if known.leaf else ""
                self.found.marks.append((row.printed, label, text, mark))

    def _is_changed(self, label: str, printed: str) -> bool:
        """Whether a label is told as changed: other words, or another number than its own."""
        return likeness(self.wordings[label], printed) < 1 or has_other_number(label, printed)

    def _assigned(
        self, cells: Sequence[PrintedCell], known: FormRow, row: Row
    ) -> list[tuple[Cell, str]]:
        """The figures of a row with their cells: by their number, or by the header above where
        it has another order or the number is another."""
        header = self._header_of(known)
        above = header.above(known)
        texts = [cell.text for cell in cells]
        count = len(known.figures)
        if header.is_moved and row.aligned:
            return list(below(row.printed.cells, known, above))
        if header.is_moved:
            found = header.reordered(known)
            if not found:
                return []
            known = found
        if len(texts) < count and row.aligned:
            texts = [text for cell in cells for text in spread(cell)]
        if count < len(texts) == len(known.cells):
            return [(c, t) for c, t in zip(known.cells, texts, strict=True) if c.key]
        if row.of_lines:
            numbers = all(self.printed.figures[cell.key].type.is_number for cell in known.figures)
            own, labelled = wanted(known, self.printed), known.leaf is not None
            texts = of_lines(texts, own, numbers, row.is_even, labelled)
        elif not row.aligned and self.places.last.is_drawn_up(texts, wanted(known, self.printed)):
            return []
        elif len(texts) >= count:
            texts = self.places.own(texts, known, len(row.printed.cells))
        elif len(texts) == count - 1 and not row.aligned:
            texts = self.places.last.without(texts, wanted(known, self.printed)) or texts
        # Of cells that may be those of a code or unit none is a figure unless the total proves it.
        marked = any(cell.prints for cell in known.cells)
        sure = not marked or wanted(known, self.printed).proves(texts)
        by_place = [cell.text for cell in cells] == texts
        anothers = by_place and header.has_anothers(known.figures, cells, row)
        if len(texts) == count and sure and not anothers:
            return list(zip(known.figures, texts, strict=True))
        # A row that lacks a cell ends before its header does, one with a cell too many behind all
        # others: which one that is nobody can tell.
        end = end_of(cells)
        whole = end_of([cell for cell in above if cell]) <= end <= self._usual_end
        # A blank below a header is no figure where what is filled stands beside the header.
        beside = any(cell.text and cell.column not in self._headed for cell in cells)
        return list(below(cells, known, above)) if row.aligned and whole and not beside else []

    def _header_of(self, known: FormRow) -> Header:
        return self.headers[self._block_of[known]]

    @cached_property
    def _block_of(self) -> dict[FormRow, int]:
        return dict(zip(self.form_rows, self.blocks, strict=True))

    @cached_property
    def _headed(self) -> set[int]:
        """The columns that a cell of words begins in, in a row without figures."""
        rows = (row.printed.cells for row in self.rows if not row.has_figures)
        return {cell.column for cells in rows for cell in cells if cell.text}

    @cached_property
    def _usual_end(self) -> int:
        """The column behind the last of most rows."""
        ends = Counter(end_of(row.printed.cells) for row in self.rows if row.aligned)
        return max(ends, key=lambda end: (ends[end], end), default=0)


def _lacks_label(row: Row, figures: int) -> bool:
    """Whether a row has an empty cell, a figure or nothing in the place of its own label."""
    before = row.printed.cells[: -figures or None]
    return not row.words or not before or is_figure(before[-1].text)
