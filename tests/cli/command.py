"""The command as the tests run it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SAMPLES = Path(__file__).parents[2] / "samples"
REDWOOD = SAMPLES / "redwood" / "form4.pdf"
BUNDLE = SAMPLES / "bundle" / "bundle.pdf"
LAYOUTS = SAMPLES.parent / "layouts"
COMMAND = [sys.executable, "-c", "from extractor.cli import main; main()"]


def process(*arguments, **options):
    return subprocess.run([*COMMAND, *map(str, arguments)], capture_output=True, check=False, **options)


def only_line(text):
    assert text.count("\n") == 1 and text.endswith("\n"), text
    return text
