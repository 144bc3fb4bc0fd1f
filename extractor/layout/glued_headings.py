"""Headings of the text below the tables that a filer set right before their text: `REMARKS:EXHIBIT LIST`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from extractor.layout.template import Layout
from extractor.model.page import Line, PageText


def with_headings_apart(page_text: PageText, layouts: Iterable[Layout]) -> PageText:
    """The page with the colon of such a heading as the end of its word, wherever a line begins with one."""
    headings = {wording for layout in layouts for wording in _headings(layout)}
    lines = tuple(_apart(line, headings) for line in page_text.lines)
    return page_text if lines == page_text.lines else replace(page_text, lines=lines)


def _headings(layout: Layout) -> list[str]:
    wordings = (*layout.footnotes.wordings, *layout.remarks.wordings)
    return [wording.casefold() for wording in wordings if wording.endswith(":")]


def _apart(line: Line, headings: Iterable[str]) -> Line:
    for heading in headings:
        tokens = heading.split()
        words = [word.text.casefold() for word in line.words[: len(tokens)]]
        if _is_glued(words, tokens):
            return line.parted(len(tokens) - 1, len(tokens[-1]))
    return line


def _is_glued(words: Sequence[str], heading: Sequence[str]) -> bool:
    """True where words are a heading, and the last of them goes on behind its colon."""
    same = list(words[:-1]) == list(heading[:-1]) and len(words) == len(heading)
    return same and words[-1] != heading[-1] and words[-1].startswith(heading[-1])
