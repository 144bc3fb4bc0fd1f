"""What paper, copiers, fax machines and scanners do to a page, one effect a function.

Every effect takes grey pixels (0 black, 255 white), draws its own strength from the generator of random
numbers within the limits it is given, and returns new pixels of the same shape. `dpi` scales lengths.
"""

from __future__ import annotations

import cv2
import numpy as np

from samples.generator.draw import Pixels

Rng = np.random.Generator
Span = tuple[float, float]


def blurred(pixels: Pixels, rng: Rng, dpi: float, points: Span = (0.1, 0.3)) -> Pixels:
    """Out of focus: Gaussian with a standard deviation in points."""
    sigma = max(0.2, rng.uniform(*points) * dpi / 72)
    return np.asarray(cv2.GaussianBlur(pixels, (0, 0), sigma), dtype=np.uint8)


def grainy(pixels: Pixels, rng: Rng, _dpi: float, grey: Span = (2.0, 8.0)) -> Pixels:
    """Sensor noise with a standard deviation in grey levels."""
    noise = np.empty(pixels.shape, dtype=np.int16)
    cv2.setRNGSeed(int(rng.integers(1 << 30)))
    cv2.randn(noise, np.zeros(1), np.full(1, rng.uniform(*grey)))
    return np.asarray(cv2.add(pixels, noise, dtype=cv2.CV_8U), dtype=np.uint8)


def toned(pixels: Pixels, rng: Rng, _dpi: float, black: Span = (10, 50), white: Span = (225, 252)) -> Pixels:
    """Ink not black, paper not white."""
    low, high = rng.uniform(*black), rng.uniform(*white)
    table = np.linspace(low, high, 256).astype(np.uint8)
    return np.asarray(cv2.LUT(pixels, table), dtype=np.uint8)


def uneven(pixels: Pixels, rng: Rng, _dpi: float, depth: Span = (0.1, 0.3)) -> Pixels:
    """Patches of weak toner or weak light: ink turns towards paper where the field is low."""
    height, width = pixels.shape
    field = rng.random((int(rng.integers(3, 9)), int(rng.integers(3, 7)))).astype(np.float32)
    field = np.clip(cv2.resize(field, (width, height), interpolation=cv2.INTER_CUBIC), 0.0, 1.0)
    weak = rng.uniform(*depth) * field
    faded: Pixels = (pixels + (255 - pixels) * weak).astype(np.uint8)
    return faded


def shaded(pixels: Pixels, rng: Rng, _dpi: float, depth: Span = (0.1, 0.35)) -> Pixels:
    """Dark towards a side: a page photographed, or film lit from one side."""
    height, width = pixels.shape
    angle, strength = rng.uniform(0, 2 * np.pi), rng.uniform(*depth)
    across = np.linspace(-0.5, 0.5, width, dtype=np.float32)[None, :] * np.cos(angle)
    down = np.linspace(-0.5, 0.5, height, dtype=np.float32)[:, None] * np.sin(angle)
    lit: Pixels = (pixels * (1 - strength * (0.5 + across + down))).clip(0, 255).astype(np.uint8)
    return lit


def copied(pixels: Pixels, rng: Rng, dpi: float, level: Span = (105, 175)) -> Pixels:
    """One pass through a photocopier: blur, toner that clumps, hard contrast, a little of every grey lost."""
    soft = blurred(grainy(pixels, rng, dpi, (6, 22)), rng, dpi, (0.14, 0.3))
    threshold, hardness = rng.uniform(*level), rng.uniform(5.0, 14.0)
    steps = (np.arange(256) - threshold) / 255 * hardness
    table = (255 / (1 + np.exp(-steps * 4))).astype(np.uint8)
    return np.asarray(cv2.LUT(soft, table), dtype=np.uint8)


def thickened(pixels: Pixels, rng: Rng, dpi: float, points: Span = (0.1, 0.35)) -> Pixels:
    """Ink spread by so many points."""
    return _morphed(pixels, rng.uniform(*points), dpi, cv2.MORPH_ERODE)


def thinned(pixels: Pixels, rng: Rng, dpi: float, points: Span = (0.05, 0.25)) -> Pixels:
    """Ink eaten away by so many points."""
    return _morphed(pixels, rng.uniform(*points), dpi, cv2.MORPH_DILATE)


def speckled(pixels: Pixels, rng: Rng, dpi: float, per_inch: Span = (0.5, 6.0)) -> Pixels:
    """Specks of dirt on the glass, so many on a square inch; one in five is a white one."""
    height, width = pixels.shape
    count = int(rng.uniform(*per_inch) * height * width / dpi**2)
    out = pixels.copy()
    xs, ys = rng.integers(0, width, count), rng.integers(0, height, count)
    radii = np.minimum(rng.exponential(0.35, count) * dpi / 150, dpi / 60).astype(int)
    shades = np.where(rng.random(count) < 0.2, 255, rng.integers(0, 90, count))
    for x, y, radius, shade in zip(xs.tolist(), ys.tolist(), radii.tolist(), shades.tolist(), strict=True):
        cv2.circle(out, (x, y), radius, (shade,), -1)
    return out


def bordered(pixels: Pixels, rng: Rng, dpi: float, inches: Span = (0.03, 0.25)) -> Pixels:
    """Black edges where the copier's lid stood open."""
    out = pixels.copy()
    for side in range(4):
        if rng.random() < 0.5:
            deep = int(rng.uniform(*inches) * dpi)
            turned = np.rot90(out, side)
            turned[:deep] = int(rng.integers(0, 40))
    return out


def punched(pixels: Pixels, rng: Rng, dpi: float) -> Pixels:
    """Two or three file holes along an edge."""
    out = pixels.copy()
    height, width = out.shape
    radius, edge = int(rng.uniform(0.11, 0.15) * dpi), int(rng.uniform(0.3, 0.45) * dpi)
    places = (0.5,) if rng.random() < 0.1 else ((0.14, 0.5, 0.86) if rng.random() < 0.6 else (0.37, 0.63))
    across = rng.random() < 0.35
    for place in places:
        centre = (int(place * width), edge) if across else (edge, int(place * height))
        cv2.circle(out, centre, radius, (int(rng.integers(0, 60)),), -1)
    return out


def scratched(pixels: Pixels, rng: Rng, dpi: float, lines: Span = (2, 14)) -> Pixels:
    """Long thin scratches down the film."""
    out = pixels.copy()
    height, width = out.shape
    for _ in range(int(rng.uniform(*lines))):
        x, top, long = rng.uniform(0, width), rng.uniform(0, height), rng.uniform(0.1, 0.9) * height
        ends = (int(x), int(top)), (int(x + rng.normal(0, dpi / 60)), int(top + long))
        cv2.line(out, *ends, (int(rng.choice((40, 110, 255))),), 1)
    return out


def folded(pixels: Pixels, rng: Rng, dpi: float) -> Pixels:
    """A crease from a letter's folds: ink lost along a line, a shadow beside it."""
    out = pixels.astype(np.int16)
    height = out.shape[0]
    for place in (1 / 3, 2 / 3) if rng.random() < 0.6 else (0.5,):
        y = int((place + rng.normal(0, 0.01)) * height)
        wide = max(1, int(dpi / 90))
        out[y : y + wide] += rng.integers(0, 170, out[y : y + wide].shape, dtype=np.int16)
        out[y + wide : y + 3 * wide] -= int(rng.integers(10, 60))
    return out.clip(0, 255).astype(np.uint8)


def line_faults(pixels: Pixels, rng: Rng, _dpi: float, share: Span = (0.0005, 0.004)) -> Pixels:
    """Scan lines a fax machine lost: repeated from above, or white."""
    out = pixels.copy()
    height = out.shape[0]
    for y in rng.integers(1, height, int(rng.uniform(*share) * height)).tolist():
        out[y] = out[y - 1] if rng.random() < 0.7 else 255
    return out


def one_bit(pixels: Pixels, rng: Rng, _dpi: float, level: Span = (110, 190)) -> Pixels:
    """Black or white at a threshold."""
    return np.asarray(cv2.threshold(pixels, rng.uniform(*level), 255, cv2.THRESH_BINARY)[1], dtype=np.uint8)


def _morphed(pixels: Pixels, points: float, dpi: float, kind: int) -> Pixels:
    """Erosion or dilation by a fraction of a pixel too: the result mixed with the original."""
    wide = points * dpi / 72
    whole = int(wide) + 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * ((whole + 1) // 2) + 1,) * 2)
    moved = cv2.morphologyEx(pixels, kind, kernel)
    share = min(1.0, wide / whole)
    return np.asarray(cv2.addWeighted(moved, share, pixels, 1 - share, 0), dtype=np.uint8)
