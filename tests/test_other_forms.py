"""Forms 3 and 5 from end to end, and files that hold all three forms."""

import pytest

from extractor import extract
from extractor.model.forms import form_of
from samples.generator.cases import make_case
from samples.generator.draw import to_pdf
from samples.generator.families import draw_form
from samples.generator.filings import filing_for, priced
from samples.generator.other_forms import as_form
from samples.generator.style import style_for

DOCUMENTS = ("3", "4", "5/A", "3/A", "5", "4/A")


def drawn(family, seed, document):
    """The pages of an invented filing of a document."""
    plain = priced(filing_for(family, seed))
    plain["documentType"] = "4/A" if document.endswith("/A") else "4"
    plain.pop("dateOfOriginalSubmission", None)
    filing = plain if form_of(document) == "4" else as_form(plain, form_of(document), seed)
    if document.endswith("/A"):
        filing["dateOfOriginalSubmission"] = filing["periodOfReport"]
    return draw_form(family, filing, style_for(family, seed))


@pytest.mark.parametrize("family", ["edgar", "agent2002", "issuer"])
@pytest.mark.parametrize("form", ["3", "5"])
def test_a_form_is_read_as_it_was_printed(form, family):
    case = make_case(family, "born", 5, "train", as_form(priced(filing_for(family, 5)), form, 5))
    (filing,) = extract(case.content).filings
    values = filing.values()
    streets = {path for path in case.cells if "rptOwnerStreet" in path}
    assert {path: values.get(path) for path in case.cells if path not in streets} == {
        path: value for path, value in case.cells.items() if path not in streets
    }
    assert (filing.form, filing.layout, filing.review) == (form, f"form{form}-{family}", ())


@pytest.mark.parametrize("family", ["edgar", "agent2002", "issuer"])
def test_a_box_of_all_three_forms_and_their_amendments(family):
    sheets = [sheet for n, one in enumerate(DOCUMENTS) for sheet in drawn(family, n, one).sheets]
    filings = extract(to_pdf(sheets)).filings
    assert [filing.values()["documentType"] for filing in filings] == list(DOCUMENTS)
    assert [filing.form for filing in filings] == [form_of(document) for document in DOCUMENTS]


def test_a_title_tells_an_amendment_that_dates_no_original():
    printed = drawn("agent2002", 3, "3/A")
    filing = {path: value for path, value in printed.cells.items() if path != "dateOfOriginalSubmission"}
    sheets = draw_form("agent2002", filing, style_for("agent2002", 3)).sheets
    (found,) = extract(to_pdf(sheets)).filings
    assert found.values()["documentType"] == "3/A"


def test_python_rows_of_form_3_are_holdings():
    printed = drawn("edgar", 2, "3")
    (filing,) = extract(to_pdf(printed.sheets)).filings
    assert not filing.transactions
    shares = [
        value for path, value in printed.cells.items() if path.endswith("sharesOwnedFollowingTransaction")
    ]
    assert [str(row.amount_following) for row in filing.holdings if row.table == "I"] == shares
