"""How commands use the console: standard output, standard error, a spinner, and errors as exit codes."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from types import TracebackType
from typing import TYPE_CHECKING, TextIO

import typer

from extractor.errors import ComponentMissing, ExitCode, Form4Error, LayoutError, OptionError

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.status import Status

DEBUG = "FORM4_DEBUG"
"""Environment variable: where it is set, a bug prints its traceback."""
SIGNALLED = 128
"""A shell reports a program that a signal ended with the signal's number and this (POSIX, 2.8.2)."""
INTERRUPTED = SIGNALLED + signal.SIGINT
PIPE_CLOSED = SIGNALLED + getattr(signal, "SIGPIPE", 13)
"""The reader of the output ended first (`form4 … | head`)."""
PIPE_COLUMNS = 120
"""Width of output that does not go to a terminal."""
PATIENCE = 2.0
"""Seconds before the spinner shows."""


@contextmanager
def boundary(verbosity: int, file: Path | None = None) -> Iterator[None]:
    """Runs a command's work on `file` with its log, and turns every exception into typer.Exit.

    An error is one line on standard error, never a traceback.
    """
    try:
        with _log(verbosity):
            yield
    except typer.Exit:
        raise
    except Form4Error as error:
        complain(str(error))
        raise typer.Exit(error.exit_code) from None
    except KeyboardInterrupt:
        raise typer.Exit(INTERRUPTED) from None
    except BrokenPipeError:
        _drop_output()
        raise typer.Exit(PIPE_CLOSED) from None
    except Exception as fault:  # noqa: BLE001 - the one place where a bug must not become a traceback
        _report(fault, file.name if file else "")
        raise typer.Exit(ExitCode.FAILED) from None


@contextmanager
def outcome(name: str, codes: list[ExitCode]) -> Iterator[None]:
    """Runs the work on one of several files: its error is told, its exit code kept, and the next may follow.

    What is wrong with the options is wrong for all, and is raised.
    """
    try:
        yield
    except (typer.Exit, OptionError, LayoutError, ComponentMissing, BrokenPipeError):
        raise
    except Form4Error as error:
        complain(str(error))
        codes.append(error.exit_code)
    except Exception as fault:  # noqa: BLE001 - a bug costs its own file alone
        _report(fault, name)
        codes.append(ExitCode.FAILED)


@contextmanager
def _log(verbosity: int) -> Iterator[None]:
    from extractor import logs

    stop = logs.start(verbosity)
    try:
        yield
    finally:
        stop()


def _report(fault: Exception, name: str) -> None:
    if os.environ.get(DEBUG):
        traceback.print_exception(fault)
        return
    subject = f"{name}: " if name else ""
    complain(
        f"{subject}this is a bug in form4 ({type(fault).__name__}: {fault}); please report it with the file, "
        f"and with what {DEBUG}=1 in the environment makes it print"
    )


def _drop_output() -> None:
    """Discards what is still buffered, or Python would report the closed pipe when it ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


# Standard output and standard error.


def is_terminal(stream: TextIO | None) -> bool:
    """True where a person sees what is written; a stream that was closed (`2>&-`) is None."""
    return stream is not None and stream.isatty()


def complain(message: str) -> None:
    """Writes one line to standard error."""
    typer.echo(" ".join(message.split()), err=True)


def put(content: str | bytes) -> None:
    """Writes to standard output, text as UTF-8 in every locale.

    Raises OptionError where that fails, BrokenPipeError where the reader has closed the pipe.
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
    """Writes `content` laid out to the width of standard output, in colours on a terminal."""
    from rich.console import Console

    console = Console(width=None if is_terminal(sys.stdout) else PIPE_COLUMNS)
    with console.capture() as capture:
        console.print(content)
    text = "\n".join(line.rstrip() for line in capture.get().splitlines()) + "\n"
    put(text.encode(console.encoding, "replace"))


# Progress.


class Spinner:
    """A context that shows on a terminal's standard error which page is being read."""

    def __init__(self, name: str, quiet: bool = False) -> None:
        from extractor import logs

        self._text = name
        self._name = name
        self._status: Status | None = None
        self._timer = Timer(PATIENCE, self._show)
        self._timer.daemon = True
        self._wanted = not quiet and is_terminal(sys.stderr) and not logs.is_on()

    def __enter__(self) -> Spinner:
        if self._wanted:
            self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        if self._wanted:
            self._timer.join()
        if self._status is not None:
            self._status.stop()

    def on_page(self, number: int, count: int) -> None:
        """Page `number` of `count` begins."""
        self._text = f"{self._name}: page {number} of {count}"
        if self._status is not None:
            self._status.update(_plain(self._text))

    def _show(self) -> None:
        from rich.console import Console
        from rich.status import Status

        self._status = Status(_plain(self._text), console=Console(stderr=True))
        self._status.start()


def _plain(text: str) -> str:
    """The text with rich's markup escaped, which file names may contain."""
    from rich.markup import escape

    return escape(text)
