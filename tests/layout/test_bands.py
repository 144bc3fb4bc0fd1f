"""Strips: the bands between the rules of a table and the columns at their feet."""

import pytest

from extractor.layout.bands import find_bands
from extractor.model.page import RulingLine, RulingLines


def rule(at, start, end):
    return RulingLine(start, end, at, 1.0)


def table(levels=(100, 140, 160, 180), edges=(50, 200, 400, 550)):
    left, right = edges[0], edges[-1]
    return RulingLines(
        tuple(rule(y, left, right) for y in levels), tuple(rule(x, levels[0], levels[-1]) for x in edges)
    )


def only(tables):
    assert len(tables) == 1
    return tables[0]


def test_a_table_is_cut_at_its_rules():
    bands = only(find_bands(table()))
    assert [(band.box.top, band.box.bottom) for band in bands] == [(100, 140), (140, 160), (160, 180)]
    assert all(band.edges == (50, 200, 400, 550) for band in bands)


def test_a_table_whose_narrow_columns_show_no_rules_across_is_one_table():
    whole = table(levels=(26, 78, 130), edges=(25, 202, 220, 238, 420, 586))
    across = tuple(rule(y, *ends) for y in (26, 78, 130) for ends in ((25, 202), (238, 586)))
    bands = only(find_bands(RulingLines(across, whole.down)))
    assert [band.edges for band in bands] == [(25, 202, 220, 238, 420, 586)] * 2


def test_two_tables_beside_each_other_with_rows_of_their_own_stay_two():
    left, right = (
        tuple(rule(y, *ends) for y in levels)
        for levels, ends in (((26, 78, 130), (25, 202)), ((20, 60, 90, 130), (238, 586)))
    )
    assert len(find_bands(RulingLines((*left, *right), table().down))) == 2


def test_a_page_without_rules_has_no_strips():
    assert find_bands(RulingLines()) == []


def test_a_row_whose_rule_is_broken_is_still_cut():
    whole = table()
    pieces = (rule(160.5, 50, 260), rule(159.8, 290, 550))
    across = (*whole.across[:2], *pieces, whole.across[3])
    bands = only(find_bands(RulingLines(across, whole.down)))
    assert [round(band.box.bottom) for band in bands] == [140, 160, 180]


def test_a_rule_over_some_columns_does_not_cut_the_table():
    whole = table()
    across = (*whole.across[:1], rule(120, 200, 400), *whole.across[1:])
    bands = find_bands(RulingLines(across, whole.down))[0]
    assert [band.box.top for band in bands] == [100, 140, 160]


def test_sub_columns_stand_at_the_foot_of_the_head():
    whole = table()
    bands = only(find_bands(RulingLines(whole.across, (*whole.down, rule(300, 120, 180)))))
    assert bands[0].edges == (50, 200, 300, 400, 550)


def test_a_rule_that_does_not_reach_the_foot_is_no_edge():
    whole = table()
    bands = only(find_bands(RulingLines(whole.across, (*whole.down, rule(300, 100, 120)))))
    assert bands[0].edges == (50, 200, 400, 550)


def test_double_rules_are_one():
    whole = table(levels=(100, 101.5, 140, 141.5, 180, 181.5))
    doubled = RulingLines(
        whole.across, tuple(sorted((*whole.down, rule(201.5, 100, 180)), key=lambda r: r.at))
    )
    bands = only(find_bands(doubled))
    assert [band.box.top for band in bands] == pytest.approx([100.75, 140.75])
    assert bands[0].edges == (50, 200, 400, 550)


def test_tables_of_two_widths_are_two():
    one, other = table(), table(levels=(300, 340, 360), edges=(80, 200, 500))
    down = sorted(one.down + other.down, key=lambda r: r.at)
    tables = find_bands(RulingLines(one.across + other.across, tuple(down)))
    assert sorted(bands[0].box.x0 for bands in tables) == [50, 80]


def test_short_rules_make_no_table():
    assert find_bands(table(edges=(50, 100, 150))) == []


def test_column_rules_that_end_together_show_a_missing_rule():
    whole = table(edges=(50, 150, 250, 350, 450, 550))
    bands = only(find_bands(RulingLines(whole.across[:-1], whole.down)))
    assert [(band.box.top, band.box.bottom) for band in bands] == [(100, 140), (140, 160), (160, 180)]


def test_a_rule_between_sub_columns_does_not_reach_the_head_s_top():
    whole = table()
    bands = only(find_bands(RulingLines(whole.across, (*whole.down, rule(300, 125, 180)))))
    assert bands[0].through == (50, 200, 400, 550)
    assert bands[1].through == (50, 200, 300, 400, 550)


def test_a_column_rule_lost_from_the_head_is_mended_from_the_rows_below():
    whole = table(levels=(100, 140, 160, 180, 200))
    bands = only(find_bands(RulingLines(whole.across, (*whole.down, rule(300, 140, 200)))))
    assert all(band.edges == (50, 200, 300, 400, 550) for band in bands)


def test_rows_are_told_apart_by_the_pieces_of_the_rule_between_them():
    whole = table(levels=(100, 140, 160, 180, 200, 240, 260))
    pieces = (rule(220, 60, 160), rule(220, 300, 380))
    bands = only(find_bands(RulingLines((*whole.across[:5], *pieces, *whole.across[5:]), whole.down)))
    assert [band.box.top for band in bands] == [100, 140, 160, 180, 200, 220, 240]
