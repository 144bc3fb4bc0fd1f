"""What fields usually say: character n-grams of real filings."""

from math import exp, isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.model.posterior import ALPHABET
from extractor.values.language import CODES, OTHER, field_of, language_of, letter_after, letters_of

TITLE = "nonDerivativeTable/nonDerivativeTransaction[1]/securityTitle"


def test_a_path_knows_its_field():
    assert field_of(TITLE) == "title"
    assert field_of("footnotes/footnote[@id='F1']") == "prose"
    assert field_of("ownerSignature[1]/signatureName") == "person"
    assert field_of("reportingOwner[1]/reportingOwnerAddress/rptOwnerStreet1") == "street"
    assert field_of("reportingOwner[1]/reportingOwnerAddress") == "city"
    assert field_of("reportingOwner[1]/reportingOwnerAddress/rptOwnerZipCode") is None


@pytest.mark.parametrize(
    ("kind", "right", "misread"),
    [
        ("title", "Common Stock", "Commom Stock"),
        ("title", "RESTRICTED STOCK UNITS", "RESTRICTED SIOCK UNITS"),
        ("nature", "By Trust", "By Trnst"),
        ("prose", "Represents shares", "Refresents shares"),
    ],
)
def test_what_filings_say_is_likelier_than_its_misreading(kind, right, misread):
    assert sum(letters_of(right, kind)) > sum(letters_of(misread, kind)) + 3


@given(text=st.text(ALPHABET, max_size=12), kind=st.sampled_from(("title", "prose")))
def test_a_letter_costs_the_same_in_a_text_and_after_it(text, kind):
    whole = letters_of(text, kind)
    assert whole[:-1] == tuple(letter_after(text[:k], letter, kind) for k, letter in enumerate(text))


@given(figures=st.text("0123456789", min_size=4, max_size=4))
def test_no_figure_is_likelier_than_another(figures):
    assert letters_of(f"$ {figures}", "prose") == letters_of("$ 0000", "prose")


def test_what_may_follow_sums_to_one():
    language = language_of("title")
    own = {*CODES.values(), OTHER, 2}
    whole = sum(exp(language.sure_of(code, CODES["S"])) for code in own)
    assert isclose(whole, 1.0, abs_tol=0.1)  # in tenths of a nat
