"""Each rule on three filings: one that holds it, one that breaks it, one of which it must not speak."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.reconcile.form_view import Form
from extractor.reconcile.priors import key
from extractor.reconcile.rules import RULES


@dataclass(frozen=True)
class Case:
    """`rule` is a rule's number and id."""

    rule: str
    holds: Form
    breaks: Form
    silent: Form

    def check(self) -> None:
        assert set(outcomes(self.rule, self.holds)) == {True}
        assert False in outcomes(self.rule, self.breaks)
        assert outcomes(self.rule, self.silent) == []


def outcomes(rule: str, form: Form) -> list[bool]:
    return [statement.holds(form.values) for statement in statements(rule, form)]


def words(rule: str, form: Form) -> list[str]:
    return [statement.words(form.values) for statement in statements(rule, form)]


def statements(rule: str, form: Form) -> list:
    found = next(each for each in RULES if rule in (key(each), each.id))
    return list(found.stated(form))
