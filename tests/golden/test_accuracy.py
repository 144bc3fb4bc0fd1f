"""No layout is read worse than when the ratchet was set."""

from __future__ import annotations

import pytest

from tests.golden.accuracy import GROUPS, Group, is_worse, kept, measured, report

RENEW = "A change that is worth this sets the ratchet anew: make golden-accuracy."


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: f"{group.layout}-{group.profile}")
def test_a_layout_is_read_no_worse(group: Group) -> None:
    before, now = kept(), measured(group)
    if is_worse(group, before, now):
        pytest.fail("\n".join([*report(group, before, now), RENEW]), pytrace=False)
