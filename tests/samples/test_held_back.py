from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

from samples.generator.profiles import PROFILE_NAMES
from samples.generator.style import FAMILIES
from samples.held_back import FIRST_SEED, made, orders


def test_the_set_is_large_and_holds_every_family_on_every_road() -> None:
    typed = [order for order in orders(Path()) if order.fills == "typed"]
    assert len(typed) >= 200
    roads = Counter((order.family, order.profile) for order in typed)
    assert set(roads) == {(family, profile) for family in FAMILIES for profile in PROFILE_NAMES}


def test_nothing_of_it_is_used_elsewhere() -> None:
    wanted = orders(Path())
    assert {order.group for order in wanted} == {"holdout"}
    assert len({order.seed for order in wanted}) == len(wanted)
    assert min(order.seed for order in wanted) >= FIRST_SEED == 2**31


def test_forms_filled_by_hand_are_paper_forms() -> None:
    hand = [order for order in orders(Path()) if order.fills == "hand"]
    assert len(hand) >= 20
    assert {order.family for order in hand} == {"paper1996", "paper2002"}


def test_cases_that_are_there_are_left_alone(tmp_path: Path) -> None:
    order = replace(orders(tmp_path)[0], group="train")
    made(tmp_path, 1, [order])
    truth = order.folder / "truth.json"
    truth.write_text("kept", encoding="utf-8")
    made(tmp_path, 1, [order])
    assert truth.read_text(encoding="utf-8") == "kept"
