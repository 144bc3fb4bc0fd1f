"""The confidence fitted to what was reviewed."""

import random
from math import exp

from samples.calibrate import Sample
from samples.recalibrate import fitted, report, stretched

WEIGHTS = {"bias": 0.5, "share": 2.0}


def drawn(count, slope, shift):
    """Samples whose truth follows the stretched model."""
    dice = random.Random(1)
    made = []
    for number in range(count):
        known = {"bias": 1.0, "share": dice.uniform(-1.5, 2.5)}
        score = sum(WEIGHTS[name] * value for name, value in known.items())
        right = dice.random() < 1 / (1 + exp(-(slope * score + shift)))
        made.append(Sample(number, known, right, told=False))
    return made


def test_a_stretch_and_shift_are_found_and_carried_by_the_weights():
    found = fitted(drawn(4000, 0.6, -0.8), WEIGHTS)
    assert abs(found.slope - 0.6) < 0.1
    assert abs(found.shift + 0.8) < 0.15
    changed = stretched(WEIGHTS, found)
    assert abs(changed["share"] - 2.0 * found.slope) < 1e-3
    assert abs(changed["bias"] - (0.5 * found.slope + found.shift)) < 1e-3


def test_a_handful_of_decisions_changes_little():
    found = fitted(drawn(8, 0.2, -2.0), WEIGHTS)
    assert abs(found.slope - 1) < 0.5


def test_the_report_says_what_it_changed():
    samples = drawn(2000, 0.5, -1.0)
    text = report(samples, WEIGHTS, fitted(samples, WEIGHTS))
    before, after = (float(line.split("loss ")[1].split()[0]) for line in text.splitlines()[1:3])
    assert after < before
