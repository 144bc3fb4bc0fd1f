import struct

import numpy as np
import pytest

from extractor.document import open_document
from extractor.errors import UnreadableInput
from tests.document.document_files import written

UNSIGNED, SIGNED, FLOAT = 1, 2, 3
SHAPE = (40, 30)
LIGHT = np.ones(SHAPE)
"""A page, 0 black to 1 white."""
LIGHT[5:10, 5:20] = 0.0
LIGHT[20] = 0.4
SHORT, LONG = 3, 4


def tiff(samples, kind, photometric=1):
    """A TIFF of one strip; samples have shape (rows, columns) or (rows, columns, colours)."""
    colours = samples.shape[2] if samples.ndim == 3 else 1
    data, bits = samples.tobytes(), samples.dtype.itemsize * 8
    tags = [
        (256, LONG, [samples.shape[1]]),
        (257, LONG, [samples.shape[0]]),
        (258, SHORT, [bits] * colours),
        (259, SHORT, [1]),
        (262, SHORT, [photometric]),
        (273, LONG, [8]),
        (277, SHORT, [colours]),
        (278, LONG, [samples.shape[0]]),
        (279, LONG, [len(data)]),
        (339, SHORT, [kind] * colours),
    ]
    at, more = 8 + len(data) + 2 + 12 * len(tags) + 4, b""
    directory = struct.pack("<H", len(tags))
    for tag, width, values in tags:
        packed = struct.pack(f"<{len(values)}{'H' if width == SHORT else 'I'}", *values)
        if len(packed) > 4:
            place = at + len(more)
            more += packed
            packed = struct.pack("<I", place)
        directory += struct.pack("<HHI", tag, width, len(values)) + packed.ljust(4, b"\0")
    return b"II*\0" + struct.pack("<I", 8 + len(data)) + data + directory + bytes(4) + more


def shown(tmp_path, content):
    with open_document(written(tmp_path / "a.tif", content)) as document:
        return document.page(1).raster().pixels


def scaled(bits, dtype):
    return (LIGHT * (2**bits - 1)).astype(dtype)


@pytest.mark.parametrize(
    ("samples", "kind"),
    [
        (scaled(32, "<u4"), UNSIGNED),
        (scaled(24, "<u4"), UNSIGNED),
        (scaled(8, "<u4"), UNSIGNED),
        (scaled(31, "<i4"), SIGNED),
        (((LIGHT * 2 - 1) * 2.0**30).astype("<i4"), SIGNED),
        (LIGHT.astype("<f4"), FLOAT),
        ((LIGHT * 255).astype("<f4"), FLOAT),
        ((LIGHT * 2 - 1).astype("<f4"), FLOAT),
        (scaled(16, "<u2"), UNSIGNED),
        (scaled(15, "<i2"), SIGNED),
        (np.repeat(scaled(16, "<u2")[:, :, None], 3, axis=2), UNSIGNED),
    ],
)
def test_wide_samples_are_not_all_black(tmp_path, samples, kind):
    pixels = shown(tmp_path, tiff(samples, kind, 2 if samples.ndim == 3 else 1)).astype(int)
    assert np.abs(pixels - LIGHT * 255).max() <= 2


def test_white_page_of_wide_samples_is_white(tmp_path):
    assert shown(tmp_path, tiff(np.full(SHAPE, 2**32 - 1, "<u4"), UNSIGNED)).min() == 255


def test_floating_samples_of_which_zero_is_white(tmp_path):
    pixels = shown(tmp_path, tiff((1 - LIGHT).astype("<f4"), FLOAT, 0)).astype(int)
    assert np.abs(pixels - LIGHT * 255).max() <= 2


@pytest.mark.parametrize(
    ("samples", "kind", "bits"),
    [
        (LIGHT.astype("<f8"), FLOAT, 64),
        (LIGHT.astype("<f2"), FLOAT, 16),
        (np.repeat(LIGHT.astype("<f4")[:, :, None], 3, axis=2), FLOAT, 32),
        (np.repeat(scaled(32, "<u4")[:, :, None], 3, axis=2), UNSIGNED, 32),
    ],
)
def test_samples_that_cannot_be_read_are_told_not_called_damage(tmp_path, samples, kind, bits):
    with pytest.raises(UnreadableInput, match=f"samples of {bits} bits .* save it with 8 bits"):
        shown(tmp_path, tiff(samples, kind, 2 if samples.ndim == 3 else 1))
