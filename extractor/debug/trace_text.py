"""A trace in words, for a terminal: at most 100 columns wide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from textwrap import wrap

from extractor.debug.trace import CellState, Contribution, LineTrace, Trace
from extractor.values.grammar import cell_grammar

WIDTH = 100
"""Columns, at most."""
INDENT = 13
"""Columns of the names at the left."""
MOST_FEATURES = 8
"""Features of the calibration that are told one by one."""
MOST_WORDS, SURE = 6, 0.95
"""Of a line of more words, only those less probable than this are told one by one."""
STATUSES = {
    "accepted": "accepted",
    "review": "to look at",
    "repaired": "repaired by the form's rules",
    "corrected": "corrected by a person",
}
VOTES = {
    "agrees": "an engine that answers text alone reads the same",
    "differs": "an engine that answers text alone reads another value",
    "unclear": "what an engine that answers text alone reads is no such value",
    "silent": "none: the engines with probabilities see the same, or nothing else was asked",
}


def told(trace: Trace) -> str:
    """The story, part by part; the parts that have nothing to say are left out."""
    lines = [trace.path, f"{trace.name}; filing {trace.filing} ({trace.layout}) of {trace.file}", ""]
    for name, part in (
        ("Result", _result(trace)),
        ("Ink", _ink(trace)),
        *((f"Line {k}", _line(line)) for k, line in enumerate(trace.lines, 1)),
        ("Grammar", _grammar(trace)),
        ("Readings", _readings(trace)),
        ("Vote", _vote(trace)),
        ("Language", _language(trace)),
        ("Calibration", _calibration(trace)),
        ("Rules", _rules(trace)),
        ("Settled", _settled(trace)),
        ("Otherwise", _otherwise(trace)),
        ("Around it", iter(trace.flags)),
    ):
        lines += _part(name, part)
    return "\n".join(lines)


def _result(trace: Trace) -> Iterator[str]:
    state = trace.settled
    yield f"{_value(state.value)}, {STATUSES[state.status]}"
    yield f"confidence {state.confidence:.4f}; values are accepted from {trace.least:.4f}"
    if state.reason:
        yield state.reason


def _ink(trace: Trace) -> Iterator[str]:
    if trace.ink is None:
        yield "none of its own"
        return
    x0, top, x1, bottom = trace.bbox
    yield f"page {trace.page}, {x0} to {x1} points from the left, {top} to {bottom} from the top, as filed"
    if trace.source == "text":
        yield "read from the file's own text layer; nothing was recognised"
    elif trace.source == "derived":
        yield "what it says follows from what stands here"


def _line(line: LineTrace) -> Iterator[str]:
    text = " ".join(word.text for word in line.words)
    yield f"{text}, raised as a footnote mark is" if line.raised else text
    named = line.words if len(line.words) <= MOST_WORDS else [w for w in line.words if w.probability < SURE]
    if len(named) < len(line.words):
        span = f"{line.words[0].id} to {line.words[-1].id}"
        yield f"  words {span}, {len(named)} of them less than {SURE:.0%} probable"
    for word in named:
        yield f"  {_share(word.probability)}  word {word.id}: {word.text}"
    for answer in line.answers:
        sure = "      " if answer.probability is None else _share(answer.probability)
        yield f"  {sure}  {answer.engine} reads: {answer.text}"
    if line.answers and line.candidates:
        yield "  share   own     others  usual   what it may say"
        for found in line.candidates:
            shares = "  ".join(map(_share, (found.share, found.own, found.others)))
            yield f"  {shares}  {f'{found.usual:.4g}':6}  {found.text}"


def _grammar(trace: Trace) -> Iterator[str]:
    if trace.grammar:
        yield f"{trace.type}: {trace.grammar}"
    elif trace.source == "ocr" and cell_grammar(trace.type):
        yield f"that of a {trace.type} is for a value on one line, not raised: not used"
    elif trace.source == "ocr" and trace.readings:
        yield f"{trace.type}: anything may stand"


def _readings(trace: Trace) -> Iterator[str]:
    for reading in trace.readings:
        value = _value(reading.value)
        marks = f", marks {' '.join(reading.marks)}" if reading.marks else ""
        yield f'{_share(reading.probability)}  {value}{marks}, from "{reading.raw}"'
    for engine, value in trace.engines.items():
        yield f"{engine} alone: {_value(value)}"


def _vote(trace: Trace) -> Iterator[str]:
    if trace.doubt and trace.engines:
        yield VOTES[trace.doubt.third]


def _language(trace: Trace) -> Iterator[str]:
    doubt = trace.doubt
    if doubt is None or trace.source != "ocr":
        return
    if doubt.words:
        yield f"words worth looking up: {doubt.words}, unknown: {doubt.strange}"
    if doubt.repeated:
        yield f"{doubt.repeated:.0%} of its words and figures stand elsewhere in the filing too"
    if doubt.likewise:
        yield "all of it stands elsewhere in its column too"


def _calibration(trace: Trace) -> Iterator[str]:
    read = trace.read
    if trace.source == "text" or not trace.contributions:
        why = "as sure as the file" if trace.source == "text" and read.value else "no reading makes a value"
        yield f"{read.confidence:.4f}: {why}"
        return
    score = sum(item.points for item in trace.contributions)
    yield f"{read.confidence:.4f} of log odds {score:+.2f}, the sum of weight x value:"
    for item in trace.contributions[:MOST_FEATURES]:
        yield f"  {item.points:+6.2f}  {item.feature} ({item.weight:+.3f} x {item.value:.3f})"
    if rest := trace.contributions[MOST_FEATURES:]:
        yield f"  {_points(rest):+6.2f}  {len(rest)} more"
    if read.status == "review" and read.confidence >= trace.least:
        yield "sure enough, but held for a person: see the reason"


def _points(items: Iterable[Contribution]) -> float:
    return sum(item.points for item in items)


def _rules(trace: Trace) -> Iterator[str]:
    for item in trace.rules:
        yield f"{item.outcome}, {item.rule}: {item.statement}"
    if not trace.rules:
        yield "no rule of the form binds it"


def _settled(trace: Trace) -> Iterator[str]:
    """What the rules changed."""
    read, settled = trace.read, trace.settled
    if settled.value != read.value:
        yield f"read {_value(read.value)} at {read.confidence:.4f}, now {_value(settled.value)}"
    elif (read.status, read.confidence) != (settled.status, settled.confidence):
        yield f"as read {_was(read)}, by the rules {_was(settled)}; the value is kept"


def _otherwise(trace: Trace) -> Iterator[str]:
    for value, probability in trace.settled.alternatives:
        yield f"{_share(probability)}  {_value(value)}"


def _was(state: CellState) -> str:
    return f"{STATUSES[state.status]} at {state.confidence:.4f}"


def _share(share: float) -> str:
    """A probability in six columns."""
    return f"{share:.4f}" if share >= 0.00005 or not share else "<.0001"


def _value(value: str | None) -> str:
    return f'"{value}"' if value else "no value"


def _part(name: str, part: Iterable[str]) -> Iterator[str]:
    """The lines of a part behind its name, long ones wrapped further in."""
    for number, text in enumerate(part):
        further = len(text) - len(text.lstrip()) + 2
        head, later = f"{'' if number else name:{INDENT}}", " " * (INDENT + further)
        lines = wrap(text, WIDTH, initial_indent=head, subsequent_indent=later, break_on_hyphens=False)
        yield from lines or [head.rstrip()]
