"""Thresholds of the validation stage, each with its unit and its reason.

Lengths are points (1/72 inch) of the flat page, shares run from 0 to 1; "letters" are those of `squeezed`
text: small letters and digits alone.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LegibilitySettings:
    """How much of a filing was read at all."""

    illegible: float = 0.3
    """Share of captions legible on a first page below which more than captions is lost."""
    most: float = 0.8
    """Share of its values that are doubtful, from which on a row or table has lost others whole."""
    hand: float = 0.7
    """Share of a filing's values that are doubtful, from which on keying it is less work than checking it. Of
    stored scans ruined ones have 0.82 to 1.0, copies up to 0.6, office scans up to 0.26."""
    lacking: float = 0.5
    """Share of a filing's rows without something that every row has, from which on others are lost whole."""
    few_rows: int = 3
    """Rows that lack something below which such a share says nothing."""


@dataclass(frozen=True, slots=True)
class CrossReferencesSettings:
    """What parts of a filing say of each other."""

    most_notes_lost: int = 4
    """Footnotes beyond the last one read whose texts are taken for lost one by one; further off, the mark may
    be misread as well. Not critical."""


@dataclass(frozen=True, slots=True)
class ScanLossesSettings:
    """What a scan may have lost."""

    rows_apart: float = 10.0
    """Points rows are apart at least."""
    legible: float = 0.5
    """Probability of the letters of a line that shows a row."""
    long: int = 8
    """Letters of a title's line of which it can be told that it is said twice."""
    alike: float = 85.0
    """Percent of them that two lines share where they say the same."""
    specks: int = 2
    """Specks in a band without a row that are the remains of one: a copier leaves a single one."""
    below: float = 30.0
    """Points below a table's last line in which a row whose line is gone may stand."""


@dataclass(frozen=True, slots=True)
class ValidationSettings:
    """All of the stage, by module."""

    cross_references: CrossReferencesSettings = CrossReferencesSettings()
    legibility: LegibilitySettings = LegibilitySettings()
    scan_losses: ScanLossesSettings = ScanLossesSettings()


SETTINGS = ValidationSettings()
"""The values in use."""
