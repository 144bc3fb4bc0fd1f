"""Dates among each other, and the days of the exchanges (DOMAIN 4E)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from extractor.reconcile.constraint import Constraint, Statement
from extractor.reconcile.form_view import (
    AD,
    CODE,
    DATE,
    DEEMED,
    EARLY,
    EXERCISABLE,
    EXPIRATION,
    PERIOD,
    Form,
    FormRow,
    Values,
    day,
)
from extractor.reconcile.rules.build import earliest, ordered, same, single, tested
from extractor.reconcile.rules.derivatives import is_option
from extractor.reconcile.rules.linked import linked
from extractor.reconcile.rules.trading_days import is_trading_day, trading_days_after
from extractor.reconcile.settings import CHANCES, SETTINGS

ORIGINAL = "dateOfOriginalSubmission"

OF_CHANGES = frozenset({"4"})
"""The form whose date in the header is that of its first transaction, or its month."""
DAYS_OF_YEAR = 365.25
"""On average, leap years and all."""
ANY_TIME = ("G", "W", "L", "J", "I")
"""Codes of what may be reported long after, on a Form 5."""
ENDED = ("E", "H", "J")
"""Codes of rows that report an expiration itself, or explain themselves."""


def _signature_date(form: Form) -> str:
    """The path of the latest date of signature that was read; empty where there is none."""
    dated = [f"{element}/signatureDate" for element in form.signatures]
    return max((path for path in dated if form.values.get(path)), key=form.values.__getitem__, default="")


def _undated(form: Form) -> bool:
    """True where a signature has no date: the latest one is not known."""
    return not all(form.values.get(f"{element}/signatureDate") for element in form.signatures)


def _dated(form: Form) -> list[FormRow]:
    return [row for row in (*form.transactions(1), *form.transactions(2)) if form.has(row, DATE)]


def _earliest(form: Form) -> Iterator[Statement]:
    """D1, forms by day: the header has the first of the rows' dates.

    Where not all of them were read, the first may be missing: then only what holds is evidence.
    """
    cells = [row.at(DATE) for row in _dated(form)]
    if cells and day(form.period) and not form.is_monthly:
        made = _first_of(cells)
        whole = len(cells) == len(form.transactions(1)) + len(form.transactions(2))
        if whole or made.holds(form.values):
            yield replace(made, excused=not whole)


def _first_of(cells: Sequence[str]) -> Statement:
    def holds(values: Values) -> bool:
        period = day(values[PERIOD])
        return period is not None and period == earliest(values[cell] for cell in cells)

    def words(values: Values) -> str:
        first = earliest(values[cell] for cell in cells)
        text = f"{values[PERIOD]} in the header, {first} the earliest transaction"
        return text if holds(values) else f"{text}: they differ"

    def solved(values: Values, path: str) -> str | None:
        first = earliest(values[cell] for cell in cells if cell != path)
        if path == PERIOD:
            return first.isoformat() if first else None
        period = day(values[PERIOD])
        # A row's date is settled only where no other is as early.
        return period.isoformat() if period and (first is None or first > period) else None

    return Statement((PERIOD, *cells), holds, words, solved)


def _in_month(form: Form) -> Iterator[Statement]:
    """D1, month forms: each row is of the header's month; late items are not."""
    if form.is_monthly and form.period:
        for row in _dated(form):
            yield _of_two(PERIOD, row.at(DATE), _is_in_month, "month {}, transaction of {}")


def _is_in_month(month: str, text: str) -> bool:
    """True for a day in a month, which may be spelt as one of its days."""
    return day(text) is not None and month[:7] == text[:7]


def _before_signature(form: Form) -> Iterator[Statement]:
    """D2."""
    signed = _signature_date(form)
    if signed:
        if day(form.period) and not form.is_monthly:
            yield replace(ordered(PERIOD, signed, "{} reported, signed {}"), excused=_undated(form))
        for row in _dated(form):
            made = ordered(row.at(DATE), signed, "{} happened, signed {}")
            yield replace(made, excused=_undated(form))


def _in_time(form: Form) -> Iterator[Statement]:
    """D3, forms by day; not for what may be reported late, nor for amendments. A code that was not read may
    be one of those."""
    signed, rows = _signature_date(form), (*form.transactions(1), *form.transactions(2))
    by_day = day(form.period) and not form.is_of_months and not form.is_amendment
    if signed and by_day and not any(_may_wait(form, row) for row in rows):
        words, wrong = "{} reported, signed {} in time", "{} reported, signed {}: not in time"
        coded = all(form.has(row, CODE) for row in rows)
        yield replace(_of_two(PERIOD, signed, _in_days, words, wrong), excused=_undated(form) or not coded)


def _may_wait(form: Form, row: FormRow) -> bool:
    return form.has(row, EARLY) or form.text(row, CODE) in ANY_TIME


def _in_days(period: str, signed: str) -> bool:
    first, last = day(period), day(signed)
    if first is None or last is None or not 0 <= (last - first).days <= SETTINGS.longest_filing_span:
        return False
    return trading_days_after(first, last) <= SETTINGS.days_to_file


def _by_the_tenth(form: Form) -> Iterator[Statement]:
    """D3, of the years when months were reported: due on the tenth of the next month."""
    signed = _signature_date(form)
    if signed and form.period and form.is_of_months and not form.is_amendment:
        words, wrong = "month {}, signed {} in time", "month {}, signed {}: not in time"
        yield replace(_of_two(PERIOD, signed, _by_tenth, words, wrong), excused=_undated(form))


def _by_tenth(period: str, signed: str) -> bool:
    month, last = day(f"{period[:7]}-01"), day(signed)
    if month is None or last is None:
        return False
    after = (last.year - month.year) * 12 + last.month - month.month
    return after == 0 or (after == 1 and last.day <= SETTINGS.month_due_day)


def _in_calendar_days(form: Form) -> Iterator[Statement]:
    """D3, forms that are due so many days of the calendar after the day in the header."""
    signed, due = _signature_date(form), form.schema.due
    if signed and due and day(form.period) and not form.is_amendment:
        words, wrong = "{} in the header, signed {} in time", "{} in the header, signed {}: not in time"
        made = _of_two(PERIOD, signed, lambda first, last: _is_within(first, last, due.days), words, wrong)
        yield replace(made, excused=_undated(form))


def _is_within(first: str, last: str, days: int) -> bool:
    one, other = day(first), day(last)
    return one is not None and other is not None and (other - one).days <= days


def _original_first(form: Form) -> Iterator[Statement]:
    """D4."""
    signed = _signature_date(form)
    if signed and day(form.values.get(ORIGINAL, "")):
        made = ordered(ORIGINAL, signed, "original of {}, amendment signed {}")
        yield replace(made, excused=_undated(form))


def _deemed(form: Form) -> Iterator[Statement]:
    """D5."""
    for row in _dated(form):
        if form.has(row, DEEMED):
            yield _of_two(row.at(DATE), row.at(DEEMED), _is_near, "transaction of {}, deemed executed {}")


def _of_two(one: str, other: str, goes: Callable[[str, str], bool], words: str, wrong: str = "") -> Statement:
    """Two dates go together."""
    return tested((one, other), lambda values: goes(values[one], values[other]), words, wrong)


def _is_near(one: str, other: str) -> bool:
    first, second = day(one), day(other)
    return first is not None and second is not None and abs((second - first).days) <= SETTINGS.deemed_days


def _on_trading_days(form: Form) -> Iterator[Statement]:
    """D6: trades on the market, of Table I."""
    for row in form.transactions(1):
        if form.text(row, CODE) in ("P", "S") and form.has(row, DATE):
            yield single(row.at(DATE), _is_open, "{} is a trading day", "{} is no trading day")


def _is_open(text: str) -> bool:
    found = day(text)
    return found is not None and is_trading_day(found)


def _exercisable_first(form: Form) -> Iterator[Statement]:
    """D7."""
    for row in (*form.transactions(2), *form.holdings(2)):
        if form.has(row, EXERCISABLE, EXPIRATION):
            yield ordered(row.at(EXERCISABLE), row.at(EXPIRATION), "exercisable {}, expires {}")


def _not_expired(form: Form) -> Iterator[Statement]:
    """D8: not where the row reports the expiration, as its code says."""
    for row in form.transactions(2):
        if form.has(row, DATE, EXPIRATION) and form.text(row, CODE) not in ENDED:
            made = ordered(row.at(DATE), row.at(EXPIRATION), "transaction of {}, expires {}")
            yield replace(made, excused=not form.has(row, CODE))


def _exercisable_then(form: Form) -> Iterator[Statement]:
    """D9: not for conversions (C), which accelerated vesting lets come early."""
    for row in form.transactions(2):
        exercised = form.text(row, CODE) in ("M", "X") and form.text(row, AD) == "D"
        if exercised and form.has(row, DATE, EXERCISABLE):
            yield _of_two(row.at(DATE), row.at(EXERCISABLE), _is_after, "exercised {}, exercisable {}")


def _is_after(one: str, other: str) -> bool:
    last, first = day(one), day(other)
    return first is not None and last is not None and first <= last


def _whole_years(form: Form) -> Iterator[Statement]:
    """D10."""
    for row in form.transactions(2):
        granted = form.text(row, CODE) == "A" and is_option(form, row)
        if granted and form.has(row, DATE, EXPIRATION):
            yield _of_two(row.at(DATE), row.at(EXPIRATION), _is_term, "granted {}, expires {}: whole years")


def _is_term(granted: str, expires: str) -> bool:
    first, last = day(granted), day(expires)
    if first is None or last is None:
        return False
    years = round((last - first).days / DAYS_OF_YEAR)
    return (
        1 <= years <= SETTINGS.longest_term
        and abs((last - _anniversary(first, years)).days) <= SETTINGS.term_slack
    )


def _anniversary(first: date, years: int) -> date:
    """The same day of a later year; 1 March for 29 February."""
    if (first.month, first.day) == (2, 29):
        return date(first.year + years, 2, 28) + timedelta(days=1)
    return first.replace(year=first.year + years)


def _same_day(form: Form) -> Iterator[Statement]:
    """D11."""
    for share, right in linked(form):
        if form.has(share, DATE) and form.has(right, DATE):
            yield same(share.at(DATE), right.at(DATE), "acquired {}, exercised {}", day)


RULES = (
    Constraint(
        id="earliest-date",
        number="D1",
        name="The header's date is that of the earliest transaction",
        strength="usual",
        chance=CHANCES.same_day,
        statements=_earliest,
        forms=OF_CHANGES,
    ),
    Constraint(
        id="date-in-month",
        number="D1",
        name="Transactions are of the header's month",
        strength="usual",
        chance=CHANCES.same_month,
        statements=_in_month,
        forms=OF_CHANGES,
    ),
    Constraint(
        id="before-signature",
        number="D2",
        name="Nothing happens after it is signed",
        strength="hard",
        chance=CHANCES.even,
        statements=_before_signature,
    ),
    Constraint(
        id="signed-in-time",
        number="D3",
        name="A form is signed within two business days",
        strength="usual",
        chance=CHANCES.near_day,
        statements=_in_time,
        forms=OF_CHANGES,
    ),
    Constraint(
        id="signed-by-the-tenth",
        number="D3",
        name="A month's form is signed by the tenth of the next",
        strength="usual",
        chance=CHANCES.same_month,
        statements=_by_the_tenth,
        forms=OF_CHANGES,
    ),
    Constraint(
        id="signed-in-days",
        number="D3",
        name="A form is signed within the days it is due in",
        strength="preference",
        chance=CHANCES.near_day,
        statements=_in_calendar_days,
        forms=frozenset({"3", "5"}),
    ),
    Constraint(
        id="original-first",
        number="D4",
        name="The original was filed before its amendment is signed",
        strength="usual",
        chance=CHANCES.even,
        statements=_original_first,
    ),
    Constraint(
        id="deemed-execution",
        number="D5",
        name="The deemed execution is within five days of the transaction",
        strength="usual",
        chance=CHANCES.same_day,
        statements=_deemed,
    ),
    Constraint(
        id="trading-day",
        number="D6",
        name="Trades are made on days when the exchanges are open",
        strength="preference",
        chance=CHANCES.trading_day,
        statements=_on_trading_days,
    ),
    Constraint(
        id="exercisable-before-expiration",
        number="D7",
        name="A right can be exercised before it expires",
        strength="usual",
        chance=CHANCES.even,
        statements=_exercisable_first,
    ),
    Constraint(
        id="not-expired",
        number="D8",
        name="Rights are dealt in before they expire",
        strength="usual",
        chance=CHANCES.even,
        statements=_not_expired,
    ),
    Constraint(
        id="exercisable-when-exercised",
        number="D9",
        name="A right is exercised once it is exercisable",
        strength="usual",
        chance=CHANCES.even,
        statements=_exercisable_then,
    ),
    Constraint(
        id="term-of-years",
        number="D10",
        name="An option runs for whole years",
        strength="preference",
        chance=CHANCES.in_fractions,
        statements=_whole_years,
    ),
    Constraint(
        id="same-day-in-both-tables",
        number="D11",
        name="What is exercised and what is acquired have one date",
        strength="usual",
        chance=CHANCES.same_day,
        statements=_same_day,
    ),
)
