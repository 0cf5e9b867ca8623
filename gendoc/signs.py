"""Signs that people write in an expression and that mean nothing there, each with what to write."""

from __future__ import annotations

import re
from typing import NamedTuple


class Sign(NamedTuple):
    """A sign as it was written, the one that is meant, and where it stands in the expression."""

    found: str
    meant: str
    offset: int


_WORDS = {"且": "and", "并且": "and", "而且": "and", "或": "or", "或者": "or", "非": "not"}
_MEANT = {
    **dict.fromkeys("“”„‟＂「」『』", '"'),
    **dict.fromkeys("‘’＇", "'"),
    **dict.fromkeys("≤⩽≦", "<="),
    **dict.fromkeys("≥⩾≧", ">="),
    **{sign + equals: f"<{'=' * bool(equals)}" for sign in "＜‹〈" for equals in ("", "=", "＝")},
    **{sign + equals: f">{'=' * bool(equals)}" for sign in "＞›〉" for equals in ("", "=", "＝")},
    **dict.fromkeys("×＊✕", "*"),
    **dict.fromkeys("÷／", "/"),
    **dict.fromkeys("－−–—", "-"),
    **dict.fromkeys(("＝", "=", "＝＝"), "=="),
    **dict.fromkeys(("≠", "<>", "！="), "!="),
    **dict.fromkeys(("&&", "&", "＆＆", "＆"), "and"),
    **dict.fromkeys(("||", "｜｜", "｜"), "or"),
    **{"（": "(", "）": ")", "，": ",", "＋": "+", "=<": "<=", "=>": ">=", "!": "not", "！": "not"},
}
_SIGNS = "|".join(
    map(re.escape, sorted((sign for sign in _MEANT if sign not in "=!"), key=len)[::-1])
)
_FOREIGN = re.compile(
    rf"(?P<sign>{_SIGNS}|(?<![=!<>])=(?!=)|!(?!=))"
    r"|(?P<percent>[0-9.]+ ?[%％])(?=\s*($|[)<>=!+*/-]|(?:and|or|if|else)\b))"
    rf"|(?<![\u4e00-\u9fff])(?:{'|'.join(_WORDS)})(?![\u4e00-\u9fff])"
)
_QUOTED = re.compile(r"""'[^']*'|"[^"]*\"""")


def foreign(text: str) -> Sign | None:
    """The first sign of an expression that is none of its language, outside of quotes."""
    match = _FOREIGN.search(_QUOTED.sub(lambda quoted: " " * len(quoted.group()), text))
    if match is None:
        return None
    found = match.group()
    if match["percent"]:
        return Sign(found, found.rstrip(" %％"), match.start())
    return Sign(found, _WORDS.get(found) or _MEANT[found], match.start())
