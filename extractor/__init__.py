"""Trustworthy structured data from SEC Form 4 PDFs and scans.

`extract(path)` runs the whole pipeline; the filing model and the errors are what it returns and raises.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from extractor.errors import Form4Error, InputRefused, NotAForm4

__version__ = "0.2.0.dev0"
"""Changed by hand, with the heading in CHANGELOG.md."""

if TYPE_CHECKING:
    from extractor.model.filing import Cell, Check, Extraction, Filing, ReviewItem
    from extractor.options import Options
    from extractor.pipeline import extract

__all__ = [
    "Cell",
    "Check",
    "Extraction",
    "Filing",
    "Form4Error",
    "InputRefused",
    "NotAForm4",
    "Options",
    "ReviewItem",
    "__version__",
    "extract",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - a module attribute may be anything
    """Heavy parts are imported when first asked for, so that importing the package costs nothing."""
    if name == "extract":
        from extractor.pipeline import extract

        return extract
    if name == "Options":
        from extractor.options import Options

        return Options
    if name in __all__:
        import extractor.model.filing

        return getattr(extractor.model.filing, name)
    raise AttributeError(f"module 'extractor' has no attribute {name!r}")
