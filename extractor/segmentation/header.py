"""Cutting the header: its captioned boxes, item 1 and the boxes to check."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractor.layout.analysis import PageAnalysis
from extractor.layout.captions import Hit
from extractor.layout.template import HeaderBox
from extractor.model.page import Line
from extractor.model.region import Region
from extractor.segmentation.captioned_boxes import CaptionedBoxes
from extractor.segmentation.owners import owner_boxes
from extractor.segmentation.relationship import Checks
from extractor.segmentation.settings import SETTINGS

_SETTINGS = SETTINGS.captioned_boxes


def cut_header(pages: Sequence[PageAnalysis]) -> list[Region]:
    """The header's regions on a filing's first page, and the boxes of further owners on all.

    Boxes to check come as regions of type `check`. No note belongs to an answer of the header: what the ink
    sets small and high there is no mark.
    """
    regions = _regions([CaptionedBoxes(page) for page in pages])
    return [replace(region, lines=tuple(map(_unmarked, region.lines))) for region in regions]


def _regions(pages: Sequence[CaptionedBoxes]) -> Iterator[Region]:
    for box in pages[0].hits:
        boxes = _with_box(pages, box)
        hit = boxes.hits[box]
        if hit is None or box.reads == "nothing":
            continue
        if box.reads == "name-and-address":
            yield from owner_boxes(pages, box)
        elif box.reads == "relationship":
            yield from Checks(boxes).related(hit)
        else:
            yield from _answer(boxes, box, hit)
    yield from Checks(pages[0]).lone()


def _with_box(pages: Sequence[CaptionedBoxes], box: HeaderBox) -> CaptionedBoxes:
    """The page with a header box: the first, unless its items are typed one under another and go over its
    end. A page of text has each caption whole."""
    if pages[0].page.is_scan or pages[0].hits[box] is not None:
        return pages[0]
    later = (boxes for boxes in pages[1:] if (hit := boxes.hits[box]) and hit.score >= _SETTINGS.plain)
    return next(later, pages[0])


def _answer(boxes: CaptionedBoxes, box: HeaderBox, hit: Hit) -> Iterator[Region]:
    """A plain box: the answer stands under the caption."""
    area = boxes.drawn[box] if not hit.words else boxes.area(hit)
    lines = boxes.written(area, hit.box, boxes.printed)
    if not hit.words:
        lines = boxes.typed(lines, area)
    kind = "issuer" if box.reads == "issuer-and-symbol" else str(box.reads)
    if lines:
        yield Region(box.path or "issuer", kind, boxes.text.number, area, tuple(lines))


def _unmarked(line: Line) -> Line:
    if line.source == "text" or not any(word.raised for word in line.words):
        return line
    return replace(line, words=tuple(word._replace(raised=False) for word in line.words))
