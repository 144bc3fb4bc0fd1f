"""Samples gone through once for all tests of a worker."""

from pathlib import Path

import pytest

from extractor.debug.inspection import Inspection, inspected

SAMPLES = Path(__file__).parent.parent.parent / "samples"


@pytest.fixture(scope="session")
def born_file() -> Path:
    return SAMPLES / "redwood" / "form4.pdf"


@pytest.fixture(scope="session")
def copy_file() -> Path:
    return SAMPLES / "redwood" / "copy.tif"


@pytest.fixture(scope="session")
def bundle_file() -> Path:
    return SAMPLES / "bundle" / "bundle.pdf"


@pytest.fixture(scope="session")
def born(born_file) -> Inspection:
    """A page with a text layer."""
    return inspected(born_file)


@pytest.fixture(scope="session")
def copy(copy_file) -> Inspection:
    """A scan of the same form."""
    return inspected(copy_file)


@pytest.fixture(scope="session")
def bundle(bundle_file) -> Inspection:
    """A letter and three filings."""
    return inspected(bundle_file)
