"""Workers on this machine: processes that are killed after their time limit and replaced when they die."""

from __future__ import annotations

import signal
from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, wait
from dataclasses import dataclass
from multiprocessing.context import SpawnContext, SpawnProcess

from pebble import ProcessExpired, ProcessPool

from extractor.batch.bounds import Bounds
from extractor.batch.kernel import KILLED, OVER_PAGE_TIME, OVER_TIME
from extractor.batch.run import AHEAD, in_flight
from extractor.batch.tasks import Failure, Result, Task
from extractor.batch.work import OUT_OF_MEMORY, begin, timed, work
from extractor.errors import Form4Error
from extractor.options import Options

POOLS = 3
"""Process pools that may break one after the other before any document is done: a passing fault of the
machine breaks one or two."""
LOOK = 1.0
"""Seconds between two checks that the process pool still works."""


class LocalPool:
    """So many worker processes, which read the files themselves."""

    ships_content = False

    def __init__(self, workers: int, bounds: Bounds, options: Options) -> None:
        self.workers, self.bounds, self._options = workers, bounds, options

    def run(self, tasks: Iterable[Task], workers: int | None = None) -> Iterator[tuple[Task, Result]]:
        """Each task with its result as it is done; tasks are taken when there is a worker for them.

        Raises Form4Error where no worker stays alive.
        """
        count = workers or self.workers
        processes = _Processes(count, self.bounds, self._options)
        try:
            for task, job in in_flight(tasks, processes.start, processes.finished, AHEAD * count, {}):
                yield task, self._result(job.future, task)
        finally:
            processes.leave()

    def _result(self, future: Future[Result], task: Task) -> Result:
        name = task.listed.name
        failure: Failure = ""
        try:
            return future.result()
        except ProcessExpired as fault:
            if fault.exitcode in OVER_TIME:
                failure = "seconds"
                reason = f"{name} takes longer than {self.bounds.seconds:g} seconds; split it, or allow more"
            elif fault.exitcode in OVER_PAGE_TIME:
                seconds = self._options.limits.seconds
                reason = (
                    f"{name} has a page that takes longer than {seconds:g} seconds; leave it out, or raise "
                    "the limit with --max-seconds"
                )
            elif fault.exitcode == OUT_OF_MEMORY:
                failure = "megabytes"
                reason = f"{name} needs over {self.bounds.megabytes:,} megabytes; split it, or allow it more"
            elif fault.exitcode in KILLED:
                failure = "passing"
                reason = f"{name}: its worker was {_killed(fault.exitcode)}"
            else:
                reason = f"{name} makes its worker crash; see what it holds"
        return Result("failed", reason, failure=failure, lost=True)


@dataclass(slots=True, eq=False)
class _Job:
    """A task, and its future in the current process pool."""

    task: Task
    future: Future[Result]

    @property
    def is_broken(self) -> bool:
        """True where the pool broke before the task was done, which says nothing of the task."""
        return self.future.done() and isinstance(self.future.exception(), BrokenExecutor)

    @property
    def is_done(self) -> bool:
        return self.future.done() and not self.is_broken


class _Processes:
    """Worker processes. Where their pool breaks, a fresh one does the tasks that are left.

    Pebble replaces a worker that dies, and fails the document it had. But where no worker has one, as at the
    start, such a death breaks the pool: all its documents fail with BrokenProcessPool, and it takes no more.
    """

    def __init__(self, count: int, bounds: Bounds, options: Options) -> None:
        self._count, self._bounds, self._options = count, bounds, options
        self._broken = 0
        self._open()

    def start(self, task: Task) -> _Job:
        """Hands a task to the workers."""
        return _Job(task, self._scheduled(task))

    def finished(self, pending: Collection[_Job]) -> list[_Job]:
        """Those that are done, at least one; raises Form4Error where no worker stays alive."""
        while not (done := [job for job in pending if job.is_done]):
            if any(job.is_broken for job in pending) or not self._pool.active:
                self._renew(pending)
            wait([job.future for job in pending], LOOK, FIRST_COMPLETED)
        if any(job.future.exception() is None for job in done):
            self._broken = 0
        return done

    def leave(self) -> None:
        """Kills the workers."""
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()

    def _open(self) -> None:
        self._context = _Context()
        self._pool = ProcessPool(
            max_workers=self._count,
            max_tasks=self._bounds.documents,
            initializer=begin,
            initargs=(self._bounds,),
            context=self._context,
        )

    def _scheduled(self, task: Task) -> Future[Result]:
        try:
            return self._pool.schedule(timed, args=(work, task, self._options, self._bounds.seconds))
        except (RuntimeError, OSError) as fault:
            # The pool broke meanwhile, or cannot start: `finished` replaces it.
            failed: Future[Result] = Future()
            failed.set_exception(fault if isinstance(fault, BrokenExecutor) else BrokenExecutor(str(fault)))
            return failed

    def _renew(self, pending: Collection[_Job]) -> None:
        """Replaces the broken pool and schedules the pending tasks again."""
        self._broken += 1
        if self._broken == POOLS:
            raise Form4Error(f"no worker stays alive: {self._why(pending)}")
        self.leave()
        self._open()
        for job in pending:
            job.future = self._scheduled(job.task)

    def _why(self, pending: Collection[_Job]) -> str:
        """How the last worker ended, or why none could be started; and what to do."""
        codes = self._context.exit_codes()
        if not codes:
            faults = [job.future.exception() for job in pending if job.is_broken]
            reasons = {str(fault.__cause__ or fault) for fault in faults if fault}
            return f"none can be started ({', '.join(sorted(reasons))}); free memory, or use fewer --workers"
        if codes[-1] == OUT_OF_MEMORY:
            most = f"{self._bounds.megabytes:,} megabytes"
            return f"one takes over {most} before its first document; allow more with --max-memory"
        if codes[-1] in KILLED:
            return f"the last was {_killed(codes[-1])}"
        return f"the last ended as it started, with exit code {codes[-1]}; see its message above"


class _Context(SpawnContext):
    """Starts workers and keeps them: pebble does not report how a worker ended that had no document."""

    def __init__(self) -> None:
        self._started: list[SpawnProcess] = []

    def Process(self, *args: object, **kwargs: object) -> SpawnProcess:  # type: ignore[override]  # noqa: N802
        process = SpawnProcess(*args, **kwargs)  # type: ignore[arg-type]
        self._started = [*(other for other in self._started if other.exitcode is None), process]
        return process

    def exit_codes(self) -> list[int]:
        """Of the workers that died and were not replaced, in the order of their starts."""
        return [process.exitcode for process in self._started if process.exitcode]


def _killed(code: int) -> str:
    name = signal.Signals(abs(code)).name
    return f"killed from outside ({name}), perhaps because memory ran out; free some, or use fewer --workers"
