"""Invented Forms 3 and 5: they hold what their form has, and print it."""

import pytest

from extractor.model.forms import schema_of
from extractor.model.path import CellPath
from samples.generator.families import draw_form
from samples.generator.families.editions import edition_of
from samples.generator.filings import filing_for
from samples.generator.ink import Text
from samples.generator.other_forms import as_form
from samples.generator.style import style_for
from samples.generator.values import footnotes

PRINTS = ("edgar", "agent2002", "issuer")


def invented(form, seed=1, family="edgar"):
    return as_form(filing_for(family, seed), form, seed)


@pytest.mark.parametrize("form", ["3", "5"])
def test_a_filing_holds_what_its_form_has(form):
    schema = schema_of(form)
    for seed in range(20):
        for path in map(CellPath.parse, invented(form, seed)):
            if path.table:
                assert path.field in schema.table(path.table).printed
                assert path.is_holding or schema.has_transactions
            elif not path.element and path.field != "remarks":
                assert path.field in schema.header


@pytest.mark.parametrize("form", ["3", "5"])
def test_every_footnote_is_cited_and_numbered_as_its_marks_appear(form):
    for seed in range(20):
        filing = invented(form, seed)
        marks = [m for path, text in filing.items() if path.endswith("/footnoteId") for m in text.split()]
        assert list(dict.fromkeys(marks)) == [number for number, _ in footnotes(filing)]


def test_some_forms_3_say_that_nothing_is_owned():
    filings = [invented("3", seed) for seed in range(40)]
    nothing = [filing for filing in filings if filing.get("noSecuritiesOwned")]
    assert 0 < len(nothing) < 20
    assert not any("Table/" in path for filing in nothing for path in filing)


@pytest.mark.parametrize("family", PRINTS)
@pytest.mark.parametrize("form", ["3", "5"])
def test_everything_a_filing_says_is_printed_but_boxes_its_print_lacks(form, family):
    for seed in range(4):
        filing = invented(form, seed, family)
        printed = draw_form(family, filing, style_for(family, seed))
        unprinted = set(filing) - set(printed.cells)
        assert not {path for path in unprinted if "Relationship/" not in path} - {"aff10b5One"}
        texts = {item.text for sheet in printed.sheets for item in sheet.items if isinstance(item, Text)}
        assert any(edition_of(filing).omb.split()[-1] in text for text in texts)
