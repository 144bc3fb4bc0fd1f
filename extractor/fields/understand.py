"""From places to cells: what each value says, its marks, its alternatives and how sure it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import exp

from extractor.cells.place import Place
from extractor.fields import values
from extractor.fields.candidates import is_raised
from extractor.fields.confidence import Acceptance, Doubt
from extractor.fields.election import Aspect, Ranked, noted, ranked, vote
from extractor.fields.lexicon import spelled, strangers
from extractor.fields.marks import footnote_ids
from extractor.fields.reading import Parser, Reading, readings_of, third_reading
from extractor.fields.vocabulary import MARK, Vocabulary, likewise, repeated
from extractor.filing import Alternative, Cell
from extractor.geometry import Box, around
from extractor.imaging.flatten import Warp
from extractor.layout.captions import squeezed
from extractor.reading.lines import Sight, usual_size
from extractor.reading.together import discord

IN_COLUMN = 0.98
"""How sure a number's sub-column is, whatever the number says: it is a matter of place."""
AT_RULE = 0.7
"""Points: a value this close to its column's rule may have been cut there."""
DENIED, INSISTS = 0.01, 0.9
"""How probable a reader finds what it denies, and what it is sure of."""
NAMED_MARK = re.compile(r"F(\d+)")
AD_CODE = "transactionAcquiredDisposedCode"
CITY_LINE = re.compile(
    r"^(?P<city>.+?)[,.\s]+(?P<state>[A-Z][A-Z0-9])[,.\s]+"
    r"(?P<zip>[0-9][\w-]*(?: \w{3})?|[A-Z0-9]{2,4} [A-Z0-9]{3})$"
)
CITY_PARTS = {"city": "rptOwnerCity", "state": "rptOwnerState", "zip": "rptOwnerZipCode"}
SYMBOL = re.compile(
    r"^(?P<name>.*?)\s*[\[({|]\s*(?P<symbol>[^\[\](){}|]*?)(?:\s*[\])}|]+|\s+[IlJ1])$"
    r"|^(?P<name2>.+?) [I1l] (?P<symbol2>[A-Z.]{1,6}) [I1lJ\]]$"
    r"|^(?P<name3>.+?) [-/] ?(?P<symbol3>[A-Z]{1,5})$"
    r"|^(?P<name4>.+ (?i:inc|corp|corporation|co|company|ltd|limited|plc|llc|lp)\.?) "
    r"(?P<symbol4>(?!(?:II|III|IV|VI|INC|CORP|CO|LTD|PLC|LLC|LP|NV|SA|AG)$)[A-Z]{2,5})$"
    r"|^(?P<name5>.+?) ?/(?P<symbol5>[A-Z]|[A-Z][A-Z.]{2,5})/$"
)
"""An issuer and its symbol in brackets, behind a dash or slash, or behind what ends a company's name; worn
brackets are read as `I` or `1`, and typewriters without any put slashes; what stands for a state between
slashes (`/DE/`) belongs to the name."""
SYMBOL_PARTS = {"name": "issuer/issuerName", "symbol": "issuer/issuerTradingSymbol"}
OPEN = re.compile(r"\w.*\(\W*[\dIl]?\W*$")
"""A bracket at the end with hardly anything in it: a mark whose number is illegible."""
LONGEST_MARK = 2
"""Characters of a mark without its brackets."""
TOKENS = frozenset(
    {"date", "month", "shares", "price", "code", "early", "acquired-disposed", "direct-indirect"}
)
"""Types whose value is one token: its lines are pieces of it."""
UNSETTLED = 0.02
"""A second reading this probable is named."""
PROSE_ERROR = 0.01
"""Share of misread letters at which a text of many lines is as likely wrong as right, roughly."""


class Understanding:
    """Turns the places of one page into cells; boxes go back to the page as filed.

    `vocabulary` are the words of its filing, `notes` how many footnotes were found on it; `acceptance` says
    how sure each cell is and which are accepted.
    """

    def __init__(
        self,
        sight: Sight,
        warp: Warp | None,
        readers: Sequence[str],
        vocabulary: Vocabulary,
        notes: int,
        acceptance: Acceptance,
    ) -> None:
        self._sight, self._notes = sight, notes
        self._source, self._readers, self._warp = sight.source, readers, warp
        self._vocabulary, self._acceptance = vocabulary, acceptance
        words = sight.words
        self._discord = discord(sight.lines)
        self._legible = sum(word.probability for word in words) / max(1, len(words))

    def cells(self, place: Place) -> Iterator[Cell]:
        """The cells of a place: its value, its footnote marks, what its sub-column means."""
        place = self._informed(place)
        if place.type == "check":
            yield self._check(place)
        elif place.type == "issuer":
            yield from self._parts(place, SYMBOL, SYMBOL_PARTS)
        elif place.type == "city-line":
            paths = {key: f"{place.path}/{name}" for key, name in CITY_PARTS.items()}
            yield from self._parts(place, CITY_LINE, paths)
        else:
            yield from self._value(place)

    def readings(self, place: Place) -> list[Reading]:
        """What a place could say, most probable first: its cells are elected from these."""
        place = self._informed(place)
        return readings_of(place, _parser(place), place.type in TOKENS)

    def _informed(self, place: Place) -> Place:
        """The place of a scan with the words that its filing spells elsewhere, long texts spelled by them."""
        if self._source == "ocr":
            place = replace(place, elsewhere=self._vocabulary.beside(place.lines))
        return spelled(place) if place.type == "prose" else place

    def _value(self, place: Place) -> Iterator[Cell]:
        """A value with its marks."""
        parse, token = _parser(place), place.type in TOKENS
        readings, third = readings_of(place, parse, token), third_reading(place, parse, token)
        best = readings[0]
        if best.value is None and not best.marks and values.says_nothing(best.raw):
            return
        if best.value is not None or not best.marks or best.text:
            cell = self._elected(place, place.path, readings, third, lambda r: r.value)
            yield cell
            if place.means:
                yield _derived(cell, place)
        if place.type != "prose" and (best.marks or (third and third.marks)):
            yield self._elected(
                place, f"{place.path}/footnoteId", readings, third, lambda r: footnote_ids(r.marks)
            )
        elif self._source == "ocr" and "Table/" in place.path and (trace := self._trace(place, best.raw)):
            yield _unread_mark(cell, *trace)

    def _trace(self, place: Place, raw: str) -> tuple[str, str] | None:
        """The marks of a note that may have been here and why; None where nothing is left of any."""
        if OPEN.search(raw):
            return "", "a bracket stands here: the number of a footnote may not have been read"
        small = [squeezed(line.text) for line in place.lines if is_raised(line)]
        if not self._notes or not any(0 < len(text) <= LONGEST_MARK for text in small):
            return None
        known = [text for text in small if text.isdigit() and 0 < int(text) <= self._notes]
        return footnote_ids(known), "something small stands high here: it may be a footnote's number"

    def _parts(self, place: Place, pattern: re.Pattern[str], paths: dict[str, str]) -> Iterator[Cell]:
        """The named parts of a line, each a cell; a line that does not part goes to its first path whole."""
        readings, third = readings_of(place, values.words, False), third_reading(place, values.words, False)
        if any(pattern.match(reading.value or "") for reading in readings):
            for key, path in paths.items():
                yield self._elected(place, path, readings, third, lambda r, key=key: _part(pattern, r, key))  # type: ignore[misc]
            return
        whole = self._elected(place, next(iter(paths.values())), readings, third, lambda r: r.value)
        missing = ", ".join(path.rsplit("/", 1)[1] for path in list(paths.values())[1:])
        yield whole.model_copy(update={"status": "review", "reason": f"{missing} not told apart from it"})
        for path in list(paths.values())[1:]:
            yield whole.model_copy(
                update={"path": path, "value": "", "status": "review", "reason": "not found"}
            )

    def _elected(
        self, place: Place, path: str, readings: Sequence[Reading], third: Reading | None, aspect: Aspect
    ) -> Cell:
        """The cell of the most probable value of an aspect of the readings."""
        marks = path.endswith("/footnoteId")
        found = ranked(readings, aspect, third)
        found = noted(found, self._notes) if marks and self._source == "ocr" else found
        valid = [item for item in found if item.value]
        best = valid[0] if valid else _unread(found[0], third, aspect)
        words, strange = strangers(best.value, place.elsewhere)
        doubt = Doubt(
            path=path,
            type="marks" if marks else place.type,
            probability=_prose_probability(place) if place.type == "prose" else best.probability,
            runner_up=valid[1].probability if len(valid) > 1 else 0.0,
            first=best.first,
            second=best.second if _read_twice(place) else None,
            third=vote(best.value, third, aspect),
            valid=bool(valid),
            source=self._source,
            length=len(best.value),
            height=usual_size(word for line in place.lines for word in line.words),
            cut=place.type in TOKENS and _is_cut(place),
            severed=place.type in TOKENS and place.severed,
            page=self._legible,
            discord=discord(place.lines),
            page_discord=self._discord,
            words=words,
            strange=strange,
            repeated=repeated(best.raw, place.elsewhere),
            likewise="Table/" in path and self._likewise(best, place, marks),
            echoed=_read_twice(place) and max(found, key=lambda r: r.second).value == best.value,
        )
        sure = self._acceptance.judge(doubt)
        accepted = sure >= self._acceptance.least and not _contested(doubt, valid)
        return Cell(
            path=path,
            value=best.value,
            raw=best.raw,
            status="accepted" if accepted else "review",
            confidence=round(sure, 4),
            page=place.page,
            bbox=self._filed(place),
            source=self._source,
            reader=", ".join(self._asked(place, third)),
            alternatives=_alternatives(valid[1:5]),
            reason="" if accepted else _reason(doubt, valid, third, aspect),
            readings=self._alone(place, found, third, aspect),
        )

    def _likewise(self, best: Ranked, place: Place, marks: bool) -> bool:
        text = NAMED_MARK.sub(r"(\1)", best.value) if marks else MARK.sub(" ", best.raw)
        return likewise(text, place.box, self._sight, place.lines)

    def _asked(self, place: Place, third: Reading | None) -> Sequence[str]:
        """The names of the readers that saw the whole place."""
        count = 1 + (_read_twice(place) if third is None else 2)
        return self._readers[:count]

    def _alone(
        self, place: Place, found: Sequence[Ranked], third: Reading | None, aspect: Aspect
    ) -> dict[str, str]:
        """What each reader alone would say."""
        if self._source == "text":
            return {}
        alone = (
            max(found, key=lambda item: item.first).value,
            max(found, key=lambda item: item.second).value,
            (aspect(third) if third else None) or "",
        )
        return dict(zip(self._asked(place, third), alone, strict=False))

    def _check(self, place: Place) -> Cell:
        """A box to check: a mark or none."""
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
            source=self._source,
            reader=self._readers[0],
            reason="" if accepted else "the mark is faint",
        )

    def _filed(self, place: Place) -> tuple[float, float, float, float]:
        own = [line.box for line in place.lines] if place.type != "prose" else []
        box = around(own or [place.box])
        if self._warp is not None:
            box = self._warp.box_as_filed(box)
        return _rounded(box)


def _unread_mark(cell: Cell, value: str, reason: str) -> Cell:
    """The cell for marks that may stand beside a cell's value."""
    changed = {"path": f"{cell.path}/footnoteId", "value": value, "status": "review", "confidence": 0.0}
    return cell.model_copy(update={**changed, "alternatives": (), "readings": {}, "reason": reason})


def _is_cut(place: Place) -> bool:
    """True where a value reaches its column's rule: typed over it, a part may stand beyond."""
    ink = around(line.box for line in place.lines) if place.lines else place.box
    return ink.x0 < place.box.x0 + AT_RULE or ink.x1 > place.box.x1 - AT_RULE


def _contested(doubt: Doubt, valid: Sequence[Ranked]) -> bool:
    """True where a reader denies the value, sure of another, and the third does not side with it.

    However often the one reader is right, which of them is here is for a person to say.
    """
    if doubt.type == "prose" or doubt.third == "agrees" or not valid:
        return False
    if valid[0].first < DENIED:
        return True
    return valid[0].second < DENIED and any(other.second > INSISTS for other in valid[1:])


def _read_twice(place: Place) -> bool:
    return bool(place.lines) and all(line.second is not None for line in place.lines)


def _parser(place: Place) -> Parser:
    if place.path.endswith("rptOwnerStreet1"):
        return values.street
    if place.path.endswith("rptOwnerName"):
        return values.name
    if place.path.endswith("signatureName"):
        return values.signature
    return values.PARSERS.get(place.type, values.words)


def _derived(cell: Cell, place: Place) -> Cell:
    """The A/D code that the sub-column of a number stands for."""
    path = place.path.rsplit("/", 1)[0] + "/" + AD_CODE
    reason = f"the number stands in the ({place.means}) sub-column"
    # Where nothing legible stands there may be no number at all; one on the rule may be the other column's.
    known = bool(cell.value) and not (cell.source == "ocr" and _is_cut(place))
    sure = max(cell.confidence, IN_COLUMN) if known else min(cell.confidence, 0.5)
    changed = {
        "path": path,
        "value": place.means,
        "readings": {},
        "source": "derived",
        "status": "accepted" if known else "review",
        "confidence": sure,
    }
    return cell.model_copy(update={**changed, "alternatives": (), "reason": reason})


def _unread(best: Ranked, third: Reading | None, aspect: Aspect) -> Ranked:
    """A cell no reading makes a value of; what only the third reader sees is worth showing, not trusting."""
    if third and (other := aspect(third)):
        return Ranked(other, third.raw, 0.0, 0.0, 0.0)
    return Ranked("", best.raw, 0.0, 0.0, 0.0)


def _part(pattern: re.Pattern[str], reading: Reading, key: str) -> str | None:
    match = pattern.match(reading.value or "")
    if match is None:
        return None
    found = match.groupdict()
    named = (found.get(f"{key}{k}") for k in ("", "2", "3", "4", "5"))
    return next((part for part in named if part), "").rstrip(" ,") or None


def _prose_probability(place: Place) -> float:
    """How likely a long text is right but for a letter here and there, from its words' probabilities."""
    words = [word for line in place.lines for word in line.words]
    letters = sum(len(word.text) for word in words)
    wrong = sum((1 - word.probability) * len(word.text) for word in words)
    return exp(-wrong / max(1, letters) / PROSE_ERROR)


def _alternatives(found: Sequence[Ranked]) -> tuple[Alternative, ...]:
    return tuple(
        Alternative(value=item.value, raw=item.raw, probability=round(item.probability, 6)) for item in found
    )


def _reason(doubt: Doubt, valid: Sequence[Ranked], third: Reading | None, aspect: Aspect) -> str:
    if not valid:
        return f"what stands here is no {doubt.type}"
    if len(valid) > 1 and valid[1].probability > UNSETTLED:
        return f"could also be {valid[1].value}"
    if doubt.third == "differs" and third:
        return f"another reader reads {aspect(third)}"
    return "hard to read"


def _rounded(box: Box) -> tuple[float, float, float, float]:
    return (round(box.x0, 1), round(box.top, 1), round(box.x1, 1), round(box.bottom, 1))
