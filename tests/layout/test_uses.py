"""What each page of a file is used as."""

from pathlib import Path

from extractor.document import open_document
from extractor.layout.template import shipped_layouts
from extractor.layout.uses import grids_over, page_use
from extractor.pipeline import see_page

BUNDLE = Path(__file__).parents[2] / "samples" / "bundle" / "bundle.pdf"


def test_covers_are_unused_and_second_pages_go_on():
    uses, before = [], None
    with open_document(BUNDLE) as document:
        for page in document:
            use = page_use(see_page(page, shipped_layouts()).page, before)
            before = before if use.part == "unused" else use.layout
            uses.append(use)
    parts = [use.part for use in uses]
    assert parts == ["unused", "begins", "begins", "continues", "begins", "continues", "unused"]
    assert uses[0].reason.startswith("no Form 4 layout fits: best ")
    assert [use.layout.name for use in uses[1:6]] == [
        "form4-edgar",
        "form4-agent2002",
        "form4-agent2002",
        "form4-2002",
        "form4-2002",
    ]
    agent = grids_over([use.page for use in uses[2:4]], uses[2].layout)
    assert set(agent) == {3, 4}
    assert {grid.table.name for grid in agent[3]} >= {"Table I"}
