"""The project's own engines: two convolutional networks with CTC output, trained on worn forms.

Trained by `samples/reader` on generated pages, degraded as scanners, copiers and fax machines do and cut into
lines by the same code; their weights are beside this file. The quick one reads every line of a page, the
thorough one, three times as slow, what the filer wrote. They err in different places: where they read the
same, one line in fifty is misread; of the lines of either alone, one in ten.
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
from extractor.ocr.engine import LineSelection
from extractor.ocr.network import run_batches, scaled_to_height, single_thread_session
from extractor.ocr.settings import SETTINGS

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

_SETTINGS = SETTINGS.form_ocr


@dataclass(frozen=True, slots=True)
class OcrNetwork:
    """One of the networks: its weights, the pixels of width to a step of its answer, which lines it reads."""

    name: str
    weights: str
    step: int
    cost: float
    selection: LineSelection

    def steps_of(self, image: Pixels) -> int:
        """Steps of the answer to a scaled line."""
        return -(-(int(image.shape[1]) + 2 * _SETTINGS.side) // self.step)

    def content(self) -> bytes:
        """The weights' file."""
        return resources.files("extractor.ocr").joinpath(self.weights).read_bytes()


QUICK = OcrNetwork(
    ensemble.QUICK, "quick_reader.onnx", _SETTINGS.quick_step, _SETTINGS.quick_cost, selection="every line"
)
THOROUGH = OcrNetwork(
    ensemble.THOROUGH,
    "thorough_reader.onnx",
    _SETTINGS.thorough_step,
    _SETTINGS.thorough_cost,
    selection="answers",
)


class FormOcr:
    """One of the project's engines; runs on one thread."""

    reader = "form4"
    needs = "nothing: its weights are part of the package"

    def __init__(self, network: OcrNetwork) -> None:
        self.name, self.cost, self.selection = network.name, network.cost, network.selection
        self._network = network

    @cached_property
    def version(self) -> str:
        """The first digits of its weights' SHA-256."""
        return sha256(self._network.content()).hexdigest()[: _SETTINGS.version_digits]

    @cached_property
    def _session(self) -> InferenceSession:
        return single_thread_session(self._network.content())

    def read(self, lines: Sequence[Pixels]) -> list[Posterior]:
        """One posterior a line image (grey, dark on light, any size), in the order given."""
        images = [line_image(line) for line in lines]
        return run_batches(images, _batches(images), self._run)

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


def _batches(images: Sequence[Pixels]) -> Iterator[list[int]]:
    """Indices of images padded to the same width: a line's answer must not depend on other lines."""
    widths = list(map(padded_width, images))
    for width, group in groupby(sorted(range(len(images)), key=widths.__getitem__), widths.__getitem__):
        indices = list(group)
        count = max(1, _SETTINGS.batch_width // width)
        yield from (indices[k : k + count] for k in range(0, len(indices), count))


def padded_width(image: Pixels) -> int:
    """The width of the tensor a scaled line fits in."""
    step = _SETTINGS.width_step
    return -(-(int(image.shape[1]) + 2 * _SETTINGS.side) // step) * step


def line_image(line: Pixels) -> Pixels:
    """A line scaled to the networks' height, wide enough for one step of either."""
    return scaled_to_height(line, _SETTINGS.height, QUICK.step)


def network_input(images: Sequence[Pixels]) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """Scaled lines as (lines, 1, height, width): 1 is ink, 0 paper; narrower lines have paper behind them."""
    side, width = _SETTINGS.side, max(map(padded_width, images))
    tensor = np.zeros((len(images), 1, _SETTINGS.height, width), np.float32)
    for k, image in enumerate(images):
        tensor[k, 0, :, side : side + image.shape[1]] = 1 - image.astype(np.float32) / WHITE
    return tensor


def _probabilities(scores: Matrix) -> Matrix:
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True), np.float32)
