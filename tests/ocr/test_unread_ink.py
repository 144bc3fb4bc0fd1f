"""What stands at the ends of a line beyond the words an engine made of it."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from extractor.ocr.unread_ink import unread_ends
from tests.typewriter import inked, typed

LINE = inked("10% Owner", 100, 100)


def test_a_mark_that_no_engine_read_is_left_before_the_words():
    wide = replace(LINE, box=LINE.box._replace(x0=LINE.box.x0 - 20))
    assert list(unread_ends(wide)) == [wide.box._replace(x1=LINE.box.x0)]


@given(st.floats(0, 40), st.floats(0, 40))
def test_each_end_is_left_where_it_is_as_wide_as_a_letter(before, behind):
    wide = replace(LINE, box=LINE.box._replace(x0=LINE.box.x0 - before, x1=LINE.box.x1 + behind))
    size = max(word.size for word in LINE.words)
    ends = list(unread_ends(wide))
    assert len(ends) == sum(far > 0.9 * size for far in (before, behind))
    assert all(not end.overlap(word.box) for end in ends for word in LINE.words)


def test_a_text_layer_has_none():
    line = typed("10% Owner", 100, 100)
    assert not list(unread_ends(replace(line, box=line.box._replace(x0=0))))
