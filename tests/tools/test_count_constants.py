"""What counts as a numeric constant."""

import ast
from collections import Counter

import pytest

from tools.count_constants import kinds


def counts(source):
    return Counter(kinds(ast.parse(source)))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("LEAST = 0.6", {"name": 1}),
        ("LOW, HIGH = 50.0, 1300.0", {"name": 2}),
        ("LEASE = 15 * 60.0", {"name": 1}),
        ("SIZES: tuple[int, ...] = (1, 2)", {"name": 1}),
        ("NAMES = ('a', 'b')", {}),
        ("RULES = (Rule(chance=0.3), Rule(chance=0.5))", {"bare": 1}),
        ("x = y * 3 + z[4]", {"bare": 2}),
        ("x = [0, 1, 2, -1, 0.5, True]", {}),
        ("@dataclass(frozen=True)\nclass OcrSettings:\n    least: float = 0.7", {}),
        ("SETTINGS = OcrSettings(least=0.7)", {}),
        ('"""Of 1996."""', {}),
    ],
)
def test_names_and_bare_numbers_are_told_apart(source, expected):
    assert counts(source) == expected
