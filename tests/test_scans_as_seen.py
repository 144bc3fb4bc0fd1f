"""A scan in a wrapper that hides what it is, and a page drawn without a letter: read like the plain scan."""

import ctypes
import io

import cv2
import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw
import pytest
from PIL import ImageOps

from tests.document.pdf_sheets import Sheet, born, laid
from tests.document.picture_files import saved
from tests.document.test_container_matrix import PICTURES, RESOLUTION, SCANS, cells_of, grey, scanned, values


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    found = values(cells_of(tmp_path_factory.mktemp("plain"), PICTURES["TIFF"](scanned())))
    assert len(found) > 40
    return found


def negative():
    """White on black, as film is, in a bright frame."""
    return saved(ImageOps.expand(ImageOps.invert(grey(scanned())), 60, 255), "PNG", **RESOLUTION)


def headed(*lines):
    """The scan with a court's or an archive's lines typed at its top, the only text of the page."""
    document = pdfium.PdfDocument(laid(SCANS["Group 4"](scanned())).file())
    page = document[0]
    for k, line in enumerate(lines):
        typed = raw.FPDFPageObj_NewTextObj(document, b"Helvetica", 8)
        raw.FPDFText_SetText(typed, (ctypes.c_ushort * (len(line) + 1))(*map(ord, line), 0))
        raw.FPDFPageObj_Transform(typed, 1, 0, 0, 1, 120, 780 - 10 * k)
        raw.FPDFPage_InsertObject(page, typed)
    page.gen_content()
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def outlined(dpi=600):
    """The page of text with its letters as filled outlines."""
    with pdfium.PdfDocument(laid(born()).file()) as document:
        page = document[0].render(scale=dpi / 72, grayscale=True).to_numpy()
    outlines, _ = cv2.findContours((page < 160).astype(np.uint8), cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    paths = b" ".join(_path(outline[:, 0] * 72 / dpi) for outline in outlines)
    return laid(Sheet(paths + b" f*", b"", ())).file()


def _path(points):
    """A closed path through points of the page; y runs down from its top."""
    corners = [b"%.2f %.2f" % (x, 792 - y) for x, y in points.tolist()]
    return corners[0] + b" m " + b"".join(corner + b" l " for corner in corners[1:]) + b"h"


COURT = "Case 1:04-cv-01234-ABC   Document 17-3   Filed 06/14/2004   Page 3 of 21"
WRAPPED = {
    "a negative": negative,
    "a court's running head": lambda: headed(COURT),
    "some typed lines": lambda: headed(COURT, "EXHIBIT 4 TO THE DECLARATION OF COUNSEL", "Received June 15"),
    "outlined letters": outlined,
}


@pytest.mark.parametrize("wrapped", WRAPPED.values(), ids=WRAPPED)
def test_values_are_those_of_the_plain_scan(tmp_path, plain, wrapped):
    assert values(cells_of(tmp_path, wrapped())) == plain
