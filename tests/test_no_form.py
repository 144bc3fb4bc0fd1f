"""Files without a form that is read, and forms of which there is little more than captions."""

import pytest

from extractor import extract
from extractor.errors import NotAForm4
from tests.document.document_files import letter, one_page


def text_pdf(*lines: str) -> bytes:
    """A page of lines of Helvetica."""
    escaped = [line.replace("(", r"\(").replace(")", r"\)") for line in lines]
    shown = "".join(f"({line}) Tj 0 -14 Td\n" for line in escaped)
    return one_page(f"BT /F1 8 Tf 40 740 Td\n{shown}ET".encode("latin-1"))


LETTER = text_pdf(
    "Dear Sirs,", "Enclosed please find three Forms 4 for filing with the Commission.", "Yours truly"
)
INSTRUCTIONS = text_pdf(
    "GENERAL INSTRUCTIONS",
    "Form 4: Statement of Changes in Beneficial Ownership of Securities",
    "Persons subject to Section 16 file this Form before the end of the second business day.",
    "If a transaction is reported late, file Form 5. See the list of transaction codes in Instruction 8.",
)
FORM_3 = text_pdf(
    "FORM 3",
    "INITIAL STATEMENT OF BENEFICIAL OWNERSHIP OF SECURITIES",
    "1. Name and Address of Reporting Person",
    "2. Date of Event Requiring Statement (Month/Day/Year)",
    "3. Issuer Name and Ticker or Trading Symbol",
    "4. Relationship of Reporting Person(s) to Issuer",
    "5. If Amendment, Date of Original Filed (Month/Day/Year)",
    "6. Individual or Joint/Group Filing (Check Applicable Line)",
    "Table I - Non-Derivative Securities Beneficially Owned",
    "Table II - Derivative Securities Beneficially Owned",
    "Explanation of Responses:",
)
FORM_5 = text_pdf(
    "FORM 5",
    "ANNUAL STATEMENT OF CHANGES IN BENEFICIAL OWNERSHIP OF SECURITIES",
    "1. Name and Address of Reporting Person",
    "2. Issuer Name and Ticker or Trading Symbol",
    "3. Statement for Issuer's Fiscal Year Ended (Month/Day/Year)",
    "4. If Amendment, Date of Original Filed (Month/Day/Year)",
    "5. Relationship of Reporting Person(s) to Issuer",
    "6. Individual or Joint/Group Filing (Check Applicable Line)",
    "Table I - Non-Derivative Securities Acquired, Disposed of, or Beneficially Owned",
    "Table II - Derivative Securities Acquired, Disposed of, or Beneficially Owned",
    "7. Title and Amount of Securities Underlying Derivative Security",
    "Explanation of Responses:",
)
NO_LAYOUT = text_pdf("FORM 3", "INITIAL STATEMENT OF BENEFICIAL OWNERSHIP", "Name", "Date", "Issuer")


@pytest.mark.parametrize(("content", "form"), [(FORM_3, "3"), (FORM_5, "5")], ids=["form 3", "form 5"])
def test_captions_of_another_form_alone_are_that_form_and_to_be_looked_at(content, form):
    (filing,) = extract(content).filings
    assert (filing.form, filing.status) == (form, "review")


def test_a_form_in_a_print_that_no_layout_describes_is_called_so():
    with pytest.raises(NotAForm4, match=r"this is a Form 3 .*, in a print that no layout describes; add"):
        extract(NO_LAYOUT)


@pytest.mark.parametrize(
    "content",
    [LETTER, INSTRUCTIONS, NO_LAYOUT],
    ids=["letter", "instructions", "form 3 of another print"],
)
def test_a_document_without_a_form_is_refused_in_one_line(tmp_path, content):
    path = tmp_path / "other.pdf"
    path.write_bytes(content)
    with pytest.raises(NotAForm4) as caught:
        extract(path)
    message = str(caught.value)
    assert message.startswith("other.pdf: ") and "\n" not in message and ";" in message


def test_a_picture_that_is_no_form_4_is_refused(tmp_path):
    path = tmp_path / "other.png"
    letter(425, 550).save(path, dpi=(50, 50))
    with pytest.raises(NotAForm4, match="no Form 4 layout fits"):
        extract(path)
