"""What counts as right where the confidence is fitted."""

import pytest

pytest.importorskip("sklearn")

from samples.calibrate import whole_lines

STREET = "reportingOwner[1]/reportingOwnerAddress/rptOwnerStreet"


def test_one_line_of_an_address_is_right_though_the_other_is_not():
    """Scored as one, a lost stop in the first line made the second a sure reading that was wrong."""
    told = ("c/o Arrow Ltd.", "1004 Garden Plaza")
    read = ("c/o Arrow Ltd", "1004 GARDEN PLAZA")
    truth = {f"{STREET}{k}": {"value": line} for k, line in enumerate(told, 1)}
    said = [{"path": f"{STREET}{k}", "value": line} for k, line in enumerate(read, 1)]
    found = whole_lines({"filings": [{"cells": truth}]}, {"filings": [{"cells": said}]})
    assert found == {f"{STREET}2"}
