"""A PDF as a document, read by pdfplumber in a process of its own.

What a PDF makes its reader do cannot be bounded from inside: the process is ended when it takes too
long, and where the system allows it may not take more memory than a limit.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys

from gendoc.published import (
    Block,
    Bounds,
    Document,
    Passage,
    Place,
    PrintedCell,
    PrintedRow,
    PrintedTable,
    cell_text,
    passages,
    unreadable,
)

MAX_SECONDS = 120


def read(data: bytes, path: str) -> Document:
    """Raises `Invalid` where pdfplumber is not installed, or the file is damaged or too large."""
    if importlib.util.find_spec("pdfplumber") is None:
        raise unreadable(path, "no-pdf")
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "gendoc.pdfpages"],
            input=data,
            capture_output=True,
            timeout=MAX_SECONDS,
        )
    except subprocess.TimeoutExpired as error:
        raise unreadable(path, "slow", limit=MAX_SECONDS) from error
    try:
        found = json.loads(done.stdout)
    except ValueError as error:
        raise unreadable(path, "broken", reason="PDF") from error
    if why := found.get("refused"):
        raise unreadable(path, why, **found["values"])
    bounds = Bounds(path)
    text, around = (
        [
            block
            for item in found["blocks"]
            if bool(item.get("around")) is way
            for block in _blocks(item, bounds)
        ]
        for way in (False, True)
    )
    lines = tuple(block for block in around if isinstance(block, Passage))
    return Document(path, text, around=lines)


def _blocks(item: dict[str, object], bounds: Bounds) -> list[Block]:
    """A paragraph or a table as `pdfpages` gives them."""
    place = Place(page=int(str(item["page"])))
    if isinstance(rows := item.get("rows"), list):
        bounds.add(cells=sum(map(len, rows)))
        printed = (
            tuple(PrintedCell(cell_text(text), column, columns) for text, column, columns in row)
            for row in rows
        )
        return [PrintedTable(tuple(PrintedRow(row, place) for row in printed), place)]
    found: list[Passage] = list(passages(str(item["text"]), place))
    bounds.add(passages=len(found))
    return [*found]
