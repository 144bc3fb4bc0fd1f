"""The work of a worker on one document: every error ends here, so that no other document is affected."""

from __future__ import annotations

import os
import signal
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from extractor import logs
from extractor.batch.bounds import Bounds
from extractor.batch.kernel import Deadline, limit_memory
from extractor.batch.names import legal
from extractor.batch.result_key import digest_of, result_key
from extractor.batch.tasks import BINS, Result, Status, Tally, Task
from extractor.errors import ExitCode, Form4Error, OptionError, UnreadableInput
from extractor.options import Options
from extractor.values.calibration import Doubt, confidence

if TYPE_CHECKING:
    from extractor.model.filing import Extraction

_STATUS: dict[ExitCode, Status] = {ExitCode.REFUSED: "refused", ExitCode.NOT_A_FORM4: "not-a-form4"}
OUT_OF_MEMORY = 77
"""Exit code of a worker that exceeds its memory, with a document or before its first."""
MEGABYTE = 1 << 20
"""Bytes; so many a worker must have left when it starts, too."""
OUT_OF_MEMORY_WORDS = ("memory", "bad_alloc", "start new thread", "failed to allocate")
"""Words in the exceptions of Python and the libraries when memory has run out."""
GRACE = 1.0
"""Seconds that a page has to end by itself once it is over its limit: so its number is told."""
PARENT_CHECK = 1.0
"""Seconds between two checks that the parent process is alive."""


def begin(bounds: Bounds) -> None:
    """Makes this process a worker: with its log and limits, ignoring Ctrl-C, ending with its parent."""
    logs.start()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with_parent, args=(os.getppid(),), daemon=True).start()
    try:
        confine(bounds)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)


def confine(bounds: Bounds) -> None:
    """Sets one thread a library and the memory limit; raises MemoryError where it is exceeded already.

    OpenCV is imported first: loading a library with no memory left would end the process.
    """
    os.environ["OMP_THREAD_LIMIT"] = "1"
    import cv2

    cv2.setNumThreads(1)
    most = bounds.megabytes * MEGABYTE
    limit_memory(most)
    bytearray(MEGABYTE)


def _leave_with_parent(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(PARENT_CHECK)
    os._exit(1)


def timed(work: Callable[[Task, Options], Result], task: Task, options: Options, seconds: float) -> Result:
    """The result of the work; the kernel ends this process once it takes more than `seconds`.

    No jump of the clock and no library that never returns keeps it from that.
    """
    deadline = Deadline(of_work=False)
    deadline.allow(seconds)
    try:
        return work(task, options)
    finally:
        deadline.stop()


class PageClock:
    """Has the kernel end this process once a page takes more seconds than it may.

    They are seconds of a core: a busy machine kills nothing, and what hangs without working is stopped by the
    time of its document. Reading a page has its seconds; settling a filing, those of all pages until then.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds, self._pages, self._settling = seconds, 0, False
        self._deadline = Deadline(of_work=True)

    def on_page(self, number: int, count: int) -> None:
        """The next page is read."""
        self._pages, self._settling = self._pages + 1, False
        self._allow(self._seconds)

    def judge(self, doubt: Doubt) -> float:
        """The confidence of a reading, of which the first says that a filing is settled now."""
        if not self._settling:
            self._settling = True
            self._allow(self._seconds * self._pages)
        return confidence(doubt)

    def stop(self) -> None:
        self._deadline.stop()

    def _allow(self, seconds: float) -> None:
        self._deadline.allow(seconds + GRACE)


def work(task: Task, options: Options) -> Result:
    """The document's result; every exception becomes one.

    Raises OptionError where this process has other code, data or options than the batch was started with.
    """
    if task.key != _own_key(options):
        raise OptionError(
            "a worker has another form4, other layouts or another CIK table than the batch began with; let "
            "none of them change while it runs, have the same on every machine, and run it again"
        )
    start = time.monotonic()
    try:
        with _file_of(task, options) as path:
            result = _tried(path, task, options)
    except Form4Error as error:
        result = _refused(error)
    except OSError as fault:
        reason = f"{task.listed.name} cannot be copied to its worker ({fault.strerror or fault})"
        result = Result("failed", f"{reason}; free space in its temporary folder", failure="passing")
    return replace(_written(task, result), seconds=round(time.monotonic() - start, 3))


def _written(task: Task, result: Result) -> Result:
    """The result, its outputs written where this process is to; raises OptionError where it cannot."""
    if not task.store or not result.is_extracted:
        return result
    from extractor.batch.output_store import OutputStore, write_outputs

    outputs = write_outputs(OutputStore(task.store), task.stem, result.json, result.xml)
    return replace(result, json=b"", xml=(), outputs=outputs)


def _refused(error: Form4Error) -> Result:
    """What to record of a document that cannot be read."""
    status = _STATUS.get(ExitCode(error.exit_code), "failed")
    return Result(status, str(error), failure="passing" if isinstance(error, UnreadableInput) else "")


def _tried(path: Path, task: Task, options: Options) -> Result:
    """The result of the file at `path`, or why there is none."""
    try:
        return _result(_extracted(path, task, options), options)
    except Form4Error as error:
        result = _refused(error)
    except Exception as fault:  # noqa: BLE001 - the worker boundary
        message = " ".join(f"{type(fault).__name__}: {fault}".split())
        if any(words in message.casefold() for words in OUT_OF_MEMORY_WORDS):
            # The process may lack memory for the next document too.
            os._exit(OUT_OF_MEMORY)
        result = Result("failed", f"{task.listed.name}: this is a bug in form4 ({message}); please report it")
    return replace(result, sha256=digest_of(path))


@cache
def _own_key(options: Options) -> str:
    """The key of the code, data and options of this process; "" where a file of them cannot be read."""
    try:
        return result_key(options)
    except OSError:
        return ""


@contextmanager
def _file_of(task: Task, options: Options) -> Iterator[Path]:
    """The document's file, fetched where it is none of this machine; raises InputRefused and OSError."""
    if task.path and task.content is None:
        yield Path(task.path)
        return
    with tempfile.TemporaryDirectory(prefix="form4-") as folder:
        if task.content is None:
            from extractor.batch.fetching import Fetcher

            yield Fetcher(Path(folder), options.limits.bytes).fetch(task.listed).path
            return
        path = Path(folder, legal(task.listed.name))
        path.write_bytes(task.content)
        yield path


def _extracted(path: Path, task: Task, options: Options) -> Extraction:
    from extractor.pipeline import extract

    clock = PageClock(options.limits.seconds)
    try:
        found = extract(path, options, on_page=clock.on_page, judge=clock.judge)
    finally:
        clock.stop()
    return task.listed.as_source_of(found)


def _result(extraction: Extraction, options: Options) -> Result:
    from extractor.batch.share import ciks, share_of
    from extractor.export import render_xml_all, to_json

    return Result(
        status="review" if extraction.status == "review" else "ok",
        sha256=extraction.source.sha256,
        json=to_json(extraction).encode(),
        xml=tuple(render_xml_all(extraction, ciks(options.cik))),
        share=share_of(extraction, options.cik),
        tally=_tally(extraction),
    )


def _tally(extraction: Extraction) -> Tally:
    from extractor.model.review_list import places_to_look

    cells = [cell for filing in extraction.filings for cell in filing.cells]
    bins = Counter(min(BINS - 1, int(cell.confidence * BINS)) for cell in cells)
    return Tally(
        pages=extraction.source.pages,
        filings=len(extraction.filings),
        cells=len(cells),
        looks=sum(len(places_to_look(filing)) for filing in extraction.filings),
        layouts=tuple(filing.layout for filing in extraction.filings),
        sure=tuple(bins[k] for k in range(BINS)),
    )
