"""Where a cell stands, or would stand."""

from extractor.review.places import HEADING, CellPlace, heading_of, place_of, span_of
from extractor.review.row_changes import NOWHERE
from tests.review.results import BALANCE, LEFT, ROW, SHARES, STEP, TOP, cell, filing, sale


def without(own, path):
    return own.model_copy(update={"cells": tuple(c for c in own.cells if c.path != path)})


def sales(count=3):
    return filing(*(c for n in range(1, count + 1) for c in sale(n, "400", str(9000 - 400 * n))))


def test_a_missing_value_stands_where_its_row_and_column_meet():
    """A thumbnail of the whole page was shown."""
    own = without(sales(), f"{ROW}[2]/{SHARES}")
    place = place_of(own, f"{ROW}[2]/{SHARES}")
    assert place == CellPlace(1, (LEFT[SHARES], TOP + 2 * STEP, LEFT[SHARES] + 50, TOP + 2 * STEP + 10))


def test_a_column_nobody_filled_lies_between_its_neighbours():
    path = f"{ROW}[1]/{BALANCE}"
    place = place_of(without(sales(1), path), path)
    assert place.bbox is not None
    assert place.bbox[0] <= LEFT[BALANCE] and place.bbox[1] == TOP + STEP


def test_what_is_missing_outside_the_tables_lies_between_what_is_there():
    own = filing(
        cell("issuer/issuerName", "Redwood", row=0),
        cell("ownerSignature[1]/signatureName", "Ann", row=9),
    )
    assert place_of(own, "remarks").bbox == (40.0, TOP, 90.0, TOP + 9 * STEP + 10)


def test_a_filing_without_cells_is_its_first_page():
    assert place_of(filing(), "remarks") == CellPlace(1, None)


def test_a_value_that_a_person_added_has_the_place_of_its_row():
    own = sales(1)
    added = cell(f"{ROW}[1]/transactionTimeliness", "E").model_copy(update={"bbox": NOWHERE})
    place = place_of(own.model_copy(update={"cells": (*own.cells, added)}), added.path)
    assert place.bbox is not None and place.bbox[1] == TOP + STEP


def test_captions_stand_above_the_first_row_however_the_page_is_turned():
    own = sales()
    right = LEFT["ownershipNature/directOrIndirectOwnership"] + 50
    bottom = TOP + 3 * STEP + 10
    top = TOP + STEP
    wanted = {
        0: (40, top - HEADING, right, top),
        1: (40 - HEADING, top, 40, bottom),
        2: (40, bottom, right, bottom + HEADING),
        3: (right, top, right + HEADING, bottom),
    }
    for turns, box in wanted.items():
        turned = own.model_copy(update={"turns": (turns,)})
        assert heading_of(turned, f"{ROW}[2]/{SHARES}", 1) == box
    assert heading_of(own, "issuer/issuerName", 1) is None


def test_down_the_page_is_down_the_upright_page():
    place = CellPlace(1, (10.0, 20.0, 30.0, 60.0))
    spans = [span_of(filing().model_copy(update={"turns": (turns,)}), place) for turns in range(4)]
    assert spans == [(20, 60), (10, 30), (-60, -20), (-30, -10)]
