"""The results of a store: files that come in, filings as extracted, and the documents themselves."""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from pathlib import Path

from sqlalchemy import Connection, Engine, func, select

from extractor.errors import OptionError, UnreadableInput
from extractor.model.filing import Extraction
from extractor.options import MAX_ERROR
from extractor.review import intake
from extractor.review.decisions import LoadedResult, Mode
from extractor.review.intake import Registered
from extractor.review.result_cache import ResultCache
from extractor.review.results import read_result, result_files
from extractor.review.schema import DOCUMENTS, FILINGS, RESULTS
from extractor.review.sources import Sources
from extractor.values.calibration import accepted_from

LOG = logging.getLogger("extractor.review")


class ReviewArchive(ABC):
    """The results of one store. Several threads, processes and machines may use it at once.

    Result files are read one after another, so that neither the start nor the memory depends on their number.
    """

    def __init__(self, engine: Engine, mode: Mode = "single", documents: Sequence[Path] = ()) -> None:
        """`documents` are folders in which documents are searched that are not where they were extracted."""
        self._writing, self._reading, self.mode = engine, engine.execution_options(reads=True), mode
        self._results, self._sources = ResultCache(accepted_from(MAX_ERROR)), Sources(documents)
        self._folder = Path()

    @property
    def engine(self) -> Engine:
        """The store."""
        return self._writing

    # Results coming in.

    def add(self, results: Iterable[LoadedResult], sample: float = 0.0) -> None:
        """Puts results into the queue; those already in it are brought up to date where they were changed.

        `sample` is the share of accepted cells that is asked too, blind.
        """
        for loaded in results:
            with self._writing.begin() as connection:
                self._take(connection, loaded, sample)

    def register(self, folder: Path, sample: float = 0.0) -> Registered:
        """Notes the result files of a folder; each is read when it is its turn."""
        self._folder = folder.absolute()
        with self._writing.begin() as connection:
            return intake.register(connection, result_files(self._folder), sample)

    def read_one(self) -> bool:
        """Reads the next result file that was registered; False where all are read."""
        with self._reading.begin() as connection:
            wanted = intake.next_unread(connection)
        if wanted is None:
            return False
        trouble, loaded = "", None
        try:
            loaded = read_result(self._folder / wanted.file)
        except OptionError as error:
            trouble = str(error)
            LOG.warning("%s", trouble)
        with self._writing.begin() as connection:
            document = self._take(connection, loaded, wanted.sample) if loaded else None
            intake.set_read(connection, wanted.number, document, trouble)
        return True

    def read_all(self) -> None:
        """Reads every result file that was registered."""
        while self.read_one():
            pass

    def troubles(self) -> tuple[str, ...]:
        """Why result files could not be read."""
        with self._reading.begin() as connection:
            return tuple(intake.troubles(connection))

    def renewed(self) -> int:
        """How many documents were extracted again since they were put into the queue."""
        with self._reading.begin() as connection:
            query = select(func.count()).select_from(DOCUMENTS).where(DOCUMENTS.c.version > 0)
            return int(connection.execute(query).scalar_one())

    def _take(self, connection: Connection, loaded: LoadedResult, sample: float) -> int:
        taken = intake.take(connection, loaded, sample)
        for filing in taken.filings:
            self._follow(connection, filing)
        return taken.document

    # Results.

    def filings(self) -> tuple[tuple[int, int], ...]:
        """Every filing with its document, in order."""
        with self._reading.begin() as connection:
            query = select(FILINGS.c.id, FILINGS.c.document).where(~FILINGS.c.is_retired)
            return tuple(
                (filing, document) for filing, document in connection.execute(query.order_by(FILINGS.c.id))
            )

    def extraction(self, document: int) -> Extraction:
        """The result of a document as it was extracted."""
        with self._reading.begin() as connection:
            return self._results.document(connection, document)

    def name(self, document: int) -> str:
        """A document's name."""
        with self._reading.begin() as connection:
            return str(
                connection.execute(select(DOCUMENTS.c.name).where(DOCUMENTS.c.id == document)).scalar_one()
            )

    def stems(self) -> dict[int, str]:
        """Document → the name of its result file, without the ending."""
        with self._reading.begin() as connection:
            query = select(DOCUMENTS.c.id, DOCUMENTS.c.stem).where(~DOCUMENTS.c.is_retired)
            return dict(connection.execute(query.order_by(DOCUMENTS.c.id)).all())

    def document_file(self, document: int) -> Path | None:
        """The document itself; None where it was not found or was changed."""
        try:
            return self.source_file(document)
        except UnreadableInput:
            return None

    def source_file(self, document: int) -> Path:
        """The document itself, wherever it is now; raises UnreadableInput where it is gone or was changed."""
        with self._reading.begin() as connection:
            return self._source(connection, document)

    def _source(self, connection: Connection, document: int) -> Path:
        first = self._results.document(connection, document).source
        query = select(DOCUMENTS.c.path, RESULTS.c.file).outerjoin(RESULTS).where(DOCUMENTS.c.id == document)
        places = connection.execute(query).all()
        hint = places[0].path
        folders = [(self._folder / file).parent for _, file in places if file]
        named = [Path(place) for place in (hint, first.path) if place]
        beside = [place / first.name for folder in folders for place in (folder, folder.parent)]
        return self._sources.find([*named, *beside], first.name, first.sha256)

    @abstractmethod
    def _follow(self, connection: Connection, filing: int) -> tuple[str, ...]:
        """Updates the states of a filing's items; gives the paths that were settled by the decisions."""
