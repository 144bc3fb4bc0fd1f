"""Names of a document's outputs: unique, legal on every file system, the same at every run of a folder.

A name is the document's own. What some file system forbids in it is written as in URLs (`%3F`), a long name
is cut and ends with digits of its hash, and of documents with one name the later ones are numbered (`~2`).
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from pathlib import PurePath

LONGEST = 180
"""Bytes of a name. File systems allow 255, of which endings, numbers and half-written files take the rest."""
DIGITS = 10
"""Hexadecimal digits of the hash that tells long names apart: two of a million agree once in 2 million."""
FORBIDDEN = re.compile(r'[\x00-\x1f\x7f-\x9f<>:"/\\|?*%\ud800-\udfff]|^[. ]|[. ]$')
"""What Windows, macOS or Linux forbid or hide in names; and `%`, which stands for what is escaped."""
DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)", re.IGNORECASE)
"""Names that are devices on Windows, with any ending."""
NUMBERED = re.compile(r"-(?=[0-9]+$)")
"""The hyphen of an end such as `-2`: so the filings of a document are numbered, and no document."""


def legal(name: str) -> str:
    """The name as every file system takes it; different names of usual length stay different."""
    safe = FORBIDDEN.sub(lambda found: _escaped(found[0]), name) or "document"
    safe = NUMBERED.sub(_escaped("-"), safe)
    if DEVICES.match(safe):
        safe = _escaped(safe[0]) + safe[1:]
    return safe if len(safe.encode()) <= LONGEST else _cut(safe)


def _escaped(text: str) -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode("utf-8", "surrogateescape"))


def _cut(name: str) -> str:
    """A name that is too long, cut before its ending."""
    ending = PurePath(name).suffix if len(PurePath(name).suffix.encode()) <= DIGITS else ""
    digits = hashlib.sha256(name.encode()).hexdigest()[:DIGITS]
    room = LONGEST - len(f"~{digits}{ending}".encode())
    begin = name.encode()[:room].decode("utf-8", "ignore")
    return f"{begin}~{digits}{ending}"


class NameTable:
    """The names that are taken; to find one costs the same however many there are.

    `owner_of` gives the document that has a name for good, by the name in its folded spelling.
    """

    def __init__(self, owner_of: Callable[[str], str | None] = lambda name: None) -> None:
        self._owner_of = owner_of
        self._promised: dict[str, str] = {}
        self._owners: dict[str, str] = {}
        self._last: Counter[str] = Counter()

    def stem_of(self, name: str, url: str) -> str:
        """A name for the outputs of the document at `url`, called `name`; promised to it from now on."""
        if url not in self._promised:
            stem = self._free(legal(name), url)
            self._promised[url], self._owners[folded(stem)] = stem, url
        return self._promised[url]

    def settle(self, url: str) -> None:
        """Forgets a promise: `owner_of` knows the document, or it needs no name."""
        if stem := self._promised.pop(url, None):
            del self._owners[folded(stem)]

    def _free(self, plain: str, url: str) -> str:
        """The name, or the next of its numbered ones that is free."""
        stem, path = plain, PurePath(plain)

        def numbered(number: int) -> str:
            return f"{path.stem}~{number + 1}{path.suffix}"

        def is_taken(stem: str) -> bool:
            return self._owner(folded(stem)) not in (None, url)

        if is_taken(stem) and plain not in self._last:
            self._last[plain] = _first_free(lambda number: is_taken(numbered(number))) - 1
        while is_taken(stem):
            self._last[plain] += 1
            stem = numbered(self._last[plain])
        return stem

    def _owner(self, name: str) -> str | None:
        return self._owners.get(name) or self._owner_of(name)


def _first_free(is_taken: Callable[[int], bool]) -> int:
    """A number from 1 on that is free after one that is not, found by doubling and halving."""
    free = 1
    while is_taken(free):
        free *= 2
    taken = free // 2
    while free - taken > 1:
        middle = (taken + free) // 2
        free, taken = (free, middle) if is_taken(middle) else (middle, taken)
    return free


def folded(stem: str) -> str:
    """The same for names that some file system takes for one: those that differ in case or in composition."""
    return unicodedata.normalize("NFC", stem).casefold()
