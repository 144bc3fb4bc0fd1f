"""What is costly is done once: counted, for times say nothing on a busy machine."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from extractor import extract
from extractor.imaging import drawn_page
from extractor.layout import analysis, classify, template
from extractor.ocr import engine
from extractor.options import Options
from extractor.pipeline import layouts_of

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
        (drawn_page, "ruling_lines_of"),
        (classify, "find_bands"),
        (analysis, "find_grids"),
        (template, "load_layout"),
        (engine, "entry_points"),
    ):
        count(module, name)
    return counts


def test_rules_bands_and_grids_are_found_once_a_page(calls):
    extract(REDWOOD)
    assert {calls[name] for name in ("ruling_lines_of", "find_bands", "find_grids")} == {PAGES}


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
