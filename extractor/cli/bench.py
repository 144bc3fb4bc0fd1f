"""`form4 bench`: accuracy measured on generated cases, in a checkout of the project."""

from __future__ import annotations

import importlib
from pathlib import Path
from types import ModuleType

from extractor.cli.console import complain, put
from extractor.errors import ComponentMissing
from extractor.export.files import atomic_write

CHECKOUT = (
    "form4 bench: the case generator ({name}) is not installed with the package; run it in a checkout of the "
    "project, after make setup"
)


def calibration(folder: Path | None, picture: Path | None, jobs: int) -> None:
    """Prints the reliability of the confidence and draws it; raises ComponentMissing outside a checkout."""
    samples = _samples("reliability")
    cases = samples.measure(folder, jobs)
    found = samples.reliability([case for case in cases if not case.hand])
    put("\n".join(samples.report(cases)) + "\n")
    if picture is not None and found.claims:
        atomic_write(picture, _samples("reliability_picture").picture(found))
        complain(f"wrote {picture}")


def _samples(name: str) -> ModuleType:
    """A module of the checkout's `samples`, which no package holds."""
    try:
        return importlib.import_module(f"samples.{name}")
    except ModuleNotFoundError as missing:
        raise ComponentMissing(CHECKOUT.format(name=missing.name)) from None
