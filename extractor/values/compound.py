"""Answers that hold several values on one line: an issuer with its symbol; city, state and ZIP code."""

from __future__ import annotations

import re

CITY_LINE = re.compile(
    r"^(?P<city>.+?)[,.\s]+(?P<state>[A-Z][A-Z0-9])[,.\s]+"
    r"(?P<zip>[0-9][\w-]*(?: \w{3})?|[A-Z0-9]{2,4} [A-Z0-9]{3})$"
)
CITY_PARTS = {"city": "rptOwnerCity", "state": "rptOwnerState", "zip": "rptOwnerZipCode"}
STATE, ZIP = re.compile(r"[A-Z]{2}"), re.compile(r"\d{5}(?:-?\d{4})?")
"""A state and a ZIP code of the United States, which no blank parts: one read in it is none."""
SYMBOL = re.compile(
    r"^(?P<name>.*?)\s*[\[({|]\s*(?P<symbol>[^\[\](){}|]*?)(?:\s*[\])}|]+|\s+[IlJ1])$"
    r"|^(?P<name2>.+?) [I1l] (?P<symbol2>[A-Z.]{1,6}) [I1lJ\]]$"
    r"|^(?P<name3>.+?) [-/] ?(?P<symbol3>[A-Z]{1,5}(?:\.[A-Z])?)$"
    r"|^(?P<name4>.+ (?i:inc|corp|corporation|co|company|ltd|limited|plc|llc|lp)\.?) "
    r"(?P<symbol4>(?!(?:II|III|IV|VI|INC|CORP|CO|LTD|PLC|LLC|LP|NV|SA|AG)$)[A-Z]{2,5})$"
    r"|^(?P<name5>.+?) ?/(?P<symbol5>[A-Z]|[A-Z][A-Z.]{2,5})/$"
)
"""An issuer and its symbol in brackets, behind a dash or slash, or behind what ends a company's name; worn
brackets are read as `I` or `1`, and typewriters without any put slashes; what stands for a state between
slashes (`/DE/`) belongs to the name."""
SYMBOL_PARTS = {"name": "issuer/issuerName", "symbol": "issuer/issuerTradingSymbol"}


def part_of(pattern: re.Pattern[str], text: str, key: str) -> str | None:
    """One part of a compound answer; None where the text does not come apart or lacks the part."""
    match = pattern.match(text)
    if match is None:
        return None
    found = match.groupdict()
    named = (found.get(f"{key}{k}") for k in ("", "2", "3", "4", "5"))
    part = next((part for part in named if part), "").rstrip(" ,")
    whole = part.replace(" ", "") if key == "zip" and STATE.fullmatch(found["state"] or "") else part
    return (whole if ZIP.fullmatch(whole) else part) or None
