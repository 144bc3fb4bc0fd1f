"""Lines drawn out of a pool as the network is shown them: stretched, leaning, worn, each time another way.

All of it on tensors of ink, (lines, 1, height, width), 1 ink to 0 paper, so that a card can do it.
"""

from __future__ import annotations

from math import pi

import torch
from torch import Tensor
from torch.nn import functional

from extractor.ocr.settings import SETTINGS
from samples.reader.pool import Batch, Pool

LINE = SETTINGS.form_ocr
SHIFT = 2.2
"""Pixels the upper and the lower edge move by at most."""
LEAN = 0.07
"""Standard deviation of the slant."""
WAVE = 1.1
"""Pixels letters are out of place by at most, along and across."""


def as_stored(pool: Pool, batch: Batch) -> Tensor:
    """The lines as they are, but for their width."""
    n, device = len(batch.lines), pool.pixels.device
    across = torch.arange(batch.width, device=device).view(1, 1, -1)
    down = torch.arange(LINE.height, device=device).view(1, -1, 1)
    return _drawn(pool, batch, _columns(pool, batch, across), down.expand(n, -1, batch.width).float())


def as_worn(pool: Pool, batch: Batch) -> Tensor:
    """The lines bent, leaning, bolder or paler, blurred, specked and struck through."""
    n, device = len(batch.lines), pool.pixels.device
    across = torch.arange(batch.width, device=device).view(1, 1, -1)
    down = torch.arange(LINE.height, device=device).view(1, -1, 1)
    top, bottom = _spread(n, -SHIFT, SHIFT, device), LINE.height + _spread(n, -SHIFT, SHIFT, device)
    lean = LEAN * torch.randn(n, 1, 1, device=device)
    columns = _columns(pool, batch, across) + lean * (down - LINE.height / 2) + _wave(n, across, device)
    rows = top + (down + 0.5) * (bottom - top) / LINE.height - 0.5 + _wave(n, across, device)
    ink = _drawn(pool, batch, columns, rows.expand(n, LINE.height, batch.width))
    wide = torch.from_numpy(batch.wide).to(device).view(-1, 1, 1)
    inside = ((across >= LINE.side) & (across < LINE.side + wide)).unsqueeze(1)
    return torch.where(inside, _worn(ink), 0.0)


def _columns(pool: Pool, batch: Batch, across: Tensor) -> Tensor:
    """For each column of the batch the column of its line, (lines, 1, width)."""
    device = pool.pixels.device
    widths = torch.from_numpy(pool.widths[batch.lines]).to(device).view(-1, 1, 1).float()
    wide = torch.from_numpy(batch.wide).to(device).view(-1, 1, 1)
    return (across - LINE.side + 0.5) * widths / wide - 0.5


def _drawn(pool: Pool, batch: Batch, columns: Tensor, rows: Tensor) -> Tensor:
    """The ink at places of the lines, between their pixels too; paper all around them."""
    device = pool.pixels.device
    starts = torch.from_numpy(pool.starts[batch.lines]).to(device).view(-1, 1, 1)
    widths = torch.from_numpy(pool.widths[batch.lines]).to(device).view(-1, 1, 1)
    total = pool.pixels.shape[1]
    columns = columns.expand_as(rows)
    left, upper = columns.floor(), rows.floor()
    ink = torch.zeros_like(rows)
    for x, share_x in ((left, 1 - (columns - left)), (left + 1, columns - left)):
        for y, share_y in ((upper, 1 - (rows - upper)), (upper + 1, rows - upper)):
            inside = (x >= 0) & (x < widths) & (y >= 0) & (y < LINE.height)
            at = torch.where(inside, y.long() * total + starts + x.long(), 0)
            value = 1 - pool.pixels.view(-1)[at].float() / 255
            ink += torch.where(inside, value * share_x * share_y, 0.0)
    return ink.unsqueeze(1)


def _worn(ink: Tensor) -> Tensor:
    """Wear that comes on top of the road the page has gone."""
    ink = _sometimes(0.3, ink, functional.avg_pool2d(ink, 3, 1, 1))
    ink = _sometimes(0.2, ink, functional.max_pool2d(ink, 3, 1, 1))
    ink = _sometimes(0.2, ink, -functional.max_pool2d(-ink, 3, 1, 1))
    ink = _struck(ink)
    ink = _specked(ink)
    ink = _contrast(ink)
    return _hardened(ink).clamp(0, 1)


def _sometimes(often: float, ink: Tensor, other: Tensor) -> Tensor:
    """Some lines go part of the way to the other picture."""
    n = len(ink)
    share = _chosen(n, often, ink.device) * torch.rand(n, 1, 1, 1, device=ink.device)
    return ink + share * (other - ink)


def _struck(ink: Tensor) -> Tensor:
    """Some lines with a rule or a scratch through them from side to side."""
    n, device = len(ink), ink.device
    rows = torch.arange(LINE.height, device=device).view(1, 1, -1, 1)
    slope = 0.01 * torch.randn(n, 1, 1, 1, device=device)
    across = torch.arange(ink.shape[3], device=device)
    middle = _spread(n, 0, LINE.height, device).unsqueeze(-1) + slope * across
    thick = _spread(n, 0.5, 2.0, device).unsqueeze(-1)
    at = (thick - (rows - middle).abs()).clamp(0, 1) * _chosen(n, 0.12, device)
    dark = _chosen(n, 0.6, device)
    return ink * (1 - at) + at * dark


def _specked(ink: Tensor) -> Tensor:
    """Some lines with grain, some with specks of ink and of paper."""
    n, device = len(ink), ink.device
    grain = _chosen(n, 0.2, device) * _spread(n, 0, 0.15, device).unsqueeze(-1)
    ink = ink + grain * torch.randn_like(ink)
    few = _chosen(n, 0.15, device) * _spread(n, 0, 0.012, device).unsqueeze(-1)
    specks, holes = (_spots(torch.rand_like(ink) < few) for _ in range(2))
    return torch.maximum(ink, specks) * (1 - holes)


def _spots(at: Tensor) -> Tensor:
    """Spots of two by two pixels."""
    return functional.max_pool2d(at.float(), 2, 1, 1)[:, :, : at.shape[2], : at.shape[3]]


def _contrast(ink: Tensor) -> Tensor:
    """Some lines paler or darker, on grey or burnt-out paper."""
    n, device = len(ink), ink.device
    some = _chosen(n, 0.4, device)
    low = some * _spread(n, -0.1, 0.16, device).unsqueeze(-1)
    high = 1 + some * _spread(n, -0.3, 0.2, device).unsqueeze(-1)
    return low + ink * (high - low)


def _hardened(ink: Tensor) -> Tensor:
    """Some lines cut to black and white at a level of their own."""
    n, device = len(ink), ink.device
    level = _spread(n, 0.25, 0.75, device).unsqueeze(-1)
    hard = torch.sigmoid((ink - level) * _spread(n, 8, 40, device).unsqueeze(-1))
    return torch.where(_chosen(n, 0.2, device) > 0, hard, ink)


def _wave(n: int, across: Tensor, device: torch.device) -> Tensor:
    """How far letters are out of place along the line: two slow waves."""
    waves = [
        _spread(n, 0, WAVE / 2, device)
        * torch.sin(across * (2 * pi / _spread(n, *length, device)) + _spread(n, 0, 2 * pi, device))
        for length in ((24, 80), (80, 400))
    ]
    return waves[0] + waves[1]


def _chosen(n: int, often: float, device: torch.device) -> Tensor:
    """1 for the lines something happens to, 0 for the others."""
    return (torch.rand(n, 1, 1, 1, device=device) < often).float()


def _spread(n: int, low: float, high: float, device: torch.device) -> Tensor:
    """A number for each line, (lines, 1, 1)."""
    return low + (high - low) * torch.rand(n, 1, 1, device=device)
