"""The numbers that Word puts before paragraphs by itself: lists are numbered only when shown."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

from gendoc.numerals import in_chinese
from gendoc.ooxml import attribute, child, name_of
from gendoc.record import record

_CHINESE = ("chinese", "japaneseCounting", "taiwaneseCounting", "ideographTraditional")
_NONE = ("bullet", "none")
_LEVELS = 9


@record()
class _Level:
    start: int = 1
    style: str = "decimal"
    text: str = ""


class Lists:
    """Counts the numbered paragraphs of a document, in the order in which they are asked for."""

    def __init__(self, numbering: Any, styles: Any) -> None:
        self.levels: dict[str, dict[int, _Level]] = {}
        self.counts: dict[str, dict[int, int]] = defaultdict(dict)
        self.of_style: dict[str, tuple[str, int]] = {}
        self.parents: dict[str, str] = {}
        self.abstract: dict[str, str] = {}
        if numbering is not None:
            self._read_numbering(numbering)
        if styles is not None:
            self._read_styles(styles)

    def _read_numbering(self, numbering: Any) -> None:
        known: dict[str, dict[int, _Level]] = {}
        for element in numbering:
            if name_of(element) == "abstractNum":
                known[attribute(element, "abstractNumId")] = _levels(element)
        for element in numbering:
            if name_of(element) != "num":
                continue
            id_ = attribute(element, "numId")
            levels: dict[int, _Level] = {}
            for part in element:
                if name_of(part) == "abstractNumId":
                    self.abstract[id_] = attribute(part, "val")
                    levels |= known.get(attribute(part, "val"), {})
                elif name_of(part) == "lvlOverride":
                    levels |= _levels(part)
            self.levels[id_] = levels

    def _read_styles(self, styles: Any) -> None:
        for style in styles:
            if name_of(style) != "style":
                continue
            id_ = attribute(style, "styleId")
            for part in style:
                if name_of(part) == "basedOn":
                    self.parents[id_] = attribute(part, "val")
                elif name_of(part) == "pPr" and (found := _list_of(part)):
                    self.of_style[id_] = found

    def number(self, properties: Any) -> str:
        """The number before a paragraph with these properties, or an empty string."""
        found = _list_of(properties) if properties is not None else None
        if found is None and properties is not None:
            found = self._by_style(properties)
        if found is None:
            return ""
        id_, depth = found
        level = self.levels.get(id_, {}).get(depth)
        if level is None:
            return ""
        # Lists that share a definition are counted on, as Word does.
        counts = self.counts[self.abstract.get(id_, id_)]
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [other for other in counts if other > depth]:
            del counts[deeper]
        if level.style in _NONE:
            return ""
        return re.sub("%([1-9])", lambda match: self._shown(id_, int(match[1]) - 1), level.text)

    def _shown(self, id_: str, depth: int) -> str:
        level = self.levels[id_].get(depth, _Level())
        count = self.counts[self.abstract.get(id_, id_)].get(depth, level.start)
        if level.style.startswith(_CHINESE) and 0 < count < 100:
            return in_chinese(count)
        return str(count)

    def _by_style(self, properties: Any) -> tuple[str, int] | None:
        named = child(properties, "pStyle")
        style = "" if named is None else attribute(named, "val")
        for _ in range(_LEVELS):
            if style in self.of_style:
                return self.of_style[style]
            style = self.parents.get(style, "")
        return None


def _levels(parent: Any) -> dict[int, _Level]:
    found: dict[int, _Level] = {}
    for part in parent:
        if name_of(part) == "lvl":
            values = {name_of(one): attribute(one, "val") for one in part}
            start = values.get("start", "1")
            found[_whole(attribute(part, "ilvl"))] = _Level(
                int(start) if re.fullmatch("[0-9]{1,4}", start) else 1,
                values.get("numFmt", "decimal"),
                values.get("lvlText", ""),
            )
    return found


def _list_of(properties: Any) -> tuple[str, int] | None:
    """The list and level that paragraph properties name; the list 0 takes a number away."""
    for part in properties:
        if name_of(part) == "numPr":
            values = {name_of(one): attribute(one, "val") for one in part}
            if "numId" in values:
                return values["numId"], _whole(values.get("ilvl", "0"))
    return None


def _whole(text: str) -> int:
    return int(text) if re.fullmatch("[0-9]", text) else 0
