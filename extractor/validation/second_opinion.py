"""Doubtful values of text pages compared with what a second reader finds in their place."""

from __future__ import annotations

from collections.abc import Callable

from extractor.layout.captions import squeezed
from extractor.model.filing import Cell, Filing
from extractor.model.geometry import Box
from extractor.model.reason import Reason, ReasonCode
from extractor.model.review_list import reviewed

Reader = Callable[[int, Box], str | None]
"""The text in a box of a page of the file, in points; None where the reader cannot tell."""


def with_second_opinion(filing: Filing, reader: Reader) -> Filing:
    """The filing with what the reader says of its doubtful values that came from a text layer, where that is
    another text."""
    cells = tuple(_compared(cell, reader) if _is_doubtful(cell) else cell for cell in filing.cells)
    return filing if cells == filing.cells else reviewed(filing.model_copy(update={"cells": cells}))


def _is_doubtful(cell: Cell) -> bool:
    return (
        cell.source == "text" and cell.status == "review" and bool(cell.raw) and cell.bbox[2] > cell.bbox[0]
    )


def _compared(cell: Cell, reader: Reader) -> Cell:
    other = reader(cell.page, Box(*cell.bbox))
    # It may find letters of the neighbours too: only what lacks the value speaks against it.
    if not other or squeezed(cell.raw) in squeezed(other):
        return cell
    reason = Reason.of(ReasonCode.OTHER_READER, value=other)
    return cell.model_copy(update={"reasons": (*cell.reasons, reason)})
