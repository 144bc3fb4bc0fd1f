"""The `form4` command. Only declares the options: the stages are imported when a command runs."""

from __future__ import annotations

import gc
import os
from pathlib import Path
from typing import Annotated

import typer

from extractor import __version__
from extractor.batch.bounds import Bounds
from extractor.cli.console import boundary
from extractor.cli.parameters import (
    BATCH_EXAMPLES,
    DEBUG_EXAMPLES,
    EXPLAIN_EXAMPLES,
    EXTRACT_EXAMPLES,
    REVIEW_EXAMPLES,
    SCHEMA_EXAMPLES,
    TRACE_EXAMPLES,
    Cik,
    File,
    Files,
    Force,
    Format,
    Formats,
    LayoutDir,
    MaxBytes,
    MaxError,
    MaxPages,
    MaxPixels,
    MaxSeconds,
    NoRepair,
    Out,
    Overlay,
    PoolKind,
    Port,
    Quiet,
    SearchablePdf,
    Verbose,
    limits_of,
    options_of,
    with_layouts,
)
from extractor.cli.subcommands import bench, layouts, schema
from extractor.cli.usage import OneLineGroup

USUAL = Bounds()
"""What a document of a batch may cost unless options say otherwise."""

STANDARD_OUTPUT = Path("-")
YOUNG_OBJECTS = 20_000
"""Objects made between two searches for garbage, Python's own number being 700. What is made while the stages
are imported is there to stay, and looking through it again and again took a quarter of the time."""

app = typer.Typer(
    name="form4",
    help="Structured data from SEC Forms 3, 4 and 5: PDFs with text, and scans (PDF, TIFF, PNG, JPEG).",
    epilog="Begin with: form4 extract FILE. Each command has its own --help, with examples.",
    cls=OneLineGroup,
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=True,
    no_args_is_help=True,
)
app.add_typer(layouts, name="layouts")
app.add_typer(bench, name="bench")


def main() -> None:
    """Runs the command; the entry point of `form4`."""
    gc.set_threshold(YOUNG_OBJECTS)
    # Else pydantic goes through all installed packages for plugins of its own.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    app(prog_name="form4")


@app.callback(invoke_without_command=True)
def _root(
    show_version: Annotated[
        bool, typer.Option("--version", help="Print the version and leave.", is_eager=True)
    ] = False,
) -> None:
    if show_version:
        typer.echo(f"form4 {__version__}")
        raise typer.Exit


@app.command(epilog=EXTRACT_EXAMPLES)
def extract(
    files: Files,
    formats: Formats = None,
    out: Out = None,
    overlay: Overlay = None,
    searchable_pdf: SearchablePdf = None,
    force: Force = False,
    cik: Cik = None,
    layout_dir: LayoutDir = None,
    max_error: MaxError = None,
    no_repair: NoRepair = False,
    max_pixels: MaxPixels = None,
    max_pages: MaxPages = None,
    max_bytes: MaxBytes = None,
    max_seconds: MaxSeconds = None,
    quiet: Quiet = False,
    verbose: Verbose = 0,
) -> None:
    """Extract every Form 3, 4 and 5 in each FILE.

    Each value comes with its place on the page, how sure form4 is of it, and a flag where a
    person should look.
    """
    with boundary(verbose, Path(files[0]) if len(files) == 1 else None):
        from extractor.cli.extraction import ExtractRequest, run

        limits = limits_of(max_pixels, max_pages, max_bytes, max_seconds)
        options = options_of(max_error, no_repair, layout_dir, cik, limits)
        wanted = tuple(format.value for format in dict.fromkeys(formats or ()))
        folder = None if out == STANDARD_OUTPUT else out
        request = ExtractRequest(tuple(files), wanted, folder, overlay, options, quiet, force, searchable_pdf)
        raise typer.Exit(run(request))


@app.command("explain", epilog=EXPLAIN_EXAMPLES)
def explain_filings(
    file: File,
    no_repair: NoRepair = False,
    verbose: Verbose = 0,
) -> None:
    """Say what adds up in every Form 4 in FILE, and what does not.

    Repaired values first, each with the sums that prove it; then what a person should look at;
    then what does not fit as filed, which is never changed; then the sums that hold.
    """
    with boundary(verbose, file):
        from extractor.cli.extraction import explain

        raise typer.Exit(explain(file, repair=not no_repair))


@app.command(epilog=DEBUG_EXAMPLES)
def debug(
    file: File,
    out: Annotated[
        Path,
        typer.Option(metavar="DIR", file_okay=False, help="The folder to write into.", show_default=False),
    ],
    page: Annotated[
        int | None,
        typer.Option(
            metavar="N", min=1, help="Draw only this page; all are read all the same.", show_default=False
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Replace what an earlier run wrote into DIR.")
    ] = False,
    layout_dir: LayoutDir = None,
    verbose: Verbose = 0,
) -> None:
    """Write what every stage made of FILE, as JSON and as pictures.

    Ink (of scans), ruling lines, text lines with what was read, captions, tables, the places of
    values, what each may say, and the cells. Of a file that is no Form 4, as far as the stages go.
    """
    with boundary(verbose, file):
        from extractor.cli.debugging import debug

        raise typer.Exit(debug(file, out, page, force, with_layouts(layout_dir)))


@app.command(epilog=TRACE_EXAMPLES)
def trace(
    file: File,
    path: Annotated[
        str | None,
        typer.Argument(metavar="PATH", help="The cell's path, as in the JSON.", show_default=False),
    ] = None,
    list_paths: Annotated[
        bool, typer.Option("--list", help="List the paths of all cells with their values, and leave.")
    ] = False,
    filing: Annotated[int, typer.Option(metavar="N", min=1, help="Which filing of FILE.")] = 1,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            file_okay=False,
            help="Write the cell's ink (PNG) and all figures (JSON) into this folder.",
            show_default=False,
        ),
    ] = None,
    layout_dir: LayoutDir = None,
    verbose: Verbose = 0,
) -> None:
    """Show why a cell has its value.

    Its ink, what each engine read in it, the grammar and language of its field, the confidence
    and what it is computed from, the rules of the form that bind it, and its status.
    """
    with boundary(verbose, file):
        from extractor.cli.tracing import list_cells, trace_cell

        options = with_layouts(layout_dir)
        if list_paths:
            list_cells(file, filing, options)
            return
        raise typer.Exit(trace_cell(file, path, filing, out, options))


@app.command(epilog=BATCH_EXAMPLES)
def batch(
    inputs: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="INPUT…",
            help="Files, folders, patterns, zip archives, URLs (s3://…).",
            show_default=False,
        ),
    ] = None,
    out: Annotated[
        str,
        typer.Option(
            metavar="DIR|URL",
            help="The folder for everything that comes out; made where it is missing.",
            show_default=False,
        ),
    ] = "",
    status: Annotated[
        str, typer.Option(metavar="DIR|URL", help="Say how far the batch there is.", show_default=False)
    ] = "",
    check: Annotated[
        str, typer.Option(metavar="DIR|URL", help="Verify every output there.", show_default=False)
    ] = "",
    list_file: Annotated[
        Path | None,
        typer.Option("--list", metavar="FILE", help="Inputs, one a line.", show_default=False),
    ] = None,
    workers: Annotated[
        int, typer.Option(metavar="N", min=0, help="Processes; 0: one a core (ray: the cluster's).")
    ] = 0,
    engine: Annotated[PoolKind, typer.Option(help="local, or ray for a cluster.")] = PoolKind.LOCAL,
    address: Annotated[
        str, typer.Option(metavar="HOST:PORT", help="The Ray cluster (auto finds it).", show_default=False)
    ] = "",
    cik: Cik = None,
    layout_dir: LayoutDir = None,
    max_error: MaxError = None,
    no_repair: NoRepair = False,
    max_document_seconds: Annotated[
        float, typer.Option(metavar="N", min=1, help="Give up on a document after so many seconds.")
    ] = USUAL.seconds,
    max_memory: Annotated[
        int, typer.Option(metavar="MB", min=500, help="Memory a worker may take, in megabytes.")
    ] = USUAL.megabytes,
    recycle: Annotated[
        int, typer.Option(metavar="N", min=1, help="Replace a worker after so many documents.")
    ] = USUAL.documents,
    max_pixels: MaxPixels = None,
    max_pages: MaxPages = None,
    max_bytes: MaxBytes = None,
    max_seconds: MaxSeconds = None,
    quiet: Quiet = False,
    verbose: Verbose = 0,
) -> None:
    """Extract whole archives, unattended.

    Bad files are set aside with the reason; a document that crashes or hangs costs itself only.
    Writes each document's JSON, each filing's XML, tables for research (TSV, Parquet) and a report.
    """
    with boundary(verbose):
        from extractor.cli import batching

        if status:
            batching.status(status)
            return
        if check:
            raise typer.Exit(batching.check(check))
        limits = limits_of(max_pixels, max_pages, max_bytes, max_seconds)
        request = batching.BatchRequest(
            inputs=tuple(inputs or ()),
            list_file=list_file,
            out=out,
            engine=engine.value,
            address=address,
            workers=workers,
            options=options_of(max_error, no_repair, layout_dir, cik, limits),
            bounds=Bounds(max_document_seconds, max_memory, recycle),
            quiet=quiet,
        )
        raise typer.Exit(batching.batch(request))


@app.command(epilog=REVIEW_EXAMPLES)
def review(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="FOLDER",
            exists=True,
            file_okay=False,
            help="A folder of results: what form4 batch, or form4 extract --format json --out, wrote.",
            show_default=False,
        ),
    ],
    port: Port = None,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Only print the link.")] = False,
    documents: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="DIR",
            exists=True,
            file_okay=False,
            help="Look for the PDFs and scans here too, where they were moved.",
            show_default=False,
        ),
    ] = None,
    double_key: Annotated[
        bool, typer.Option("--double-key", help="Two reviewers must agree, blind; a third settles.")
    ] = False,
    sample: Annotated[
        float,
        typer.Option(
            metavar="SHARE", min=0.0, max=1.0, help="Ask so many of the accepted values too, blind."
        ),
    ] = 0.0,
    export: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            file_okay=False,
            help="Write the corrected filings, their tables and the decision log here, and leave; into a "
            "folder named truth, cases to fit the confidence to.",
            show_default=False,
        ),
    ] = None,
    formats: Annotated[
        list[Format] | None,
        typer.Option("--format", metavar="NAME", help="With --export: as in extract.", show_default=False),
    ] = None,
    cik: Cik = None,
    store: Annotated[
        str,
        typer.Option(
            metavar="URL",
            help="Keep the decisions in this database (postgresql+psycopg://…); else beside the results.",
            show_default=False,
        ),
    ] = "",
    host: Annotated[str, typer.Option(help="Another address than this machine's own needs a password.")] = (
        "127.0.0.1"
    ),
    names: Annotated[
        list[str] | None,
        typer.Option(
            "--name", metavar="NAME", help="Another name of this machine in links.", show_default=False
        ),
    ] = None,
    password_file: Annotated[
        Path | None,
        typer.Option(metavar="FILE", exists=True, dir_okay=False, help="The password.", show_default=False),
    ] = None,
    verbose: Verbose = 0,
) -> None:
    """Settle by keyboard what form4 was not sure of.

    Prints a link and opens a page that shows one doubtful cell after another. The results stay
    as they are: decisions are kept beside them, and --export writes both together.
    """
    with boundary(verbose, folder):
        from extractor.cli.reviewing import ReviewRequest, review

        review(
            ReviewRequest(
                folder=folder,
                documents=tuple(documents or ()),
                store=store,
                double=double_key,
                sample=sample,
                export=export,
                formats=tuple(format.value for format in formats or ()),
                cik=cik,
                host=host,
                port=port,
                names=tuple(names or ()),
                password_file=password_file,
                browser=not no_browser,
            )
        )


app.command("schema", epilog=SCHEMA_EXAMPLES)(schema)
