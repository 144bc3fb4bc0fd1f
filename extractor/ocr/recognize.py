"""A scan as lines of text: every line read once, what the filer wrote read again by further engines.

What the lines mean is decided by later stages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from extractor.document.opened_page import Pixels
from extractor.imaging.preprocess import FlatPage, TextLine
from extractor.model.geometry import Box
from extractor.model.page import Answer, Line, PageText, Word, WordId, in_reading_order, numbered
from extractor.model.posterior import Posterior
from extractor.ocr.engine import Engine, LineImages, engines_for
from extractor.ocr.ensemble import letters_of
from extractor.ocr.settings import SETTINGS
from extractor.ocr.text_layer import box_line
from extractor.ocr.typed_rules import is_worn_tag

_SETTINGS = SETTINGS.recognize
WORD = re.compile(r"[^ ]+?(?:(?<=[a-z]:)(?=[A-Z])|(?= |$))")
"""A word; a heading's colon ends one even where the engine lost the blank after it."""


def read_page(flat: FlatPage, number: int, engine: Engine) -> PageText:
    """The page with every text line read by one engine, which must answer probabilities."""
    answers = _posteriors(engine, [text_line_image(flat, ink) for ink in flat.lines])
    read = [_line(ink, engine.name, answer) for ink, answer in zip(flat.lines, answers, strict=True)]
    boxes = [box_line(box, "ocr") for box in flat.boxes]
    said = (line for line in read if line.words and not is_worn_tag(line.text))
    there = in_reading_order([*boxes, *said])
    lines = numbered(there, number)
    return PageText(number, flat.width, flat.height, flat.rules, lines, "ocr", flat.warp, flat.blots)


def images_of(flat: FlatPage, wanted: Iterable[Line]) -> LineImages:
    """Those of the `wanted` lines that were read from ink, to be read by further engines."""
    # Copies: a view would keep all of the page.
    return {
        line.id: flat.crop(line.box, _margin(line.words[0].size)).copy() for line in wanted if line.answers
    }


def read_again(
    wanted: Iterable[Line], images: LineImages, engines: Sequence[Engine]
) -> Mapping[WordId, Line]:
    """The `wanted` lines of a filing, which hold what the filer wrote, read by further engines.

    Which engine reads which of them: see `ocr.engine.LineSelection`.
    """
    lines = {line.id: line for line in wanted}
    for engine in engines_for(engines, "answers"):
        lines |= _read_by(engine, images, lines.values())
    short = [line for line in lines.values() if len(line.text) <= _SETTINGS.longest_value]
    doubts = {line.id: line for line in short if _is_doubtful(line)}
    for engine in engines_for(engines, "doubts"):
        doubts |= _read_by(engine, images, doubts.values())
    disputed = [line for line in doubts.values() if not _agree(line)]
    for engine in engines_for(engines, "disputes"):
        doubts |= _read_by(engine, images, [doubts[line.id] for line in disputed])
    return lines | doubts


def _read_by(engine: Engine, images: LineImages, lines: Iterable[Line]) -> dict[WordId, Line]:
    """The lines with one engine's answers, in points of the flat page."""
    shown = list(lines)
    answers = engine.read([images[line.id] for line in shown]) if shown else ()
    return {
        line.id: line.answered(engine.name, _placed(answer, line.box, line.words[0].size))
        for line, answer in zip(shown, answers, strict=True)
    }


def _is_doubtful(line: Line) -> bool:
    """True unless several engines read the same letters, one of them surely and none unsurely; blanks do not
    count."""
    answers = [answer.best() for answer in line.posteriors.values()]
    texts = {"".join(text.split()) for text, *_ in answers}
    if len(answers) < 2 or len(texts) > 1:
        return True
    least = [min(letters, default=0.0) for _, letters, _ in answers]
    return max(least) < _SETTINGS.sure or min(least) < _SETTINGS.unsure


def _agree(line: Line) -> bool:
    """True where any two engines read the same letters; blanks do not count."""
    texts = letters_of(line.posteriors.values())
    return len(set(texts)) < len(texts)


def _posteriors(engine: Engine, images: Sequence[Pixels]) -> list[Posterior]:
    """The answers of an engine that gives probabilities to line images."""
    answers = engine.read(images)
    return [answer for answer in answers if isinstance(answer, Posterior)]


def reads_upside_down(flat: FlatPage, engine: Engine) -> bool:
    """True where the page's longer lines are more legible turned by 180 degrees."""
    lines = sorted(flat.lines, key=lambda ink: -ink.box.width * (ink.letter < _SETTINGS.largest_probe))
    if len(lines) > _SETTINGS.probes:  # where there are few, none can be spared
        lines = lines[_SETTINGS.skipped_probes :][: _SETTINGS.probes]
    images = [text_line_image(flat, ink) for ink in lines]
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


def text_line_image(flat: FlatPage, ink: TextLine) -> Pixels:
    """A text line as engines are shown it, with a little paper around it."""
    return flat.crop(ink.box, _margin(ink.letter))


def _margin(letter: float) -> float:
    """Points of paper around letters of a height."""
    return max(_SETTINGS.least_margin, _SETTINGS.margin * letter)


def _placed(answer: Answer, box: Box, letter: float) -> Answer:
    """An engine's answer, placed where the image that it was shown of ink in `box` is on the page."""
    margin = _margin(letter)
    return answer.placed(box.x0 - margin, box.x1 + margin) if isinstance(answer, Posterior) else answer


def _line(ink: TextLine, engine: str, answer: Posterior) -> Line:
    margin = _margin(ink.letter)
    posterior = answer.placed(ink.box.x0 - margin, ink.box.x1 + margin)
    text, probabilities, places = posterior.best()
    half = _SETTINGS.reach * ink.box.width / max(2, len(places))
    words, beyond = list[Word](), _SETTINGS.beyond * ink.letter
    for match in WORD.finditer(text):
        start, end = match.span()
        x0, x1 = max(ink.box.x0, places[start] - half), min(ink.box.x1, places[end - 1] + half)
        # The first and the last letter reach to the ends of the ink, unless more stands there than one.
        x0 = ink.box.x0 if start == 0 and x0 - ink.box.x0 <= beyond else x0
        x1 = ink.box.x1 if end == len(places) and ink.box.x1 - x1 <= beyond else x1
        box = Box(x0, ink.box.top, max(x1, x0 + _SETTINGS.narrowest_word), ink.box.bottom)
        words.append(Word(match.group(), box, ink.letter, ink.raised, min(probabilities[start:end])))
    if not words and ink.letter >= _SETTINGS.smallest_letter:
        words.append(_unread(ink, posterior))
    return Line(tuple(words), ink.box, "ocr", {engine: posterior})


def _unread(ink: TextLine, posterior: Posterior) -> Word:
    """Ink in which the engine reads nothing, as its most probable letter: it must not go missing."""
    letter, probability = posterior.likeliest()
    return Word(letter, ink.box, ink.letter, ink.raised, probability)
