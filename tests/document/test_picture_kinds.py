"""Kinds of picture beside TIFF, PNG and JPEG, and kinds of TIFF that are not damaged."""

import sys

import numpy as np
import pytest
from PIL import Image, ImageCms

from extractor.document import Limits, open_document
from extractor.errors import DamagedInput, LimitExceeded, UnsupportedInput
from tests.document.document_files import letter, noise, written
from tests.document.picture_files import cut, saved, tiff_of

DPI = 100


def only_page(path, limits=Limits()):  # noqa: B008 - frozen
    with open_document(path, limits) as document:
        (page,) = document
        return page.width, page.raster().pixels


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
