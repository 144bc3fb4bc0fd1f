"""A batch killed again and again, its workers too: `make bench-faults`.

What comes of it after all must be, byte for byte, what an undisturbed run gives, and the journal must tell
every document once.
"""

from __future__ import annotations

import argparse
import filecmp
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from extractor.batch.journal import Journal
from extractor.batch.output_store import OutputStore

FORM = Path(__file__).parent / "redwood" / "form4.pdf"
DOCUMENTS, KILLS = 150, 50
LONGEST = 4.0
"""Seconds after which a batch is killed, at most."""
OF_THE_RUN = {"journal", "report.html", ".lock"}
"""What tells of a run, with its times."""


def main(arguments: Sequence[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=KILLS)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        archive, calm, stormy = (Path(scratch, name) for name in ("archive", "calm", "stormy"))
        archive.mkdir()
        for number in range(DOCUMENTS):
            (archive / f"form-{number:04}.pdf").write_bytes(variant(number))
        _run(archive, calm).wait()
        before = killed(archive, stormy, options.kills)
        _run(archive, stormy).wait()
        different = differing(calm, stormy)
        journal = Journal(OutputStore(str(stormy)))
        lines = sum(1 for _ in (stormy / "journal" / "entries.jsonl").open("rb"))
    print(f"{options.kills} kills, {before} documents were done before the last run")
    print(f"{len(different)} outputs differ from an undisturbed run's {different[:3]}")
    print(f"the journal has {lines} lines for {len(journal.entries)} documents")


def variant(number: int) -> bytes:
    """The filing with a comment behind its end: other contents, the same values."""
    return FORM.read_bytes() + b"\n%% %d\n" % number


def killed(archive: Path, out: Path, kills: int, seed: int = 6) -> int:
    """Starts a batch and kills it, or one of its workers, at random moments; the documents done then."""
    moment = random.Random(seed)
    for number in range(kills):
        process = _run(archive, out)
        time.sleep(moment.uniform(0.1, LONGEST))
        if number % 3 == 2:
            _kill_a_worker(process.pid, moment)
            time.sleep(moment.uniform(0.1, LONGEST))
        process.kill()
        process.wait()
    return len(Journal(OutputStore(str(out))).entries)


def _run(archive: Path, out: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "extractor.cli", "batch", str(archive), "--out", str(out), "--quiet"]
    return subprocess.Popen([*command, "--workers", "2"])


def _kill_a_worker(parent: int, moment: random.Random) -> None:
    children = Path(f"/proc/{parent}/task/{parent}/children")
    found = children.read_text().split() if children.exists() else []
    if found:
        os.kill(int(moment.choice(found)), signal.SIGKILL)


def differing(folder: Path, other: Path) -> list[str]:
    """The outputs that two folders do not have alike."""
    names = {str(p.relative_to(f)) for f in (folder, other) for p in f.rglob("*") if p.is_file()}
    return sorted(
        name
        for name in names
        if Path(name).parts[0] not in OF_THE_RUN
        and not (
            (folder / name).exists()
            and (other / name).exists()
            and filecmp.cmp(folder / name, other / name, False)
        )
    )


if __name__ == "__main__":
    main()
