"""What the text of a cell says."""

from datetime import date
from decimal import Decimal
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.layout.template import ValueType
from extractor.values import parsers as values
from tests.values.printed import PRINTED_DATES, PRINTED_MONTHS, amounts, dates, fractions


@given(amounts(), st.sampled_from(["{:,f}", "{:f}", "${:,f}", "$ {:,f}", "$  {:f}"]))
def test_every_amount_printed_parses_back(amount, form):
    assert Decimal(values.number(form.format(amount))) == amount


@given(fractions(), st.sampled_from([" ", "-"]), st.sampled_from(["", "$", "$ "]))
def test_every_fraction_printed_parses_back(fraction, dash, sign):
    whole, over, under = fraction
    text = f"{sign}{whole:,}{dash}{over}/{under}" if whole else f"{sign}{over}/{under}"
    assert Decimal(values.number(text)) == whole + Decimal(over) / under


@given(dates(), st.sampled_from(sorted(PRINTED_DATES)))
def test_every_date_printed_parses_back(day, form):
    assert values.day(PRINTED_DATES[form](day)) == day.isoformat()


@given(dates(), st.sampled_from(sorted(PRINTED_MONTHS)))
def test_every_month_printed_parses_back(day, form):
    assert values.month(PRINTED_MONTHS[form](day)) == day.isoformat()[:7]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("$ 11 7/16", "11.4375"),
        ("11-7/16", "11.4375"),
        ("1,200", "1200"),
        ("12,004.17", "12004.17"),
        ("$.01", "0.01"),
        ("27.10", "27.1"),
        ("1200.", "1200"),
        ("0.0000", "0"),
        ("1/2", "0.5"),
        ("1,20", None),
        ("12,0045", None),
        ("1.234.567", None),
        ("5/3", None),
        ("4/8/99", None),
        ("7/15", None),
        ("-5", None),
        ("1e5", None),
        ("Infinity", None),
        ("NaN", None),
        ("1:1", None),
        ("", None),
    ],
)
def test_numbers(text, value):
    assert values.number(text) == value


@pytest.mark.parametrize(
    ("text", "accepted"), [("999,999,999,999.9999", True), ("1,000,000,000,000", False), ("9" * 400, False)]
)
def test_a_number_keeps_to_the_limit_of_the_schema(text, accepted):
    assert (values.number(text) is not None) is accepted


@pytest.mark.parametrize("text", ["-0-", "$-0-", "0", "$0.00"])
def test_ways_to_write_zero(text):
    assert values.shares(text) == values.price(text) == "0"


@pytest.mark.parametrize("text", ["None", "NONE", "nil"])
def test_none_owned_is_zero_but_none_is_no_price(text):
    assert values.shares(text) == "0"
    assert values.price(text) is None


@pytest.mark.parametrize("text", ["N/A", "n/a", "N/A.", "Not Applicable", "NA", "-", "*"])
def test_ways_to_say_nothing(text):
    assert values.says_nothing(text)


@pytest.mark.parametrize("text", ["0", "-0-", "None", "", "North", "D"])
def test_what_says_something(text):
    assert not values.says_nothing(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1/2/00", "2000-01-02"),
        ("1/2/49", "2049-01-02"),
        ("1/2/50", "1950-01-02"),
        ("12/31/99", "1999-12-31"),
    ],
)
def test_years_of_two_digits(text, value):
    assert values.day(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "2/30/2000",
        "13/1/2000",
        "0/1/2000",
        "11/1-11/30/99",
        "Various",
        "11/19",
        "1/1/0000",
        "1/1/9999",
        "1/2/200",
        "",
    ],
)
def test_what_is_no_date(text):
    assert values.day(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [("2/00", "2000-02"), ("FEBRUARY 29,2000", "2000-02"), ("12/31/99", "1999-12"), ("Feb '00", "2000-02")],
)
def test_the_month_of_a_statement(text, value):
    assert values.month(text) == value


@pytest.mark.parametrize("text", ["13/2000", "2000", "FY 2000", "Feb", ""])
def test_what_is_no_month(text):
    assert values.month(text) is None


@pytest.mark.parametrize("letter", "ABCDEFGHIJKLMNOPQRSTUWXYZ".replace("K", ""))
def test_codes(letter):
    assert values.code(letter) == values.code(letter.lower()) == values.code(f"{letter}/K") == letter


@pytest.mark.parametrize("text", ["K", "V", "AB", "", "5", "/K", "ß"])
def test_what_is_no_code(text):
    assert values.code(text) is None


@pytest.mark.parametrize(
    ("parse", "text", "value"),
    [
        (values.acquired_disposed, "(A)", "A"),
        (values.acquired_disposed, "d", "D"),
        (values.acquired_disposed, "I", None),
        (values.direct_indirect, "Direct", "D"),
        (values.direct_indirect, "INDIRECT", "I"),
        (values.direct_indirect, "(I)", "I"),
        (values.direct_indirect, "A", None),
        (values.early, "V", "E"),
        (values.early, "x", None),
        (values.name, "*MARROW ESTHER J *", "MARROW ESTHER J"),
        (values.street, "14 TALLOW LANE,", "14 TALLOW LANE"),
        (values.words, "", None),
    ],
)
def test_letters_and_words(parse, text, value):
    assert parse(text) == value


def test_every_type_a_layout_may_name_has_a_parser():
    blocks = {"name-and-address", "mark"}
    assert set(values.PARSERS) == set(get_args(ValueType)) - blocks | {"month"}


@given(st.text() | st.from_regex(r"[-$ ,./()0-9A-Za-z½]{0,20}"))
def test_no_text_makes_a_parser_fail(text):
    for parse in values.PARSERS.values():
        value = parse(text)
        assert value is None or value
    values.says_nothing(text)


@given(st.from_regex(r"\$? ?[0-9,]{0,20}[./ -]?[0-9]{0,8}(/[0-9]{1,3})?", fullmatch=True))
def test_a_number_is_a_plain_decimal_within_the_schema(text):
    value = values.number(text)
    if value is not None:
        assert 0 <= Decimal(value) <= values.LARGEST
        assert "E" not in value and not value.endswith(".")


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=0, max_value=10**12))
def test_a_plain_decimal_has_no_exponent_and_no_idle_zeros(amount):
    text = values.plain(amount)
    assert Decimal(text) == amount
    assert "E" not in text and (text == "0" or "." not in text or not text.endswith("0"))


@given(st.text())
def test_a_date_is_a_day_of_the_calendar(text):
    for value in (values.day(text), values.day(f"{text}/1/2001")):
        if value is not None:
            date.fromisoformat(value)


@pytest.mark.parametrize("text", ["00", "007", "0,500", "$01.50"])
def test_no_number_begins_with_a_nought(text):
    assert values.number(text) is None


@pytest.mark.parametrize("text", ["0", "0.50", "$0", "0.00"])
def test_a_lone_nought_is_a_number(text):
    assert values.number(text) is not None


@pytest.mark.parametrize("text", ["/s/ John Alden", "s/ John Alden", "'s/ John Alden"])
def test_a_conformed_signature_keeps_its_mark(text):
    assert values.signature(text) == "/s/ John Alden"


def test_the_asterisks_before_a_signature_are_the_form_s():
    assert values.signature("** /s/ Jane Doe") == "/s/ Jane Doe"
