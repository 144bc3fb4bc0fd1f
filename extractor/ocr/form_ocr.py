"""The project's own readers: two convolutional networks with a CTC answer, trained on worn forms.

Trained by `samples/reader` on generated pages that went through the same scanners, copiers and fax machines
as their users' and were cut into lines by the same code; their weights lie beside this file. The quick one
reads every line of a page, the thorough one, three times as slow, what the filer wrote. They err in
different places: where they see the same, one line in fifty is misread, of the lines of either one in ten.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from importlib import resources
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from extractor.document.opened_page import WHITE, Pixels
from extractor.model.posterior import Matrix, Posterior
from extractor.ocr import ensemble
from extractor.ocr.engine import Asked
from extractor.ocr.network import in_order, one_thread, scaled
from extractor.ocr.settings import SETTINGS

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

_SETTINGS = SETTINGS.form_ocr


@dataclass(frozen=True, slots=True)
class OcrNetwork:
    """One of the networks: its weights, the pixels of width to one step of its answer, when it is asked."""

    name: str
    weights: str
    step: int
    cost: float
    asked: Asked

    def steps_of(self, image: Pixels) -> int:
        """Steps of the answer to a scaled line."""
        return -(-(int(image.shape[1]) + 2 * _SETTINGS.side) // self.step)

    def content(self) -> bytes:
        """The weights' file."""
        return resources.files("extractor.ocr").joinpath(self.weights).read_bytes()


QUICK = OcrNetwork(
    ensemble.QUICK, "quick_reader.onnx", _SETTINGS.quick_step, _SETTINGS.quick_cost, asked="every line"
)
THOROUGH = OcrNetwork(
    ensemble.THOROUGH,
    "thorough_reader.onnx",
    _SETTINGS.thorough_step,
    _SETTINGS.thorough_cost,
    asked="answers",
)


class FormOcr:
    """One of the project's engines; one thread."""

    reader = "form4"
    needs = "nothing: its weights are part of the package"

    def __init__(self, network: OcrNetwork) -> None:
        self.name, self.cost, self.asked = network.name, network.cost, network.asked
        self._network = network

    @cached_property
    def version(self) -> str:
        """The first digits of its weights' SHA-256."""
        return sha256(self._network.content()).hexdigest()[: _SETTINGS.version_digits]

    @cached_property
    def _session(self) -> InferenceSession:
        return one_thread(self._network.content())

    def read(self, lines: Sequence[Pixels]) -> list[Posterior]:
        """One posterior a line image (grey, dark on light, any size), in the order given."""
        images = [line_image(line) for line in lines]
        return in_order(images, _alike(images), self._run)

    def _run(self, images: Sequence[Pixels]) -> list[Posterior]:
        tensor = network_input(images)
        (output,) = self._session.run(None, {"lines": tensor})
        return [self._answer(scores, image) for scores, image in zip(output, images, strict=True)]

    def _answer(self, scores: Matrix, image: Pixels) -> Posterior:
        steps, wide = self._network.steps_of(image), image.shape[1]
        left = -_SETTINGS.side / wide
        return Posterior(
            _probabilities(scores[:steps]), steps, left, left + steps * self._network.step / wide
        )


def _alike(images: Sequence[Pixels]) -> Iterator[list[int]]:
    """The places of the images by the width they are padded to: then no line's answer hangs on the others."""
    widths = list(map(padded, images))
    for width, group in groupby(sorted(range(len(images)), key=widths.__getitem__), widths.__getitem__):
        places = list(group)
        count = max(1, _SETTINGS.batch_width // width)
        yield from (places[k : k + count] for k in range(0, len(places), count))


def padded(image: Pixels) -> int:
    """The width of the tensor a scaled line fits in."""
    step = _SETTINGS.width_step
    return -(-(int(image.shape[1]) + 2 * _SETTINGS.side) // step) * step


def line_image(line: Pixels) -> Pixels:
    """A line scaled to the networks' height, wide enough for one step of either."""
    return scaled(line, _SETTINGS.height, QUICK.step)


def network_input(images: Sequence[Pixels]) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """Scaled lines as (lines, 1, height, width): 1 is ink, 0 paper; narrower lines have paper behind them."""
    side, width = _SETTINGS.side, max(map(padded, images))
    tensor = np.zeros((len(images), 1, _SETTINGS.height, width), np.float32)
    for k, image in enumerate(images):
        tensor[k, 0, :, side : side + image.shape[1]] = 1 - image.astype(np.float32) / WHITE
    return tensor


def _probabilities(scores: Matrix) -> Matrix:
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True), np.float32)
