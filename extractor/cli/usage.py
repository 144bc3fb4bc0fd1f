"""What is wrong with a command line, in one line that says what to type next."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

import typer
from typer.core import TyperGroup

from extractor.cli.console import complain
from extractor.errors import ExitCode

_PLAIN = (
    ("Value error, ", ""),
    (", unable to parse string as an integer", ""),
    (", unable to parse string as a number", ""),
    ("Input should be", "it must be"),
    ("dir '", "folder '"),
)
"""Words of the libraries that check values, and what people say."""
# Typer brings click under a name that changes from version to version; this is its class by another way.
_COMMAND_ERROR: type[Exception] = typer.BadParameter.__mro__[2]


class OneLineGroup(TyperGroup):
    """The command, its usage errors one line each and not the synopsis before it."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **more: Any,  # noqa: ANN401 - as Typer has it
    ) -> Any:  # noqa: ANN401
        """Runs the command line; leaves with its exit code where it stands alone."""
        try:
            code = super().main(args, prog_name, complete_var, False, windows_expand_args, **more)
        except _COMMAND_ERROR as fault:
            if not standalone_mode:
                raise
            _tell(fault)
            sys.exit(ExitCode.USAGE)
        except typer.Abort:
            sys.exit(ExitCode.REVIEW)
        if standalone_mode:
            sys.exit(code or 0)
        return code


def _tell(fault: Any) -> None:  # noqa: ANN401 - one of Typer's own errors
    message = fault.format_message()
    if "\n" in message:  # the help, where a command was given nothing
        fault.show()
        return
    place = fault.ctx.command_path if getattr(fault, "ctx", None) else "form4"
    for words, plain in _PLAIN:
        message = message.replace(words, plain)
    complain(f"{message.rstrip('.')}; type: {place} --help")
