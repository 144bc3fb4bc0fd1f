"""What each page of a file is used as."""

from pathlib import Path

from extractor.document import open_document
from extractor.layout.assembly import assembled, grids_over
from extractor.layout.template import shipped_layouts
from extractor.model.reason import ReasonCode
from extractor.ocr.engine import installed_engines
from extractor.page_reading import pages_read

BUNDLE = Path(__file__).parents[2] / "samples" / "bundle" / "bundle.pdf"


def test_covers_are_unused_and_second_pages_go_on():
    with open_document(BUNDLE) as document:
        pages = pages_read(document, shipped_layouts(), installed_engines)
        uses = [use for assembly in assembled(pages) for use in assembly.uses]
    parts = [use.role for use in uses]
    assert parts == ["unused", "begins", "begins", "continues", "begins", "continues", "unused"]
    assert uses[0].reasons[0].code is ReasonCode.NO_LAYOUT_FITS
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
