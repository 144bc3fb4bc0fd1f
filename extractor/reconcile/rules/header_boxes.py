"""The header's boxes and dates (DOMAIN 4F)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from extractor.model.form_schema import RELATIONSHIP_BOXES
from extractor.reconcile.constraint import Constraint, Statement
from extractor.reconcile.form_view import DOCUMENT_TYPE, Form, Values
from extractor.reconcile.rules.build import NO, YES, must_read, single
from extractor.reconcile.settings import CHANCES

TEXTS = {"isOfficer": "officerTitle", "isOther": "otherText"}
AMENDED = "dateOfOriginalSubmission"
REMARKS = "remarks"
EXIT = "notSubjectToSection16"
PLAN_BOX = "aff10b5One"
PLAN = re.compile(r"10b5-?1", re.I)
CHANGES_ALONE, HOLDINGS_ALONE = frozenset({"4"}), frozenset({"3"})
"""Forms that report changes, and one that reports what is owned. A Form 5 may report holdings alone."""
PLAN_BOX_SINCE = "2023-04-01"
"""Since this day the form has the box for trading plans."""


def _at(owner: str, box: str) -> str:
    return f"{owner}/reportingOwnerRelationship/{box}"


def _boxes(form: Form) -> Iterator[Statement]:
    """H1: at least one box is checked."""
    for owner in form.owners:
        cells = tuple(_at(owner, box) for box in RELATIONSHIP_BOXES if form.values.get(_at(owner, box)))
        if len(cells) == len(RELATIONSHIP_BOXES):
            yield _one_of(cells)


def _one_of(cells: tuple[str, ...]) -> Statement:
    def holds(values: Values) -> bool:
        return any(values[cell] == YES for cell in cells)

    def words(values: Values) -> str:
        checked = [cell.rpartition("/is")[2] for cell in cells if values[cell] == YES]
        return f"checked: {', '.join(checked) or 'no relationship'}"

    return Statement(cells, holds, words, lambda values, path: _last(values, cells, path))


def _last(values: Values, cells: tuple[str, ...], path: str) -> str | None:
    """A box is settled only where all others are empty."""
    return YES if all(values[cell] == NO for cell in cells if cell != path) else None


def _texts(box: str, form: Form) -> Iterator[Statement]:
    """H1: the officer's box goes with a title, the other box with a text."""
    for owner in form.owners:
        cell, text = _at(owner, box), _at(owner, TEXTS[box])
        if form.values.get(cell) and text not in form.unread:
            given = bool(form.values.get(text))
            wanted = YES if given else NO
            words = "box {0}, " + ("{1}" if given else "no text")
            cells = (cell, text) if given else (cell,)
            yield replace(must_read(cells, wanted, words), excused=form.may_lack(text))


def _titles(form: Form) -> Iterator[Statement]:
    return _texts("isOfficer", form)


def _others(form: Form) -> Iterator[Statement]:
    return _texts("isOther", form)


def _amended(form: Form) -> Iterator[Statement]:
    """H2: an amendment, and nothing else, dates its original."""
    if form.values.get(DOCUMENT_TYPE) and AMENDED not in form.unread:
        dated = bool(form.values.get(AMENDED))
        words = "form {0}, " + ("original of {1}" if dated else "no original")
        cells = (DOCUMENT_TYPE, AMENDED) if dated else (DOCUMENT_TYPE,)
        made = must_read(cells, form.schema.documents[dated], words)
        yield replace(made, excused=form.may_lack(AMENDED))


def _something(form: Form) -> Iterator[Statement]:
    """H4: a form reports a transaction, or that there will be no more."""
    if form.values.get(EXIT):
        count = len(form.transactions(1)) + len(form.transactions(2))
        words = f"{count} transactions, exit box {{}}"
        made = single(EXIT, lambda text: count > 0 or text == YES, words, must=None if count else YES)
        yield replace(made, excused=form.is_scan)


def _nothing(form: Form) -> Iterator[Statement]:
    """H7: a form that says that nothing is owned has no row."""
    if form.values.get(form.schema.nothing) == YES:
        count = len(form.rows)
        words = f"nothing is owned, {count} rows"
        yield Statement((form.schema.nothing,), lambda values: not count, lambda values: words)


def _filers(form: Form) -> Iterator[Statement]:
    """H3: the box for one reporting person or for several agrees with the owners; no cell holds it."""
    if form.filed_by is None or not form.owners:
        return
    count = len(form.owners)
    agrees = (count > 1) == (form.filed_by == "more")
    words = f"filed by {'one person' if form.filed_by == 'one' else 'more than one person'}, {count} found"
    cells = tuple(f"{owner}/reportingOwnerId/rptOwnerName" for owner in form.owners)
    yield Statement(cells, lambda values: agrees, lambda values: words)


def _plan(form: Form) -> Iterator[Statement]:
    """H5: the box for trading plans goes with a note on the plan."""
    if form.values.get(PLAN_BOX) and form.period >= PLAN_BOX_SINCE:
        texts = (*form.footnotes.values(), form.values.get(REMARKS, ""))
        noted = any(PLAN.search(text) for text in texts)
        words = "box {}, " + ("a note on Rule 10b5-1" if noted else "no note on Rule 10b5-1")
        made = must_read((PLAN_BOX,), YES if noted else NO, words)
        yield replace(made, excused=not noted and form.is_scan)


RULES = (
    Constraint(
        id="relationship",
        number="H1",
        name="A reporting person has a relationship to the issuer",
        strength="hard",
        chance=CHANCES.a_box_checked,
        statements=_boxes,
    ),
    Constraint(
        id="officer-title",
        number="H1",
        name="An officer has a title, and nobody else",
        strength="hard",
        chance=CHANCES.even,
        statements=_titles,
    ),
    Constraint(
        id="other-text",
        number="H1",
        name="Another relationship is specified, and no other is",
        strength="hard",
        chance=CHANCES.even,
        statements=_others,
    ),
    Constraint(
        id="amendment-date",
        number="H2",
        name="An amendment dates its original",
        strength="hard",
        chance=CHANCES.even,
        statements=_amended,
    ),
    Constraint(
        id="filers",
        number="H3",
        name="The box for one or several persons agrees with the owners",
        strength="presence",
        chance=CHANCES.even,
        statements=_filers,
    ),
    Constraint(
        id="something-reported",
        number="H4",
        name="A form reports a transaction or an exit",
        strength="hard",
        chance=CHANCES.something_there,
        statements=_something,
        forms=CHANGES_ALONE,
    ),
    Constraint(
        id="nothing-owned",
        number="H7",
        name="A form that says that nothing is owned has no row",
        strength="presence",
        chance=CHANCES.even,
        statements=_nothing,
        forms=HOLDINGS_ALONE,
    ),
    Constraint(
        id="trading-plan",
        number="H5",
        name="The box for trading plans goes with a note on the plan",
        strength="usual",
        chance=CHANCES.even,
        statements=_plan,
    ),
)
