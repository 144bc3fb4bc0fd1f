"""Workers on this machine: processes that are killed when they take too long, and replaced when they die."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, wait

from pebble import ProcessExpired, ProcessPool

from extractor.batch.in_flight import AHEAD, in_flight
from extractor.batch.model import Bounds, Result, Settings, Task
from extractor.batch.work import OUT_OF_MEMORY, begin, work
from extractor.errors import Form4Error


class LocalEngine:
    """As many worker processes as asked for; files are read by the workers themselves."""

    ships_content = False

    def __init__(self, workers: int, bounds: Bounds, settings: Settings) -> None:
        self.workers, self._bounds, self._settings = workers, bounds, settings

    def run(self, tasks: Iterable[Task], workers: int | None = None) -> Iterator[tuple[Task, Result]]:
        """Each task with its result, as they are done; tasks are taken when there is a worker for them."""
        count = workers or self.workers
        pool = ProcessPool(
            max_workers=count,
            max_tasks=self._bounds.documents,
            initializer=begin,
            initargs=(self._bounds,),
            context=multiprocessing.get_context("spawn"),
        )

        def start(task: Task) -> Future[Result]:
            return pool.schedule(work, args=(task, self._settings), timeout=self._bounds.seconds)

        try:
            for task, future in in_flight(tasks, start, _finished, AHEAD * count, {}):
                yield task, self._result(future, task)
        except BrokenExecutor as fault:
            raise Form4Error(
                f"no worker lives with {self._bounds.megabytes:,} megabytes; allow more with --max-memory"
            ) from fault
        finally:
            # Whoever stops early wants no more of what is still being done.
            pool.stop()  # type: ignore[no-untyped-call]
            pool.join()

    def _result(self, future: Future[Result], task: Task) -> Result:
        name = task.listed.name
        try:
            return future.result()
        except TimeoutError:
            reason = f"{name} takes longer than {self._bounds.seconds:g} seconds; split it, or allow it more"
        except ProcessExpired as fault:
            if fault.exitcode == OUT_OF_MEMORY:
                reason = f"{name} needs over {self._bounds.megabytes:,} megabytes; split it, or allow it more"
            else:
                reason = f"{name} makes its worker crash; see what it holds"
        return Result("failed", reason, lost=True)


def _finished(pending: dict[Future[Result], Task]) -> set[Future[Result]]:
    return wait(pending, return_when=FIRST_COMPLETED).done
