"""A text layer put together: words, lines, and what keeps them apart."""

from dataclasses import dataclass

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from extractor.document.opened_page import Char, Chars, Raster
from extractor.model.geometry import Box
from extractor.ocr.text_layer import read_text_layer

DPI = 144.0


@dataclass
class BlankPage:
    """A page of letter size with vertical rules at some x, which hang from a rule across its top."""

    rules_at: tuple[float, ...] = ()
    boxes: tuple[Box, ...] = ()
    number: int = 7
    width: float = 612.0
    height: float = 792.0

    def covers(self):
        return ()

    def raster(self):
        pixels = np.full((1584, 1224), 255, np.uint8)
        pixels[20:22, 20:1200] = 0
        for x in self.rules_at:
            pixels[20:1500, round(2 * x) : round(2 * x) + 2] = 0
        for box in self.boxes:
            x0, top, x1, bottom = (round(2 * side) for side in (box.x0, box.top, box.x1, box.bottom))
            pixels[top:bottom, x0:x1] = 0
            pixels[top + 2 : bottom - 2, x0 + 2 : x1 - 2] = 255
        return Raster(pixels, DPI, DPI)


def typed(text, x, y, size=8.0):
    """Characters half as wide as high, blanks included, their boxes from y down."""
    step = size / 2
    return [Char(c, Box(x + k * step, y, x + (k + 1) * step, y + size), size) for k, c in enumerate(text)]


def seen(*runs, rules_at=()):
    return read_text_layer(BlankPage(rules_at), Chars.of(char for run in runs for char in run))


def texts(page_text):
    return [line.text for line in page_text.lines]


def test_the_page_keeps_its_number_and_size():
    page_text = seen(typed("Form 4", 20, 30))
    assert (page_text.number, page_text.width, page_text.height, page_text.source) == (
        7,
        612.0,
        792.0,
        "text",
    )


def test_words_are_cut_at_blanks_and_joined_to_lines():
    page_text = seen(typed("Common Stock", 20, 30), typed("Director", 20, 60))
    assert texts(page_text) == ["Common Stock", "Director"]
    assert [word.text for word in page_text.lines[0].words] == ["Common", "Stock"]
    assert page_text.lines[0].words[1].box == Box(48, 30, 68, 38)


def test_columns_far_apart_are_lines_of_their_own():
    assert texts(seen(typed("1,200", 100, 30), typed("D", 140, 30))) == ["1,200", "D"]


def test_a_rule_between_two_words_parts_them():
    runs = typed("1,200", 100, 30), typed("D", 124, 30)
    assert texts(seen(*runs)) == ["1,200 D"]
    assert texts(seen(*runs, rules_at=(122,))) == ["1,200", "D"]


def test_words_typed_over_a_rule_into_each_other_are_parted_by_it():
    runs = typed("123456", 100, 30), typed("98", 122, 30)
    assert texts(seen(*runs, rules_at=(122,))) == ["123456", "98"]


def test_overprinted_words_come_apart():
    """Two values typed into one place come letter by letter, in turns."""
    one, other = typed("ALPHA", 100, 30), typed("OMEGA", 102, 37)
    woven = [char for pair in zip(one, other, strict=True) for char in pair]
    assert sorted(word.text for word in seen(woven).words) == ["ALPHA", "OMEGA"]


def test_small_raised_letters_after_a_value_are_a_footnote_mark():
    value, mark = typed("$12.50", 100, 30, 8.0), typed("(2)", 124, 29, 5.0)
    words = seen(value, mark).words
    assert [(word.text, word.raised) for word in words] == [("$12.50", False), ("(2)", True)]


def test_a_dollar_sign_after_a_digit_belongs_to_the_next_cell():
    assert [word.text for word in seen(typed("100$5.25", 100, 30)).words] == ["100", "$5.25"]


def test_words_of_two_sizes_do_not_share_a_line_with_a_headline():
    page_text = seen(typed("FORM", 20, 30, 24.0), typed("United", 70, 44, 8.0))
    assert texts(page_text) == ["FORM", "United"]


def test_lines_come_from_the_top_and_from_the_left():
    page_text = seen(typed("d", 300, 90), typed("b", 300, 30), typed("c", 20, 90), typed("a", 20, 30))
    assert texts(page_text) == ["a", "b", "c", "d"]


def test_a_page_without_a_character_has_no_lines():
    assert read_text_layer(BlankPage(), Chars.of([])).lines == ()


@given(st.floats(20, 760), st.floats(4, 14), st.integers(2, 9))
def test_a_row_of_words_is_one_line_at_any_height_of_the_page(y, size, count):
    row = typed(" ".join(["word"] * count), 30, y, size)
    assert texts(_without_rules(row)) == [" ".join(["word"] * count)]


@given(st.lists(st.tuples(st.integers(0, 11), st.integers(0, 59)), min_size=1, max_size=40, unique=True))
def test_no_word_is_lost_and_none_comes_twice(places):
    runs = [typed(f"w{k}", 20 + 48 * x, 20 + 12 * y) for k, (x, y) in enumerate(places)]
    found = [word.text for word in _without_rules(*runs).words]
    assert sorted(found) == sorted(f"w{k}" for k in range(len(places)))


def _without_rules(*runs):
    """`seen` on a page of so few pixels that looking for rules takes no time."""
    page = BlankPage()
    page.raster = lambda: Raster(np.full((16, 16), 255, np.uint8), DPI, DPI)
    return read_text_layer(page, Chars.of(char for run in runs for char in run))


def test_a_box_to_check_that_is_drawn_is_a_word_of_its_own():
    """Boxes and checks that are drawn were not seen: every box of the header read "false"."""
    square = Box(20.0, 40.0, 28.0, 48.0)
    chars = Chars.of(typed("Director", 34, 40))
    assert texts(read_text_layer(BlankPage(boxes=(square,)), chars)) == ["[_]", "Director"]


def test_a_drawn_box_with_its_mark_in_the_text_is_none_of_its_own():
    square = Box(20.0, 40.0, 28.0, 48.0)
    chars = Chars.of([*typed("X", 22, 40), *typed("Director", 34, 40)])
    assert "[_]" not in " ".join(texts(read_text_layer(BlankPage(boxes=(square,)), chars)))
