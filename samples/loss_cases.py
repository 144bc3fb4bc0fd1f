"""Damaged filings: drawn from a seed and a number, extracted, compared with the truth of the whole filing."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, Literal

from extractor.errors import Form4Error
from samples.generator.cases import InputFile, filed, truth_of
from samples.generator.families import Printed
from samples.generator.filings import JOINT, Extent, filing_for
from samples.generator.fonts import Group
from samples.generator.profiles import BORN
from samples.generator.scan import writing_on
from samples.generator.style import ALL_FAMILIES, Breaks, Family, style_for
from samples.loss_kinds import KINDS, Loss, Paper, paper_of
from samples.scoring import Pages, Verdict, refused, score_case

Road = Literal["born", "scan"]
OFFICE = ("office300bw", "office200bw", "clean300")
"""The roads of scans: an office's scanner."""
GROUP: Group = "calibrate"
"""Typefaces that no reader was trained on; the held-back ones stay for `samples.accuracy`."""
MOST_PAGES = 5
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
        families = JOINT if self.kind in OF_JOINT else ALL_FAMILIES
        return families[self.number // len(KINDS) % len(families)]

    @property
    def breaks(self) -> Breaks:
        """Every second time a kind has come to all families, their forms go over pages otherwise."""
        rng = Random(f"breaks {self.seed} {self.road} {self.number}")
        if self.number // (len(KINDS) * len(ALL_FAMILIES)) % 2 == 0:
            return Breaks()
        heads: tuple[Literal["all", "columns", "none"], ...] = ("all", "columns", "none")
        return Breaks(rng.random() < 0.6, rng.choice(heads), rng.choice((0, 3, 6)), rng.random() < 0.6)

    def __str__(self) -> str:
        return f"{self.road}:{self.number}"

    @property
    def key(self) -> str:
        """The name of its whole file among those of all seeds."""
        return f"{self.seed} {self}"


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

    `missed` are the values missing or wrong that the whole file does not lose too, `lost` those of them that
    nothing flags. Of the whole file, where that was extracted: `flags` raised on it, and the values that it
    loses itself, unflagged (`own`).
    """

    order: LossOrder
    what: str
    profile: str
    missed: tuple[str, ...]
    lost: tuple[str, ...]
    flags: int | None = None
    own: tuple[str, ...] = ()
    refusal: str = ""


def case_of(order: LossOrder) -> LossCase:
    """The first filing of its kind and family, from the order's own seeds, that has such a thing to lose."""
    rng = Random(f"loss {order.seed} {order.road} {order.number}")
    profile = BORN if order.road == "born" else rng.choice(OFFICE)
    for _ in count():
        seed = rng.randrange(1 << 31)
        paper = _paper(order, seed, rng)
        loss = KINDS[order.kind](paper, rng) if len(paper.printed.sheets) <= MOST_PAGES else None
        if loss is not None and loss.sheets != paper.printed.sheets:
            return _case(order, paper, loss, profile, seed)
    raise AssertionError("unreachable")


def _paper(order: LossOrder, seed: int, rng: Random) -> Paper:
    """Two in five filings are as long as most are, the others report much."""
    extent = Extent()
    if rng.random() < 0.6:
        owners = rng.randrange(2, 9) if order.family in JOINT and rng.random() < 0.5 else 0
        extent = Extent(rng.randrange(3, 14), owners, rng.randrange(12))
    style = replace(style_for(order.family, seed, GROUP, "typed"), breaks=order.breaks)
    return paper_of(order.family, filing_for(order.family, seed, extent), style)


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

    What loses something, damaged or whole, is kept in the folder `keep`, if given.
    """
    case = case_of(order)
    damaged = _read(case.damaged, case.truth, case.pages)
    whole = _read(case.whole, case.truth) if untouched or damaged.silent else None
    own = whole.silent if whole else ()
    result = LossResult(
        order=order,
        what=case.what,
        profile=case.profile,
        missed=tuple(path for path in damaged.missed if path not in own),
        lost=tuple(path for path in damaged.silent if path not in own),
        flags=_flags(whole.output) if whole and untouched else None,
        own=own if untouched else (),
        refusal=damaged.refusal,
    )
    if (result.lost or result.own) and keep is not None:
        _keep(case, result, damaged.output, keep / f"{order.road}-{order.number:04}")
    return result


def whole_flags(order: LossOrder) -> int:
    """How many flags the order's whole file raises."""
    case = case_of(order)
    return _flags(_read(case.whole, case.truth).output)


@dataclass(frozen=True, slots=True)
class _Read:
    """A file extracted: the verdicts, the output, and why the file was refused if it was: that flags all."""

    verdicts: Sequence[Verdict]
    output: Mapping[str, Any]
    refusal: str = ""

    @property
    def missed(self) -> tuple[str, ...]:
        return tuple(v.path for v in self.verdicts if v.outcome in ("missing", "wrong"))

    @property
    def silent(self) -> tuple[str, ...]:
        return tuple(v.path for v in self.verdicts if v.outcome in ("missing", "wrong") and v.silent)


def _read(file: InputFile, truth: Mapping[str, Any], pages: Pages | None = None) -> _Read:
    from extractor import extract
    from extractor.export import to_json

    with TemporaryDirectory() as folder:
        path = Path(folder, f"input.{file.suffix}")
        path.write_bytes(file.content)
        try:
            output: Mapping[str, Any] = json.loads(to_json(extract(path)))
        except Form4Error as error:
            return _Read(refused(truth), {}, str(error))
    return _Read(score_case(truth, output, pages), output)


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
    said = {"kind": case.order.kind, "what": case.what, "lost": result.lost, "own": result.own, **case.truth}
    for name, values in (("output.json", output), ("truth.json", said)):
        text = f"{json.dumps(values, indent=1, ensure_ascii=False)}\n"
        (folder / name).write_text(text, encoding="utf-8")
