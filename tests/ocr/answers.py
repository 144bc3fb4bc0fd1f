"""Answers of a recogniser, and a recogniser, made up for the tests."""

from __future__ import annotations

import numpy as np

from extractor.model.posterior import ALPHABET, BLANK, Posterior


def column(character):
    """The column of a character; `""` is the CTC blank."""
    return ALPHABET.index(character) + 1 if character else BLANK


def answer(*steps, padding=0):
    """The posterior of `steps`: each maps characters to probabilities, the blank takes what is left."""
    matrix = np.zeros((len(steps) + padding, 1 + len(ALPHABET)), np.float32)
    for row, step in zip(matrix, steps, strict=False):
        for character, probability in step.items():
            row[column(character)] = probability
    matrix[:, BLANK] += 1 - matrix.sum(axis=1)
    return Posterior(matrix, len(steps))


def sure(text):
    """The posterior of a reader that is sure of `text`: every other step is blank."""
    return answer(*({character: 1.0} for letter in text for character in (letter, "")))


class MadeUpEngine:
    """An engine that answers `texts` whatever it is shown, and keeps what it was shown.

    Texts are answered as if it were sure of them, or as they are where it is `plain`.
    """

    reader = "made up"
    version = "1"
    needs = "nothing"
    cost = 0.0

    def __init__(self, *texts, name="form4-quick", selection="every line", plain=False):
        self.texts, self.name, self.selection, self.plain = texts, name, selection, plain
        self.shown = []

    def read(self, lines):
        self.shown.extend(lines)
        return [text if self.plain or isinstance(text, Posterior) else sure(text) for text in self.texts]
