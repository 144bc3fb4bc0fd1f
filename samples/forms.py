"""How well each form is read: Forms 3, 4 and 5 of every print, born digital and scanned. `make bench-forms`.

Filings are invented, with typefaces that nothing was fitted to, or those of a folder of EDGAR's XML.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

from samples.generator.__main__ import FORMS, Order, form_in, make
from samples.generator.profiles import BORN, PROFILE_NAMES
from samples.generator.style import Family
from samples.measuring import Measured, measured
from samples.scoring import Verdict, score_of

FAMILIES: tuple[Family, ...] = ("edgar", "agent2002", "issuer")
"""The prints that all three forms have."""
PROFILES = (BORN, "office300bw", "office200bw")
COUNT = 8
"""Filings of each form, print and wear."""
FIRST_SEED = 3_100_000_000
"""Seeds beyond those of other sets."""
OUT = Path("out/forms.json")


@dataclass(frozen=True, slots=True)
class FormTally:
    """What came of the filings of one form, print and wear; shares from 0 to 1."""

    form: str
    family: str
    profile: str
    files: int
    cells: int
    accuracy: float
    silent: int
    review: float
    other_form: int
    """Filings whose `documentType` is another than theirs."""


def main(arguments: Sequence[str] | None = None) -> int:
    """The command: the table on the screen, its figures as JSON."""
    options = _parser().parse_args(arguments)
    with TemporaryDirectory() as scratch:
        wanted = list(orders(Path(scratch), options))
        with ProcessPoolExecutor(options.jobs) as pool:
            list(pool.map(make, wanted, chunksize=2))
        results = measured([order.folder for order in wanted], options.jobs)
    kinds = [(order.form, order.family, order.profile) for order in wanted]
    tallies = [_tally(kind, kinds, results) for kind in dict.fromkeys(kinds)]
    for line in (*report(tallies), *_shown(results[: options.show])):
        print(line)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    figures = [{name: getattr(tally, name) for name in FormTally.__slots__} for tally in tallies]
    options.out.write_text(f"{json.dumps(figures, indent=1)}\n", encoding="utf-8")
    return 0


def orders(folder: Path, options: argparse.Namespace) -> Iterator[Order]:
    """The cases to make, each in a folder of its own."""
    xmls: list[Path] = sorted(options.filings.glob("*.xml")) if options.filings else []
    for form, family, profile in product(options.forms, options.families, options.profiles):
        filings: list[Path | None] = [xml for xml in xmls if form_in(xml) == form]
        for n, filing in enumerate(filings or [None] * options.count):
            name = f"{form}-{family}-{profile}-{n:03}"
            yield Order(folder / name, family, profile, FIRST_SEED + n, "holdout", filing, form=form)


def _tally(
    kind: tuple[str, Family, str], kinds: Sequence[tuple[str, Family, str]], results: Sequence[Measured]
) -> FormTally:
    own = [result for result, of in zip(results, kinds, strict=True) if of == kind]
    verdicts = [verdict for result in own for verdict in result.verdicts]
    score, wrong = score_of(verdicts), sum(map(_is_misnamed, verdicts))
    review = sum(verdict.flagged for verdict in verdicts) / max(1, len(verdicts))
    shares = round(score.accuracy, 5), score.silent, round(review, 5)
    return FormTally(*kind, len(own), score.cells, *shares, wrong)


def _is_misnamed(verdict: Verdict) -> bool:
    return verdict.path == "documentType" and verdict.outcome != "correct"


def report(tallies: Sequence[FormTally]) -> Iterator[str]:
    """A line a form, print and wear."""
    names = ("files", "cells", "right %", "silent", "review %", "other form")
    yield f"{'form, print, wear':<32}" + "".join(f"{name:>11}" for name in names)
    for tally in tallies:
        shares = f"{100 * tally.accuracy:.2f}", f"{100 * tally.review:.2f}"
        row = (tally.files, tally.cells, shares[0], tally.silent, shares[1], tally.other_form)
        yield f"{f'{tally.form} {tally.family} {tally.profile}':<32}" + "".join(f"{one:>11}" for one in row)


def _shown(results: Sequence[Measured]) -> Iterator[str]:
    for result in results:
        wrong = [verdict for verdict in result.verdicts if verdict.outcome != "correct"]
        if result.refusal or wrong:
            yield f"{result.name}: {result.refusal}"
        for v in wrong:
            silent = "" if v.flagged else "silent "
            yield f"    {silent}{v.outcome} {v.path}: {v.truth!r}, read {v.value!r}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m samples.forms", description="Reads Forms 3, 4 and 5.")
    parser.add_argument("--forms", nargs="+", choices=FORMS, default=FORMS, help="the forms")
    parser.add_argument("--families", nargs="+", choices=FAMILIES, default=FAMILIES, help="their prints")
    parser.add_argument("--profiles", nargs="+", choices=PROFILE_NAMES, default=PROFILES, help="their wear")
    parser.add_argument("--count", type=int, default=COUNT, help=f"filings of each ({COUNT})")
    parser.add_argument("--filings", type=Path, help="a folder of EDGAR's XML to print instead")
    parser.add_argument("--show", type=int, default=0, help="print what is wrong in the first so many files")
    parser.add_argument("--out", type=Path, default=OUT, help=f"the figures as JSON ({OUT})")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes (default: cores)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
