"""A batch from its inputs to its outputs: whatever was done before is not done again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import Protocol

from extractor.batch.fetching import Fetched, Fetcher, fetching
from extractor.batch.finishing import finish
from extractor.batch.journal import Journal
from extractor.batch.output_store import OutputStore
from extractor.batch.outputs import for_copy, write_outputs
from extractor.batch.result_key import result_key
from extractor.batch.tasks import Entry, Listed, Result, Task
from extractor.errors import ExitCode, Form4Error
from extractor.options import Options


class WorkerPool(Protocol):
    """Whatever has workers."""

    ships_content: bool

    def run(self, tasks: Iterable[Task], workers: int | None = None) -> Iterator[tuple[Task, Result]]:
        """Each task with its result, as they are done, on so many workers."""


class ProgressListener(Protocol):
    """Whoever wants to know how far a batch is."""

    def on_start(self, total: int, before: Sequence[Entry]) -> None:
        """So many documents, of which those were done before."""

    def on_entry(self, entry: Entry) -> None:
        """One more is done."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What a batch needs: the output folder, how to extract, and the workers."""

    store: OutputStore
    options: Options
    pool: WorkerPool


def run(batch: Batch, documents: Sequence[Listed], listener: ProgressListener) -> tuple[Entry, ...]:
    """Does what is not done yet and writes what comes of everything; the entries of these documents.

    Raises OptionError where the outputs cannot be written: what is done stays done.
    """
    with batch.store.made().locked(), fetching(batch.options.limits.bytes) as fetcher:
        batch.store.sweep()
        journal = Journal(batch.store)
        coordinator = _Coordinator(batch, journal, fetcher, listener)
        before = [entry for document in documents if (entry := coordinator.done(document))]
        listener.on_start(len(documents), before)
        known = {entry.url for entry in before}
        coordinator.work_off([document for document in documents if document.url not in known])
        entries = tuple(journal.entries[document.url] for document in documents)
        finish(batch.store, batch.options, sorted(journal.entries.values(), key=lambda entry: entry.url))
        return entries


@dataclass(slots=True)
class _Coordinator:
    """Hands documents to the workers and writes down what they bring."""

    batch: Batch
    journal: Journal
    fetcher: Fetcher
    listener: ProgressListener
    key: str = ""
    first: dict[tuple[str, str], Entry] = field(default_factory=dict)
    copies: dict[tuple[str, str], list[Task]] = field(default_factory=dict)
    stems: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.key = result_key(self.batch.options)
        for entry in self.journal.entries.values():
            self.stems[entry.stem] = entry.url
            self._remember(entry)

    def _remember(self, entry: Entry) -> None:
        if entry.sha256:  # what could not be read has no identity
            self.first.setdefault(entry.identity, entry)

    def done(self, document: Listed) -> Entry | None:
        """The entry of a document that was done before and has not changed since."""
        entry = self.journal.entries.get(document.url)
        if entry is None or entry.key != self.key:
            return None
        same = document.stamp and (entry.size, entry.stamp) == (document.size, document.stamp)
        return entry if same else None

    def work_off(self, documents: Sequence[Listed]) -> None:
        """Does the documents; one whose worker died is done once more, alone."""
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
        """The documents to extract; those that cannot be had, and copies of others, never get that far."""
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
        """True for a document that was only touched: its contents are those that were done before."""
        entry = self.journal.entries.get(task.listed.url)
        return bool(task.sha256) and entry is not None and entry.identity == task.identity

    def _task(self, document: Listed, stem: str, fetched: Fetched) -> Task:
        content = fetched.path.read_bytes() if self.batch.pool.ships_content and fetched.sha256 else None
        return Task(document, fetched.sha256, self.key, stem, str(fetched.path), content)

    def _write(self, task: Task, result: Result) -> None:
        """The outputs first, then the journal: what is in it is there."""
        write_outputs(self.batch.store, task.stem, result.json, result.xml)
        entry = self._record(task, result)
        for copy in self.copies.pop(entry.identity, []):
            self._copy(copy, entry)

    def _copy(self, task: Task, entry: Entry) -> None:
        """A document like another: its outputs are those of the other, under its own name."""
        json, xml = for_copy(self.batch.store, entry, task.listed)
        write_outputs(self.batch.store, task.stem, json, xml)
        self._record(task, replace(_same(entry), reason=entry.reason.replace(entry.name, task.listed.name)))

    def _record(self, task: Task, result: Result) -> Entry:
        document = task.listed
        entry = Entry(
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
        self._remember(entry)
        self.fetcher.drop(task.path)
        self.listener.on_entry(entry)
        return entry


def _same(entry: Entry) -> Result:
    return Result(entry.status, entry.reason, tally=entry.tally, seconds=entry.seconds)


def exit_code(entries: Iterable[Entry]) -> ExitCode:
    """0 where every document was extracted and every cell accepted; 1 where there is something to look at."""
    return ExitCode.ACCEPTED if all(entry.status == "ok" for entry in entries) else ExitCode.REVIEW
