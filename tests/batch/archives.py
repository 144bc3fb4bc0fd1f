"""Small archives for the tests: one born-digital filing in many files, each with contents of its own."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from extractor.batch.bounds import Bounds
from extractor.batch.inputs import Inputs
from extractor.batch.journal import Journal
from extractor.batch.run import Batch, run
from extractor.batch.tasks import JournalEntry, Listed, Totals
from extractor.options import Options
from samples.faults import variant as form

SAMPLES = Path(__file__).parents[2] / "samples"
BOUNDS, OPTIONS = Bounds(seconds=120), Options()
NOT_OUTPUT = ("journal", "report.html", ".lock")
"""What tells of the run, with its times; all the rest is made of the documents alone."""


def archive(folder: Path, count: int) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        (folder / f"form-{number:03}.pdf").write_bytes(form(number))
    return folder


def outputs(folder: Path) -> dict[str, str]:
    """Name → hash of every output."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    named = ((str(path.relative_to(folder)), path) for path in files)
    return {
        name: hashlib.sha256(path.read_bytes()).hexdigest()
        for name, path in named
        if not name.startswith(NOT_OUTPUT)
    }


class Silent:
    """A watch that only remembers."""

    def __init__(self) -> None:
        self.before = Totals()
        self.seen: list[str] = []

    def on_start(self, total, before):
        self.before = before

    def on_entry(self, entry):
        self.seen.append(entry.name)


def documents_of(*names: object) -> list[Listed]:
    """The documents that names stand for, in the order in which a run does them."""
    found = {document.url: document for document in Inputs(map(str, names))}
    return sorted(found.values(), key=lambda own: (own.archive or own.url, own.member, own.url))


def entries_of(batch: Batch, documents: Iterable[Listed], watch: Silent | None = None) -> list[JournalEntry]:
    """Runs a batch, and gives the entry of each document."""
    listed = list(documents)
    run(batch, listed, watch or Silent())
    with Journal(batch.store) as journal:
        return [journal.entries[document.url] for document in listed]


def batch_of(store, pool, options=OPTIONS) -> Batch:
    return Batch(store, options, pool)


def started(*arguments: object) -> subprocess.Popen[bytes]:
    """`form4 batch` in a process group of its own."""
    command = [sys.executable, "-m", "extractor.cli", "batch", *map(str, arguments)]
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    return subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        start_new_session=True,
        # Where the tests run in the background, a shell has Ctrl-C ignored, and so would this.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


def finished(*arguments: object) -> subprocess.CompletedProcess[str]:
    """`form4 batch`, seen through."""
    process = started(*arguments)
    out, err = process.communicate(timeout=300)
    return subprocess.CompletedProcess(arguments, process.returncode, out.decode(), err.decode())


def kill(process: subprocess.Popen[bytes]) -> None:
    """As the power does: the parent gets no chance to say goodbye."""
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
