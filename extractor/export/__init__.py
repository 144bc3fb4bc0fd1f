"""Outputs: JSON, EDGAR's ownership XML, CSV, terminal table, explanation, overlay. Light to import."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from extractor.export.formats import (
    CSV_TABLES,
    FORMATS,
    ending_of,
    output_files,
    render,
    render_xml_all,
    to_json,
    write_outputs,
)

if TYPE_CHECKING:
    from extractor.export.cik import CikTable
    from extractor.export.crops import crops_of
    from extractor.export.edgar_xml import to_xml, validate
    from extractor.export.edgar_xml_reader import from_xml
    from extractor.export.explanation import to_words
    from extractor.export.files import atomic_write, atomic_write_all, make_folder
    from extractor.export.overlay import overlay_files, overlay_kind, write_overlay
    from extractor.export.rows_csv import to_csv
    from extractor.export.searchable_pdf import to_searchable_pdf
    from extractor.export.terminal import print_table, to_table
    from extractor.export.workbook import to_xlsx

__all__ = [
    "CSV_TABLES",
    "FORMATS",
    "CikTable",
    "atomic_write",
    "atomic_write_all",
    "crops_of",
    "ending_of",
    "from_xml",
    "make_folder",
    "output_files",
    "overlay_files",
    "overlay_kind",
    "print_table",
    "render",
    "render_xml_all",
    "to_csv",
    "to_json",
    "to_searchable_pdf",
    "to_table",
    "to_words",
    "to_xlsx",
    "to_xml",
    "validate",
    "write_outputs",
    "write_overlay",
]

_MODULES = {
    "CikTable": "cik",
    "atomic_write": "files",
    "atomic_write_all": "files",
    "crops_of": "crops",
    "from_xml": "edgar_xml_reader",
    "make_folder": "files",
    "overlay_files": "overlay",
    "overlay_kind": "overlay",
    "print_table": "terminal",
    "to_searchable_pdf": "searchable_pdf",
    "to_csv": "rows_csv",
    "to_table": "terminal",
    "to_words": "explanation",
    "to_xlsx": "workbook",
    "to_xml": "edgar_xml",
    "validate": "edgar_xml",
    "write_overlay": "overlay",
}


def __getattr__(name: str) -> object:
    """Imports the module of a public name when it is first asked for: lxml, rich and Pillow are heavy."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    public: object = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    return public
