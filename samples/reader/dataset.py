"""Labelled lines on disk: shards of pages, each a picture of all its lines end to end."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import get_args

import numpy as np

from extractor.ocr.form_ocr import line_image
from samples.generator.families import draw_form
from samples.generator.filings import filing_for
from samples.generator.fonts import Group
from samples.generator.ink import Sheet
from samples.generator.style import Family, style_for
from samples.reader.lines import Labelled, labelled_lines, roads
from samples.reader.sheets import dense_sheet

PAGES = 8
"""Pages of one shard."""
FIRST_SEED = 5_100_000
"""Seeds from here on are the reader's alone."""
FORMS = 0.6
"""Share of the pages that are whole forms; the others are sheets full of writing."""


@dataclass(frozen=True, slots=True)
class Order:
    """One shard to make."""

    file: Path
    seed: int
    group: Group


def make_lines(folder: Path, shards: int, group: Group, jobs: int) -> None:
    """Writes the shards that are not there yet, in typefaces of `group`."""
    folder.mkdir(parents=True, exist_ok=True)
    orders = [Order(folder / f"{n:05}.npz", FIRST_SEED + n * PAGES, group) for n in range(shards)]
    with ProcessPoolExecutor(jobs) as pool:
        list(pool.map(_make, [order for order in orders if not order.file.exists()]))


def read_shard(file: Path) -> list[Labelled]:
    """The lines of one shard."""
    with np.load(file) as stored:
        ends = np.cumsum(stored["widths"])
        pieces = np.split(stored["pixels"], ends[:-1], axis=1)
        return [Labelled(piece, text) for piece, text in zip(pieces, stored["texts"].tolist(), strict=True)]


def _make(order: Order) -> None:
    lines = [line for k in range(PAGES) for line in _page(order.seed + k, order.group)]
    images = [line_image(line.image) for line in lines]
    part = order.file.with_suffix(f".{os.getpid()}.part.npz")
    np.savez(
        part,
        pixels=np.concatenate(images, axis=1),
        widths=np.array([image.shape[1] for image in images]),
        texts=np.array([line.text for line in lines]),
    )
    part.replace(order.file)


def _page(seed: int, group: Group) -> Iterator[Labelled]:
    rng = Random(f"lines {seed}")
    yield from labelled_lines(_sheets(rng, seed, group), roads(rng), seed)


def _sheets(rng: Random, seed: int, group: Group) -> Sequence[Sheet]:
    if rng.random() >= FORMS:
        return (dense_sheet(seed, group),)
    family: Family = rng.choice(get_args(Family))
    return draw_form(family, filing_for(family, seed), style_for(family, seed, group)).sheets
