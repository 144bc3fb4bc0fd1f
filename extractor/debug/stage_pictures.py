"""A picture of what each stage made of a page, with a panel that says what is seen.

A scan is shown upright and flat, as it is read; a page with a text layer as it is drawn.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import cv2
from PIL import Image

from extractor.debug.draw_page import describe_grid, draw_grid, draw_rules
from extractor.debug.drawing import INK, PICTURE_DPI, Canvas, Color, Panel, faded
from extractor.debug.stages import caption_hits, spelled
from extractor.document.opened_page import Pixels
from extractor.imaging.preprocess import FlatPage
from extractor.layout.analysis import PageAnalysis
from extractor.layout.classify import Score
from extractor.layout.grid import Grid
from extractor.model.geometry import Box, around
from extractor.model.page import Line, PageText, Word
from extractor.model.path import CellPath
from extractor.model.region import Region
from extractor.values.reading import Reading

RED: Color = (205, 45, 45)
ORANGE: Color = (215, 115, 0)
GREEN: Color = (20, 130, 70)
BLUE: Color = (40, 95, 200)
PURPLE: Color = (130, 60, 180)
TEAL: Color = (0, 120, 140)
GREY: Color = (120, 120, 120)

SURE, DOUBTED = 0.95, 0.5
"""Probabilities: what is less probable than the first is orange, than the second red."""
LEAST_SHOWN = 0.01
"""Readings less probable than this are not listed."""
MOST_SHOWN = 4
"""Readings listed of a region."""
SMALL = 14
"""Letter size of numbers on the page, in pixels."""
BESIDE = 2.0
"""Points from a box to the number to its left, whose foot is as far below its middle."""
AROUND = 0.8
"""Points between ink and its box."""
FAINT = 14
"""Opacity of a tint under writing that is to be read."""

TYPES: tuple[tuple[str, Color, frozenset[str]], ...] = (
    ("a number", BLUE, frozenset({"shares", "price"})),
    ("a date or month", TEAL, frozenset({"date", "month"})),
    ("a letter or code", ORANGE, frozenset({"code", "early", "acquired-disposed", "direct-indirect"})),
    ("a box to check", RED, frozenset({"check"})),
    ("prose: a footnote, remarks", GREY, frozenset({"prose"})),
)
"""What the types of values are drawn in; all others are words."""
WORDS: tuple[str, Color] = ("words: names, titles, addresses", PURPLE)


@dataclass(frozen=True, eq=False, slots=True)
class Backdrop:
    """A page to draw on: its pixels flat at `PICTURE_DPI`, and what is said of it over every panel."""

    pixels: Pixels
    about: str

    def panel(self, title: str, words: str) -> Panel:
        """A panel that begins with what the picture shows."""
        panel = Panel(len(self.pixels))
        panel.title(title)
        panel.paragraph(self.about)
        panel.paragraph(words)
        return panel

    def canvas(self) -> Canvas:
        """The page with its ink faded."""
        return Canvas(faded(self.pixels), PICTURE_DPI)


def ink_picture(backdrop: Backdrop, sheet: FlatPage) -> Image.Image:
    """What binarization left of a scan, and the pieces of writing that were found in it."""
    size = (backdrop.pixels.shape[1], backdrop.pixels.shape[0])
    paper = 255 * (1 - sheet.ink)
    canvas = Canvas(Image.fromarray(cv2.resize(paper, size, interpolation=cv2.INTER_AREA)), PICTURE_DPI)
    for run in sheet.lines:
        canvas.box(run.box, PURPLE if run.raised else BLUE, FAINT, width=1)
    for box in sheet.boxes:
        canvas.box(box.box, RED if box.checked else ORANGE, FAINT)
    panel = backdrop.panel(
        "Ink",
        "The scan in black and white, upright and flat, its ruling lines and scratches taken out: "
        "what is left is writing. Each box is a piece of it that is read as one line.",
    )
    raised = sum(run.raised for run in sheet.lines)
    panel.entry(f"pieces of writing: {len(sheet.lines) - raised}", BLUE)
    panel.entry(f"raised, as footnote marks are: {raised}", PURPLE)
    checked = sum(box.checked for box in sheet.boxes)
    panel.entry(f"boxes to check, checked: {checked}", RED)
    panel.entry(f"boxes to check, empty or unclear: {len(sheet.boxes) - checked}", ORANGE)
    return panel.beside(canvas.image)


def ruling_lines_picture(backdrop: Backdrop, text: PageText) -> Image.Image:
    """The straight lines that the form is ruled with."""
    canvas = backdrop.canvas()
    draw_rules(canvas, text.rules, across=RED, down=BLUE)
    panel = backdrop.panel(
        "Ruling lines",
        "The straight lines that were found, from where to where. Tables and boxes are made of them: "
        "one that is missing joins two columns, one too many parts a column.",
    )
    panel.entry(f"across the page: {len(text.rules.across)}", RED)
    panel.entry(f"down the page: {len(text.rules.down)}", BLUE)
    return panel.beside(canvas.image)


def text_picture(backdrop: Backdrop, text: PageText) -> Image.Image:
    """The lines on the page, and beside it what was read in them."""
    canvas = backdrop.canvas()
    read = Canvas(Image.new("L", (canvas.image.width, canvas.image.height), 255), PICTURE_DPI)
    for line in text.lines:
        color = _line_color(line)
        canvas.box(line.box.grown(AROUND), color, FAINT, width=1)
        for word in line.words:
            read.text(word.text, word.box, _word_color(word))
    panel = backdrop.panel(
        "Text lines",
        "Left the page with the lines that were found; right the words that were read, each in its place.",
    )
    if text.source == "text":
        panel.paragraph("The words are those of the file's own text layer; nothing was recognised.")
    else:
        _describe_reading(panel, text)
    panel.entry(f"raised words, as footnote marks are: {sum(word.raised for word in text.words)}", PURPLE)
    return panel.beside(canvas.image, read.image)


def captions_picture(backdrop: Backdrop, page: PageAnalysis, scores: Sequence[Score]) -> Image.Image:
    """Where the captions of a layout were found, and how much of each was seen."""
    canvas, hits = backdrop.canvas(), caption_hits(page)
    ordered = sorted(hits, key=lambda hit: (hit.box.top, hit.box.x0))
    _number(canvas, [(hit.box, _sure_color(hit.score), False) for hit in ordered])
    panel = backdrop.panel(
        "Captions",
        "Where each caption of the layout stands, with the share of its letters that was seen. "
        "How well each layout fits comes of its captions and its ruling lines; a page that begins no "
        "filing goes on with the one before it.",
    )
    for score in scores:
        color = GREEN if score.layout.name == page.layout.name else INK
        panel.line(f"{score.value:.2f}  {score.layout.name}", color)
    panel.title(f"{page.layout.name}: {len(hits)} captions found")
    for number, hit in enumerate(ordered, 1):
        panel.numbered(number, f"{hit.score:.2f}  {hit.caption}", _sure_color(hit.score))
    if missing := _missing(page, scores):
        panel.title("Not found")
        for caption in missing:
            panel.entry(caption, RED, filled=False)
    return panel.beside(canvas.image)


def grids_picture(backdrop: Backdrop, grids: Sequence[Grid]) -> Image.Image:
    """The tables with their columns and rows."""
    canvas = backdrop.canvas()
    for grid in grids:
        draw_grid(canvas, grid)
    panel = backdrop.panel(
        "Grids",
        "The tables that were found. Each column has a number, the field it holds stands beside the "
        "number below; the fit says how well the head's captions agree. Thin lines part the rows.",
    )
    for grid in grids:
        describe_grid(panel, grid)
    return panel.beside(canvas.image)


def regions_picture(backdrop: Backdrop, regions: Sequence[Region]) -> Image.Image:
    """Where each value stands, the path it gets and its type."""
    canvas = backdrop.canvas()
    _number(canvas, [(region.box, _type_color(region), _is_in_row(region)) for region in regions])
    panel = backdrop.panel(
        "Regions",
        "The place of every value: what is written in a box becomes the cell of the field beside its "
        "number. The colour is that of the type. The JSON file of this stage has the whole paths.",
    )
    for words, color, _ in TYPES:
        panel.entry(words, color)
    panel.entry(*WORDS)
    for part, group in groupby(enumerate(regions, 1), key=lambda item: _part(item[1])):
        panel.title(part)
        for number, region in group:
            means = f" ({region.means})" if region.means else ""
            panel.numbered(number, f"{_name(region)}{means}: {region.type}", _type_color(region))
    return panel.beside(canvas.image)


def candidates_picture(backdrop: Backdrop, found: Sequence[tuple[Region, Sequence[Reading]]]) -> Image.Image:
    """What each region may say, where its ink leaves a choice."""
    canvas, doubtful = backdrop.canvas(), [item for item in found if _is_open(item[1])]
    plain = [region for region, readings in found if not _is_open(readings)]
    for region in plain:
        canvas.box(_ink(region).grown(AROUND), GREEN, FAINT)
    _number(canvas, [(_ink(region), _reading_color(readings[0]), False) for region, readings in doubtful])
    panel = backdrop.panel(
        "Candidates",
        "What each region may say by its ink and the grammar of its type, before engines vote and sums "
        "are looked at. Numbered regions could say several things, or nothing that their type allows: a "
        "question mark stands before such a reading.",
    )
    panel.entry(f"says one thing: {len(plain)}", GREEN)
    panel.entry(f"its first reading has less than {SURE:.0%}", ORANGE)
    panel.entry(f"less than {DOUBTED:.0%}, or nothing that fits", RED)
    panel.title("Several readings, or none that fits" if doubtful else "Every region says one thing")
    for number, (region, readings) in enumerate(doubtful, 1):
        panel.numbered(number, _short(region), _reading_color(readings[0]))
        for reading in _shown(readings):
            panel.line(f"{reading.probability:.3f}  {_said(reading)}", INK, 32)
    return panel.beside(canvas.image)


def _number(canvas: Canvas, places: Sequence[tuple[Box, Color, bool]]) -> None:
    """Boxes with their numbers: over the boxes that are marked so, else to their left, where there is paper.

    All boxes come first, so that none is drawn over a number.
    """
    for box, color, _ in places:
        canvas.box(box.grown(AROUND), color, FAINT)
    for number, (box, color, above) in enumerate(places, 1):
        left = box.x0 - (0 if above else AROUND + canvas.length_of(str(number), SMALL) + BESIDE)
        bottom = box.top if above else box.center_y + BESIDE
        canvas.label(str(number), left, bottom, color, SMALL, framed=True)


def _describe_reading(panel: Panel, text: PageText) -> None:
    """The colours of a scan's lines and words, each with how many there are."""
    panel.title("Lines")
    colors = [_line_color(line) for line in text.lines]
    for words, color in (
        ("read by one engine", GREY),
        ("read again: what the filer wrote", BLUE),
        ("in dispute: one more engine was asked", ORANGE),
    ):
        panel.entry(f"{words}: {colors.count(color)}", color)
    panel.title("Words")
    sure = [word.probability for word in text.words if not word.raised]
    panel.entry(f"at least {SURE:.0%} probable: {sum(p >= SURE for p in sure)}", INK)
    panel.entry(f"less: {sum(DOUBTED <= p < SURE for p in sure)}", ORANGE)
    panel.entry(f"less than {DOUBTED:.0%}: {sum(p < DOUBTED for p in sure)}", RED)


def _line_color(line: Line) -> Color:
    if any(isinstance(answer, str) for answer in line.answers.values()):
        return ORANGE
    return BLUE if len(line.answers) > 1 or line.source == "text" else GREY


def _word_color(word: Word) -> Color:
    if word.raised:
        return PURPLE
    return INK if word.probability >= SURE else _sure_color(word.probability)


def _sure_color(probability: float) -> Color:
    return GREEN if probability >= SURE else ORANGE if probability >= DOUBTED else RED


def _reading_color(reading: Reading) -> Color:
    return RED if reading.value is None and not reading.marks else _sure_color(reading.probability)


def _type_color(region: Region) -> Color:
    return next((color for _, color, types in TYPES if region.type in types), WORDS[1])


def _missing(page: PageAnalysis, scores: Sequence[Score]) -> tuple[str, ...]:
    return next((score.missing for score in scores if score.layout.name == page.layout.name), ())


def _part(region: Region) -> str:
    """The part of the form that a region stands in: a row, an owner, a signature, or none of these."""
    path = CellPath.parse(region.path)
    return path.base if path.base and path.field else "Header and texts"


def _is_in_row(region: Region) -> bool:
    return bool(CellPath.parse(region.path).table)


def _name(region: Region) -> str:
    """The last element of a region's path: `transactionShares`, `footnote[@id='F1']`."""
    path = CellPath.parse(region.path)
    return path.tag if path.field else path.base.rpartition("/")[2]


def _short(region: Region) -> str:
    """A region's name behind its row's: `derivativeTransaction[2] transactionShares`."""
    path = CellPath.parse(region.path)
    row = path.base.rpartition("/")[2] if path.field else ""
    return f"{row} {_name(region)}".strip()


def _ink(region: Region) -> Box:
    """As small as its writing; the whole of a region without any."""
    return around(line.box for line in region.lines) if region.lines else region.box


def _is_open(readings: Sequence[Reading]) -> bool:
    """True where a region may say several things, or nothing that its type allows."""
    best = readings[0]
    return (best.value is None and not best.marks) or len(list(_shown(readings))) > 1


def _said(reading: Reading) -> str:
    """A reading with its marks as they are printed: `F (1)`."""
    marks = tuple(f"({mark})" for mark in reading.marks)
    return spelled(replace(reading, marks=marks)) if reading.text or not marks else " ".join(marks)


def _shown(readings: Sequence[Reading]) -> Iterator[Reading]:
    return (reading for reading in readings[:MOST_SHOWN] if reading.probability >= LEAST_SHOWN)
