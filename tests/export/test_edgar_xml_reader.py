import pytest

from extractor.errors import DamagedInput, NotAForm4, UnreadableInput
from extractor.export import from_xml

T1 = "nonDerivativeTable/nonDerivativeTransaction[1]"
T2 = "derivativeTable/derivativeTransaction[1]"


def test_paths_and_values_are_those_of_the_contract(filing):
    values = filing.values()
    assert filing.form == "4/A"
    assert values["issuer/issuerName"] == "Quillfeather & Sons Inc"
    assert values["nonDerivativeTable/nonDerivativeHolding[1]/securityTitle"] == "Preferred Stock"
    assert values[f"{T1}/transactionAmounts/transactionPricePerShare"] == "11.4375"
    assert values[f"{T1}/transactionAmounts/transactionPricePerShare/footnoteId"] == "F1 F2"
    assert values[f"{T1}/transactionCoding/transactionCode/footnoteId"] == "F1"
    assert values[f"{T2}/transactionTimeliness"] == "E"
    assert values[f"{T2}/transactionAmounts/transactionTotalValue"] == "50000"
    assert values["footnotes/footnote[@id='F1']"] == "Exercised under a plan."
    assert values["ownerSignature[1]/signatureDate"] == "2011-03-08"


def test_empty_elements_and_footnote_only_cells_have_no_value(filing):
    values = filing.values()
    assert "reportingOwner[1]/reportingOwnerAddress/rptOwnerStreet2" not in values
    assert f"{T2}/exerciseDate" not in values
    assert values[f"{T2}/exerciseDate/footnoteId"] == "F2"


def test_boxes_the_xml_leaves_out_are_unchecked_on_the_page(filing):
    values = filing.values()
    assert values["reportingOwner[1]/reportingOwnerRelationship/isDirector"] == "false"
    assert values["reportingOwner[1]/reportingOwnerRelationship/isOfficer"] == "true"
    assert values["reportingOwner[2]/reportingOwnerRelationship/isTenPercentOwner"] == "true"
    assert values["notSubjectToSection16"] == "false"
    assert "aff10b5One" not in values


def test_a_time_zone_is_no_part_of_a_date(filing):
    assert filing.values()["dateOfOriginalSubmission"] == "2011-03-07"


def test_an_equity_swap_reads_s_slash_k(filing):
    cell = filing.cell(f"{T2}/transactionCoding/transactionCode")
    assert (cell.value, cell.raw) == ("S", "S/K")


def test_a_file_is_read_by_its_path(tmp_path, xml):
    path = tmp_path / "form4.xml"
    path.write_bytes(xml)
    assert from_xml(path) == from_xml(xml)


def test_entities_are_not_resolved(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("s3cret")
    document = (
        f'<!DOCTYPE ownershipDocument [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'
        "<ownershipDocument><documentType>4</documentType><remarks>&e;</remarks></ownershipDocument>"
    )
    assert "s3cret" not in str(from_xml(document.encode()))


@pytest.mark.parametrize(
    ("content", "error"),
    [(b"", DamagedInput), (b"<ownershipDocument>", DamagedInput), (b"<html/>", NotAForm4)],
)
def test_other_content_is_refused_in_one_line(content, error):
    with pytest.raises(error) as caught:
        from_xml(content)
    assert "\n" not in str(caught.value)


def test_a_missing_file_is_unreadable(tmp_path):
    with pytest.raises(UnreadableInput):
        from_xml(tmp_path / "missing.xml")
