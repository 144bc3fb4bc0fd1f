"""The boxes to check: relationship to the issuer, and those that stand alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from extractor.layout.captions import Hit, squeezed
from extractor.layout.template import CheckBox
from extractor.model.geometry import Box, around
from extractor.model.page import Line, Word
from extractor.model.region import Region, without_words
from extractor.segmentation.captioned_boxes import CaptionedBoxes
from extractor.segmentation.check_marks import CHECKED, bare, before_caption, likeness, mark_of
from extractor.segmentation.settings import SETTINGS

_SETTINGS, _MARKS = SETTINGS.relationship, SETTINGS.check_marks

OWNER = "reportingOwner[1]"


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
        """On a scan: what is short and no caption may be a mark misread; it is for a person to say."""
        if self.boxes.text.source == "text":
            return []
        printed = {word.id for hit in captions if hit for word in hit.words}
        words = [word for line in lines for word in line.words if word.id not in printed]
        short = [word for word in words if 0 < len(squeezed(word.text)) <= _SETTINGS.short]
        return [w._replace(probability=_SETTINGS.misread) for w in short if not CHECKED.fullmatch(w.text)]

    def _relationship_area(self, hit: Hit) -> Box:
        area = self.boxes.area(hit)
        below = [
            other.box.top - 1
            for box, other in self.boxes.hits.items()
            if other
            and box.reads == "nothing"
            and other.box.top > hit.box.bottom
            and other.box.x0 >= area.x0 - _SETTINGS.stray
        ]
        return Box(area.x0, area.top, area.x1, min(below, default=area.bottom))

    def _check_caption(self, check: CheckBox, area: Box) -> Hit | None:
        hits = self.boxes.page.captions.all(*check.wordings)
        near = [hit for hit in hits if area.holds(hit.box.center_x, hit.box.center_y)]
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
        for line in below:
            box, _ = min(asking, key=lambda item: abs(item[1].box.x0 - line.box.x0))
            shares.setdefault(box.specified_by, []).append(line)
        for name, lines in shares.items():
            yield Region(f"{base}/{name}", "text", self.boxes.text.number, area, tuple(lines))

    def lone(self) -> Iterator[Region]:
        """Boxes that stand outside the numbered items: the exit box, the 10b5-1 box."""
        for box in self.boxes.layout.checkboxes:
            if box.within is not None or (hit := self.boxes.page.captions.best(*box.wordings)) is None:
                continue
            caption = bare(hit)
            first = [w for w in caption.words if w.box.overlap_y(caption.words[0].box) > 0]
            line = around(w.box for w in first)
            marks = [
                w
                for w in self.boxes.text.words
                if CHECKED.fullmatch(w.text) and w.box.overlap_y(line.grown(_SETTINGS.grown)) > 0
            ]
            near = [w for w in marks if -_MARKS.overlap <= line.x0 - w.box.x1 <= _MARKS.reach]
            yield self._check(
                box.path, Hit(box.caption, tuple(first), line, caption.score), near[0] if near else None
            )


def _is_rubble(line: Line, boxes: Sequence[CheckBox]) -> bool:
    """Blanks to be filled in (`____`), and the tail of a caption that runs over, are no answer."""
    letters = squeezed(line.text)
    captions = [squeezed(wording) for box in boxes for wording in box.wordings]
    is_tail = len(letters) >= _SETTINGS.caption_rest and any(text.endswith(letters) for text in captions)
    return not letters or is_tail
