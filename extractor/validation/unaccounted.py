"""What on the pages of a filing plays no part in it, as a person is asked to look at it: one item a spot."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from extractor.layout.analysis import PageAnalysis
from extractor.model.account import Account
from extractor.model.filing import BBox, Cell, ReviewItem, Unaccounted
from extractor.model.geometry import POINT_DIGITS, Box, around
from extractor.model.page import Line, in_reading_order, same_row
from extractor.model.reason import Reason, ReasonCode
from extractor.validation.settings import SETTINGS

_SETTINGS = SETTINGS.unaccounted
_PERSONAL = re.compile(r"\b\d{3}[- ]\d{2}[- ]\d{4}\b|\b\d{2}-\d{7}\b")
"""Numbers of social security and of the tax office, which no output repeats."""
WITHHELD = "(number withheld)"


def unaccounted(pages: Iterable[PageAnalysis], account: Account) -> tuple[Unaccounted, ...]:
    """The unaccounted words of a filing, joined to spots; where much of a page is unaccounted, one for it."""
    left = account.words("unaccounted")
    found: list[Unaccounted] = []
    for page in pages:
        pieces = ((line, [word for word in line.words if word.id in left]) for line in page.text.lines)
        lines = [line.only(own) for line, own in pieces if own]
        groups = _spots(in_reading_order(lines))
        words = sum(len(line.words) for line in lines)
        if len(groups) > _SETTINGS.most_spots or words > _SETTINGS.most_words * len(page.text.words):
            groups = [in_reading_order(lines)]
        found += [_spot(page, group) for group in groups]
    return tuple(found)


def to_look_at(found: Iterable[Unaccounted]) -> Iterator[ReviewItem]:
    """An item of the review list for each spot: it has no path, but its page and box."""
    for spot in found:
        text = spot.text if len(spot.text) <= _SETTINGS.quoted else f"{spot.text[: _SETTINGS.quoted]}…"
        why = Reason.of(ReasonCode.IN_NO_CELL, text=text)
        yield ReviewItem(path="", reasons=(why,), page=spot.page, bbox=spot.bbox)


def torn(cells: Sequence[Cell], found: Sequence[Unaccounted]) -> list[Cell]:
    """The cells, those read off ink right beside words that no cell holds for a person to look at: a scratch
    taken for a rule may part a value."""
    return [_torn(cell, found) for cell in cells]


def _torn(cell: Cell, found: Sequence[Unaccounted]) -> Cell:
    if cell.source != "ocr" or cell.status != "accepted" or not cell.value:
        return cell
    spot = next((spot for spot in found if spot.page == cell.page and _touch(cell.bbox, spot.bbox)), None)
    if spot is None:
        return cell
    why = Reason.of(ReasonCode.IN_NO_CELL, text=spot.text[: _SETTINGS.quoted])
    return cell.model_copy(update={"status": "review", "reasons": (why,)})


def _touch(bbox: BBox, other: BBox) -> bool:
    """True for boxes of one line, or of several, with no more than a blank between them."""
    box, beside = Box(*bbox), Box(*other)
    shared = min(box.bottom, beside.bottom) - max(box.top, beside.top)
    height = min(box.height, beside.height)
    apart = max(beside.x0 - box.x1, box.x0 - beside.x1)
    return shared > height / 2 and apart <= _SETTINGS.touching * height


def _spots(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines that belong together: pieces of one line, and lines close below each other."""
    spots: list[list[Line]] = []
    for line in lines:
        near = [spot for spot in spots if any(_belong_together(other, line) for other in spot)]
        others = [spot for spot in spots if spot not in near]
        spots = [*others, [*(own for spot in near for own in spot), line]]
    return spots


def _belong_together(line: Line, other: Line) -> bool:
    box, following = line.box, other.box
    if same_row(box, following):
        apart = max(following.x0 - box.x1, box.x0 - following.x1)
        return apart <= _SETTINGS.beside * max(box.height, following.height)
    apart = max(following.top - box.bottom, box.top - following.bottom)
    return apart <= _SETTINGS.below * min(box.height, following.height) and box.overlap_x(following) > 0


def _spot(page: PageAnalysis, lines: Sequence[Line]) -> Unaccounted:
    text = _PERSONAL.sub(WITHHELD, " ".join(line.text for line in lines))
    return Unaccounted(page=page.number, bbox=_as_filed(page, lines), text=text)


def _as_filed(page: PageAnalysis, lines: Sequence[Line]) -> BBox:
    return page.text.box_as_filed(around(line.box for line in lines)).rounded(POINT_DIGITS)
