"""What a document of a batch may cost: all of the batch that the command line needs to list its options."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one document may cost: seconds of wall-clock time, and megabytes of memory of the worker.

    After `documents` documents a worker is replaced by a fresh one.
    """

    seconds: float = 600.0
    megabytes: int = 3_000
    documents: int = 200
