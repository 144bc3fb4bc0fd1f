"""What a person settles in the browser, and what comes out of it."""

import json
import xml.etree.ElementTree as ElementTree

from extractor.model.filing import ReviewItem, Unaccounted
from extractor.review.corrected_results import write_corrected
from tests.review.results import BALANCE, PRICE, ROW, SHARES, TITLE, cell, filing, sale
from tests.review.web.serving import served
from tests.review.web.sitting import at, press


def exported(here, folder, *formats):
    """The corrected filing as JSON, and the folder it was written to."""
    write_corrected(here.service, folder, formats or ("json",))
    return json.loads((folder / "input.json").read_text())["filings"][0]


def add_row(page, below, **values):
    """Adds a row below the marked one."""
    rows = page.locator("ul.found li").count()
    if below is not None:
        page.locator("input[data-row]").nth(below).check()
    page.keyboard.press("Alt+a")
    for name, value in values.items():
        page.fill(f'#new input[name$="{name}"]', value)
    page.keyboard.press("Enter")
    page.wait_for_selector(f"ul.found li:nth-child({rows + 1})")
    page.wait_for_timeout(50)


def test_two_added_rows_are_two_rows_in_their_places(tmp_path, sit_down):
    """They had one path, came last, and the XML had one of them."""
    own = filing(
        *sale(1, "400", "1600"), *sale(2, "100", "1400"), review=[("nonDerivativeTable", "a row may be lost")]
    )
    here = served(tmp_path, own)
    page = sit_down(here.link)
    add_row(page, 0, securityTitle="Class B", transactionShares="1")
    assert page.locator("ul.found li").nth(1).inner_text().endswith("Class B · 1")
    add_row(page, 2, securityTitle="Class C", transactionShares="2")
    press(page, "Enter")
    out = exported(here, tmp_path / "out", "json", "xml")
    paths = [cell["path"] for cell in out["cells"]]
    assert len(paths) == len(set(paths))
    titles = {cell["path"]: cell["value"] for cell in out["cells"] if cell["path"].endswith(TITLE)}
    assert titles == {
        f"{ROW}[{n}]/{TITLE}": name
        for n, name in enumerate(("Common Stock", "Class B", "Common Stock", "Class C"), 1)
    }
    added = next(cell for cell in out["cells"] if cell["path"] == f"{ROW}[2]/{SHARES}")
    assert added["bbox"][2] > added["bbox"][0] and added["bbox"][3] > added["bbox"][1]
    tree = ElementTree.parse(tmp_path / "out" / "input.xml")
    assert len(tree.findall(".//nonDerivativeTransaction")) == 4


def test_a_value_called_blank_keeps_the_mark_beside_it(tmp_path, sit_down):
    doubtful = cell(f"{ROW}[1]/{BALANCE}", "1600", 0.6)
    rows = [own for own in sale(1, "400", "1600") if not own.path.endswith(BALANCE)]
    here = served(tmp_path, filing(*rows, doubtful, cell(f"{ROW}[1]/{BALANCE}/footnoteId", "F1")))
    page = sit_down(here.link)
    at(page, here.service, f"{ROW}[1]/{BALANCE}")
    press(page, "Alt+b")
    values = {cell["path"]: cell["value"] for cell in exported(here, tmp_path / "out")["cells"]}
    assert f"{ROW}[1]/{BALANCE}" not in values
    assert values[f"{ROW}[1]/{BALANCE}/footnoteId"] == "F1"


def test_a_filing_with_nothing_left_to_settle_is_ok_and_its_tables_are_written(tmp_path, sit_down):
    """It stayed in review: merged rows and ink of no cell were listed for good. No tables were written."""
    first = [own for own in sale(1, "400", "1600") if not own.path.endswith((BALANCE, PRICE))]
    second = [cell(f"{ROW}[2]/{BALANCE}", "1600", 0.6), cell(f"{ROW}[2]/{PRICE}", "12.5")]
    ink = Unaccounted(page=1, bbox=(40.0, 500.0, 90.0, 510.0), text="stamp")
    own = filing(
        *first, *second, review=[(ROW.partition("/")[0], "two may be one"), (f"{ROW}[1]/{PRICE}", "nothing")]
    )
    spot = ReviewItem(path="", reason="in no cell", page=1, bbox=ink.bbox)
    here = served(tmp_path, own.model_copy(update={"review": (*own.review, spot), "unaccounted": (ink,)}))
    page = sit_down(here.link)
    at(page, here.service, "nonDerivativeTable")
    for row in (0, 1):
        page.locator("input[data-row]").nth(row).check()
    page.keyboard.press("Alt+m")
    page.wait_for_selector("ul.found li:nth-child(2)", state="detached")
    page.wait_for_timeout(50)
    for _ in range(3):
        press(page, "Enter")
    page.wait_for_selector(".finished")
    out = exported(here, tmp_path / "out")
    assert (out["status"], out["review"], out["unaccounted"]) == ("ok", [], [])
    values = {cell["path"]: cell["value"] for cell in out["cells"]}
    assert (values[f"{ROW}[1]/{BALANCE}"], values[f"{ROW}[1]/{PRICE}"]) == ("1600", "12.5")
    header, line = (tmp_path / "out" / "tables" / "NONDERIV_TRANS.tsv").read_text().splitlines()
    assert dict(zip(header.split("\t"), line.split("\t"), strict=True))["SHRS_OWND_FOLWNG_TRANS"] == "1600"
