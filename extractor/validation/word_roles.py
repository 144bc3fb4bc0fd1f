"""What every word on a filing's pages is: caption, wording, value, mark, furniture, or unaccounted.

Of a page with a text layer the account is exact: each of its words has one role, and what nothing explains is
unaccounted. A scan's print is worn and its ink holds dirt: there only what is plainly writing is unaccounted
(`legible_ink.py`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz

from extractor.layout.analysis import PageAnalysis
from extractor.layout.captions import squeezed
from extractor.layout.grid import Grid
from extractor.layout.printed import print_of
from extractor.layout.running_heads import running_words
from extractor.layout.template import Column, Layout, shipped_layouts, shipped_wordings
from extractor.model.account import Account, Role
from extractor.model.filing import Cell
from extractor.model.geometry import Box, around
from extractor.model.page import Line, Word, WordId
from extractor.model.path import FOOTNOTE, OWNER, CellPath
from extractor.model.region import Region, cut_line
from extractor.segmentation.captioned_boxes import CaptionedBoxes
from extractor.segmentation.check_marks import CHECKED
from extractor.segmentation.filed_by import group_marks
from extractor.validation.legible_ink import TELLING, is_legible
from extractor.validation.settings import SETTINGS
from extractor.values.parsers import says_nothing

_SETTINGS = SETTINGS.word_roles

_NOTE_NUMBER = re.compile(r"[(/\[]?\s*(\d{1,2})\s*[).:\]]?[)/]?")
_NUMBERED = re.compile("1473|1474|2270")
_AMENDED = re.compile(r"[345]/A|amend(?:ed|ment)", re.IGNORECASE)
"""A word that says of a form that it amends another."""
_FORM_NUMBER = re.compile(r"SEC\s*(?:1473|1474|2270)\s*\(\d{1,2}-\d{2,4}\)", re.IGNORECASE)
"""The number of Form 3, 4 or 5 among SEC's, with the month of its revision: there are ever new ones."""
_IDENTITY = re.compile(r"#?[\d*x–-]{7,}", re.IGNORECASE)
"""A number of the tax office or of social security, which no output repeats."""


def account_of(
    pages: Sequence[PageAnalysis],
    grids: Mapping[int, Sequence[Grid]],
    regions: Sequence[Region],
    cells: Sequence[Cell],
) -> Account:
    """The role of every word on the pages of a filing; `grids` are the tables by page number."""
    paths = sorted(cell.path for cell in cells)
    taken = [region for region in regions if _is_taken(region, paths)]
    said = squeezed(" ".join(cell.raw for cell in cells if CellPath.parse(cell.path).element == OWNER))
    amends = any(cell.path == "documentType" and cell.value.endswith("/A") for cell in cells)
    running = running_words(pages)
    roles: dict[WordId, Role] = {}
    above: tuple[Grid, ...] = ()
    for page in pages:
        front, own = amends and page is pages[0], tuple(grids.get(page.number, ()))
        roles |= PageWords(page, own, taken, said, front, _ends_with_owners(above)).roles(running)
        above = own
    return Account(roles)


def _ends_with_owners(grids: Iterable[Grid]) -> bool:
    """True where the last table of a page is the block of owners: a row of it may go on with the next."""
    last = max(grids, key=lambda grid: grid.box.bottom, default=None)
    return last is not None and last.table.rows == OWNER


def _is_taken(region: Region, paths: Sequence[str]) -> bool:
    """True where a region became a cell, by the sorted `paths` of these, or says that nothing is to say."""
    first = bisect_left(paths, region.path)
    began = any(path.startswith(region.path) for path in paths[first : first + 1])
    return began or says_nothing(region.text)


@dataclass(frozen=True, eq=False)
class PageWords:
    """One page of a filing with its tables; `regions` are those of all its values, on all pages.

    `said` are the letters of what is read of its owners; `amends` is True for the first page of an amendment,
    `goes_on` for one that a row of the owners' block may run over to.
    """

    page: PageAnalysis
    grids: tuple[Grid, ...]
    regions: Sequence[Region]
    said: str
    amends: bool
    goes_on: bool

    def roles(self, running: frozenset[WordId]) -> dict[WordId, Role]:
        """The role of each word; where two explain one, the later of these counts. `running` are the words of
        running heads."""
        roles: dict[WordId, Role] = {word.id: "unaccounted" for word in self.page.text.words}
        layers: tuple[tuple[Role, Iterable[WordId]], ...] = (
            ("furniture", running),
            ("wording", self.wording),
            ("caption", self.captions),
            ("mark", self.marks),
            ("value", self.values),
        )
        for role, words in layers:
            roles.update((word, role) for word in words if word in roles)
        if self.page.is_scan:
            roles.update((word, "furniture") for word in self._dirt(roles))
        return roles

    @cached_property
    def values(self) -> frozenset[WordId]:
        """The words of regions, those of the owners' block that say the header again, and what says of the
        first page of an amendment that it is one."""
        ids = (word.id for region in self.regions for line in region.lines for word in line.words)
        own = (own._replace(part=0) if own.part else own for own in ids)
        said = (word.id for word in self.page.text.words if self.amends and _AMENDED.fullmatch(word.text))
        return frozenset(own) | {word.id for word in self._said_again()} | frozenset(said)

    @cached_property
    def marks(self) -> frozenset[WordId]:
        """The numbers of footnotes, marks in boxes that no cell holds, and what has no letter at all."""
        blank = (word for word in self.page.text.words if not squeezed(word.text))
        found = (*blank, *self._note_numbers(), *self._group_marks())
        return frozenset(word.id for word in found)

    @cached_property
    def captions(self) -> frozenset[WordId]:
        """The words of the layout's captions: those of its columns in the heads of its tables only."""
        heads = (word.id for grid in self.grids for word in self._head_words(grid))
        return frozenset(heads) | self._print_on(_captions_like(self.page.layout))

    @cached_property
    def wording(self) -> frozenset[WordId]:
        """The words of all else that the form prints, and of what its boxes hold that nothing is read of."""
        own = (*_captions_like(self.page.layout), *self.page.layout.furniture, *shipped_wordings())
        small = (word.id for word in (*self.page.small_print, *self._unread_numbers(), *self._form_number()))
        return frozenset(small) | self._print_on(own)

    def _form_number(self) -> Iterator[Word]:
        for line in (line for line in self.page.text.lines if _NUMBERED.search(line.text)):
            ends = range(1, len(line.words) + 1)
            runs = (line.words[start:end] for end in ends for start in range(end))
            found = (run for run in runs if _FORM_NUMBER.fullmatch(" ".join(word.text for word in run)))
            yield from next(found, ())

    def _print_on(self, sentences: Iterable[str]) -> frozenset[WordId]:
        printed = print_of(tuple(sentences))
        if not self.page.is_scan:
            return printed.words_on(self._free)
        alike = (line for line in self._free if printed.resembles(line))
        return frozenset(word.id for line in alike for word in line.words)

    @cached_property
    def _free(self) -> list[Line]:
        """The lines outside the rows of tables, less values and marks."""
        lines = [line for line in self.page.text.lines if not self._in_rows(line.box)]
        gone = self.values | self.marks
        return [rest for line in lines if (rest := line.without(gone)) is not None]

    def _in_rows(self, box: Box) -> bool:
        return any(rows.holds_middle(box) for rows in self._rows)

    @cached_property
    def _rows(self) -> tuple[Box, ...]:
        """The part of each table below its head."""
        return tuple(map(_rows_of, self.grids))

    def _head_words(self, grid: Grid) -> Iterator[Word]:
        """The words in a table's head that are letters of the captions of their columns."""
        if grid.head is None:
            return
        head = grid.head._replace(bottom=_rows_of(grid).top)
        inside = [line for line in self.page.text.lines if head.holds_middle(line.box)]
        together = squeezed("".join(leaf.caption for leaf in grid.table.leaves))
        columns = [(gap, self._column_print(gap.column, grid)) for gap in grid.gaps]
        for line in inside:
            if squeezed(line.text) in together:
                yield from line.words
            for gap, captions in columns:
                part = cut_line(line, gap.x0, gap.x1)
                if part and self._is_of(part, captions):
                    yield from part.words

    def _column_print(self, column: Column, grid: Grid) -> str:
        """The letters of a column's caption, and of the one over it and others."""
        wordings = grid.table.wordings_over(column)
        if self.page.layout.match == "meaning":
            # Such a layout has one wording of many: the table's heads on other prints tell the rest.
            heads = (table.columns for other in shipped_layouts() for table in other.tables)
            wordings += [c.caption for columns in heads for own in columns for c in (own, *own.leaves())]
        return "|".join(map(squeezed, wordings))

    def _is_of(self, part: Line, captions: str) -> bool:
        """True for letters of a column's captions; a scan must show most of them, and no number."""
        letters = squeezed(part.text)
        if letters in captions:
            return True
        if not self.page.is_scan or TELLING.search(part.text):
            return False
        few = len(letters) < _SETTINGS.said_from
        return few or fuzz.partial_ratio(letters, captions) >= 100 * _SETTINGS.head

    def _said_again(self) -> Iterator[Word]:
        """What the block of Reporting Owners says of owners that have their place in the header."""
        for part in self._listed_parts():
            if CHECKED.fullmatch(part.text) or self._is_said(part):
                yield from part.words

    def _listed_parts(self) -> Iterator[Line]:
        """The cells of the block of owners, line by line, and lines outside the other tables: a scan may have
        lost its rules, and the rest of a row that a page's end cut is no table."""
        for line in self.page.text.lines:
            tables = zip(self.grids, self._rows, strict=True)
            held = (grid for grid, rows in tables if rows.holds_middle(line.box))
            grid = next(held, None)
            if grid is not None and grid.table.rows == OWNER:
                yield from (p for gap in grid.gaps if (p := cut_line(line, gap.x0, gap.x1)))
            elif grid is None and (self.page.is_scan or self.goes_on):
                yield line

    def _is_said(self, part: Line) -> bool:
        letters = squeezed(part.text)
        if letters in self.said and (len(letters) >= _SETTINGS.said_exactly or self._in_owners(part)):
            return True
        if not self.page.is_scan:
            return False
        alike = fuzz.partial_ratio(letters, self.said) >= 100 * _SETTINGS.said_again
        return len(letters) >= _SETTINGS.said_from and alike

    def _in_owners(self, part: Line) -> bool:
        return any(g.table.rows == OWNER and _rows_of(g).holds_middle(part.box) for g in self.grids)

    def _note_numbers(self) -> Iterator[Word]:
        """The number before each footnote, beside its lines."""
        for region in self.regions:
            path = CellPath.parse(region.path)
            if path.element != FOOTNOTE:
                continue
            own = [line.box for line in region.lines if line.id.page == self.page.number]
            if own:
                extent = around(own)
                yield from (w for w in self._numbers.get(path.number, ()) if _is_beside(w.box, extent))

    @cached_property
    def _numbers(self) -> dict[int, list[Word]]:
        found: dict[int, list[Word]] = {}
        for word in self.page.text.words:
            if match := _NOTE_NUMBER.fullmatch(word.text):
                found.setdefault(int(match[1]), []).append(word)
        return found

    def _group_marks(self) -> Iterator[Word]:
        """The marks before the boxes for one filer or several."""
        yield from group_marks(self.page).values()

    def _unread_numbers(self) -> Iterator[Word]:
        """The numbers of persons and firms that an old form asks for, and that are never read."""
        if all(box.reads != "nothing" for box in self.page.layout.header):
            return
        boxes = CaptionedBoxes(self.page)
        asked = [hit for box, hit in boxes.hits.items() if box.reads == "nothing" and hit is not None]
        for line in (line for hit in asked for line in boxes.inside(boxes.area(hit))):
            yield from (word for word in line.words if self.page.is_scan or _IDENTITY.fullmatch(word.text))

    def _dirt(self, roles: Mapping[WordId, Role]) -> Iterator[WordId]:
        """The words of a scan that nothing explains and that are no plain writing."""
        for line in self.page.text.lines:
            left = [word for word in line.words if roles[word.id] == "unaccounted"]
            if left and not is_legible(line.only(left), self.page):
                yield from (word.id for word in left)


def _is_beside(number: Box, note: Box) -> bool:
    """True for a number at the left of a note: it may be set a little above or below the note's line."""
    return number.x0 - note.x0 < number.width and number.overlap_y(note) > 0


def _rows_of(grid: Grid) -> Box:
    """The part of a table below its head."""
    box = grid.box
    first = grid.rows[0][0] if grid.rows else grid.head.bottom if grid.head else box.top
    return Box(box.x0, first, box.x1, box.bottom)


def _captions_like(layout: Layout) -> Iterator[str]:
    """The captions of a layout; of one that is matched by meaning those of all prints, for it has any."""
    yield from _captions(layout)
    if layout.match == "meaning":
        yield from (caption for other in shipped_layouts() for caption in _captions(other))


def _captions(layout: Layout) -> Iterator[str]:
    """The captions of a layout, whole; those of sub-columns are told in the heads of tables alone."""
    yield from (*layout.captions, *layout.signature_date.wordings)
    yield from (wording for evidence in layout.evidence for wording in evidence.wordings)
    yield from (caption for box in layout.header for caption in box.below)
    for table in layout.tables:
        yield from table.heading.wordings
        yield from (wording for column in table.columns for wording in column.wordings)
