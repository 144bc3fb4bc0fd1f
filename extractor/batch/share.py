"""What a document adds to the outputs of the whole archive: its rows, and what is compared across filings.

It is made where the document is read, by a worker, and kept in the index, so that a million documents need
not be read once more for one that is new.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from extractor.layout.captions import squeezed
from extractor.model.filing import Alternative, CellStatus, Extraction, Filing

if TYPE_CHECKING:
    from extractor.export.cik import CikTable
    from extractor.export.sec_table_files import Lines


@dataclass(frozen=True, slots=True)
class Comparable:
    """A filing as `across` needs it: its owner in one company, "" where not legible, and its values."""

    owner: str
    facts: bytes


@dataclass(frozen=True, slots=True)
class Share:
    """The rows of a document's filings by table, and its filings in their order."""

    lines: Mapping[str, Lines]
    filings: tuple[Comparable, ...]


def share_of(extraction: Extraction, cik: str) -> Share:
    """The share of a document. `cik` is the file of a table of CIK numbers, "" for none."""
    from extractor.export.sec_table_files import lines_of
    from extractor.export.sec_tables import SecTables, key_of

    tables, digest = SecTables(ciks(cik)), extraction.source.sha256
    numbered = list(enumerate(extraction.filings, 1))
    records = ((n, record) for n, own in numbered for record in tables.records(own, key_of(digest, n)))
    return Share(lines_of(records), tuple(_comparable(filing) for _, filing in numbered))


class FiledCell(NamedTuple):
    """A cell's path, value and status; its other readings are not compared."""

    path: str
    value: str
    status: CellStatus
    alternatives: tuple[Alternative, ...] = ()


class FiledValues(NamedTuple):
    """A filing's values alone, without places and readings."""

    layout: str
    cells: tuple[FiledCell, ...]


def values_of(facts: bytes) -> FiledValues:
    """The values that facts hold."""
    layout, cells = json.loads(zlib.decompress(facts))
    return FiledValues(layout, tuple(FiledCell(*cell) for cell in cells))


@cache
def ciks(file: str) -> CikTable | None:
    """The table of CIK numbers in a file; None where none is named."""
    from extractor.export import CikTable

    return CikTable.load(Path(file)) if file else None


def _comparable(filing: Filing) -> Comparable:
    cells = [[cell.path, cell.value, cell.status] for cell in filing.cells]
    facts = json.dumps([filing.layout, cells]).encode()
    values = filing.values()
    owner = squeezed(values.get("reportingOwner[1]/reportingOwnerId/rptOwnerName", ""))
    symbol = squeezed(values.get("issuer/issuerTradingSymbol", ""))
    return Comparable(f"{symbol}\t{owner}" if owner else "", zlib.compress(facts, 1))
