from __future__ import annotations

import pytest

from samples.scoring import Verdict, aligned, refused, same, score_case, score_filing, score_of

ROW = "nonDerivativeTable/nonDerivativeTransaction[{}]/"
SHARES = "transactionAmounts/transactionShares"


def truth(**cells: tuple[str, str]) -> dict:
    return {path: {"type": kind, "value": value} for path, (kind, value) in cells.items()}


def filing(cells: dict[str, str], review: tuple[str, ...] = (), doubtful: tuple[str, ...] = ()) -> dict:
    return {
        "cells": [
            {"path": path, "value": value, "status": "review" if path in doubtful else "accepted"}
            for path, value in cells.items()
        ],
        "review": [{"path": path} for path in review],
    }


def only(verdicts: list[Verdict]) -> Verdict:
    (verdict,) = verdicts
    return verdict


@pytest.mark.parametrize(
    ("kind", "wanted", "value"),
    [
        ("number", "1000", "$1,000.00"),
        ("number", "11.4375", "11 7/16"),
        ("number", "0.5", "1/2"),
        ("month", "2001-04", "2001-04-30"),
        ("bool", "true", "X"),
        ("bool", "false", ""),
        ("marks", "F1 F2", "F2 F1"),
        ("text", "Chief Executive Officer, Director", "chief executive officer director"),
        ("text", "O\u2019Brien", "O'Brien"),
        ("code", "M", "m"),
        ("prose", "a" * 100, "a" * 99 + "b"),
        ("prose", "a" * 100 + " in 2000.", "a" * 100 + " in 2000"),
    ],
)
def test_values_that_say_the_same(kind: str, wanted: str, value: str) -> None:
    assert same(kind, wanted, value)


@pytest.mark.parametrize(
    ("kind", "wanted", "value"),
    [
        ("number", "1000", "1.000"),
        ("number", "1000", "no number"),
        ("month", "2001-04", "2001-05"),
        ("date", "2001-04-05", "2001-04-06"),
        ("marks", "F1 F2", "F1"),
        ("text", "a" * 100, "a" * 99 + "b"),
        ("prose", "a" * 100, "a" * 97 + "bbb"),
        ("prose", "a" * 100 + " 12% (ii)", "a" * 100 + " 13% (ii)"),
        ("prose", "a" * 100 + " 12% (ii)", "a" * 100 + " 12% (i)"),
    ],
)
def test_values_that_do_not(kind: str, wanted: str, value: str) -> None:
    assert not same(kind, wanted, value)


def test_a_missing_box_that_was_not_marked_is_right() -> None:
    wanted = truth(notSubjectToSection16=("bool", "false"))
    assert only(score_filing(wanted, filing({}))).outcome == "correct"


def test_an_error_in_a_flagged_cell_is_not_silent() -> None:
    wanted = truth(remarks=("prose", "None at all."))
    wrong = only(score_filing(wanted, filing({"remarks": "Something."}, doubtful=("remarks",))))
    assert (wrong.outcome, wrong.silent) == ("wrong", False)
    assert only(score_filing(wanted, filing({"remarks": "Something."}))).silent


@pytest.mark.parametrize("flag", ["", ROW.format(1).rstrip("/"), ROW.partition("[")[0]])
def test_a_leading_part_of_a_path_flags_what_is_below_it(flag: str) -> None:
    wanted = truth(**{ROW.format(1) + SHARES: ("number", "5")})
    assert not only(score_filing(wanted, filing({}, review=(flag,)))).silent


def test_one_row_does_not_flag_another_whose_number_begins_alike() -> None:
    wanted = truth(**{ROW.format(12) + SHARES: ("number", "5")})
    assert only(score_filing(wanted, filing({}, review=(ROW.format(1).rstrip("/"),)))).silent


def test_a_row_too_many_spoils_none_below_it() -> None:
    wanted = truth(**{ROW.format(1) + SHARES: ("number", "707"), ROW.format(2) + SHARES: ("number", "409")})
    found = {ROW.format(k) + SHARES: value for k, value in ((1, "707"), (2, "1"), (3, "409"))}
    verdicts = score_filing(wanted, filing(found))
    assert sorted(verdict.outcome for verdict in verdicts) == ["correct", "correct", "spurious"]
    assert next(v.path for v in verdicts if v.outcome == "spurious") == ROW.format(2) + SHARES


def test_rows_keep_their_order() -> None:
    rows = {1: {"a": "1"}, 2: {"a": "2"}}
    turned = {1: {"a": "2"}, 2: {"a": "1"}}
    assert len([pair for pair in aligned(rows, turned, lambda *_: "number") if None not in pair]) == 1


def test_an_address_may_break_anywhere() -> None:
    base = "reportingOwner[1]/reportingOwnerAddress/rptOwnerStreet"
    wanted = truth(**{base + "1": ("text", "1 BELVEDERE PLACE, SUITE 300")})
    found = filing({base + "1": "1 BELVEDERE PLACE", base + "2": "SUITE 300"})
    found["cells"][0] |= {"confidence": 0.9, "readings": {"one": "1 BELVEDERE PLACE", "two": "1"}}
    found["cells"][1] |= {"confidence": 0.7, "readings": {"one": "SUITE 300", "two": "SUITE 300"}}
    verdict = only(score_filing(wanted, found))
    assert (verdict.outcome, verdict.sure) == ("correct", 0.7)
    assert verdict.readings == {"one": True, "two": False}


def test_an_empty_value_is_none_and_a_false_one_is_not_spurious() -> None:
    wanted = truth(remarks=("prose", "x"))
    found = filing({"remarks": " ", "isDirector": "true", "periodOfReport": "false"})
    assert only(score_filing(wanted, found)).outcome == "missing"


def test_a_filing_too_many_is_spurious_to_the_last_value() -> None:
    case = {"filings": [{"cells": truth(remarks=("prose", "x"))}]}
    output = {"filings": [filing({"remarks": "x"}), filing({"remarks": "y", "isDirector": "false"})]}
    assert [v.outcome for v in score_case(case, output)] == ["correct", "spurious"]


def test_a_file_refused_aloud_has_no_silent_error() -> None:
    score = score_of(refused({"filings": [{"cells": truth(remarks=("prose", "x"))}]}))
    assert (score.cells, score.correct, score.silent, score.review_rate) == (1, 0, 0, 1.0)


def test_a_spurious_value_is_an_error_but_no_cell() -> None:
    score = score_of(score_filing({}, filing({"remarks": "x"})))
    assert (score.cells, score.judged, score.silent) == (0, 1, 1)


def test_an_unread_page_excuses_what_is_missing_there_and_no_wrong_value() -> None:
    wanted = truth(remarks=("prose", "x"), periodOfReport=("date", "2004-05-06"))
    output = filing({"periodOfReport": "2004-05-07"})
    output["review"] = [{"path": "", "page": 2}]
    assert [v.flagged for v in score_filing(wanted, output)] == [False, True]
    pages = {"remarks": frozenset({1, 2}), "periodOfReport": frozenset({2})}
    assert [v.flagged for v in score_filing(wanted, output, pages)] == [False, True]
    elsewhere = {"remarks": frozenset({1})}
    assert not any(v.flagged for v in score_filing(wanted, output, elsewhere))
