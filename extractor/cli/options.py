"""Options that several commands share."""

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
        help="Accept values while at most this share of them may be wrong (0.0055); less asks more.",
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
Quiet = Annotated[bool, typer.Option("--quiet", help="Print nothing but results and errors.")]


class Engine(StrEnum):
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
    """The usual options, with layouts of one's own where a folder is given."""
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
