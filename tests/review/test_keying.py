"""What a person keys."""

import pytest

from extractor.errors import Invalid
from extractor.review.keying import keyed
from tests.review.results import AD, BALANCE, CODE, DATE, OWN, ROW, SHARES, TITLE


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        (SHARES, "1,234", "1234"),
        (SHARES, "11 7/16", "11.4375"),
        (BALANCE, "-0-", "0"),
        (DATE, "5/1/03", "2003-05-01"),
        (DATE, "2003-05-01", "2003-05-01"),
        (CODE, "s", "S"),
        (AD, "d", "D"),
        (OWN, "Indirect", "I"),
        (TITLE, " Common  Stock ", "Common Stock"),
        (f"{SHARES}/footnoteId", "(1)(2)", "F1 F2"),
        (f"{SHARES}/footnoteId", "1 3", "F1 F3"),
    ],
)
def test_values_are_written_as_the_contract_has_them(field, text, value):
    assert keyed(f"{ROW}[1]/{field}", text) == value


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (f"{ROW}[1]/{SHARES}", "many"),
        (f"{ROW}[1]/{DATE}", "13/45/03"),
        (f"{ROW}[1]/{CODE}", "SS"),
        (f"{ROW}[1]/{SHARES}/footnoteId", "x"),
        ("reportingOwner[1]/reportingOwnerRelationship/isDirector", "perhaps"),
        ("issuer/issuerName", "  "),
    ],
)
def test_what_is_no_value_is_refused_in_words(path, text):
    with pytest.raises(Invalid, match="is no"):
        keyed(path, text)


@pytest.mark.parametrize(
    ("text", "value"), [("7/2003", "2003-07"), ("2003-07", "2003-07"), ("7/4/2003", "2003-07-04")]
)
def test_the_period_may_be_a_month(text, value):
    assert keyed("periodOfReport", text) == value
