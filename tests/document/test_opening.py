import hashlib
import os
import stat
import weakref
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from extractor.document import Limits, open_document
from extractor.document.opening import FileKind, printable, sniff
from extractor.errors import DamagedInput, Form4Error, LimitExceeded, NotADocument, UnreadableInput
from tests.document.document_files import letter, one_page, text_page, written


def test_name_hash_and_pages(tmp_path):
    content = one_page(text_page())
    with open_document(written(tmp_path / "scan.tif", content)) as document:
        assert document.name == "scan.tif"
        assert document.sha256 == hashlib.sha256(content).hexdigest()
        assert document.page_count == 1
        assert [page.number for page in document] == [1]


@pytest.mark.parametrize("replaced", [True, False], ids=["replaced", "rewritten in place"])
@pytest.mark.parametrize("kind", ["pdf", "tif", "png"])
def test_hash_is_of_the_bytes_that_are_decoded(tmp_path, kind, replaced):
    """A file that changed after it was opened gave the hash of one content and the pixels of another."""
    path, later = tmp_path / f"scan.{kind}", tmp_path / f"later.{kind}"
    letter().save(path)
    letter().transpose(Image.Transpose.ROTATE_180).save(later)
    with open_document(path) as document:
        if replaced:
            later.replace(path)
        else:
            written(path, later.read_bytes())
        pixels = document.page(1).raster().pixels
    letter().save(path)
    with open_document(path) as document:
        untouched = document.page(1).raster().pixels
    assert np.array_equal(pixels, untouched)


def test_file_that_changes_between_hashing_and_decoding(tmp_path, monkeypatch):
    path = tmp_path / "scan.png"
    letter().save(path)
    content = path.read_bytes()

    def rewriting(content):
        letter(425, 550).save(path)
        return hashlib.new("sha256", content)

    monkeypatch.setattr("extractor.document.opening.hashlib.sha256", rewriting)
    with open_document(path) as document:
        assert document.sha256 == hashlib.new("sha256", content).hexdigest()
        assert document.page(1).raster().pixels.shape == (1100, 850)


def test_file_that_grows_while_it_is_read_is_kept_to_the_limit(tmp_path, monkeypatch):
    path = written(tmp_path / "scan.pdf", one_page(text_page()))
    size = os.stat_result([0] * 6 + [100] + [0] * 3)
    monkeypatch.setattr("extractor.document.opening.os.fstat", lambda _: size)
    with pytest.raises(LimitExceeded, match="--max-bytes"):
        open_document(path, Limits(bytes=200))


def test_missing_file(tmp_path):
    with pytest.raises(UnreadableInput, match=r"no\.pdf does not exist"):
        open_document(tmp_path / "no.pdf")


def test_directory(tmp_path):
    with pytest.raises(UnreadableInput, match="is a directory"):
        open_document(tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_file_without_permission(tmp_path):
    path = written(tmp_path / "secret.pdf", b"%PDF-1.4")
    path.chmod(0)
    with pytest.raises(UnreadableInput, match="may not be read"):
        open_document(path)


def test_permission_error_is_told(tmp_path, monkeypatch):
    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    path = written(tmp_path / "secret.pdf", b"%PDF-1.4")
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(UnreadableInput, match="may not be read"):
        open_document(path)


def test_pipe_is_refused_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.pdf")
    with pytest.raises(UnreadableInput, match="pipe or a device"):
        open_document(tmp_path / "pipe.pdf")


def test_empty_file(tmp_path):
    with pytest.raises(DamagedInput, match="is empty"):
        open_document(written(tmp_path / "empty.pdf", b""))


def test_too_many_bytes(tmp_path):
    path = written(tmp_path / "big.pdf", one_page(text_page()))
    with pytest.raises(LimitExceeded, match="--max-bytes"):
        open_document(path, Limits(bytes=100))


def test_name_over_the_limit_of_the_system(tmp_path):
    with pytest.raises(UnreadableInput, match="cannot be opened"):
        open_document(tmp_path / ("x" * 300))


def test_odd_names_stay_one_line_of_utf8(tmp_path):
    assert printable("a\nb\udcff.pdf") == "a?b?.pdf"
    path = written(tmp_path / os.fsdecode(b"f\xff\n.pdf"), b"text")
    with pytest.raises(Form4Error) as fault:
        open_document(path)
    assert "\n" not in str(fault.value)
    str(fault.value).encode("utf-8")


@pytest.mark.parametrize("suffix", ["tif", "pdf"])
def test_pixels_are_not_kept(tmp_path, suffix):
    path = tmp_path / f"pages.{suffix}"
    letter().save(path, save_all=True, append_images=[letter()] * 2, resolution=100)
    with open_document(path) as document:
        pages = list(document)
        kept = [weakref.ref(page.raster().pixels) for page in pages]
    assert len(kept) == 3
    assert all(reference() is None for reference in kept)


def test_handle_is_closed_on_refusal(tmp_path):
    path = written(tmp_path / "note.pdf", b"text")
    before = set(Path("/proc/self/fd").iterdir()) if Path("/proc/self/fd").exists() else set()
    with pytest.raises(Form4Error):
        open_document(path)
    after = set(Path("/proc/self/fd").iterdir()) if before else set()
    assert len(after) <= len(before)
    assert stat.S_ISREG(path.stat().st_mode)


# The kind of a file.


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"%PDF-1.4\n", FileKind.PDF),
        (b"junk of a mail header\n" * 40 + b"%PDF-1.4\n", FileKind.PDF),
        (b"II*\x00\x08\x00\x00\x00", FileKind.TIFF),
        (b"MM\x00*\x00\x00\x00\x08", FileKind.TIFF),
        (b"II+\x00\x08\x00\x00\x00", FileKind.TIFF),
        (b"MM\x00+\x00\x08\x00\x00", FileKind.TIFF),
        (b"\x89PNG\r\n\x1a\n", FileKind.PNG),
        (b"\xff\xd8\xff\xe0", FileKind.JPEG),
        (b"BM\x36\x10\x00\x00\x00\x00\x00\x00", FileKind.BMP),
        (b"GIF89a", FileKind.GIF),
        (b"RIFF\x24\x00\x00\x00WEBPVP8L", FileKind.WEBP),
        (b"\x00\x00\x00\x0cjP  \r\n\x87\n", FileKind.JPEG2000),
        (b"\xff\x4f\xff\x51\x00\x2f", FileKind.JPEG2000),
        (b"\x00\x00\x00\x20ftypavif", FileKind.AVIF),
        (b"\x00\x00\x00\x18ftypheic", FileKind.HEIF),
    ],
)
def test_kind_is_told_by_content(head, kind):
    assert sniff(head, "filing.doc") is kind


@pytest.mark.parametrize(
    ("head", "looks"),
    [
        (b"FORM 4\nOMB APPROVAL\n", "plain text"),
        (b"", "plain text"),
        (b"\xef\xbb\xbf<!DOCTYPE html><html>", "HTML"),
        (b'<?xml version="1.0"?><ownershipDocument>', "XML"),
        (b"PK\x03\x04\x14\x00", "ZIP"),
        (b"RIFF\x24\x00\x00\x00WAVEfmt ", "sound"),
        (b"BMW was bought", "plain text"),
        (b"\x00\x00\x00\x0cJXL \r\n\x87\n", "JPEG XL"),
        (b"\x00\x01\x02\x03", "no known kind"),
        (b"x" * 1022 + b"%PDF-1.4", "plain text"),
    ],
)
def test_other_content_is_named_in_the_refusal(head, looks):
    with pytest.raises(NotADocument, match=f"filing.pdf is .*{looks}.*; give"):
        sniff(head, "filing.pdf")


def test_pdf_within_an_archive_is_not_taken_for_a_pdf():
    with pytest.raises(NotADocument, match="ZIP"):
        sniff(b"PK\x03\x04 filing.pdf %PDF-1.4", "filings.zip")
