"""A workbook for people who work in Excel or LibreOffice: a sheet each of rows, owners, footnotes and what to
look at; doubtful cells are coloured and say why."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date

from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from extractor.export.sheets import COLUMNS, SHEETS, SheetLine, SheetValue, sheet
from extractor.export.xml_values import one_line, xml_value
from extractor.model.filing import Extraction
from extractor.model.form_schema import Kind

DOUBTFUL = PatternFill("solid", fgColor="FFE699")
"""The colour of cells to look at: amber, dark text still reads well on it."""
HEAD = PatternFill("solid", fgColor="DDEBF7")
WIDEST = 48
"""Letters; longer texts are wrapped."""
MOST_LETTERS = 32_767
"""What a cell of a workbook can hold."""
MOST_DIGITS = 15
"""Numbers of more digits are kept as text: a workbook holds no more."""
_CELLS_OF_A_COMMENT = (320, 90)
"""Its width and height on the screen, in pixels."""
_AUTHOR = "form4"


def to_xlsx(extraction: Extraction) -> bytes:
    """The workbook. Numbers and days are such, also to sort by; nothing in it is a formula."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name in SHEETS:
        _fill(book.create_sheet(name.capitalize()), COLUMNS[name], list(sheet(extraction, name)))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _fill(page: Worksheet, columns: Sequence[str], lines: Sequence[SheetLine]) -> None:
    page.append(list(columns))
    for number, line in enumerate(lines, 2):
        for column, name in enumerate(columns, 1):
            _put(page.cell(number, column), line.get(name, SheetValue("")))
    for cell in page[1]:
        cell.font, cell.fill = Font(bold=True), HEAD
    page.freeze_panes = "A2"
    page.auto_filter.ref = page.dimensions
    for column, name in enumerate(columns, 1):
        longest = max((len(line[name].text) for line in lines if name in line), default=0)
        page.column_dimensions[get_column_letter(column)].width = min(max(longest, len(name)) + 2, WIDEST)


def _put(cell: Cell | MergedCell, entry: SheetValue) -> None:
    text = one_line(entry.text)[:MOST_LETTERS]
    value = typed(text, entry.kind)
    if isinstance(value, str):
        if value:
            cell.value, cell.data_type = value, "s"  # a text that begins with = too
    else:
        cell.value = value
    cell.alignment = Alignment(vertical="top", wrap_text=len(text) > WIDEST)
    if entry.doubt:
        cell.fill = DOUBTFUL
        cell.comment = Comment(entry.doubt, _AUTHOR, *reversed(_CELLS_OF_A_COMMENT))


def typed(text: str, kind: Kind) -> str | float | int | date:
    """A value as a workbook holds it: a number or a day where it is one, else the text."""
    if kind is Kind.DECIMAL and xml_value(text, kind) and sum(c.isdigit() for c in text) <= MOST_DIGITS:
        return float(text) if "." in text else int(text)
    if kind in (Kind.DATE, Kind.MONTH_OR_DATE) and (day := xml_value(text, Kind.DATE)):
        return date.fromisoformat(day)
    return text
