"""Invented filings, one from every seed, fit for the time when a family of forms was filed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from samples.generator import names, trades
from samples.generator.notes import elaborate
from samples.generator.style import Family
from samples.generator.trades import CODE, FOLLOWING, FORM, NATURE, PRICE, Deal, Row
from samples.generator.values import BOXES, TABLES, Filing, rows

# When forms of each family were filed, by year.
YEARS: dict[Family, tuple[int, int]] = {
    "edgar": (2003, 2025),
    "agent2002": (2003, 2025),
    "paper1996": (1997, 2001),
    "paper2002": (2002, 2002),
    "issuer": (2003, 2025),
    "unruled1996": (1997, 2001),
    "plain1996": (1997, 2001),
}
_MONTHLY: tuple[Family, ...] = ("paper1996", "unruled1996", "plain1996")
"""Families of the month form."""
JOINT: tuple[Family, ...] = ("edgar", "agent2002", "issuer")
"""Families with room for several owners."""
_DECIMAL_PRICES = date(2001, 2, 1)
_PLAN_BOX = date(2023, 4, 1)
_LAST_DAY = {"paper2002": (9, 12)}  # the day form came in September 2002


@dataclass(frozen=True, slots=True)
class Extent:
    """How much a filing reports, where that is more than filings usually do; 0 leaves a part to the seed.

    A `wordy` one has footnotes as long as those of real filings.
    """

    deals: int = 0
    owners: int = 0
    notes: int = 0
    wordy: bool = False


@dataclass(frozen=True, slots=True)
class _People:
    owners: tuple[str, ...]
    signers: tuple[str, ...]


def filing_for(family: Family, seed: int, extent: Extent = Extent()) -> Filing:
    """A whole filing in the contract's paths and values, in printed order."""
    rng = Random(f"filing {family} {seed}")
    deal = _deal(rng, family)
    first_day = deal.day
    _report(deal, extent)
    if deal.month_end:
        _keep_month_end_balances(deal)
    people = _group(rng, extent.owners) if extent.owners else _people(rng, family)
    cells = dict(_head(rng, family, deal, first_day, people))
    cells.update(_tables(deal))
    if rng.random() < 0.15:
        cells["remarks"] = names.pick(rng, "remarks")
    signed = deal.day + timedelta(
        days=rng.choice((1, 2, 2, 3)) if family not in _MONTHLY else rng.randrange(5, 15)
    )
    for n, signer in enumerate(people.signers, 1):
        cells[f"ownerSignature[{n}]/signatureName"] = signer
        cells[f"ownerSignature[{n}]/signatureDate"] = signed.isoformat()
    return cells


def priced(filing: Filing) -> Filing:
    """The filing with a price of zero where a transaction has none, nor a footnote in its place.

    EDGAR takes no transaction without one (none of 18,750 of 2024's third quarter lacks it); paper forms may.
    """
    bases = (row for table in TABLES for row in rows(filing, table) if f"{row}/{CODE}" in filing)
    paths = (f"{base}/{PRICE}" for base in bases)
    blank = [path for path in paths if path not in filing and f"{path}/footnoteId" not in filing]
    return {**filing, **dict.fromkeys(blank, "0")}


def _deal(rng: Random, family: Family) -> Deal:
    first, last = YEARS[family]
    months = _LAST_DAY.get(family, (1, 12))
    day = date(rng.randint(first, last), rng.randint(*months), rng.randint(1, 20))
    while day.weekday() > 4:
        day += timedelta(days=1)
    eighths = day < _DECIMAL_PRICES and rng.random() < 0.85
    deal = Deal(
        rng, day, eighths, family in _MONTHLY, names.pick(rng, "stock_titles"), Decimal(1), Decimal(0)
    )
    deal.price = Decimal(str(round(2 * 150 ** rng.random(), 2)))
    deal.held = deal.whole(2000, 2_000_000)
    if rng.random() < 0.12:
        deal.held += Decimal(rng.randrange(1, 10000)) / 10000
    return deal


def _report(deal: Deal, extent: Extent) -> None:
    kinds, weights = [kind for _, kind in trades.DEALS], [weight for weight, _ in trades.DEALS]
    for kind in deal.rng.choices(kinds, weights, k=extent.deals or deal.rng.choice((1, 1, 1, 2, 2, 3))):
        kind(deal)
    if deal.rng.random() < 0.4:
        trades.holdings(deal)
    if deal.rng.random() < 0.12:
        trades.option_holding(deal)
    if deal.rng.random() < 0.12:
        _make_indirect(deal)
    if deal.rng.random() < 0.3:
        trades.annotate(deal)
    if deal.rng.random() < 0.07 and not deal.month_end:
        trades.deem_executed(deal)
    trades.note_plans(deal, extent.notes)
    if extent.wordy:
        elaborate(deal, deal.rng)


def _make_indirect(deal: Deal) -> None:
    """All of Table I's direct rows become indirect, as for a fund or a trust."""
    nature = names.pick(deal.rng, "natures")
    for row in deal.table_i:
        if row.values[FORM] == "D":
            row.values |= {FORM: "I", NATURE: nature}


def _keep_month_end_balances(deal: Deal) -> None:
    """Of the direct rows of one class the last shows the month's total; the others nothing, or the "
    "total too."""
    repeat = deal.rng.random() < 0.3
    dealt = [row for row in deal.table_i if row.is_transaction]
    for row in dealt[:-1]:
        if repeat:
            row.values[FOLLOWING] = dealt[-1].values[FOLLOWING]
        else:
            del row.values[FOLLOWING]


def _people(rng: Random, family: Family) -> _People:
    if rng.random() < 0.12 and family in JOINT:
        return _group(rng, rng.choice((2, 2, 3)))
    surname, given = names.person(rng)
    whole = f"{surname.upper()} {given.upper()}" if rng.random() < 0.5 else f"{surname} {given}"
    own, suffix = f"{given} {surname}", rng.choice(("", "", "", "", "", "", " JR", " III"))
    agent = " ".join(reversed(names.person(rng)))
    signer = rng.choice(
        (
            f"/s/ {own}",
            own,
            f"/s/ {agent}, Attorney-in-Fact",
            f"{agent} as attorney-in-fact for {own}",
            f"/s/ {agent}, by power of attorney",
            f"By: {agent}, Attorney-in-Fact",
        )
    )
    return _People((whole + suffix,), (signer,))


def _group(rng: Random, count: int) -> _People:
    """Funds that file jointly, each with its signature; at most `count`."""
    owners = [names.fund(rng) for _ in range(count)]
    signers = [f"/s/ {' '.join(reversed(names.person(rng)))}" for _ in owners]
    named = tuple(dict.fromkeys(owners))
    return _People(named, tuple(signers[: len(named)]))


def _head(
    rng: Random, family: Family, deal: Deal, first_day: date, people: _People
) -> Iterator[tuple[str, str]]:
    amended = rng.random() < 0.08
    yield "documentType", "4/A" if amended else "4"
    yield "periodOfReport", first_day.isoformat()
    if amended:
        yield "dateOfOriginalSubmission", (first_day + timedelta(days=2)).isoformat()
    yield "notSubjectToSection16", _flag(rng.random() < 0.05)
    if first_day >= _PLAN_BOX:
        yield "aff10b5One", _flag(rng.random() < 0.3)
    company, symbol = names.company(rng)
    yield "issuer/issuerName", company
    yield "issuer/issuerTradingSymbol", symbol
    for n, owner in enumerate(people.owners, 1):
        yield f"reportingOwner[{n}]/reportingOwnerId/rptOwnerName", owner
        for leaf, text in names.address(rng, company).items():
            yield f"reportingOwner[{n}]/reportingOwnerAddress/{leaf}", text
        for leaf, text in _relationship(rng, joint=len(people.owners) > 1):
            yield f"reportingOwner[{n}]/reportingOwnerRelationship/{leaf}", text


def _relationship(rng: Random, joint: bool) -> Iterator[tuple[str, str]]:
    kinds = (
        ("isTenPercentOwner",)
        if joint
        else rng.choices(
            (
                ("isDirector",),
                ("isOfficer",),
                ("isDirector", "isOfficer"),
                ("isTenPercentOwner",),
                ("isOther",),
                ("isDirector", "isTenPercentOwner"),
                BOXES[:3],
            ),
            (30, 40, 12, 6, 4, 5, 2),
        )[0]
    )
    for box in BOXES:
        yield box, _flag(box in kinds)
    if "isOfficer" in kinds:
        yield "officerTitle", names.pick(rng, "officer_titles")
    if "isOther" in kinds:
        yield "otherText", names.pick(rng, "other_texts")


def _tables(deal: Deal) -> Iterator[tuple[str, str]]:
    """Rows from top to bottom, then the footnotes numbered as their marks first appear."""
    numbers: dict[str, int] = {}
    for table, printed in (("nonDerivativeTable", deal.table_i), ("derivativeTable", deal.table_ii)):
        counts = {"Transaction": 0, "Holding": 0}
        for row in printed:
            kind = "Transaction" if row.is_transaction else "Holding"
            counts[kind] += 1
            base = f"{table}/{table.removesuffix('Table')}{kind}[{counts[kind]}]"
            yield from _row_cells(base, row, table == "derivativeTable", numbers)
    for text, number in numbers.items():
        yield f"footnotes/footnote[@id='F{number}']", text


def _row_cells(base: str, row: Row, table_ii: bool, numbers: dict[str, int]) -> Iterator[tuple[str, str]]:
    for name in trades.in_order(row, table_ii):
        if name in row.values:
            yield f"{base}/{name}", row.values[name]
        if name in row.notes:
            marks = [f"F{numbers.setdefault(text, len(numbers) + 1)}" for text in row.notes[name]]
            yield f"{base}/{name}/footnoteId", " ".join(marks)


def _flag(on: bool) -> str:
    return "true" if on else "false"
