"""Columns parted by white alone: captions over several, captions at the head's foot, broken words."""

from extractor.layout.captioned_grid import captioned_grid, going_on
from extractor.layout.captions import Captions
from extractor.layout.template import shipped_layouts
from tests.typewriter import page, typed

MONTHLY = next(layout for layout in shipped_layouts() if layout.name == "form4-1996")
TABLE_I = MONTHLY.tables[0]
HEAD = """
                                                                             6.
                                      4. Securities Acquired                 Ownership
                       3. Trans-      (A) or Disposed of     5. Amount of    Form:
           2. Trans-   action Code    (D) (Instr. 3,         Securities      Direct    7. Nature of
1. Title   action      (Instr. 8)     4 and 5)               Beneficially    (D) or    Indirect
of         Date        -----------    ------------------     Owned at End    Indirect  Beneficial
Security   (Month/                            (A) or         of Month        (I)       Ownership
(Instr.    Day/        Code   V       Amount  (D)    Price   (Instr. 3       (Instr.   (Instr. 4)
3)         Year)                                             and 4)          4)
"""
ROWS = """
Common     11/19/99    S              1,200   D      $31.64  9,500           D
Stock
Common                                                       700             I         By trust
Stock
"""
PITCH, LEADING = 4.0, 8.0
TOP = 110.0


def lines_of(text, top):
    """The pieces of plain text, each where it stands; two blanks part them."""
    for row, line in enumerate(text.strip("\n").split("\n")):
        start = 0
        for piece in line.split("  "):
            words = piece.strip()
            if words and set(words) != {"-"}:
                at = line.index(words, start)
                yield typed(words, 20 + PITCH * at, top + LEADING * row, 7.9)
            start += len(piece) + 2


def form(head=HEAD, rows=ROWS):
    foot = TOP + LEADING * (len(head.strip("\n").split("\n")) + 1)
    heading = typed(TABLE_I.heading.caption, 60, TOP - 14)
    return page(
        heading, *lines_of(head, TOP), *lines_of(rows, foot), typed("Explanation of Responses:", 20, 400)
    )


def grid_of(page_text):
    return captioned_grid(page_text, Captions(page_text), MONTHLY, TABLE_I)


def columns(grid, text):
    """The columns of the words of a text."""
    xs = [word.box.center_x for line in text for word in line.words]
    return [gap.column.path.split("/")[-1] for gap in grid.gaps if any(gap.x0 <= x < gap.x1 for x in xs)]


def test_every_column_is_found_below_captions_over_several():
    grid = grid_of(form())
    assert [gap.column for gap in grid.gaps] == list(TABLE_I.leaves)
    assert not grid.ruled and grid.fit > 0.9


def test_values_stand_in_their_columns():
    grid = grid_of(form())
    expected = {
        "1,200": "transactionShares",
        "$31.64": "transactionPricePerShare",
        "By trust": "natureOfOwnership",
    }
    for text, column in expected.items():
        assert columns(grid, [line for line in form().lines if line.text == text]) == [column]


def test_rows_begin_below_the_captions():
    grid = grid_of(form())
    foot = max(line.box.bottom for line in form().lines if line.text in ("3)", "and 4)", "4)"))
    assert abs(grid.rows[0][0] - foot) < 1


def test_rows_go_on_over_a_page_without_captions():
    grid = grid_of(form())
    later = page(*lines_of(ROWS, 40), typed("Explanation of Responses:", 20, 200), number=2)
    more = going_on(grid, later, Captions(later), MONTHLY, later.height)
    assert more is not None and more.head is None
    assert more.rows[0][0] < 40 and more.rows[-1][1] < 200


def test_prose_is_no_row_of_a_table():
    grid = grid_of(form())
    prose = page(
        typed("The reporting person disclaims beneficial ownership of these securities", 20, 40), number=2
    )
    assert going_on(grid, prose, Captions(prose), MONTHLY, prose.height) is None
