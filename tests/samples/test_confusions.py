import json

import pytest

from extractor.reconcile.confusions import Counts
from samples import confusions
from samples.confusions import Reading, counts_of, main, report

ROW = "nonDerivativeTable/nonDerivativeTransaction[1]/"
AMOUNT = f"{ROW}transactionAmounts/transactionShares"
DATE = f"{ROW}transactionDate"
CODE = f"{ROW}transactionCoding/transactionCode"
ZIP = "reportingOwner[1]/reportingOwnerAddress/rptOwnerZipCode"
TRUTH = {
    AMOUNT: ("number", "5800"),
    DATE: ("date", "1999-01-25"),
    CODE: ("code", "M"),
    ZIP: ("code", "02438"),
}


def reading(true: str, value: str, *readings: str, type_: str = "number") -> Reading:
    return Reading(type_, true, value, readings or (value,))


def said(path: str, value: str, **readings: str) -> dict:
    return {"path": path, "value": value, "source": "ocr", "readings": readings}


@pytest.fixture
def cases(tmp_path):
    """One case, with an output; a second one has none."""
    cells = {path: {"type": kind, "value": value} for path, (kind, value) in TRUTH.items()}
    output = [
        said(AMOUNT, "5300", form4="5300", second="5.8"),
        said(DATE, "1999-01-25", form4="1999-01-25"),
        said(CODE, "A", form4="A"),
        said(ZIP, "2438", form4="2438"),
    ]
    for name in ("case1", "case2"):
        (tmp_path / "cases" / name).mkdir(parents=True)
        (tmp_path / "cases" / name / "truth.json").write_text(json.dumps({"filings": [{"cells": cells}]}))
    (tmp_path / "outputs").mkdir()
    (tmp_path / "outputs" / "case1.json").write_text(json.dumps({"filings": [{"cells": output}]}))
    return tmp_path


def test_values_put_out_tell_what_slips_there_are():
    values = {"5800": "5300", "519": "5191", "1690": "1", "7": "7"}

    counted = counts_of(reading(true, value) for true, value in values.items())

    assert counted.slips == {"number": {"1": 2, "more": 1}}
    assert counted.sorts == {"number": {"gained last": 1, "other": 1}}


def test_every_reader_tells_what_a_character_is_taken_for():
    counted = counts_of([reading("58", "58", "53", "58", "581")])

    assert counted.shown == {"5": 3, "8": 3}
    assert counted.others == {"8": {"3": 1}}
    assert counted.gained == {"last": {"1": 1}}
    assert counted.slips == {}


def test_a_comma_taken_for_a_point_is_a_power_of_ten():
    assert counts_of([reading("5424", "5.424")]).powers == {"-3": 1}


def test_a_value_written_otherwise_is_not_misread():
    assert counts_of([reading("45.50", "45.5"), reading("1997-04", "1997-04-30", type_="month")]).slips == {}


def test_the_counts_of_a_folder_are_printed(cases, capsys):
    main([str(cases / "cases"), str(cases / "outputs")])

    printed = capsys.readouterr().out
    assert "number: 1 misread, 1 with 1 slips" in printed
    assert "8→3: 1" in printed
    assert "M→A: 1" in printed


def test_the_counts_are_written_where_the_rules_look_for_them(cases, monkeypatch, tmp_path):
    monkeypatch.setattr(confusions, "TABLE", tmp_path / "table.json")

    main([str(cases / "cases"), str(cases / "outputs"), "--write"])

    counted = Counts(**json.loads((tmp_path / "table.json").read_text(encoding="utf-8")))
    assert counted.slips == {"code": {"1": 1}, "number": {"1": 1}}


def test_the_commonest_confusion_is_told_first():
    counted = counts_of([reading("8", "3"), reading("8", "3"), reading("1", "7")])

    lines = report(counted).splitlines()

    assert lines.index("  8→3: 2 (1000.0)") < lines.index("  1→7: 1 (1000.0)")
