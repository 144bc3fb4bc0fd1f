"""Cutting what stands below the tables: footnotes and remarks."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from rapidfuzz import fuzz

from extractor.layout.analysis import PageAnalysis
from extractor.layout.captions import Hit, squeezed
from extractor.layout.grid import Grid
from extractor.model.filing import ReviewItem
from extractor.model.geometry import Box
from extractor.model.page import Line, Word, WordId, by_rows, usual_size
from extractor.model.path import FOOTNOTE, CellPath, footnote_path
from extractor.model.reason import Reason, ReasonCode
from extractor.model.region import Region, without_words
from extractor.ocr.ctc_decoder import probability_of
from extractor.ocr.ensemble import own_answers
from extractor.ocr.text_layer import BOXES
from extractor.segmentation.flow import Flow, is_dirt
from extractor.segmentation.settings import SETTINGS
from extractor.segmentation.signatures import NUMBERED, signature_captions

_SETTINGS = SETTINGS.footnotes

LIKE_NUMBER = re.compile(r"^[(\[{/]?[0-9lIitzZSsoOBg]{1,2}[.)\]},/]{1,2}$")
"""What a worn footnote number is read as."""
SHORT_WORD = re.compile(r"^\W?\w{0,2}\W{1,2}$")
"""What may be read of one that is worse: asked is what its ink allows."""
AS_DIGITS = str.maketrans("lIitzZSsoOBg[]{},", "111122550089()().")
GLUED_NUMBER = re.compile(r"^\(\s*(\d{1,2})\s*\)|^/?(\d{1,2})[.)](?=\D)|^/(\d{1,2})/(?=\D)")


def cut_explanations(
    flow: Flow, grids: Mapping[int, Sequence[Grid]], signed: Sequence[Region]
) -> list[Region]:
    """Footnotes and remarks of a filing, over its pages, as regions of type `prose`.

    `signed` are the regions of its signatures: their words are no prose.
    """
    notes: dict[int, list[Line]] = {}
    remarks: list[Line] = []
    headed = (item for page in flow.pages for item in headings(page, grids.get(page.number, ())))
    found = {hit.words[0].id: (hit, mode) for hit, mode in headed}
    unheaded = not any(mode == "notes" for _, mode in found.values())
    tables = [flow.box(page, grid.box) for page in flow.pages for grid in grids.get(page.number, ())]
    foot = max((box.bottom for box in tables), default=0.0)
    own = [word for region in signed for line in region.lines for word in line.words]
    mode = "none"
    rows: list[list[Line]] = []
    for row in _free_rows(flow, tables, own):
        heading = next((found[w.id] for line in row for w in line.words if w.id in found), None)
        if heading is None:
            if unheaded and mode == "none" and row[0].box.top > foot and _begins_notes(row):
                mode, rows = "notes", []
            rows.append(row)
            continue
        _take(mode, rows, notes, remarks)
        mode = heading[1]
        rest = without_words(row, heading[0].words) if mode != "none" else []
        rows = [rest] if rest else []
    _take(mode, rows, notes, remarks)
    regions = [flow.region(footnote_path(number), "prose", lines) for number, lines in notes.items() if lines]
    return regions + ([flow.region("remarks", "prose", remarks)] if remarks else [])


def last_note(regions: Iterable[Region]) -> int:
    """The highest number of a footnote among the regions; 0 where there is none."""
    paths = (CellPath.parse(region.path) for region in regions)
    return max((path.number for path in paths if path.element == FOOTNOTE), default=0)


def _free_rows(flow: Flow, tables: Sequence[Box], signed: Sequence[Word]) -> list[list[Line]]:
    """The lines outside the tables, the small print and the signatures, row by row."""
    words = [word for page in flow.pages for word in page.text.words]
    size = usual_size(word for word in words if len(word.text) >= _SETTINGS.long_word)
    printed = [*signed, *(word for page in flow.pages for word in page.small_print)]
    lines = [
        line
        for line in without_words(flow.lines, printed)
        if squeezed(line.text)
        and not (
            line.source == "ocr" and (line.text in BOXES or HOLES.match(line.text) or is_dirt(line, size))
        )
        and not any(box.holds_middle(line.box) for box in tables)
    ]
    return by_rows(lines)


def _take(mode: str, rows: Sequence[list[Line]], notes: dict[int, list[Line]], remarks: list[Line]) -> None:
    """Rows of text to the footnotes or the remarks, as the heading above them says."""
    if mode == "remarks":
        remarks.extend(line for row in rows for line in row)
    elif mode == "notes":
        for paragraph in _paragraphs(rows):
            _take_notes(paragraph, notes)


def _paragraphs(rows: Sequence[list[Line]]) -> list[list[list[Line]]]:
    """Rows parted where the space between them is wider than within a paragraph."""
    rows = _with_numbers(rows)
    boxes = [row[-1].box for row in rows]
    # A speck below a row moves its middle, a crooked letter its top: not both are far off.
    steps = [min(low.center_y - high.center_y, low.top - high.top) for high, low in pairwise(boxes)]
    usual = sorted(steps)[len(steps) // 3] if steps else 0.0
    paragraphs: list[list[list[Line]]] = []
    for k, row in enumerate(rows):
        if k and steps[k - 1] <= usual * _SETTINGS.paragraph + _SETTINGS.step_error:
            paragraphs[-1].append(row)
        else:
            paragraphs.append([row])
    return paragraphs


def _with_numbers(rows: Sequence[list[Line]]) -> list[list[Line]]:
    """Rows of text, each with the number that stands beside it.

    A table of notes may set a number a little above its row, or between two rows beside the middle of its
    text: it goes to the nearest row. One that stands in a row of its own stays there: its text is gone.
    """
    texts = [list(row) for row in rows if not _is_number(row)]
    alone: list[list[Line]] = []
    for row in filter(_is_number, rows):
        nearest = min(texts, key=lambda text: _apart(text, row), default=None)
        if nearest is not None and _apart(nearest, row) < nearest[-1].box.height:
            nearest.insert(0, row[0])
        else:
            alone.append(list(row))
    return sorted([*texts, *alone], key=lambda row: row[-1].box.center_y) if alone else texts


def _apart(row: Sequence[Line], number: Sequence[Line]) -> float:
    """How far a number stands above or below a row of text, in points."""
    return abs(row[-1].box.center_y - number[0].box.center_y)


def _is_number(row: Sequence[Line]) -> bool:
    return len(row) == 1 and bool(NUMBERED.match(row[0].text))


def _take_notes(paragraph: Sequence[list[Line]], notes: dict[int, list[Line]]) -> None:
    """A paragraph to the footnote whose number it holds; the next number at a row's start begins another."""
    numbers = [(k, n) for k, row in enumerate(paragraph) if (n := _next_number(row, notes)) is not None]
    if numbers and numbers[0][0] > 0 and _in_margin(paragraph, [k for k, _ in numbers]):
        notes.update(_centred(paragraph, numbers))
        return
    for row in paragraph:
        if not row:
            continue
        if not notes and _next_number(row, notes) is None and (not numbers or _is_text(row)):
            # The first number was not read; the text under the heading is the first note all the same.
            notes[max(1, numbers[0][1] - 1) if numbers else 1] = []
            row = _without_brackets(row)
        if (begun := _next_number(row, notes)) is not None:
            notes[begun] = list(_without_number(row))
        elif notes:
            notes[max(notes)].extend(row)


def _is_text(row: Sequence[Line]) -> bool:
    """True for words on a scan; what is left of the form's own asterisks is none."""
    return row[0].source == "ocr" and len(squeezed(" ".join(line.text for line in row))) > SETTINGS.flow.few


def _begins_notes(row: list[Line]) -> bool:
    """True for the first note below the tables of a scan, whose heading above it is illegible."""
    return row[0].source == "ocr" and _leading_number(row)[0] == 1 and len(row[0].words) > 1


def _next_number(row: list[Line], notes: dict[int, list[Line]]) -> int | None:
    """The number a row begins with, where it is the next footnote's."""
    number, _ = _leading_number(row)
    if row and notes and row[0].source == "ocr" and _could_be(row, max(notes) + 1):
        return max(notes) + 1
    if number is None or not notes:
        return number
    # On a scan a number may have been lost: a later one still begins its own note.
    reach = 1 if row[0].source == "text" else _SETTINGS.lost
    return number if max(notes) < number <= max(notes) + reach else None


def _could_be(row: list[Line], number: int) -> bool:
    """True where the word a row begins with looks like a number, and its ink allows the one given."""
    first = row[0].only(row[0].words[:1])
    answers = own_answers(first)
    if not answers or not SHORT_WORD.match(first.text):
        return False
    least = _SETTINGS.possible if LIKE_NUMBER.match(first.text) else _SETTINGS.likely
    return any(probability_of(answers[0], form.format(number)) > least for form in ("{}.", "({})", "/{}/"))


def _without_brackets(row: list[Line]) -> list[Line]:
    """A note's first row without the brackets of a number that was not read."""
    first = row[0].words[0]
    return row if squeezed(first.text) or len(row[0].words) == 1 else without_words(row, [first])


def _without_number(row: list[Line]) -> list[Line]:
    """A note's first row without the number it begins with, read or not."""
    number, rest = _leading_number(row)
    return rest if number is not None else without_words(row, row[0].words[:1])


def _centred(
    paragraph: Sequence[list[Line]], numbers: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, list[Line]]]:
    """The notes of a table whose numbers stand beside the middle of their texts: each number with its lines.

    `numbers` are (row, number). A note ends with the row that brings its middle nearest to its number.
    """
    start, ends = 0, [row for row, _ in numbers[1:]] + [len(paragraph)]
    for (row, number), end in zip(numbers, ends, strict=True):
        middle = paragraph[row][0].words[0].box.center_y
        last = (
            end
            if end == len(paragraph)
            else min(range(row + 1, end + 1), key=lambda stop: abs(_middle(paragraph[start:stop]) - middle))
        )
        rows = [_leading_number(own)[1] if k == row else own for k, own in enumerate(paragraph)]
        yield number, [line for own in rows[start:last] for line in own]
        start = last


def _middle(rows: Sequence[list[Line]]) -> float:
    """How far down the page the middle of rows of text is; their numbers may stand off."""
    return (rows[0][-1].box.top + rows[-1][-1].box.bottom) / 2


def _in_margin(paragraph: Sequence[list[Line]], numbered: Sequence[int]) -> bool:
    """True where the numbers stand in a column of their own: all text begins right of them."""
    numbers = [paragraph[k][0].words[0] for k in numbered]
    others = [row[0].box.x0 for k, row in enumerate(paragraph) if k not in numbered and row]
    edge = max(number.box.x1 for number in numbers) - 1
    return all(NUMBERED.match(number.text) for number in numbers) and all(x0 > edge for x0 in others)


def _leading_number(row: list[Line]) -> tuple[int | None, list[Line]]:
    """The number a row begins with, and the row without it."""
    if not row:
        return None, row
    word = row[0].words[0]
    if row[0].source == "ocr" and HOLES.match(word.text) and len(row[0].words) > 1:
        return _leading_number(without_words(row, [word]))
    if row[0].source == "ocr" and LIKE_NUMBER.match(word.text):
        word = word._replace(text=word.text.translate(AS_DIGITS))
        row = [replace(row[0], words=(word, *row[0].words[1:])), *row[1:]]
    if match := NUMBERED.match(word.text):
        return int(match[1]), without_words(row, [word])
    if match := GLUED_NUMBER.match(word.text):
        parted = [row[0].parted(0, match.end()), *row[1:]]
        return int(match[1] or match[2] or match[3]), without_words(parted, parted[0].words[:1])
    return None, row


HOLES = re.compile(r"^[\W0oO]*$")
"""Punched holes are read as noughts; no line of a note is nothing else."""


def headings(page: PageAnalysis, grids: Sequence[Grid]) -> Iterator[tuple[Hit, str]]:
    """The headings on a page, each with what follows it: `notes`, `remarks` or `none`.

    A cell of a table may say "See Remarks", and a note begin a line with the word; in a text layer a heading
    has its colon.
    """
    for caption, mode in ((page.layout.footnotes, "notes"), (page.layout.remarks, "remarks")):
        found = page.captions.clear(*caption.wordings, rivals=page.layout.captions)
        sure = [hit for hit in found if hit.score >= _SETTINGS.heading and _begins_line(page, hit)]
        outside = [hit for hit in sure if not any(_in_table(hit, grid) for grid in grids)]
        certain = page.is_scan or not caption.caption.endswith(":")
        pointed = [hit for hit in outside if certain or _is_pointed(hit)]
        for hit in (pointed or list(_worn_headings(page, caption.caption)))[:1]:
            yield hit, mode
    for hit in signature_captions(page):
        yield hit, "none"


def _worn_headings(page: PageAnalysis, heading: str) -> Iterator[Hit]:
    """The words at the beginning of a scan's lines that are a heading but for a letter: its colon tells."""
    wanted = squeezed(heading)
    for line in page.text.lines if page.is_scan else ():
        first = line.words[0]
        if first.text.endswith(":") and fuzz.ratio(squeezed(first.text), wanted) > 100 * _SETTINGS.heading:
            yield Hit(heading, (first,), first.box, _SETTINGS.heading)


def _in_table(hit: Hit, grid: Grid) -> bool:
    return grid.box.holds_middle(hit.box)


def _is_pointed(hit: Hit) -> bool:
    return ":" in hit.words[-1].text


def headings_wanting(
    pages: Sequence[PageAnalysis],
    grids: Mapping[int, Sequence[Grid]],
    regions: Sequence[Region],
) -> Iterator[ReviewItem]:
    """The headings a scan does not show: what stands under one may have gone elsewhere, or nowhere.

    Explanations are headed whether there are any or not. Remarks are not: their heading is wanting where
    something looks like what is left of it, where a note is past reading that may hold it, or where text
    below the tables is nobody's.
    """
    if not all(page.is_scan for page in pages):
        return
    layout = pages[0].layout
    seen = {mode for page in pages for _, mode in headings(page, grids.get(page.number, ()))}
    if "notes" not in seen:
        yield ReviewItem(
            path="footnotes", reasons=(Reason.of(ReasonCode.NO_HEADING, heading=layout.footnotes.caption),)
        )
    if "remarks" not in seen:
        worn = any(_is_worn(line, layout.remarks.caption) for page in pages for line in page.text.lines)
        worn = worn or any(_is_past_reading(line) for line in _noted(regions))
        taken = {word.id for region in regions for line in region.lines for word in line.words}
        if worn or any(_left_over(page, grids[page.text.number], taken) for page in pages):
            why = Reason.of(ReasonCode.NO_HEADING, heading=layout.remarks.caption)
            yield ReviewItem(path="remarks", reasons=(why,))


def _is_worn(line: Line, heading: str) -> bool:
    """True for a line whose first word may be a heading of one word."""
    first = squeezed(line.words[0].text)
    return (
        len(first) >= _SETTINGS.heading_letters
        and fuzz.ratio(first, squeezed(heading)) >= _SETTINGS.worn_heading
    )


def _noted(regions: Sequence[Region]) -> Iterator[Line]:
    return (
        line for region in regions if CellPath.parse(region.path).element == FOOTNOTE for line in region.lines
    )


def _is_past_reading(line: Line) -> bool:
    return sum(word.probability for word in line.words) < _SETTINGS.past_reading * len(line.words)


def _left_over(page: PageAnalysis, grids: Sequence[Grid], taken: Collection[WordId]) -> bool:
    """True where text stands below the tables of a page that is neither printed there nor anybody's."""
    foot = max((grid.box.bottom for grid in grids), default=0.0)
    printed = [*page.small_print, *_captions(page)]
    free = (line for line in without_words(page.text.lines, printed) if line.box.top > foot)
    own = (line for line in free if not any(word.id in taken for word in line.words))
    return any(len(squeezed(line.text)) >= _SETTINGS.text for line in own)


def _captions(page: PageAnalysis) -> list[Word]:
    hits = [hit for caption in page.layout.captions for hit in page.captions.all(caption)[:1]]
    return [word for hit in (*hits, *signature_captions(page)) for word in hit.words]


def _begins_line(page: PageAnalysis, hit: Hit) -> bool:
    """False for a heading's words within other text, as an officer's title `See Remarks` has them."""
    own = {word.id for word in hit.words}
    line = next(line for line in page.text.lines if any(word.id in own for word in line.words))
    before = [word for word in line.words if word.box.x1 <= hit.box.x0 and word.id not in own]
    return not any(squeezed(word.text) and not HOLES.match(word.text) for word in before)
