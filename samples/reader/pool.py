"""All lines of a folder, end to end in one tensor, and the batches the network is shown of them.

A batch has one width, few widths there are: a processor or a card meets a new shape slowly.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from extractor.ocr.ctc_decoder import SLOTS
from extractor.ocr.form_ocr import OcrNetwork
from extractor.ocr.settings import SETTINGS
from samples.reader.dataset import read_shard

LINE = SETTINGS.form_ocr
ROUND = 60_000
"""Lines drawn before the folder is looked at again."""
LONGEST = 1600
"""Pixels: longer lines are left out; short ones teach the same letters."""
STRETCH = (0.8, 1.25)
"""A line is drawn between these times as wide."""

Numbers = NDArray[np.int64]


@dataclass(frozen=True, eq=False, slots=True)
class Pool:
    """Lines end to end: `pixels` (height, total), 0 ink to 255 paper; where each starts, how wide it is."""

    pixels: Tensor
    starts: Numbers
    widths: Numbers
    letters: tuple[Tensor, ...]
    """The columns of the answer that spell each line."""

    def __len__(self) -> int:
        return len(self.widths)


@dataclass(frozen=True, eq=False, slots=True)
class Batch:
    """Lines to be drawn: which of a pool, how wide each shall be, and how wide their tensor is."""

    lines: Numbers
    wide: Numbers
    width: int

    def steps(self, kind: OcrNetwork) -> Tensor:
        """Steps of a reader's answer to each line."""
        return torch.from_numpy(-(-(self.wide + 2 * LINE.side) // kind.step))


def growing_pools(folder: Path, device: torch.device) -> Iterator[Pool]:
    """The lines of the folder's shards without end, with those that are made meanwhile."""
    seen: set[Path] = set()
    pools: list[Pool] = []
    while True:
        files = [file for file in sorted(folder.glob("?????.npz")) if file not in seen]
        seen.update(files)
        pools = [_joined([*pools, *(_pool_of(file, device) for file in files)])]
        yield pools[0]


def pool_in(folder: Path, device: torch.device) -> Pool:
    """The lines of a folder."""
    return next(growing_pools(folder, device))


def batches_of(pool: Pool, pixels: int, rng: np.random.Generator) -> Iterator[Batch]:
    """One round of batches, `pixels` wide each when their lines stand end to end."""
    chosen = rng.permutation(len(pool))[:ROUND]
    wide = np.maximum(6, np.rint(pool.widths[chosen] * rng.uniform(*STRETCH, len(chosen)))).astype(np.int64)
    widths = -(-(wide + 2 * LINE.side) // LINE.width_step) * LINE.width_step
    found = [
        Batch(chosen[own], wide[own], width)
        for width in range(LINE.width_step, LONGEST + 1, LINE.width_step)
        for own in _split(np.flatnonzero(widths == width), pixels // width)
    ]
    order = rng.permutation(len(found)).tolist()
    yield from (found[k] for k in order)


def _split(places: Numbers, count: int) -> list[Numbers]:
    """As many as a batch holds each; what is left over waits for another round."""
    whole = len(places) - len(places) % count
    return list(places[:whole].reshape(-1, count))


def _pool_of(file: Path, device: torch.device) -> Pool:
    lines = [line for line in read_shard(file) if line.text]
    widths = np.array([line.image.shape[1] for line in lines], np.int64)
    pixels = torch.from_numpy(np.concatenate([line.image for line in lines], axis=1)).to(device)
    letters = tuple(torch.tensor([SLOTS[letter] for letter in line.text]) for line in lines)
    return Pool(pixels, np.cumsum(widths) - widths, widths, letters)


def _joined(pools: Sequence[Pool]) -> Pool:
    if not pools:
        raise SystemExit("no lines to learn from: make some first, see `python -m samples.reader --help`")
    if len(pools) == 1:
        return pools[0]
    shifts = np.cumsum([0, *(pool.pixels.shape[1] for pool in pools)])
    return Pool(
        torch.cat([pool.pixels for pool in pools], dim=1),
        np.concatenate([pool.starts + shift for pool, shift in zip(pools, shifts, strict=False)]),
        np.concatenate([pool.widths for pool in pools]),
        tuple(letters for pool in pools for letters in pool.letters),
    )
