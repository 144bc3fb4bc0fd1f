"""Cutting the signatures: each signer's name and the date beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.layout.analysis import PageAnalysis
from extractor.layout.captions import Hit, squeezed
from extractor.model.geometry import Box, around
from extractor.model.page import Line, by_rows, same_row, usual_size
from extractor.model.region import Region, without_words
from extractor.segmentation.settings import SETTINGS

_SETTINGS = SETTINGS.signatures

DATE_WORD = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}")
DATED = re.compile(r"\d\D?\d?.*\d\d")
NUMBERED = re.compile(r"^[(/]?\s*(\d{1,2})\s*[).:]?[)/]?$")
"""A footnote's number; typewriters without brackets put it between slashes."""


def cut_signatures(pages: Sequence[PageAnalysis]) -> list[Region]:
    """Each signature's name and date."""
    regions: list[Region] = []
    count = 0
    for page in pages:
        hits = sorted(signature_captions(page), key=lambda hit: hit.box.top)
        for hit in hits:
            found = list(_Signature(page, hit, hits).regions(f"ownerSignature[{count + 1}]"))
            count += bool(found)
            regions.extend(found)
    return regions


def signature_captions(page: PageAnalysis) -> list[Hit]:
    """The captions below signatures: those that are legible, and those that stand as these do."""
    hits = page.captions.clear(page.layout.signature, page.layout.captions)
    sure = [hit for hit in hits if hit.score >= _SETTINGS.clear]
    if not page.is_scan:
        return sure or _likely(hits)
    top = _last_head(page)
    sure = sure or _likely([hit for hit in hits if hit.box.top >= top])
    return [*sure, *_worn_captions(page, sure, top)]


def _likely(hits: Sequence[Hit]) -> list[Hit]:
    """The best of the captions that are seen well enough for a page's only one."""
    return [hit for hit in hits[:1] if hit.score >= _SETTINGS.likely]


def _worn_captions(page: PageAnalysis, sure: Sequence[Hit], top: float) -> Iterator[Hit]:
    """Lines below `top` in the column of a legible caption that have the date's caption beside them."""
    known = {word.id for hit in sure for word in hit.words}
    dates = page.captions.all(page.layout.signature_date)
    for line in (line for line in page.text.lines if line.box.top >= top):
        beneath = any(
            abs(line.box.x0 - hit.box.x0) <= _SETTINGS.column
            and abs(line.box.x1 - hit.box.x1) <= _SETTINGS.column
            for hit in sure
        )
        dated = any(date.box.x0 > line.box.x1 and _beside(date.box, line.box) for date in dates)
        if beneath and dated and not any(word.id in known for word in line.words):
            yield Hit(page.layout.signature, line.words, line.box, 0.0)


def _last_head(page: PageAnalysis) -> float:
    """How far down the page the form's header and the captions of its tables reach: it is signed below."""
    boxes = [hit.box for box in page.layout.header if (hit := page.captions.best(box.caption))]
    heads = [grid.head for grid in page.grids if grid.head is not None]
    return max((box.bottom for box in (*boxes, *heads)), default=0.0)


def _beside(box: Box, other: Box) -> bool:
    """True for captions of one row: alike in height, they may be set a little apart."""
    return abs(box.center_y - other.center_y) <= max(box.height, other.height)


@dataclass(frozen=True, eq=False, slots=True)
class _Signature:
    """One signature: `hit` is its caption, among the `hits` of its page."""

    page: PageAnalysis
    hit: Hit
    hits: Sequence[Hit]

    def regions(self, base: str) -> Iterator[Region]:
        """The name over its caption and the date beside it."""
        here, date = self.page.text.number, self._date_caption()
        lines = self._lines(date)
        right = date.box.x1 + _SETTINGS.right if date else self.page.text.width
        area = Box(self.hit.box.x0 - _SETTINGS.left, self._top(), right, self.hit.box.top)
        stack = self._parts(lines, area)
        dated = [line for line in stack if _is_date(line) or (date and _dates(date, line))]
        name = [line for line in stack if line not in dated]
        left = min((line.box.x0 for line in name), default=0.0)
        if left < area.x0:
            # Under the middle of a wide column, the caption may be far from a short line of the name.
            wide = self._parts(lines, Box(left - 1, area.top, self.hit.box.x1, area.bottom))
            high = min((line.box.top for line in dated), default=self.hit.box.top)
            level = wide if name else [line for line in wide if line.box.bottom > high]
            name += [line for line in level if line not in name]
        if name:
            yield Region(
                f"{base}/signatureName", "text", here, around(line.box for line in name), tuple(name)
            )
        if dated:
            yield Region(
                f"{base}/signatureDate", "date", here, around(line.box for line in dated), tuple(dated)
            )

    def _top(self) -> float:
        """Where the signature may begin: below the caption of the one before."""
        above = (h.box.bottom for h in self.hits if h.box.bottom < self.hit.box.top)
        return max(max(above, default=0.0), self.hit.box.top - _SETTINGS.signed_above)

    def _lines(self, date: Hit | None) -> list[Line]:
        """What is written on the page, captions and small print apart."""
        words = [w for h in (*self.hits, date) if h for w in h.words]
        lines = without_words(self.page.text.lines, [*words, *self.page.small_print])
        return [line for line in lines if squeezed(line.text)]

    def _parts(self, lines: Sequence[Line], area: Box) -> list[Line]:
        stacked = _stacked(lines, area, self.hit.box.top)
        return [part for line in stacked for part in _date_apart(line)]

    def _date_caption(self) -> Hit | None:
        """The caption of the date: what is printed on the signature caption's row, right of it."""
        hit, dates = self.hit, self.page.captions.all(self.page.layout.signature_date)
        beside = [d for d in dates if d.box.x0 > hit.box.x1 - _SETTINGS.touching and _beside(d.box, hit.box)]
        if not beside:
            right = (line for line in self.page.text.lines if line.box.x0 > hit.box.x1 + _SETTINGS.date_apart)
            lines = [
                line for line in right if same_row(line.box, hit.box) and len(line.text) <= _SETTINGS.short
            ]
            beside = [Hit(self.page.layout.signature_date, line.words, line.box, 0.0) for line in lines]
        return min(beside, key=lambda other: other.box.x0, default=None)


def _is_date(line: Line) -> bool:
    return len(line.words) == 1 and bool(DATE_WORD.fullmatch(line.text))


def _dates(date: Hit, line: Line) -> bool:
    """True for figures under which the date's caption stands."""
    return line.box.x1 > date.box.x0 - _SETTINGS.date_before and bool(DATED.search(line.text))


def _date_apart(line: Line) -> list[Line]:
    """A date at the end of a line as a line of its own: the signer's name may run up to it."""
    if len(line.words) > 1 and DATE_WORD.fullmatch(line.words[-1].text):
        return [line.only(line.words[:-1]), line.only(line.words[-1:])]
    return [line]


def _stacked(lines: Sequence[Line], area: Box, foot: float) -> list[Line]:
    """The lines that stand on each other directly above `foot`, from the top.

    Where a note runs down to the signature, only the last row is the signature's.
    """
    inside = [line for line in lines if area.holds(line.box.center_x, line.box.center_y)]
    stack: list[list[Line]] = []
    size = usual_size(word for line in inside for word in line.words)
    for row in reversed(by_rows(inside)):
        bottom = around(line.box for line in row).bottom
        # Widely set, the first of two lines has the date beside it.
        dates = not any(map(_dated, stack)) and _dated(row)
        white = _SETTINGS.above_dated if dates else _SETTINGS.above_line
        if foot - bottom > (white if stack else _SETTINGS.above_caption) * size:
            break
        stack.insert(0, row)
        foot = around(line.box for line in row).top
    noted = any(NUMBERED.match(row[0].words[0].text) for row in stack[:-1])
    return [line for row in (stack[-1:] if noted else stack) for line in row]


def _dated(row: Sequence[Line]) -> bool:
    return any(DATE_WORD.fullmatch(line.words[-1].text) for line in row)
