"""The values of a batch: documents, tasks, results and journal entries. All frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from extractor.batch.share import Share
    from extractor.errors import InputRefused
    from extractor.model.filing import Extraction

Status = Literal["ok", "review", "refused", "not-a-form4", "failed"]
EXTRACTED: frozenset[Status] = frozenset({"ok", "review"})
Failure = Literal["", "passing", "seconds", "megabytes"]
"""Whether a document without a result is worth another try: "" never, "passing" at the next run, the others
when it may have more seconds or megabytes than it had."""
BINS = 20
"""Steps of the confidence histogram."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A document as the inputs name it; `stamp` changes when its content does ("" where none is known).

    A member of an archive on this machine has the path of the `archive` and its number in it. `fault` is why
    what the inputs name is no document that can be read.
    """

    url: str
    name: str
    size: int = 0
    stamp: str = ""
    archive: str = ""
    member: int = 0
    fault: InputRefused | None = None

    @property
    def address(self) -> str:
        """The URL fit for UTF-8."""
        return as_text(self.url)

    def as_source_of(self, extraction: Extraction) -> Extraction:
        """The extraction with this document as its source, wherever its contents were read."""
        source = extraction.source.model_copy(update={"name": self.name, "path": self.address})
        return extraction.model_copy(update={"source": source})


@dataclass(frozen=True, slots=True)
class Task:
    """A document for a worker: a file at `path`, or its `content` where workers may be elsewhere; without
    either the worker reads its URL.

    `key` is what its result is kept under (`result_key`); `stem` names its outputs, which the worker writes
    into the output folder at `store` where that is named.
    """

    listed: Listed
    sha256: str
    key: str
    stem: str
    path: str = ""
    content: bytes | None = field(default=None, repr=False)
    store: str = ""

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

    `sha256` is that of the contents that were read; `share` is what they add to the outputs of the whole
    archive, made from the JSON where it is None; `outputs`, where its worker has written them. `failure` says
    whether it is worth another try; `lost`, whether its worker was killed or died before the end of the
    document.
    """

    status: Status
    reason: str = ""
    sha256: str = ""
    failure: Failure = ""
    json: bytes = field(default=b"", repr=False)
    xml: tuple[bytes, ...] = field(default=(), repr=False)
    share: Share | None = field(default=None, repr=False)
    tally: Tally = field(default_factory=Tally)
    seconds: float = 0.0
    lost: bool = False
    outputs: tuple[Output, ...] | None = None

    @property
    def is_extracted(self) -> bool:
        """True where there are filings, with cells to review or without."""
        return self.status in EXTRACTED


@dataclass(frozen=True, slots=True)
class Totals:
    """Counts of many documents: of each status, and of their pages, cells and places to look at."""

    statuses: Mapping[Status, int] = field(default_factory=dict)
    pages: int = 0
    cells: int = 0
    looks: int = 0

    @property
    def documents(self) -> int:
        return sum(self.statuses.values())

    @property
    def set_aside(self) -> int:
        """Documents that gave nothing."""
        return sum(count for status, count in self.statuses.items() if status not in EXTRACTED)


@dataclass(frozen=True, slots=True)
class Output:
    """A file in the output folder: its name there, its bytes, their SHA-256."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One document in the journal: it is done and its `outputs` are written.

    `failure` is its result's; `bound` is what it might have, in the unit of that name.
    """

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
    outputs: tuple[Output, ...] = ()
    failure: Failure = ""
    bound: float = 0.0

    @property
    def address(self) -> str:
        """The URL fit for UTF-8."""
        return as_text(self.url)

    @property
    def identity(self) -> tuple[str, str]:
        """Documents of one identity have one result."""
        return self.sha256, self.key

    @property
    def is_extracted(self) -> bool:
        """True where there are filings, with cells to review or without; others are set aside."""
        return self.status in EXTRACTED

    @classmethod
    def read(cls, values: Mapping[str, object]) -> JournalEntry:
        """An entry as the journal keeps it, without the fields that only a later version knows.

        Raises KeyError or TypeError where it is none.
        """
        tally = _known(Tally, values["tally"])  # type: ignore[arg-type]
        tally |= {name: tuple(tally[name]) for name in ("layouts", "sure")}  # type: ignore[arg-type]
        outputs = tuple(Output(**own) for own in values.get("outputs", ()))  # type: ignore[attr-defined]
        return cls(**_known(cls, values) | {"tally": Tally(**tally), "outputs": outputs})  # type: ignore[arg-type]

    def written(self) -> dict[str, object]:
        """The entry as the journal keeps it."""
        return {**_values(self), "tally": _values(self.tally), "outputs": [*map(_values, self.outputs)]}


def _values(whole: JournalEntry | Tally | Output) -> dict[str, object]:
    # dataclasses.asdict would copy every value.
    return {own.name: getattr(whole, own.name) for own in fields(whole)}


def _known(kind: type[JournalEntry | Tally], values: Mapping[str, object]) -> dict[str, object]:
    """The values whose names are fields of the class."""
    names = {own.name for own in fields(kind)}
    return {name: value for name, value in values.items() if name in names}


def as_text(name: str) -> str:
    """A name fit for UTF-8: bytes that are no text in it are escaped (`\\udce9`)."""
    return name.encode("utf-8", "backslashreplace").decode()


def of_copy(message: str, name: str, copy: str) -> str:
    """A message about the document called `name`, with which it begins, as one about its `copy`."""
    return copy + message.removeprefix(name) if message.startswith(name) else message
