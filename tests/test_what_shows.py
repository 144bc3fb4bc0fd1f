"""What does not show on a text page is not read, what is hidden is told, what a font shows is what counts."""

from __future__ import annotations

import re
import tempfile
import zlib
from functools import cache
from pathlib import Path

import pytest

from extractor import extract
from extractor.model.filing import Filing
from tests.document.document_files import FONT, stream, written
from tests.document.pdf_sheets import BOX, Objects, Sheet, _unpacked, born, laid

ROW = "nonDerivativeTable/nonDerivativeTransaction[1]"
DEEMED, SHARES = f"{ROW}/deemedExecutionDate", f"{ROW}/transactionAmounts/transactionShares"
WORDS = b"BT /T 8 Tf 236 501 Td (11/05/2004) Tj ET"
"""A date in the empty column 2A of the first row."""
LAYER = b"<< /Type /OCG /Name (Notes) >>"


def with_form(content: bytes, resources: bytes = b"", around: bytes = b"%s") -> Objects:
    """The born page with a form object set on it last; `around` is what draws it."""
    sheet, number = born(), len(born().objects) + 1
    own = b"/Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources << /Font << /T %d 0 R >> %s >>"
    return laid(
        Sheet(
            b"q %s Q %s" % (sheet.content, around % b"/Added Do"),
            sheet.resources + b" /XObject << /Added %d 0 R >>" % number,
            (*sheet.objects, stream(own % (number + 1, resources), content), FONT),
        )
    )


def in_a_layer_that_is_off() -> Objects:
    made = with_form(b"/OC /L BDC %s EMC" % WORDS, b"/Properties << /L %d 0 R >>" % 99)
    number = len(made.bodies) + 1
    bodies = [body.replace(b"/L 99 0 R", b"/L %d 0 R" % number) for body in made.bodies]
    off = b"/OCProperties << /OCGs [%d 0 R] /D << /OFF [%d 0 R] >> >> /Pages" % (number, number)
    bodies[made.root - 1] = bodies[made.root - 1].replace(b"/Pages", off)
    return Objects((*bodies, LAYER), made.root, made.page)


@cache
def plain() -> Filing:
    return filing_of(laid(born()))


def filing_of(made: Objects) -> Filing:
    with tempfile.TemporaryDirectory() as folder:
        (filing,) = extract(written(Path(folder, "a.pdf"), made.file())).filings
    return filing


def cells(filing: Filing) -> dict[str, tuple[str, str]]:
    return {cell.path: (cell.value, cell.status) for cell in filing.cells}


def test_words_in_an_empty_cell_are_read_where_they_show():
    assert cells(filing_of(with_form(WORDS)))[DEEMED][0] == "2004-11-05"


HIDDEN = {
    "white": lambda: with_form(b"1 g " + WORDS),
    "nearly white": lambda: with_form(b".97 g " + WORDS),
    "of an invisible mode": lambda: with_form(WORDS.replace(b"/T 8 Tf", b"/T 8 Tf 3 Tr")),
    "of a layer that is off": in_a_layer_that_is_off,
    "clipped away": lambda: with_form(b"q 0 0 9 9 re W n %s Q" % WORDS),
    "as a clip alone": lambda: with_form(b"q %s Q" % WORDS.replace(b"/T 8 Tf", b"/T 8 Tf 7 Tr")),
    "transparent": lambda: with_form(b"/G gs " + WORDS, b"/ExtGState << /G << /ca 0 /CA 0 >> >>"),
    "too small to read": lambda: with_form(WORDS.replace(b"/T 8 Tf", b"/T .5 Tf")),
    "under a white box": lambda: with_form(WORDS + b" 1 g 230 499 50 10 re f"),
}


@pytest.mark.parametrize("made", HIDDEN.values(), ids=HIDDEN)
def test_words_in_an_empty_cell_that_do_not_show_are_not_read(made):
    """`5555` was accepted in an empty cell."""
    found = cells(filing_of(made()))
    assert DEEMED not in found or found[DEEMED] == ("", "review")
    assert {path: value for path, value in found.items() if path != DEEMED} == cells(plain())


PLACE = b"330 498 24 11"
"""Left, bottom, width and height of the shares of the first row, with a little room."""


def under_an_annotation() -> Objects:
    shown = stream(b"/Type /XObject /Subtype /Form /BBox [0 0 24 11]", b"0 g 0 0 24 11 re f")
    sheet = born()
    number = len(sheet.objects) + 1
    square = b"<< /Type /Annot /Subtype /Square /Rect [330 498 354 509] /F 4 /AP << /N %d 0 R >> >>" % number
    return laid(
        Sheet(sheet.content, sheet.resources, (*sheet.objects, shown)), BOX + b" /Annots [%s]" % square
    )


COVERED = {
    "a black box": lambda: with_form(b"0 g %s re f" % PLACE),
    "a grey box": lambda: with_form(b".6 g %s re f" % PLACE),
    "a white box": lambda: with_form(b"1 g %s re f" % PLACE),
    "a picture": lambda: with_form(b"24 0 0 11 330 498 cm BI /W 1 /H 1 /CS /G /BPC 8 /F /AHx ID 00> EI"),
    "an annotation": under_an_annotation,
}


@pytest.mark.parametrize("made", COVERED.values(), ids=COVERED)
def test_a_value_under_a_cover_is_not_accepted_and_its_row_is_flagged(made):
    """Values under redaction boxes were read and accepted, without a hint."""
    filing = filing_of(made())
    found = cells(filing)
    assert found.get(SHARES, ("", "review"))[1] == "review"
    assert any(item.path and SHARES.startswith(item.path) for item in filing.review)
    others = {path for path, value in found.items() if value[1] != "review"} - {SHARES}
    assert all(found[path] == cells(plain())[path] for path in others)
    assert len(others) > 0.9 * len(cells(plain()))


def with_a_map(changes: dict[bytes, bytes]) -> Objects:
    """The values' font says that it shows other characters."""
    bodies = list(born().objects)
    font = next(body for body in bodies if b"/BaseFont /AAAAAA+LiberationSerif " in body)
    number = int(re.search(rb"/ToUnicode (\d+) 0 R", font)[1])
    swap = {ord(key): ord(value) for key, value in changes.items()}

    def said(line: re.Match[bytes]) -> bytes:
        code = int(line[1], 16)
        return b"<%02X> <%04X>" % (code, swap.get(code, int(line[2], 16)))

    text = re.sub(rb"<(\w\w)> <(\w{4})>", said, _unpacked(bodies[number - 1]))
    bodies[number - 1] = stream(b"/Filter /FlateDecode", zlib.compress(text))
    return laid(Sheet(born().content, born().resources, tuple(bodies)))


MAPS = {
    "1 for 7": {b"1": b"7", b"7": b"1"},
    "each digit for the next": {b"%d" % k: b"%d" % ((k + 1) % 10) for k in range(10)},
    "3 for 8 and A for D": {b"3": b"8", b"8": b"3", b"A": b"D", b"D": b"A"},
}


@pytest.mark.parametrize("changes", MAPS.values(), ids=MAPS)
def test_values_of_a_font_whose_map_is_wrong_are_those_on_the_screen_or_flagged(changes):
    """1,000 was 7000, and a date of 2079 was accepted."""
    found, right = cells(filing_of(with_a_map(changes))), cells(plain())
    wrong = {path: value for path, value in found.items() if value[0] != right.get(path, ("",))[0]}
    assert all(status == "review" for _, status in wrong.values()), wrong
    assert len(wrong) < 0.1 * len(right)
    assert len(found) > 0.9 * len(right)
