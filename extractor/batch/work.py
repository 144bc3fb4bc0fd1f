"""What a worker does with one document: the boundary behind which nothing can go wrong for the others."""

from __future__ import annotations

import os
import resource
import signal
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.batch.result_key import result_key
from extractor.batch.tasks import BINS, Bounds, Result, Status, Tally, Task
from extractor.errors import ExitCode, Form4Error, OptionError
from extractor.options import Options

if TYPE_CHECKING:
    from extractor.export.cik import CikTable
    from extractor.model.filing import Extraction

_STATUS: dict[ExitCode, Status] = {ExitCode.REFUSED: "refused", ExitCode.NOT_A_FORM4: "not-a-form4"}
OUT_OF_MEMORY = 77
"""Exit code of a worker that needs more memory than it may have, for its document or before it has one."""
LEAST = 1 << 20
"""Bytes a worker must have left for documents."""
OUT_OF_MEMORY_SAID = ("memory", "bad_alloc", "start new thread", "failed to allocate")
"""What Python and the libraries say when there is no more."""
ORPHANED = 1.0
"""Seconds between two looks whether the parent is still there."""


def begin(bounds: Bounds) -> None:
    """Makes this process a worker: confined, deaf to Ctrl-C, gone with its parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with_parent, args=(os.getppid(),), daemon=True).start()
    try:
        confine(bounds)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)


def confine(bounds: Bounds) -> None:
    """One thread a library, and no more memory of its own than allowed; raises MemoryError where it has that.

    OpenCV comes first: a library that is loaded with no memory left ends the process in one way or another.
    """
    os.environ["OMP_THREAD_LIMIT"] = "1"
    import cv2

    cv2.setNumThreads(1)
    most = bounds.megabytes << 20
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))
    bytearray(LEAST)


def _leave_with_parent(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(ORPHANED)
    os._exit(1)


def work(task: Task, options: Options) -> Result:
    """The document's result; every error becomes one, but for what kills the process.

    Raises OptionError where this process would not read as the batch does that asks for it.
    """
    if task.key != _own_key(options):
        raise OptionError(
            "a worker has another form4, other layouts or another CIK table than the batch began with; let "
            "none of them change while it runs, have the same on every machine, and run it again"
        )
    start = time.monotonic()
    try:
        with _at_hand(task) as path:
            extraction = _extracted(path, task, options)
        result = _result(extraction, options)
    except Form4Error as error:
        result = Result(_STATUS.get(ExitCode(error.exit_code), "failed"), str(error))
    except Exception as fault:  # noqa: BLE001 - the worker boundary
        said = " ".join(f"{type(fault).__name__}: {fault}".split())
        if any(words in said.casefold() for words in OUT_OF_MEMORY_SAID):
            # What is left of this process may be short of memory for the next document too.
            os._exit(OUT_OF_MEMORY)
        result = Result("failed", f"{task.listed.name}: this is a bug in form4 ({said}); please report it")
    return replace(result, seconds=round(time.monotonic() - start, 3))


@cache
def _own_key(options: Options) -> str:
    """Of what this process reads with from its first document on; "" where that is not all there."""
    try:
        return result_key(options)
    except OSError:
        return ""


@contextmanager
def _at_hand(task: Task) -> Iterator[Path]:
    """The document's file."""
    if task.content is None:
        yield Path(task.path)
        return
    with tempfile.TemporaryDirectory(prefix="form4-") as folder:
        path = Path(folder, task.listed.file_name)
        path.write_bytes(task.content)
        yield path


def _extracted(path: Path, task: Task, options: Options) -> Extraction:
    from extractor.pipeline import extract

    return task.listed.told_of(extract(path, options))


@cache
def ciks(file: str) -> CikTable | None:
    """The table of CIK numbers in a file; None where none is named."""
    from extractor.export import CikTable

    return CikTable.load(Path(file)) if file else None


def _result(extraction: Extraction, options: Options) -> Result:
    from extractor.export import render_xml_all, to_json

    return Result(
        status="review" if extraction.status == "review" else "ok",
        json=to_json(extraction).encode(),
        xml=tuple(render_xml_all(extraction, ciks(options.cik))),
        tally=_tally(extraction),
    )


def _tally(extraction: Extraction) -> Tally:
    cells = [cell for filing in extraction.filings for cell in filing.cells]
    bins = Counter(min(BINS - 1, int(cell.confidence * BINS)) for cell in cells)
    return Tally(
        pages=extraction.source.pages,
        filings=len(extraction.filings),
        cells=len(cells),
        looks=sum(cell.status == "review" for cell in cells),
        layouts=tuple(filing.layout for filing in extraction.filings),
        sure=tuple(bins[k] for k in range(BINS)),
    )
