from __future__ import annotations

from dataclasses import replace

import pytest

from extractor.reconcile import priors
from extractor.reconcile.priors import hold_rate
from extractor.reconcile.rules import RULES, rule

BALANCE = rule("running-balance")


def test_every_rule_has_a_rate_that_can_be_weighed() -> None:
    assert all(0.5 <= hold_rate(each) <= 0.998 for each in RULES)


def test_what_was_counted_weighs_with_what_is_stated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(priors, "_counts", lambda: {"B1 running-balance": (40, 50)})
    assert hold_rate(replace(BALANCE, stated=1.0)) == pytest.approx(0.9)
    assert hold_rate(replace(BALANCE, stated=None)) == pytest.approx(41 / 52)


def test_rules_of_forms_that_were_not_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(priors, "_counts", dict)
    assert hold_rate(replace(BALANCE, stated=0.75)) == pytest.approx(0.75)
    assert hold_rate(replace(BALANCE, stated=None)) == pytest.approx(0.9)


def test_balances_of_table_two_have_a_rate_of_their_own() -> None:
    ours = next(each for each in RULES if each.number == "B1-II")
    assert hold_rate(ours) < hold_rate(BALANCE)
