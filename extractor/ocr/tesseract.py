"""Tesseract, for lines on which the other engines differ.

One process reads all lines of a page: each is a page of its own in a multi-page TIFF.
"""

from __future__ import annotations

import os
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from extractor.document.opened_page import WHITE, Pixels
from extractor.errors import ComponentMissing
from extractor.ocr.engine import LineSelection
from extractor.ocr.settings import SETTINGS

_SETTINGS = SETTINGS.tesseract


class Tesseract:
    """Tesseract as an engine; its answers are text without probabilities."""

    name = reader = "tesseract"
    needs = "the program tesseract and its English data"
    cost = _SETTINGS.cost
    selection: LineSelection = "disputes"

    @cached_property
    def version(self) -> str:
        """That of the program; empty where it is not installed."""
        import pytesseract

        try:
            return str(pytesseract.get_tesseract_version())
        except pytesseract.TesseractNotFoundError:
            return ""

    def read(self, lines: Sequence[Pixels]) -> list[str]:
        """The text of each line image (grey), in the order given; empty where Tesseract reads nothing.

        Raises ComponentMissing where the program or its English data is not installed.
        """
        inked = [k for k, line in enumerate(lines) if (line < _SETTINGS.faintest_ink).any()]
        texts = dict(zip(inked, _read([lines[k] for k in inked]), strict=True)) if inked else {}
        return [texts.get(k, "") for k in range(len(lines))]


def _read(lines: Sequence[Pixels]) -> list[str]:
    # Tesseract uses every core for a single line, which makes it slower.
    os.environ["OMP_THREAD_LIMIT"] = "1"
    with tempfile.TemporaryDirectory(prefix="form4-") as folder:
        file = Path(folder) / "lines.tif"
        images = [Image.fromarray(_with_border(line)) for line in lines]
        images[0].save(file, save_all=True, append_images=images[1:], dpi=(_SETTINGS.dpi, _SETTINGS.dpi))
        words = _recognized(file)
    return [" ".join(words[number]) for number in range(1, len(lines) + 1)]


def _recognized(file: Path) -> dict[int, list[str]]:
    """The words of each page of a TIFF."""
    import pytesseract

    try:
        table = pytesseract.image_to_data(str(file), config="--psm 7", output_type=pytesseract.Output.DICT)
    except (pytesseract.TesseractNotFoundError, pytesseract.TesseractError) as error:
        raise ComponentMissing(
            "scans need Tesseract with English data; install tesseract-ocr and tesseract-ocr-eng"
        ) from error
    words: dict[int, list[str]] = defaultdict(list)
    for page, word in zip(table["page_num"], table["text"], strict=True):
        if word.strip():
            words[page].append(word.strip())
    return words


def _with_border(line: Pixels) -> Pixels:
    height, width = line.shape
    scale = _SETTINGS.height / max(1, height)
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    size = (max(_SETTINGS.narrowest_line, round(width * scale)), _SETTINGS.height)
    scaled = cv2.resize(line, size, interpolation=how)
    return np.pad(scaled, _SETTINGS.border, constant_values=WHITE)
