"""CSV: the plain tables of a file, columns named from the form."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from extractor.export.sheets import COLUMNS, sheet
from extractor.export.xml_values import one_line
from extractor.model.filing import Extraction

# Spreadsheets run a cell that starts so as a formula; some take the wide signs of East Asian type for them.
_FORMULA = re.compile(r"[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]")
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")


def to_csv(extraction: Extraction, table: str = "rows") -> str:
    """One of the tables `rows`, `owners`, `footnotes` and `review`, a line of names first.

    Text a spreadsheet would run as a formula is preceded by an apostrophe.
    """
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS[table], restval="", lineterminator="\n")
    writer.writeheader()
    for line in sheet(extraction, table):
        writer.writerow({name: guarded(entry.text) for name, entry in line.items()})
    return text.getvalue()


def csv_lines(rows: Iterable[Sequence[str]]) -> str:
    """Rows of texts as CSV, each safe to open in a spreadsheet."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([guarded(value) for value in row] for row in rows)
    return text.getvalue()


def guarded(text: str) -> str:
    """`text` on one line, safe to open in a spreadsheet; numbers stay as they are."""
    text = one_line(text)
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text
