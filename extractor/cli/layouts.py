"""`form4 layouts`: the layouts, and how each page of a file is classified."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from extractor.cli.console import Spinner, complain, put, put_rich
from extractor.document import Page, open_document
from extractor.errors import ExitCode, OptionError
from extractor.export import atomic_write
from extractor.layout.assembly import PageUse, assembled
from extractor.layout.classify import Score
from extractor.layout.drafting import drafted
from extractor.layout.grid import Gap, Grid
from extractor.layout.layout_faults import faults
from extractor.layout.template import Layout, all_layouts, layout_files, load_layout
from extractor.model.geometry import Box
from extractor.model.page import PageText
from extractor.model.reason_words import in_words, words_of
from extractor.ocr.engine import installed_engines
from extractor.page_reading import counted, pages_read

_PARTS = {
    "begins": ("begins a filing", "bold green"),
    "continues": ("goes on with the filing before it", "bold green"),
    "unused": ("not used", "bold yellow"),
}


def list_(folder: Path | None, *, paths: bool) -> None:
    """Prints a line or two for every layout, or only its file."""
    files = layout_files(folder)
    for layout in all_layouts(folder):
        if paths:
            put(f"{files[layout.name]}\n")
            continue
        put_rich(Text(layout.name, "bold").append(f"  Form {layout.form}  {layout.title}", "not bold"))
        put_rich(Padding(Text(_tables(layout), "dim"), (0, 0, 0, 4)))


def check(path: Path) -> ExitCode:
    """Says all that is wrong with a layout, each with its line, or that it is well formed."""
    if wrong := faults(path):
        for fault in wrong:
            complain(f"{path.name}, {fault}")
        return ExitCode.USAGE
    layout = load_layout(path)
    captions = len(layout.evidence) + len(layout.header) + len(layout.checkboxes)
    put(f"{path.name}: {layout.name} is well formed: {captions} captions, {_tables(layout)}\n")
    return ExitCode.ACCEPTED


def new(file: Path, like: str, name: str, out: Path | None, folder: Path | None) -> None:
    """Prints or writes the draft of a layout; raises OptionError for a layout that is none, or a file that is
    there already."""
    layouts, files = all_layouts(folder), layout_files(folder)
    if like not in files:
        raise OptionError(f"{like}: is no layout; use one of {', '.join(sorted(files))}")
    if out and out.exists():
        raise OptionError(f"{out} is there already; name another for --out")
    layout = next(each for each in layouts if each.name == like)
    with open_document(file) as document, Spinner(file.name) as progress:
        there = counted(document, document.page_count, progress.on_page)
        found = assembled(pages_read(there, layouts, installed_engines))
        pages = [use.page for one in found for use in one.uses]
        text = drafted(pages, layout, files[like].read_text(encoding="utf-8"), name)
    if out:
        atomic_write(out, text.encode())
    else:
        put(text)


def _tables(layout: Layout) -> str:
    return ", ".join(f"{table.name} of {len(table.leaves)} columns" for table in layout.tables)


def explain(file: Path, folder: Path | None) -> None:
    """Prints how each page is classified."""
    layouts = all_layouts(folder)
    parts: list[RenderableType] = []
    with open_document(file) as document, Spinner(file.name) as progress:
        there = counted(document, document.page_count, progress.on_page)
        for assembly in assembled(pages_read(there, layouts, installed_engines)):
            for use in assembly.uses:
                parts += _explained(use, _text_layer(document.page(use.page.text.sheet)))
    put_rich(Group(*parts))


def _text_layer(page: Page) -> str:
    if page.chars():
        return "used"
    fault = getattr(page, "text_fault", None) or "the page is a picture"
    return f"not used: {fault}; the page is read as a scan"


def _explained(use: PageUse, text_layer: str) -> Iterator[RenderableType]:
    words, style = _PARTS[use.role]
    title = Text(f"Page {use.page.text.number}  ", "bold").append(words, style)
    title.append(f"  {in_words(use.reasons)}" if use.role == "unused" else f"  {use.layout.name}", "not bold")
    yield title
    yield Padding(Text(f"text layer {text_layer}"), (0, 0, 0, 2))
    if use.observations:
        yield Padding(Text(f"goes on with the filing before it: {use.probability:.2f}"), (0, 0, 0, 2))
    for observation in use.observations:
        yield Padding(Text(f"{observation.weight:+.1f}  {words_of(observation.reason)}", "dim"), (0, 0, 0, 6))
    if use.role != "unused":
        for grid in use.page.under(use.layout).grids:
            yield Padding(_columns(grid, use.page.text), (0, 0, 0, 2))
    for score in use.page.scores:
        yield _scored(score, use)
    yield Text()


def _columns(grid: Grid, text: PageText) -> RenderableType:
    """A table's columns from the left: where each stands, what its head says, what it was taken for."""
    columns = Table.grid(padding=(0, 2, 0, 0))
    for gap in grid.gaps:
        place = f"{gap.x0:.0f}-{gap.x1:.0f}"
        columns.add_row(Text(place, "dim"), Text(_said_over(gap, grid, text), "dim"), Text(gap.column.path))
    found = f"fit {grid.fit:.2f}" if grid.head else "goes on without a head"
    return Group(Text(f"{grid.table.name}, {found}"), Padding(columns, (0, 0, 0, 4)))


def _said_over(gap: Gap, grid: Grid, text: PageText) -> str:
    """What a table's head says over a column."""
    if grid.head is None:
        return ""
    head = Box(gap.x0, grid.head.top, gap.x1, grid.head.bottom)
    return " ".join(line.text for line in text.lines if head.holds_middle(line.box))


def _scored(score: Score, use: PageUse) -> RenderableType:
    """The score in one line; below it the evidence against the layout, and its captions where they matter."""
    matters = score.fits or (use.role == "unused" and score is use.page.best)
    head = Text(f"{score.value:.2f}  ", "green" if score.fits else "default")
    head.append(score.layout.name).append(
        f"  {len(score.seen)} of {len(score.layout.evidence)} captions seen", "dim"
    )
    grid = Table.grid(padding=(0, 2, 0, 0))
    for name, captions in (("seen", score.seen), ("missing", score.missing), ("against", score.against)):
        for number, caption in enumerate(captions if matters or name == "against" else ()):
            grid.add_row(Text("" if number else name, "dim"), Text(caption))
    body = [Padding(grid, (0, 0, 0, 6))] if grid.row_count else []
    return Padding(Group(head, *body), (0, 0, 0, 2))
