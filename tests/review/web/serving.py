"""The page served for tests: a real server on a free port of this machine."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path
from queue import Queue

from extractor.review.schema import opened
from extractor.review.service import ReviewService
from extractor.review.web.server import ServerAddress, serve
from tests.review.results import in_folder


@dataclass(frozen=True)
class Served:
    """A service and the link to its page."""

    service: ReviewService
    link: str

    @property
    def home(self) -> str:
        return self.link.partition("/enter")[0]


def served(folder: Path, *filings, mode="single", sample=0.0) -> Served:
    """The filings, served."""
    service = ReviewService(opened(f"sqlite:///{folder / 'review.sqlite'}"), mode)
    service.add(in_folder(folder, *filings), sample)
    return Served(service, link_to(service))


def link_to(service: ReviewService) -> str:
    """A link to a service's page, served until the tests end."""
    link: Queue[str] = Queue()
    threading.Thread(
        target=serve, args=(service, ServerAddress("127.0.0.1", 0, ""), link.put), daemon=True
    ).start()
    return link.get(timeout=20)
