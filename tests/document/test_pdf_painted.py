"""Text that a person does not see is not read, whatever hides it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.document import open_document, pdf_painted
from extractor.document.limits import Limits
from tests.document.document_files import one_page, stream, text_page, written

SEEN = text_page() + b"\n"
RESOURCES = b"""/Font << /F1 5 0 R >> /Properties << /Layer 6 0 R >>
/ExtGState << /Clear << /ca 0 >> /Half << /ca 0.5 >> >>"""
LAYER = b"<< /Type /OCG /Name (layer) >>"


def text_of(tmp_path: Path, content: bytes, catalog: bytes = b"") -> str:
    body = one_page(SEEN + content, resources=RESOURCES, more=(LAYER,))
    if catalog:
        body = body.replace(b"<< /Type /Catalog /Pages 2 0 R >>", catalog)
    with open_document(written(tmp_path / "page.pdf", body), Limits()) as document:
        return "".join(char.text for char in document.page(1).chars())


def shown(x: float, y: float, text: bytes, before: bytes = b"", size: float = 10) -> bytes:
    return b"q %s BT /F1 %g Tf %g %g Td (%s) Tj ET Q\n" % (before, size, x, y, text)


def layered(x: float, y: float, text: bytes) -> bytes:
    return b"/OC /Layer BDC " + shown(x, y, text) + b"EMC\n"


LAYER_OFF = b"""<< /Type /Catalog /Pages 2 0 R
/OCProperties << /OCGs [6 0 R] /D << /OFF [6 0 R] >> >> >>"""
LAYER_ON = b"<< /Type /Catalog /Pages 2 0 R /OCProperties << /OCGs [6 0 R] /D << >> >> >>"

HIDDEN = {
    "white on white": shown(100, 500, b"5555", b"1 g"),
    "nearly white": shown(100, 500, b"5555", b"0.97 0.98 0.96 rg"),
    "black on black": b"90 480 80 40 re f " + shown(100, 500, b"5555", b"0 g"),
    "the colour of a shade": b"q 0.5 g 90 480 80 40 re f Q " + shown(100, 500, b"5555", b"0.5 g"),
    "render mode 3": b"q BT 3 Tr /F1 10 Tf 100 500 Td (5555) Tj ET Q",
    "used as a clip": b"q BT 7 Tr /F1 10 Tf 100 500 Td (5555) Tj ET Q",
    "transparent": shown(100, 500, b"5555", b"/Clear gs"),
    "clipped away": shown(100, 500, b"5555", b"0 0 20 20 re W n"),
    "under a black box": shown(100, 500, b"5555") + b"q 0 g 95 495 40 16 re f Q",
    "under a white box": shown(100, 500, b"5555") + b"q 1 g 95 495 40 16 re f Q",
    "tiny": shown(100, 500, b"5555", size=0.8),
    "white over other words": shown(110, 702, b"5555", b"1 g"),
    "white under other words": b"q 1 g BT /F1 10 Tf 110 702 Td (5555) Tj ET Q " + SEEN,
    "white over a rule": b"90 503 80 0.7 re f " + shown(100, 500, b"5555", b"1 g 0 0 1 1 re W n"),
}
SHOWN = {
    "white on a dark band": b"q 0.2 g 90 480 80 40 re f Q " + shown(100, 500, b"5555", b"1 g"),
    "grey": shown(100, 500, b"5555", b"0.6 g"),
    "on a shade": b"q 0.85 g 90 480 80 40 re f Q " + shown(100, 500, b"5555"),
    "half seen through": shown(100, 500, b"5555", b"/Half gs"),
    "over a white box": b"q 1 g 95 495 40 16 re f Q " + shown(100, 500, b"5555"),
    "drawn as outlines": b"q BT 1 Tr /F1 10 Tf 100 500 Td (5555) Tj ET Q",
    "fine print": shown(100, 500, b"5555", size=4),
    "clipped to its own line": shown(100, 500, b"5555", b"90 490 90 30 re W n"),
}


@pytest.mark.parametrize("hidden", HIDDEN.values(), ids=HIDDEN)
def test_text_that_does_not_show_is_not_read(tmp_path, hidden):
    text = text_of(tmp_path, hidden)
    assert "5" not in text and "Derivative" in text


@pytest.mark.parametrize("seen", SHOWN.values(), ids=SHOWN)
def test_text_that_shows_is_read_however_it_is_coloured(tmp_path, seen):
    assert "5555" in text_of(tmp_path, seen)


def test_a_layer_that_is_off_is_not_read(tmp_path):
    assert "5555" not in text_of(tmp_path, layered(100, 500, b"5555"), LAYER_OFF)


def test_a_layer_that_is_off_is_not_read_even_where_other_words_stand(tmp_path):
    assert "5" not in text_of(tmp_path, layered(100, 702, b"5555"), LAYER_OFF)


def test_a_layer_that_is_on_is_read(tmp_path):
    assert "5555" in text_of(tmp_path, layered(100, 500, b"5555"), LAYER_ON)


def test_points_and_dashes_of_shown_words_stay_however_small_the_page(tmp_path):
    line = b"10.25, 1,250.5 - 3-for-2: F.1"
    body = one_page(
        b"BT /F1 2 Tf 20 180 Td (%s) Tj ET" % line,
        entries=b"/MediaBox [0 0 153 198]",
    )
    with open_document(written(tmp_path / "small.pdf", body), Limits()) as document:
        assert "".join(char.text for char in document.page(1).chars()) == line.decode()


def test_what_hides_in_a_form_of_the_page_is_not_read(tmp_path):
    form = stream(
        b"/Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources << /Font << /F1 5 0 R >> >>",
        shown(100, 500, b"5555", b"1 g") + shown(100, 400, b"7777"),
    )
    resources = b"/Font << /F1 5 0 R >> /XObject << /X 6 0 R >>"
    body = one_page(SEEN + b"/X Do", resources=resources, more=(form,))
    with open_document(written(tmp_path / "form.pdf", body), Limits()) as document:
        text = "".join(char.text for char in document.page(1).chars())
    assert "5555" not in text and "7777" in text


def test_a_page_whose_text_hardly_shows_gives_none(tmp_path):
    lines = b"".join(shown(72, 600 - 12 * k, b"five hundred and fifty-five", b"1 g") for k in range(20))
    assert text_of(tmp_path, lines) == ""


OVER = {
    "white box": b"q 1 g 95 495 60 16 re f Q ",
    "pale box": b"q 0.85 g 95 495 60 16 re f Q ",
    "box just as large": b"q 1 g 99 497 24 12 re f Q ",
}


@pytest.mark.parametrize("box", OVER.values(), ids=OVER)
def test_what_was_typed_before_a_box_is_gone_though_other_letters_stand_on_it(tmp_path, box):
    """A value painted over and typed anew stood in the text twice."""
    text = text_of(tmp_path, shown(100, 500, b"5555") + box + shown(101, 500, b"8,210"))
    assert "5" not in text and "8,210" in text


def test_of_a_line_that_a_box_covers_a_part_of_the_rest_is_read(tmp_path):
    text = text_of(tmp_path, shown(100, 500, b"5555 7777") + b"q 1 g 98 495 26 16 re f Q ")
    assert "5" not in text and "7777" in text


@given(st.floats(0, 1), st.floats(0, 1))
def test_ink_is_seen_by_how_far_it_is_from_its_ground(tmp_path_factory, ink, ground):
    content = b"q %.3f g 90 480 80 40 re f Q " % ground + shown(100, 500, b"5555", b"%.3f g" % ink)
    text = text_of(tmp_path_factory.mktemp("grey"), content)
    if abs(ink - ground) > 0.25:
        assert "5555" in text
    elif abs(ink - ground) < 0.05:
        assert "5555" not in text


def test_the_page_is_drawn_as_before_once_its_text_was_looked_at(tmp_path):
    body = one_page(SEEN + HIDDEN["white on white"], resources=RESOURCES, more=(LAYER,))
    path = written(tmp_path / "page.pdf", body)
    with open_document(path, Limits()) as document:
        page = document.page(1)
        page.chars()
        kept, anew = page.raster(), page.raster()
    assert (kept.pixels == anew.pixels).all() and kept.pixels.min() < 50


def test_a_mark_of_many_words_is_asked_for_its_name_once(tmp_path, monkeypatch):
    """Tagged pages mark every word: each word's marks were asked for their names, thousands a page."""
    asked = []
    name = pdf_painted.mark_name
    monkeypatch.setattr(pdf_painted, "mark_name", lambda mark, *room: asked.append(mark) or name(mark, *room))
    words = b"".join(shown(100, 600 - 12 * k, b"word") for k in range(20))
    text_of(tmp_path, b"/Layer0 BMC " + words + b"EMC\n")
    assert len(asked) == 1
