"""Which cells of a printed row are its figures, and where nobody can tell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from gendoc.grid import Cell
from gendoc.labels import number
from gendoc.printed import is_blank, is_figure
from gendoc.published import PrintedCell
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
    keys = [figure.key for figure in with_figures[0].figures]
    if len(cells) != len(keys) or not _totals_hold(keys, [cell.text for cell in cells], table):
        return rows
    whole = Row(replace(pieces[-1].printed, cells=cells), aligned=False)
    return [row for row in rows if row not in pieces] + [whole]


def _totals_hold(keys: Sequence[str], texts: Sequence[str], table: Table) -> bool:
    """Whether each total among some cells is what its parts add up to, where these are there."""
    cells = dict(zip(keys, texts, strict=True))
    sums = (
        [*(cells[part] for part in table.figures[key].parts or ()), cells[key]]
        for key in keys
        if set(table.figures[key].parts or ("",)) <= cells.keys() and not is_blank(cells[key])
    )
    return all(map(_holds, sums))


def spread(cell: PrintedCell) -> Iterator[str]:
    """A blank cell that covers several columns leaves each of them blank."""
    yield from [cell.text] * (cell.columns if is_blank(cell.text) else 1)


def of_lines(texts: list[str], wanted: int, has_total: bool, numbers: bool) -> list[str]:
    """The cells of a row that stand one below the other, where it is certain which they are.

    Words behind its figures belong to the next row, blank lines around them may be no cells; a
    blank line behind what is the total of those before it stands for no cell that the row lacks.
    Words among figures are labels of other rows: then the cells stand in no order.
    """
    own, rest = texts[:wanted], texts[wanted:]
    if numbers and any(map(_is_label, own)):
        return []
    if not any(texts):
        return own
    if rest and all(text and is_figure(text) for text in own):
        return own if all(is_blank(text) or not is_figure(text) for text in rest) else texts
    if has_total and len(own) == wanted and not own[-1] and len(_windows(texts, wanted)) == 1:
        return own[:-1] if adds_up(own[:-1]) else texts
    found = _certain(texts, wanted, has_total)
    filled = [text for text in texts if text]
    # Blanks slide, unless none stands before a figure or between two, or the total holds.
    run = filled in (texts[: len(filled)], found)
    sure = run or (has_total and _holds(found)) or set(texts) <= {"", "0"}
    return found if sure else texts


def _is_label(text: str) -> bool:
    """Whether a cell holds words alone, or words behind their number: no figure with a mark."""
    return not is_figure(text) and (number(text) > 0 or not any(map(str.isdecimal, text)))


def _certain(texts: list[str], wanted: int, has_total: bool) -> list[str]:
    """Some cells one behind another, where only blanks are around them, and they are the only
    ones or the total among them tells; all cells where it is not certain which they are."""
    windows = _windows(texts, wanted)
    if len({tuple("0" if is_blank(text) else text for text in window) for window in windows}) == 1:
        return list(max(windows))  # blanks and zeros, wherever the row begins
    proven = [window for window in windows if has_total and adds_up(window)]
    certain = list(windows) if len(windows) == 1 else proven
    return list(certain[0]) if len(certain) == 1 else texts


def _windows(texts: list[str], wanted: int) -> set[tuple[str, ...]]:
    """The runs of as many cells as are wanted that have only blanks around them."""
    filled = [at for at, text in enumerate(texts) if text.strip()]
    if not filled:
        return {tuple(texts[:wanted])} if len(texts) >= wanted else set()
    first, last = max(0, filled[-1] + 1 - wanted), min(filled[0], len(texts) - wanted)
    return {tuple(texts[at : at + wanted]) for at in range(first, last + 1)}


def adds_up(texts: Sequence[str]) -> bool:
    """Whether the last of some figures is the sum of those before it, and not 0."""
    return any(text.isdecimal() and int(text) for text in texts[-1:]) and _holds(texts)


def _holds(texts: Sequence[str]) -> bool:
    """Whether the last of some figures is the sum of those before it."""
    figures = ["0" if is_blank(text) else text for text in texts]
    *parts, total = figures
    return all(map(str.isdecimal, figures)) and int(total) == sum(map(int, parts))


def trimmed(texts: list[str], wanted: int, has_total: bool) -> list[str]:
    """Cells without those too many, where it is beyond doubt which: blanks at the ends, or copies
    of one cell that was spread over several columns."""
    if wanted == 1 and len(set(texts)) == 1:
        return texts[:1]
    filled = [text for text in texts if text.strip()]
    padded = len(filled) == wanted and all(map(is_figure, filled))
    if padded and (not has_total or _holds(filled)):
        return filled
    return _certain(texts, wanted, has_total)
