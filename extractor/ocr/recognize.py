"""A scan as lines: every run of ink read once, the filer's answers thoroughly and by a second reader too.

What the lines mean is decided later. A third reader is asked where they disagree.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

import numpy as np

from extractor.document.page import Pixels
from extractor.imaging.preprocess import CheckBox, FlatPage, InkLine
from extractor.model.geometry import Box
from extractor.model.page import Line, PageText, Word, in_reading_order, line_of
from extractor.model.posterior import Posterior

MARGIN = 0.22
"""Paper left around a run, in letter heights."""
WORD = re.compile(r"[^ ]+?(?:(?<=[a-z]:)(?=[A-Z])|(?= |$))")
"""A word; a heading's colon ends one even where the reader lost the blank after it."""
SEEN = 3.5
"""Points: ink at least this high is a letter, whatever the reader says; lower it may be a speck."""
LONG = 60
"""A line of more characters is prose, no value: the second reader is not asked."""
DOUBTED = 0.4
"""How sure it is that a box with a little ink in it is checked."""
PROBES = 8
"""Runs read to tell which way up a page is."""


class Reader(Protocol):
    """Anything that reads line images."""

    name: str

    def read(self, lines: Sequence[Pixels]) -> list[Posterior]:
        """One posterior a line image (grey, dark on light), in the order given."""


def see_scan(sheet: FlatPage, number: int, reader: Reader) -> PageText:
    """The sheet with every run read."""
    posteriors = reader.read([run_image(sheet, run) for run in sheet.runs])
    lines = [_line(run, posterior) for run, posterior in zip(sheet.runs, posteriors, strict=True)]
    boxes = [_box_line(box) for box in sheet.boxes]
    there = in_reading_order([*boxes, *(line for line in lines if line.words)])
    return PageText(number, sheet.width, sheet.height, sheet.rules, tuple(there), "ocr")


def read_again(
    page_text: PageText, sheet: FlatPage, values: Sequence[Line], sister: Reader, second: Reader
) -> PageText:
    """The page text with the lines `values`, which hold the filer's answers, read again.

    The first reader's thorough `sister` reads all of them, the `second` reader those that are no prose. Where
    they do not see the same, the third has its say.
    """
    lines = [line for line in values if line.posterior is not None]
    read = zip(lines, _answers(sheet, lines, sister), strict=True)
    again = [replace(line, again=answer) for line, answer in read]
    short = [line for line in again if len(line.text) <= LONG]
    read = zip(short, _answers(sheet, short, second), strict=True)
    voted = _with_third([replace(line, second=answer) for line, answer in read], sheet)
    changed = dict(zip(map(id, short), voted, strict=True))
    found = dict(zip(map(id, lines), (changed.get(id(line), line) for line in again), strict=True))
    return replace(page_text, lines=tuple(found.get(id(line), line) for line in page_text.lines))


def _answers(sheet: FlatPage, lines: Sequence[Line], reader: Reader) -> list[Posterior]:
    """What a reader makes of lines, in points of the sheet."""
    letters = [line.words[0].size for line in lines]
    answers = reader.read([_image(sheet, line) for line in lines])
    return [_placed(*item) for item in zip(answers, (line.box for line in lines), letters, strict=True)]


def _image(sheet: FlatPage, line: Line) -> Pixels:
    return sheet.crop(line.box, _margin(line.words[0].size))


def _with_third(lines: Sequence[Line], sheet: FlatPage) -> list[Line]:
    from extractor.ocr.tesseract import read_lines

    split = [k for k, line in enumerate(lines) if _disagree(line)]
    texts = dict(zip(split, read_lines([_image(sheet, lines[k]) for k in split]), strict=True))
    return [replace(line, third=texts.get(k)) for k, line in enumerate(lines)]


def _disagree(line: Line) -> bool:
    """True where two readers see different letters; blanks do not count."""
    answers = (line.posterior, line.again, line.second)
    return len({"".join(p.best()[0].split()) for p in answers if p is not None}) > 1


def _box_line(box: CheckBox) -> Line:
    """A printed box as a word of its own: `[X]` or `[_]`; one that is neither for sure may be checked."""
    text = "[X]" if box.checked or not box.sure else "[_]"
    return line_of([Word(text, box.box, box.box.height, probability=1.0 if box.sure else DOUBTED)])


def reads_upside_down(sheet: FlatPage, reader: Reader) -> bool:
    """True where the sheet's longer runs read better turned by 180 degrees."""
    runs = sorted(sheet.runs, key=lambda run: -run.box.width * (run.letter < 12))
    # The longest may be borders; where there are few runs, none can be spared.
    probes = runs[2 : 2 + PROBES] if len(runs) > PROBES else runs
    images = [run_image(sheet, run) for run in probes]
    images = [image[:, : 7 * image.shape[0]] for image in images]
    if not images:
        return False
    upright = _legibility(reader.read(images))
    return _legibility(reader.read([np.ascontiguousarray(image[::-1, ::-1]) for image in images])) > upright


def _legibility(posteriors: Sequence[Posterior]) -> float:
    """Mean over the lines of the mean probability of their characters, short answers counting little."""
    scores = []
    for posterior in posteriors:
        text, probabilities, _ = posterior.best()
        share = min(1.0, 3 * len(text) / max(1, posterior.steps))
        scores.append(share * float(np.mean(probabilities)) if probabilities else 0.0)
    return float(np.mean(scores)) if scores else 0.0


def run_image(sheet: FlatPage, run: InkLine) -> Pixels:
    """A run as a reader is shown it, with a little paper around it."""
    return sheet.crop(run.box, _margin(run.letter))


def _margin(letter: float) -> float:
    """Points of paper around letters of a height."""
    return max(1.0, MARGIN * letter)


def _placed(answer: Posterior, box: Box, letter: float) -> Posterior:
    """A reader's answer over the picture it was shown of ink in `box`."""
    margin = _margin(letter)
    return answer.placed(box.x0 - margin, box.x1 + margin)


def _line(run: InkLine, answer: Posterior) -> Line:
    posterior = _placed(answer, run.box, run.letter)
    text, probabilities, places = posterior.best()
    half = 0.4 * run.box.width / max(2, len(places))
    words: list[Word] = []
    for match in WORD.finditer(text):
        start, end = match.span()
        x0 = run.box.x0 if start == 0 else max(run.box.x0, places[start] - half)
        x1 = run.box.x1 if end == len(places) else min(run.box.x1, places[end - 1] + half)
        box = Box(x0, run.box.top, max(x1, x0 + 0.5), run.box.bottom)
        words.append(Word(match.group(), box, run.letter, run.raised, min(probabilities[start:end])))
    if not words and run.letter >= SEEN:
        words.append(_unread(run, posterior))
    return Line(tuple(words), run.box, posterior)


def _unread(run: InkLine, posterior: Posterior) -> Word:
    """Ink the reader makes nothing of, as its likeliest letter: what stands there must be asked."""
    letter, probability = posterior.likeliest()
    return Word(letter, run.box, run.letter, run.raised, probability)
