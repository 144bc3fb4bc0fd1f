"""An archive of a million documents without their pages: `make bench-million`.

Small files of one name are listed, hashed, named, recorded and finished by a real run. Its workers are none:
they give each file the rows of one sample, and every ten files one owner. So each step costs what it costs
the run, at each size, in seconds, in seconds of a core, which a busy machine does not lengthen, and in
megabytes. To wait for the disk costs the same each time, whatever is there already, and is left out.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread

from extractor.batch.agenda import all_totals
from extractor.batch.bounds import Bounds
from extractor.batch.inputs import Inputs
from extractor.batch.journal import Journal
from extractor.batch.names import NameTable
from extractor.batch.output_store import OutputStore
from extractor.batch.run import Batch, run
from extractor.batch.share import Share, share_of
from extractor.batch.tasks import JournalEntry, Result, Tally, Task, Totals
from extractor.export.sec_table_files import Lines
from extractor.export.sec_tables import KEY_DIGITS
from extractor.model.filing import Extraction
from extractor.options import Options
from samples.batch_bench import resident
from samples.faults import FORM

SIZES = (125_000, 250_000, 500_000, 1_000_000)
OF_AN_OWNER, IN_A_FOLDER = 10, 1_000
FIGURES = Path(__file__).with_suffix(".json")
EACH = 100_000
"""Documents for which the seconds of recording are given: a run records only those that are new."""
GROWTH, MEGABYTES = 2.2, 400
"""How much more a step may cost for twice the documents, and what the run may take."""
SECONDS = {"status": 2.0, "one more": 60.0}
WATCHED = 0.1
"""Seconds between two looks at the memory."""


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; 1 where a figure is over its limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--folder", type=Path, help="where the files are made: 25 GB for a million")
    parser.add_argument("--figures", type=Path, default=FIGURES, help="the file of the figures")
    options = parser.parse_args(arguments)
    os.fsync = lambda fd: None
    measured: dict[int, dict[str, Step]] = {}
    with TemporaryDirectory(dir=options.folder) as scratch:
        bench = _Bench(Path(scratch, "archive"), Path(scratch, "out"), _Sample())
        for before, size in zip((0, *options.sizes), options.sizes, strict=False):
            measured[size] = bench.measured(before, size)
            told = {n: {name: step.rounded() for name, step in own.items()} for n, own in measured.items()}
            options.figures.write_text(json.dumps(told, indent=1) + "\n", "utf-8")
    return _told(measured)


@dataclass(frozen=True, slots=True)
class Step:
    """What a step cost: seconds, seconds of a core, and the most megabytes of the process."""

    seconds: float
    core: float
    megabytes: float

    def rounded(self) -> tuple[float, float, float]:
        return round(self.seconds, 2), round(self.core, 2), round(self.megabytes)


class _Memory:
    """A context that looks at the memory of this process."""

    def __enter__(self) -> _Memory:
        self.most, self._over = resident("self"), Event()
        self._thread = Thread(target=self._look)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(WATCHED):
            self.most = max(self.most, resident("self"))


def _step(work: Callable[[], object]) -> Step:
    start = _now()
    with _Memory() as memory:
        work()
    return _since(start, memory.most)


def _now() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


def _since(start: tuple[float, float], megabytes: float) -> Step:
    """What was spent since."""
    seconds, core = (after - before for after, before in zip(_now(), start, strict=True))
    return Step(seconds, core, megabytes)


class _Sample:
    """What the workers give: the rows of one filing, and its values in the ten of an owner, a year apart."""

    ships_content, bounds = False, Bounds()

    def __init__(self) -> None:
        command = [sys.executable, "-m", "extractor.cli", "extract", str(FORM), "--quiet"]
        printed = subprocess.run(command, capture_output=True, check=False).stdout
        extraction = Extraction.model_validate_json(printed)
        self._digits = extraction.source.sha256[:KEY_DIGITS]
        self._shares = [share_of(_in_year(extraction, 1994 + k), "") for k in range(OF_AN_OWNER)]
        self._tally = Tally(pages=2, filings=1, cells=100, layouts=("form4",))

    def run(self, tasks: Iterable[Task], workers: int | None = None) -> Iterator[tuple[Task, Result]]:
        """A result for each task, at once."""
        for task in tasks:
            number = int(Path(task.path).parent.name)
            json, xml = b'{"of": "%s"}' % task.sha256.encode(), b"<of>%s</of>" % task.sha256.encode()
            share = self._share(number, task.sha256[:KEY_DIGITS])
            yield task, Result("ok", "", task.sha256, "", json, (xml,), share, self._tally, 0.1)

    def _share(self, number: int, digits: str) -> Share:
        owner, which = divmod(number, OF_AN_OWNER)
        own = self._shares[which]
        lines = {
            table: Lines(found.text.replace(self._digits, digits), found.typed.replace(self._digits, digits))
            for table, found in own.lines.items()
        }
        return Share(lines, tuple(replace(filing, owner=f"ABC\t{owner}") for filing in own.filings))


def _in_year(extraction: Extraction, year: int) -> Extraction:
    """The extraction with all its days in a year."""
    (filing,) = extraction.filings
    cells = tuple(
        cell.model_copy(update={"value": f"{year}{cell.value[4:]}"})
        if "Date" in cell.path or "period" in cell.path
        else cell
        for cell in filing.cells
    )
    return extraction.model_copy(update={"filings": (filing.model_copy(update={"cells": cells}),)})


@dataclass
class _Watch:
    """Notes when the first document of a run is begun and the last one recorded."""

    begun: tuple[float, float] = (0.0, 0.0)
    last: tuple[float, float] = (0.0, 0.0)
    memory: float = 0.0
    seen: int = 0

    def on_start(self, total: int, before: Totals) -> None:
        self.begun = self.last = _now()

    def on_entry(self, entry: JournalEntry) -> None:
        self.last = _now()
        self.seen += 1
        if self.seen % IN_A_FOLDER == 0:
            self.memory = max(self.memory, resident("self"))


@dataclass(frozen=True)
class _Bench:
    """An archive that grows, and its outputs."""

    archive: Path
    out: Path
    sample: _Sample = field(repr=False)

    def measured(self, before: int, size: int) -> dict[str, Step]:
        """The steps with `size` documents, of which those in `before` were there."""
        _make(self.archive, before, size)
        steps = {"listing": _step(lambda: sum(1 for _ in Inputs([str(self.archive)])))}
        steps |= self._run_of(size - before)
        steps["nothing to do"] = _step(self._run)
        steps["status"] = _step(self._status)
        steps["naming"] = _step(self._name_one)
        (self.archive / "more.pdf" / f"{size}").mkdir(parents=True, exist_ok=True)
        (self.archive / "more.pdf" / f"{size}" / "form4.pdf").write_text(f"one more {size}")
        steps["one more"] = _step(self._run)
        print(f"{size:,} documents: " + ", ".join(f"{k} {v.rounded()}" for k, v in steps.items()), flush=True)
        return steps

    def _run_of(self, new: int) -> dict[str, Step]:
        """Recording, for so many documents, and finishing."""
        watch = _Watch()
        whole = _step(lambda: self._run(watch))
        finishing, both = _since(watch.last, whole.megabytes), _since(watch.begun, watch.memory)
        seconds, core = both.seconds - finishing.seconds, both.core - finishing.core
        recording = Step(seconds * EACH / new, core * EACH / new, watch.memory)
        return {"recording": recording, "finishing": finishing}

    def _run(self, watch: _Watch | None = None) -> None:
        batch = Batch(OutputStore(str(self.out)), Options(), self.sample)
        run(batch, Inputs([str(self.archive)]), watch or _Watch())

    def _status(self) -> None:
        with Journal(OutputStore(str(self.out))) as journal:
            all_totals(journal.index)

    def _name_one(self) -> None:
        """The name of one more document that is called as all others."""
        with Journal(OutputStore(str(self.out))) as journal:
            NameTable(journal.index.owner_of).stem_of("form4.pdf", "elsewhere/form4.pdf")


def _make(archive: Path, before: int, size: int) -> None:
    """Small files of other contents each, all of one name, in folders in folders."""
    for number in range(before, size):
        folder = archive / f"{number // IN_A_FOLDER:06}" / f"{number:09}"
        folder.mkdir(parents=True)
        (folder / "form4.pdf").write_text(f"document {number}")


def _told(measured: Mapping[int, Mapping[str, Step]]) -> int:
    """Prints what is over its limit."""
    over = [line for size, own in measured.items() for line in _over(size, own)]
    sizes = sorted(measured)
    for small, large in pairwise(sizes):
        for name, step in measured[large].items():
            grown = step.core / max(0.5, measured[small][name].core)
            if grown > GROWTH * (large / small) / 2 and name != "recording":
                over.append(f"{name}: {grown:.2f} times as long for {large:,} documents as for {small:,}")
    print("\n".join(over) or "all within their limits")
    return 1 if over else 0


def _over(size: int, steps: Mapping[str, Step]) -> Iterator[str]:
    for name, step in steps.items():
        if step.megabytes > MEGABYTES:
            yield f"{name} of {size:,}: {step.megabytes:.0f} MB"
        if step.seconds > SECONDS.get(name, float("inf")):
            yield f"{name} of {size:,}: {step.seconds:.1f} s"


if __name__ == "__main__":
    sys.exit(main())
