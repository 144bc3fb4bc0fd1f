"""Temporary files leave with their run, and at the latest with the next one."""

import os
import signal
import tempfile
import time

import pytest

from extractor.batch.scratch import PREFIX, scratch_folder
from tests.batch.archives import archive, finished, kill, started


@pytest.fixture
def home(tmp_path, monkeypatch):
    """An own place for temporary files."""
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return folder


def running(tmp_path):
    """A batch that has begun to write."""
    process = started(archive(tmp_path / "in", 30), "--out", tmp_path / "out", "--workers", 1, "--quiet")
    while not (tmp_path / "out" / "journal" / "entries.jsonl").exists():
        time.sleep(0.02)
    return process


def test_what_is_temporary_lies_in_one_folder_and_leaves_with_it(home):
    with scratch_folder() as folder:
        inner = tempfile.mkdtemp()
        assert inner.startswith(str(folder)) and os.environ["TMPDIR"] == str(folder)
    assert not list(home.iterdir()) and os.environ["TMPDIR"] == str(home)


def test_a_folder_in_use_stays_and_another_s_file_too(home):
    (home / f"{PREFIX}not-ours").mkdir()
    with scratch_folder() as first, scratch_folder() as second:
        assert first.exists() and second.exists()
    assert [path.name for path in home.iterdir()] == [f"{PREFIX}not-ours"]


def test_a_run_that_is_told_to_end_leaves_no_temporary_files(home, tmp_path):
    """After a SIGTERM its temporary folders stayed, and its workers for a second."""
    process = running(tmp_path)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)
    assert process.returncode == 128 + signal.SIGTERM and not list(home.iterdir())


def test_what_a_killed_run_leaves_the_next_removes(home, tmp_path):
    process = running(tmp_path)
    kill(process)
    assert list(home.glob(f"{PREFIX}*"))
    time.sleep(1.5)  # orphaned workers notice
    assert finished("--quiet", archive(tmp_path / "few", 1), "--out", tmp_path / "other").returncode == 0
    assert not list(home.iterdir())
