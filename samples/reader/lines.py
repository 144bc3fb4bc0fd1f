"""Lines with their text: generated pages, worn by a scanner or copier, cut by the tool itself.

What a run of ink says is known from the letters that were printed under it, one by one: so a run that wear
has torn, or that runs on into its neighbour, still has its true text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
from numpy.typing import NDArray
from reportlab.pdfbase import pdfmetrics

from extractor.document.opened_page import Pixels, Raster
from extractor.imaging.preprocess import FlatPage, TextLine, preprocess
from extractor.model.posterior import ALPHABET
from extractor.ocr.recognize import text_line_image
from samples.generator.draw import POINTS_PER_INCH
from samples.generator.geometry import Pose
from samples.generator.ink import Sheet, Text
from samples.generator.profiles import PROFILES, Profile
from samples.generator.scan import Worn, worn_pages

APART, WORD_APART = 0.16, 0.08
"""Of the letters' size: letters further apart than this have a blank between them, words sooner."""
INSIDE = (0.4, 0.62)
"""A letter belongs to a run from the second share of it on; one between the two shares spoils the run."""
ONE_LINE = 0.45
"""Of the letters' size: baselines further apart than this are of two lines (raised marks are not)."""

OFTEN = {
    "copy200bw": 4,
    "faxfine": 3,
    "ruin200bw": 3,
    "film": 2,
    "office200bw": 2,
    "jpeg150": 2,
    "copy300g": 2,
}
"""How often the hard roads are taken; the others once."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A line's image, grey on white, and what is printed there."""

    image: Pixels
    text: str


@dataclass(frozen=True, eq=False, slots=True)
class Letters:
    """The letters printed on a sheet, in points: their sides, baseline and size, shape (n,) each."""

    text: str
    left: Floats
    right: Floats
    baseline: Floats
    size: Floats
    starts_word: NDArray[np.bool_]


def labelled_lines(sheets: Sequence[Sheet], profile: Profile, seed: int) -> Iterator[Labelled]:
    """The lines of printed sheets after their road through `profile`, as the tool cuts them."""
    for page, sheet in zip(worn_pages(sheets, profile, seed), sheets, strict=True):
        yield from _of_page(page, letters_of(sheet), profile)


def letters_of(sheet: Sheet) -> Letters:
    """Every letter of the sheet's level writing, blanks left out."""
    texts = [item for item in sheet.items if isinstance(item, Text) and not item.turn]
    rows = [row for item in texts for row in _letters(item)]
    text = "".join(str(row[0]) for row in rows)
    numbers = np.array([row[1:] for row in rows], np.float64).reshape(-1, 5)
    left, right, baseline, size, starts = numbers.T
    return Letters(text, left, right, baseline, size, starts > 0)


def _letters(item: Text) -> Iterator[tuple[str, float, float, float, float, float]]:
    x, after_blank = item.x, 1.0
    for letter in item.text:
        width = pdfmetrics.stringWidth(letter, item.font, item.size)
        if letter != " ":
            yield letter, x, x + width, item.y, item.size, after_blank
        after_blank = float(letter == " ")
        x += width


def _of_page(page: Worn, letters: Letters, profile: Profile) -> Iterator[Labelled]:
    if not letters.text:
        return
    raster = Raster(page.pixels, *profile.dpi)
    flat = preprocess(raster, upside_down=False)
    places = _as_filed(letters, page.pose, profile.dpi[0])
    for run in flat.lines:
        text = _under(run, flat, letters, places)
        if text and set(text) <= set(ALPHABET):
            yield Labelled(text_line_image(flat, run), text)


def _as_filed(letters: Letters, pose: Pose, dpi: float) -> Floats:
    """The left, middle and right of each letter at half its height, (3, n, 2), in points of the scan."""
    y = letters.baseline - 0.33 * letters.size
    middle = (letters.left + letters.right) / 2
    return np.stack(
        [
            pose.points(np.stack([x, y], axis=1) * dpi / POINTS_PER_INCH) * POINTS_PER_INCH / dpi
            for x in (letters.left, middle, letters.right)
        ]
    )


def _under(run: TextLine, flat: FlatPage, letters: Letters, places: Floats) -> str:
    """The text printed under a run; empty where that cannot be told."""
    u, v = _within(run, flat, places)
    width = np.maximum(u[2] - u[0], 1e-6)
    share = np.clip((np.minimum(u[2], 1) - np.maximum(u[0], 0)) / width, 0, 1)
    near = (v[1] > -0.1) & (v[1] < 1.1)
    inside = near & (share > INSIDE[1])
    if not inside.any() or (near & (share > INSIDE[0]) & ~inside).any():
        return ""
    chosen = np.flatnonzero(inside)
    chosen = chosen[np.argsort(letters.left[chosen], kind="stable")]
    baselines, sizes = letters.baseline[chosen], letters.size[chosen]
    if np.ptp(baselines) > ONE_LINE * sizes.max():
        return ""
    return _spelled(letters, chosen)


def _spelled(letters: Letters, chosen: NDArray[np.intp]) -> str:
    text, end = "", -np.inf
    for k in chosen.tolist():
        least = WORD_APART if letters.starts_word[k] else APART
        if text and letters.left[k] - end > least * letters.size[k]:
            text += " "
        text += letters.text[k]
        end = letters.right[k]
    return text


def _within(run: TextLine, flat: FlatPage, places: Floats) -> tuple[Floats, Floats]:
    """Places in shares of the run's box: across from its left, down from its top."""
    box = run.box
    xs, ys = flat.warp.to_filed(np.array([box.x0, box.x1, box.x0]), np.array([box.top, box.top, box.bottom]))
    origin = np.array([xs[0], ys[0]])
    axes = np.array([[xs[1] - xs[0], xs[2] - xs[0]], [ys[1] - ys[0], ys[2] - ys[0]]])
    u, v = np.moveaxis((places - origin) @ np.linalg.inv(axes).T, -1, 0)
    return u, v


def roads(rng: Random) -> Profile:
    """A road of wear, the hard ones more often."""
    names = [name for name in PROFILES if not name.startswith("rot")]
    return PROFILES[rng.choices(names, [OFTEN.get(name, 1) for name in names])[0]]
