from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.model.geometry import Box
from samples.generator.fonts import GROUPS, Typeface, typefaces
from samples.generator.grid import Ruling, Slot, draw_grid, words_in
from samples.generator.ink import Pen, Text
from samples.generator.typeset import SOFT_HYPHEN, Caption, Word, flow, line_width, lines_of, widest_unit

FACE = Typeface("Helvetica", "Helvetica", "Helvetica-Bold", "Helvetica-Oblique")
CAPTION = Caption(FACE, 8.0)
TEXTS = st.text("abc XYZ019,./()", min_size=1, max_size=60)


@given(TEXTS, st.floats(15, 200))
def test_no_line_is_wider_than_its_column_and_no_letter_is_lost(text: str, width: float) -> None:
    lines = lines_of(CAPTION.words(text), width)
    assert all(line_width(line) <= width for line in lines)
    assert "".join(word.text for line in lines for word in line) == "".join(text.split())


def test_a_number_wider_than_its_cell_breaks_inside() -> None:
    lines = lines_of(CAPTION.words("05/14/2021"), CAPTION.words("05/14/202")[0].width + 0.1)
    assert [line[0].text for line in lines] == ["05/14/202", "1"]


def test_soft_hyphens_show_only_where_a_word_breaks() -> None:
    word = f"Trans{SOFT_HYPHEN}action"
    pen = Pen()
    flow(pen, 0, 0, 200, CAPTION.words(word))
    flow(pen, 0, 50, 25, CAPTION.words(word))
    assert [item.text for item in pen.items if isinstance(item, Text)] == ["Transaction", "Trans-", "action"]


def test_a_mark_stays_with_its_number() -> None:
    number, mark = Word("1,234", "Helvetica", 8.0), Word("(1)", "Helvetica", 5.0, rise=3.0, glued=True)
    assert widest_unit([number, mark]) == pytest.approx(number.width + mark.width)
    assert len(lines_of([Word("of", "Helvetica", 8.0), number, mark], number.width + mark.width)) == 2


def test_raised_marks_stay_inside_their_box() -> None:
    pen = Pen()
    flow(pen, 0, 10, 100, [Word("(1)", "Helvetica", 5.0, rise=3.0)])
    assert all(item.box.top >= 9.9 for item in pen.items if isinstance(item, Text))


def test_grid_rows_grow_with_their_fullest_box() -> None:
    text = words_in(CAPTION.words("Title of Derivative Security"))
    slots = [Slot(0, 0, text), Slot(0, 1, text)]
    bottom = draw_grid(Pen(), (0, 0), slots, [30.0, 200.0], [5.0], Ruling(0.5))
    assert bottom > 4 * 8.0


@pytest.mark.parametrize("role", ["sans", "serif", "typewriter", "hand"])
def test_no_typeface_stands_in_two_groups(role: str) -> None:
    names = [face.name for group in GROUPS for face in typefaces(role, group)]
    base = {"Helvetica", "Times", "Courier", "Times Italic"}
    assert len(set(names) - base) == len([name for name in names if name not in base])
    assert all(typefaces(role, group) for group in GROUPS)


def test_text_knows_its_box() -> None:
    box = Text(10.0, 20.0, "M", "Helvetica", 10.0).box
    assert isinstance(box, Box)
    assert box.top < 20.0 < box.bottom
