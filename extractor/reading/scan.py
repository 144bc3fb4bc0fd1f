"""A scan as lines: every run of ink read once; what the runs mean is decided later."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

import numpy as np

from extractor.document.page import Pixels
from extractor.geometry import Box
from extractor.imaging.sheet import CheckBox, InkRun, Sheet
from extractor.reading.lines import Line, Sight, Word, in_reading_order, line_of
from extractor.reading.posterior import Posterior

MARGIN = 0.22
"""Paper left around a run, in letter heights."""
WORD = re.compile(r"[^ ]+?(?:(?<=[a-z]:)(?=[A-Z])|(?= |$))")
"""A word; a heading's colon ends one even where the reader lost the blank after it."""
PROBES = 8
"""Runs read to tell which way up a page is."""


class Reader(Protocol):
    """Anything that reads line images."""

    name: str

    def read(self, lines: Sequence[Pixels]) -> list[Posterior]:
        """One posterior a line image (grey, dark on light), in the order given."""


def see_scan(sheet: Sheet, number: int, reader: Reader) -> Sight:
    """The sheet with every run read."""
    posteriors = reader.read([_image(sheet, run) for run in sheet.runs])
    lines = [_line(run, posterior) for run, posterior in zip(sheet.runs, posteriors, strict=True)]
    boxes = [_box_line(box) for box in sheet.boxes]
    there = in_reading_order([*boxes, *(line for line in lines if line.words)])
    return Sight(number, sheet.width, sheet.height, sheet.rules, tuple(there), "ocr")


def with_second_reading(sight: Sight, sheet: Sheet, values: Sequence[Line]) -> Sight:
    """The sight with the second reader's text on the lines `values`, which hold the filer's answers."""
    from extractor.reading.tesseract import read_lines

    wanted = {id(line) for line in values if line.posterior is not None}
    lines = [line for line in sight.lines if id(line) in wanted]
    margin = [max(1.0, MARGIN * line.words[0].size) for line in lines]
    images = [sheet.crop(line.box, by) for line, by in zip(lines, margin, strict=True)]
    texts = dict(zip(map(id, lines), read_lines(images), strict=True))
    return replace(sight, lines=tuple(replace(line, second=texts.get(id(line))) for line in sight.lines))


def _box_line(box: CheckBox) -> Line:
    """A printed box as a word of its own: `[X]` or `[ ]`."""
    return line_of([Word("[X]" if box.checked else "[_]", box.box, box.box.height)])


def reads_upside_down(sheet: Sheet, reader: Reader) -> bool:
    """True where the sheet's longer runs read better turned by 180 degrees."""
    runs = sorted(sheet.runs, key=lambda run: -run.box.width * (run.letter < 12))[2 : 2 + PROBES]
    images = [_image(sheet, run) for run in runs]
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


def _image(sheet: Sheet, run: InkRun) -> Pixels:
    return sheet.crop(run.box, max(1.0, MARGIN * run.letter))


def _line(run: InkRun, posterior: Posterior) -> Line:
    text, probabilities, places = posterior.best()
    margin = max(1.0, MARGIN * run.letter)
    left, width = run.box.x0 - margin, run.box.width + 2 * margin
    words: list[Word] = []
    for match in WORD.finditer(text):
        start, end = match.span()
        x0, x1 = _span(places, start, end, left, width, run)
        box = Box(x0, run.box.top, x1, run.box.bottom)
        words.append(Word(match.group(), box, run.letter, run.raised, min(probabilities[start:end])))
    return Line(tuple(words), run.box, posterior)


def _span(
    places: Sequence[float], start: int, end: int, left: float, width: float, run: InkRun
) -> tuple[float, float]:
    """The x of the characters start to end, half a character wide to either side."""
    half = 0.5 * width / max(2, len(places)) * 0.8
    x0 = left + places[start] * width - half
    x1 = left + places[end - 1] * width + half
    x0 = run.box.x0 if start == 0 else max(run.box.x0, x0)
    x1 = run.box.x1 if end == len(places) else min(run.box.x1, x1)
    return x0, max(x1, x0 + 0.5)
