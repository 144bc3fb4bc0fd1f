"""The networks: convolutions that press a line to a row of features, then along the row, then letters.

Only convolutions: a line costs the same per pixel however long, and every step sees so many pixels around it:
the quick network some 200, enough for a word, the thorough one 350, enough for its neighbours too. Features
stand four pixels apart. The thorough network says two steps for each, for two narrow letters of one kind
("II") need a blank between them.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from extractor.ocr.form_ocr import QUICK, THOROUGH, OcrNetwork


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of a network.

    Channels at a `half` of the line's height, at a `quarter`, at an `eighth` and along the `row`; `deep` more
    convolutions at a quarter and at an eighth; `blocks` along the row, each `reach` features wide, `wide`
    channels inside (0: one convolution instead of two); `steps` of the answer for each feature.
    """

    half: int
    quarter: int
    eighth: int
    row: int
    deep: int
    blocks: int
    reach: int
    wide: int
    steps: int


SHAPES: dict[OcrNetwork, Shape] = {
    QUICK: Shape(24, 64, 112, 224, deep=1, blocks=5, reach=9, wide=0, steps=1),
    THOROUGH: Shape(32, 64, 128, 256, deep=2, blocks=8, reach=11, wide=512, steps=2),
}


class Network(nn.Module):  # type: ignore[misc]
    """Lines (n, 1, 32, width) to scores (n, width * steps / 4, characters)."""

    def __init__(self, shape: Shape, characters: int) -> None:
        super().__init__()
        self.characters = characters
        self.strokes = nn.Sequential(
            _convolution(1, shape.half, stride=2),
            _convolution(shape.half, shape.quarter, stride=2),
            *(_Residual(shape.quarter) for _ in range(shape.deep)),
            _convolution(shape.quarter, shape.eighth, stride=(2, 1)),
            *(_Residual(shape.eighth) for _ in range(shape.deep)),
            _convolution(shape.eighth, shape.row, kernel=(4, 1), padding=0),
        )
        block = _Widened if shape.wide else _Along
        self.row = nn.Sequential(*(block(shape) for _ in range(shape.blocks)))
        self.letters = nn.Conv2d(shape.row, shape.steps * characters, 1)

    def forward(self, lines: Tensor) -> Tensor:
        """Scores, not probabilities."""
        scores: Tensor = self.letters(self.row(self.strokes(lines))).squeeze(2).permute(0, 2, 1)
        return scores.reshape(scores.shape[0], -1, self.characters)


class _Residual(nn.Module):  # type: ignore[misc]
    def __init__(self, channels: int) -> None:
        super().__init__()
        self.change = nn.Sequential(
            nn.Conv2d(channels, channels, 3, padding=1, bias=False), nn.BatchNorm2d(channels)
        )

    def forward(self, x: Tensor) -> Tensor:
        return torch.relu(x + self.change(x))


class _Along(nn.Module):  # type: ignore[misc]
    """Each channel along the row, then all channels at each feature."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.change = nn.Sequential(
            _each_channel(shape),
            nn.Conv2d(shape.row, shape.row, 1, bias=False),
            nn.BatchNorm2d(shape.row),
        )

    def forward(self, x: Tensor) -> Tensor:
        return torch.relu(x + self.change(x))


class _Widened(nn.Module):  # type: ignore[misc]
    """Each channel along the row, then all channels at each feature, by way of more."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.change = nn.Sequential(
            _each_channel(shape),
            nn.BatchNorm2d(shape.row),
            nn.Conv2d(shape.row, shape.wide, 1),
            nn.ReLU(),
            nn.Conv2d(shape.wide, shape.row, 1, bias=False),
            nn.BatchNorm2d(shape.row),
        )

    def forward(self, x: Tensor) -> Tensor:
        changed: Tensor = self.change(x)
        return x + changed


def _each_channel(shape: Shape) -> nn.Conv2d:
    # A row as a picture one pixel high: ONNX Runtime is an eighth slower with convolutions of one dimension.
    return nn.Conv2d(
        shape.row, shape.row, (1, shape.reach), padding=(0, shape.reach // 2), groups=shape.row, bias=False
    )


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
