"""The letters that the form's columns hold, with their meaning in the words of the form's instructions."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class TransactionCode(StrEnum):
    """What a transaction was (column 3 of Table I, 4 of Table II; instruction 8 of the form)."""

    P = "P"
    S = "S"
    V = "V"
    A = "A"
    D = "D"
    F = "F"
    I = "I"  # noqa: E741 - the form's own letter
    M = "M"
    C = "C"
    E = "E"
    H = "H"
    O = "O"  # noqa: E741 - the form's own letter
    X = "X"
    G = "G"
    L = "L"
    W = "W"
    Z = "Z"
    J = "J"
    K = "K"
    U = "U"

    @property
    def meaning(self) -> str:
        """What the letter stands for."""
        return _TRANSACTIONS[self.value]


class AcquiredDisposed(StrEnum):
    """Whether securities came or went."""

    A = "A"
    D = "D"

    @property
    def meaning(self) -> str:
        """What the letter stands for."""
        return "acquired" if self is AcquiredDisposed.A else "disposed of"


class OwnershipForm(StrEnum):
    """How securities are held."""

    D = "D"
    I = "I"  # noqa: E741 - the form's own letter

    @property
    def meaning(self) -> str:
        """What the letter stands for."""
        return "direct" if self is OwnershipForm.D else "indirect"


_TRANSACTIONS: Mapping[str, str] = {
    "P": "open market or private purchase",
    "S": "open market or private sale",
    "V": "transaction voluntarily reported earlier than required",
    "A": "grant, award or other acquisition under Rule 16b-3(d)",
    "D": "disposition to the issuer under Rule 16b-3(e)",
    "F": "payment of exercise price or tax by delivering or withholding securities",
    "I": "discretionary transaction under Rule 16b-3(f)",
    "M": "exercise or conversion of a derivative security exempted under Rule 16b-3",
    "C": "conversion of a derivative security",
    "E": "expiration of a short derivative position",
    "H": "expiration or cancellation of a long derivative position with value received",
    "O": "exercise of an out-of-the-money derivative security",
    "X": "exercise of an in-the-money or at-the-money derivative security",
    "G": "bona fide gift",
    "L": "small acquisition under Rule 16a-6",
    "W": "acquisition or disposition by will or the laws of descent and distribution",
    "Z": "deposit into or withdrawal from a voting trust",
    "J": "other acquisition or disposition, described in a footnote",
    "K": "transaction in an equity swap or a similar instrument",
    "U": "disposition under a tender of shares in a change of control",
}
