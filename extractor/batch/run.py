"""A batch from its inputs to its outputs: whatever was done before is not done again."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Protocol, TypeVar

from extractor.batch.agenda import Agenda
from extractor.batch.bounds import Bounds
from extractor.batch.coordinator import Coordinator
from extractor.batch.fetching import fetching
from extractor.batch.finishing import finish
from extractor.batch.journal import Journal
from extractor.batch.names import NameTable
from extractor.batch.output_store import OutputStore
from extractor.batch.result_key import result_key
from extractor.batch.scratch import scratch_folder
from extractor.batch.tasks import JournalEntry, Listed, Result, Task, Totals
from extractor.errors import ExitCode, OutputDamaged
from extractor.options import Options

LOG = logging.getLogger("extractor.batch")

AHEAD = 2
"""Tasks in flight for each worker: no worker is ever idle, and memory stays flat."""

PATIENCE = 600.0
"""Seconds to wait for a `--status` that reads the whole journal."""

Running = TypeVar("Running")


class WorkerPool(Protocol):
    """Workers on this machine or on a cluster; `bounds` are what a document may cost."""

    bounds: Bounds
    ships_content: bool
    """True where workers may be elsewhere: they read and write shared URLs themselves, and get the content of
    what only this machine can read with the task. False where they read its file."""

    def run(self, tasks: Iterable[Task], workers: int | None = None) -> Iterator[tuple[Task, Result]]:
        """Each task with its result as it is done, on so many workers; takes tasks as workers are free."""


class ProgressListener(Protocol):
    """Is told how far a batch is."""

    def on_start(self, total: int, before: Totals) -> None:
        """So many documents, of which those in `before` were done by an earlier run."""

    def on_entry(self, entry: JournalEntry) -> None:
        """One more document is done."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What a batch needs: the output folder, the options of extraction, and the workers."""

    store: OutputStore
    options: Options
    pool: WorkerPool


def run(batch: Batch, documents: Iterable[Listed], listener: ProgressListener) -> Totals:
    """Extracts the documents that are not done yet, writes tables and report; gives the counts of all.

    Raises OptionError where the outputs cannot be written: what is done stays done.
    """
    store, options = batch.store.made(), batch.options
    with ExitStack() as held:
        held.enter_context(store.locked())
        fetcher = held.enter_context(fetching(held.enter_context(scratch_folder()), options.limits.bytes))
        journal = held.enter_context(Journal(store, PATIENCE))
        store.sweep()
        key = result_key(options)
        agenda = Agenda(journal.index, key, batch.pool.bounds)
        agenda.look_at_outputs(store)
        agenda.add(documents)
        listener.on_start(*agenda.plan())
        names = NameTable(journal.index.owner_of)
        coordinator = Coordinator(store, batch.pool, journal, agenda, fetcher, listener, names, key)
        coordinator.extract_all()
        _finish(batch, coordinator)
        return agenda.totals()


def _finish(batch: Batch, coordinator: Coordinator) -> None:
    """Writes tables and report; a document whose outputs turn out to be damaged is done again before."""
    journal, mended = coordinator.journal, set[str]()
    while True:
        try:
            finish(batch.store, batch.options, journal.index)
            return
        except OutputDamaged as damage:
            if damage.url in mended:
                raise
            LOG.warning("%s; its document is done again", damage)
            mended.add(damage.url)
            coordinator.redo(journal.entries[damage.url])


def exit_code(totals: Totals) -> ExitCode:
    """0 where every document was extracted and every cell accepted, else 1."""
    return ExitCode.ACCEPTED if totals.statuses.keys() <= {"ok"} else ExitCode.REVIEW


# Used by the pools.


def in_flight(
    tasks: Iterable[Task],
    start: Callable[[Task], Running],
    finished: Callable[[dict[Running, Task]], Iterable[Running]],
    most: int,
    pending: dict[Running, Task],
) -> Iterator[tuple[Task, Running]]:
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
    finished: Callable[[dict[Running, Task]], Iterable[Running]], pending: dict[Running, Task]
) -> Iterator[tuple[Task, Running]]:
    for handle in finished(pending):
        yield pending.pop(handle), handle
