"""What others put on a form after it was filled: stamps, fax headers, a pen's strike."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from samples.generator.fonts import Group, text_width, typefaces
from samples.generator.ink import Item, Line, Sheet, Text

_STAMPS = ("RECEIVED", "FILED", "COPY", "SEC MAIL", "ENTERED", "NYSE", "DUPLICATE", "OFFICE OF THE SECRETARY")
_SENDERS = ("LEGAL DEPT", "CORP SECRETARY", "HALE & MARSH LLP", "STOCK PLAN SVCS", "INVESTOR RELATIONS")


def stamped(sheet: Sheet, rng: Random, group: Group, day: date) -> Sheet:
    """One to three rubber stamps, askew, most near the top."""
    items = [item for _ in range(rng.choice((1, 1, 2, 3))) for item in _stamp(sheet, rng, group, day)]
    return Sheet(sheet.width, sheet.height, (*sheet.items, *items))


def faxed(sheet: Sheet, rng: Random, group: Group, day: date, page: int) -> Sheet:
    """The sender's line along the top edge."""
    face = rng.choice(typefaces("typewriter", group))
    when = (day + timedelta(days=rng.randrange(1, 12))).strftime(
        rng.choice(("%b %d '%y", "%m/%d/%y", "%d-%b-%Y"))
    )
    hour = f"{rng.randrange(7, 19):02}:{rng.randrange(60):02}"
    telephone = f"{rng.randrange(200, 999)} 555 {rng.randrange(100, 200):04}"
    text = f"{when.upper()}  {hour}  FR {rng.choice(_SENDERS)}  {telephone}"
    text += f"  TO 1202942{rng.randrange(1000, 9999)}  P.{page:02}/{page + rng.randrange(3):02}"
    line = Text(
        sheet.width * rng.uniform(0.03, 0.12), rng.uniform(9, 15), text, face.bold, rng.uniform(7.5, 9.5)
    )
    return Sheet(sheet.width, sheet.height, (*sheet.items, line))


def pen_marks(sheet: Sheet, rng: Random) -> Sheet:
    """A reader's ticks and underlines by hand, in the margins and between blocks."""
    items = [line for _ in range(rng.randrange(1, 5)) for line in _stroke(sheet, rng)]
    return Sheet(sheet.width, sheet.height, (*sheet.items, *items))


def _stamp(sheet: Sheet, rng: Random, group: Group, day: date) -> Iterator[Item]:
    face = rng.choice(typefaces(rng.choice(("sans", "serif")), group))
    size, turn = rng.uniform(11, 24), rng.gauss(0, 7)
    grey = rng.choice((0.0, 0.15, 0.35, 0.5))
    ink = (grey, grey, grey)
    x = rng.uniform(0.05, 0.7) * sheet.width
    y = abs(rng.gauss(0.0, 0.25)) * sheet.height * 0.8 + 30
    when = (day + timedelta(days=rng.randrange(2, 20))).strftime("%b %d %Y").upper()
    lines = [rng.choice(_STAMPS), when][: rng.choice((1, 2, 2))]
    angle = math.radians(turn)
    for n, text in enumerate(lines):
        at = x + n * size * 1.2 * math.sin(angle), y + n * size * 1.2 * math.cos(angle)
        yield Text(*at, text, face.bold, size * (0.75 if n else 1.0), ink, turn=turn)
    wide = max(text_width(text, face.bold, size * (0.75 if n else 1.0)) for n, text in enumerate(lines))
    if rng.random() < 0.7:
        yield from _turned_frame(x, y, wide, size, len(lines), angle, ink)


def _turned_frame(
    x: float, y: float, wide: float, size: float, lines: int, angle: float, ink: tuple[float, float, float]
) -> Iterator[Line]:
    low, high = -size * 1.1, size * (1.2 * lines - 0.75)
    corners = [(-size * 0.4, low), (wide + size * 0.4, low), (wide + size * 0.4, high), (-size * 0.4, high)]
    cos, sin = math.cos(angle), math.sin(angle)
    placed = [(x + u * cos + v * sin, y - u * sin + v * cos) for u, v in corners]
    for (x0, y0), (x1, y1) in zip(placed, placed[1:] + placed[:1], strict=True):
        yield Line(x0, y0, x1, y1, 1.6, ink)


def _stroke(sheet: Sheet, rng: Random) -> Iterator[Line]:
    x, y = rng.uniform(0.03, 0.9) * sheet.width, rng.uniform(0.05, 0.95) * sheet.height
    heading = rng.gauss(0.0, 0.5)
    for _ in range(rng.randrange(2, 7)):
        step = rng.uniform(4, 14)
        to = x + step * math.cos(heading), y + step * math.sin(heading)
        yield Line(x, y, *to, 0.9, (0.2, 0.2, 0.2))
        (x, y), heading = to, heading + rng.gauss(0.0, 0.6)
