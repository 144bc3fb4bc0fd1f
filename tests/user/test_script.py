"""A user's own script: it uses every public name, its types hold, and it runs."""

import ast
import subprocess
import sys
from pathlib import Path

import form4
from tests.cli.command import REDWOOD

SCRIPT = Path(__file__).with_name("script.py")
ROOT = Path(__file__).parents[2]


def test_it_uses_every_public_name():
    nodes = ast.walk(ast.parse(SCRIPT.read_text("utf-8")))
    used = {n.attr for n in nodes if isinstance(n, ast.Attribute) and ast.unparse(n.value) == "form4"}
    assert used == set(form4.__all__)


def test_its_types_hold(tmp_path):
    """Without the project's own settings, as a user has it."""
    order = ["--strict", "--config-file=", "--follow-imports=silent", f"--cache-dir={tmp_path}", str(SCRIPT)]
    done = subprocess.run(
        [sys.executable, "-m", "mypy", *order], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert done.stdout.startswith("Success"), done.stdout


def test_it_runs(tmp_path):
    order = [sys.executable, SCRIPT, REDWOOD, tmp_path]
    done = subprocess.run(
        order, capture_output=True, text=True, check=True, env={"PYTHONPATH": str(ROOT)}, encoding="utf-8"
    )
    assert "page 1" in done.stdout and (tmp_path / "1.xml").exists()
