"""The report of an archive: its figures, and no name that is more than a name."""

from dataclasses import replace
from pathlib import Path

from extractor.batch.index import Index
from extractor.batch.reporting import report
from extractor.batch.table_rows import choose_originals
from extractor.batch.tasks import BINS, Tally
from extractor.errors import OutputDamaged
from extractor.model.review_list import places_to_look
from extractor.review.repository import questions
from tests.batch.test_journal import ENTRY
from tests.review.results import ROW, TITLE, cell, extraction, filing

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


def result(entry):
    """A filing with two doubtful cells of one reason and one of another."""
    unsure = [cell(f"{ROW}[{n}]/{TITLE}", "Common", 0.6, row=n) for n in (1, 2)]
    return extraction(filing(*unsure, review=((f"{ROW}[3]", "may be lost"),)))


def page_of(*entries):
    index = Index(Path(":memory:"))
    for entry in entries:
        index.put(entry, (0, b""))
    choose_originals(index)
    return report(index, result)


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


def test_it_names_what_to_look_at_by_document_and_reason():
    """It counted the cells to look at and named none of them."""
    page = page_of(GOOD)
    assert f'<a href="json/{GOOD.stem}.json">' in page
    assert "hard to read (2 times); may be lost" in page


def test_a_damaged_result_is_named_without_reasons():
    index = Index(Path(":memory:"))
    index.put(GOOD, (0, b""))
    choose_originals(index)

    def damaged(entry):
        raise OutputDamaged(entry.stem, entry.url)

    assert f"json/{GOOD.stem}.json" in report(index, damaged)


def test_what_was_set_aside_says_what_to_do():
    assert "must be got or scanned again" in page_of(GOOD, BAD)
    assert "must be got or scanned again" not in page_of(GOOD)


def test_its_size_does_not_grow_with_the_archive():
    """Lists end: 100,000 documents take no more room than some hundreds."""
    long = "n" * 200
    many = [replace(BAD, url=f"/x/{n}", name=f"{long}{n}", reason="w" * 300) for n in range(600)]
    doubtful = [replace(GOOD, url=f"/g/{n}", sha256=f"{n:064}", name=f"{long}{n}") for n in range(60)]
    page = page_of(*many, *doubtful)
    assert len(page) < 2_000_000 and "100 more: see set-aside.csv" in page
    assert "10 more documents have places to look at" in page


def test_the_time_is_shown_by_how_long_documents_took():
    assert '<td>1 to 3 s</td><td class="n">1</td>' in page_of(GOOD)


def test_a_place_that_is_listed_twice_is_one_question():
    """The report counted entries of the list, review their places: 17 cells here, 18 there."""
    twice = filing(cell("issuer/issuerName", "Redwood", 0.6), review=(("issuer/issuerName", "again"),))
    assert len(places_to_look(twice)) == len(questions(twice)) == 1
