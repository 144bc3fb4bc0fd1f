from __future__ import annotations

import pytest

from extractor.reconcile import priors
from extractor.reconcile.priors import hold_rate
from extractor.reconcile.rules import RULES, rule

BALANCE = rule("running-balance")


def test_every_rule_has_a_rate_that_can_be_weighed() -> None:
    assert all(0.5 <= hold_rate(each) <= 0.998 for each in RULES)


def test_what_was_counted_weighs_with_what_is_stated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(priors, "_counts", lambda: {"B1 running-balance": (40, 50)})
    monkeypatch.setattr(priors, "_stated", lambda: {"B1 running-balance": 1.0})
    assert hold_rate(BALANCE) == pytest.approx(0.9)
    monkeypatch.setattr(priors, "_stated", dict)
    assert hold_rate(BALANCE) == pytest.approx(41 / 52)


def test_rules_of_forms_that_were_not_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(priors, "_counts", dict)
    monkeypatch.setattr(priors, "_stated", lambda: {"B1 running-balance": 0.75})
    assert hold_rate(BALANCE) == pytest.approx(0.75)
    monkeypatch.setattr(priors, "_stated", dict)
    assert hold_rate(BALANCE) == pytest.approx(0.9)


def test_balances_of_table_two_have_a_rate_of_their_own() -> None:
    ours = next(each for each in RULES if each.number == "B1-II")
    assert hold_rate(ours) < hold_rate(BALANCE)
