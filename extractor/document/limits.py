"""Limits on the size of a file and on the time it takes."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from extractor.document.settings import SETTINGS
from extractor.errors import DamagedInput, LimitExceeded, UnsupportedInput


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one file, checked before anything is decoded.

    `pixels`: of one page, and of all pictures set on one PDF page together. The default holds an
    11 × 17 inch sheet at 600 dpi, and A0 at 200 dpi.
    `pages`: of the file.
    `bytes`: of the file, which is read into memory whole.
    `seconds`: one step on one page (reading its text, decoding its pixels). Checked between the
    calls into the decoders, which cannot be interrupted: a caller that must stop on time works in
    a process it can end.
    """

    pixels: int = 150_000_000
    pages: int = 2_000
    bytes: int = 1 << 30
    seconds: float = 60.0


@dataclass(frozen=True, slots=True)
class InputFile:
    """The name of a file and its limits, for checks and messages."""

    name: str
    limits: Limits

    def refuse_pages(self, count: int) -> None:
        """Raises LimitExceeded where `count` is more pages than allowed."""
        if count > self.limits.pages:
            raise LimitExceeded(
                f"{self.name} has more than {self.limits.pages:,} pages; "
                f"split it, or raise the limit with --max-pages"
            )

    def refuse_attached_bytes(self, size: int) -> None:
        """Raises LimitExceeded where the files attached to it have `size` bytes, more than allowed."""
        if size > self.limits.bytes:
            raise LimitExceeded(
                f"{self.name} has attachments of more than {self.limits.bytes:,} bytes; "
                f"take them out, or raise the limit with --max-bytes"
            )

    def refuse_growth(self, size: int, packed: int) -> None:
        """Raises LimitExceeded where a file of `packed` bytes has an attachment of far more bytes, `size`."""
        if size > (most := self.most_unpacked(packed)):
            raise LimitExceeded(
                f"{self.name} of {packed:,} bytes has attachments of more than {most:,} bytes, as no "
                f"document has; take them out, or get a whole copy of the file"
            )

    def most_unpacked(self, packed: int) -> int:
        """How many bytes an attachment of a file of `packed` bytes may have."""
        return max(packed * SETTINGS.attachments.growth, SETTINGS.attachments.unpacked)

    def refuse_pixels(self, page: int, pixels: int) -> None:
        """Raises LimitExceeded where page `page` asks for more `pixels` than allowed."""
        if pixels > self.limits.pixels:
            raise self.too_many_pixels(page)

    def too_many_pixels(self, page: int) -> LimitExceeded:
        return LimitExceeded(
            f"{self.name}: page {page} has more than {self.limits.pixels:,} pixels; "
            f"scan it at a lower resolution, or raise the limit with --max-pixels"
        )

    def damaged(self, page: int, what: str) -> DamagedInput:
        """`what` is wrong with page `page`, as a clause without a full stop."""
        return DamagedInput(
            f"{self.name}: page {page} {what}; get a whole copy of the file, or scan it again"
        )

    def unsupported(self, page: int, what: str, instead: str) -> UnsupportedInput:
        """`what` page `page` is or has that cannot be read, and what to do `instead`, both as clauses."""
        return UnsupportedInput(f"{self.name}: page {page} {what}, which cannot be read; {instead}")


@dataclass(frozen=True, slots=True)
class Stopwatch:
    """Runs from its creation; `check` refuses a page that takes too long."""

    source: InputFile
    page: int
    started: float = field(default_factory=time.monotonic)

    def check(self) -> None:
        """Raises LimitExceeded after the seconds a page may take."""
        seconds = self.source.limits.seconds
        if time.monotonic() - self.started > seconds:
            raise LimitExceeded(
                f"{self.source.name}: page {self.page} takes longer than {seconds:g} seconds; "
                f"leave the page out, or raise the limit with --max-seconds"
            )
