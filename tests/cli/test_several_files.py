"""`form4 extract` of several files, folders and standard input: one result each, and nothing overwritten."""

import csv
import io
import json

import pytest

from extractor.cli import extraction
from extractor.errors import DamagedInput
from tests.cli.command import REDWOOD, only_line
from tests.document.document_files import written


@pytest.fixture
def boxes(tmp_path):
    """Two boxes with a scan of the same name each."""
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        written(tmp_path / name / "scan001.pdf", b"%PDF " + name.encode())
    return tmp_path


def names_in(folder):
    return sorted(path.name for path in folder.iterdir())


def test_each_file_of_two_boxes_gives_a_result_of_its_own(form4, extracted, boxes):
    """`b/scan001.pdf` silently replaced what `a/scan001.pdf` had given."""
    out = boxes / "out"
    done = form4("extract", boxes / "a", boxes / "b" / "scan001.pdf", "-o", out, "--format", "csv")
    assert done.exit_code == 0
    assert names_in(out) == ["scan001.csv", "scan001~2.csv"]
    assert [line.rpartition("wrote ")[2] for line in done.stderr.splitlines()] == [
        str(out / "scan001.csv"),
        str(out / "scan001~2.csv"),
    ]


def test_names_that_differ_in_case_alone_are_one_name(form4, extracted, tmp_path):
    files = [written(tmp_path / name, b"%PDF") for name in ("A.pdf", "a.tif")]
    form4("extract", *files, "--out", tmp_path / "out", "--quiet")
    assert names_in(tmp_path / "out") == ["A.json", "a~2.json"]


def test_a_file_given_twice_is_read_once(form4, extracted, boxes):
    file = boxes / "a" / "scan001.pdf"
    assert form4("extract", file, boxes / "a", "--format", "json").stdout.count('"source": {') == 1


@pytest.mark.parametrize("format", ["json", "csv", "table", "xml"])
def test_what_is_there_is_not_overwritten(form4, extracted, boxes, format):
    order = ("extract", boxes / "a" / "scan001.pdf", "--out", boxes / "out", "--format", format)
    form4(*order)
    (there,) = (boxes / "out").iterdir()
    there.write_text("my own work")
    extracted(AssertionError("the work began"))
    done = form4(*order)
    assert done.exit_code == 2
    assert str(there) in only_line(done.stderr) and "--force" in done.stderr
    assert there.read_text() == "my own work"


def test_force_replaces(form4, extracted, boxes):
    order = ("extract", boxes / "a" / "scan001.pdf", "--out", boxes / "out", "--force")
    assert form4(*order).exit_code == form4(*order).exit_code == 0


def test_an_overlay_that_is_there_is_not_overwritten(form4, extracted, tmp_path):
    overlay = written(tmp_path / "overlay.pdf", b"my own work")
    done = form4("extract", REDWOOD, "--overlay", overlay)
    assert done.exit_code == 2 and "--force" in only_line(done.stderr)
    assert overlay.read_bytes() == b"my own work"


def test_several_files_are_json_one_a_line_and_one_csv(form4, extracted, boxes):
    files = (boxes / "a" / "scan001.pdf", boxes / "b" / "scan001.pdf")
    lines = form4("extract", *files).stdout.splitlines()
    assert [json.loads(line)["status"] for line in lines] == ["ok", "ok"]
    one = list(csv.DictReader(io.StringIO(form4("extract", files[0], "--format", "csv").stdout)))
    both = list(csv.DictReader(io.StringIO(form4("extract", *files, "--format", "csv").stdout)))
    assert both == one + one


def test_a_bad_file_costs_itself_alone(form4, extracted, monkeypatch, redwood, boxes):
    def extract(origin, *_, **__):
        if "a" in origin.parts:
            raise DamagedInput("scan001.pdf is damaged; copy it again")
        if "bug" in origin.name:
            raise ZeroDivisionError
        return redwood

    monkeypatch.setattr(extraction, "extract", extract)
    done = form4("extract", boxes / "a", boxes / "b", "--format", "csv")
    assert done.exit_code == 3 and done.stdout.startswith("source_file,")
    assert "damaged" in only_line(done.stderr)
    written(boxes / "b" / "bug.pdf", b"%PDF")
    done = form4("extract", boxes / "b", "--format", "csv")
    assert done.exit_code == 5 and "bug.pdf: this is a bug" in only_line(done.stderr)


def test_what_takes_one_file_says_so(form4, extracted, boxes):
    both = (boxes / "a", boxes / "b")
    for options in (("--format", "xml"), ("--overlay", boxes / "o.pdf")):
        done = form4("extract", *both, *options)
        assert done.exit_code == 2 and "give" in only_line(done.stderr)


def test_standard_input_is_a_file(form4, extracted, tmp_path, monkeypatch):
    seen = []
    whole = extraction.extract

    def extract(origin, *arguments, **more):
        seen.append(origin)
        return whole(origin, *arguments, **more)

    monkeypatch.setattr(extraction, "extract", extract)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"%PDF")))
    from extractor.cli.given_files import given_files

    (given,) = given_files(["-"])
    assert (given.origin.name, given.stem, given.origin.data) == ("stdin", "stdin", b"%PDF")
    assert form4("extract", "-", "--out", tmp_path / "out", "--quiet").exit_code == 0
    assert names_in(tmp_path / "out") == ["stdin.json"] and seen[0].name == "stdin"


def test_a_folder_says_which_archives_it_leaves_out(form4, extracted, boxes):
    written(boxes / "a" / "more.zip", b"PK")
    done = form4("extract", boxes / "a")
    assert done.exit_code == 0 and "form4 batch" in only_line(done.stderr)
