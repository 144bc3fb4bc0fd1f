"""`form4 batch`: an archive in, a folder of outputs out, with progress and a summary."""

from __future__ import annotations

import json
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from extractor import logs
from extractor.batch.agenda import all_totals
from extractor.batch.bounds import Bounds
from extractor.batch.inputs import Inputs, names_in
from extractor.batch.journal import FOLDER, Journal
from extractor.batch.output_store import OutputStore, damaged
from extractor.batch.run import Batch, WorkerPool, exit_code, run
from extractor.batch.tasks import JournalEntry, Status, Totals
from extractor.cli.console import complain, is_terminal, put
from extractor.errors import ExitCode, OptionError
from extractor.export.sec_table_files import has_parquet
from extractor.options import Options

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

EVERY = 5.0
"""Seconds between two JSON lines of progress."""
NAMES: dict[Status, str] = {
    "ok": "all accepted",
    "review": "to look at",
    "refused": "refused",
    "not-a-form4": "no Form 4",
    "failed": "given up",
}


@dataclass(frozen=True, slots=True)
class BatchRequest:
    """What the command line asks for."""

    inputs: tuple[str, ...]
    list_file: Path | None
    out: str
    engine: str
    address: str
    workers: int
    options: Options
    bounds: Bounds
    quiet: bool


def batch(request: BatchRequest) -> int:
    """Runs the archive and gives the exit code; raises any Form4Error."""
    if not request.out:
        raise OptionError("nowhere to write to; name a folder with --out DIR")
    names = [*request.inputs, *(names_in(request.list_file) if request.list_file else ())]
    if not names:
        raise OptionError("no inputs; name files, folders, patterns, archives or URLs, or give --list FILE")
    found = Inputs(names)
    progress = BatchProgress(request.quiet)
    store = OutputStore(request.out)
    signal.signal(signal.SIGTERM, _terminated)
    try:
        with progress:
            totals = run(Batch(store, request.options, _pool(request)), found, progress)
    except (KeyboardInterrupt, SystemExit):
        complain(f"stopped after {progress.seen:,} of {progress.total:,} documents; run it again to continue")
        raise
    if not request.quiet:
        _print_lines(_summary(store, totals, found))
    return exit_code(totals)


def _terminated(number: int, _: object) -> None:
    """Ends the run as Ctrl-C does, so that workers and temporary files leave with it."""
    raise SystemExit(128 + number)


def status(out: str) -> None:
    """Prints how far the batch in an output folder is; raises OptionError where there is none."""
    with _journal(out) as journal:
        put("\n".join([*_counts(all_totals(journal.index)), ""]))


def check(out: str) -> int:
    """Reads every output of the batch in a folder, prints those that are not as they were written, and gives
    the exit code; raises OptionError where there is no batch."""
    store, bad, outputs = OutputStore(out), 0, 0
    with _journal(out) as journal:
        for entry in journal.entries.values():
            outputs += len(entry.outputs)
            for name in damaged(store, entry):
                bad += 1
                put(f"{name}\n")
        documents = len(journal.entries)
    words = f"{bad:,} are missing or damaged; run the batch again" if bad else "all as they were written"
    put(f"{documents:,} documents, {outputs:,} outputs: {words}\n")
    return ExitCode.REVIEW if bad else ExitCode.ACCEPTED


@contextmanager
def _journal(out: str) -> Iterator[Journal]:
    """The journal of a batch; raises OptionError where there is none."""
    store = OutputStore(out)
    if not store.names(FOLDER):
        raise OptionError(f"{out}: holds no batch; run form4 batch INPUT --out {out} first")
    with Journal(store) as journal:
        yield journal


def _pool(request: BatchRequest) -> WorkerPool:
    if request.engine == "ray":
        from extractor.batch.ray_pool import RayPool

        return RayPool(request.address, request.bounds, request.options, request.workers or None)
    import os

    from extractor.batch.local_pool import LocalPool

    return LocalPool(request.workers or os.cpu_count() or 1, request.bounds, request.options)


def _summary(store: OutputStore, totals: Totals, found: Inputs) -> list[str]:
    lines = _counts(totals)
    if found.skipped:
        skipped = ", ".join(f"{count:,} {ending}" for ending, count in found.skipped.items())
        lines.append(f"skipped: {skipped} (name a file by itself to have it tried)")
    lines.append(f"{store.name}: report.html, tables/, json/, xml/, across.csv")
    if not has_parquet():
        lines.append("no Parquet: pyarrow is not installed; pip install pyarrow, and run the batch again")
    if totals.set_aside:
        lines.append(f"what was set aside, and why: {store.name}/set-aside.csv")
    if totals.looks:
        lines.append(f"next: form4 review {store.name}")
    return lines


def _counts(totals: Totals) -> list[str]:
    counts = ", ".join(
        f"{totals.statuses[name]:,} {words}" for name, words in NAMES.items() if name in totals.statuses
    )
    return [
        f"{totals.documents:,} documents: {counts}",
        f"{totals.pages:,} pages, {totals.cells:,} cells, {totals.looks:,} places to look at",
    ]


def _print_lines(lines: Sequence[str]) -> None:
    for line in lines:
        complain(line)


@dataclass
class BatchProgress:
    """A context that shows progress: a bar on a terminal, else JSON lines."""

    quiet: bool
    total: int = 0
    seen: int = 0
    pages: int = 0
    flagged: int = 0
    failed: int = 0
    _here: int = 0
    _started: float = field(default_factory=time.monotonic)
    _reported: float = 0.0
    _bar: Progress | None = None
    _task: TaskID | None = None

    def __enter__(self) -> BatchProgress:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def on_start(self, total: int, before: Totals) -> None:
        self.total, self.seen = total, before.documents
        self.flagged, self.failed = before.statuses.get("review", 0), before.set_aside
        self._started = time.monotonic()
        if self.seen and not self.quiet:
            complain(f"{self.seen:,} of {total:,} documents were done before")
        if not self.quiet and is_terminal(sys.stderr) and not logs.is_on() and self.seen < total:
            self._bar, self._task = _bar(total, self.seen)

    def on_entry(self, entry: JournalEntry) -> None:
        self.seen += 1
        self._here += 1
        self.pages += entry.tally.pages
        self.flagged += entry.status == "review"
        self.failed += not entry.is_extracted
        if self._bar is not None and self._task is not None:
            words = f"{self._rate():.1f} pages/s  {self.flagged:,} to look at  {self.failed:,} set aside"
            self._bar.update(self._task, completed=self.seen, text=words)
        elif not self.quiet and time.monotonic() - self._reported >= EVERY:
            self._reported = time.monotonic()
            complain(json.dumps(self._figures()))

    def _rate(self) -> float:
        return self.pages / max(1e-6, time.monotonic() - self._started)

    def _figures(self) -> dict[str, float]:
        passed = time.monotonic() - self._started
        left = passed / max(1, self._here) * (self.total - self.seen)
        return {
            "done": self.seen,
            "total": self.total,
            "pages_per_second": round(self._rate(), 2),
            "to_look_at": self.flagged,
            "set_aside": self.failed,
            "seconds_left": round(left),
        }


def _bar(total: int, before: int) -> tuple[Progress, TaskID]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    bar = Progress(
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[text]}"),
        TimeRemainingColumn(elapsed_when_finished=True),
        console=Console(stderr=True),
    )
    bar.start()
    return bar, bar.add_task("", total=total, completed=before, text="")
