"""Typical mistakes: each gets one line that says what to type next, in plain words."""

import pytest

from tests.cli.command import REDWOOD, only_line
from tests.document.document_files import written

JARGON = ("pydantic", "Traceback", "Value error", "Input should", "ValueError")
MISTAKES = {
    "a format that is none": (("extract", REDWOOD, "--format", "excel"), 2, "'json', 'xml', 'csv'"),
    "a misspelt option": (("extract", REDWOOD, "--fromat", "json"), 2, "--format"),
    "a misspelt command": (("extrct", REDWOOD), 2, "'extract'"),
    "a misspelt subcommand": (("layouts", "lst"), 2, "'list'"),
    "no file": (("extract",), 2, "form4 extract --help"),
    "an option without its value": (("extract", REDWOOD, "--format"), 2, "--format"),
    "no number": (("extract", REDWOOD, "--max-pages", "many"), 2, "it must be a valid integer"),
    "a share over one half": (("extract", REDWOOD, "--max-error", "7"), 2, "less than or equal to 0.5"),
    "no such folder of layouts": (("extract", REDWOOD, "--layout-dir", "none"), 2, "folder 'none'"),
    "no such table": (("extract", REDWOOD, "--cik", "none.csv"), 2, "'none.csv' does not exist"),
    "a URL": (("extract", "https://www.sec.gov/a.pdf"), 3, "form4 batch 'https://www.sec.gov/a.pdf'"),
    "a pattern of nothing": (("extract", "none*.pdf"), 2, "check the path or the pattern"),
    "a file that is none": (("extract", "none.pdf"), 3, "none.pdf does not exist"),
    "a result named as a folder": (("extract", REDWOOD, "--out", REDWOOD), 2, "form4.pdf' is a file"),
    "a batch of nothing": (("batch",), 2, "--out"),
    "a review of nothing": (("review", "none"), 2, "folder 'none'"),
}


@pytest.mark.parametrize("mistake", MISTAKES, ids=str)
def test_a_mistake_gets_one_plain_line(form4, mistake):
    order, code, words = MISTAKES[mistake]
    done = form4(*order)
    assert done.exit_code == code
    assert words in only_line(done.stderr), done.stderr
    assert not any(word in done.stderr for word in JARGON)


def test_an_archive_is_sent_to_batch(form4, tmp_path):
    done = form4("extract", written(tmp_path / "box.zip", b"PK\x03\x04 and more"))
    assert done.exit_code == 3 and "form4 batch" in only_line(done.stderr)


def test_short_help(form4):
    assert form4("-h").output == form4("--help").output
    assert form4("extract", "-h").output.startswith("Usage:")
