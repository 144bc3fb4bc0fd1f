"""How usual a text is where it stands."""

from extractor.values.fluency import fluency, liking, usual, words_of


def test_a_word_that_stands_elsewhere_in_the_filing_is_no_odd_one():
    strange = words_of("Qvystrom Trust", "nature")
    known = words_of("Qvystrom Trust", "nature", frozenset({"qvystrom"}))
    assert known[0] > strange[0] + 5
    assert known[1] == strange[1]


def test_capitals_among_small_letters_are_no_word_of_the_filing():
    assert words_of("QvYstrom", "nature", frozenset({"qvystrom"})) == words_of("QvYstrom", "nature")


def test_the_oddest_word_is_told_from_the_rest():
    whole, oddest = fluency("Common Stxqk", "title", frozenset())
    assert oddest < whole
    assert fluency("Common Stock", "title", frozenset())[1] > oddest


def test_a_crisp_unusual_word_keeps_most_of_its_weight():
    """Ink that is sure of a name outweighs what language has against it: a few nats, not dozens."""
    assert usual("Stocq", "title") > usual("Stock", "title") * 1e-5


def test_a_text_is_weighed_behind_the_text_before_it():
    likes = liking("prose", frozenset(), "The shares are held by the ")
    assert likes("trust.", "") > liking("prose", frozenset(), "")("trust.", "")
