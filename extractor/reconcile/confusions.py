"""How values get misread: look-alike characters, digits lost or gained, the point elsewhere.

Counted on generated scans whose truth is known (`samples/confusions.py`); the counts are `confusions.json`
beside this file. Values are those of the output: plain numbers, ISO dates, codes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources
from itertools import pairwise
from math import inf, log, prod
from string import ascii_uppercase, digits
from typing import Literal, get_args

from extractor.reconcile.settings import SETTINGS

ValueKind = Literal["number", "date", "code"]
SlipType = Literal[
    "other",
    "point",
    "lost first",
    "lost inside",
    "lost last",
    "lost double",
    "gained first",
    "gained inside",
    "gained last",
    "gained double",
]
"""What went wrong: another character, the point elsewhere, a character too few or too many and where; it is
`double` where it is the same as one beside it."""
SLIP_TYPES: tuple[SlipType, ...] = get_args(SlipType)
SLIPS_OF: Mapping[ValueKind, int] = {"number": len(SLIP_TYPES), "date": 1, "code": len(SLIP_TYPES) - 1}
"""How many types of slips there can be: a date keeps its length, a code has no point."""

_DATE = re.compile(r"\d{4}-\d\d(-\d\d)?")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


@dataclass(frozen=True, slots=True)
class Slip:
    """One thing gone wrong: `true` was read as `read` (empty for nothing); of the point, `read` is the power
    of ten by which the value changed."""

    type: SlipType
    true: str
    read: str


@dataclass(frozen=True, slots=True)
class Counts:
    """What was met among the readings of generated scans.

    `shown`: how often a character was there to be read; `others`: character → what it was taken for;
    `gained`: place → characters too many; `powers`: powers of ten by which a number changed; `sorts`: kind of
    value → type of slip among the values with one; `slips`: kind → number of slips (`1`, `2`, `more`) in
    the values misread.
    """

    shown: Mapping[str, int]
    others: Mapping[str, Mapping[str, int]]
    gained: Mapping[str, Mapping[str, int]]
    powers: Mapping[str, int]
    sorts: Mapping[str, Mapping[str, int]]
    slips: Mapping[str, Mapping[str, int]]


def misread(true: str, read: str) -> float:
    """Log probability that a value is misread as `read`, given that it says `true` and is misread.

    Minus infinity where the two are the same or too far apart: more than two slips, or lengths that differ
    by more than one.
    """
    found = slips(true, read)
    if not found:
        return -inf
    kind = kind_of(true)
    known = counts()
    many = _share(known.slips.get(kind, {}), str(len(found)), SETTINGS.most_slips + 1)
    chance = many * prod(_chance(slip, plain(true), kind, known) for slip in found)
    return log(chance) if chance else -inf


def kind_of(value: str) -> ValueKind:
    """The kind of a value, by its form."""
    if _DATE.fullmatch(value):
        return "date"
    return "number" if _NUMBER.fullmatch(value) else "code"


def plain(value: str) -> str:
    """A number without idle zeros (`45.50` → `45.5`); anything else as it is."""
    if kind_of(value) != "number":
        return value
    return f"{Decimal(value).normalize():f}"


def slips(true: str, read: str) -> tuple[Slip, ...] | None:
    """What went wrong between a value and its reading; None where they are too far apart.

    A number whose digits are right and whose point is not has one slip: a comma read as a point makes a
    thousandth of a count.
    """
    true, read = plain(true), plain(read)
    if kind_of(true) == kind_of(read) == "number" and (power := _power(true, read)):
        return (Slip("point", "", str(power)),)
    if abs(len(_digits(true)) - len(_digits(read))) > 1:
        return None
    found = _edits(true, read)
    return found if len(found) <= SETTINGS.most_slips else None


def _power(true: str, read: str) -> int:
    """The power of ten that was read into a number; 0 where other digits were read.

    A whole number that lost or gained a zero lost a digit, not its point.
    """
    amount, other = Decimal(true), Decimal(read)
    power = other.adjusted() - amount.adjusted()
    if not amount or abs(power) > SETTINGS.most_power or amount.scaleb(power) != other:
        return 0
    return power if power % 3 == 0 or "." in true + read else 0


def _digits(value: str) -> str:
    return value.replace(".", "")


def _edits(true: str, read: str) -> tuple[Slip, ...]:
    """The fewest slips character by character; the digits of a date have each its own place."""
    from rapidfuzz.distance import Hamming, Levenshtein

    is_dates = kind_of(true) == kind_of(read) == "date"
    edits = (Hamming if is_dates else Levenshtein).editops(true, read)
    return tuple(_slip(edit.tag, edit.src_pos, edit.dest_pos, true, read) for edit in edits)


def _slip(tag: str, at: int, there: int, true: str, read: str) -> Slip:
    """The slip at a place of the value and of its reading."""
    if tag != "insert" and true[at] == ".":
        return Slip("point", "", str(len(true) - at - 1))
    if tag != "delete" and read[there] == ".":
        return Slip("point", "", str(at - len(true)))
    match tag:
        case "replace":
            return Slip("other", true[at], read[there])
        case "delete":
            return Slip(f"lost {_place(true, at)}", true[at], "")  # type: ignore[arg-type]
    return Slip(f"gained {_place(read, there)}", "", read[there])  # type: ignore[arg-type]


def _place(text: str, at: int) -> str:
    """Where in the longer of the two texts the character stands that the other lacks."""
    if text[at] in (text[at - 1 : at], text[at + 1 : at + 2]):
        return "double"
    if at == 0:
        return "first"
    return "last" if at == len(text) - 1 else "inside"


def _chance(slip: Slip, true: str, kind: ValueKind, known: Counts) -> float:
    """How probable a slip is in a value with one."""
    share = _share(known.sorts.get(kind, {}), slip.type, SLIPS_OF[kind])
    match slip.type.split():
        case ["other"]:
            return share * _other(slip, true, kind, known)
        case ["point"]:
            return share * _share(known.powers, slip.read, 2 * SETTINGS.most_power)
        case ["gained", "first" | "inside" | "last" as place]:
            letter = _share(known.gained.get(place, {}), slip.read, len(_letters(kind)))
            return share * letter / _places(true, slip.type)
    return share / _places(true, slip.type)


def _share(counted: Mapping[str, int], name: str, ways: int) -> float:
    """The share of one of so many ways, as counted."""
    return (counted.get(name, 0) + SETTINGS.unseen) / (sum(counted.values()) + ways * SETTINGS.unseen)


def _other(slip: Slip, true: str, kind: ValueKind, known: Counts) -> float:
    """How probable it is that it is this character which is taken for that one."""
    letters = _letters(kind)
    if slip.true not in letters:
        return 0.0
    shown = [own for own in true if own in letters]
    every = sum(_taken(own, letter, known) for own in shown for letter in letters if letter != own)
    return _taken(slip.true, slip.read, known) / every


def _taken(true: str, read: str, known: Counts) -> float:
    """How often one character is taken for another, to a time it is shown."""
    return (known.others.get(true, {}).get(read, 0) + SETTINGS.unseen) / (known.shown.get(true, 0) + 1)


def _letters(kind: ValueKind) -> str:
    return digits + ascii_uppercase if kind == "code" else digits


def _places(true: str, slip: SlipType) -> int:
    """In how many places of a value a character can be lost or gained so (at least 1)."""
    match slip:
        case "lost double":
            return max(1, sum(one == other for one, other in pairwise(true)))
        case "lost inside":
            return max(1, len(true) - 2)
        case "gained double":
            return max(1, len(true))
        case "gained inside":
            return max(1, len(true) - 1)
    return 1


@cache
def counts() -> Counts:
    """The counts shipped."""
    text = resources.files("extractor.reconcile").joinpath("confusions.json").read_text(encoding="utf-8")
    return Counts(**json.loads(text))
