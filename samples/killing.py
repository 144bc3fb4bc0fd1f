"""Reviewers killed at any moment: what they were told is kept must be in the store.

`python -m samples.killing STORE` decides one item after another and prints each decision's number once it is
acknowledged; `survives` starts that, kills it and looks.
"""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

from extractor.review.schema import opened
from extractor.review.service import ReviewService

LONGEST = 0.6
"""Seconds after its first decision at which a reviewer is killed, at most."""


def work(store: str) -> None:
    """Decides until it is killed or nothing is left; what is left is decided again from the start."""
    service = ReviewService(opened(store))
    while item := service.next_item("Ann"):
        print(service.decide(item.number, "Ann", "illegible").decision.number, flush=True)
    print("done", flush=True)


def survives(store: Path, kills: int, seed: int = 1) -> int:
    """Kills a reviewer so many times at random moments; the decisions acknowledged in all.

    Raises AssertionError where one of them is not in the store, or made twice.
    """
    rng, acknowledged = random.Random(seed), []
    for _ in range(kills):
        acknowledged += _killed(store, rng.uniform(0, LONGEST))
        kept = [decision.number for decision in ReviewService(opened(f"sqlite:///{store}")).log()]
        lost = sorted(set(acknowledged) - set(kept))
        assert not lost, f"acknowledged and lost: {lost}"
        assert len(kept) == len(set(kept))
    return len(acknowledged)


def _killed(store: Path, after: float) -> list[int]:
    """What a reviewer was told before it was killed, so many seconds after its first decision."""
    command = [sys.executable, "-m", "samples.killing", f"sqlite:///{store}"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as reviewer:
        assert reviewer.stdout is not None
        first = reviewer.stdout.readline()
        time.sleep(after)
        reviewer.kill()
        told = [first, *reviewer.stdout.readlines()]
    return [int(line) for line in told if line.endswith("\n") and line.strip().isdigit()]


if __name__ == "__main__":
    work(sys.argv[1])
