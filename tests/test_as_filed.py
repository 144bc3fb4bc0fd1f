from extractor.as_filed import as_filed
from extractor.model.filing import Cell, Filing, ReviewItem, Unaccounted
from extractor.model.place import PlaceOnSheet

PLACES = {2: PlaceOnSheet(1, scale=0.5, left=400.0), 3: PlaceOnSheet(2)}
BOX = (10.0, 20.0, 30.0, 40.0)
MOVED = (405.0, 10.0, 415.0, 20.0)


def cell(page):
    return Cell(
        path=f"remarks/{page}",
        value="a",
        raw="a",
        status="accepted",
        confidence=0.9,
        page=page,
        bbox=BOX,
        source="ocr",
        reader="r",
    )


def filing():
    return Filing(
        form="4",
        layout="form4-1996",
        pages=(1, 2, 3),
        turns=(0, 0, 1),
        status="review",
        cells=tuple(map(cell, (1, 2, 3))),
        review=(
            ReviewItem(path="", reason="here", page=2, bbox=BOX),
            ReviewItem(path="", reason="somewhere", page=3),
            ReviewItem(path="remarks", reason="this"),
        ),
        unaccounted=(Unaccounted(page=2, bbox=BOX, text="x"),),
    )


def test_pages_and_boxes_are_those_of_the_file():
    found = as_filed(filing(), PLACES)
    assert found.pages == (1, 2)
    assert found.turns == (0, 1)
    assert [(cell.page, cell.bbox) for cell in found.cells] == [(1, BOX), (1, MOVED), (2, BOX)]
    assert [(item.page, item.bbox) for item in found.review] == [(1, MOVED), (2, None), (None, None)]
    assert [(spot.page, spot.bbox) for spot in found.unaccounted] == [(1, MOVED)]


def test_filing_read_as_it_was_filed_is_not_touched():
    own = filing()
    assert as_filed(own, {}) is own
