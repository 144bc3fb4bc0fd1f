"""Rules made of characters: dashes, pipes and underscores, by which plain text parts its items and columns.

They are ruling lines like those that are drawn. The tags with which EDGAR's text filings told of tables and
pages mark a place too, and are no words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np

from extractor.document.opened_page import Chars
from extractor.model.page import RulingLine, Word, same_row
from extractor.ocr.settings import SETTINGS

_SETTINGS = SETTINGS.typed_rules
_RULE = re.compile(r"[-=_+|~\u2013\u2014\u2500]+")
_TAGS = ("<TABLE>", "</TABLE>", "<CAPTION>", "<S>", "<C>", "<PAGE>")
_FIGURE = re.compile(r"\d")
_IN_BOX = frozenset("_Xx")
"""What stands between the pipes of a box to check."""


def pipes_apart(chars: Chars) -> tuple[Chars, tuple[RulingLine, ...]]:
    """The characters without the pipes that stand one under another, and the rules down that those make."""
    pipes = [k for k, text in enumerate(chars.texts) if text == "|" and not _is_of_box(chars.texts, k)]
    rules, gone = [], set[int]()
    for column in _columns(chars, pipes):
        if len(column) >= _SETTINGS.fewest_pipes:
            rules.append(_rule_down(chars, column))
            gone.update(column)
    if not gone:
        return chars, ()
    return chars.only([k for k in range(len(chars)) if k not in gone]), tuple(rules)


def rules_apart(words: Sequence[Word]) -> tuple[list[Word], tuple[RulingLine, ...]]:
    """The words without those made of a rule's characters alone, and the rules across that those make."""
    gone = {id(word) for word in words if word.text.upper() in _TAGS or _is_long(word)}
    for row in _rows(words):
        lone = all(_RULE.fullmatch(word.text) for word in row)
        if lone and sum(len(word.text) for word in row) >= _SETTINGS.letters_alone:
            gone.update(map(id, row))
    rules = tuple(_rule_across(word) for word in words if id(word) in gone and _RULE.fullmatch(word.text))
    return [word for word in words if id(word) not in gone], rules


def is_worn_tag(text: str) -> bool:
    """True for a line read off ink that is a tag but for a letter; `<1>` is a footnote's number."""
    from rapidfuzz.distance import Levenshtein

    said = text.upper()
    return not _FIGURE.search(said) and any(Levenshtein.distance(said, tag) <= 1 for tag in _TAGS)


def _is_long(word: Word) -> bool:
    return len(word.text) >= _SETTINGS.letters and _RULE.fullmatch(word.text) is not None


def _is_of_box(texts: Sequence[str], k: int) -> bool:
    """True for a pipe of a box to check: `|X|`, `|_|`."""
    opens = texts[k + 2 : k + 3] == ["|"] and texts[k + 1] in _IN_BOX
    return opens or (k > 1 and texts[k - 2] == "|" and texts[k - 1] in _IN_BOX)


def _columns(chars: Chars, pipes: Sequence[int]) -> Iterator[list[int]]:
    """The pipes that stand under each other, each within some lines of the one above it."""
    x = (chars.boxes[:, 0] + chars.boxes[:, 2]) / 2
    left = sorted(pipes, key=lambda k: x[k])
    while left:
        same = [k for k in left if x[k] - x[left[0]] <= _SETTINGS.same_place * chars.sizes[k]]
        left = left[len(same) :]
        same.sort(key=lambda k: chars.boxes[k, 1])
        far = [
            n
            for n in range(1, len(same))
            if chars.boxes[same[n], 1] - chars.boxes[same[n - 1], 3]
            > _SETTINGS.lines_apart * chars.sizes[same[n]]
        ]
        for start, end in zip([0, *far], [*far, len(same)], strict=True):
            yield same[start:end]


def _rule_down(chars: Chars, column: Sequence[int]) -> RulingLine:
    """The rule that pipes make; it goes on half a line beyond the first and the last."""
    boxes = chars.boxes[column]
    more = _SETTINGS.beyond * float(np.median(chars.sizes[column]))
    at = float(np.median((boxes[:, 0] + boxes[:, 2]) / 2))
    return RulingLine(
        float(boxes[:, 1].min()) - more, float(boxes[:, 3].max()) + more, at, _SETTINGS.thickness
    )


def _rule_across(word: Word) -> RulingLine:
    at = word.box.bottom if set(word.text) == {"_"} else word.box.center_y
    return RulingLine(word.box.x0, word.box.x1, at, _SETTINGS.thickness)


def _rows(words: Sequence[Word]) -> Iterator[list[Word]]:
    """The words that stand beside each other."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word.box.center_y):
        if rows and same_row(rows[-1][-1].box, word.box):
            rows[-1].append(word)
        else:
            rows.append([word])
    yield from rows
