"""How fast archives go, and that memory stays flat: `make bench-batch`.

Makes documents, extracts them with one worker and with two, and prints pages a second of each; the memory
of the parent after 200 documents and after all; that of a worker, never replaced, over its documents.
"""

from __future__ import annotations

import argparse
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from extractor.batch.bounds import Bounds
from extractor.batch.inputs import Inputs
from extractor.batch.local_pool import LocalPool
from extractor.batch.output_store import OutputStore
from extractor.batch.run import Batch, run
from extractor.batch.tasks import JournalEntry, Totals
from extractor.options import Options
from samples.generator.__main__ import main as generate

DOCUMENTS, OF_THEM_SCANS = 2_000, 60
FEW = 200
MANY = 500
"""Documents one worker does without being replaced."""
_RESIDENT = re.compile(r"VmRSS:\s+(\d+)")


def main(arguments: Sequence[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=DOCUMENTS)
    parser.add_argument("--archive", type=Path, help="make the documents here, or use those that are here")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        archive = options.archive or Path(scratch, "archive")
        if not archive.exists():
            made(archive, options.documents)
        rates = [_rate(archive, Path(scratch, f"out-{workers}"), workers) for workers in (1, 2)]
    print(f"2 workers are {rates[1] / rates[0]:.2f} times as fast as 1")


def made(archive: Path, count: int) -> None:
    """So many documents in a folder: some scans among prints with a text layer."""
    cases = archive.with_name(f"{archive.name}-cases")
    scans = count * OF_THEM_SCANS // DOCUMENTS
    usual = ["--jobs", "2", "--seed", "11"]
    generate([str(cases / "born"), "--count", str(count - scans), "--profiles", "born", *usual])
    generate([str(cases / "scan"), "--count", str(scans), "--profiles", "office200bw", "office300bw", *usual])
    archive.mkdir(parents=True)
    for file in sorted(cases.glob("*/*/input.*")):
        shutil.copy(file, archive / f"{file.parent.parent.name}-{file.parent.name}{file.suffix}")
    shutil.rmtree(cases)


@dataclass
class _Memory:
    """A watch that looks at memory: the parent's, and that of the workers."""

    workers: int
    parent: dict[int, float] = field(default_factory=dict)
    worker: dict[int, float] = field(default_factory=dict)
    pages: int = 0
    seen: int = 0

    def on_start(self, total: int, before: Totals) -> None:
        self.seen = before.documents

    def on_entry(self, entry: JournalEntry) -> None:
        self.seen += 1
        self.pages += entry.tally.pages
        if self.seen % 50 == 0:
            self.parent[self.seen] = resident("self")
            self.worker[self.seen] = max(map(resident, _children()), default=0.0)


def _rate(archive: Path, out: Path, workers: int) -> float:
    options, watch = Options(), _Memory(workers)
    pool = LocalPool(workers, Bounds(documents=MANY if workers == 1 else Bounds().documents), options)
    start = time.perf_counter()
    run(Batch(OutputStore(str(out)), options, pool), Inputs([str(archive)]), watch)
    seconds = time.perf_counter() - start
    rate = watch.pages / seconds
    print(f"{workers} worker(s): {watch.seen} documents, {watch.pages} pages, {rate:.2f} pages a second")
    last = max(watch.parent, default=0)
    for seen in sorted({FEW, last} & watch.parent.keys()):
        print(f"  after {seen}: parent {watch.parent[seen]:.0f} MB, worker {watch.worker[seen]:.0f} MB")
    if workers == 1:
        early, late = watch.worker.get(100, 0.0), watch.worker.get(MANY - 50, 0.0)
        if early and late:
            grown = f"{early:.0f} MB after 100, {late:.0f} MB after {MANY - 50} ({late / early - 1:+.1%})"
            print(f"  one worker: {grown}")
    sys.stdout.flush()
    return rate


def _children() -> list[str]:
    own = Path("/proc/self").resolve().name
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = stat.read_text().rpartition(")")[2].split()[1]
        except OSError:
            continue
        if parent == own:
            found.append(stat.parent.name)
    return found


def resident(process: str) -> float:
    """Megabytes resident of a process; 0 where it has gone."""
    try:
        match = _RESIDENT.search(Path("/proc", process, "status").read_text())
    except OSError:
        return 0.0
    return int(match[1]) / 1024 if match else 0.0


if __name__ == "__main__":
    main()
