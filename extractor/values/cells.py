"""From regions to cells: what each value says, its marks, its alternatives and how sure it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from operator import attrgetter

from extractor.layout.captions import squeezed
from extractor.model.filing import BBox, Cell
from extractor.model.forms import FormSchema
from extractor.model.geometry import POINT_DIGITS, around
from extractor.model.page import PageText, TextSource, usual_size
from extractor.model.path import MARKS, CellPath
from extractor.model.reason import Reason, ReasonCode
from extractor.model.region import Region
from extractor.ocr.ensemble import OWN, disagreement
from extractor.values import parsers as values
from extractor.values.calibration import Doubt, Vote
from extractor.values.candidates import TEXTS, Candidate, is_raised
from extractor.values.compound import CITY_LINE, CITY_PARTS, SYMBOL, SYMBOL_PARTS, part_of
from extractor.values.election import Aspect, Ranked, alternatives, bare, noted, outcome, ranked
from extractor.values.fluency import fluency
from extractor.values.judging import Elected, cut_mark, held, unread_mark
from extractor.values.language import field_of
from extractor.values.lexicon import MARK, Vocabulary, likewise, repeated, strangers
from extractor.values.parsers import footnote_ids
from extractor.values.prose import spelled
from extractor.values.reading import (
    Reading,
    figures_probability,
    line_candidates,
    prose_probability,
    read_twice,
    readings_of,
    text_readings,
)
from extractor.values.settings import SETTINGS
from extractor.values.whole_ink import is_cut, less_than_stands

_SETTINGS = SETTINGS.cells
_DATED, _NOT_DATED = Reason.of(ReasonCode.ORIGINAL_DATED), Reason.of(ReasonCode.ORIGINAL_NOT_DATED)
_AMENDMENT = Reason.of(ReasonCode.TITLED_AMENDMENT)
_HARD, _FAINT = Reason.of(ReasonCode.HARD_TO_READ), Reason.of(ReasonCode.FAINT_MARK)

NAMED_MARK = re.compile(r"F(\d+)")
AD_CODE = "transactionAcquiredDisposedCode"
OPEN = re.compile(r"\w.*\(\W*[\dIl]?\W*$|^[^(]*\w[^\w(]*\)$")
"""A bracket at the end with hardly anything in it, or the second one alone: a mark whose number is
illegible."""
BRACKET_BEFORE = re.compile(r"\(\s*\(\s*\d")
"""A mark with one bracket more: the number may begin with a figure that went with the words before it."""
TOKENS = frozenset(
    {"date", "month", "shares", "price", "code", "early", "acquired-disposed", "direct-indirect"}
)
"""Types whose value is one token: its lines are pieces of it."""


Votes = Mapping[str, Reading]
"""What engines that answer text alone read, by engine."""


class CellBuilder:
    """Turns the regions of one page into cells; boxes go back to the page as filed.

    `readers` are what the output calls the engines, by engine, in the order they are asked, a text layer
    before those of the ink beside it; `vocabulary` are the words of the page's filing, `notes` how many
    footnotes were found on it.
    """

    def __init__(
        self,
        page_text: PageText,
        readers: Mapping[str, str],
        vocabulary: Vocabulary,
        notes: int,
    ) -> None:
        self._page_text, self._notes = page_text, notes
        self._source, self._readers, self._box_as_filed = page_text.source, readers, page_text.box_as_filed
        self._vocabulary = vocabulary
        words = page_text.words
        self._discord = disagreement(page_text.lines)
        self._legible = sum(word.probability for word in words) / max(1, len(words))

    def elected(self, region: Region) -> Iterator[Elected]:
        """The values of a region's cells: its value, its footnote marks, what its sub-column means."""
        region = self._informed(region)
        if region.type == "check":
            yield self._check(region)
        elif region.type == "issuer":
            yield from self._parts(region, SYMBOL, SYMBOL_PARTS)
        elif region.type == "city-line":
            paths = {key: f"{region.path}/{name}" for key, name in CITY_PARTS.items()}
            yield from self._parts(region, CITY_LINE, paths)
        else:
            yield from self._value(region)

    def readings(self, region: Region) -> list[Reading]:
        """What a region could say, most probable first: its values are elected from these."""
        region = self._informed(region)
        return readings_of(region, values.parser_of(region.path, region.type), region.type in TOKENS)

    def line_candidates(self, region: Region) -> list[list[Candidate]]:
        """What each line of a region could say: its readings are combined of these."""
        return line_candidates(self._informed(region))

    def _informed(self, region: Region) -> Region:
        """On a scan: the region with the words its filing spells elsewhere, long texts spelled by them."""
        if self._source_of(region) == "ocr":
            region = replace(region, elsewhere=self._vocabulary.beside(region.lines))
        return spelled(region) if region.type == "prose" else region

    def document_type(
        self, form: FormSchema, title: Region, dated: Elected | None, titled: bool = False
    ) -> Elected:
        """`4`, or `4/A` where the form gives the date of its original, or is `titled` so.

        `title` is where its title stands.
        """
        given = bool(dated and dated.cell.value)
        amended = given or titled
        sure = dated.doubt.probability if dated else 1.0
        doubt = self._mark_doubt(title, title.type, sure, self._source, 1 + amended)
        reasons = (_AMENDMENT if titled and not given else _DATED if given else _NOT_DATED,)
        cell = Cell(
            path=title.path,
            value=form.documents[amended],
            raw=title.text,
            status="review",
            confidence=0.0,
            page=title.page,
            bbox=self._filed(title) if title.lines else (0.0, 0.0, 0.0, 0.0),
            source="derived",
            reader=self._first,
            reasons=reasons,
        )
        return Elected(cell, doubt, because=reasons)

    def _value(self, region: Region) -> Iterator[Elected]:
        """A value with its marks."""
        parse, token = values.parser_of(region.path, region.type), region.type in TOKENS
        readings, votes = readings_of(region, parse, token), text_readings(region, parse, token)
        best = readings[0]
        if best.value is None and not best.marks and values.says_nothing(best.raw):
            return
        if best.value is not None or not best.marks or best.text:
            own = self._elected(region, region.path, readings, votes, lambda r: r.value)
            yield less_than_stands(own, region)
            if region.means:
                yield _derived(own, region)
        if region.type != "prose" and (best.marks or any(vote.marks for vote in votes.values())):
            marks = self._elected(
                region, region.path + MARKS, readings, votes, lambda r: footnote_ids(r.marks)
            )
            is_cut = self._source_of(region) == "ocr" and BRACKET_BEFORE.search(best.raw)
            yield cut_mark(marks) if is_cut else marks
        elif (
            self._source_of(region) == "ocr"
            and _in_table(region.path)
            and (trace := self._trace(region, best.raw))
        ):
            yield unread_mark(own, *trace)

    def _trace(self, region: Region, raw: str) -> tuple[str, Reason] | None:
        """The marks of a note that may have been here and why; None where nothing is left of any."""
        if OPEN.search(raw):
            return "", Reason.of(ReasonCode.MARK_CUT_OFF)
        small = [squeezed(line.text) for line in region.lines if is_raised(line)]
        if not self._notes or not any(0 < len(text) <= _SETTINGS.longest_mark for text in small):
            return None
        known = [text for text in small if text.isdigit() and 0 < int(text) <= self._notes]
        return footnote_ids(known), Reason.of(ReasonCode.MARK_TOO_SMALL)

    def _parts(self, region: Region, pattern: re.Pattern[str], paths: dict[str, str]) -> Iterator[Elected]:
        """The named parts of a line, each a cell; a line that does not part goes to its first path whole."""
        readings = readings_of(region, values.words, False)
        votes = text_readings(region, values.words, False)
        if any(pattern.match(reading.value or "") for reading in readings):
            for key, path in paths.items():
                yield self._elected(region, path, readings, votes, partial(_part, pattern, key))
            return
        whole = self._elected(region, next(iter(paths.values())), readings, votes, lambda r: r.value)
        others = list(paths.values())[1:]
        missing = tuple(CellPath.parse(path).tag for path in others)
        yield held(whole, reasons=(Reason.of(ReasonCode.NOT_DIVIDED, tags=missing),))
        for path in others:
            yield held(whole, path=path, value="", reasons=(Reason.of(ReasonCode.NOT_FOUND),))

    def _elected(
        self, region: Region, path: str, readings: Sequence[Reading], votes: Votes, aspect: Aspect
    ) -> Elected:
        """The most probable value of an aspect of the readings."""
        marks = path.endswith(MARKS)
        found = ranked(readings, aspect, votes.values(), bare if region.type in TEXTS and not marks else str)
        found = noted(found, self._notes) if marks and self._source_of(region) == "ocr" else found
        valid = [item for item in found if item.value]
        best = valid[0] if valid else _unread(found[0], votes, aspect)
        doubt = Doubt(
            path=path,
            type="marks" if marks else region.type,
            probability=prose_probability(region) if region.type == "prose" else best.probability,
            runner_up=valid[1].probability if len(valid) > 1 else 0.0,
            valid=bool(valid),
            source=self._source_of(region),
        )
        if doubt.source == "ocr":
            doubt = self._by_ink(doubt, region, best, found, outcome(best.value, votes.values(), aspect))
        cell = Cell(
            path=path,
            value=best.value,
            raw=best.raw,
            status="review",
            confidence=0.0,
            page=region.page,
            bbox=self._filed(region),
            source=self._source_of(region),
            reader=", ".join(self._named(self._asked(region))),
            alternatives=alternatives(valid[1:5]),
            reasons=(_reason(doubt, valid, votes, aspect),),
            readings=self._alone(region, found, votes, aspect),
        )
        return Elected(cell, doubt, held=_contested(doubt, valid) or self._is_beheaded(region, best.value))

    def _is_beheaded(self, region: Region, value: str) -> bool:
        """True for a city on a scan that begins at its cell's rule with no word: the rule may have taken its
        first letter, in every row of a table alike."""
        if self._source_of(region) != "ocr" or region.type != "city-line" or not value[:1].isalpha():
            return False
        at_rule = region.lines[0].box.x0 < region.box.x0 + 2 * _SETTINGS.at_rule
        return at_rule and strangers(value.split()[0])[1] > 0

    def _by_ink(
        self, doubt: Doubt, region: Region, best: Ranked, found: Sequence[Ranked], third: Vote
    ) -> Doubt:
        """What else is known of a reading of ink."""
        words, strange = strangers(best.value, region.elsewhere)
        field = field_of(doubt.path)
        fluent, oddest = fluency(best.value, field, region.elsewhere) if field else (0.0, 0.0)
        twice = read_twice(region)
        return replace(
            doubt,
            first=best.first,
            second=best.second if twice else None,
            third=third,
            length=len(best.value),
            height=usual_size(word for line in region.lines for word in line.words),
            cut=region.type in TOKENS and is_cut(region),
            severed=region.type in TOKENS and region.severed,
            page=self._legible,
            discord=disagreement(region.lines),
            page_discord=self._discord,
            words=words,
            strange=strange,
            fluent=fluent,
            oddest=oddest,
            repeated=repeated(best.raw, region.elsewhere),
            likewise=_in_table(doubt.path) and self._likewise(best, region, doubt.type == "marks"),
            figures=figures_probability(region) if region.type == "prose" else 1.0,
            echoed=twice and max(found, key=attrgetter("second")).value == best.value,
        )

    def _likewise(self, best: Ranked, region: Region, marks: bool) -> bool:
        text = NAMED_MARK.sub(r"(\1)", best.value) if marks else MARK.sub(" ", best.raw)
        return likewise(text, region.box, self._page_text, region.lines)

    def _source_of(self, region: Region) -> TextSource:
        """What the region was read from: on a page of text some values may stand as ink beside it."""
        return "ocr" if any(line.source == "ocr" for line in region.lines) else self._source

    def _reader_of(self, region: Region) -> str:
        """The first engine that read a region's ink beside a text; else the first of the page."""
        if self._source == "text" and self._source_of(region) == "ocr":
            return self._named(self._asked(region))[0]
        return self._first

    def _asked(self, region: Region) -> list[str]:
        """The engines that saw all ink of a region, in the order they were asked."""
        if self._source_of(region) == "text":
            return []
        ink = [line for line in region.lines if line.source == "ocr"]
        return [name for name in self._readers if all(name in line.answers for line in ink)]

    def _named(self, engines: Iterable[str]) -> list[str]:
        """What the output calls engines; without any, what it calls the first of the page."""
        return list(dict.fromkeys(self._readers[name] for name in engines)) or [self._first]

    @property
    def _first(self) -> str:
        return next(iter(self._readers.values()))

    def _alone(self, region: Region, found: Sequence[Ranked], votes: Votes, aspect: Aspect) -> dict[str, str]:
        """What each engine alone would say."""
        if self._source_of(region) == "text":
            return {}
        own, others = (max(found, key=attrgetter(side)).value for side in ("first", "second"))
        said = {name: own if name in OWN else others for name in self._asked(region)}
        said |= {name: aspect(vote) or "" for name, vote in votes.items()}
        return {self._readers[name]: value for name, value in said.items()}

    def _check(self, region: Region) -> Elected:
        """A box to check: a mark or none."""
        sure = min((w.probability for line in region.lines for w in line.words), default=1.0)
        doubt = self._mark_doubt(region, "check", sure, self._source_of(region), len(region.lines))
        cell = Cell(
            path=region.path,
            value="true" if region.lines else "false",
            raw=region.text,
            status="review",
            confidence=0.0,
            page=region.page,
            bbox=self._filed(region),
            source=self._source_of(region),
            reader=self._reader_of(region),
            reasons=(_FAINT,),
        )
        return Elected(cell, doubt)

    def _mark_doubt(self, region: Region, kind: str, sure: float, source: TextSource, length: int) -> Doubt:
        """What is known of a value that is there or not: a mark, an amendment."""
        return Doubt(
            path=region.path,
            type=kind,
            probability=sure,
            runner_up=1 - sure,
            first=sure,
            valid=True,
            source=source,
            length=length,
            page=self._legible,
            page_discord=self._discord,
        )

    def _filed(self, region: Region) -> BBox:
        own = [line.box for line in region.lines] if region.type != "prose" else []
        return self._box_as_filed(around(own or [region.box])).rounded(POINT_DIGITS)


def _in_table(path: str) -> bool:
    return bool(CellPath.parse(path).table)


def _contested(doubt: Doubt, valid: Sequence[Ranked]) -> bool:
    """True where a reader denies the value, sure of another, and the third does not side with it.

    However often the one reader is right, which of them is here is for a person to say.
    """
    if doubt.type == "prose" or doubt.third == "agrees" or not valid:
        return False
    if valid[0].first < _SETTINGS.denied:
        return True
    return valid[0].second < _SETTINGS.denied and any(other.second > _SETTINGS.insists for other in valid[1:])


def _derived(number: Elected, region: Region) -> Elected:
    """The A/D code that the sub-column of a number stands for: a matter of place more than of ink.

    Where nothing legible stands there may be no number at all.
    """
    path = region.path.rpartition("/")[0] + "/" + AD_CODE
    reasons = (Reason.of(ReasonCode.SUB_COLUMN, letter=region.means),)
    changed = {"path": path, "value": region.means, "source": "derived", "alternatives": (), "readings": {}}
    cell = number.cell.model_copy(update={**changed, "reasons": reasons})
    doubt = replace(number.doubt, path=path, type="sub-column", valid=bool(number.cell.value))
    return Elected(cell, doubt, because=reasons)


def _part(pattern: re.Pattern[str], key: str, reading: Reading) -> str | None:
    return part_of(pattern, reading.value or "", key)


def _unread(best: Ranked, votes: Votes, aspect: Aspect) -> Ranked:
    """A cell no reading makes a value of; what only a text reads is worth showing, not trusting."""
    for vote in votes.values():
        if other := aspect(vote):
            return Ranked(other, vote.raw, 0.0, 0.0, 0.0)
    return Ranked("", best.raw, 0.0, 0.0, 0.0)


def _reason(doubt: Doubt, valid: Sequence[Ranked], votes: Votes, aspect: Aspect) -> Reason:
    if not valid:
        return Reason.of(ReasonCode.NO_SUCH_VALUE, type=doubt.type)
    if len(valid) > 1 and valid[1].probability > _SETTINGS.unsettled:
        return Reason.of(ReasonCode.COULD_BE, read=valid[0].value, value=valid[1].value)
    if doubt.third == "differs":
        read = next(other for vote in votes.values() if (other := aspect(vote)))
        return Reason.of(ReasonCode.OTHER_READER, value=read)
    return _HARD
