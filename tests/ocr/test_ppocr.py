import sys
from importlib import import_module

import numpy as np
import pytest

from extractor.errors import ComponentMissing
from extractor.model.posterior import ALPHABET
from extractor.ocr import ppocr
from tests.imaging.paper import Paper


def line(text, size=10.0, width=None, dpi=300):
    page = Paper(width or 8 + 0.62 * size * len(text), 1.5 * size, dpi)
    return page.text(text, 4, 1.1 * size, size).pixels


@pytest.fixture(scope="module")
def reader():
    return ppocr.PpOcr()


def text_of(posterior):
    return posterior.best()[0]


@pytest.mark.parametrize("text", ["11/19/2009", "$11.4375", "12,004.17", "By Trust (1)"])
@pytest.mark.parametrize("dpi", [150, 300])
def test_drawn_line_is_read(reader, text, dpi):
    (posterior,) = reader.read([line(text, dpi=dpi)])
    assert text_of(posterior) == text


@pytest.mark.parametrize("letter", ["A", "D", "S", "M", "P", "V"])
def test_lone_letter_is_read(reader, letter):
    (posterior,) = reader.read([line(letter, width=12)])
    assert text_of(posterior).strip() == letter


def test_answers_come_in_the_order_of_the_lines(reader):
    texts = ["Common Stock, par value ten cents", "D", "11/19/2009", "1,200", "Common Stock", "By Trust"]
    assert [text_of(p) for p in reader.read([line(text) for text in texts])] == texts


def test_neighbours_in_a_batch_do_not_change_what_is_read(reader):
    alone = text_of(reader.read([line("1,200")])[0])
    among = [text_of(p) for p in reader.read([line("1,200"), line("1,200"), line("12,004.17")])]
    assert among == [alone, alone, "12,004.17"]


def test_rows_of_an_answer_sum_to_one_over_the_alphabet(reader):
    (posterior,) = reader.read([line("12,004.17")])
    assert posterior.matrix.shape[1] == 1 + len(ALPHABET)
    assert posterior.matrix.sum(axis=1) == pytest.approx(1, abs=1e-4)


def test_places_follow_the_letters_across_the_line(reader):
    page = Paper(100, 15, 300).text("Common", 4, 11).text("Trust", 70, 11)
    (posterior,) = reader.read([page.pixels])
    text, _, places = posterior.best()
    assert text.split() == ["Common", "Trust"]
    assert places[0] == pytest.approx(0.07, abs=0.06)
    assert places[-1] == pytest.approx(0.93, abs=0.06)
    assert places[text.index("T")] == pytest.approx(0.73, abs=0.06)


def test_blank_paper_reads_as_nothing(reader):
    (posterior,) = reader.read([np.full((60, 300), 255, np.uint8)])
    assert text_of(posterior).strip() == ""


def test_no_lines_give_no_answers(reader):
    assert reader.read([]) == []


def test_very_long_line_is_read_in_one_piece(reader):
    (posterior,) = reader.read([np.full((20, 4000), 255, np.uint8)])
    assert posterior.steps <= len(posterior.matrix)


def test_missing_model_is_said_with_what_to_do(monkeypatch):
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    monkeypatch.delitem(sys.modules, ppocr.__name__)
    # Imported afresh: a model once found is remembered.
    afresh = import_module(ppocr.__name__)
    with pytest.raises(ComponentMissing, match=r"install.*rapidocr"):
        afresh.PpOcr().read([np.full((20, 60), 255, np.uint8)])
