"""What the rules alone say of a layout."""

from dataclasses import replace

import pytest

from extractor.layout.bands import find_bands
from extractor.layout.classify import find_pattern
from extractor.layout.head_rules import head_by_rules
from extractor.layout.template import shipped_layouts
from extractor.model.page import RulingLine, RulingLines

LEFT, RIGHT = 30.0, 590.0
SIX_ITEMS = ("form4-edgar", "form4-agent2002")


def named(name):
    return next(layout for layout in shipped_layouts() if layout.name == name)


def across(y, start=LEFT, end=RIGHT):
    return RulingLine(start, end, y, 0.5)


def down(x, start, end):
    return RulingLine(start, end, x, 0.5)


def head_of(table, top, foot, rows):
    """The column rules of a table's head, sub-columns halfway up, and of the rows below it."""
    count = len(table.leaves)
    place = iter(LEFT + (RIGHT - LEFT) * k / count for k in range(1, count))
    middle = (top + foot) / 2
    found = [down(LEFT, top, rows), down(RIGHT, top, rows)]
    for number, column in enumerate(table.columns):
        if number:
            found.append(down(next(place), top, rows))
        found += [down(next(place), middle, rows) for _ in list(column.leaves())[1:]]
    return found


def page(table, header_down, header_across):
    """A page with a header between 80 and 170, a heading, and a table with two rows."""
    levels = [across(y) for y in (80, 170, 182, 230, 250, 270)]
    sides = [down(x, 80, 182) for x in (LEFT, RIGHT)]
    columns = [*sides, *header_down, *head_of(table, 182, 230, 270)]
    rules = RulingLines(
        tuple(sorted((*levels, *header_across), key=lambda r: r.at)),
        tuple(sorted(columns, key=lambda r: r.at)),
    )
    return rules, find_bands(rules)


def six(name="form4-edgar"):
    return page(
        named(name).tables[0],
        [down(230, 80, 170), down(410, 80, 170)],
        [across(105, 230, 410), across(140, 230, 410), across(140, 410, RIGHT)],
    )


def seven(name):
    return page(
        named(name).tables[0],
        [down(230, 80, 170), down(410, 80, 170), down(320, 105, 170)],
        [across(105, 230, 410), across(140, 230, 410), across(140, 410, RIGHT)],
    )


@pytest.mark.parametrize("name", SIX_ITEMS)
def test_six_boxes_are_found_in_their_order(name):
    boxes = find_pattern(named(name), *six()).boxes
    assert sorted(boxes) == [1, 2, 3, 4, 5, 6]
    assert (boxes[3].top, boxes[3].bottom) == (105, 140)
    assert boxes[5].x0 == 410


def test_the_month_form_is_told_from_the_day_form_by_its_columns():
    by_month, by_day = named("form4-1996"), named("form4-2002")
    assert find_pattern(by_month, *seven("form4-1996")).fit == pytest.approx(1.0)
    assert find_pattern(by_day, *seven("form4-1996")).fit == 0.0
    assert find_pattern(by_month, *seven("form4-2002")).fit == 0.0


def test_seven_items_are_told_from_six_by_their_boxes():
    fits = {name: find_pattern(named(name), *seven("form4-2002")).fit for name in ("form4-2002", *SIX_ITEMS)}
    assert max(fits, key=fits.__getitem__) == "form4-2002"
    fits = {name: find_pattern(named(name), *six()).fit for name in ("form4-1996", *SIX_ITEMS)}
    assert fits["form4-1996"] == 0.0


def test_an_empty_box_below_the_third_item_is_none():
    boxes = find_pattern(named("form4-2002"), *seven("form4-2002")).boxes
    assert sorted(boxes) == [1, 2, 3, 4, 5, 6, 7]
    assert (boxes[3].top, boxes[3].bottom) == (105, 140)


def test_the_line_under_a_title_is_no_side_of_a_box():
    rules, _ = six()
    more = RulingLines(tuple(sorted((*rules.across, across(125, 425, 575)), key=lambda r: r.at)), rules.down)
    boxes = find_pattern(named("form4-edgar"), more, find_bands(more)).boxes
    assert boxes[5].bottom == 140


def test_rows_are_no_head():
    table = named("form4-edgar").tables[0]
    _, ruled = six()
    assert [head_by_rules(band, table) for band in ruled[0]].count(True) == 1


def test_a_table_of_four_columns_is_no_form_s():
    rules = RulingLines(
        tuple(across(y) for y in (80, 120, 140, 160)),
        tuple(down(x, 80, 160) for x in (30, 170, 310, 450, 590)),
    )
    assert all(find_pattern(layout, rules, find_bands(rules)).fit == 0.0 for layout in shipped_layouts())


def test_a_code_that_is_not_split_is_another_form_s():
    """Form 5 has one column for the code and, with 2A, as many as the month form of Form 4."""
    table = named("form4-1996").tables[0]
    _, ruled = seven("form4-1996")
    (head,) = (band for band in ruled[0] if head_by_rules(band, table))
    assert not head_by_rules(replace(head, through=(*head.through, head.edges[3])), table)
