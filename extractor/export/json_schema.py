"""The JSON Schemas that come with the package: of what `extract` prints, and of layouts."""

from __future__ import annotations

from pathlib import Path

from extractor.errors import OptionError

SCHEMAS = ("output", "layout")
"""Of the JSON of `form4 extract`, and of the YAML of a layout."""


def schema_file(name: str) -> Path:
    """The file of a schema; raises OptionError for a name that is none of `SCHEMAS`."""
    if name not in SCHEMAS:
        raise OptionError(f"{name}: is no schema; use one of {', '.join(SCHEMAS)}")
    return Path(__file__).with_name(f"{name}.schema.json")
