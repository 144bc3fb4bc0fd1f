"""Plain text forms: every character in its column, everything of the filing on the page."""

import pytest

from samples.generator.families import draw_form
from samples.generator.filings import filing_for
from samples.generator.fonts import text_width
from samples.generator.ink import Line, Text
from samples.generator.style import style_for


def drawn(seed, family="plain1996"):
    return draw_form(family, filing_for(family, seed), style_for(family, seed))


@pytest.mark.parametrize("seed", range(8))
def test_every_character_stands_in_a_column_of_the_page(seed):
    for sheet in drawn(seed).sheets:
        runs = [item for item in sheet.items if isinstance(item, Text)]
        pitch, left = text_width("0", runs[0].font, runs[0].size), min(run.x for run in runs)
        for run in runs:
            assert abs((run.x - left) / pitch - round((run.x - left) / pitch)) < 0.01
            assert run.x + run.width <= sheet.width


@pytest.mark.parametrize("seed", range(8))
def test_no_line_is_drawn_but_by_characters(seed):
    assert not [item for sheet in drawn(seed).sheets for item in sheet.items if isinstance(item, Line)]


@pytest.mark.parametrize("family", ["plain1996", "unruled1996"])
def test_everything_that_counts_is_printed(family):
    filing = filing_for(family, 5)
    rows = {path for path in filing if path.startswith(("nonDerivativeTable", "derivativeTable"))}
    assert rows <= set(drawn(5, family).cells)
