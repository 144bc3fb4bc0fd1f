"""Pictures of units: strips of the page, a row high, one above the other, with captions of columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from PIL import Image, ImageDraw, ImageFont

from extractor.model.geometry import Box, around
from extractor.review.pictures import COLOR, PageSpot, Pictures, UprightPage, drawn, page_of, png, upright


@dataclass(frozen=True, slots=True)
class StripSettings:
    """What a reviewer sees of a unit."""

    width: int = 1080
    """Pixels of the picture, at most: it fits a laptop's window."""
    height: int = 520
    """Pixels of all strips together, unless letters would be too small to read."""
    scale: float = 3.0
    """Pixels a point, at most: typed letters are then about 30 pixels high."""
    least: float = 1.7
    """Pixels a point, at least: typed letters are then 17 pixels high."""
    margin: float = 12.0
    """Points of the page above and below the cells: a line each."""
    alone: float = 24.0
    """The same of a cell that is asked by itself."""
    beside: float = 12.0
    """Points left and right of the cells, at least."""
    close: float = 7.0
    """Points around a cell that lies beside others like it."""
    gap: float = 2.0
    """Points between a cell and the line around it."""
    rule: int = 3
    """Pixels between two strips, and below a doubtful letter."""
    number: int = 15
    """Pixels of a cell's number."""
    seam: tuple[int, int, int] = (120, 116, 106)
    """Between two strips."""


SETTINGS = StripSettings()
Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


@dataclass(frozen=True, slots=True)
class Marked:
    """A place to be marked with a number, empty for none.

    `doubts` are the doubtful letters: from where to where of the cell's width, 0 to 1.
    """

    spot: PageSpot
    name: str = ""
    doubts: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A strip of an upright page with what is marked on it, in points."""

    sheet: UprightPage
    window: Box
    marks: tuple[tuple[Box, Marked], ...]


def unit_picture(pictures: Pictures, marks: Sequence[Marked], heading: PageSpot | None) -> bytes:
    """The cells of a unit with the lines beside them, numbered, below the captions of their columns, as PNG.

    The whole page where none of them has a place.
    """
    key = tuple(marks), heading, pictures.state(marks[0].spot)
    return pictures.made(key, lambda: _unit_picture(pictures, marks, heading))


def _unit_picture(pictures: Pictures, marks: Sequence[Marked], heading: PageSpot | None) -> bytes:
    pages: dict[tuple[int, int, int], list[Marked]] = {}
    for mark in marks:
        pages.setdefault(page_of(mark.spot), []).append(mark)
    # Each page is looked for once: to look is to ask the store and the disk.
    sheets = [(pictures.sheet(own[0].spot), own) for own in pages.values()]
    if sheets[0][0].trouble:
        return pictures.crop(marks[0].spot)
    known = [(sheet, placed) for sheet, own in sheets if (placed := _placed(own, sheet))]
    if not known:
        return pictures.page(marks[0].spot)
    captions = heading if len(known) == 1 else None
    parts = [part for sheet, placed in known for part in _parts(sheet, placed, captions)]
    width = max(part.window.width for part in parts)
    height = sum(part.window.height for part in parts)
    scale = min(SETTINGS.scale, SETTINGS.width / width, SETTINGS.height / height)
    return png(_stacked([_strip(part, max(scale, SETTINGS.least)) for part in parts]))


def cell_picture(pictures: Pictures, spot: PageSpot) -> bytes:
    """A cell by itself, close, to lie beside others; the whole page where it has no place."""
    sheet = pictures.sheet(spot)
    box = upright(spot, sheet)
    if box is None or sheet.trouble:
        return pictures.crop(spot)
    near = box.grown(SETTINGS.close)
    window = Box(
        max(0.0, near.x0), max(0.0, near.top), min(sheet.width, near.x1), min(sheet.height, near.bottom)
    )
    return png(drawn(sheet, window, SETTINGS.scale, None))


def _placed(marks: Iterable[Marked], sheet: UprightPage) -> list[tuple[Box, Marked]]:
    """The marks that have a place on their page, with their boxes."""
    return [(box, mark) for mark in marks if (box := upright(mark.spot, sheet))]


def _parts(sheet: UprightPage, pairs: Sequence[tuple[Box, Marked]], heading: PageSpot | None) -> list[Part]:
    """The strips of one page, all from the same left side to the same right one."""
    margin = SETTINGS.alone if len(pairs) == 1 else SETTINGS.margin
    left, right = _sides(around(box for box, _ in pairs), sheet)
    parts = []
    for own in _near(pairs, margin):
        box = around(box for box, _ in own)
        top, bottom = max(0.0, box.top - margin), min(sheet.height, box.bottom + margin)
        parts.append(Part(sheet, Box(left, top, right, bottom), tuple(own)))
    captions = upright(heading, sheet) if heading else None
    return _headed(parts, captions) if captions else parts


def _near(pairs: Iterable[tuple[Box, Marked]], margin: float) -> list[list[tuple[Box, Marked]]]:
    """The cells whose strips meet, together."""
    found: list[list[tuple[Box, Marked]]] = []
    for pair in sorted(pairs, key=lambda pair: pair[0].top):
        if found and pair[0].top - margin <= max(box.bottom for box, _ in found[-1]) + margin:
            found[-1].append(pair)
        else:
            found.append([pair])
    return found


def _headed(parts: Sequence[Part], captions: Box) -> list[Part]:
    """The strips with the captions above them, in the first one where it is near."""
    first, start = parts[0], max(0.0, captions.top)
    if captions.bottom + SETTINGS.margin >= first.window.top:
        window = first.window._replace(top=min(start, first.window.top))
        return [replace(first, window=window), *parts[1:]]
    window = first.window._replace(top=start, bottom=captions.bottom)
    return [Part(first.sheet, window, ()), *parts]


def _sides(box: Box, sheet: UprightPage) -> tuple[float, float]:
    """From where to where across the page: the box with some room, and no less than fills a crop."""
    width = min(sheet.width, max(SETTINGS.width / SETTINGS.scale, box.width + 2 * SETTINGS.beside))
    left = min(max(0.0, box.center_x - width / 2), sheet.width - width)
    return left, left + width


def _strip(part: Part, scale: float) -> Image.Image:
    image = drawn(part.sheet, part.window, scale, None)
    pen, font = ImageDraw.Draw(image), ImageFont.load_default(SETTINGS.number)
    for box, mark in part.marks:
        line = box.grown(SETTINGS.gap)
        x0, top = (line.x0 - part.window.x0) * scale, (line.top - part.window.top) * scale
        x1, bottom = (line.x1 - part.window.x0) * scale, (line.bottom - part.window.top) * scale
        pen.rectangle((x0, top, x1, bottom), outline=COLOR, width=2)
        for start, end in mark.doubts:
            inner = (x1 - x0 - 2 * SETTINGS.gap * scale, x0 + SETTINGS.gap * scale)
            ends = [inner[1] + inner[0] * share for share in (start, end)]
            pen.rectangle((ends[0], bottom, ends[1], bottom + SETTINGS.rule), fill=COLOR)
        if mark.name:
            _number(pen, font, mark.name, x0, top)
    return image


def _number(pen: ImageDraw.ImageDraw, font: Font, name: str, x: float, y: float) -> None:
    """The number on a plate left above the cell: it covers nothing of it."""
    width = pen.textlength(name, font) + 6
    left, top = max(0.0, x - width), max(0.0, y - SETTINGS.number)
    pen.rectangle((left, top, left + width, top + SETTINGS.number + 2), fill=COLOR)
    pen.text((left + 3, top - 1), name, fill="white", font=font)


def _stacked(strips: Sequence[Image.Image]) -> Image.Image:
    """The strips one above the other."""
    if len(strips) == 1:
        return strips[0]
    height = sum(strip.height for strip in strips) + SETTINGS.rule * (len(strips) - 1)
    whole = Image.new("RGB", (max(strip.width for strip in strips), height), SETTINGS.seam)
    top = 0
    for strip in strips:
        whole.paste(strip, (0, top))
        top += strip.height + SETTINGS.rule
    return whole
