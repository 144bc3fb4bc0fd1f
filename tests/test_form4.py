"""`import form4`: every public name, and nothing heavy before it is needed."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import extractor
import form4

ROOT = Path(__file__).parents[1]


def test_every_public_name_is_there():
    assert set(extractor.__all__) <= set(form4.__all__)
    assert all(getattr(form4, name) is not None for name in form4.__all__)
    assert form4.extract is extractor.extract and form4.__version__ == extractor.__version__
    with pytest.raises(AttributeError, match="no attribute"):
        form4.extrct  # noqa: B018


def test_importing_it_costs_nothing():
    program = "import sys, form4; print({'numpy', 'pydantic', 'lxml', 'pandas'} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.strip() == "set()"


def test_the_wheel_and_the_source_archive_have_it():
    targets = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]
    assert targets["wheel"]["force-include"]["form4.py"] == "form4/__init__.py"
    assert "form4.py" in targets["sdist"]["include"]


def test_a_filing_is_xml():
    filing = form4.extract(ROOT / "samples" / "redwood" / "form4.pdf").filings[0]
    assert b"<ownershipDocument>" in form4.to_xml(filing)
