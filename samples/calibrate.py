"""Fits the confidence of scanned cells: `python -m samples.calibrate`.

Makes cases with typefaces and filers used for nothing else, extracts them, and fits the logistic model of
`extractor.fields.confidence` to which values came out right. Writes `extractor/fields/calibration.json` and
prints the reliability of the fit on a fifth of the cases kept out of it.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import tempfile
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray

from extractor import extract
from extractor.errors import Form4Error
from extractor.fields.confidence import Doubt, features
from extractor.filing import Extraction

WEIGHTS = Path("extractor/fields/calibration.json")
PROFILES = [
    "clean300",
    "office300bw",
    "office200bw",
    "jpeg150",
    "copy300g",
    "copy200bw",
    "faxfine",
    "film",
    "rot90",
    "rot180",
    "stamped",
    "photo",
]
KEPT_OUT = 5
"""Every fifth case checks the fit."""
RIDGE = 1.0
ROUNDS = 40

Floats = NDArray[np.float64]
Sample = tuple[dict[str, float], bool]


def main(arguments: Sequence[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(description="Fits the confidence of scanned cells on generated cases.")
    parser.add_argument("--cases", type=Path, help="a folder of case folders; without it they are made")
    parser.add_argument("--count", type=int, default=240, help="how many cases to make")
    parser.add_argument("--seed", type=int, default=1000)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        cases = options.cases or _made(Path(folder), options.count, options.seed)
        samples = _samples(sorted(p for p in cases.iterdir() if (p / "truth.json").exists()), options.jobs)
    weights = _fitted([s for k, own in enumerate(samples) if k % KEPT_OUT for s in own])
    WEIGHTS.write_text(json.dumps({"weights": weights}, indent=1) + "\n", encoding="utf-8")
    _report(weights, [s for k, own in enumerate(samples) if k % KEPT_OUT == 0 for s in own])


def _made(folder: Path, count: int, seed: int) -> Path:
    from samples.generator.cases import make_case, write_case
    from samples.generator.style import Family

    families = get_args(Family)
    for k in range(count):
        draw = random.Random(seed + k)
        case = make_case(families[k % len(families)], draw.choice(PROFILES), seed + k, "calibrate")
        write_case(case, folder / f"{k:04}")
    return folder


def _samples(cases: Sequence[Path], jobs: int) -> list[list[Sample]]:
    """Each case's (features, came out right)."""
    with ProcessPoolExecutor(jobs) as pool:
        return list(pool.map(_judged, cases))


def _judged(case: Path) -> list[Sample]:
    truth = json.loads((case / "truth.json").read_text(encoding="utf-8"))
    doubts: list[Doubt] = []

    def listen(doubt: Doubt) -> float:
        doubts.append(doubt)
        return 0.5

    try:
        extraction = extract(case / truth["input"], judge=listen)
    except Form4Error:
        return []
    return _matched(extraction, truth, doubts)


def _matched(extraction: Extraction, truth: dict[str, Any], doubts: Sequence[Doubt]) -> list[Sample]:
    """Doubts with their outcome; a filing whose rows do not line up with the truth's teaches nothing."""
    wanted = [filing["cells"] for filing in truth["filings"]]
    if len(extraction.filings) != 1 or len(wanted) != 1:
        return []
    values = extraction.filings[0].values()
    if _rows(values) != _rows(wanted[0]):
        return []
    return [
        (features(doubt), _same(wanted[0].get(doubt.path), values.get(doubt.path, "")))
        for doubt in doubts
        if doubt.valid and doubt.source != "text"
    ]


def _rows(cells: Iterable[str]) -> set[str]:
    return {path.split("]")[0] for path in cells if "Table/" in path}


def _same(truth: dict[str, str] | None, value: str) -> bool:
    """Equal but for blanks and case; long texts may differ by one letter in a hundred."""
    if truth is None:
        return False
    a, b = ("".join(text.split()).casefold() for text in (truth["value"], value))
    if a == b or truth["type"] != "prose":
        return a == b
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.normalized_similarity(a, b) >= 0.985


def _fitted(samples: Sequence[Sample]) -> dict[str, float]:
    """Ridge-penalised logistic regression by Newton's method."""
    names = sorted({name for found, _ in samples for name in found})
    x = np.array([[found.get(name, 0.0) for name in names] for found, _ in samples])
    y = np.array([float(right) for _, right in samples])
    weights = np.zeros(len(names))
    for _ in range(ROUNDS):
        p = _sigmoid(x @ weights)
        gradient = x.T @ (p - y) + RIDGE * weights
        hessian = (x.T * (p * (1 - p))) @ x + RIDGE * np.eye(len(names))
        weights -= np.linalg.solve(hessian, gradient)
    return {name: round(float(w), 4) for name, w in zip(names, weights, strict=True)}


def _sigmoid(score: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(score, -30, 30))))


def _report(weights: dict[str, float], samples: Sequence[Sample]) -> None:
    """Reliability and the price of thresholds on the cases kept out."""
    p = _sigmoid(np.array([sum(weights.get(n, 0.0) * v for n, v in found.items()) for found, _ in samples]))
    right = np.array([right for _, right in samples])
    print(f"{len(samples)} cells kept out, {right.mean():.2%} right")
    error = 0.0
    for low, high in (
        (0, 0.5),
        (0.5, 0.8),
        (0.8, 0.9),
        (0.9, 0.95),
        (0.95, 0.98),
        (0.98, 0.99),
        (0.99, 0.995),
        (0.995, 1.01),
    ):
        here = (p >= low) & (p < high)
        if here.any():
            error += abs(p[here].mean() - right[here].mean()) * here.mean()
            print(f"  said {p[here].mean():.3f}  was {right[here].mean():.3f}  ({here.sum()} cells)")
    print(f"expected calibration error {error:.4f}")
    for threshold in (0.9, 0.95, 0.97, 0.98, 0.99, 0.995):
        taken = p >= threshold
        print(
            f"  accept from {threshold}: silent {(taken & ~right).mean():.3%}, review {(~taken).mean():.2%}"
        )


if __name__ == "__main__":
    main()
