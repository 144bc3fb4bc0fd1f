import numpy as np
import pytesseract
import pytest

from extractor.errors import ComponentMissing
from extractor.ocr.tesseract import Tesseract
from tests.imaging.paper import Paper


def line(text, dpi=300):
    return Paper(8 + 6.2 * len(text), 15, dpi).text(text, 4, 11).pixels


def test_lines_are_read_in_the_order_given():
    assert Tesseract().read([line("11/19/2009"), line("Common Stock")]) == ["11/19/2009", "Common Stock"]


def test_coarse_line_is_read():
    assert Tesseract().read([line("Common Stock", dpi=150)]) == ["Common Stock"]


def test_blank_line_between_others_keeps_its_place():
    blank = np.full((60, 200), 255, np.uint8)
    assert Tesseract().read([line("12,004.17"), blank, line("By Trust")]) == ["12,004.17", "", "By Trust"]


def test_blank_image_reads_as_nothing():
    assert Tesseract().read([np.full((40, 120), 255, np.uint8)]) == [""]


def test_no_lines_start_no_program(monkeypatch):
    monkeypatch.setattr(pytesseract.pytesseract, "tesseract_cmd", "no-such-program")
    assert Tesseract().read([]) == []


def test_missing_program_is_said_with_what_to_do(monkeypatch):
    monkeypatch.setattr(pytesseract.pytesseract, "tesseract_cmd", "no-such-program")
    with pytest.raises(ComponentMissing, match=r"install.*tesseract-ocr"):
        Tesseract().read([line("Common Stock")])


def test_missing_english_data_is_said_with_what_to_do(monkeypatch, tmp_path):
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    with pytest.raises(ComponentMissing, match="tesseract-ocr-eng"):
        Tesseract().read([line("Common Stock")])
