"""What counts as right where the confidence is fitted."""

import pytest

pytest.importorskip("sklearn")

from samples.calibrate import whole_lines  # noqa: E402

STREET = "reportingOwner[1]/reportingOwnerAddress/rptOwnerStreet"


def test_one_line_of_an_address_is_right_though_the_other_is_not():
    """Scored as one, a lost stop in the first line made the second a sure reading that was wrong."""
    truth = {f"{STREET}1": {"value": "c/o Arrow Ltd."}, f"{STREET}2": {"value": "1004 Garden Plaza"}}
    said = [
        {"path": f"{STREET}1", "value": "c/o Arrow Ltd"},
        {"path": f"{STREET}2", "value": "1004 GARDEN PLAZA"},
    ]
    found = whole_lines({"filings": [{"cells": truth}]}, {"filings": [{"cells": said}]})
    assert found == {f"{STREET}2"}
