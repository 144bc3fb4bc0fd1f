"""Checks an ownershipDocument against the schema that ships with the package."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from lxml import etree


def validate(xml: bytes) -> list[str]:
    """What keeps `xml` from being an ownershipDocument: one message a problem, each with its line."""
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
