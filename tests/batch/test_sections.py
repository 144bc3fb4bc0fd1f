"""Sections of the tables: one document more has one written again, and all bytes are a fresh folder's."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.batch.index import Index
from extractor.batch.sections import sections
from extractor.batch.share import share_of
from extractor.batch.table_rows import choose_originals, keep_share, write_tables
from extractor.batch.tasks import Tally
from extractor.export import sec_table_files
from tests.batch import test_comparing
from tests.batch.test_journal import ENTRY

FAR = (0, 1, 2, 3, 6, 7)
"""Documents that are in no section with the fourth."""
DIGESTS = [f"{number * 7 % 16:x}{number:063}" for number in range(12)]
"""Hashes of some documents, of which every second ends a section."""


@pytest.fixture(autouse=True)
def short_sections(monkeypatch):
    monkeypatch.setattr("extractor.batch.sections.END", "8")
    monkeypatch.setattr(sec_table_files, "GROUP", 2)


def add(index, number):
    digest, name = DIGESTS[number], f"{number:02}.pdf"
    own = replace(ENTRY, url=f"/{name}", name=name, sha256=digest, tally=Tally(1, 1), stem=name)
    index.put(own, (0, b""))
    extraction = test_comparing.extraction(number, 100)
    source = extraction.source.model_copy(update={"sha256": digest})
    keep_share(index, digest, own.key, share_of(extraction.model_copy(update={"source": source}), ""))


def written(index, folder: Path, earlier: Path | None = None):
    """The bytes of all tables, and how many sections were carried over."""
    folder.mkdir()
    choose_originals(index)
    divided = sections(index, earlier)
    write_tables(index, divided, folder, earlier)
    carried = sum(section.earlier is not None for section in divided)
    return {file.name: file.read_bytes() for file in folder.iterdir()}, carried


def index_of(*numbers):
    index = Index(Path(":memory:"))
    for number in numbers:
        add(index, number)
    return index


@settings(max_examples=15, deadline=None)
@given(order=st.permutations(range(8)), steps=st.integers(1, 7))
def test_tables_that_grow_have_the_bytes_of_a_fresh_folder(tmp_path_factory, order, steps):
    home = tmp_path_factory.mktemp("tables")
    index, earlier = index_of(*order[:steps]), home / "0"
    written(index, earlier)
    for number in order[steps:]:
        add(index, number)
        grown, _ = written(index, folder := home / f"after {number}", earlier)
        earlier = folder
    assert grown == written(index_of(*range(8)), home / "fresh")[0]


def test_one_document_more_has_one_section_read(tmp_path):
    """A finished million was written again, four minutes of a core, for one document more."""
    index = index_of(0, 1, 2, 3, 5, 6, 7)
    written(index, tmp_path / "before")
    fresh = written(index_of(*range(8)), tmp_path / "fresh")[0]
    for number in FAR:
        index.sql.execute("update contents set sec_SUBMISSION = '' where sha256 = ?", (DIGESTS[number],))
    add(index, 4)
    assert written(index, tmp_path / "after", tmp_path / "before") == (fresh, 4)


def test_tables_that_are_not_those_that_were_written_are_not_carried_over(tmp_path):
    index = index_of(0, 1, 2)
    before, _ = written(index, tmp_path / "before")
    file = tmp_path / "before" / "SUBMISSION.tsv"
    file.write_bytes(file.read_bytes().replace(b"ABC", b"XYZ"))
    os.utime(file, ns=(1, 1))
    assert written(index, tmp_path / "after", tmp_path / "before") == (before, 0)
