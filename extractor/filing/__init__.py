"""The filing: what the road ends in."""

from extractor.filing.model import (
    Alternative,
    BBox,
    Cell,
    Check,
    Extraction,
    Filing,
    ReviewItem,
    Source,
    UnusedPage,
)

__all__ = [
    "Alternative",
    "BBox",
    "Cell",
    "Check",
    "Extraction",
    "Filing",
    "ReviewItem",
    "Source",
    "UnusedPage",
]
