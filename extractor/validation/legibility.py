"""How much of a filing was read: where too little was, that is told once and plainly.

Of the filing first; of a table only where the filing is not told, of a row only where its table is not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from extractor.layout.settings import SETTINGS as LAYOUT
from extractor.model.filing import Cell, ReviewItem
from extractor.model.path import CellPath
from extractor.model.reason import Reason, ReasonCode
from extractor.validation.settings import SETTINGS

_SETTINGS = SETTINGS.legibility


def too_little_read(
    legible: float, cells: Sequence[Cell], rows: int, wanting: Iterable[ReviewItem]
) -> Iterator[ReviewItem]:
    """What must be keyed by hand, or may lack rows; cells of scans alone are asked.

    `legible` is the share of the form's captions seen on the first page (0 to 1), `rows` how many rows were
    found, `wanting` what they lack.
    """
    ink = [cell for cell in cells if cell.source == "ocr"]
    lacking = {CellPath.parse(item.path).base for item in wanting}
    if causes := list(_causes(legible, ink, rows, len(lacking))):
        yield ReviewItem(path="", reasons=(Reason.of(ReasonCode.KEY_BY_HAND, causes),))
        return
    if legible < LAYOUT.classify.least_score:
        yield ReviewItem(path="documentType", reasons=(Reason.of(ReasonCode.KIND_OF_FORM_BY_RULES),))
    yield from _mostly_doubtful(ink)


def _causes(legible: float, ink: Sequence[Cell], rows: int, lacking: int) -> Iterator[Reason]:
    doubtful = sum(cell.status == "review" for cell in ink)
    if legible < _SETTINGS.illegible:
        yield Reason.of(ReasonCode.FEW_CAPTIONS, share=legible)
    if ink and doubtful >= _SETTINGS.hand * len(ink):
        yield Reason.of(ReasonCode.DOUBTFUL_VALUES, doubtful=doubtful, count=len(ink))
    if lacking >= max(_SETTINGS.few_rows, _SETTINGS.lacking * rows):
        yield Reason.of(ReasonCode.ROWS_LACKING, lacking=lacking, count=rows)


def _mostly_doubtful(ink: Iterable[Cell]) -> Iterator[ReviewItem]:
    """Rows and tables most of whose values are doubtful: what else stands there may be lost whole."""
    doubts = _doubts(ink)
    worst = [place for place, own in doubts.items() if sum(own) > _SETTINGS.most * len(own)]
    for place in worst:
        table = CellPath.parse(place).table
        if place == table or not table:
            doubtful, count = sum(doubts[place]), len(doubts[place])
            why = Reason.of(ReasonCode.TABLE_DOUBTFUL, doubtful=doubtful, count=count)
            yield ReviewItem(path=place, reasons=(why,))
        elif table not in worst:
            yield ReviewItem(path=place, reasons=(Reason.of(ReasonCode.MOSTLY_DOUBTFUL),))


def _doubts(ink: Iterable[Cell]) -> Mapping[str, Sequence[bool]]:
    """Table or row → whether each of its values is doubtful."""
    found: dict[str, list[bool]] = defaultdict(list)
    for cell in ink:
        path = CellPath.parse(cell.path)
        if path.table:
            found[path.table].append(cell.status == "review")
            found[path.base].append(cell.status == "review")
    return found
