"""How files are extracted: one value for Python, the command and batches."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractor.document.limits import Limits

MAX_ERROR = 0.002
"""Share of wrong values among the accepted that is allowed unless something else is said."""


@dataclass(frozen=True, slots=True)
class Options:
    """What changes the results.

    `max_error` is the largest share of accepted values that may be wrong (0 to 1); without `repair` no value
    is changed to what the form's sums ask for; `layout_dir` is a folder with layouts of one's own (*.yaml),
    tried beside the shipped ones, one of the same name in its place; `cik` a table of CIK numbers
    (symbol, name, cik) for the XML; `limits` bound what one file may ask for. Empty paths mean none.
    """

    max_error: float = MAX_ERROR
    repair: bool = True
    layout_dir: str = ""
    cik: str = ""
    limits: Limits = field(default_factory=Limits)
