"""The report of an archive: one HTML file, its pictures in it, its figures from the index."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log1p
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from extractor.batch.agenda import all_totals
from extractor.batch.index import Index
from extractor.batch.tasks import BINS, JournalEntry, Status
from extractor.errors import OutputDamaged
from extractor.model.filing import Extraction
from extractor.model.reason_words import words_of
from extractor.model.review_list import places_to_look

SLOWEST, SHOWN, DOUBTFUL = 15, 500, 50
"""Documents listed as the slowest, as set aside, and as those with the most places to look at."""
LONGEST = 200
"""Characters of a reason, at most."""
REASONS = 3
"""Reasons named of each document, the most frequent ones."""
SLOW = (0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0)
"""Seconds that part the bars of the time taken: each about three times the one before."""
MANY = 10_000
"""Histograms added up at a time."""
WORDS: dict[Status, str] = {
    "ok": "extracted, every cell accepted",
    "review": "extracted, something to look at",
    "refused": "refused: damaged, encrypted, too large, no document",
    "not-a-form4": "readable, but no Form 4",
    "failed": "given up: took too long, crashed",
}
TO_DO: dict[Status, str] = {
    "refused": "Open some: a file that is damaged or encrypted must be got or scanned again.",
    "not-a-form4": "No Form 4 was found on their pages. A print that form4 does not know needs a layout: "
    "form4 layouts new drafts one.",
    "failed": "Run form4 batch again, if need be with a greater --max-document-seconds or --max-memory.",
}
_OWN = "originals o join entries e on e.id = o.entry"
_MOST_DOUBTFUL = f"{_OWN} where e.looks > 0 order by e.looks desc, e.url"
_SUMS = "count(*), sum(e.pages), sum(e.filings), sum(e.looks), sum(e.status = 'review')"


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a picture: its name, its count, its length (0 to 1)."""

    name: str
    count: int
    length: float


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A document with places to look at, and their most frequent reasons; `result` is its JSON's place."""

    entry: JournalEntry
    result: str
    reasons: tuple[str, ...]


def report(index: Index, result: Callable[[JournalEntry], Extraction]) -> str:
    """The page for all entries of an index whose originals are chosen: what copies hold counts once.

    `result` gives the extraction of an entry; those with the most places to look at are read.
    """
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
        doubtful=[_doubtful(entry, result) for entry in _entries(index, _MOST_DOUBTFUL, DOUBTFUL)],
        more_doubtful=max(0, to_review - DOUBTFUL),
        to_do=[(WORDS[status], TO_DO[status]) for status in TO_DO if status in statuses],
        times=_bars(_times(index)),
        sure=_columns(sure),
        slowest=_entries(index, f"{_OWN} order by e.seconds desc, e.url", SLOWEST),
        aside=_entries(index, "entries e where e.status not in ('ok', 'review') order by e.url", SHOWN),
        more_aside=max(0, totals.set_aside - SHOWN),
    )


def _doubtful(entry: JournalEntry, result: Callable[[JournalEntry], Extraction]) -> Doubtful:
    """A document with what is doubtful in it; without reasons where its result is damaged."""
    try:
        filings = result(entry).filings
    except OutputDamaged:
        filings = ()
    looks = [item for filing in filings for item in places_to_look(filing)]
    count = Counter(words_of(reason) for item in looks for reason in item.reasons[:1])
    named = [f"{words} ({n} times)" if n > 1 else words for words, n in count.most_common(REASONS)]
    return Doubtful(entry, quote(f"json/{entry.stem}.json"), tuple(words[:LONGEST] for words in named))


def _times(index: Index) -> list[tuple[str, int]]:
    """How many documents took how long, in seconds."""
    cases = " ".join(f"when e.seconds < {most} then {place}" for place, most in enumerate(SLOW))
    query = f"select case {cases} else {len(SLOW)} end as place, count(*) from {_OWN} group by place"
    found = dict(index.sql.execute(query).fetchall())
    names = [f"under {SLOW[0]:g} s", *(f"{low:g} to {high:g} s" for low, high in pairwise(SLOW))]
    return [(name, found.get(place, 0)) for place, name in enumerate([*names, f"{SLOW[-1]:g} s and more"])]


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
