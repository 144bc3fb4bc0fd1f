"""The story of one cell."""

import json
from dataclasses import FrozenInstanceError, asdict, replace
from math import exp

import numpy as np
import pytest

from extractor.debug.stages import readable_json
from extractor.debug.trace import cells_of, crop, trace
from extractor.document import open_document
from extractor.errors import NotAForm4, OptionError
from extractor.values.calibration import Doubt, confidence, weighed

T1 = "nonDerivativeTable/nonDerivativeTransaction[1]"
T2 = "derivativeTable/derivativeTransaction[1]"
PRICE = f"{T1}/transactionAmounts/transactionPricePerShare"
ISSUER = "issuer/issuerTradingSymbol"


@pytest.fixture(scope="module")
def price(copy):
    return trace(copy, PRICE)


def test_every_cell_of_a_text_page_and_of_a_scan_can_be_traced(born, copy):
    for inspection in (born, copy):
        for cell in cells_of(inspection):
            found = trace(inspection, cell.path)
            assert found.type and (found.settled.value, found.settled.status) == (cell.value, cell.status)
            assert str(found).startswith(f"{cell.path}\n")


def test_each_engine_says_what_it_reads_and_how_sure_it_is(price):
    (line,) = price.lines
    answers = {answer.engine: answer for answer in line.answers}
    assert set(answers) == {"form4-quick", "form4-thorough"}  # as sure as they are, no other is asked
    assert all(answer.text == "$ 11.4375" and answer.probability > 0.9 for answer in answers.values())
    assert [word.text for word in line.words] == ["$", "11.4375"]
    assert all(word.id.startswith("1/") for word in line.words)


def test_an_engine_that_answers_text_alone_has_no_probability_but_a_vote(copy):
    found = trace(copy, ISSUER)
    (told,) = [a for line in found.lines for a in line.answers if a.engine == "tesseract"]
    assert told.probability is None
    assert found.doubt.third in ("agrees", "differs", "unclear")


def test_candidates_say_what_ink_and_language_make_of_them(price, copy):
    shares = [candidate.share for candidate in price.lines[0].candidates]
    assert shares == sorted(shares, reverse=True) and sum(shares) == pytest.approx(1, abs=0.01)
    assert price.readings[0].value == "11.4375" and price.grammar
    symbol = trace(copy, ISSUER).lines[0].candidates[0]
    assert symbol.usual < 1 < symbol.share / (symbol.own * symbol.others)  # no word of the language


def test_the_contributions_come_to_the_confidence(price):
    points = [item.points for item in price.contributions]
    assert [abs(p) for p in points] == sorted((abs(p) for p in points), reverse=True)
    assert price.read.confidence == pytest.approx(1 / (1 + exp(-sum(points))), abs=0.001)


def test_what_is_weighed_is_what_the_confidence_is_made_of():
    doubt = Doubt("x", "shares", 0.9, 0.05, True, "ocr", first=0.8, second=0.7, length=4)
    score = sum(weight * value for weight, value in weighed(doubt).values())
    assert confidence(doubt) == pytest.approx(1 / (1 + exp(-score)))


def test_the_rules_that_bind_a_cell_are_those_of_its_checks(price, copy):
    checks = [check for check in copy.filings[0].settled.checks if PRICE in check.cells]
    assert [(rule.rule, rule.statement) for rule in price.rules] == [(c.rule, c.statement) for c in checks]
    assert price.rules


def test_a_value_of_the_text_layer_was_not_recognised(born):
    found = trace(born, PRICE)
    assert (found.contributions, found.grammar, found.lines[0].answers) == ((), "", ())
    assert "nothing was recognised" in str(found)


def test_a_derived_code_is_traced_to_the_number_it_follows_from(copy):
    found = trace(copy, f"{T2}/transactionAmounts/transactionAcquiredDisposedCode")
    assert found.source == "derived" and found.lines[0].words[0].text == "4,884"


def test_marks_are_traced_to_the_value_they_stand_beside(copy):
    found = trace(copy, f"{T2}/transactionCoding/transactionCode/footnoteId")
    assert [line.raised for line in found.lines] == [False, True]
    assert "raised as a footnote mark is" in str(found)


def test_a_repair_is_told(price):
    settled = replace(price.settled, value="11.4875", status="repaired", confidence=0.99)
    assert 'read "11.4375" at' in str(replace(price, settled=settled))
    assert 'now "11.4875"' in str(replace(price, settled=settled))


def test_a_trace_is_frozen_and_plain(price):
    with pytest.raises(FrozenInstanceError):
        price.path = "remarks"
    data = json.loads(readable_json(asdict(price)))
    assert data["path"] == PRICE and data["lines"][0]["candidates"][0]["text"] == "$ 11.4375"


def test_lines_fit_a_terminal(copy):
    for path in (ISSUER, "footnotes/footnote[@id='F1']"):
        assert max(map(len, str(trace(copy, path)).splitlines()[1:])) <= 100


def test_the_ink_is_cut_out_with_a_little_around_it(copy_file, copy, price):
    with open_document(copy_file) as document:
        image = crop(document, copy, price)
    x0, top, x1, bottom = price.ink
    assert image.size == pytest.approx(((x1 - x0 + 12) * 300 / 72, (bottom - top + 12) * 300 / 72), abs=2)
    assert (np.asarray(image) < 128).mean() > 0.02


def test_an_unknown_path_names_those_near_it(born):
    with pytest.raises(OptionError) as caught:
        trace(born, f"{T1}/transactionAmounts/transactionPricePerShares")
    assert PRICE in str(caught.value) and "--list" in str(caught.value)


def test_a_cell_of_another_filing_is_found_there(bundle):
    second = {cell.path for cell in cells_of(bundle, 2)} - {cell.path for cell in cells_of(bundle, 1)}
    with pytest.raises(OptionError, match="--filing"):
        trace(bundle, min(second), 1)
    assert trace(bundle, min(second), 2).filing == 2


def test_a_filing_that_is_not_there_is_named_with_those_that_are(born, bundle):
    with pytest.raises(OptionError, match="--filing 1 to 3"):
        trace(bundle, "documentType", 4)
    with pytest.raises(NotAForm4):
        trace(replace(born, filings=()), "documentType")
