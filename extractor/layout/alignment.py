"""Which column of a table each gap between ruling lines is, by how much their letters are alike."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from extractor.layout.settings import SETTINGS

_SETTINGS = SETTINGS.grid
AlignmentCell = tuple[float, str]
"""Of the alignment of columns with gaps: its score so far, and the move that led there."""


@lru_cache(maxsize=_SETTINGS.remembered)
def aligned(
    alike: tuple[tuple[float, ...], ...], optional: tuple[bool, ...]
) -> tuple[float, list[tuple[int, int, int]]]:
    """Global alignment of columns with gaps (Needleman and Wunsch 1970).

    `alike` has a row for each column, an entry for each gap; `optional` columns may lack at no cost. Returns
    the fit (mean likeness, less costs) and (column, first gap, last gap) for each column found.
    """
    n, m = len(alike), len(alike[0])
    best: list[list[AlignmentCell]] = [[(0.0, "")] * (m + 1) for _ in range(n + 1)]
    for i in range(n + 1):
        for j in range(m + 1):
            if i or j:
                best[i][j] = max(_moves(best, alike, optional, i, j))
    pairs = _traceback(best, n, m)
    counted = n - sum(optional) + sum(optional[column] for column, *_ in pairs)
    return max(0.0, best[n][m][0] / max(1, counted)), pairs


def _moves(
    best: list[list[AlignmentCell]],
    alike: Sequence[Sequence[float]],
    optional: Sequence[bool],
    i: int,
    j: int,
) -> list[AlignmentCell]:
    moves = []
    if i and j:
        moves.append((best[i - 1][j - 1][0] + alike[i - 1][j - 1], "match"))
    if i:
        cost = 0.0 if optional[i - 1] else _SETTINGS.missing
        moves.append((best[i - 1][j][0] - cost, "missing"))
    if j:
        moves.append((best[i][j - 1][0] - _SETTINGS.spurious, "spurious"))
    return moves


def _traceback(best: list[list[AlignmentCell]], i: int, j: int) -> list[tuple[int, int, int]]:
    """Matched columns; a spurious gap widens the column to its left."""
    pairs: list[tuple[int, int, int]] = []
    extra = 0
    while i or j:
        move = best[i][j][1]
        if move == "match":
            i, j = i - 1, j - 1
            pairs.append((i, j, j + extra))
            extra = 0
        elif move == "missing":
            i -= 1
        else:
            j -= 1
            extra += 1
    return pairs[::-1]
