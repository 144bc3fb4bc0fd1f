"""Ray with an object store: the workers read and write it themselves, and the bytes are the same."""

import os

import pytest

from extractor.batch.fetching import Fetcher
from extractor.batch.output_store import OutputStore
from extractor.batch.run import run
from tests.batch.archives import BOUNDS, OPTIONS, Silent, batch_of, documents_of, outputs
from tests.batch.test_object_store import bucket  # noqa: F401 - a fixture
from tests.batch.test_run import InProcess

ray = pytest.importorskip("ray")


@pytest.fixture
def cluster(bucket):  # noqa: F811
    """A cluster whose workers find the bucket."""
    from extractor.batch.ray_pool import RayPool

    ray.shutdown()
    os.environ["RAY_worker_niceness"] = "0"  # noqa: SIM112 - Ray spells it so
    yield RayPool("", BOUNDS, OPTIONS, workers=2)
    ray.shutdown()


def test_workers_read_and_write_a_shared_store_themselves(bucket, cluster, tmp_path, monkeypatch):  # noqa: F811
    """All bytes went through the machine that the command runs on."""
    documents = documents_of("s3://bucket/in")
    run(batch_of(OutputStore(str(tmp_path)), InProcess()), documents, Silent())
    fetched = []
    monkeypatch.setattr(Fetcher, "fetch", lambda self, document: fetched.append(document))
    monkeypatch.setattr(
        "extractor.batch.coordinator.write_outputs", lambda *own: pytest.fail("written by the parent")
    )
    watch = Silent()
    run(batch_of(OutputStore("s3://bucket/out"), cluster), documents, watch)
    assert len(watch.seen) == 2 and not fetched
    for name in outputs(tmp_path):
        assert bucket.cat(f"bucket/out/{name}") == (tmp_path / name).read_bytes(), name


def test_a_store_is_read_by_workers_whose_results_are_written_here(bucket, cluster, tmp_path):  # noqa: F811
    documents = documents_of("s3://bucket/in")
    run(batch_of(OutputStore(str(tmp_path / "a")), InProcess()), documents, Silent())
    run(batch_of(OutputStore(str(tmp_path / "b")), cluster), documents, Silent())
    assert outputs(tmp_path / "a") == outputs(tmp_path / "b")
