"""The journal: what was acknowledged is there, what was cut off is not."""

import zlib
from dataclasses import replace

import fsspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.batch.journal import SEGMENT, Journal
from extractor.batch.output_store import OutputStore
from extractor.batch.tasks import JournalEntry, Tally

ENTRY = JournalEntry(
    url="/archive/a.pdf",
    name="a.pdf",
    size=12,
    stamp="1",
    sha256="ab",
    key="s",
    stem="a.pdf",
    status="ok",
    reason="",
    tally=Tally(pages=2, filings=1, cells=30, layouts=("form4-edgar",)),
    seconds=0.5,
)


def numbered(count):
    return [replace(ENTRY, url=f"/archive/{n}.pdf", reason="é\n") for n in range(count)]


def written(folder, entries):
    with Journal(OutputStore(str(folder))) as journal:
        for entry in entries:
            journal.append(entry)
    return folder / SEGMENT


def test_what_was_appended_is_read_again(tmp_path):
    written(tmp_path, numbered(3))
    assert list(Journal(OutputStore(str(tmp_path))).entries.values()) == numbered(3)


def test_the_latest_entry_of_a_document_holds(tmp_path):
    written(tmp_path, [ENTRY, replace(ENTRY, status="review")])
    assert Journal(OutputStore(str(tmp_path))).entries[ENTRY.url].status == "review"


@settings(deadline=None)  # each writes to the disk and waits for it
@given(cut=st.integers(min_value=0, max_value=2000))
def test_a_journal_cut_off_anywhere_keeps_its_whole_lines(tmp_path_factory, cut):
    folder = tmp_path_factory.mktemp("journal")
    file = written(folder, numbered(4))
    content = file.read_bytes()
    kept = content[: max(0, len(content) - cut)]
    file.write_bytes(kept)
    whole = kept.count(b"\n")
    assert len(Journal(OutputStore(str(folder))).entries) in (whole, whole + 1)
    # And it goes on from there.
    written(folder, [replace(ENTRY, url="new")])
    assert "new" in Journal(OutputStore(str(folder))).entries


@settings(deadline=None)
@given(at=st.integers(min_value=0, max_value=400), bit=st.integers(min_value=0, max_value=7))
def test_a_flipped_bit_costs_its_line_only(tmp_path_factory, at, bit):
    folder = tmp_path_factory.mktemp("journal")
    file = written(folder, numbered(3))
    content = bytearray(file.read_bytes())
    content[at % len(content)] ^= 1 << bit
    file.write_bytes(content)
    entries = Journal(OutputStore(str(folder))).entries
    assert set(entries.values()) <= set(numbered(3)) and len(entries) >= 1


def test_an_object_store_keeps_it_too():
    store = OutputStore("memory://journal-test")
    for entry in (ENTRY, replace(ENTRY, url="/archive/b.pdf")):
        with Journal(store) as journal:
            journal.append(entry)
    assert list(Journal(store).entries) == [ENTRY.url, "/archive/b.pdf"]
    fsspec.filesystem("memory").rm("/journal-test", recursive=True)


@pytest.mark.parametrize("line", [b"", b"00000000 {}", b"zzz", b"00000000"])
def test_what_is_no_entry_is_none(tmp_path, line):
    (tmp_path / SEGMENT).parent.mkdir()
    (tmp_path / SEGMENT).write_bytes(line + b"\n")
    assert Journal(OutputStore(str(tmp_path))).entries == {}


def test_a_line_of_a_later_version_is_read_without_what_it_adds(tmp_path):
    """A field nobody knows ended the run with a traceback."""
    file = written(tmp_path, [ENTRY])
    text = file.read_bytes()[9:].replace(b'"size"', b'"news": 1, "size"')
    file.write_bytes(b"%08x %s" % (zlib.crc32(text.strip()), text))
    assert list(Journal(OutputStore(str(tmp_path))).entries.values()) == [ENTRY]


def test_a_name_that_is_no_utf8_is_kept(tmp_path):
    written(tmp_path, [replace(ENTRY, url="/archive/scan\udce9.pdf")])
    assert list(Journal(OutputStore(str(tmp_path))).entries) == ["/archive/scan\udce9.pdf"]
