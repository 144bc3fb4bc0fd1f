from __future__ import annotations

from tests.golden.differences import changed, differences

LINE = {"page": 1, "text": "Common Stock", "box": [10.0, 20.0, 90.0, 28.0], "probability": 0.9}
OTHER = {"page": 1, "text": "Phantom Stock", "box": [10.0, 40.0, 90.0, 48.0], "probability": 0.99}
RULE = {"page": 1, "axis": "down", "at": 100.0, "start": 20.0, "end": 500.0}


def test_a_hair_s_breadth_is_no_difference():
    moved = {**LINE, "box": [10.5, 19.6, 90.0, 28.0], "probability": 0.86}
    assert differences({"text": [LINE]}, {"text": [moved]}) == []


def test_more_is_shown_with_what_was_expected_and_what_came():
    moved = {**LINE, "box": [10.6, 20.0, 90.0, 28.0], "probability": 0.8}
    assert differences({"text": [LINE]}, {"text": [moved]}) == [
        "text: 1 different",
        '  {"page": 1, "text": "Common Stock"}',
        "    box[0]: expected 10.0, got 10.6",
        "    probability: expected 0.9, got 0.8",
    ]


def test_letters_must_be_the_same():
    lines = differences({"text": [LINE]}, {"text": [{**LINE, "text": "Comnon Stock"}]})
    assert lines[-1] == '    text: expected "Common Stock", got "Comnon Stock"'


def test_an_entry_that_is_gone_does_not_make_those_behind_it_differ():
    rules = [{**RULE, "at": 100.0 + 30 * k} for k in range(20)]
    assert changed(rules, rules[:7] + rules[8:]) == [(rules[7], None)]
    assert changed(rules[:7] + rules[8:], rules) == [(None, rules[7])]


def test_a_new_entry_beside_a_changed_one_is_not_taken_for_it():
    misread = {**OTHER, "text": "Phantom Stok"}
    assert changed([LINE, OTHER], [LINE, RULE, misread]) == [(None, RULE), (OTHER, misread)]


def test_of_many_differences_the_first_are_shown():
    lines = differences({"text": []}, {"text": [LINE] * 9}, shown=2)
    assert lines[0] == "text: 9 different" and lines[-1] == "  and 7 more" and len(lines) == 4


def test_stages_stand_in_the_order_of_the_pipeline():
    lines = differences({"cells": [LINE], "text": [LINE]}, {"text": [], "cells": []})
    assert [line for line in lines if not line.startswith(" ")] == [
        "text: 1 different",
        "cells: 1 different",
    ]


def test_a_candidate_hardly_probable_may_come_and_go():
    rare, less_so = {"707": 0.96, "101": 0.04}, {"707": 0.9, "101": 0.1}
    after = {"candidates": [{"probabilities": {"707": 1.0}}]}
    assert differences({"candidates": [{"probabilities": rare}]}, after) == []
    assert differences({"candidates": [{"probabilities": less_so}]}, after) != []
