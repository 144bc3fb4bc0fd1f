"""Which layout a page is, and whether it begins a filing, goes on with one, or is no Form 4 at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.layout.bands import Band, find_bands
from extractor.layout.captioned_grid import captioned_grid
from extractor.layout.captions import WORN, Captions, beats, squeezed
from extractor.layout.first_row import first_row_freed
from extractor.layout.grid import Grid, find_grids
from extractor.layout.pattern import FIRST_TABLE, FURTHER_TABLES, NOTHING, Pattern, find_pattern
from extractor.layout.template import Evidence, HeaderBox, Layout
from extractor.model.geometry import Box
from extractor.model.page import PageText

NEEDED = 0.60
"""The least score of a page that begins a filing."""
STANDS_ALONE = 0.8
"""A furniture line seen this clearly makes a page part of the filing before it."""

RULES_PROVE = 0.7
"""Share of what its illegible captions leave open that the whole rule pattern of a layout proves."""
TITLE_SEEN = 0.85
"""Share of the letters of a title in large print that must be there for rules alone to prove the rest."""
LARGE = 7.0
"""Points: letters of titles are at least this high on a scan."""

OTHER_FORM = 0.1
"""A page that fits this little and bears another statement's title is of another form."""

_FORM = re.compile(r"(?:sec)?form(3|4|5|144)")
"""The forms whose names a page may bear; a figure misread as any other says nothing."""


@dataclass(frozen=True, slots=True)
class Score:
    """How well a layout fits a page, with its reasons.

    `value` counts captions and rules, `captions` the captions alone; `pattern` is what the rules show.
    """

    layout: Layout
    value: float
    captions: float
    pattern: Pattern
    seen: tuple[str, ...]
    missing: tuple[str, ...]
    against: tuple[str, ...]


@dataclass(frozen=True, eq=False, slots=True)
class PageAnalysis:
    """A page with its captions, its ruled bands and every layout's score, best first."""

    text: PageText
    captions: Captions
    ruled: tuple[tuple[Band, ...], ...]
    scores: tuple[Score, ...]

    @property
    def best(self) -> Score:
        return self.scores[0]

    @property
    def begins_filing(self) -> bool:
        """True where the page shows enough of a Form 4's first page."""
        return self.best.value >= NEEDED

    def continues(self, layout: Layout) -> bool:
        """True where the page can only belong to a filing of `layout` that began before it."""
        if self.best.value < OTHER_FORM and any("STATEMENT" in caption for caption in self.best.against):
            return False
        hits = map(self.captions.best, layout.marks)
        return any(hit and hit.score >= STANDS_ALONE for hit in hits) or bool(self.grids(layout))

    def header_boxes(self, layout: Layout) -> dict[HeaderBox, Box]:
        """The header boxes of `layout` that the rules of a scan draw."""
        ruling = next((score.pattern for score in self.scores if score.layout == layout), NOTHING)
        return {layout.header[number - 1]: box for number, box in ruling.boxes.items()}

    def grids(self, layout: Layout) -> tuple[Grid, ...]:
        """The tables of `layout` on the page, told by rules or, where those are gone, by their captions."""
        found = find_grids(self.text, layout.tables, self.ruled)
        ruled = [first_row_freed(grid, self.text) for grid in found]
        missing = [table for table in layout.tables if all(grid.table != table for grid in ruled)]
        told = (captioned_grid(self.text, self.captions, layout, table) for table in missing)
        more = [grid for grid in told if grid and not any(grid.box.overlap(other.box) for other in ruled)]
        return tuple(sorted((*ruled, *more), key=lambda grid: grid.box.top))


def analyse(page_text: PageText, layouts: Sequence[Layout]) -> PageAnalysis:
    """The page with every layout scored; `layouts` must not be empty."""
    captions = Captions(page_text)
    ruled = tuple(tuple(bands) for bands in find_bands(page_text.rules))
    sure = _unrivalled(layouts, captions)
    scores = []
    for layout in layouts:
        # A text layer has its captions whole: there is nothing for the rules to make up for.
        worn = page_text.source == "ocr" and _titled(page_text, layout, sure)
        scores.append(_score(layout, sure, _pattern(page_text, captions, ruled, layout) if worn else NOTHING))
    return PageAnalysis(page_text, captions, ruled, tuple(sorted(scores, key=lambda s: -s.value)))


def _pattern(
    page_text: PageText, captions: Captions, ruled: Sequence[Sequence[Band]], layout: Layout
) -> Pattern:
    """What rules show of the layout; where they show nothing, what the captions over its columns do."""
    drawn = find_pattern(layout, page_text.rules, ruled)
    if drawn.fit:
        return drawn
    first, *further = (captioned_grid(page_text, captions, layout, table) for table in layout.tables)
    return Pattern(FIRST_TABLE + FURTHER_TABLES * any(further), {}) if first else NOTHING


def _titled(page_text: PageText, layout: Layout, sure: dict[str, float]) -> bool:
    """True where large print, which outlasts the rest, bears the form's title or name and no other's."""
    large = [squeezed(line.text) for line in page_text.lines if line.words[0].size >= LARGE]
    named = {match[1] for text in large if (match := _FORM.fullmatch(text))}
    if named:
        return named == {layout.form}
    return sure.get(layout.evidence[0].caption, 0.0) > _clarity(TITLE_SEEN)


def _unrivalled(layouts: Sequence[Layout], captions: Captions) -> dict[str, float]:
    """How clearly each caption of any layout is seen (0 to 1), where no other fits the same words better.

    "Statement for Month/Day/Year" looks much like "Statement for Month/Year": only one of them is there.
    """
    wanted = {e.caption for layout in layouts for e in (*layout.evidence, *layout.against)}
    hits = {caption: hit for caption in wanted if (hit := captions.best(caption))}
    return {
        caption: _clarity(hit.score)
        for caption, hit in hits.items()
        if not any(beats(other, hit) for other in hits.values())
    }


def _clarity(score: float) -> float:
    """A hit at the threshold proves nothing, a whole one all."""
    return min(1.0, max(0.0, (score - WORN / 100) / (0.97 - WORN / 100)))


def _score(layout: Layout, sure: dict[str, float], ruling: Pattern) -> Score:
    """Weighted share of the evidence seen, less the weight of what speaks against the layout.

    The rules make up for captions that are illegible, never for those of another form.
    """
    seen = [e for e in layout.evidence if e.caption in sure]
    against = [e for e in layout.against if sure.get(e.caption, 0.0) > 0.5]
    missing = [e.caption for e in layout.evidence if e not in seen]
    value = (_weight(seen, sure) - _weight(against, sure)) / sum(e.weight for e in layout.evidence)
    legible = max(0.0, value)
    proved = 0.0 if against else RULES_PROVE * ruling.fit * (1 - legible)
    return Score(layout, legible + proved, legible, ruling, _names(seen), tuple(missing), _names(against))


def _weight(evidence: Sequence[Evidence], sure: dict[str, float]) -> float:
    return sum(e.weight * sure[e.caption] for e in evidence)


def _names(evidence: Sequence[Evidence]) -> tuple[str, ...]:
    return tuple(e.caption for e in evidence)
