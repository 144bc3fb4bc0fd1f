"""The command: `python -m samples.reader lines FOLDER`, then `python -m samples.reader train FOLDER`."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from pathlib import Path

from extractor.ocr.form_ocr import QUICK, THOROUGH
from samples.generator.fonts import GROUPS


def main(arguments: Sequence[str] | None = None) -> None:
    """Makes the lines, or trains on them."""
    asked = _parser().parse_args(arguments)
    if asked.action == "lines":
        from samples.reader.dataset import make_lines

        make_lines(asked.folder, asked.shards, asked.fonts, asked.jobs)
    else:
        from samples.reader.training import train

        make = {"quick": QUICK, "thorough": THOROUGH}[asked.reader]
        train(make, asked.folder, asked.check, asked.minutes)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m samples.reader", description="Trains the tool's own readers of lines."
    )
    parser.add_argument("action", choices=("lines", "train"), help="make lines, or train on them")
    parser.add_argument("folder", type=Path, help="the folder of the lines")
    parser.add_argument("--reader", choices=("quick", "thorough"), default="quick", help="which to train")
    parser.add_argument("--shards", type=int, default=600, help="how many shards of lines (default 600)")
    parser.add_argument("--fonts", choices=GROUPS, default="train", help="group of typefaces")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes that make lines")
    parser.add_argument("--check", type=Path, help="lines in other typefaces, to watch by")
    parser.add_argument("--minutes", type=float, default=90.0, help="how long to train (default 90)")
    return parser


if __name__ == "__main__":
    main()
