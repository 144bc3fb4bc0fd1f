"""The power goes, a disk fills, a folder may not be written to: run again, and all is as it would be."""

import os
import random
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.batch.archives import archive, finished, kill, outputs, started

KILLS = 4
MOUNTS = os.geteuid() == 0


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    folder = archive(tmp_path_factory.mktemp("archive"), 8)
    (folder / "damaged.pdf").write_bytes(b"%PDF-1.4 nothing")
    out = tmp_path_factory.mktemp("out")
    assert finished(folder, "--out", out, "--workers", 2, "--quiet").returncode == 1
    return folder, outputs(out)


def test_killed_at_any_moment_it_goes_on_where_it_was(undisturbed, tmp_path):
    folder, wanted = undisturbed
    moment = random.Random(6)
    for _ in range(KILLS):
        process = started(folder, "--out", tmp_path, "--workers", 2, "--quiet")
        time.sleep(moment.uniform(0.2, 3.0))
        kill(process)
    time.sleep(1.5)  # orphaned workers notice
    finished(folder, "--out", tmp_path, "--workers", 2, "--quiet")
    assert outputs(tmp_path) == wanted
    lines = (tmp_path / "journal" / "entries.jsonl").read_text("utf-8").splitlines()
    urls = [line.partition('"url": ')[2] for line in lines]
    assert len(urls) == len(set(urls)) == 9


def test_ctrl_c_stops_cleanly(tmp_path):
    # More than is read before the signal comes, however loaded the machine.
    folder, out = archive(tmp_path / "archive", 40), tmp_path / "out"
    process = started(folder, "--out", out, "--workers", 1)
    while not (out / "journal" / "entries.jsonl").exists():
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 128 + signal.SIGINT
    assert b"run it again to continue" in err and b"Traceback" not in err


@pytest.mark.skipif(not MOUNTS, reason="mounting a small disk takes root")
def test_a_full_disk_loses_nothing(undisturbed, tmp_path):
    folder, wanted = undisturbed
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=260k", "tmpfs", tmp_path], check=False).returncode:
        pytest.skip("no small disk can be mounted here")
    try:
        run = finished(folder, "--out", tmp_path, "--workers", 2, "--quiet")
        assert run.returncode == 2 and "No space left" in run.stderr and "Traceback" not in run.stderr
        subprocess.run(["mount", "-o", "remount,size=50m", tmp_path], check=True)
        finished(folder, "--out", tmp_path, "--workers", 2, "--quiet")
        assert outputs(tmp_path) == wanted
    finally:
        subprocess.run(["umount", tmp_path], check=True)


def test_a_folder_that_cannot_be_made_is_told_in_one_line(tmp_path):
    (tmp_path / "file").write_text("")
    run = finished(archive(tmp_path / "in", 1), "--out", tmp_path / "file" / "out")
    assert run.returncode == 2 and len(run.stderr.splitlines()) == 1


@pytest.mark.skipif(not MOUNTS, reason="root may write everywhere: only a mount is read-only for it")
def test_a_folder_that_may_only_be_read_is_told_in_one_line(tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "ro", "tmpfs", out], check=False).returncode:
        pytest.skip("nothing can be mounted here")
    try:
        run = finished(archive(tmp_path / "in", 1), "--out", out)
        assert run.returncode == 2 and len(run.stderr.splitlines()) == 1 and "Read-only" in run.stderr
    finally:
        subprocess.run(["umount", out], check=True)


def test_progress_is_json_where_nobody_watches(undisturbed, tmp_path):
    folder, _ = undisturbed
    run = finished(folder, "--out", tmp_path, "--workers", 2)
    first = run.stderr.splitlines()[0]
    assert first.startswith('{"done": 1, "total": 9') and Path(tmp_path, "report.html").exists()
    again = finished("--status", tmp_path)
    assert "9 documents: 8 all accepted, 1 refused" in again.stdout
