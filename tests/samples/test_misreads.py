"""Filings misread on purpose, and what is told of it."""

from __future__ import annotations

import random

import pytest

from extractor.model.filing import Filing
from extractor.options import MAX_ERROR
from extractor.reconcile.form_view import AMOUNT
from extractor.values.calibration import accepted_from
from samples.misread_causes import Beside, cause_of
from samples.misreading import as_scanned, misread_cells, misreadings
from samples.misreads import (
    SUMS,
    AsFiled,
    Tally,
    adds_up,
    as_filed,
    changes_as_filed,
    main,
    meets_bars,
    misses,
    report,
    tallied,
)
from tests.reconcile.examples import REDWOOD
from tests.reconcile.test_policy import cell, filing, misread

LEAST = accepted_from(MAX_ERROR)


def scanned(seed: int = 1) -> Filing:
    return as_scanned(filing(), LEAST, random.Random(seed))


def test_one_to_three_cells_are_misread_and_no_others():
    before = scanned()
    after, injected = misread_cells(before, LEAST, list(REDWOOD.values), random.Random(2))
    changed = {path for path, value in before.values().items() if after.values()[path] != value}
    assert changed == {item.path for item in injected}
    assert 1 <= len(injected) <= 3


def test_the_same_seed_misreads_the_same_cells():
    runs = [misread_cells(scanned(), LEAST, list(REDWOOD.values), random.Random(3)) for _ in range(2)]
    assert runs[0] == runs[1]


@pytest.mark.parametrize("path", [p for p in REDWOOD.values if p.endswith("Date")])
def test_a_date_is_misread_as_a_date(path):
    cell = scanned().cell(path)
    assert all(len(read) == 10 and read != cell.value for read in misreadings(cell))


def test_words_are_not_misread():
    assert misreadings(scanned().cell("issuer/issuerName")) == {}


def test_nothing_is_changed_where_nothing_was_misread():
    assert changes_as_filed(filing(), 1) == 0


def test_a_run_is_told_with_its_bars():
    tally = tallied({"redwood": filing()}, 1)
    told = list(report(tally, as_filed([filing()], 1)))
    assert told[0].startswith("1 filings, 5 times:")
    assert any("changed with nothing misread: 0 in 1 filings (bar 0)" in line for line in told)


@pytest.mark.parametrize(("wrong", "changed", "met"), [(0, 0, True), (2, 0, False), (0, 1, False)])
def test_a_bar_missed_is_seen(wrong, changed, met):
    tally = Tally(1, 1000, (), wrong, 0, 0, (0.1,))
    assert meets_bars(tally, AsFiled(1, changed, 0, 0)) is met


def test_a_filing_whose_sums_do_not_hold_counts_as_such():
    slipped = filing(**misread(AMOUNT, "489"))
    assert not adds_up(slipped)
    assert as_filed([filing(), slipped], 1).broken == 1


def test_right_cells_too_have_other_readings():
    cells = [cell for cell in scanned().cells if misreadings(cell)]
    assert sum(bool(cell.alternatives) for cell in cells) > 0.8 * len(cells)
    assert all(other.value != cell.value for cell in cells for other in cell.alternatives)


def test_the_right_value_is_among_the_alternatives_where_it_is_said_to_be():
    for seed in range(20):
        after, injected = misread_cells(scanned(seed), LEAST, list(REDWOOD.values), random.Random(seed))
        for item in injected:
            values = [other.value for other in after.cell(item.path).alternatives]
            assert (item.true in values) is item.named


def test_misses_are_counted_by_cause_and_named_with_their_filing():
    tally = tallied({"redwood": filing()}, 1)
    told = list(misses(tally, 100))
    assert told[0].startswith("not noticed: ")
    assert all("] redwood " in line for line in told if line.startswith("["))
    assert list(misses(tally, 0)) == []


def test_a_crisp_misread_is_told_as_one_that_is_never_overruled():
    was = filing(**misread(AMOUNT, "489", sure=0.999))
    beside = Beside([], [], was)
    assert cause_of(cell(was, AMOUNT), cell(was, AMOUNT), "409", beside).startswith("read beyond doubt")


def test_only_rules_that_weigh_readings_count_as_equalities():
    from extractor.reconcile.rules import RULES

    assert {rule.number for rule in RULES if rule.number in SUMS and rule.strength != "preference"} == SUMS


def test_a_folder_without_filings_is_told(tmp_path, capsys):
    assert main([str(tmp_path)]) == 2
    assert "EDGAR XML" in capsys.readouterr().err
