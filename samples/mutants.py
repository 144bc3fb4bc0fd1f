"""Mutants of the samples, and bombs: `make fuzz`.

Each must come out as a result or as one of the tool's own errors, within the limits of time and memory;
a worker that dies or hangs is a finding. The files of `--with` are thrown in.
"""

from __future__ import annotations

import argparse
import random
import struct
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from extractor.batch.bounds import Bounds
from extractor.batch.inputs import Inputs
from extractor.batch.journal import Journal
from extractor.batch.local_pool import LocalPool
from extractor.batch.output_store import OutputStore
from extractor.batch.run import Batch, run
from extractor.batch.tasks import JournalEntry, Totals
from extractor.options import Options
from samples.bombs import bombs
from samples.faults import variant

SAMPLES = Path(__file__).parent
SOURCES = ("redwood/form4.pdf", "redwood/copy.tif", "edgar-two-owners/form4.pdf")
COUNT, GOOD = 5_000, 50
BOUNDS = Bounds(seconds=60, megabytes=2_000)
STEPS = 20
"""A file is cut off at every twentieth of its length."""
TOKENS = (
    b"/Length",
    b"/Filter",
    b"/Kids",
    b"/Count",
    b"obj",
    b"endobj",
    b"stream",
    b"xref",
    b"trailer",
    b"/Root",
)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; 1 where something was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--with", dest="hostile", type=Path, help="a folder of hostile files")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch, "in")
        folder.mkdir()
        for name, content in mutants(options.count, options.seed):
            (folder / name).write_bytes(content)
        for number in range(GOOD):
            (folder / f"good-{number:03}.pdf").write_bytes(variant(number))
        hostile = [str(path) for path in sorted(options.hostile.iterdir())] if options.hostile else []
        documents = Inputs([str(folder), *hostile])
        usual = Options()
        pool = LocalPool(2, BOUNDS, usual)
        store = OutputStore(str(Path(scratch, "out")))
        run(Batch(store, usual, pool), documents, _Watch())
        with Journal(store) as journal:
            entries = list(journal.entries.values())
    return _told(entries)


def mutants(count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """Names and contents: bombs, every sample cut off at every step, then damage at random."""
    yield from bombs()
    for source in SOURCES:
        content = (SAMPLES / source).read_bytes()
        for step in range(1, STEPS):
            yield (
                f"cut-{source.replace('/', '-')}-{step:02}{Path(source).suffix}",
                content[: len(content) * step // STEPS],
            )
    chance = random.Random(seed)
    for number in range(count):
        source = chance.choice(SOURCES)
        mutant = damaged((SAMPLES / source).read_bytes(), chance)
        yield f"mutant-{number:05}{Path(source).suffix}", mutant


def damaged(content: bytes, chance: random.Random) -> bytes:
    """The content with bits flipped, parts left out or said again, or words of PDF in wrong places."""
    changed = bytearray(content)
    for _ in range(chance.choice((1, 1, 3, 10, 50))):
        at = chance.randrange(len(changed))
        match chance.randrange(5):
            case 0:
                changed[at] ^= 1 << chance.randrange(8)
            case 1:
                del changed[at : at + chance.randrange(1, 200)]
            case 2:
                changed[at:at] = changed[at : at + chance.randrange(1, 200)]
            case 3:
                changed[at : at + 4] = struct.pack("<I", chance.choice((0, 1, 0x7FFFFFFF, 0xFFFFFFFF)))
            case _:
                changed[at:at] = chance.choice(TOKENS) + b" %d 0 R " % chance.randrange(40)
        if not changed:
            return b""
    return bytes(changed)


class _Watch:
    """Says now and then how far it is."""

    def __init__(self) -> None:
        self.seen = self.total = 0

    def on_start(self, total: int, before: Totals) -> None:
        self.total = total

    def on_entry(self, entry: JournalEntry) -> None:
        self.seen += 1
        if self.seen % 500 == 0:
            print(f"{self.seen} of {self.total}", flush=True)


def _told(entries: Sequence[JournalEntry]) -> int:
    good = [entry for entry in entries if entry.name.startswith("good-")]
    # A bomb may cost its worker its life, which is what the limits are for; a mutant may not.
    failed = [entry for entry in entries if entry.status == "failed"]
    found = [entry for entry in failed if not entry.name.startswith("bomb-")]
    statuses = Counter(entry.status for entry in entries)
    print(
        f"{len(entries)} files: " + ", ".join(f"{count} {name}" for name, count in sorted(statuses.items()))
    )
    print(f"good files: {sum(entry.status == 'ok' for entry in good)} of {len(good)} extracted")
    print(f"slowest: {max(entry.seconds for entry in entries):.1f} s")
    for entry in failed:
        print(f"  {entry.name}: {entry.reason}")
    return 1 if found or len(good) != sum(entry.status == "ok" for entry in good) else 0


if __name__ == "__main__":
    sys.exit(main())
