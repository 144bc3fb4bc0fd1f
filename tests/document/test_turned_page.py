"""Pages of text filed sideways or upside down, set upright."""

from __future__ import annotations

import numpy as np
import pytest

from extractor.document import open_document
from extractor.document.turned_page import TurnedPage
from extractor.model.geometry import Box
from extractor.model.warp import Warp
from tests.document.document_files import one_page, text_page, written

LINES = b"BT /F1 12 Tf 72 700 Td (Owned Securities Hq) Tj ET"
TURNS = {90: b"0 1 -1 0 792 0", 180: b"-1 0 0 -1 612 792", 270: b"0 -1 1 0 0 612"}
"""Matrices that draw a page turned, by the degrees counterclockwise."""


def opened(tmp_path, content, entries=b"/MediaBox [0 0 612 792]"):
    return open_document(written(tmp_path / "page.pdf", one_page(content, entries))).page(1)


def drawn_turned(tmp_path, degrees):
    """The page's content drawn turned counterclockwise, as some printers file landscape pages."""
    size = b"/MediaBox [0 0 612 792]" if degrees == 180 else b"/MediaBox [0 0 792 612]"
    return opened(tmp_path, b"q " + TURNS[degrees] + b" cm " + LINES + b" Q", size)


@pytest.mark.parametrize(("rotation", "turns"), [(0, 0), (90, 3), (180, 2), (270, 1)])
def test_a_page_shown_turned_tells_how_to_set_it_upright(tmp_path, rotation, turns):
    page = opened(tmp_path, LINES, b"/MediaBox [0 0 612 792] /Rotate %d" % rotation)
    assert page.text_turns == turns


@pytest.mark.parametrize(("degrees", "turns"), [(90, 1), (180, 2), (270, 3)])
def test_a_page_drawn_turned_tells_how_to_set_it_upright(tmp_path, degrees, turns):
    assert drawn_turned(tmp_path, degrees).text_turns == turns


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_turned_page_is_the_upright_one(tmp_path, degrees):
    upright, filed = opened(tmp_path, LINES), drawn_turned(tmp_path, degrees)
    turned = TurnedPage(filed, filed.text_turns)
    assert (turned.width, turned.height) == (612, 792)
    assert turned.chars().texts == upright.chars().texts
    assert np.abs(turned.chars().boxes - upright.chars().boxes).max() < 0.01
    differing = turned.raster().pixels.astype(int) - upright.raster().pixels
    assert (np.abs(differing) > 128).mean() < 0.001


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_what_is_turned_goes_back_to_where_it_is_filed(tmp_path, quarters):
    filed = opened(tmp_path, text_page() + b"\n1 g 200 695 120 20 re f")
    turned = TurnedPage(filed, quarters)
    warp = Warp(turned.width, turned.height, quarters)
    pairs = zip(turned.chars().boxes.tolist(), filed.chars().boxes.tolist(), strict=True)
    pairs = [(Box(*one), Box(*other)) for one, other in pairs]
    covers = zip(turned.covers(), filed.covers(), strict=True)
    pairs += [(cover.box, there.box) for cover, there in covers]
    assert filed.covers()
    for one, other in pairs:
        back = warp.box_as_filed(one)
        assert max(abs(back.x0 - other.x0), abs(back.bottom - other.bottom)) < 0.01


def test_a_stamp_askew_does_not_turn_a_page(tmp_path):
    stamp = b" q 0 1 -1 0 500 100 cm BT /F1 30 Tf 0 0 Td (RECEIVED) Tj ET Q"
    assert opened(tmp_path, LINES + stamp).text_turns == 0
