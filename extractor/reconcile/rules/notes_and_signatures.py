"""Footnotes and signatures (DOMAIN 4G)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from extractor.reconcile.constraint import Constraint, Statement
from extractor.reconcile.form_view import AMOUNT, CODE, PRICE, Form, FormRow, Values, grouped, number
from extractor.reconcile.rules.build import single, tested
from extractor.reconcile.settings import CHANCES

DOLLARS = r"(?:US)?\$?\s?([\d,]*\.?\d+)"
RANGE = re.compile(
    rf"rang\w+ (?:from|between)\s*{DOLLARS}(?: per share)?,? ?(?:to|-|through|and)\s*{DOLLARS}", re.I
)
"""`at prices ranging from $10.00 to $10.85`."""
CUES = (
    (re.compile(r"\bwithh(eld|old).*\btax|\btax withholding", re.I), "F"),
    (re.compile(r"\bgift\b", re.I), "G"),
)
"""Words in a note on a code or an amount → the code they go with."""
SALE = re.compile(r"\b(sale|sold|sell)", re.I)
"""Shares may be sold on the market to pay the tax: that is no withholding."""
AGENT = re.compile(
    r"attorney|\batt\w*n\w*y\b|\bin.fact\b|\bp\.?o\.?a\b|power|\bby:?\s|\bfor\b|behalf|pursuant|agent"
    r"|authorized|officer|chief|\bc[ef]o\b|\bvp\b|counsel|secretary|president|chairman|head of|manager"
    r"|partner|member|director|trustee|guardian|executor",
    re.I,
)
"""How four signatures in five show that somebody signs for another (of 38,803 of SEC's tables of 2024Q3)."""


def _ids(text: str) -> list[str]:
    """The footnotes that marks cite: `F1 F2`."""
    return text.split()


def _defined(form: Form) -> Iterator[Statement]:
    """FN1."""
    known = {f"F{number}" for number in form.footnotes}
    for cell in form.marked:
        words, wrong = "{} explained below", "marked {}, and no such note below"
        yield single(cell, lambda text: bool(text) and known.issuperset(_ids(text)), words, wrong)


def _cited(form: Form) -> Iterator[Statement]:
    """FN2: binds the cells that cite a note; where none does, all that might."""
    for count in form.footnotes:
        note = f"F{count}"
        citing = [cell for cell in form.marked if note in _ids(form.values[cell])] or form.marked
        if citing:
            yield _citation(note, citing)


def _citation(note: str, cells: Sequence[str]) -> Statement:
    def holds(values: Values) -> bool:
        return any(note in _ids(values[cell]) for cell in cells)

    def words(values: Values) -> str:
        return f"note {note} is cited" if holds(values) else f"note {note} is cited nowhere"

    return Statement(tuple(cells), holds, words)


def _numbered(form: Form) -> Iterator[Statement]:
    """FN3: the numbers are in no value, so the last note stands for all."""
    if form.footnotes:
        last, count = max(form.footnotes), len(form.footnotes)
        words = f"{count} notes, the last is {last}"
        cell = f"footnotes/footnote[@id='F{last}']"
        yield single(cell, lambda _: count == last, words, f"{words}: some are missing")


def _ascending(form: Form) -> Iterator[Statement]:
    """FN4: binds the cells in which notes are first cited.

    Transactions and holdings stand apart, for how they are mixed on the page is in no value.
    """
    seen: set[str] = set()
    firsts: dict[str, list[str]] = {}
    for cell in form.marked:
        ids = _ids(form.values[cell])
        if not seen.issuperset(ids):
            firsts.setdefault(cell.partition("[")[0], []).append(cell)
        seen.update(ids)
    yield from (_in_order(cells) for cells in firsts.values() if len(cells) > 1)


def _in_order(cells: Sequence[str]) -> Statement:
    def order(values: Values) -> list[int]:
        ids = dict.fromkeys(mark for cell in cells for mark in _ids(values[cell]))
        return [int(mark[1:]) if mark[1:].isdecimal() else 0 for mark in ids]

    def holds(values: Values) -> bool:
        return all(one < other for one, other in pairwise(order(values)))

    def words(values: Values) -> str:
        text = "first cited in the order " + ", ".join(map(str, order(values)))
        return text if holds(values) else f"{text}: not ascending"

    return Statement(tuple(cells), holds, words)


def _in_range(form: Form) -> Iterator[Statement]:
    """FN5: a mean lies between the prices it is the mean of; which those are is not known before all the
    notes on it are read."""
    for row in form.rows:
        notes = list(_notes(form, row, PRICE))
        ranges = [found for text in notes if (found := _range(text))]
        if form.has(row, PRICE) and len(ranges) == 1 and all(notes):
            yield _between(row.at(PRICE), *ranges[0])


def _between(cell: str, low: Decimal, high: Decimal) -> Statement:
    def holds(text: str) -> bool:
        price = number(text)
        return price is not None and low <= price <= high

    words = f"{{}} is between {grouped(low)} and {grouped(high)}"
    return single(cell, holds, words, words.replace("is between", "is not between"))


def _range(text: str) -> tuple[Decimal, Decimal] | None:
    """The range of prices that a note gives; None for none or several."""
    found = RANGE.findall(text)
    low, high = (number(end.replace(",", "")) for end in found[0]) if len(found) == 1 else (None, None)
    return None if low is None or high is None or low > high else (low, high)


def _notes(form: Form, row: FormRow, field: str) -> Iterator[str]:
    """The texts of the notes cited beside a cell; empty for one that was not read."""
    for mark in sorted(form.marks(row, field)):
        if mark[1:].isdecimal():
            yield form.footnotes.get(int(mark[1:]), "")


def _cues(form: Form) -> Iterator[Statement]:
    """FN5: a note on a code or an amount that mentions withholding or a gift."""
    for row in (*form.transactions(1), *form.transactions(2)):
        notes = [text for field in (CODE, AMOUNT) for text in _notes(form, row, field)]
        named = {code for text in notes for cue, code in CUES if cue.search(text) and not SALE.search(text)}
        if form.has(row, CODE) and len(named) == 1:
            code = named.pop()
            words = f"code {{}}, its note speaks of {'a gift' if code == 'G' else 'withholding'}"
            yield single(row.at(CODE), code.__eq__, words, must=code)


def _signed(form: Form) -> Iterator[Statement]:
    """SG1: an owner's name, or somebody who signs for another. It is no fault where neither shows: most who
    sign are agents, and not all of them say so."""
    named = (f"{owner}/reportingOwnerId/rptOwnerName" for owner in form.owners)
    owners = [path for path in named if form.values.get(path)]
    for signature in form.signatures:
        name = f"{signature}/signatureName"
        if owners and form.values.get(name):
            yield _signature(owners, name)


def _signature(owners: Sequence[str], name: str) -> Statement:
    def holds(values: Values) -> bool:
        own = {word for owner in owners for word in _words(values[owner])}
        return bool(AGENT.search(values[name])) or not own.isdisjoint(_words(values[name]))

    words = f"signed {{{len(owners)}}}"
    return tested((*owners, name), holds, words, f"{words}: no owner's name")


def _words(name: str) -> list[str]:
    """The words of a name; initials are no help."""
    return [word for word in re.findall(r"\w+", name.casefold()) if len(word) > 1]


RULES = (
    Constraint(
        id="mark-explained",
        number="FN1",
        name="Every footnote mark has a footnote",
        strength="presence",
        chance=CHANCES.notes_fit,
        statements=_defined,
    ),
    Constraint(
        id="note-cited",
        number="FN2",
        name="Every footnote is cited",
        strength="presence",
        chance=CHANCES.notes_fit,
        statements=_cited,
    ),
    Constraint(
        id="notes-numbered",
        number="FN3",
        name="Footnotes are numbered without gaps",
        strength="presence",
        chance=CHANCES.notes_fit,
        statements=_numbered,
    ),
    Constraint(
        id="marks-ascend",
        number="FN4",
        name="Footnotes are cited in their order",
        strength="presence",
        chance=CHANCES.notes_fit,
        statements=_ascending,
    ),
    Constraint(
        id="price-in-range",
        number="FN5",
        name="A mean price is within the range its footnote tells",
        strength="hard",
        chance=CHANCES.near_price,
        statements=_in_range,
    ),
    Constraint(
        id="note-on-code",
        number="FN5",
        name="A footnote on withholding or a gift goes with its code",
        strength="preference",
        chance=CHANCES.notes_fit,
        statements=_cues,
    ),
    Constraint(
        id="signed",
        number="SG1",
        name="An owner signs, or somebody for them",
        strength="preference",
        chance=CHANCES.somebody_signs,
        statements=_signed,
    ),
)
