"""The extraction on a terminal: header, both tables, footnotes, and what to review."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from rich import box
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from extractor.export.sheets import relationships
from extractor.export.xml_values import one_line, xml_value
from extractor.model.filing import Cell, Extraction, UnusedPage
from extractor.model.filing_view import FilingView, Row, plain_place
from extractor.model.form_schema import FIELDS, Kind
from extractor.model.path import MARKS

TEXT_FILE_COLUMNS = 160
_ADDRESS_LINES = (
    ("rptOwnerStreet1",),
    ("rptOwnerStreet2",),
    ("rptOwnerCity", "rptOwnerState", "rptOwnerZipCode"),
)
FLAG = "?"
REPAIR = "*"
STYLES = {"accepted": "green", "review": "yellow", "repaired": "cyan", "corrected": "green"}
_GAP = 2  # rich's divider and one space of padding
_WRAPPED = {"Title": 14, "Underlying": 14, "Nature": 12}
_KINDS = {field.name: field.kind for field in FIELDS}
_PATHS = {field.name: field.path for field in FIELDS}


@dataclass(frozen=True)
class ExtractionView:
    """A renderable of rich that lays itself out to the width of its console."""

    extraction: Extraction

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for number, filing in enumerate(self.extraction.filings, 1):
            yield from _filing(FilingView(filing), number, self.extraction, options.max_width)
        if self.extraction.unused_pages:
            yield _section("Pages not used", [_unused(page) for page in self.extraction.unused_pages])


def to_table(extraction: Extraction) -> ExtractionView:
    """A rich renderable of all filings in the file and the pages not used."""
    return ExtractionView(extraction)


def print_table(extraction: Extraction, console: Console) -> None:
    """Prints the extraction to `console`, as wide as it is."""
    console.print(to_table(extraction))


def to_text(extraction: Extraction) -> str:
    """The same as plain text, 160 characters wide."""
    console = Console(file=io.StringIO(), width=TEXT_FILE_COLUMNS, color_system=None, legacy_windows=False)
    with console.capture() as capture:
        print_table(extraction, console)
    return "\n".join(line.rstrip() for line in capture.get().splitlines()) + "\n"


def _filing(view: FilingView, number: int, extraction: Extraction, width: int) -> Iterable[RenderableType]:
    yield _title(view, number, extraction)
    yield _header(view)
    for table, title in (
        ("I", "Table I  Non-derivative securities"),
        ("II", "Table II  Derivative securities"),
    ):
        yield from form_table(view, table, title, width)
    footnotes = [_entry(f"({key[1:]})", cell_text(view, cell)) for key, cell in view.footnotes.items()]
    if footnotes:
        yield _section("Footnotes", footnotes)
    if "remarks" in view.cells:
        yield _section("Remarks", [_entry("", cell_text(view, view.cells["remarks"]))])
    yield from _verdict(view)


def _title(view: FilingView, number: int, extraction: Extraction) -> Group:
    """The title; the status comes first and the line wraps, so that a long file name cannot hide it."""
    count, pages = len(extraction.filings), view.filing.pages
    in_review = view.filing.status == "review"
    title = Text(f"Form {view.form}  ", style="bold")
    title.append("REVIEW" if in_review else "OK", STYLES["review" if in_review else "accepted"])
    if count > 1:
        title.append(f"  filing {number} of {count}")
    title.append(f"  page {pages[0]}" if len(pages) == 1 else f"  pages {_ranges(pages)}")
    title.append(f"  {one_line(extraction.source.name)}  {view.filing.layout}")
    return Group(title, Rule(style="dim", characters="─"))


def _ranges(pages: tuple[int, ...]) -> str:
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)


def _header(view: FilingView) -> Table:
    grid = _grid()
    grid.add_row("Issuer", _issuer(view))
    for owner_number, owner in enumerate(view.owners, 1):
        label = "Owner" if len(view.owners) == 1 else f"Owner {owner_number}"
        grid.add_row(label, _owner(view, owner_number))
        if address := _address(view, owner):
            grid.add_row("", address)
    grid.add_row("Period", _labelled(view, "periodOfReport"))
    if "dateOfOriginalSubmission" in view.cells:
        grid.add_row("Original", _labelled(view, "dateOfOriginalSubmission"))
    for path, words in (
        ("notSubjectToSection16", "no longer subject to Section 16"),
        ("aff10b5One", "under a Rule 10b5-1(c) plan"),
    ):
        if view.value(path) == "true" or view.is_flagged(path):
            grid.add_row("Box", Text(f"{words}: ").append_text(_labelled(view, path)))
    for signature in view.signatures:
        texts = [cell_text(view, signature[k]) for k in ("signatureName", "signatureDate") if k in signature]
        grid.add_row("Signed", Text(", ").join(texts))
    return grid


def _issuer(view: FilingView) -> Text:
    text = _labelled(view, "issuer/issuerName")
    if "issuer/issuerTradingSymbol" in view.cells:
        text.append(" [").append_text(_labelled(view, "issuer/issuerTradingSymbol")).append("]")
    return text


def _owner(view: FilingView, number: int) -> Text:
    owner = view.owners[number - 1]
    name = owner.get("reportingOwnerId/rptOwnerName")
    text = cell_text(view, name) if name else Text("not read", style=STYLES["review"])
    relation = ", ".join(relationships(owner))
    titles = [
        cell_text(view, owner[f"reportingOwnerRelationship/{tag}"])
        for tag in ("officerTitle", "otherText")
        if f"reportingOwnerRelationship/{tag}" in owner
    ]
    flagged = any(
        view.is_flagged(c.path) for p, c in owner.items() if p.startswith("reportingOwnerRelationship/is")
    )
    if relation or flagged:
        text.append("  ").append(relation + (FLAG if flagged else ""), STYLES["review"] if flagged else "")
    if titles:
        text.append(": ").append_text(Text("; ").join(titles))
    return text


def _address(view: FilingView, owner: Mapping[str, Cell]) -> Text:
    lines = []
    for tags in _ADDRESS_LINES:
        present = [owner[path] for tag in tags if (path := f"reportingOwnerAddress/{tag}") in owner]
        if present:
            lines.append(Text(" ").join(cell_text(view, cell) for cell in present))
    return Text(", ").join(lines)


def _labelled(view: FilingView, path: str) -> Text:
    cell = view.cells.get(path)
    return cell_text(view, cell) if cell else Text("not read", style=STYLES["review"])


def _verdict(view: FilingView) -> Iterable[RenderableType]:
    checks = view.filing.checks
    if checks:
        counts = [sum(c.outcome == o for c in checks) for o in ("satisfied", "violated", "not-applicable")]
        summary = "{} satisfied, {} violated, {} not applicable".format(*counts)
        broken = [_entry(c.rule, Text(one_line(c.statement))) for c in checks if c.outcome == "violated"]
        yield _section(f"Checks  {summary}", broken)
    if view.findings:
        looked = [_entry(plain_place(i), _finding(view, i.path, i.reason)) for i in view.findings]
        yield _section("To look at", looked)
    legend = [f"{FLAG} look at this"] if view.findings else []
    if any(cell.status == "repaired" for cell in view.filing.cells):
        legend.append(f"{REPAIR} repaired by a rule")
    if legend:
        yield Text("   ".join(legend), style="dim")
    yield Text()


def _finding(view: FilingView, path: str, reason: str) -> Text:
    cell = view.cells.get(path)
    value = Text(one_line(cell.value), STYLES["review"]).append("  ") if cell else Text()
    return value.append(one_line(reason), "default")


def _unused(page: UnusedPage) -> tuple[Text, Text]:
    return _entry(f"page {page.page}", Text(one_line(page.reason)))


def _entry(label: str, text: Text) -> tuple[Text, Text]:
    return Text(label), text


def _section(title: str, entries: Iterable[tuple[Text, Text]]) -> Group:
    grid = _grid()
    for label, text in entries:
        grid.add_row(label, text)
    return Group(Text(), Text(title, style="bold"), *([grid] if grid.row_count else []))


def _grid() -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(style="dim", max_width=34)
    grid.add_column()
    return grid


# Table I and Table II: filled columns only, in bands where they are wider than the screen.


@dataclass(frozen=True, slots=True)
class TerminalColumn:
    """One column as shown; the texts of several fields stand side by side in it."""

    caption: str
    fields: tuple[str, ...]
    tables: str = "I II"

    @property
    def is_number(self) -> bool:
        return _KINDS[self.fields[0]] is Kind.DECIMAL


COLUMNS = (
    TerminalColumn("Title", ("title",)),
    TerminalColumn("Ex. price", ("conversion_or_exercise_price",)),
    TerminalColumn("Date", ("transaction_date",)),
    TerminalColumn("Deemed", ("deemed_execution_date",)),
    TerminalColumn("Code", ("code", "timeliness")),
    TerminalColumn("Amount", ("amount", "acquired_disposed")),
    TerminalColumn("Total value", ("total_value",)),
    TerminalColumn("Price", ("price",), "I"),
    TerminalColumn("Exercisable", ("exercisable_date",)),
    TerminalColumn("Expires", ("expiration_date",)),
    TerminalColumn("Underlying", ("underlying_title",)),
    TerminalColumn("Shares", ("underlying_amount",)),
    TerminalColumn("Und. value", ("underlying_value",)),
    TerminalColumn("Price", ("price",), "II"),
    TerminalColumn("Following", ("amount_following",)),
    TerminalColumn("Value foll.", ("value_following",)),
    TerminalColumn("D/I", ("ownership_form",)),
    TerminalColumn("Nature", ("nature",)),
)


def form_table(view: FilingView, table: str, title: str, width: int) -> Iterable[RenderableType]:
    """The table's title and its columns, in as many bands as `width` (characters) needs.

    Later bands repeat the row number, as old forms continue Table II on the next page.
    """
    rows = [row for row in view.rows if row.table == table]
    path = "nonDerivativeTable" if table == "I" else "derivativeTable"
    flagged = view.is_flagged(path)
    if not rows and not flagged:
        return
    yield Text()
    yield Text(title, style="bold").append(FLAG if flagged else "", STYLES["review"])
    filled = [c for c in COLUMNS if table in c.tables.split() and any(_texts(view, r, c) for r in rows)]
    numbers = [_row_number(view, row) for row in rows]
    for number, band in enumerate(_bands(view, rows, filled, width)):
        if number:
            yield Text()
        yield _band(view, rows, numbers, band)


def cell_text(view: FilingView, cell: Cell, kind: Kind = Kind.TEXT) -> Text:
    """A value as shown: thousands separated, flagged and repaired values marked and coloured."""
    shown = _shown(cell.value, kind)
    if view.is_flagged(cell.path):
        return Text(shown + FLAG, STYLES["review"])
    if cell.status == "repaired":
        return Text(shown + REPAIR, STYLES["repaired"])
    return Text(shown)


def _shown(value: str, kind: Kind) -> str:
    number = xml_value(value, kind) if kind is Kind.DECIMAL else None
    return f"{Decimal(number):,f}" if number is not None else one_line(value)


def _row_number(view: FilingView, row: Row) -> Text:
    """1, 2 for transactions, H1, H2 for holdings: the numbers the paths have."""
    text = Text(f"H{row.number}" if row.kind == "holding" else str(row.number))
    return text.append(FLAG, STYLES["review"]) if view.is_flagged(row.path) else text


def _texts(view: FilingView, row: Row, column: TerminalColumn) -> Text:
    parts = [text for name in column.fields if (text := _field_text(view, row, name))]
    return Text(" ").join(parts)


def _field_text(view: FilingView, row: Row, name: str) -> Text:
    """The value and its footnote marks: 11.4375 (1)(2)."""
    path = _PATHS[name]
    cell, marks = row.cells.get(path), row.marks(path)
    text = cell_text(view, cell, _KINDS[name]) if cell else Text()
    if marks:
        mark_cell = row.cells[path + MARKS]
        flagged = view.is_flagged(mark_cell.path)
        shown = "".join(f"({mark[1:]})" for mark in marks) + (FLAG if flagged else "")
        text.append(" " if text else "").append(shown, STYLES["review"] if flagged else "dim")
    return text


def _width(view: FilingView, rows: Sequence[Row], column: TerminalColumn) -> int:
    """Characters the column needs at least; texts may wrap."""
    widest = max((_texts(view, row, column).cell_len for row in rows), default=0)
    widest = min(widest, _WRAPPED.get(column.caption, widest))
    return _GAP + max(widest, len(column.caption))


def _bands(
    view: FilingView, rows: Sequence[Row], columns: Sequence[TerminalColumn], width: int
) -> list[list[TerminalColumn]]:
    number_width = _GAP + max((len(_row_number(view, row)) for row in rows), default=0)
    bands: list[list[TerminalColumn]] = []
    room = 0
    for column in columns:
        needed = _width(view, rows, column)
        if needed > room or not bands:
            bands.append([])
            room = width - number_width
        bands[-1].append(column)
        room -= needed
    return bands


def _band(
    view: FilingView, rows: Sequence[Row], numbers: Sequence[Text], columns: Sequence[TerminalColumn]
) -> Table:
    table = Table(
        box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), show_edge=False, pad_edge=False, header_style="dim"
    )
    table.add_column("", justify="right", no_wrap=True)
    for column in columns:
        wraps = column.caption in _WRAPPED
        table.add_column(
            column.caption,
            justify="right" if column.is_number else "left",
            no_wrap=not wraps,
            overflow="fold",
            min_width=_width(view, rows, column) - _GAP,
        )
    for number, row in zip(numbers, rows, strict=True):
        table.add_row(number, *(_texts(view, row, column) for column in columns))
    return table
