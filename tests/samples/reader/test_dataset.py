"""Labelled lines on disk."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from extractor.ocr.form_ocr import line_image
from extractor.ocr.settings import SETTINGS
from samples.reader.dataset import FIRST_SEED, PAGES, make_lines, read_shard
from samples.reader.lines import Labelled


def page(seed: int, group: str) -> Iterator[Labelled]:
    """Two lines that tell which page they are of."""
    yield Labelled(np.full((20, 40 + seed % 7), 255, np.uint8), f"{seed}, {group}")
    yield Labelled(np.full((64, 200), seed % 256, np.uint8), "½ (1)")


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small pages, made where the test can see them."""
    monkeypatch.setattr("samples.reader.dataset._page", page)
    monkeypatch.setattr("samples.reader.dataset.ProcessPoolExecutor", ThreadPoolExecutor)


def test_a_shard_holds_its_lines_scaled_in_order(tmp_path: Path) -> None:
    make_lines(tmp_path / "lines", 1, "train", 1)
    found = read_shard(tmp_path / "lines" / "00000.npz")
    made = [line for k in range(PAGES) for line in page(FIRST_SEED + k, "train")]
    assert [line.text for line in found] == [line.text for line in made]
    assert all(line.image.shape[0] == SETTINGS.form_ocr.height for line in found)
    assert all(np.array_equal(a.image, line_image(b.image)) for a, b in zip(found, made, strict=True))


def test_no_two_shards_share_a_page(tmp_path: Path) -> None:
    make_lines(tmp_path, 3, "train", 1)
    texts = [line.text for file in sorted(tmp_path.iterdir()) for line in read_shard(file)[::2]]
    assert len(set(texts)) == len(texts) == 3 * PAGES


def test_shards_that_are_there_are_not_made_again(tmp_path: Path) -> None:
    make_lines(tmp_path, 1, "train", 1)
    first = (tmp_path / "00000.npz").read_bytes()
    make_lines(tmp_path, 2, "calibrate", 1)
    assert (tmp_path / "00000.npz").read_bytes() == first
    assert sorted(file.name for file in tmp_path.iterdir()) == ["00000.npz", "00001.npz"]
