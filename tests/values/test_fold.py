"""Look-alike characters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.values.parsers import folded


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("М", "M"),  # Cyrillic
        ("СОММОN", "COMMON"),
        ("Α", "A"),  # Greek
        ("1\u00a0200", "1 200"),
        ("\u202f$\u2007 5", "$ 5"),
        ("11\u201319\u201399", "11-19-99"),
        ("\u22120\u2212", "-0-"),
        ("director\u2019s \u201cplan\u201d", 'director\'s "plan"'),
        ("１，２００", "1,200"),
        ("ﬁrst", "first"),
        ("right to\u00ad buy", "right to buy"),
        ("  two   blanks ", "two blanks"),
        ("", ""),
    ],
)
def test_what_looks_alike_is_made_alike(typed, plain):
    assert folded(typed) == plain


@pytest.mark.parametrize(
    ("typed", "plain"),
    [("11½", "11 1/2"), ("11 ½", "11 1/2"), ("½", "1/2"), ("$7¾", "$7 3/4"), ("7⁄16", "7/16")],
)
def test_a_fraction_keeps_a_blank_before_it(typed, plain):
    """Glued to the digits before it, 11½ would be 111/2."""
    assert folded(typed) == plain


def test_accents_of_names_are_kept():
    assert folded("José Müller") == "José Müller"


@given(st.text())
def test_folding_twice_changes_nothing_more(text):
    once = folded(text)
    assert folded(once) == once


@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E)))
def test_plain_print_is_only_squeezed(text):
    assert folded(text) == " ".join(text.split())
