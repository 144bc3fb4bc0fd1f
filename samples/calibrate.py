"""Fits the confidence of scanned cells: `python -m samples.calibrate`, or `make calibration`.

Makes cases with typefaces and filers used for nothing else, extracts them, and fits the logistic model of
`extractor.values.calibration` to which values came out right. Each case is judged by a model fitted on the
others: from those judgements come the printed reliability and, for every threshold, the upper confidence
bound of the share of wrong values among the accepted. Writes `extractor/values/calibration.json`.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import random
import re
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from extractor.options import Options
from extractor.values.calibration import Doubt, features
from extractor.values.election import bare
from samples.measuring import one_thread
from samples.reliability import interval
from samples.scoring import Verdict, score_case

WEIGHTS = Path("extractor/values/calibration.json")
PROFILES = (
    "clean300",
    "office300bw",
    "office200bw",
    "jpeg150",
    "copy300g",
    "copy200bw",
    "faxfine",
    "film",
    "rot90",
    "stamped",
    "photo",
    "ruin200bw",
)
WORDY = 0.6
"""Share of the cases whose footnotes are as long as those of real filings; others have a sentence each."""
STREET = re.compile(r"/rptOwnerStreet[12]$")
FOLDS = 5
RIDGE = 1.0
ROUNDS = 1000
THRESHOLDS = (
    0.5,
    0.6,
    0.7,
    0.8,
    0.85,
    0.9,
    0.925,
    0.95,
    0.96,
    0.97,
    0.98,
    0.985,
    0.99,
    0.9925,
    0.995,
    0.9975,
    0.999,
)
BINS = (0.0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 1.01)

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Sample:
    """What was known of a value, and whether it was right; `case` is the number of its case.

    `told` says that a person is to look at it however sure its reading is: a row may be lost, readers insist
    on different values.
    """

    case: int
    known: dict[str, float]
    right: bool
    told: bool


def main(arguments: Sequence[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(description="Fits the confidence of scanned cells on generated cases.")
    parser.add_argument("--cases", type=Path, help="a folder of case folders; without it they are made")
    parser.add_argument("--count", type=int, default=260, help="how many cases to make")
    parser.add_argument("--seed", type=int, default=1000)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        cases = options.cases or _made(Path(folder), options.count, options.seed)
        samples = samples_of(sorted(truth.parent for truth in cases.glob("*/truth.json")), options.jobs)
    said = _judged_by_others(samples)
    right = np.array([sample.right for sample in samples])
    told = np.array([sample.told for sample in samples])
    bounds = [(least, round(_bound(right[(said >= least) & ~told]), 6)) for least in THRESHOLDS]
    found = {"weights": _fitted(samples), "bounds": bounds}
    WEIGHTS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    _report(said, right, told, bounds)


def _made(folder: Path, count: int, seed: int) -> Path:
    from samples.generator.cases import make_case, write_case
    from samples.generator.filings import Extent, filing_for
    from samples.generator.style import Family

    families = get_args(Family)
    for k in range(count):
        draw = random.Random(seed + k)
        family = families[k % len(families)]
        profile = draw.choice(PROFILES)
        filing = filing_for(family, seed + k, Extent(wordy=draw.random() < WORDY))
        case = make_case(family, profile, seed + k, "calibrate", filing)
        write_case(case, folder / f"{k:04}")
    return folder


def samples_of(cases: Sequence[Path], jobs: int) -> list[Sample]:
    """What was known of every value of the cases, and whether it was right.

    Where a truth says which of its paths were `decided`, by a person, only those are taken.
    """
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=one_thread) as pool:
        return [sample for own in pool.map(_of_case, range(len(cases)), cases) for sample in own]


def _of_case(number: int, case: Path) -> list[Sample]:
    from extractor import extract
    from extractor.errors import Form4Error
    from extractor.export import to_json

    truth: dict[str, Any] = json.loads((case / "truth.json").read_text(encoding="utf-8"))
    doubts: list[Doubt] = []

    def listen(doubt: Doubt) -> float:
        doubts.append(doubt)
        return 1.0

    try:
        output = json.loads(to_json(extract(case / truth["input"], Options(repair=False), judge=listen)))
    except Form4Error:
        return []
    verdicts = {verdict.own: verdict for verdict in score_case(truth, output)}
    decided = {path for filing in truth["filings"] for path in filing.get("decided", ())}
    if any("decided" in filing for filing in truth["filings"]):
        verdicts = {own: verdict for own, verdict in verdicts.items() if verdict.path in decided}
        doubts = [doubt for doubt in doubts if _scored_as(doubt.path) in verdicts]
    known = [doubt for doubt in doubts if doubt.valid and doubt.source != "text"]
    # A box that is rightly empty and nowhere in the truth has no verdict.
    scored = [doubt for doubt in known if doubt.type != "check" or doubt.path in verdicts]
    whole = whole_lines(truth, output)
    return [
        Sample(number, features(doubt), *_outcome(verdicts.get(_scored_as(doubt.path)), doubt.path in whole))
        for doubt in scored
    ]


def _outcome(verdict: Verdict | None, is_whole: bool) -> tuple[bool, bool]:
    """Whether a value was right, and whether it was flagged though its reading was called sure."""
    return (is_whole or verdict.outcome == "correct", verdict.flagged) if verdict else (False, False)


def whole_lines(truth: Mapping[str, Any], output: Mapping[str, Any]) -> frozenset[str]:
    """The paths of lines of addresses that are lines of the truth: one of two is right by itself."""
    right = {
        bare(cell["value"])
        for filing in truth["filings"]
        for path, cell in filing["cells"].items()
        if STREET.search(path)
    }
    cells = (cell for filing in output["filings"] for cell in filing["cells"])
    return frozenset(
        cell["path"] for cell in cells if STREET.search(cell["path"]) and bare(cell["value"]) in right
    )


def _scored_as(path: str) -> str:
    """Both lines of an address are scored as one."""
    return path[:-1] + "1" if path.endswith("/rptOwnerStreet2") else path


def _judged_by_others(samples: Sequence[Sample]) -> Floats:
    """The confidence of each sample by a model that has not seen its case."""
    said = np.zeros(len(samples))
    for fold in range(FOLDS):
        weights = _fitted([sample for sample in samples if sample.case % FOLDS != fold])
        for k, sample in enumerate(samples):
            if sample.case % FOLDS == fold:
                said[k] = sum(weights.get(name, 0.0) * value for name, value in sample.known.items())
    return _sigmoid(said)


def _fitted(samples: Sequence[Sample]) -> dict[str, float]:
    """Ridge-penalised logistic regression on what may be accepted: what is told whatever its reading says
    nothing of the readings that are not."""
    own = [sample for sample in samples if not sample.told]
    vectors = DictVectorizer(sparse=False)
    known = vectors.fit_transform([sample.known for sample in own])
    model = LogisticRegression(C=1 / RIDGE, fit_intercept=False, max_iter=ROUNDS)
    model.fit(known, [sample.right for sample in own])
    return {
        name: round(float(w), 4)
        for name, w in zip(vectors.get_feature_names_out(), model.coef_[0], strict=True)
    }


def _sigmoid(score: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(score, -30, 30))))


def _bound(right: Flags) -> float:
    """The upper 95 % bound of the share of wrong values among those taken."""
    return interval(int((~right).sum()), len(right))[1]


def _report(said: Floats, right: Flags, told: Flags, bounds: Sequence[tuple[float, float]]) -> None:
    """Reliability, and what each threshold costs."""
    print(f"{len(said)} cells, {right.mean():.2%} right, {told.mean():.2%} flagged however sure they are")
    error = 0.0
    for low, high in pairwise(BINS):
        here = (said >= low) & (said < high)
        if here.any():
            error += abs(said[here].mean() - right[here].mean()) * here.mean()
            print(f"  said {said[here].mean():.4f}  was {right[here].mean():.4f}  ({here.sum()} cells)")
    print(f"expected calibration error {error:.4f}")
    for least, bound in bounds:
        taken = (said >= least) & ~told
        wrong = (taken & ~right).sum() / max(1, taken.sum())
        print(f"  accept from {least}: wrong {wrong:.3%} (at most {bound:.3%}), review {(~taken).mean():.2%}")


if __name__ == "__main__":
    main()
