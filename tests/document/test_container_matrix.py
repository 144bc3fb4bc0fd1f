"""The same two pages, one born and one a scan, wrapped in every way that files come in: equal cells.

A scan wrapped without loss has the very pixels of the plain file, and so its cells; where pixels change, it
is read.
"""

import zlib
from functools import cache

import numpy as np
import pypdfium2 as pdfium
import pytest
from PIL import Image

from extractor.document import open_document
from extractor.imaging.leaves import leaves
from extractor.pipeline import extract
from tests.document import pdf_sheets as sheets
from tests.document import pdf_wraps as wraps
from tests.document.document_files import written
from tests.document.pdf_sheets import born, image, laid
from tests.document.picture_files import (
    AS_STORED,
    ORIENTATION,
    cut,
    interlaced_png,
    saved,
    strip_of,
    tiff_of,
)

DPI = 200
GREY8 = b"/ColorSpace /DeviceGray /BitsPerComponent 8"
BITS = b"/ColorSpace /DeviceGray /BitsPerComponent 1"
RESOLUTION = {"dpi": (DPI, DPI)}


@cache
def scanned():
    """The born page as a fax of it: black and white."""
    with pdfium.PdfDocument(laid(born()).file()) as document:
        grey = document[0].render(scale=DPI / 72, grayscale=True).to_pil()
    return grey.point(lambda level: 255 * (level > 160)).convert("1")


def tiff(page, **options):
    return saved(page, "TIFF", **RESOLUTION, **options)


def grey(page):
    return page.convert("L")


def raw(page):
    return page.tobytes()


def sixteen(page, order="<"):
    return Image.fromarray((np.array(grey(page)).astype(np.uint16) * 257).astype(f"{order}u2"))


def reversed_bits(page):
    return bytes(int(f"{byte:08b}"[::-1], 2) for byte in raw(page))


def see_through(page, mode):
    """Ink alone: the paper is transparent black."""
    picture = Image.new(mode, page.size, 0)
    picture.putalpha(grey(page).point(lambda level: 255 - level))
    return picture


def stored(page, orientation):
    return Image.fromarray(np.ascontiguousarray(AS_STORED[orientation](np.array(grey(page)))))


def turned_picture(page, orientation, format, **options):
    if format == "TIFF":
        return tiff(stored(page, orientation), tiffinfo={ORIENTATION: orientation}, compression="tiff_lzw")
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    picture = stored(page, orientation)
    return saved(picture.convert("RGB") if format == "WEBP" else picture, format, exif=exif, **options)


def tiles(page, size, compression, packed, bits=8):
    pieces = []
    for part in cut(grey(page), (size, size)):
        tile = Image.new("L", (size, size), 255)
        tile.paste(part)
        pieces.append(packed(tile.tobytes()))
    return tiff_of(pieces, page.size, compression, (size, size))


def white_is_zero(page):
    bits = bytes(255 - byte for byte in raw(page))
    return tiff_of([bits], page.size, 1, page.size, {258: (3, [1]), 262: (3, [0])}.items())


PICTURES = {
    "TIFF": tiff,
    "TIFF of Group 3": lambda page: tiff(page, compression="group3"),
    "TIFF of Group 3 in two dimensions": lambda page: tiff(page, compression="group3", tiffinfo={292: 1}),
    "TIFF of Group 4": lambda page: tiff(page, compression="group4"),
    "TIFF of LZW": lambda page: tiff(page, compression="tiff_lzw"),
    "TIFF of Deflate": lambda page: tiff(page, compression="tiff_adobe_deflate"),
    "TIFF of PackBits": lambda page: tiff(page, compression="packbits"),
    "TIFF in strips": lambda page: tiff(page, compression="group4", strip_size=4000),
    "TIFF in tiles": lambda page: tiles(page, 256, 1, bytes),
    "TIFF in deflated tiles": lambda page: tiles(page, 512, 8, zlib.compress),
    "TIFF with white as zero": white_is_zero,
    "TIFF with bits in reverse": lambda page: tiff_of(
        [reversed_bits(page)], page.size, 1, page.size, {258: (3, [1]), 266: (3, [2])}.items()
    ),
    "TIFF of grey": lambda page: tiff(grey(page)),
    "TIFF of a palette": lambda page: tiff(page.convert("P"), compression="tiff_lzw"),
    "TIFF of 16 bits": lambda page: tiff(sixteen(page)),
    "TIFF of 16 bits, the high byte first": lambda page: tiff(sixteen(page, ">")),
    "TIFF of RGB": lambda page: tiff(page.convert("RGB"), compression="tiff_lzw"),
    "TIFF of CMYK": lambda page: tiff(page.convert("CMYK"), compression="tiff_lzw"),
    "TIFF with alpha": lambda page: tiff(see_through(page, "RGBA"), compression="tiff_lzw"),
    "TIFF over 4 GB in its addresses": lambda page: tiff(page, big_tiff=True, compression="group4"),
    "TIFF of two pages": lambda page: tiff(
        Image.new("1", (850, 1100), 1), save_all=True, append_images=[page], compression="group4"
    ),
    **{
        f"TIFF of orientation {number}": lambda page, number=number: turned_picture(page, number, "TIFF")
        for number in range(2, 9)
    },
    "PNG": lambda page: saved(page, "PNG", **RESOLUTION),
    "PNG of 8 bits": lambda page: saved(grey(page), "PNG", **RESOLUTION),
    "PNG of 16 bits": lambda page: saved(sixteen(page), "PNG"),
    "PNG of a palette": lambda page: saved(page.convert("P"), "PNG"),
    "PNG of ink on nothing": lambda page: saved(see_through(page, "LA"), "PNG"),
    "PNG of ink on nothing in colours": lambda page: saved(see_through(page, "RGBA"), "PNG"),
    "PNG in passes": interlaced_png,
    "PNG of orientation 6": lambda page: turned_picture(page, 6, "PNG"),
    "WebP without loss": lambda page: saved(page.convert("RGB"), "WEBP", lossless=True, method=0),
    "WebP of orientation 8": lambda page: turned_picture(page, 8, "WEBP", lossless=True, method=0),
    "JPEG 2000 without loss": lambda page: saved(grey(page), "JPEG2000"),
    "JPEG 2000's bare codestream": lambda page: saved(grey(page), "JPEG2000", no_jp2=True),
    "GIF": lambda page: saved(page, "GIF"),
    "BMP": lambda page: saved(page, "BMP", **RESOLUTION),
    "BMP of 8 bits": lambda page: saved(grey(page), "BMP", **RESOLUTION),
    "BMP of 24 bits": lambda page: saved(page.convert("RGB"), "BMP", **RESOLUTION),
}


def flate(page, data, kind, more=b""):
    return sheets.scan(image(page, b"/FlateDecode", zlib.compress(data), kind + more))


def fax(page, compression, parameters, **options):
    entries = BITS + b" /DecodeParms << /Columns %d /Rows %d %s >>" % (*page.size, parameters)
    return sheets.scan(image(page, b"/CCITTFaxDecode", strip_of(page, compression, **options), entries))


def pieces(page, width, height):
    """The scan as many image objects that meet."""
    objects, content = [], b""
    x = y = 0
    for part in cut(page, (width, height)):
        place = (part.width, part.height, x, page.height - y - part.height)
        content += b"q %d 0 0 %d %d %d cm /I%d Do Q\n" % (*place, len(objects))
        objects.append(image(part, b"/FlateDecode", zlib.compress(raw(part)), BITS))
        x, y = (x + width, y) if x + width < page.width else (0, y + height)
    names = b" ".join(b"/I%d %d 0 R" % (number, number + 1) for number in range(len(objects)))
    scale = b"%f 0 0 %f 0 0 cm\n" % (612 / page.width, 792 / page.height)
    return sheets.Sheet(scale + content, b"/XObject << %s >>" % names, tuple(objects))


def inline(page):
    head = b"612 0 0 792 0 0 cm BI /W %d /H %d /CS /G /BPC 1 /F /Fl ID " % page.size
    return sheets.Sheet(head + zlib.compress(raw(page)) + b"\nEI", b"", ())


def stencil(page):
    ink = b"/ImageMask true /BitsPerComponent 1"
    return flate(page, raw(page), ink)


def through_a_mask(page):
    """Black, seen where a soft mask lets it through."""
    mask = image(page, b"/FlateDecode", zlib.compress(bytes(255 - level for level in raw(grey(page)))), GREY8)
    black = image(
        page, b"/FlateDecode", zlib.compress(bytes(page.width * page.height)), GREY8 + b" /SMask 2 0 R"
    )
    return sheets.scan(black, mask)


def predicted(page):
    """With a row's filter before each row, as PNG has."""
    rows = b"".join(b"\0" + row.tobytes() for row in np.array(grey(page)))
    parameters = b" /DecodeParms << /Predictor 15 /Colors 1 /BitsPerComponent 8 /Columns %d >>" % page.width
    return flate(page, rows, GREY8, parameters)


def jpx(page):
    return sheets.scan(image(page, b"/JPXDecode", saved(grey(page), "JPEG2000"), GREY8))


SCANS = {
    "bits": lambda page: flate(page, raw(page), BITS),
    "bits turned round": lambda page: flate(
        page, bytes(255 - byte for byte in raw(page)), BITS, b" /Decode [1 0]"
    ),
    "bytes": lambda page: flate(page, raw(grey(page)), GREY8),
    "words": lambda page: flate(
        page, sixteen(page, ">").tobytes(), b"/ColorSpace /DeviceGray /BitsPerComponent 16"
    ),
    "bytes with a predictor": predicted,
    "RGB": lambda page: flate(page, raw(page.convert("RGB")), b"/ColorSpace /DeviceRGB /BitsPerComponent 8"),
    "a palette": lambda page: flate(
        page, raw(page), b"/ColorSpace [/Indexed /DeviceRGB 1 <000000ffffff>] /BitsPerComponent 1"
    ),
    "hexadecimal digits": lambda page: sheets.scan(
        image(page, b"/ASCIIHexDecode", raw(page).hex().encode() + b">", BITS)
    ),
    "Group 4": lambda page: fax(page, "group4", b"/K -1 /BlackIs1 true"),
    "Group 3": lambda page: fax(page, "group3", b"/K 0 /EndOfLine true /BlackIs1 true"),
    "LZW": lambda page: sheets.scan(image(page, b"/LZWDecode", strip_of(page, "tiff_lzw"), BITS)),
    "run lengths": lambda page: sheets.scan(
        image(page, b"/RunLengthDecode", strip_of(page, "packbits") + b"\x80", BITS)
    ),
    "JPEG 2000": jpx,
    "strips": lambda page: pieces(page, page.width, 200),
    "tiles": lambda page: pieces(page, 424, 400),
    "an inline picture": inline,
    "a stencil": stencil,
    "a soft mask": through_a_mask,
}

PAGES = {
    "plain": laid,
    **{f"turned by {by}": lambda sheet, by=by: sheets.turned(sheet, by) for by in (90, 180, 270)},
    "a box off the origin": sheets.off_origin,
    "a box given backwards": sheets.box_backwards,
    "cropped": sheets.cropped,
    "cropped to more than the page": sheets.cropped_beyond,
    "a unit of its own": sheets.user_unit,
    "a printer's boxes": sheets.other_boxes,
    "what its parent has": sheets.inherited,
    "nested forms": sheets.nested,
    "contents in pieces": sheets.in_pieces,
    "contents in hexadecimal digits": sheets.in_hexadecimal,
    "contents deflated twice": sheets.deflated_twice,
    "a layer": sheets.on_a_layer,
}

FILES = {
    "object streams": wraps.in_object_streams,
    "an update": wraps.updated,
    "linearized": wraps.linearized,
    "an empty password": wraps.encrypted,
    "saved by PDFium": wraps.saved_anew,
    "after a mail's header": wraps.after_a_mail_header,
    "before other bytes": wraps.before_other_bytes,
    "a table of wrong places": wraps.table_shifted,
    "a table elsewhere": wraps.table_misplaced,
    "a table left out": wraps.table_left_out,
    "a garbled table": wraps.table_garbled,
}


ON_ITS_SIDE = {
    f"shown at {degrees} degrees": lambda sheet, degrees=degrees: sheets.shown_turned(sheet, degrees)
    for degrees in (90, 180, 270)
}
OF_ANOTHER_SIZE = {
    f"a page of {dpi} points to the inch": lambda sheet, dpi=dpi: sheets.at_72_dpi(sheet, dpi)
    for dpi in (100, 200, 300)
}


def dct(page):
    return sheets.scan(image(page, b"/DCTDecode", saved(grey(page), "JPEG", quality=85), GREY8))


LOSSY = {
    "JPEG in colours": lambda page: saved(page.convert("RGB"), "JPEG", quality=80, **RESOLUTION),
    "JPEG of CMYK": lambda page: saved(page.convert("CMYK"), "JPEG", quality=85, **RESOLUTION),
    "TIFF of JPEG": lambda page: tiff(grey(page), compression="jpeg", quality=85),
    "PDF of JPEG": lambda page: laid(dct(page)).file(),
    "PDF shown on its side": lambda page: sheets.shown_turned(SCANS["Group 4"](page), 90).file(),
    "PNG at 240 dots an inch": lambda page: saved(
        grey(page).resize((2040, 2640), Image.Resampling.LANCZOS), "PNG", dpi=(240, 240)
    ),
}


def last_raster(folder, content):
    with open_document(written(folder / "scan", content)) as document:
        return document.page(document.page_count).raster()


def cells_of(folder, content):
    """Where, what and whether accepted, of all cells."""
    found = extract(written(folder / "filing", content))
    return {(cell.path, cell.value, cell.status) for filing in found.filings for cell in filing.cells}


@pytest.fixture(scope="module")
def plain_born(tmp_path_factory):
    cells = cells_of(tmp_path_factory.mktemp("born"), laid(born()).file())
    assert len(cells) > 40
    return cells


BORN = PAGES | ON_ITS_SIDE | OF_ANOTHER_SIZE


@pytest.mark.parametrize("way", BORN)
def test_born_page_in_every_way_to_lay_it(tmp_path, plain_born, way):
    assert cells_of(tmp_path, BORN[way](born()).file()) == plain_born


@pytest.mark.parametrize("kind", FILES)
def test_born_page_in_every_kind_of_pdf(tmp_path, plain_born, kind):
    assert cells_of(tmp_path, FILES[kind](laid(born()))) == plain_born


def assert_same_pixels(folder, content):
    raster = last_raster(folder, content)
    assert np.array_equal(raster.pixels, np.array(grey(scanned())))
    return raster


@pytest.mark.parametrize("kind", PICTURES)
def test_scan_in_every_kind_of_picture(tmp_path, kind):
    assert_same_pixels(tmp_path, PICTURES[kind](scanned()))


@pytest.mark.parametrize("kind", SCANS)
def test_scan_in_every_kind_of_image_object(tmp_path, kind):
    assert_same_pixels(tmp_path, laid(SCANS[kind](scanned())).file())


@pytest.mark.parametrize("way", PAGES)
def test_scan_in_every_way_to_lay_it(tmp_path, way):
    assert_same_pixels(tmp_path, PAGES[way](SCANS["Group 4"](scanned())).file())


@pytest.mark.parametrize("way", OF_ANOTHER_SIZE)
def test_scan_of_another_size_is_read_at_its_own(tmp_path, way):
    content = OF_ANOTHER_SIZE[way](SCANS["Group 4"](scanned())).file()
    with open_document(written(tmp_path / "scan", content)) as document:
        (leaf,) = leaves(document)
        raster = leaf.raster()
    assert np.array_equal(raster.pixels, np.array(grey(scanned())))
    assert (raster.dpi_x, raster.dpi_y) == pytest.approx((DPI, DPI), rel=1e-4)


@pytest.mark.parametrize("kind", FILES)
def test_scan_in_every_kind_of_pdf(tmp_path, kind):
    assert_same_pixels(tmp_path, FILES[kind](laid(SCANS["Group 4"](scanned()))))


def test_progressive_jpeg_is_the_jpeg(tmp_path):
    by_rows, by_passes = (
        saved(grey(scanned()), "JPEG", quality=85, progressive=progressive) for progressive in (False, True)
    )
    assert np.array_equal(last_raster(tmp_path, by_passes).pixels, last_raster(tmp_path, by_rows).pixels)


@pytest.fixture(scope="module")
def plain_scan(tmp_path_factory):
    cells = cells_of(tmp_path_factory.mktemp("scan"), PICTURES["TIFF"](scanned()))
    assert len(cells) > 40
    return cells


@pytest.mark.parametrize("kind", LOSSY)
def test_scan_with_changed_pixels_reads_alike(tmp_path, plain_scan, kind):
    """Every value; how sure it is may change with the pixels."""
    assert values(cells_of(tmp_path, LOSSY[kind](scanned()))) == values(plain_scan)


def values(cells):
    return {(path, value) for path, value, _ in cells}
