"""Sheets full of writing to learn from: cells of a grid, each with a line in some hand, rules close by."""

from __future__ import annotations

from random import Random

from samples.generator.fill import scrawled
from samples.generator.fonts import Group, Role, text_width, typefaces
from samples.generator.ink import Pen, Sheet, Text
from samples.generator.style import LETTER
from samples.reader.texts import text_for

_MARGIN = 18.0
_ROLES: tuple[Role, ...] = ("typewriter", "sans", "serif", "hand")


def dense_sheet(seed: int, group: Group) -> Sheet:
    """A page of ruled cells with a line of writing in each, in typefaces of `group`."""
    rng = Random(f"dense {seed}")
    width, height = LETTER
    pen, y = Pen(), _MARGIN
    while y < height - 3 * _MARGIN:
        y = _block(pen, rng, group, y, min(y + rng.uniform(80, 200), height - _MARGIN))
    return Sheet(width, height, tuple(pen.items))


def _block(pen: Pen, rng: Random, group: Group, top: float, bottom: float) -> float:
    """Rows of one typeface and size."""
    role = rng.choices(_ROLES, (10, 6, 5, 0.5))[0]
    face = rng.choice(typefaces(role, group))
    font = rng.choices((face.regular, face.bold, face.italic), (8, 3, 1))[0]
    size = rng.uniform(10, 13) if face.is_hand else rng.choice((rng.uniform(5.2, 7.5), rng.uniform(7, 12)))
    pitch, ruled = size * rng.uniform(1.15, 2.2), rng.random() < 0.6
    weight = rng.uniform(0.3, 1.2)
    while top + pitch < bottom:
        _row(pen, rng, top, pitch, font, size, weight if ruled else 0.0, face.is_hand)
        top += pitch
    return top + rng.uniform(2, 8)


def _row(
    pen: Pen, rng: Random, top: float, pitch: float, font: str, size: float, weight: float, hand: bool
) -> None:
    """One row of cells from margin to margin."""
    x, right = _MARGIN, LETTER[0] - _MARGIN
    baseline = top + pitch - (pitch - 0.75 * size) * rng.uniform(0.25, 0.75)
    if weight:
        pen.line(x, top, right, top, weight)
    while x < right - 8:
        text = text_for(rng)
        while text and x + text_width(text, font, size) > right - 4:
            text = text[:-1].rstrip()
        pad = rng.uniform(1.5, 6)
        if text:
            run = Text(x + pad, baseline + rng.gauss(0, 0.06) * size, text, font, size)
            pen.text(*_written(run, rng, hand))
        x += 2 * pad + text_width(text, font, size) + rng.choice((rng.uniform(1, 6), rng.uniform(4, 30)))
        if weight:
            pen.line(x, top, x, top + pitch, weight)
        x += 0.5


def _written(run: Text, rng: Random, hand: bool) -> tuple[Text, ...]:
    """The run as it stands; by hand letter by letter; a mark at its end raised, half the time."""
    if hand:
        return tuple(scrawled(run, rng))
    head, bracket, tail = run.text.rpartition("(")
    if head and bracket and tail.rstrip(")").isdigit() and rng.random() < 0.6:
        return _with_raised_mark(run, head.rstrip(), f"({tail}")
    return (run,)


def _with_raised_mark(run: Text, head: str, mark: str) -> tuple[Text, Text]:
    text = Text(run.x, run.y, head, run.font, run.size)
    at = run.x + text.width + 0.05 * run.size
    return text, Text(at, run.y - 0.34 * run.size, mark, run.font, 0.68 * run.size)
