"""Kinds of picture beside TIFF, PNG and JPEG, and kinds of TIFF that are not damaged."""

import io
import struct
import sys

import numpy as np
import pytest
from PIL import Image, ImageCms

from extractor.document import Limits, open_document
from extractor.errors import DamagedInput, LimitExceeded, UnsupportedInput
from tests.document.document_files import letter, noise, written

DPI = 100


def saved(image, format, **options):
    content = io.BytesIO()
    image.save(content, format, **options)
    return content.getvalue()


def only_page(path, limits=Limits()):  # noqa: B008 - frozen
    with open_document(path, limits) as document:
        (page,) = document
        return page.width, page.raster().pixels


def tiff_of(pieces, size, compression, piece, more=()):
    """A TIFF of `pieces`, files of their own: tiles of `piece` = (width, height), strips if as wide."""
    columns, rows = size
    strips = piece[0] == columns
    tags = {256: (4, [columns]), 257: (4, [rows]), 258: (3, [8]), 259: (3, [compression]), 262: (3, [1])}
    tags |= {277: (3, [1])} | (
        {278: (4, [piece[1]])} if strips else {322: (4, [piece[0]]), 323: (4, [piece[1]])}
    )
    lengths = [len(content) for content in pieces]
    tags |= {273 if strips else 324: (4, lengths), 279 if strips else 325: (4, lengths), **dict(more)}
    table, at = b"", 8 + 6 + 12 * len(tags)
    starts = [at + 8 * len(pieces) + sum(lengths[:number]) for number in range(len(pieces))]
    arrays = b""
    for tag, (kind, values) in sorted(tags.items()):
        values = starts if tag in (273, 324) else values
        packed = struct.pack(f"<{len(values)}{'H' if kind == 3 else 'I'}", *values)
        inline = packed.ljust(4, b"\0") if len(packed) <= 4 else struct.pack("<I", at + len(arrays))
        arrays += packed if len(packed) > 4 else b""
        table += struct.pack("<HHI", tag, kind, len(values)) + inline
    arrays = arrays.ljust(8 * len(pieces), b"\0")
    head = struct.pack("<2sHIH", b"II", 42, 8, len(tags))
    return head + table + struct.pack("<I", 0) + arrays + b"".join(pieces)


def cut(image, piece):
    width, height = piece
    for top in range(0, image.height, height):
        for left in range(0, image.width, width):
            yield image.crop((left, top, min(left + width, image.width), min(top + height, image.height)))


@pytest.mark.parametrize(
    ("format", "options"),
    [
        ("BMP", {"dpi": (DPI, DPI)}),
        ("GIF", {}),
        ("WEBP", {"lossless": True}),
        ("JPEG2000", {}),
        ("JPEG2000", {"no_jp2": True}),
    ],
)
def test_other_pictures_are_pages_pixel_for_pixel(tmp_path, format, options):
    page = letter().convert("RGB" if format == "WEBP" else "L")
    width, pixels = only_page(written(tmp_path / "scan", saved(page, format, **options)))
    assert width == pytest.approx(612, rel=1e-3)
    assert np.array_equal(pixels, np.array(letter().convert("L")))


def test_avif_is_a_page(tmp_path):
    pixels = only_page(written(tmp_path / "scan", saved(letter().convert("RGB"), "AVIF", quality=90)))[1]
    assert np.abs(pixels.astype(int) - np.array(letter().convert("L"))).mean() < 3


@pytest.mark.parametrize("format", ["BMP", "GIF", "WEBP", "JPEG2000", "AVIF"])
def test_other_pictures_are_kept_to_the_limits(tmp_path, format):
    page = written(tmp_path / "scan", saved(letter().convert("RGB"), format))
    with pytest.raises(LimitExceeded, match="pixels"):
        only_page(page, Limits(pixels=1_000))
    content = page.read_bytes()
    with pytest.raises(DamagedInput, match="whole copy"):
        only_page(written(page, content[: len(content) // 3]))


def test_heic_without_its_decoder_is_told_with_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pi_heif", None)
    photo = written(tmp_path / "photo.jpg", b"\x00\x00\x00\x18ftypheic" + bytes(80))
    with pytest.raises(UnsupportedInput, match=r"HEIC picture.*JPEG or PNG"):
        open_document(photo)


@pytest.mark.parametrize("piece", [(425, 550), (850, 128), (256, 256)])
@pytest.mark.parametrize(
    ("compression", "format", "options"),
    [
        (34712, "JPEG2000", {"no_jp2": True}),
        (33005, "JPEG2000", {"no_jp2": True}),
        (33003, "JPEG2000", {"no_jp2": True}),
        (50001, "WEBP", {"lossless": True}),
    ],
)
def test_tiff_of_whole_pictures_is_put_together(tmp_path, compression, format, options, piece):
    """JPEG 2000 and WebP in TIFF were called damaged."""
    page = letter().convert("RGB" if format == "WEBP" else "L")
    pieces = [saved(part, format, **options) for part in cut(page, piece)]
    path = written(tmp_path / "scan.tif", tiff_of(pieces, page.size, compression, piece))
    assert np.array_equal(only_page(path)[1], np.array(letter().convert("L")))


def test_tiff_of_whole_pictures_is_set_upright(tmp_path):
    page = Image.fromarray(noise(40, 60))
    content = tiff_of([saved(page, "JPEG2000", no_jp2=True)], page.size, 34712, page.size, [(274, (3, [6]))])
    assert np.array_equal(only_page(written(tmp_path / "scan.tif", content))[1], np.rot90(np.array(page), -1))


def test_strip_that_holds_more_than_its_place_is_refused(tmp_path):
    strip = saved(letter().convert("L"), "JPEG2000", no_jp2=True)
    path = written(tmp_path / "scan.tif", tiff_of([strip] * 50, (850, 100), 34712, (850, 2)))
    with pytest.raises(DamagedInput):
        only_page(path)


@pytest.mark.parametrize("compression", ["zstd", "lzma"])
def test_newer_compressions_of_libtiff(tmp_path, compression):
    letter().save(tmp_path / "scan.tif", compression=compression)
    assert np.array_equal(only_page(tmp_path / "scan.tif")[1], np.array(letter().convert("L")))


@pytest.mark.parametrize(("compression", "name"), [(34887, "LERC"), (34661, "JBIG"), (50002, "JPEG XL")])
def test_compression_that_cannot_be_read_is_named(tmp_path, compression, name):
    path = written(tmp_path / "scan.tif", tiff_of([b"bits"], (85, 110), compression, (85, 110)))
    with pytest.raises(UnsupportedInput, match=f"page 1 is compressed by .*{name}.*Group 4"):
        only_page(path)


def test_lab_tiff_is_read_by_its_lightness(tmp_path):
    """It was called damaged."""
    shown = ImageCms.profileToProfile(
        letter().convert("RGB"),
        ImageCms.createProfile("sRGB"),
        ImageCms.createProfile("LAB"),
        outputMode="LAB",
    )
    shown.save(tmp_path / "scan.tif")
    assert np.abs(only_page(tmp_path / "scan.tif")[1].astype(int) - np.array(letter().convert("L"))).max() < 2
