"""What a scan costs, in counts: times say nothing on a busy machine."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import cv2
import pytest

from extractor import extract
from extractor.imaging import preprocess
from extractor.ocr.form_ocr import FormOcr, line_image, padded_width
from extractor.ocr.ppocr import PpOcr
from extractor.ocr.tesseract import Tesseract

COPY = Path(__file__).parents[1] / "samples" / "redwood" / "copy.tif"
PAGES = 2


@pytest.fixture(scope="module")
def counts():
    """Of one photocopy: how often engines and labelling were asked, for how many lines and pixels."""
    found: Counter[str] = Counter()
    with pytest.MonkeyPatch.context() as patched:
        for engine in (FormOcr, PpOcr, Tesseract):
            patched.setattr(engine, "read", _counted(engine.read, found))
        for name in ("scan_rule_masks", "binarize"):
            patched.setattr(preprocess, name, _calls(getattr(preprocess, name), name, found))
        label = cv2.connectedComponentsWithStatsWithAlgorithm
        patched.setattr(cv2, label.__name__, _labelled(label, found))
        extract(COPY)
    return found


def _counted(read, found):
    def counted(self, lines):
        found[f"{self.name} calls"] += 1
        found[f"{self.name} lines"] += len(lines)
        found[f"{self.name} pixels"] += sum(padded_width(line_image(line)) for line in lines)
        return read(self, lines)

    return counted


def _calls(whole, name, found):
    def counted(*args):
        found[name] += 1
        return whole(*args)

    return counted


def _labelled(label, found):
    def counted(mask, *args):
        found["labelled"] += 1
        found["labelled pixels"] += mask.size
        found["largest"] = max(found["largest"], mask.size)
        return label(mask, *args)

    return counted


def test_the_quick_reader_is_asked_once_a_page(counts):
    """And twice for a few lines of one page, whose letters do not tell which end is up."""
    assert counts["form4-quick calls"] == PAGES + 2


@pytest.mark.parametrize("engine", ["form4-thorough", "pp-ocr", "tesseract"])
def test_further_engines_are_asked_once_a_filing(counts, engine):
    assert counts[f"{engine} calls"] <= 1


def test_the_forms_own_print_is_read_by_the_quick_reader_alone(counts):
    """The thorough one, three times as slow, was shown half of a form's lines, most of them its own print.

    Answers are 66 of its 252 lines; the quick one reads some twice, to see which end is up.
    """
    assert counts["form4-thorough lines"] < 0.26 * counts["form4-quick lines"]
    assert counts["form4-thorough pixels"] < 0.35 * counts["form4-quick pixels"]


def test_few_lines_go_to_engines_of_others(counts):
    assert counts["pp-ocr lines"] < 0.05 * counts["form4-quick lines"]
    assert counts["tesseract lines"] <= counts["pp-ocr lines"]


def test_ruling_lines_are_found_once_to_flatten_a_page_and_once_on_it(counts):
    assert counts["scan_rule_masks"] == 2 * PAGES
    assert counts["binarize"] == 3 * PAGES


def test_the_ink_of_a_page_is_labelled_a_few_times(counts):
    """Whole at its full resolution: what is ink, boxes, scratches and blots, what scratches leave, lines."""
    assert counts["labelled"] <= 30 * PAGES
    assert counts["labelled pixels"] <= 9 * PAGES * counts["largest"]
