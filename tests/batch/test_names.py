"""Names of outputs: unique, legal everywhere, found at once."""

import time

from hypothesis import given
from hypothesis import strategies as st

from extractor.batch.names import LONGEST, NameTable, legal

NAMES = st.text(max_size=300) | st.from_regex(r"[a.~#-]{0,3}[0-9]{0,2}(\.pdf)?", fullmatch=True)


def test_a_usual_name_stays():
    assert [legal(name) for name in ("form4.pdf", "Año 1999 (2).TIF", "scan~2.pdf")] == [
        "form4.pdf",
        "Año 1999 (2).TIF",
        "scan~2.pdf",
    ]


def test_what_some_system_forbids_is_escaped():
    assert legal("a:b?.pdf") == "a%3Ab%3F.pdf"
    assert legal("scan\udce9.pdf") == "scan%E9.pdf"
    assert (legal("con.pdf"), legal(".x"), legal("x ")) == ("%63on.pdf", "%2Ex", "x%20")


@given(NAMES)
def test_a_name_is_short_and_holds_nothing_forbidden(name):
    safe = legal(name)
    assert 0 < len(safe.encode()) <= LONGEST + 2 and not set(safe) & set('<>:"/\\|?*\0\n')
    assert safe[0] not in ". " and safe[-1] not in ". "


@given(st.lists(NAMES, max_size=30))
def test_no_two_documents_share_a_name_in_any_spelling(names):
    table = NameTable()
    stems = [table.stem_of(name, f"/{k}/{name}") for k, name in enumerate(names)]
    assert len({stem.casefold() for stem in stems}) == len(stems)
    assert [table.stem_of(name, f"/{k}/{name}") for k, name in enumerate(names)] == stems or len(names) > 1


@given(st.lists(NAMES, max_size=30))
def test_the_numbered_xml_of_one_document_is_never_anothers(names):
    """A file `box` with three filings and a file `box-1` wrote the same `xml/box-1.xml`."""
    table = NameTable()
    stems = {table.stem_of(name, f"/{k}") for k, name in enumerate(names)}
    assert not stems & {f"{stem}-{number}" for stem in stems for number in range(1, 4)}


def test_many_documents_of_one_name_cost_as_much_as_of_many_names():
    """Each was numbered by trying all numbers: a million form4.pdf would have taken two weeks."""
    table = NameTable()
    start = time.process_time()
    stems = {table.stem_of("form4.pdf", f"/{k}/form4.pdf") for k in range(50_000)}
    assert len(stems) == 50_000 and time.process_time() - start < 10


def test_the_name_of_one_more_document_is_found_at_once_in_a_later_run():
    """Each run asked for all numbers once: seconds for the first of a million form4.pdf."""
    taken = {"form4.pdf", *(f"form4~{number}.pdf" for number in range(2, 100_001))}
    asked = []
    table = NameTable(lambda name: asked.append(name) or ("/other" if name in taken else None))
    stems = [table.stem_of("form4.pdf", f"/{number}") for number in range(3)]
    assert stems == [f"form4~{100_001 + number}.pdf" for number in range(3)] and len(asked) < 60
