"""What a user may write with `import form4`: every public name, with its types. mypy --strict checks it."""

from __future__ import annotations

import sys
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import form4


def shares_sold(path: Path) -> dict[date, Decimal]:
    """Day → shares that were sold in the open market."""
    sold: dict[date, Decimal] = {}
    for filing in form4.extract(path).filings:
        for row in filing.transactions:
            if row.code is form4.TransactionCode.S and row.transaction_date and row.amount:
                sold[row.transaction_date] = sold.get(row.transaction_date, Decimal(0)) + row.amount
    return sold


def in_words(row: form4.Transaction | form4.Holding) -> str:
    """A row in words."""
    held: form4.OwnershipForm | None = row.ownership_form
    title: str | None = row.title
    after: Decimal | None = row.amount_following
    place: form4.Cell | None = row.cell("title")
    page: int = place.page if place else 0
    return f"{title}: {after}, {held.meaning if held else '?'}, page {page}, {row.doubtful}"


def bought(row: form4.Transaction) -> bool:
    """Whether securities came."""
    return row.acquired_disposed is form4.AcquiredDisposed.A


def people(filing: form4.Filing) -> list[str]:
    """The names of the owners, and the texts of the notes."""
    owners: tuple[form4.Owner, ...] = filing.owners
    notes: tuple[form4.Footnote, ...] = filing.footnotes
    return [owner.name or "" for owner in owners] + [note.text for note in notes]


def doubts(filing: form4.Filing) -> list[str]:
    """What a person must look at, and the sums that do not hold."""
    items: tuple[form4.ReviewItem, ...] = filing.review
    checks: tuple[form4.Check, ...] = filing.checks
    return [item.reason for item in items] + [c.statement for c in checks if c.outcome == "violated"]


def tried(content: bytes, options: form4.Options) -> form4.Extraction | None:
    """The extraction of a file in memory, or nothing."""
    try:
        return form4.extract(BytesIO(content), options)
    except form4.NotAForm4:
        return None
    except form4.InputRefused as refused:
        print(refused, file=sys.stderr)
        return None
    except form4.Form4Error:
        raise


def written(extraction: form4.Extraction, folder: Path) -> dict[str, object]:
    """EDGAR's XML of each filing into a folder; what the JSON has."""
    for number, filing in enumerate(extraction.filings, 1):
        (folder / f"{number}.xml").write_bytes(form4.to_xml(filing))
    return extraction.to_dict()


if __name__ == "__main__":
    made = tried(Path(sys.argv[1]).read_bytes(), form4.Options(max_error=0.001))
    if made:
        print(form4.__version__, len(written(made, Path(sys.argv[2]))))
        for filing in made.filings:
            print(*people(filing), *doubts(filing), *map(in_words, filing.transactions), sep="\n")
            print([bought(row) for row in filing.transactions], *map(in_words, filing.holdings))
    print(shares_sold(Path(sys.argv[1])))
