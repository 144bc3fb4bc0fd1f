"""The filing: what the road ends in."""

from extractor.filing.model import (
    Alternative,
    Cell,
    Check,
    Extraction,
    Filing,
    ReviewItem,
    Source,
    UnusedPage,
)

__all__ = ["Alternative", "Cell", "Check", "Extraction", "Filing", "ReviewItem", "Source", "UnusedPage"]
