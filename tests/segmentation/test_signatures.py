"""Signatures of hand-typed pages."""

from extractor.segmentation.flow import Flow
from extractor.segmentation.signatures import cut_signatures
from tests.segmentation.forms import seen
from tests.typewriter import inked, typed

SIGNATURE = typed("** Signature of Reporting Person", 300, 500)
DATE = typed("Date", 450, 500)


def signed(*on_page):
    return {region.path: region.text for region in cut_signatures(Flow.of([seen(*on_page)]))}


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


def test_remarks_that_run_over_the_page_down_to_the_signature_are_none_of_its_lines():
    remarks = typed("The reporting person disclaims beneficial ownership of these securities.", 30, 482)
    found = signed(
        remarks, typed("By: Isaac Crane", 300, 490), typed("03/07/2011", 450, 490), SIGNATURE, DATE
    )
    assert found["ownerSignature[1]/signatureName"] == "By: Isaac Crane"


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
    regions = cut_signatures(Flow.of([seen(typed("03/07/2011", 450, 490), SIGNATURE, DATE)]))
    assert [(region.path, region.type) for region in regions] == [("ownerSignature[1]/signatureDate", "date")]


def test_a_worn_caption_is_one_where_it_stands_below_a_legible_one():
    found = signed(
        inked("/s/ Esther Marrow", 300, 490),
        inked("** Signature of Reporting Person", 300, 500),
        inked("Date", 450, 500),
        inked("/s/ Hollow Trust", 300, 550),
        inked("** Sfagatne ot Rcponmg Pemnnnnnn", 300, 560),
        inked("Date", 450, 560),
    )
    assert found["ownerSignature[2]/signatureName"] == "/s/ Hollow Trust"


def test_a_short_name_stands_far_left_of_a_caption_in_the_middle():
    found = signed(typed("/s/ Esther Marrow", 30, 490), typed("03/07/2011", 450, 490), SIGNATURE, DATE)
    assert found["ownerSignature[1]/signatureName"] == "/s/ Esther Marrow"


def test_a_second_line_far_left_of_the_caption_belongs_to_the_name():
    long = typed("/s/ Esther Marrow, Managing Member of Hollow Partners, the General Partner of", 30, 482)
    found = signed(long, typed("Hollow Trust", 30, 490), typed("03/07/2011", 450, 482), SIGNATURE, DATE)
    assert found["ownerSignature[1]/signatureName"].endswith("the General Partner of Hollow Trust")


def test_the_date_s_caption_may_be_set_a_little_higher():
    found = signed(typed("/s/ Esther Marrow", 300, 490), SIGNATURE, typed("Date", 450, 496, size=4))
    assert found == {"ownerSignature[1]/signatureName": "/s/ Esther Marrow"}


def test_the_date_stands_beside_the_first_of_two_lines_set_wide_apart():
    found = signed(
        typed("/s/ Jonas Reed, attorney-in-fact", 300, 474),
        typed("03/07/2011", 450, 474),
        typed("for Esther Marrow", 300, 488),
        SIGNATURE,
        DATE,
    )
    assert found == {
        "ownerSignature[1]/signatureName": "/s/ Jonas Reed, attorney-in-fact for Esther Marrow",
        "ownerSignature[1]/signatureDate": "03/07/2011",
    }


def test_header_print_beside_a_date_is_no_worn_caption():
    # Words of the header stood where the captions below do, "Date" read beside them: a signer too many.
    found = signed(
        inked("Harbor Street 2722", 300, 80),
        inked("PHOENIX, AZ 85049 Harbor Street", 300, 90),
        inked("Date", 450, 90),
        inked("5. Relationship of Reporting Person(s) to Issuer", 300, 110),
        inked("/s/ Esther Marrow", 300, 490),
        inked("** Signature of Reporting Person", 300, 500),
        inked("Date", 450, 500),
    )
    assert found == {"ownerSignature[1]/signatureName": "/s/ Esther Marrow"}


def test_header_print_much_like_the_caption_is_none():
    found = signed(
        inked("/s/ Nobody", 300, 80),
        inked("** Sigratune ot Reporting Peson", 300, 90),
        inked("5. Relationship of Reporting Person(s) to Issuer", 300, 110),
    )
    assert found == {}


def test_a_note_that_runs_down_to_a_signature_of_two_lines_takes_none_of_them():
    note = typed(
        "12. Reported under the plan adopted on April 17, 2020, which covers up to 8,500 shares", 40, 473
    )
    name = (typed("Deborah Xu as attorney-in-fact for James", 300, 482), typed("Okafor", 300, 490))
    found = signed(note, *name, typed("03/07/2011", 450, 490), SIGNATURE, DATE)
    assert found["ownerSignature[1]/signatureName"] == "Deborah Xu as attorney-in-fact for James Okafor"


def test_a_remark_that_runs_over_the_signature_is_none_of_it():
    remark = (
        typed("Remarks:", 40, 474),
        typed("The reporting person disclaims ownership of all securities but his own in trust", 40, 481),
    )
    found = signed(
        *remark, typed("/s/ Esther Marrow", 300, 490), typed("03/07/2011", 450, 490), SIGNATURE, DATE
    )
    assert found["ownerSignature[1]/signatureName"] == "/s/ Esther Marrow"


def test_a_name_typed_behind_the_small_print_s_line_keeps_its_first_word():
    """The sentence, which goes on below, took `/s/` for the next of its letters."""
    print_ = "** Intentional misstatements or omissions of facts constitute Federal Criminal"
    line = inked(f"{print_} /s/ Esther Marrow", 40, 490)
    at = next(word.box.x0 for word in line.words if word.text == "/s/")
    caption = typed("** Signature of Reporting Person", at, 500)
    assert signed(line, caption, inked("Violations.", 40, 497))["ownerSignature[1]/signatureName"] == (
        "/s/ Esther Marrow"
    )


def test_a_name_two_typed_lines_over_its_caption_is_one_below_a_note_in_small_letters():
    """The distance was counted in the small letters of the note above it, which took the signature."""
    note = typed("(3) held by a trust, as all of these securities are", 300, 460, 5)
    found = signed(note, typed("CARL G WHITLOCK", 300, 481, 7), SIGNATURE, DATE)
    assert found["ownerSignature[1]/signatureName"] == "CARL G WHITLOCK"
