"""SEC's tables as files: TSV as SEC publishes it, and Parquet with types and where each row comes from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from contextlib import ExitStack
from datetime import date
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, TextIO

from extractor.export.rows_csv import guarded
from extractor.export.sec_tables import TABLES, Record, Value, headers, kind_of
from extractor.model.form_schema import Kind

if TYPE_CHECKING:
    import pyarrow as pa
    from pyarrow.parquet import ParquetWriter

GROUP = 20_000
"""Rows of a row group, which is also the most rows of a table held in memory."""
PRECISION, SCALE = 38, 12
"""Of decimals in Parquet: fractions of 256 have eight decimals."""
MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")


def has_parquet() -> bool:
    """True where pyarrow is installed (the extra `tables`)."""
    return find_spec("pyarrow") is not None


class TableFiles:
    """Writes records into `TABLE.tsv` and, where pyarrow is installed, `TABLE.parquet` in a folder.

    A context manager: the files are whole once it is left.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open = ExitStack()
        self._texts: dict[str, TextIO] = {}
        self._parquet: dict[str, _Parquet] = {}

    def __enter__(self) -> TableFiles:
        for table in TABLES:
            text = (self._folder / f"{table}.tsv").open("w", encoding="utf-8", newline="\n")
            self._texts[table] = self._open.enter_context(text)
            text.write("\t".join(headers(table)) + "\n")
            if has_parquet():
                self._parquet[table] = _Parquet(self._folder / f"{table}.parquet", table)
                self._open.callback(self._parquet[table].close)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.__exit__(kind, fault, trace)

    def add(self, record: Record, source_file: str, filing: int) -> None:
        """One more row, of filing number `filing` in the file of that name."""
        line = (_text(record.values.get(name)) for name in headers(record.table))
        self._texts[record.table].write("\t".join(line) + "\n")
        if record.table in self._parquet:
            self._parquet[record.table].add(record, source_file, filing)


def _text(value: Value) -> str:
    """A value as SEC prints it: 31-JUL-2024, 4884.5, 1 for true; on one line, and no formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, date):
        return f"{value.day:02}-{MONTHS[value.month - 1]}-{value.year:04}"
    return f"{value:f}" if isinstance(value, Decimal) else guarded(str(value))


class _Parquet:
    """One table's Parquet file, written in row groups."""

    def __init__(self, path: Path, table: str) -> None:
        import pyarrow.parquet as pq

        self._schema = _schema(table)
        self._writer: ParquetWriter = pq.ParquetWriter(path, self._schema, compression="zstd")
        self._columns: dict[str, list[Any]] = defaultdict(list)

    def add(self, record: Record, source_file: str, filing: int) -> None:
        values: Mapping[str, Any] = {
            **record.values,
            "source_file": source_file,
            "filing": filing,
            "page": record.page,
            "confidence": record.confidence,
            "review_status": "review" if record.review else "ok",
        }
        for name in self._schema.names:
            self._columns[name].append(_fitting(values.get(name)))
        if len(self._columns["source_file"]) >= GROUP:
            self._flush()

    def close(self) -> None:
        if self._columns:
            self._flush()
        self._writer.close()

    def _flush(self) -> None:
        import pyarrow as pa

        self._writer.write_table(pa.table(dict(self._columns), schema=self._schema))
        self._columns.clear()


def _fitting(value: object) -> object:
    """The value, or None for a number with more digits than the column holds: such numbers are misreadings,
    which the JSON and the TSV still have."""
    if isinstance(value, Decimal):
        _, digits, exponent = value.as_tuple()
        too_fine = isinstance(exponent, int) and -exponent > SCALE
        return None if too_fine or len(digits) > PRECISION - SCALE else value
    return value


def _schema(table: str) -> pa.Schema:
    import pyarrow as pa

    types = {
        Kind.DECIMAL: pa.decimal128(PRECISION, SCALE),
        Kind.DATE: pa.date32(),
        Kind.MONTH_OR_DATE: pa.date32(),
        Kind.FLAG: pa.bool_(),
    }
    names = headers(table)
    own = {name: types.get(kind_of(table, name), pa.string()) for name in names}
    own |= {name: pa.int64() for name in names if name.endswith("_SK")}
    extra = {
        "source_file": pa.string(),
        "filing": pa.int32(),
        "page": pa.int32(),
        "confidence": pa.float64(),
        "review_status": pa.string(),
    }
    return pa.schema([pa.field(name, type) for name, type in (own | extra).items()])
