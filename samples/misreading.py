"""Filings as if read from scans: right cells with the confidences right ones get, and some cells misread.

Confidences and the share of misreads whose right value is still named are those that extraction, before the
sums had their say, gave to the numbers, dates and codes of 260 generated scans (fonts `calibrate`): 4,440
right cells and 129 wrong ones. What the alternatives are worth was counted on 85 of these, the worst worn:
2,738 right cells and 101 wrong ones.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import exp
from string import digits

from extractor.model.filing import Alternative, Cell, Filing
from extractor.reconcile.confusions import ValueKind, kind_of, misread
from extractor.reconcile.search import LETTERS
from extractor.values import parsers as values

RIGHT: dict[ValueKind, tuple[float, ...]] = {
    "number": (0.077, 0.927, 0.981, 0.990, 0.993, 0.994, 0.995, 0.995, 0.996, 0.997, 0.999),
    "date": (0.160, 0.986, 0.993, 0.995, 0.996, 0.996, 0.997, 0.997, 0.997, 0.998, 0.999),
    "code": (0.223, 0.994, 0.996, 0.997, 0.997, 0.998, 0.998, 0.998, 0.999, 0.999, 0.9995),
}
WRONG: dict[ValueKind, tuple[float, ...]] = {
    "number": (0.040, 0.143, 0.255, 0.382, 0.434, 0.539, 0.686, 0.756, 0.863, 0.980, 0.997),
    "date": (0.247, 0.294, 0.422, 0.425, 0.436, 0.536, 0.575, 0.624, 0.661, 0.827, 0.931),
    "code": (0.319, 0.334, 0.350, 0.366, 0.393, 0.425, 0.458, 0.531, 0.682, 0.832, 0.983),
}
"""Confidence of right and of wrong cells: deciles from the least to the highest."""
NAMED: dict[ValueKind, float] = {"number": 0.38, "date": 0.43, "code": 0.5}
"""How often the right value of a misread cell is among its alternatives."""
BESIDE = 0.93
"""How often a cell, right or wrong, has alternatives."""
RIGHT_SHARES: Mapping[ValueKind, tuple[float, ...]] = {
    "number": (0.0, 0.0, 0.0, 0.008, 0.016, 0.054, 0.5),
    "date": (0.0, 0.0, 0.0, 0.0, 0.0, 0.030, 0.5),
    "code": (0.0, 0.0, 0.0, 0.0, 0.043, 0.100, 0.5),
}
TRUE_SHARES = (0.0, 0.053, 0.141, 0.250, 0.375, 0.567, 0.95)
OTHER_SHARES = (0.0, 0.006, 0.027, 0.198, 0.300, 0.412, 0.95)
"""What an alternative has of what the confidence leaves, in sixths of the cells from the least to the
highest: the likeliest one of right cells; of wrong cells the right value where it is named (50 cells, 12 of
them of scans that the sums had settled), and the likeliest one where it is not."""
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


def as_scanned(filing: Filing, least: float, chance: random.Random) -> Filing:
    """The filing with every value read off ink, as sure as right readings are; accepted from `least` on."""
    cells = tuple(_judged(_scanned(cell, chance), least) for cell in filing.cells)
    return filing.model_copy(update={"cells": cells})


def misread_cells(
    filing: Filing, least: float, bound: Sequence[str], chance: random.Random
) -> tuple[Filing, tuple[Injected, ...]]:
    """The filing with one to three of the cells at `bound` misread; accepted from `least` on."""
    known = {cell.path: cell for cell in filing.cells}
    able = [path for path in bound if misreadings(known[path])]
    chosen = chance.sample(able, min(len(able), chance.randint(1, MOST_MISREAD)))
    wrong = {path: _misread(known[path], least, chance) for path in chosen}
    cells = tuple(wrong[c.path][0] if c.path in wrong else c for c in filing.cells)
    return filing.model_copy(update={"cells": cells}), tuple(item for _, item in wrong.values())


def misreadings(cell: Cell) -> Mapping[str, float]:
    """Value → weight of everything near that the cell can be misread as; nothing for words."""
    return _misreadings(cell.path.rpartition("/")[2], cell.value)


@cache
def _misreadings(column: str, value: str) -> Mapping[str, float]:
    if letters := LETTERS.get(column):
        return {letter: 1.0 for letter in letters if letter != value}
    if column == "transactionCode":
        return {letter: exp(misread(value, letter)) for letter in sorted(values.CODES - {value})}
    if kind_of(value) == "code":
        return {}
    near = (other for other in _near(value) if other != value and _is_value(other, value))
    weights = {other: exp(misread(value, other)) for other in near}
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
    share = (1 - sure) * _drawn(RIGHT_SHARES[kind], chance)
    alternatives = _likeliest_first(_halved(_beside(cell, "", chance), share))
    return cell.model_copy(update={"source": "ocr", "confidence": sure, "alternatives": alternatives})


def _judged(cell: Cell, least: float) -> Cell:
    return cell.model_copy(update={"status": "accepted" if cell.confidence >= least else "review"})


def _misread(cell: Cell, least: float, chance: random.Random) -> tuple[Cell, Injected]:
    weights, kind = misreadings(cell), kind_of(cell.value)
    read = chance.choices(list(weights), list(weights.values()))[0]
    sure, named = _drawn(WRONG[kind], chance), chance.random() < NAMED[kind]
    wrong = cell.model_copy(update={"value": read, "raw": read, "confidence": sure})
    share = _drawn(TRUE_SHARES, chance) if named else 0.0
    beside = _beside(wrong, cell.value, chance)[: MOST_NAMED - named]
    others = _halved(beside, (1 - sure) * (1 - share) * _drawn(OTHER_SHARES, chance))
    alternatives = _likeliest_first({cell.value: (1 - sure) * share, **others} if named else others)
    changed = wrong.model_copy(update={"alternatives": alternatives})
    return _judged(changed, least), Injected(cell.path, cell.value, read, sure, named)


def _beside(cell: Cell, but: str, chance: random.Random) -> list[str]:
    """Up to three other readings of a cell, the likelier ones oftener; sometimes there are none."""
    weights = {value: weight for value, weight in misreadings(cell).items() if value != but}
    if not weights or chance.random() >= BESIDE:
        return []
    count = chance.randint(1, MOST_NAMED)
    return list(dict.fromkeys(chance.choices(list(weights), list(weights.values()), k=count)))


def _halved(beside: Sequence[str], share: float) -> dict[str, float]:
    """Value → probability: the first has `share`, each further one half as much."""
    return {value: share / 2**number for number, value in enumerate(beside)}


def _likeliest_first(chances: Mapping[str, float]) -> tuple[Alternative, ...]:
    ordered = sorted(chances.items(), key=lambda item: -item[1])
    return tuple(Alternative(value=v, raw=v, probability=round(p, 6)) for v, p in ordered)


def _drawn(quantiles: Sequence[float], chance: random.Random) -> float:
    """A value between two neighbouring quantiles, each pair as likely."""
    k = chance.randrange(len(quantiles) - 1)
    return round(chance.uniform(quantiles[k], quantiles[k + 1]), 4)
