"""Long texts as their ink and their language together spell them."""

import pytest

from extractor.model.geometry import Box
from extractor.model.page import Line, Word, numbered
from extractor.model.region import Region
from extractor.values.prose import gap_in, spelled
from tests.typewriter import inked

BOX = Box(0, 0, 600, 800)
NOTE = "footnotes/footnote[@id='F1']"


def note(*lines, elsewhere=frozenset()):
    return Region(NOTE, "prose", 1, BOX, lines, elsewhere=elsewhere)


def test_a_doubtful_strange_word_becomes_the_word_its_ink_allows():
    doubtful = inked("Januasy", sure=0.6, doubts={5: {"s": 0.6, "r": 0.4}})
    assert spelled(note(doubtful)).text == "January"


def test_a_sure_strange_word_stays():
    assert spelled(note(inked("Zagunis", sure=0.999))).text == "Zagunis"


def test_a_misspelt_word_as_filed_stays():
    text = "The shares are held by teh trust."
    assert spelled(note(inked(text, sure=0.999))).text == text


def test_figures_stay_as_the_ink_has_them():
    doubtful = inked("$29.8651", sure=0.95, doubts={7: {"1": 0.6, "7": 0.4}})
    assert spelled(note(doubtful)).text == "$29.8651"


def test_a_word_is_spelled_as_the_words_before_it_ask():
    first = inked("The reporting person disclaims beneficial", sure=0.999)
    second = inked("ownershlp", 40, 120, sure=0.6, doubts={7: {"l": 0.7, "i": 0.3}})
    assert spelled(note(first, second)).text.endswith("ownership")


def test_a_gap_as_wide_as_a_word_is_told():
    """A scratch took "receive": the note was accepted without it."""
    before, after = inked("a contingent right to", 60, 120), inked("one share", 257, 120)
    assert gap_in(note(before, after)) == ("to", "one")
    assert gap_in(note(before, inked("one share", before.box.x1 + 6, 120))) is None
    assert gap_in(note(before, inked("one share", 60, 130))) is None


def test_prose_spells_a_name_as_the_form_does_elsewhere():
    doubtful = inked("Zaqunis", doubts={2: {"q": 0.6, "g": 0.4}})
    assert spelled(note(doubtful, elsewhere=frozenset({"zagunis"}))).text == "Zagunis"


def prose(*texts):
    words = (
        Word(text, Box(0, 10 * k, 3 * len(text), 10 * k + 8), 6.0, False, 0.99)
        for k, text in enumerate(texts)
    )
    lines = numbered((Line((word,), word.box, "ocr") for word in words), 1)
    return Region("footnotes/footnote[@id='F1']", "prose", 1, BOX, lines)


@pytest.mark.parametrize(
    "texts, whole",
    [
        (("March", "Ist,"), "March 1st,"),
        (("earlier", "of", "(1)", "a", "year", "or", "(11)", "death"), "earlier of (i) a year or (ii) death"),
        (("(I)", "a", "or", "(II)", "b"), "(I) a or (II) b"),
        (("see", "footnotes", "(1)", "and", "(11)"), "see footnotes (1) and (11)"),
        (("(1)", "a", "(2)", "b", "(11)"), "(1) a (2) b (11)"),
        (("(11)", "alone"), "(11) alone"),
    ],
)
def test_strokes_are_what_they_can_only_be(texts, whole):
    """`March Ist`, and the second of two counters as (11), were read so by every reader."""
    assert spelled(prose(*texts)).text == whole
