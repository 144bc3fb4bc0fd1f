"""Which documents inputs name."""

import errno
import os
import zipfile

import fsspec
import pytest

from extractor.batch.inputs import Inputs, names_in
from extractor.errors import OptionError
from tests.batch.archives import documents_of


@pytest.fixture
def box(tmp_path):
    (tmp_path / "deep").mkdir()
    for name in ("b.pdf", "a.TIF", "deep/c.png", "notes.txt", ".hidden.pdf", "bare"):
        (tmp_path / name).write_bytes(b"x")
    return tmp_path


def names(*inputs):
    return [document.name for document in documents_of(*inputs)]


def test_a_folder_gives_its_documents_and_those_below_it(box):
    found = Inputs([str(box)])
    assert [document.name for document in found] == ["a.TIF", "b.pdf", "bare", "c.png"]
    assert found.skipped == {".txt": 1, "hidden files": 1}


def test_a_file_named_by_itself_is_taken_whatever_its_ending(box):
    assert names(box / "notes.txt") == ["notes.txt"]


def test_a_pattern_is_expanded_and_nothing_counts_twice(box):
    assert names(box / "*.pdf", box / "b.pdf") == ["b.pdf"]


def test_the_members_of_an_archive_are_documents(tmp_path):
    with zipfile.ZipFile(tmp_path / "box.zip", "w") as archive:
        archive.writestr("in/a.pdf", b"x")
        archive.writestr("in/read.me", b"x")
    (document,) = documents_of(tmp_path)
    assert (document.name, document.size) == ("a.pdf", 1)


def test_a_url_gives_what_lies_there():
    files = fsspec.filesystem("memory")
    files.pipe("/listing/one.pdf", b"x")
    files.pipe("/listing/two.csv", b"x")
    assert names("memory://listing") == names("memory://listing/*.pdf") == ["one.pdf"]
    files.rm("/listing", recursive=True)


def test_a_file_that_is_not_there_is_a_document_all_the_same(tmp_path):
    """Whoever opens it says what is wrong: one missing file must not stop an archive."""
    assert names(tmp_path / "gone.pdf") == ["gone.pdf"]


def test_a_pattern_that_fits_nothing_is_an_error(tmp_path):
    with pytest.raises(OptionError, match="no file is there"):
        list(Inputs([str(tmp_path / "*.pdf")]))


def test_a_list_names_inputs(tmp_path):
    (tmp_path / "list.txt").write_text("# mine\na.pdf\n\n b c.pdf \n", encoding="utf-8")
    assert names_in(tmp_path / "list.txt") == ["a.pdf", "b c.pdf"]
    with pytest.raises(OptionError, match="no list of files"):
        names_in(tmp_path / "none.txt")


def test_a_store_nobody_knows_is_an_error():
    with pytest.raises(OptionError, match="nowhere://box cannot be used"):
        list(Inputs(["nowhere://box"]))


def test_what_a_folder_hides_is_counted(box):
    """Linked folders and hidden files were passed over without a word."""
    (box / ".git").mkdir()
    (box / "link").symlink_to(box / "deep")
    found = Inputs([str(box)])
    list(found)
    assert found.skipped == {".txt": 1, "hidden files": 2, "linked folders": 1}


def test_a_folder_that_may_not_be_listed_stands_among_the_documents(box, monkeypatch):
    """What was in it was missing without a word."""
    real = os.scandir

    def scandir(path):
        if str(path).endswith("deep"):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    faults = [own.fault for own in documents_of(box) if own.fault]
    assert len(faults) == 1 and "deep is a folder that may not be listed" in str(faults[0])


@pytest.mark.parametrize("url", ["shell://x", "simplecache::file:///etc/passwd", "zip://a.pdf::github://a/b"])
def test_a_url_of_a_protocol_that_is_not_opened_is_refused(url):
    with pytest.raises(OptionError, match="is not opened"):
        list(Inputs([url]))
