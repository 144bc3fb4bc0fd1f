"""Whatever happens to the inputs and to the run: in the end the outputs are those of a fresh folder."""

from __future__ import annotations

import contextlib
import hashlib
import shutil
import tempfile
from pathlib import Path
from unittest.mock import patch

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from extractor.batch import sections
from extractor.batch.output_store import OutputStore
from extractor.batch.run import run
from extractor.batch.tasks import Result, Tally
from extractor.export import to_json
from extractor.model.filing import Extraction
from tests.batch.archives import BOUNDS, OPTIONS, Silent, batch_of, documents_of

NAMES = ("a.pdf", "b.pdf", "deep/a.pdf", "A.pdf", "a.pdf-1", "a")
BAD = b"bad"


class Power(Exception):
    """The power goes."""


class Pool:
    """Reads what a file says as fast as can be: its filings are the letters of its contents.

    `left` is after how many documents the power goes, None for never.
    """

    ships_content, bounds = False, BOUNDS

    def __init__(self, left: int | None = None, change: Path | None = None) -> None:
        self.left, self.change = left, change

    def run(self, tasks, workers=None):
        for task in tasks:
            if self.left == 0:
                raise Power
            if self.left is not None:
                self.left -= 1
            if self.change is not None and self.change.exists():
                self.change.write_bytes(b"changed")
                self.change = None
            yield task, _result(Path(task.path), task)


def _result(path: Path, task) -> Result:
    content = path.read_bytes() if path.exists() else b""
    digest = hashlib.sha256(content).hexdigest() if path.exists() else ""
    if not content or content.startswith(BAD):
        return Result("refused", f"{task.listed.name} is bad", sha256=digest)
    filings = len(content) % 3 + 1
    source = {"name": task.listed.name, "sha256": digest, "pages": 1, "path": task.listed.address}
    filing = {"form": "4", "layout": "form4-1996", "pages": (1,), "status": "ok", "cells": ()}
    found = Extraction.model_validate({"source": source, "status": "ok", "filings": (filing,) * filings})
    xml = tuple(b"<x>%s %d</x>" % (content, number) for number in range(filings))
    return Result("ok", json=to_json(found).encode(), xml=xml, sha256=digest, tally=Tally(filings=filings))


class Histories(RuleBasedStateMachine):
    """Files appear, change and vanish; outputs break; runs are cut off."""

    def __init__(self) -> None:
        super().__init__()
        self.home = Path(tempfile.mkdtemp())
        self.inputs, self.out = self.home / "in", self.home / "out"
        (self.inputs / "deep").mkdir(parents=True)
        self.patch = patch.object(sections, "END", "8")  # every second document ends a section
        self.patch.start()

    def teardown(self) -> None:
        self._run(self.out, Pool())
        self._run(self.home / "fresh", Pool())
        assert self._told(self.out) == self._told(self.home / "fresh")
        shutil.rmtree(self.home)
        self.patch.stop()

    @rule(name=st.sampled_from(NAMES), content=st.sampled_from([b"one", b"two", b"three", BAD, b""]))
    def write(self, name, content):
        (self.inputs / name).write_bytes(content)

    @rule(name=st.sampled_from(NAMES), other=st.sampled_from(NAMES))
    def copy(self, name, other):
        if (self.inputs / name).exists() and name != other:
            shutil.copy(self.inputs / name, self.inputs / other)

    @rule(number=st.integers(0, 20), how=st.sampled_from(["gone", "cut"]))
    def damage_an_output(self, number, how):
        files = sorted(path for name in ("json", "xml") for path in (self.out / name).glob("*"))
        if files:
            file = files[number % len(files)]
            content = file.read_bytes()
            file.unlink()
            if how == "cut":
                file.write_bytes(content[:-1])

    @rule(cut=st.integers(1, 200))
    def cut_the_journal(self, cut):
        file = self.out / "journal" / "entries.jsonl"
        if file.exists():
            file.write_bytes(file.read_bytes()[:-cut])

    @rule(left=st.integers(0, 4))
    def run_until_the_power_goes(self, left):
        with contextlib.suppress(Power):
            self._run(self.out, Pool(left))

    @rule(name=st.sampled_from(NAMES))
    def run_while_a_file_changes(self, name):
        self._run(self.out, Pool(change=self.inputs / name))

    @rule()
    def run_to_the_end(self):
        self._run(self.out, Pool())

    def _run(self, out: Path, pool: Pool) -> None:
        found = documents_of(self.inputs) if any(self.inputs.rglob("*.*")) else ()
        run(batch_of(OutputStore(str(out)), pool, OPTIONS), found, Silent())

    def _told(self, out: Path) -> dict[str, object]:
        """Every output by the document it is of: which of two documents of one name has the plain one is
        a matter of who came first."""
        lines = (out / "names.tsv").read_text("utf-8").splitlines()[1:]
        told: dict[str, object] = {}
        expected = set()
        for stem, url in (line.split("\t") for line in lines):
            own = [f"json/{stem}.json", f"xml/{stem}.xml", *(f"xml/{stem}-{n}.xml" for n in (1, 2, 3))]
            expected |= set(own)
            told[url] = [(out / name).read_bytes() if (out / name).exists() else None for name in own]
        files = {f"{name}/{path.name}" for name in ("json", "xml") for path in (out / name).glob("*")}
        tables = {file.name: file.read_bytes() for file in (out / "tables").iterdir()}
        aside = (out / "set-aside.csv").read_text("utf-8")
        return told | tables | {"left over": files - expected, "aside": aside}


TestHistories = Histories.TestCase
TestHistories.settings = settings(
    max_examples=40, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
)
