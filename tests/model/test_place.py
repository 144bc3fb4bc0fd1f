from extractor.model.geometry import Box
from extractor.model.place import PlaceOnSheet


def test_box_of_the_right_page_of_two_at_half_size_lies_on_the_sheet():
    place = PlaceOnSheet(1, scale=0.5, left=400, top=10)
    assert place.on_sheet(Box(20, 40, 60, 80)) == Box(410, 30, 430, 50)


def test_page_that_only_got_another_number_lies_where_it_was():
    box = Box(1, 2, 3, 4)
    assert PlaceOnSheet(7).on_sheet(box) == box
