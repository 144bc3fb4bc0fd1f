"""The network: convolutions that halve a line to a row of features, then along the row, then letters.

A line of `HEIGHT` pixels comes out as one step for every `STEP` pixels of its width. Only convolutions: every
step sees some 200 pixels around it, enough for a word, and a line costs the same per pixel however long.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

STEM, LOW, HIGH, ROW = 24, 64, 112, 224
"""Channels after the first convolution, at an eighth, at a quarter of... the height, and along the row."""
LETTERS = 5
"""Convolutions along the row."""
REACH = 9
"""Steps each of them sees."""


class Network(nn.Module):  # type: ignore[misc]
    """Lines (n, 1, 32, width) to scores (n, width / 4, characters)."""

    def __init__(self, characters: int) -> None:
        super().__init__()
        self.strokes = nn.Sequential(
            _convolution(1, STEM, stride=2),
            _convolution(STEM, LOW, stride=2),
            _Residual(LOW),
            _convolution(LOW, HIGH, stride=(2, 1)),
            _Residual(HIGH),
            _convolution(HIGH, ROW, kernel=(4, 1), padding=0),
        )
        self.row = nn.Sequential(*(_Along(ROW) for _ in range(LETTERS)))
        self.letters = nn.Conv1d(ROW, characters, 1)

    def forward(self, lines: Tensor) -> Tensor:
        """Scores, not probabilities."""
        row = self.row(self.strokes(lines).squeeze(2))
        scores: Tensor = self.letters(row).permute(0, 2, 1)
        return scores


class _Residual(nn.Module):  # type: ignore[misc]
    def __init__(self, channels: int) -> None:
        super().__init__()
        self.change = nn.Sequential(
            nn.Conv2d(channels, channels, 3, padding=1, bias=False), nn.BatchNorm2d(channels)
        )

    def forward(self, x: Tensor) -> Tensor:
        return torch.relu(x + self.change(x))


class _Along(nn.Module):  # type: ignore[misc]
    """Each channel along the row, then all channels at each step."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.change = nn.Sequential(
            nn.Conv1d(channels, channels, REACH, padding=REACH // 2, groups=channels, bias=False),
            nn.Conv1d(channels, channels, 1, bias=False),
            nn.BatchNorm1d(channels),
        )

    def forward(self, x: Tensor) -> Tensor:
        return torch.relu(x + self.change(x))


def _convolution(
    incoming: int,
    outgoing: int,
    kernel: int | tuple[int, int] = 3,
    stride: int | tuple[int, int] = 1,
    padding: int = 1,
) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(incoming, outgoing, kernel, stride, padding, bias=False),
        nn.BatchNorm2d(outgoing),
        nn.ReLU(),
    )
