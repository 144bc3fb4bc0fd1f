"""Constraints: the shipped ones, and one that another package registers."""

import subprocess
import sys
from pathlib import Path

import pytest

from extractor.reconcile.rules import GROUP, RULES, installed_constraints

PLUGIN = """
from extractor.reconcile.constraint import Constraint
from extractor.reconcile.form_view import PRICE
from extractor.reconcile.rules.build import single


def cheap(form):
    for row in form.transactions(1):
        if form.has(row, PRICE):
            yield single(row.at(PRICE), lambda text: len(text) < 9, "{} is a short price")


ONE = Constraint("short-price", "Z1", "A price is short", "usual", 0.5, cheap)


def made():
    return ONE
"""
RECONCILE = """
from extractor.reconcile import checked
from tests.reconcile.test_policy import filing
print(*(f"{c.outcome}: {c.statement}" for c in checked(filing()) if c.rule == "short-price"), sep="|")
"""


def test_the_shipped_constraints_come_first() -> None:
    assert installed_constraints()[: len(RULES)] == RULES


@pytest.mark.parametrize("name", ["ONE", "made"], ids=["an object", "what gives one"])
def test_a_constraint_is_added_as_one_object_of_another_package(tmp_path: Path, name: str) -> None:
    (tmp_path / "shortprices.py").write_text(PLUGIN, encoding="utf-8")
    info = tmp_path / "shortprices-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: shortprices\nVersion: 1.0\n", encoding="utf-8"
    )
    (info / "entry_points.txt").write_text(f"[{GROUP}]\nshort = shortprices:{name}\n", encoding="utf-8")
    path = [str(tmp_path), str(Path(__file__).parents[3])]
    code = f"import sys; sys.path[:0] = {path!r}\n{RECONCILE}"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "satisfied: 11.4375 is a short price"
