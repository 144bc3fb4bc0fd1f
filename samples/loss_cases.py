"""Damaged filings: drawn from a seed and a number, extracted, compared with the truth of the whole filing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, Literal

from extractor.errors import Form4Error
from samples.generator.cases import InputFile, filed, truth_of
from samples.generator.families import Printed
from samples.generator.filings import Extent, filing_for
from samples.generator.fonts import Group
from samples.generator.profiles import BORN
from samples.generator.scan import writing_on
from samples.generator.style import FAMILIES, Family, style_for
from samples.loss_kinds import KINDS, Loss, Paper, paper_of
from samples.scoring import Pages, Verdict, refused, score_case

Road = Literal["born", "scan"]
OFFICE = ("office300bw", "office200bw", "clean300")
"""The roads of scans: an office's scanner."""
GROUP: Group = "calibrate"
"""Typefaces that no reader was trained on; the held-back ones stay for `samples.accuracy`."""
MOST_PAGES = 5
JOINT: tuple[Family, ...] = ("edgar", "agent2002")
"""Families with room for several owners."""
OF_JOINT = ("owner's block",)
"""Kinds of loss that only they know."""


@dataclass(frozen=True, slots=True)
class LossOrder:
    """A damaged filing to make: the same seed, road and number make the same one."""

    seed: int
    road: Road
    number: int

    @property
    def kind(self) -> str:
        """The kinds take turns."""
        return tuple(KINDS)[self.number % len(KINDS)]

    @property
    def family(self) -> Family:
        """Every kind comes to every family that has such a thing."""
        families = JOINT if self.kind in OF_JOINT else FAMILIES
        return families[self.number // len(KINDS) % len(families)]

    def __str__(self) -> str:
        return f"{self.road}:{self.number}"


@dataclass(frozen=True, slots=True)
class LossCase:
    """A filing whole and damaged, as files; `pages` are those of the damaged file a value stood on."""

    order: LossOrder
    what: str
    profile: str
    whole: InputFile
    damaged: InputFile
    truth: Mapping[str, Any]
    pages: Pages


@dataclass(frozen=True, slots=True)
class LossResult:
    """What became of one.

    `missed` are the values missing or wrong, `lost` those of them that nothing flags and that the whole file
    does not lose too; `flags` counts those raised on the whole file, None where that was not extracted.
    """

    order: LossOrder
    what: str
    profile: str
    missed: tuple[str, ...]
    lost: tuple[str, ...]
    flags: int | None = None
    refusal: str = ""


def case_of(order: LossOrder) -> LossCase:
    """The first filing of its kind and family, from the order's own seeds, that has such a thing to lose."""
    rng = Random(f"loss {order.seed} {order.road} {order.number}")
    profile = BORN if order.road == "born" else rng.choice(OFFICE)
    for _ in count():
        seed = rng.randrange(1 << 31)
        paper = _paper(order.family, seed, rng)
        loss = KINDS[order.kind](paper, rng) if len(paper.printed.sheets) <= MOST_PAGES else None
        if loss is not None and loss.sheets != paper.printed.sheets:
            return _case(order, paper, loss, profile, seed)
    raise AssertionError("unreachable")


def _paper(family: Family, seed: int, rng: Random) -> Paper:
    """Two in five filings are as long as most are, the others report much."""
    extent = Extent()
    if rng.random() < 0.6:
        owners = rng.randrange(2, 9) if family in JOINT and rng.random() < 0.5 else 0
        extent = Extent(rng.randrange(3, 14), owners, rng.randrange(12))
    style = style_for(family, seed, GROUP, "typed")
    return paper_of(family, filing_for(family, seed, extent), style)


def _case(order: LossOrder, paper: Paper, loss: Loss, profile: str, seed: int) -> LossCase:
    cells = paper.cells
    return LossCase(
        order=order,
        what=loss.what,
        profile=profile,
        whole=filed(paper.printed, profile, seed, GROUP),
        damaged=filed(Printed(loss.sheets, cells), profile, seed, GROUP),
        truth={"filings": [{"cells": truth_of(cells)}]},
        pages=_pages(paper, loss),
    )


def _pages(paper: Paper, loss: Loss) -> Pages:
    """Where on the damaged file the values stand, or stood; on no page what went with its page."""
    after = {number: place for place, number in enumerate(loss.numbers, 1)}
    pages: dict[str, frozenset[int]] = {}
    for line in writing_on(paper.printed.sheets):
        own = frozenset({after[line.page]}) if line.page in after else frozenset[int]()
        pages[line.path] = pages.get(line.path, frozenset()) | own
    return pages


def result_of(order: LossOrder, untouched: bool, keep: Path | None = None) -> LossResult:
    """Makes the damaged file and extracts it, the whole one too where `untouched` or something was lost.

    What is lost is kept in the folder `keep`, if given.
    """
    case = case_of(order)
    verdicts, output, refusal = _scored(case.damaged, case.truth, case.pages)
    missed = [v for v in verdicts if v.outcome in ("missing", "wrong")]
    silent = [v.path for v in missed if v.silent]
    flags = None
    if untouched or silent:
        before, whole, _ = _scored(case.whole, case.truth, None)
        same = {v.path for v in before if v.silent}
        silent, flags = [path for path in silent if path not in same], _flags(whole)
    result = LossResult(
        order, case.what, case.profile, tuple(v.path for v in missed), tuple(silent), flags, refusal
    )
    if silent and keep is not None:
        _keep(case, result, output, keep / f"{order.road}-{order.number:04}")
    return result if untouched else replace(result, flags=None)


def _scored(
    file: InputFile, truth: Mapping[str, Any], pages: Pages | None
) -> tuple[list[Verdict], Mapping[str, Any], str]:
    """The verdicts, the output, and why the file was refused if it was: that flags all of it."""
    from extractor import extract
    from extractor.export import to_json

    with TemporaryDirectory() as folder:
        path = Path(folder, f"input.{file.suffix}")
        path.write_bytes(file.content)
        try:
            output: Mapping[str, Any] = json.loads(to_json(extract(path)))
        except Form4Error as error:
            return refused(truth), {}, str(error)
    return score_case(truth, output, pages), output, ""


def _flags(output: Mapping[str, Any]) -> int:
    """How many places of the file a person is asked to look at."""
    filings = output.get("filings") or [{"review": [{"path": ""}]}]
    return sum(len(_flagged(filing)) for filing in filings)


def _flagged(filing: Mapping[str, Any]) -> set[tuple[str, object]]:
    named = {(item["path"], item.get("page")) for item in filing.get("review") or []}
    doubtful = {cell["path"] for cell in filing.get("cells") or [] if cell.get("status") == "review"}
    return named | {(path, None) for path in doubtful}


def _keep(case: LossCase, result: LossResult, output: Mapping[str, Any], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"damaged.{case.damaged.suffix}").write_bytes(case.damaged.content)
    (folder / f"whole.{case.whole.suffix}").write_bytes(case.whole.content)
    for name, said in (
        ("output.json", output),
        ("truth.json", {"kind": case.order.kind, "what": case.what, "lost": result.lost, **case.truth}),
    ):
        (folder / name).write_text(f"{json.dumps(said, indent=1, ensure_ascii=False)}\n", encoding="utf-8")
