"""Mutants of the samples, and bombs: `make fuzz`.

Each must come out as a result or as one of the tool's own errors, within the limits of time and memory;
a worker that dies or hangs is a finding. The files of `--with` are thrown in.
"""

from __future__ import annotations

import argparse
import io
import random
import struct
import sys
import tempfile
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from PIL import Image

from extractor.batch.inputs import Inputs
from extractor.batch.journal import Journal
from extractor.batch.local_pool import LocalPool
from extractor.batch.output_store import OutputStore
from extractor.batch.run import Batch, run
from extractor.batch.tasks import Bounds, JournalEntry, Totals
from extractor.options import Options
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
NAMES = b"/Names << /EmbeddedFiles << /Names [%s] >> >>"
"""A catalog's list of attached files."""
ODD_SHEETS = (
    b"/MediaBox [0 0 612 792] /CropBox [700 0 800 792]",
    b"/MediaBox [0 0 612 792] /CropBox [612 0 900 792]",
    b"/MediaBox [0 0 0.0001 0.0001]",
    b"/MediaBox [0 0 1e-40 792]",
    b"/MediaBox [0 0 14400 1]",
    b"/MediaBox [0 0 1e7 1e7]",
    b"/MediaBox [-1e38 0 1e38 792]",
    b"/MediaBox [0 0 612 792] /UserUnit 1e-30",
)
"""Boxes of pages without width, thinner than a pixel, longer or larger than any paper."""


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


def bombs() -> Iterator[tuple[str, bytes]]:
    """Small files that ask for much: a huge page, many pages, streams in streams, trees that loop."""
    wide = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(wide, "TIFF", compression="group4")
    yield "bomb-page.tif", wide.getvalue()
    yield "bomb-pages.pdf", _pdf(b"<< /Type /Pages /Count 100000 /Kids [" + b"3 0 R " * 100_000 + b"] >>")
    yield "bomb-loop.tif", b"II*\x00\x08\x00\x00\x00" + struct.pack("<HHHIII", 1, 256, 3, 1, 1, 8)
    yield "bomb-kids.pdf", _pdf(b"<< /Type /Pages /Count 1 /Kids [2 0 R] >>")
    nested = b"0" * (1 << 30)
    for _ in range(2):
        nested = zlib.compress(nested, 9)
    yield "bomb-mask.pdf", _layered(40_000, 40_000)
    yield "bomb-mask-of-a-line.pdf", _layered(100_000_000, 1)
    yield "bomb-negative.tif", _strip(Image.new("1", (140_000, 1_000)))
    yield "bomb-strip.tif", _strip(Image.new("1", (1, 100_000), 1))
    yield "bomb-tiles.pdf", _tiled(200_000)
    yield "bomb-nested.pdf", _pdf(b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>", nested)
    yield from _attached_bombs(nested)
    for number, boxes in enumerate(ODD_SHEETS):
        yield f"bomb-sheet-{number}.pdf", _pdf(b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>", boxes=boxes)


def _attached_bombs(nested: bytes) -> Iterator[tuple[str, bytes]]:
    """A file that unpacks to a gigabyte, ten thousand names of it, and boxes in boxes."""
    tree = b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>"
    file = b"/Type /Filespec /F (a.pdf) /EF << /F 4 0 R >>"
    for name, count in (("size", 1), ("count", 10_000)):
        names = b"(a) << %s >> " % file * count
        yield f"bomb-attached-{name}.pdf", _pdf(tree, nested, more=NAMES % names)
    box = b"%PDF-1.4"
    for _ in range(30):
        box = _pdf(tree, zlib.compress(zlib.compress(box)), more=NAMES % (b"(a) << %s >> " % file))
    yield "bomb-attached-depth.pdf", box


def _strip(image: Image.Image) -> bytes:
    """A fax of any shape, which claims no resolution."""
    content = io.BytesIO()
    image.save(content, "TIFF", compression="group4")
    return content.getvalue()


def _layered(columns: int, rows: int) -> bytes:
    """A page that is one pixel seen through a mask of so many."""
    mask = zlib.compress(zlib.compress(bytes(-(-columns // 8) * rows), 9), 9)
    entries = b"/Width %d /Height %d /ImageMask true /BitsPerComponent 1" % (columns, rows)
    return _pictures(
        b"612 0 0 792 0 0 cm /I Do", _stream(_PIXEL + b" /Mask 6 0 R", b"0"), _deflated(entries, mask)
    )


def _tiled(count: int) -> bytes:
    """A page of so many pictures of one pixel, each seen through a page-size mask."""
    tiles = b"q 9 0 0 9 0 0 cm /I Do Q " * count
    bits = zlib.compress(zlib.compress(bytes(1_000 * 8_000), 9), 9)
    entries = b"/Width 8000 /Height 8000 /ImageMask true /BitsPerComponent 1"
    return _pictures(tiles, _stream(_PIXEL + b" /Mask 6 0 R", b"0"), _deflated(entries, bits))


_PIXEL = b"/Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8"


def _pictures(content: bytes, picture: bytes, mask: bytes) -> bytes:
    """A PDF whose page draws a picture `/I`, object 5, with its mask, object 6."""
    page = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        b"/Resources << /XObject << /I 5 0 R >> >> >>"
    )
    tree = b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>"
    return _file([b"<< /Type /Catalog /Pages 2 0 R >>", tree, page, _stream(b"", content), picture, mask])


def _stream(entries: bytes, data: bytes) -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (entries, len(data), data)


def _deflated(entries: bytes, data: bytes) -> bytes:
    """A stream of data that was deflated twice."""
    return _stream(entries + b" /Filter [/FlateDecode /FlateDecode]", data)


def _pdf(
    pages: bytes, content: bytes = b"", boxes: bytes = b"/MediaBox [0 0 612 792]", more: bytes = b""
) -> bytes:
    """A PDF with this page tree, the catalog's entries `more`; every page has the boxes and the content,
    deflated twice."""
    page = b"<< /Type /Page /Parent 2 0 R %s /Contents 4 0 R >>" % boxes
    return _file([b"<< /Type /Catalog /Pages 2 0 R %s >>" % more, pages, page, _deflated(b"", content)])


def _file(objects: Sequence[bytes]) -> bytes:
    """A PDF of objects, numbered from 1; the first is its catalog."""
    out, places = bytearray(b"%PDF-1.5\n"), []
    for number, text in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, text)
    table = len(out)
    size = len(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, table))


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
