"""Snapshots: what every stage made of a form when it was last looked at, one JSON file a stage."""

from __future__ import annotations

import json
from pathlib import Path

from extractor.debug.stages import Stages, readable_json
from tests.golden.cases import LAYOUTS, SCAN, TEXT, Case

SNAPSHOTS = Path(__file__).parent / "snapshots"
CASES = tuple(Case(layout, 1, profile) for layout in LAYOUTS for profile in (TEXT, SCAN))
"""The first form of each layout, as a text page and as a scan."""


def kept(case: Case) -> Stages:
    """The stages as they were kept, in no order; empty where none were."""
    files = sorted((SNAPSHOTS / case.name).glob("*.json"))
    return {file.stem: json.loads(file.read_text("utf-8")) for file in files}


def keep(case: Case, stages: Stages) -> None:
    """Keeps the stages, and no other."""
    folder = SNAPSHOTS / case.name
    folder.mkdir(parents=True, exist_ok=True)
    for file in folder.glob("*.json"):
        file.unlink()
    for name, entries in stages.items():
        (folder / f"{name}.json").write_text(f"{readable_json(entries)}\n", encoding="utf-8")
