"""PP-OCR recognition: the network RapidOCR ships, run on lines that are already located.

Input as PaddleOCR trained it: three equal channels, 48 pixels high, (grey / 255 - 0.5) / 0.5, zero padding.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from extractor.document.opened_page import Pixels
from extractor.errors import ComponentMissing
from extractor.model.posterior import ALPHABET, BLANK, Posterior
from extractor.ocr.engine import Asked
from extractor.ocr.network import batches, in_order, one_thread, scaled

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

HEIGHT = 48
NARROW = 96
BATCH_PIXELS = 48 * 2560
"""Pixels of one batch: wider batches gain nothing on one thread and cost memory."""
STEP = 8
"""Pixels of width to one step of the answer."""

_FOLD = dict(zip("，（）：；－—–／＄’‘“”．％＆。、", ",():;---/$''\"\".%&.,", strict=True))
"""Signs of other scripts that look like ours."""


@dataclass(frozen=True, eq=False, slots=True)
class Scaled:
    """A line at the network's height, with `side` pixels of paper put to either end."""

    pixels: Pixels
    side: int

    @property
    def width(self) -> int:
        return int(self.pixels.shape[1])


class PpOcr:
    """PP-OCR as an engine; one thread."""

    name = reader = "pp-ocr"
    needs = "the package rapidocr, which ships the network"
    cost = 12.0
    asked: Asked = "values"

    @cached_property
    def version(self) -> str:
        """The network's file name, which carries its version."""
        return _model().stem

    @cached_property
    def _session(self) -> InferenceSession:
        return one_thread(str(_model()))

    @cached_property
    def _columns(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        characters = self._session.get_modelmeta().custom_metadata_map["character"].split("\n")
        return _columns(characters)

    def read(self, lines: Sequence[Pixels]) -> list[Posterior]:
        """One posterior a line image (grey, any size), in the order given."""
        images = [_scaled(line) for line in lines]
        groups = batches([image.width for image in images], BATCH_PIXELS // HEIGHT)
        return in_order(images, groups, self._run)

    def _run(self, images: Sequence[Scaled]) -> list[Posterior]:
        width = max(image.width for image in images)
        tensor = np.zeros((len(images), 1, HEIGHT, width), np.float32)
        for k, image in enumerate(images):
            tensor[k, 0, :, : image.width] = (image.pixels.astype(np.float32) / 255 - 0.5) / 0.5
        name = self._session.get_inputs()[0].name
        (output,) = self._session.run(None, {name: np.repeat(tensor, 3, axis=1)})
        return [self._answer(matrix, image) for matrix, image in zip(output, images, strict=True)]

    def _answer(self, matrix: NDArray[np.float32], image: Scaled) -> Posterior:
        wide = image.width - 2 * image.side
        steps = max(1, round(image.width / STEP))
        return Posterior(self._latin(matrix), steps, -image.side / wide, 1 + image.side / wide)

    def _latin(self, matrix: NDArray[np.float32]) -> NDArray[np.float32]:
        """The columns of our alphabet, look-alikes added together, rows summing to 1 again."""
        latin = np.zeros((len(matrix), 1 + len(ALPHABET)), np.float32)
        columns, slots = self._columns
        np.add.at(latin.T, slots, matrix[:, columns].T)
        total = latin.sum(axis=1, keepdims=True)
        # Where the network saw some other script, nothing of ours is likely: call it blank.
        latin[total[:, 0] < 1e-4, BLANK] = 1.0
        return np.asarray(latin / latin.sum(axis=1, keepdims=True), np.float32)


def _columns(characters: Sequence[str]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The network's columns that matter, and the slot of our alphabet each adds to."""
    slots = {BLANK: BLANK}
    for index, character in enumerate([*characters, " "], start=1):
        known = _FOLD.get(character, character)
        if known and known in ALPHABET:
            slots[index] = ALPHABET.index(known) + 1
    return np.array(list(slots), np.intp), np.array(list(slots.values()), np.intp)


def _scaled(line: Pixels) -> Scaled:
    pixels = scaled(line, HEIGHT, STEP)
    # The network was trained on lines: a lone letter needs paper around it.
    side = max(0, (NARROW - pixels.shape[1]) // 2)
    return Scaled(np.pad(pixels, ((0, 0), (side, side)), constant_values=255), side)


@cache
def _model() -> Path:
    """The recognition network inside the installed RapidOCR."""
    import importlib.util

    spec = importlib.util.find_spec("rapidocr")
    folder = Path(spec.origin).parent / "models" if spec and spec.origin else Path()
    found = sorted(folder.glob("PP-OCR*_rec_*.onnx"))
    if not found:
        raise ComponentMissing(
            "RapidOCR's recognition model is not installed; run \"pip install 'rapidocr>=3.10'\""
        )
    return found[-1]
