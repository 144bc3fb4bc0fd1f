"""Footnote marks settled by the notes: each has a note, each note a mark (FN1 to FN3, which EDGAR enforces).

A doubtful mark whose note nothing else cites is right where all marks and notes fit: misread, it would
leave that note without a mark. A mark that was not read is that of the one note without any.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from extractor.model.filing import Cell
from extractor.model.path import FOOTNOTE, MARKS, CellPath
from extractor.reconcile.settings import SETTINGS

_MARK = re.compile(r"F(\d+)")


def with_marks(cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """The cells with their doubtful marks settled; one that was not read is guessed, for a person to see."""
    paths = (CellPath.parse(cell.path) for cell in cells if cell.value)
    notes = {path.number for path in paths if path.element == FOOTNOTE}
    cited = Counter(note for cell in cells if cell.path.endswith(MARKS) for note in _notes(cell))
    whole = bool(notes) and notes == set(range(1, max(notes) + 1)) and notes.issuperset(cited)
    if not whole:
        return tuple(cells)
    if missing := notes - cited.keys():
        return tuple(_guessed(cells, missing))
    return tuple(_confirmed(cell, cited) for cell in cells)


def _notes(cell: Cell) -> list[int]:
    return [int(number) for number in _MARK.findall(cell.value)]


def _confirmed(cell: Cell, cited: Counter[int]) -> Cell:
    own = _notes(cell) if cell.path.endswith(MARKS) else []
    if cell.status != "review" or not own or any(cited[note] > 1 for note in own):
        return cell
    cited_here = ", ".join(f"note {note}" for note in own)
    return cell.model_copy(
        update={
            "status": "accepted",
            "confidence": max(cell.confidence, SETTINGS.cited_once),
            "reason": f"nothing else cites {cited_here}, and every note is cited",
        }
    )


def _guessed(cells: Sequence[Cell], missing: set[int]) -> Iterable[Cell]:
    """Where one mark was not read and one note is cited nowhere, they belong together."""
    unread = [cell for cell in cells if cell.path.endswith(MARKS) and not cell.value]
    for cell in cells:
        if unread == [cell] and len(missing) == 1:
            (note,) = missing
            reason = f"{cell.reason}; nothing else cites note {note}"
            yield cell.model_copy(update={"value": f"F{note}", "reason": reason})
        else:
            yield cell
