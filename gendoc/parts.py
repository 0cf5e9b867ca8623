"""Deals the tables and lines of a published document to the tables of a form."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain

from gendoc import spaced
from gendoc.expression import split
from gendoc.flowed import flowed
from gendoc.form import Form
from gendoc.grid import grid
from gendoc.labels import ALIKE, SURE, all_cores, core, cores, likeness, plain
from gendoc.listed import CAPTION, MAX_PIECES, listed
from gendoc.outline import Outline, paragraphs, without_pages
from gendoc.printed import is_blank, is_figure, unit_of_line
from gendoc.published import (
    STOPS,
    Block,
    Line,
    Passage,
    PrintedCell,
    PrintedRow,
    PrintedTable,
    is_balanced,
)
from gendoc.record import record
from gendoc.report import Notes
from gendoc.rows import Row, form_rows, wordings
from gendoc.table import Figure, Table

MIN_NOTE = 15
"""Characters of a text alone in its row that can be a note."""
MIN_SCORE = 8
"""Characters of labels that a printed table must have to be one of the form's, wherever it is."""
_ROW = re.compile(r"^\W*[0-9０-９]|\s{2,}")
"""What a line has that is a row: a figure first, or gaps between its cells."""
_NO_PIECE = re.compile("[:：]|。$")
"""What a line has that names a unit, or is a sentence."""


@record()
class Dealt:
    """The parts of a document that are the form's tables, by their ids."""

    parts: dict[str, Part]
    foreign: list[PrintedTable]
    """Tables that are none of the form's."""
    again: list[tuple[str, PrintedTable]]
    """Tables that have the rows of one of the form's a second time."""


def dealt(outline: Outline, form: Form, lines: Sequence[Line] = ()) -> Dealt:
    """The printed rows and prose of each of the form's tables; `lines` are those of a text."""
    parts = {id_: Part(table) for id_, table in form.tables.items()}
    home = {id(block): id_ for id_, blocks in outline.sections.items() for block in blocks}
    foreign: list[PrintedTable] = []
    again: list[tuple[str, PrintedTable]] = []
    last = ""
    in_lines = {
        id_
        for id_, blocks in outline.sections.items()
        if id_ in parts and parts[id_].add_text(blocks, _lines_of(outline, id_, lines), form)
    }
    in_lines |= {
        id_
        for id_, blocks in outline.sections.items()
        if id_ in parts.keys() - in_lines
        and not any(isinstance(block, PrintedTable) or block.place.page for block in blocks)
        and parts[id_].add_lines(blocks, _line_behind(outline.blocks, blocks))
    }
    for block in outline.blocks:
        section = home.get(id(block), "")
        if section in in_lines:
            continue
        if isinstance(block, PrintedTable):
            last = _owner(block, parts, section, parts.get(last))
            if last and parts[last].has_again(block):
                again.append((last, block))
            elif last:
                parts[last].add_table(block)
            elif section:
                foreign.append(block)
        elif section in parts:
            parts[section].add(block)
    return Dealt(parts, foreign, again)


def _lines_of(outline: Outline, id_: str, lines: Sequence[Line]) -> Sequence[Line]:
    """The lines of a text from the heading of a section to the next one."""
    starts = {heading.section.id: heading.passage.place.line for heading in outline.headings}
    if id_ not in starts:
        return ()
    own = starts[id_]
    end = min((start for start in starts.values() if start > own), default=len(lines) + 1)
    return lines[own : end - 1]


def _line_behind(blocks: Sequence[Block], inside: Sequence[Block]) -> int:
    """The number of the line behind the blocks of a section."""
    last = next((at for at, block in enumerate(blocks) if inside and block is inside[-1]), None)
    behind = blocks[last + 1 : last + 2] if last is not None else ()
    return behind[0].place.line if behind else 0


def _owner(
    printed: PrintedTable, parts: Mapping[str, Part], section: str, last: Part | None
) -> str:
    """The form's table that a printed one is, or is a part of, as of the one before it."""
    rows = [Row(row, printed.aligned) for row in printed.rows]
    texts = {text for row in rows for _, text in row.words}
    scores = {id_: _score(part.words, texts) for id_, part in parts.items()}
    best = max(scores, key=lambda id_: (scores[id_], id_ == section), default="")
    if best and scores[best] >= MIN_SCORE:
        return best
    # What the end of a page cut off a table may have no label of it, or a piece of one.
    figures = any(row.has_figures for row in rows)
    cut_off = bool(printed.place.page) or (figures and not texts)
    goes_on = last is not None and last.table.id == section and last.goes_on(printed)
    if section in parts and best == section and scores[best]:
        return section
    if section in parts and (cut_off or goes_on):
        table = parts[section].table
        every = {cell.text for row in printed.rows for cell in row.cells}
        own = _has_header(table, every) if texts else _is_whole(rows, table)
        return last.table.id if last and not own else section
    return ""


def _score(labels: Mapping[str, Sequence[str]], texts: Collection[str]) -> int:
    """How many characters of a table's labels some texts have. Of a label with which a text is not
    the same those count that they share, less the more that one has: Total stands in many."""

    def of(label: str, words: Sequence[str]) -> int:
        length = len(core(label))
        found = []
        for text in texts:
            if (like := likeness(words, text)) >= SURE:
                short, long = sorted((length, len(core(text))))
                found.append(length if like == 1 else short * short // max(long, 1))
        return max(found, default=0)

    return sum(of(label, words) for label, words in labels.items())


def _has_header(table: Table, texts: Collection[str]) -> bool:
    """Whether some texts have the labels of all columns of a table to the letter."""
    columns = [column for block in table.blocks for column in block.columns]
    found = (
        any(likeness((column.label, *column.also), text) == 1 for text in texts)
        for column in columns
    )
    return bool(columns) and all(found)


def _is_whole(rows: Sequence[Row], table: Table) -> bool:
    """Whether rows without labels have all figures of a table whose only row has none."""
    (*others, last) = grid(table).by_row()
    figures = sum(len(row.printed.cells) for row in rows if row.has_figures)
    one = not any(cell.key for row in others for cell in row)
    return one and all(cell.key for cell in last) and figures == len(last)


class Part:
    """The printed rows of one of the form's tables, with the prose before and after them."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.rows: list[Row] = []
        self.before: list[Block] = []
        self.after: list[Block] = []
        self.words = wordings(table)
        self.labels = list(self.words.values())
        self.wordings = [plain(word) for words in self.labels for word in words]
        self.known = all_cores(chain.from_iterable(self.labels))
        self.applied: list[Block] = []
        """Lines whose unit the figures were converted from."""
        self.alone: list[Passage] = []
        """Lines that are labels of the table, and so rows of it."""
        self.left: list[Passage] = []
        """Lines around it that were taken for no prose: labels, and numbers of pages."""

    def add_table(self, printed: PrintedTable) -> None:
        notes = list(map(self._note, printed.rows))
        pairs = list(zip(printed.rows, notes, strict=True))
        last = {len(row.cells): at for at, (row, note) in enumerate(pairs) if not note}
        for at, (row, note) in enumerate(pairs):
            # Of rows of any number one may have a name and no more.
            inside = self.table.repeats and len(row.cells) > 1 and at < last.get(len(row.cells), 0)
            if note and not inside:
                (self.after if self.rows else self.before).append(note)
            else:
                self.rows.append(Row(row, printed.aligned))

    def has_again(self, printed: PrintedTable) -> bool:
        """Whether most of a table's rows are there already, as those of another year or body.
        Figures alone at the top of a page may be the rest of a row of the page before."""
        if self.table.repeats:
            return False
        rows = [Row(row, printed.aligned) for row in printed.rows]
        page = self.rows[-1].printed.place.page if self.rows else printed.place.page
        is_rest = page != printed.place.page and rows[0].has_figures and not rows[0].words
        if not is_rest and _is_whole(self.rows, self.table) and _is_whole(rows, self.table):
            return True
        there = {row.printed.cells[row.label].text for row in self.rows if row.has_figures}
        own = [r.printed.cells[r.label].text for r in rows if r.has_figures and r.label >= 0]
        return sum(label in there for label in own) > max(1, len(own) / 2)

    def _note(self, row: PrintedRow) -> Passage | None:
        """A row with one text alone that is neither a label nor a piece of one."""
        texts = [cell.text for cell in row.cells if cell.text]
        text = " ".join(texts[0].split("\n")) if len(texts) == 1 else ""
        if len(text) < MIN_NOTE or any(likeness(words, text) >= ALIKE for words in self.labels):
            return None
        return Passage(text, row.place)

    def goes_on(self, printed: PrintedTable) -> bool:
        """Whether a printed table may hold further rows of those that a report gives any number
        of: it has as many cells in each."""
        width = len(self.rows[-1].printed.cells) if self.rows else 0
        return bool(self.table.repeats) and all(len(r.cells) == width for r in printed.rows)

    def add(self, block: Block) -> None:
        """A passage of the table's section: a heading of a part of the table, or a note."""
        if isinstance(block, Passage) and self._is_known(block.text):
            self.alone.append(block)
            self.rows.append(Row(PrintedRow((PrintedCell(block.text),), block.place), False))
        elif isinstance(block, Passage) and (row := self._row_without_rules(block)):
            self.rows.append(row)
        else:
            (self.after if self.rows else self.before).append(block)

    def _is_known(self, text: str) -> bool:
        return not self.known.isdisjoint(cores(text))

    def _row_without_rules(self, block: Passage) -> Row | None:
        """A row that stands in the text because the page has no ruled lines around it."""
        for _, (label, *figures) in spaced.rows([block.text]):
            if figures and self._is_known(label) and all(map(is_figure, figures)):
                cells = tuple(map(PrintedCell, (label, *figures)))
                return Row(PrintedRow(cells, block.place), aligned=False)
        return None

    def add_lines(self, blocks: Sequence[Block], behind: int) -> bool:
        """A section without a table, whose cells stand one below the other; whether it is one.
        `behind` is the number of the line behind it, 0 where that is not known."""
        found = listed(self.table, [b for b in blocks if isinstance(b, Passage)], behind)
        if found:
            self.before += found.before
            self.rows += found.rows
            self.after += found.after
        return found is not None

    def add_text(self, blocks: Sequence[Block], lines: Sequence[Line], form: Form) -> bool:
        """A section of a text whose labels stand in pieces around their figures; whether it is
        one. Prose above and below is none of it, nor is a short line that names a unit."""
        before = _around(blocks)
        after = _around(blocks[: len(before) - 1 : -1] if before else blocks[::-1])[::-1]
        around = {block.place.line + n for block in (*before, *after) for n in range(block.lines)}
        found = flowed(self.table, [line for line in lines if line.number not in around], form)
        if found is None:
            return False
        self.before += before
        self.rows += found
        self.after += after
        return True

    def caption(self, figure: Figure) -> str:
        """The unit of a figure that a line beside the table names, or a row with no more in it."""
        return next((unit for _, unit in self._captions(figure)), "")

    def apply(self, unit: str, figure: Figure) -> None:
        """Leave out the line that named a figure's unit: the figure has been converted from it."""
        self.applied += [block for block, found in self._captions(figure) if found == unit]

    def _captions(self, figure: Figure) -> Iterator[tuple[Block, str]]:
        if not figure.also_units:
            return
        alone = (
            Passage(text, row.printed.place)
            for row in self.rows
            for text in _texts_alone(row)
            if is_balanced(text)  # else a piece of a label that the end of a page tears
        )
        for block in (*self.before, *self.after, *alone):
            if isinstance(block, Passage) and (unit := unit_of_line(block.text, figure)):
                yield block, unit

    def _prose(self, blocks: Sequence[Block]) -> Iterator[Block]:
        """Blocks without the lines that are labels of the table, or the pieces of one."""
        at = 0
        while at < len(blocks):
            ends = range(min(at + MAX_PIECES, len(blocks)), at, -1)
            end = next((end for end in ends if self._is_header(blocks[at:end])), at)
            if end == at:
                yield blocks[at]
            else:
                self.left += [one for one in blocks[at:end] if isinstance(one, Passage)]
            at = max(end, at + 1)

    def _is_header(self, blocks: Sequence[Block]) -> bool:
        texts = [block.text for block in blocks if isinstance(block, Passage)]
        if len(texts) != len(blocks):
            return False
        words = texts[0].split() if len(texts) == 1 else ["".join(texts)]
        return all(map(self._is_known, words)) or self._is_torn(blocks)

    def _is_torn(self, blocks: Sequence[Block]) -> bool:
        """Whether a line of a text or of a page is a piece of a label, or of several."""
        (block, *others) = blocks
        if others or not isinstance(block, Passage) or not (block.place.page or block.place.line):
            return False
        if is_blank(block.text) or _NO_PIECE.search(block.text):
            return False
        pieces = [plain(word) for word in block.text.split()]
        return all(any(piece in label for label in self.wordings) for piece in pieces)

    def settle(self, taken: Iterable[PrintedRow]) -> None:
        """Leave out the lines of labels that are none of the rows that the form takes, but those of
        groups that stand once, above their rows."""
        own = Counter(row.text for row in taken)
        known = "".join(map(plain, own))
        groups = [self.words[text] for row in form_rows(self.table) for text in row.groups]
        for line in self.alone:
            own[line.text] -= 1
            if own[line.text] >= 0:
                continue
            is_group = any(likeness(words, line.text) == 1 for words in groups)
            if not is_group or plain(line.text) in known:
                self.left.append(line)
            known += plain(line.text)
        for row in self.rows:
            if not row.has_figures and row.printed.text not in own:
                self.left += self._loose(row, known)

    def _loose(self, row: Row, known: str) -> Iterator[Passage]:
        """What stands in a row without figures and labels that is neither a piece of one, nor in a
        row that the form takes: `known` is the text of these."""
        texts = [cell.text for cell in row.printed.cells if not is_blank(cell.text)]
        for text in () if any(map(self._is_known, texts)) else texts:
            if plain(text) not in known and not any(plain(text) in one for one in self.wordings):
                yield Passage(text, row.printed.place)

    def notes(self, form: Form) -> Notes:
        """The prose around the table, without what the form itself prints there."""
        own = [_line_around(texts) for texts in self.table.around.lines]
        around: list[list[Passage]] = []
        for blocks in (self.before, self.after):
            lines = (block for block in self._prose(blocks) if block not in self.applied)
            kept, pages = without_pages([one for one in lines if not _is_any(own, one)])
            around.append(kept)
            self.left += pages
        before, after = around
        self.left = [line for line in self.left if line not in self.applied]
        return Notes(paragraphs(before, form), paragraphs(after, form))


def _texts_alone(row: Row) -> list[str]:
    """The text that a row has and no other; of cells that stand one a line each."""
    texts = [cell.text for cell in row.printed.cells if cell.text]
    return texts if len(texts) == 1 or row.of_lines else []


def _around(blocks: Sequence[Block]) -> list[Passage]:
    """The blocks up to the first that is neither a sentence nor a line that names a unit."""
    found: list[Passage] = []
    for block in blocks:
        if not isinstance(block, Passage) or _ROW.search(block.text):
            break
        if not (STOPS.search(block.text) or CAPTION.fullmatch(block.text)):
            break
        found.append(block)
    return found


def _line_around(texts: Sequence[str]) -> re.Pattern[str]:
    """What a line that the form prints around a table looks like, whatever is filled in."""
    pieces = (piece for text in texts for piece in split(text))
    escaped = (re.escape("".join(p.split())) if isinstance(p, str) else ".*" for p in pieces)
    return re.compile("".join(escaped))


def _is_any(patterns: Sequence[re.Pattern[str]], block: Block) -> bool:
    text = "".join(block.text.split()) if isinstance(block, Passage) else ""
    return any(pattern.fullmatch(text) for pattern in patterns)
