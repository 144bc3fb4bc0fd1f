"""Workers on a Ray cluster: Ray schedules; this module bounds the tasks in flight and collects results."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from extractor import logs
from extractor.batch.bounds import Bounds
from extractor.batch.run import AHEAD, in_flight
from extractor.batch.tasks import Result, Task
from extractor.batch.work import confine, timed, work
from extractor.errors import ComponentMissing, Form4Error, OptionError
from extractor.options import Options

if TYPE_CHECKING:
    import ray


class RayPool:
    """One task a core, with the content of what only this machine can read."""

    ships_content = True

    def __init__(self, address: str, bounds: Bounds, options: Options, workers: int | None = None) -> None:
        _connect(address, workers)
        self.bounds, self._options = bounds, options
        import ray

        self.workers = workers or max(1, int(ray.cluster_resources().get("CPU", 1)))
        # Ray itself replaces a worker process after so many calls.
        self._work = ray.remote(num_cpus=1, max_retries=0, max_calls=bounds.documents)(_confined)

    def run(self, tasks: Iterable[Task], workers: int | None = None) -> Iterator[tuple[Task, Result]]:
        """Each task with its result as it is done."""
        pending: dict[ray.ObjectRef, Task] = {}
        most = AHEAD * (workers or self.workers) if workers != 1 else 1

        def start(task: Task) -> ray.ObjectRef:
            return self._work.remote(task, self._options, self.bounds)

        try:
            for task, reference in in_flight(tasks, start, _finished, most, pending):
                yield task, self._result(reference, task)
        finally:
            import ray

            for reference in pending:
                ray.cancel(reference, force=True)

    def _result(self, reference: ray.ObjectRef, task: Task) -> Result:
        import ray

        try:
            result: Result = ray.get(reference)
            return result
        except ray.exceptions.RayError as fault:
            if isinstance(cause := getattr(fault, "cause", None), Form4Error):
                raise cause from fault
            seconds = self.bounds.seconds
            reason = (
                f"{task.listed.name} makes its worker crash, need more memory than it may have, or take "
                f"longer than {seconds:g} seconds; see what it holds"
            )
            # Ray does not tell which; more of either may help.
            return Result("failed", reason, failure="seconds", lost=True)


def _finished(pending: dict[ray.ObjectRef, Task]) -> list[ray.ObjectRef]:
    import ray

    done, _ = ray.wait(list(pending), num_returns=1)
    return list(done)


def _confined(task: Task, options: Options, bounds: Bounds) -> Result:
    """Extracts one document within its bounds."""
    stop = logs.start()
    confine(bounds)
    try:
        return timed(work, task, options, bounds.seconds)
    finally:
        stop()


def _connect(address: str, workers: int | None) -> None:
    try:
        import ray
    except ImportError as error:
        missing = "form4 batch --engine ray needs more: install form4-extractor[ray], then run it again"
        raise ComponentMissing(missing) from error
    if ray.is_initialized():
        return
    try:
        if address:
            ray.init(address=address, log_to_driver=False)
        else:
            ray.init(num_cpus=workers, log_to_driver=False, include_dashboard=False)
    except (ConnectionError, OSError, RuntimeError, ValueError) as error:
        reason = " ".join(str(error).split())
        raise OptionError(f"{address}: no Ray cluster answers there ({reason}); check --address") from error
