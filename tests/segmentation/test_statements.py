"""Sentences that the form prints only where what they say is so."""

from extractor.segmentation.statements import cut_statements
from tests.segmentation.forms import layout, seen
from tests.typewriter import typed

FORM_3 = layout("form3-edgar")


def said(*lines):
    return [region.path for region in cut_statements([seen(*lines, as_=FORM_3)])]


def test_nothing_owned_is_said_in_a_line_of_its_own():
    assert said(typed("No securities are beneficially owned.", 40, 500)) == ["noSecuritiesOwned"]


def test_a_filer_s_sentence_that_holds_the_words_is_none_of_the_form():
    assert said(typed("He says that no securities are beneficially owned.", 40, 500)) == []


def test_other_forms_have_no_such_sentence():
    line = typed("No securities are beneficially owned.", 40, 500)
    assert not list(cut_statements([seen(line)]))
