"""Codes and ownership (DOMAIN 3 and 4F)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from extractor.model.path import MARKS
from extractor.reconcile.constraint import Constraint, Statement
from extractor.reconcile.form_view import AD, CODE, DATE, EARLY, NATURE, OWNERSHIP, Form, FormRow, Values
from extractor.reconcile.rules.build import must_read, only, shown, single, tested
from extractor.reconcile.rules.linked import EXERCISES
from extractor.reconcile.settings import CHANCES

CODES = frozenset("PSVADFIMCEHOXGLWZJKU") - {"V", "K"}
"""V and K are marks beside a code, not codes."""
CODES_OF_1991 = frozenset("NBQRTY")
"""Codes given up on 15 August 1996."""
FEWER_CODES = "1996-08-15"

DIRECTIONS = {
    1: {**dict.fromkeys("PALMC", "A"), **dict.fromkeys("SFUD", "D")},
    2: {**dict.fromkeys("PA", "A"), **dict.fromkeys("MCXOHSFUD", "D")},
}
"""By table, whether a code acquires or disposes. X in Table I does either: puts are exercised too."""
DERIVATIVE_ONLY = frozenset("EH")
EARLY_CODES = frozenset("GLJWAPSIZ")


def _known(form: Form) -> Iterator[Statement]:
    """C1; forms of before 1996 have more codes, and a row whose date was not read may be of that time."""
    for row in form.rows:
        if form.has(row, CODE):
            old = "" < form.text(row, DATE) < FEWER_CODES
            codes = CODES | CODES_OF_1991 if old else CODES
            made = single(row.at(CODE), codes.__contains__, "code {}", "{} is no code of the form")
            yield replace(made, excused=not form.has(row, DATE) and form.text(row, CODE) in CODES_OF_1991)


def _acquired_or_disposed(form: Form) -> Iterator[Statement]:
    """C2."""
    for row in form.rows:
        if form.has(row, AD):
            words = "acquired or disposed of: {}"
            yield single(row.at(AD), ("A", "D").__contains__, words, f"{words}, neither A nor D")


def _directions(form: Form) -> Iterator[Statement]:
    """C3; other codes go either way, and so does what is exchanged within Table II."""
    for row in (*form.transactions(1), *form.transactions(2)):
        settled = form.has(row, AD) and form.text(row, CODE) in DIRECTIONS[row.table]
        exchanged = _may_be_received(form, row)
        if settled and not any(form.has(other, AD, CODE, DATE) for other in exchanged):
            yield replace(_direction(row), excused=bool(exchanged))


def _may_be_received(form: Form, row: FormRow) -> list[FormRow]:
    """For derivatives got by exercising others: the rows that dispose of those, or may where not all of them
    was read."""
    if row.table == 1 or form.text(row, CODE) not in EXERCISES or form.text(row, AD) != "A":
        return []
    fields = {AD: "D", CODE: form.text(row, CODE), DATE: form.text(row, DATE)}
    others = (other for other in form.transactions(2) if other != row)
    return [o for o in others if all(_may_be(form.text(o, field), text) for field, text in fields.items())]


def _may_be(one: str, other: str) -> bool:
    """True for the same text, or where one of them was not read."""
    return one == other or "" in (one, other)


def _direction(row: FormRow) -> Statement:
    code, letter, ways = row.at(CODE), row.at(AD), DIRECTIONS[row.table]

    def holds(values: Values) -> bool:
        return ways.get(values[code], values[letter]) == values[letter]

    def words(values: Values) -> str:
        verb = {"A": "acquires", "D": "disposes"}.get(values[letter], values[letter])
        text = f"code {shown(values[code])} {verb}"
        return text if holds(values) else f"{text}: it should not"

    def solved(values: Values, path: str) -> str | None:
        if path == letter:
            return ways.get(values[code])
        return only(own for own, way in ways.items() if way == values[letter])

    return Statement((code, letter), holds, words, solved)


def _derivative_codes(form: Form) -> Iterator[Statement]:
    """C4: E and H end rights, so they stand in Table II alone."""
    for row in (*form.transactions(1), *form.transactions(2)):
        if form.text(row, CODE) in DERIVATIVE_ONLY:
            words = "code {} in Table II" if row.table == 2 else "code {} in Table I"
            yield single(row.at(CODE), _allowed(row), words, f"{words}: it ends rights")


def _allowed(row: FormRow) -> Callable[[str], bool]:
    return lambda code: row.table == 2 or code not in DERIVATIVE_ONLY


def _early_codes(form: Form) -> Iterator[Statement]:
    """C4: what is reported early (V) might have waited for a Form 5."""
    for row in (*form.transactions(1), *form.transactions(2)):
        if form.has(row, CODE, EARLY):
            yield _early(row.at(CODE), row.at(EARLY))


def _early(code: str, mark: str) -> Statement:
    words = "code {} reported early ({})"
    return tested((code, mark), lambda values: values[code] in EARLY_CODES, words)


def _natures(form: Form) -> Iterator[Statement]:
    """O1: the nature of ownership is given, in words or a note, of what is owned indirectly and only then.

    Ink that was not read says nothing here; a nature that is missing on a scan may have been lost.
    """
    for row in form.rows:
        given = [row.at(NATURE)] * form.has(row, NATURE)
        indirect = bool(given or form.marks(row, NATURE))
        illegible = not form.unread.isdisjoint((row.at(NATURE), row.at(NATURE) + MARKS))
        if form.has(row, OWNERSHIP) and (indirect or not illegible):
            made = _nature(row.at(OWNERSHIP), given, indirect)
            yield replace(made, excused=not indirect and form.may_lack(row.at(NATURE)))


def _nature(letter: str, given: list[str], indirect: bool) -> Statement:
    wanted = "I" if indirect else "D"
    nature = "nature {1}" if given else ("nature in a note" if indirect else "no nature")
    return must_read((letter, *given), wanted, f"{{0}}, {nature}")


RULES = (
    Constraint(
        id="known-code",
        number="C1",
        name="A code is one of the form's",
        strength="hard",
        chance=CHANCES.known_letter,
        statements=_known,
    ),
    Constraint(
        id="acquired-or-disposed",
        number="C2",
        name="Each transaction is acquired (A) or disposed of (D)",
        strength="hard",
        chance=CHANCES.known_letter,
        statements=_acquired_or_disposed,
    ),
    Constraint(
        id="code-direction",
        number="C3",
        name="A code says whether something is acquired or disposed of",
        strength="usual",
        chance=CHANCES.even,
        statements=_directions,
    ),
    Constraint(
        id="derivative-code",
        number="C4",
        name="Codes E and H stand in Table II alone",
        strength="usual",
        chance=CHANCES.even,
        statements=_derivative_codes,
    ),
    Constraint(
        id="early-code",
        number="C4",
        name="What is reported early might have waited for a Form 5",
        strength="usual",
        chance=CHANCES.even,
        statements=_early_codes,
    ),
    Constraint(
        id="nature-of-ownership",
        number="O1",
        name="The nature of ownership is told of what is owned indirectly, and only then",
        strength="hard",
        chance=CHANCES.even,
        statements=_natures,
    ),
)
