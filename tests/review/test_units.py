"""What is asked together."""

from hypothesis import given
from hypothesis import strategies as st

from extractor.review.units import SETTINGS, OpenItem, column, height, strips, units_of
from tests.review.results import BALANCE, CODE, DATE, ROW, SHARES

STEP = 24.0
"""Points from one row to the next."""


def asked(number, path, value="", row=0, kind="cell", page=1):
    return OpenItem(number, kind, path, value, page, (300 + STEP * row, 310 + STEP * row))


def numbers(questions):
    return [(unit.kind, unit.numbers) for unit in units_of(questions)]


def test_the_doubtful_cells_of_a_row_are_asked_together():
    """135 cells of 48 rows were 135 questions."""
    rows = [
        asked(3 * r + k, f"{ROW}[{r}]/{f}", f"{r}{k}", r)
        for r in range(2)
        for k, f in enumerate((CODE, SHARES, BALANCE))
    ]
    assert numbers(rows) == [("row", (0, 1, 2)), ("row", (3, 4, 5))]


def test_values_read_alike_are_asked_once():
    """The same value was asked eight times in one document."""
    rows = [asked(r, f"{ROW}[{r}]/{CODE}", "J", r) for r in range(1, 9)]
    assert numbers(rows) == [("group", tuple(range(1, 9)))]


def test_a_group_that_spares_no_glance_is_none():
    """Rows that are looked at for their numbers anyway show their codes as well."""
    codes = [asked(r, f"{ROW}[{r}]/{CODE}", "J", r) for r in range(1, 5)]
    shares = [asked(10 + r, f"{ROW}[{r}]/{SHARES}", str(r), r) for r in range(1, 5)]
    assert numbers([*codes, *shares]) == [("row", (r, 10 + r)) for r in range(1, 5)]


def test_two_columns_alike_empty_their_rows_together():
    codes = [asked(r, f"{ROW}[{r}]/{CODE}", "J", r) for r in range(1, 5)]
    dates = [asked(10 + r, f"{ROW}[{r}]/{DATE}", "2003-05-01", r) for r in range(1, 5)]
    assert numbers([*codes, *dates]) == [("group", (1, 2, 3, 4)), ("group", (11, 12, 13, 14))]


def test_missing_values_are_not_alike():
    assert numbers([asked(r, f"{ROW}[{r}]/{CODE}", "", r) for r in (1, 2)]) == [("one", (1,)), ("one", (2,))]


def test_prose_rows_and_samples_are_asked_by_themselves():
    questions = [
        asked(1, "footnotes/footnote[@id='F1']", "text"),
        asked(2, "remarks", "text"),
        asked(3, f"{ROW}[1]", kind="rows"),
        asked(4, "issuer/issuerName", kind="sample"),
        asked(5, "issuer/issuerTradingSymbol", "RDW"),
    ]
    assert numbers(questions) == [("one", (number,)) for number in range(1, 6)]


def test_the_header_and_a_signature_on_another_page_are_asked_together():
    questions = [
        asked(1, "issuer/issuerName", "Redwood"),
        asked(2, "ownerSignature[1]/signatureName", "Ann", page=2),
    ]
    assert numbers(questions) == [("row", (1, 2))]


def test_a_row_over_a_page_break_is_two_units():
    assert (
        len(units_of([asked(1, f"{ROW}[1]/{CODE}", "S"), asked(2, f"{ROW}[1]/{SHARES}", "1", page=2)])) == 2
    )


def test_a_column_is_the_same_in_every_row():
    assert column(f"{ROW}[1]/{CODE}") == column(f"{ROW}[27]/{CODE}") != column(f"{ROW}[1]/{CODE}/footnoteId")


paths = st.one_of(
    st.builds(lambda r, f: f"{ROW}[{r}]/{f}", st.integers(1, 9), st.sampled_from((CODE, DATE, SHARES))),
    st.sampled_from(("issuer/issuerName", "documentType", "remarks", "footnotes/footnote[@id='F1']")),
    st.builds(lambda n: f"reportingOwner[{n}]/reportingOwnerId/rptOwnerName", st.integers(1, 30)),
)


@given(
    st.lists(st.tuples(paths, st.sampled_from(("", "J", "S")), st.integers(0, 25)), unique_by=lambda q: q[0])
)
def test_every_question_is_in_one_unit_that_fits_a_window(drawn):
    questions = [asked(number, path, value, row) for number, (path, value, row) in enumerate(drawn)]
    units = units_of(questions)
    assert sorted(n for unit in units for n in unit.numbers) == list(range(len(questions)))
    assert [unit.numbers[0] for unit in units] == sorted(unit.numbers[0] for unit in units)
    assert all(len(unit.numbers) <= SETTINGS.widest for unit in units)
    rows = [[questions[n] for n in unit.numbers] for unit in units if unit.kind == "row"]
    assert all(height(strips(own)) <= SETTINGS.tallest for own in rows)
