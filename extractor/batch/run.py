"""A batch from its inputs to its outputs: whatever was done before is not done again."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import Protocol, TypeVar

from extractor.batch.finishing import finish
from extractor.batch.inputs import Fetched, Fetcher, fetching
from extractor.batch.journal import Journal
from extractor.batch.output_store import OutputStore, for_copy, write_outputs
from extractor.batch.result_key import result_key
from extractor.batch.tasks import JournalEntry, Listed, Result, Task
from extractor.errors import ExitCode, Form4Error
from extractor.options import Options

LOG = logging.getLogger("extractor.batch")

AHEAD = 2
"""Tasks in flight for each worker: no worker is ever idle, and memory stays flat."""

Running = TypeVar("Running")


class WorkerPool(Protocol):
    """Workers on this machine or on a cluster."""

    ships_content: bool
    """True where workers get the document's content with the task, False where they read its file."""

    def run(self, tasks: Iterable[Task], workers: int | None = None) -> Iterator[tuple[Task, Result]]:
        """Each task with its result as it is done, on so many workers; takes tasks as workers are free."""


class ProgressListener(Protocol):
    """Is told how far a batch is."""

    def on_start(self, total: int, before: Sequence[JournalEntry]) -> None:
        """So many documents, of which those in `before` were done by an earlier run."""

    def on_entry(self, entry: JournalEntry) -> None:
        """One more document is done."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What a batch needs: the output folder, the options of extraction, and the workers."""

    store: OutputStore
    options: Options
    pool: WorkerPool


def run(batch: Batch, documents: Sequence[Listed], listener: ProgressListener) -> tuple[JournalEntry, ...]:
    """Extracts the documents that are not done yet, writes tables and report; gives the entries of all.

    Raises OptionError where the outputs cannot be written: what is done stays done.
    """
    with batch.store.made().locked(), fetching(batch.options.limits.bytes) as fetcher:
        batch.store.sweep()
        journal = Journal(batch.store)
        coordinator = _Coordinator(batch, journal, fetcher, listener)
        before = [entry for document in documents if (entry := coordinator.done(document))]
        listener.on_start(len(documents), before)
        known = {entry.url for entry in before}
        coordinator.extract_all([document for document in documents if document.url not in known])
        entries = tuple(journal.entries[document.url] for document in documents)
        finish(batch.store, batch.options, sorted(journal.entries.values(), key=lambda entry: entry.url))
        return entries


@dataclass(slots=True)
class _Coordinator:
    """Gives documents to the workers and records their results."""

    batch: Batch
    journal: Journal
    fetcher: Fetcher
    listener: ProgressListener
    key: str = ""
    first: dict[tuple[str, str], JournalEntry] = field(default_factory=dict)
    copies: dict[tuple[str, str], list[Task]] = field(default_factory=dict)
    stems: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.key = result_key(self.batch.options)
        for entry in self.journal.entries.values():
            self.stems[entry.stem] = entry.url
            self._remember(entry)

    def _remember(self, entry: JournalEntry) -> None:
        if entry.sha256:  # what could not be read has no identity
            self.first.setdefault(entry.identity, entry)

    def done(self, document: Listed) -> JournalEntry | None:
        """The entry of a document that was done before and has not changed since."""
        entry = self.journal.entries.get(document.url)
        if entry is None or entry.key != self.key:
            return None
        same = document.stamp and (entry.size, entry.stamp) == (document.size, document.stamp)
        return entry if same else None

    def extract_all(self, documents: Sequence[Listed]) -> None:
        """Extracts the documents; one whose worker died is tried once more, alone."""
        named = [(document, self._stem(document)) for document in documents]
        lost: list[Task] = []
        for task, result in self.batch.pool.run(self._tasks(named)):
            if result.lost:
                lost.append(task)
            else:
                self._write(task, result)
        for task, result in self.batch.pool.run(lost, workers=1) if lost else ():
            self._write(task, result)

    def _stem(self, document: Listed) -> str:
        """The name of a document's outputs: its own, with a number where another has it already."""
        path, number = PurePath(document.name), 1
        stem = document.name
        while self.stems.setdefault(stem, document.url) != document.url:
            number += 1
            stem = f"{path.stem}~{number}{path.suffix}"
        return stem

    def _tasks(self, named: Sequence[tuple[Listed, str]]) -> Iterator[Task]:
        """The documents to extract; those that cannot be fetched and copies of others are recorded here."""
        for document, stem in named:
            try:
                fetched = self.fetcher.fetch(document)
            except Form4Error as error:
                self._record(Task(document, "", self.key, stem), Result("refused", str(error)))
                continue
            task = self._task(document, stem, fetched)
            if self._is_untouched(task):
                self._record(task, _same(self.journal.entries[document.url]))
            elif entry := self.first.get(task.identity):
                self._copy(task, entry)
            elif task.sha256 and task.identity in self.copies:
                self.copies[task.identity].append(task)
            else:
                self.copies.setdefault(task.identity, [])
                yield task

    def _is_untouched(self, task: Task) -> bool:
        """True for a file with a new date whose contents were done before."""
        entry = self.journal.entries.get(task.listed.url)
        return bool(task.sha256) and entry is not None and entry.identity == task.identity

    def _task(self, document: Listed, stem: str, fetched: Fetched) -> Task:
        content = fetched.path.read_bytes() if self.batch.pool.ships_content and fetched.sha256 else None
        return Task(document, fetched.sha256, self.key, stem, str(fetched.path), content)

    def _write(self, task: Task, result: Result) -> None:
        """Writes the outputs, then the journal: a document in the journal has its outputs."""
        write_outputs(self.batch.store, task.stem, result.json, result.xml)
        entry = self._record(task, result)
        for copy in self.copies.pop(entry.identity, []):
            self._copy(copy, entry)

    def _copy(self, task: Task, entry: JournalEntry) -> None:
        """Records a document with the contents of another, whose outputs it gets under its own name."""
        json, xml = for_copy(self.batch.store, entry, task.listed)
        write_outputs(self.batch.store, task.stem, json, xml)
        told = f"{task.listed.name} has the contents of {entry.name} ({entry.reason})" if entry.reason else ""
        self._record(task, replace(_same(entry), reason=told))

    def _record(self, task: Task, result: Result) -> JournalEntry:
        document = task.listed
        entry = JournalEntry(
            url=document.url,
            name=document.name,
            size=document.size,
            stamp=document.stamp,
            sha256=task.sha256,
            key=task.key,
            stem=task.stem,
            status=result.status,
            reason=result.reason,
            tally=result.tally,
            seconds=result.seconds,
        )
        self.journal.append(entry)
        LOG.info("%s: %s %s (%.2f s)", entry.url, entry.status, entry.reason or entry.tally, entry.seconds)
        self._remember(entry)
        self.fetcher.drop(task.path)
        self.listener.on_entry(entry)
        return entry


def _same(entry: JournalEntry) -> Result:
    return Result(entry.status, entry.reason, tally=entry.tally, seconds=entry.seconds)


def exit_code(entries: Iterable[JournalEntry]) -> ExitCode:
    """0 where every document was extracted and every cell accepted, else 1."""
    return ExitCode.ACCEPTED if all(entry.status == "ok" for entry in entries) else ExitCode.REVIEW


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
