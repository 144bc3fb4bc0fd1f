"""Legible values that are no whole value of their box."""

import pytest

from extractor.model.filing import Alternative, Cell
from extractor.validation.plausibility import questioned

ADDRESS = "reportingOwner[1]/reportingOwnerAddress/"
ROW = "derivativeTable/derivativeTransaction[1]/"


def cell(path, value, raw="", source="ocr"):
    return Cell(
        path=path,
        value=value,
        raw=raw or value,
        status="accepted",
        confidence=0.99,
        page=1,
        bbox=(0, 0, 0, 0),
        source=source,
        reader="form4",
    )


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (ADDRESS + "rptOwnerZipCode", "8020"),
        (ADDRESS + "rptOwnerState", "NC 28255"),
        (ADDRESS + "rptOwnerCity", "100 NORTH TRYON CHARLOTTE,"),
        ("ownerSignature[1]/signatureName", "FOR SERGEY BRIN"),
        ("ownerSignature[1]/signatureName", "Date"),
    ],
)
def test_a_piece_of_a_value_goes_to_a_person(path, value):
    assert questioned([cell(path, value)])[0].status == "review"
    assert questioned([cell(path, value, source="text")])[0].status == "accepted"


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (ADDRESS + "rptOwnerZipCode", "80202-1234"),
        (ADDRESS + "rptOwnerZipCode", "EC2A 4BX"),
        (ADDRESS + "rptOwnerState", "X0"),
        (ADDRESS + "rptOwnerState", "ONTARIO, CANADA"),
        ("ownerSignature[1]/signatureName", "/s/ John R. Alden"),
    ],
)
def test_a_whole_value_is_left_alone(path, value):
    assert questioned([cell(path, value)])[0].status == "accepted"


def test_a_date_whose_last_two_digits_the_rule_hides_is_questioned():
    dates = [cell(ROW + "transactionDate", "1996-10-25", "10/25/1996")] * 3
    hidden = cell(ROW + "expirationDate", "2019-10-25", "10/25/19")
    assert [found.status for found in questioned([*dates, hidden])] == [*["accepted"] * 3, "review"]


def test_years_of_two_digits_throughout_are_the_filers_way():
    dates = [cell(ROW + "transactionDate", "1996-10-25", "10/25/96")] * 2
    assert all(found.status == "accepted" for found in questioned(dates))


def counts(*values):
    """The statuses of so many amounts."""
    cells = [cell(f"{ROW}transactionAmounts/{n}/transactionShares", value) for n, value in enumerate(values)]
    return [found.status for found in questioned(cells)]


def test_a_point_that_may_be_a_worn_comma_goes_to_a_person():
    """All of a filing's counts were read 10.257, and vouched for each other."""
    assert counts("10.257", "10.257", "1200") == ["review", "review", "accepted"]


def test_where_other_counts_have_fractions_a_point_is_a_point():
    assert counts("244.035", "110800.6723") == ["accepted", "accepted"]
    assert counts("1234.567", "10.25") == ["accepted", "accepted"]


def test_figures_with_a_blank_beside_a_state_are_no_zip_code():
    address = [cell(ADDRESS + "rptOwnerState", "UT"), cell(ADDRESS + "rptOwnerZipCode", "84 168")]
    assert [one.status for one in questioned(address)] == ["review", "review"]


def test_a_state_of_two_letters_beside_a_zip_code_of_another_country_may_hold_a_figure():
    address = [cell(ADDRESS + "rptOwnerState", "MO"), cell(ADDRESS + "rptOwnerZipCode", "105-7537")]
    assert [one.status for one in questioned(address)] == ["review", "accepted"]
    home = [address[0], cell(ADDRESS + "rptOwnerZipCode", "63101")]
    assert [one.status for one in questioned(home)] == ["accepted", "accepted"]


def test_a_number_that_may_be_another_of_the_filing_goes_to_a_person():
    """2,750,056 was accepted beside 2,750,050: its last figure touched a ruling line."""
    other = cell(ROW + "sharesOwnedFollowingTransaction", "2750050")
    read = cell(ROW + "underlyingSecurityShares", "2750056")

    def status(probability):
        said = Alternative(value="2750050", raw="2,750,050", probability=probability)
        return questioned([other, read.model_copy(update={"alternatives": (said,)})])[1].status

    assert (status(0.01), status(0.0001)) == ("review", "accepted")
