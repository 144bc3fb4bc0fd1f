"""Signatures of hand-typed pages."""

from extractor.cells.signatures import cut_signatures
from tests.cells.forms import EDGAR, seen
from tests.cells.typewriter import typed

SIGNATURE = typed("** Signature of Reporting Person", 300, 500)
DATE = typed("Date", 450, 500)


def signed(*on_page):
    return {place.path: place.text for place in cut_signatures([seen(*on_page)], EDGAR)}


def test_the_name_stands_over_its_caption_and_the_date_over_the_date_s():
    found = signed(typed("/s/ Esther Marrow", 300, 490), typed("03/07/2011", 450, 490), SIGNATURE, DATE)
    assert found == {
        "ownerSignature[1]/signatureName": "/s/ Esther Marrow",
        "ownerSignature[1]/signatureDate": "03/07/2011",
    }


def test_a_date_at_the_end_of_the_name_s_line():
    found = signed(typed("/s/ Esther Marrow, by power of attorney 03/07/2011", 300, 490), SIGNATURE, DATE)
    assert found == {
        "ownerSignature[1]/signatureName": "/s/ Esther Marrow, by power of attorney",
        "ownerSignature[1]/signatureDate": "03/07/2011",
    }


def test_a_name_over_two_lines():
    name = (typed("/s/ Jonas Reed, attorney-in-fact", 300, 482), typed("for Esther Marrow", 300, 490))
    found = signed(*name, typed("03/07/2011", 450, 490), SIGNATURE, DATE)
    assert found["ownerSignature[1]/signatureName"] == "/s/ Jonas Reed, attorney-in-fact for Esther Marrow"


def test_two_signatures_count_from_the_top():
    again = (typed("** Signature of Reporting Person", 300, 560), typed("Date", 450, 560))
    found = signed(
        typed("/s/ Esther Marrow", 300, 490),
        typed("03/07/2011", 450, 490),
        SIGNATURE,
        DATE,
        typed("/s/ Hollow Trust", 300, 550),
        typed("03/08/2011", 450, 550),
        *again,
    )
    assert found["ownerSignature[1]/signatureName"] == "/s/ Esther Marrow"
    assert found["ownerSignature[2]/signatureName"] == "/s/ Hollow Trust"
    assert found["ownerSignature[2]/signatureDate"] == "03/08/2011"


def test_a_caption_nobody_signed_counts_as_no_signature():
    assert signed(SIGNATURE, DATE) == {}


def test_what_stands_far_above_the_caption_is_no_signature():
    assert signed(typed("By Jonas Reed", 300, 420), SIGNATURE, DATE) == {}


def test_the_date_is_cut_as_a_date():
    places = cut_signatures([seen(typed("03/07/2011", 450, 490), SIGNATURE, DATE)], EDGAR)
    assert [(place.path, place.type) for place in places] == [("ownerSignature[1]/signatureDate", "date")]
