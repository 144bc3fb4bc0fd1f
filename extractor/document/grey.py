"""Any picture Pillow decodes, as 8-bit grey on white."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from extractor.document.page import WHITE, Pixels


def grey(image: Image.Image, depth: int = 16) -> Pixels:
    """`image` as grey pixels, shape (height, width), 0 black to 255 white.

    Alpha is laid on white. `depth` is the bits that a 16-bit sample really uses.
    """
    if image.mode.startswith("I;16"):
        samples = np.asarray(image).astype(np.uint16)
        shown: Pixels = np.minimum(samples >> (depth - 8), WHITE).astype(np.uint8)
        return shown
    if image.mode in ("I", "F"):
        return _stretched(np.asarray(image, dtype=np.float64))
    if image.has_transparency_data:
        return np.array(_on_white(image))
    return np.array(image.convert("L"))


def _stretched(samples: NDArray[np.float64]) -> Pixels:
    """Samples without a fixed white, spread so that the largest is white."""
    samples = np.nan_to_num(samples, posinf=0.0, neginf=0.0).clip(min=0.0)
    top = samples.max(initial=0.0)
    return (samples * (WHITE / top if top else 0.0)).astype(np.uint8)


def _on_white(image: Image.Image) -> Image.Image:
    layered = image.convert("RGBA")
    page = Image.new("L", image.size, WHITE)
    page.paste(layered.convert("L"), mask=layered.getchannel("A"))
    return page
