import pytest

from extractor.document.sniff import Kind, sniff
from extractor.errors import NotADocument


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"%PDF-1.4\n", Kind.PDF),
        (b"junk of a mail header\n" * 40 + b"%PDF-1.4\n", Kind.PDF),
        (b"II*\x00\x08\x00\x00\x00", Kind.TIFF),
        (b"MM\x00*\x00\x00\x00\x08", Kind.TIFF),
        (b"II+\x00\x08\x00\x00\x00", Kind.TIFF),
        (b"MM\x00+\x00\x08\x00\x00", Kind.TIFF),
        (b"\x89PNG\r\n\x1a\n", Kind.PNG),
        (b"\xff\xd8\xff\xe0", Kind.JPEG),
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
        (b"GIF89a", "GIF"),
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
