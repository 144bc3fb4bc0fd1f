"""What to ask about a filing, and in which order."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from extractor.model.filing import Filing
from extractor.model.filing_view import FilingView
from extractor.model.path import FOOTNOTE, TABLES, CellPath
from extractor.review.decisions import ItemKind

PARTS = ("", "reportingOwnerAddress", "reportingOwnerRelationship", "reportingOwnerId")
"""What of an element is no single cell: all of it, or a part of an owner."""


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to ask: the path it is about, and why."""

    kind: ItemKind
    path: str
    reason: str


def questions(filing: Filing) -> list[Question]:
    """What is to be looked at in a filing: first what settles most beside itself, then as on the form."""
    asked = [Question(_kind(item.path), item.path, item.reason) for item in FilingView(filing).findings]
    once = list({question.path: question for question in asked}.values())
    bound, order = _bound(filing, {q.path for q in once}), _order(filing)
    last = len(order)
    return sorted(once, key=lambda q: (q.kind != "cell", -bound[q.path], order.get(q.path, last)))


def samples(filing: Filing, key: str, share: float) -> list[Question]:
    """A share of the accepted cells, drawn by their names alone: the same ones each time; `key` tells filings
    apart."""
    accepted = [cell.path for cell in filing.cells if cell.status in ("accepted", "repaired")]
    drawn = [path for path in accepted if _number(f"{key} {path}") < share]
    return [Question("sample", path, "keyed blind, to measure accepted values") for path in drawn]


def _kind(path: str) -> ItemKind:
    return "rows" if _is_whole(CellPath.parse(path)) else "cell"


def _is_whole(path: CellPath) -> bool:
    """True for paths that name no single cell: the filing, a table, a row, an owner, the footnotes."""
    if path.element == FOOTNOTE:
        return False
    return path.field in PARTS if path.element else path.field in ("", *TABLES, "footnotes")


def _bound(filing: Filing, wanted: set[str]) -> Mapping[str, int]:
    """How many other doubtful cells stand in the same sums as each."""
    count: Counter[str] = Counter()
    for check in filing.checks:
        own = wanted & set(check.cells)
        count.update({path: len(own) - 1 for path in own})
    return count


def _order(filing: Filing) -> dict[str, int]:
    return {cell.path: number for number, cell in enumerate(filing.cells)}


def _number(name: str) -> float:
    """A number from 0 to 1 that a name always has."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big") / 2**64
