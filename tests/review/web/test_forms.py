"""What a reviewer may add to a filing is what its form has."""

from extractor.model.forms import schema_of
from extractor.review.web.views import columns, row_kinds

TABLE_I, TABLE_II = "nonDerivativeTable", "derivativeTable"


def test_rows_of_form_4_are_transactions_and_holdings():
    assert row_kinds(f"{TABLE_II}/derivativeHolding[1]", schema_of("4")) == (
        ("derivativeTransaction", "Table II, transaction"),
        ("derivativeHolding", "Table II, holding"),
    )
    assert len(row_kinds("", schema_of("4"))) == 4


def test_rows_of_form_3_are_holdings_without_a_date_or_a_code():
    assert [name for _, name in row_kinds("", schema_of("3"))] == ["Table I, holding", "Table II, holding"]
    fields = {path for path, _ in columns(TABLE_I, schema_of("3"))}
    assert "securityTitle" in fields and not {path for path in fields if path.startswith("transaction")}


def test_a_form_that_is_not_known_may_have_any_row():
    assert len(row_kinds(TABLE_I, schema_of("F-7"))) == 2
