"""The captioned boxes of a header: where each caption stands, and the area in which its answer does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extractor.layout.analysis import PageAnalysis
from extractor.layout.captions import Hit, squeezed
from extractor.layout.template import HeaderBox
from extractor.model.geometry import Box
from extractor.model.page import Line, Word, usual_size
from extractor.model.region import without_words
from extractor.segmentation.check_marks import bare
from extractor.segmentation.flow import is_dirt
from extractor.segmentation.settings import SETTINGS

_SETTINGS = SETTINGS.captioned_boxes


class CaptionedBoxes:
    """The boxes of a layout's header on one page; its captions are looked up once.

    `hits` are the captions by box, `drawn` the boxes whose rules a scan shows, `printed` the words of the
    captions and of the form's own print around them.
    """

    def __init__(self, page: PageAnalysis) -> None:
        self.page, self.layout = page, page.layout
        self.text = page.text
        self.drawn = self._drawn()
        self.hits = {box: self._caption(box) for box in self.layout.header}
        self.printed = [word for hit in self.hits.values() if hit for word in hit.words]
        checks = [page.captions.best(*check.wordings) for check in self.layout.checkboxes]
        self.printed += [word for hit in checks if hit for word in bare(hit).words]
        self.headings = list(self._headings())
        marks = [word for word in self.text.words if not squeezed(word.text)]
        self.printed += [w for hit in self.hits.values() if hit for w in _behind(hit, marks)]
        self.printed += page.furniture

    def _drawn(self) -> dict[HeaderBox, Box]:
        """The boxes by their rules; none where a plainly legible caption stands in the place of another: the
        print has a box more than its layout knows."""
        drawn = {self.layout.header[number - 1]: box for number, box in self.page.boxes.items()}
        plain = [(box, hit) for box in drawn if (hit := self._legible(box)) and hit.score >= _SETTINGS.plain]
        strange = (_holds(drawn[other], hit) for box, hit in plain for other in drawn if other is not box)
        return {} if any(strange) else drawn

    def _headings(self) -> Iterator[Box]:
        """Where the tables begin."""
        wordings = [wording for table in self.layout.tables for wording in table.heading.wordings]
        for table in self.layout.tables:
            found = self.page.captions.clear(*table.heading.wordings, rivals=wordings)
            yield from (hit.box for hit in found[:1] if hit.score >= _SETTINGS.plain)

    def _legible(self, box: HeaderBox) -> Hit | None:
        """The best place of the box's caption."""
        rivals = [wording for other in self.layout.header for wording in other.wordings]
        return next(iter(self.page.captions.clear(*box.wordings, rivals=rivals)), None)

    def _caption(self, box: HeaderBox) -> Hit | None:
        """The box's caption; where it is illegible or misplaced, the place its rules leave for it."""
        hit, drawn = self._legible(box), self.drawn.get(box)
        if drawn is None or (hit and _holds(drawn.grown(_SETTINGS.stray), hit)):
            return hit
        region = Box(
            drawn.x0 + 1, drawn.top + 1, drawn.x1 - 1, min(drawn.bottom, drawn.top + _SETTINGS.caption)
        )
        return Hit(box.caption, (), region, 0.0)

    @property
    def has_issuer(self) -> bool:
        """True where the page names the issuer: its header is all there."""
        return any(hit for box, hit in self.hits.items() if box.reads == "issuer-and-symbol")

    def copies(self, box: HeaderBox) -> list[Hit]:
        """Every copy of the owner's box: EDGAR's page repeats it for each further owner."""
        first = self.hits[box]
        if first is not None and not first.words:
            return [first]
        return self.sure_copies(box) or list(self.page.captions.all(*box.wordings)[:1])

    def sure_copies(self, box: HeaderBox) -> list[Hit]:
        """Those whose caption leaves no doubt, from the top: any page may have them."""
        hits = self.page.captions.all(*box.wordings)
        sure = [hit for hit in hits if hit.score >= _SETTINGS.copy and hit.box.x0 < hits[0].box.x1]
        return sorted(sure, key=lambda hit: hit.box.top)

    def area(self, hit: Hit) -> Box:
        """The box of an answer: between the nearest rules beside its caption, down to what ends it."""
        y = hit.box.center_y
        rules = [r.at for r in self.text.rules.down if r.start <= y <= r.end]
        left = max(
            (x for x in rules if x <= hit.box.x0 + _SETTINGS.stray),
            default=hit.box.x0 - _SETTINGS.left_of_caption,
        )
        sides = [x for x in rules if x >= hit.box.x1 - _SETTINGS.stray]
        right = min([*sides, self._next_caption(hit)] if sides else [self._next_column(hit)])
        return Box(left, hit.box.top - 1, right, self._floor(hit, left, right))

    def inside(self, area: Box) -> list[Line]:
        return [line for line in self.text.lines if area.holds_middle(line.box)]

    def written(self, area: Box, caption: Box, printed: Iterable[Word]) -> list[Line]:
        """What is written in a box besides the `printed` words; on a scan less the dirt in it, and less the
        stroke or two beside its caption that were an asterisk's."""
        lines = without_words(self.inside(area), printed)
        if not self.page.is_scan:
            return lines
        size = usual_size(word for word in self.text.words if len(word.text) >= _SETTINGS.long_word)
        return [line for line in lines if not (is_dirt(line, size) or _is_stroke(line, caption))]

    def typed(self, lines: Iterable[Line], area: Box) -> list[Line]:
        """The lines of a box that are an answer, not the remains of its illegible caption."""
        size = usual_size(
            w
            for w in self.text.words
            if len(w.text) >= _SETTINGS.long_word and w.probability >= _SETTINGS.legible
        )
        return [
            line
            for line in lines
            if line.box.center_y > area.top + _SETTINGS.caption
            and len(squeezed(line.text)) > 1
            and max(word.size for word in line.words) >= _SETTINGS.typed * size
            and max(word.probability for word in line.words) >= _SETTINGS.readable
        ]

    def _next_caption(self, hit: Hit) -> float:
        beside = [
            other.box.x0
            for other in self.hits.values()
            if other and other.box.x0 > hit.box.x1 and other.box.overlap_y(hit.box) > 0
        ]
        return min(beside, default=self.text.width) - _SETTINGS.right_gap

    def _next_column(self, hit: Hit) -> float:
        """Where what stands on the right begins, if no rule says it: a box there may begin higher up, and
        ends where the next caption of its column does."""
        others = [other for other in self.hits.values() if other]
        right = [other for other in others if other.box.x0 > hit.box.x1 and other.box.top < hit.box.bottom]
        ends = {other.box: self._below(other.box, others) for other in right}
        beside = [other.box.x0 - _SETTINGS.right_gap for other in right if ends[other.box] > hit.box.top]
        return min([*beside, self._next_caption(hit)])

    def _below(self, box: Box, others: Iterable[Hit]) -> float:
        """Where the next caption under a caption begins."""
        tops = (other.box.top for other in others if other.box.top > box.top and other.box.overlap_x(box) > 0)
        return min(tops, default=self.text.height)

    def _floor(self, hit: Hit, left: float, right: float) -> float:
        """Where an answer ends: the next rule across or the next caption. Where neither is there, and on a
        scan, which may have lost them, no more than `_SETTINGS.max_depth` below."""
        span = Box(left, hit.box.bottom, right, self.text.height)
        rules = [
            rule.at
            for rule in self.text.rules.across
            if rule.at > hit.box.bottom + _SETTINGS.below_caption
            and min(rule.end, right) - max(rule.start, left) >= _SETTINGS.covers * (right - left)
        ]
        below = [
            other.box.top - 1
            for other in self.hits.values()
            if other and other.box.top > hit.box.bottom and other.box.overlap_x(span) > 0
        ]
        below += [
            box.top - 1 for box in self.headings if box.top > hit.box.bottom and box.overlap_x(span) > 0
        ]
        ends, deepest = [*rules, *below], hit.box.bottom + _SETTINGS.max_depth
        return min([*ends, deepest]) if self.page.is_scan or not ends else min(ends)


def _behind(hit: Hit, marks: Iterable[Word]) -> list[Word]:
    """The asterisk behind a caption, which leads to a note of the form: high and small as it is, it may be a
    line of its own. A bracket of the answer below only touches the caption's line."""
    return [
        mark
        for mark in marks
        if -_SETTINGS.stray <= mark.box.x0 - hit.box.x1 <= _SETTINGS.behind_caption
        and hit.box.overlap_y(mark.box) > mark.box.height / 2
    ]


def _holds(drawn: Box, hit: Hit) -> bool:
    return drawn.holds_middle(hit.box)


def _is_stroke(line: Line, caption: Box) -> bool:
    """True for a letter or less beside a box's caption: answers stand below it, and are longer."""
    return len(squeezed(line.text)) <= 1 and line.box.center_y < caption.bottom
