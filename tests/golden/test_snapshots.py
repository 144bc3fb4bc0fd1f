"""Every stage makes of a form what it made of it when its snapshot was kept."""

from __future__ import annotations

import pytest

from extractor.debug.stages import stages_of
from tests.golden.cases import Case
from tests.golden.differences import differences
from tests.golden.snapshots import CASES, kept

RENEW = "If all of this is meant: make golden. The first stage that differs is usually the cause."


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_stage_makes_what_it_made(case: Case) -> None:
    lines = differences(kept(case), stages_of(case.file))
    if lines:
        pytest.fail("\n".join([f"{case.name} differs from its snapshot", *lines, RENEW]), pytrace=False)
