"""OCR engines behind one protocol: what each is, which lines it reads, how engines are found.

A further engine is a class in another package, registered under the entry point group `form4.ocr_engines`;
no other file has to change.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.metadata import entry_points
from typing import Literal, Protocol, TypeAlias

from extractor.document.opened_page import Pixels
from extractor.model.page import Answer, WordId

GROUP = "form4.ocr_engines"
"""Entry point group: each entry names a class that is called without arguments and makes an `Engine`."""

LineImages: TypeAlias = Mapping[WordId, Pixels]
"""Lines as engines are shown them (grey, dark on light), by the ids of the lines."""

LineSelection = Literal["every line", "answers", "doubts", "disputes"]
"""Which lines an engine reads: all of a page; those in a region of a value; those of them, but for prose,
that the engines before it leave in doubt; those of these of which no two engines read the same."""


class Engine(Protocol):
    """Anything that reads line images. Making one costs little: its model is loaded when it first reads.

    `name` is the key of its answers in `Line.answers`, `reader` what the output calls it; `version` changes
    when its answers may; `needs` names what must be installed for it, `cost` how many milliseconds a line
    takes on one core of a server of 2024.
    """

    @property
    def name(self) -> str: ...

    @property
    def reader(self) -> str: ...

    @property
    def version(self) -> str: ...

    @property
    def needs(self) -> str: ...

    @property
    def cost(self) -> float: ...

    @property
    def selection(self) -> LineSelection: ...

    def read(self, lines: Sequence[Pixels]) -> Sequence[Answer]:
        """One answer a line image (grey, dark on light, any size), in the order given.

        Raises ComponentMissing where what it needs is not installed.
        """


Engines: TypeAlias = Callable[[], Sequence[Engine]]
"""What gives the engines when they are asked for: a page of text needs none, and finding them costs time."""


@cache
def installed_engines() -> tuple[Engine, ...]:
    """The shipped engines and those that other packages register, one of each a process."""
    from extractor.ocr.form_ocr import QUICK, THOROUGH, FormOcr
    from extractor.ocr.ppocr import PpOcr
    from extractor.ocr.tesseract import Tesseract

    shipped: tuple[Engine, ...] = (FormOcr(QUICK), FormOcr(THOROUGH), PpOcr(), Tesseract())
    return (*shipped, *(entry.load()() for entry in entry_points(group=GROUP)))


def engines_for(engines: Sequence[Engine], lines: LineSelection) -> list[Engine]:
    """The engines that read such lines, in their order."""
    return [engine for engine in engines if engine.selection == lines]
