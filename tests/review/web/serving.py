"""The page served for tests: a real server on a free port of this machine."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path
from queue import Queue

from extractor.review.desk import Desk
from extractor.review.serving import Table, serve
from extractor.review.tables import opened
from tests.review.results import in_folder


@dataclass(frozen=True)
class Served:
    """A desk and the link to its page."""

    desk: Desk
    link: str

    @property
    def home(self) -> str:
        return self.link.partition("/enter")[0]


def served(folder: Path, *filings, mode="single", sample=0.0) -> Served:
    """The filings, served."""
    desk = Desk(opened(f"sqlite:///{folder / 'review.sqlite'}"), mode)
    desk.add(in_folder(folder, *filings), sample)
    return Served(desk, link_to(desk))


def link_to(desk: Desk) -> str:
    """A link to a desk's page, served until the tests end."""
    link: Queue[str] = Queue()
    threading.Thread(target=serve, args=(desk, Table("127.0.0.1", 0, ""), link.put), daemon=True).start()
    return link.get(timeout=20)
