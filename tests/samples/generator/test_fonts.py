from __future__ import annotations

import pytest

from samples.generator.fonts import GROUPS, missing, typeface, typefaces


@pytest.mark.parametrize("group", GROUPS)
def test_a_typeface_that_is_missing_is_not_drawn_with(group):
    drawn = {face.name for role in ("sans", "serif", "typewriter", "hand") for face in typefaces(role, group)}
    assert drawn.isdisjoint(missing(group))
    assert all(typeface(name) is None for name in missing(group))
