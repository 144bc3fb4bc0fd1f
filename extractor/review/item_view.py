"""An item as shown to a reviewer, and the checks of its cell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from difflib import SequenceMatcher

from extractor.errors import Invalid
from extractor.model.filing import Alternative, Cell, Filing
from extractor.model.filing_view import plain_name, plain_place
from extractor.model.form_schema import Kind
from extractor.model.path import MARKS
from extractor.model.review_list import FormOrder
from extractor.reconcile.outcomes import SOURCE_INCONSISTENT
from extractor.reconcile.rules import installed_constraints
from extractor.review.decisions import BoundCheck, Item, ItemRow
from extractor.review.keying import keyed, kind_of
from extractor.review.places import place_of, turns_of
from extractor.review.units import column

ROWS = frozenset({"add-row", "delete-row", "merge-rows"})
"""Actions that change rows; several of them may be taken on one item."""
KEYS = 9
"""Alternatives shown, at most: the keys 1 to 9 take them."""
LIKELY = 3
"""Of these, values that stand elsewhere in the filing."""
LONGEST = 80
"""Characters of such a value, at most: longer ones are prose, which no other cell shares."""
SHORT = 60
"""Characters of a value that is seen at one glance, at most."""
STOPS = 12
"""Doubtful words of a text that are stepped through, at most."""
_ALL = {
    Kind.FLAG: ("true", "false"),
    Kind.ACQUIRED_DISPOSED: ("A", "D"),
    Kind.DIRECT_INDIRECT: ("D", "I"),
}
_NAMES = {rule.id: rule.name for rule in installed_constraints()} | {
    SOURCE_INCONSISTENT: "as filed, this does not add up"
}


def shown(
    asked: ItemRow, filing: Filing, now: Filing, keyed: Collection[str], unseen: Collection[str] = ()
) -> Item:
    """The item with its reading and its current value; `keyed` are values that reviewers gave for it.

    Values of the `unseen` paths are not offered.
    """
    cell, current = filing.cell(asked.path), now.cell(asked.path)
    place = place_of(filing, asked.path)
    spot = next((item for item in filing.review if item.page and item.place == asked.path), None)
    page = spot.page if spot and spot.page else place.page
    blind, raw = asked.blind, cell.raw if cell else ""
    return Item(
        number=asked.number,
        filing=asked.filing,
        document=asked.document,
        kind=asked.kind,
        path=asked.path,
        label=plain_place(spot) if spot else plain_name(asked.path),
        value=current.value if current and not blind else "",
        raw="" if blind else raw,
        reason=asked.reason,
        page=page,
        turns=turns_of(filing, page),
        bbox=spot.bbox if spot else place.bbox,
        alternatives=()
        if blind or asked.kind == "rows"
        else _offered(asked.path, cell, current, (*sorted(keyed), *likely(asked.path, raw, now, unseen))),
        state=asked.state,
        blind=blind,
        doubts=() if blind or cell is None or current is None else doubtful_words(cell, current.value),
        sure=cell.confidence if cell and cell.value and not blind else 0.0,
        rank=FormOrder.of(filing.cells).place(asked.path),
    )


def doubtful_words(cell: Cell, text: str) -> tuple[tuple[int, int], ...]:
    """From where to where the words of a text stand that other readings have otherwise, numbers first.

    Where there is no other reading, its numbers are to be looked at; of a short value nothing is.
    """
    if len(text) <= SHORT:
        return ()
    words = [(match.start(), match.end()) for match in re.finditer(r"\S+", text)]
    plain = [text[start:end] for start, end in words]
    others = [other.value for other in cell.alternatives] + list(cell.readings.values())
    found: set[int] = set()
    for other in others:
        codes = SequenceMatcher(None, plain, other.split(), autojunk=False).get_opcodes()
        for code, start, end, _, _ in codes:
            found |= set(range(start, max(end, start + 1))) if code != "equal" else set()
    if not found:
        found = {place for place, word in enumerate(plain) if _has_digit(word)}
    known = sorted(
        (place for place in found if place < len(words)), key=lambda p: (not _has_digit(plain[p]), p)
    )
    return tuple(words[place] for place in known[:STOPS])


def _has_digit(word: str) -> bool:
    return any(map(str.isdigit, word))


def sums(filing: Filing, paths: Iterable[str], unseen: Collection[str] = ()) -> tuple[BoundCheck, ...]:
    """The checks of cells, in the order of the rules, but those that tell a value of the `unseen` paths."""
    wanted, hidden = set(paths), set(unseen)
    own = [c for c in filing.checks if not wanted.isdisjoint(c.cells) and hidden.isdisjoint(c.cells)]
    # Cells that were read alike are bound alike: what is said of each is shown once.
    bound = {(check.rule, check.outcome, check.statement): check for check in own}.values()
    return tuple(BoundCheck(check, _NAMES.get(check.rule, check.rule)) for check in bound)


def _offered(
    path: str, cell: Cell | None, current: Cell | None, beside: Sequence[str]
) -> tuple[Alternative, ...]:
    """Other values than the one shown: of engines, of reviewers, of other cells of the filing."""
    named = {other.value: other for other in cell.alternatives} if cell else {}
    read = [cell.value, *cell.readings.values()] if cell else []
    others = [*read, *beside]
    named |= {v: Alternative(value=v, raw=v, probability=0.0) for v in others if v and v not in named}
    shown_value = current.value if current else ""
    own = [other for value, other in named.items() if value != shown_value and _is_value(path, value)]
    # What stands elsewhere in the filing must not be pushed out by many guesses at letters.
    kept = own[: KEYS - LIKELY] + [other for other in own[KEYS - LIKELY :] if other.value in others]
    return tuple(kept[:KEYS])


def _is_value(path: str, value: str) -> bool:
    """True where a value has the kind of its cell: a reader may have taken a footnote's mark for a date."""
    try:
        return bool(keyed(path, value))
    except Invalid:
        return False


def likely(path: str, raw: str, filing: Filing, unseen: Collection[str] = ()) -> list[str]:
    """Values that a cell may well have: those of its column, all of its kind, dates of the same filing.

    What is keyed blind, at the `unseen` paths, is told by none.
    """
    kind = kind_of(path)
    if path.endswith(MARKS) or kind in (Kind.DECIMAL, Kind.FORM):
        return []
    if kind in _ALL:
        return list(_ALL[kind])
    own = column(path)
    dates = (Kind.DATE, Kind.MONTH_OR_DATE)
    alike = [
        cell.value
        for cell in filing.cells
        if cell.path != path
        and cell.path not in unseen
        and (column(cell.path) == own or (kind in dates and kind_of(cell.path) in dates))
    ]
    count = Counter(value for value in alike if value and len(value) <= LONGEST)
    nearest = sorted(count, key=lambda v: (-SequenceMatcher(None, raw, v).ratio(), -count[v]))
    return nearest[:LIKELY]
