"""Samples of TIFFs wider than pictures of pages have them: scaled where they can be read, else told."""

from __future__ import annotations

from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image, TiffImagePlugin

from extractor.document.limits import InputFile
from extractor.errors import UnreadableInput

_UNSIGNED = 1
"""Of the tag SampleFormat (TIFF 6.0, section 19): unsigned integers, which is what is meant without it."""
_USUAL_BITS = 16
_HEAD_BYTES = 8


def wide_samples(image: Image.Image) -> NDArray[np.float64]:
    """The samples of a picture of 32-bit integers or floating-point numbers; what is no number is NaN."""
    samples = np.asarray(image)
    if image.mode == "I" and isinstance(image, TiffImagePlugin.TiffImageFile):
        formats = image.tag_v2.get(TiffImagePlugin.SAMPLEFORMAT, (_UNSIGNED,))
        if formats[0] == _UNSIGNED:  # Pillow takes them for signed: white is -1.
            samples = samples.view(np.uint32)
    return np.asarray(samples, np.float64)


def refuse_samples(handle: BinaryIO, source: InputFile) -> None:
    """Raises UnreadableInput where the first page of a TIFF has samples that cannot be read."""
    handle.seek(0)
    tags = TiffImagePlugin.ImageFileDirectory_v2(handle.read(_HEAD_BYTES))
    handle.seek(tags.next)
    tags.load(handle)
    bits = max(tags.get(TiffImagePlugin.BITSPERSAMPLE, (1,)))
    if bits > _USUAL_BITS or any(kind != _UNSIGNED for kind in tags.get(TiffImagePlugin.SAMPLEFORMAT, ())):
        raise UnreadableInput(
            f"{source.name} has samples of {bits} bits of a kind that cannot be read; "
            f"save it with 8 bits to a pixel"
        )
