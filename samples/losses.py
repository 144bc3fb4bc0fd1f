"""Takes one thing off each of many filings and asks whether the tool tells: `make bench-losses`.

Generated filings of one to five pages, half of them born-digital and half of them office scans, lose a row,
a value, an owner, a footnote, a page or a strip, or get a stamp or a box over a value
(`samples/loss_kinds.py`). Each is extracted and compared with the truth of the whole filing. Lost is what is
missing or wrong and neither in a cell to review nor covered by an entry of the review list, unless the whole
file loses the same. Flags on whole files are counted beside it: a tool that flags everything loses nothing.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from extractor.model.path import CellPath
from samples.loss_cases import LossOrder, LossResult, Road, result_of, whole_flags
from samples.loss_kinds import KINDS
from samples.measuring import one_thread

ROADS: tuple[Road, ...] = ("born", "scan")
CASES = 500
"""Filings of each road."""
WHOLE_SCANS = 5
"""Of so many scans one is extracted whole too, to count its flags: that takes as long as the damaged one."""
MOST_LOST = {"born": 0.0, "scan": 0.002}
"""The bars: share of the filings that may lose something."""
OWN_BAR = {"born": " (bar 0)", "scan": ", misread letters among them"}
"""What whole files may lose unflagged; `samples.accuracy` has a bar for scans."""
MORE_FLAGS = 1.1
"""What flags on whole files may grow to, as a multiple of those stored."""
STORED = Path(__file__).with_name("untouched_flags.json")
OUT = Path("out/losses.json")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Tally:
    """Of some results: how many lost something silently, were told, or came out whole.

    `own`: of how many the whole file loses something itself.
    """

    filings: int
    lost: int
    told: int
    whole: int
    own: int

    @staticmethod
    def of(results: Iterable[LossResult]) -> Tally:
        """The counts of some results."""
        given = list(results)
        lost, missed = sum(bool(r.lost) for r in given), sum(bool(r.missed) for r in given)
        own = sum(bool(r.own) for r in given)
        return Tally(len(given), lost, missed - lost, len(given) - missed, own)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; 1 where a bar is missed."""
    options = _parser().parse_args(arguments)
    orders = list(_orders(options))
    if options.store:
        flags = zip(orders, _mapped(whole_flags, orders, options.jobs), strict=True)
        _write(STORED, _stored() | {order.key: own for order, own in flags})
        return 0
    results = measured(orders, options.jobs, options.keep)
    for line in report(results):
        print(line)
    _write(options.out, figures(results))
    return 0 if meets_bars(results) else 1


def measured(orders: Sequence[LossOrder], jobs: int, keep: Path | None = None) -> list[LossResult]:
    """Every order's result, in their order; cases that lose something are kept in the folder `keep`."""
    return _mapped(partial(_result, keep=keep), orders, jobs)


def _mapped(work: Callable[[LossOrder], Result], orders: Sequence[LossOrder], jobs: int) -> list[Result]:
    """`work` done for every order by `jobs` processes; on a terminal it is said how many are done."""
    # Workers start afresh: a fork would inherit threads and the libraries' settings.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=one_thread) as pool:
        results = []
        for result in pool.map(work, orders):
            results.append(result)
            if sys.stderr.isatty():
                print(f"\r{len(results)} of {len(orders)}", end="", file=sys.stderr, flush=True)
        return results


def _result(order: LossOrder, keep: Path | None) -> LossResult:
    return result_of(order, _is_counted(order), keep)


def _is_counted(order: LossOrder) -> bool:
    """True where the flags of the whole file are counted."""
    return order.road == "born" or order.number % WHOLE_SCANS == 0


def report(results: Sequence[LossResult]) -> Iterator[str]:
    """The lines of the tables: what was told by kind and road, flags on whole files, each case that lost."""
    yield f"{'':<20}" + "".join(
        f"{f'{road}: filings':>15}{'lost':>6}{'told':>6}{'whole':>7}" for road in ROADS
    )
    for kind in (*KINDS, "all"):
        own = [result for result in results if kind in ("all", result.order.kind)]
        yield f"{kind:<20}" + "".join(_counts(_on(own, road)) for road in ROADS)
    yield "lost: missing or wrong and nothing flags it; told: flagged; whole: read right all the same"
    for road in ROADS:
        yield from _bars(road, _on(results, road))
    yield from (line for result in results if result.lost for line in _lost(result))


def figures(results: Sequence[LossResult]) -> dict[str, Any]:
    """What the report says, as JSON."""
    return {
        "kinds": {
            road: {
                kind: asdict(Tally.of(r for r in _on(results, road) if r.order.kind == kind))
                for kind in KINDS
            }
            for road in ROADS
        },
        "all": {road: asdict(Tally.of(_on(results, road))) for road in ROADS},
        "flags on whole files": flags_of(results),
        "lost": [{"kind": r.order.kind, **asdict(r)} for r in results if r.lost],
    }


def flags_of(results: Sequence[LossResult]) -> dict[str, dict[str, float]]:
    """By road: the whole files counted, flags to a file, and flags as a multiple of those stored of them."""
    counted = {road: [r for r in _on(results, road) if r.flags is not None] for road in ROADS}
    return {
        road: {"files": len(own), "flags to a file": round(_count(own) / len(own), 3), "growth": _growth(own)}
        for road, own in counted.items()
        if own
    }


def _growth(results: Sequence[LossResult]) -> float:
    stored = _stored()
    known = [result for result in results if result.order.key in stored]
    before = sum(stored[result.order.key] for result in known)
    return round(_count(known) / before, 3) if before else 1.0


def _count(results: Iterable[LossResult]) -> int:
    return sum(result.flags or 0 for result in results)


def meets_bars(results: Sequence[LossResult]) -> bool:
    """True where no bar is missed."""
    few = all(
        Tally.of(own).lost <= MOST_LOST[road] * len(own) for road in ROADS if (own := _on(results, road))
    )
    return (
        few
        and not Tally.of(_on(results, "born")).own
        and all(flags["growth"] <= MORE_FLAGS for flags in flags_of(results).values())
    )


def _on(results: Iterable[LossResult], road: Road) -> list[LossResult]:
    return [result for result in results if result.order.road == road]


def _counts(results: Sequence[LossResult]) -> str:
    tally = Tally.of(results)
    return f"{tally.filings:>15}{tally.lost:>6}{tally.told:>6}{tally.whole:>7}"


def _bars(road: Road, results: Sequence[LossResult]) -> Iterator[str]:
    if results:
        yield f"{road}: lost {Tally.of(results).lost / len(results):.2%} (bar {MOST_LOST[road]:.1%})"
        for flags in flags_of(results).values():
            yield (
                f"{road}: {flags['flags to a file']:.2f} flags to a whole file, "
                f"{flags['growth']:.2f} times the stored ones (bar {MORE_FLAGS:.1f})"
            )
        yield f"{road}: {Tally.of(results).own} whole files lose something themselves{OWN_BAR[road]}"
        yield from (f"    {r.order} whole, {r.order.family}: {_places(r.own)}" for r in results if r.own)


def _stored() -> dict[str, int]:
    """Flags of whole files, by the keys of their orders."""
    stored: dict[str, int] = json.loads(STORED.read_text(encoding="utf-8")) if STORED.exists() else {}
    return stored


def _lost(result: LossResult) -> Iterator[str]:
    yield f"{result.order} {result.order.kind}, {result.order.family}, {result.profile}: {result.what}"
    yield f"    {_places(result.lost)}"


def _places(paths: Sequence[str]) -> str:
    """The paths in few words: of rows and owners how many of their values."""
    counts = Counter(CellPath.parse(path).base or path for path in paths)
    return ", ".join(base if count == 1 else f"{base} ({count} values)" for base, count in counts.items())


def _orders(options: argparse.Namespace) -> Iterator[LossOrder]:
    if options.only:
        for name in options.only:
            of, _, number = name.partition(":")
            yield from (LossOrder(options.seed, road, int(number)) for road in ROADS if road == of)
        return
    for road, wanted in zip(ROADS, (options.born, options.scans), strict=True):
        orders = (LossOrder(options.seed, road, number) for number in range(wanted))
        yield from (order for order in orders if _is_counted(order) or not options.store)


def _write(file: Path, said: object) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"{json.dumps(said, indent=1)}\n", encoding="utf-8")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m samples.losses", description="Whether the tool tells what a filing has lost."
    )
    parser.add_argument("--born", type=int, default=CASES, help=f"born-digital filings ({CASES})")
    parser.add_argument("--scans", type=int, default=CASES, help=f"office scans ({CASES})")
    parser.add_argument("--seed", type=int, default=1, help="another one makes other filings (1)")
    parser.add_argument("--only", nargs="+", metavar="CASE", help="cases by name, such as born:17 scan:203")
    parser.add_argument("--keep", type=Path, help="keep the cases that lose something in this folder")
    parser.add_argument("--out", type=Path, default=OUT, help=f"the figures as JSON ({OUT})")
    parser.add_argument(
        "--store", action="store_true", help="only extract the whole files and store their flags"
    )
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes (default: cores)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
