"""Plain text as filings of the 1990s were typed: lines of characters of one width, put on pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from samples.generator.fonts import text_width
from samples.generator.ink import Pen, Sheet
from samples.generator.style import Style
from samples.generator.typeset import Word, flow, lines_of

TypedLine = tuple[tuple[int, tuple[Word, ...]], ...]
"""One line: words, each group with the column of characters where it begins."""
Block = tuple[TypedLine, ...]
"""Lines that stay on one page."""
BLANK: TypedLine = ()
_LEADING = 1.14
"""Heights of the letters from one line to the next."""
_ENDLESS = 1e5
"""Points: a width that no line fills."""


@dataclass(frozen=True, slots=True)
class Page:
    """The characters of a page: `wide` of them in a line, all in one look."""

    style: Style
    wide: int

    @property
    def pitch(self) -> float:
        """Points from one character to the next."""
        return text_width("0", self.style.fill.regular, self.style.fill_size)

    def words(self, text: str) -> tuple[Word, ...]:
        """The form's own words, as they stand."""
        font, size = self.style.fill.regular, self.style.fill_size
        return tuple(Word(token, font, size) for token in text.split())

    def said(self, text: str, column: int = 0) -> TypedLine:
        """A line with one text."""
        return ((column, self.words(text)),)

    def centred(self, text: str) -> TypedLine:
        """A line with a text in its middle."""
        return self.said(text, max(0, (self.wide - len(text)) // 2))

    def rule(self, mark: str, column: int = 0, wide: int = 0) -> TypedLine:
        """A rule made of one character, over the whole line unless `wide` says less."""
        return self.said(mark * (wide or self.wide), column)

    def wrapped(self, words: Iterable[Word], wide: int = 0, column: int = 0) -> Block:
        """Words in lines of at most `wide` characters."""
        lines = lines_of(words, ((wide or self.wide) - column + 0.01) * self.pitch)
        return tuple(((column, line),) for line in lines)

    def sheets(self, blocks: Sequence[Block], breaks: Sequence[int], tag: str = "") -> tuple[Sheet, ...]:
        """The blocks on pages; before those numbered in `breaks` a page ends, `tag` at its foot."""
        leading = self.style.fill_size * _LEADING
        room = int((self.style.paper[1] - 2 * self.style.margin) / leading) - 1
        pages: list[list[TypedLine]] = [[]]
        for number, block in enumerate(blocks):
            if pages[-1] and (number in breaks or len(pages[-1]) + len(block) > room):
                pages[-1] += [self.said(tag)] if tag else []
                pages.append([])
            pages[-1] += block
        return tuple(self._sheet(lines, leading) for lines in pages)

    def _sheet(self, lines: Sequence[TypedLine], leading: float) -> Sheet:
        pen, margin = Pen(), self.style.margin
        for number, line in enumerate(lines):
            for column, words in line:
                flow(pen, margin + column * self.pitch, margin + number * leading, _ENDLESS, words)
        return Sheet(*self.style.paper, tuple(pen.items))


def beside(*columns: tuple[int, Sequence[TypedLine]]) -> Block:
    """Lines beside each other, each column from its own character on."""
    count = max((len(lines) for _, lines in columns), default=0)
    return tuple(
        tuple((at + column, words) for at, lines in columns if n < len(lines) for column, words in lines[n])
        for n in range(count)
    )
