"""What the documents tell people to type works, word for word."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.user.documented import blocks, script

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *(ROOT / "docs" / name for name in ("tutorial.md", "cookbook.md"))]
TO_LOOK_AT = """#!/bin/sh
# What people type goes on where there is something to look at; under bash -e it would not.
{python} -c 'from extractor.cli import main; main()' "$@" || [ $? -eq 1 ]
"""


@pytest.fixture
def machine(tmp_path):
    """A folder with the samples, and an environment whose `form4` and `python` are those of the tests."""
    (tmp_path / "samples").symlink_to(ROOT / "samples")
    commands = tmp_path / "bin"
    commands.mkdir()
    for name, text in (("form4", TO_LOOK_AT), ("python", '#!/bin/sh\nexec {python} "$@"\n')):
        (commands / name).write_text(text.format(python=sys.executable))
        (commands / name).chmod(0o755)
    search = os.pathsep.join([str(commands), os.environ["PATH"]])
    return tmp_path, {**os.environ, "PATH": search, "PYTHONPATH": str(ROOT)}


@pytest.mark.skipif(os.name == "nt", reason="the blocks are for a Unix shell")
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_of_a_page_works(page, machine):
    folder, environment = machine
    done = subprocess.run(
        ["bash", "-c", script(page)], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_is_not_run_says_why(page):
    text = page.read_text("utf-8")
    found = list(blocks(text))
    assert len(found) == text.count("\n```sh\n") + text.count("\n```python\n")
    assert all(block.why for block in found if block.mark)


def test_blocks_are_run_or_not_by_their_marks():
    page = "".join(
        f"{mark}```sh\ntrue\n```\n\n"
        for mark in (
            "",
            "<!-- not run: no -->\n",
            "<!-- on a bare machine only: x -->\n",
            "<!-- needs: nomodule -->\n",
        )
    )
    assert [block.runs(bare=False) for block in blocks(page)] == [True, False, False, False]
    assert [block.runs(bare=True) for block in blocks(page)] == [True, False, True, False]
    assert [block.line for block in blocks(page)] == [1, 6, 11, 16]


def test_a_block_that_fails_is_told(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("```sh\nfalse\n```\n```python\nprint(1)\n```\n")
    done = subprocess.run(["bash", "-c", script(page)], capture_output=True, text=True, check=False)
    assert done.returncode == 1 and "page.md, line 1\n" in done.stderr and done.stdout == ""
