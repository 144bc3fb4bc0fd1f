"""The report of an archive: one HTML file, its pictures in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import log1p

from jinja2 import Environment, PackageLoader, StrictUndefined

from extractor.batch.tasks import BINS, Entry, Status

SLOWEST, SHOWN = 15, 500
"""Documents named as the slowest, and of those set aside."""
WORDS: dict[Status, str] = {
    "ok": "extracted, every cell accepted",
    "review": "extracted, some cells to look at",
    "refused": "refused: damaged, encrypted, too large, no document",
    "not-a-form4": "readable, but no Form 4",
    "failed": "given up: took too long, crashed",
}


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a picture: its name, its count, its length (0 to 1)."""

    name: str
    count: int
    length: float


def report(entries: Sequence[Entry], originals: Collection[str]) -> str:
    """The page for all entries of a journal; `originals` are the URLs of those that are no copies."""
    own = [entry for entry in entries if entry.url in originals]
    statuses = Counter(entry.status for entry in entries)
    layouts = Counter(layout for entry in own for layout in entry.tally.layouts)
    sure = [sum(entry.tally.sure[k] for entry in own) for k in range(BINS)]
    looks = sum(entry.tally.looks for entry in own)
    aside = [entry for entry in entries if not entry.is_extracted]
    environment = Environment(
        loader=PackageLoader("extractor.batch", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    return environment.get_template("report.html").render(
        documents=len(entries),
        copies=sum(entry.tally.filings > 0 for entry in entries) - len(own),
        pages=sum(entry.tally.pages for entry in own),
        filings=sum(entry.tally.filings for entry in own),
        cells=sum(sure),
        looks=looks,
        to_review=sum(entry.status == "review" for entry in own),
        statuses=_bars([(WORDS[status], statuses[status]) for status in WORDS if statuses[status]]),
        layouts=_bars(sorted(layouts.items())),
        sure=_columns(sure),
        slowest=sorted(own, key=lambda entry: (-entry.seconds, entry.url))[:SLOWEST],
        aside=aside[:SHOWN],
        more_aside=max(0, len(aside) - SHOWN),
    )


def _columns(counts: Sequence[int]) -> list[Bar]:
    """Columns whose heights grow with the logarithm: nearly all cells are sure, and the rest must be seen."""
    most = log1p(max(counts, default=0)) or 1.0
    steps = [(f"{k / BINS:.0%} to {(k + 1) / BINS:.0%}", count) for k, count in enumerate(counts)]
    return [Bar(name, count, log1p(count) / most) for name, count in steps]


def _bars(counted: Sequence[tuple[str, int]]) -> list[Bar]:
    most = max((count for _, count in counted), default=0) or 1
    return [Bar(name, count, count / most) for name, count in counted]
