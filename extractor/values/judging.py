"""How sure each value is, by the one calibration, and which are accepted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from extractor.model.filing import CONFIDENCE_DIGITS, Alternative, Cell
from extractor.model.path import FOOTNOTE, MARKS, CellPath, notes_cited
from extractor.model.reason import Reason, ReasonCode
from extractor.values.calibration import Doubt


@dataclass(frozen=True, slots=True)
class Elected:
    """A value elected for a cell, before it is judged: the cell's `reasons` are those of a doubtful one.

    `doubt` is what is known of the reading; a `held` value goes to a person however sure it is; `because` are
    the reasons of an accepted one.
    """

    cell: Cell
    doubt: Doubt
    held: bool = False
    because: tuple[Reason, ...] = ()


def held(item: Elected, **changed: object) -> Elected:
    """The same of a cell changed so, for a person to look at."""
    return replace(item, cell=item.cell.model_copy(update=changed), held=True)


def unread_mark(item: Elected, value: str, reason: Reason) -> Elected:
    """The marks that may stand beside a cell's value."""
    path = item.cell.path + MARKS
    own = held(item, path=path, value=value, alternatives=(), readings={}, reasons=(reason,))
    return replace(own, doubt=replace(item.doubt, path=path, type="marks", valid=bool(value)))


def cut_mark(item: Elected) -> Elected:
    """Marks that may lack a figure."""
    return held(item, reasons=(Reason.of(ReasonCode.MARK_WITHOUT_FIGURE),))


@dataclass(frozen=True, slots=True)
class Acceptance:
    """How a reading is judged: `judge` gives it its confidence (0 to 1), from `least` on it is accepted."""

    judge: Callable[[Doubt], float]
    least: float


def judged(elected: Sequence[Elected], acceptance: Acceptance) -> list[Cell]:
    """The cells with their confidence and status, one a path."""
    return [_judged(item, acceptance) for item in _with_citations(_one_each(elected))]


def _one_each(elected: Sequence[Elected]) -> list[Elected]:
    """One value for each path, in their order: ink in both sub-columns of an item gives two of them."""
    found: dict[str, list[Elected]] = {}
    for item in elected:
        found.setdefault(item.cell.path, []).append(item)
    return [own[0] if len(own) == 1 else _likelier(own) for own in found.values()]


def _likelier(found: Sequence[Elected]) -> Elected:
    """The likelier of several values for one cell, for a person to look at with the others."""
    best, *others = sorted(found, key=lambda item: (item.doubt.valid, item.doubt.probability), reverse=True)
    values = [
        Alternative(value=o.cell.value, raw=o.cell.raw, probability=0.0) for o in others if o.cell.value
    ]
    changed = {
        "reasons": (Reason.of(ReasonCode.BOTH_COLUMNS),),
        "alternatives": (*values, *best.cell.alternatives),
    }
    return replace(best, cell=best.cell.model_copy(update=changed), held=True)


def _judged(item: Elected, acceptance: Acceptance) -> Cell:
    sure = acceptance.judge(item.doubt)
    accepted = sure >= acceptance.least and not item.held
    changed = {
        "confidence": round(sure, CONFIDENCE_DIGITS),
        "status": "accepted" if accepted else "review",
        "reasons": item.because if accepted else item.cell.reasons,
    }
    return item.cell.model_copy(update=changed)


def _with_citations(elected: Sequence[Elected]) -> Iterator[Elected]:
    """The values, those marks known as a footnote's only one where marks and footnotes fit.

    Each footnote is cited and each mark has one (rules FN1 to FN3, which EDGAR enforces): such a mark, were
    it misread, would leave its footnote without any.
    """
    paths = [(CellPath.parse(item.cell.path), item) for item in elected]
    notes = {path.number for path, item in paths if path.element == FOOTNOTE and item.cell.value}
    cited = Counter(note for path, item in paths if path.marks for note in notes_cited(item.cell.value))
    fit = bool(notes) and notes == set(range(1, max(notes) + 1)) and notes == set(cited)
    for path, item in paths:
        own = notes_cited(item.cell.value) if path.marks and fit else []
        alone = bool(own) and all(cited[note] == 1 for note in own)
        yield _alone(item, own) if alone else item


def _alone(item: Elected, notes: Sequence[int]) -> Elected:
    """Known as the only one to cite its footnotes; readers that insist on another mark are outvoted."""
    named = tuple(f"note {note}" for note in notes)
    because = (Reason.of(ReasonCode.ONLY_CITATION, notes=named),) if item.held else item.because
    return replace(item, doubt=replace(item.doubt, cited_alone=True), held=False, because=because)
