"""PP-OCR text recognition: the network that RapidOCR ships, run on lines that are already located.

Input as PaddleOCR trained it: equal channels of normalized grey, zero padding.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from extractor.document.opened_page import WHITE, Pixels
from extractor.errors import ComponentMissing
from extractor.model.posterior import ALPHABET, BLANK, Posterior
from extractor.ocr.engine import LineSelection
from extractor.ocr.network import batches, run_batches, scaled_to_height, single_thread_session
from extractor.ocr.settings import SETTINGS

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

_SETTINGS = SETTINGS.ppocr
_LOOKALIKES = dict(zip("，（）：；－—–／＄’‘“”．％＆。、", ",():;---/$''\"\".%&.,", strict=True))
"""Characters of other scripts that look like ours."""


@dataclass(frozen=True, eq=False, slots=True)
class PaddedLine:
    """A line at the network's height, with `side` pixels of paper added at either end."""

    pixels: Pixels
    side: int

    @property
    def width(self) -> int:
        return int(self.pixels.shape[1])


class PpOcr:
    """PP-OCR as an engine; runs on one thread."""

    name = reader = "pp-ocr"
    needs = "the package rapidocr, which ships the network"
    cost = _SETTINGS.cost
    selection: LineSelection = "doubts"

    @cached_property
    def version(self) -> str:
        """The network's file name, which carries its version."""
        return _model().stem

    @cached_property
    def _session(self) -> InferenceSession:
        return single_thread_session(str(_model()))

    @cached_property
    def _columns(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        characters = self._session.get_modelmeta().custom_metadata_map["character"].split("\n")
        return _columns(characters)

    def read(self, lines: Sequence[Pixels]) -> list[Posterior]:
        """One posterior a line image (grey, any size), in the order given."""
        images = [_padded_line(line) for line in lines]
        groups = batches([image.width for image in images], _SETTINGS.batch_width)
        return run_batches(images, groups, self._run)

    def _run(self, images: Sequence[PaddedLine]) -> list[Posterior]:
        width = max(image.width for image in images)
        tensor = np.zeros((len(images), 1, _SETTINGS.height, width), np.float32)
        for k, image in enumerate(images):
            grey = image.pixels.astype(np.float32) / WHITE
            tensor[k, 0, :, : image.width] = (grey - _SETTINGS.mean) / _SETTINGS.deviation
        name = self._session.get_inputs()[0].name
        (output,) = self._session.run(None, {name: np.repeat(tensor, _SETTINGS.channels, axis=1)})
        return [self._answer(matrix, image) for matrix, image in zip(output, images, strict=True)]

    def _answer(self, matrix: NDArray[np.float32], image: PaddedLine) -> Posterior:
        wide = image.width - 2 * image.side
        steps = max(1, round(image.width / _SETTINGS.step))
        return Posterior(self._latin(matrix), steps, -image.side / wide, 1 + image.side / wide)

    def _latin(self, matrix: NDArray[np.float32]) -> NDArray[np.float32]:
        """The columns of our alphabet, look-alikes added together, rows summing to 1 again."""
        latin = np.zeros((len(matrix), 1 + len(ALPHABET)), np.float32)
        columns, slots = self._columns
        np.add.at(latin.T, slots, matrix[:, columns].T)
        total = latin.sum(axis=1, keepdims=True)
        # Where the network read another script, none of our letters is probable: a blank.
        latin[total[:, 0] < _SETTINGS.other_script, BLANK] = 1.0
        return np.asarray(latin / latin.sum(axis=1, keepdims=True), np.float32)


def _columns(characters: Sequence[str]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The network's columns that matter, and the slot of our alphabet each adds to."""
    slots = {BLANK: BLANK}
    for index, character in enumerate([*characters, " "], start=1):
        known = _LOOKALIKES.get(character, character)
        if known and known in ALPHABET:
            slots[index] = ALPHABET.index(known) + 1
    return np.array(list(slots), np.intp), np.array(list(slots.values()), np.intp)


def _padded_line(line: Pixels) -> PaddedLine:
    pixels = scaled_to_height(line, _SETTINGS.height, _SETTINGS.step)
    side = max(0, (_SETTINGS.narrowest_line - pixels.shape[1]) // 2)
    return PaddedLine(np.pad(pixels, ((0, 0), (side, side)), constant_values=WHITE), side)


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
