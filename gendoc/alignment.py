"""Two sequences matched in order, each item with at most one of the other."""

from __future__ import annotations

from collections.abc import Sequence


def align(scores: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """The pairs (row, column) of a score table whose sum is greatest, both rising.

    A score of 0 or less is no match. Of equal matches the later column is taken.
    """
    if not scores or not scores[0]:
        return []
    width = len(scores[0])
    best = [[0.0] * (width + 1)]
    for row in scores:
        above, here = best[-1], [0.0]
        for column, score in enumerate(row):
            match = above[column] + score if score > 0 else 0.0
            here.append(max(above[column + 1], here[column], match))
        best.append(here)
    pairs: list[tuple[int, int]] = []
    row_, column_ = len(scores), width
    while row_ and column_:
        score = scores[row_ - 1][column_ - 1]
        if score > 0 and best[row_][column_] == best[row_ - 1][column_ - 1] + score:
            row_, column_ = row_ - 1, column_ - 1
            pairs.append((row_, column_))
        elif best[row_][column_] == best[row_ - 1][column_]:
            row_ -= 1
        else:
            column_ -= 1
    return pairs[::-1]
