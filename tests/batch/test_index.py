"""The index beside the journal: behind, gone, damaged or in use, it never says what the journal does not."""

import shutil
from dataclasses import replace

import pytest

from extractor.batch.agenda import all_totals
from extractor.batch.journal import INDEX, SEGMENT, Journal
from extractor.batch.output_store import OutputStore
from tests.batch.archives import outputs
from tests.batch.test_journal import ENTRY, numbered, written
from tests.batch.test_run import InProcess, done, whole  # noqa: F401 - a fixture


def told(folder):
    with Journal(OutputStore(str(folder))) as journal:
        return dict(journal.entries), all_totals(journal.index)


@pytest.mark.parametrize("harm", ["gone", "damaged", "cut", "of another version"])
def test_an_index_that_cannot_be_used_is_made_again(tmp_path, harm):
    written(tmp_path, numbered(300))
    before = told(tmp_path)
    index = tmp_path / INDEX
    match harm:
        case "gone":
            index.unlink()
        case "damaged":
            index.write_bytes(b"no index" * 1000)
        case "cut":
            index.write_bytes(index.read_bytes()[:5000])
        case _:
            content = bytearray(index.read_bytes())
            content[60:64] = b"\0\0\0\x63"  # SQLite's user_version
            index.write_bytes(content)
    assert told(tmp_path) == before


def test_a_journal_in_place_of_another_is_read_from_its_beginning(tmp_path):
    written(tmp_path / "one", numbered(3))
    written(tmp_path / "other", [replace(ENTRY, url="/other/1.pdf"), *numbered(5)])
    shutil.copy(tmp_path / "other" / SEGMENT, tmp_path / "one" / SEGMENT)
    assert told(tmp_path / "one") == told(tmp_path / "other")


def test_who_looks_while_a_run_writes_sees_what_was_committed_and_disturbs_nothing(tmp_path):
    store = OutputStore(str(tmp_path))
    with Journal(store) as journal:
        journal.append(ENTRY)
        journal.index.commit()
        journal.append(replace(ENTRY, url="/archive/b.pdf"))
        assert list(told(tmp_path)[0]) == [ENTRY.url]
    assert len(told(tmp_path)[0]) == 2


def test_a_folder_that_may_only_be_read_tells_its_state(tmp_path, monkeypatch):
    written(tmp_path, numbered(3))
    (tmp_path / INDEX).unlink()
    monkeypatch.setattr("os.access", lambda path, mode: False)
    assert len(told(tmp_path)[0]) == 3 and not (tmp_path / INDEX).exists()


def test_the_outputs_of_the_archive_are_the_same_without_the_index(whole, tmp_path):  # noqa: F811
    """The rows are kept there; without them they come from the JSON."""
    folder, out, _ = whole
    shutil.copytree(out, tmp_path, dirs_exist_ok=True)
    (tmp_path / INDEX).unlink()
    pool = InProcess()
    done(folder, tmp_path, pool)
    assert not pool.asked and outputs(tmp_path) == outputs(out)
