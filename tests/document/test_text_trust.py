from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.document.text_trust import TextLayer, distrust, rubbish

BORN = TextLayer(text="Class A Common Stock 1,200 " * 40, hidden=0, outside=0, picture_share=0.0, paths=300)


def test_drawn_page_is_trusted():
    assert distrust(BORN) is None


def test_logo_does_not_make_a_scan():
    assert distrust(replace(BORN, picture_share=0.04)) is None


@pytest.mark.parametrize(
    ("layer", "why"),
    [
        (replace(BORN, text=""), "no text"),
        (replace(BORN, text=" \n "), "no text"),
        (replace(BORN, picture_share=0.9), "a picture covers the page"),
        (replace(BORN, hidden=5000), "invisible"),
        (replace(BORN, text="", hidden=5000), "invisible"),
        (replace(BORN, outside=5000), "outside the page"),
        (replace(BORN, text="\ufffd\x03Common" * 40), "do not map"),
        (replace(BORN, text="RECEIVED 1999", picture_share=0.3), "few characters"),
        (replace(BORN, text="Page 1", paths=4000), "few characters"),
    ],
)
def test_reason_of_distrust(layer, why):
    assert why in distrust(layer)


def test_last_words_alone_on_a_page_are_trusted():
    assert distrust(replace(BORN, text="Date 05/14/2024", paths=3)) is None


def test_boxes_from_symbol_fonts_are_no_rubbish():
    assert distrust(replace(BORN, text=BORN.text + "\uf0a8" * 9)) is None


@given(st.text())
def test_rubbish_is_a_share(text):
    assert 0 <= rubbish(text) <= 1
