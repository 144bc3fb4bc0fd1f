"""Which layout a page is, and whether it begins a filing, continues one, or is no Form 4 at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from extractor.layout.analysis import PageAnalysis, grids_on
from extractor.layout.bands import Band, collinear, find_bands
from extractor.layout.captioned_grid import captioned_grid
from extractor.layout.captions import Captions, beats
from extractor.layout.form_titles import layouts_titled, names_on
from extractor.layout.glued_headings import with_headings_apart
from extractor.layout.head_rules import head_by_rules
from extractor.layout.meaning import meant
from extractor.layout.settings import SETTINGS
from extractor.layout.template import Evidence, HeaderBlock, Layout, generic_layout
from extractor.model.geometry import Box
from extractor.model.page import PageText, RulingLine, RulingLines
from extractor.ocr.engine import LineImages

_SETTINGS = SETTINGS.classify
USUAL_FORM = "4"
"""Of equal scores its layout comes first: 33,050 of 36,075 filings of 2024's third quarter are Form 4s."""


@dataclass(frozen=True, slots=True)
class Score:
    """How well a layout fits a page, with its reasons.

    `value` counts captions and ruling lines, `captions` the captions alone; `pattern` is what the lines show.
    """

    layout: Layout
    value: float
    captions: float
    pattern: RulePattern
    seen: tuple[str, ...]
    missing: tuple[str, ...]
    against: tuple[str, ...]

    @property
    def fits(self) -> bool:
        """True where it is enough for a page that begins a filing."""
        return self.value >= _SETTINGS.least_score


@dataclass(frozen=True, eq=False, slots=True)
class Classification:
    """A page with its captions, its ruled bands and every layout's score, best first.

    `images` are the lines of a filing's page that further engines may read.
    """

    text: PageText
    captions: Captions
    bands: tuple[tuple[Band, ...], ...]
    scores: tuple[Score, ...]
    images: LineImages = field(default_factory=dict, repr=False)
    _under: dict[str, PageAnalysis] = field(default_factory=dict, repr=False)
    _by_meaning: list[Captions] = field(default_factory=list, repr=False)

    @property
    def best(self) -> Score:
        return self.scores[0]

    @property
    def begins_filing(self) -> bool:
        """True where enough of a Form 4's first page is on the page."""
        return self.best.fits

    def captions_for(self, layout: Layout) -> Captions:
        """The page's captions as `layout` compares them: by their wording or by their meaning."""
        if layout.match == "wording":
            return self.captions
        if not self._by_meaning:
            self._by_meaning.append(Captions(self.text, meant))
        return self._by_meaning[0]

    def under(self, layout: Layout) -> PageAnalysis:
        """The page as one of `layout`; analysed once for each layout."""
        if layout.name not in self._under:
            captions = self.captions_for(layout)
            score = next((score for score in self.scores if score.layout.name == layout.name), None)
            self._under[layout.name] = PageAnalysis(
                self.text,
                captions,
                self.bands,
                layout,
                grids_on(self.text, captions, self.bands, layout),
                score.pattern.boxes if score else {},
                score.captions if score else 0.0,
                self.images,
            )
        return self._under[layout.name]

    def showing(self, images: LineImages) -> Classification:
        """The same page with the lines that further engines may read; what was analysed stays."""
        under = {name: replace(analysis, images=images) for name, analysis in self._under.items()}
        return replace(self, images=images, _under=under)


def classify(page_text: PageText, layouts: Sequence[Layout]) -> Classification:
    """The page with every layout scored; `layouts` must not be empty."""
    page_text = with_headings_apart(page_text, layouts)
    captions = Captions(page_text)
    bands = tuple(map(tuple, find_bands(page_text.rules)))
    scores = _scores(page_text, captions, bands, layouts_titled(page_text, captions, layouts))
    if page_text.source == "ocr" and not any(score.fits for score in scores):
        # A worn title may seem to be another's; one of text is what it says.
        scores = _scores(page_text, captions, bands, layouts)
    best_first = sorted(scores, key=lambda score: (-score.value, score.layout.form != USUAL_FORM))
    found = Classification(page_text, captions, bands, tuple(best_first))
    return _by_meaning(found) if _may_be_unknown(found) else found


def _scores(
    page_text: PageText, captions: Captions, bands: Sequence[Sequence[Band]], layouts: Sequence[Layout]
) -> list[Score]:
    """How well each layout fits the page, compared with the others."""
    clarity = _clarities(layouts, captions)
    scores = []
    for layout in layouts:
        # A text layer has its captions whole: the ruling lines have nothing to make up for.
        worn = page_text.source == "ocr" and _bears_title(page_text, layout, clarity)
        scores.append(
            _score(layout, clarity, _pattern(page_text, captions, bands, layout) if worn else NO_PATTERN)
        )
    return scores


def _may_be_unknown(page: Classification) -> bool:
    """True for a page with the form's title that no layout fits, or whose captions say the same in other
    words: only a text layer has them whole."""
    title = generic_layout().evidence[0]
    if page.best.value >= 1.0 or page.captions.best(*title.wordings) is None:
        return False
    return not page.best.fits or (page.text.source == "text" and _reworded(page) > _SETTINGS.reworded)


def _reworded(page: Classification) -> float:
    """The share of the best layout's evidence that is there in other words than the layout's."""
    captions = page.captions_for(generic_layout())
    missing = [e for e in page.best.layout.evidence if e.caption in page.best.missing]
    there = [e for e in missing if (hit := captions.best(*e.wordings)) and _clarity(hit.score) == 1.0]
    return sum(e.weight for e in there) / sum(e.weight for e in page.best.layout.evidence)


def _by_meaning(page: Classification) -> Classification:
    """The page as a Form 4 of any print, where enough of its captions are there by what they mean."""
    generic = generic_layout()
    own = _score(generic, _clarities([generic], page.captions_for(generic)), NO_PATTERN)
    return replace(page, scores=(own, *page.scores)) if own.fits else page


def _pattern(
    page_text: PageText, captions: Captions, ruled: Sequence[Sequence[Band]], layout: Layout
) -> RulePattern:
    """What ruling lines show of the layout; where they show nothing, what the captions of its columns do."""
    drawn = find_pattern(layout, page_text.rules, ruled)
    if drawn.fit:
        return drawn
    first, *further = (captioned_grid(page_text, captions, layout, table) for table in layout.tables)
    fit = _SETTINGS.first_table + _SETTINGS.further_tables * any(further)
    return RulePattern(fit, {}) if first else NO_PATTERN


def _bears_title(page_text: PageText, layout: Layout, clarity: dict[str, float]) -> bool:
    """True where large print, which survives wear, has the form's title or name and no other's."""
    if named := names_on(page_text):
        return named == {layout.form}
    return clarity.get(layout.evidence[0].caption, 0.0) > _clarity(_SETTINGS.title_seen)


def _clarities(layouts: Sequence[Layout], captions: Captions) -> dict[str, float]:
    """How clear each caption of any layout is (0 to 1), where no other fits the same words better.

    "Statement for Month/Day/Year" looks much like "Statement for Month/Year": only one of them is there.
    """
    wanted = {e.wordings for layout in layouts for e in (*layout.evidence, *layout.against)}
    hits = {wordings[0]: hit for wordings in wanted if (hit := captions.best(*wordings))}
    return {
        caption: _clarity(hit.score)
        for caption, hit in hits.items()
        if not any(beats(other, hit) for other in hits.values())
    }


def _clarity(score: float) -> float:
    """0 for a hit at the threshold, 1 for a whole one."""
    worn = SETTINGS.captions.worn
    return min(1.0, max(0.0, (score - worn) / (_SETTINGS.whole_caption - worn)))


def _score(layout: Layout, clarity: dict[str, float], ruling: RulePattern) -> Score:
    """Weighted share of the evidence seen, less the weight of what speaks against the layout.

    The ruling lines make up for captions that are illegible, never for those of another form.
    """
    seen = [e for e in layout.evidence if e.caption in clarity]
    against = [e for e in layout.against if clarity.get(e.caption, 0.0) > _SETTINGS.against]
    missing = [e.caption for e in layout.evidence if e.caption not in clarity]
    value = (_weight(seen, clarity) - _weight(against, clarity)) / sum(e.weight for e in layout.evidence)
    legible = max(0.0, value)
    proved = 0.0 if against else _SETTINGS.rules_prove * ruling.fit * (1 - legible)
    return Score(layout, legible + proved, legible, ruling, _names(seen), tuple(missing), _names(against))


def _weight(evidence: Sequence[Evidence], clarity: dict[str, float]) -> float:
    return sum(e.weight * clarity[e.caption] for e in evidence)


def _names(evidence: Sequence[Evidence]) -> tuple[str, ...]:
    return tuple(e.caption for e in evidence)


@dataclass(frozen=True, slots=True)
class RulePattern:
    """How far a page's lines are a layout's (`fit`, 0 to 1), and the header boxes they draw, by number."""

    fit: float
    boxes: dict[int, Box]


NO_PATTERN = RulePattern(0.0, {})


def find_pattern(layout: Layout, rules: RulingLines, ruled: Sequence[Sequence[Band]]) -> RulePattern:
    """The pattern of a layout's first page in the ruling lines; none where its first table has no head."""
    everything = [band for bands in ruled for band in bands]
    drawn = (_pattern_above(layout, rules, bands, everything) for bands in ruled)
    return max(drawn, key=lambda pattern: pattern.fit, default=NO_PATTERN)


def _pattern_above(
    layout: Layout, rules: RulingLines, bands: Sequence[Band], page: Sequence[Band]
) -> RulePattern:
    first, *further = layout.tables
    heads = [k for k, band in enumerate(bands) if head_by_rules(band, first)]
    if not heads or not heads[0]:
        return NO_PATTERN
    boxes = header_boxes(layout, rules, bands[: heads[0]])
    first_weight, header_weight = _SETTINGS.first_table, _SETTINGS.header
    fit = first_weight + header_weight * len(boxes) / max(1, len(layout.header))
    if layout.continued:
        return RulePattern(fit / (first_weight + header_weight), boxes)
    below = [band for band in page if band.box.top >= bands[heads[0]].box.bottom]
    found = sum(any(head_by_rules(band, table) for band in below) for table in further)
    whole = _SETTINGS.all_tables if found == len(further) > 1 else 0.0
    return RulePattern(fit + _SETTINGS.further_tables * min(1, found) + whole, boxes)


def header_boxes(layout: Layout, rules: RulingLines, above: Sequence[Band]) -> dict[int, Box]:
    """The header's boxes by number (from 1), cut from the bands above the first table's head.

    The table's heading is below the boxes, in a band of its own or beside the foot of the first box.
    """
    x0, top, x1, low = above[-1].box.x0, above[0].box.top, above[-1].box.x1, above[-1].box.bottom
    near = [rule for rule in rules.across if 0 < low - rule.at <= _SETTINGS.heading]
    floors = [low, *(rule.at for rule in near if rule.length >= (x1 - x0) / _SETTINGS.heading_rule)]
    cuts = [
        list(_cut_blocks(blocks, Box(x0, top, x1, floor), rules, across=True))
        for blocks in layout.arrangements
        for floor in floors
        if floor > top
    ]
    best = max(cuts, key=lambda cut: sum(1 if number else -1 for number, _ in cut), default=[])
    return {number: box for number, box in best if number}


def _cut_blocks(
    block: HeaderBlock, region: Box, rules: RulingLines, *, across: bool
) -> Iterator[tuple[int, Box]]:
    """The numbered boxes of a block; one whose dividing lines are lost has none, nor one that is two boxes.

    A region with a line too many comes with the number 0.
    """
    if isinstance(block, int):
        if block and not _dividers(region, rules.down, across=True):
            yield block, region
        return
    dividers = _dividers(region, rules.down if across else rules.across, across=across)
    if len(dividers) < len(block) - 1:
        return
    if len(dividers) >= len(block):
        yield 0, region
    best = sorted(dividers, key=lambda pair: -pair[1])[: len(block) - 1]
    places = sorted(at for at, _ in best)
    for part, inside in zip(block, _parts(region, places, across=across), strict=True):
        yield from _cut_blocks(part, inside, rules, across=not across)


def _parts(region: Box, places: Sequence[float], *, across: bool) -> list[Box]:
    if across:
        sides = [region.x0, *places, region.x1]
        return [Box(a, region.top, b, region.bottom) for a, b in pairwise(sides)]
    sides = [region.top, *places, region.bottom]
    return [Box(region.x0, a, region.x1, b) for a, b in pairwise(sides)]


def _dividers(region: Box, rules: Iterable[RulingLine], *, across: bool) -> list[tuple[float, float]]:
    """The (place, share covered) of the lines that cross a region, the pieces of each counted together."""
    if across:
        low, high, start, end = region.x0, region.x1, region.top, region.bottom
    else:
        low, high, start, end = region.top, region.bottom, region.x0, region.x1
    inside = [rule for rule in rules if rule.end > start and rule.start < end]
    inside = [rule for rule in inside if low + _SETTINGS.beside < rule.at < high - _SETTINGS.beside]
    lines = collinear(sorted(inside, key=lambda r: r.at), SETTINGS.bands.same_rule)
    found = [(_mean_place(line), sum(min(r.end, end) - max(r.start, start) for r in line)) for line in lines]
    least = _SETTINGS.divides * (end - start)
    return [(at, length / (end - start)) for at, length in found if length >= least]


def _mean_place(line: Sequence[RulingLine]) -> float:
    return sum(rule.at * rule.length for rule in line) / sum(rule.length for rule in line)
