"""The commands `form4 layouts …`, `form4 bench …` and `form4 schema`: only their options, as in the package's
`__init__`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from extractor.cli.console import boundary
from extractor.cli.parameters import BENCH_EXAMPLES, LAYOUTS_EXAMPLES, File, LayoutDir, Schema, Verbose
from extractor.errors import OptionError

layouts = typer.Typer(
    help="The editions of the form that form4 knows, and what it sees of them on a page.",
    epilog=LAYOUTS_EXAMPLES,
    rich_markup_mode=None,
    no_args_is_help=True,
)
bench = typer.Typer(
    help="How well form4 does, measured on generated forms; needs a checkout of the project.",
    epilog=BENCH_EXAMPLES,
    rich_markup_mode=None,
    no_args_is_help=True,
)


@layouts.command("list")
def list_layouts(
    paths: Annotated[bool, typer.Option("--paths", help="Print only the file of each.")] = False,
    layout_dir: LayoutDir = None,
    verbose: Verbose = 0,
) -> None:
    """List the layouts form4 knows.

    Of each its name, form, title, and its tables with their columns.
    """
    with boundary(verbose):
        from extractor.cli.layouts import list_

        list_(layout_dir, paths=paths)


@layouts.command()
def check(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="YAML", exists=True, dir_okay=False, help="A layout file.", show_default=False
        ),
    ],
    verbose: Verbose = 0,
) -> None:
    """Say what is wrong with a layout file.

    All of it at once, each with its line.
    """
    with boundary(verbose, file):
        from extractor.cli.layouts import check

        raise typer.Exit(check(file))


@layouts.command()
def new(
    file: File,
    like: Annotated[
        str, typer.Option(metavar="NAME", help="The layout it is most like.", show_default=False)
    ],
    name: Annotated[str, typer.Option(metavar="NAME", help="What to call it.")] = "form4-mine",
    out: Annotated[
        Path | None,
        typer.Option(metavar="YAML", dir_okay=False, help="Write it into this file.", show_default=False),
    ] = None,
    layout_dir: LayoutDir = None,
    verbose: Verbose = 0,
) -> None:
    """Draft a layout for the print in FILE, from one that is like it.

    At its top it says which captions of that layout are not on the page, and what stands there
    instead.
    """
    with boundary(verbose, file):
        from extractor.cli.layouts import new

        new(file, like, name, out, layout_dir)


@layouts.command()
def explain(file: File, layout_dir: LayoutDir = None, verbose: Verbose = 0) -> None:
    """Say what each page of FILE is taken for, and why.

    For every page: whether its text layer is used, how well each layout fits, which of the
    layout's captions were seen, which are missing, which speak against it.
    """
    with boundary(verbose, file):
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
    again: Annotated[
        bool, typer.Option("--watch", help="Draw it again whenever a layout in --layout-dir changes.")
    ] = False,
    verbose: Verbose = 0,
) -> None:
    """Draw a page as form4 sees it.

    Over the page lie the ruling lines, tables, columns, cells and the answers of the header. A scan
    is shown upright and flattened, as it is read.
    """
    with boundary(verbose, file):
        from extractor.cli.showing import show, watch

        if not again:
            show(file, out, page, layout_dir)
        elif layout_dir:
            watch(file, out, page, layout_dir)
        else:
            raise OptionError("--watch needs the folder of your layouts; give --layout-dir DIR")


@layouts.command()
def test(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="DIR",
            exists=True,
            file_okay=False,
            help="Pages, each with the JSON of form4 extract beside it.",
            show_default=False,
        ),
    ],
    layout_dir: LayoutDir = None,
    verbose: Verbose = 0,
) -> None:
    """Test a layout on pages of your own.

    Reads the pages in DIR, and says what is not as the JSON beside them has it. That JSON is what
    form4 extract --format json --out DIR writes, once you have corrected it.
    Ends with 1 where anything differs.
    """
    with boundary(verbose):
        from extractor.cli.golden_pages import test

        raise typer.Exit(test(folder, layout_dir))


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
    verbose: Verbose = 0,
) -> None:
    """Say whether values are as often right as form4 says they are.

    Prints how often values of each confidence are right, the expected calibration error, and
    what became of the promise that accepted values are right.
    """
    with boundary(verbose):
        import os

        from extractor.cli.bench import calibration

        calibration(folder, picture, jobs or os.cpu_count() or 1)


def schema(
    name: Annotated[
        Schema, typer.Argument(metavar="output|layout", help="The schema of what: results, or layouts.")
    ] = Schema.OUTPUT,
    verbose: Verbose = 0,
) -> None:
    """Print the JSON Schema of results or of layouts.

    With it programs check the JSON that form4 extract prints, and editors complete and check a
    layout while it is written.
    """
    with boundary(verbose):
        from extractor.cli.console import put
        from extractor.export.json_schema import schema_file

        put(schema_file(name.value).read_text(encoding="utf-8"))
