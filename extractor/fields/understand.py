"""From places to cells: what each value says, its marks, its alternatives and how sure it is."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from extractor.cells.place import Place
from extractor.fields import values
from extractor.fields.confidence import Doubt, confidence
from extractor.fields.marks import footnote_ids
from extractor.fields.reading import Reading, readings_of
from extractor.filing import Alternative, Cell
from extractor.geometry import Box
from extractor.imaging.flatten import Warp
from extractor.reading.lines import Sight

ACCEPT = 0.995
"""Cells at least this sure are accepted; the rest want review."""
AD_CODE = "transactionAcquiredDisposedCode"
CITY_LINE = re.compile(
    r"^(?P<city>.+?)[,.\s]+(?P<state>[A-Z][A-Z0-9])[,.\s]+(?P<zip>[0-9][\w-]*(?: \w{3})?|[A-Z0-9]{2,4} [A-Z0-9]{3})$"
)
SYMBOL = re.compile(r"^(?P<name>.*?)\s*[\[({|]\s*(?P<symbol>[^\[\](){}|]*?)(?:\s*[\])}|]+|\s+[IlJ1])$")
"""Worn brackets are read as letters: a closing one as `I` or `l` apart from the symbol."""
TOKENS = frozenset({"date", "month", "shares", "price", "code", "early", "acquired-disposed", "direct-indirect"})
"""Types whose value is one token: its lines are pieces of it."""


class Understanding:
    """Turns the places of one page into cells; boxes go back to the page as filed."""

    def __init__(self, sight: Sight, warp: Warp | None, reader: str) -> None:
        self._sight, self._warp = sight, warp
        self._source, self._reader = sight.source, reader

    def cells(self, place: Place) -> Iterator[Cell]:
        """The cells of a place: its value, its footnote marks, what its sub-column means."""
        if place.type == "check":
            yield self._check(place)
        elif place.type == "issuer":
            yield from self._parts(place, SYMBOL, {"name": "issuer/issuerName", "symbol": "issuer/issuerTradingSymbol"})
        elif place.type == "city-line":
            names = {"city": "rptOwnerCity", "state": "rptOwnerState", "zip": "rptOwnerZipCode"}
            yield from self._parts(place, CITY_LINE, {key: f"{place.path}/{name}" for key, name in names.items()})
        else:
            yield from self._value(place)

    # One value and its marks.

    def _value(self, place: Place) -> Iterator[Cell]:
        parse = values.PARSERS.get(place.type, values.words)
        if place.path.endswith("rptOwnerStreet1"):
            parse = values.street
        elif place.path.endswith("rptOwnerName"):
            parse = values.name
        readings = readings_of(place, parse, place.type in TOKENS)
        by_value: dict[str | None, list[Reading]] = defaultdict(list)
        by_marks: dict[str, list[Reading]] = defaultdict(list)
        for reading in readings:
            by_value[reading.value].append(reading)
            by_marks[footnote_ids(reading.marks)].append(reading)
        best = readings[0]
        if best.value is None and not best.marks and values.says_nothing(best.raw):
            return
        if self._has_value(by_value, best):
            yield self._cell(place, place.path, by_value)
            if place.means and by_value:
                yield self._derived(place, by_value)
        if (ids := _first(by_marks)) and place.type != "prose":
            yield self._cell(place, f"{place.path}/footnoteId", by_marks, raw=ids)

    def _has_value(self, by_value: dict[str | None, list[Reading]], best: Reading) -> bool:
        """False for a cell that holds nothing but footnote marks."""
        return best.value is not None or not best.marks or bool(best.text)

    def _cell(self, place: Place, path: str, found: dict, raw: str | None = None) -> Cell:  # type: ignore[type-arg]
        ranked = sorted(found.items(), key=lambda item: -sum(r.probability for r in item[1]))
        valid = [(value, group) for value, group in ranked if value]
        value, group = valid[0] if valid else ("", ranked[0][1])
        doubt = Doubt(
            probability=sum(r.probability for r in group),
            runner_up=sum(r.probability for r in valid[1][1]) if len(valid) > 1 else 0.0,
            valid=bool(valid),
            source=self._source,
            type=place.type,
            length=len(value),
        )
        sure = confidence(doubt)
        return Cell(
            path=path,
            value=value,
            raw=group[0].raw,
            status="accepted" if sure >= ACCEPT else "review",
            confidence=round(sure, 4),
            page=place.page,
            bbox=self._filed(place),
            source=self._source,  # type: ignore[arg-type]
            reader=self._reader,
            alternatives=tuple(_alternatives(valid[1:5])),
            reason="" if sure >= ACCEPT else _reason(place, valid),
        )

    def _derived(self, place: Place, by_value: dict[str | None, list[Reading]]) -> Cell:
        cell = self._cell(place, place.path, by_value)
        path = place.path.rsplit("/", 1)[0] + "/" + AD_CODE
        reason = f"the number stands in the ({place.means}) sub-column"
        return cell.model_copy(
            update={"path": path, "value": place.means, "source": "derived", "alternatives": (), "reason": reason,
                    "status": "accepted", "confidence": max(cell.confidence, ACCEPT)}
        )  # fmt: skip

    # A check: a mark or none.

    def _check(self, place: Place) -> Cell:
        sure = min((w.probability for line in place.lines for w in line.words), default=0.999)
        accepted = self._source == "text" or sure >= 0.5
        return Cell(
            path=place.path,
            value="true" if place.lines else "false",
            raw=place.text,
            status="accepted" if accepted else "review",
            confidence=0.9999 if self._source == "text" else round(min(0.999, sure), 4),
            page=place.page,
            bbox=self._filed(place),
            source=self._source,  # type: ignore[arg-type]
            reader=self._reader,
            reason="" if accepted else "the mark is faint",
        )

    # Several values on one line.

    def _parts(self, place: Place, pattern: re.Pattern[str], paths: dict[str, str]) -> Iterator[Cell]:
        """The named parts of a line, each a cell; where the line does not part, its first path gets it all."""
        found: dict[str, dict[str | None, list[Reading]]] = {key: defaultdict(list) for key in paths}
        for reading in readings_of(place, values.words, False):
            match = pattern.match(reading.value or "")
            for key in paths:
                found[key][match[key].rstrip(" ,") if match else None].append(reading)
        if any(any(groups) for groups in found.values()):
            for key, path in paths.items():
                if any(found[key]):
                    yield self._cell(place, path, found[key])
            return
        whole = next(iter(paths))
        text: dict[str | None, list[Reading]] = {r.value: [r] for r in readings_of(place, values.words, False)}
        cell = self._cell(place, paths[whole], text)
        yield cell.model_copy(update={"status": "review", "reason": "the line does not part into " + ", ".join(paths)})

    def _filed(self, place: Place) -> tuple[float, float, float, float]:
        box = _around(place)
        if self._warp is not None:
            box = self._warp.box_as_filed(box)
        return (round(box.x0, 1), round(box.top, 1), round(box.x1, 1), round(box.bottom, 1))


def _around(place: Place) -> Box:
    own = [line.box for line in place.lines] or [place.box]
    if place.type == "prose":
        own = [place.box]
    box = own[0]
    for other in own[1:]:
        box = box.union(other)
    return box


def _first(by_marks: dict[str, list[Reading]]) -> str:
    return max(by_marks, key=lambda ids: sum(r.probability for r in by_marks[ids]))


def _alternatives(ranked: Sequence[tuple[str, list[Reading]]]) -> Iterator[Alternative]:
    for value, group in ranked:
        probability = min(1.0, sum(r.probability for r in group))
        yield Alternative(value=value, raw=group[0].raw, probability=round(probability, 6))


def _reason(place: Place, valid: Sequence[tuple[str, list[Reading]]]) -> str:
    if not valid:
        return f"what stands here is no {place.type}"
    if len(valid) > 1:
        return f"could also be {valid[1][0]}"
    return "hard to read"
