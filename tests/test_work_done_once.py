"""What is costly is done once: counted, for times say nothing on a busy machine."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from extractor import extract
from extractor.document import letter_shapes, pdf
from extractor.imaging import checkboxes, drawn_page
from extractor.layout import analysis, boilerplate, classify, grid, printed, template
from extractor.ocr import engine
from extractor.options import Options
from extractor.pipeline import layouts_of
from extractor.validation import plausibility

REDWOOD = Path(__file__).parents[1] / "samples" / "redwood" / "form4.pdf"
PAGES = 2


@pytest.fixture
def calls(monkeypatch):
    """How often each function that is costly was called, by its name."""
    counts: Counter[str] = Counter()

    def count(module, name):
        whole = getattr(module, name)

        def counted(*args, **kwargs):
            counts[name] += 1
            return whole(*args, **kwargs)

        monkeypatch.setattr(module, name, counted)

    for module, name in (
        (pdf, "survey"),
        (pdf, "read"),
        (pdf, "paint"),
        (letter_shapes, "_standard_squares"),
        (drawn_page, "ruling_lines_of"),
        (checkboxes, "_frame"),
        (classify, "find_bands"),
        (analysis, "find_grids"),
        (analysis, "pieces"),
        (boilerplate, "_gain"),
        (grid, "_likeness"),
        (plausibility, "_short_years"),
        (printed, "Print"),
        (template, "load_layout"),
        (engine, "entry_points"),
    ):
        count(module, name)
    return counts


def test_rules_bands_and_grids_are_found_once_a_page(calls):
    extract(REDWOOD)
    assert {calls[name] for name in ("ruling_lines_of", "find_bands", "find_grids")} == {PAGES}


def test_the_objects_of_a_page_are_walked_once(calls):
    """What is painted over others was looked for in a walk of its own."""
    extract(REDWOOD)
    assert calls["survey"] == PAGES


def test_the_characters_of_a_page_are_read_once(calls):
    extract(REDWOOD)
    assert calls["read"] == PAGES


def test_a_page_of_text_is_drawn_with_its_text_and_without(calls):
    """What is on it, what of its text shows and which fonts are honest are all seen in these two."""
    extract(REDWOOD)
    assert calls["paint"] == 2 * PAGES


def test_the_letters_of_the_standard_fonts_are_looked_at_once_a_process(calls):
    letter_shapes._standard.cache_clear()
    extract(REDWOOD)
    extract(REDWOOD)
    assert calls["_standard_squares"] == 1


def test_small_print_is_looked_for_once_a_page(calls):
    extract(REDWOOD)
    assert calls["pieces"] == PAGES


def test_the_print_of_a_layout_is_put_together_once_a_process(calls):
    extract(REDWOOD)
    built = calls["Print"]
    extract(REDWOOD)
    assert calls["Print"] == built


def test_the_form_s_own_lines_are_compared_with_its_print_once_a_process(calls):
    """Every page of a print has the same; each was compared anew with all captions and sentences."""
    extract(REDWOOD)
    calls.clear()
    extract(REDWOOD)
    assert (calls["_gain"], calls["_likeness"]) == (0, 0)


def test_what_all_cells_say_together_is_asked_once(calls):
    """Whether a form writes short years was counted over all its cells for each of them."""
    extract(REDWOOD)
    assert calls["_short_years"] == 1


def test_letters_are_not_looked_at_as_boxes_to_check(calls):
    """Each letter of a text page was measured as if it might be one: a thousand a page."""
    extract(REDWOOD)
    assert calls["_frame"] < 100 * PAGES


def test_layouts_are_loaded_once_a_process(calls):
    extract(REDWOOD)
    loaded = calls["load_layout"]
    extract(REDWOOD)
    assert calls["load_layout"] == loaded
    assert layouts_of(Options()) is layouts_of(Options())


def test_a_page_of_text_asks_for_no_engines(calls):
    engine.installed_engines.cache_clear()
    extract(REDWOOD)
    assert calls["entry_points"] == 0


def test_columns_are_told_without_comparing_their_fields(monkeypatch):
    """Each comparison goes through all fields of both; there were hundreds a page."""
    compared = Counter()

    def equal(column, other):
        compared["columns"] += 1
        return column is other

    monkeypatch.setattr(template.Column, "__eq__", equal)
    extract(REDWOOD)
    assert compared["columns"] == 0
