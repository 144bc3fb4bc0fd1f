"""The `form4` command. Only declares its options: the road is imported when a command runs."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from extractor.cli.boundary import boundary

_EXIT_CODES = """\b
Exit codes:
  0  extracted, every cell accepted       3  the file was refused
  1  extracted, some cells want review    4  no Form 4 in the file
  2  wrong options                        5  form4 itself failed
"""
_EXTRACT_EXAMPLES = (
    """\b
Examples:
  form4 extract form.pdf                          on the screen, as a table
  form4 extract form.pdf > form.json              into a file, as JSON
  form4 extract form.pdf --format csv             one row a transaction or holding
  form4 extract scan.tif --out done --format json --format xml
                                                  done/scan.json and done/scan.xml
  form4 extract scan.tif --overlay scan.pdf       the pages too, every cell boxed

"""
    + _EXIT_CODES
)
_EXPLAIN_EXAMPLES = (
    """\b
Examples:
  form4 explain form.pdf                          what adds up, and what does not
  form4 explain scan.tif                          what was repaired, and by which sums
  form4 explain scan.tif --no-repair              the same, every value as it was read

"""
    + _EXIT_CODES
)
_REVIEW_EXAMPLES = """\b
Examples:
  form4 extract scan.tif --out done --format json   first, what there is to look at
  form4 review done                                 opens the page in the browser
  form4 review done --double-key                    two reviewers must agree, a third settles
  form4 review done --sample 0.02                   asks 2 % of the accepted values too, blind
  form4 review done --export corrected --format json --format xml
                                                    writes the corrected filings, and leaves
"""
_LAYOUTS_EXAMPLES = """\b
Examples:
  form4 layouts list                              the layouts form4 knows
  form4 layouts explain scan.tif                  which one fits each page, and why
  form4 layouts show scan.tif --out page.png      where it sees columns and cells
  form4 layouts check mine/form4-1991.yaml        what is wrong with a layout of your own
"""
_BENCH_EXAMPLES = """\b
Examples:
  form4 bench calibration                         on generated forms kept back for it
  form4 bench calibration cases --picture c.png   on your own, each a folder with its truth.json
"""

app = typer.Typer(
    name="form4",
    help="Structured data from SEC Form 4: PDFs with text, and scans (PDF, TIFF, PNG, JPEG).",
    epilog="Begin with: form4 extract FILE. Each command has its own --help, with examples.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    no_args_is_help=True,
)
layouts = typer.Typer(
    help="The editions of the form that form4 knows, and what it sees of them on a page.",
    epilog=_LAYOUTS_EXAMPLES,
    rich_markup_mode=None,
    no_args_is_help=True,
)
app.add_typer(layouts, name="layouts")
bench = typer.Typer(
    help="How well form4 does, measured on generated forms; needs a checkout of the project.",
    epilog=_BENCH_EXAMPLES,
    rich_markup_mode=None,
    no_args_is_help=True,
)
app.add_typer(bench, name="bench")


class Format(StrEnum):
    """The output formats; the names are those of `extractor.export.FORMATS`."""

    JSON = "json"
    XML = "xml"
    CSV = "csv"
    TABLE = "table"


# A missing or unreadable FILE is exit code 3, not a usage error: so no `exists=True` here.
File = Annotated[
    Path, typer.Argument(metavar="FILE", help="A PDF, TIFF, PNG or JPEG file.", show_default=False)
]
LayoutDir = Annotated[
    Path | None,
    typer.Option(
        metavar="DIR",
        exists=True,
        file_okay=False,
        help="Try the layouts (*.yaml) in this folder too; one named like a shipped layout takes its place.",
        show_default=False,
    ),
]

NoRepair = Annotated[
    bool,
    typer.Option("--no-repair", help="Change no value to what the form's sums ask for; only flag it."),
]


def main() -> None:
    """Runs the command; the entry point of `form4`."""
    app()


@app.callback(invoke_without_command=True)
def _root(
    show_version: Annotated[
        bool, typer.Option("--version", help="Print the version and leave.", is_eager=True)
    ] = False,
) -> None:
    if show_version:
        from importlib.metadata import version

        typer.echo(f"form4 {version('form4-extractor')}")
        raise typer.Exit


@app.command(epilog=_EXTRACT_EXAMPLES)
def extract(
    file: File,
    formats: Annotated[
        list[Format] | None,
        typer.Option(
            "--format",
            metavar="NAME",
            help="json (everything, with places and confidence), xml (EDGAR's own), csv (one row a "
            "transaction or holding) or table (for reading); several with --out. "
            "Default: table on a terminal, else json.",
            show_default=False,
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            file_okay=False,
            help="Write files into this folder, named after FILE; all of them appear, or none.",
            show_default=False,
        ),
    ] = None,
    overlay: Annotated[
        Path | None,
        typer.Option(
            metavar="PDF|PNG",
            dir_okay=False,
            help="Write the pages with every cell boxed: green is accepted, orange and red want a look.",
            show_default=False,
        ),
    ] = None,
    cik: Annotated[
        Path | None,
        typer.Option(
            metavar="CSV",
            exists=True,
            dir_okay=False,
            help="A table symbol,name,cik for the XML: the form does not print CIK numbers.",
            show_default=False,
        ),
    ] = None,
    layout_dir: LayoutDir = None,
    max_error: Annotated[
        float | None,
        typer.Option(
            metavar="RATE",
            min=0.0001,
            max=0.5,
            help="Accept values while at most this share of them may be wrong (0.0055); less asks more.",
        ),
    ] = None,
    no_repair: NoRepair = False,
    max_pixels: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Refuse pages of more pixels than N (150000000).")
    ] = None,
    max_pages: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Refuse files of more pages than N (2000).")
    ] = None,
    max_bytes: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Refuse files of more bytes than N (1073741824).")
    ] = None,
    max_seconds: Annotated[
        float | None,
        typer.Option(metavar="N", min=0.001, help="Give up on a page that takes over N seconds (60)."),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print nothing but results and errors.")] = False,
) -> None:
    """Extract every Form 4 in FILE.

    Each value comes with its place on the page, how sure form4 is of it, and a flag where a
    person should look.
    """
    with boundary(file):
        from extractor.cli.extraction import Order, run
        from extractor.document import Limits

        usual = Limits()
        limits = Limits(
            pixels=max_pixels or usual.pixels,
            pages=max_pages or usual.pages,
            bytes=max_bytes or usual.bytes,
            seconds=max_seconds or usual.seconds,
        )
        wanted = tuple(format.value for format in dict.fromkeys(formats or ()))
        order = Order(file, wanted, out, overlay, cik, layout_dir, limits, max_error, no_repair, quiet)
        raise typer.Exit(run(order))


@app.command("explain", epilog=_EXPLAIN_EXAMPLES)
def explain_filings(
    file: File,
    no_repair: NoRepair = False,
) -> None:
    """Say what adds up in every Form 4 in FILE, and what does not.

    Repaired values first, each with the sums that prove it; then what a person should look at;
    then what does not fit as filed, which is never changed; then the sums that hold.
    """
    with boundary(file):
        from extractor.cli.explaining import explain

        raise typer.Exit(explain(file, repair=not no_repair))


@app.command(epilog=_REVIEW_EXAMPLES)
def review(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="FOLDER",
            exists=True,
            file_okay=False,
            help="A folder of results: what form4 extract --format json --out wrote.",
            show_default=False,
        ),
    ],
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes one that is free.")] = 0,
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
            help="Write the corrected filings and the decision log here, and leave.",
            show_default=False,
        ),
    ] = None,
    formats: Annotated[
        list[Format] | None,
        typer.Option("--format", metavar="NAME", help="With --export: json, xml, csv.", show_default=False),
    ] = None,
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
    password_file: Annotated[
        Path | None,
        typer.Option(metavar="FILE", exists=True, dir_okay=False, help="The password.", show_default=False),
    ] = None,
) -> None:
    """Settle by keyboard what form4 was not sure of.

    Prints a link and opens a page that shows one doubtful cell after another. The results stay
    as they are: decisions are kept beside them, and --export writes both together.
    """
    with boundary(folder):
        from extractor.cli.reviewing import Order, review

        review(
            Order(
                folder=folder,
                documents=tuple(documents or ()),
                store=store,
                double=double_key,
                sample=sample,
                export=export,
                formats=tuple(format.value for format in formats or ()),
                host=host,
                port=port,
                password_file=password_file,
                browser=not no_browser,
            )
        )


@layouts.command("list")
def list_layouts(layout_dir: LayoutDir = None) -> None:
    """List the layouts form4 knows: name, form, tables with their columns, title."""
    with boundary():
        from extractor.cli.layouts import list_

        list_(layout_dir)


@layouts.command()
def check(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="YAML", exists=True, dir_okay=False, help="A layout file.", show_default=False
        ),
    ],
) -> None:
    """Check a layout file, and say the first thing wrong with it."""
    with boundary(file):
        from extractor.cli.layouts import check

        check(file)


@layouts.command()
def explain(file: File, layout_dir: LayoutDir = None) -> None:
    """Say what each page of FILE is taken for, and why.

    For every page: whether its text layer is used, how well each layout fits, which of the
    layout's captions were seen, which are missing, which speak against it.
    """
    with boundary(file):
        from extractor.cli.layouts import explain

        explain(file, layout_dir)


@layouts.command()
def show(
    file: File,
    out: Annotated[
        Path, typer.Option(metavar="PNG", dir_okay=False, help="The picture to write.", show_default=False)
    ],
    page: Annotated[int, typer.Option(min=1, help="Which page of FILE.")] = 1,
    layout_dir: LayoutDir = None,
) -> None:
    """Draw a page as form4 sees it: rules, tables, columns, cells, and the answers of the header.

    A scan is shown upright and flattened, as it is read.
    """
    with boundary(file):
        from extractor.cli.showing import show

        show(file, out, page, layout_dir)


@bench.command()
def calibration(
    folder: Annotated[
        Path | None,
        typer.Argument(
            metavar="CASES",
            exists=True,
            file_okay=False,
            help="A folder of case folders. Default: the held-back set is made, which takes a while.",
            show_default=False,
        ),
    ] = None,
    picture: Annotated[
        Path | None,
        typer.Option(
            metavar="PNG", dir_okay=False, help="Draw the reliability curve too.", show_default=False
        ),
    ] = None,
    jobs: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Processes (one a core).", show_default=False)
    ] = None,
) -> None:
    """Say whether values are as often right as form4 says they are.

    Prints how often values of each confidence are right, the expected calibration error, and
    what became of the promise that accepted values are right.
    """
    with boundary():
        import os

        from extractor.cli.bench import calibration

        calibration(folder, picture, jobs or os.cpu_count() or 1)
