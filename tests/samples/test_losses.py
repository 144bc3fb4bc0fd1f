from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

import samples.losses as losses
from samples.generator.filings import JOINT
from samples.generator.style import ALL_FAMILIES, Breaks
from samples.loss_cases import LossOrder, LossResult, case_of
from samples.loss_kinds import KINDS
from samples.losses import figures, flags_of, main, meets_bars, report


def result(road: str = "born", number: int = 0, flags: int | None = 1, **lost: tuple[str, ...]) -> LossResult:
    return LossResult(
        LossOrder(1, road, number), "page 2", "born", lost.get("missed", ()), lost.get("lost", ()), flags
    )


LOST = result(number=2, missed=("remarks", "issuer/issuerName"), lost=("issuer/issuerName",))


def test_every_kind_comes_to_every_family_that_has_it() -> None:
    whole = len(KINDS) * len(ALL_FAMILIES)
    orders = [LossOrder(1, "born", number) for number in range(whole)]
    alone = len(set(ALL_FAMILIES) - set(JOINT))  # forms with one owner lose none of several
    assert len({(order.kind, order.family) for order in orders}) == whole - alone


def test_every_second_time_forms_go_over_pages_otherwise() -> None:
    whole = len(KINDS) * len(ALL_FAMILIES)
    found = [LossOrder(1, "scan", number).breaks for number in range(2 * whole)]
    assert set(found[:whole]) == {Breaks()}
    assert {breaks.heads for breaks in found[whole:]} == {"all", "columns", "none"}


def test_a_case_that_lost_something_is_named_with_what_it_lost() -> None:
    lines = list(report([result(), LOST]))
    assert "born:2 value, edgar, born: page 2" in lines
    assert "    issuer/issuerName" in lines
    row = "derivativeTable/derivativeHolding[2]"
    several = replace(LOST, lost=(f"{row}/securityTitle", f"{row}/exerciseDate"))
    assert f"    {row} (2 values)" in list(report([several]))
    all_kinds = next(line for line in lines if line.startswith("all"))
    assert all_kinds.split()[1:5] == ["2", "1", "0", "1"]


def test_what_is_flagged_is_told_and_what_is_read_all_the_same_is_whole() -> None:
    tally = figures([result(), result(missed=("remarks",)), LOST])["all"]["born"]
    assert (tally["lost"], tally["told"], tally["whole"]) == (1, 1, 1)


def test_what_a_whole_file_loses_is_named_apart() -> None:
    lines = list(report([replace(result(), own=("remarks",))]))
    assert "    born:0 whole, edgar: remarks" in lines
    assert not meets_bars([replace(result(), own=("remarks",))])


def test_one_born_digital_filing_that_loses_something_misses_the_bar(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(losses, "STORED", tmp_path / "none.json")
    assert meets_bars([result(), result(missed=("remarks",))])
    assert not meets_bars([result()] * 999 + [LOST])


def test_flags_on_whole_files_may_grow_by_a_tenth(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    stored = tmp_path / "flags.json"
    monkeypatch.setattr(losses, "STORED", stored)
    stored.write_text(json.dumps({"1 born:0": 10}))
    assert flags_of([result(flags=11), result(number=7, flags=50)])["born"]["growth"] == 1.1
    assert meets_bars([result(flags=11)])
    assert not meets_bars([result(flags=12)])


def test_flags_of_whole_files_are_stored_beside_those_there(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    stored = tmp_path / "flags.json"
    monkeypatch.setattr(losses, "STORED", stored)
    stored.write_text(json.dumps({"1 born:3": 7}))
    assert main(["--born", "1", "--scans", "0", "--store", "--jobs", "1"]) == 0
    assert set(json.loads(stored.read_text())) == {"1 born:0", "1 born:3"}


def test_the_same_order_makes_the_same_case() -> None:
    order = LossOrder(7, "born", 2)
    first, second = case_of(order), case_of(order)
    assert first == second
    assert first.damaged.content != first.whole.content
    assert case_of(LossOrder(8, "born", 2)).whole.content != first.whole.content


def test_what_went_with_its_page_stands_on_no_page_of_the_file() -> None:
    case = case_of(LossOrder(1, "born", tuple(KINDS).index("middle page")))
    assert case.what == "page 2 of 3"
    assert {frozenset(), frozenset({1}), frozenset({2})} == set(case.pages.values())


def test_the_command_writes_its_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out" / "losses.json"
    first_page = tuple(KINDS).index("first page")
    assert main(["--only", f"born:{first_page}", "--jobs", "1", "--out", str(out)]) == 0
    written = json.loads(out.read_text())
    assert written["all"]["born"] == {"filings": 1, "lost": 0, "told": 1, "whole": 0, "own": 0}
    assert written["flags on whole files"]["born"]["files"] == 1
    assert "lost" in capsys.readouterr().out
