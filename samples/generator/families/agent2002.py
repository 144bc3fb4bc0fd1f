"""A filing agent's print of the six-item form, 2002 and later, with blocks for owners and signatures."""

from __future__ import annotations

from samples.generator.families import Printed
from samples.generator.families.editions import (
    NOTHING_OWNED,
    NOTHING_OWNED_SAID,
    Edition,
    HeaderItems,
    boxes_of,
    columns_of,
    edition_of,
    shares_of,
    slots_of,
)
from samples.generator.fill import Fill
from samples.generator.grid import Content, Slot, grid_of, nothing, stacked, words_in
from samples.generator.header import (
    at_least,
    city_line,
    gap,
    group_filing,
    headline,
    issuer,
    omb_box,
    relationship,
    side_by_side,
    signature,
    spread_captions,
    square,
    streets,
)
from samples.generator.pages import Book
from samples.generator.style import Style
from samples.generator.table import Column, table_for
from samples.generator.typeset import Word
from samples.generator.values import Filing, footnotes, owners, signatures

TABLE_I = (
    Column("1.Title of Security | (Instr. 3)", 0.2, "securityTitle"),
    Column("2. Transaction Date (Month/Day/Year)", 0.1, "transactionDate"),
    Column("2A. Deemed Execution Date, if any (Month/Day/Year)", 0.1, "deemedExecutionDate"),
    Column(
        "3. Transaction Code | (Instr. 8)",
        subs=(
            Column("Code", 0.055, "transactionCoding/transactionCode"),
            Column("V", 0.03, "transactionTimeliness"),
        ),
    ),
    Column(
        "4. Securities Acquired (A) or Disposed of (D) | (Instr. 3, 4 and 5)",
        subs=(
            Column("Amount", 0.075, "transactionAmounts/transactionShares"),
            Column("(A) or (D)", 0.05, "transactionAmounts/transactionAcquiredDisposedCode"),
            Column("Price", 0.08, "transactionAmounts/transactionPricePerShare"),
        ),
    ),
    Column(
        "5. Amount of Securities Beneficially Owned Following Reported Transaction(s) | (Instr. 3 and 4)",
        0.14,
        "postTransactionAmounts/sharesOwnedFollowingTransaction",
    ),
    Column(
        "6. Ownership Form: Direct (D) or Indirect (I) | (Instr. 4)",
        0.085,
        "ownershipNature/directOrIndirectOwnership",
    ),
    Column(
        "7. Nature of Indirect Beneficial Ownership | (Instr. 4)", 0.1, "ownershipNature/natureOfOwnership"
    ),
)
TABLE_II = (
    Column("1. Title of Derivative Security | (Instr. 3)", 0.09, "securityTitle"),
    Column("2. Conversion or Exercise Price of Derivative Security", 0.075, "conversionOrExercisePrice"),
    Column("3. Transaction Date (Month/Day/Year)", 0.08, "transactionDate"),
    Column("3A. Deemed Execution Date, if any (Month/Day/Year)", 0.075, "deemedExecutionDate"),
    Column(
        "4. Transaction Code | (Instr. 8)",
        subs=(
            Column("Code", 0.045, "transactionCoding/transactionCode"),
            Column("V", 0.025, "transactionTimeliness"),
        ),
    ),
    Column(
        "5. Number of Derivative Securities Acquired (A) or Disposed of (D) | (Instr. 3, 4, and 5)",
        subs=(
            Column("(A)", 0.055, "(A)"),
            Column("(D)", 0.055, "(D)"),
        ),
    ),
    Column(
        "6. Date Exercisable and Expiration Date | (Month/Day/Year)",
        subs=(
            Column("Date Exercisable", 0.08, "exerciseDate"),
            Column("Expiration Date", 0.08, "expirationDate"),
        ),
    ),
    Column(
        "7. Title and Amount of Underlying Securities | (Instr. 3 and 4)",
        subs=(
            Column("Title", 0.075, "underlyingSecurity/underlyingSecurityTitle"),
            Column("Amount or Number of Shares", 0.065, "underlyingSecurity/underlyingSecurityShares"),
        ),
    ),
    Column(
        "8. Price of Derivative Security | (Instr. 5)", 0.06, "transactionAmounts/transactionPricePerShare"
    ),
    Column(
        (
            "9. Number of Derivative Securities Beneficially Owned Following Reported Transaction(s) | "
            "(Instr. 4)"
        ),
        0.085,
        "postTransactionAmounts/sharesOwnedFollowingTransaction",
    ),
    Column(
        "10. Ownership Form of Derivative Security: Direct (D) or Indirect (I) | (Instr. 4)",
        0.07,
        "ownershipNature/directOrIndirectOwnership",
    ),
    Column(
        "11. Nature of Indirect Beneficial Ownership | (Instr. 4)", 0.075, "ownershipNature/natureOfOwnership"
    ),
)
_DERIVATIVES = "( _e.g._ , puts, calls, warrants, options, convertible securities)"
_OWNERSHIP_FORM = "5. Ownership Form: Direct"
_PERSONS = (
    "*Persons* *who* *respond* *to* *the* *collection* *of* *information* *contained* *in* *this* "
    "*form* *are* *not* "
    "*required* *to* *respond* *unless* *the* *form* *displays* *a* *currently* *valid* *OMB* "
    "*control* *number.*"
)
_STARS = (
    ("*", "If the form is filed by more than one reporting person, _see_ Instruction 4(b)(v)."),
    (
        "**",
        "Intentional misstatements or omissions of facts constitute Federal Criminal Violations. "
        "_See_ 18 U.S.C. "
        "1001 and 15 U.S.C. 78ff(a).",
    ),
)
_NOTES = (
    "Note: File three copies of this Form, one of which must be manually signed. If space is "
    "insufficient, _see_ "
    "Instruction 6 for procedure.",
    "Potential persons who are to respond to the collection of information contained in this form "
    "are not required to "
    "respond unless the form displays a currently valid OMB number.",
)


def draw(filing: Filing, style: Style) -> Printed:
    """The whole form: header with Table I under it, Table II, owners, signatures, explanations."""
    fill = Fill(filing, style)
    book = Book(style)
    book.put(masthead(fill))
    book.put(_items(fill), before=2)
    edition = edition_of(filing)
    table = table_for(fill, "nonDerivativeTable", columns_of(edition, TABLE_I, _worded))
    book.put_table(table, nothing, style.blank_rows)
    book.put(_between_tables(fill), before=3)
    table = table_for(fill, "derivativeTable", columns_of(edition, TABLE_II, _worded))
    heading = f"{edition.headings[1]} | {_DERIVATIVES}"
    title = words_in(style.caption(1.05, bold=True).words(heading), "center")
    book.put_table(table, stacked(gap(5), title, gap(1)), style.blank_rows)
    put_owners(book, fill)
    put_signatures(book, fill)
    _put_explanations(book, fill)
    return Printed(book.finished(), fill.printed)


def masthead(fill: Fill) -> Content:
    """The form's number, its title and the OMB's box."""
    style, plain = fill.style, fill.style.caption()
    form = fill.value("documentType")
    edition = edition_of(fill.filing)
    boxes = [square(fill, plain, path, text, 7.5) for path, text in lone_boxes(edition)]
    left = stacked(
        words_in(style.caption(2.1, bold=True).words(f"FORM {form}")),
        stacked(*boxes, gap=3.0 if len(boxes) > 1 else 0.0),
        gap(4),
        words_in(plain.words("(Print or Type Responses)")),
    )
    middle = stacked(
        headline(style, "UNITED STATES SECURITIES AND EXCHANGE COMMISSION", 1.5, 0.57),
        words_in(plain.words("Washington, D.C. 20549"), "center"),
        gap(style.caption_size),
        headline(style, titled(edition), 1.5, 0.57),
        gap(style.caption_size * 0.8),
        words_in(
            plain.words(
                "Filed pursuant to Section 16(a) of the Securities Exchange Act of 1934 or Section 30(h) "
                "of the Investment Company Act of 1940"
            ),
            "center",
        ),
    )
    burden = f"hours per response... {edition.hours}"
    omb = omb_box(plain, (edition.omb, "Estimated average burden", burden))
    return side_by_side((0.23, left), (0.57, middle), (0.2, omb))


def titled(edition: Edition) -> str:
    """The title as agents print it: of Forms 4 and 5 too it ends in "of securities"."""
    return edition.title.removesuffix(" OF SECURITIES") + " OF SECURITIES"


def lone_boxes(edition: Edition) -> list[tuple[str, str]]:
    """The boxes beside the title; agents' prints have none for trading plans."""
    return [(path, text) for path, text in boxes_of(edition, {}) if path != "aff10b5One"]


def _worded(caption: str) -> str:
    """Captions of forms other than 4 as agents print them."""
    if caption.startswith(_OWNERSHIP_FORM):
        return caption.replace("Ownership Form:", "Ownership Form of Derivative Security:")
    return caption


def put_nothing_owned(book: Book, fill: Fill) -> None:
    """The sentence of Form 3 where nothing is owned."""
    if fill.value(NOTHING_OWNED) == "true":
        book.put(fill.placed(fill.loose(NOTHING_OWNED_SAID)), before=4)


def _items(fill: Fill) -> Content:
    style, plain = fill.style, fill.style.caption()
    first = (owners(fill.filing) or ("reportingOwner[1]",))[0]
    line, edition = style.fill_size * 1.2, edition_of(fill.filing)

    def day(path: str) -> Content:
        return fill.placed(fill.words(path))

    def item(text: str, *below: Content) -> Content:
        return stacked(words_in(plain.words(text)), *below, gap=0.6)

    name = fill.placed(fill.words(f"{first}/reportingOwnerId/rptOwnerName"))
    under_street = stacked(words_in(plain.words("(Street)"), "center"), fill.placed(city_line(fill, first)))
    left = [
        Slot(0, 0, item("1. Name and Address of Reporting Person *", name)),
        Slot(
            1,
            0,
            stacked(
                spread_captions(plain, "(Last)", "(First)", "(Middle)"),
                streets(fill, first, joined=style.seed % 2 == 0),
            ),
        ),
        Slot(2, 0, at_least(line * 2, under_street)),
        Slot(3, 0, spread_captions(plain, "(City)", "(State)", "(Zip)")),
    ]
    heading = style.caption(1.1, bold=True).words(edition.headings[0])
    dated = edition.captioned("original", "If Amendment, Date Original Filed")
    parts = HeaderItems(
        issuer=item(edition.captioned("issuer"), issuer(fill, "[", "]")),
        period=item(f"{edition.captioned('period')} (Month/Day/Year)", day("periodOfReport")),
        original=item(f"{dated} (Month/Day/Year)", day("dateOfOriginalSubmission")),
        relationship=item(
            f"{edition.captioned('relationship')} | (Check all applicable)", relationship(fill, plain, first)
        ),
        group=item(edition.captioned("group"), group_filing(fill, plain)),
    )
    slots = [
        *left,
        *slots_of(edition, parts, 0.0),
        Slot(3, 1, words_in(heading, "center"), cols=2 + edition.holds_alone, stand=0.5),
    ]
    widths = [style.inner_width * share for share in shares_of(edition, thirds(style))]
    least = (0.0, 0.0, 0.0, style.caption_size * 2)
    return grid_of(slots, widths, least, style.ruling)


def thirds(style: Style) -> tuple[float, float, float]:
    """The header's three columns, as shares of its width."""
    left = 0.29 + (style.seed * 29 % 12) / 100
    middle = (1 - left) * (0.44 + (style.seed * 43 % 12) / 100)
    return left, middle, 1 - left - middle


def _between_tables(fill: Fill) -> Content:
    plain, stamp = fill.style.caption(), edition_of(fill.filing).stamp
    reminder = (
        "Reminder: Report on a separate line for each class of securities beneficially owned directly or "
        "indirectly."
    )
    return side_by_side(
        (0.42, words_in(plain.words(reminder))),
        (0.45, words_in(plain.words(_PERSONS))),
        (0.13, words_in(plain.words(f"{stamp} (9-02)"), "right")),
    )


def put_owners(book: Book, fill: Fill) -> None:
    """Every owner's name, address and relationships: an "X" or the title in the relationship's column."""
    style, plain = fill.style, fill.style.caption()
    heading = words_in(style.caption(1.7, bold=True).words("Reporting Owners"))
    slots = [
        Slot(0, 0, words_in(plain.words("Reporting Owner Name / Address")), rows=2),
        Slot(0, 1, words_in(plain.words("Relationships"), "center"), cols=4),
    ]
    slots += [
        Slot(1, n, words_in(plain.words(text)))
        for n, text in enumerate(("Director", "10% Owner", "Officer", "Other"), 1)
    ]
    for n, owner in enumerate(owners(fill.filing), 2):
        slots += _owner_row(fill, owner, n)
    total = style.inner_width * (0.7 + style.seed % 4 / 10)
    widths = [total * share for share in (0.4, 0.12, 0.12, 0.2, 0.16)]
    least = [0.0] * (2 + len(owners(fill.filing)))
    book.put(stacked(heading, gap(3), grid_of(slots, widths, least, style.ruling)), before=8)


def _owner_row(fill: Fill, owner: str, row: int) -> list[Slot]:
    base = f"{owner}/reportingOwnerRelationship"
    name = fill.placed(fill.words(f"{owner}/reportingOwnerId/rptOwnerName"))
    address = stacked(name, streets(fill, owner, joined=False), fill.placed(city_line(fill, owner)))
    texts = ("", "", "officerTitle", "otherText")
    slots = [Slot(row, 0, address)]
    for n, (box, text) in enumerate(
        zip(("isDirector", "isTenPercentOwner", "isOfficer", "isOther"), texts, strict=True), 1
    ):
        checked = fill.value(f"{base}/{box}") == "true"
        said = fill.words(f"{base}/{text}") if text else ()
        mark: tuple[Word, ...] = said or (fill.loose("X") if checked else ())
        slots.append(Slot(row, n, fill.placed(mark, "center"), stand=0.5))
    return slots


def put_signatures(book: Book, fill: Fill) -> None:
    """Their heading, then one below the other."""
    style = fill.style
    book.put(words_in(style.caption(1.7, bold=True).words("Signatures")), before=8)
    for number in signatures(fill.filing):
        book.put(
            signature(fill, style.caption(), number, (0.68, 0.32)), before=4, width=style.inner_width * 0.55
        )


def _put_explanations(book: Book, fill: Fill) -> None:
    style, plain, joint = fill.style, fill.style.caption(), edition_of(fill.filing).joint
    book.put(words_in(style.caption(1.7, bold=True).words("Explanation of Responses:")), before=8)
    for star, text in _STARS:
        book.put(
            numbered(
                words_in(plain.words(star)), words_in(plain.words(text.replace("Instruction 4", joint)))
            ),
            before=2,
        )
    for mark, path in footnotes(fill.filing):
        number = fill.loose(f"({mark.removeprefix('F')})", scale=0.9)
        book.put(numbered(fill.placed(number), fill.placed(fill.words(path, 0.9))), before=2)
    if fill.filing.get("remarks"):
        book.put(words_in(style.caption(bold=True).words("Remarks:")), before=4)
        book.put(fill.placed(fill.words("remarks", 0.9)), before=1)
    put_nothing_owned(book, fill)
    for text in _NOTES:
        book.put(words_in(plain.words(text)), before=5)


def numbered(number: Content, text: Content) -> Content:
    """A text with its number in a narrow column before it."""
    return side_by_side((0.05, number), (0.95, text))
