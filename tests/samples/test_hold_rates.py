from __future__ import annotations

from pathlib import Path

import pytest

from extractor.reconcile.priors import key
from extractor.reconcile.rules import RULES
from samples import hold_rates
from samples.hold_rates import Count, as_json, main, report

DOCUMENT = """<ownershipDocument><documentType>{form}</documentType>
<periodOfReport>2009-11-19</periodOfReport><derivativeTable><derivativeTransaction>
<securityTitle><value>Option</value></securityTitle>
<transactionAmounts><transactionShares><value>707</value></transactionShares></transactionAmounts>
<underlyingSecurity><underlyingSecurityShares><value>{under}</value></underlyingSecurityShares></underlyingSecurity>
</derivativeTransaction></derivativeTable></ownershipDocument>"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, form, under in (("a", "4", "707"), ("b", "4/A", "767"), ("c", "5", "767")):
        (tmp_path / f"{name}.xml").write_text(DOCUMENT.format(form=form, under=under), encoding="utf-8")
    return tmp_path


def test_rates_are_counted_on_forms_4_alone(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(folder)]) == 0
    out = capsys.readouterr().out.splitlines()
    assert out[0] == "2 filings"
    line = next(line for line in out if "underlying-amount" in line)
    assert line.split() == ["U1", "underlying-amount", "2", "1", "50.00%", "98.0%"]


def test_counts_are_written_for_the_rules_to_read(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hold_rates, "RATES", tmp_path / "rates.json")
    assert main([str(folder), "--write"]) == 0
    assert '"U1 underlying-amount": {"held": 1, "of": 2}' in (tmp_path / "rates.json").read_text(
        encoding="utf-8"
    )


def test_rules_that_said_nothing_are_left_out() -> None:
    counts = {key(rule): Count() for rule in RULES}
    assert len(list(report(counts, 0))) == len(RULES) + 2
    assert as_json({**counts, "U1 underlying-amount": Count(1, 2)}).count("held") == 1


def test_a_folder_without_filings_is_an_error_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path)]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_the_kept_rates_are_of_rules_that_there_are() -> None:
    from extractor.reconcile import priors

    assert set(priors._counts()) <= {key(rule) for rule in RULES}
