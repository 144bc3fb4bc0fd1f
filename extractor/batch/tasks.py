"""The values of a batch: documents, tasks, results and journal entries. All frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from extractor.model.filing import Extraction

Status = Literal["ok", "review", "refused", "not-a-form4", "failed"]
BINS = 20
"""Steps of the confidence histogram."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one document may cost: seconds of wall-clock time, and megabytes of memory of the worker.

    After `documents` documents a worker is replaced by a fresh one.
    """

    seconds: float = 600.0
    megabytes: int = 3_000
    documents: int = 200


@dataclass(frozen=True, slots=True)
class Listed:
    """A document as the inputs name it; `stamp` changes when its content does ("" where none is known)."""

    url: str
    name: str
    size: int = 0
    stamp: str = ""

    @property
    def file_name(self) -> str:
        """A name for its file in a folder of its own."""
        return self.name.strip("./") or "document"

    def as_source_of(self, extraction: Extraction) -> Extraction:
        """The extraction with this document as its source, wherever its contents were read."""
        source = extraction.source.model_copy(update={"name": self.name, "path": self.url})
        return extraction.model_copy(update={"source": source})


@dataclass(frozen=True, slots=True)
class Task:
    """A document for a worker: a file at `path`, or its `content` where workers may be elsewhere.

    `key` is what its result is kept under (`result_key`); `stem` names its outputs.
    """

    listed: Listed
    sha256: str
    key: str
    stem: str
    path: str = ""
    content: bytes | None = field(default=None, repr=False)

    @property
    def identity(self) -> tuple[str, str]:
        """That of the entry it will have."""
        return self.sha256, self.key


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of a document: pages, filings, cells, places to look at (`looks`), layouts, confidences.

    `sure[k]` is the number of cells with a confidence from k / `BINS` to (k + 1) / `BINS`.
    """

    pages: int = 0
    filings: int = 0
    cells: int = 0
    looks: int = 0
    layouts: tuple[str, ...] = ()
    sure: tuple[int, ...] = (0,) * BINS


@dataclass(frozen=True, slots=True)
class Result:
    """The result of a document: its JSON and each filing's XML, or the reason why there is none.

    `lost` is true where its worker was killed or died before the end of the document.
    """

    status: Status
    reason: str = ""
    json: bytes = field(default=b"", repr=False)
    xml: tuple[bytes, ...] = field(default=(), repr=False)
    tally: Tally = field(default_factory=Tally)
    seconds: float = 0.0
    lost: bool = False


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One document in the journal: it is done and its outputs are written."""

    url: str
    name: str
    size: int
    stamp: str
    sha256: str
    key: str
    stem: str
    status: Status
    reason: str
    tally: Tally
    seconds: float

    @property
    def identity(self) -> tuple[str, str]:
        """Documents of one identity have one result."""
        return self.sha256, self.key

    @property
    def is_extracted(self) -> bool:
        """True where filings were extracted, with cells to review or without; others are set aside."""
        return self.status in ("ok", "review")

    @classmethod
    def read(cls, values: Mapping[str, object]) -> JournalEntry:
        """An entry as the journal keeps it."""
        tally = dict(values["tally"])  # type: ignore[call-overload]
        tally |= {name: tuple(tally[name]) for name in ("layouts", "sure")}
        return cls(**{**values, "tally": Tally(**tally)})  # type: ignore[arg-type]
