"""What plays no part in a filing, as a person is asked to look at it."""

from hypothesis import given
from hypothesis import strategies as st

from extractor.model.account import Account
from extractor.model.filing import Cell
from extractor.validation.unaccounted import WITHHELD, to_look_at, torn, unaccounted
from tests.segmentation.forms import HEADER_PRINT, seen
from tests.typewriter import typed


def page_and_account(*free):
    """A page with the form's print and `free` lines that nothing explains."""
    page = seen(*HEADER_PRINT, *free)
    texts = {line.text for line in free}
    roles = {
        word.id: "unaccounted" if line.text in texts else "caption"
        for line in page.text.lines
        for word in line.words
    }
    return page, Account(roles)


def spots(*free):
    page, account = page_and_account(*free)
    return unaccounted([page], account)


def test_the_lines_of_a_note_are_one_spot():
    (spot,) = spots(typed("Held by a trust for", 40, 600), typed("the filer's children.", 40, 608))
    assert spot.text == "Held by a trust for the filer's children."
    assert spot.page == 1 and spot.bbox[:2] == (40.0, 600.0)


def test_pieces_of_one_line_are_one_spot_and_far_ones_are_two():
    assert len(spots(typed("1,600", 40, 600), typed("shares", 62, 600))) == 1
    assert len(spots(typed("1,600", 40, 600), typed("2,400", 300, 600))) == 2


def test_where_much_of_a_page_is_unaccounted_the_page_is_one_item():
    free = [typed(f"{number},000", 40, 300 + 40 * number) for number in range(1, 9)]
    (spot,) = spots(*free)
    assert spot.bbox[1] == 340.0 and spot.bbox[3] == 626.0


def test_each_spot_is_to_be_looked_at_with_its_page_and_box():
    found = spots(typed("1,600", 40, 600))
    (item,) = to_look_at(found)
    assert (item.path, item.page, item.bbox) == ("", 1, found[0].bbox)
    assert item.reason == 'no cell holds what stands here: "1,600"'


def test_a_social_security_number_is_not_repeated():
    assert spots(typed("No. 123-45-6789", 40, 600))[0].text == f"No. {WITHHELD}"


@given(st.lists(st.tuples(st.integers(30, 500), st.integers(200, 780)), max_size=12, unique=True))
def test_every_unaccounted_word_is_in_one_spot(places):
    page = seen(*(typed(f"w{k}", x, y) for k, (x, y) in enumerate(places)))
    account = Account({word.id: "unaccounted" for word in page.text.words})
    told = [text for spot in unaccounted([page], account) for text in spot.text.split()]
    assert sorted(told) == sorted(f"w{k}" for k in range(len(places)))


def title(bbox, **changed):
    kept = {"path": "nonDerivativeTable/nonDerivativeTransaction[1]/securityTitle", "raw": "Beneficial"}
    known = {"value": "Beneficial", "status": "accepted", "confidence": 0.99, "page": 1, "source": "ocr"}
    return Cell(**(kept | known | {"reader": "form4", "bbox": bbox} | changed))


def test_a_value_beside_words_that_no_cell_holds_is_looked_at():
    """A scratch taken for a rule parted a title: "Beneficial" was accepted, "Shares of" was nobody's."""
    found = spots(typed("Shares of", 40, 600))
    right = found[0].bbox[2] + 2
    (beside,) = torn([title((right, 600, right + 40, 606))], found)
    assert beside.status == "review" and "Shares of" in beside.reason
    (far,) = torn([title((right + 90, 600, right + 130, 606))], found)
    assert far.status == "accepted"
    (text,) = torn([title((right, 600, right + 40, 606), source="text")], found)
    assert text.status == "accepted"
