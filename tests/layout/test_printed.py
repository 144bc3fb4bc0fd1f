"""Which words of a page the form itself prints."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.layout.printed import Print
from extractor.layout.template import shipped_wordings
from extractor.model.page import numbered
from tests.typewriter import inked, typed

BURDEN = "Estimated average burden hours per response: 0.5"
EXIT = "Check this box if no longer subject to Section 16. Form 4 or Form 5 obligations may continue."
FORM = Print([BURDEN, EXIT, "FORM 4", "STATEMENT OF CHANGES IN BENEFICIAL OWNERSHIP OF SECURITIES"])


def printed(*lines, form=FORM):
    own = numbered(lines, 1)
    found = form.words_on(own)
    return [word.text for line in own for word in line.words if word.id in found]


def test_a_wording_is_known_whole_and_over_lines():
    assert printed(typed("FORM 4", 40, 20)) == ["FORM", "4"]
    lines = typed("Estimated average burden", 400, 40), typed("hours per response: 0.5", 400, 48)
    assert printed(*lines) == BURDEN.split()


def test_the_few_letters_a_column_leaves_on_its_last_line_go_on_with_the_wording():
    lines = typed("STATEMENT OF CHANGES IN BENEFICIAL OWNERSHIP", 150, 60), typed("OF SECURITIES", 240, 68)
    assert printed(*lines)[-2:] == ["OF", "SECURITIES"]


def test_the_number_at_the_end_of_a_wording_may_stand_apart_on_its_line():
    assert printed(typed("hours per response:", 400, 48), typed("0.5", 500, 48))[-1] == "0.5"


def test_two_wordings_side_by_side_on_one_line_are_both_known():
    line = typed("Section 16. Form 4 or Form 5 obligations STATEMENT OF CHANGES IN BENEFICIAL", 30, 60)
    assert len(printed(line)) == len(line.words)


@pytest.mark.parametrize("answer", ["0.5", "4", "1,600", "Common Stock", "A", "12/31/2012", "OF"])
def test_a_few_letters_that_a_wording_has_too_are_no_print(answer):
    assert printed(typed(answer, 40, 300)) == []


def test_words_of_a_wording_within_a_filers_sentence_are_his():
    assert printed(typed("His obligations may continue until 2004.", 40, 300)) == []


def test_sec_s_own_wordings_are_known_to_all_layouts():
    assert "UNITED STATES SECURITIES AND EXCHANGE COMMISSION" in shipped_wordings()
    assert printed(typed("Washington, D.C. 20549", 250, 30), form=Print(shipped_wordings()))


def test_a_scan_shows_a_wording_worn_and_beside_another():
    assert FORM.resembles(inked("Estimatcd averago burden"))
    assert FORM.resembles(inked("STATEMENT OF CHANGCS IN BENEFICIAL Form 5 obligatlons may continue"))
    assert not FORM.resembles(inked("Represents shares withheld to pay taxes"))
    assert not FORM.resembles(inked("1,600"))


@given(st.lists(st.sampled_from([*BURDEN.split(), *EXIT.split(), "Trust", "1,600", "(1)"]), max_size=12))
def test_the_print_of_a_page_is_made_of_its_words(words):
    lines = [typed(text, 40, 20 + 30 * k) for k, text in enumerate(words)]
    own = numbered(lines, 1)
    assert FORM.words_on(own) <= {word.id for line in own for word in line.words}


def test_a_few_letters_go_on_with_a_wording_only_beside_it():
    """Runs are compared with those near them alone: what stands far below is none of it."""
    first, rest = "STATEMENT OF CHANGES IN BENEFICIAL OWNERSHIP", "OF SECURITIES"
    assert printed(typed(first, 150, 60), typed(rest, 240, 68))[-2:] == rest.split()
    assert printed(typed(first, 150, 60), typed("OF", 240, 300))[-1] != "OF"
