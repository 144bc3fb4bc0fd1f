"""Long texts as their ink and their language together spell them.

Each line is searched for the text that is likeliest by its engines and by what such texts usually say
(shallow fusion; Hannun et al. 2014); where it is another than the engines' own, both weigh each place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from math import log

from extractor.model.page import Line, by_rows, usual_size
from extractor.model.region import Region
from extractor.ocr.ctc_decoder import n_best, probabilities_of
from extractor.ocr.ensemble import Likes, combined, own_answers, settled
from extractor.values.counters import with_counters
from extractor.values.fluency import liking, prior_of
from extractor.values.language import PROSE
from extractor.values.lexicon import strangers
from extractor.values.settings import SETTINGS

_SETTINGS = SETTINGS.prose

ORDINAL = re.compile(r"(?<![^\W_])[Il|](?=st(?![^\W_]))")
"""What the figure of `1st` is read as; neither `Ist` nor `lst` is a word."""


def spelled(region: Region) -> Region:
    """The region with its lines' words as ink and language together have them; ordinals and the counters of a
    list as what they can only be."""
    lines = with_counters([_with_ordinals(line) for line in _spelled_lines(region)])
    return replace(region, lines=tuple(lines))


def gap_in(region: Region) -> tuple[str, str] | None:
    """The words before and behind the first gap in a row of text that is as wide as a word; None without one.

    Text is set without any: a word stood there that a scratch or a weak lamp took.
    """
    for row in by_rows(region.lines):
        words = sorted((word for line in row for word in line.words), key=lambda word: word.box.x0)
        wide = _SETTINGS.gap * usual_size(words)
        for word, following in pairwise(words):
            if following.box.x0 - word.box.x1 > wide:
                return word.text, following.text
    return None


def _spelled_lines(region: Region) -> Iterator[Line]:
    before = ""
    for line in region.lines:
        yield (spelled_line := _spelled(line, before, region.elsewhere))
        before = spelled_line.text + " "


def _spelled(line: Line, before: str, elsewhere: frozenset[str]) -> Line:
    """The line as its engines and the language have it, behind the text of the line `before` it."""
    if not line.answers:
        return line
    likes = liking(PROSE, elsewhere, before)
    line = combined(line, likes)
    if not _is_doubtful(line, elsewhere):
        return line
    for text in _fused(line, before, likes):
        line = settled(line, text.split(), likes)
    return line


def _is_doubtful(line: Line, elsewhere: frozenset[str]) -> bool:
    """True where the ink or the language leaves a word open."""
    return any(word.probability < _SETTINGS.sure or strangers(word.text, elsewhere)[1] for word in line.words)


def _fused(line: Line, before: str, likes: Likes) -> list[str]:
    """The texts that are likeliest by ink and language: by all engines together, then by each."""
    prior = prior_of(PROSE, before)
    found = [n_best(answer, None, prior)[: _SETTINGS.tried] for answer in own_answers(line)]
    texts = [" ".join(text.split()) for own in found for text, _ in own]
    ink = _by_ink(texts, line)
    best = max(texts, key=lambda text: likes(text, "") + ink[text], default=line.text)
    return [best, *(own[0][0] for own in found if own)]


def _by_ink(texts: Sequence[str], line: Line) -> dict[str, float]:
    """How probable the own engines find each text together: its logarithm."""
    found = [probabilities_of(answer, texts) for answer in own_answers(line)]
    return {
        text: sum(log(p + _SETTINGS.least) for p in own) for text, *own in zip(texts, *found, strict=True)
    }


def _with_ordinals(line: Line) -> Line:
    """The line with its ordinals as they are written."""
    if line.source != "ocr":
        return line
    texts = (ORDINAL.sub("1", word.text) for word in line.words)
    words = zip(line.words, texts, strict=True)
    return replace(line, words=tuple(word._replace(text=text) for word, text in words))
