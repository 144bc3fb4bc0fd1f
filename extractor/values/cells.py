"""From regions to cells: what each value says, its marks, its alternatives and how sure it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from math import exp
from operator import attrgetter

from extractor.layout.captions import squeezed
from extractor.model.filing import Alternative, Cell
from extractor.model.geometry import Box, around
from extractor.model.page import PageText, usual_size
from extractor.model.region import Region
from extractor.ocr.ensemble import OWN, discord, other_answers
from extractor.values import parsers as values
from extractor.values.calibration import Acceptance, Doubt
from extractor.values.candidates import is_raised
from extractor.values.election import Aspect, Ranked, noted, outcome, ranked
from extractor.values.lexicon import MARK, Vocabulary, likewise, repeated, spelled, strangers
from extractor.values.parsers import footnote_ids
from extractor.values.reading import Parser, Reading, readings_of, text_readings

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


Votes = Mapping[str, Reading]
"""What engines that answer text alone read, by engine."""


class CellBuilder:
    """Turns the regions of one page into cells; boxes go back to the page as filed.

    `readers` are what the output calls the engines, by engine, in the order they are asked; `vocabulary` are
    the words of the page's filing, `notes` how many footnotes were found on it; `acceptance` says how sure
    each cell is and which are accepted.
    """

    def __init__(
        self,
        page_text: PageText,
        readers: Mapping[str, str],
        vocabulary: Vocabulary,
        notes: int,
        acceptance: Acceptance,
    ) -> None:
        self._page_text, self._notes = page_text, notes
        self._source, self._readers, self._warp = page_text.source, readers, page_text.warp
        self._vocabulary, self._acceptance = vocabulary, acceptance
        words = page_text.words
        self._discord = discord(page_text.lines)
        self._legible = sum(word.probability for word in words) / max(1, len(words))

    def cells(self, region: Region) -> Iterator[Cell]:
        """The cells of a region: its value, its footnote marks, what its sub-column means."""
        if self._source == "ocr":
            region = replace(region, elsewhere=self._vocabulary.beside(region.lines))
        if region.type == "check":
            yield self._check(region)
        elif region.type == "issuer":
            yield from self._parts(region, SYMBOL, SYMBOL_PARTS)
        elif region.type == "city-line":
            paths = {key: f"{region.path}/{name}" for key, name in CITY_PARTS.items()}
            yield from self._parts(region, CITY_LINE, paths)
        else:
            yield from self._value(region)

    def _value(self, region: Region) -> Iterator[Cell]:
        """A value with its marks."""
        region = spelled(region) if region.type == "prose" else region
        parse, token = _parser(region), region.type in TOKENS
        readings, votes = readings_of(region, parse, token), text_readings(region, parse, token)
        best = readings[0]
        if best.value is None and not best.marks and values.says_nothing(best.raw):
            return
        if best.value is not None or not best.marks or best.text:
            cell = self._elected(region, region.path, readings, votes, lambda r: r.value)
            yield cell
            if region.means:
                yield _derived(cell, region)
        if region.type != "prose" and (best.marks or any(vote.marks for vote in votes.values())):
            yield self._elected(
                region, f"{region.path}/footnoteId", readings, votes, lambda r: footnote_ids(r.marks)
            )
        elif self._source == "ocr" and "Table/" in region.path and (trace := self._trace(region, best.raw)):
            yield _unread_mark(cell, *trace)

    def _trace(self, region: Region, raw: str) -> tuple[str, str] | None:
        """The marks of a note that may have been here and why; None where nothing is left of any."""
        if OPEN.search(raw):
            return "", "a bracket stands here: the number of a footnote may not have been read"
        small = [squeezed(line.text) for line in region.lines if is_raised(line)]
        if not self._notes or not any(0 < len(text) <= LONGEST_MARK for text in small):
            return None
        known = [text for text in small if text.isdigit() and 0 < int(text) <= self._notes]
        return footnote_ids(known), "something small stands high here: it may be a footnote's number"

    def _parts(self, region: Region, pattern: re.Pattern[str], paths: dict[str, str]) -> Iterator[Cell]:
        """The named parts of a line, each a cell; a line that does not part goes to its first path whole."""
        readings = readings_of(region, values.words, False)
        votes = text_readings(region, values.words, False)
        if any(pattern.match(reading.value or "") for reading in readings):
            for key, path in paths.items():
                yield self._elected(region, path, readings, votes, lambda r, key=key: _part(pattern, r, key))  # type: ignore[misc]
            return
        whole = self._elected(region, next(iter(paths.values())), readings, votes, lambda r: r.value)
        missing = ", ".join(path.rsplit("/", 1)[1] for path in list(paths.values())[1:])
        yield whole.model_copy(update={"status": "review", "reason": f"{missing} not told apart from it"})
        for path in list(paths.values())[1:]:
            yield whole.model_copy(
                update={"path": path, "value": "", "status": "review", "reason": "not found"}
            )

    def _elected(
        self, region: Region, path: str, readings: Sequence[Reading], votes: Votes, aspect: Aspect
    ) -> Cell:
        """The cell of the most probable value of an aspect of the readings."""
        marks = path.endswith("/footnoteId")
        found = ranked(readings, aspect, votes.values())
        found = noted(found, self._notes) if marks and self._source == "ocr" else found
        valid = [item for item in found if item.value]
        best = valid[0] if valid else _unread(found[0], votes, aspect)
        words, strange = strangers(best.value, region.elsewhere)
        doubt = Doubt(
            path=path,
            type="marks" if marks else region.type,
            probability=_prose_probability(region) if region.type == "prose" else best.probability,
            runner_up=valid[1].probability if len(valid) > 1 else 0.0,
            first=best.first,
            second=best.second if _read_twice(region) else None,
            third=outcome(best.value, votes.values(), aspect),
            valid=bool(valid),
            source=self._source,
            length=len(best.value),
            height=usual_size(word for line in region.lines for word in line.words),
            cut=region.type in TOKENS and _is_cut(region),
            severed=region.type in TOKENS and region.severed,
            page=self._legible,
            discord=discord(region.lines),
            page_discord=self._discord,
            words=words,
            strange=strange,
            repeated=repeated(best.raw, region.elsewhere),
            likewise="Table/" in path and self._likewise(best, region, marks),
            echoed=_read_twice(region) and max(found, key=lambda r: r.second).value == best.value,
        )
        sure = self._acceptance.judge(doubt)
        accepted = sure >= self._acceptance.least and not _contested(doubt, valid)
        return Cell(
            path=path,
            value=best.value,
            raw=best.raw,
            status="accepted" if accepted else "review",
            confidence=round(sure, 4),
            page=region.page,
            bbox=self._filed(region),
            source=self._source,
            reader=", ".join(self._named(self._asked(region))),
            alternatives=_alternatives(valid[1:5]),
            reason="" if accepted else _reason(doubt, valid, votes, aspect),
            readings=self._alone(region, found, votes, aspect),
        )

    def _likewise(self, best: Ranked, region: Region, marks: bool) -> bool:
        text = NAMED_MARK.sub(r"(\1)", best.value) if marks else MARK.sub(" ", best.raw)
        return likewise(text, region.box, self._page_text, region.lines)

    def _asked(self, region: Region) -> list[str]:
        """The engines that saw the whole region, in the order they were asked."""
        return [name for name in self._readers if all(name in line.answers for line in region.lines)]

    def _named(self, engines: Iterable[str]) -> list[str]:
        """What the output calls engines; without any, what it calls the first of the page."""
        return list(dict.fromkeys(self._readers[name] for name in engines)) or [self._first]

    @property
    def _first(self) -> str:
        return next(iter(self._readers.values()))

    def _alone(self, region: Region, found: Sequence[Ranked], votes: Votes, aspect: Aspect) -> dict[str, str]:
        """What each engine alone would say."""
        if self._source == "text":
            return {}
        own, others = (max(found, key=attrgetter(side)).value for side in ("first", "second"))
        said = {name: own if name in OWN else others for name in self._asked(region)}
        said |= {name: aspect(vote) or "" for name, vote in votes.items()}
        return {self._readers[name]: value for name, value in said.items()}

    def _check(self, region: Region) -> Cell:
        """A box to check: a mark or none."""
        sure = min((w.probability for line in region.lines for w in line.words), default=0.999)
        accepted = self._source == "text" or sure >= 0.5
        return Cell(
            path=region.path,
            value="true" if region.lines else "false",
            raw=region.text,
            status="accepted" if accepted else "review",
            confidence=0.9999 if self._source == "text" else round(min(0.999, sure), 4),
            page=region.page,
            bbox=self._filed(region),
            source=self._source,
            reader=self._first,
            reason="" if accepted else "the mark is faint",
        )

    def _filed(self, region: Region) -> tuple[float, float, float, float]:
        own = [line.box for line in region.lines] if region.type != "prose" else []
        box = around(own or [region.box])
        if self._warp is not None:
            box = self._warp.box_as_filed(box)
        return _rounded(box)


def _unread_mark(cell: Cell, value: str, reason: str) -> Cell:
    """The cell for marks that may stand beside a cell's value."""
    changed = {"path": f"{cell.path}/footnoteId", "value": value, "status": "review", "confidence": 0.0}
    return cell.model_copy(update={**changed, "alternatives": (), "readings": {}, "reason": reason})


def _is_cut(region: Region) -> bool:
    """True where a value reaches its column's rule: typed over it, a part may stand beyond."""
    ink = around(line.box for line in region.lines) if region.lines else region.box
    return ink.x0 < region.box.x0 + AT_RULE or ink.x1 > region.box.x1 - AT_RULE


def _contested(doubt: Doubt, valid: Sequence[Ranked]) -> bool:
    """True where a reader denies the value, sure of another, and the third does not side with it.

    However often the one reader is right, which of them is here is for a person to say.
    """
    if doubt.type == "prose" or doubt.third == "agrees" or not valid:
        return False
    if valid[0].first < DENIED:
        return True
    return valid[0].second < DENIED and any(other.second > INSISTS for other in valid[1:])


def _read_twice(region: Region) -> bool:
    """True where engines beside the project's own answered every line."""
    return bool(region.lines) and all(other_answers(line) for line in region.lines)


def _parser(region: Region) -> Parser:
    if region.path.endswith("rptOwnerStreet1"):
        return values.street
    if region.path.endswith("rptOwnerName"):
        return values.name
    if region.path.endswith("signatureName"):
        return values.signature
    return values.PARSERS.get(region.type, values.words)


def _derived(cell: Cell, region: Region) -> Cell:
    """The A/D code that the sub-column of a number stands for."""
    path = region.path.rsplit("/", 1)[0] + "/" + AD_CODE
    reason = f"the number stands in the ({region.means}) sub-column"
    # Where nothing legible stands there may be no number at all; one on the rule may be the other column's.
    known = bool(cell.value) and not (cell.source == "ocr" and _is_cut(region))
    sure = max(cell.confidence, IN_COLUMN) if known else min(cell.confidence, 0.5)
    changed = {
        "path": path,
        "value": region.means,
        "readings": {},
        "source": "derived",
        "status": "accepted" if known else "review",
        "confidence": sure,
    }
    return cell.model_copy(update={**changed, "alternatives": (), "reason": reason})


def _unread(best: Ranked, votes: Votes, aspect: Aspect) -> Ranked:
    """A cell no reading makes a value of; what only a text reads is worth showing, not trusting."""
    for vote in votes.values():
        if other := aspect(vote):
            return Ranked(other, vote.raw, 0.0, 0.0, 0.0)
    return Ranked("", best.raw, 0.0, 0.0, 0.0)


def _part(pattern: re.Pattern[str], reading: Reading, key: str) -> str | None:
    match = pattern.match(reading.value or "")
    if match is None:
        return None
    found = match.groupdict()
    named = (found.get(f"{key}{k}") for k in ("", "2", "3", "4", "5"))
    return next((part for part in named if part), "").rstrip(" ,") or None


def _prose_probability(region: Region) -> float:
    """How likely a long text is right but for a letter here and there, from its words' probabilities."""
    words = [word for line in region.lines for word in line.words]
    letters = sum(len(word.text) for word in words)
    wrong = sum((1 - word.probability) * len(word.text) for word in words)
    return exp(-wrong / max(1, letters) / PROSE_ERROR)


def _alternatives(found: Sequence[Ranked]) -> tuple[Alternative, ...]:
    return tuple(
        Alternative(value=item.value, raw=item.raw, probability=round(item.probability, 6)) for item in found
    )


def _reason(doubt: Doubt, valid: Sequence[Ranked], votes: Votes, aspect: Aspect) -> str:
    if not valid:
        return f"what stands here is no {doubt.type}"
    if len(valid) > 1 and valid[1].probability > UNSETTLED:
        return f"could also be {valid[1].value}"
    if doubt.third == "differs":
        read = next(other for vote in votes.values() if (other := aspect(vote)))
        return f"another reader reads {read}"
    return "hard to read"


def _rounded(box: Box) -> tuple[float, float, float, float]:
    return (round(box.x0, 1), round(box.top, 1), round(box.x1, 1), round(box.bottom, 1))
