"""Killed at any moment, no acknowledged decision is lost."""

from extractor.review.schema import opened
from extractor.review.service import ReviewService
from samples.killing import survives
from tests.review.results import cell, filing, in_folder

KILLS = 4


def test_a_killed_reviewer_loses_nothing_it_was_told_is_kept(tmp_path):
    store = tmp_path / "review.sqlite"
    names = [
        cell(f"reportingOwner[{n}]/reportingOwnerId/rptOwnerName", f"Name {n}", 0.6) for n in range(1, 2001)
    ]
    service = ReviewService(opened(f"sqlite:///{store}"))
    service.add(in_folder(tmp_path, *[filing(*names[k : k + 20]) for k in range(0, 2000, 20)]))
    assert survives(store, KILLS) >= KILLS
