"""The page of SEC's own website, 2003 to now, printed by a browser."""

from __future__ import annotations

from dataclasses import replace

from samples.generator.families import Printed
from samples.generator.families.editions import (
    NOTHING_OWNED,
    NOTHING_OWNED_SAID,
    HeaderItems,
    boxes_of,
    columns_of,
    edition_of,
    shares_of,
    slots_of,
)
from samples.generator.fill import Fill
from samples.generator.grid import Content, Slot, draw_grid, stacked, words_in
from samples.generator.header import (
    gap,
    group_filing,
    headline,
    issuer,
    omb_box,
    relationship,
    rule_across,
    side_by_side,
    signature,
    spread,
    spread_captions,
    square,
    streets,
)
from samples.generator.pages import Book
from samples.generator.style import Style
from samples.generator.table import Column, Table, table_for
from samples.generator.values import Filing, footnotes, owners, signatures

TABLE_I = (
    Column("1. Title of Security (Instr. 3)", 0.26, "securityTitle"),
    Column("2. Transaction Date (Month/Day/Year)", 0.085, "transactionDate"),
    Column("2A. Deemed Execution Date, if any (Month/Day/Year)", 0.085, "deemedExecutionDate"),
    Column(
        "3. Transaction Code (Instr. 8)",
        subs=(
            Column("Code", 0.05, "transactionCoding/transactionCode"),
            Column("V", 0.03, "transactionTimeliness"),
        ),
    ),
    Column(
        "4. Securities Acquired (A) or Disposed Of (D) (Instr. 3, 4 and 5)",
        subs=(
            Column("Amount", 0.08, "transactionAmounts/transactionShares"),
            Column("(A) or (D)", 0.045, "transactionAmounts/transactionAcquiredDisposedCode"),
            Column("Price", 0.07, "transactionAmounts/transactionPricePerShare"),
        ),
    ),
    Column(
        "5. Amount of Securities Beneficially Owned Following Reported Transaction(s) (Instr. 3 and 4)",
        0.1,
        "postTransactionAmounts/sharesOwnedFollowingTransaction",
    ),
    Column(
        "6. Ownership Form: Direct (D) or Indirect (I) (Instr. 4)",
        0.085,
        "ownershipNature/directOrIndirectOwnership",
    ),
    Column(
        "7. Nature of Indirect Beneficial Ownership (Instr. 4)", 0.09, "ownershipNature/natureOfOwnership"
    ),
)
TABLE_II = (
    Column("1. Title of Derivative Security (Instr. 3)", 0.085, "securityTitle"),
    Column("2. Conversion or Exercise Price of Derivative Security", 0.07, "conversionOrExercisePrice"),
    Column("3. Transaction Date (Month/Day/Year)", 0.075, "transactionDate"),
    Column("3A. Deemed Execution Date, if any (Month/Day/Year)", 0.075, "deemedExecutionDate"),
    Column(
        "4. Transaction Code (Instr. 8)",
        subs=(
            Column("Code", 0.045, "transactionCoding/transactionCode"),
            Column("V", 0.025, "transactionTimeliness"),
        ),
    ),
    Column(
        "5. Number of Derivative Securities Acquired (A) or Disposed of (D) (Instr. 3, 4 and 5)",
        subs=(
            Column("(A)", 0.055, "(A)"),
            Column("(D)", 0.055, "(D)"),
        ),
    ),
    Column(
        "6. Date Exercisable and Expiration Date (Month/Day/Year)",
        subs=(
            Column("Date Exercisable", 0.075, "exerciseDate"),
            Column("Expiration Date", 0.075, "expirationDate"),
        ),
    ),
    Column(
        "7. Title and Amount of Securities Underlying Derivative Security (Instr. 3 and 4)",
        subs=(
            Column("Title", 0.07, "underlyingSecurity/underlyingSecurityTitle"),
            Column("Amount or Number of Shares", 0.065, "underlyingSecurity/underlyingSecurityShares"),
        ),
    ),
    Column("8. Price of Derivative Security (Instr. 5)", 0.06, "transactionAmounts/transactionPricePerShare"),
    Column(
        "9. Number of derivative Securities Beneficially Owned Following Reported Transaction(s) (Instr. 4)",
        0.08,
        "postTransactionAmounts/sharesOwnedFollowingTransaction",
    ),
    Column(
        "10. Ownership Form: Direct (D) or Indirect (I) (Instr. 4)",
        0.07,
        "ownershipNature/directOrIndirectOwnership",
    ),
    Column(
        "11. Nature of Indirect Beneficial Ownership (Instr. 4)", 0.07, "ownershipNature/natureOfOwnership"
    ),
)
_FURNITURE = (
    (
        "Reminder: Report on a separate line for each class of securities beneficially owned directly or "
        "indirectly."
    ),
    "* If the form is filed by more than one reporting person, _see_ Instruction 4 (b)(v).",
    "** Intentional misstatements or omissions of facts constitute Federal Criminal Violations _See_ "
    "18 U.S.C. 1001 "
    "and 15 U.S.C. 78ff(a).",
    "Note: File three copies of this Form, one of which must be manually signed. If space is "
    "insufficient, _see_ "
    "Instruction 6 for procedure.",
)
_LAST_LINE = (
    "Persons who respond to the collection of information contained in this form are not required to "
    "respond unless "
    "the form displays a currently valid OMB Number."
)
_DERIVATIVES = "(e.g., puts, calls, warrants, options, convertible securities)"


def draw(filing: Filing, style: Style) -> Printed:
    """The whole form: header, both tables, further owners, explanations, remarks, signatures."""
    fill = Fill(filing, style)
    book = Book(style)
    book.put(_masthead(fill))
    book.put(_items(fill), before=3)
    edition = edition_of(filing)
    first, second = edition.headings
    for name, columns, title in (
        ("nonDerivativeTable", TABLE_I, first),
        ("derivativeTable", TABLE_II, f"{second} | {_DERIVATIVES}"),
    ):
        table = table_for(fill, name, columns_of(edition, columns))
        book.put_table(table, _boxed_title(table, title))
    for owner in owners(filing)[1:]:
        book.put(_further_owner(fill, owner), before=4, width=style.inner_width * 0.46)
    _put_explanations(book, fill)
    return Printed(book.finished(), fill.printed)


def _masthead(fill: Fill) -> Content:
    style, plain = fill.style, fill.style.caption()
    form = fill.value("documentType")
    small = style.caption(0.95)
    edition = edition_of(fill.filing)
    boxes = [square(fill, small, path, text, 8.0) for path, text in boxes_of(edition, fill.filing)]
    name = style.caption(2.0, bold=True).words(f"FORM {edition.form}")
    left = stacked(words_in(name, "center"), gap(5), *boxes, gap=3.0)
    middle = stacked(
        headline(style, "UNITED STATES SECURITIES AND EXCHANGE COMMISSION", 1.75, 0.58),
        words_in(plain.words("Washington, D.C. 20549"), "center"),
        gap(style.caption_size),
        headline(style, edition.title, 1.75, 0.58),
        gap(style.caption_size),
        words_in(
            plain.words(
                "Filed pursuant to Section 16(a) of the Securities Exchange Act of 1934 | "
                "or Section 30(h) of the Investment Company Act of 1940"
            ),
            "center",
        ),
    )
    burden = f"hours per response: {edition.hours}"
    omb = omb_box(plain, (edition.omb, "Estimated average burden", burden))
    top = words_in(style.caption(1.6).words(f"SEC Form {form}"))
    return stacked(top, side_by_side((0.24, left), (0.58, middle), (0.18, omb)), gap=2.0)


def _items(fill: Fill) -> Content:
    style, plain = fill.style, fill.style.caption()
    first = (owners(fill.filing) or ("reportingOwner[1]",))[0]
    edition, tall = edition_of(fill.filing), style.caption_size * 3.4

    def item(text: str, below: Content) -> Content:
        return stacked(words_in(plain.words(text)), below, gap=1.0)

    def day(path: str) -> Content:
        return fill.placed(fill.words(path))

    item_1 = _name_and_address(fill, first)
    parts = HeaderItems(
        issuer=item(edition.captioned("issuer"), issuer(fill, "[ ", " ]")),
        period=item(f"{edition.captioned('period')} (Month/Day/Year)", day("periodOfReport")),
        original=item(f"{edition.captioned('original')} (Month/Day/Year)", day("dateOfOriginalSubmission")),
        relationship=item(
            f"{edition.captioned('relationship')} | (Check all applicable)", relationship(fill, plain, first)
        ),
        group=item(edition.captioned("group"), group_filing(fill, plain)),
    )
    slots = [Slot(0, 0, item_1, rows=3), *slots_of(edition, parts, tall)]
    shares = shares_of(edition, _thirds(style))
    widths = [style.inner_width * share for share in shares]
    return lambda pen, x, y, _width: draw_grid(pen, (x, y), slots, widths, (0.0, 0.0, 0.0), style.ruling)


def _thirds(style: Style) -> tuple[float, float, float]:
    """The header's three columns, as wide as this form has them."""
    left = 0.31 + (style.seed * 37 % 10) / 100
    middle = (1 - left) * (0.5 + (style.seed * 53 % 9) / 100)
    return left, middle, 1 - left - middle


def _name_and_address(fill: Fill, owner: str) -> Content:
    plain, base = fill.style.caption(), f"{owner}/reportingOwnerAddress"
    city = ("rptOwnerCity", "rptOwnerState", "rptOwnerZipCode")
    return stacked(
        words_in(plain.words("1. Name and Address of Reporting Person*")),
        fill.placed(fill.words(f"{owner}/reportingOwnerId/rptOwnerName", 1.05)),
        rule_across(0.4),
        spread_captions(plain, "(Last)", "(First)", "(Middle)"),
        gap(2),
        streets(fill, owner, joined=False),
        rule_across(0.4),
        words_in(plain.words("(Street)")),
        gap(2),
        spread(
            [(at, fill.words(f"{base}/{leaf}")) for at, leaf in zip((0.0, 0.46, 0.66), city, strict=True)]
        ),
        rule_across(0.4),
        spread(
            [(at, plain.words(text)) for at, text in ((0.0, "(City)"), (0.46, "(State)"), (0.66, "(Zip)"))]
        ),
        gap=0.8,
    )


def _further_owner(fill: Fill, owner: str) -> Content:
    slot = Slot(0, 0, _name_and_address(fill, owner))
    return lambda pen, x, y, width: draw_grid(pen, (x, y), [slot], [width], (0.0,), fill.style.ruling)


def _boxed_title(table: Table, text: str) -> Content:
    style = table.style
    slot = Slot(0, 0, words_in(style.caption(1.4, bold=True).words(text), "center"))
    ruling = replace(table.ruling, padding=4.0)
    return lambda pen, x, y, width: draw_grid(pen, (x, y), [slot], [width], (0.0,), ruling)


def _put_explanations(book: Book, fill: Fill) -> None:
    style, plain = fill.style, fill.style.caption()
    book.put(words_in(style.caption(bold=True).words("Explanation of Responses:")), before=3)
    for mark, path in footnotes(fill.filing):
        number = fill.loose(f"{mark.removeprefix('F')}.")
        book.put(fill.placed((*number, *fill.words(path))), before=1)
    if fill.filing.get("remarks"):
        book.put(words_in(style.caption(bold=True).words("Remarks:")), before=3)
        book.put(fill.placed(fill.words("remarks")))
    edition = edition_of(fill.filing)
    if fill.value(NOTHING_OWNED) == "true":
        book.put(words_in(style.caption(bold=True).words(NOTHING_OWNED_SAID)), before=4)
    for signed in signatures(fill.filing):
        book.put(signature(fill, plain, signed, (0.66, 0.34)), before=4, indent=style.inner_width * 0.5)
    for line in _FURNITURE:
        book.put(words_in(plain.words(line.replace("Instruction 4", edition.joint))), before=1.5)
    book.put(words_in(style.caption(bold=True).words(_LAST_LINE)), before=1.5)
