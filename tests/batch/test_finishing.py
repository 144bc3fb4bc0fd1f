"""The report of an archive: its figures, and no name that is more than a name."""

from dataclasses import replace
from pathlib import Path

from extractor.batch.index import Index
from extractor.batch.reporting import report
from extractor.batch.table_rows import choose_originals
from extractor.batch.tasks import BINS, Tally
from tests.batch.test_journal import ENTRY

SURE = (1, *(0,) * (BINS - 2), 29)
GOOD = replace(ENTRY, tally=Tally(2, 1, 30, 1, ("form4-edgar",), SURE), status="review", seconds=2.5)
COPY = replace(GOOD, url="/archive/b.pdf", name="b.pdf")
BAD = replace(
    ENTRY,
    url="/x",
    name="<script>alert(1)</script>.pdf",
    status="refused",
    reason="is <b>empty</b>",
    tally=Tally(),
)


def page_of(*entries):
    index = Index(Path(":memory:"))
    for entry in entries:
        index.put(entry, (0, b""))
    choose_originals(index)
    return report(index)


def test_copies_count_once():
    page = page_of(GOOD, COPY)
    assert "<b>2</b><span>documents, 1 of them copies" in page
    assert "<b>30</b><span>cells" in page and "in 1 document<" in page


def test_a_name_is_only_a_name():
    page = page_of(GOOD, BAD)
    assert "<script>" not in page and "<b>empty" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;.pdf" in page


def test_an_archive_of_nothing_has_a_report_too():
    assert "every document gave its filings" in page_of()


def test_it_is_one_file_that_loads_nothing():
    page = page_of(GOOD)
    assert "http" not in page.replace("http://www.w3.org", "") and "src=" not in page
