"""Prints how fast the tool is on this machine: `python -m samples.bench`, or `make bench`.

A report, not a test: it always ends well, and a figure that cannot be taken says why in its place.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from statistics import median
from time import process_time

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image

from extractor import extract
from extractor.document import open_document
from extractor.errors import Form4Error
from samples.generator.__main__ import Order, make
from samples.generator.style import Family
from samples.measuring import one_thread
from samples.memory import memory_of, repeated

SAMPLES = Path(__file__).parent
BORN = ("redwood/form4.pdf", "edgar-two-owners/form4.pdf", "bundle/bundle.pdf")
SCANS = ("redwood/copy.tif", "typed-1996/scan.pdf")
GENERATED: tuple[tuple[Family, str], ...] = (
    ("edgar", "office200bw"),
    ("agent2002", "clean300"),
    ("paper1996", "office300bw"),
    ("paper2002", "copy200bw"),
    ("agent2002", "faxfine"),
    ("paper1996", "film"),
)
"""Generated scans timed beside the samples."""
FAMILIES: tuple[Family, ...] = ("edgar", "agent2002", "paper1996", "paper2002")
"""Generated pages of text timed beside the samples, one of each."""
IMPORTS = "import numpy, pydantic"
"""What the command's whole process is compared with."""
SEED = 4
REPEATED = "paper1996, office300bw"
"""Of them the one whose pages are repeated to measure memory."""
FILES_PAGES = 10, 100
"""The pages of the files whose memory is taken, all at 300 dpi."""
SETTLED = 10
"""Pages over which the memory's level is taken, after the first `SETTLED` and at the end."""
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
    one_thread()
    print(Figure("", "measured", "goal"))
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        scans = _scans(folder)
        # Memory comes first: on Linux a child's peak begins at what its parent took when it was made.
        for figure in chain(
            memory(folder, scans[REPEATED]), whole_processes(folder), warm_born(folder), warm_scans(scans)
        ):
            print(figure, flush=True)


def whole_processes(folder: Path) -> Iterator[Figure]:
    """The command from its start to its end, beside one that only loads what it is made with."""
    form4 = str(Path(sys.executable).with_name("form4"))
    page = _first_page(SAMPLES / BORN[0], folder / "page.pdf")
    imports = _process_seconds([sys.executable, "-c", IMPORTS])
    yield Figure(f"whole processes to `{IMPORTS}`, of the processor", f"{imports:.2f} s", "ratio")
    for name, arguments, goal in (
        ("form4 --help", ["--help"], "< 0.8"),
        ("form4 extract, one born-digital page", ["extract", str(page)], "< 2.5"),
    ):
        own = _process_seconds([form4, *arguments])
        yield Figure(f"  {name}", f"{own:.2f} s", f"{own / imports:.2f}  {goal}")


def _process_seconds(command: Sequence[str]) -> float:
    """The median of some processes' seconds of the processor."""
    return median(_busy_seconds(partial(_run, command)) for _ in range(PROCESSES))


def warm_born(folder: Path) -> Iterator[Figure]:
    """The processor milliseconds of a page of text beside those in which PDFium tells all its characters."""
    yield Figure("born-digital page, warm, to PDFium's characters and boxes", "", "ratio")
    ratios = []
    for name, path in _born(folder).items():
        own, theirs = 1000 * _born_seconds(path), 1000 * _pdfium_seconds(path)
        ratios.append(own / theirs)
        yield Figure(f"  {name}", f"{own:.0f} : {theirs:.0f} ms", f"{ratios[-1]:.1f}")
    yield Figure("  median ratio", f"{median(ratios):.1f}", "< 3")


def _born(folder: Path) -> dict[str, Path]:
    """The pages of text to time by name: samples, and one of each family made in `folder`."""
    pages = {name: SAMPLES / name for name in BORN}
    for family in FAMILIES:
        name = f"{family}, born-digital"
        make(Order(folder / name, family, "born", SEED, "train", None, "typed"))
        pages[name] = next((folder / name).glob("input.*"))
    return pages


def _born_seconds(path: Path) -> float:
    """Processor seconds a page of text takes, once the process is warm: the least of some passes."""
    pages = extract(path).source.pages
    return min(_seconds(partial(extract, path)) for _ in range(PASSES)) / pages


def _pdfium_seconds(path: Path) -> float:
    """The same of asking PDFium for each character of a page and for its box."""
    with pdfium.PdfDocument(path) as pdf:
        pages = len(pdf)
    return min(_seconds(partial(_characters, path)) for _ in range(PASSES)) / pages


def _characters(path: Path) -> None:
    with pdfium.PdfDocument(path) as pdf:
        for page in pdf:
            text = page.get_textpage()
            for index in range(text.count_chars()):
                raw.FPDFText_GetUnicode(text, index)
                text.get_charbox(index)


def warm_scans(scans: Mapping[str, Path]) -> Iterator[Figure]:
    """The processor seconds of a scanned page beside those of one Tesseract pass over it."""
    if shutil.which("tesseract") is None:
        yield Figure("scanned page to a whole-page Tesseract pass", "no Tesseract")
        return
    yield Figure("scanned page to a whole-page Tesseract pass, of the processor", "", "ratio")
    ratios = []
    for name, path in scans.items():
        try:
            own, theirs = _own_seconds(path), _tesseract_seconds(path)
        except Form4Error as refusal:
            yield Figure(f"  {name}", "refused", str(refusal))
            continue
        ratios.append(own / theirs)
        yield Figure(f"  {name}", f"{own:.2f} : {theirs:.2f} s", f"{ratios[-1]:.2f}")
    yield Figure("  median ratio", f"{median(ratios):.2f}", "< 1, aim 0.5")


def memory(folder: Path, source: Path) -> Iterator[Figure]:
    """The peak of a process that extracts a short file of the pages of `source`, and by how much a long one
    takes more."""
    few, many = (memory_of(repeated(source, folder / f"{pages}.tif", pages)) for pages in FILES_PAGES)
    yield Figure(f"peak memory, {FILES_PAGES[0]} pages at 300 dpi", f"{few.peak:.0f} MB", "< 700 MB")
    early, late = many.at_page[SETTLED : 2 * SETTLED], many.at_page[-SETTLED:]
    grown = median(late) - median(early)
    yield Figure(f"  more at page {FILES_PAGES[1]} than at page {SETTLED}", f"{grown:+.0f} MB", "flat")


def _scans(folder: Path) -> dict[str, Path]:
    """The scans to time by name: samples, and generated ones made in `folder`."""
    scans = {name: SAMPLES / name for name in SCANS}
    for family, profile in GENERATED:
        name = f"{family}, {profile}"
        make(Order(folder / name, family, profile, SEED, "train", None, "typed"))
        scans[name] = next((folder / name).glob("input.*"))
    return scans


def _own_seconds(path: Path) -> float:
    """Processor seconds a page of a scan takes, once the process is warm."""
    pages = extract(path).source.pages
    return _busy_seconds(partial(extract, path)) / pages


def _tesseract_seconds(path: Path) -> float:
    """The mean processor seconds of one whole-page pass over each page of a scan."""
    with tempfile.TemporaryDirectory() as folder:
        commands = [["tesseract", str(picture), "-"] for picture in _pictures(path, Path(folder))]
        return sum(_busy_seconds(partial(_run, command)) for command in commands) / len(commands)


def _busy_seconds(work: Callable[[], object]) -> float:
    """What the work takes of the processor, its child processes included: no other program's work counts."""
    before = sum(os.times()[:4])
    work()
    return sum(os.times()[:4]) - before


def _seconds(work: Callable[[], object]) -> float:
    """The same without child processes, by a finer clock."""
    start = process_time()
    work()
    return process_time() - start


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


if __name__ == "__main__":
    main()
