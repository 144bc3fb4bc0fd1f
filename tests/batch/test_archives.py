"""Documents in zip and tar archives: each by its number, none by a URL made of its name."""

import io
import subprocess
import tarfile
import zipfile

import pytest

from extractor.batch.fetching import fetching
from extractor.batch.scratch import scratch_folder
from extractor.errors import DamagedInput, EncryptedInput, LimitExceeded
from tests.batch.archives import documents_of


def fetched(document, most=1 << 20):
    with scratch_folder() as folder, fetching(folder, most) as fetcher:
        return fetcher.fetch(document).path.read_bytes()


def zipped(path, *members):
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members:
            archive.writestr(name, content)
    return path


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_members_of_one_name_are_two_documents(tmp_path):
    """They gave one document, with the contents of the last."""
    box = zipped(tmp_path / "box.zip", ("a.pdf", b"one"), ("a.pdf", b"two"))
    documents = documents_of(box)
    assert [fetched(own) for own in documents] == [b"one", b"two"]
    assert len({own.url for own in documents}) == 2


def test_a_member_named_like_a_url_reads_no_other_file(tmp_path):
    """`a.pdf::file:///…` was opened as a chain of URLs and gave the other file."""
    secret = tmp_path / "secret.txt"
    secret.write_bytes(b"secret")
    box = zipped(
        tmp_path / "box.zip", (f"a.pdf::file://{secret}", b"own"), (f"x::file://{secret}/b.pdf", b"own")
    )
    assert {fetched(own) for own in documents_of(box)} <= {b"own"}


@pytest.mark.parametrize("ending", ["tar", "tar.gz", "tgz", "tar.xz"])
def test_a_tar_is_read_as_a_zip_is(tmp_path, ending):
    path = tmp_path / f"box.{ending}"
    mode = {"tar": "w", "tar.xz": "w:xz"}.get(ending, "w:gz")
    with tarfile.open(path, mode) as archive:
        for name in ("in/b.pdf", "in/a.pdf"):
            info = tarfile.TarInfo(name)
            info.size = len(name)
            archive.addfile(info, io.BytesIO(name.encode()))
        link = tarfile.TarInfo("in/link.pdf")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    documents = documents_of(tmp_path)
    assert [(own.name, fetched(own)) for own in documents] == [("b.pdf", b"in/b.pdf"), ("a.pdf", b"in/a.pdf")]


@pytest.mark.parametrize("cut", [30, 90])
def test_a_damaged_archive_stands_among_the_documents(tmp_path, cut):
    """It stopped the listing of the whole archive."""
    box = zipped(tmp_path / "box.zip", ("a.pdf", b"x" * 50))
    box.write_bytes(box.read_bytes()[:-cut])
    (tmp_path / "good.pdf").write_bytes(b"x")
    bad, good = documents_of(tmp_path)
    assert fetched(good) == b"x"
    with pytest.raises(DamagedInput, match=r"box\.zip is damaged"):
        fetched(bad)


def test_a_damaged_member_says_so(tmp_path):
    box = zipped(tmp_path / "box.zip", ("a.pdf", b"content"))
    box.write_bytes(box.read_bytes().replace(b"content", b"CONTENT", 1))
    (document,) = documents_of(box)
    with pytest.raises(DamagedInput, match=r"a\.pdf is damaged"):
        fetched(document)


def test_an_encrypted_member_says_so(tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"x")
    try:
        subprocess.run(["zip", "-qP", "word", "box.zip", "a.pdf"], cwd=tmp_path, check=True)
    except FileNotFoundError:
        box = zipped(tmp_path / "box.zip", ("a.pdf", b"x"))
        content = bytearray(box.read_bytes())
        for head, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):  # the flags of the member and of its entry
            content[content.index(head) + at] |= 1
        box.write_bytes(content)
    (document,) = documents_of(tmp_path / "box.zip")
    with pytest.raises(EncryptedInput, match=r"a\.pdf is encrypted in its archive"):
        fetched(document)


def test_a_member_that_unpacks_to_too_much_is_left(tmp_path):
    with zipfile.ZipFile(tmp_path / "box.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.pdf", b"\0" * 2_000_000)
    (document,) = documents_of(tmp_path)
    with pytest.raises(LimitExceeded, match="has over"):
        fetched(document)
