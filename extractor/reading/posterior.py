"""What a recogniser answers: for each step across a line, how probable each character is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

ALPHABET = "".join(chr(code) for code in range(0x20, 0x7F)) + "½¼¾§©®éÉñÑöÖüÜ†•"
"""What can be read: printable ASCII and the few marks more that forms carry."""
BLANK = 0
"""The column of the CTC blank; column i + 1 is ALPHABET[i]."""

Matrix = NDArray[np.float32]


@dataclass(frozen=True, eq=False, slots=True)
class Posterior:
    """Probabilities of shape (steps, 1 + len(ALPHABET)), rows summing to 1.

    `width` is the share of the steps that lie on the line itself (the rest is padding).
    """

    matrix: Matrix
    steps: int

    def best(self) -> tuple[str, list[float], list[float]]:
        """Greedy reading: the text, each character's probability, and its place (0 left to 1 right)."""
        matrix = self.matrix[: self.steps]
        if not len(matrix):
            return "", [], []
        picks, sure = matrix.argmax(axis=1), matrix.max(axis=1)
        text, probabilities, places = [], [], []
        last = BLANK
        for step, pick in enumerate(picks.tolist()):
            if pick != BLANK and pick != last:
                text.append(ALPHABET[pick - 1])
                probabilities.append(float(sure[step]))
                places.append((step + 0.5) / self.steps)
            elif pick != BLANK and sure[step] > probabilities[-1]:
                probabilities[-1] = float(sure[step])
            last = pick
        return "".join(text), probabilities, places
