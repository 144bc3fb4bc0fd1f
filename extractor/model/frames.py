"""Filings as pandas DataFrames; pandas is no dependency, and is loaded when one is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from extractor.errors import ComponentMissing
from extractor.model.filing import Filing
from extractor.model.form_schema import FIELDS, Kind
from extractor.model.typed_rows import COLUMNS

if TYPE_CHECKING:
    from pandas import DataFrame

    from extractor.model.typed_rows import Owner

HEAD = ("filing", "issuer", "symbol", "period", "table", "kind", "row")
ROWS = (*HEAD, *COLUMNS, "footnotes", "doubtful")
OWNERS = (
    "filing",
    "name",
    "address",
    "is_director",
    "is_officer",
    "is_ten_percent_owner",
    "officer_title",
    "doubtful",
)
FOOTNOTES = ("filing", "id", "text", "doubtful")


def frame_of(filings: Iterable[Filing]) -> DataFrame:
    """A row for each transaction and holding; raises ComponentMissing where pandas is not installed."""
    pandas = _pandas()
    frame = pandas.DataFrame(list(_rows(filings)), columns=ROWS)
    for field in FIELDS:
        if field.kind is Kind.DECIMAL:
            frame[field.name] = pandas.to_numeric(frame[field.name], errors="coerce")
        elif field.kind is Kind.DATE:
            frame[field.name] = pandas.to_datetime(frame[field.name], format="%Y-%m-%d", errors="coerce")
    return frame


def frames_of(filings: Sequence[Filing]) -> dict[str, DataFrame]:
    """Rows, owners and footnotes of all filings; raises ComponentMissing where pandas is not installed."""
    frame = _pandas().DataFrame
    numbered = list(enumerate(filings, 1))
    owners = [{"filing": number, **_owner(one)} for number, filing in numbered for one in filing.owners]
    notes = [
        {"filing": number, "id": note.id, "text": note.text, "doubtful": note.doubtful}
        for number, filing in numbered
        for note in filing.footnotes
    ]
    return {
        "rows": frame_of(filings),
        "owners": frame(owners, columns=OWNERS),
        "footnotes": frame(notes, columns=FOOTNOTES),
    }


def _rows(filings: Iterable[Filing]) -> Iterator[dict[str, object]]:
    for number, filing in enumerate(filings, 1):
        values = filing.values()
        head = {
            "filing": number,
            "issuer": values.get("issuer/issuerName"),
            "symbol": values.get("issuer/issuerTradingSymbol"),
            "period": values.get("periodOfReport"),
        }
        for kind, rows in (("transaction", filing.transactions), ("holding", filing.holdings)):
            for row in rows:
                texts = {name: row.text(path) for name, path in COLUMNS.items()}
                place = {"table": row.table, "kind": kind, "row": row.number}
                marks = {"footnotes": " ".join(row.footnotes), "doubtful": row.doubtful}
                yield {**head, **place, **texts, **marks}


def _owner(owner: Owner) -> dict[str, object]:
    made = {name: getattr(owner, name) for name in OWNERS if name != "filing"}
    return made | {"address": ", ".join(owner.address)}


def _pandas() -> Any:  # noqa: ANN401 - a module without types
    try:
        import pandas
    except ImportError as fault:
        raise ComponentMissing("pandas is not installed; type: pip install pandas") from fault
    return pandas
