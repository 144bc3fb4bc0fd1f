"""Streets, places and offices as forms write them, composed of what is public: for `samples/language.py`.

SEC's tables hold neither addresses nor offices, and a few hundred filings too few of them: a street is an
issuer's name behind `C/O`, or a number, a name and a way; a place one of the ZIP codes' places.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from random import Random

import zipcodes


def _parts(text: str) -> list[str]:
    return text.split("|")


WAYS = _parts(
    "STREET|ST|ST.|AVENUE|AVE|AVE.|ROAD|RD|RD.|BOULEVARD|BLVD|BLVD.|DRIVE|DR|DR.|LANE|COURT|PLACE|PARKWAY|"
    "PKWY|WAY|PLAZA|CIRCLE|SQUARE|TERRACE|HIGHWAY|CENTER|TURNPIKE|PARK"
)
SIDES = _parts("||||NORTH |SOUTH |EAST |WEST |N. |S. |E. |W. |N |S |E |W ")
NUMBERS = _parts("ONE|TWO|THREE|FOUR|5|12|250|1600|11100")
"""A language knows where figures stand, not which: of figures their number counts."""
ORDINALS = _parts(
    "1ST|2ND|3RD|5TH|12TH|33RD|42ND|FIRST|SECOND|THIRD|FOURTH|FIFTH|SIXTH|SEVENTH|EIGHTH|NINTH|TENTH"
)
ROOMS = _parts(
    "|||, SUITE 100|, SUITE 12| SUITE 2500|, STE 200|, STE. 20|, FLOOR 11|, ROOM 12|, 5TH FLOOR|, 22ND FLOOR|"
    " - SUITE 10|, BLDG. 4|, BUILDING 10|, #100|, APT 5|, UNIT 5"
)
BOXES = _parts("P.O. BOX 1508|P. O. BOX 150|PO BOX 15000|POST OFFICE BOX 1500|P.O. BOX 15")
CARE = ("C/O ", "C/O ", "C/O ", "c/o ", "")

RANKS = _parts("||Senior |Executive |Sr. |Exec. |Group |Corporate |First |Assistant ")
OFFICES = _parts(
    "Vice President|President|VP|Vice Pres.|Pres.|Director|Treasurer|Secretary|Controller|Counsel|Chairman|"
    "Officer|Manager|Partner"
)
SHORT = _parts(
    "CEO|CFO|COO|CTO|CIO|CAO|CLO|CMO|GC|EVP|SVP|VP|General Counsel|Chairman of the Board|Vice Chairman|"
    "Founder|Co-Founder|Chairman|Chair|Chairperson|See Remarks|General Manager|Principal Accounting Officer"
)
DUTIES = _parts(
    "Executive|Financial|Operating|Accounting|Technology|Information|Legal|Marketing|Administrative|Medical|"
    "Scientific|Commercial|People|Human Resources|Strategy|Risk|Investment|Credit|Lending|Revenue|Product|"
    "Compliance|Business|Development"
)
OF = _parts(
    "Finance|Operations|Sales|Marketing|Human Resources|Research and Development|Engineering|Manufacturing|"
    "Corporate Development|Investor Relations|Legal Affairs|Business Development|Sales & Marketing|"
    "North America|International|Strategy|Administration|Technology"
)
AND = (" and ", " & ", ", ", "/", " / ", "; ", " - ")
OF_WHAT = (", ", " of ", " - ")

STREETS, TITLES = 30_000, 12_000
"""How many of each are composed."""


def streets(companies: Sequence[str], surnames: Sequence[str]) -> Iterator[str]:
    """Streets of companies, and of streets named after people and places."""
    draw = Random(0)
    yield from (draw.choice(CARE) + name for name in companies)
    yield from BOXES
    names = [*surnames, *(place.upper() for place, _ in places())]
    for _ in range(STREETS):
        name = draw.choice(ORDINALS) if draw.random() < 0.2 else draw.choice(names)
        street = f"{draw.choice(NUMBERS)} {draw.choice(SIDES)}{name} {draw.choice(WAYS)}"
        yield street + draw.choice(ROOMS)


def places() -> Iterator[tuple[str, str]]:
    """Places of the United States with their state, one for each of their ZIP codes."""
    return ((place["city"], place["state"]) for place in zipcodes.list_all())


def city_lines(found: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Places as a form writes them: by themselves, and with state and ZIP code on one line."""
    for city, state in found:
        name = city.upper()
        yield from (name, f"{name} {state} 12345", f"{name}, {state} 12345")


def offices() -> Iterator[str]:
    """Titles of officers, one or two and what of."""
    draw = Random(0)
    plain = [*(rank + office for rank, office in product(RANKS, OFFICES)), *SHORT]
    plain += [f"Chief {duty} {office}" for duty, office in product(DUTIES, ("Officer", "Off", "Ofcr."))]
    for _ in range(TITLES):
        title, more = draw.choice(plain), draw.random()
        if more < 0.4:
            title += draw.choice(AND) + draw.choice(plain)
        elif more < 0.55:
            title += draw.choice(OF_WHAT) + draw.choice(OF)
        yield title
