"""Random keys, as Linux and as a Mac send them, store what the model of the keys says was meant.

`make bench-keys` presses ten thousand of them on the results of scans.
"""

import json
import random
from pathlib import Path

import pytest

from samples.review_keys import desk, press_randomly, window
from tests.review.results import cell, filing, in_folder

SAMPLES = Path(__file__).parents[3] / "samples"
NOTE = "footnotes/footnote[@id='F1']"
TEXT = "Includes 1,200 shares held in trust and 345 units that vest in 2004 as described in the plan."


def real(name):
    """What a filing says, path by path."""
    own = json.loads((SAMPLES / name / "truth.json").read_text(encoding="utf-8"))["filings"][0]["cells"]
    return {path: said["value"] for path, said in own.items() if "\n" not in said["value"]}


def half_doubtful(values, dice):
    """The values as cells of which half are doubtful, some of them empty, some with offers."""
    offered = sorted(set(values.values()))
    for row, (path, value) in enumerate(values.items()):
        is_read = dice.random() < 0.8
        others = tuple(dice.sample(offered, 2)) if dice.random() < 0.6 else ()
        sure = dice.choice((0.6, 0.999)) if is_read else 0.6
        yield cell(path, value if is_read else "", sure, others, row % 15)


@pytest.mark.parametrize("is_mac", [False, True])
def test_random_keys_at_any_speed_store_what_was_meant(tmp_path, chromium, is_mac):
    dice = random.Random(int(is_mac))
    note = cell(NOTE, TEXT, 0.6, (TEXT.replace("345", "846").replace("2004", "2001"),))
    own = [
        filing(*(c for c in half_doubtful(real(name), dice) if c.path != NOTE), note)
        for name in ("edgar-two-owners", "typed-1996")
    ]
    here = desk(tmp_path, in_folder(tmp_path, *own))
    with window(chromium, here.link, is_mac) as at:
        assert press_randomly(at, here, 250, dice) > 100
    assert here.service.log()
