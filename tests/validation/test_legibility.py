"""Too little read is told once: of the filing, else of a table, else of a row."""

from extractor.model.filing import ReviewItem
from extractor.validation.legibility import too_little_read
from tests.validation.test_scan_losses import cell

ROW = "nonDerivativeTable/nonDerivativeTransaction"
HEADER = [cell(f"issuer/{n}", "accepted") for n in range(40)]


def row(number, doubtful, sure=0):
    status = ["review"] * doubtful + ["accepted"] * sure
    return [cell(f"{ROW}[{number}]/field{k}", one) for k, one in enumerate(status)]


def told(cells, legible=1.0, rows=1, wanting=()):
    items = [ReviewItem(path=path, reason="nothing was read") for path in wanting]
    return {item.path: item.reason for item in too_little_read(legible, cells, rows, items)}


def test_a_legible_filing_is_not_flagged():
    assert told([*HEADER, *row(1, 1, 8)]) == {}


def test_a_filing_most_of_whose_values_are_doubtful_is_to_be_keyed():
    found = told([*HEADER[:2], *row(1, 8)], legible=0.5)
    assert found == {"": "key this filing by hand (8 of the 10 values read are doubtful)"}


def test_a_form_without_legible_captions_is_to_be_keyed():
    assert told(HEADER, legible=0.1) == {
        "": "key this filing by hand (10% of the printed captions are legible)"
    }


def test_rows_that_lack_what_every_row_has_say_that_others_are_lost():
    wanting = [f"{ROW}[{n}]/securityTitle" for n in (1, 2, 3)]
    assert list(told(HEADER, rows=4, wanting=wanting)) == [""]
    assert told(HEADER, rows=20, wanting=wanting) == {}
    assert told(HEADER, rows=2, wanting=wanting[:2]) == {}


def test_a_form_told_by_its_rules_is_to_be_confirmed():
    assert list(told(HEADER, legible=0.5)) == ["documentType"]


def test_a_doubtful_table_is_told_once_for_its_rows():
    found = told([*HEADER, *row(1, 9), *row(2, 9, 1)])
    assert found == {"nonDerivativeTable": "rows may be missing: 18 of the 19 values read here are doubtful"}


def test_a_doubtful_row_is_told_where_its_table_is_not():
    assert list(told([*HEADER, *row(1, 9), *row(2, 0, 9)])) == [f"{ROW}[1]"]


def test_a_text_layer_is_not_asked_how_legible_it_is():
    cells = [one.model_copy(update={"source": "text"}) for one in row(1, 9)]
    assert told(cells) == {}
