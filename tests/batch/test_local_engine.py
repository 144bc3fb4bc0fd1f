"""Worker processes: a hang, a crash or too much memory costs one document."""

import os
import signal
import threading
import time
from pathlib import Path

import pytest

from extractor.batch.local_engine import LocalEngine
from extractor.batch.model import Bounds, Listed, Task
from extractor.errors import OptionError
from samples.faults import FORM
from tests.batch.archives import BOUNDS, SAMPLES, SETTINGS

SCAN = SAMPLES / "redwood" / "copy.tif"
KEY = SETTINGS.digest()


def tasks(*paths, settings=KEY):
    listed = [Listed(str(path), path.name) for path in paths]
    return [Task(own, "", settings, f"{n}", own.url) for n, own in enumerate(listed)]


def children():
    """The processes whose parent this one is."""
    own = str(os.getpid())
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        command = (stat.parent / "cmdline").read_bytes() if fields[1] == own else b""
        if b"spawn_main" in command:
            yield int(stat.parent.name)


def test_each_task_comes_back_with_its_result():
    done = list(LocalEngine(2, BOUNDS, SETTINGS).run(tasks(FORM, FORM, FORM)))
    assert sorted(task.stem for task, _ in done) == ["0", "1", "2"]
    assert {result.status for _, result in done} == {"ok"} and all(result.tally.cells for _, result in done)


def test_a_worker_that_would_read_otherwise_ends_the_run():
    """Its layouts were changed under the run, and their results kept as those of the old ones."""
    with pytest.raises(OptionError, match="another form4, other layouts or another CIK table"):
        list(LocalEngine(1, BOUNDS, SETTINGS).run(tasks(FORM, settings="other")))


def test_a_document_that_takes_too_long_is_given_up():
    ((_, result),) = LocalEngine(1, Bounds(seconds=0.2), SETTINGS).run(tasks(SCAN))
    assert result.lost and "takes longer than 0.2 seconds" in result.reason


def test_a_document_that_needs_too_much_memory_costs_itself_only():
    engine = LocalEngine(1, Bounds(seconds=120, megabytes=400), SETTINGS)
    done = {task.stem: result for task, result in engine.run(tasks(SCAN, FORM))}
    assert done["0"].lost and "needs over 400 megabytes" in done["0"].reason
    assert done["1"].status == "ok"


def test_a_worker_that_is_killed_loses_its_document_and_no_other():
    def strike():
        time.sleep(2.5)
        for pid in list(children())[:1]:
            os.kill(pid, signal.SIGKILL)

    threading.Thread(target=strike, daemon=True).start()
    done = list(LocalEngine(2, BOUNDS, SETTINGS).run(tasks(SCAN, *[FORM] * 6)))
    assert len(done) == 7
    assert sum(result.lost for _, result in done) <= 2


def test_workers_leave_with_whoever_stops_early():
    running = LocalEngine(2, BOUNDS, SETTINGS).run(tasks(*[FORM] * 50))
    next(running)
    assert list(children())
    running.close()
    assert not list(children())


@pytest.mark.parametrize("documents", [1, 2])
def test_workers_are_replaced_after_so_many_documents(documents):
    engine = LocalEngine(1, Bounds(seconds=120, documents=documents), SETTINGS)
    assert len(list(engine.run(tasks(FORM, FORM, FORM)))) == 3
