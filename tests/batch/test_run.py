"""Whole batches on real workers: the same bytes however they come about, nothing twice, nothing lost."""

import json
import os
import shutil
import zipfile

import fsspec
import pytest

from extractor.batch.journal import Journal
from extractor.batch.local_pool import LocalPool
from extractor.batch.output_store import OutputStore
from extractor.batch.result_key import result_key
from extractor.batch.run import run
from extractor.batch.tasks import Result, Task
from extractor.batch.work import work
from extractor.errors import OptionError
from extractor.model.filing import Extraction
from extractor.options import Options
from samples.faults import FORM
from tests.batch.archives import (
    BOUNDS,
    OPTIONS,
    SAMPLES,
    Silent,
    archive,
    batch_of,
    documents_of,
    entries_of,
    form,
    outputs,
)


class InProcess:
    """A pool without processes; `dies` are names of documents whose worker is lost, so many times."""

    ships_content, bounds = False, BOUNDS

    def __init__(self, dies=(), options=OPTIONS):
        self.dies, self.options, self.asked = dict(dies), options, []

    def run(self, tasks, workers=None):
        for task in tasks:
            self.asked.append((task.listed.name, workers))
            if self.dies.get(task.listed.name, 0) > 0:
                self.dies[task.listed.name] -= 1
                yield task, Result("failed", f"{task.listed.name} crashes", lost=True)
            else:
                yield task, work(task, self.options)


class Backwards(InProcess):
    """Gives its results in the other order."""

    def run(self, tasks, workers=None):
        yield from reversed(list(super().run(tasks, workers)))


def done(folder, out, pool=None, watch=None):
    pool = pool or InProcess()
    return entries_of(batch_of(OutputStore(str(out)), pool), documents_of(folder), watch)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """An archive with its outputs: filings, a copy, two of one name, a bundle, damaged files."""
    folder = archive(tmp_path_factory.mktemp("archive"), 3)
    (folder / "other").mkdir()
    (folder / "other" / "form-000.pdf").write_bytes(form(77))
    shutil.copy(folder / "form-001.pdf", folder / "copy.pdf")
    shutil.copy(SAMPLES / "bundle" / "bundle.pdf", folder)
    (folder / "cut.pdf").write_bytes(FORM.read_bytes()[:900])
    (folder / "empty.tif").write_bytes(b"")
    with zipfile.ZipFile(folder / "box.zip", "w") as box:
        box.writestr("zipped.pdf", form(88))
    out = tmp_path_factory.mktemp("out")
    return folder, out, done(folder, out)


def test_each_document_has_its_json_and_each_filing_its_xml(whole):
    _, out, entries = whole
    assert sorted(path.name for path in (out / "json").iterdir()) == [
        "bundle.pdf.json",
        "copy.pdf.json",
        "form-000.pdf.json",
        "form-000~2.pdf.json",
        "form-001.pdf.json",
        "form-002.pdf.json",
        "zipped.pdf.json",
    ]
    assert {f"bundle.pdf-{n}.xml" for n in (1, 2, 3)} < {path.name for path in (out / "xml").iterdir()}
    statuses = {entry.name: entry.status for entry in entries}
    assert statuses["cut.pdf"] == statuses["empty.tif"] == "refused"


def test_a_result_says_where_it_came_from(whole):
    folder, out, _ = whole
    of_copy, of_member = (
        Extraction.model_validate_json((out / "json" / f"{name}.json").read_text("utf-8")).source
        for name in ("copy.pdf", "zipped.pdf")
    )
    assert (of_copy.name, of_copy.path) == ("copy.pdf", str(folder / "copy.pdf"))
    assert of_member.path == f"zip://zipped.pdf::{folder / 'box.zip'}"


def test_a_copy_is_extracted_once_and_recorded_twice(whole, tmp_path):
    folder, _, _ = whole
    pool = InProcess()
    entries = done(folder, tmp_path, pool)
    asked = [name for name, _ in pool.asked]
    assert ("copy.pdf" in asked) + ("form-001.pdf" in asked) == 1
    assert {"copy.pdf", "form-001.pdf"} <= {entry.name for entry in entries}


def test_what_was_set_aside_is_told_with_its_reason(whole):
    _, out, _ = whole
    lines = (out / "set-aside.csv").read_text("utf-8").splitlines()
    assert len(lines) == 3 and "cut.pdf" in lines[1] and "empty.tif is empty" in lines[2]


@pytest.mark.parametrize("pool", [Backwards(), LocalPool(2, BOUNDS, OPTIONS)], ids=["backwards", "processes"])
def test_the_bytes_are_the_same_in_any_order_on_any_workers(whole, tmp_path, pool):
    folder, out, _ = whole
    done(folder, tmp_path, pool)
    assert outputs(tmp_path) == outputs(out)


def test_what_is_done_is_not_done_again(whole, tmp_path):
    folder, out, _ = whole
    shutil.copytree(out, tmp_path, dirs_exist_ok=True)
    pool, watch = InProcess(), Silent()
    done(folder, tmp_path, pool, watch)
    assert not pool.asked and not watch.seen and watch.before.documents == 9
    assert outputs(tmp_path) == outputs(out)


def test_a_file_that_changed_is_done_again(tmp_path):
    folder = archive(tmp_path / "in", 2)
    done(folder, tmp_path / "out")
    (folder / "form-001.pdf").write_bytes(form(99))
    pool = InProcess()
    done(folder, tmp_path / "out", pool)
    assert [name for name, _ in pool.asked] == ["form-001.pdf"]


def test_a_file_that_was_only_touched_is_not_extracted_again(tmp_path):
    folder = archive(tmp_path / "in", 2)
    done(folder, tmp_path / "out")
    os.utime(folder / "form-001.pdf", (1, 1))
    pool = InProcess()
    done(folder, tmp_path / "out", pool)
    assert not pool.asked
    watch = Silent()
    done(folder, tmp_path / "out", pool, watch)
    assert not watch.seen


def test_documents_that_cannot_be_read_are_no_copies_of_each_other(tmp_path):
    """Both have no contents to tell them apart; the second was recorded with the first one's reason."""
    gone = [tmp_path / "one.pdf", tmp_path / "two.pdf"]
    documents = documents_of(*gone)
    for _ in range(2):
        entries = entries_of(batch_of(OutputStore(str(tmp_path / "out")), InProcess()), documents)
        assert [entry.reason.split()[0] for entry in entries] == ["one.pdf", "two.pdf"]


def test_other_options_do_all_of_it_again(tmp_path):
    folder = archive(tmp_path / "in", 1)
    done(folder, tmp_path / "out")
    options = Options(repair=False)
    pool = InProcess(options=options)
    run(batch_of(OutputStore(str(tmp_path / "out")), pool, options), documents_of(folder), Silent())
    assert len(pool.asked) == 1


def test_what_comes_later_is_added(tmp_path):
    folder = archive(tmp_path / "in", 1)
    done(folder, tmp_path / "out")
    (folder / "late.pdf").write_bytes(form(5))
    done(folder / "late.pdf", tmp_path / "out")
    lines = (tmp_path / "out" / "tables" / "SUBMISSION.tsv").read_text("utf-8").splitlines()
    assert len(lines) == 3


def test_a_lost_document_is_done_once_more_alone(whole, tmp_path):
    folder, out, _ = whole
    pool = InProcess({"form-001.pdf": 1, "copy.pdf": 1})
    done(folder, tmp_path, pool)
    assert outputs(tmp_path) == outputs(out)
    assert [workers for _, workers in pool.asked][-1] == 1


def test_a_document_lost_twice_is_set_aside(tmp_path):
    folder = archive(tmp_path / "in", 3)
    entries = done(folder, tmp_path / "out", InProcess({"form-001.pdf": 2}))
    assert [entry.status for entry in entries] == ["ok", "failed", "ok"]
    assert "form-001.pdf crashes" in (tmp_path / "out" / "set-aside.csv").read_text("utf-8")


def test_a_second_batch_keeps_out_until_the_first_is_done(tmp_path):
    store, other = OutputStore(str(tmp_path)).made(), OutputStore(str(tmp_path))
    with store.locked(), pytest.raises(OptionError, match="another form4 batch"), other.locked():
        pass
    with other.locked():
        pass


def test_an_object_store_takes_and_gives_what_a_disk_does(whole, tmp_path):
    folder, _, _ = whole
    files = fsspec.filesystem("memory")
    for name in ("form-000.pdf", "form-001.pdf", "copy.pdf"):
        files.pipe(f"/store/in/{name}", (folder / name).read_bytes())
    documents = documents_of("memory://store/in")
    run(batch_of(OutputStore("memory://store/out"), InProcess()), documents, Silent())
    run(batch_of(OutputStore(str(tmp_path)), InProcess()), documents, Silent())
    for name in outputs(tmp_path):
        assert files.cat(f"/store/out/{name}") == (tmp_path / name).read_bytes(), name
    files.rm("/store", recursive=True)


def test_a_document_of_a_store_is_loaded_once(whole, tmp_path, monkeypatch):
    folder, _, _ = whole
    files = fsspec.filesystem("memory")
    files.pipe("/once/a.pdf", (folder / "form-000.pdf").read_bytes())
    opened = []
    real = fsspec.implementations.memory.MemoryFileSystem._open
    monkeypatch.setattr(
        fsspec.implementations.memory.MemoryFileSystem,
        "_open",
        lambda self, path, *rest, **more: (opened.append(path), real(self, path, *rest, **more))[1],
    )
    run(batch_of(OutputStore(str(tmp_path)), InProcess()), documents_of("memory://once"), Silent())
    assert opened == ["/once/a.pdf"]
    files.rm("/once", recursive=True)


def test_the_journal_tells_everything_once(whole):
    _, out, entries = whole
    lines = (out / "journal" / "entries.jsonl").read_text("utf-8").splitlines()
    told = [json.loads(line[9:])["url"] for line in lines]
    assert sorted(told) == sorted(entry.url for entry in entries)
    assert len(Journal(OutputStore(str(out))).entries) == len(entries)


def test_a_task_that_ships_its_content_needs_no_path():
    document, content = documents_of(FORM)[0], FORM.read_bytes()
    task = Task(document, "", result_key(OPTIONS), "form4.pdf", path="/nowhere", content=content)
    assert work(task, OPTIONS).tally.filings == 1


def test_a_file_that_changes_between_hash_and_reading_is_kept_as_what_was_read(tmp_path):
    """Its copy elsewhere received the new contents' values under the old hash, for good."""
    folder = archive(tmp_path / "in", 2)
    shutil.copy(folder / "form-000.pdf", folder / "copy.pdf")
    shutil.copy(folder / "form-000.pdf", folder / "z-copy.pdf")
    other = (SAMPLES / "edgar-two-owners" / "form4.pdf").read_bytes()

    class Changing(InProcess):
        """The first document's file is another when the worker reads it."""

        def run(self, tasks, workers=None):
            for task in tasks:
                if not self.asked:
                    (folder / task.listed.name).write_bytes(other)
                self.asked.append((task.listed.name, workers))
                yield task, work(task, self.options)

    done(folder, tmp_path / "out", Changing())
    done(folder, tmp_path / "fresh")
    assert outputs(tmp_path / "out") == outputs(tmp_path / "fresh")


def test_a_file_that_always_changes_is_given_up_for_this_run(tmp_path):
    folder = archive(tmp_path / "in", 1)

    class Restless(InProcess):
        def run(self, tasks, workers=None):
            for task in tasks:
                (folder / "form-000.pdf").write_bytes(form(100 + len(self.asked)))
                self.asked.append((task.listed.name, workers))
                yield task, work(task, self.options)

    (entry,) = done(folder, tmp_path / "out", Restless())
    assert entry.status == "failed" and "changes while it is read" in entry.reason
    (entry,) = done(folder, tmp_path / "out")
    assert entry.status == "ok"


def test_a_document_that_is_damaged_now_leaves_no_old_result(tmp_path):
    """It was set aside; its JSON and XML of the run before stayed."""
    folder = archive(tmp_path / "in", 1)
    shutil.copy(SAMPLES / "bundle" / "bundle.pdf", folder / "form-000.pdf")
    done(folder, tmp_path / "out")
    assert len(list((tmp_path / "out" / "xml").iterdir())) == 3
    (folder / "form-000.pdf").write_bytes(form(3))
    done(folder, tmp_path / "out")
    assert [path.name for path in (tmp_path / "out" / "xml").iterdir()] == ["form-000.pdf.xml"]
    (folder / "form-000.pdf").write_bytes(b"%PDF-1.4 cut")
    done(folder, tmp_path / "out")
    assert not any(path.is_file() for name in ("json", "xml") for path in (tmp_path / "out" / name).iterdir())


@pytest.mark.parametrize("harm", ["gone", "cut", "flipped"])
def test_an_output_that_is_missing_or_damaged_is_made_again(tmp_path, harm):
    """A JSON that was deleted or cut was "all accepted", or a bug, and only a new folder helped."""
    folder = archive(tmp_path / "in", 2)
    done(folder, tmp_path / "out")
    wanted = outputs(tmp_path / "out")
    for name in ("json/form-000.pdf.json", "xml/form-001.pdf.xml"):
        file = tmp_path / "out" / name
        content = file.read_bytes()
        if harm == "gone":
            file.unlink()
        else:
            file.write_bytes(content[:100] if harm == "cut" else bytes([content[0] ^ 1]) + content[1:])
    (tmp_path / "out" / ".finished").unlink()
    done(folder / "form-001.pdf", tmp_path / "out")
    lost = [] if harm != "flipped" else ["xml/form-001.pdf.xml"]  # only --check reads what no table needs
    assert {name for name, digest in outputs(tmp_path / "out").items() if wanted[name] != digest} == set(lost)


def test_a_name_that_is_no_utf8_and_a_very_long_one_stop_nothing(tmp_path):
    """Either ended the run with a traceback."""
    folder = archive(tmp_path / "in", 1)
    (folder / "form-000.pdf").rename(folder / os.fsdecode(b"scan\xe9.pdf"))
    (folder / ("x" * 250 + ".pdf")).write_bytes(form(2))
    entries = done(folder, tmp_path / "out")
    assert [entry.status for entry in entries] == ["ok", "ok"]
    names = (tmp_path / "out" / "names.tsv").read_text("utf-8").splitlines()
    assert len(names) == 3 and any("scan\\udce9.pdf" in line for line in names)
    watch = Silent()
    done(folder, tmp_path / "out", watch=watch)
    assert not watch.seen


def test_formulas_in_names_are_text_in_the_csv_files(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "=cmd|x.pdf").write_bytes(b"%PDF-1.4 nothing")
    done(folder, tmp_path / "out")
    rows = (tmp_path / "out" / "set-aside.csv").read_text("utf-8").splitlines()[1:]
    assert not any(part.startswith("=") for row in rows for part in row.split(","))
