"""What letters look like: their shapes in the standard fonts that PDFium brings along.

A shape says which letter it is far from, not which it is: types differ.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources
from string import ascii_letters, digits

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.document.opened_page import WHITE, Pixels
from extractor.document.settings import SETTINGS

_SETTINGS = SETTINGS.fonts
LETTERS = digits + ascii_letters
"""The letters whose shapes are known."""
_ALIKE = tuple(map(frozenset, ("0Oo", "1Il", "sS", "cC", "kK", "pP", "uU", "vV", "wW", "xX", "yY", "zZ")))
STANDARD_LETTERS = "standard_letters.png"
"""Their shapes, each cut out as `cut_out` does; drawn anew by `python -m samples.standard_letters`."""
Shapes = NDArray[np.float32]
"""Letters' ink scaled to one height, a row each, with a mean of 0 and a length of 1."""


@cache
def alike(letter: str) -> frozenset[str]:
    """The letters that no shape tells from this one over all types, and itself."""
    return next((group for group in _ALIKE if letter in group), frozenset(letter))


def unlike(texts: Sequence[str], squares: Sequence[Pixels]) -> list[bool]:
    """Which of the letters that were cut out look much rather like others than those of `texts`."""
    if not texts:
        return []
    shapes = _shapes(squares)
    mine = _likeness_to_own(texts, shapes)
    # Most are so like their own that no other can be much nearer.
    far = np.flatnonzero(mine < _SETTINGS.like)
    least = np.maximum(_SETTINGS.known, 1 - _SETTINGS.nearer * (1 - mine[far]))
    near = _most_alike(shapes[far]) >= least[:, None]
    near &= np.array([_others(texts[k]) for k in far.tolist()], np.bool_).reshape(near.shape)
    rows, others = np.nonzero(near)
    odd = _alike(shapes[far[rows]], _standard()[1][others]) > least[rows]
    found = set(far[rows[odd]].tolist())
    return [k in found for k in range(len(texts))]


def _likeness_to_own(texts: Sequence[str], shapes: Shapes) -> Shapes:
    """How alike each shape and the standard one of its letter most like it are, shape (count,)."""
    own, mine = np.array(texts), np.empty(len(texts), np.float32)
    for text in set(texts):
        there = own == text
        mine[there] = _products(shapes[there], _standard_of(text)).max(axis=1)
    return mine


def _alike(shapes: Shapes, others: Shapes) -> Shapes:
    """How alike shapes and others are, one of each: their correlation."""
    return np.asarray(np.einsum("id,id->i", shapes, others), np.float32)


def _most_alike(shapes: Shapes) -> Shapes:
    """How alike shapes and the standard ones are at most, a row for each shape: as alike as they are in a
    quarter of the pixels, and for the rest as it can be at best (Cauchy and Schwarz). Few come near enough to
    be compared pixel by pixel."""
    (coarse, rest), (standard, standard_rest) = _coarse(shapes), _standard_coarse()
    alike = _products(coarse, standard) + rest[:, None] * standard_rest
    return np.asarray(alike + _SETTINGS.rounding, np.float32)


def _products(rows: Shapes, others: Shapes) -> Shapes:
    """`rows @ others.T`, in products of matrices so small that BLAS wakes no threads for them, which then
    spin beside the other stages."""
    wide = _SETTINGS.block
    high = _SETTINGS.one_thread // (wide * rows.shape[1])
    products = np.empty((len(rows), len(others)), np.float32)
    for top in range(0, len(rows), high):
        for left in range(0, len(others), wide):
            block = others[left : left + wide]
            products[top : top + high, left : left + wide] = rows[top : top + high] @ block.T
    return products


def _coarse(shapes: Shapes) -> tuple[Shapes, Shapes]:
    """Shapes in a quarter of their pixels, a row each, and the length of what that leaves out of each."""
    half = _SETTINGS.side // 2
    coarse = np.ascontiguousarray(shapes.reshape(-1, half, 2, half, 2).sum(axis=(2, 4)) / 2)
    lengths, whole = (np.einsum("id,id->i", rows, rows) for rows in (coarse.reshape(-1, half * half), shapes))
    return coarse.reshape(-1, half * half), np.sqrt(np.maximum(whole - lengths, 0.0))


@cache
def _standard_coarse() -> tuple[Shapes, Shapes]:
    return _coarse(_standard()[1])


@cache
def _standard_of(text: str) -> Shapes:
    """The standard shapes of letters like this one."""
    return _standard()[1][~_others(text)]


@cache
def _others(text: str) -> NDArray[np.bool_]:
    """Which of the standard shapes are of letters unlike this one."""
    return np.array([letter not in alike(text) for letter in _standard()[0]], np.bool_)


def with_middles_in(pixels: Pixels, edge: int) -> Pixels:
    """The pixels with those pieces of ink alone whose middle is so far from every edge."""
    ink = np.asarray(pixels < _SETTINGS.ink, np.uint8)
    _, labels, _, middles = cv2.connectedComponentsWithStats(ink)
    inside = np.all((middles >= edge) & (middles < np.array(ink.shape[::-1]) - edge), axis=1)
    gone = (labels > 0) & ~np.asarray(inside)[labels]
    return np.where(gone, np.uint8(WHITE), pixels)


def cut_out(pixels: Pixels) -> Pixels | None:
    """The ink in some pixels scaled to a square, as high as it; None without any."""
    left, top, wide, high = cv2.boundingRect(np.asarray(pixels < _SETTINGS.ink, np.uint8))
    if high < _SETTINGS.least_pixels:
        return None
    side = _SETTINGS.side
    width = max(1, min(side, round(wide * side / high)))
    ink = np.ascontiguousarray(pixels[top : top + high, left : left + wide])
    at, square = (side - width) // 2, np.full((side, side), WHITE, np.uint8)
    square[:, at : at + width] = cv2.resize(ink, (width, side), interpolation=cv2.INTER_AREA)
    return square


def _shapes(squares: Sequence[Pixels]) -> Shapes:
    ink = WHITE - np.stack(squares).astype(np.float32)
    # Blurred by a pixel: a stem may lie between two.
    around = np.pad(ink, ((0, 0), (1, 1), (1, 1)))
    ink = around[:, :-2] + 2 * around[:, 1:-1] + around[:, 2:]
    ink = ink[:, :, :-2] + 2 * ink[:, :, 1:-1] + ink[:, :, 2:]
    flat = ink.reshape(len(ink), -1)
    flat = flat - flat.mean(axis=1, keepdims=True)
    return np.asarray(flat / np.maximum(np.linalg.norm(flat, axis=1, keepdims=True), 1.0), np.float32)


@cache
def _standard() -> tuple[tuple[str, ...], Shapes]:
    """Letters and their shapes in the standard fonts, a row each."""
    found = list(_standard_squares())
    return tuple(letter for letter, _ in found), _shapes([square for _, square in found])


def _standard_squares() -> Iterator[tuple[str, Pixels]]:
    """The letters of the picture, which has a row for each type and size. To draw them anew in each process
    would take as long as reading a page."""
    content = resources.files("extractor.document").joinpath(STANDARD_LETTERS).read_bytes()
    sheet = np.asarray(cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_GRAYSCALE), np.uint8)
    side = _SETTINGS.side
    for top in range(0, sheet.shape[0], side):
        for column, letter in enumerate(LETTERS):
            yield letter, sheet[top : top + side, column * side : (column + 1) * side]
