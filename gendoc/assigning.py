"""Which cells of a printed row are its figures, and where nobody can tell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from gendoc.grid import Cell
from gendoc.labels import number
from gendoc.printed import counted, is_blank, is_figure
from gendoc.published import PrintedCell
from gendoc.record import record
from gendoc.rows import FormRow, Row
from gendoc.table import Table


def end_of(cells: Sequence[PrintedCell]) -> int:
    """The column behind the last of some cells."""
    return max((cell.column + cell.columns for cell in cells), default=0)


def below(
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


_SEVERAL = re.compile(r"[0-9]+(?:\s+[0-9]+)+")
"""Numbers in one cell, or the parts of one that a page or a space breaks."""
_BEGINS = re.compile(r"[\W_]*[0-9０-９]")
"""A cell that begins with a figure, whatever stands behind it."""


@record()
class Wanted:
    """The figures of a row, and which of them are the totals of others among them."""

    keys: tuple[str, ...]
    sums: tuple[tuple[int, ...], ...]
    """Their indexes: those of the parts, and last that of the total."""

    @property
    def count(self) -> int:
        return len(self.keys)

    def holds(self, texts: Sequence[str]) -> bool:
        """Whether each total among some cells is what its parts add up to."""
        return len(texts) == self.count and all(
            adds_up([texts[at] for at in sum_]) for sum_ in self.sums
        )

    def proves(self, texts: Sequence[str]) -> bool:
        """Whether a total that is not 0 says that some cells are the figures."""
        return self.holds(texts) and any(counted(texts[total]) for *_, total in self.sums)

    @property
    def ends_with_total(self) -> bool:
        """Whether the last figure is the total of all others, and there is no other total."""
        return self.sums == (tuple(range(self.count)),)


def wanted(known: FormRow, table: Table) -> Wanted:
    """What a row of a form has for figures."""
    keys = [figure.key for figure in known.figures]
    parts = ([*(table.figures[key].parts or ()), key] for key in keys)
    sums = (sum_ for sum_ in parts if len(sum_) > 1 and set(sum_) <= set(keys))
    return Wanted(tuple(keys), tuple(tuple(map(keys.index, sum_)) for sum_ in sums))


def adds_up(texts: Sequence[str]) -> bool:
    """Whether the last of some figures is the sum of those before it; blanks are 0."""
    *parts, total = map(counted, texts)
    return total is not None and None not in parts and total == sum(filter(None, parts))


def in_one(rows: Sequence[Row], known: Sequence[FormRow], table: Table) -> Sequence[Row]:
    """The rows of a table whose only row of figures has no label and is printed in pieces: those
    in one, where they have as many cells as the form has figures and its totals hold."""
    with_figures = [row for row in known if row.figures]
    at = [index for index, row in enumerate(rows) if row.has_figures and not row.words]
    if len(with_figures) != 1 or with_figures[0].leaf or len(at) < 2:
        return rows
    pieces = [rows[index] for index in at]
    if at[-1] - at[0] >= len(at) and not all(piece.aligned for piece in pieces):
        return rows  # lines of words between them: in which order they stand nobody can tell
    cells = tuple(cell for piece in pieces for cell in piece.printed.cells)
    own = wanted(with_figures[0], table)
    if len(cells) != own.count or not own.holds([cell.text for cell in cells]):
        return rows
    whole = Row(replace(pieces[-1].printed, cells=cells), aligned=False)
    return [row for row in rows if row not in pieces] + [whole]


def spread(cell: PrintedCell) -> Iterator[str]:
    """A blank cell that covers several columns leaves each of them blank."""
    yield from [cell.text] * (cell.columns if is_blank(cell.text) else 1)


def of_lines(
    texts: list[str], own: Wanted, numbers: bool, even: bool = True, labelled: bool = True
) -> list[str]:
    """The cells of a row that stand one below the other, where it is certain which they are.
    `even`: blank lines are blank cells; else a row with a blank is read where its total proves it,
    but for one without a label that begins with a blank: it may be what parts it from its header,
    and a total does not tell which of its parts is blank.

    Words behind its figures belong to the next row, blank lines around them may be no cells; a
    blank line behind what is the total of those before it stands for no cell that the row lacks.
    Words among figures are labels of other rows: then the cells stand in no order.
    """
    first, rest = texts[: own.count], texts[own.count :]
    if numbers and any(map(_is_label, first)):
        return []
    if not any(texts):
        return first
    if _may_be_copies(texts, own.count):
        return []
    if rest and all(text and is_figure(text) for text in first):
        return first if all(is_blank(text) or not is_figure(text) for text in rest) else texts
    windows = _windows(texts, own.count)
    if own.sums and len(first) == own.count and not first[-1] and len(windows) == 1:
        *parts, total = first[:-1]
        if total.strip("0") and adds_up([*parts, total]):
            return []
    found = _certain(texts, windows, own)
    filled = [text for text in texts if text]
    # Blanks slide, unless none stands before a figure or between two, or the total holds.
    proven = own.proves(found) and (labelled or bool(found[0]))
    if not even and len(filled) < own.count and not proven:
        return []
    run = filled in (texts[: len(filled)], found)
    fits = own.holds(found) if own.sums else even and len(texts) == own.count
    sure = run or fits or set(texts) <= {"", "0"}
    return found if sure else []


def _may_be_copies(texts: Sequence[str], count: int) -> bool:
    """Whether the cells of a row may be copies of wide ones, each in all columns that it covers,
    and say something else then than the first of them do."""
    times, rest = divmod(len(texts), count)
    plain = ["0" if is_blank(text) else text for text in texts]
    parts = [set(plain[at : at + times]) for at in range(0, len(plain), times or 1)]
    even = times > 1 and not rest and all(len(part) == 1 for part in parts)
    return even and plain[::times] != plain[:count]


def _is_label(text: str) -> bool:
    """Whether a cell holds words alone or first, or behind their number: no figure with a mark."""
    return not is_figure(text) and (number(text) > 0 or not _BEGINS.match(text))


def _certain(texts: list[str], windows: set[tuple[str, ...]], own: Wanted) -> list[str]:
    """The only run of cells that can be the figures, or the one whose total tells; all cells where
    it is not certain which they are."""
    if len({tuple("0" if is_blank(text) else text for text in window) for window in windows}) == 1:
        return list(max(windows))  # blanks and zeros, wherever the row begins
    certain = list(windows) if len(windows) == 1 else list(filter(own.proves, windows))
    return list(certain[0]) if len(certain) == 1 else texts


def _windows(texts: list[str], wanted: int) -> set[tuple[str, ...]]:
    """The runs of as many cells as are wanted that have only blanks around them."""
    filled = [at for at, text in enumerate(texts) if text.strip()]
    if not filled:
        return {tuple(texts[:wanted])} if len(texts) >= wanted else set()
    first, last = max(0, filled[-1] + 1 - wanted), min(filled[0], len(texts) - wanted)
    return {tuple(texts[at : at + wanted]) for at in range(first, last + 1)}


MIN_ROWS = 3
"""Rows that must tell that a table has no totals in its last column."""


@record(eq=False, frozen=False)
class LastColumn:
    """Whether the totals in the last column of a table were printed, where its rows lack a cell."""

    lacking: int = 0
    """Rows with all figures but one, whose last is not the total of the others, not all 0."""
    open_: int = 0
    """Such rows whose last may be the total of the others."""
    others: int = 0
    """Rows with more figures, or with fewer: of these any may have been left out."""
    there: int = 0
    """Rows with all figures, which their totals prove."""

    def note(self, texts: Sequence[str], own: Wanted) -> None:
        filled = [text for text in texts if text]
        if not own.ends_with_total or not filled:
            return
        if _lacks_one(texts, own):
            may_be = adds_up(filled)
            self.open_ += may_be and any(map(counted, filled))
            self.lacking += not may_be and any(map(counted, filled[:-1]))
        else:
            self.others += 1
            self.there += len(filled) == own.count and own.proves(filled)

    def is_drawn_up(self, texts: Sequence[str], own: Wanted) -> bool:
        """Whether the last filled cell of a row without a total may be it, as others have one."""
        short = sum(map(bool, texts)) < len(texts) == own.count
        return short and bool(self.there) and own.ends_with_total and _is_drawn_up(texts)

    def without(self, texts: Sequence[str], own: Wanted) -> list[str]:
        """The figures of a row whose total is blank, as that of most others is; nothing where its
        last may be the total."""
        known = not self.others and self.lacking >= MIN_ROWS * (1 + self.open_)
        if not known or not _lacks_one(texts, own):
            return []
        filled = [text for text in texts if text]
        return [] if adds_up(filled) and any(map(counted, filled)) else [*filled, ""]


def _is_drawn_up(texts: Sequence[str]) -> bool:
    """Whether the total of some cells may stand further to the front, as where blank ones were
    dropped and others put behind the row."""
    filled = [text for text in texts if text]
    is_first = filled == list(texts[: len(filled)])
    return is_first and any(map(counted, filled)) and adds_up(filled)


def _lacks_one(texts: Sequence[str], own: Wanted) -> bool:
    """Whether cells are all figures of a row but one, and blanks behind them."""
    filled = [text for text in texts if text]
    is_first = filled == list(texts[: len(filled)])
    return is_first and len(filled) == own.count - 1 and all(map(is_figure, filled))


Columns = tuple[tuple[int, int], ...]
"""The columns of a form's figures: each with the first one and their number."""


class Places:
    """Where the figures of a table stand in rows that have more cells than figures, because wide
    cells left blank ones behind them: counted from the end of the row, by the form's columns."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.headers: list[tuple[int, dict[tuple[int, int], int]]] = []
        """The headers, the last one first: how many cells each has, and the place below a column
        of the form, or below several, by the first one and their number."""
        self.ends: dict[int, int] = {}
        """The place behind the last label of a header, by how many cells it has."""
        self.whole: dict[Columns, set[tuple[int, ...]]] = {}
        """The places of rows that have all of their figures, by the columns of these."""
        self.last = LastColumn()

    def note_header(self, labels: Sequence[Cell], row: Row) -> None:
        """Take the places of columns from a row that has all labels of a header; one that stands
        in each of the columns that it covers counts once."""
        length = len(row.printed.cells)
        starts = [at - length for at, text in row.words if (at - 1, text) not in row.words]
        if len(starts) != len(labels):
            return
        found: dict[tuple[int, int], int] = {}
        for label, place, next_ in zip(labels, starts, [*starts[1:], 0], strict=True):
            if next_ - place == label.columns:
                found |= {(label.column + n, 1): place + n for n in range(label.columns)}
            found[label.column, label.columns] = place
        self.headers.insert(0, (length, found))
        self.ends[length] = row.words[-1][0] + 1 - length

    def note(self, known: FormRow, texts: Sequence[str]) -> None:
        """Take the places of a row's columns from one that has all of its figures."""
        filled = tuple(at - len(texts) for at, text in enumerate(texts) if text)
        own = wanted(known, self.table)
        self.last.note(texts, own)
        if len(filled) == own.count and own.holds([texts[at] for at in filled]):
            self.whole.setdefault(_columns(known), set()).add(filled)

    def _of(self, known: FormRow) -> tuple[int, tuple[int, ...]]:
        """The places of a row's figures, and how many cells the header has that tells them;
        nothing where no header and no other row tells, or the header has another order."""
        columns = _columns(known)
        is_moved = list(columns) != sorted(columns)
        for length, header in () if is_moved else self.headers:
            if header.keys() >= set(columns):
                return length, tuple(header[column] for column in columns)
        found = self.whole.get(columns, set())
        return 0, next(iter(found)) if len(found) == 1 else ()

    def own(self, texts: list[str], known: FormRow, length: int) -> list[str]:
        """The cells of a row that are its figures; nothing where it is not certain which are.
        `length` counts all cells of the row."""
        own = wanted(known, self.table)
        if "" in texts and any(map(_SEVERAL.fullmatch, texts)):
            return _in_pieces(texts, own)
        header, places = self._of(known)
        if length == header and (copied := _copied(texts, places, self.ends[length])):
            return copied
        apart = bool(places) and places[-1] - places[0] >= own.count
        if len(texts) == own.count and ("" not in texts or not apart):
            return texts
        filled = {at - len(texts) for at, text in enumerate(texts) if text}
        if places and -len(texts) <= places[0] and filled <= set(places):
            found = [texts[at] for at in places]
            sure = length == header or (own.sums and own.holds(found))
            if sure or len(filled) == own.count:
                return found
        return self.last.without(texts, own) or _trimmed(texts, own)


def _copied(texts: list[str], places: tuple[int, ...], end: int) -> list[str]:
    """The cells at some places where each of them fills all up to the next, and blanks alone stand
    from `end` on; else nothing."""
    if len(texts) == len(places) or -len(texts) != places[0]:
        return []
    ends = [*(len(texts) + place for place in places[1:]), len(texts) + end]
    parts = [texts[len(texts) + at : end] for at, end in zip(places, ends, strict=True)]
    if any(texts[ends[-1] :]) or not all(len(set(part)) == 1 for part in parts):
        return []
    return [part[0] for part in parts]


def _columns(known: FormRow) -> Columns:
    return tuple((figure.column, figure.columns) for figure in known.figures)


def _in_pieces(texts: list[str], own: Wanted) -> list[str]:
    """The cells of a row with blank ones and with several numbers in one: the numbers of a cell
    are one figure, or each is one and the blanks are no cells, whichever the totals prove."""
    whole = ["".join(text.split()) for text in texts]
    pieces = [piece for text in texts for piece in text.split()]
    is_whole = len(texts) == own.count and own.proves(whole)
    if len(pieces) == own.count and own.sums and own.holds(pieces):
        return [] if is_whole else pieces
    return texts if is_whole else []


def _trimmed(texts: list[str], own: Wanted) -> list[str]:
    """Cells without those too many, where it is beyond doubt which: blanks behind the total, or
    all blanks of a row with every figure."""
    filled = [text for text in texts if text]
    if len(filled) == own.count and all(map(is_figure, filled)) and own.holds(filled):
        return filled
    if len(filled) <= own.count and set(filled) <= {"0"}:
        return ["0" if filled else ""] * own.count
    first, rest = texts[: own.count], texts[own.count :]
    return first if not any(rest) and len(texts) > own.count and own.proves(first) else []
