"""The form's own print for hand-typed pages, after the shipped layouts' captions."""

from __future__ import annotations

from extractor.layout.analysis import PageAnalysis
from extractor.layout.classify import Classification, classify
from extractor.layout.template import Layout, shipped_layouts
from extractor.model.page import Line, RulingLine
from tests.typewriter import across, down, page, typed


def layout(name: str) -> Layout:
    return next(each for each in shipped_layouts() if each.name == name)


EDGAR = layout("form4-edgar")

HEADER_RULES = (across(94), across(130, 230, 415), across(165, 230, 590), across(190))
HEADER_COLUMNS = tuple(down(x, 94, 190) for x in (36, 230, 415, 590))
OWNER_PRINT = (
    typed("1. Name and Address of Reporting Person*", 40, 96),
    typed("(Last)", 40, 122),
    typed("(First)", 100, 122),
    typed("(Middle)", 170, 122),
    typed("(Street)", 40, 152),
    typed("(City)", 40, 175),
    typed("(State)", 110, 175),
    typed("(Zip)", 180, 175),
)
ISSUER_PRINT = (
    typed("2. Issuer Name and Ticker or Trading Symbol", 234, 96),
    typed("3. Date of Earliest Transaction (Month/Day/Year)", 234, 132),
    typed("4. If Amendment, Date of Original Filed (Month/Day/Year)", 234, 167),
)
RELATIONSHIP_PRINT = (
    typed("5. Relationship of Reporting Person(s) to Issuer", 419, 96),
    typed("(Check all applicable)", 419, 104),
    typed("6. Individual or Joint/Group Filing (Check", 419, 167),
    typed("Applicable Line)", 419, 175),
)
DIRECTOR, TEN_PERCENT = typed("Director", 435, 114), typed("10% Owner", 520, 114)
OFFICER, OTHER = typed("Officer (give title below)", 435, 124), typed("Other (specify below)", 520, 124)
BOXES_PRINT = (DIRECTOR, TEN_PERCENT, OFFICER, OTHER)
HEADER_PRINT = (*OWNER_PRINT, *ISSUER_PRINT, *RELATIONSHIP_PRINT)


def classified(
    *lines: Line,
    rules: tuple[RulingLine, ...] = (),
    columns: tuple[RulingLine, ...] = (),
    number: int = 1,
    as_: Layout = EDGAR,
) -> Classification:
    """A page with these lines and its scores; the lines are put in reading order."""
    ordered = sorted(lines, key=lambda line: (line.box.top, line.box.x0))
    return classify(page(*ordered, rules=rules, columns=columns, number=number), [as_])


def seen(
    *lines: Line,
    rules: tuple[RulingLine, ...] = (),
    columns: tuple[RulingLine, ...] = (),
    number: int = 1,
    as_: Layout = EDGAR,
) -> PageAnalysis:
    """The same as a page of its layout."""
    return classified(*lines, rules=rules, columns=columns, number=number, as_=as_).under(as_)
