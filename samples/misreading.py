"""Filings as if read from scans: right cells with the confidences right ones get, and some cells misread.

Confidences and the share of misreads whose right value is still named are those that extraction gave to the
numbers, dates and codes of 260 generated scans (fonts `calibrate`): 4,440 right cells and 129 wrong ones.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp
from string import digits

from extractor.fields import values
from extractor.filing import Alternative, Cell, Filing
from extractor.reconcile.confusions import Kind, kind_of, misread

RIGHT: dict[Kind, tuple[float, ...]] = {
    "number": (0.077, 0.927, 0.981, 0.990, 0.993, 0.994, 0.995, 0.995, 0.996, 0.997, 0.999),
    "date": (0.160, 0.986, 0.993, 0.995, 0.996, 0.996, 0.997, 0.997, 0.997, 0.998, 0.999),
    "code": (0.223, 0.994, 0.996, 0.997, 0.997, 0.998, 0.998, 0.998, 0.999, 0.999, 0.9995),
}
WRONG: dict[Kind, tuple[float, ...]] = {
    "number": (0.040, 0.143, 0.255, 0.382, 0.434, 0.539, 0.686, 0.756, 0.863, 0.980, 0.997),
    "date": (0.247, 0.294, 0.422, 0.425, 0.436, 0.536, 0.575, 0.624, 0.661, 0.827, 0.931),
    "code": (0.319, 0.334, 0.350, 0.366, 0.393, 0.425, 0.458, 0.531, 0.682, 0.832, 0.983),
}
"""Confidence of right and of wrong cells: deciles from the least to the highest."""
NAMED: dict[Kind, float] = {"number": 0.38, "date": 0.43, "code": 0.5}
"""How often the right value of a misread cell is among its alternatives."""
LETTERS = {"transactionAcquiredDisposedCode": "AD", "directOrIndirectOwnership": "DI"}
MOST_MISREAD = 3
MOST_NAMED = 3
"""Alternatives a cell has at most."""


@dataclass(frozen=True, slots=True)
class Injected:
    """A cell misread; `named` says that its right value is among its alternatives."""

    path: str
    true: str
    read: str
    confidence: float
    named: bool


def as_scanned(filing: Filing, chance: random.Random) -> Filing:
    """The filing with every value read off ink, each as sure as right readings are."""
    return filing.model_copy(update={"cells": tuple(_scanned(cell, chance) for cell in filing.cells)})


def misread_cells(
    filing: Filing, least: float, bound: Sequence[str], chance: random.Random
) -> tuple[Filing, tuple[Injected, ...]]:
    """The filing with one to three of the cells at `bound` misread; accepted from `least` on."""
    known = {cell.path: cell for cell in filing.cells}
    able = [path for path in bound if misreadings(known[path])]
    chosen = chance.sample(able, min(len(able), chance.randint(1, MOST_MISREAD)))
    wrong = {path: _misread(known[path], least, chance) for path in chosen}
    cells = tuple(wrong[c.path][0] if c.path in wrong else _judged(c, least) for c in filing.cells)
    return filing.model_copy(update={"cells": cells}), tuple(item for _, item in wrong.values())


def misreadings(cell: Cell) -> dict[str, float]:
    """Value → weight of everything near that the cell can be misread as; nothing for words."""
    if letters := LETTERS.get(cell.path.rpartition("/")[2]):
        return {letter: 1.0 for letter in letters if letter != cell.value}
    if cell.path.endswith("transactionCode"):
        return {letter: exp(misread(cell.value, letter)) for letter in sorted(values.CODES - {cell.value})}
    if kind_of(cell.value) == "code":
        return {}
    near = (other for other in _near(cell.value) if other != cell.value and _is_value(other, cell.value))
    weights = {other: exp(misread(cell.value, other)) for other in near}
    return {other: weight for other, weight in weights.items() if weight > 0}


def _near(value: str) -> list[str]:
    """One character other, lost or gained; the point a thousandfold away."""
    ends = [(value[:k], value[k:]) for k in range(len(value) + 1)]
    other = [head + digit + tail[1:] for head, tail in ends if tail[:1].isdigit() for digit in digits]
    if kind_of(value) == "date":
        return list(dict.fromkeys(other))
    lost = [head + tail[1:] for head, tail in ends if tail]
    gained = [head + digit + tail for head, tail in ends for digit in digits]
    point = [f"{value[:-3]}.{value[-3:]}"] if "." not in value and len(value) > 3 else []
    return list(dict.fromkeys([*other, *lost, *gained, *point, value.replace(".", "")]))


def _is_value(text: str, like: str) -> bool:
    """True for what a cell of that kind could hold, printed as a filing prints it."""
    if kind_of(like) == "date":
        year, _, rest = text.partition("-")
        parse = values.day if rest.count("-") else values.month
        return parse(f"{rest}-{year}") == text
    return values.number(text) == text


def _scanned(cell: Cell, chance: random.Random) -> Cell:
    kind = kind_of(cell.value)
    sure = _drawn(RIGHT[kind], chance)
    return cell.model_copy(update={"source": "ocr", "confidence": sure})


def _judged(cell: Cell, least: float) -> Cell:
    return cell.model_copy(update={"status": "accepted" if cell.confidence >= least else "review"})


def _misread(cell: Cell, least: float, chance: random.Random) -> tuple[Cell, Injected]:
    weights, kind = misreadings(cell), kind_of(cell.value)
    read = chance.choices(list(weights), list(weights.values()))[0]
    sure, named = _drawn(WRONG[kind], chance), chance.random() < NAMED[kind]
    wrong = cell.model_copy(update={"value": read, "raw": read, "confidence": sure})
    others = list(misreadings(wrong))
    beside = chance.sample(others, min(len(others), MOST_NAMED - 1))
    named_too = [cell.value] if named else []
    values_named = dict.fromkeys([*named_too, *(other for other in beside if other != cell.value)])
    spread = [Alternative(value=v, raw=v, probability=(1 - sure) / MOST_NAMED) for v in values_named]
    changed = wrong.model_copy(update={"alternatives": tuple(spread)})
    return _judged(changed, least), Injected(cell.path, cell.value, read, sure, named)


def _drawn(deciles: Sequence[float], chance: random.Random) -> float:
    """A value between two neighbouring deciles, each pair as likely."""
    k = chance.randrange(len(deciles) - 1)
    return round(chance.uniform(deciles[k], deciles[k + 1]), 4)
