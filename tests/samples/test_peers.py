"""Other tools are judged as kindly as can be, and no kinder."""

from pathlib import Path

import pytest

from extractor.model.geometry import Box
from samples.peer_tools import PEERS, Peer, Piece
from samples.peers import Case, _among, _of_peer, _surest, _tally
from samples.scoring import Verdict

SHARES = "nonDerivativeTable/nonDerivativeTransaction[1]/transactionAmounts/transactionShares"
NAME = "issuer/issuerName"


@pytest.fixture
def case():
    cells = {
        SHARES: {"type": "number", "value": "4884"},
        NAME: {"type": "text", "value": "Quill Works"},
        "isDirector": {"type": "bool", "value": "true"},
    }
    lines = {
        SHARES: [{"text": "4,884", "page": 1, "bbox": [100, 100, 130, 110]}],
        NAME: [
            {"text": "Quill", "page": 1, "bbox": [10, 10, 30, 20]},
            {"text": "Works", "page": 1, "bbox": [10, 20, 30, 30]},
        ],
    }
    return Case(Path("none.pdf"), "born", {"filings": [{"cells": cells}]}, lines)


def reading(case, *pieces):
    return _of_peer(Peer("test", lambda _: iter(pieces), scans=True, tables=True), case)


def outcomes(read):
    return {verdict.path: verdict.outcome for verdict in read.verdicts}


def test_what_stands_in_a_value_s_place_is_its_value(case):
    words = [Piece(1, Box(11, 11, 29, 19), "Quill", 0.9), Piece(1, Box(11, 21, 29, 29), "Works", 0.8)]
    read = reading(case, *words, Piece(1, Box(101, 101, 129, 109), "4884", 0.7))
    assert outcomes(read) == {SHARES: "correct", NAME: "correct"}
    assert {verdict.path: verdict.sure for verdict in read.verdicts} == {SHARES: 0.7, NAME: 0.8}


def test_a_digit_that_differs_is_wrong_and_an_empty_place_missing(case):
    assert outcomes(reading(case, Piece(1, Box(101, 101, 129, 109), "4,834"))) == {
        SHARES: "wrong",
        NAME: "missing",
    }


def test_words_of_another_page_are_not_in_place(case):
    assert outcomes(reading(case, Piece(2, Box(101, 101, 129, 109), "4,884")))[SHARES] == "missing"


def test_a_cell_of_a_table_may_hold_its_caption_too_but_is_not_the_value_s_alone(case):
    for text, alone in (("Amount\n4,884", False), ("4,884", True)):
        read = reading(case, Piece(1, Box(90, 80, 140, 120), text, cell=True))
        assert outcomes(read)[SHARES] == "correct" and read.alone == (alone,)


def test_short_texts_are_not_found_within_words():
    assert _among("M", "$ M") and not _among("M", "Amount") and _among("4,884", "4,884(1)")


def test_a_person_is_shown_what_a_tool_is_least_sure_of():
    verdicts = [
        Verdict(str(n), "text", "a", "b", "wrong", flagged=False, sure=sure)
        for n, sure in enumerate((0.9, 0.1, None, 0.5))
    ]
    assert [verdict.path for verdict in _surest(verdicts, 0.5)] == ["3", "0"]
    assert len(_surest([verdicts[2]], 1.0)) == 1, "without any confidence nobody knows what to show"


def test_the_tally_counts_errors_that_nobody_is_shown(case):
    read = reading(case, Piece(1, Box(101, 101, 129, 109), "4,834", 0.9))
    tally = _tally([read], "born", 0.5, tables=True)
    assert (tally.cells, tally.right, tally.silent, tally.alone) == (2, 0.0, 0.5, 0.0)


def test_the_tools_have_different_names():
    assert len({peer.name for peer in PEERS}) == len(PEERS)
