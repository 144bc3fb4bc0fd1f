"""A filing as EDGAR's ownershipDocument.

What the page does not print is derived: the schema version from the period, the form type of a transaction
from the V column, the equity swap flag from a K beside the code, CIKs from a table.

What could not be read is left open. Rows keep every element EDGAR demands, without a value where there is
none; elsewhere the element is left out. A value that is not of its element's type ("various" for a date)
is kept as a comment in its place. Texts are never cut: EDGAR's lengths bind filers, not pages.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from lxml import etree

from extractor.export.cik import CikTable
from extractor.export.xml_values import one_line, xml_value
from extractor.model.filing import Cell, Filing
from extractor.model.filing_view import FilingView, Row
from extractor.model.form_schema import (
    ADDRESS,
    RELATIONSHIP_BOXES,
    RELATIONSHIP_TEXTS,
    Field,
    Kind,
    fields_of,
)
from extractor.model.forms import form_of, schema_of

Element = etree._Element

BEFORE_10B5_1_BOX = "X0306"
WITH_10B5_1_BOX = "X0508"
OF_FORM_3 = "X0206"
BOXES = ("noSecuritiesOwned", "notSubjectToSection16", "form3HoldingsReported", "form4TransactionsReported")
"""The flags at the head of the document, in EDGAR's order."""
FIRST_MONTH_WITH_BOX = "2023-04"
CODING = "transactionCoding"


def to_xml(filing: Filing, ciks: CikTable | None = None) -> bytes:
    """The filing as an EDGAR ownershipDocument in UTF-8, valid against `ownership.xsd`.

    `ciks` fills the CIK numbers; without it, and for names it does not hold, they are 0000000000.
    """
    view, ciks = FilingView(filing), ciks or CikTable()
    root = etree.Element("ownershipDocument")
    _add_head(root, view)
    _add_issuer(root, view, ciks)
    for owner in view.owners:
        _add_owner(root, owner, ciks)
    _add_cell(root, "aff10b5One", view.cells.get("aff10b5One"), Kind.FLAG)
    _add_tables(root, view)
    _add_footnotes(root, view)
    _add_cell(root, "remarks", view.cells.get("remarks"), Kind.TEXT)
    for signature in view.signatures:
        _add_signature(root, signature)
    etree.indent(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"


def _add_head(root: Element, view: FilingView) -> None:
    _add_text(root, "schemaVersion", _schema_version(view))
    _add_text(root, "documentType", document_type(view))
    for tag in ("periodOfReport", "dateOfOriginalSubmission"):
        _add_cell(root, tag, view.cells.get(tag), Kind.MONTH_OR_DATE)
    form = schema_of(document_type(view))
    for tag in (tag for tag in BOXES if tag in form.header):
        _add_cell(root, tag, view.cells.get(tag), Kind.FLAG)
        if tag == form.nothing and view.rows and tag not in view.cells:
            _add_text(root, tag, "0")


def _schema_version(view: FilingView) -> str:
    """The version that has the Rule 10b5-1(c) box where the period or the page has it; Form 3 has a row of
    its own, and no such box."""
    if form_of(document_type(view)) == "3":
        return OF_FORM_3
    period = xml_value(view.value("periodOfReport"), Kind.MONTH_OR_DATE) or ""
    has_box = "aff10b5One" in view.cells or period >= FIRST_MONTH_WITH_BOX
    return WITH_10B5_1_BOX if has_box else BEFORE_10B5_1_BOX


def document_type(view: FilingView) -> str:
    """The type that was read, else the form the layout is for; Form 4 is what this tool looks for."""
    read, laid_out = (xml_value(text, Kind.FORM) for text in (view.form, view.filing.form))
    return read or laid_out or "4"


def _add_issuer(root: Element, view: FilingView, ciks: CikTable) -> None:
    name, symbol = view.value("issuer/issuerName"), view.value("issuer/issuerTradingSymbol")
    issuer = etree.SubElement(root, "issuer")
    _add_text(issuer, "issuerCik", ciks.issuer(symbol, name))
    for tag in ("issuerName", "issuerTradingSymbol"):
        _add_cell(issuer, tag, view.cells.get(f"issuer/{tag}"), Kind.TEXT)


def _add_owner(root: Element, cells: Mapping[str, Cell], ciks: CikTable) -> None:
    owner = etree.SubElement(root, "reportingOwner")
    identity = etree.SubElement(owner, "reportingOwnerId")
    name = cells.get("reportingOwnerId/rptOwnerName")
    _add_text(identity, "rptOwnerCik", ciks.owner(name.value if name else ""))
    _add_cell(identity, "rptOwnerName", name, Kind.TEXT)
    address = etree.SubElement(owner, "reportingOwnerAddress")
    for tag in ADDRESS:
        _add_cell(address, tag, cells.get(f"reportingOwnerAddress/{tag}"), Kind.TEXT)
    relationship = etree.SubElement(owner, "reportingOwnerRelationship")
    for tag in RELATIONSHIP_BOXES:
        _add_cell(relationship, tag, cells.get(f"reportingOwnerRelationship/{tag}"), Kind.FLAG)
    for tag in RELATIONSHIP_TEXTS:
        _add_cell(relationship, tag, cells.get(f"reportingOwnerRelationship/{tag}"), Kind.TEXT)


def _add_signature(root: Element, cells: Mapping[str, Cell]) -> None:
    signature = etree.SubElement(root, "ownerSignature")
    _add_cell(signature, "signatureName", cells.get("signatureName"), Kind.TEXT)
    _add_cell(signature, "signatureDate", cells.get("signatureDate"), Kind.DATE)


def _add_footnotes(root: Element, view: FilingView) -> None:
    if not view.footnotes:
        return
    footnotes = etree.SubElement(root, "footnotes")
    for identifier, cell in view.footnotes.items():
        etree.SubElement(footnotes, "footnote", id=identifier).text = one_line(cell.value)


def _add_tables(root: Element, view: FilingView) -> None:
    form_number = document_type(view)[:1]
    for table, tag in (("I", "nonDerivativeTable"), ("II", "derivativeTable")):
        rows = [row for row in view.rows if row.table == table]
        if rows:
            parent = etree.SubElement(root, tag)
            for row in rows:
                _add_row(parent, row, form_number)


def _add_row(parent: Element, row: Row, form_number: str) -> None:
    element = etree.SubElement(parent, row.element)
    for field in fields_of(row.element):
        if field.path.startswith(CODING):
            _add_coding(element, row, field, form_number)
        elif _is_written(row, field):
            *above, tag = field.path.split("/")
            _add_column(_container(element, above), tag, row, field)


def _is_written(row: Row, field: Field) -> bool:
    """True where the column holds something, or EDGAR demands its element.

    Shares exclude a value in dollars. A derivative holding of Form 3 has no amount following.
    """
    if field.instead_of:
        return field.path in row.cells and field.instead_of not in row.cells
    if field.path in row.cells:
        return True
    # Shares with a footnote mark only are left out where a value in dollars is given.
    if any(other.instead_of == field.path and other.path in row.cells for other in fields_of(row.element)):
        return False
    form_3_only = row.element == "derivativeHolding" and field.name == "amount_following"
    return bool(row.marks(field.path)) or not (field.optional or form_3_only)


def _container(element: Element, above: list[str]) -> Element:
    for tag in above:
        found = element.find(tag)
        element = etree.SubElement(element, tag) if found is None else found
    return element


def _add_column(parent: Element, tag: str, row: Row, field: Field) -> None:
    column = etree.SubElement(parent, tag)
    if cell := row.cells.get(field.path):
        _add_cell(column, "value", cell, field.kind)
    for mark in row.marks(field.path):
        etree.SubElement(column, "footnoteId", id=mark)


def _add_coding(element: Element, row: Row, field: Field, form_number: str) -> None:
    """transactionCoding, whose children carry no `<value>` and whose marks stand beside them."""
    code = row.cells.get(field.path)
    coding = etree.SubElement(element, CODING)
    _add_text(coding, "transactionFormType", form_type(row, form_number))
    _add_cell(coding, "transactionCode", code, Kind.CODE)
    _add_text(coding, "equitySwapInvolved", "1" if code and is_equity_swap(code) else "0")
    for mark in row.marks(field.path):
        etree.SubElement(coding, "footnoteId", id=mark)


def form_type(row: Row, form_number: str) -> str:
    """The form a transaction is due on: one reported early on Form 4 (V) is of form type 5."""
    early = row.cells.get("transactionTimeliness")
    return "5" if early and early.value == "E" else form_number


def is_equity_swap(code: Cell) -> bool:
    """True for K and for S/K."""
    return code.value == "K" or bool(re.search(r"/\s*K", code.raw))


def _add_text(parent: Element, tag: str, text: str) -> None:
    etree.SubElement(parent, tag).text = text


def _add_cell(parent: Element, tag: str, cell: Cell | None, kind: Kind) -> None:
    if cell is None or not (printed := one_line(cell.value)):
        return
    value = xml_value(cell.value, kind)
    if value is not None:
        _add_text(parent, tag, value)
    else:
        # XML forbids two hyphens in a row inside a comment.
        parent.append(etree.Comment(f" {tag} as printed: {re.sub('-(?=-)', '- ', printed)} "))


def validate(xml: bytes) -> list[str]:
    """The errors of `xml` against `ownership.xsd`: one message an error, each with its line."""
    secure = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        document = etree.fromstring(xml, secure)
    except etree.XMLSyntaxError as error:
        return [f"line {error.lineno}: {error.msg}"]
    schema = _schema()
    if schema.validate(document):
        return []
    problems = schema.error_log
    return [f"line {entry.line}: {entry.message}" for entry in problems]  # type: ignore[attr-defined]


@cache
def _schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.fromstring(files(__package__).joinpath("ownership.xsd").read_bytes()))
