"""The pages of a filing as one column of text."""

from extractor.segmentation.flow import Flow
from extractor.segmentation.footnotes import cut_explanations
from extractor.segmentation.signatures import cut_signatures
from tests.segmentation.forms import seen
from tests.typewriter import typed

HEADING = typed("Explanation of Responses:", 40, 600)
CAPTIONS = (typed("** Signature of Reporting Person", 300, 30), typed("Date", 450, 30))


def texts(*pages):
    flow = Flow.of([seen(*lines, number=number) for number, lines in enumerate(pages, 1)])
    signed = cut_signatures(flow)
    regions = [*cut_explanations(flow, {}, signed), *signed]
    return {region.path: region.text for region in regions}, {region.path: region for region in regions}


def test_a_signature_whose_caption_is_on_the_next_page_is_no_part_of_the_last_note():
    found, regions = texts(
        [
            HEADING,
            typed("1. Held by a trust.", 40, 610),
            typed("/s/ Esther Marrow", 300, 740),
            typed("03/04/2019", 450, 740),
        ],
        [*CAPTIONS],
    )
    assert found["footnotes/footnote[@id='F1']"] == "Held by a trust."
    assert found["ownerSignature[1]/signatureName"] == "/s/ Esther Marrow"
    assert found["ownerSignature[1]/signatureDate"] == "03/04/2019"
    name = regions["ownerSignature[1]/signatureName"]
    assert (name.page, name.box.top) == (1, 740)


def test_a_note_that_goes_on_with_the_next_page_is_one_and_stands_where_it_begins():
    found, regions = texts(
        [HEADING, typed("1. Held by a trust of which", 40, 740)],
        [typed("the reporting person is trustee.", 40, 30), typed("2. Price is an average.", 40, 38)],
    )
    note = regions["footnotes/footnote[@id='F1']"]
    assert note.text == "Held by a trust of which the reporting person is trustee."
    assert (note.page, round(note.box.bottom)) == (1, 746)
    assert found["footnotes/footnote[@id='F2']"] == "Price is an average."


def test_what_a_browser_prints_at_the_edges_of_a_page_is_in_no_note():
    found, _ = texts(
        [HEADING, typed("1. Held by a trust of which", 40, 740), typed("https://example.org/form4", 40, 780)],
        [
            typed("11/20/2025, 2:32 PM", 40, 10),
            typed("the reporting person is trustee.", 40, 30),
            typed("2/2", 560, 780),
        ],
    )
    assert (
        found["footnotes/footnote[@id='F1']"] == "Held by a trust of which the reporting person is trustee."
    )


def test_remarks_in_a_cell_of_a_table_are_no_heading():
    found, _ = texts(
        [
            typed("Remarks", 550, 500),
            HEADING,
            typed("1. See exhibit.", 40, 610),
            typed("Remarks:", 40, 620),
            typed("None", 40, 630),
        ]
    )
    assert found == {"footnotes/footnote[@id='F1']": "See exhibit.", "remarks": "None"}


def test_a_blank_signature_takes_no_heading_for_a_name():
    found, _ = texts([HEADING, typed("** Signature of Reporting Person", 300, 612), typed("Date", 450, 612)])
    assert "ownerSignature[1]/signatureName" not in found


def test_the_last_word_of_a_wording_that_a_page_s_end_broke_is_none_of_the_filer_s():
    foot = "unless the form displays a currently valid OMB"
    rest = (typed("Number.", 40, 40), typed("A gift.", 40, 50))
    pages = [seen(typed(foot, 40, 700)), seen(*rest, number=2)]
    left = [line.text for line in Flow.of(pages).lines]
    assert left == [foot, "A gift."]
