"""A real Ray cluster of two workers: the same bytes, and a worker that dies loses nothing."""

import os
import signal
import threading
import time
from pathlib import Path

import pytest

from extractor.batch.local_pool import LocalPool
from extractor.batch.output_store import OutputStore
from extractor.batch.run import run
from extractor.batch.tasks import Task
from extractor.errors import OptionError
from tests.batch.archives import BOUNDS, OPTIONS, Silent, archive, batch_of, documents_of, outputs

ray = pytest.importorskip("ray")


@pytest.fixture(scope="module")
def cluster():
    from extractor.batch.ray_pool import RayPool

    # Ray makes its workers give way to everything else, which on a busy machine takes minutes.
    os.environ["RAY_worker_niceness"] = "0"  # noqa: SIM112 - Ray spells it so
    yield RayPool("", BOUNDS, OPTIONS, workers=2)
    ray.shutdown()


@pytest.fixture(scope="module")
def local(tmp_path_factory):
    folder = archive(tmp_path_factory.mktemp("archive"), 6)
    (folder / "damaged.pdf").write_bytes(b"%PDF-1.4 nothing")
    out = tmp_path_factory.mktemp("out")
    return folder, out, done(folder, out, LocalPool(2, BOUNDS, OPTIONS))


def done(folder, out, pool):
    return run(batch_of(OutputStore(str(out)), pool), documents_of(folder), Silent())


def workers():
    """The processes that do Ray's work for form4."""
    for command in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if command.read_bytes().startswith(b"ray::_confined"):
                yield int(command.parent.name)
        except OSError:
            continue


def test_a_cluster_gives_the_same_bytes(local, cluster, tmp_path):
    folder, out, _ = local
    done(folder, tmp_path, cluster)
    assert outputs(tmp_path) == outputs(out)


def test_a_worker_that_would_read_otherwise_ends_the_run(local, cluster):
    """A node with other weights gave results that were kept as those of this machine's."""
    folder, _, _ = local
    document = documents_of(folder)[0]
    content = Path(document.url).read_bytes()
    with pytest.raises(OptionError, match="another form4, other layouts or another CIK table"):
        list(cluster.run([Task(document, "", "other", "0", content=content)]))


def test_a_worker_that_is_killed_loses_nothing(local, cluster, tmp_path):
    struck = []

    def strike():
        for _ in range(200):
            time.sleep(0.05)
            if found := list(workers()):
                os.kill(found[0], signal.SIGKILL)
                struck.append(found[0])
                return

    thread = threading.Thread(target=strike, daemon=True)
    thread.start()
    folder, out, _ = local
    done(folder, tmp_path, cluster)
    thread.join()
    assert struck and outputs(tmp_path) == outputs(out)
