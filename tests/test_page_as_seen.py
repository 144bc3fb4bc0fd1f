"""A page is read as a person sees it, however it is put into its file: like the same page in a plain one."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw
import pytest
from PIL import Image

from extractor import extract
from extractor.model.filing import Extraction

SAMPLE = Path(__file__).parent.parent / "samples/edgar-two-owners/form4.pdf"


@cache
def plain() -> Extraction:
    return extract(SAMPLE)


def values(found: Extraction) -> dict[str, str]:
    return {cell.path: cell.value for cell in found.filings[0].cells}


def saved(pdf: pdfium.PdfDocument, path: Path) -> Path:
    pdf.save(path)
    return path


def drawn_turned(path: Path, degrees: int) -> Path:
    """The sample's pages drawn turned by `degrees` counterclockwise onto pages of their own."""
    source, out = pdfium.PdfDocument(SAMPLE), pdfium.PdfDocument.new()
    for number in range(len(source)):
        width, height = source[number].get_size()
        matrix = {
            90: (0, 1, -1, 0, height, 0),
            180: (-1, 0, 0, -1, width, height),
            270: (0, -1, 1, 0, 0, width),
        }
        page = out.new_page(*((width, height) if degrees == 180 else (height, width)))
        inner = raw.FPDF_NewFormObjectFromXObject(raw.FPDF_NewXObjectFromPage(out, source, number))
        raw.FPDFPageObj_SetMatrix(inner, raw.FS_MATRIX(*matrix[degrees]))
        raw.FPDFPage_InsertObject(page, inner)
        page.gen_content()
    return saved(out, path)


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_text_page_shown_turned_is_read(tmp_path, rotation):
    pdf = pdfium.PdfDocument(SAMPLE)
    for page in pdf:
        page.set_rotation(rotation)
    found = extract(saved(pdf, tmp_path / "turned.pdf"))
    assert values(found) == values(plain())
    assert set(found.filings[0].turns) == {4 - rotation // 90}


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_text_page_drawn_turned_is_read_and_its_boxes_are_those_of_the_page_as_filed(tmp_path, degrees):
    found = extract(drawn_turned(tmp_path / "turned.pdf", degrees))
    assert values(found) == values(plain())
    for cell, upright in zip(found.filings[0].cells, plain().filings[0].cells, strict=True):
        x0, top, x1, bottom = upright.bbox
        there = {
            90: (top, 612 - x1, bottom, 612 - x0),
            180: (612 - x1, 792 - bottom, 612 - x0, 792 - top),
            270: (792 - bottom, x0, 792 - top, x1),
        }[degrees]
        if cell.bbox != (0.0, 0.0, 0.0, 0.0):
            assert cell.bbox == pytest.approx(there, abs=1.5), cell.path


def picture_of(pdf: pdfium.PdfDocument, number: int, dpi: float) -> Image.Image:
    return pdf[number].render(scale=dpi / 72).to_pil().convert("L")


def insert(
    pdf: pdfium.PdfDocument, page: pdfium.PdfPage, image: Image.Image, matrix: tuple[float, ...]
) -> None:
    shown = pdfium.PdfImage.new(pdf)
    shown.set_bitmap(pdfium.PdfBitmap.from_pil(image))
    shown.set_matrix(pdfium.PdfMatrix(*matrix))
    page.insert_obj(shown)


def exhibit(path: Path, width: float) -> Path:
    """The sample's first page as a picture on a page of typed lines, `width` points wide."""
    source, out = pdfium.PdfDocument(SAMPLE), pdfium.PdfDocument.new()
    page = out.new_page(612, 792)
    height = width * 792 / 612
    insert(out, page, picture_of(source, 0, 200), (width, 0, 0, height, 90, 690 - height))
    lines = (
        "EXHIBIT 24 TO THE MOTION",
        "A true copy of the statement that was filed",
        "on behalf of the fund",
    )
    font = raw.FPDFText_LoadStandardFont(out, b"Helvetica")
    for k, line in enumerate(lines):
        text = raw.FPDFPageObj_CreateTextObj(out, font, 11)
        letters = (ctypes.c_ushort * (len(line) + 1))(*map(ord, line))
        raw.FPDFText_SetText(text, letters)
        raw.FPDFPageObj_Transform(text, 1, 0, 0, 1, 90, 740 - 14 * k)
        raw.FPDFPage_InsertObject(page, text)
    page.gen_content()
    return saved(out, path)


def silently_wrong(found: Extraction) -> list[str]:
    """Values of the first page that were accepted and are not those of the plain file."""
    right = values(plain())
    cells = [cell for cell in found.filings[0].cells if cell.status != "review"]
    return [cell.path for cell in cells if cell.value != right.get(cell.path, cell.value)]


@pytest.mark.parametrize("width", [455, 360, 270, 200])
def test_a_form_that_is_a_small_picture_on_an_exhibit_is_read(tmp_path, width):
    found = extract(exhibit(tmp_path / "exhibit.pdf", width))
    right = {cell.path: cell for cell in plain().filings[0].cells if cell.page == 1}
    same = [c for c in found.filings[0].cells if c.path in right and c.value == right[c.path].value]
    assert len(same) > 0.9 * len(right)
    assert len(silently_wrong(found)) <= 1
    scale, corner = width / 612, 792 - 690
    for cell in same:
        x0, top = right[cell.path].bbox[:2]
        if cell.source == "ocr" and cell.value not in ("true", "false"):
            assert cell.bbox[0] == pytest.approx(90 + scale * x0, abs=12), cell.path
            assert cell.bbox[1] == pytest.approx(corner + scale * top, abs=12), cell.path


def values_in_pictures(path: Path, chosen: Callable[[float], bool], dpi: float = 200) -> Path:
    """The sample with values of its first page, by their width in points, as small pictures of them."""
    pdf = pdfium.PdfDocument(SAMPLE)
    page, whole, scale = pdf[0], picture_of(pdf, 0, dpi), dpi / 72
    for text in list(page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=1)):
        left, bottom, right, top = text.get_bounds()
        if name_of_font(text) != "LiberationSerif" or right - left < 1 or not chosen(right - left):
            continue
        x0, y0, x1, y1 = (round(side * scale) for side in (left, 792 - top, right, 792 - bottom))
        page.remove_obj(text)
        matrix = ((x1 - x0) / scale, 0, 0, (y1 - y0) / scale, x0 / scale, 792 - y1 / scale)
        insert(pdf, page, whole.crop((x0, y0, x1, y1)), matrix)
    page.gen_content()
    return saved(pdf, path)


def name_of_font(text: pdfium.PdfObject) -> str:
    """The values of the sample are set in a type of their own."""
    name = ctypes.create_string_buffer(64)
    raw.FPDFFont_GetBaseFontName(raw.FPDFTextObj_GetFont(text), name, len(name))
    return name.value.decode().rpartition("+")[2]


CHOSEN = {
    "all": lambda width: True,
    "numbers": lambda width: 14 < width < 50,
    "marks": lambda width: width < 9,
}


@pytest.mark.parametrize("chosen", CHOSEN.values(), ids=CHOSEN)
def test_values_that_are_small_pictures_on_a_text_form_are_read_by_their_ink(tmp_path, chosen):
    found = extract(values_in_pictures(tmp_path / "stamped.pdf", chosen))
    right, cells = values(plain()), found.filings[0].cells
    assert not silently_wrong(found)
    same = [cell for cell in cells if cell.value == right.get(cell.path)]
    assert len(same) > 0.9 * len(right)
    assert {"ocr", "text"} <= {cell.source for cell in cells}
    assert all(cell.reader != "text-layer" for cell in cells if cell.source == "ocr")


SHARES = "nonDerivativeTable/nonDerivativeTransaction[1]/transactionAmounts/transactionShares"


def typed_over(path: Path, value: str, box: bool) -> Path:
    """The sample with another value typed over the shares of the first row, with or without a white box."""
    pdf = pdfium.PdfDocument(SAMPLE)
    page = pdf[0]
    if box:
        white = raw.FPDFPageObj_CreateNewRect(330, 498, 26, 10)
        raw.FPDFPageObj_SetFillColor(white, 255, 255, 255, 255)
        raw.FPDFPath_SetDrawMode(white, raw.FPDF_FILLMODE_ALTERNATE, False)
        raw.FPDFPage_InsertObject(page, white)
    text = raw.FPDFPageObj_CreateTextObj(pdf, raw.FPDFText_LoadStandardFont(pdf, b"Helvetica"), 8)
    raw.FPDFText_SetText(text, (ctypes.c_ushort * (len(value) + 1))(*map(ord, value)))
    raw.FPDFPageObj_Transform(text, 1, 0, 0, 1, 332, 501)
    raw.FPDFPage_InsertObject(page, text)
    page.gen_content()
    return saved(pdf, path)


@pytest.mark.parametrize(("box", "value"), [(True, "8210"), (False, "")])
def test_a_value_typed_over_another_is_flagged(tmp_path, box, value):
    found = extract(typed_over(tmp_path / "over.pdf", "8,210", box))
    cell = found.filings[0].cell(SHARES)
    assert (cell.value, cell.status) == (value, "review")
    others = {path: value for path, value in values(found).items() if path != SHARES}
    assert others == {path: value for path, value in values(plain()).items() if path != SHARES}
