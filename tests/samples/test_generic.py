from __future__ import annotations

import json
from pathlib import Path

import pytest

from samples.generic import LAYOUT_FAMILIES, LayoutTally, LeftOut, LeftOutResult, main, orders, report
from samples.scoring import Verdict


def result(layout: str, *outcomes: str, flagged: bool = False) -> LeftOutResult:
    verdicts = tuple(Verdict("remarks", "prose", "x", "y", outcome, False) for outcome in outcomes)
    return LeftOutResult(LeftOut("form4-edgar", seed=1), layout, flagged, verdicts, "" if layout else "no")


def test_every_layout_left_out_ships_and_has_files() -> None:
    from extractor.layout.template import shipped_layouts

    names = {layout.name for layout in shipped_layouts()}
    assert set(LAYOUT_FAMILIES) <= names
    assert {order.layout for order in orders(tuple(LAYOUT_FAMILIES), 1)} == set(LAYOUT_FAMILIES)


def test_it_is_counted_how_files_were_read() -> None:
    tally = LayoutTally.of([result("generic", "correct"), result("form4-2002", "correct"), result("")])
    assert (tally.files, tally.generic, tally.other, tally.refused) == (3, 1, 1, 1)


def test_an_error_in_a_filing_without_a_flag_misses_the_bar() -> None:
    good = ["correct"] * 99
    assert LayoutTally.of([result("generic", *good, "wrong", flagged=True)]).meets_bar
    assert not LayoutTally.of([result("generic", *good, "wrong")]).meets_bar


def test_the_table_crosses_a_missed_bar() -> None:
    results = [result("generic", "correct", "wrong")]
    lines = list(report({"form4-edgar": LayoutTally.of(results)}, results, 1))
    assert lines[1].split()[0] == "form4-edgar" and lines[1].endswith("x")
    assert "    silent wrong remarks: 'x', read 'y'" in lines


def test_the_command_reads_a_layouts_sample_without_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "generic.json"
    main(["--layouts", "form4-edgar", "--count", "0", "--jobs", "1", "--out", str(out)])
    figures = json.loads(out.read_text())["form4-edgar"]
    assert figures["files"] == 1 == figures["generic"] + figures["other"] + figures["refused"]
    assert "form4-edgar" in capsys.readouterr().out
