"""The project's own reader: a small convolutional network with a CTC answer, trained on worn forms.

Trained by `samples/reader` on generated pages that went through the same scanners, copiers and fax machines
as its users' and were cut into lines by the same code; its weights are `form_reader.onnx` beside this file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import resources
from itertools import groupby

import cv2
import numpy as np

from extractor.document.page import Pixels
from extractor.reading.posterior import Matrix, Posterior

HEIGHT = 32
"""Pixels a line is scaled to."""
STEP = 4
"""Pixels of width to one step of the answer."""
SIDE = 8
"""Pixels of paper to either side of a line."""
SHAPES = 64
"""Pixels from one width of a batch to the next."""
MAX_WIDTH = 2400
BATCH_PIXELS = HEIGHT * 4096


class FormReader:
    """The recogniser with its network loaded; one thread."""

    name = "form4"

    def __init__(self) -> None:
        import onnxruntime as ort

        options = ort.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        weights = resources.files("extractor.reading").joinpath("form_reader.onnx").read_bytes()
        self._session = ort.InferenceSession(weights, options, providers=["CPUExecutionProvider"])

    def read(self, lines: Sequence[Pixels]) -> list[Posterior]:
        """One posterior a line image (grey, dark on light, any size), in the order given."""
        images = [line_image(line) for line in lines]
        answers: dict[int, Posterior] = {}
        for batch in _alike(images):
            for k, posterior in zip(batch, self._run([images[k] for k in batch]), strict=True):
                answers[k] = posterior
        return [answers[k] for k in range(len(images))]

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
    height, width = line.shape
    wide = int(min(MAX_WIDTH, max(STEP, round(width * HEIGHT / max(1, height)))))
    how = cv2.INTER_AREA if height > HEIGHT else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(line, (wide, HEIGHT), interpolation=how), np.uint8)


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
