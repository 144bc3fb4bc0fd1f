"""What companies' investor pages serve of a Form 4: "Trans. Date", "Derivate Security", (MM/DD/YYYY)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from samples.generator.families import Printed, agent2002
from samples.generator.families.agent2002 import (
    masthead,
    numbered,
    put_nothing_owned,
    put_owners,
    put_signatures,
    thirds,
)
from samples.generator.families.editions import (
    Edition,
    HeaderItems,
    boxes_of,
    columns_of,
    edition_of,
    slots_of,
)
from samples.generator.fill import Fill
from samples.generator.grid import Content, Slot, grid_of, stacked, words_in
from samples.generator.header import (
    PLAN_BOX,
    at_least,
    city_line,
    gap,
    group_filing,
    issuer,
    relationship,
    rule_across,
    spread_captions,
    square,
    streets,
)
from samples.generator.pages import Book
from samples.generator.style import Style
from samples.generator.table import Column, table_for
from samples.generator.values import Filing, footnotes, owners

_WORDINGS: Mapping[str, str] = {
    "2. Transaction Date (Month/Day/Year)": "2. Trans. Date",
    "2A. Deemed Execution Date, if any (Month/Day/Year)": "2A. Deemed Execution Date, if any",
    "3. Transaction Code | (Instr. 8)": "3. Trans. Code | (Instr. 8)",
    "1. Title of Derivative Security | (Instr. 3)": "1. Title of Derivate Security | (Instr. 3)",
    "3. Transaction Date (Month/Day/Year)": "3. Trans. Date",
    "3A. Deemed Execution Date, if any (Month/Day/Year)": "3A. Deemed Execution Date, if any",
    "4. Transaction Code | (Instr. 8)": "4. Trans. Code | (Instr. 8)",
    "6. Date Exercisable and Expiration Date | (Month/Day/Year)": "6. Date Exercisable and Expiration Date",
    "7. Title and Amount of Underlying Securities | (Instr. 3 and 4)": (
        "7. Title and Amount of Securities Underlying Derivative Security | (Instr. 3 and 4)"
    ),
}
"""Captions of a filing agent's print, and what stands in their place."""
_TITLE_II = (
    "Table II - Derivative Securities Beneficially Owned | "
    "( _e.g._ , puts, calls, warrants, options, convertible securities)"
)
_FURNITURE = (
    "Reminder: Report on a separate line for each class of securities beneficially owned directly or "
    "indirectly.",
    "* If the form is filed by more than one reporting person, _see_ Instruction 4(b)(v).",
    "** Intentional misstatements or omissions of facts constitute Federal Criminal Violations. _See_ 18 "
    "U.S.C. 1001 and 15 U.S.C. 78ff(a).",
    "Note: File three copies of this Form, one of which must be manually signed. If space is insufficient, "
    "_see_ Instruction 6 for procedure.",
)


def _worded(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    return tuple(replace(c, caption=_WORDINGS.get(c.caption, c.caption)) for c in columns)


TABLE_I, TABLE_II = _worded(agent2002.TABLE_I), _worded(agent2002.TABLE_II)


def draw(filing: Filing, style: Style) -> Printed:
    """The whole form: header, both tables, explanations, owners, signatures, the small print."""
    fill = Fill(filing, style)
    book = Book(style)
    book.put(masthead(fill))
    book.put(_items(fill), before=2)
    edition = edition_of(filing)
    for name, columns, title in (
        ("nonDerivativeTable", TABLE_I, edition.headings[0]),
        ("derivativeTable", TABLE_II, _TITLE_II),
    ):
        heading = words_in(style.caption(1.5, bold=True).words(title), "center")
        own = columns_of(edition, columns, _own_wording)
        book.put_table(table_for(fill, name, own), stacked(gap(6), heading, gap(2)))
    _put_explanations(book, fill)
    put_owners(book, fill)
    put_signatures(book, fill)
    for text in _FURNITURE:
        worded = text.replace("Instruction 4", edition.joint)
        book.put(words_in(style.caption().words(worded)), before=1)
    return Printed(book.finished(), fill.printed)


def _items(fill: Fill) -> Content:
    style, plain = fill.style, fill.style.caption()
    first = (owners(fill.filing) or ("reportingOwner[1]",))[0]

    def item(text: str, below: Content) -> Content:
        return stacked(words_in(plain.words(text)), below, gap=2.0)

    def day(path: str) -> Content:
        return at_least(style.fill_size * 1.4, fill.placed(fill.words(path), "center"))

    item_1 = item("1. Name and Address of Reporting Person *", _address(fill, first))
    edition = edition_of(fill.filing)
    dated = edition.captioned("original", "If Amendment, Date Original Filed")
    parts = HeaderItems(
        issuer=item(edition.captioned("issuer"), issuer(fill, "[ ", " ]")),
        period=item(f"{edition.captioned('period')} (MM/DD/YYYY)", day("periodOfReport")),
        original=item(f"{dated} (MM/DD/YYYY)", day("dateOfOriginalSubmission")),
        relationship=item(
            f"{edition.captioned('relationship')} (Check all applicable)", relationship(fill, plain, first)
        ),
        group=item(edition.captioned("group"), group_filing(fill, plain)),
    )
    slots = [Slot(0, 0, item_1, rows=3), *_slots(edition, parts)]
    if ("aff10b5One", PLAN_BOX) in boxes_of(edition, fill.filing):
        plan = stacked(
            words_in(plain.words("Rule 10b5-1(c) Transaction Indication")),
            square(fill, plain, "aff10b5One", PLAN_BOX, 7.5),
        )
        slots.append(Slot(3, 1, plan, cols=2))
    left, middle, right = thirds(style)
    narrow = 0.45 * (middle + right) if edition.holds_alone else middle
    widths = [style.inner_width * share for share in (left, narrow, 1 - left - narrow)]
    return grid_of(slots, widths, [0.0] * (1 + max(slot.row for slot in slots)), style.ruling)


def _slots(edition: Edition, items: HeaderItems) -> list[Slot]:
    """The boxes right of item 1: of Form 3 the relationship has a row of its own."""
    if not edition.holds_alone:
        return slots_of(edition, items, 0.0)
    dated = [Slot(0, 1, items.period), Slot(0, 2, items.issuer), Slot(1, 1, items.relationship, cols=2)]
    return [*dated, Slot(2, 1, items.original), Slot(2, 2, items.group)]


def _own_wording(caption: str) -> str:
    """Captions of forms other than 4 as such pages print them."""
    if caption.startswith("5. Ownership Form: Direct"):
        return caption.replace("Ownership Form:", "Ownership Form of Derivative Security:")
    worded = caption.replace("Title of Derivative Security", "Title of Derivate Security")
    return worded.replace("Month/Day/Year", "MM/DD/YYYY")


def _address(fill: Fill, owner: str) -> Content:
    plain = fill.style.caption(0.8)
    return stacked(
        fill.placed(fill.words(f"{owner}/reportingOwnerId/rptOwnerName")),
        spread_captions(plain, "(Last)", "(First)", "(Middle)"),
        rule_across(0.4),
        streets(fill, owner, joined=True),
        words_in(plain.words("(Street)"), "center"),
        rule_across(0.4),
        fill.placed(city_line(fill, owner)),
        spread_captions(plain, "(City)", "(State)", "(Zip)"),
        gap=1.0,
    )


def _put_explanations(book: Book, fill: Fill) -> None:
    style = fill.style
    book.put(words_in(style.caption(bold=True).words("Explanation of Responses:")), before=8)
    for mark, path in footnotes(fill.filing):
        number = fill.loose(f"({mark.removeprefix('F')})", scale=0.9)
        book.put(numbered(fill.placed(number), fill.placed(fill.words(path, 0.9))), before=2)
    if fill.filing.get("remarks"):
        book.put(words_in(style.caption(bold=True).words("Remarks:")), before=4)
        book.put(fill.placed(fill.words("remarks", 0.9)), before=1)
    put_nothing_owned(book, fill)
