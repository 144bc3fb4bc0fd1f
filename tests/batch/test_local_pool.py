"""Worker processes: a hang, a crash or too much memory costs one document."""

import os
import signal
import time
from functools import partial
from pathlib import Path

import pytest

from extractor.batch import local_pool
from extractor.batch.bounds import Bounds
from extractor.batch.local_pool import LocalPool
from extractor.batch.result_key import result_key
from extractor.batch.tasks import Listed, Task
from extractor.batch.work import GRACE, PageClock
from extractor.errors import Form4Error, OptionError
from extractor.values.calibration import Doubt
from samples.faults import FORM
from tests.batch import dying
from tests.batch.archives import BOUNDS, OPTIONS, SAMPLES

SCAN = SAMPLES / "redwood" / "copy.tif"
KEY = result_key(OPTIONS)


def tasks(*paths, key=KEY):
    listed = [Listed(str(path), path.name) for path in paths]
    return [Task(own, "", key, f"{n}", own.url) for n, own in enumerate(listed)]


def statuses(pool, asked):
    """Stem → status of every task that comes back; none may come twice."""
    done = [(task.stem, result.status) for task, result in pool.run(asked)]
    assert len(dict(done)) == len(done)
    return dict(done)


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
    done = list(LocalPool(2, BOUNDS, OPTIONS).run(tasks(FORM, FORM, FORM)))
    assert sorted(task.stem for task, _ in done) == ["0", "1", "2"]
    assert {result.status for _, result in done} == {"ok"} and all(result.tally.cells for _, result in done)


def test_a_worker_that_would_read_otherwise_ends_the_run():
    """Its layouts were changed under the run, and their results kept as those of the old ones."""
    with pytest.raises(OptionError, match="another form4, other layouts or another CIK table"):
        list(LocalPool(1, BOUNDS, OPTIONS).run(tasks(FORM, key="other")))


def test_a_document_that_takes_too_long_is_given_up():
    ((_, result),) = LocalPool(1, Bounds(seconds=0.2), OPTIONS).run(tasks(SCAN))
    assert result.lost and "takes longer than 0.2 seconds" in result.reason


def test_a_page_that_takes_too_long_inside_a_library_costs_its_document_only(monkeypatch):
    """`--max-seconds 20` did not stop a page of 48 seconds: it was asked between the calls of libraries."""
    monkeypatch.setattr(local_pool, "work", partial(dying.lost_in_a_page, "1"))
    done = {task.stem: result for task, result in LocalPool(1, BOUNDS, OPTIONS).run(tasks(*[FORM] * 3))}
    assert [done[stem].status for stem in "012"] == ["ok", "failed", "ok"]
    assert "has a page that takes longer than 60 seconds" in done["1"].reason


def test_a_page_has_its_seconds_and_a_filing_those_of_its_pages(monkeypatch):
    allowed = []
    monkeypatch.setattr(signal, "setitimer", lambda timer, seconds: allowed.append((timer, seconds)))
    clock = PageClock(20)
    for number in (1, 2):
        clock.on_page(number, 3)
    for _ in range(2):
        clock.judge(Doubt("p", "t", 1.0, 0.0, True, "text"))
    clock.on_page(3, 3)
    assert allowed == [(signal.ITIMER_PROF, seconds + GRACE) for seconds in (20, 20, 40, 20)]


def test_a_document_that_needs_too_much_memory_costs_itself_only():
    pool = LocalPool(1, Bounds(seconds=120, megabytes=500), OPTIONS)
    done = {task.stem: result for task, result in pool.run(tasks(SCAN, FORM))}
    assert done["0"].lost and "needs over 500 megabytes" in done["0"].reason
    assert done["1"].status == "ok"


@pytest.mark.parametrize("workers", [1, 2])
def test_a_worker_killed_at_its_start_loses_nothing(monkeypatch, tmp_path, workers):
    """Killed on a loaded machine before it had a document, it ended the run, which asked for more memory."""
    monkeypatch.setattr(local_pool, "begin", partial(dying.killed_at_start, tmp_path / "mark"))
    done = {
        task.stem: result.status
        for task, result in LocalPool(workers, BOUNDS, OPTIONS).run(tasks(*[FORM] * 5))
    }
    assert (tmp_path / "mark").exists() and done == dict.fromkeys("01234", "ok")


def test_a_worker_killed_at_its_document_loses_that_and_no_other(monkeypatch):
    monkeypatch.setattr(local_pool, "work", partial(dying.killed_at_document, "1"))
    done = {task.stem: result for task, result in LocalPool(2, BOUNDS, OPTIONS).run(tasks(*[FORM] * 5))}
    assert sorted(done) == list("01234") and [stem for stem in done if done[stem].lost] == ["1"]
    assert done["1"].reason.startswith("form4.pdf: its worker was killed from outside (SIGKILL)")


def test_a_pool_that_broke_before_a_document_came_does_that_too(monkeypatch):
    """It took no more, and the run ended with a bug's traceback."""

    def after_a_kill():
        first, second = tasks(FORM, FORM)
        yield first
        while not (found := list(children())):
            time.sleep(0.01)
        os.kill(found[0], signal.SIGKILL)
        while found[0] in children():
            time.sleep(0.01)
        time.sleep(0.2)  # pebble, which has just reaped it, breaks the pool
        yield second

    assert statuses(LocalPool(1, BOUNDS, OPTIONS), after_a_kill()) == {"0": "ok", "1": "ok"}


def test_too_little_memory_for_a_worker_to_live_is_told():
    with pytest.raises(Form4Error, match=r"one takes over 1 megabytes .* allow more with --max-memory"):
        list(LocalPool(2, Bounds(megabytes=1), OPTIONS).run(tasks(FORM)))


def test_workers_that_are_killed_again_and_again_are_told_as_that(monkeypatch):
    monkeypatch.setattr(local_pool, "begin", partial(dying.killed_at_start, None))
    with pytest.raises(Form4Error, match=r"the last was killed from outside \(SIGKILL\)"):
        list(LocalPool(1, BOUNDS, OPTIONS).run(tasks(FORM)))


def test_workers_that_cannot_start_are_told_as_that(monkeypatch):
    monkeypatch.setattr(local_pool, "begin", dying.failing_at_start)
    with pytest.raises(Form4Error, match="ended as it started, with exit code 1"):
        list(LocalPool(1, BOUNDS, OPTIONS).run(tasks(FORM)))


def test_workers_leave_with_whoever_stops_early():
    running = LocalPool(2, BOUNDS, OPTIONS).run(tasks(*[FORM] * 50))
    next(running)
    assert list(children())
    running.close()
    assert not list(children())


@pytest.mark.parametrize("documents", [1, 2])
def test_workers_are_replaced_after_so_many_documents(documents):
    pool = LocalPool(1, Bounds(seconds=120, documents=documents), OPTIONS)
    assert len(list(pool.run(tasks(FORM, FORM, FORM)))) == 3
