"""Where errors become exit codes: one line on standard error, never a traceback."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from extractor.cli.streams import complain
from extractor.errors import ExitCode, Form4Error

DEBUG = "FORM4_DEBUG"
"""Environment variable: where set, a bug shows its traceback."""
INTERRUPTED = 128 + signal.SIGINT
PIPE_CLOSED = 128 + getattr(signal, "SIGPIPE", 13)
"""What a shell reports of a program that the reader of its output left (`form4 … | head`)."""


@contextmanager
def boundary(file: Path | None = None) -> Iterator[None]:
    """Runs a command's work on `file`, turning whatever it raises into typer.Exit."""
    try:
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
        _report(fault, file)
        raise typer.Exit(ExitCode.FAILED) from None


def _report(fault: Exception, file: Path | None) -> None:
    if os.environ.get(DEBUG):
        traceback.print_exception(fault)
        return
    subject = f"{file.name}: " if file else ""
    complain(
        f"{subject}this is a bug in form4 ({type(fault).__name__}: {fault}); please report it with the file, "
        f"and with what {DEBUG}=1 in the environment makes it print"
    )


def _drop_output() -> None:
    """Sends what is still buffered nowhere, or Python would complain of the closed pipe at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
