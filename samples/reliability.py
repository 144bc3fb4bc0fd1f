"""Whether values are as often right as the extraction says: the work behind `form4 bench calibration`.

Speaks of values read off scans; those of a text layer are as sure as their file. A value joined of two cells
counts as one.
"""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp, lgamma, log, log1p
from pathlib import Path

from extractor.options import MAX_ERROR
from samples.held_back import made
from samples.measuring import Measured, case_folders, measured
from samples.scoring import score_of

EDGES = (0.0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999, 1.0)
"""Bins of the confidence: narrow where most values lie."""
SIDE = 0.025
"""Probability left out at each side of an interval: 95 % intervals."""
ECE_ASKED = 0.01


@dataclass(frozen=True, slots=True)
class Claim:
    """What was said of a value and what came of it; `accepted` means that nobody is asked to look at it."""

    kind: str
    said: float
    right: bool
    accepted: bool


@dataclass(frozen=True, slots=True)
class Bin:
    """Values of about one confidence: the mean of what was said, how many they are, how many are right."""

    said: float
    cells: int
    right: int

    @property
    def share(self) -> float:
        """Share right (0 to 1)."""
        return self.right / self.cells

    @property
    def bounds(self) -> tuple[float, float]:
        """Between what the true share lies (95 %)."""
        low, high = interval(self.cells - self.right, self.cells)
        return 1 - high, 1 - low


@dataclass(frozen=True, slots=True)
class Reliability:
    """The curve over all claims and the expected calibration error."""

    claims: tuple[Claim, ...]
    bins: tuple[Bin, ...]
    filings: int

    @property
    def error(self) -> float:
        """Mean distance between what is said and what is so, each bin by its size."""
        return sum(abs(b.said - b.share) * b.cells for b in self.bins) / max(1, len(self.claims))


def measure(folder: Path | None, jobs: int) -> list[Measured]:
    """The cases of `folder`, or of the held-back set made for it, extracted and scored."""
    with tempfile.TemporaryDirectory() as scratch:
        return measured(case_folders(folder or made(Path(scratch), jobs)), jobs)


def reliability(cases: Sequence[Measured]) -> Reliability:
    """The curve of the values read off scans."""
    scans = _scans(cases)
    found = tuple(claims(scans))
    return Reliability(found, tuple(_bins(found)), len(scans))


def claims(cases: Iterable[Measured]) -> Iterator[Claim]:
    """What is claimed of each value read off a scan that can be right or wrong."""
    for case in cases:
        for verdict in case.verdicts:
            if verdict.sure is not None and verdict.source != "text":
                kind = verdict.kind if verdict.truth is not None else "no such cell"
                yield Claim(kind, verdict.sure, verdict.outcome == "correct", not verdict.flagged)


def _scans(cases: Iterable[Measured]) -> list[Measured]:
    """The cases of which something was read off ink."""
    return [case for case in cases if any(verdict.source == "ocr" for verdict in case.verdicts)]


def interval(hits: int, trials: int) -> tuple[float, float]:
    """Clopper and Pearson's interval for a rate of which `hits` in `trials` were seen (95 %)."""
    if not trials:
        return 0.0, 1.0
    low = 0.0 if hits == 0 else _rate_at(1 - SIDE, hits - 1, trials)
    high = 1.0 if hits == trials else _rate_at(SIDE, hits, trials)
    return low, high


def report(cases: Sequence[Measured]) -> Iterator[str]:
    """The lines the command prints; forms filled by hand stand apart."""
    scans = _scans(cases)
    printed = [case for case in scans if not case.hand]
    found = reliability(printed)
    if found.claims:
        yield from _curve(found)
        yield from _by_kind(found.claims)
        yield ""
        yield from _promise("accepted", printed)
    else:
        yield "no values were read off scans here; name a folder with scanned cases"
    if hand := [case for case in scans if case.hand]:
        yield from _promise("accepted on forms filled by hand", hand)


def _bins(found: Sequence[Claim]) -> Iterator[Bin]:
    for low, high in pairwise(EDGES):
        here = [c for c in found if low <= c.said < high or c.said == high == EDGES[-1]]
        if here:
            yield Bin(sum(c.said for c in here) / len(here), len(here), sum(c.right for c in here))


def _curve(found: Reliability) -> Iterator[str]:
    yield f"{len(found.claims)} values read off {found.filings} scans"
    yield f"{'said':>8}{'was':>9}{'95 %':>18}{'cells':>8}"
    for b in found.bins:
        low, high = b.bounds
        yield f"{b.said:>8.2%}{b.share:>9.2%}{f'{low:.2%} - {high:.2%}':>18}{b.cells:>8}"
    yield f"expected calibration error {found.error:.4f} (asked: at most {ECE_ASKED})"


def _by_kind(found: Iterable[Claim]) -> Iterator[str]:
    kinds: dict[str, list[Claim]] = defaultdict(list)
    for claim in found:
        kinds[claim.kind].append(claim)
    yield ""
    yield f"{'type of cell':<14}{'said':>9}{'was':>9}{'cells':>8}"
    for kind, own in sorted(kinds.items()):
        said, was = (sum(values) / len(own) for values in ((c.said for c in own), (c.right for c in own)))
        yield f"{kind:<14}{said:>9.2%}{was:>9.2%}{len(own):>8}"


def _promise(name: str, cases: Sequence[Measured]) -> Iterator[str]:
    """What the acceptance rule promises and what became of it; then the same with what was never read."""
    accepted = [claim for claim in claims(cases) if claim.accepted]
    yield _kept(f"values {name}", sum(not claim.right for claim in accepted), len(accepted))
    score = score_of(v for case in cases for v in case.verdicts if v.source != "text")
    yield _kept("  silent errors, missing values too", score.silent, score.cells)


def _kept(name: str, wrong: int, cells: int) -> str:
    rate, (low, high) = wrong / max(1, cells), interval(wrong, cells)
    kept = "kept" if rate <= MAX_ERROR else "kept within its bounds" if low <= MAX_ERROR else "not kept"
    figures = f"{wrong} wrong of {cells}: {rate:.3%} (95 %: {low:.3%} - {high:.3%})"
    return f"{name}: {figures}; promised at most {MAX_ERROR:.3%}: {kept}"


def _rate_at(level: float, hits: int, trials: int) -> float:
    """The rate at which at most `hits` in `trials` have the probability `level`; found by halving."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        if _at_most(hits, trials, middle) > level:
            low = middle
        else:
            high = middle
    return low


def _at_most(hits: int, trials: int, rate: float) -> float:
    """Probability of at most `hits` in `trials` at `rate` (0 to 1, both left out)."""
    ways = (lgamma(trials + 1) - lgamma(k + 1) - lgamma(trials - k + 1) for k in range(hits + 1))
    return sum(exp(way + k * log(rate) + (trials - k) * log1p(-rate)) for k, way in enumerate(ways))
