"""A filing's values as words to set, and the record of what was set: the truth is what was printed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from random import Random

from samples.generator.grid import Content
from samples.generator.ink import Pen, Text
from samples.generator.style import Style
from samples.generator.typeset import Align, Word, flow
from samples.generator.values import Filing, kind_of

_HAND_SLANT, _HAND_WOBBLE = 0.12, 0.035


@dataclass(slots=True)
class Fill:
    """Writes values of `filing` in the look of `style`, and remembers which."""

    filing: Filing
    style: Style
    printed: dict[str, str] = field(default_factory=dict)

    def value(self, path: str) -> str:
        """The value at `path`, counted as printed; "" where there is none."""
        found = self.filing.get(path, "")
        if found:
            self.printed[path] = found
        return found

    def resized(self, factor: float) -> Fill:
        """The same values in smaller or larger letters, remembered together."""
        return Fill(self.filing, replace(self.style, fill_size=self.style.fill_size * factor), self.printed)

    def words(self, path: str, scale: float = 1.0, prefix: str = "", suffix: str = "") -> tuple[Word, ...]:
        """The value at `path` as the filer writes it, with its footnote marks beside it or in its place."""
        found = self.value(path)
        written = self.style.habits.written(path, found) if found else ""
        text = f"{prefix}{written}{suffix}" if written else ""
        plain = self._plain(text, path, scale)
        if kind_of(path, found) == "number":
            plain = _unbroken(plain)
        return (*plain, *self._marks(path, bool(text), scale))

    def first_of(self, *paths: str) -> tuple[Word, ...]:
        """The words of the first path that has a value or a mark: shares or, in their place, a value."""
        return next((words for path in paths if (words := self.words(path))), ())

    def loose(self, text: str, path: str = "", scale: float = 1.0) -> tuple[Word, ...]:
        """Words in the fill's face which are no value of their own."""
        return self._plain(self.style.habits.written("", text), path, scale)

    def placed(self, words: Iterable[Word], align: Align = "left") -> Content:
        """Content that sets `words` as this form was filled: printed, typed a little off, or by hand."""
        words = tuple(words)

        def draw(pen: Pen, x: float, y: float, width: float) -> float:
            inked = Pen()
            bottom = flow(inked, x, y, width, words, align)
            pen.text(*self.written_by_hand(item for item in inked.items if isinstance(item, Text)))
            return bottom

        return draw

    def written_by_hand(self, runs: Iterable[Text]) -> Iterator[Text]:
        """Runs moved as a typewriter strays, or letter by letter as a hand wavers. Same place, same "
        "wander."""
        for run in runs:
            aside, own = (
                Random(f"{self.style.seed} {run.path}"),
                Random(f"{self.style.seed} {run.path} {run.text}"),
            )
            dx, dy = (self._wander(aside, 0.5) + self._wander(own, 0.12) for _ in "xy")
            moved = Text(run.x + dx, run.y + dy, run.text, run.font, run.size, run.colour, run.path)
            yield from scrawled(moved, own) if self.style.fill.is_hand else (moved,)

    def _wander(self, rng: Random, share: float) -> float:
        stray = self.style.stray
        return max(-stray, min(stray, rng.gauss(0.0, stray * share)))

    def _plain(self, text: str, path: str, scale: float) -> tuple[Word, ...]:
        face, size = self.style.fill, self.style.fill_size * scale
        font = face.bold if self.style.heavy else face.regular
        return tuple(Word(token, font, size, self.style.fill_colour, path=path) for token in text.split())

    def _marks(self, path: str, beside: bool, scale: float) -> tuple[Word, ...]:
        habits, size = self.style.habits, self.style.fill_size * scale
        small = size * (0.68 if habits.marks == "raised" else 1.0)
        rise = size * 0.34 if habits.marks == "raised" else 0.0
        marks = self.value(f"{path}/footnoteId").split()
        return tuple(
            Word(
                f"({mark.removeprefix('F')})",
                self.style.fill.regular,
                small,
                self.style.mark_colour,
                rise,
                glued=beside or n > 0,
                path=f"{path}/footnoteId",
                lead=size * 0.3 if beside and habits.marks_apart and n == 0 else 0.0,
            )
            for n, mark in enumerate(marks)
        )


def _unbroken(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """A dollar sign stays with its number, a fraction with its whole."""
    return tuple(replace(word, glued=True, lead=word.space) if n else word for n, word in enumerate(words))


def scrawled(run: Text, rng: Random) -> Iterator[Text]:
    """The letters of `run` one by one with their own slant, size and height on the line."""
    x = run.x
    lean = rng.gauss(_HAND_SLANT, 0.05)
    for letter in run.text:
        size = run.size * rng.gauss(1.0, 0.05)
        y = run.y + rng.gauss(0.0, _HAND_WOBBLE * run.size)
        glyph = Text(
            x, y, letter, run.font, size, run.colour, run.path, slant=rng.gauss(lean, 0.03), line=run.y
        )
        x += glyph.width * rng.gauss(0.99, 0.03)
        if letter != " ":
            yield glyph
