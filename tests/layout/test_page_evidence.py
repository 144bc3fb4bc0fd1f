"""What says of a page that it goes on with the filing before it."""

import pytest

from extractor.layout.assembly import probabilities
from extractor.layout.classify import classify
from extractor.layout.page_evidence import FilingSoFar, is_blank, observed, other_form, other_title
from extractor.layout.template import shipped_layouts
from tests.typewriter import page, typed

EDGAR = next(layout for layout in shipped_layouts() if layout.name == "form4-edgar")
OPEN = FilingSoFar(EDGAR, next_note=3, pages=1)
WHOLE = FilingSoFar(EDGAR, next_note=3, signed=True, explained=True, pages=1)


def paper(*texts):
    return page(*(typed(text, 40, 60 + 12 * number) for number, text in enumerate(texts)))


def weight(*texts, before=OPEN):
    seen = classify(paper(*texts), [EDGAR]).under(EDGAR)
    return sum(one.weight for one in observed(seen, before))


@pytest.mark.parametrize(
    "line",
    [
        "Explanation of Responses:",
        "1. Name and Address of Reporting Person",
        "(3) Held by a trust for the family of the reporting person.",
        "Continuation sheet",
        "Attachment to Form 4 of Marrow Esther",
        "Page 2 of 3",
    ],
)
def test_what_a_page_of_the_form_has(line):
    assert weight(line, "and more text of the filer below", before=WHOLE) >= 0 < weight(line, "and more text")


def test_a_page_of_text_before_the_form_s_end_goes_on_with_it():
    assert weight("as described in the agreement between the parties") > 0


def test_a_page_of_text_after_the_form_s_end_does_not():
    assert weight("as described in the agreement between the parties", before=WHOLE) < 0


def test_a_power_of_attorney_is_no_page_of_the_form_whatever_it_quotes():
    assert weight("POWER OF ATTORNEY", "Signature of Reporting Person") < 0


def test_what_the_other_page_says_is_told():
    assert (
        other_title(paper("LIMITED POWER OF ATTORNEY", "I, the undersigned")) == "LIMITED POWER OF ATTORNEY"
    )
    assert other_title(paper("by a power of attorney given in 1999")) == ""


def test_a_page_number_alone_makes_no_page():
    assert is_blank(paper("- 2 -"))
    assert not is_blank(paper("See the agreement of 1999."))


def test_a_page_between_two_pages_of_a_filing_belongs_to_it():
    assert probabilities([6.0, -1.0, 6.0])[1] > 0.95


def test_a_page_between_two_pages_that_says_it_is_another_does_not():
    assert probabilities([6.0, -14.0, 6.0])[1] < 0.05


def test_a_page_without_evidence_after_the_end_does_not_belong():
    assert probabilities([6.0, -3.0])[1] < 0.1


@pytest.mark.parametrize("count", [0, 1, 300])
def test_every_page_has_a_probability(count):
    found = probabilities([700.0, -700.0, 0.0][:count] if count < 3 else [0.1] * count)
    assert len(found) == count
    assert all(0 <= chance <= 1 for chance in found)


@pytest.mark.parametrize(
    ("form", "lines"),
    [
        ("Form 3", ["FORM 3", "INITIAL STATEMENT OF BENEFICIAL OWNERSHIP OF SECURITIES"]),
        ("Form 5", ["ANNUAL STATEMENT OF CHANGES IN BENEFICIAL OWNERSHIP"]),
        ("Form 144", ["UNITED STATES", "NOTICE OF PROPOSED SALE OF SECURITIES", "PURSUANT TO RULE 144"]),
        ("Form 144", ["FORM 144"]),
        ("Schedule 13D", ["SCHEDULE 13D", "Under the Securities Exchange Act of 1934"]),
        ("Schedule 13G", ["Schedule 13G"]),
        ("Form 8-K", ["Washington, D.C. 20549", "FORM 8-K", "CURRENT REPORT"]),
    ],
)
def test_a_page_that_is_plainly_another_form_is_called_so(form, lines):
    found = other_form(paper(*lines))
    assert found is not None and found.form == form and found.about


def test_a_note_that_mentions_another_form_makes_none_of_the_page():
    notes = ("reported on", "Form 8-K filed on March 3, 2003, and", "Form 5 obligations may continue.")
    assert other_form(paper(*notes)) is None and not other_title(paper(*notes))
    below = page(typed("FORM 144", 40, 700))
    assert other_form(below) is None
