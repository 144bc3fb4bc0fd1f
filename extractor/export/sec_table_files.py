"""SEC's tables as files: TSV as SEC publishes it, and Parquet with types and where each row comes from."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, TextIO

from extractor.export.rows_csv import guarded
from extractor.export.sec_tables import TABLES, Record, Value, headers, kind_of
from extractor.export.xml_values import one_line
from extractor.model.form_schema import Kind

if TYPE_CHECKING:
    import pyarrow as pa
    from pyarrow.parquet import ParquetWriter

GROUP = 20_000
"""Rows of a row group, which is also the most rows of a table held in memory."""
NUMBER = "_SK"
"""The end of the name of a column that numbers the rows of its table."""
ADDED = ("filing", "page", "confidence", "review_status")
"""What Parquet has of each row beside SEC's columns and the name of the file."""
STATUS = {False: "ok", True: "review"}
PRECISION, SCALE = 38, 12
"""Of decimals in Parquet: fractions of 256 have eight decimals."""
MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")


def has_parquet() -> bool:
    """True where pyarrow is installed (the extra `tables`)."""
    return find_spec("pyarrow") is not None


@dataclass(frozen=True, slots=True)
class Lines:
    """The rows of one table that a document gives, one a line, without their numbers in the table.

    `text` is as SEC publishes them; `typed` is for Parquet, with the filing's number, page, confidence and
    review status behind.
    """

    text: str
    typed: str


def lines_of(records: Iterable[tuple[int, Record]]) -> dict[str, Lines]:
    """The rows of a document by table. `records` have the number of their filing."""
    texts: dict[str, list[str]] = defaultdict(list)
    typed: dict[str, list[str]] = defaultdict(list)
    for filing, record in records:
        names = _columns(record.table)
        own = (str(filing), _plain(record.page), _plain(record.confidence), STATUS[record.review])
        texts[record.table].append("\t".join(_text(record.values.get(name)) for name in names) + "\n")
        cells = (_plain(_fitting(record.values.get(name))) for name in names)
        typed[record.table].append("\t".join((*cells, *own)) + "\n")
    return {table: Lines("".join(texts[table]), "".join(typed[table])) for table in texts}


class TableFiles:
    """Writes rows into `TABLE.tsv` and, where pyarrow is installed, `TABLE.parquet` in a folder.

    A context manager: the files are whole once it is left.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open = ExitStack()
        self._texts: dict[str, _Tsv] = {}
        self._parquet: dict[str, _Parquet] = {}

    def __enter__(self) -> TableFiles:
        for table in TABLES:
            file = (self._folder / f"{table}.tsv").open("w", encoding="utf-8", newline="\n")
            self._texts[table] = _Tsv(self._open.enter_context(file), table)
            if has_parquet():
                self._parquet[table] = _Parquet(self._folder / f"{table}.parquet", table)
                self._open.callback(self._parquet[table].close)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.__exit__(kind, fault, trace)

    def add(self, table: str, lines: Sequence[Lines], source_files: Sequence[str]) -> None:
        """More rows of a table: those of some documents, and the names of their files."""
        self._texts[table].add("".join([own.text for own in lines]))
        if table in self._parquet:
            self._parquet[table].add([own.typed for own in lines], source_files)


def _number_of(table: str) -> str:
    """The column of a table, the second, that numbers its rows; "" where there is none."""
    second = headers(table)[1]
    return second if second.endswith(NUMBER) else ""


@cache
def _columns(table: str) -> tuple[str, ...]:
    """The columns of a table but the number of the row."""
    return tuple(name for name in headers(table) if name != _number_of(table))


def _text(value: Value) -> str:
    """A value as SEC prints it: 31-JUL-2024, 4884.5, 1 for true; on one line, and no formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, date):
        return f"{value.day:02}-{MONTHS[value.month - 1]}-{value.year:04}"
    return f"{value:f}" if isinstance(value, Decimal) else guarded(str(value))


def _plain(value: Value | float) -> str:
    """A value as it is parsed for Parquet: 2024-07-31, 4884.5, true; "" for none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:f}" if isinstance(value, Decimal) else one_line(str(value))


class _Tsv:
    """One table's TSV file."""

    def __init__(self, file: TextIO, table: str) -> None:
        self._file, self._is_numbered = file, bool(_number_of(table))
        self._count = 0
        file.write("\t".join(headers(table)) + "\n")

    def add(self, text: str) -> None:
        if not self._is_numbered:
            self._file.write(text)
            return
        lines = [line.partition("\t") for line in text.split("\n")[:-1]]
        first = self._count + 1
        self._count += len(lines)
        self._file.writelines(f"{key}\t{n}\t{rest}\n" for n, (key, _, rest) in enumerate(lines, first))


class _Parquet:
    """One table's Parquet file, written in row groups."""

    def __init__(self, path: Path, table: str) -> None:
        import pyarrow.parquet as pq

        self._table, self._schema = table, _schema(table)
        self._writer: ParquetWriter = pq.ParquetWriter(path, self._schema, compression="zstd")
        self._lines: list[str] = []
        self._files: list[str] = []
        self._count = 0

    def add(self, lines: Sequence[str], source_files: Sequence[str]) -> None:
        self._lines += lines
        for own, file in zip(lines, source_files, strict=True):
            self._files += [file] * own.count("\n")
        if len(self._files) >= GROUP:
            self._flush()

    def close(self) -> None:
        if self._files:
            self._flush()
        self._writer.close()

    def _flush(self) -> None:
        import pyarrow as pa

        found = self._parsed("".join(self._lines).encode())
        first = self._count + 1
        self._count += len(self._files)
        found[_number_of(self._table)] = pa.array(range(first, self._count + 1), pa.int64())
        found["source_file"] = pa.array(self._files, pa.string())
        columns = [found[name] for name in self._schema.names]
        self._writer.write_table(pa.Table.from_arrays(columns, schema=self._schema))
        self._lines.clear()
        self._files.clear()

    def _parsed(self, content: bytes) -> dict[str, pa.ChunkedArray | pa.Array]:
        from pyarrow import csv

        names = [*_columns(self._table), *ADDED]
        found = csv.read_csv(
            io.BytesIO(content),
            csv.ReadOptions(column_names=names, block_size=len(content)),
            csv.ParseOptions(delimiter="\t", quote_char=False),
            csv.ConvertOptions(
                column_types={name: self._schema.field(name).type for name in names},
                null_values=[""],
                strings_can_be_null=True,
                check_utf8=False,
            ),
        )
        return dict(zip(names, found.columns, strict=True))


def _fitting(value: Value) -> Value:
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
    own |= {name: pa.int64() for name in names if name.endswith(NUMBER)}
    extra = {
        "source_file": pa.string(),
        "filing": pa.int32(),
        "page": pa.int32(),
        "confidence": pa.float64(),
        "review_status": pa.string(),
    }
    return pa.schema([pa.field(name, type) for name, type in (own | extra).items()])
