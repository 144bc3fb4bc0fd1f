"""A batch from its inputs to its outputs: whatever was done before is not done again."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol, TypeVar

from extractor.batch.fetching import Fetched, Fetcher, fetching
from extractor.batch.finishing import finish
from extractor.batch.inputs import at, listed_again
from extractor.batch.journal import Journal
from extractor.batch.names import NameTable
from extractor.batch.output_store import JSON, XML, OutputStore, for_copy, stem_of, write_outputs
from extractor.batch.result_key import result_key
from extractor.batch.tasks import Bounds, JournalEntry, Listed, Result, Task, of_copy
from extractor.errors import ExitCode, Form4Error, OutputDamaged, UnreadableInput
from extractor.options import Options

LOG = logging.getLogger("extractor.batch")

AHEAD = 2
"""Tasks in flight for each worker: no worker is ever idle, and memory stays flat."""

ATTEMPTS = 2
"""Times that a document is tried which was lost, changed or out of reach."""

Running = TypeVar("Running")


class WorkerPool(Protocol):
    """Workers on this machine or on a cluster; `bounds` are what a document may cost."""

    bounds: Bounds
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
        todo = [document for document in documents if document.url not in known]
        coordinator.extract_all([*todo, *coordinator.lost(documents)])
        _finish(batch, coordinator)
        return tuple(journal.entries[document.url] for document in documents)


def _finish(batch: Batch, coordinator: _Coordinator) -> None:
    """Writes tables and report; a document whose outputs turn out to be damaged is done again before."""
    journal, mended = coordinator.journal, set[str]()
    while True:
        try:
            finish(batch.store, batch.options, sorted(journal.entries.values(), key=lambda entry: entry.url))
            return
        except OutputDamaged as damage:
            if damage.url in mended:
                raise
            LOG.warning("%s; its document is done again", damage)
            mended.add(damage.url)
            coordinator.redo(journal.entries[damage.url])


@dataclass(slots=True)
class _Coordinator:
    """Gives documents to the workers and records their results."""

    batch: Batch
    journal: Journal
    fetcher: Fetcher
    listener: ProgressListener
    key: str = ""
    names: NameTable = field(default_factory=NameTable)
    sizes: dict[str, int] = field(default_factory=dict)
    unknown: dict[str, set[str]] = field(default_factory=dict)
    first: dict[tuple[str, str], JournalEntry] = field(default_factory=dict)
    copies: dict[tuple[str, str], list[Task]] = field(default_factory=dict)
    again: list[Listed] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.key = result_key(self.batch.options)
        self.sizes = self.batch.store.sizes(JSON) | self.batch.store.sizes(XML)
        for entry in self.journal.entries.values():
            self.names.take(entry.stem, entry.url)
            if self._is_whole(entry):
                self._remember(entry)
        # A run that was killed before its line was in the journal left them, or one whose line is damaged.
        known = {own.name for entry in self.journal.entries.values() for own in entry.outputs}
        for name in self.sizes.keys() - known:
            self.unknown.setdefault(stem_of(name), set()).add(name)

    def _is_whole(self, entry: JournalEntry) -> bool:
        """True where the outputs are there, as long as they were."""
        sizes = all(self.sizes.get(own.name) == own.size for own in entry.outputs)
        return sizes and (bool(entry.outputs) or not entry.is_extracted)

    def _remember(self, entry: JournalEntry) -> None:
        # What could not be read has no identity; what may do better is no result for a copy.
        if entry.sha256 and not entry.failure:
            self.first.setdefault(entry.identity, entry)

    def done(self, document: Listed) -> JournalEntry | None:
        """The entry of a document that was done before and has not changed since."""
        entry = self.journal.entries.get(document.url)
        if entry is None or not self._holds(entry):
            return None
        same = document.stamp and (entry.size, entry.stamp) == (document.size, document.stamp)
        return entry if same else None

    def _holds(self, entry: JournalEntry) -> bool:
        """True for an entry that need not be made again, its document being the same."""
        better = entry.may_do_better(self.batch.pool.bounds)
        return entry.key == self.key and not better and self._is_whole(entry)

    def lost(self, documents: Iterable[Listed]) -> list[Listed]:
        """The documents of earlier runs, none of `documents`, whose outputs are missing or cut off."""
        now = {document.url for document in documents}
        entries = (entry for entry in self.journal.entries.values() if entry.url not in now)
        return [at(entry.url, entry.name) for entry in entries if not self._is_whole(entry)]

    def redo(self, entry: JournalEntry) -> None:
        """Does a document again whose outputs are damaged: none of them counts any more."""
        for output in entry.outputs:
            self.sizes.pop(output.name, None)
        self.first.pop(entry.identity, None)
        self.extract_all([at(entry.url, entry.name)])

    def extract_all(self, documents: Sequence[Listed]) -> None:
        """Extracts the documents. What the first try lost is tried again at the end, alone: a document whose
        worker died, one that changed under the reading, one out of reach."""
        waiting, tries = documents, 0
        while waiting:
            tries += 1
            self._extract(waiting, None if tries == 1 else 1, last=tries >= ATTEMPTS)
            waiting, self.again = [listed_again(document) for document in self.again], []

    def _extract(self, documents: Sequence[Listed], workers: int | None, last: bool) -> None:
        named = [(document, self._stem(document)) for document in documents]
        for task, result in self.batch.pool.run(self._tasks(named, last), workers):
            if not last and (result.lost or self._has_changed(task, result)):
                self._try_again(task)
            else:
                self._write(task, _settled(task, result))

    def _has_changed(self, task: Task, result: Result) -> bool:
        return bool(task.sha256 and result.sha256 and result.sha256 != task.sha256)

    def _try_again(self, task: Task) -> None:
        """Puts a document off, and those that wait for it."""
        self.fetcher.drop(task.path)
        self.again.append(task.listed)
        for copy in self.copies.pop(task.identity, []):
            self.fetcher.drop(copy.path)
            self.again.append(copy.listed)

    def _stem(self, document: Listed) -> str:
        """The name of a document's outputs: that of an earlier run, or a new one."""
        entry = self.journal.entries.get(document.url)
        return entry.stem if entry else self.names.stem_of(document.name, document.url)

    def _tasks(self, named: Sequence[tuple[Listed, str]], last: bool) -> Iterator[Task]:
        """The documents to extract; copies of others, and what cannot be fetched even at last, are recorded
        here."""
        for document, stem in named:
            try:
                fetched = self.fetcher.fetch(document)
            except Form4Error as error:
                self._refused(Task(document, "", self.key, stem), error, last)
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

    def _refused(self, task: Task, error: Form4Error, last: bool) -> None:
        """What cannot be fetched is tried again, unless that is for good."""
        passing = isinstance(error, UnreadableInput)
        if passing and not last:
            self.again.append(task.listed)
        else:
            self._record(task, Result("refused", str(error), failure="passing" if passing else ""))

    def _is_untouched(self, task: Task) -> bool:
        """True for a file with a new date whose contents were done before."""
        entry = self.journal.entries.get(task.listed.url)
        return (
            bool(task.sha256) and entry is not None and entry.identity == task.identity and self._holds(entry)
        )

    def _task(self, document: Listed, stem: str, fetched: Fetched) -> Task:
        content = fetched.path.read_bytes() if self.batch.pool.ships_content and fetched.sha256 else None
        return Task(document, fetched.sha256, self.key, stem, str(fetched.path), content)

    def _write(self, task: Task, result: Result) -> None:
        """Writes the outputs, then the journal: a document in the journal has its outputs."""
        entry = self._record(task, result, result.json, result.xml)
        for copy in self.copies.pop(task.identity, []):
            self._copy(copy, entry)

    def _copy(self, task: Task, entry: JournalEntry) -> None:
        """Records a document with the contents of another, whose outputs it gets under its own name."""
        try:
            json, xml = for_copy(self.batch.store, entry, task.listed)
        except OutputDamaged as damage:
            LOG.warning("%s; %s is extracted by itself", damage, task.listed.address)
            self.first.pop(entry.identity, None)
            self.again.append(task.listed)
            return
        reason = of_copy(entry.reason, entry.name, task.listed.name)
        self._record(task, replace(_same(entry), reason=reason), json, xml)

    def _record(
        self, task: Task, result: Result, json: bytes | None = None, xml: Sequence[bytes] = ()
    ) -> JournalEntry:
        """Writes what there is of a document, and its line in the journal; `json` None leaves its outputs."""
        document, before = task.listed, self.journal.entries.get(task.listed.url)
        outputs = before.outputs if before else ()
        if json is not None or not result.is_extracted:
            there = {own.name for own in outputs} | self.unknown.pop(task.stem, set())
            outputs = write_outputs(self.batch.store, task.stem, json or b"", xml, there)
            self.sizes |= {own.name: own.size for own in outputs}
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
            outputs=outputs,
            failure=result.failure,
            bound=float(getattr(self.batch.pool.bounds, result.failure, 0)),
        )
        self.journal.append(entry)
        told = entry.reason or entry.tally
        LOG.info("%s: %s %s (%.2f s)", document.address, entry.status, told, entry.seconds)
        self._remember(entry)
        self.fetcher.drop(task.path)
        self.listener.on_entry(entry)
        return entry


def _settled(task: Task, result: Result) -> Result:
    """The result, unless the document is another than the one that was listed, again and again."""
    if not task.sha256 or result.sha256 in ("", task.sha256):
        return result
    reason = f"{task.listed.name} changes while it is read; run the batch again when nothing writes to it"
    return Result("failed", reason, failure="passing", seconds=result.seconds)


def _same(entry: JournalEntry) -> Result:
    return Result(entry.status, entry.reason, failure=entry.failure, tally=entry.tally, seconds=entry.seconds)


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
