"""What several people's decisions on one item come to."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.review.decisions import Decision, Mode, person_of
from extractor.review.item_view import ROWS

DISPUTED = 3
"""Different answers after which the next ones are given with all of them in sight: blind keying cannot settle
what three people read in three ways."""


def holding(votes: Sequence[Decision], mode: Mode, kind: str) -> list[Decision]:
    """The votes on one item that hold, oldest first; none while it is open.

    In double mode two people must say the same, however many say something else. A sample is keyed once in
    either mode: it is blind already. Rows are changed by one reviewer.
    """
    if mode == "single" or kind in ("sample", "rows"):
        return list(votes)
    agreed = (vote for count, vote in enumerate(votes) if any(same(vote, own) for own in votes[:count]))
    found = next(agreed, None)
    return [found] if found else []


def closes(decisions: Sequence[Decision]) -> bool:
    """True where a decision settles its item; changes of rows go on until one of another kind ends them."""
    return any(decision.action not in ROWS for decision in decisions)


def same(one: Decision, other: Decision) -> bool:
    """True for the same outcome, whichever action led to it."""
    return (_outcome(one), one.after) == (_outcome(other), other.after)


def keyed_otherwise(decision: Decision) -> bool:
    """True where what was keyed blind for a sample is not the value that was accepted."""
    return decision.action != "illegible" and decision.after != decision.before


def is_blind(votes: Sequence[Decision], mode: Mode, reviewer: str) -> bool:
    """True where a reviewer must see nothing of an open item's value: another has answered already."""
    others = [vote for vote in votes if person_of(vote.reviewer) != person_of(reviewer)]
    return mode == "double" and bool(others) and not is_disputed(votes) and not holding(votes, mode, "cell")


def is_disputed(votes: Sequence[Decision]) -> bool:
    """True where so many people answered differently that they must see each other's answers."""
    return len(votes) >= DISPUTED and not holding(votes, "double", "cell")


def _outcome(decision: Decision) -> str:
    if decision.action == "blank" and not decision.after:
        return "blank"
    return "illegible" if decision.action == "illegible" else "value"
