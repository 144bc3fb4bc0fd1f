"""The boxes to check: relationship to the issuer, and those that stand alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from extractor.layout.captions import Hit, squeezed
from extractor.layout.template import CheckBox
from extractor.model.geometry import Box, around
from extractor.model.page import Line, Word
from extractor.model.region import Region, without_words
from extractor.ocr.unread_ink import unread_ends
from extractor.segmentation.captioned_boxes import CaptionedBoxes
from extractor.segmentation.check_marks import CHECKED, bare, before_caption, likeness, mark_of
from extractor.segmentation.settings import SETTINGS

_SETTINGS, _MARKS = SETTINGS.relationship, SETTINGS.check_marks

OWNER = "reportingOwner[1]"
STROKE = "/"
"""What some prints set between an officer's title and the text of another relationship."""


@dataclass(frozen=True, eq=False, slots=True)
class Checks:
    """The boxes to check of one header."""

    boxes: CaptionedBoxes

    def related(self, hit: Hit) -> Iterator[Region]:
        """The boxes of the relationship item, whose caption is `hit`, and the title written beside one."""
        area = self._relationship_area(hit)
        lines = self.boxes.inside(area)
        boxes = [box for box in self.boxes.layout.checkboxes if box.within == "relationship"]
        captions = {box: self._check_caption(box, area) for box in boxes}
        marks = [word for line in lines for word in line.words if CHECKED.fullmatch(word.text)]
        owners = {
            box: mark_of(caption, marks, captions.values()) for box, caption in captions.items() if caption
        }
        strokes = self._strokes(lines, captions.values())
        owners |= {
            box: mark_of(caption, strokes, captions.values())
            for box, caption in captions.items()
            if caption and owners[box] is None
        }
        base = f"{OWNER}/reportingOwnerRelationship"
        for box, caption in captions.items():
            if caption:
                mark = owners[box]
                yield self._check(f"{base}/{box.path}", caption, mark)
        printed = [*self.boxes.printed, *marks, *(w for c in captions.values() if c for w in c.words)]
        rest = [line for line in without_words(lines, printed) if not _is_rubble(line, boxes)]
        yield from self._specified(base, area, rest, [(b, captions[b], owners.get(b)) for b in boxes])

    def _strokes(self, lines: Sequence[Line], captions: Iterable[Hit | None]) -> list[Word]:
        """On a scan: what is short and no caption, or was not read before one, may be a mark; it is for a
        person to say."""
        if self.boxes.text.source == "text":
            return []
        printed = {word.id for hit in captions if hit for word in hit.words}
        words = [word for line in lines for word in line.words if word.id not in printed]
        short = [word for word in words if 0 < len(squeezed(word.text)) <= _SETTINGS.short]
        unread = [line.words[0]._replace(text="", box=box) for line in lines for box in unread_ends(line)]
        marks = [*(word for word in short if not CHECKED.fullmatch(word.text)), *unread]
        return [word._replace(probability=_SETTINGS.misread) for word in marks]

    def _relationship_area(self, hit: Hit) -> Box:
        area = self.boxes.area(hit)
        below = [
            other.box.top - 1
            for box, other in self.boxes.hits.items()
            if other
            and box.reads == "nothing"
            and other.box.top > hit.box.bottom
            and area.x0 - _SETTINGS.stray <= other.box.x0 < area.x1
        ]
        return Box(area.x0, area.top, area.x1, min(below, default=area.bottom))

    def _check_caption(self, check: CheckBox, area: Box) -> Hit | None:
        hits = self.boxes.page.captions.all(*check.wordings)
        near = [hit for hit in hits if area.holds_middle(hit.box)]
        best = max(near, key=lambda h: h.score, default=None)
        return bare(best) if best else self._worn_caption(check.caption, area)

    def _worn_caption(self, caption: str, area: Box) -> Hit | None:
        """The words of the relationship box that are most like a caption, and like no other of its boxes.

        Among four captions fewer letters tell which one is there than among all the words of a page.
        """
        others = [box.caption for box in self.boxes.layout.checkboxes if box.caption != caption]
        whole = len(caption.split())
        best: Hit | None = None
        for line, count in product(self.boxes.inside(area), (whole, whole - 1)):
            # The last word may stand on a line of its own.
            for words in (line.words[k : k + count] for k in range(len(line.words) - count + 1)):
                score = likeness(caption, words)
                if score > max(
                    _SETTINGS.alike, best.score if best else 0.0, *(likeness(o, words) for o in others)
                ):
                    best = Hit(caption, words, around(word.box for word in words), score)
        return best

    def _check(self, path: str, caption: Hit, mark: Word | None) -> Region:
        box = mark.box if mark else before_caption(caption.box)
        words = (mark,) if mark else ()
        line = (Line(words, box),) if words else ()
        return Region(path, "check", self.boxes.text.number, box, line)

    def _specified(
        self,
        base: str,
        area: Box,
        rest: Sequence[Line],
        boxes: Sequence[tuple[CheckBox, Hit | None, Word | None]],
    ) -> Iterator[Region]:
        """The title or specification written below, given to the box that is checked and asks for one."""
        asking = [(box, caption) for box, caption, mark in boxes if box.specified_by and mark and caption]
        below = [line for line in rest if not asking or line.box.center_y > min(c.box.top for _, c in asking)]
        if not asking or not below:
            return
        shares: dict[str, list[Line]] = {}
        if len(asking) > 1 and (parted := _parted(below)):
            shares = dict(zip((box.specified_by for box, _ in asking), parted, strict=False))
            below = []
        for line in map(_unslashed, below):
            box, _ = min(asking, key=lambda item: abs(item[1].box.x0 - line.box.x0))
            shares.setdefault(box.specified_by, []).append(line)
        for name, lines in shares.items():
            yield Region(f"{base}/{name}", "text", self.boxes.text.number, area, tuple(lines))

    def lone(self) -> Iterator[Region]:
        """Boxes that stand outside the numbered items: the exit box, the 10b5-1 box.

        Where several stand close below each other, a mark belongs to the one it stands before.
        """
        alone = [box for box in self.boxes.layout.checkboxes if box.within is None]
        lines = {box: hit for box in alone if (hit := self._first_line(box))}
        marks = [word for word in self.boxes.text.words if CHECKED.fullmatch(word.text)]
        for box, line in lines.items():
            own = [mark for mark in marks if _is_before(mark, line)]
            nearest = (mark for mark in own if _nearest(mark, lines) is box)
            yield self._check(box.path, line, next(nearest, None))

    def _first_line(self, box: CheckBox) -> Hit | None:
        """The first line of a caption, before which the mark stands; None where it is nowhere."""
        hit = self.boxes.page.captions.best(*box.wordings)
        if hit is None:
            return None
        caption = bare(hit)
        first = [w for w in caption.words if w.box.overlap_y(caption.words[0].box) > 0]
        return Hit(box.caption, tuple(first), around(w.box for w in first), caption.score)


def _is_before(mark: Word, line: Hit) -> bool:
    near = -_MARKS.overlap <= line.box.x0 - mark.box.x1 <= _MARKS.reach
    return near and mark.box.overlap_y(line.box.grown(_SETTINGS.grown)) > 0


def _nearest(mark: Word, lines: Mapping[CheckBox, Hit]) -> CheckBox:
    """Of the boxes before which a mark stands, that whose caption is nearest abreast of it."""
    own = [box for box, line in lines.items() if _is_before(mark, line)]
    return min(own, key=lambda box: abs(lines[box].box.center_y - mark.box.center_y))


def _parted(lines: Sequence[Line]) -> list[list[Line]]:
    """What is written on both sides of the stroke that some prints set between an officer's title and what
    another relationship is; nothing where a line has no such stroke, or two."""
    found = [(line, k) for line in lines for k, word in enumerate(line.words) if word.text == STROKE]
    if len(found) != 1 or len(lines) != 1:
        return []
    line, k = found[0]
    halves = [line.words[:k], line.words[k + 1 :]]
    return [[line.only(half)] for half in halves] if all(halves) else []


def _unslashed(line: Line) -> Line:
    """A title without the stroke at its end, or before it: nothing stands on the stroke's other side."""
    words = line.words[line.words[0].text == STROKE : len(line.words) - (line.words[-1].text == STROKE)]
    return line.only(words) if words and len(words) < len(line.words) else line


def _is_rubble(line: Line, boxes: Sequence[CheckBox]) -> bool:
    """Blanks to be filled in (`____`), and the tail of a caption that runs over, are no answer."""
    letters = squeezed(line.text)
    captions = [squeezed(wording) for box in boxes for wording in box.wordings]
    is_tail = len(letters) >= _SETTINGS.caption_rest and any(text.endswith(letters) for text in captions)
    return not letters or is_tail
