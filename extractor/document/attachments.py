"""Files attached to a file, as pages that follow its own."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import Protocol

from extractor.document.limits import InputFile
from extractor.document.opened_page import Chars, Cover, DoubtfulFont, Page, Raster, SheetPicture
from extractor.document.settings import SETTINGS
from extractor.errors import InputRefused, LimitExceeded
from extractor.model.geometry import Box


@dataclass(frozen=True, eq=False, slots=True)
class AttachedFile:
    """A file within another, unpacked."""

    name: str
    content: bytes


class Container(Protocol):
    """A file with pages that may hold other files."""

    @property
    def page_count(self) -> int:
        """At least 1."""

    def page(self, number: int) -> Page:
        """Page `number`, counted from 1."""

    def attached(self, before: int) -> tuple[AttachedFile, ...]:
        """The files in it, in order; raises LimitExceeded. `before` bytes were unpacked from others."""

    def attached_names(self) -> tuple[str, ...]:
        """The names of the files in it and on the pages that were shown; none is unpacked."""

    def close(self) -> None:
        """Closes the file."""


@dataclass(frozen=True, eq=False, slots=True)
class Attachment:
    """An attached file: its pages as part of the whole, or why it has none."""

    name: str
    first_page: int = 0
    file: Container | None = None
    fault: str = ""

    @property
    def end(self) -> int:
        """The number after its last page."""
        return self.first_page + self.file.page_count if self.file else 0


@dataclass(frozen=True, eq=False, slots=True)
class AttachedPage:
    """A page of an attached file under its number in the whole; see `extractor.document.opened_page.Page`."""

    number: int
    page: Page

    @property
    def width(self) -> float:
        return self.page.width

    @property
    def height(self) -> float:
        return self.page.height

    def chars(self) -> Chars:
        return self.page.chars()

    def covers(self) -> tuple[Cover, ...]:
        return self.page.covers()

    @property
    def text_turns(self) -> int:
        return self.page.text_turns

    def doubtful_fonts(self) -> tuple[DoubtfulFont, ...]:
        return self.page.doubtful_fonts()

    def without_fonts(self, keys: Collection[int]) -> AttachedPage:
        return AttachedPage(self.number, self.page.without_fonts(keys))

    def writings(self) -> tuple[Box, ...]:
        return self.page.writings()

    def beside(self) -> Raster:
        return self.page.beside()

    def sheet_picture(self) -> SheetPicture | None:
        return self.page.sheet_picture()

    def raster(self, to_read: bool = False) -> Raster:
        return self.page.raster(to_read)


def opened_attachments(
    own: Container, source: InputFile, open_content: Callable[[bytes, InputFile], Container]
) -> tuple[Attachment, ...]:
    """The files attached to `own` and to one another, opened.

    What is no document, damaged or encrypted is named with its fault. Raises LimitExceeded where all of them
    have more bytes or pages than one file may have.
    """
    found: list[Attachment] = []
    waiting, size, pages = [(own, source.name, 0)], 0, own.page_count
    while waiting:
        container, name, depth = waiting.pop(0)
        for attached in container.attached(size):
            size += len(attached.content)
            inner = replace(source, name=f"{name}: {attached.name}")
            if depth == SETTINGS.attachments.deepest:
                fault = f"{inner.name} is attached too deep; take it out"
                found.append(Attachment(attached.name, fault=fault))
                continue
            attachment = _opened(attached, inner, pages + 1, open_content)
            found.append(attachment)
            if attachment.file is not None:
                pages += attachment.file.page_count
                source.refuse_pages(pages)
                waiting.append((attachment.file, inner.name, depth + 1))
    return tuple(found)


def _opened(
    attached: AttachedFile,
    source: InputFile,
    first_page: int,
    open_content: Callable[[bytes, InputFile], Container],
) -> Attachment:
    try:
        return Attachment(attached.name, first_page, open_content(attached.content, source))
    except LimitExceeded:
        raise
    except InputRefused as fault:
        return Attachment(attached.name, fault=str(fault))
