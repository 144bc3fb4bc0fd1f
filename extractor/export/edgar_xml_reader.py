"""EDGAR's ownershipDocument as a filing in the contract's paths and values: the truth of a printed page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from extractor.errors import DamagedInput, NotAForm4, UnreadableInput
from extractor.export.edgar_xml import Element
from extractor.export.xml_values import one_line
from extractor.model.filing import Cell, Filing
from extractor.model.form_schema import (
    ADDRESS,
    RELATIONSHIP_BOXES,
    RELATIONSHIP_TEXTS,
    Field,
    Kind,
    RowElement,
    fields_of,
)
from extractor.model.forms import schema_of

LAYOUT = "edgar-xml"
_ROWS: dict[str, tuple[RowElement, ...]] = {
    "nonDerivativeTable": ("nonDerivativeTransaction", "nonDerivativeHolding"),
    "derivativeTable": ("derivativeTransaction", "derivativeHolding"),
}
_HEAD = (
    ("documentType", Kind.TEXT),
    ("periodOfReport", Kind.DATE),
    ("dateOfOriginalSubmission", Kind.DATE),
    ("aff10b5One", Kind.FLAG),
    ("issuer/issuerName", Kind.TEXT),
    ("issuer/issuerTradingSymbol", Kind.TEXT),
)
PRINTED_BOXES = ("notSubjectToSection16", "form3HoldingsReported", "form4TransactionsReported")
"""Boxes that a form which has them prints, checked or not."""
Pairs = Iterator[tuple[str, str]]


def parser() -> etree.XMLParser:
    """A parser that resolves no entities and fetches nothing."""
    return etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)


def from_xml(document: Path | bytes) -> Filing:
    """The filing that an ownershipDocument (Form 3, 4 or 5) holds, every cell accepted.

    A page prints its boxes whether checked or not, so boxes the XML leaves out read "false"; the
    10b5-1 box, which older pages lack, is given only where the XML has it, and that nothing is owned only
    where it is so. CIKs, the form type of a
    transaction and other values that no page shows are left out; an equity swap reads "S/K" in `raw`.

    Raises UnreadableInput for a file that cannot be read, DamagedInput for content that is no XML,
    NotAForm4 for XML of another kind.
    """
    name, content = _content(document)
    root = _root(name, content)
    cells = tuple(_cell(path, value, root) for path, value in _values(root) if value)
    form = _text(root, "documentType")
    return Filing(form=form, layout=LAYOUT, pages=(1,), status="ok", cells=cells)


def _content(document: Path | bytes) -> tuple[str, bytes]:
    if isinstance(document, bytes):
        return "the XML", document
    try:
        return str(document), document.read_bytes()
    except OSError as error:
        raise UnreadableInput(f"{document}: cannot be read ({error.strerror}); check the path") from error


def _root(name: str, content: bytes) -> Element:
    try:
        root = etree.fromstring(content, parser())
    except etree.XMLSyntaxError as error:
        raise DamagedInput(f"{name}: is not well-formed XML ({error}); download it again") from error
    if root is None or root.tag != "ownershipDocument":
        raise NotAForm4(f"{name}: holds no ownershipDocument; give the XML of a Form 3, 4 or 5")
    return root


def _values(root: Element) -> Pairs:
    for path, kind in _HEAD:
        yield path, _text(root, path, kind)
    form = schema_of(_text(root, "documentType"))
    for box in (box for box in PRINTED_BOXES if box in form.header):
        yield box, _text(root, box, Kind.FLAG) or "false"
    if form.nothing and _text(root, form.nothing, Kind.FLAG) == "true":
        yield form.nothing, "true"
    for number, owner in enumerate(root.findall("reportingOwner"), 1):
        yield from ((f"reportingOwner[{number}]/{path}", value) for path, value in _owner(owner))
    for table, kinds in _ROWS.items():
        yield from _table(root, table, kinds)
    for footnote in root.iterfind("footnotes/footnote"):
        yield f"footnotes/footnote[@id='{footnote.get('id')}']", _text(footnote, ".")
    yield "remarks", _text(root, "remarks")
    for number, signature in enumerate(root.findall("ownerSignature"), 1):
        yield f"ownerSignature[{number}]/signatureName", _text(signature, "signatureName")
        yield f"ownerSignature[{number}]/signatureDate", _text(signature, "signatureDate", Kind.DATE)


def _owner(owner: Element) -> Pairs:
    yield "reportingOwnerId/rptOwnerName", _text(owner, "reportingOwnerId/rptOwnerName")
    for tag in ADDRESS:
        yield f"reportingOwnerAddress/{tag}", _text(owner, f"reportingOwnerAddress/{tag}")
    for tag in RELATIONSHIP_BOXES:
        path = f"reportingOwnerRelationship/{tag}"
        yield path, _text(owner, path, Kind.FLAG) or "false"
    for tag in RELATIONSHIP_TEXTS:
        path = f"reportingOwnerRelationship/{tag}"
        yield path, _text(owner, path)


def _table(root: Element, table: str, kinds: tuple[RowElement, ...]) -> Pairs:
    counts: Counter[str] = Counter()
    for row in root.iterfind(f"{table}/*"):
        for kind in kinds:
            if row.tag == kind:
                counts[kind] += 1
                base = f"{table}/{kind}[{counts[kind]}]"
                yield from ((f"{base}/{path}", value) for path, value in _row(row, kind))


def _row(row: Element, element: RowElement) -> Pairs:
    for field in fields_of(element):
        holder = field.path.rpartition("/")[0] if field.kind is Kind.CODE else field.path
        yield field.path, _column(row, field)
        marks = [mark.get("id", "") for mark in row.iterfind(f"{holder}/footnoteId")]
        yield f"{field.path}/footnoteId", " ".join(dict.fromkeys(marks))


def _column(row: Element, field: Field) -> str:
    """The coding's children carry their text themselves, every other column in `<value>`."""
    return _text(row, field.path if field.kind is Kind.CODE else f"{field.path}/value", field.kind)


def _text(element: Element, path: str, kind: Kind = Kind.TEXT) -> str:
    found = element.find(path)
    text = one_line("".join(str(part) for part in found.itertext())) if found is not None else ""
    if kind is Kind.FLAG:
        return {"1": "true", "true": "true", "0": "false", "false": "false"}.get(text.lower(), "")
    if kind is Kind.DATE:
        return text[:10]  # xs:date may carry a time zone: 2009-11-19-05:00
    if kind is Kind.DECIMAL:
        return text.replace(",", "").removeprefix("$")
    return text


def _cell(path: str, value: str, root: Element) -> Cell:
    raw = value
    if path.endswith("/transactionCode") and _is_equity_swap(path, root) and value != "K":
        raw = f"{value}/K"
    return Cell(
        path=path,
        value=value,
        raw=raw,
        status="accepted",
        confidence=1.0,
        page=1,
        bbox=(0.0, 0.0, 0.0, 0.0),
        source="text",
        reader=LAYOUT,
    )


def _is_equity_swap(path: str, root: Element) -> bool:
    return _text(root, f"{path.rpartition('/')[0]}/equitySwapInvolved", Kind.FLAG) == "true"
