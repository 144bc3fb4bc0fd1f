"""The held-back set: generated filings that nothing was trained or fitted on, to measure on once it was.

Typefaces of the group `holdout` only; seeds used for nothing else, so that no form has the proportions, the
wear or the filing of one made elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import count
from pathlib import Path

from samples.generator.__main__ import Order, make
from samples.generator.profiles import PROFILE_NAMES
from samples.generator.style import FAMILIES, Family, Fills

FIRST_SEED = 1 << 31
"""The generator's command draws its seeds below this."""
ROUNDS = 3
"""Printed or typed filings of each family on each road."""
HAND_FAMILIES: tuple[Family, ...] = ("paper1996", "paper2002")
HAND_PROFILES = (
    "clean300",
    "office300bw",
    "office200bw",
    "jpeg150",
    "copy300g",
    "faxfine",
    "film",
    "copy200bw",
    "stamped",
    "rot90",
    "rot180",
    "ruin200bw",
)
"""The roads that forms filled by hand take."""
LAST_FILE = "boxes.json"
"""Of a case's files the one that is written last."""


def orders(folder: Path) -> list[Order]:
    """The cases of the set, each in a folder of its own in `folder`."""
    return [
        Order(folder / f"{n:03}-{family}-{profile}-{fills}", family, profile, seed, "holdout", None, fills)
        for (family, profile, fills), n, seed in zip(_kinds(), count(), count(FIRST_SEED), strict=False)
    ]


def made(folder: Path, jobs: int, wanted: list[Order] | None = None) -> Path:
    """`folder` with the set in it; cases that are there already are left as they are."""
    missing = [order for order in wanted or orders(folder) if not (order.folder / LAST_FILE).exists()]
    with ProcessPoolExecutor(jobs) as pool:
        list(pool.map(make, missing, chunksize=2))
    return folder


def _kinds() -> Iterator[tuple[Family, str, Fills]]:
    for _ in range(ROUNDS):
        yield from ((family, profile, "typed") for profile in PROFILE_NAMES for family in FAMILIES)
    yield from ((family, profile, "hand") for profile in HAND_PROFILES for family in HAND_FAMILIES)
