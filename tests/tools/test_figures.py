"""A page quotes no figure other than its benchmark's file has."""

from pathlib import Path

import pytest

from tools import figures

PAGES = [
    page
    for page in sorted((figures.ROOT / "docs").glob("*.md"))
    if "<!-- figures:" in page.read_text("utf-8")
]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_s_figures_are_those_of_the_benchmark(page):
    assert page.read_text("utf-8") == figures.current(page.read_text("utf-8")), "run python -m tools.figures"


def test_every_table_is_on_a_page():
    named = {found[2] for page in PAGES for found in figures.BLOCK.finditer(page.read_text("utf-8"))}
    assert named == set(figures.FIGURES)


def test_another_figure_is_told():
    text = Path(figures.ROOT / "docs" / "archives.md").read_text("utf-8")
    assert figures.current(text.replace("254.3 s", "25.4 s")) == text
