"""Lines end to end, and the batches drawn of them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from extractor.model.posterior import ALPHABET  # noqa: E402
from extractor.ocr.form_ocr import QUICK, THOROUGH, network_input  # noqa: E402
from extractor.ocr.network import scaled  # noqa: E402
from extractor.ocr.settings import SETTINGS  # noqa: E402
from samples.reader.drawing import as_stored, as_worn  # noqa: E402
from samples.reader.pool import Batch, batches_of, growing_pools, pool_in  # noqa: E402

LINE = SETTINGS.form_ocr
CPU = torch.device("cpu")


def shard(folder: Path, number: int, *lines: tuple[int, str]) -> None:
    """A shard of lines of these widths and texts, each of one shade."""
    images = [np.full((32, wide), 40 + 20 * (k % 10), np.uint8) for k, (wide, _) in enumerate(lines)]
    np.savez(
        folder / f"{number:05}.npz",
        pixels=np.concatenate(images, axis=1),
        widths=np.array([wide for wide, _ in lines]),
        texts=np.array([text for _, text in lines]),
    )


def test_no_lines_say_how_to_make_some(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="make some first"):
        pool_in(tmp_path, CPU)


def test_lines_made_meanwhile_are_found(tmp_path: Path) -> None:
    shard(tmp_path, 0, (40, "A"), (60, "BC"))
    pools = growing_pools(tmp_path, CPU)
    assert len(next(pools)) == 2
    shard(tmp_path, 1, (30, "D"))
    grown = next(pools)
    assert grown.widths.tolist() == [40, 60, 30]
    assert grown.starts.tolist() == [0, 40, 100]
    assert ["".join(ALPHABET[k - 1] for k in own) for own in grown.letters] == ["A", "BC", "D"]


def test_batches_are_of_one_width_and_hold_their_lines(tmp_path: Path) -> None:
    shard(tmp_path, 0, *((20 + 3 * k, "A") for k in range(100)))
    pool = pool_in(tmp_path, CPU)
    found = list(batches_of(pool, 1600, np.random.default_rng(1)))
    assert found
    for batch in found:
        assert batch.width % LINE.width_step == 0
        assert len(batch.lines) == 1600 // batch.width
        assert (batch.wide + 2 * LINE.side <= batch.width).all()
    drawn = [line for batch in found for line in batch.lines.tolist()]
    assert len(set(drawn)) == len(drawn)


def test_a_line_as_stored_is_what_the_reader_is_shown(tmp_path: Path) -> None:
    shard(tmp_path, 0, (40, "A"), (48, "B"))
    pool = pool_in(tmp_path, CPU)
    ink = as_stored(pool, Batch(np.array([1]), np.array([48]), 64))
    shown = network_input([scaled(np.full((32, 48), 60, np.uint8), 32, 4)])
    assert ink.numpy() == pytest.approx(shown, abs=1e-5)


def test_a_worn_line_stays_ink_within_its_place(tmp_path: Path) -> None:
    shard(tmp_path, 0, *((40, "A") for _ in range(64)))
    batch = Batch(np.arange(64), np.full(64, 44), 64)
    ink = as_worn(pool_in(tmp_path, CPU), batch).numpy()
    assert ink.shape == (64, 1, 32, 64)
    assert 0 <= ink.min() <= ink.max() <= 1
    assert not ink[..., : LINE.side].any() and not ink[..., LINE.side + 44 :].any()


@pytest.mark.parametrize("make", [QUICK, THOROUGH])
def test_steps_are_counted_as_the_reader_counts_them(make) -> None:
    batch = Batch(np.array([0, 1]), np.array([40, 81]), 128)
    expected = [make.steps_of(np.zeros((32, wide))) for wide in (40, 81)]
    assert batch.steps(make).tolist() == expected
