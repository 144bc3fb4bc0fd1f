"""Pages for a reviewer, asked for by several threads at once."""

import threading
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from extractor.review import pictures
from extractor.review.pictures import PageSpot, Pictures

BUNDLE = Path(__file__).parents[2] / "samples" / "bundle" / "bundle.pdf"
PATIENCE = 0.5
"""Seconds for which an opening page waits for a second one that must not come."""
LONG = 60.0
"""Seconds after which a thread that waits for ever is given up."""


class Openings:
    """Opens documents as always, and remembers which and how many were open at once."""

    def __init__(self, real) -> None:
        self._real, self._change = real, threading.Condition()
        self._inside, self.most, self.pages = 0, 0, []

    @contextmanager
    def __call__(self, path, limits):
        with self._change:
            self._inside += 1
            self.most = max(self.most, self._inside)
            self._change.notify_all()
            self._change.wait_for(lambda: self._inside > 1, PATIENCE)
        try:
            with self._real(path, limits) as document:
                yield ItemRow(document, self.pages)
        finally:
            with self._change:
                self._inside -= 1


class ItemRow:
    """A document that notes which page is asked for."""

    def __init__(self, document, pages) -> None:
        self._document, self._pages = document, pages

    def page(self, number):
        self._pages.append(number)
        return self._document.page(number)


@pytest.fixture
def openings(monkeypatch):
    openings = Openings(pictures.open_document)
    monkeypatch.setattr(pictures, "open_document", openings)
    return openings


def spot(page):
    return PageSpot(1, page, 0, None)


def shown(document):
    return BUNDLE


def at_once(*calls: Callable[[], object]) -> None:
    threads = [threading.Thread(target=call, daemon=True) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(LONG)
    assert not any(thread.is_alive() for thread in threads)


def test_no_two_threads_are_inside_pdfium_at_once(openings):
    """The crop was opened by the thread of its request, beside the one that looks ahead."""
    one, other = Pictures(shown), Pictures(shown)
    one.ahead(lambda: one.sheet(spot(1)))
    at_once(lambda: one.page(spot(2)), lambda: other.page(spot(3)))
    one.page(spot(1))
    assert (openings.most, sorted(openings.pages)) == (1, [1, 2, 3])


def test_a_page_asked_for_by_two_threads_at_once_is_opened_once(openings):
    """Neither found it among those kept, and each opened it."""
    own = Pictures(shown)
    at_once(lambda: own.crop(spot(1)), lambda: own.page(spot(1)), lambda: own.size(spot(1)))
    assert openings.pages == [1]


def test_a_page_that_is_kept_never_waits_for_another_to_be_opened(monkeypatch):
    own = Pictures(shown)
    own.page(spot(1))
    opening, go_on, real = threading.Event(), threading.Event(), pictures.open_document

    def held(path, limits):
        opening.set()
        assert go_on.wait(LONG)
        return real(path, limits)

    monkeypatch.setattr(pictures, "open_document", held)
    own.ahead(lambda: own.sheet(spot(2)))
    try:
        assert opening.wait(LONG)
        at_once(lambda: own.page(spot(1)))
    finally:
        go_on.set()


def test_the_pages_kept_are_bounded_by_their_bytes(openings, monkeypatch):
    two_pages = replace(pictures.SETTINGS, cached=5 << 20)
    monkeypatch.setattr(pictures, "SETTINGS", two_pages)
    own = Pictures(shown)
    for page in (1, 2, 1, 3, 1, 2):
        own.page(spot(page))
    assert openings.pages == [1, 2, 3, 2]
