"""Case folders: an input file, its truth, and where every printed value lies.

CASE/input.pdf|tif|png|jpg
CASE/truth.json   {"family", "profile", "input", "fonts", "seed", "hand",
                   "filings": [{"cells": {path: {"type", "value"}}}]}
CASE/boxes.json   [{"path", "text", "page", "bbox": [x0, top, x1, bottom]}] in points of the page as filed
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

from samples.generator.draw import to_pdf
from samples.generator.families import Printed, draw_form
from samples.generator.filings import YEARS, filing_for
from samples.generator.fonts import Group
from samples.generator.profiles import BORN, PROFILES, Container
from samples.generator.scan import Written, file_of, scanned, writing_on
from samples.generator.style import Family, Fills, style_for
from samples.generator.values import Filing, kind_of, moved_in_time

_FIRST_PAGE_ONLY = ("png", "jpg")


@dataclass(frozen=True, slots=True)
class Case:
    """One generated case before it is written; `hand` says that it is filled by hand."""

    family: Family
    profile: str
    seed: int
    group: Group
    hand: bool
    suffix: str
    content: bytes
    cells: Filing
    writing: tuple[Written, ...]


@dataclass(frozen=True, slots=True)
class InputFile:
    """The bytes of an input file, and where its values stand on its pages."""

    suffix: str
    content: bytes
    writing: tuple[Written, ...]


def make_case(
    family: Family,
    profile: str,
    seed: int,
    group: Group,
    filing: Filing | None = None,
    fills: Fills = "any",
) -> Case:
    """Prints a filing (invented from the seed unless given) and sends it down the road of `profile`."""
    filing = filing_for(family, seed) if filing is None else in_era(filing, family, seed)
    style = style_for(family, seed, group, fills)
    printed = draw_form(family, filing, style)
    file = filed(printed, profile, seed, group)
    return Case(
        family=family,
        profile=profile,
        seed=seed,
        group=group,
        hand=style.fill.is_hand,
        suffix=file.suffix,
        content=file.content,
        cells=printed.cells,
        writing=file.writing,
    )


def in_era(filing: Filing, family: Family, seed: int) -> Filing:
    """The filing moved by whole years into the time when forms of `family` were filed."""
    first, last = YEARS[family]
    year = int(filing.get("periodOfReport", "2010")[:4])
    if first <= year <= last:
        return filing
    return moved_in_time(filing, Random(f"era {seed}").randint(first, last) - year)


def write_case(case: Case, folder: Path) -> None:
    """Writes the case's three files into `folder`, made if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    name = f"input.{case.suffix}"
    (folder / name).write_bytes(case.content)
    truth = {
        "family": case.family,
        "profile": case.profile,
        "input": name,
        "fonts": case.group,
        "seed": case.seed,
        "hand": case.hand,
        "filings": [{"cells": truth_of(case.cells)}],
    }
    (folder / "truth.json").write_text(
        f"{json.dumps(truth, indent=1, ensure_ascii=False)}\n", encoding="utf-8"
    )
    boxes = [_box(line) for line in case.writing]
    (folder / "boxes.json").write_text(f"{json.dumps(boxes, ensure_ascii=False)}\n", encoding="utf-8")


def truth_of(cells: Filing) -> dict[str, dict[str, str]]:
    """Path → type and value, as the scorer compares them."""
    return {path: {"type": kind_of(path, value), "value": value} for path, value in cells.items()}


def filed(printed: Printed, profile: str, seed: int, group: Group) -> InputFile:
    """The printed pages sent down the road of `profile`."""
    if profile == BORN:
        return InputFile("pdf", to_pdf(printed.sheets), writing_on(printed.sheets))
    return _scanned(printed, profile, seed, group)


def _scanned(printed: Printed, profile: str, seed: int, group: Group) -> InputFile:
    road, chance = PROFILES[profile], Random(f"file {seed}")
    day = date.fromisoformat(f"{printed.cells.get('periodOfReport', '2000-01')}-15"[:10])
    scan = scanned(printed.sheets, road, seed, group, day)
    fitting = [name for name in road.containers if name not in _FIRST_PAGE_ONLY or len(scan.pages) == 1]
    container: Container = chance.choice(fitting or ["pdf"])
    return InputFile(container, file_of(scan, container, chance.randint(*road.jpeg)), scan.writing)


def _box(line: Written) -> dict[str, object]:
    box = line.box
    bbox = [round(edge, 2) for edge in (box.x0, box.top, box.x1, box.bottom)]
    return {"path": line.path, "text": line.text, "page": line.page, "bbox": bbox}
