"""Gives documents to the workers and records what comes back: outputs first, then the line in the journal."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from extractor.batch.agenda import Agenda
from extractor.batch.fetching import Fetched, Fetcher
from extractor.batch.inputs import at, is_shared, listed_again
from extractor.batch.journal import Journal
from extractor.batch.names import NameTable
from extractor.batch.output_store import OutputStore, for_copy, write_outputs
from extractor.batch.table_rows import keep_share
from extractor.batch.tasks import JournalEntry, Listed, Output, Result, Task, of_copy
from extractor.errors import Form4Error, OutputDamaged, UnreadableInput

if TYPE_CHECKING:
    from extractor.batch.run import ProgressListener, WorkerPool

LOG = logging.getLogger("extractor.batch")

ATTEMPTS = 2
"""Times that a document is tried which was lost, changed or out of reach."""


@dataclass(slots=True)
class Coordinator:
    """Has the documents of an agenda done. `key` is what results are kept under."""

    store: OutputStore
    pool: WorkerPool
    journal: Journal
    agenda: Agenda
    fetcher: Fetcher
    listener: ProgressListener
    names: NameTable
    key: str
    attempt: int = 0
    copies: dict[tuple[str, str], list[Task]] = field(default_factory=dict)

    def extract_all(self) -> None:
        """Extracts what is due. What the first attempt lost is tried again at the end, alone.

        That is a document whose worker died, one that changed under the reading, one out of reach.
        """
        first = self.attempt + 1
        while self.agenda.waits(self.attempt + 1):
            self.attempt += 1
            self._extract(None if self.attempt == first else 1, last=self.attempt >= first + ATTEMPTS - 1)

    def redo(self, entry: JournalEntry) -> None:
        """Does a document again whose outputs are damaged: none of them counts any more."""
        self.agenda.spoil(entry)
        self.agenda.put_off(at(entry.url, entry.name), self.attempt + 1)
        self.extract_all()

    def _extract(self, workers: int | None, last: bool) -> None:
        for task, result in self.pool.run(self._tasks(last), workers):
            passing = result.lost or result.failure == "passing" or self._has_changed(task, result)
            if passing and not last:
                self._try_again(task)
            else:
                self._write(task, _settled(task, result))

    @property
    def _shared_store(self) -> str:
        """The output folder where workers write to it themselves; else ""."""
        return self.store.name if is_shared(self.store.name) else ""

    def _has_changed(self, task: Task, result: Result) -> bool:
        return bool(task.sha256 and result.sha256 and result.sha256 != task.sha256)

    def _try_again(self, task: Task) -> None:
        """Puts a document off, and those that wait for it."""
        for own in (task, *self.copies.pop(task.identity, ())):
            self.fetcher.drop(own.path)
            self._put_off(own.listed)

    def _put_off(self, document: Listed) -> None:
        self.agenda.put_off(listed_again(document), self.attempt + 1)

    def _stem(self, document: Listed) -> str:
        """The name of a document's outputs: that of an earlier run, or a new one."""
        entry = self.journal.entries.get(document.url)
        return entry.stem if entry else self.names.stem_of(document.name, document.url)

    def _tasks(self, last: bool) -> Iterator[Task]:
        """The documents to extract; copies of others, and what cannot be fetched even at last, are recorded
        here."""
        for document in self.agenda.due(self.attempt):
            stem = self._stem(document)
            if self.pool.ships_content and is_shared(document.url) and not last:
                # Where no worker can read it, this machine does at last.
                yield Task(document, "", self.key, stem, store=self._shared_store)
                continue
            try:
                fetched = self.fetcher.fetch(document)
            except Form4Error as error:
                self._refused(Task(document, "", self.key, stem), error, last)
                continue
            task = self._task(document, stem, fetched)
            if entry := self._untouched(task):
                self._record(task, _same(entry))
            elif entry := self.agenda.same_contents(task.sha256):
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
            self._put_off(task.listed)
        else:
            self._record(task, Result("refused", str(error), failure="passing" if passing else ""))

    def _untouched(self, task: Task) -> JournalEntry | None:
        """The entry of a file with a new date whose contents were done before."""
        entry = self.journal.entries.get(task.listed.url)
        if not task.sha256 or entry is None or entry.identity != task.identity:
            return None
        return entry if self.agenda.holds(entry) else None

    def _task(self, document: Listed, stem: str, fetched: Fetched) -> Task:
        content = fetched.path.read_bytes() if self.pool.ships_content and fetched.sha256 else None
        return Task(document, fetched.sha256, self.key, stem, str(fetched.path), content)

    def _write(self, task: Task, result: Result) -> None:
        """Writes the outputs, then the journal: a document in the journal has its outputs."""
        task = replace(task, sha256=task.sha256 or result.sha256)
        if result.share and task.sha256:
            keep_share(self.journal.index, *task.identity, result.share)
        entry = self._record(task, result, result.json, result.xml)
        for copy in self.copies.pop(task.identity, []):
            self._copy(copy, entry)

    def _copy(self, task: Task, entry: JournalEntry) -> None:
        """Records a document with the contents of another, whose outputs it gets under its own name."""
        try:
            json, xml = for_copy(self.store, entry, task.listed)
        except OutputDamaged as damage:
            LOG.warning("%s; %s is extracted by itself", damage, task.listed.address)
            self.agenda.spoil(entry)
            self._put_off(task.listed)
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
            there = {own.name for own in outputs} | self.agenda.take_leftover(task.stem)
            outputs = self._outputs(task, result, json or b"", xml, there)
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
            bound=float(getattr(self.pool.bounds, result.failure, 0)),
        )
        self.journal.append(entry)
        self._told(task, entry)
        return entry

    def _outputs(
        self, task: Task, result: Result, json: bytes, xml: Sequence[bytes], there: set[str]
    ) -> tuple[Output, ...]:
        """The outputs of a document, written by its worker or now; no other of it stays."""
        if result.outputs is None:
            return write_outputs(self.store, task.stem, json, xml, there)
        for name in there - {own.name for own in result.outputs}:
            self.store.remove(name)
        return result.outputs

    def _told(self, task: Task, entry: JournalEntry) -> None:
        """What follows of a document that is recorded."""
        LOG.info(
            "%s: %s %s (%.2f s)", entry.address, entry.status, entry.reason or entry.tally, entry.seconds
        )
        self.agenda.mend(entry)
        self.names.settle(entry.url)
        self.fetcher.drop(task.path)
        self.listener.on_entry(entry)


def _settled(task: Task, result: Result) -> Result:
    """The result, unless the document is another than the one that was listed, again and again."""
    if not task.sha256 or result.sha256 in ("", task.sha256):
        return result
    reason = f"{task.listed.name} changes while it is read; run the batch again when nothing writes to it"
    return Result("failed", reason, failure="passing", seconds=result.seconds)


def _same(entry: JournalEntry) -> Result:
    return Result(entry.status, entry.reason, failure=entry.failure, tally=entry.tally, seconds=entry.seconds)
