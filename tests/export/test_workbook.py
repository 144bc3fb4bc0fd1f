"""The workbook: a sheet a table, values with types, doubtful cells coloured."""

import io
import shutil
import subprocess
from datetime import datetime

import openpyxl
import pytest

from extractor.document import Limits
from extractor.export import crops_of, to_xlsx
from extractor.export.sheets import COLUMNS
from extractor.export.workbook import DOUBTFUL, typed
from extractor.model.form_schema import Kind
from extractor.model.reason import Reason, ReasonCode
from tests.conftest import T1

PRICE = f"{T1}/transactionAmounts/transactionPricePerShare"


def opened(extraction):
    return openpyxl.load_workbook(io.BytesIO(to_xlsx(extraction)))


def column(page, name):
    number = next(cell.column for cell in page[1] if cell.value == name)
    return [row[number - 1] for row in page.iter_rows(min_row=2)]


def test_each_table_is_a_sheet(filing, extraction_of):
    book = opened(extraction_of(filing))
    assert book.sheetnames == ["Rows", "Owners", "Footnotes", "Review"]
    for page in book:
        assert [cell.value for cell in page[1]] == list(COLUMNS[page.title.lower()])
    assert [page.max_row - 1 for page in book] == [3, 2, 3, 0]


def test_numbers_and_days_are_such(filing, extraction_of):
    page = opened(extraction_of(filing))["Rows"]
    assert [cell.value for cell in column(page, "price")] == [None, 11.4375, None]
    assert column(page, "transaction_date")[1].value == datetime(2011, 3, 4)
    assert column(page, "amount_following")[0].value == 250_000
    assert column(page, "title")[2].value == "Stock Option (right to buy)"


def test_a_doubtful_cell_is_coloured_and_says_why_and_no_other_is(filing, changed, extraction_of):
    reasons = (Reason.of(ReasonCode.COULD_BE, read="11.4375", value="11.4876"),)
    book = opened(extraction_of(changed(filing, PRICE, status="review", reasons=reasons)))
    cells = [cell for row in book["Rows"].iter_rows(min_row=2) for cell in row]
    (doubtful,) = [cell for cell in cells if cell.fill.fgColor.rgb == DOUBTFUL.fgColor.rgb]
    assert doubtful is not None and doubtful.value == 11.4375
    assert "11.4876" in doubtful.comment.text
    assert book["Review"].max_row == 2


@pytest.mark.parametrize("text", ["=1+1", "+1-2", "@SUM(A1)", "{=1}", "-1+2"])
def test_no_text_is_a_formula(make_filing, extraction_of, text):
    page = opened(extraction_of(make_filing({f"{T1}/securityTitle": text})))["Rows"]
    (title,) = column(page, "title")
    assert (title.value, title.data_type) == (text, "s")


def test_what_no_workbook_can_hold_does_not_break_it(make_filing, extraction_of):
    values = {"footnotes/footnote[@id='F1']": "a\x0bb" + "x" * 40_000, f"{T1}/securityTitle": "\ud835 x"}
    page = opened(extraction_of(make_filing(values)))["Footnotes"]
    assert len(column(page, "text")[0].value) == 32_767


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("1116", Kind.DECIMAL, 1116),
        ("1234567890123456789", Kind.DECIMAL, "1234567890123456789"),
        ("various", Kind.DECIMAL, "various"),
        ("2003-06", Kind.MONTH_OR_DATE, "2003-06"),
        ("2003-13-01", Kind.DATE, "2003-13-01"),
        ("707", Kind.TEXT, "707"),
    ],
)
def test_what_is_no_value_of_its_kind_stays_text(text, kind, value):
    assert typed(text, kind) == value


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_opens_it(tmp_path, filing, extraction_of):
    (tmp_path / "a.xlsx").write_bytes(to_xlsx(extraction_of(filing)))
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    order = ["soffice", home, "--headless", "--convert-to", "csv", "--outdir", tmp_path, tmp_path / "a.xlsx"]
    subprocess.run(order, check=True, capture_output=True)
    text = (tmp_path / "a.csv").read_text("utf-8")
    assert text.startswith("source_file,filing") and "11.4375" in text


def test_a_doubtful_cell_leads_to_its_line_and_picture(filing, changed, extraction_of, tmp_path):
    from PIL import Image

    page = Image.new("L", (1700, 2200), 255)
    page.paste(0, (60, 60, 100, 80))
    page.save(tmp_path / "box 7.png", dpi=(200, 200))
    reasons = (Reason.of(ReasonCode.COULD_BE, read="11.4375", value="11.4876"),)
    place = {"page": 1, "bbox": (18.0, 18.0, 60.0, 32.0), "status": "review", "reasons": reasons}
    extraction = extraction_of(changed(filing, PRICE, **place))
    pictures = crops_of(tmp_path / "box 7.png", extraction, Limits())
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(extraction, pictures)))
    price = column(book["Rows"], "price")[1]
    assert price.hyperlink.location == "'Review'!A2"
    (shown,) = book["Review"]._images
    assert (shown.anchor._from.row, shown.anchor._from.col) == (1, len(COLUMNS["review"]))
    with Image.open(io.BytesIO(next(iter(pictures.values())))) as picture:
        assert picture.size == (91, 49) and picture.convert("L").getextrema()[0] < 50


def test_a_picture_of_a_turned_page_is_upright(filing, changed, extraction_of, tmp_path):
    from PIL import Image

    Image.new("L", (1700, 2200), 255).save(tmp_path / "box 7.png", dpi=(200, 200))
    reasons = (Reason.of(ReasonCode.COULD_BE, read="11.4375", value="11.4876"),)
    place = {"page": 1, "bbox": (18.0, 18.0, 32.0, 60.0), "status": "review", "reasons": reasons}
    turned = changed(filing, PRICE, **place).model_copy(update={"pages": (1,), "turns": (1,)})
    (picture,) = crops_of(tmp_path / "box 7.png", extraction_of(turned), Limits()).values()
    with Image.open(io.BytesIO(picture)) as opened:
        assert opened.width > opened.height
