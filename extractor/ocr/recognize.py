"""A scan as lines of text: every run of ink read once, what the filer wrote read again by further engines.

What the lines mean is decided later.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from extractor.document.opened_page import Pixels
from extractor.imaging.preprocess import CheckBox, FlatPage, InkLine
from extractor.model.geometry import Box
from extractor.model.page import Answer, Line, PageText, Word, WordId, in_reading_order, line_of, numbered
from extractor.model.posterior import Posterior
from extractor.ocr.engine import Engine, asked_about
from extractor.ocr.settings import SETTINGS

_SETTINGS = SETTINGS.recognize
WORD = re.compile(r"[^ ]+?(?:(?<=[a-z]:)(?=[A-Z])|(?= |$))")
"""A word; a heading's colon ends one even where the reader lost the blank after it."""


def read_page(sheet: FlatPage, number: int, engine: Engine) -> PageText:
    """The page with every run of ink read by one engine, which must answer probabilities."""
    answers = _posteriors(engine, [run_image(sheet, run) for run in sheet.runs])
    read = [_line(run, engine.name, answer) for run, answer in zip(sheet.runs, answers, strict=True)]
    boxes = [_box_line(box) for box in sheet.boxes]
    there = in_reading_order([*boxes, *(line for line in read if line.words)])
    lines = numbered(there, number)
    return PageText(number, sheet.width, sheet.height, sheet.rules, lines, "ocr", sheet.warp)


def read_again(
    page_text: PageText, sheet: FlatPage, wanted: Sequence[Line], engines: Sequence[Engine]
) -> PageText:
    """The page text with the `wanted` lines, which hold what the filer wrote, read by further engines.

    Which engine is asked about which of them, see `ocr.engine.Asked`.
    """
    lines = {line.id: line for line in wanted if line.answers}
    for engine in asked_about(engines, "answers"):
        lines |= _asked(engine, sheet, lines.values())
    values = {key: line for key, line in lines.items() if len(line.text) <= _SETTINGS.longest_value}
    for engine in asked_about(engines, "values"):
        values |= _asked(engine, sheet, values.values())
    disputed = [line for line in values.values() if _differ(line)]
    for engine in asked_about(engines, "disputes"):
        values |= _asked(engine, sheet, [values[line.id] for line in disputed])
    lines |= values
    return replace(page_text, lines=tuple(lines.get(line.id, line) for line in page_text.lines))


def _asked(engine: Engine, sheet: FlatPage, lines: Iterable[Line]) -> dict[WordId, Line]:
    """The lines with one engine's answers, in points of the flat page."""
    shown = list(lines)
    answers = engine.read([sheet.crop(line.box, _margin(line.words[0].size)) for line in shown])
    return {
        line.id: line.answered(engine.name, _placed(answer, line.box, line.words[0].size))
        for line, answer in zip(shown, answers, strict=True)
    }


def _differ(line: Line) -> bool:
    """True where two engines see different letters; blanks do not count."""
    return len({"".join(answer.best()[0].split()) for answer in line.posteriors.values()}) > 1


def _posteriors(engine: Engine, images: Sequence[Pixels]) -> list[Posterior]:
    """What an engine that answers probabilities makes of line images."""
    answers = engine.read(images)
    return [answer for answer in answers if isinstance(answer, Posterior)]


def _box_line(box: CheckBox) -> Line:
    """A printed box as a word of its own: `[X]` or `[_]`; one that is neither for sure may be checked."""
    text = "[X]" if box.checked or not box.sure else "[_]"
    word = Word(text, box.box, box.box.height, probability=1.0 if box.sure else _SETTINGS.doubtful_box)
    return line_of([word], "ocr")


def reads_upside_down(sheet: FlatPage, engine: Engine) -> bool:
    """True where the sheet's longer runs read better turned by 180 degrees."""
    runs = sorted(sheet.runs, key=lambda run: -run.box.width * (run.letter < _SETTINGS.largest_probe))
    if len(runs) > _SETTINGS.probes:  # where there are few, none can be spared
        runs = runs[_SETTINGS.skipped_probes :][: _SETTINGS.probes]
    images = [run_image(sheet, run) for run in runs]
    images = [image[:, : _SETTINGS.probe_length * image.shape[0]] for image in images]
    if not images:
        return False
    upright = _legibility(_posteriors(engine, images))
    over = [np.ascontiguousarray(image[::-1, ::-1]) for image in images]
    return _legibility(_posteriors(engine, over)) > upright


def _legibility(posteriors: Sequence[Posterior]) -> float:
    """Mean over the lines of the mean probability of their characters, short answers counting little."""
    scores = []
    for posterior in posteriors:
        text, probabilities, _ = posterior.best()
        share = min(1.0, _SETTINGS.steps_of_letter * len(text) / max(1, posterior.steps))
        scores.append(share * float(np.mean(probabilities)) if probabilities else 0.0)
    return float(np.mean(scores)) if scores else 0.0


def run_image(sheet: FlatPage, run: InkLine) -> Pixels:
    """A run as a reader is shown it, with a little paper around it."""
    return sheet.crop(run.box, _margin(run.letter))


def _margin(letter: float) -> float:
    """Points of paper around letters of a height."""
    return max(_SETTINGS.least_margin, _SETTINGS.margin * letter)


def _placed(answer: Answer, box: Box, letter: float) -> Answer:
    """An engine's answer over the picture it was shown of ink in `box`."""
    margin = _margin(letter)
    return answer.placed(box.x0 - margin, box.x1 + margin) if isinstance(answer, Posterior) else answer


def _line(run: InkLine, engine: str, answer: Posterior) -> Line:
    margin = _margin(run.letter)
    posterior = answer.placed(run.box.x0 - margin, run.box.x1 + margin)
    text, probabilities, places = posterior.best()
    half = _SETTINGS.reach * run.box.width / max(2, len(places))
    words: list[Word] = []
    for match in WORD.finditer(text):
        start, end = match.span()
        x0 = run.box.x0 if start == 0 else max(run.box.x0, places[start] - half)
        x1 = run.box.x1 if end == len(places) else min(run.box.x1, places[end - 1] + half)
        box = Box(x0, run.box.top, max(x1, x0 + _SETTINGS.narrowest_word), run.box.bottom)
        words.append(Word(match.group(), box, run.letter, run.raised, min(probabilities[start:end])))
    if not words and run.letter >= _SETTINGS.smallest_letter:
        words.append(_unread(run, posterior))
    return Line(tuple(words), run.box, "ocr", {engine: posterior})


def _unread(run: InkLine, posterior: Posterior) -> Word:
    """Ink the reader makes nothing of, as its likeliest letter: what stands there must be asked."""
    letter, probability = posterior.likeliest()
    return Word(letter, run.box, run.letter, run.raised, probability)
