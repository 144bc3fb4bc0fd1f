"""The project's own readers, on print that leaves no doubt."""

import numpy as np
import pytest

from extractor.model.posterior import ALPHABET
from extractor.ocr.form_ocr import (
    QUICK,
    THOROUGH,
    FormOcr,
    line_image,
    network_input,
    padded,
)
from extractor.ocr.settings import SETTINGS
from tests.imaging.paper import Paper, ink_box

HEIGHT, SIDE = SETTINGS.form_ocr.height, SETTINGS.form_ocr.side
MAX_WIDTH = SETTINGS.network.widest_line


def line(text, size=10.0, width=None, dpi=300):
    page = Paper(width or 8 + 0.62 * size * len(text), 1.5 * size, dpi)
    return page.text(text, 4, 1.1 * size, size).pixels


def blank(height, width, grey=255):
    return np.full((height, width), grey, np.uint8)


@pytest.fixture(scope="module", params=[QUICK, THOROUGH], ids=["quick", "thorough"])
def make(request):
    return request.param


@pytest.fixture(scope="module")
def reader(make):
    return FormOcr(make)


def text_of(posterior):
    return posterior.best()[0].strip()


def test_drawn_line_is_read(reader):
    (posterior,) = reader.read([line("12,004.17")])
    assert text_of(posterior) == "12,004.17"


def test_answers_come_in_the_order_of_the_lines(reader):
    texts = ["11/19/2009", "1,200", "12,004.17", "1,200"]
    assert [text_of(p) for p in reader.read([line(text) for text in texts])] == texts


def test_neighbours_in_a_batch_do_not_change_what_is_answered(reader):
    (alone,) = reader.read([line("1,200")])
    among = reader.read([line("12,004.17"), line("1,200")])[1]
    assert among.steps == alone.steps
    assert among.matrix[: among.steps] == pytest.approx(alone.matrix[: alone.steps], abs=0.02)


def test_rows_of_an_answer_sum_to_one_over_the_alphabet(reader):
    (posterior,) = reader.read([line("12,004.17")])
    assert posterior.matrix.shape == (posterior.steps, 1 + len(ALPHABET))
    assert posterior.matrix.sum(axis=1) == pytest.approx(1, abs=1e-4)


def test_places_follow_the_letters_across_the_line(reader):
    pixels = line("12,004.17")
    ink, wide = ink_box(pixels, 300), pixels.shape[1] * 72 / 300
    text, _, places = reader.read([pixels])[0].best()
    assert text == "12,004.17"
    assert places == sorted(places)
    letter = ink.width / len(text)
    assert ink.x0 < places[0] * wide < ink.x0 + 2 * letter
    assert ink.x1 - 2 * letter < places[-1] * wide < ink.x1 + letter / 2


def test_no_lines_give_no_answers(reader):
    assert reader.read([]) == []


def test_very_long_line_is_read_in_one_piece(reader, make):
    (posterior,) = reader.read([blank(20, 4000)])
    assert posterior.steps == (MAX_WIDTH + 2 * SIDE) / make.step == len(posterior.matrix)


def test_an_answer_reaches_over_the_paper_put_beside_the_line(reader, make):
    wide = line_image(line("12,004.17")).shape[1]
    (posterior,) = reader.read([line("12,004.17")])
    assert posterior.left == pytest.approx(-SIDE / wide)
    assert posterior.right == pytest.approx(1 + SIDE / wide, abs=make.step / wide)


@pytest.mark.parametrize(
    ("height", "width", "wide"),
    [(64, 200, 100), (16, 50, 100), (32, 100, 100), (32, 1, QUICK.step), (10, 4000, MAX_WIDTH)],
)
def test_lines_are_scaled_to_one_height(height, width, wide):
    assert line_image(blank(height, width)).shape == (HEIGHT, wide)


def test_ink_is_one_and_paper_is_nought_with_paper_all_around():
    tensor = network_input([blank(HEIGHT, 40, 0), blank(HEIGHT, 81, 0)])
    assert tensor.shape == (2, 1, HEIGHT, padded(blank(HEIGHT, 81)))
    for inked, wide in zip(tensor[:, 0], (40, 81), strict=True):
        assert (inked[:, SIDE : SIDE + wide] == 1).all()
        assert inked.sum() == HEIGHT * wide


@pytest.mark.parametrize("wide", [4, 40, 81, 82, 83, 84])
def test_the_steps_of_a_line_reach_over_all_of_it(make, wide):
    assert 0 <= make.steps_of(blank(HEIGHT, wide)) * make.step - (wide + 2 * SIDE) < make.step
