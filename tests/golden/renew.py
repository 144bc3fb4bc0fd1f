"""Renews what the tests compare with, and prints what that changes.

    python -m tests.golden.renew            # the snapshots
    python -m tests.golden.renew accuracy   # the ratchet: keeps what became better, accepts what became worse

Snapshots that are the same within the tolerances stay as they are.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from extractor.debug.stages import stages_of
from tests.golden import accuracy, snapshots
from tests.golden.differences import differences

SHOWN = 20
"""Entries of each stage that are shown in full."""


def main(arguments: Sequence[str]) -> int:
    if arguments not in ([], ["accuracy"]):
        print(__doc__, file=sys.stderr)
        return 2
    renew_accuracy() if arguments else renew_snapshots()
    return 0


def renew_snapshots() -> None:
    for case in snapshots.CASES:
        stages = stages_of(case.file)
        lines = differences(snapshots.kept(case), stages, SHOWN)
        print("\n  ".join([f"{case.name}: {'renewed' if lines else 'the same'}", *lines]))
        if lines:
            snapshots.keep(case, stages)


def renew_accuracy() -> None:
    before = accuracy.kept()
    found: dict[str, accuracy.Figures] = {}
    for group in accuracy.GROUPS:
        found |= accuracy.measured(group)
        print("\n".join(accuracy.report(group, before, found)))
    accuracy.keep(found)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
