from math import exp, inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.reconcile import confusions
from extractor.reconcile.confusions import Counts, Slip, counts, kind_of, misread, plain, slips

TABLE = Counts(
    shown={"8": 100, "3": 100, "D": 50, "A": 50},
    others={"8": {"3": 9, "1": 1}},
    gained={"last": {"1": 8, "2": 2}, "first": {"5": 4}},
    powers={"-3": 20, "2": 3},
    sorts={"number": {"other": 10, "point": 23, "gained last": 10, "lost first": 5}, "code": {"other": 3}},
    slips={"number": {"1": 40, "2": 4, "more": 6}, "code": {"1": 3}, "date": {"1": 2}},
)


@pytest.fixture
def counted(monkeypatch):
    monkeypatch.setattr(confusions, "counts", lambda: TABLE)


@pytest.mark.parametrize(
    ("true", "read", "expected"),
    [
        ("707", "767", [Slip("other", "0", "6")]),
        ("519", "5191", [Slip("gained last", "", "1")]),
        ("65.78", "565.78", [Slip("gained first", "", "5")]),
        ("519", "5519", [Slip("gained double", "", "5")]),
        ("202", "2302", [Slip("gained inside", "", "3")]),
        ("1500", "500", [Slip("lost first", "1", "")]),
        ("2447", "247", [Slip("lost double", "4", "")]),
        ("1234", "134", [Slip("lost inside", "2", "")]),
        ("630", "63", [Slip("lost last", "0", "")]),
        ("5424", "5.424", [Slip("point", "", "-3")]),
        ("109500", "109.5", [Slip("point", "", "-3")]),
        ("2000", "2", [Slip("point", "", "-3")]),
        ("12.5", "1250", [Slip("point", "", "2")]),
        ("12004.17", "1200417", [Slip("point", "", "2")]),
        ("64.3", "8643", [Slip("gained first", "", "8"), Slip("point", "", "1")]),
        ("183795", "183.7951", [Slip("point", "", "-3"), Slip("gained last", "", "1")]),
        ("1999-01-25", "1999-01-05", [Slip("other", "2", "0")]),
        ("2001-07-15", "2001-01-55", [Slip("other", "7", "1"), Slip("other", "1", "5")]),
        ("D", "A", [Slip("other", "D", "A")]),
    ],
)
def test_what_went_wrong_is_told(true, read, expected):
    assert slips(true, read) == tuple(expected)


@pytest.mark.parametrize(
    ("true", "read"),
    [
        ("1690", "1"),
        ("12989", "13998"),
        ("707", "70712"),
        ("1997-04", "2012-04"),
        ("1997-04", "1997-04-30"),
        ("0", "1250"),
    ],
)
def test_readings_too_far_from_the_truth_are_no_misreadings(true, read):
    assert slips(true, read) is None
    assert misread(true, read) == -inf


@pytest.mark.parametrize("same", ["707", "12.5", "1999-01-25", "D"])
def test_the_truth_is_no_misreading_of_itself(same):
    assert misread(same, same) == -inf


def test_idle_zeros_are_no_slips():
    assert plain("45.500") == plain("45.5") == "45.5"
    assert plain("1200") == "1200"
    assert slips("45.50", "45.5") == ()


@pytest.mark.parametrize(
    ("value", "kind"),
    [("12004.17", "number"), ("0", "number"), ("1999-01-25", "date"), ("1999-01", "date"), ("NaN", "code")],
)
def test_kinds_go_by_looks(value, kind):
    assert kind_of(value) == kind


@pytest.mark.parametrize(
    ("true", "likelier", "rarer"),
    [
        ("484", "434", "494"),
        ("519", "5191", "5197"),
        ("519", "5191", "5119"),
        ("84", "584", "484"),
        ("5424", "5.424", "54.24"),
        ("5424", "424", "524"),
        ("484", "434", "431"),
    ],
)
def test_what_was_met_more_often_is_likelier(counted, true, likelier, rarer):
    assert misread(true, likelier) > misread(true, rarer) > -inf


def test_what_was_never_met_is_not_impossible(counted):
    assert misread("D", "A") > -inf
    assert misread("1999-01-25", "1999-07-25") > -inf


NEAR = st.one_of(
    st.integers(0, 999_999).map(str),
    st.decimals(0, 999, places=2).map(str).map(plain),
    st.dates().map(str),
    st.sampled_from(["A", "D", "I", "M", "S"]),
)


@given(NEAR)
def test_all_readings_with_one_slip_are_at_most_one_together(true):
    letters = "0123456789.ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    read = {true[:n] + letter + true[n + 1 :] for n in range(len(true)) for letter in letters}
    read |= {true[:n] + letter + true[n:] for n in range(len(true) + 1) for letter in letters}
    read |= {true[:n] + true[n + 1 :] for n in range(len(true))}
    kept = {plain(text) for text in read if text and kind_of(text) == kind_of(true)}

    assert 0.1 < sum(exp(misread(true, text)) for text in kept) <= 1 + 1e-9


def test_the_counts_shipped_are_whole():
    assert counts().slips.keys() == {"number", "date", "code"}
    assert sum(counts().shown.values()) > 10_000
    assert set().union(*(own.keys() for own in counts().sorts.values())) <= set(confusions.SLIP_TYPES)
