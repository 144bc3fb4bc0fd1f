"""What a doubtful cell could say, each choice with the log of how probable its ink makes it.

The readers' own alternatives share what the confidence leaves; a value that the form's sums ask for is a
choice too where the reading looks like a misreading of it; the rest stays with `None`: anything else.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import exp, log

from extractor.model.filing import Cell
from extractor.reconcile.confusions import misread
from extractor.reconcile.search import Choice, Doubtful

CRISP = 0.995
"""A reading this sure is never overruled: the sums may only say that something is wrong."""
NAMED = 0.7
"""Of what the confidence leaves: the share of the values some reader names; misreadings take it otherwise."""
ASKED = 0.5
"""Of what the named values leave: the share of what the sums may ask for."""
LEAST = 1e-9
LETTERS = {"transactionAcquiredDisposedCode": "AD", "directOrIndirectOwnership": "DI"}
"""Cells that hold one of two letters: what is not the one is the other."""


def is_crisp(cell: Cell) -> bool:
    """True for what its file spells out, and for ink read beyond doubt."""
    return cell.source == "text" or cell.confidence >= CRISP


def choices(cell: Cell, asked: Iterable[str]) -> Doubtful:
    """The choices of a cell, as read first; `asked` are values that would make a statement hold."""
    left = max(LEAST, 1 - cell.confidence)
    shares = {} if is_crisp(cell) else _others(cell, left, asked)
    left -= sum(shares.values())
    first = Choice(cell.value or None, log(max(LEAST, cell.confidence)))
    named = sorted(shares.items(), key=lambda item: -item[1])
    others = [Choice(value, log(share)) for value, share in named if share > LEAST]
    rest = [Choice(None, log(max(LEAST, left)))] if cell.value and not _is_letter(cell) else []
    return Doubtful(cell.path, (first, *others, *rest))


def _others(cell: Cell, left: float, asked: Iterable[str]) -> dict[str, float]:
    """Value → probability of everything but the reading."""
    if letters := LETTERS.get(cell.path.rpartition("/")[2]):
        return {letter: left for letter in letters if letter != cell.value}
    named = {other.value: other.probability for other in cell.alternatives}
    named |= {value: named.get(value, 0.01) for value in cell.readings.values() if value}
    named.pop(cell.value, None)
    total = max(sum(named.values()), 1 - (cell.confidence or 0))
    shares = {value: NAMED * left * p / total for value, p in named.items()}
    spare = left - sum(shares.values())
    for value in asked:
        if value not in shares and value != cell.value:
            shares[value] = ASKED * spare * exp(misread(value, cell.value))
    return shares


def _is_letter(cell: Cell) -> bool:
    return cell.path.rpartition("/")[2] in LETTERS


def is_weighed(cell: Cell) -> bool:
    """True for the cells the sums may speak of: what was read off ink."""
    return cell.source != "text"
