"""The block of a filing agent's print that lists the owners."""

from extractor.model.geometry import Box
from extractor.model.region import Region
from extractor.segmentation.owner_table import cut_owners
from extractor.segmentation.rows import RowRegion
from tests.typewriter import typed

BAND = Box(30, 100, 590, 140)


def row(*address, **marks):
    """An owner's row: the lines of name and address, the text in the columns that are filled."""
    lines = tuple(typed(text, 40, 102 + 8 * k) for k, text in enumerate(address))
    regions = [Region("reportingOwnerId/rptOwnerName", "name-and-address", 2, Box(30, 100, 300, 140), lines)]
    for number, (name, text) in enumerate(marks.items()):
        box = Box(300 + 70 * number, 100, 370 + 70 * number, 140)
        regions.append(
            Region(f"reportingOwnerRelationship/{name}", "mark", 2, box, (typed(text, box.x0 + 5, 110),))
        )
    return RowRegion(2, BAND, tuple(regions))


def cut(*rows, named=None):
    return {region.path: region.text for region in cut_owners([rows], named or {})}


MARROW = row(
    "MARROW ESTHER J", "14 TALLOW LANE", "DUNMERE, OH 44001", isDirector="X", isOfficer="Chief Inkmaker"
)
TRUST = row("HOLLOW TRUST", "C/O MARROW", "14 TALLOW LANE", "DUNMERE, OH 44001", isOther="X")


def test_name_street_and_city():
    found = cut(MARROW)
    assert found["reportingOwner[1]/reportingOwnerId/rptOwnerName"] == "MARROW ESTHER J"
    assert found["reportingOwner[1]/reportingOwnerAddress/rptOwnerStreet1"] == "14 TALLOW LANE"
    assert found["reportingOwner[1]/reportingOwnerAddress"] == "DUNMERE, OH 44001"
    assert "reportingOwner[1]/reportingOwnerAddress/rptOwnerStreet2" not in found


def test_an_address_of_two_streets():
    found = cut(TRUST)
    base = "reportingOwner[1]/reportingOwnerAddress/rptOwnerStreet"
    assert (found[f"{base}1"], found[f"{base}2"]) == ("C/O MARROW", "14 TALLOW LANE")


def test_a_name_alone_has_no_address():
    assert [path.rsplit("/", 1)[1] for path in cut(row("HOLLOW TRUST"))] == ["rptOwnerName"]


def test_a_title_in_the_officer_s_column_is_mark_and_title():
    found = cut(MARROW)
    base = "reportingOwner[1]/reportingOwnerRelationship"
    assert found[f"{base}/isDirector"] == "X"
    assert found[f"{base}/isOfficer"] == found[f"{base}/officerTitle"] == "Chief Inkmaker"


def test_a_bare_mark_in_the_other_column_is_no_specification():
    found = cut(TRUST)
    assert found["reportingOwner[1]/reportingOwnerRelationship/isOther"] == "X"
    assert "reportingOwner[1]/reportingOwnerRelationship/otherText" not in found


def test_owners_the_header_states_already_are_left_out():
    found = cut(MARROW, TRUST, named={1: "MARROW ESTHER J"})
    assert found["reportingOwner[2]/reportingOwnerId/rptOwnerName"] == "HOLLOW TRUST"
    assert not any(path.startswith("reportingOwner[1]") for path in found)


def test_an_owner_s_row_that_the_page_s_end_cuts_is_one_owner():
    above = row("HOLLOW TRUST", "C/O MARROW", isOther="X")
    below = row("14 TALLOW LANE", "DUNMERE, OH 44001")
    found = {region.path: region.text for region in cut_owners([[above], [below, MARROW]], {})}
    assert found["reportingOwner[1]/reportingOwnerAddress"] == "DUNMERE, OH 44001"
    assert found["reportingOwner[2]/reportingOwnerId/rptOwnerName"] == "MARROW ESTHER J"
    assert "reportingOwner[3]/reportingOwnerId/rptOwnerName" not in found


def test_marks_in_the_middle_of_a_cut_row_may_stand_on_the_next_page():
    above = row("HOLLOW TRUST")
    below = row("14 TALLOW LANE", "DUNMERE, OH 44001", isOther="X")
    found = {region.path: region.text for region in cut_owners([[above], [below]], {})}
    assert found["reportingOwner[1]/reportingOwnerRelationship/isOther"] == "X"


def test_an_owner_whose_address_ends_oddly_is_no_rest_of_the_one_before():
    above = row("HOLLOW TRUST", "14 TALLOW LANE", "DUNMERE, OH 44001", isOther="X")
    below = row("MARROW HOLDINGS", "PO BOX 12", "GRAND CAYMAN", isTenPercentOwner="X")
    found = {region.path: region.text for region in cut_owners([[above], [below]], {})}
    assert found["reportingOwner[2]/reportingOwnerId/rptOwnerName"] == "MARROW HOLDINGS"


def test_the_header_s_owner_is_told_by_name_wherever_the_block_lists_it():
    found = cut(TRUST, MARROW, named={1: "Marrow Esther J"})
    assert found["reportingOwner[2]/reportingOwnerId/rptOwnerName"] == "HOLLOW TRUST"
    assert not any(path.startswith(("reportingOwner[1]", "reportingOwner[3]")) for path in found)
