"""Titles and natures that are repeated: rows of one class, or held one way, say it in the same words.

DOMAIN has no number for it, for on a page without wear it adds nothing; on a worn one every row is another
look at the same words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extractor.reconcile.constraint import Constraint, Statement
from extractor.reconcile.form_view import NATURE, TITLE, UNDERLYING_TITLE, Form, same_class
from extractor.reconcile.rules.build import same
from extractor.reconcile.settings import CHANCES


def _titles(form: Form) -> Iterator[Statement]:
    """T1: those of shares with those of what derivatives give, those of derivatives with each other."""
    shares = [row.at(TITLE) for row in form.rows if row.table == 1]
    underlying = [row.at(UNDERLYING_TITLE) for row in form.rows if row.table == 2]
    yield from _again(form, [*shares, *underlying])
    yield from _again(form, [row.at(TITLE) for row in form.rows if row.table == 2])


def _natures(form: Form) -> Iterator[Statement]:
    """T2."""
    yield from _again(form, [row.at(NATURE) for row in form.rows])


def _again(form: Form, cells: Iterable[str]) -> Iterator[Statement]:
    """Each cell with the nearest one before it that says the same, a misread letter aside."""
    seen: list[str] = []
    for cell in cells:
        text = form.values.get(cell, "")
        before = next((path for path in reversed(seen) if same_class(form.values[path], text)), None)
        if text and before is not None:
            yield same(before, cell, "{} again: {}", _letters)
        if text:
            seen.append(cell)


def _letters(text: str) -> str:
    """The text without blanks and capitals, which prints change from row to row."""
    return "".join(text.casefold().split())


RULES = (
    Constraint(
        id="title-again",
        number="T1",
        name="Rows of one class name it in the same words",
        strength="usual",
        chance=CHANCES.same_words,
        statements=_titles,
    ),
    Constraint(
        id="nature-again",
        number="T2",
        name="Rows held in one way tell it in the same words",
        strength="usual",
        chance=CHANCES.same_words,
        statements=_natures,
    ),
)
