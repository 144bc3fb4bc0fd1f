"""What a recogniser answers: for each step across a line, how probable each character is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

ALPHABET = "".join(chr(code) for code in range(0x20, 0x7F)) + "½¼¾§©®éÉñÑöÖüÜ†•"
"""What can be read: printable ASCII and the few marks more that forms carry."""
BLANK = 0
"""The column of the CTC blank; column i + 1 is ALPHABET[i]."""

SPACE = ALPHABET.index(" ") + 1

Matrix = NDArray[np.float32]


@dataclass(frozen=True, eq=False, slots=True)
class Posterior:
    """Probabilities of shape (at least `steps`, 1 + len(ALPHABET)), rows summing to 1; more rows are padding.

    `left` and `right` are where the first step begins and the last one ends: a reader's own answer is in
    shares of its line's width (0 left to 1 right), a line's in points of the sheet.
    """

    matrix: Matrix
    steps: int
    left: float = 0.0
    right: float = 1.0

    def best(self) -> tuple[str, list[float], list[float]]:
        """Greedy reading: the text, each character's probability, and its place between left and right."""
        picks = self.matrix[: self.steps].argmax(axis=1)
        starts = np.flatnonzero((picks != BLANK) & (np.diff(picks, prepend=BLANK) != 0))
        if not len(starts):
            return "", [], []
        sure = self.matrix[np.arange(len(picks)), picks]
        # A letter is as sure as the surest of its steps; a blank behind it takes part in none.
        runs = np.maximum.reduceat(np.where(picks == BLANK, 0, sure), starts)
        text = "".join([ALPHABET[pick - 1] for pick in picks[starts].tolist()])
        return text, runs.tolist(), self._centres()[starts].tolist()

    def likeliest(self) -> tuple[str, float]:
        """The one letter that is most probable at any step, and its probability there."""
        letters = self.matrix[: self.steps, 2:]  # behind the CTC blank and the space
        at = int(letters.max(axis=0).argmax())
        return ALPHABET[at + 1], float(letters[:, at].max())

    def placed(self, left: float, right: float) -> Posterior:
        """The answer where its line's image runs from `left` to `right`."""
        wide = right - left
        return replace(self, left=left + self.left * wide, right=left + self.right * wide)

    def between(self, left: float, right: float) -> Posterior:
        """The steps whose middles lie between two places."""
        own = np.flatnonzero((self._centres() >= left) & (self._centres() < right))
        if not len(own):
            return Posterior(self.matrix[:0], 0, left, left)
        first, count = int(own[0]), len(own)
        step = (self.right - self.left) / self.steps
        begin = self.left + first * step
        return Posterior(self.matrix[first : first + count], count, begin, begin + count * step)

    def stripped(self) -> Posterior:
        """The answer without spaces before the first letter and behind the last: there they say nothing."""
        picks = self.matrix[: self.steps].argmax(axis=1)
        letters = np.flatnonzero((picks != BLANK) & (picks != SPACE))
        if not len(letters):
            return self
        matrix = self.matrix[: self.steps].copy()
        for ends in (matrix[: letters[0]], matrix[letters[-1] + 1 :]):
            ends[:, BLANK] += ends[:, SPACE]
            ends[:, SPACE] = 0
        return replace(self, matrix=matrix)

    def _centres(self) -> NDArray[np.float64]:
        wide = self.right - self.left
        return np.asarray(self.left + (np.arange(self.steps) + 0.5) / max(1, self.steps) * wide)


def joined(parts: Sequence[Posterior]) -> Posterior:
    """Answers that follow each other on one line, a sure blank between them."""
    gap = np.zeros((1, 1 + len(ALPHABET)), np.float32)
    gap[0, SPACE] = 1.0
    rows = [rows for part in parts for rows in (gap, part.matrix[: part.steps])][1:]
    matrix = np.concatenate(rows)
    return Posterior(matrix, len(matrix), parts[0].left, parts[-1].right)
