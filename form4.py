"""Structured data from SEC Form 4: the package `extractor` under the name of the command.

    >>> import form4
    >>> filing = form4.extract("form4.pdf").filings[0]  # doctest: +SKIP
    >>> [(row.code.meaning, row.amount, row.price) for row in filing.transactions]  # doctest: +SKIP
    [('open market or private sale', Decimal('707'), Decimal('42.5'))]

`extract` raises `Form4Error` for all that goes wrong; each error's message says what to do.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from extractor import Form4Error, InputRefused, NotAForm4, __version__

if TYPE_CHECKING:
    from extractor import Cell, Check, Extraction, Filing, Options, ReviewItem, extract
    from extractor.export import to_xml
    from extractor.model.form_codes import AcquiredDisposed, OwnershipForm, TransactionCode
    from extractor.model.typed_rows import Footnote, Holding, Owner, Transaction

__all__ = [
    "AcquiredDisposed",
    "Cell",
    "Check",
    "Extraction",
    "Filing",
    "Footnote",
    "Form4Error",
    "Holding",
    "InputRefused",
    "NotAForm4",
    "Options",
    "Owner",
    "OwnershipForm",
    "ReviewItem",
    "Transaction",
    "TransactionCode",
    "__version__",
    "extract",
    "to_xml",
]

_PLACES = {
    "to_xml": "extractor.export",
    **dict.fromkeys(("AcquiredDisposed", "OwnershipForm", "TransactionCode"), "extractor.model.form_codes"),
    **dict.fromkeys(("Footnote", "Holding", "Owner", "Transaction"), "extractor.model.typed_rows"),
}


def __getattr__(name: str) -> object:
    """Imports what is heavy when it is first asked for."""
    if name not in __all__:
        raise AttributeError(f"module 'form4' has no attribute {name!r}")
    public: object = getattr(import_module(_PLACES.get(name, "extractor")), name)
    return public
