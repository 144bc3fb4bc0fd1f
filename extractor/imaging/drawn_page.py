"""What is drawn on a page that is upright and flat already, as a PDF's page of text is. All in points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from extractor.document.opened_page import Raster
from extractor.imaging.binarize import normalize_background
from extractor.imaging.checkboxes import DetectedBox, drawn_boxes, unwritten
from extractor.imaging.ruling_lines import ruling_lines_of, transposed
from extractor.imaging.settings import SETTINGS
from extractor.model.geometry import Box
from extractor.model.page import RulingLines


@dataclass(frozen=True, slots=True)
class Drawing:
    """The ruling lines of a drawn page and its boxes to check."""

    rules: RulingLines
    boxes: tuple[DetectedBox, ...]


def drawing_of(raster: Raster, written: Sequence[Box] = ()) -> Drawing:
    """What is drawn on the page; any ink counts, however faint. `written` are the boxes of the words that
    are known: what stands within one is its letters."""
    even = normalize_background(raster.pixels, raster.dpi_x)
    _, mask = cv2.threshold(even, SETTINGS.binarize.faintest_ink - 1, 1, cv2.THRESH_BINARY_INV)
    ink = np.asarray(mask, np.uint8)
    rules, runs = ruling_lines_of(ink, raster.dpi_x)
    # The runs down lie column by column: bit by bit, OpenCV is ten times as fast once they are turned.
    drawn = cv2.bitwise_or(runs[0], transposed(transposed(runs[1])))
    rest = unwritten(np.asarray(cv2.subtract(ink, drawn), np.uint8), written, raster.dpi_x)
    return Drawing(rules, drawn_boxes(ink, rest, raster.dpi_x))
