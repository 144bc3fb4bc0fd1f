"""The output folder: what is written appears whole, or not at all."""

from pathlib import Path

import fsspec
import pytest

from extractor.batch.output_store import OutputStore
from extractor.errors import OptionError


@pytest.fixture(params=["disk", "memory"])
def store(request, tmp_path):
    yield OutputStore(str(tmp_path / "out") if request.param == "disk" else "memory://store-test").made()
    if request.param == "memory":
        fsspec.filesystem("memory").rm("/store-test", recursive=True)


def test_what_was_written_is_there(store):
    store.write("json/a.json", b"one")
    store.write("json/a.json", b"two")
    assert (store.read("json/a.json"), store.names("json"), store.exists("json/a.json")) == (
        b"two",
        ["a.json"],
        True,
    )
    assert store.names("xml") == [] and not store.exists("xml/a.xml")


def test_a_finished_file_moves_to_its_name(store, tmp_path):
    done = Path(tmp_path, "done")
    done.write_bytes(b"three")
    store.put("tables/t.tsv", done)
    assert store.read("tables/t.tsv") == b"three" and not done.exists()


def test_nothing_half_written_is_left_beside(tmp_path):
    store = OutputStore(str(tmp_path))
    (tmp_path / "file").write_text("")
    with pytest.raises(OptionError):
        store.write("file/inside.json", b"x")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_what_a_killed_run_left_half_written_is_swept_away(tmp_path):
    """Killed between writing a file and giving it its name, a run left the file beside it for good."""
    store = OutputStore(str(tmp_path))
    store.write("xml/a.xml", b"x")
    for name in (".report.html.1a2b.part", "xml/.b.xml.3c4d.part", ".tables-5e6f/SUBMISSION.tsv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"half")
    store.sweep()
    left = sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file())
    assert left == ["xml/a.xml"]


@pytest.mark.parametrize("url", ["nowhere://out", "zip://x::/does/not/exist.zip"])
def test_a_store_out_of_reach_is_told_in_one_line(url):
    with pytest.raises(OptionError, match="cannot be used"):
        OutputStore(url).write("json/a.json", b"x")
