"""How much memory an extraction takes, page by page: `python -m samples.memory FILE` prints megabytes.

Run as a process of its own, for the peak is that of a process; the last figure is its peak.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from extractor.document import open_document
from samples.measuring import one_thread

MEGABYTE = 2**20
_STATM = Path("/proc/self/statm")


@dataclass(frozen=True, slots=True)
class Memory:
    """Megabytes resident when each page began, and the most the process ever took."""

    at_page: tuple[float, ...]
    peak: float


def memory_of(file: Path) -> Memory:
    """What a fresh process takes to extract `file`; raises CalledProcessError where it fails."""
    command = [sys.executable, "-m", "samples.memory", str(file)]
    checkout = Path(__file__).parent.parent
    done = subprocess.run(command, cwd=checkout, capture_output=True, check=True, text=True)
    *at_page, peak = json.loads(done.stdout)
    return Memory(tuple(at_page), peak)


def repeated(source: Path, target: Path, pages: int) -> Path:
    """A one-bit TIFF of as many pages, which are those of the scan `source` again and again."""
    with open_document(source) as document:
        rasters = [page.raster() for page in document]
    images = [Image.fromarray(raster.pixels).convert("1", dither=Image.Dither.NONE) for raster in rasters]
    first, *rest = [images[k % len(images)] for k in range(pages)]
    dpi = (rasters[0].dpi_x, rasters[0].dpi_y)
    first.save(target, "TIFF", compression="group4", dpi=dpi, save_all=True, append_images=rest)
    return target


def main() -> None:
    """Extracts the file named on the command line and prints the figures as a list."""
    one_thread()
    from extractor import extract

    taken: list[float] = []
    extract(Path(sys.argv[1]), on_page=lambda _number, _count: taken.append(_resident()))
    print(json.dumps([round(megabytes, 1) for megabytes in (*taken, peak_megabytes())]))


def peak_megabytes() -> float:
    """The most this process has taken so far."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak * (1 if sys.platform == "darwin" else 2**10) / MEGABYTE


def _resident() -> float:
    """Megabytes resident now; where the system does not say, the most so far."""
    if not _STATM.exists():
        return peak_megabytes()
    return int(_STATM.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / MEGABYTE


if __name__ == "__main__":
    main()
