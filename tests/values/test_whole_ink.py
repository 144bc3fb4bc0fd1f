"""Values that are less than what stands in their cell."""

from dataclasses import replace

from tests.typewriter import inked
from tests.values.test_cells import SHARES, cells


def test_a_value_whose_line_holds_more_ink_than_was_read_goes_to_a_person():
    line = inked("1,250", 130, 100)
    assert cells(line)[SHARES].status == "accepted"
    more = replace(line, box=line.box._replace(x0=line.box.x0 - 20))
    held = cells(more)[SHARES]
    assert (held.status, held.reasons[0].code) == ("review", "ink-unread")
