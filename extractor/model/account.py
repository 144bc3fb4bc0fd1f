"""The account of a filing's pages: which part each word plays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from extractor.model.page import WordId

Role = Literal["caption", "wording", "value", "mark", "furniture", "unaccounted"]
"""What a word on a page is: a `caption` of the layout; other `wording` of the form; part of a `value`; a
`mark` (the number before a footnote, a check mark, asterisks and blanks to fill in); `furniture` of the page
(running heads, page numbers, what browsers and fax machines add; on a scan ink that is no legible writing);
or `unaccounted`."""


@dataclass(frozen=True, slots=True)
class Account:
    """The role of every word of a filing's pages, as its text layer or its OCR has them."""

    roles: Mapping[WordId, Role]

    def words(self, role: Role) -> frozenset[WordId]:
        """The words that play a role."""
        return frozenset(word for word, own in self.roles.items() if own == role)

    def on_page(self, number: int) -> Account:
        """The account of page `number` alone, from 1 in the file."""
        return Account({word: role for word, role in self.roles.items() if word.page == number})

    def __str__(self) -> str:
        """How many words play each role: `value 120, caption 210, unaccounted 3`."""
        counts = Counter(self.roles.values())
        return ", ".join(f"{role} {count}" for role, count in counts.most_common())
