"""What stands at the edges of pages and is no part of the form: running heads and feet, page numbers, and
what browsers and fax machines add."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from extractor.layout.analysis import PageAnalysis
from extractor.layout.captions import squeezed
from extractor.layout.template import shipped_wordings
from extractor.model.page import Line, WordId, by_rows

_ADDED = re.compile(
    r"""(?ix)
    [-–—\s]*(?:page|p\.)?\s*\d{1,3}(?:\s*(?:/|of)\s*\d{1,3})?[-–—\s]*     # a page's number, of how many
    | (?:https?|file)://\S+ | www\.\S+                                    # where a browser found the page
    | \d{1,4}[-/.]\d{1,2}[-/.]\d{2,4},?(?:\s+\d{1,2}:\d\d(?::\d\d)?(?:\s*[ap]\.?m\.?)?)   # and when
    | (?:sec\s+)?form\s*4(?:/a)?                                          # the title it shows in its window
    """
)
_FAX = tuple(
    re.compile(part)
    for part in (
        r"\d{1,2}[:.]\d\d",
        r"\bP(?:AGE)?[. ]{0,2}\d",
        r"(?:\d[\s().-]{0,2}){10}",
        r"\b(?:FR|FROM|TO|FAX|TEL)\b",
    )
)
"""What a fax machine's line holds: the time, the page, a number dialled, from and to."""
_PARTS = 3
"""How many of these a line has that nobody else writes."""
_BROKEN = 12
"""Letters before the end of a page that show which wording it breaks off."""
_DIGITS = re.compile(r"\d+")


def running_words(pages: Sequence[PageAnalysis]) -> frozenset[WordId]:
    """The words of running heads and feet on the pages of a file.

    From each edge of a page inwards: rows that look like what programs add, and those that other pages have
    at the same edge but for their numbers. What stands in a table is a row of it.
    """
    edges = [(page, _rows(page)) for page in pages]
    heads = Counter(text for _, rows in edges for text in {_said(row) for row in rows[:1]})
    feet = Counter(text for _, rows in edges for text in {_said(row) for row in rows[-1:]})
    found: set[WordId] = set()
    foot: list[Line] = []
    for page, rows in edges:
        found |= {word.id for line in _rest_of_print(rows, foot) for word in line.words}
        foot = rows[-1] if rows else []
        for ordered, again in ((rows, heads), (rows[::-1], feet)):
            found |= {
                word.id for row in _running(page, ordered, again) for line in row for word in line.words
            }
    return frozenset(found)


def _rest_of_print(rows: Sequence[list[Line]], foot: Sequence[Line]) -> list[Line]:
    """The first row of a page where it is the end of a wording of the form that the last row of the page
    before, `foot`, breaks off; nothing otherwise."""
    first = rows[0] if rows else []
    rest, before = (squeezed(" ".join(line.text for line in row)) for row in (first, foot))
    wordings = [letters for text in shipped_wordings() if (letters := squeezed(text)).endswith(rest)]
    begun = (letters.removesuffix(rest)[-_BROKEN:] for letters in wordings if rest)
    return list(first) if any(end and before.endswith(end) for end in begun) else []


def _rows(page: PageAnalysis) -> list[list[Line]]:
    return by_rows([line for line in page.text.lines if line.text.strip()])


def _running(page: PageAnalysis, rows: Iterable[list[Line]], again: Counter[str]) -> Iterator[list[Line]]:
    """The rows at an edge, from the outside, as long as each is a running head."""
    for row in rows:
        repeated = again[_said(row)] > 1
        added = all(_ADDED.fullmatch(line.text.strip()) for line in row) or _is_faxed(row)
        if not (repeated or added) or any(_in_form(page, line) for line in row):
            return
        yield row


def _is_faxed(row: Sequence[Line]) -> bool:
    text = " ".join(line.text for line in row).upper()
    return sum(part.search(text) is not None for part in _FAX) >= _PARTS


def _said(row: Sequence[Line]) -> str:
    """A row's letters, its numbers all the same."""
    return squeezed(_DIGITS.sub("0", " ".join(line.text for line in row)))


def _in_form(page: PageAnalysis, line: Line) -> bool:
    """True for a line in a table, or of the form's own print."""
    x, y = line.box.center_x, line.box.center_y
    if any(band.box.holds(x, y) for bands in page.bands for band in bands):
        return True
    printed = {word.id for word in page.printed}
    return any(word.id in printed for word in line.words)
