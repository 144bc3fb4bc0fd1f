import os

import pytest

from extractor.errors import OptionError
from extractor.export import atomic_write
from extractor.export.files import atomic_write_all


def names(folder):
    return [path.name for path in folder.iterdir()]


def test_a_file_is_replaced_whole_and_nothing_is_left_beside_it(tmp_path):
    path = tmp_path / "a.json"
    path.write_text("old and longer")
    atomic_write(path, b"new")
    assert path.read_bytes() == b"new"
    assert names(tmp_path) == ["a.json"]


def test_the_users_umask_decides_who_may_read(tmp_path):
    old = os.umask(0o022)
    try:
        atomic_write(tmp_path / "a", b"")
    finally:
        os.umask(old)
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o644


def test_when_one_file_cannot_be_written_none_appears(tmp_path):
    with pytest.raises(OptionError, match="missing"):
        atomic_write_all({tmp_path / "a": b"1", tmp_path / "missing" / "b": b"2"})
    assert names(tmp_path) == []


@pytest.mark.parametrize("make", [lambda path: path.mkdir(), lambda path: os.mkfifo(path)])
def test_a_folder_or_a_device_is_not_replaced(tmp_path, make):
    make(tmp_path / "out")
    with pytest.raises(OptionError, match="not a regular file"):
        atomic_write(tmp_path / "out", b"1")
    assert names(tmp_path) == ["out"]
