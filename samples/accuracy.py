"""Measures how well forms are read: `python -m samples.accuracy`, or `make bench-accuracy`.

Makes the held-back set (`samples/held_back.py`), extracts it and scores it cell by cell
(`samples/scoring.py`); with `--cases` any other folder of cases. Handwriting stands apart from all the rest.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from extractor.errors import Form4Error
from samples.held_back import made
from samples.measuring import Measured, case_folders, measured
from samples.scoring import Score, Verdict, score_of

SLACK = 1.5
"""On generated forms each bar may be missed by half of its distance from perfect."""
NO_CELL = "no such cell"
"""The name of the cell type of values that the form does not hold."""

Keyed = Mapping[str, Sequence[Verdict]]


@dataclass(frozen=True, slots=True)
class Bar:
    """What is asked of a group, as shares; None where nothing is."""

    accuracy: float | None = None
    silent: float | None = None
    review: float | None = None

    def eased(self) -> Bar:
        """The bar for generated forms."""
        accuracy = None if self.accuracy is None else 1 - SLACK * (1 - self.accuracy)
        silent, review = (None if bar is None else SLACK * bar for bar in (self.silent, self.review))
        return Bar(accuracy, silent, review)


@dataclass(frozen=True, slots=True)
class Group:
    """Roads of like wear and what is asked of them."""

    profiles: tuple[str, ...]
    bar: Bar

    @property
    def name(self) -> str:
        return ", ".join(self.profiles)


GROUPS = (
    Group(("born",), Bar(0.999, 0.0, 0.005)),
    Group(("clean300", "office300bw", "office200bw", "rot90", "rot180", "stamped"), Bar(0.993, 0.001, 0.04)),
    Group(("jpeg150", "copy300g", "faxfine", "film"), Bar(0.975, 0.003, 0.10)),
    Group(("copy200bw",), Bar(0.95, 0.004, 0.15)),
    Group(("ruin200bw",), Bar(silent=0.01)),
    Group(("faxstandard", "photo", "rot270", "filmbw"), Bar()),
)
HANDWRITTEN = "filled by hand"
HAND_BAR = Bar(silent=0.01)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; exit code 2 where the folder holds no cases."""
    options = _parser().parse_args(arguments)
    try:
        with tempfile.TemporaryDirectory() as scratch:
            folder = options.cases or made(options.held_back or Path(scratch), options.jobs)
            results = measured(case_folders(folder), options.jobs, options.outputs)
    except Form4Error as error:
        print(error, file=sys.stderr)
        return int(error.exit_code)
    for line in report(results, eased=options.cases is None):
        print(line)
    return 0


def report(cases: Sequence[Measured], eased: bool) -> Iterator[str]:
    """The lines of all tables; `eased` takes the bars for generated forms."""
    printed = [case for case in cases if not case.hand]
    yield from _groups(cases, eased)
    yield from _breakdown("by profile", _keyed(printed, lambda case, _: case.profile))
    yield from _breakdown("by family", _keyed(printed, lambda case, _: case.family))
    yield from _breakdown("by type of cell", _keyed(printed, lambda _, verdict: _kind(verdict)))
    yield from _readers("by type of cell", _keyed(printed, lambda _, verdict: _kind(verdict)))
    yield from _readers("by profile", _keyed(printed, lambda case, _: case.profile))
    yield from _refusals(cases)


def _groups(cases: Sequence[Measured], eased: bool) -> Iterator[str]:
    yield f"{len(cases)} cases; in brackets what is asked, a cross where it is missed"
    yield _head("profiles")
    for group in GROUPS:
        own = [case for case in cases if case.profile in group.profiles and not case.hand]
        yield from _group(group.name, own, group.bar, eased)
    yield from _group(HANDWRITTEN, [case for case in cases if case.hand], HAND_BAR, eased=False)


def _group(name: str, cases: Sequence[Measured], bar: Bar, eased: bool) -> Iterator[str]:
    if cases:
        score = score_of(verdict for case in cases for verdict in case.verdicts)
        yield _line(name, score, bar.eased() if eased else bar)


def _breakdown(title: str, keyed: Keyed) -> Iterator[str]:
    yield ""
    yield _head(title)
    for name, verdicts in sorted(keyed.items()):
        yield _line(name, score_of(verdicts), Bar())


def _readers(title: str, keyed: Keyed) -> Iterator[str]:
    """How often each reader alone reads a cell exactly, and both voting; nothing where no cell tells."""
    told = {key: [v for v in verdicts if v.readings] for key, verdicts in keyed.items()}
    names = sorted({name for verdicts in told.values() for v in verdicts for name in v.readings})
    if not names:
        return
    yield ""
    yield f"{'read exactly, ' + title:<34}{'cells':>8}" + "".join(f"{n:>16}" for n in (*names, "voting"))
    for key, verdicts in sorted(told.items()):
        if verdicts:
            alone = [_share(v.readings.get(name, False) for v in verdicts) for name in names]
            voting = _share(v.outcome == "correct" for v in verdicts)
            yield f"{key:<34}{len(verdicts):>8}" + "".join(f"{share:>16.2%}" for share in (*alone, voting))


def _share(outcomes: Iterable[bool]) -> float:
    given = list(outcomes)
    return sum(given) / len(given)


def _refusals(cases: Sequence[Measured]) -> Iterator[str]:
    refused = [case for case in cases if case.refusal]
    if refused:
        yield ""
        yield "refused:"
        yield from (f"  {case.name}: {case.refusal}" for case in refused)


def _keyed(cases: Iterable[Measured], key: Callable[[Measured, Verdict], str]) -> dict[str, list[Verdict]]:
    found: dict[str, list[Verdict]] = defaultdict(list)
    for case in cases:
        for verdict in case.verdicts:
            found[key(case, verdict)].append(verdict)
    return found


def _kind(verdict: Verdict) -> str:
    return verdict.kind if verdict.truth is not None else NO_CELL


def _head(title: str) -> str:
    accuracy, silent, review = (f"{name:>9}{'':10}" for name in ("accuracy", "silent %", "review %"))
    return f"{title:<66}{'cells':>7}{accuracy}{'silent':>7}{silent}{review}".rstrip()


def _line(name: str, score: Score, bar: Bar) -> str:
    accuracy = _figure(score.accuracy, bar.accuracy, at_least=True)
    silent, review = _figure(score.silent_rate, bar.silent), _figure(score.review_rate, bar.review)
    if not score.cells:  # values that the form does not hold have no accuracy
        accuracy = silent = ""
    return f"{name:<66}{score.cells:>7}{accuracy:<19}{score.silent:>7}{silent:<19}{review}".rstrip()


def _figure(share: float, bar: float | None, at_least: bool = False) -> str:
    """A share in per cent with its bar in brackets, and a cross where that is missed."""
    asked = ""
    if bar is not None:
        missed = share < bar if at_least else share > bar
        asked = f" {'x' if missed else ' '}({100 * bar:.2f})"
    return f"{100 * share:>9.2f}{asked:<10}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m samples.accuracy", description="Measures how well forms are read, cell by cell."
    )
    parser.add_argument("--cases", type=Path, help="a folder of case folders to measure instead")
    parser.add_argument("--held-back", type=Path, help="make the held-back set in this folder, or use it")
    parser.add_argument("--outputs", type=Path, help="write each extraction's JSON into this folder")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes (default: cores)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
