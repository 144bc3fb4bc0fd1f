from __future__ import annotations

from random import Random

import pytest

from samples.generator.writing import Habits, typist_habits

PRICE = "nonDerivativeTable/nonDerivativeTransaction[1]/transactionAmounts/transactionPricePerShare"
AMOUNT = "nonDerivativeTable/nonDerivativeTransaction[1]/transactionAmounts/transactionShares"
DATE = "nonDerivativeTable/nonDerivativeTransaction[1]/transactionDate"


@pytest.mark.parametrize(
    ("habits", "path", "value", "written"),
    [
        (Habits(), PRICE, "11.4375", "$11.4375"),
        (Habits(dollar="$ "), PRICE, "1234.5", "$ 1,234.5"),
        (Habits(fraction=" "), PRICE, "11.4375", "$11 7/16"),
        (Habits(fraction="-"), PRICE, "25.125", "$25-1/8"),
        (Habits(fraction=" "), PRICE, "0.75", "$3/4"),
        (Habits(fraction=" ", cents=True), PRICE, "11", "$11.00"),
        (Habits(fraction=" "), PRICE, "11.43", "$11.43"),
        (Habits(zero_price="-0-"), PRICE, "0", "-0-"),
        (Habits(), AMOUNT, "12004.17", "12,004.17"),
        (Habits(date="{m}/{d}/{yy:02}"), DATE, "2000-02-07", "2/7/00"),
        (Habits(date="{mon}. {d}, {y}", capitals=True), DATE, "1999-11-19", "NOV. 19, 1999"),
        (Habits(month="{month} {y}"), "periodOfReport", "2000-02", "February 2000"),
        (Habits(capitals=True), "issuer/issuerName", "Redwood Trust Inc", "REDWOOD TRUST INC"),
        (Habits(), "nonDerivativeTable/nonDerivativeTransaction[1]/transactionTimeliness", "E", "V"),
    ],
)
def test_values_are_written_as_filers_write_them(habits: Habits, path: str, value: str, written: str) -> None:
    assert habits.written(path, value) == written


def test_typists_differ_and_the_same_seed_is_the_same_typist() -> None:
    assert len({typist_habits(Random(seed)) for seed in range(40)}) > 20
    assert typist_habits(Random(3)) == typist_habits(Random(3))
