from __future__ import annotations

from dataclasses import replace

import pytest

from tests.golden.accuracy import Figures, Group, is_worse, report

SCANS, TEXTS = Group("form4-1996", "office200bw"), Group("form4-1996", "born")
FIGURES = Figures(cells=40, right=38, silent=1, flagged=4, faults={"remarks": "wrong, flagged: 'x' for 'y'"})


def measured(group: Group, **changed: object) -> dict[str, Figures]:
    """Figures of a group's forms, those of the last one changed."""
    *others, last = (case.name for case in group.cases)
    return {**dict.fromkeys(others, FIGURES), last: replace(FIGURES, **changed)}


@pytest.mark.parametrize("changed", [{"right": 36}, {"silent": 2}, {"flagged": 7}])
def test_scans_may_not_be_read_worse_than_the_slack_allows(changed):
    assert is_worse(SCANS, measured(SCANS), measured(SCANS, **changed))


@pytest.mark.parametrize(
    "changed", [{}, {"right": 37}, {"flagged": 6}, {"right": 40, "silent": 0, "flagged": 0}]
)
def test_a_cell_more_or_less_or_better_figures_are_no_failure(changed):
    assert not is_worse(SCANS, measured(SCANS), measured(SCANS, **changed))


@pytest.mark.parametrize("changed", [{"right": 37}, {"silent": 2}, {"flagged": 5}])
def test_text_pages_may_not_be_read_worse_at_all(changed):
    assert is_worse(TEXTS, measured(TEXTS), measured(TEXTS, **changed))


def test_the_figures_and_the_cells_that_changed_are_reported():
    faults = {"issuer/issuerName": "wrong, silent: 'ACNE' for 'ACME'"}
    lines = list(report(SCANS, measured(SCANS), measured(SCANS, silent=2, faults=faults)))
    assert lines == [
        "form4-1996 office200bw: cells 120 -> 120, right 114 -> 114, silent 3 -> 4, flagged 12 -> 12",
        "  new: form4-1996-3/office200bw issuer/issuerName: wrong, silent: 'ACNE' for 'ACME'",
        "  gone: form4-1996-3/office200bw remarks: wrong, flagged: 'x' for 'y'",
    ]


def test_other_wrong_letters_at_a_place_are_nothing_new():
    faults = {"remarks": "wrong, flagged: 'z' for 'y'"}
    assert len(list(report(SCANS, measured(SCANS), measured(SCANS, faults=faults)))) == 1
