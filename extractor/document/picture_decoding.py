"""Pillow's decoders kept to our limits and errors, and any picture they give as 8-bit grey on white."""

from __future__ import annotations

import os
import struct
import sys
import tempfile
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from extractor.document.limits import InputFile
from extractor.document.opened_page import WHITE, Pixels
from extractor.document.tiff_samples import wide_samples
from extractor.errors import InputRefused

# What Pillow's decoders are known to raise on hostile files.
FAULTS = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    AttributeError,
    LookupError,
    ArithmeticError,
    EOFError,
    RuntimeError,
    struct.error,
    zlib.error,
)
_STDERR = 2
"""The file descriptor of standard error."""


@contextmanager
def decoding(source: InputFile, page: int) -> Iterator[None]:
    """Pillow kept to the limits, and its exceptions and warnings turned into our errors."""
    kept, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, source.limits.pixels
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            yield
    except InputRefused:
        raise
    except (Image.DecompressionBombWarning, Image.DecompressionBombError, MemoryError) as fault:
        raise source.too_many_pixels(page) from fault
    except FAULTS as fault:
        raise source.damaged(page, "cannot be decoded") from fault
    finally:
        Image.MAX_IMAGE_PIXELS = kept


@contextmanager
def decoder_output() -> Iterator[list[str]]:
    """Catches what is written to standard error within the block; the list has its lines afterwards.

    libtiff reports damage there and in no other way that Pillow passes on. Other threads' output
    is caught too.
    """
    lines: list[str] = []
    try:
        kept = os.dup(_STDERR)
    except OSError:  # A service may run without standard error: nothing to keep clean.
        yield lines
        return
    sys.stderr.flush()
    with tempfile.TemporaryFile() as output:
        os.dup2(output.fileno(), _STDERR)
        try:
            yield lines
        finally:
            os.dup2(kept, _STDERR)
            os.close(kept)
            output.seek(0)
            lines.extend(output.read().decode("utf-8", "replace").splitlines())


def grey(image: Image.Image, depth: int = 16) -> Pixels:
    """`image` as grey pixels, shape (height, width), 0 black to 255 white.

    Alpha is laid on white. `depth` is the bits that a 16-bit sample really uses.
    """
    if image.mode.startswith("I;16"):
        samples = np.asarray(image).astype(np.uint16)
        shown: Pixels = np.minimum(samples >> (depth - 8), WHITE).astype(np.uint8)
        return shown
    if image.mode == "LAB":
        return np.array(image.getchannel("L"))
    if image.mode in ("I", "F"):
        return _stretched(wide_samples(image))
    if image.has_transparency_data:
        return np.array(_on_white(image))
    return np.array(image.convert("L"))


def _stretched(samples: NDArray[np.float64]) -> Pixels:
    """Samples without a fixed white, spread so that the largest is white, and the least, or 0, black."""
    known = samples[np.isfinite(samples)]
    low, top = known.min(initial=0.0), known.max(initial=0.0)
    shown = np.nan_to_num(samples, nan=low, posinf=top, neginf=low) - low
    spread: Pixels = (shown * (WHITE / (top - low) if top > low else 0.0)).astype(np.uint8)
    return spread


def _on_white(image: Image.Image) -> Image.Image:
    layered = image.convert("RGBA")
    page = Image.new("L", image.size, WHITE)
    page.paste(layered.convert("L"), mask=layered.getchannel("A"))
    return page
