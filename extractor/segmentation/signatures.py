"""Cutting the signatures: each signer's name and the date beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.layout.analysis import PageAnalysis
from extractor.layout.captions import Hit, squeezed
from extractor.model.geometry import Box, around
from extractor.model.page import Line, by_rows, same_row, usual_size
from extractor.model.path import signature_path
from extractor.model.region import Region, without_words
from extractor.segmentation.flow import Flow
from extractor.segmentation.settings import SETTINGS

_SETTINGS = SETTINGS.signatures

DATE_WORD = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}")
DATED = re.compile(r"\d\D?\d?.*\d\d")
NUMBERED = re.compile(r"^[(/]?\s*(\d{1,2})\s*[).:]?[)/]?$")
"""A footnote's number; typewriters without brackets put it between slashes."""


def cut_signatures(flow: Flow) -> list[Region]:
    """Each signature's name and date; it may stand at the foot of one page, its caption on the next."""
    hits = sorted(
        (hit for page in flow.pages for hit in flow.hits(page, signature_captions(page))),
        key=lambda hit: hit.box.top,
    )
    dates = [
        hit
        for page in flow.pages
        for hit in flow.hits(page, page.captions.all(*page.layout.signature_date.wordings))
    ]
    remarks = [
        hit
        for page in flow.pages
        for hit in flow.hits(page, page.captions.all(*page.layout.remarks.wordings))
    ]
    printed = [word for hit in (*hits, *dates) for word in hit.words]
    printed += [word for page in flow.pages for word in (*page.small_print, *page.printed)]
    lines = [line for line in without_words(flow.lines, printed) if squeezed(line.text)]
    lines = [line for line in lines if not _is_remark(line, remarks, hits)]
    regions: list[Region] = []
    count = 0
    for hit in hits:
        found = list(_Signature(flow, hit, hits, dates, lines).regions(count + 1))
        count += bool(found)
        regions.extend(found)
    return regions


def _is_remark(line: Line, remarks: Sequence[Hit], signatures: Sequence[Hit]) -> bool:
    """True for the line under the heading of remarks that begins where that does, left of any signature."""
    left = min((hit.box.x0 for hit in signatures), default=0.0) - _SETTINGS.column
    return any(
        0 < line.box.top - hit.box.top <= _SETTINGS.under_heading * hit.box.height
        and abs(line.box.x0 - hit.box.x0) <= _SETTINGS.column
        and line.box.x0 < left
        for hit in remarks
    )


def signature_captions(page: PageAnalysis) -> list[Hit]:
    """The captions below signatures: those that are legible, and those that stand as these do."""
    hits = page.captions.clear(*page.layout.signature.wordings, rivals=page.layout.captions)
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
    dates = page.captions.all(*page.layout.signature_date.wordings)
    for line in (line for line in page.text.lines if line.box.top >= top):
        beneath = any(
            abs(line.box.x0 - hit.box.x0) <= _SETTINGS.column
            and abs(line.box.x1 - hit.box.x1) <= _SETTINGS.column
            for hit in sure
        )
        dated = any(date.box.x0 > line.box.x1 and _beside(date.box, line.box) for date in dates)
        if beneath and dated and not any(word.id in known for word in line.words):
            yield Hit(page.layout.signature.caption, line.words, line.box, 0.0)


def _last_head(page: PageAnalysis) -> float:
    """How far down the page the form's header and the captions of its tables reach: it is signed below."""
    boxes = [hit.box for box in page.layout.header if (hit := page.captions.best(*box.wordings))]
    heads = [grid.head for grid in page.grids if grid.head is not None]
    return max((box.bottom for box in (*boxes, *heads)), default=0.0)


def _beside(box: Box, other: Box) -> bool:
    """True for captions of one row: alike in height, they may be set a little apart."""
    return abs(box.center_y - other.center_y) <= max(box.height, other.height)


@dataclass(frozen=True, eq=False, slots=True)
class _Signature:
    """One signature: `hit` is its caption, among the `hits` of its filing; `dates` are the captions of dates,
    `lines` what is written besides captions and small print."""

    flow: Flow
    hit: Hit
    hits: Sequence[Hit]
    dates: Sequence[Hit]
    lines: Sequence[Line]

    def regions(self, number: int) -> Iterator[Region]:
        """The name over its caption and the date beside it."""
        date = self._date_caption()
        right = date.box.x1 + _SETTINGS.right if date else self.flow.pages[0].text.width
        area = Box(self.hit.box.x0 - _SETTINGS.left, self._top(), right, self.hit.box.top)
        stack = self._parts(area)
        dated = [line for line in stack if _is_date(line) or (date and _dates(date, line))]
        name = [line for line in stack if line not in dated]
        left = min((line.box.x0 for line in name), default=0.0)
        if left < area.x0:
            # Under the middle of a wide column, the caption may be far from a short line of the name.
            wide = self._parts(Box(left - 1, area.top, self.hit.box.x1, area.bottom))
            high = min((line.box.top for line in dated), default=self.hit.box.top)
            level = wide if name else [line for line in wide if line.box.bottom > high]
            name += [line for line in level if line not in name]
        if name:
            yield self.flow.region(signature_path(number, "signatureName"), "text", name)
        if dated:
            yield self.flow.region(signature_path(number, "signatureDate"), "date", dated)

    def _top(self) -> float:
        """Where the signature may begin: below the caption of the one before."""
        above = (h.box.bottom for h in self.hits if h.box.bottom < self.hit.box.top)
        return max(max(above, default=0.0), self.hit.box.top - _SETTINGS.signed_above)

    def _parts(self, area: Box) -> list[Line]:
        stacked = _stacked(self.lines, area, self.hit.box)
        return [part for line in stacked for part in _date_apart(line)]

    def _date_caption(self) -> Hit | None:
        """The caption of the date: what is printed on the signature caption's row, right of it."""
        hit = self.hit
        touching = hit.box.x1 - _SETTINGS.touching
        beside = [d for d in self.dates if d.box.x0 > touching and _beside(d.box, hit.box)]
        if not beside:
            right = hit.box.x1 + _SETTINGS.date_apart
            short = (line for line in self.flow.lines if len(line.text) <= _SETTINGS.short)
            lines = [line for line in short if line.box.x0 > right and same_row(line.box, hit.box)]
            caption = self.flow.layout.signature_date.caption
            beside = [Hit(caption, line.words, line.box, 0.0) for line in lines]
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


def _stacked(lines: Sequence[Line], area: Box, caption: Box) -> list[Line]:
    """The lines that stand on each other directly above the caption, from the top."""
    inside = [line for line in lines if area.holds_middle(line.box)]
    stack: list[list[Line]] = []
    foot = caption.top
    size = usual_size(word for line in inside for word in line.words)
    for row in reversed(by_rows(inside)):
        bottom = around(line.box for line in row).bottom
        # Widely set, the first of two lines has the date beside it.
        dates = not any(map(_dated, stack)) and _dated(row)
        white = _SETTINGS.above_dated if dates else _SETTINGS.above_line
        # Of ink, small letters may be all that the text above has: a name's and a date's are higher.
        high = max(size, usual_size(word for line in row for word in line.words))
        if foot - bottom > (white if stack else _SETTINGS.above_caption) * high:
            break
        if stack and row[0].id.page != stack[0][0].id.page:
            break  # A signature that goes over a page's end stands above it whole.
        if stack and _begins(stack[0], caption.x0) and row[0].box.x0 < caption.x0 - _SETTINGS.column:
            break  # Remarks, which run over the page's width down to a signature in its right half.
        stack.insert(0, row)
        foot = around(line.box for line in row).top
    return [line for row in _below_notes(stack) for line in row]


def _below_notes(stack: Sequence[list[Line]]) -> Sequence[list[Line]]:
    """The rows of a signature to which a note runs down: those in its own column, else the last."""
    notes = [row[0].box.x0 for row in stack[:-1] if NUMBERED.match(row[0].words[0].text)]
    if not notes:
        return stack
    apart = [row[0].box.x0 > max(notes) + _SETTINGS.left for row in stack]
    own = next((k for k in range(len(stack) - 1, -1, -1) if not apart[k]), -1) + 1
    return stack[min(own, len(stack) - 1) :]


def _begins(row: Sequence[Line], left: float) -> bool:
    """True for a row that begins where its caption does."""
    return abs(row[0].box.x0 - left) <= _SETTINGS.column


def _dated(row: Sequence[Line]) -> bool:
    return any(DATE_WORD.fullmatch(line.words[-1].text) for line in row)
