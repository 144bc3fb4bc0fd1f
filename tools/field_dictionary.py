"""Writes the dictionary of fields, docs/fields.md, from the schema of the form, the layouts and the tables:

python -m tools.field_dictionary
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from extractor.export.sec_tables import TABLES
from extractor.layout.template import Layout, shipped_layouts
from extractor.model.form_codes import AcquiredDisposed, OwnershipForm, TransactionCode
from extractor.model.form_schema import (
    FIELDS,
    HEADER_FIELDS,
    HEADER_KINDS,
    OWNER_FIELDS,
    PLAIN_NAMES,
    RELATIONSHIP_BOXES,
    SIGNATURE_FIELDS,
    Field,
    Kind,
)
from extractor.model.path import FOOTNOTE, OWNER, SIGNATURE
from extractor.model.path import TABLES as ELEMENTS
from extractor.model.typed_rows import Transaction
from tools.schemas import output_schema

DICTIONARY = Path(__file__).parents[1] / "docs" / "fields.md"
EDITIONS = {"form4-edgar": "On EDGAR's page", "form4-1996": "On the paper form of 1996"}
"""The layouts whose captions say where a field is, and the heads of their columns."""
HEAD = (
    "Field",
    "Meaning",
    "Type",
    *EDITIONS.values(),
    "XML path, `path` in the JSON",
    "Column of the TSV",
)

MEANINGS: Mapping[str, str] = {
    "documentType": "The form, with /A where it amends an earlier one.",
    "periodOfReport": "The day of the earliest transaction; before 2002 the month reported on.",
    "dateOfOriginalSubmission": "Of an amendment: when the original was filed.",
    "noSecuritiesOwned": "Form 3: whether the owner has no securities of the company at all.",
    "form3HoldingsReported": "Form 5: whether it reports what a Form 3 should have.",
    "form4TransactionsReported": "Form 5: whether it reports what a Form 4 should have.",
    "notSubjectToSection16": "Whether the owner has left Section 16.",
    "aff10b5One": "Whether a transaction was made under a plan of Rule 10b5-1(c); since 2023.",
    "issuerName": "The company whose securities are reported.",
    "issuerTradingSymbol": "Its ticker symbol.",
    "rptOwnerName": "The person or body who reports, last name first.",
    "rptOwnerStreet1": "The address: street, or whatever stands first.",
    "rptOwnerStreet2": "Its second line.",
    "rptOwnerCity": "City.",
    "rptOwnerState": "State, two letters; abroad the country's code.",
    "rptOwnerZipCode": "ZIP code.",
    "isDirector": "Whether the owner is a director of the company.",
    "isOfficer": "Whether the owner is an officer.",
    "isTenPercentOwner": "Whether the owner has over ten percent of a class.",
    "isOther": "Whether the owner stands otherwise to the company.",
    "officerTitle": "What office.",
    "otherText": "How otherwise.",
    "remarks": "What the owner adds.",
    "signatureName": "Who signed, with /s/ where it is printed.",
    "signatureDate": "The day of the signature.",
    "footnote": "The text of a footnote; `F1` is what the cells that cite it have.",
}
"""What the fields outside the tables mean; those of the tables say it in the docstrings of their rows."""
NUMBERED = {OWNER: f"{OWNER}[n]/", SIGNATURE: f"{SIGNATURE}[n]/"}
READ_TOGETHER = {"issuer": "issuer-and-symbol", "rptOwner": "name-and-address"}
"""Fields that share a box of the header, by how their elements begin, and how the box is read."""
DERIVED = {"documentType": "DOCUMENT_TYPE", **dict.fromkeys(RELATIONSHIP_BOXES, "RPTOWNER_RELATIONSHIP")}
"""Fields that a column of the tables is made of."""


def dictionary() -> str:
    """The page."""
    return "\n".join(
        (
            "# Field dictionary",
            "",
            "Written by `python -m tools.field_dictionary` from the code; a test holds that it is current.",
            "",
            "Rows, owners and signatures are counted from 1: `[n]` stands for the number. The notes that a",
            "value cites stand under its path and `/footnoteId`. An empty field is in no output.",
            "",
            *_section("The filing", "", HEADER_FIELDS),
            *_section("Reporting owners", NUMBERED[OWNER], OWNER_FIELDS),
            *_rows_section(),
            *_section("Notes and signatures", "", ("remarks",), last=False),
            _line(_note()),
            *map(_line, (_plain(NUMBERED[SIGNATURE], name) for name in SIGNATURE_FIELDS)),
            "",
            *_codes(),
            *_keys(),
        )
    )


def _section(title: str, before: str, names: Iterable[str], *, last: bool = True) -> Iterator[str]:
    yield from (f"## {title}", "", *_head(HEAD))
    yield from (_line(_plain(before, name)) for name in names)
    if last:
        yield ""


def _rows_section() -> Iterator[str]:
    yield from ("## Rows of Tables I and II", "")
    yield "The names are those of the CSV's columns and of a row in Python. Before each path stands its"
    yield f"row's, which counts transactions and holdings apart: `{ELEMENTS[0]}/nonDerivativeTransaction[n]/`"
    yield f"or `{ELEMENTS[1]}/derivativeHolding[n]/`."
    yield from ("", *_head(HEAD))
    yield from (_line(_of_row(field)) for field in FIELDS)
    yield ""


def _plain(before: str, name: str) -> tuple[str, ...]:
    """A field outside the tables."""
    tag = name.rpartition("/")[2]
    kind = Kind.FORM if tag == "documentType" else HEADER_KINDS.get(tag, Kind.TEXT)
    places = [caption_outside(layout, tag) for layout in _editions()]
    named = PLAIN_NAMES.get(tag, tag)
    return (
        named,
        MEANINGS[tag],
        kind.value,
        *places,
        f"`{before}{name}`",
        DERIVED.get(tag) or _tsv_column(name),
    )


def _of_row(field: Field) -> tuple[str, ...]:
    """A column of the tables."""
    meaning = " ".join((getattr(Transaction, field.name).__doc__ or "").split())
    places = [caption_inside(layout, field.instead_of or field.path) for layout in _editions()]
    return (f"`{field.name}`", meaning, field.kind.value, *places, f"`{field.path}`", _tsv_column(field.path))


def _note() -> tuple[str, ...]:
    places = [_once(layout.footnotes.wordings) for layout in _editions()]
    return ("footnote", MEANINGS["footnote"], "text", *places, f"`{FOOTNOTE}[@id='F1']`", "FOOTNOTE_TXT")


def _editions() -> Iterator[Layout]:
    by_name = {layout.name: layout for layout in shipped_layouts()}
    return (by_name[name] for name in EDITIONS)


def caption_outside(layout: Layout, tag: str) -> str:
    """The caption over a field of the header, an owner or a signature; "" where the edition has none."""
    read = next((reads for start, reads in READ_TOGETHER.items() if tag.startswith(start)), None)
    found = [box.caption for box in layout.header if box.path == tag or box.reads == read]
    found += [box.caption for box in layout.checkboxes if tag in (box.path, box.specified_by)]
    found += {
        "remarks": [layout.remarks.caption],
        "signatureName": [layout.signature.caption],
        "signatureDate": [layout.signature_date.caption],
        "documentType": ["the title"],
    }.get(tag, [])
    return found[0] if found else ""


def caption_inside(layout: Layout, path: str) -> str:
    """The captions over a column, of Table I and Table II where they differ."""
    captions = [
        " / ".join(dict.fromkeys([column.caption, leaf.caption]))
        for table in layout.tables
        for column in table.columns
        for leaf in column.leaves()
        if leaf.path == path
    ]
    return _once(captions)


def _tsv_column(path: str) -> str:
    return _once(column.name for columns in TABLES.values() for column in columns if column.path == path)


def _codes() -> Iterator[str]:
    """The letters of the form."""
    yield from ("## Letters", "", *_head(("Field", "Letter", "Meaning")))
    named: dict[str, Iterable[Any]] = {
        "code": TransactionCode,
        "acquired_disposed": AcquiredDisposed,
        "ownership_form": OwnershipForm,
    }
    for name, letters in named.items():
        yield from (_line((f"`{name}`", letter.value, letter.meaning)) for letter in letters)
    yield ""


def _keys() -> Iterator[str]:
    """The keys of the JSON, part by part."""
    schema = output_schema()
    yield from ("## Keys of the JSON", "", "`form4 schema` prints the same as a JSON Schema.", "")
    yield from _head(("In", "Key", "Meaning", "May be missing"))
    for name, part in {schema["title"]: schema, **schema["$defs"]}.items():
        needed = part.get("required", ())
        for key, own in part.get("properties", {}).items():
            yield _line((name, f"`{key}`", own["description"], "" if key in needed else "yes"))
    yield ""


def _head(names: Iterable[str]) -> tuple[str, str]:
    own = tuple(names)
    return _line(own), "|" + "---|" * len(own)


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _once(texts: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(texts))


def main(write: Callable[[str], object] = lambda text: DICTIONARY.write_text(text, encoding="utf-8")) -> None:
    """Writes the page."""
    write(dictionary())


if __name__ == "__main__":
    main()
