"""The project's own reader: a small convolutional network with a CTC answer, trained on worn forms.

Trained by `samples/reader` on generated pages that went through the same scanners, copiers and fax machines
as its users' and were cut into lines by the same code; its weights are `form_reader.onnx` beside this file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import resources
from itertools import groupby

import numpy as np

from extractor.document.page import Pixels
from extractor.reading.network import in_order, one_thread, scaled
from extractor.reading.posterior import Matrix, Posterior

HEIGHT = 32
"""Pixels a line is scaled to."""
STEP = 4
"""Pixels of width to one step of the answer."""
SIDE = 8
"""Pixels of paper to either side of a line."""
SHAPES = 64
"""Pixels from one width of a batch to the next."""
BATCH_PIXELS = HEIGHT * 4096


class FormReader:
    """The recogniser with its network loaded; one thread."""

    name = "form4"

    def __init__(self) -> None:
        weights = resources.files("extractor.reading").joinpath("form_reader.onnx").read_bytes()
        self._session = one_thread(weights)

    def read(self, lines: Sequence[Pixels]) -> list[Posterior]:
        """One posterior a line image (grey, dark on light, any size), in the order given."""
        images = [line_image(line) for line in lines]
        return in_order(images, _alike(images), self._run)

    def _run(self, images: Sequence[Pixels]) -> list[Posterior]:
        tensor = network_input(images)
        (output,) = self._session.run(None, {"lines": tensor})
        return [_answer(scores, image) for scores, image in zip(output, images, strict=True)]


def _alike(images: Sequence[Pixels]) -> Iterator[list[int]]:
    """The places of the images by the width they are padded to: then no line's answer hangs on the others."""
    widths = list(map(padded, images))
    for width, group in groupby(sorted(range(len(images)), key=widths.__getitem__), widths.__getitem__):
        places = list(group)
        count = max(1, BATCH_PIXELS // (HEIGHT * width))
        yield from (places[k : k + count] for k in range(0, len(places), count))


def padded(image: Pixels) -> int:
    """The width of the tensor a scaled line fits in."""
    return -(-steps_of(image) * STEP // SHAPES) * SHAPES


def line_image(line: Pixels) -> Pixels:
    """A line scaled to `HEIGHT`."""
    return scaled(line, HEIGHT, STEP)


def network_input(images: Sequence[Pixels]) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """Scaled lines as (lines, 1, HEIGHT, width): 1 is ink, 0 paper; narrower lines have paper behind them."""
    width = max(map(padded, images))
    tensor = np.zeros((len(images), 1, HEIGHT, width), np.float32)
    for k, image in enumerate(images):
        tensor[k, 0, :, SIDE : SIDE + image.shape[1]] = 1 - image.astype(np.float32) / 255
    return tensor


def steps_of(image: Pixels) -> int:
    """Steps of the answer to a scaled line."""
    return -(-(int(image.shape[1]) + 2 * SIDE) // STEP)


def _answer(scores: Matrix, image: Pixels) -> Posterior:
    steps, wide = steps_of(image), image.shape[1]
    left = -SIDE / wide
    return Posterior(_probabilities(scores[:steps]), steps, left, left + steps * STEP / wide)


def _probabilities(scores: Matrix) -> Matrix:
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True), np.float32)
