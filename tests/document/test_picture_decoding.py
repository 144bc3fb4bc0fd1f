import os

import numpy as np
import pytest
from PIL import Image

from extractor.document.picture_decoding import decoder_output, grey


def test_output_of_c_code_is_caught(capfd):
    with decoder_output() as lines:
        os.write(2, b"TIFFFillStrip: Read error\n")
    os.write(2, b"after")
    assert lines == ["TIFFFillStrip: Read error"]
    assert capfd.readouterr().err == "after"


def test_standard_error_is_given_back_after_a_fault(capfd):
    try:
        with decoder_output():
            raise OSError
    except OSError:
        os.write(2, b"here")
    assert capfd.readouterr().err == "here"


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGB", "RGBA", "CMYK", "YCbCr", "I;16", "PA", "HSV"])
def test_black_and_white_of_every_mode(mode):
    black_white = Image.new("L", (2, 1), 255)
    black_white.putpixel((0, 0), 0)
    if mode == "I;16":
        image = Image.fromarray(np.array([[0, 65535]], dtype=np.uint16))
    else:
        image = (black_white if mode in ("1", "PA") else black_white.convert("RGB")).convert(mode)
    pixels = grey(image)
    assert pixels.dtype == np.uint8
    assert pixels.tolist() == [[0, 255]]


def test_transparent_is_white_paper():
    image = Image.new("RGBA", (1, 1), (0, 0, 0, 0))
    assert grey(image).tolist() == [[255]]


def test_transparent_palette_entry_is_white_paper():
    image = Image.new("P", (1, 1), 0)
    image.putpalette([0, 0, 0])
    image.info["transparency"] = 0
    assert grey(image).tolist() == [[255]]


def test_twelve_bit_samples_use_their_own_white():
    image = Image.fromarray(np.array([[0, 4095]], dtype=np.uint16))
    assert grey(image, depth=12).tolist() == [[0, 255]]


def test_floating_samples_without_a_white():
    image = Image.fromarray(np.array([[0.0, float("nan"), 2.0]], dtype=np.float32))
    assert grey(image).tolist() == [[0, 0, 255]]
