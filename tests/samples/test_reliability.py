from __future__ import annotations

import io

import pytest
from PIL import Image

from samples.measuring import Measured
from samples.reliability import interval, reliability, report
from samples.reliability_picture import picture
from samples.scoring import Verdict


def value(sure: float, outcome: str = "correct", flagged: bool = False, source: str = "ocr") -> Verdict:
    return Verdict("remarks", "prose", "x", "y", outcome, flagged, sure=sure, source=source)


def case(*verdicts: Verdict, hand: bool = False) -> Measured:
    return Measured("case", "edgar", "film", hand, verdicts)


def test_the_error_is_the_distance_of_what_is_said_from_what_is_so() -> None:
    found = reliability([case(*[value(0.85)] * 3, value(0.85, "wrong"))])
    assert found.error == pytest.approx(0.10)
    assert [(b.cells, b.right) for b in found.bins] == [(4, 3)]


def test_values_of_a_text_layer_and_cells_without_a_value_claim_nothing() -> None:
    missing = Verdict("remarks", "prose", "x", None, "missing", False)
    found = reliability([case(value(0.9999, source="text")), case(value(0.9), missing)])
    assert (len(found.claims), found.filings) == (1, 1)


def test_a_value_called_certain_has_a_bin() -> None:
    assert [b.cells for b in reliability([case(value(1.0), value(0.0))]).bins] == [1, 1]


@pytest.mark.parametrize(
    ("hits", "trials", "low", "high"),
    [
        (0, 1000, 0.0, 0.003682),
        (3, 1000, 0.000619, 0.008742),
        (5, 10, 0.187086, 0.812914),
        (4, 4, 0.397635, 1.0),
    ],
)
def test_the_interval_is_clopper_and_pearson_s(hits: int, trials: int, low: float, high: float) -> None:
    assert interval(hits, trials) == pytest.approx((low, high), abs=1e-6)


def test_nothing_seen_leaves_everything_open() -> None:
    assert interval(0, 0) == (0.0, 1.0)


@pytest.mark.parametrize(("wrong", "verdict"), [(0, "kept"), (3, "kept within its bounds"), (30, "not kept")])
def test_the_promise_is_judged_by_its_interval(wrong: int, verdict: str) -> None:
    verdicts = [value(0.99)] * 500 + [value(0.99, "wrong")] * wrong
    told = next(line for line in report([case(*verdicts)]) if line.startswith("values accepted"))
    assert told.endswith(f": {verdict}")


def test_what_is_flagged_breaks_no_promise() -> None:
    lines = list(report([case(value(0.99), value(0.3, "wrong", flagged=True))]))
    assert any(line.startswith("values accepted: 0 wrong of 1:") for line in lines)


def test_forms_filled_by_hand_stand_apart() -> None:
    lines = list(report([case(value(0.99)), case(value(0.99, "wrong"), hand=True)]))
    assert lines[0].startswith("1 values")
    assert any(line.startswith("values accepted on forms filled by hand: 1 wrong of 1") for line in lines)


def test_a_folder_without_scans_says_so() -> None:
    assert "no values were read off scans" in next(report([case(value(0.9999, source="text"))]))


def test_the_picture_is_a_png_with_the_curve_on_it() -> None:
    found = reliability([case(*[value(s / 100) for s in range(100)], value(0.2, "wrong"))])
    image = Image.open(io.BytesIO(picture(found))).convert("RGB")
    assert image.width == 860
    blue = sum(count for count, (r, _, b) in image.getcolors(1 << 20) or () if b > r + 60)
    assert blue > 1000
