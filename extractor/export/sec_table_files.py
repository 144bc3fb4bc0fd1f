"""SEC's tables as files: TSV as SEC publishes it, and Parquet with types and where each row comes from."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING

from extractor.export.rows_csv import guarded
from extractor.export.sec_tables import TABLES, Record, Value, headers, kind_of
from extractor.export.xml_values import one_line
from extractor.model.form_schema import Kind

if TYPE_CHECKING:
    import pyarrow as pa
    from pyarrow.parquet import ParquetWriter

GROUP = 20_000
"""Rows of a row group, which is also the most rows of a table held in memory."""
CHUNK = 1 << 20
"""Bytes copied at a time."""
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


@dataclass(frozen=True, slots=True)
class Extent:
    """How much of a table: its rows, its bytes of TSV without the header, its row groups of Parquet."""

    rows: int = 0
    size: int = 0
    groups: int = 0

    def __add__(self, more: Extent) -> Extent:
        return Extent(self.rows + more.rows, self.size + more.size, self.groups + more.groups)

    def __sub__(self, less: Extent) -> Extent:
        return Extent(self.rows - less.rows, self.size - less.size, self.groups - less.groups)


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

    A context manager: the files are whole once it is left. `earlier` is a folder of such files, of which
    sections may be carried over.
    """

    def __init__(self, folder: Path, earlier: Path | None = None) -> None:
        self._folder, self._earlier = folder, earlier
        self._open = ExitStack()
        self._texts: dict[str, _Tsv] = {}
        self._parquet: dict[str, _Parquet] = {}
        self._ended = dict.fromkeys(TABLES, Extent())

    def __enter__(self) -> TableFiles:
        for table in TABLES:
            tsv, parquet = table_files(table)
            self._texts[table] = self._open.enter_context(closing(_Tsv(self._folder / tsv, table)))
            if has_parquet():
                self._parquet[table] = self._open.enter_context(
                    closing(_Parquet(self._folder / parquet, table))
                )
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

    def carry(self, table: str, before: Extent, section: Extent) -> None:
        """More rows of a table: a section of the earlier one, with `before` in front of it there."""
        if self._earlier is None or not section.rows:
            return
        tsv, parquet = (self._earlier / name for name in table_files(table))
        self._texts[table].carry(tsv, before, section)
        if table in self._parquet:
            self._parquet[table].carry(parquet, before, section)

    def end_section(self) -> Mapping[str, Extent]:
        """Ends a section of every table; gives what is in it."""
        for parquet in self._parquet.values():
            parquet.flush()
        now = {table: self._written(table) for table in TABLES}
        section = {table: now[table] - self._ended[table] for table in TABLES}
        self._ended = now
        return section

    def _written(self, table: str) -> Extent:
        text = self._texts[table]
        return Extent(text.rows, text.size, self._parquet[table].groups if table in self._parquet else 0)


def table_files(table: str) -> tuple[str, str]:
    """The names of a table's files."""
    return f"{table}.tsv", f"{table}.parquet"


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

    def __init__(self, path: Path, table: str) -> None:
        self._is_numbered, self.rows, self.size = bool(_number_of(table)), 0, 0
        self._header = ("\t".join(headers(table)) + "\n").encode()
        self._file = path.open("wb")
        self._file.write(self._header)

    def add(self, text: str) -> None:
        content = text.encode()
        if self._is_numbered:
            self._write(_numbered((line.partition(b"\t")[::2] for line in io.BytesIO(content)), self.rows))
        else:
            self._write([content])

    def carry(self, path: Path, before: Extent, section: Extent) -> None:
        with path.open("rb") as earlier:
            earlier.seek(len(self._header) + before.size)
            if self._is_numbered and before.rows != self.rows:
                self._renumber(islice(earlier, section.rows))
            else:
                self._copy(earlier, section.size)

    def close(self) -> None:
        self._file.close()

    def _renumber(self, lines: Iterator[bytes]) -> None:
        while some := list(islice(lines, GROUP)):
            self._write(_numbered((line.split(b"\t", 2)[::2] for line in some), self.rows))

    def _copy(self, earlier: IO[bytes], size: int) -> None:
        while size > 0 and (content := earlier.read(min(size, CHUNK))):
            self._write([content])
            size -= len(content)

    def _write(self, contents: Iterable[bytes]) -> None:
        content = b"".join(contents)
        self._file.write(content)
        self.rows += content.count(b"\n")
        self.size += len(content)


def _numbered(lines: Iterable[Sequence[bytes]], before: int) -> Iterator[bytes]:
    """Lines of their first column and the rest, with a number between, after so many lines before."""
    return (b"%b\t%d\t%b" % (key, number, rest) for number, (key, rest) in enumerate(lines, before + 1))


class _Parquet:
    """One table's Parquet file, written in row groups."""

    def __init__(self, path: Path, table: str) -> None:
        import pyarrow.parquet as pq

        self._table, self._schema = table, _schema(table)
        self._writer: ParquetWriter = pq.ParquetWriter(path, self._schema, compression="zstd")
        self._lines: list[str] = []
        self._files: list[str] = []
        self._rows = self.groups = 0

    def add(self, lines: Sequence[str], source_files: Sequence[str]) -> None:
        self._lines += lines
        for own, file in zip(lines, source_files, strict=True):
            self._files += [file] * own.count("\n")
        if len(self._files) >= GROUP:
            self.flush()

    def carry(self, path: Path, before: Extent, section: Extent) -> None:
        import pyarrow.parquet as pq

        is_moved = before.rows != self._rows
        with pq.ParquetFile(path) as earlier:
            for group in range(before.groups, before.groups + section.groups):
                # One chunk, as when it was new: else its pages would be others.
                rows = earlier.read_row_group(group, use_threads=False).combine_chunks()
                self._write(self._renumbered(rows) if is_moved else rows)

    def close(self) -> None:
        self.flush()
        self._writer.close()

    def flush(self) -> None:
        """Ends a row group."""
        import pyarrow as pa

        if not self._files:
            return
        found = self._parsed("".join(self._lines).encode())
        found[_number_of(self._table)] = self._numbers(len(self._files))
        found["source_file"] = pa.array(self._files, pa.string())
        columns = [found[name] for name in self._schema.names]
        self._write(pa.Table.from_arrays(columns, schema=self._schema))
        self._lines.clear()
        self._files.clear()

    def _write(self, rows: pa.Table) -> None:
        self._writer.write_table(rows)
        self._rows += rows.num_rows
        self.groups += 1

    def _renumbered(self, rows: pa.Table) -> pa.Table:
        if not (name := _number_of(self._table)):
            return rows
        place = self._schema.get_field_index(name)
        return rows.set_column(place, self._schema.field(name), self._numbers(rows.num_rows))

    def _numbers(self, count: int) -> pa.Array:
        """The numbers of so many rows more."""
        import pyarrow as pa

        return pa.array(range(self._rows + 1, self._rows + count + 1), pa.int64())

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
