"""A fuzz target for the openers: any bytes at all are pages, or one of the tool's own errors.

`python -m samples.fuzz_openers CORPUS -max_total_time=600` where Atheris is installed; its options are
libFuzzer's.
"""

from __future__ import annotations

import sys
import tempfile
from itertools import islice
from pathlib import Path

from extractor.document import Limits, open_document
from extractor.errors import Form4Error

LIMITS = Limits(pixels=4_000_000, pages=50, bytes=1 << 22, seconds=5)
PAGES = 3


def one_input(content: bytes) -> None:
    """Opens the bytes as a document and looks at its first pages; raises what is no Form4Error."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "input")
        path.write_bytes(content)
        try:
            with open_document(path, LIMITS) as document:
                for page in islice(document, PAGES):
                    if not page.chars():
                        page.raster()
        except Form4Error:
            return


def main() -> None:
    """The command."""
    try:
        import atheris
    except ImportError:
        sys.exit("Atheris is not installed: pip install atheris, or run make fuzz, which needs nothing")
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
