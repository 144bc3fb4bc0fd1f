"""Fits the confidence to a user's own archive: `make recalibration TRUTH=truth`.

`form4 review RESULTS --export truth` writes what people decided. This extracts those documents again and fits
two numbers, by which the score of the model (`samples/calibrate.py`) is stretched and shifted (Platt 1999): a
few hundred decisions do not carry more. Both are held to what is there by a penalty, so that a handful
changes little. Prints what that changes, judged by a fit on the other documents, and writes the weights.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from samples.calibrate import FOLDS, WEIGHTS, Sample, samples_of

HOLD = 12.5
"""What a stretch or shift of 1 costs, in nats: of a fifth, which takes 95 % to 91 % or 97 %, half a nat."""
STEPS, TINY = 50, 1e-9
"""Steps of the fit, which stands still after some ten, and the least one."""
LEAST = 20
"""Decisions below which nothing is fitted: their chance errors are larger than what is to be found."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Stretch:
    """The score of the model becomes `slope` × score + `shift`, in logits."""

    slope: float = 1.0
    shift: float = 0.0


def main(arguments: Sequence[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(description="Fits the confidence to what was reviewed.")
    parser.add_argument("truth", type=Path, help="the folder that form4 review --export truth wrote")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args(arguments)
    samples = samples_of(sorted(file.parent for file in options.truth.glob("*/truth.json")), options.jobs)
    if len(samples) < LEAST:
        parser.error(f"{options.truth}: {len(samples)} decisions on scans; {LEAST} are needed")
    model = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    found = fitted(samples, model["weights"])
    print(report(samples, model["weights"], found))
    changed = {**model, "weights": stretched(model["weights"], found)}
    WEIGHTS.write_text(json.dumps(changed, indent=1) + "\n", encoding="utf-8")


def fitted(samples: Sequence[Sample], weights: dict[str, float]) -> Stretch:
    """The most probable stretch, given what came out right."""
    right = np.array([sample.right for sample in samples])
    scores = _scores(samples, weights)
    known = np.stack([scores, np.ones(len(scores))], axis=1)
    start = np.array([1.0, 0.0])
    found = start

    def cost(at: Floats) -> float:
        return _loss(known @ at, right) * len(scores) + HOLD * float(((at - start) ** 2).sum())

    for _ in range(STEPS):  # Newton's, halved while it leads up: the cost has one lowest point
        said = _sigmoid(known @ found)
        slope = known.T @ (said - right) + 2 * HOLD * (found - start)
        bend = (known * (said * (1 - said))[:, None]).T @ known + 2 * HOLD * np.eye(2)
        step = np.linalg.solve(bend, slope)
        while cost(found - step) > cost(found) and abs(step).max() > TINY:
            step = step / 2
        found = found - step
    return Stretch(float(found[0]), float(found[1]))


def stretched(weights: dict[str, float], by: Stretch) -> dict[str, float]:
    """The weights of the stretched model; the shift goes to its constant."""
    own = {name: round(weight * by.slope, 4) for name, weight in weights.items()}
    return own | {"bias": round(own.get("bias", 0.0) + by.shift, 4)}


def report(samples: Sequence[Sample], weights: dict[str, float], found: Stretch) -> str:
    """What the fit changes: the loss a value, and the confidence given beside the share that was right."""
    scores, right = _scores(samples, weights), np.array([sample.right for sample in samples])
    after = np.zeros(len(scores))
    for fold in range(FOLDS):
        own = np.array([sample.case % FOLDS == fold for sample in samples])
        others = [sample for sample, here in zip(samples, own, strict=True) if not here]
        by = fitted(others, weights) if others else Stretch()
        after[own] = by.slope * scores[own] + by.shift
    lines = [f"{len(samples)} decisions, {right.mean():.2%} of the readings right"]
    for name, own_scores in (("before", scores), ("after", after)):
        said = _sigmoid(own_scores)
        lines.append(f"{name:6} said {said.mean():.2%}, loss {_loss(own_scores, right):.4f} a value")
    return "\n".join([*lines, f"score x {found.slope:.3f} {found.shift:+.3f}"])


def _scores(samples: Sequence[Sample], weights: dict[str, float]) -> Floats:
    return np.array(
        [sum(weights.get(name, 0.0) * value for name, value in own.known.items()) for own in samples]
    )


def _loss(scores: Floats, right: NDArray[np.bool_]) -> float:
    """The mean logarithmic loss of logits, in nats."""
    return float(np.logaddexp(0, np.where(right, -scores, scores)).mean())


def _sigmoid(scores: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(scores, -30, 30))))


if __name__ == "__main__":
    main()
