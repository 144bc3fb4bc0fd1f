"""The searchable PDF: accepted values stand where the ink is, on pages however they are turned."""

import io

import pytest
from PIL import Image

from extractor.document import open_document
from extractor.document.given import Content
from extractor.errors import ComponentMissing
from extractor.export import to_searchable_pdf
from extractor.export.searchable_pdf import installed_pikepdf
from extractor.model.filing import Extraction

pikepdf = pytest.importorskip("pikepdf")
pdfplumber = pytest.importorskip("pdfplumber")
WIDE, HIGH = 612, 792
"""Points of the page as it is shown."""


def blank(turn=0, corner=(0, 0)):
    """A PDF of one page that is shown 612 × 792 points large, its own box turned and moved."""
    pdf = pikepdf.Pdf.new()
    size = (WIDE, HIGH) if turn % 180 == 0 else (HIGH, WIDE)
    page = pdf.add_blank_page(page_size=size)
    page.mediabox = [*corner, corner[0] + size[0], corner[1] + size[1]]
    page.Rotate = turn
    content = io.BytesIO()
    pdf.save(content)
    return content.getvalue()


def words(content, page=0):
    """The characters of a page, their places from the corner of what is shown."""
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        left, top, *_ = pdf.pages[page].bbox
        return [
            char | {"x0": char["x0"] - left, "x1": char["x1"] - left, "top": char["top"] - top}
            for char in pdf.pages[page].chars
        ]


@pytest.fixture
def hidden(make_cell, make_filing, extraction_of):
    """An extraction of one cell, with its filing changed."""

    def make(raw, bbox, turns=(), **changes) -> Extraction:
        cell = make_cell("remarks", raw, bbox=bbox, **changes)
        return extraction_of(make_filing({}, cells=(cell,), turns=turns))

    return make


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("corner", [(0, 0), (50, 80)])
def test_a_value_stands_where_it_was_read(hidden, turn, corner):
    content = to_searchable_pdf(blank(turn, corner), hidden("1,116", (100, 200, 160, 210)))
    chars = words(content)
    assert "".join(char["text"] for char in chars) == "1,116"
    box = (min(c["x0"] for c in chars), min(c["top"] for c in chars), max(c["x1"] for c in chars))
    assert box[0] == pytest.approx(100, abs=1) and box[2] == pytest.approx(160, abs=1)
    assert 195 < box[1] < 210


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_value_of_a_scan_that_lies_on_its_side_runs_along_it(hidden, quarters):
    """The page is filed turned; the text must run as it will when a person turns the page upright."""
    box = (100, 200, 110, 260) if quarters % 2 else (100, 200, 160, 210)
    chars = words(to_searchable_pdf(blank(), hidden("1,116", box, turns=(quarters,))))
    places = [(c["x0"], c["top"]) for c in chars]
    axis = 1 if quarters % 2 else 0
    along = [place[axis] for place in places]
    assert along == sorted(along, reverse=quarters in (1, 2))
    assert all(98 <= x <= 162 and 190 <= y <= 262 for x, y in places)


def test_a_note_of_several_lines_has_a_line_each(hidden):
    text = "Represents shares withheld to pay the exercise price of an option that was granted in 1999"
    chars = words(to_searchable_pdf(blank(), hidden(text, (100, 200, 300, 234))))
    assert len({round(char["top"]) for char in chars}) == 3
    assert "".join(char["text"] for char in chars).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize("changes", [{"status": "review"}, {"source": "text"}, {"source": "derived"}])
def test_what_is_doubtful_or_was_text_before_is_not_in_it(hidden, changes):
    assert words(to_searchable_pdf(blank(), hidden("707", (100, 200, 160, 210), **changes))) == []


def test_a_line_that_gave_several_values_is_there_once(make_cell, make_filing, extraction_of):
    """The line of a city, its state and its ZIP code was written three times over."""
    parts = {"rptOwnerCity": "DUNMERE", "rptOwnerState": "OH"}
    cells = tuple(
        make_cell(f"reportingOwner[1]/reportingOwnerAddress/{tag}", value, raw="DUNMERE, OH")
        for tag, value in parts.items()
    )
    chars = words(to_searchable_pdf(blank(), extraction_of(make_filing({}, cells=cells))))
    assert "".join(char["text"] for char in chars) == "DUNMERE, OH"


def test_nobody_sees_it_and_form4_does_not_read_it(hidden):
    content = to_searchable_pdf(blank(), hidden("707", (100, 200, 160, 210)))
    with open_document(Content("a.pdf", content)) as document:
        assert not document.page(1).chars()
        assert document.page(1).raster().pixels.min() == 255


def test_pictures_become_pages_of_their_size(hidden, tmp_path):
    image = Image.new("1", (1700, 2200), 1)
    image.save(tmp_path / "a.tif", dpi=(200, 200), save_all=True, append_images=[image])
    content = to_searchable_pdf(tmp_path / "a.tif", hidden("Société — 707", (100, 200, 160, 210)))
    with pikepdf.Pdf.open(io.BytesIO(content)) as pdf:
        assert [[float(side) for side in page.mediabox] for page in pdf.pages] == [[0, 0, WIDE, HIGH]] * 2
    assert "Société" in "".join(char["text"] for char in words(content))
    assert words(content, 1) == []


def test_without_pikepdf_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pikepdf", None)
    with pytest.raises(ComponentMissing, match="pip install pikepdf"):
        installed_pikepdf()
