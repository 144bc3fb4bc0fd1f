"""What the commands have in common: the options they share, and the examples in their --help."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from extractor.document import Limits
    from extractor.options import Options


class Format(StrEnum):
    """The output formats; the names are those of `extractor.export.FORMATS`."""

    JSON = "json"
    XML = "xml"
    CSV = "csv"
    CSV_OWNERS = "csv-owners"
    CSV_FOOTNOTES = "csv-footnotes"
    XLSX = "xlsx"
    TABLE = "table"


# A missing or unreadable FILE is exit code 3, not a usage error: so no `exists=True` here.
File = Annotated[
    Path, typer.Argument(metavar="FILE", help="A PDF, TIFF, PNG or JPEG file.", show_default=False)
]
Files = Annotated[
    list[str],
    typer.Argument(
        metavar="FILE…",
        help="PDFs or pictures, folders of them, patterns, or - for standard input.",
        show_default=False,
    ),
]
Formats = Annotated[
    list[Format] | None,
    typer.Option(
        "--format",
        metavar="NAME",
        help="json (everything, with places and confidence), xml (EDGAR's own), csv (one row a "
        "transaction or holding), csv-owners, csv-footnotes, xlsx (a workbook of all of these, doubtful "
        "cells coloured) or table (for reading); several with --out. "
        "Default: table on a terminal, else json.",
        show_default=False,
    ),
]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out",
        "-o",
        metavar="DIR",
        file_okay=False,
        help="Write files into this folder, named after FILE; all of one FILE appear, or none. "
        "- is standard output.",
        show_default=False,
    ),
]
Overlay = Annotated[
    Path | None,
    typer.Option(
        metavar="PDF|PNG",
        dir_okay=False,
        help="Write the pages with every cell boxed: green is accepted, orange and red want a look.",
        show_default=False,
    ),
]
SearchablePdf = Annotated[
    Path | None,
    typer.Option(
        metavar="PDF",
        dir_okay=False,
        help="Write a scan as a PDF to search in: its pages, and what was accepted as text nobody sees.",
        show_default=False,
    ),
]
Force = Annotated[bool, typer.Option("--force", help="Replace outputs that are there already.")]
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
Cik = Annotated[
    Path | None,
    typer.Option(
        metavar="CSV",
        exists=True,
        dir_okay=False,
        help="A table symbol,name,cik for the XML: the form does not print CIK numbers.",
        show_default=False,
    ),
]
MaxError = Annotated[
    float | None,
    typer.Option(
        metavar="RATE",
        min=0.0001,
        max=0.5,
        help="Accept values while at most this share of them may be wrong (0.002); less asks more.",
    ),
]
MaxPixels = Annotated[
    int | None, typer.Option(metavar="N", min=1, help="Refuse pages of more pixels than N (150000000).")
]
MaxPages = Annotated[
    int | None, typer.Option(metavar="N", min=1, help="Refuse files of more pages than N (2000).")
]
MaxBytes = Annotated[
    int | None, typer.Option(metavar="N", min=1, help="Refuse files of more bytes than N (1073741824).")
]
MaxSeconds = Annotated[
    float | None,
    typer.Option(metavar="N", min=0.001, help="Give up on a page that takes over N seconds (60)."),
]
Port = Annotated[
    int | None,
    typer.Option(
        metavar="N",
        min=0,
        max=65535,
        help="Port of the page; 0 takes any free one. Default: always the same for one folder.",
        show_default=False,
    ),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but results and errors.")]
Verbose = Annotated[
    int,
    typer.Option(
        "--verbose",
        "-v",
        count=True,
        help="Log to standard error what each stage decides (-vv: with details); FORM4_LOG=info or debug "
        "in the environment does the same.",
        show_default=False,
    ),
]


class Schema(StrEnum):
    """The schemas; the names are those of `extractor.export.json_schema.SCHEMAS`."""

    OUTPUT = "output"
    LAYOUT = "layout"


class PoolKind(StrEnum):
    """Where the workers of a batch are."""

    LOCAL = "local"
    RAY = "ray"


def limits_of(pixels: int | None, pages: int | None, most_bytes: int | None, seconds: float | None) -> Limits:
    """The limits with those that were given."""
    from extractor.document import Limits

    usual = Limits()
    return Limits(
        pixels=pixels or usual.pixels,
        pages=pages or usual.pages,
        bytes=most_bytes or usual.bytes,
        seconds=seconds or usual.seconds,
    )


def with_layouts(folder: Path | None) -> Options:
    """The default options, with the user's layouts where a folder is given."""
    return options_of(None, False, folder, None, limits_of(None, None, None, None))


def options_of(
    max_error: float | None, no_repair: bool, layout_dir: Path | None, cik: Path | None, limits: Limits
) -> Options:
    """The options of an extraction with those that were given."""
    from extractor.options import MAX_ERROR, Options

    return Options(
        max_error=MAX_ERROR if max_error is None else max_error,
        repair=not no_repair,
        layout_dir=str(layout_dir.absolute()) if layout_dir else "",
        cik=str(cik.absolute()) if cik else "",
        limits=limits,
    )


# Below the options in each --help. "\b" keeps typer from joining the lines.

EXIT_CODES = """\b
Exit codes:
  0  extracted, every cell accepted       3  the file was refused
  1  extracted, some cells want review    4  no Form 4 in the file
  2  wrong options, or nowhere to write   5  form4 itself failed
"""
EXTRACT_EXAMPLES = (
    """\b
Examples:
  form4 extract form.pdf                          on the screen, as a table
  form4 extract form.pdf > form.json              into a file, as JSON
  form4 extract form.pdf --format csv             one row a transaction or holding
  form4 extract form.pdf --format xlsx -o done    done/form.xlsx, for Excel or LibreOffice
  form4 extract scan.tif --out done --format json --format xml
                                                  done/scan.json and done/scan.xml
  form4 extract box1 box2/*.pdf --out done        folders and files, one result each
  form4 extract *.pdf --format csv > all.csv      one table of several files
  form4 extract - -o - < form.pdf > form.json     from standard input to standard output
  form4 extract scan.tif --overlay scan.pdf       the pages too, every cell boxed
  form4 extract scan.tif --searchable-pdf s.pdf   the scan, to search in

"""
    + EXIT_CODES
    + "Of several files, the highest.\n"
)
EXPLAIN_EXAMPLES = (
    """\b
Examples:
  form4 explain form.pdf                          what adds up, and what does not
  form4 explain scan.tif                          what was repaired, and by which sums
  form4 explain scan.tif --no-repair              the same, every value as it was read

"""
    + EXIT_CODES
)
DEBUG_EXAMPLES = (
    """\b
Examples:
  form4 debug scan.tif --out stages               every stage, and a picture of each page at each
  form4 debug scan.tif --out stages --page 2      all stages, pictures of page 2 only
  form4 debug scan.tif --out stages --force       again, in place of what is there

\b
Files:
  03-ruling-lines.json                            a stage of the whole file
  p1-03-ruling-lines.png                          the same on page 1

"""
    + EXIT_CODES
)
TRACE_EXAMPLES = """\b
Examples:
  form4 trace scan.tif --list                     the paths of all cells
  form4 trace scan.tif issuer/issuerName          why it says what it says
  form4 trace scan.tif periodOfReport --out why   its ink as a picture too, all figures as JSON
  form4 trace bundle.pdf remarks --filing 2       of the second filing in the file

\b
Exit codes:
  0  the cell is accepted                 3  the file was refused
  1  the cell wants review                4  no Form 4 in the file
  2  wrong options, or no such cell       5  form4 itself failed
"""
REVIEW_EXAMPLES = """\b
Examples:
  form4 extract scan.tif --out done --format json   first, what there is to look at
  form4 review done                                 opens the page in the browser
  form4 review done --double-key                    two reviewers must agree, a third settles
  form4 review done --sample 0.02                   asks 2 % of the accepted values too, blind
  form4 review done --export corrected --format json --format xml
                                                    writes the corrected filings, and leaves
"""
LAYOUTS_EXAMPLES = """\b
Examples:
  form4 layouts list                              the layouts form4 knows
  form4 layouts explain scan.tif                  which one fits each page, and why
  form4 layouts show scan.tif --out page.png      where it sees columns and cells
  form4 layouts new scan.tif --like form4-1996 --name form4-1991 --out mine/form4-1991.yaml
                                                  a first draft of your own
  form4 layouts check mine/form4-1991.yaml        what is wrong with a layout of your own
  form4 layouts show scan.tif --out page.png --layout-dir mine --watch
                                                  drawn again whenever a layout in mine changes
  form4 layouts test pages --layout-dir mine      whether pages are still read as they were
"""
SCHEMA_EXAMPLES = """\b
Examples:
  form4 schema > output.schema.json               of the JSON of form4 extract
  form4 schema layout > layout.schema.json        of layouts; for editors, write at a layout's top
                                                  # yaml-language-server: $schema=layout.schema.json
"""
BENCH_EXAMPLES = """\b
Examples:
  form4 bench calibration                         on generated forms kept back for it
  form4 bench calibration cases --picture c.png   on your own, each a folder with its truth.json
"""
BATCH_EXAMPLES = """\b
Examples:
  form4 batch archive --out done                  every PDF and scan in a folder and below it
  form4 batch 'box*/*.tif' more.zip --out done    patterns and zip archives
  form4 batch --list files.txt --out done         the files a list names
  form4 batch s3://bucket/forms --out s3://bucket/done --engine ray --address auto
                                                  on a Ray cluster, from and to an object store
  form4 batch --status done                       how far it is
  form4 batch --check done                        whether its outputs are whole
  form4 review done                               then, what there is to look at

Run it again after a stop: what is done is not done again.

\b
Exit codes:
  0  all extracted, every cell accepted   2  wrong options, or nowhere to write
  1  something to look at, or set aside   5  form4 itself failed
"""
