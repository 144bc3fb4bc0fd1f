"""Fonts whose map to text is wrong are seen by their glyphs."""

from __future__ import annotations

from string import ascii_letters

import pytest

from extractor.document import open_document
from extractor.ocr.engine import engines_for, installed_engines
from extractor.ocr.font_check import fonts_that_lie
from tests.document.document_files import FONT, one_page, stream, written

HEADING = b"Statement of changes 1234567890"
SIZES = (7, 9, 12)
FACES = ("Helvetica", "Times-Roman", "Courier", "Helvetica-Bold", "Times-Italic")
LINES = (
    "1,000 $10.25 03/17/2019",
    "11,741 7.50 62701",
    "4,567 $8,931.17 01/17/2021",
    "3,318.80 83,838 38.30",
    "A D M S P F",
    "DOE JANE Q Quincy Otto",
    "Roe George Nelson Common",
)
SWAPPED = {
    "1 and 7": {"1": "7", "7": "1"},
    "each figure the next": {str(k): str((k + 1) % 10) for k in range(10)},
    "3 and 8": {"3": "8", "8": "3"},
    "A and D": {"A": "D", "D": "A"},
    "O and Q": {"O": "Q", "Q": "O"},
    "n and u": {"n": "u", "u": "n"},
    "each letter the next": dict(zip(ascii_letters, ascii_letters[1:] + "a", strict=True)),
    "comma and point": {",": ".", ".": ","},
}


def page_of(tmp_path, mapped=None, face="Helvetica", size=9.0):
    """A page of two fonts: a heading, and lines in one that may say other letters than it shows."""
    drawn = b"".join(b"BT /F1 7 Tf 72 %d Td (%s) Tj ET\n" % (770 - 8 * k, HEADING) for k in range(8))
    for k, line in enumerate(LINES):
        drawn += b"BT /F2 %g Tf 72 %d Td (%s) Tj ET\n" % (size, 700 - 20 * k, line.encode())
    codes = {chr(code): chr(code) for code in range(32, 127)} | (mapped or {})
    rows = b" ".join(b"<%02x> <%04x>" % (ord(code), ord(text)) for code, text in codes.items())
    cmap = b"begincmap 1 begincodespacerange <00> <ff> endcodespacerange %d beginbfchar %s endbfchar endcmap"
    font = FONT.replace(b"Helvetica", face.encode()).replace(b">>", b"/ToUnicode 7 0 R >>")
    resources = b"/Font << /F1 5 0 R /F2 6 0 R >>"
    body = one_page(drawn, resources=resources, more=(font, stream(b"", cmap % (len(codes), rows))))
    return open_document(written(tmp_path / "page.pdf", body)).page(1)


def lying(page):
    readers = [
        engine
        for lines in ("every line", "answers")
        for engine in engines_for(installed_engines(), lines)[:1]
    ]
    return list(fonts_that_lie(page.doubtful_fonts(), lambda: page.raster(to_read=True), readers))


@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize("size", SIZES)
def test_a_font_that_says_what_it_shows_is_believed(tmp_path, face, size):
    assert lying(page_of(tmp_path, None, face, size)) == []


@pytest.mark.parametrize("face", FACES)
def test_of_type_of_usual_size_hardly_a_letter_is_doubted(tmp_path, face):
    doubted = page_of(tmp_path, None, face).doubtful_fonts()
    assert len({font.chars.texts[k] for font in doubted for k in font.odd}) <= 4


@pytest.mark.parametrize("mapped", SWAPPED.values(), ids=SWAPPED)
@pytest.mark.parametrize("face", ["Helvetica", "Times-Roman"])
def test_a_font_whose_map_is_wrong_is_found_out_by_its_ink(tmp_path, mapped, face):
    page = page_of(tmp_path, mapped, face)
    font = next(font for font in page.doubtful_fonts() if "Statement" not in "".join(font.chars.texts))
    assert {font.chars.texts[k] for k in font.odd} & {*mapped.values()}
    assert lying(page) == [font.key]


def test_what_such_a_font_draws_is_ink_beside_the_text(tmp_path):
    page = page_of(tmp_path, SWAPPED["1 and 7"])
    assert not page.writings()
    rest = page.without_fonts(lying(page))
    text = "".join(rest.chars().texts)
    assert HEADING.decode() in text and "$" not in text
    assert len(rest.writings()) == len(LINES)
    beside = rest.beside()
    across = beside.dpi_y / 72
    assert beside.pixels[: round(60 * across)].min() > 200 > beside.pixels[round(60 * across) :].min()
