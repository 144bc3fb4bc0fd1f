"""Invented filings of Forms 3 and 5, made of invented Forms 4."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta
from random import Random

from extractor.model.forms import AMENDED, schema_of
from samples.generator.values import TABLES, Filing, rows, without_rows

_FOOTNOTE = re.compile(r"footnotes/footnote\[@id='(F\d+)'\]")
_SIGNED = re.compile(r"ownerSignature\[\d+\]/signatureDate")
NOTHING = 0.12
"""Share of Forms 3 that say that nothing is owned."""


def as_form(filing: Filing, form: str, seed: int) -> dict[str, str]:
    """An invented Form 4 as another form of the same people: what they owned before, or at the year's end."""
    rng = Random(f"form {form} {seed}")
    kept = _as_holdings(filing, rng) if form == "3" else dict(filing)
    schema = schema_of(form)
    rowless = {path: value for path, value in kept.items() if _is_of(path, schema.header)}
    return _noted(_of_form(rowless, form, rng))


def _of_form(filing: Filing, form: str, rng: Random) -> dict[str, str]:
    amended = filing["documentType"].endswith(AMENDED)
    made = {**filing, "documentType": form + (AMENDED if amended else "")}
    if form == "5":
        made = _at_years_end(made, rng)
    return made


def _is_of(path: str, header: tuple[str, ...]) -> bool:
    """True for what stands in a table, is of an owner, a note or a signature, or in the form's header."""
    return path in header or path == "remarks" or "[" in path


def _as_holdings(filing: Filing, rng: Random) -> dict[str, str]:
    """Each row as a holding with the columns of Form 3; of Table I the last of each class, held each way."""
    if rng.random() < NOTHING:
        made = without_rows(filing, [row for table in TABLES for row in rows(filing, table)])
        return {"documentType": made.pop("documentType"), "noSecuritiesOwned": "true", **made}
    found: dict[str, str] = {}
    for path, value in filing.items():
        if not path.startswith(TABLES):
            found[path] = value
    for table in TABLES:
        columns = schema_of("3").table(table).printed
        counts: Counter[str] = Counter()
        for row in _last_of_each(filing, table):
            counts[table] += 1
            base = f"{table}/{table.removesuffix('Table')}Holding[{counts[table]}]"
            for column in columns:
                for path in (column, f"{column}/footnoteId"):
                    if value := filing.get(f"{row}/{path}", ""):
                        found[f"{base}/{path}"] = value
    return found


def _last_of_each(filing: Filing, table: str) -> list[str]:
    """The last row of each class of Table I that has a balance; every row of Table II."""
    found = rows(filing, table)
    if table != TABLES[0]:
        return list(found)
    owned = "postTransactionAmounts/sharesOwnedFollowingTransaction"
    keys = ("securityTitle", "ownershipNature/directOrIndirectOwnership", "ownershipNature/natureOfOwnership")
    last = {
        tuple(filing.get(f"{row}/{key}", "") for key in keys): row
        for row in found
        if filing.get(f"{row}/{owned}")
    }
    return list(last.values())


def _at_years_end(filing: dict[str, str], rng: Random) -> dict[str, str]:
    """The period at the end of the year, signed within 45 days; no trade is reported early."""
    year = int(filing["periodOfReport"][:4])
    end = date(year, 12, 31)
    made = {path: value for path, value in filing.items() if "transactionTimeliness" not in path}
    made |= {"periodOfReport": end.isoformat()}
    made |= {path: _flag(rng, 0.2) for path in ("form3HoldingsReported", "form4TransactionsReported")}
    if "dateOfOriginalSubmission" in made:
        made["dateOfOriginalSubmission"] = (end + timedelta(days=20)).isoformat()
    signed = (end + timedelta(days=rng.randint(22, 45))).isoformat()
    return {path: signed if _SIGNED.fullmatch(path) else value for path, value in made.items()}


def _noted(filing: Filing) -> dict[str, str]:
    """The filing with the footnotes that are still cited, numbered as their marks first appear."""
    cited = [mark for path, value in filing.items() if path.endswith("/footnoteId") for mark in value.split()]
    numbers = {mark: f"F{n}" for n, mark in enumerate(dict.fromkeys(cited), 1)}
    texts = {match[1]: value for path, value in filing.items() if (match := _FOOTNOTE.fullmatch(path))}
    notes = {f"footnotes/footnote[@id='{new}']": texts[old] for old, new in numbers.items()}
    made: dict[str, str] = {}
    for path, value in filing.items():
        if _FOOTNOTE.fullmatch(path):
            continue
        if path == "remarks" or path.startswith("ownerSignature"):
            made |= notes
        marks = path.endswith("/footnoteId")
        made[path] = " ".join(numbers[mark] for mark in value.split()) if marks else value
    return made | notes


def _flag(rng: Random, chance: float) -> str:
    return "true" if rng.random() < chance else "false"
