"""The command as a process: its help, its streams, its own failures, its spinner."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from extractor.cli import console
from extractor.cli.console import Spinner
from extractor.errors import ComponentMissing
from tests.cli.command import COMMAND, REDWOOD, only_line


def test_help_is_quick_and_loads_nothing_heavy():
    heavy = "{'cv2', 'onnxruntime', 'numpy', 'pydantic', 'lxml', 'rich', 'PIL'}"
    program = (
        "import sys, time\nfrom extractor.cli import main\ntry: main()\n"
        f"finally: print(sorted({heavy} & set(sys.modules))); print(time.process_time())"
    )
    command = [sys.executable, "-c", program, "--help"]
    runs = [subprocess.run(command, capture_output=True, text=True, check=True).stdout for _ in range(3)]
    assert "extract" in runs[0] and runs[0].splitlines()[-2] == "[]"
    # Seconds of the processor, which other work on the machine hardly changes: 0.2 usually.
    assert min(float(run.splitlines()[-1]) for run in runs) < 0.5


def test_imports_are_not_searched_for_garbage_over_and_over():
    """A run of one text file spent a quarter of its imports on it; the command says how often it did."""
    program = (
        "import gc\nfrom extractor.cli import main\nbefore = gc.get_stats()[0]['collections']\n"
        "try: main()\nfinally: print(gc.get_stats()[0]['collections'] - before)"
    )
    command = [sys.executable, "-c", program, "extract", str(REDWOOD), "--format", "csv"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert int(done.stdout.splitlines()[-1]) < 50  # 145 before


def test_a_reader_that_leaves_early_is_no_error():
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen([*COMMAND, "extract", str(REDWOOD)], **pipes) as run:
        run.stdout.close()
        assert run.stderr.read() == b""
    assert run.returncode == 141


def test_a_full_disk_is_told_in_one_line():
    with Path("/dev/full").open("wb") as full:
        command = [*COMMAND, "extract", str(REDWOOD)]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 2
    assert "--out" in only_line(done.stderr)


def test_version(form4):
    assert form4("--version").output.startswith("form4 0.")


def test_a_bug_is_one_line_that_asks_for_a_report(form4, extracted, monkeypatch):
    monkeypatch.delenv("FORM4_DEBUG", raising=False)
    extracted(ZeroDivisionError("division\nby zero"))
    done = form4("extract", REDWOOD)
    assert done.exit_code == 5
    assert "form4.pdf: this is a bug" in only_line(done.stderr) and "report" in done.stderr


def test_the_debug_variable_brings_the_traceback(form4, extracted, monkeypatch):
    monkeypatch.setenv("FORM4_DEBUG", "1")
    extracted(ZeroDivisionError("division by zero"))
    done = form4("extract", REDWOOD)
    assert done.exit_code == 5 and "Traceback" in done.stderr


def test_a_missing_component_is_no_bug(form4, extracted):
    extracted(ComponentMissing("Tesseract is not installed; install tesseract-ocr"))
    done = form4("extract", REDWOOD)
    assert done.exit_code == 5
    assert only_line(done.stderr).startswith("Tesseract is not installed")


def test_an_interrupt_is_quiet(form4, extracted):
    extracted(KeyboardInterrupt())
    done = form4("extract", REDWOOD)
    assert (done.exit_code, done.output) == (130, "")


def test_a_closed_standard_output_is_told(monkeypatch):
    monkeypatch.setattr(sys, "stdout", None)
    with pytest.raises(Exception, match="closed"):
        console.put("x")


def test_progress_waits_two_seconds_and_needs_a_terminal(monkeypatch):
    with Spinner("a.pdf") as progress:
        progress.on_page(1, 2)
    assert progress._status is None
    monkeypatch.setattr("extractor.cli.console.is_terminal", lambda _: True)
    monkeypatch.setattr("extractor.cli.console.PATIENCE", 0.0)
    with Spinner("[a].pdf") as progress:
        progress._timer.join(timeout=20)
        progress.on_page(2, 7)
        assert progress._status is not None
        assert progress._status.status == "\\[a].pdf: page 2 of 7"


@pytest.mark.parametrize(
    ("words", "offered"), [("form4 ext", "extract"), ("form4 extract x --format csv-o", "csv-owners")]
)
def test_what_is_begun_is_completed(words, offered):
    shell = {"_FORM4_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(words.count(" "))}
    done = subprocess.run(COMMAND, capture_output=True, text=True, check=False, env=os.environ | shell)
    assert done.stdout.split() == [offered]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_every_shell_can_complete(shell):
    asked = os.environ | {"_FORM4_COMPLETE": f"source_{shell}"}
    done = subprocess.run(COMMAND, capture_output=True, text=True, check=False, env=asked)
    assert "_FORM4_COMPLETE=complete_" in done.stdout


@pytest.mark.parametrize(
    "command",
    ["", "extract", "explain", "debug", "trace", "batch", "review", "schema", "layouts check"],
)
def test_every_command_has_its_help_under_h(form4, command):
    done = form4(*command.split(), "-h")
    assert done.exit_code == 0 and done.stdout.startswith("Usage: ")
