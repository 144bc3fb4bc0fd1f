"""A form that is none of SEC's three, read from a layout and a form's file alone: no code knows it."""

import pytest
import yaml

from extractor import Options, extract
from extractor.layout.template import load_layout
from samples.generator.draw import to_pdf
from samples.generator.fonts import typefaces
from samples.generator.grid import Ruling, Slot, grid_of, words_in
from samples.generator.ink import Pen, Sheet
from samples.generator.typeset import Caption

TITLE = "STATE OF FRANKLIN INSIDER DEALINGS REPORT"
FORM = {
    "form": "F-7",
    "name": "Form F-7",
    "about": "insider dealings report of a state",
    "due": {"days": 30},
    "header": ["documentType", "periodOfReport", "issuer/issuerName", "issuer/issuerTradingSymbol"],
    "required": ["periodOfReport", "issuer/issuerName"],
    "tables": [
        {
            "element": "nonDerivativeTable",
            "printed": ["securityTitle", "transactionDate", "transactionAmounts/transactionShares"],
            "transaction": {
                "told": ["securityTitle", "transactionDate", "transactionAmounts/transactionShares"]
            },
        },
        {
            "element": "derivativeTable",
            "printed": ["securityTitle", "conversionOrExercisePrice", "expirationDate"],
            "holding": {"told": ["securityTitle"], "too": ["expirationDate"]},
        },
    ],
}
LAYOUT = {
    "name": "franklin",
    "title": "Franklin's report",
    "form": "F-7",
    "evidence": [
        {"caption": TITLE, "weight": 3},
        {"caption": "A. Name of Insider", "weight": 2},
        "C. Day of Report",
        "Schedule 1 - Shares Dealt In",
        "Schedule 2 - Rights Held",
    ],
    "header": [
        {"caption": "A. Name of Insider", "reads": "nothing"},
        {"caption": "B. Company and Symbol", "reads": "issuer-and-symbol"},
        {"caption": "C. Day of Report", "reads": "date", "path": "periodOfReport"},
    ],
    "tables": [
        {
            "name": "Schedule 1",
            "heading": "Schedule 1 - Shares Dealt In",
            "rows": "nonDerivativeTable",
            "columns": [
                {"caption": "Class of Share", "path": "securityTitle"},
                {"caption": "Day of Dealing", "path": "transactionDate", "type": "date"},
                {
                    "caption": "Number Dealt In",
                    "path": "transactionAmounts/transactionShares",
                    "type": "shares",
                },
            ],
        },
        {
            "name": "Schedule 2",
            "heading": "Schedule 2 - Rights Held",
            "rows": "derivativeTable",
            "columns": [
                {"caption": "Kind of Right", "path": "securityTitle"},
                {"caption": "Price per Share", "path": "conversionOrExercisePrice", "type": "price"},
                {"caption": "Lapses On", "path": "expirationDate", "type": "date"},
            ],
        },
    ],
    "footnotes": "Notes of the Insider:",
    "remarks": "Further Remarks:",
    "signature": "Signature of the Insider",
    "signature_date": "Signed On",
}


@pytest.fixture
def folder(tmp_path):
    """A folder of layouts of one's own, with the file of their form."""
    (tmp_path / "forms").mkdir()
    (tmp_path / "forms" / "f7.yaml").write_text(yaml.safe_dump(FORM), encoding="utf-8")
    (tmp_path / "franklin.yaml").write_text(yaml.safe_dump(LAYOUT), encoding="utf-8")
    return tmp_path


def report():
    """A page of the form, ruled, with a row in each schedule."""
    pen, text = Pen(), Caption(typefaces("sans", "train")[0], 8.0, False)

    def boxes(rows, top):
        slots = [
            Slot(r, c, words_in(text.words(said))) for r, row in enumerate(rows) for c, said in enumerate(row)
        ]
        grid_of(slots, [180.0] * 3, [24.0] * len(rows), Ruling(0.8))(pen, 36.0, top, 540.0)

    def line(said, top, left=36.0):
        words_in(text.words(said))(pen, left, top, 540.0 - left)

    line(TITLE, 40)
    heads = ("A. Name of Insider", "B. Company and Symbol", "C. Day of Report")
    filled = ("Quill Abel", "Inkwell Works Inc. [INK]", "03/14/2024")
    boxes([[f"{head} | {own}" for head, own in zip(heads, filled, strict=True)]], 70)
    line("Schedule 1 - Shares Dealt In", 120)
    boxes([("Class of Share", "Day of Dealing", "Number Dealt In"), ("Common", "03/12/2024", "1,250")], 140)
    line("Schedule 2 - Rights Held", 230)
    boxes([("Kind of Right", "Price per Share", "Lapses On"), ("Option", "$12.50", "12/31/2029")], 250)
    line("Notes of the Insider:", 340)
    line("/s/ Abel Quill", 370)
    line("03/15/2024", 370, 300.0)
    line("Signature of the Insider", 384)
    line("Signed On", 384, 300.0)
    return to_pdf((Sheet(612.0, 792.0, tuple(pen.items)),))


def test_it_is_read_from_yaml_alone(folder):
    (filing,) = extract(report(), Options(layout_dir=str(folder))).filings
    assert (filing.form, filing.layout) == ("F-7", "franklin")
    assert dict(filing.values()) == {
        "documentType": "F-7",
        "issuer/issuerName": "Inkwell Works Inc.",
        "issuer/issuerTradingSymbol": "INK",
        "periodOfReport": "2024-03-14",
        "nonDerivativeTable/nonDerivativeTransaction[1]/securityTitle": "Common",
        "nonDerivativeTable/nonDerivativeTransaction[1]/transactionDate": "2024-03-12",
        "nonDerivativeTable/nonDerivativeTransaction[1]/transactionAmounts/transactionShares": "1250",
        "derivativeTable/derivativeHolding[1]/securityTitle": "Option",
        "derivativeTable/derivativeHolding[1]/conversionOrExercisePrice": "12.5",
        "derivativeTable/derivativeHolding[1]/expirationDate": "2029-12-31",
        "ownerSignature[1]/signatureName": "/s/ Abel Quill",
        "ownerSignature[1]/signatureDate": "2024-03-15",
    }


def test_what_other_forms_must_have_is_not_missed(folder):
    """It has no owner's box, no relationship, no balance; a name that its layout does not read is told."""
    (filing,) = extract(report(), Options(layout_dir=str(folder))).filings
    assert [(item.path, item.page) for item in filing.review] == [("", 1)]
    assert [one.text for one in filing.unaccounted] == ["Quill Abel"]


def test_its_layout_knows_its_form(folder):
    assert load_layout(folder / "franklin.yaml").form_schema.documents == ("F-7", "F-7/A")
