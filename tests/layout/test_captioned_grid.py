"""A table whose rules are gone: its columns part between its captions."""

from extractor.layout.captioned_grid import captioned_grid
from extractor.layout.captions import Captions
from extractor.layout.template import shipped_layouts
from tests.typewriter import page, typed

EDGAR = next(layout for layout in shipped_layouts() if layout.name == "form4-edgar")
TABLE_I = EDGAR.tables[0]
PLACES = (30, 130, 186, 236, 260, 280, 320, 340, 380, 440, 500)
"""Where each column of Table I begins, in points from the left."""
HEADING = typed(TABLE_I.heading.caption, 100, 100)
CAPTIONS = (
    ("1. Title of", "Security", "(Instr. 3)"),
    ("2. Transaction", "Date", "(Month/Day/Year)"),
    ("2A. Deemed", "Execution", "Date, if any", "(Month/Day/Year)"),
    ("", "", "Code"),
    ("", "", "V"),
    ("", "", "Amount"),
    ("", "", "(A)", "or (D)"),
    ("", "", "Price"),
    (
        "5. Amount of",
        "Securities",
        "Beneficially",
        "Owned Following",
        "Reported",
        "Transaction(s)",
        "(Instr. 3 and 4)",
    ),
    ("6. Ownership", "Form: Direct", "(D) or", "Indirect (I)", "(Instr. 4)"),
    ("7. Nature of", "Indirect", "Beneficial", "Ownership", "(Instr. 4)"),
)
FOOT = 110 + 6 * 5 + 4
VALUES = ("Common Stock", "11/19/2009", "", "S", "V", "1,200", "D", "$31.64", "9,500", "I", "By trust")


def head(wanted=CAPTIONS):
    for x, lines in zip(PLACES, wanted, strict=True):
        yield from (typed(text, x, 110 + 5 * k, 4) for k, text in enumerate(lines) if text)


def row(y):
    return [typed(text, x, y, 4) for x, text in zip(PLACES, VALUES, strict=True) if text]


def seen(*lines):
    page_text = page(HEADING, *lines, typed(EDGAR.footnotes.caption, 30, 300))
    return captioned_grid(page_text, Captions(page_text), EDGAR, TABLE_I)


def test_every_column_holds_what_stands_under_its_caption():
    grid = seen(*head(), *row(160), *row(175))
    assert [gap.column for gap in grid.gaps] == list(TABLE_I.leaves)
    for gap, line in zip(grid.gaps, row(160)[:2], strict=False):
        assert gap.x0 < line.box.x0 and line.box.x1 < gap.x1
    assert grid.gaps[7].x0 < 340 < 364 < grid.gaps[7].x1


def test_the_rows_lie_between_the_captions_and_the_footnotes():
    ((top, bottom),) = seen(*head(), *row(160)).rows
    assert FOOT <= top <= 160 and bottom == 300


def test_a_letter_of_the_first_row_is_not_its_caption_said_again():
    grid = seen(*head(), *row(152))
    assert grid.rows[0][0] < 152


def test_columns_whose_captions_are_lost_are_left_out():
    lost = [("",) if lines[0].startswith("7.") else lines for lines in CAPTIONS]
    assert [gap.column for gap in seen(*head(lost), *row(160)).gaps] == list(TABLE_I.leaves[:-1])


def test_too_few_captions_make_no_table():
    assert seen(*head([*CAPTIONS[:6], *[("",)] * 5]), *row(160)) is None


def test_no_heading_no_table():
    page_text = page(*head(), *row(160))
    assert captioned_grid(page_text, Captions(page_text), EDGAR, TABLE_I) is None


def test_a_heading_s_second_line_is_no_row_of_captions():
    """`securities)` of what stands in brackets under a heading covered the white between two columns."""
    second = typed("(e.g.,   puts,   calls,   warrants,   options,   convertible   securities)", 150, 108, 4)
    assert seen(second, *head(), *row(160)).gaps == seen(*head(), *row(160)).gaps
