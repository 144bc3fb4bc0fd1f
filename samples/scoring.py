"""Scores the JSON of an extraction against a case's truth, cell by cell.

A truth cell comes out correct, wrong or missing; an output cell without one is spurious. An error is flagged
where a cell at its path wants review, or a review entry names its path or a leading part of it; every other
error is silent: nobody will look at it. An entry of the whole filing that names a page says that something on
that page was not read: it excuses what is missing there, no wrong value. Rows are aligned before they are
compared, so that one row too many does not spoil those below it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any, Literal

Outcome = Literal["correct", "wrong", "missing", "spurious"]
KindOf = Callable[[int, str], str]
"""The kind of a field of a truth row, by its number and name."""
Pages = Mapping[str, frozenset[int]]
"""Path → numbers, from 1, of the pages its value stands on."""
Values = dict[str, str]
Rows = dict[tuple[str, str], dict[int, Values]]
"""(table, element) → row number → field → value."""

PROSE_ALIKE = 0.985
"""How like the truth a long text must be to pass for it."""
FIGURES = re.compile(r"\d(?:[\d,.]*\d)?%?|[%$]|\([ivx]{1,4}\)")
"""What must stand in it exactly: numbers, their signs, counters of a list."""
A_ROW = 1e-3
"""What pairing two rows is worth where nothing in them agrees."""
SAME_NUMBER = 1e-6

_ROW = re.compile(r"(nonDerivativeTable|derivativeTable)/(\w+)\[(\d+)\]/(.*)", re.DOTALL)
_TELLING = re.compile(
    r"documentType|periodOfReport|dateOfOriginalSubmission|issuer/issuer(Name|TradingSymbol)"
    r"|reportingOwner\[\d+\]/reportingOwner(Id/rptOwnerName|Address)|footnotes/footnote|remarks|ownerSignature"
)
"""Paths outside the tables where a value nobody printed is an error."""
_MIXED = re.compile(r"(-?\d+)[ -](\d+)/(\d+)")
_FRACTION = re.compile(r"(\d+)/(\d+)")
_LOOSE = re.compile(r"\s+|,+(?=\s|$)")
_PLAIN = str.maketrans("\u2019\u2018\u201c\u201d\u2013\u2014", "''\"\"--")
_STREET = "/rptOwnerStreet1"
_YES = ("1", "true", "x", "yes")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one cell; `value` is None where the output has none, `truth` where the form has none.

    `path` is the truth's (a spurious cell's own), `own` the output's ("" where there is none); `sure` is the
    confidence given with the value (0 to 1); `readings` says of each reader whether it alone read the truth,
    where the extraction tells.
    """

    path: str
    kind: str
    truth: str | None
    value: str | None
    outcome: Outcome
    flagged: bool
    own: str = ""
    sure: float | None = None
    source: str = ""
    readings: Mapping[str, bool] = field(default_factory=dict)

    @property
    def silent(self) -> bool:
        """True for an error that nothing flags."""
        return self.outcome != "correct" and not self.flagged


def score_case(
    truth: Mapping[str, Any], output: Mapping[str, Any], pages: Pages | None = None
) -> list[Verdict]:
    """The verdicts on every filing of a file; `output` is the JSON that `form4 extract` prints.

    `pages` are those each value of the truth stands on in the file; without them an unread page excuses
    whatever is missing.
    """
    wanted, found = truth["filings"], output.get("filings") or []
    verdicts: list[Verdict] = []
    for number, filing in enumerate(wanted):
        verdicts += score_filing(filing["cells"], found[number] if number < len(found) else {}, pages)
    for filing in found[len(wanted) :]:
        verdicts += _of_no_filing(filing)
    return verdicts


def refused(truth: Mapping[str, Any]) -> list[Verdict]:
    """The verdicts on a file that was refused aloud: everything missing, all of it flagged."""
    return score_case(truth, {"filings": [{"review": [{"path": ""}]} for _ in truth["filings"]]})


def score_filing(
    truth: Mapping[str, Mapping[str, str]], filing: Mapping[str, Any], pages: Pages | None = None
) -> list[Verdict]:
    """The verdicts on one filing, its header first, then the rows of both tables."""
    wanted = _Wanted(truth)
    found = _Found(filing, pages)
    verdicts = [*_plain_verdicts(wanted, found)]
    for key in _tables(wanted.rows, found.rows):
        verdicts += _table_verdicts(key, wanted, found)
    return verdicts


def same(kind: str, truth: str, value: str) -> bool:
    """True where `value` says what `truth` says, by the rules for cells of that kind."""
    truth, value = squashed(truth), squashed(value)
    if truth == value:
        return True
    match kind:
        case "number":
            return _same_number(truth, value)
        case "month":
            return truth[:7] == value[:7]
        case "bool":
            return (truth.lower() in _YES) == (value.lower() in _YES)
        case "marks":
            return sorted(truth.split()) == sorted(value.split())
        case "text" | "prose":
            return _same_text(truth, value, kind == "prose")
    return truth.casefold() == value.casefold()


def squashed(text: object) -> str:
    """Plain quotes and dashes, one blank between words."""
    return " ".join(str(text).translate(_PLAIN).split())


class _Wanted:
    """The truth of a filing: plain cells and rows apart, address lines put together."""

    def __init__(self, truth: Mapping[str, Mapping[str, str]]) -> None:
        self.kinds = {path: cell["type"] for path, cell in truth.items()}
        self.plain, self.rows = _parted(_one_street({path: cell["value"] for path, cell in truth.items()}))


class _Found:
    """The output for a filing, in the same parts, with what it flags and what it says of each value."""

    def __init__(self, filing: Mapping[str, Any], pages: Pages | None = None) -> None:
        cells = filing.get("cells") or []
        self._said: dict[str, Mapping[str, Any]] = {cell["path"]: cell for cell in cells}
        values = {path: _text(cell) for path, cell in self._said.items() if squashed(_text(cell))}
        self.plain, self.rows = _parted(_one_street(values))
        review = filing.get("review") or []
        unread = [item for item in review if item.get("page") and not item["path"]]
        self._flags = {item["path"] for item in review if item not in unread}
        self._flags |= {cell["path"] for cell in cells if cell.get("status") == "review"}
        self._unread, self._pages = {item["page"] for item in unread}, pages

    def cells_at(self, path: str) -> list[Mapping[str, Any]]:
        """The cell at `path`; of an address both lines."""
        paths = (path, _second_line(path)) if path.endswith(_STREET) else (path,)
        return [self._said[path] for path in paths if path in self._said]

    def flags(self, *paths: str | None) -> bool:
        """True where one of the paths, or a leading part of it, is to be looked at."""
        return any(path and _named(path, flag) for path in paths for flag in self._flags)

    def excuses(self, path: str | None) -> bool:
        """True where a page was not read whole that the value at `path` of the truth stands on."""
        if self._pages is None or path is None:
            return bool(self._unread)
        return bool(self._unread & self._pages.get(path, frozenset()))


def _text(cell: Mapping[str, Any]) -> str:
    value = cell.get("value")
    return "" if value is None else str(value)


def _named(path: str, flag: str) -> bool:
    return flag == "" or path == flag or path.startswith((flag.rstrip("/") + "/", flag + "["))


def _one_street(values: Values) -> Values:
    """The two lines of an address as one: prints differ in where they break them."""
    joined = dict(values)
    for path in values:
        if path.endswith(_STREET):
            lines = (values[path], joined.pop(_second_line(path), ""))
            joined[path] = ", ".join(line for line in lines if line)
    return joined


def _second_line(path: str) -> str:
    return path[:-1] + "2"


def _parted(values: Values) -> tuple[Values, Rows]:
    """Plain cells, and the cells of rows by table, element and number."""
    plain: Values = {}
    rows: Rows = defaultdict(lambda: defaultdict(dict))
    for path, value in values.items():
        if match := _ROW.fullmatch(path):
            rows[match[1], match[2]][int(match[3])][match[4]] = value
        else:
            plain[path] = value
    return plain, rows


def _tables(wanted: Rows, found: Rows) -> list[tuple[str, str]]:
    return sorted({*wanted, *found}, key=lambda key: (key[0] == "derivativeTable", key[1]))


def _plain_verdicts(wanted: _Wanted, found: _Found) -> Iterator[Verdict]:
    for path in sorted({*wanted.plain, *found.plain}):
        if path in wanted.plain or _TELLING.match(path):
            kind = wanted.kinds[path] if path in wanted.plain else "text"
            yield from _judged(path, path, kind, wanted.plain.get(path), found.plain.get(path), found)


def _table_verdicts(key: tuple[str, str], wanted: _Wanted, found: _Found) -> Iterator[Verdict]:
    """The verdicts on the rows of one element, those that belong together compared."""
    base = "/".join(key)
    truth_rows, rows = wanted.rows.get(key, {}), found.rows.get(key, {})
    for number, other in aligned(truth_rows, rows, lambda n, name: wanted.kinds[f"{base}[{n}]/{name}"]):
        truth = truth_rows[number] if number is not None else {}
        values = rows[other] if other is not None else {}
        for name in sorted({*truth, *values}):
            path = f"{base}[{number}]/{name}" if number is not None else None
            own = f"{base}[{other}]/{name}" if other is not None else None
            kind = wanted.kinds[path] if path and name in truth else "text"
            yield from _judged(path, own, kind, truth.get(name), values.get(name), found)


def _judged(
    path: str | None, own: str | None, kind: str, truth: str | None, value: str | None, found: _Found
) -> Iterator[Verdict]:
    """The verdict on a cell at `path` of the truth and `own` of the output; none where nothing is amiss."""
    if truth is None and (value or "").lower() == "false":
        return
    said, outcome = found.cells_at(own) if own and value is not None else [], _outcome(kind, truth, value)
    yield Verdict(
        path=(path if truth is not None else own) or "",
        kind=kind,
        truth=truth,
        value=value,
        outcome=outcome,
        flagged=found.flags(own, path) or (outcome == "missing" and found.excuses(path)),
        own=own or "",
        sure=_sure(said),
        source=str(said[0].get("source", "")) if said else "",
        readings={} if truth is None else _readings(kind, truth, said),
    )


def _outcome(kind: str, truth: str | None, value: str | None) -> Outcome:
    if truth is None:
        return "spurious"
    if value is None:
        # A box that is not marked need not be said.
        return "correct" if kind == "bool" and truth == "false" else "missing"
    return "correct" if same(kind, truth, value) else "wrong"


def _sure(said: Sequence[Mapping[str, Any]]) -> float | None:
    """The confidence of a value; one put together of two cells is as sure as the weaker."""
    given = [cell["confidence"] for cell in said if cell.get("confidence") is not None]
    return min(given, default=None)


def _readings(kind: str, truth: str, said: Sequence[Mapping[str, Any]]) -> dict[str, bool]:
    """Which readers alone read the truth, where the cells say what each of them read (`readings`)."""
    readings = [cell.get("readings") or {} for cell in said]
    names = dict.fromkeys(name for cell in readings for name in cell)
    joined = {name: ", ".join(cell[name] for cell in readings if cell.get(name)) for name in names}
    return {name: same(kind, truth, value) for name, value in joined.items()}


def _of_no_filing(filing: Mapping[str, Any]) -> Iterator[Verdict]:
    """Every value of a filing that the file does not hold."""
    for cell in filing.get("cells") or []:
        value, flagged = _text(cell), cell.get("status") == "review"
        if squashed(value) and value.lower() != "false":
            path, sure = cell["path"], cell.get("confidence")
            yield Verdict(path, "text", None, value, "spurious", flagged, path, sure)


def aligned(
    truth: Mapping[int, Values], output: Mapping[int, Values], kind_of: KindOf
) -> list[tuple[int | None, int | None]]:
    """Pairs of row numbers that belong together, order kept; None where a row has no partner."""
    t, o = sorted(truth), sorted(output)
    alike = [[A_ROW + _alike(n, truth[n], output[m], kind_of) for m in o] for n in t]
    best = _best_scores(alike, len(t), len(o))
    pairs: list[tuple[int | None, int | None]] = []
    i = j = 0
    while i < len(t) and j < len(o):
        if abs(best[i][j] - (best[i + 1][j + 1] + alike[i][j])) < 1e-9:
            pairs.append((t[i], o[j]))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            pairs.append((t[i], None))
            i += 1
        else:
            pairs.append((None, o[j]))
            j += 1
    return [*pairs, *((n, None) for n in t[i:]), *((None, m) for m in o[j:])]


def _best_scores(alike: Sequence[Sequence[float]], rows: int, others: int) -> list[list[float]]:
    """best[i][j]: the most that the rows from i and the others from j on can agree."""
    best = [[0.0] * (others + 1) for _ in range(rows + 1)]
    for i in range(rows - 1, -1, -1):
        for j in range(others - 1, -1, -1):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + alike[i][j])
    return best


def _alike(number: int, truth: Values, output: Values, kind_of: KindOf) -> float:
    """Share of the fields of two rows that agree (0 to 1)."""
    good = sum(
        name in output and same(kind_of(number, name), value, output[name]) for name, value in truth.items()
    )
    return good / max(len(truth), len(output))


def _same_number(truth: str, value: str) -> bool:
    try:
        return abs(_number(truth) - _number(value)) < SAME_NUMBER
    except ValueError:
        return False


def _number(text: str) -> float:
    plain = text.replace("$", "").replace(",", "").strip()
    if match := _MIXED.fullmatch(plain):
        return int(match[1]) + int(match[2]) / int(match[3])
    if (match := _FRACTION.fullmatch(plain)) and int(match[2]):
        return int(match[1]) / int(match[2])
    return float(plain)


def _same_text(truth: str, value: str, prose: bool) -> bool:
    """Equal but for blanks, case and commas at the ends of words; prose may differ by a letter or two, but in
    none of its figures and counters."""
    a, b = (_LOOSE.sub("", text).casefold() for text in (truth, value))
    if a == b or not prose:
        return a == b
    if FIGURES.findall(truth.casefold()) != FIGURES.findall(value.casefold()):
        return False
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    # The quick bound spares most hopeless comparisons the slow one.
    return matcher.quick_ratio() >= PROSE_ALIKE and matcher.ratio() >= PROSE_ALIKE


@dataclass(frozen=True, slots=True)
class Score:
    """Counts over verdicts: `cells` have a truth, `judged` are all, errors included that have none."""

    cells: int
    judged: int
    correct: int
    silent: int
    flagged: int

    @property
    def accuracy(self) -> float:
        """Share of the cells that came out right (0 to 1)."""
        return self.correct / self.cells if self.cells else 1.0

    @property
    def silent_rate(self) -> float:
        """Silent errors to a cell."""
        return self.silent / self.cells if self.cells else float(self.silent)

    @property
    def review_rate(self) -> float:
        """Share of all verdicts that a person is asked to look at (0 to 1)."""
        return self.flagged / self.judged if self.judged else 0.0


def score_of(verdicts: Iterable[Verdict]) -> Score:
    """The counts of some verdicts."""
    given = list(verdicts)
    return Score(
        cells=sum(v.truth is not None for v in given),
        judged=len(given),
        correct=sum(v.outcome == "correct" for v in given),
        silent=sum(v.silent for v in given),
        flagged=sum(v.flagged for v in given),
    )
