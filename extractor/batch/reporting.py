"""The report of an archive: one HTML file, its pictures in it, its figures from the index."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log1p

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from extractor.batch.agenda import all_totals
from extractor.batch.index import Index
from extractor.batch.tasks import BINS, JournalEntry, Status

SLOWEST, SHOWN = 15, 500
"""Documents listed as the slowest, and as set aside."""
MANY = 10_000
"""Histograms added up at a time."""
WORDS: dict[Status, str] = {
    "ok": "extracted, every cell accepted",
    "review": "extracted, something to look at",
    "refused": "refused: damaged, encrypted, too large, no document",
    "not-a-form4": "readable, but no Form 4",
    "failed": "given up: took too long, crashed",
}
_OWN = "originals o join entries e on e.id = o.entry"
_SUMS = "count(*), sum(e.pages), sum(e.filings), sum(e.looks), sum(e.status = 'review')"


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a picture: its name, its count, its length (0 to 1)."""

    name: str
    count: int
    length: float


def report(index: Index) -> str:
    """The page for all entries of an index whose originals are chosen: what copies hold counts once."""
    sql, totals = index.sql, all_totals(index)
    own, pages, filings, looks, to_review = (
        n or 0 for n in sql.execute(f"select {_SUMS} from {_OWN}").fetchone()
    )
    extracted = sql.execute("select count(*) from entries where filings > 0").fetchone()[0]
    sure = _sure(index)
    statuses = totals.statuses
    return _template().render(
        documents=totals.documents,
        copies=extracted - own,
        pages=pages,
        filings=filings,
        cells=sum(sure),
        looks=looks,
        to_review=to_review,
        statuses=_bars([(WORDS[status], statuses[status]) for status in WORDS if status in statuses]),
        layouts=_bars(sorted(_layouts(index).items())),
        sure=_columns(sure),
        slowest=_entries(index, f"{_OWN} order by e.seconds desc, e.url", SLOWEST),
        aside=_entries(index, "entries e where e.status not in ('ok', 'review') order by e.url", SHOWN),
        more_aside=max(0, totals.set_aside - SHOWN),
    )


def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("extractor.batch", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    return environment.get_template("report.html")


def _sure(index: Index) -> list[int]:
    """The cells of all originals by their confidence."""
    import numpy as np

    total = np.zeros(BINS, np.int64)
    rows = index.sql.execute(f"select e.sure from {_OWN}")
    while some := rows.fetchmany(MANY):
        total += np.frombuffer(b"".join(sure for (sure,) in some), "<u4").reshape(-1, BINS).sum(0, np.int64)
    return [int(count) for count in total]


def _layouts(index: Index) -> Counter[str]:
    """The filings of all originals by their layout."""
    found: Counter[str] = Counter()
    for layouts, count in index.sql.execute(f"select e.layouts, count(*) from {_OWN} group by e.layouts"):
        for layout in json.loads(layouts):
            found[layout] += count
    return found


def _entries(index: Index, which: str, most: int) -> list[JournalEntry]:
    rows = index.sql.execute(f"select e.id from {which} limit {most}").fetchall()
    return [index.entry(number) for (number,) in rows]


def _columns(counts: Sequence[int]) -> list[Bar]:
    """Columns with logarithmic heights: nearly all cells are sure, and the few others must be visible."""
    most = log1p(max(counts, default=0)) or 1.0
    steps = [(f"{k / BINS:.0%} to {(k + 1) / BINS:.0%}", count) for k, count in enumerate(counts)]
    return [Bar(name, count, log1p(count) / most) for name, count in steps]


def _bars(counted: Sequence[tuple[str, int]]) -> list[Bar]:
    most = max((count for _, count in counted), default=0) or 1
    return [Bar(name, count, count / most) for name, count in counted]
