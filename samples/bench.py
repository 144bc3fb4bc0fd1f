"""Prints how fast the tool is on this machine: `python -m samples.bench`, or `make bench`.

A report, not a test: it always ends well, and a figure that cannot be taken says why in its place.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter

import pypdfium2 as pdfium
from PIL import Image

from extractor import extract
from extractor.document import open_document

SAMPLES = Path(__file__).parent
BORN = ("redwood/form4.pdf", "edgar-two-owners/form4.pdf", "bundle/bundle.pdf")
SCANS = ("redwood/copy.tif", "typed-1996/scan.pdf")
PROCESSES = 5
"""Whole processes timed, of which the median counts."""
PASSES = 5
"""Times each file is read in a warm process, after once to warm it."""
ONE_THREAD = {**os.environ, "OMP_THREAD_LIMIT": "1"}


@dataclass(frozen=True, slots=True)
class Figure:
    """A line of the report; `goal` is what the project asks of it."""

    name: str
    value: str
    goal: str = ""

    def __str__(self) -> str:
        return f"{self.name:<58}{self.value:>14}  {self.goal}".rstrip()


def main() -> None:
    """Prints each figure as it is taken."""
    print(Figure("", "measured", "goal"))
    with tempfile.TemporaryDirectory() as folder:
        for figure in (*whole_processes(Path(folder)), warm_born(), *warm_scans(Path(folder))):
            print(figure, flush=True)
    print(Figure("peak memory of this process", f"{_peak_megabytes():.0f} MB"))


def whole_processes(folder: Path) -> Iterator[Figure]:
    """The command from its start to its end."""
    form4 = str(Path(sys.executable).with_name("form4"))
    page = _first_page(SAMPLES / BORN[0], folder / "page.pdf")
    for name, arguments, goal in (
        ("form4 --help, whole process", ["--help"], "< 0.30 s"),
        ("form4 extract, one born-digital page, whole process", ["extract", str(page)], "< 0.50 s"),
    ):
        seconds = median(_seconds(partial(_run, [form4, *arguments])) for _ in range(PROCESSES))
        yield Figure(name, f"{seconds:.2f} s", goal)


def warm_born() -> Figure:
    """The median over the born-digital samples of the milliseconds a page takes."""
    each = [1000 * _seconds_a_page(SAMPLES / name, PASSES) for name in BORN]
    return Figure("born-digital page, warm process", f"{median(each):.0f} ms", "< 60 ms")


def warm_scans(folder: Path) -> Iterator[Figure]:
    """The seconds a scanned page takes, beside those of Tesseract for the same picture."""
    for name in SCANS:
        own = _seconds_a_page(SAMPLES / name, 1)
        yield Figure(f"scanned page, warm process ({name})", f"{own:.2f} s")
        if shutil.which("tesseract") is None:
            yield Figure("  one whole-page Tesseract pass", "no Tesseract")
            continue
        pictures = _pictures(SAMPLES / name, folder)
        passes = [_seconds(partial(_run, ["tesseract", str(picture), "-"])) for picture in pictures]
        theirs = sum(passes) / len(passes)
        yield Figure("  one whole-page Tesseract pass", f"{theirs:.2f} s")
        yield Figure("  ratio", f"{own / theirs:.2f}")


def _seconds_a_page(path: Path, passes: int) -> float:
    """The median of some passes, after one that warms the process."""
    pages = extract(path).source.pages
    return median(_seconds(partial(extract, path)) for _ in range(passes)) / pages


def _seconds(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start


def _run(command: Sequence[str]) -> None:
    """Runs a command on one thread; what it prints, and whether it found anything, is no matter."""
    quiet = subprocess.DEVNULL
    subprocess.run(command, stdin=quiet, stdout=quiet, stderr=quiet, env=ONE_THREAD, check=False)


def _first_page(source: Path, target: Path) -> Path:
    """A PDF of the first page of another."""
    with pdfium.PdfDocument(source) as whole, pdfium.PdfDocument.new() as page:
        page.import_pages(whole, [0])
        page.save(target)
    return target


def _pictures(path: Path, folder: Path) -> list[Path]:
    """Each page of a scan as a picture of its own."""
    pictures = []
    with open_document(path) as document:
        for page in document:
            raster = page.raster()
            picture = folder / f"{path.stem}-{page.number}.png"
            Image.fromarray(raster.pixels).save(picture, dpi=(raster.dpi_x, raster.dpi_y))
            pictures.append(picture)
    return pictures


def _peak_megabytes() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (2**20 if sys.platform == "darwin" else 2**10)


if __name__ == "__main__":
    main()
