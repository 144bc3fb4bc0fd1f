"""The output formats by name, JSON itself, and all wanted formats of an extraction written at once."""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.errors import OptionError

if TYPE_CHECKING:
    from extractor.export.cik import CikTable
    from extractor.export.crops import Crops
    from extractor.model.filing import Extraction

FORMATS = ("json", "xml", "csv", "csv-owners", "csv-footnotes", "xlsx", "table")
BYTE_ORDER_MARK = "\ufeff"
"""What tells spreadsheets that a CSV file is UTF-8."""
CSV_TABLES = {"csv": "rows", "csv-owners": "owners", "csv-footnotes": "footnotes"}
"""The formats that are CSV, and the table of each."""
_ENDINGS = {"table": "txt", "csv-owners": "owners.csv", "csv-footnotes": "footnotes.csv"}


def render(extraction: Extraction, format: str, ciks: CikTable | None = None) -> str | bytes:
    """The extraction in one of `FORMATS`: XML and workbooks as bytes, the others as text.

    EDGAR's XML holds one filing a document: raises OptionError where there is not exactly one, and
    for a name that is no format.
    """
    # Imported when used: lxml and rich cost more than `form4 --help` may take.
    if format == "json":
        return to_json(extraction)
    if format in CSV_TABLES:
        from extractor.export.rows_csv import to_csv

        return to_csv(extraction, CSV_TABLES[format])
    if format == "xlsx":
        from extractor.export.workbook import to_xlsx

        return to_xlsx(extraction)
    if format == "table":
        from extractor.export.terminal import to_text

        return to_text(extraction)
    if format == "xml":
        return _single_xml(extraction, ciks)
    raise OptionError(f"{format}: is no output format; use one of {', '.join(FORMATS)}")


def to_json(extraction: Extraction, indent: int | None = 1) -> str:
    """The extraction as JSON text: keys in the contract's order, confidence to 4 digits, points to 0.1.

    Without `indent` it is one line.
    """
    from extractor.model.json_data import printed

    return _encodable(json.dumps(printed(extraction), ensure_ascii=False, indent=indent)) + "\n"


def render_xml_all(extraction: Extraction, ciks: CikTable | None = None) -> list[bytes]:
    """One EDGAR ownershipDocument a filing, in the order of the file."""
    from extractor.export.edgar_xml import to_xml

    return [to_xml(filing, ciks) for filing in extraction.filings]


def write_outputs(
    extraction: Extraction,
    formats: Collection[str],
    out_dir: Path,
    stem: str,
    ciks: CikTable | None = None,
) -> tuple[Path, ...]:
    """Writes what `output_files` gives; all files appear, or none.

    `out_dir` is made where it is missing; raises OptionError where the files cannot be written.
    """
    from extractor.export.files import atomic_write_all, make_folder

    contents = output_files(extraction, formats, out_dir, stem, ciks)
    make_folder(out_dir)
    atomic_write_all(contents)
    return tuple(contents)


def output_files(
    extraction: Extraction,
    formats: Collection[str],
    out_dir: Path,
    stem: str,
    ciks: CikTable | None = None,
    pictures: Crops | None = None,
) -> dict[Path, bytes]:
    """`stem.json`, `stem.xml`, `stem.csv`, `stem.owners.csv`, `stem.footnotes.csv`, `stem.xlsx` and
    `stem.txt` (the table) as wanted, with their contents.

    Several filings give `stem-1.xml`, `stem-2.xml` and so on. CSV begins with a byte order mark, without
    which Excel takes it for another encoding. `pictures` go into workbooks.
    """
    contents: dict[Path, bytes] = {}
    for format in dict.fromkeys(formats):
        if format == "xml":
            contents |= _xml_files(extraction, out_dir, stem, ciks)
        elif format == "xlsx" and pictures:
            from extractor.export.workbook import to_xlsx

            contents[out_dir / f"{stem}.xlsx"] = to_xlsx(extraction, pictures)
        else:
            text = render(extraction, format)
            if isinstance(text, str):
                text = ((BYTE_ORDER_MARK if format in CSV_TABLES else "") + text).encode()
            contents[out_dir / f"{stem}.{ending_of(format)}"] = text
    return contents


def ending_of(format: str) -> str:
    """What the names of a format's files end in."""
    return _ENDINGS.get(format, format)


def _encodable(text: str) -> str:
    """PDF text layers hold halves of surrogate pairs, which UTF-8 cannot encode."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _single_xml(extraction: Extraction, ciks: CikTable | None) -> bytes:
    documents = render_xml_all(extraction, ciks)
    if len(documents) != 1:
        raise OptionError(
            f"{extraction.source.name}: holds {len(documents)} filings, and EDGAR's XML one a document; "
            "use --out DIR for a file each"
        )
    return documents[0]


def _xml_files(extraction: Extraction, out_dir: Path, stem: str, ciks: CikTable | None) -> dict[Path, bytes]:
    documents = render_xml_all(extraction, ciks)
    if len(documents) == 1:
        return {out_dir / f"{stem}.xml": documents[0]}
    return {out_dir / f"{stem}-{n}.xml": document for n, document in enumerate(documents, 1)}
