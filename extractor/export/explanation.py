"""An extraction in words: what was repaired and why, what to look at, and the sums the form was put to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from textwrap import shorten, wrap

from extractor.export.rows_csv import relationships
from extractor.export.sums import Sums
from extractor.export.xml_values import one_line
from extractor.model.filing import Cell, Extraction, Filing, ReviewItem
from extractor.model.filing_view import FilingView, plain_name
from extractor.model.form_schema import FIELDS, Kind
from extractor.reconcile.rules import installed_constraints
from extractor.reconcile.rules.build import shown

WIDTH = 100
"""Columns, at most."""
LONGEST = 60
"""Columns of a value, at most: footnotes are told by their beginnings."""

_NUMBERS = tuple(f"/{field.path}" for field in FIELDS if field.kind is Kind.DECIMAL)
_IDS = re.compile(rf" \((?:{'|'.join(sorted({re.escape(rule.id) for rule in installed_constraints()}))})\)")
_READ = re.compile(r"read .*")


def to_words(extraction: Extraction) -> str:
    """All filings of a file as text, at most 100 columns wide."""
    count, name = len(extraction.filings), one_line(extraction.source.name)
    lines: list[str] = []
    for number, filing in enumerate(extraction.filings, 1):
        pages = ", ".join(map(str, filing.pages))
        whole = f"page{'s' * (len(filing.pages) > 1)} {pages} of {name}"
        place = f"filing {number} of {count}, {whole}" if count > 1 else whole
        lines += [*explained(filing, place), ""]
    for page in extraction.unused_pages:
        lines += _wrapped(f"Page {page.page} is not used: {one_line(page.reason)}", 0)
    return "\n".join(lines).rstrip("\n") + "\n"


def explained(filing: Filing, place: str) -> Iterator[str]:
    """The lines about one filing; `place` says where it stands in its file."""
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
    for number, cell in enumerate(repaired):
        if not number:
            yield from _section("Repaired: as read it did not add up, and only so it does")
        read = shorten(one_line(cell.raw), LONGEST, placeholder="…")
        yield from _wrapped(f'{_name(cell.path)}: read "{read}", now {_value(cell)}', 2)
        for proof in cell.reason.split("; "):
            if not _READ.match(proof):
                yield from _wrapped(_plain(proof), 6)
        for words in sums.doubts.get(cell.path, ()):
            yield from _wrapped(f"but {words}", 6)


def _looks(view: FilingView, sums: Sums) -> Iterator[str]:
    """What a person must look at: first what a sum speaks against."""
    found = [entry for entry in view.findings if not _is_repaired(view, entry)]
    against = [entry for entry in found if entry.path in sums.doubts or _IDS.search(entry.reason)]
    if found or sums.unflagged:
        yield from _section(f"To look at: {len(found)}" if found else "To look at")
    for entry in (*against, *(entry for entry in found if entry not in against)):
        yield from _look(view, entry, sums)
    if sums.unflagged:
        yield "  Sums that do not hold, of cells accepted yet not read beyond doubt:"
        yield from _places(sums.unflagged, 4)


def _is_repaired(view: FilingView, entry: ReviewItem) -> bool:
    cell = view.cells.get(entry.path)
    return cell is not None and cell.status == "repaired"


def _look(view: FilingView, entry: ReviewItem, sums: Sums) -> Iterator[str]:
    cell, reason = view.cells.get(entry.path), _plain(entry.reason)
    value = f" {_value(cell) or 'no value'};" if cell else ""
    yield from _wrapped(f"{_name(entry.path)}:{value} {reason}", 2)
    for words in sums.doubts.get(entry.path, ()):
        if words not in reason:
            yield from _wrapped(words, 6)


def _held(sums: Sums) -> Iterator[str]:
    plainer = f"{sums.plainer} plainer check{'s' * (sums.plainer != 1)} hold{'s' * (sums.plainer == 1)}"
    if not sums.held:
        yield from _section(f"No sum binds what was read; {plainer}")
        return
    yield from _section("Adds up")
    yield from _places(sums.held)
    yield f"  and {plainer}."


def _places(places: Mapping[str, Iterable[str]], indent: int = 2) -> Iterator[str]:
    for place, sums in places.items():
        yield from _wrapped(place, indent)
        for words in sums:
            yield from _wrapped(words, indent + 4)


def _section(title: str) -> Iterator[str]:
    yield ""
    yield from _wrapped(title, 0)


def _value(cell: Cell) -> str:
    """A value as people write it, texts by their beginnings."""
    value = shown(cell.value) if cell.path.endswith(_NUMBERS) else one_line(cell.value)
    return shorten(value, LONGEST, placeholder="…")


def _name(path: str) -> str:
    name = plain_name(path)
    return name[0].upper() + name[1:]


def _plain(reason: str) -> str:
    """A reason without the ids of rules."""
    return _IDS.sub("", one_line(reason))


def _wrapped(text: str, indent: int) -> list[str]:
    """The text in lines, the later ones further in."""
    first, later = " " * indent, " " * (indent + 4)
    return wrap(one_line(text), WIDTH, initial_indent=first, subsequent_indent=later) or [first.rstrip()]
