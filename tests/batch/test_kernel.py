"""Where there are no modules of Unix alone, extract, batch and review work, and threads keep the time."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from extractor.batch.kernel import DOCUMENT_TOO_LONG, OVER_PAGE_TIME, OVER_TIME, PAGE_TOO_LONG
from tests.cli.command import COMMAND, REDWOOD
from tools.architecture import modules

UNIX_ONLY = {"fcntl", "resource", "pwd", "grp", "termios", "tty", "pty", "posix"}
ELSEWHERE = """
import builtins, signal
for name in ("SIGALRM", "SIGPROF", "SIGPIPE", "setitimer", "ITIMER_REAL", "ITIMER_PROF"):
    delattr(signal, name)
found = builtins.__import__
def without(name, globals=None, *more, **named):
    if name in ("fcntl", "resource") and (globals or {}).get("__name__", "").startswith("extractor"):
        raise ImportError(name)
    return found(name, globals, *more, **named)
builtins.__import__ = without
"""
"""A system that is not Unix, as far as form4 sees it."""


@pytest.fixture
def elsewhere(tmp_path):
    """The environment of processes that find no module of Unix alone, their children too."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(ELSEWHERE)
    paths = os.pathsep.join((str(tmp_path / "site"), str(Path(__file__).parents[2])))
    return os.environ | {"PYTHONPATH": paths}


def test_one_module_alone_imports_what_only_unix_has():
    using = {
        name
        for name, file in modules().items()
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        and UNIX_ONLY & {getattr(node, "module", None), *(alias.name for alias in node.names)}
        and getattr(node, "module", None) != "importlib"
    }
    assert using == {"extractor.batch.kernel"}


def test_extract_and_batch_work_without_them(elsewhere, tmp_path):
    """The command did not even start where there is no SIGPIPE."""
    out = tmp_path / "out"
    order = ["batch", REDWOOD, "--out", out, "--workers", "1", "--quiet"]
    done = subprocess.run(
        [*COMMAND, *map(str, order)], env=elsewhere, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert len(list((out / "json").rglob("*.json"))) == 1 and (out / "report.html").exists()
    order = [*COMMAND, "extract", str(REDWOOD), "--format", "csv"]
    done = subprocess.run(order, env=elsewhere, capture_output=True, text=True, check=False)
    assert done.returncode == 0 and done.stdout.startswith("source_file")


def test_review_can_be_imported_without_them(elsewhere):
    pytest.importorskip("fastapi")
    program = "import extractor.cli.reviewing, extractor.review.web.server, extractor.review.service"
    subprocess.run([sys.executable, "-c", program], env=elsewhere, check=True)


@pytest.mark.parametrize(
    ("of_work", "idle", "code"),
    [(False, "time.sleep(30)", DOCUMENT_TOO_LONG), (True, "while True: pass", PAGE_TOO_LONG)],
)
def test_a_thread_keeps_the_time_where_no_kernel_does(elsewhere, of_work, idle, code):
    program = (
        f"import time\nfrom extractor.batch.kernel import Deadline\nend = Deadline(of_work={of_work})\n"
        f"end.allow(50)\nend.stop()\nend.allow(0.2)\n{idle}"
    )
    done = subprocess.run([sys.executable, "-c", program], env=elsewhere, check=False)
    assert done.returncode == code and code in OVER_TIME | OVER_PAGE_TIME


def test_what_sleeps_is_not_over_its_seconds_of_work(elsewhere):
    program = "import time; from extractor.batch.kernel import Deadline; end = Deadline(of_work=True)"
    program += "; end.allow(1); time.sleep(2)"
    assert subprocess.run([sys.executable, "-c", program], env=elsewhere, check=False).returncode == 0
