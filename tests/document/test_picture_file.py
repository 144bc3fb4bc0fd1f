import struct
import warnings

import numpy as np
import pytest
from PIL import Image, TiffImagePlugin

from extractor.document import Limits, open_document
from extractor.errors import DamagedInput, LimitExceeded
from tests.document.document_files import letter, noise, written
from tests.document.picture_files import AS_STORED, ORIENTATION

DEFAULT = Limits()


def only_page(path, limits=DEFAULT):
    with open_document(path, limits) as document:
        (page,) = document
        return page.width, page.height, page.chars(), page.raster()


def tiff(path, *pages, **options):
    pages[0].save(path, "TIFF", save_all=True, append_images=pages[1:], **options)
    return path


@pytest.mark.parametrize("compression", [None, "group4", "tiff_lzw", "tiff_adobe_deflate", "packbits"])
def test_tiff_compressions(tmp_path, compression):
    path = tiff(tmp_path / "scan.tif", letter(), compression=compression, dpi=(100, 100))
    width, height, chars, raster = only_page(path)
    assert (width, height) == (612, 792)
    assert not chars
    assert (raster.dpi_x, raster.dpi_y) == (100, 100)
    assert np.array_equal(raster.pixels, np.array(letter().convert("L")))


def test_tiff_of_jpeg(tmp_path):
    path = tiff(tmp_path / "scan.tif", letter().convert("L"), compression="jpeg", dpi=(100, 100))
    pixels = only_page(path)[3].pixels.astype(int)
    assert np.abs(pixels - np.array(letter().convert("L"))).mean() < 5


@pytest.mark.parametrize("orientation", AS_STORED)
@pytest.mark.parametrize("kind", ["tif", "jpg", "png"])
def test_every_orientation_comes_out_upright(tmp_path, orientation, kind):
    upright = np.kron(noise(11, 17), np.ones((50, 50), np.uint8))
    stored = Image.fromarray(np.ascontiguousarray(AS_STORED[orientation](upright)))
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    dpi = (100, 50) if orientation >= 5 else (50, 100)
    options = {"tiffinfo": {ORIENTATION: orientation}} if kind == "tif" else {"exif": exif, "quality": 95}
    path = tmp_path / f"scan.{kind}"
    stored.save(path, dpi=dpi, **options)
    width, height, _, raster = only_page(path)
    assert (width, height) == pytest.approx((792, 612), rel=0.01)
    assert raster.pixels.shape == upright.shape
    assert np.abs(raster.pixels.astype(int) - upright).mean() < 3
    assert (raster.dpi_x, raster.dpi_y) == pytest.approx((50, 100), rel=0.01)


def test_each_page_has_its_own_size_and_resolution(tmp_path):
    first, second = letter(1700, 2200), letter(1728, 1078)
    first.encoderinfo = {"dpi": (200, 200)}
    second.encoderinfo = {"dpi": (204, 98)}
    with open_document(tiff(tmp_path / "fax.tif", first, second, compression="group4")) as document:
        sizes = [(page.width, page.height) for page in document]
        dpi = [(raster.dpi_x, raster.dpi_y) for raster in (page.raster() for page in document)]
    assert sizes == [(612, 792), pytest.approx((609.88, 792), abs=0.01)]
    assert dpi == [(200, 200), (204, 98)]


def test_resolution_of_the_page_before_is_not_inherited(tmp_path):
    second = letter(850, 1100)
    second.encoderinfo = {}
    first = letter(1700, 2200)
    first.encoderinfo = {"dpi": (200, 200)}
    with open_document(tiff(tmp_path / "scan.tif", first, second)) as document:
        assert [page.width for page in document] == [612, 612]


def test_pages_can_be_decoded_in_any_order_and_again(tmp_path):
    pages = [Image.fromarray(noise(60, 80, seed)) for seed in range(4)]
    with open_document(tiff(tmp_path / "scan.tif", *pages, compression="tiff_lzw")) as document:
        opened = list(document)
        for index in (3, 0, 2, 0):
            assert np.array_equal(opened[index].raster().pixels, np.array(pages[index]))


def test_resolution_in_centimetres(tmp_path):
    info = {TiffImagePlugin.X_RESOLUTION: 78.74, TiffImagePlugin.Y_RESOLUTION: 78.74}
    path = tiff(
        tmp_path / "scan.tif", letter(1700, 2200), tiffinfo={**info, TiffImagePlugin.RESOLUTION_UNIT: 3}
    )
    assert only_page(path)[0] == pytest.approx(612, abs=0.1)


@pytest.mark.parametrize("dpi", [{}, {"dpi": (72, 72)}, {"dpi": (1, 1)}])
@pytest.mark.parametrize("kind", ["tif", "jpg", "png"])
def test_missing_or_absurd_resolution_is_inferred(tmp_path, dpi, kind):
    letter(1700, 2200).convert("L").save(tmp_path / f"scan.{kind}", **dpi)
    assert only_page(tmp_path / f"scan.{kind}")[:2] == (612, 792)


def plain_tiff(rows, tags):
    """An uncompressed TIFF of one strip, written by hand: what Pillow does not write."""
    entries = dict(sorted(tags.items()))
    data_at = 8 + 2 + 12 * (len(entries) + 2) + 4
    entries = dict(sorted({**entries, 273: (4, data_at), 279: (4, len(rows))}.items()))
    body = b"".join(
        struct.pack("<HHI", tag, kind, 1) + struct.pack("<H2x" if kind == 3 else "<I", value)
        for tag, (kind, value) in entries.items()
    )
    return struct.pack("<2sHIH", b"II", 42, 8, len(entries)) + body + struct.pack("<I", 0) + rows


def test_bits_in_reverse_order(tmp_path):
    tags = {256: (3, 8), 257: (3, 1), 258: (3, 1), 259: (3, 1), 262: (3, 1), 266: (3, 2), 278: (3, 1)}
    path = written(tmp_path / "scan.tif", plain_tiff(bytes([0b00000111]), tags))
    assert only_page(path)[3].pixels.tolist() == [[255, 255, 255, 0, 0, 0, 0, 0]]


@pytest.mark.parametrize(("depth", "rows"), [(1, b"\x80"), (8, b"\xff\x00"), (16, b"\xff\xff\x00\x00")])
def test_white_is_zero(tmp_path, depth, rows):
    tags = {256: (3, 2), 257: (3, 1), 258: (3, depth), 259: (3, 1), 262: (3, 0), 278: (3, 1)}
    path = written(tmp_path / "scan.tif", plain_tiff(rows, tags))
    assert only_page(path)[3].pixels.tolist() == [[0, 255]]


def test_thumbnail_beside_a_page_is_no_page(tmp_path):
    thumbnail = letter(85, 110)
    thumbnail.encoderinfo = {"tiffinfo": {254: 1}}
    with open_document(tiff(tmp_path / "scan.tif", letter(), thumbnail)) as document:
        assert document.page_count == 1


def test_directories_in_a_circle_end(tmp_path):
    path = tiff(tmp_path / "scan.tif", letter(), letter())
    content = bytearray(path.read_bytes())
    first = struct.unpack_from("<I", content, 4)[0]
    second_at = first + 2 + 12 * struct.unpack_from("<H", content, first)[0]
    second = struct.unpack_from("<I", content, second_at)[0]
    end_at = second + 2 + 12 * struct.unpack_from("<H", content, second)[0]
    struct.pack_into("<I", content, end_at, first)
    with open_document(written(path, bytes(content))) as document:
        assert document.page_count == 2


def test_too_many_pages(tmp_path):
    path = tiff(tmp_path / "scan.tif", *[letter(85, 110)] * 4)
    with pytest.raises(LimitExceeded, match="--max-pages"):
        open_document(path, Limits(pages=3))
    with open_document(path, Limits(pages=4)) as document:
        assert document.page_count == 4


@pytest.mark.parametrize("kind", ["tif", "jpg", "png"])
def test_too_many_pixels_is_seen_in_the_header(tmp_path, kind):
    letter().convert("L").save(tmp_path / f"scan.{kind}")
    with pytest.raises(LimitExceeded, match=r"page 1 has more than 900,000 pixels; .*--max-pixels"):
        open_document(tmp_path / f"scan.{kind}", Limits(pixels=900_000))


def test_too_many_pixels_on_a_later_page(tmp_path):
    path = tiff(tmp_path / "scan.tif", letter(85, 110), letter())
    with pytest.raises(LimitExceeded, match="page 2"):
        open_document(path, Limits(pixels=900_000))


def test_raised_limit_lets_pass_what_pillow_would_refuse(tmp_path, monkeypatch):
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 1000)
    letter(400, 500).save(tmp_path / "scan.png")
    assert only_page(tmp_path / "scan.png")[3].pixels.shape == (500, 400)
    assert Image.MAX_IMAGE_PIXELS == 1000


def test_giant_tiles_of_a_small_page(tmp_path):
    tags = {
        256: (3, 8),
        257: (3, 1),
        258: (3, 8),
        259: (3, 1),
        262: (3, 1),
        322: (4, 60_000),
        323: (4, 60_000),
    }
    with pytest.raises(LimitExceeded, match="--max-pixels"):
        open_document(written(tmp_path / "scan.tif", plain_tiff(bytes(8), tags)))


def test_too_many_seconds(tmp_path):
    letter().save(tmp_path / "scan.png")
    with pytest.raises(LimitExceeded, match=r"page 1 takes longer .*--max-seconds"):
        only_page(tmp_path / "scan.png", Limits(seconds=0))


@pytest.mark.parametrize("kind", ["tif", "jpg", "png"])
@pytest.mark.parametrize("part", [0.1, 0.5, 0.9])
def test_truncated_file(tmp_path, kind, part):
    path = tmp_path / f"scan.{kind}"
    Image.fromarray(noise(200, 300)).save(path, dpi=(100, 100))
    content = path.read_bytes()
    with pytest.raises(DamagedInput, match="page 1"):
        only_page(written(path, content[: int(len(content) * part)]))


def test_garbled_group4_page_is_not_half_a_page(tmp_path, capfd):
    path = tiff(tmp_path / "scan.tif", letter(), compression="group4")
    content = bytearray(path.read_bytes())
    with Image.open(path) as image:
        strip, length = image.tag_v2[273][0], image.tag_v2[279][0]
    content[strip + length // 2 : strip + length] = bytes(length - length // 2)
    with pytest.raises(DamagedInput, match="breaks off or is garbled"):
        only_page(written(path, bytes(content)))
    assert capfd.readouterr().err == ""


def test_second_try_at_a_damaged_page_fails_too(tmp_path):
    path = tiff(tmp_path / "scan.tif", Image.fromarray(noise(90, 90)), compression="tiff_lzw")
    content = bytearray(path.read_bytes())
    content[20:4000] = bytes(3980)
    with open_document(written(path, bytes(content))) as document:
        (page,) = document
        for _ in range(2):
            with pytest.raises(DamagedInput):
                page.raster()


def test_warnings_of_pillow_stay_within(tmp_path):
    path = tiff(tmp_path / "scan.tif", letter(85, 110))
    content = path.read_bytes().replace(struct.pack("<HH", 262, 3), struct.pack("<HH", 262, 2))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            only_page(written(path, content))
        except DamagedInput as fault:
            assert "page 1" in str(fault)
