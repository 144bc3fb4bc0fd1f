"""Puts results into the store: which files there are, and what is asked about each.

Files are registered by name at the start and read one after another when they are needed. Each function takes
part in a transaction of the caller.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Insert, func, insert, select, update

from extractor.model.filing import Extraction, Filing
from extractor.review import repository
from extractor.review.decisions import LoadedResult
from extractor.review.renewal import renewed, taken_back
from extractor.review.repository import Question, questions, samples
from extractor.review.results import ResultFile
from extractor.review.schema import DOCUMENTS, FILINGS, ITEMS, RESULTS


@dataclass(frozen=True, slots=True)
class Registered:
    """How many result files a folder has, and how many of them are new or were changed."""

    files: int
    new: int
    changed: int


@dataclass(frozen=True, slots=True)
class Unread:
    """A result file that is to be read, and the share of its accepted cells that is asked."""

    number: int
    file: str
    sample: float


@dataclass(frozen=True, slots=True)
class Taken:
    """A result that was put into the store: its document, and the filings whose states are to be followed."""

    document: int
    filings: tuple[int, ...] = ()


# Files.


def register(connection: Connection, files: Iterable[ResultFile], sample: float) -> Registered:
    """Notes which files are new, were changed, or are to be asked a greater sample of; reads none."""
    there = select(RESULTS.c.file, RESULTS.c.id, RESULTS.c.size, RESULTS.c.modified, RESULTS.c.sample)
    known = {name: rest for name, *rest in connection.execute(there)}
    count, new, changed = 0, [], 0
    for file in files:
        count += 1
        if file.name not in known:
            new.append({"file": file.name, "trouble": "", **_unread(file, sample)})
            continue
        number, size, modified, asked = known[file.name]
        is_other = (size, modified) != (file.size, file.modified)
        if is_other or sample > asked:
            changed += is_other
            values = _unread(file, max(sample, asked))
            connection.execute(update(RESULTS).where(RESULTS.c.id == number).values(values))
    for start in range(0, len(new), repository.SETTINGS.batch):
        connection.execute(insert(RESULTS), new[start : start + repository.SETTINGS.batch])
    return Registered(count, len(new), changed)


def _unread(file: ResultFile, sample: float) -> dict[str, object]:
    return {"size": file.size, "modified": file.modified, "is_read": False, "sample": sample}


def next_unread(connection: Connection) -> Unread | None:
    """The first file that is to be read."""
    query = select(RESULTS.c.id, RESULTS.c.file, RESULTS.c.sample).where(~RESULTS.c.is_read)
    row = connection.execute(query.order_by(RESULTS.c.id).limit(1)).first()
    return Unread(*row) if row else None


def unread(connection: Connection) -> int:
    """How many files are to be read."""
    query = select(func.count()).select_from(RESULTS).where(~RESULTS.c.is_read)
    return int(connection.execute(query).scalar_one())


def set_read(connection: Connection, number: int, document: int | None, trouble: str = "") -> None:
    """Notes what a file holds; a document of which it was the only result is retired."""
    own = RESULTS.c.id == number
    before = connection.execute(select(RESULTS.c.document).where(own)).scalar()
    values = {"is_read": True, "document": document, "trouble": trouble}
    connection.execute(update(RESULTS).where(own).values(values))
    other = connection.execute(select(RESULTS.c.id).where(RESULTS.c.document == before)).first()
    if before is not None and before != document and other is None and document is not None:
        connection.execute(update(DOCUMENTS).where(DOCUMENTS.c.id == before).values(is_retired=True))
        for (filing,) in connection.execute(select(FILINGS.c.id).where(FILINGS.c.document == before)).all():
            _retire(connection, filing)


def troubles(connection: Connection) -> list[str]:
    """Why files could not be read."""
    return list(connection.execute(select(RESULTS.c.trouble).where(RESULTS.c.trouble != "")).scalars())


# Results.


def take(connection: Connection, loaded: LoadedResult, sample: float) -> Taken:
    """Puts a result into the store; one that is there already is brought up to date."""
    source, stem = loaded.extraction.source, loaded.json_file.stem
    own = (DOCUMENTS.c.sha256 == source.sha256) & (DOCUMENTS.c.stem == stem)
    row = connection.execute(select(DOCUMENTS).where(own)).first()
    if row is None:
        return Taken(_added(connection, loaded, sample))
    text = loaded.extraction.model_dump_json()
    if row.result == text and not row.is_retired:
        for filing, number in _filings(connection, row.id):
            own_filing = loaded.extraction.filings[number - 1]
            _ask_more(connection, filing, samples(own_filing, f"{source.sha256} {number}", sample))
        return Taken(row.id)
    values = {"result": text, "version": row.version + 1, "is_retired": False}
    connection.execute(update(DOCUMENTS).where(DOCUMENTS.c.id == row.id).values(values))
    old = Extraction.model_validate_json(row.result)
    return Taken(row.id, _renewed(connection, row.id, old, loaded.extraction, sample))


def _added(connection: Connection, loaded: LoadedResult, sample: float) -> int:
    source, stem = loaded.extraction.source, loaded.json_file.stem
    values = {
        # Scanners give every file the same name; the name of the result file tells them apart.
        "name": source.name if Path(source.name).stem == stem else stem,
        "stem": stem,
        "sha256": source.sha256,
        "path": str(loaded.document or ""),
        "result": loaded.extraction.model_dump_json(),
    }
    document = _new(connection, insert(DOCUMENTS).values(values))
    for number, filing in enumerate(loaded.extraction.filings, 1):
        _add_filing(connection, document, number, filing, source.sha256, sample)
    return document


def _add_filing(
    connection: Connection, document: int, number: int, filing: Filing, sha256: str, sample: float
) -> None:
    key = _new(connection, insert(FILINGS).values(document=document, number=number, leased_until=0.0))
    repository.ask(connection, key, _asked(filing, sha256, number, sample))


def _asked(filing: Filing, sha256: str, number: int, sample: float) -> list[Question]:
    # Samples first: who has seen the row's other cells has seen their values.
    return [*samples(filing, f"{sha256} {number}", sample), *questions(filing)]


def _ask_more(connection: Connection, filing: int, asked: Sequence[Question]) -> None:
    """The samples that are not asked yet."""
    query = select(ITEMS.c.path).where(ITEMS.c.filing == filing, ITEMS.c.kind == "sample")
    there = set(connection.execute(query).scalars()) if asked else set()
    repository.ask(connection, filing, [question for question in asked if question.path not in there])


def _renewed(
    connection: Connection, document: int, old: Extraction, new: Extraction, sample: float
) -> tuple[int, ...]:
    """Brings the filings of a document that was extracted again up to date; gives those that are left."""
    there = {number: filing for filing, number in _filings(connection, document)}
    sha256 = new.source.sha256
    for number, filing in enumerate(new.filings, 1):
        if number in there:
            was = old.filings[number - 1]
            asked = _asked(filing, sha256, number, sample)
            values = {"is_retired": False}
            connection.execute(update(FILINGS).where(FILINGS.c.id == there[number]).values(values))
            renewed(connection, there[number], was, filing, asked)
        else:
            _add_filing(connection, document, number, filing, sha256, sample)
    for number, key in there.items():
        if number > len(new.filings):
            _retire(connection, key)
    return tuple(key for number, key in there.items() if number <= len(new.filings))


def _retire(connection: Connection, filing: int) -> None:
    """A filing that is in no result any more asks nothing; its decisions stay in the log."""
    for votes in repository.votes_on(connection, filing).values():
        for vote in votes:
            taken_back(connection, vote)
    connection.execute(update(FILINGS).where(FILINGS.c.id == filing).values(is_retired=True))
    connection.execute(update(ITEMS).where(ITEMS.c.filing == filing).values(state="settled"))


def _filings(connection: Connection, document: int) -> list[tuple[int, int]]:
    """The filings of a document with their numbers."""
    query = select(FILINGS.c.id, FILINGS.c.number).where(FILINGS.c.document == document)
    return [(filing, number) for filing, number in connection.execute(query.order_by(FILINGS.c.number))]


def _new(connection: Connection, statement: Insert) -> int:
    key = connection.execute(statement).inserted_primary_key
    assert key is not None
    return int(key[0])
