"""A workbook for people who work in Excel or LibreOffice: a sheet each of rows, owners, footnotes and what to
look at; doubtful cells are coloured, say why, and lead to their pictures."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
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
REVIEW = "review"
"""The sheet of what to look at."""
FIRST_LINE = 2
"""Below the names of the columns."""
NO_PICTURES: Mapping[int, bytes] = MappingProxyType({})
POINTS_A_PIXEL = 0.75
"""Of the height of a row, where a picture is shown in its own size."""


def to_xlsx(extraction: Extraction, pictures: Mapping[int, bytes] = NO_PICTURES) -> bytes:
    """The workbook. Numbers and days are such, also to sort by; nothing in it is a formula.

    `pictures` stand beside the lines of the review sheet (`crops_of`), and doubtful cells link there.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    review = list(sheet(extraction, REVIEW))
    places = {_key(line, line["path"].text): number for number, line in enumerate(review, FIRST_LINE)}
    for name in SHEETS:
        lines = review if name == REVIEW else list(sheet(extraction, name))
        _fill(book.create_sheet(name.capitalize()), COLUMNS[name], lines, places)
    _show(book[REVIEW.capitalize()], pictures)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _key(line: SheetLine, path: str) -> tuple[str, str]:
    """What a line of the review sheet is found by: the filing, and the path of a value."""
    return line["filing"].text, path


def _show(page: Worksheet, pictures: Mapping[int, bytes]) -> None:
    """Pictures in the column behind the last, each on its line."""
    column = get_column_letter(len(COLUMNS[REVIEW]) + 1)
    for number, content in pictures.items():
        picture = Image(io.BytesIO(content))
        page.add_image(picture, f"{column}{FIRST_LINE + number}")
        page.row_dimensions[FIRST_LINE + number].height = picture.height * POINTS_A_PIXEL + 2


def _fill(
    page: Worksheet, columns: Sequence[str], lines: Sequence[SheetLine], places: Mapping[tuple[str, str], int]
) -> None:
    page.append(list(columns))
    for number, line in enumerate(lines, FIRST_LINE):
        for column, name in enumerate(columns, 1):
            entry = line.get(name, SheetValue(""))
            cell = page.cell(number, column)
            _put(cell, entry)
            if entry.doubt and (there := places.get(_key(line, entry.path))):
                cell.hyperlink = Hyperlink(cell.coordinate, location=f"'{REVIEW.capitalize()}'!A{there}")
    for head in page[1]:
        head.font, head.fill = Font(bold=True), HEAD
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
