"""What passes is tried again, in this run and the next; what was given up, where it may have more."""

import pytest

from extractor.batch.bounds import Bounds
from extractor.batch.fetching import Fetcher
from extractor.batch.tasks import Result
from extractor.errors import UnreadableInput
from tests.batch.archives import BOUNDS, archive
from tests.batch.test_run import InProcess, done


def test_what_was_out_of_reach_is_tried_again(tmp_path, monkeypatch):
    """A store that did not answer once refused its documents for good."""
    folder = archive(tmp_path / "in", 2)
    real, tries = Fetcher.fetch, []

    def fetch(self, document):
        tries.append(document.name)
        if document.name == "form-001.pdf" and tries.count("form-001.pdf") < limit:
            raise UnreadableInput("form-001.pdf cannot be fetched; try again")
        return real(self, document)

    monkeypatch.setattr(Fetcher, "fetch", fetch)
    limit = 2
    assert [entry.status for entry in done(folder, tmp_path / "out")] == ["ok", "ok"]
    limit = 99
    assert [entry.status for entry in done(folder, tmp_path / "other")] == ["ok", "refused"]
    limit = 0
    assert [entry.status for entry in done(folder, tmp_path / "other")] == ["ok", "ok"]


def test_what_passes_is_tried_again_in_the_same_run(tmp_path):
    """A temporary folder that was full for a moment set its document aside until the next run."""
    folder = archive(tmp_path / "in", 2)

    class Passing(InProcess):
        def run(self, tasks, workers=None):
            for task, result in super().run(tasks, workers):
                is_first = len(self.asked) == 1
                yield task, Result("failed", "no space", failure="passing") if is_first else result

    assert [entry.status for entry in done(folder, tmp_path / "out", Passing())] == ["ok", "ok"]


@pytest.mark.parametrize("more", [Bounds(seconds=999), Bounds(seconds=120, megabytes=9_999)])
def test_what_was_given_up_is_tried_again_under_a_wider_bound(tmp_path, more):
    """Raised --max-document-seconds or --max-memory tried nothing again."""
    folder = archive(tmp_path / "in", 1)
    failure = "seconds" if more.seconds > BOUNDS.seconds else "megabytes"

    class Narrow(InProcess):
        def run(self, tasks, workers=None):
            for task in tasks:
                self.asked.append((task.listed.name, workers))
                yield task, Result("failed", "too much", failure=failure, lost=True)

    (entry,) = done(folder, tmp_path / "out", Narrow())
    assert entry.status == "failed"
    same = Narrow()
    done(folder, tmp_path / "out", same)
    assert not same.asked
    wider = InProcess()
    wider.bounds = more
    (entry,) = done(folder, tmp_path / "out", wider)
    assert entry.status == "ok"
