from __future__ import annotations

from pathlib import Path

from PIL import Image

from samples.memory import memory_of, repeated

SAMPLES = Path(__file__).parent.parent.parent / "samples"


def test_pages_are_repeated_at_their_resolution(tmp_path: Path) -> None:
    image = Image.open(repeated(SAMPLES / "redwood" / "copy.tif", tmp_path / "long.tif", 3))
    assert (image.n_frames, tuple(map(round, image.info["dpi"])), image.mode) == (3, (200, 200), "1")


def test_memory_is_taken_at_every_page_of_a_process_of_its_own() -> None:
    memory = memory_of(SAMPLES / "bundle" / "bundle.pdf")
    assert len(memory.at_page) > 3
    assert memory.peak >= max(memory.at_page) - 1 > 10
