"""A mark that was not read, guessed from the notes below: that of the one note without any (rules FN1 to FN3,
which EDGAR enforces)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from extractor.model.filing import Cell
from extractor.model.path import FOOTNOTE, MARKS, CellPath, notes_cited
from extractor.model.reason import Reason, ReasonCode


def with_marks(cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """The cells, a mark that was not read guessed for a person to see."""
    paths = (CellPath.parse(cell.path) for cell in cells if cell.value)
    notes = {path.number for path in paths if path.element == FOOTNOTE}
    cited = Counter(note for cell in cells if cell.path.endswith(MARKS) for note in notes_cited(cell.value))
    whole = bool(notes) and notes == set(range(1, max(notes) + 1)) and notes.issuperset(cited)
    missing = notes - cited.keys() if whole else set()
    return tuple(_guessed(cells, missing)) if missing else tuple(cells)


def _guessed(cells: Sequence[Cell], missing: set[int]) -> Iterable[Cell]:
    """Where one mark was not read and one note is cited nowhere, they belong together."""
    unread = [cell for cell in cells if cell.path.endswith(MARKS) and not cell.value]
    for cell in cells:
        if unread == [cell] and len(missing) == 1:
            (note,) = missing
            told = (*cell.reasons, Reason.of(ReasonCode.LONE_NOTE, note=note))
            yield cell.model_copy(update={"value": f"F{note}", "reasons": told})
        else:
            yield cell
