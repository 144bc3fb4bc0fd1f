"""Forms without ruling lines, from end to end: plain text and what a word processor sets."""

import pytest

from extractor import extract
from samples.generator.cases import make_case


def differing(case, values):
    """What came out otherwise than it was typed; who types in capitals changes no value."""
    found = {path: values.get(path, "") for path in case.cells}
    return {path: text for path, text in found.items() if text.casefold() != case.cells[path].casefold()}


@pytest.mark.parametrize("seed", [3, 4, 11])
def test_plain_text_is_read_as_it_was_typed(seed):
    case = make_case("plain1996", "born", seed, "train")
    (filing,) = extract(case.content).filings
    assert filing.layout == "form4-1996"
    assert differing(case, filing.values()) == {}


@pytest.mark.parametrize("seed", [3, 4])
def test_a_word_processors_print_is_read(seed):
    case = make_case("unruled1996", "born", seed, "train")
    (filing,) = extract(case.content).filings
    assert differing(case, filing.values()) == {}


def test_items_that_go_over_the_first_pages_end_are_read():
    case = make_case("plain1996", "born", 30610921, "train")
    (filing,) = extract(case.content).filings
    assert differing(case, filing.values()) == {} and filing.review == ()
