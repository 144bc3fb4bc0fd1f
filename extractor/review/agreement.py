"""Which of the votes on an item hold: one is enough, or two reviewers must agree and a third settles."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.review.decisions import Decision, Mode

SETTLES = 3
"""The vote that settles a disagreement."""


def holding(votes: Sequence[Decision], mode: Mode, kind: str) -> list[Decision]:
    """The votes on one item that hold, oldest first; none while it is open.

    A sample is keyed once in either mode: it is blind already. Rows are changed by one reviewer.
    """
    if mode == "single" or kind in ("sample", "rows"):
        return list(votes)
    for count, vote in enumerate(votes, 1):
        if count >= SETTLES or any(_same(vote, other) for other in votes[: count - 1]):
            return [vote]
    return []


def _same(one: Decision, other: Decision) -> bool:
    """True for the same outcome, whichever keys it took."""
    return (_outcome(one), one.after) == (_outcome(other), other.after)


def _outcome(decision: Decision) -> str:
    return decision.action if decision.action in ("blank", "illegible") else "value"
