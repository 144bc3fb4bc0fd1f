"""Draws the stored forms again: python -m tests.golden.draw.

No seed of theirs is used elsewhere: training, calibration and the generator's command draw theirs below 2^31,
the held-back set a few hundred from there on. The typefaces are those of the group `calibrate`, so that
whoever mends what these forms show does not look at the held-back ones; all of them must be installed
(samples/README.md names their packages), or other forms are drawn.
"""

from __future__ import annotations

import sys

from extractor.debug.stages import readable_json
from extractor.errors import ComponentMissing
from samples.generator.cases import make_case, truth_of
from samples.generator.fonts import missing
from samples.generator.style import Family
from tests.golden.cases import FILINGS, PROFILES, Case

FIRST_SEED = 3 << 30
SEEDS: dict[str, tuple[Family, tuple[int, int, int]]] = {
    "form4-1996": ("paper1996", (17, 22, 4)),
    "form4-2002": ("paper2002", (9, 1, 16)),
    "form4-agent2002": ("agent2002", (6, 9, 7)),
    "form4-edgar": ("edgar", (8, 9, 18)),
}
"""Layout → the generator's family, and the seed of each filing from `FIRST_SEED`: short filings, so that all
forms are read in a few minutes."""


def main() -> int:
    """Draws every form; raises ComponentMissing where a typeface is not installed."""
    if absent := missing("calibrate"):
        raise ComponentMissing(f"not installed: {', '.join(absent)}; samples/README.md names their packages")
    for layout, (family, seeds) in SEEDS.items():
        for filing, seed in enumerate(seeds, 1):
            _draw(layout, filing, family, FIRST_SEED + seed)
    return 0


def _draw(layout: str, filing: int, family: Family, seed: int) -> None:
    for profile in (profile for profile in PROFILES if filing in FILINGS[profile]):
        folder = Case(layout, filing, profile).folder
        folder.mkdir(parents=True, exist_ok=True)
        made = make_case(family, profile, seed, "calibrate", fills="typed")
        (folder / f"{profile}.{made.suffix}").write_bytes(made.content)
    truth = {"filings": [{"cells": truth_of(made.cells)}]}
    (folder / "truth.json").write_text(f"{readable_json(truth)}\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
