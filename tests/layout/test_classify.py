"""Recognising a page: which layout, how sure, and whether it begins or continues a filing."""

import pytest

from extractor.layout.classify import classify
from extractor.layout.template import Layout
from extractor.model.geometry import Box
from extractor.model.page import PageText, RulingLines, Word, line_of, numbered

TABLE = {
    "name": "Table I",
    "heading": "Table I",
    "rows": "nonDerivativeTable",
    "columns": [
        {"caption": "1. Title of Security", "path": "securityTitle"},
        {"caption": "2. Transaction Date", "path": "transactionDate", "type": "date"},
    ],
}


def layout(name, evidence, against=(), **more):
    return Layout.model_validate(
        {
            "name": name,
            "title": name,
            "form": "4",
            "balances": "following-transaction",
            "evidence": [{"caption": caption, "weight": weight} for caption, weight in evidence],
            "against": [{"caption": caption, "weight": weight} for caption, weight in against],
            "header": [],
            "tables": [TABLE],
            "footnotes": "Explanation of Responses:",
            "remarks": "Remarks:",
            "signature": "Signature of Reporting Person",
            "signature_date": "Date",
            **more,
        }
    )


CHANGES = "STATEMENT OF CHANGES IN BENEFICIAL OWNERSHIP"
ANNUAL = "ANNUAL STATEMENT OF CHANGES IN BENEFICIAL OWNERSHIP"
BY_DAY = layout(
    "by-day",
    [(CHANGES, 2), ("4. Statement for Month/Day/Year", 2)],
    [(ANNUAL, 6)],
    continued="FORM 4 (continued)",
)
BY_MONTH = layout("by-month", [(CHANGES, 2), ("4. Statement for Month/Year", 2)])
LAYOUTS = (BY_MONTH, BY_DAY)


def page(*texts, source="text"):
    """A page with a line for each text."""
    lines = []
    for k, text in enumerate(texts):
        words = text.split()
        top = 30 + 40 * k
        boxes = [Box(30 + 60 * j, top, 80 + 60 * j, top + 8) for j in range(len(words))]
        lines.append(line_of([Word(word, box, 8.0) for word, box in zip(words, boxes, strict=True)]))
    return classify(PageText(1, 612.0, 792.0, RulingLines(), numbered(lines, 1), source), LAYOUTS)


def test_the_layout_with_all_its_captions_is_the_best():
    seen = page(CHANGES, "4. Statement for Month/Day/Year")
    assert seen.begins_filing
    assert seen.best.layout is BY_DAY
    assert seen.best.value == pytest.approx(1.0)
    assert seen.best.missing == ()


def test_a_score_names_what_is_missing():
    seen = page(CHANGES)
    assert not seen.begins_filing
    assert seen.best.value == pytest.approx(0.5)
    assert seen.best.seen == (CHANGES,)
    assert len(seen.best.missing) == 1


def test_of_captions_alike_only_one_counts_on_a_scan():
    """ "Statement for Month/Day/Year" looks much like "Statement for Month/Year"."""
    seen = page(CHANGES, "4. Statement for Month/Day/Year", source="ocr")
    assert seen.best.layout is BY_DAY
    assert [score.value > 0.9 for score in seen.scores] == [True, False]


def test_another_form_speaks_against():
    seen = page(ANNUAL, "4. Statement for Month/Day/Year")
    score = next(score for score in seen.scores if score.layout is BY_DAY)
    assert score.against == (ANNUAL,)
    assert score.value == 0.0


def test_a_letter_is_nothing():
    seen = page("Dear Sir or Madam", "enclosed please find three copies")
    assert not seen.begins_filing
    assert seen.best.value == 0.0


def test_an_empty_page_is_nothing():
    seen = page()
    assert not seen.begins_filing
    assert seen.under(BY_DAY).grids == ()
