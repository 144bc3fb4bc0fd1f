"""Reasons are data; their words are made in one place and never read back."""

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from extractor.model.filing import ReviewItem
from extractor.model.reason import Reason, ReasonCode, found_in
from extractor.model.reason_words import WORDS, in_words, words_of

ROOT = Path(__file__).parents[2]
CODE = [*(ROOT / "extractor").rglob("*.py"), *(ROOT / "samples").rglob("*.py")]


def parameters(code):
    worded = WORDS[code]
    if isinstance(worded, str):
        return {name for _, name, _, _ in Formatter().parse(worded) if name}
    return set(inspect.signature(worded).parameters)


def nodes(kind) -> Iterator[tuple[str, ast.AST]]:
    for file in CODE:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, kind):
                yield f"{file.relative_to(ROOT)}:{node.lineno}", node


def is_reason(node) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "reason"


def test_every_reason_has_words():
    assert set(WORDS) == set(ReasonCode)


def test_a_reason_is_made_with_the_parameters_of_its_words():
    wrong = []
    for place, call in nodes(ast.Call):
        if ast.unparse(call.func) == "Reason.of" and "ReasonCode." in ast.unparse(call.args[0]):
            given = {keyword.arg for keyword in call.keywords}
            more = {"rule"} if given == {"rule", "statement"} else set()
            codes = re.findall(r"ReasonCode\.(\w+)", ast.unparse(call.args[0]))
            wrong += [place for code in codes if given - more != parameters(ReasonCode[code])]
    assert wrong == []


def test_nobody_gives_a_reason_in_words():
    made = [
        place
        for place, call in nodes(ast.Call)
        if ast.unparse(call.func) in ("Cell", "ReviewItem", "UnusedPage")
        and any(keyword.arg == "reason" for keyword in call.keywords)
    ]
    assert made == []


def test_nothing_reads_the_words_back():
    """What was repaired, and for which sum, was once read out of the words by regular expressions."""
    read = [place for place, node in nodes(ast.Attribute) if is_reason(node.value)]
    read += [place for place, node in nodes(ast.Compare) if any(map(is_reason, ast.walk(node)))]
    read += [
        place
        for place, call in nodes(ast.Call)
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in ("search", "match", "fullmatch", "split", "sub", "findall")
        and any(map(is_reason, call.args))
    ]
    assert read == []


@pytest.mark.parametrize(
    "read, value, words",
    [
        ("737", "787", "the 3 may be an 8: 787"),
        ("701", "707", "the 1 may be a 7: 707"),
        ("701", "7010", "could also be 7010"),
        ("710", "701", "could also be 701"),
        ("Co", "CO", "could also be CO"),
    ],
)
def test_a_doubtful_digit_is_named(read, value, words):
    assert words_of(Reason.of(ReasonCode.COULD_BE, read=read, value=value)) == words


def test_causes_stand_in_brackets():
    sums = [Reason.of(ReasonCode.SUM, rule="running-balance", statement=f"1 + {n} = 9") for n in (2, 3)]
    reason = Reason.of(ReasonCode.ROW_MISSING, sums)
    assert in_words([reason, reason]) == "; ".join(["a row may be missing (1 + 2 = 9; 1 + 3 = 9)"] * 2)
    assert list(found_in([reason], ReasonCode.SUM)) == sums


def test_reasons_come_back_from_json_and_older_ones_are_notes():
    sums = [Reason.of(ReasonCode.SUM, rule="running-balance", statement="1 + 2 = 9")]
    lost = Reason.of(ReasonCode.NO_ADDRESS_PART, tags=("rptOwnerCity", "rptOwnerState"))
    item = ReviewItem(path="x", reasons=(Reason.of(ReasonCode.ROW_MISSING, sums), lost))
    assert ReviewItem.model_validate_json(item.model_dump_json()) == item
    assert "no city, state was read" in item.reason
    old = ReviewItem.model_validate_json('{"path": "x", "reason": "hard to read"}')
    assert (old.reason, old.reasons[0].code) == ("hard to read", ReasonCode.NOTED)
