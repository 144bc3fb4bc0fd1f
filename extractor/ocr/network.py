"""What recognition networks have in common: one thread, lines at one height, batches of similar width."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, TypeVar

import cv2
import numpy as np

from extractor.document.opened_page import Pixels
from extractor.model.posterior import Posterior
from extractor.ocr.settings import SETTINGS

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

ONLY_ERRORS = 3
"""What ONNX Runtime logs."""

ImageT = TypeVar("ImageT")


def single_thread_session(model: bytes | str) -> InferenceSession:
    """A session that runs a network, given as its file's content or its path, on one thread."""
    import onnxruntime as ort

    options = ort.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = ONLY_ERRORS
    return ort.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def scaled_to_height(line: Pixels, high: int, least: int) -> Pixels:
    """A line scaled to `high` pixels, at least `least` wide; too wide a one is compressed."""
    height, width = line.shape
    wide = int(min(SETTINGS.network.widest_line, max(least, round(width * high / max(1, height)))))
    how = cv2.INTER_AREA if height > high else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(line, (wide, high), interpolation=how), np.uint8)


def batches(widths: Sequence[int], pixels: int) -> list[list[int]]:
    """Indices of the lines in `widths`, narrow ones first, as many in a batch as `pixels` of width hold.

    A batch is as wide as its widest line, and the rest of it is waste.
    """
    found: list[list[int]] = []
    for k in sorted(range(len(widths)), key=lambda k: widths[k]):
        if found and (len(found[-1]) + 1) * widths[k] <= pixels:
            found[-1].append(k)
        else:
            found.append([k])
    return found


def run_batches(
    images: Sequence[ImageT],
    groups: Iterable[Sequence[int]],
    run: Callable[[list[ImageT]], Sequence[Posterior]],
) -> list[Posterior]:
    """The answers of `run` to the images, batch by batch of their indices, in the order of the images."""
    answers: dict[int, Posterior] = {}
    for batch in groups:
        answers.update(zip(batch, run([images[k] for k in batch]), strict=True))
    return [answers[k] for k in range(len(images))]
