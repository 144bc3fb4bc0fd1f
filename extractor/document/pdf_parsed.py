"""The objects of a PDF as pdfminer parses them, for what PDFium does not tell of."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any, TypeAlias

Parsed: TypeAlias = Any
"""A value of pdfminer's, or a reference to one."""

# What pdfminer is known to raise on files that PDFium mends, beside its own errors.
_OTHER_FAULTS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)


def faults() -> tuple[type[Exception], ...]:
    """What is raised where an object cannot be parsed."""
    from pdfminer.psexceptions import PSException

    return (PSException, *_OTHER_FAULTS)


def parsed(content: bytes) -> Parsed:
    """pdfminer's document; raises some of `faults`."""
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfparser import PDFParser

    # Without a table of its objects a file would be read line by line, however long it is.
    return PDFDocument(PDFParser(io.BytesIO(content)), fallback=False)
