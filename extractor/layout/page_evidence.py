"""What says of a page that it goes on with the filing before it, or that it is something else.

Each observation weighs a natural logarithm of odds. The weights add up with those of the sequence
(`assembly`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from extractor.layout.analysis import PageAnalysis
from extractor.layout.captioned_grid import going_on
from extractor.layout.captions import squeezed
from extractor.layout.grid import Grid, continued
from extractor.layout.settings import SETTINGS
from extractor.layout.template import Layout, OtherForm, other_pages
from extractor.model.page import PageText, TextSource
from extractor.model.reason import Reason, ReasonCode

_SETTINGS = SETTINGS.assembly
_NOTE = re.compile(r"[(/]?(\d{1,2})(?:[).:/]|$)")
_COUNTED = re.compile(r"(?i)page\s*(\d{1,3})\s*(?:of|/)\s*(\d{1,3})")


@dataclass(frozen=True, slots=True)
class Observation:
    """One thing seen on a page, and how it weighs for the filing before it (log odds)."""

    reason: Reason
    weight: float


@dataclass(frozen=True, slots=True)
class FilingSoFar:
    """What the pages of a filing before a page say of those to come.

    `last` is the table that may go on, `next_note` the number of the next footnote, `signed` and `explained`
    say that a signature's caption and the heading of the footnotes were seen, `pages` is how many there are.
    """

    layout: Layout
    last: Grid | None = None
    next_note: int = 1
    signed: bool = False
    explained: bool = False
    pages: int = 0

    @property
    def is_whole(self) -> bool:
        """True where the form's end was seen."""
        return self.signed and self.explained

    def going_on(self, page: PageAnalysis) -> tuple[tuple[Observation, ...], FilingSoFar]:
        """What is observed on the next page, and the filing with it, if it may belong as far as is seen."""
        seen = observed(page, self)
        return seen, self.after(page) if total(seen) > 0 else self

    def after(self, page: PageAnalysis) -> FilingSoFar:
        """The same once the page is read."""
        here = tables_on(self.last, page)
        return replace(
            self,
            last=here[-1] if here else None,
            next_note=_next_note(page.text, self.next_note),
            signed=self.signed or _is_there(page, self.layout.signature.wordings),
            explained=self.explained or _is_there(page, self.layout.footnotes.wordings),
            pages=self.pages + 1,
        )


def observed(page: PageAnalysis, before: FilingSoFar) -> tuple[Observation, ...]:
    """Everything that speaks for or against the page as one of the filing before it."""
    return tuple(_observed(page, before))


def total(observations: Iterable[Observation]) -> float:
    """What observations come to, in log odds."""
    return sum(one.weight for one in observations)


def is_blank(page: PageText) -> bool:
    """True for a page with next to nothing on it."""
    return sum(len(squeezed(line.text)) for line in page.lines) < _SETTINGS.blank


def other_title(page: PageText) -> str:
    """What the page bears that no page of a Form 4 does; empty where it bears nothing such."""
    return _said_on(_upper(page), other_pages().titles)


def other_form(page: PageText) -> OtherForm | None:
    """The form of the SEC's that the page's title names, where it is another than Form 4."""
    upper = _upper(page)
    lines = {squeezed(line.text) for line in upper.lines}
    titled = (form for form in other_pages().forms if _said_on(upper, form.titles))
    named = (form for form in other_pages().forms if any(squeezed(name) in lines for name in form.alone))
    return next(titled, None) or next(named, None)


def _upper(page: PageText) -> PageText:
    """The part of the page where its title is."""
    lines = [line for line in page.lines if line.box.top < _SETTINGS.title_within * page.height]
    return replace(page, lines=tuple(lines))


def _observed(page: PageAnalysis, before: FilingSoFar) -> Iterator[Observation]:
    text = page.text
    if title := other_title(_above_remarks(page)):
        yield Observation(Reason.of(ReasonCode.OTHER_TITLE, title=title), -_SETTINGS.other_title)
    if marks := [mark for mark in page.layout.marks if _is_there(page, (mark,))]:
        yield Observation(Reason.of(ReasonCode.OWN_PRINT, print=marks[0]), _SETTINGS.own_print)
    if page.grids:
        yield Observation(
            Reason.of(ReasonCode.TABLE_ON_PAGE, table=page.grids[0].table.name), _SETTINGS.own_print
        )
    elif tables_on(before.last, page):
        yield Observation(Reason.of(ReasonCode.COLUMNS_GO_ON), _SETTINGS.columns)
    if any(_is_there(page, box.wordings) for box in page.layout.header if box.reads == "name-and-address"):
        yield Observation(Reason.of(ReasonCode.OWNER_BOX), _SETTINGS.owners)
    if _next_note(text, before.next_note) > before.next_note > 1:
        yield Observation(Reason.of(ReasonCode.NOTE_BEGINS, note=before.next_note), _SETTINGS.note)
    if said := _said_on(text, other_pages().continued):
        yield Observation(Reason.of(ReasonCode.SAID_CONTINUED, words=said), _SETTINGS.said_continued)
    if _is_counted(text, before.pages + 1):
        yield Observation(Reason.of(ReasonCode.NUMBERED, page=before.pages + 1), _SETTINGS.numbered)
    yield _of_the_end(text, before)


def _above_remarks(page: PageAnalysis) -> PageText:
    """The page down to the form's heading of remarks, which may name an exhibit and are no title."""
    heading = page.captions.best(*page.layout.remarks.wordings)
    if heading is None or heading.score < SETTINGS.captions.certain:
        return page.text
    lines = tuple(line for line in page.text.lines if line.box.top < heading.box.top)
    return replace(page.text, lines=lines)


def _of_the_end(text: PageText, before: FilingSoFar) -> Observation:
    if before.is_whole:
        return Observation(Reason.of(ReasonCode.END_SEEN), -_SETTINGS.ended)
    weight = 0.0 if is_blank(text) else _SETTINGS.unfinished
    return Observation(Reason.of(ReasonCode.END_NOT_SEEN), weight)


def tables_on(last: Grid | None, page: PageAnalysis) -> tuple[Grid, ...]:
    """The page's tables, with that of the page before where it goes on without a head."""
    above = page.grids[0].box.top if page.grids else page.text.height
    if last is None:
        return page.grids
    more = continued(last, page.bands, above)
    more = more or going_on(last, page.text, page.captions, page.layout, above)
    return (more, *page.grids) if more is not None else page.grids


def _is_there(page: PageAnalysis, wordings: Sequence[str]) -> bool:
    hit = page.captions.best(*wordings)
    return hit is not None and hit.score >= SETTINGS.captions.certain


def _next_note(text: PageText, expected: int) -> int:
    """The number of the footnote after those that begin lines of the page one after the other."""
    for line in text.lines:
        match = _NOTE.match(line.words[0].text)
        if match and int(match[1]) == expected:
            expected += 1
    return expected


def _is_counted(text: PageText, number: int) -> bool:
    counted = (match for line in text.lines if (match := _COUNTED.search(line.text)))
    return any(int(match[1]) == number <= int(match[2]) for match in counted)


def _said_on(text: PageText, wordings: Sequence[str]) -> str:
    """The first of the wordings that a line of the page begins with; empty where none does."""
    lines, wanted = [squeezed(line.text) for line in text.lines], tuple(map(squeezed, wordings))
    if text.source == "text":
        # Most pages have none of them, which is asked of each line once.
        lines = [line for line in lines if line.startswith(wanted)]
    found = (k for k, own in enumerate(wanted) if any(_begins(line, own, text.source) for line in lines))
    return next((wordings[k] for k in found), "")


def _begins(line: str, wanted: str, source: TextSource) -> bool:
    if source == "text" or len(wanted) < _SETTINGS.worn_title:
        return line.startswith(wanted)
    return fuzz.ratio(line[: len(wanted)], wanted, score_cutoff=100 * SETTINGS.captions.reworded) > 0
