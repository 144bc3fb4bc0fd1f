"""The tables of the store, for SQLite and PostgreSQL, and opening it.

`results` are the files of the folder, `version` counts how often a document's result was replaced by another,
and what is retired is in no result any more. `decisions` is only ever added to. `votes` are those that count
now, `items.state` follows from them: both are written in one transaction with the decision they follow from,
and could be made anew from the log.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    DateTime,
    Engine,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    create_engine,
    event,
    false,
    inspect,
    select,
    update,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, OperationalError, SQLAlchemyError
from sqlalchemy.schema import CreateColumn

from extractor.errors import OptionError
from extractor.review.decisions import person_of

METADATA = MetaData()

DOCUMENTS = Table(
    "documents",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("name", String, nullable=False),
    Column("stem", String, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("path", String, nullable=False),
    Column("result", Text, nullable=False),
    Column("version", Integer, nullable=False, server_default="0"),
    Column("is_retired", Boolean, nullable=False, server_default=false()),
    UniqueConstraint("sha256", "stem"),
)
RESULTS = Table(
    "results",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("file", String, nullable=False, unique=True),
    Column("size", BigInteger, nullable=False),
    Column("modified", BigInteger, nullable=False),
    Column("is_read", Boolean, nullable=False),
    Column("document", ForeignKey("documents.id"), index=True),
    Column("sample", Float, nullable=False),
    Column("trouble", Text, nullable=False),
    Index("results_unread", "is_read", "id"),
)
"""Result files by name, size and time of change (ns). A file that is read names its document, unless it holds
none; `sample` is the share of its accepted cells that is asked, `trouble` why it could not be read."""
FILINGS = Table(
    "filings",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("document", ForeignKey("documents.id"), nullable=False, index=True),
    Column("number", Integer, nullable=False),
    Column("leased_by", String),
    Column("leased_until", Float, nullable=False, default=0.0),
    Column("is_retired", Boolean, nullable=False, server_default=false()),
)
ITEMS = Table(
    "items",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("filing", ForeignKey("filings.id"), nullable=False, index=True),
    Column("kind", String(8), nullable=False),
    Column("path", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("state", String(8), nullable=False),
    Index("items_waiting", "state", "id"),
)
DECISIONS = Table(
    "decisions",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("filing", ForeignKey("filings.id"), nullable=False, index=True),
    Column("item", ForeignKey("items.id"), nullable=False),
    Column("path", Text, nullable=False),
    Column("reviewer", String, nullable=False),
    Column("action", String(16), nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("takes_back", Integer),
    sqlite_autoincrement=True,
)
VOTES = Table(
    "votes",
    METADATA,
    Column("decision", ForeignKey("decisions.number"), primary_key=True),
    Column("item", ForeignKey("items.id"), nullable=False, index=True),
    Column("filing", ForeignKey("filings.id"), nullable=False, index=True),
    Column("reviewer", String, nullable=False, index=True),
)
SESSIONS = Table(
    "sessions",
    METADATA,
    Column("digest", String(64), primary_key=True),
    Column("csrf", String, nullable=False),
    Column("reviewer", String, nullable=False),
    Column("until", Float, nullable=False),
)


def opened(url: str) -> Engine:
    """The store at a database URL, its tables made where they are missing.

    SQLite writes ahead and waits for the disk at each commit: what is acknowledged survives the power.
    Raises OptionError where the database cannot be used.
    """
    try:
        engine = create_engine(url, pool_pre_ping=True)
        if make_url(url).get_backend_name() == "sqlite":
            event.listen(engine, "connect", _write_ahead)
            event.listen(engine, "begin", _begin)
        METADATA.create_all(engine)
        with engine.begin() as connection:
            _add_columns(connection)
            _name_people(connection)
    except (ArgumentError, OperationalError, SQLAlchemyError, ImportError) as error:
        reason = str(error).splitlines()[0]
        raise OptionError(f"{url}: no review store can be opened there ({reason}); check --store") from error
    return engine


def _add_columns(connection: Connection) -> None:
    """Stores of older versions lack some columns."""
    for table in METADATA.sorted_tables:
        there = {column["name"] for column in inspect(connection).get_columns(table.name)}
        for column in (column for column in table.columns if column.name not in there):
            definition = CreateColumn(column).compile(dialect=connection.dialect)
            connection.exec_driver_sql(f"ALTER TABLE {table.name} ADD COLUMN {definition}")


def _name_people(connection: Connection) -> None:
    """Stores of older versions took "Ann" and "ann" for two people."""
    names = connection.execute(select(VOTES.c.reviewer).distinct()).scalars().all()
    for name in names:
        if person_of(name) != name:
            connection.execute(update(VOTES).where(VOTES.c.reviewer == name).values(reviewer=person_of(name)))


def _begin(connection: Connection) -> None:
    """What will write takes its turn at once; what only reads waits for nobody."""
    reads = connection.get_execution_options().get("reads")
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def _write_ahead(connection: object, _: object) -> None:
    # The driver begins transactions by itself, and too late for BEGIN IMMEDIATE: that is switched off.
    connection.isolation_level = None  # type: ignore[attr-defined]
    cursor = connection.cursor()  # type: ignore[attr-defined]
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
