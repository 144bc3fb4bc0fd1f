"""Footnote marks, told apart from the values they stand beside."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.model.page import Word

_MARK = r"(?:\(\s*\d{1,2}\s*\)|(?<!\d)\(\s*[a-z]\s*\))"
"""A number in brackets, or a letter; but not the (k) of a 401(k) plan."""
_TRAILING = re.compile(rf"(?:\s*{_MARK}\s*,?)*(?:\s*{_MARK}|\s*\(\s*\d{{1,2}})\s*,?\s*$")
"""Marks at the end; wear may have eaten the last bracket."""
_ONE = re.compile(r"\(\s*(\d{1,2}|[a-z])\s*(?:\)|$)")
_BARE = re.compile(r"\d{1,2}(?:,\d{1,2})*|[*†]{1,3}")


def split_marks(text: str) -> tuple[str, tuple[str, ...]]:
    """A cell's folded text as (value, marks): `628,553 (1)(2)` → (`628,553`, (`1`, `2`))."""
    match = _TRAILING.search(text)
    if match is None:
        return text, ()
    return text[: match.start()].strip(), tuple(_ONE.findall(match.group()))


def raised_marks(words: Sequence[Word]) -> tuple[list[Word], tuple[str, ...]]:
    """Words less those that are bare raised marks (`1` in small letters above the line), and the marks."""
    kept: list[Word] = []
    marks: list[str] = []
    for word in words:
        if word.raised and _BARE.fullmatch(word.text):
            marks.extend(part for part in word.text.split(",") if part)
        else:
            kept.append(word)
    return kept, tuple(marks)


def footnote_ids(marks: Sequence[str]) -> str:
    """Marks as the contract names them: (`1`, `2`) → `F1 F2`; lettered marks count from `a`."""
    numbers = [
        int(mark) if mark.isdigit() else ord(mark) - ord("a") + 1 for mark in marks if mark[0] not in "*†"
    ]
    return " ".join(f"F{n}" for n in dict.fromkeys(numbers))
