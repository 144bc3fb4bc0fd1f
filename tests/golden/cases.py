"""The forms that snapshots and accuracy are taken of: three invented filings of each layout, each as a text
page and an office scan, two of them as a photocopy too.

They are stored, so that every machine reads the same bytes whatever typefaces it has.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

INPUTS = Path(__file__).parent / "inputs"
LAYOUTS = ("form4-1996", "form4-2002", "form4-agent2002", "form4-edgar")
TEXT, SCAN, COPY = PROFILES = ("born", "office200bw", "copy200bw")
FILINGS = {TEXT: (1, 2, 3), SCAN: (1, 2, 3), COPY: (1, 2)}
"""The filings of each layout that there are on a profile; copies are fewer, for they take longest to read."""


@dataclass(frozen=True)
class Case:
    """One stored file."""

    layout: str
    filing: int
    profile: str

    @property
    def name(self) -> str:
        return f"{self.layout}-{self.filing}/{self.profile}"

    @property
    def file(self) -> Path:
        """The PDF, TIFF or PNG."""
        return next(self.folder.glob(f"{self.profile}.*"))

    @property
    def truth(self) -> dict[str, Any]:
        """What the filing says, as the scorer takes it."""
        return json.loads((self.folder / "truth.json").read_text("utf-8"))

    @property
    def folder(self) -> Path:
        return INPUTS / f"{self.layout}-{self.filing}"
