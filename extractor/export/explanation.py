"""An extraction explained: what was repaired and why, what to review, and which sums hold.

`Sums` sorts the statements of the rules about the values as they are; `to_words` prints them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from textwrap import shorten, wrap

from extractor.export.sheets import relationships
from extractor.export.xml_values import one_line
from extractor.model.filing import Cell, Extraction, Filing, ReviewItem
from extractor.model.filing_view import FilingView, plain_name, plain_place
from extractor.model.form_schema import FIELDS, Kind
from extractor.model.reason import Reason, ReasonCode, found_in
from extractor.reconcile.constraint import Constraint
from extractor.reconcile.form_view import (
    EXERCISE_PRICE,
    EXPIRATION,
    NATURE,
    TITLE,
    Form,
    FormRow,
    balances_of,
    number,
)
from extractor.reconcile.rules import installed_constraints, opening
from extractor.reconcile.rules.build import shown
from extractor.reconcile.search import is_crisp

WIDTH = 100
"""Columns of a line, at most: it fits half of a wide screen."""
LONGEST = 60
"""Columns of a value, at most; longer texts are cut."""
INDENT = 2
"""Columns by which an entry stands in from its heading, and twice as many its own lines from it."""
WHOLE = "The form as a whole"
BETWEEN = "Between Table I and Table II"
SHOWN = frozenset(
    {
        *("running-balance", "balance-in-another-order", "told-for-each-owner", "month-opening"),
        *("holding-repeats-balance", "grant-balance", "underlying-amount", "exercised-shares"),
        *("exercise-price", "withheld-of-acquired", "price-in-range"),
    }
)
"""The rules whose sums are printed where they hold; the statements of the others are only counted."""

_NUMBERS = tuple(f"/{field.path}" for field in FIELDS if field.kind is Kind.DECIMAL)


def to_words(extraction: Extraction) -> str:
    """All filings of a file as text, at most 100 columns wide."""
    count, name = len(extraction.filings), one_line(extraction.source.name)
    lines: list[str] = []
    for place, filing in enumerate(extraction.filings, 1):
        pages = ", ".join(map(str, filing.pages))
        whole = f"page{'s' * (len(filing.pages) > 1)} {pages} of {name}"
        lines += [*explained(filing, f"filing {place} of {count}, {whole}" if count > 1 else whole), ""]
    for page in extraction.unused_pages:
        lines += _wrapped(f"Page {page.page} is not used: {one_line(page.reason)}", 0)
    return "\n".join(lines).rstrip("\n") + "\n"


def explained(filing: Filing, place: str) -> Iterator[str]:
    """The lines about one filing; `place` is its place in the file, for the first line."""
    view = FilingView(filing)
    sums = Sums(view)
    yield from _wrapped(f"{_subject(view)}; {place}", 0)
    repaired = [cell for cell in filing.cells if cell.status == "repaired"]
    if not repaired and not view.findings:
        yield "Nothing was repaired, and there is nothing to look at."
    yield from _repairs(repaired, sums)
    yield from _looks(view, sums)
    if sums.slips:
        yield from _section("Does not fit as filed: the filing's own slip, read clearly; nothing was changed")
        yield from _places(sums.slips)
    yield from _held(sums)


def _subject(view: FilingView) -> str:
    """Who reports what: `Form 4 for 2009-11-19: ZAGUNIS HAROLD F (Officer) on REDWOOD TRUST INC [RWT]`."""
    owners = [owner.get("reportingOwnerId/rptOwnerName") for owner in view.owners]
    names = [one_line(cell.value) if cell and cell.value else "a person not read" for cell in owners]
    who = ", ".join(names[:2]) + (f" and {len(names) - 2} more" if len(names) > 2 else "")
    if len(names) == 1 and (roles := _roles(view)):
        who += f" ({roles})"
    issuer = one_line(view.value("issuer/issuerName")) or "an issuer not read"
    symbol = one_line(view.value("issuer/issuerTradingSymbol"))
    period = view.value("periodOfReport") or "a period not read"
    named = f"{issuer} [{symbol}]" if symbol else issuer
    return f"Form {view.form} for {period}: {who or 'a person not read'} on {named}"


def _roles(view: FilingView) -> str:
    owner = view.owners[0]
    title = owner.get("reportingOwnerRelationship/officerTitle")
    return ", ".join(relationships(owner)) + (f": {one_line(title.value)}" if title and title.value else "")


def _repairs(repaired: Iterable[Cell], sums: Sums) -> Iterator[str]:
    """Each repair: what was read, what it is now, the sums that prove it, and any that still do not hold."""
    for place, cell in enumerate(repaired):
        if not place:
            yield from _section("Repaired: as read it did not add up, and only so it does")
        read = shorten(one_line(cell.raw), LONGEST, placeholder="…")
        yield from _wrapped(f'{_name(cell.path)}: read "{read}", now {_value(cell)}', INDENT)
        for proof in _statements(cell.reasons):
            yield from _wrapped(proof, 3 * INDENT)
        for words in sums.doubts.get(cell.path, ()):
            yield from _wrapped(f"but {words}", 3 * INDENT)


def _looks(view: FilingView, sums: Sums) -> Iterator[str]:
    """What is to be reviewed: first where a sum does not hold."""
    found = [entry for entry in view.findings if not _is_repaired(view, entry)]
    against = [entry for entry in found if entry.path in sums.doubts or _statements(entry.reasons)]
    if found or sums.unflagged:
        yield from _section(f"To look at: {len(found)}" if found else "To look at")
    for entry in (*against, *(entry for entry in found if entry not in against)):
        yield from _look(view, entry, sums)
    if sums.unflagged:
        yield "  Sums that do not hold, of cells accepted yet not read beyond doubt:"
        yield from _places(sums.unflagged, 2 * INDENT)


def _is_repaired(view: FilingView, entry: ReviewItem) -> bool:
    cell = view.cells.get(entry.path)
    return cell is not None and cell.status == "repaired"


def _look(view: FilingView, entry: ReviewItem, sums: Sums) -> Iterator[str]:
    cell, told = view.cells.get(entry.path), _statements(entry.reasons)
    value = f" {_value(cell) or 'no value'};" if cell else ""
    yield from _wrapped(f"{_capital(plain_place(entry))}:{value} {entry.reason}", INDENT)
    for words in sums.doubts.get(entry.path, ()):
        if words not in told:
            yield from _wrapped(words, 3 * INDENT)


def _held(sums: Sums) -> Iterator[str]:
    plainer = f"{sums.plainer} plainer check{'s' * (sums.plainer != 1)} hold{'s' * (sums.plainer == 1)}"
    if not sums.held:
        yield from _section(f"No sum binds what was read; {plainer}")
        return
    yield from _section("Adds up")
    yield from _places(sums.held)
    yield f"  and {plainer}."


def _places(places: Mapping[str, Iterable[str]], indent: int = INDENT) -> Iterator[str]:
    for place, sums in places.items():
        yield from _wrapped(place, indent)
        for words in sums:
            yield from _wrapped(words, indent + 2 * INDENT)


def _section(title: str) -> Iterator[str]:
    yield ""
    yield from _wrapped(title, 0)


def _value(cell: Cell) -> str:
    """A value as people write it, long texts cut."""
    value = shown(cell.value) if cell.path.endswith(_NUMBERS) else one_line(cell.value)
    return shorten(value, LONGEST, placeholder="…")


def _name(path: str) -> str:
    return _capital(plain_name(path))


def _capital(name: str) -> str:
    return name[0].upper() + name[1:]


def _statements(reasons: Iterable[Reason]) -> tuple[str, ...]:
    """The sums that reasons name."""
    return tuple(str(item.about("statement")) for item in found_in(reasons, ReasonCode.SUM))


def _wrapped(text: str, indent: int) -> list[str]:
    """The text in lines, the later ones further in."""
    first, later = " " * indent, " " * (indent + 2 * INDENT)
    return wrap(one_line(text), WIDTH, initial_indent=first, subsequent_indent=later) or [first.rstrip()]


# The statements of the rules, sorted.


@dataclass(frozen=True, slots=True)
class Sum:
    """One statement of a rule about the values as they are; `place` is the part of the form it is about."""

    rule: Constraint
    words: str
    cells: tuple[str, ...]
    place: str
    holds: bool


@dataclass(frozen=True)
class Sums:
    """All statements of the rules about one filing; preferences that do not hold are left out."""

    view: FilingView

    @cached_property
    def statements(self) -> tuple[Sum, ...]:
        """Every statement, in the order of the rules."""
        found = []
        for rule in installed_constraints():
            for statement in rule.stated(self._form):
                holds = statement.holds(self._form.values)
                if holds or not (rule.strength == "preference" or statement.excused):
                    place = WHOLE if rule.strength == "presence" else self._place(statement.cells)
                    words = statement.words(self._form.values)
                    found.append(Sum(rule, words, statement.cells, place, holds))
        return tuple(found)

    @cached_property
    def held(self) -> Mapping[str, tuple[str, ...]]:
        """Place → the sums that hold there, each once, in the order of the form."""
        places: dict[str, dict[str, None]] = {place: dict.fromkeys(totals) for place, totals in self._totals}
        for place in (BETWEEN, WHOLE):
            places[place] = {}
        for item in self.statements:
            if item.holds and item.rule.id in SHOWN:
                places.setdefault(item.place, {})[item.words] = None
        return {place: tuple(words) for place, words in places.items() if words}

    @cached_property
    def plainer(self) -> int:
        """How many statements hold that are not printed one by one."""
        return sum(item.holds and item.rule.id not in SHOWN for item in self.statements)

    @cached_property
    def doubts(self) -> Mapping[str, tuple[str, ...]]:
        """Path of what is to be reviewed → the sums that do not hold; each at its least sure cell."""
        doubts: dict[str, dict[str, None]] = {}
        listed: set[str] = set()
        for item in self._broken:
            if item.words not in listed and (entry := self._entry(item)) is not None:
                doubts.setdefault(entry, {})[item.words] = None
                # A missing note is one fault, however often it is cited.
                if item.rule.strength == "presence":
                    listed.add(item.words)
        return {path: tuple(words) for path, words in doubts.items()}

    @cached_property
    def slips(self) -> Mapping[str, tuple[str, ...]]:
        """Place → sums that do not hold although all their cells are crisp: errors of the filer."""
        return _by_place(item for item in self._unentered if self._is_slip(item))

    @cached_property
    def unflagged(self) -> Mapping[str, tuple[str, ...]]:
        """Place → sums that do not hold, of cells that were accepted but are not crisp."""
        return _by_place(item for item in self._unentered if not self._is_slip(item))

    @cached_property
    def _form(self) -> Form:
        return Form.of(self.view.filing, balances_of(self.view.filing.layout))

    @property
    def _broken(self) -> Iterable[Sum]:
        return (item for item in self.statements if not item.holds)

    @cached_property
    def _unentered(self) -> tuple[Sum, ...]:
        """Statements that do not hold although none of their cells is to be reviewed or was repaired."""
        return tuple(item for item in self._broken if self._entry(item) is None)

    @cached_property
    def _repaired(self) -> frozenset[str]:
        return frozenset(cell.path for cell in self.view.filing.cells if cell.status == "repaired")

    def _entry(self, item: Sum) -> str | None:
        """The path to be reviewed, or repaired, in a sum; None where there is none."""
        cells = sorted(item.cells, key=self._sure)
        named = [path for path in cells if path in self._repaired or self.view.is_flagged(path)]
        around = [e.path for path in cells for e in self.view.findings if e.names(path)]
        return next(iter((*named, *sorted(around, key=len, reverse=True))), None)

    def _sure(self, path: str) -> float:
        cell = self.view.cells.get(path)
        return cell.confidence if cell else 0.0

    def _is_slip(self, item: Sum) -> bool:
        """False on scans for rules about marks and notes, which may have been missed."""
        cells = [self.view.cells[path] for path in item.cells if path in self.view.cells]
        scanned = any(cell.source == "ocr" for cell in self.view.filing.cells)
        return all(map(is_crisp, cells)) and not (scanned and item.rule.strength == "presence")

    @property
    def _totals(self) -> Iterable[tuple[str, list[str]]]:
        """Each group's place and the total of its disposals, where its balances give that."""
        places: dict[str, list[str]] = {}
        for group in self._form.groups:
            own = places.setdefault(self._name(group), [])
            if text := opening(self._form, group):
                own.append(f"{text} there were" if " of " in text else f"{text}, all there were")
        return places.items()

    def _place(self, cells: Iterable[str]) -> str:
        """The part of the form with the cells: one balance, one table, both tables, or the whole form."""
        own = set(cells)
        rows = [row for row in self._form.rows if any(cell.startswith(f"{row.path}/") for cell in own)]
        if not rows:
            return WHOLE
        if len({row.table for row in rows}) > 1:
            return BETWEEN
        names = list(dict.fromkeys(map(self._row_name, rows)))
        return names[0] if len(names) == 1 else f"Table {'I' * rows[0].table}"

    def _row_name(self, row: FormRow) -> str:
        group = next((group for group in self._form.groups if self._form.same_balance(row, group[0])), (row,))
        return self._name(group)

    def _name(self, group: tuple[FormRow, ...]) -> str:
        """A balance in words: `Table II, Stock Option (right to buy) at 11.4375, until 2009-12-02`."""
        first = group[0]
        parts = [f"Table {'I' * first.table}", self._form.text(first, TITLE) or "without a title"]
        if number(self._form.text(first, EXERCISE_PRICE)):
            parts[-1] += f" at {shown(self._form.text(first, EXERCISE_PRICE))}"
        if until := self._form.text(first, EXPIRATION):
            parts.append(f"until {until}")
        if nature := self._form.text(first, NATURE):
            parts.append(f"held indirectly: {nature}")
        return ", ".join(parts)


def _by_place(items: Iterable[Sum]) -> Mapping[str, tuple[str, ...]]:
    places: dict[str, dict[str, None]] = {}
    for item in items:
        places.setdefault(item.place, {})[item.words] = None
    return {place: tuple(words) for place, words in places.items()}
