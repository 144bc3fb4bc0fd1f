"""What each page of a file is used as."""

from pathlib import Path

from extractor.document import open_document
from extractor.layout.assembly import grids_over, page_use
from extractor.layout.template import shipped_layouts
from extractor.ocr.engine import installed_engines
from extractor.pipeline import classified

BUNDLE = Path(__file__).parents[2] / "samples" / "bundle" / "bundle.pdf"


def test_covers_are_unused_and_second_pages_go_on():
    uses, before = [], None
    with open_document(BUNDLE) as document:
        for page in document:
            use = page_use(classified(page, shipped_layouts(), installed_engines), before)
            before = before if use.role == "unused" else use.layout
            uses.append(use)
    parts = [use.role for use in uses]
    assert parts == ["unused", "begins", "begins", "continues", "begins", "continues", "unused"]
    assert uses[0].reason.startswith("no Form 4 layout fits: best ")
    assert [use.layout.name for use in uses[1:6]] == [
        "form4-edgar",
        "form4-agent2002",
        "form4-agent2002",
        "form4-2002",
        "form4-2002",
    ]
    agent = grids_over([use.page.under(uses[2].layout) for use in uses[2:4]])
    assert set(agent) == {3, 4}
    assert {grid.table.name for grid in agent[3]} >= {"Table I"}
