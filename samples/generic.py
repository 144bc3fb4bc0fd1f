"""Leaves one layout out: are its forms read without it? `make bench-generic`.

With each shipped layout removed in turn, its own born-digital samples and generated filings are extracted
with the other layouts alone. What none of these knows comes out the generic way, by what every edition of the
form has in common; it may miss more there, but nothing may be wrong in a filing that asks for no look.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from extractor.errors import Form4Error
from samples.generator.cases import make_case, truth_of
from samples.generator.profiles import BORN
from samples.generator.style import Family
from samples.measuring import one_thread
from samples.scoring import Verdict, refused, score_case, score_of

SAMPLES = Path(__file__).parent
LAYOUT_FAMILIES: Mapping[str, Family] = {
    "form4-1996": "paper1996",
    "form4-2002": "paper2002",
    "form4-agent2002": "agent2002",
    "form4-edgar": "edgar",
    "form4-issuer": "issuer",
}
"""The family of generated filings that each layout reads."""
LAYOUT_SAMPLES: Mapping[str, tuple[str, ...]] = {
    "form4-agent2002": ("redwood/form4.pdf",),
    "form4-edgar": ("edgar-two-owners/form4.pdf",),
}
"""The born-digital samples of each layout."""
GENERIC = "generic"
"""What a filing's layout is called where none of the known ones fits."""
COUNT = 25
"""Generated filings of each layout."""
FIRST_SEED = 3_000_000_000
"""Seeds beyond those of other sets."""
LEAST_RIGHT = 0.97
"""The bar: share of the cells that come out right; beside it, nothing wrong in a filing without a flag."""
OUT = Path("out/generic.json")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file to read without its layout: a sample by its name, or a generated filing by its seed."""

    layout: str
    sample: str = ""
    seed: int = 0


@dataclass(frozen=True, slots=True)
class LeftOutResult:
    """What came of one: the layout its filing was read by, the verdicts on its cells, why it was refused.

    `flagged` says that the filing asks for a look somewhere.
    """

    order: LeftOut
    layout: str
    flagged: bool
    verdicts: tuple[Verdict, ...]
    refusal: str = ""

    @property
    def unflagged(self) -> list[Verdict]:
        """Errors, if the filing asks for no look at all."""
        return [] if self.flagged else [v for v in self.verdicts if v.silent]


@dataclass(frozen=True, slots=True)
class LayoutTally:
    """Of the files of one layout: how they were read, and how well."""

    files: int
    generic: int
    other: int
    refused: int
    cells: int
    accuracy: float
    silent: int
    unflagged: int

    @staticmethod
    def of(results: Sequence[LeftOutResult]) -> LayoutTally:
        """The counts of some results."""
        score = score_of(verdict for result in results for verdict in result.verdicts)
        return LayoutTally(
            files=len(results),
            generic=sum(r.layout == GENERIC for r in results),
            other=sum(r.layout not in ("", GENERIC) for r in results),
            refused=sum(not r.layout for r in results),
            cells=score.cells,
            accuracy=round(score.accuracy, 5),
            silent=score.silent,
            unflagged=sum(len(r.unflagged) for r in results),
        )

    @property
    def meets_bar(self) -> bool:
        """True where enough is right and nothing is wrong unflagged."""
        return self.accuracy >= LEAST_RIGHT and not self.unflagged


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; 1 where a bar is missed."""
    options = _parser().parse_args(arguments)
    tallies, results = {}, measured(list(orders(options.layouts, options.count)), options.jobs)
    for layout in options.layouts:
        tallies[layout] = LayoutTally.of([r for r in results if r.order.layout == layout])
    for line in report(tallies, results, options.show):
        print(line)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    figures = {layout: asdict(tally) for layout, tally in tallies.items()}
    options.out.write_text(f"{json.dumps(figures, indent=1)}\n", encoding="utf-8")
    return 0 if all(tally.meets_bar for tally in tallies.values()) else 1


def orders(layouts: Sequence[str], count: int) -> Iterator[LeftOut]:
    """The files of some layouts, samples first; `count` generated ones of each."""
    for layout in layouts:
        yield from (LeftOut(layout, sample=name) for name in LAYOUT_SAMPLES.get(layout, ()))
        yield from (LeftOut(layout, seed=FIRST_SEED + number) for number in range(count))


def measured(wanted: Sequence[LeftOut], jobs: int) -> list[LeftOutResult]:
    """Every file's result, in their order."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=one_thread) as pool:
        return list(pool.map(result_of, wanted))


def result_of(order: LeftOut) -> LeftOutResult:
    """One file extracted without its layout, and scored."""
    with TemporaryDirectory() as scratch:
        file, truth = _file(order, Path(scratch))
        try:
            output = _extracted(file, order.layout)
        except Form4Error as error:
            return LeftOutResult(order, "", True, tuple(refused(truth)), str(error))
    filings: list[dict[str, Any]] = output["filings"]
    flagged = all(filing["status"] == "review" for filing in filings)
    return LeftOutResult(order, filings[0]["layout"], flagged, tuple(score_case(truth, output)))


def _file(order: LeftOut, scratch: Path) -> tuple[Path, dict[str, Any]]:
    """The file and its truth."""
    if order.sample:
        file = SAMPLES / order.sample
        truth: dict[str, Any] = json.loads((file.parent / "truth.json").read_text(encoding="utf-8"))
        return file, truth
    case = make_case(LAYOUT_FAMILIES[order.layout], BORN, order.seed, "calibrate", fills="typed")
    file = scratch / f"input.{case.suffix}"
    file.write_bytes(case.content)
    return file, {"filings": [{"cells": truth_of(case.cells)}]}


def _extracted(file: Path, without: str) -> dict[str, Any]:
    from extractor import extract
    from extractor.export import to_json
    from extractor.layout.template import shipped_layouts

    others = [layout for layout in shipped_layouts() if layout.name != without]
    output: dict[str, Any] = json.loads(to_json(extract(file, layouts=others)))
    return output


def report(tallies: Mapping[str, LayoutTally], results: Sequence[LeftOutResult], show: int) -> Iterator[str]:
    """The table, a cross where a bar is missed, why files were refused, and the first errors."""
    names = ("files", "generic", "other", "refused", "cells", "right %", "silent", "unflagged")
    yield f"{'layout left out':<20}" + "".join(f"{name:>11}" for name in names)
    for layout, tally in tallies.items():
        counts = (tally.files, tally.generic, tally.other, tally.refused, tally.cells)
        right = f"{100 * tally.accuracy:.2f}"
        cells = (*counts, right, tally.silent, tally.unflagged)
        yield f"{layout:<20}" + "".join(f"{cell:>11}" for cell in cells) + ("" if tally.meets_bar else "  x")
    yield "generic, other: read the generic way, or by another layout; silent: errors no entry names;"
    yield f"unflagged: errors in filings that ask for no look (bar 0); right: bar {LEAST_RIGHT:.0%}"
    for result in results[:show]:
        yield from _shown(result)


def _shown(result: LeftOutResult) -> Iterator[str]:
    order = result.order
    yield f"{order.layout} {order.sample or order.seed}: {result.refusal or result.layout}"
    wrong = [v for v in result.verdicts if v.outcome != "correct" and not result.refusal]
    for v in wrong:
        silent = "" if v.flagged else "silent "
        yield f"    {silent}{v.outcome} {v.path}: {v.truth!r}, read {v.value!r}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m samples.generic", description="Reads the forms of each layout without it."
    )
    names = tuple(LAYOUT_FAMILIES)
    parser.add_argument("--layouts", nargs="+", choices=names, default=names, help="those to leave out")
    parser.add_argument("--count", type=int, default=COUNT, help=f"generated filings of each ({COUNT})")
    parser.add_argument("--show", type=int, default=0, help="print what came of the first so many files")
    parser.add_argument("--out", type=Path, default=OUT, help=f"the figures as JSON ({OUT})")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes (default: cores)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
