"""Standard output and standard error, as every command uses them."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, TextIO

import typer

from extractor.errors import OptionError

if TYPE_CHECKING:
    from rich.console import RenderableType

PIPE_COLUMNS = 120
"""The width of what is laid out for no terminal."""


def is_terminal(stream: TextIO | None) -> bool:
    """True where a person sees what is written; a stream that was closed (`2>&-`) is None."""
    return stream is not None and stream.isatty()


def complain(message: str) -> None:
    """One line on standard error."""
    typer.echo(" ".join(message.split()), err=True)


def put(content: str | bytes) -> None:
    """Writes to standard output: UTF-8 whatever the locale says.

    Raises OptionError where it cannot be written to, BrokenPipeError where its reader has gone.
    """
    if sys.stdout is None:
        raise OptionError("standard output is closed; give --out DIR")
    try:
        typer.echo(content.encode() if isinstance(content, str) else content, nl=False)
    except BrokenPipeError:
        raise
    except OSError as fault:
        reason = fault.strerror or str(fault)
        raise OptionError(f"standard output cannot be written to ({reason}); give --out DIR") from fault


def put_rich(content: RenderableType) -> None:
    """Lays `content` out to the width of standard output, in colours on a terminal."""
    from rich.console import Console

    console = Console(width=None if is_terminal(sys.stdout) else PIPE_COLUMNS)
    with console.capture() as capture:
        console.print(content)
    text = "\n".join(line.rstrip() for line in capture.get().splitlines()) + "\n"
    put(text.encode(console.encoding, "replace"))
