"""The picture of the standard fonts' letters."""

import numpy as np

from extractor.document import letter_shapes
from extractor.document.letter_shapes import LETTERS
from samples.standard_letters import FACES, SIZES, sheet


def test_the_picture_shows_the_letters_as_they_are_drawn():
    squares = [square for _, square in letter_shapes._standard_squares()]
    side = squares[0].shape[0]
    drawn = sheet().reshape(len(FACES) * len(SIZES), side, len(LETTERS), side).swapaxes(1, 2)
    assert np.abs(np.float32(squares).reshape(drawn.shape) - drawn).mean() < 2
