"""Tasks in flight: as many as keep the workers busy, however those are reached."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from extractor.batch.tasks import Task

AHEAD = 2
"""Tasks in flight for each worker: it is never idle, and memory stays flat."""

Handle = TypeVar("Handle")


def in_flight(
    tasks: Iterable[Task],
    start: Callable[[Task], Handle],
    finished: Callable[[dict[Handle, Task]], Iterable[Handle]],
    most: int,
    pending: dict[Handle, Task],
) -> Iterator[tuple[Task, Handle]]:
    """Each task with the handle `start` gave for it, once `finished` names that among those `pending`.

    A task is taken only while fewer than `most` are pending.
    """
    for task in tasks:
        pending[start(task)] = task
        if len(pending) >= most:
            yield from _done(finished, pending)
    while pending:
        yield from _done(finished, pending)


def _done(
    finished: Callable[[dict[Handle, Task]], Iterable[Handle]], pending: dict[Handle, Task]
) -> Iterator[tuple[Task, Handle]]:
    for handle in finished(pending):
        yield pending.pop(handle), handle
