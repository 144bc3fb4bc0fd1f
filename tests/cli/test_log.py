"""The log: what each stage decided, on standard error and only where it is asked for."""

import logging
import os
import re

import pytest

from extractor import logs
from extractor.errors import OptionError
from tests.batch.archives import archive, finished
from tests.cli.command import REDWOOD, process

PLAIN = {name: value for name, value in os.environ.items() if name != logs.VARIABLE}
LINE = re.compile(r"[\d-]+ [\d:,]+ \d+ (INFO|DEBUG) extractor\.(\w+): (.+)")


def logged(text):
    """Level, stage and words of each line; every line must be one of the log."""
    matches = [LINE.fullmatch(line) for line in text.splitlines()]
    assert matches and all(matches), text
    return [match.groups() for match in matches]


def test_verbose_tells_what_each_stage_decided_and_how_long_it_took():
    done = process("extract", REDWOOD, "-v", text=True, env=PLAIN)
    lines = logged(done.stderr)
    assert {level for level, _, _ in lines} == {"INFO"}
    assert {stage for _, stage, _ in lines} >= {
        "document",
        "ocr",
        "layout",
        "segmentation",
        "values",
        "reconcile",
    }
    assert any(
        re.fullmatch(r"page 1: \d+ lines of the text layer \(\d+\.\d\d s\)", words) for *_, words in lines
    )
    assert done.stdout.startswith("{")


def test_twice_verbose_tells_the_scores_of_all_layouts():
    lines = logged(process("extract", REDWOOD, "-vv", text=True, env=PLAIN).stderr)
    scores, *_ = [words for level, stage, words in lines if (level, stage) == ("DEBUG", "layout")]
    assert all(name in scores for name in ("form4-edgar", "form4-agent2002", "form4-2002", "form4-1996"))


def test_the_environment_asks_for_it_too():
    lines = logged(process("explain", REDWOOD, text=True, env={**PLAIN, logs.VARIABLE: "info"}).stderr)
    assert len(lines) > 5


def test_a_level_that_is_none_is_a_usage_error():
    done = process("extract", REDWOOD, text=True, env={**PLAIN, logs.VARIABLE: "loud"})
    assert done.returncode == 2
    assert done.stderr == "FORM4_LOG=loud: is no level of the log; set it to info or debug\n"


def test_without_it_nothing_is_written(capfd, caplog):
    logs.start()()
    with logs.stage("ocr", "page 1") as log:
        log("12 lines")
    assert capfd.readouterr().err == "" and not logs.is_on()


def test_it_ends_with_the_command(capfd, monkeypatch):
    monkeypatch.delenv(logs.VARIABLE, raising=False)
    stop = logs.start(2)
    assert os.environ[logs.VARIABLE] == "debug" and logs.is_on()
    stop()
    logging.getLogger("extractor.ocr").info("after")
    assert capfd.readouterr().err == "" and logs.VARIABLE not in os.environ


def test_an_unknown_level_changes_nothing(monkeypatch):
    monkeypatch.setenv(logs.VARIABLE, "loud")
    with pytest.raises(OptionError, match="info or debug"):
        logs.start()
    assert not logs.is_on()


def test_the_workers_of_a_batch_log_too(tmp_path, monkeypatch):
    monkeypatch.setenv(logs.VARIABLE, "info")
    done = finished(archive(tmp_path / "in", 1), "--out", tmp_path / "out", "--workers", "1", "--quiet")
    processes = {line.split()[2] for line in done.stderr.splitlines()}
    assert {stage for _, stage, _ in logged(done.stderr)} >= {"batch", "ocr", "export"}
    assert len(processes) == 2
