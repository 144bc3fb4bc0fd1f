import numpy as np

from extractor.reconcile.bucket_elimination import elimination, maximum
from extractor.reconcile.settings import SETTINGS


def test_a_chain_is_eliminated_from_an_end_two_variables_at_a_time():
    links = [(f"x{n}", f"x{n + 1}") for n in range(9)]

    buckets = elimination({f"x{n}": 3 for n in range(10)}, links)

    assert next(iter(buckets)) == "x0"
    assert max(map(len, buckets.values())) == 2


def test_the_variable_with_the_smallest_table_goes_first():
    buckets = elimination({"wide": 9, "narrow": 2, "middle": 3}, [("wide", "middle"), ("narrow", "middle")])

    assert next(iter(buckets)) == "narrow"


def test_a_bucket_s_variables_stand_in_the_order_of_elimination():
    buckets = elimination({"a": 2, "b": 3, "c": 4}, [("c", "b", "a")])

    assert buckets == {"a": ("a", "b", "c"), "b": ("b", "c"), "c": ("c",)}


def test_margins_are_the_best_totals_with_each_state_less_the_best():
    sizes = {"a": 2, "b": 3}
    table = np.array([[0.0, 5.0, 1.0], [4.0, 2.0, 3.0]])

    best = maximum(sizes, elimination(sizes, [("a", "b")]), [(("a", "b"), table)])

    assert best.states == {"a": 0, "b": 1}
    assert best.margins == {"a": (0.0, -1.0), "b": (-1.0, 0.0, -2.0)}


def test_variables_without_a_common_table_have_each_their_own_best():
    sizes = {"a": 2, "b": 2}
    weights = [(("a",), np.array([0.0, 1.0])), (("b",), np.array([7.0, 2.0]))]

    best = maximum(sizes, elimination(sizes, []), weights)

    assert best.states == {"a": 1, "b": 0}
    assert best.margins == {"a": (-1.0, 0.0), "b": (0.0, -5.0)}


def test_of_equals_the_earliest_states_are_taken_together():
    sizes = {"a": 2, "b": 2}
    unlike = np.array([[0.0, 1.0], [1.0, 0.0]])

    best = maximum(sizes, elimination(sizes, [("a", "b")]), [(("a", "b"), unlike)])

    assert unlike[best.states["a"], best.states["b"]] == 1.0
    assert best.margins == {"a": (0.0, 0.0), "b": (0.0, 0.0)}


def test_sums_that_differ_only_by_rounding_are_equal():
    weights = [(("a",), np.array([0.3, 0.1])), (("a",), np.array([0.0, 0.2]))]

    best = maximum({"a": 2}, {"a": ("a",)}, weights)

    assert (best.states, best.margins) == ({"a": 0}, {"a": (0.0, 0.0)})


def test_what_is_taken_has_no_margin_at_the_very_edge_of_a_tie():
    weights = [(("a",), np.array([0.0, SETTINGS.tie]))]

    best = maximum({"a": 2}, {"a": ("a",)}, weights)

    assert best.margins["a"][best.states["a"]] == 0.0
