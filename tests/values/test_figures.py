"""Figures in footnotes that nobody writes so."""

import pytest

from extractor.values.figures import odd_figure


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("at an initial conversion rate of 20,4526 shares", "20,4526"),
        ("below the 25th percentile, O% of the target", "O%"),
        ("a stock dividend of l00%; the number", "l00"),
        ("was overstated by S83 in the report", "S83"),
        ("sold at $S.00 a share", "$S"),
        ("of 1,2 shares", "1,2"),
        ("under Rule 16b-3(d); ll shares", "ll"),
    ],
)
def test_a_figure_with_a_letter_or_a_comma_in_its_midst_is_odd(text, figure):
    """Each was accepted in a footnote of a scan."""
    assert odd_figure(text) == figure


@pytest.mark.parametrize(
    "text",
    [
        "a Rule 10b5-1 trading plan, RULE 10B5-1",
        "on May 15,2022, at $1,234.56, or 1,234,567.",
        "25% of 4,127 shares vest on the 1st, 2nd and 3rd anniversary",
        "Section 16(b), Rule 16b-3(d) and a Form S-8 or 8-K",
        "from 12.5 to 13.25, 401(k); they'll vest",
    ],
)
def test_figures_of_real_footnotes_are_not(text):
    assert odd_figure(text) is None
