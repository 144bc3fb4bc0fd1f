"""What a decoder written in C prints on standard error, kept from the person's screen."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

_STDERR = 2


@contextmanager
def said_by_decoder() -> Iterator[list[str]]:
    """A list that holds, after the block, the lines the process wrote to standard error within it.

    libtiff reports damage there and in no other way that Pillow passes on. Other threads' output
    is caught too.
    """
    lines: list[str] = []
    try:
        kept = os.dup(_STDERR)
    except OSError:  # A service may run without standard error: nothing to keep clean.
        yield lines
        return
    sys.stderr.flush()
    with tempfile.TemporaryFile() as said:
        os.dup2(said.fileno(), _STDERR)
        try:
            yield lines
        finally:
            os.dup2(kept, _STDERR)
            os.close(kept)
            said.seek(0)
            lines.extend(said.read().decode("utf-8", "replace").splitlines())
