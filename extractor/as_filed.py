"""Filings by the pages and points of the file, whatever size and part of its pages they were read from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from extractor.model.filing import Cell, Filing, ReviewItem, Unaccounted
from extractor.model.geometry import Box
from extractor.model.place import PlaceOnSheet

_POINT_DIGITS = 2
"""Decimals of points that are given: a hundredth is under a pixel of any scan."""

Placed = TypeVar("Placed", Cell, ReviewItem, Unaccounted)


def as_filed(filing: Filing, places: Mapping[int, PlaceOnSheet]) -> Filing:
    """The filing with its pages and boxes as filed; `places` are those of pages that were read otherwise, by
    the number they were read under."""
    if not places:
        return filing
    sheets = [places[number].sheet if number in places else number for number in filing.pages]
    turns = dict(zip(sheets, filing.turns, strict=False))
    return filing.model_copy(
        update={
            "pages": tuple(dict.fromkeys(sheets)),
            "turns": tuple(turns.values()),
            "cells": tuple(_placed(cell, places) for cell in filing.cells),
            "review": tuple(_placed(item, places) for item in filing.review),
            "unaccounted": tuple(_placed(spot, places) for spot in filing.unaccounted),
        }
    )


def _placed(item: Placed, places: Mapping[int, PlaceOnSheet]) -> Placed:
    place = places.get(item.page) if item.page is not None else None
    if place is None:
        return item
    box = item.bbox and place.on_sheet(Box(*item.bbox)).rounded(_POINT_DIGITS)
    return item.model_copy(update={"page": place.sheet, "bbox": box})
