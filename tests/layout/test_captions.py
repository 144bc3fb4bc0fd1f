"""Captions on a page: whole, broken over lines, worn, and not there at all."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from extractor.layout.captions import Captions, beats, squeezed
from extractor.model.geometry import Box
from extractor.model.page import PageText, RulingLines, Word, line_of, numbered

ISSUER = "2. Issuer Name and Ticker or Trading Symbol"
MONTH = "4. Statement for Month/Year"
DAY = "4. Statement for Month/Day/Year"


def typed(text, x, y, size=8.0):
    """A line of words, letters half as wide as high, its top at y."""
    words, left = [], x
    for part in text.split():
        right = left + len(part) * size / 2
        words.append(Word(part, Box(left, y, right, y + size), size))
        left = right + size / 2
    return line_of(words)


def on_page(*lines, source="text"):
    return Captions(PageText(1, 612.0, 792.0, RulingLines(), numbered(lines, 1), source))


def test_only_letters_and_digits_are_compared():
    assert squeezed("2. Issuer Name, and\tTicker") == "2issuernameandticker"


def test_a_caption_is_found_with_its_words_and_box():
    hit = on_page(typed(f"before {ISSUER} after", 20, 30)).best(ISSUER)
    assert " ".join(word.text for word in hit.words) == ISSUER
    assert hit.box == Box(48, 30, 220, 38)
    assert hit.score == 1.0


def test_what_is_not_on_the_page_is_not_found():
    page = on_page(typed("Common Stock", 20, 30))
    assert page.best(ISSUER) is None
    assert page.all(ISSUER) == ()


def test_a_page_without_lines_has_no_captions():
    assert on_page().all(ISSUER) == ()


@given(st.sets(st.integers(1, 7), max_size=3), st.floats(20, 700))
def test_a_caption_is_found_wherever_its_lines_break(breaks, y):
    words = ISSUER.split()
    edges = [0, *sorted(breaks), len(words)]
    rows = [words[a:b] for a, b in pairwise(edges)]
    lines = [typed(" ".join(row), 30, y + 9 * k) for k, row in enumerate(rows)]
    aside = [typed("1234567", 400, y + 9 * k) for k in range(len(rows))]
    hit = on_page(*lines, *aside).best(ISSUER)
    assert " ".join(word.text for word in hit.words) == ISSUER


def test_a_line_aside_does_not_go_on_with_a_caption():
    page = on_page(typed("2. Issuer Name and", 30, 30), typed("Ticker or Trading Symbol", 300, 39))
    assert page.best(ISSUER) is None


def test_a_line_far_below_does_not_go_on_with_a_caption():
    page = on_page(typed("2. Issuer Name and", 30, 30), typed("Ticker or Trading Symbol", 30, 60))
    assert page.best(ISSUER) is None


def test_every_copy_of_a_caption_is_found_from_the_top():
    page = on_page(typed("Remarks: none", 20, 300), typed("Remarks: none", 20, 30))
    assert [hit.box.top for hit in page.all("Remarks:")] == [30, 300]


def test_a_short_caption_is_no_part_of_a_longer_word():
    """ "recovery" held "(Over)"."""
    assert on_page(typed("recovery of costs", 20, 30)).best("Over") is None
    assert on_page(typed("turn Over please", 20, 30)).best("Over") is not None


def test_a_check_mark_may_be_glued_to_a_caption():
    assert on_page(typed("X_Director", 20, 30)).best("Director") is not None


def test_a_street_in_the_address_is_worth_less_than_the_caption_in_brackets():
    page = on_page(typed("855 FRONT STREET", 20, 30), typed("(Street)", 20, 60))
    assert [hit.words[0].text for hit in page.all("(Street)")] == ["(Street)", "STREET"]


def test_the_wording_that_is_there_is_the_best_of_several():
    page = on_page(typed("3. Date of Earliest Transaction", 20, 30))
    hit = page.best(ISSUER, "Date of Earliest Transaction")
    assert (hit.caption, hit.words[0].text) == (ISSUER, "Date")


def test_a_worn_caption_is_found_on_a_scan_only():
    lines = [typed("2. lssuer Nane and Ticker or Tradng Symbol", 20, 30)]
    assert on_page(*lines).best(ISSUER) is None
    hit = on_page(*lines, source="ocr").best(ISSUER)
    assert 0.9 < hit.score < 1.0


def test_a_part_of_a_caption_is_not_the_caption_on_a_scan():
    assert on_page(typed("Issuer Name", 20, 30), source="ocr").best(ISSUER) is None


def test_of_two_captions_alike_only_the_one_that_is_there_is_clear():
    page = on_page(typed(DAY, 20, 30), source="ocr")
    assert page.all(MONTH)
    assert page.clear(MONTH, rivals=[DAY]) == ()
    assert page.clear(DAY, rivals=[MONTH])[0].caption == DAY


def test_a_caption_elsewhere_is_no_rival():
    page = on_page(typed(DAY, 20, 30), typed(MONTH, 20, 300), source="ocr")
    day, month = page.best(DAY), page.best(MONTH)
    assert not beats(day, month)
    assert not beats(month, day)
    assert len(page.clear(MONTH, rivals=[DAY])) == 1
