"""Finds the documents that results were read from, wherever they are, and tells those that were changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path

from cachetools import LRUCache

from extractor.errors import UnreadableInput

CACHED = 4096
"""Digests of documents kept in memory."""


class Sources:
    """Looks for documents by name and hash; `folders` are searched beside the places a result names.

    Nothing that was not found is remembered: a document that is put back is there again.
    """

    def __init__(self, folders: Sequence[Path] = ()) -> None:
        self._folders = tuple(folders)
        self._digests: LRUCache[tuple[str, int, int], str] = LRUCache(CACHED)

    def find(self, places: Iterable[Path], name: str, sha256: str) -> Path:
        """The document of that hash at one of the places, or of that name in one of the folders.

        Raises UnreadableInput where there is none, or only one that was changed.
        """
        wanted = dict.fromkeys((*places, *(folder / name for folder in self._folders)))
        found = [place for place in wanted if place.is_file()]
        for place in found:
            if self._digest(place) == sha256:
                return place
        if found:
            raise UnreadableInput(
                f"{found[0]}: is not the document that was extracted: it was changed or replaced since; "
                "put the first one back, or extract this one"
            )
        raise UnreadableInput(f"{name}: was not found; put it back, or name its folder with --documents")

    def _digest(self, file: Path) -> str:
        try:
            state = file.stat()
            key = str(file), state.st_mtime_ns, state.st_size
            if key not in self._digests:
                with file.open("rb") as content:
                    self._digests[key] = hashlib.file_digest(content, "sha256").hexdigest()
            return self._digests[key]
        except OSError:
            return ""
