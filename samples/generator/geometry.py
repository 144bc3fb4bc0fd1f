"""How a sheet lies on the scanner's glass: turned, leaning, in perspective, bent."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.model.geometry import Box, around
from samples.generator.draw import Pixels

Matrix = NDArray[np.float64]
Points = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Pose:
    """Pixels of the flat page to pixels of the scan.

    A projection, then a bend down the page of `bend` pixels over `waves` half waves across, then
    `quarter_turns` clockwise. `size` is (width, height) before the turns.
    """

    matrix: Matrix
    size: tuple[int, int]
    bend: float = 0.0
    waves: float = 1.0
    quarter_turns: int = 0

    def picture(self, pixels: Pixels) -> Pixels:
        """The page as it lies; paper white around it."""
        if self.bend:
            lying = cv2.remap(pixels, *self._sources(), cv2.INTER_LINEAR, borderValue=(255,))
        else:
            lying = cv2.warpPerspective(
                pixels, self.matrix, self.size, flags=cv2.INTER_LINEAR, borderValue=(255,)
            )
        return np.ascontiguousarray(np.rot90(lying, -self.quarter_turns), dtype=np.uint8)

    def box(self, box: Box) -> Box:
        """The upright box around where `box` comes to lie, in pixels."""
        corners = np.array([(x, y) for x in (box.x0, box.x1) for y in (box.top, box.bottom)])
        moved = self.points(corners)
        return around(Box(x, y, x, y) for x, y in moved.tolist())

    def points(self, points: Points) -> Points:
        """Where points of shape (n, 2) come to lie."""
        projected = cv2.perspectiveTransform(points[None].astype(np.float64), self.matrix)[0]
        xs, ys = projected[:, 0], projected[:, 1] + self._sag(projected[:, 0])
        width, height = self.size
        for _ in range(self.quarter_turns):
            xs, ys, width, height = height - ys, xs, height, width
        return np.stack([xs, ys], axis=1)

    def _sag(self, xs: NDArray[np.float64]) -> NDArray[np.float64]:
        return self.bend * np.sin(np.pi * self.waves * xs / self.size[0])

    def _sources(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        width, height = self.size
        xs, ys = np.meshgrid(np.arange(width, dtype=np.float64), np.arange(height, dtype=np.float64))
        ys = ys - self._sag(xs[0])[None, :]
        a, b, c = np.linalg.inv(self.matrix)
        depth = c[0] * xs + c[1] * ys + c[2]
        source_x = (a[0] * xs + a[1] * ys + a[2]) / depth
        source_y = (b[0] * xs + b[1] * ys + b[2]) / depth
        return source_x.astype(np.float32), source_y.astype(np.float32)


def pose(
    size: tuple[int, int],
    lean: float = 0.0,
    shift: tuple[float, float] = (0.0, 0.0),
    corners: Points | None = None,
    bend: float = 0.0,
    waves: float = 1.0,
    quarter_turns: int = 0,
) -> Pose:
    """A page of `size` (width, height) pixels leaning `lean` degrees, moved by `shift` pixels, its `corners`
    (4, 2) pulled by so many pixels from top left clockwise."""
    width, height = size
    turned = np.vstack([cv2.getRotationMatrix2D((width / 2, height / 2), lean, 1.0), (0.0, 0.0, 1.0)])
    turned[:2, 2] += shift
    if corners is not None:
        flat = np.array([(0, 0), (width, 0), (width, height), (0, height)], dtype=np.float32)
        turned = cv2.getPerspectiveTransform(flat, flat + corners.astype(np.float32)) @ turned
    return Pose(turned.astype(np.float64), size, bend, waves, quarter_turns % 4)
