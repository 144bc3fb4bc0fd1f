"""The files of the stages."""

import io
import json

from PIL import Image

from extractor.debug.dump import STAGES, picture_files, stage_files
from extractor.debug.inspection import inspected
from extractor.debug.stages import as_stages
from extractor.document import open_document
from tests.document.document_files import one_page, text_page

OF_PAGES = {"02-ink", "03-ruling-lines", "04-text", "06-captions"}
OF_FILINGS = {"07-grids", "08-regions", "09-candidates", "10-cells", "11-roles", "13-reconciled"}


def drawn(file, inspection, number):
    with open_document(file) as document:
        files = picture_files(document.page(number), inspection)
        return {name.removesuffix(".png"): content for name, content in files}


def test_each_stage_is_a_file_whose_name_sorts_by_the_pipeline(born):
    files = dict(stage_files(born))
    assert sorted(files) == list(files)
    assert [json.loads(content) for content in files.values()] == list(as_stages(born).values())
    assert set(as_stages(born)) | {"ink"} == set(STAGES)
    assert "03-ruling-lines.json" in files


def test_a_scan_is_drawn_at_every_stage(copy_file, copy):
    files = drawn(copy_file, copy, 1)
    assert set(files) == {f"p1-{name}" for name in OF_PAGES | OF_FILINGS}
    sizes = {name: Image.open(io.BytesIO(content)).size for name, content in files.items()}
    assert min(height for _, height in sizes.values()) > 1600


def test_a_page_with_a_text_layer_was_never_binarized(born_file, born):
    assert set(drawn(born_file, born, 2)) == {f"p2-{name}" for name in OF_PAGES | OF_FILINGS} - {"p2-02-ink"}


def test_a_page_of_no_filing_is_drawn_as_far_as_its_stages_go(tmp_path):
    path = tmp_path / "letter.pdf"
    path.write_bytes(one_page(text_page("Dear Sirs, enclosed please find three Forms 4")))
    found = inspected(path)
    assert set(drawn(path, found, 1)) == {f"p1-{name}" for name in OF_PAGES} - {"p1-02-ink"}
    assert [name for name, _ in stage_files(found)] == [
        "01-pages.json",
        "03-ruling-lines.json",
        "04-text.json",
        "05-layouts.json",
        "06-captions.json",
    ]
