"""SEC's seven-item paper form, typed or filled by hand: the month form of 1996, the day form of 2002."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from samples.generator.families import Printed
from samples.generator.families.continuation import on_form, put_continuation_sheet
from samples.generator.families.editions import (
    NOTHING_OWNED,
    NOTHING_OWNED_SAID,
    boxes_of,
    columns_of,
    edition_of,
)
from samples.generator.families.editions import Edition as Form
from samples.generator.families.paper_columns import table_one, table_two
from samples.generator.fill import Fill
from samples.generator.grid import Content, Slot, draw_grid, nothing, stacked, words_in
from samples.generator.header import (
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
from samples.generator.table import table_for
from samples.generator.typeset import Caption
from samples.generator.values import Filing, by_month, footnotes, owners, signatures


@dataclass(frozen=True, slots=True)
class Edition:
    """What differs between the printings of the seven-item form."""

    commission: str
    number_item: str
    period_item: str
    original_item: str
    deemed: bool
    owned: str  # how columns 5 and 9 end
    note: str
    stamps: tuple[str, ...]
    persons: tuple[str, ...] = ()
    by_day: bool = False  # the header asks for days
    joint: str = "Instruction 4"


MONTHLY = Edition(
    commission="U.S. SECURITIES AND EXCHANGE COMMISSION",
    number_item="3. IRS or Social Security Number of Reporting Person (Voluntary)",
    period_item="4. Statement for Month/Year",
    original_item="5. If Amendment, Date of Original (Month/Year)",
    deemed=False,
    owned="at End of Month",
    note="Note: File three copies of this Form, one of which must be manually signed. If space "
    "provided is insufficient, _see_ Instruction 6 for procedure.",
    stamps=("SEC 1474 (7-96)", "SEC 1474 (7-97)", "SEC 1474 (3-99)", "SEC 1474 (3-00)"),
)
DAILY = Edition(
    commission="UNITED STATES SECURITIES AND EXCHANGE COMMISSION",
    number_item="3. I.R.S. Identification Number of Reporting Person, if an entity (Voluntary)",
    period_item="4. Statement for Month/Day/Year",
    original_item="5. If Amendment, Date of Original (Month/Day/Year)",
    deemed=True,
    by_day=True,
    owned="Following Reported Transaction(s)",
    note="Note: File three copies of this Form, one of which must be manually signed. If space is "
    "insufficient, _see_ Instruction 6 for procedure.",
    stamps=("SEC 1474 (8-02)", "SEC 1474 (9-02)"),
    persons=(
        "Potential persons who are to respond to the collection of information contained in this "
        "form are not "
        "required to respond unless the form displays a currently valid OMB Number.",
    ),
)
_ACT = (
    "Filed pursuant to Section 16(a) of the Securities Exchange Act of 1934, Section 17(a) of the "
    "Public Utility "
    "Holding Company Act of 1935 or Section 30({}) of the Investment Company Act of 1940"
)
_RELATIONSHIP = "Relationship of Reporting Person(s) to Issuer | (Check all applicable)"
_GROUP = "7. Individual or Joint/Group Filing (Check Applicable Line)"
Item = Callable[..., Content]
"""A caption with what stands below it."""
_EXAMPLES = "( _e.g.,_ puts, calls, warrants, options, convertible securities)"


def _of_form(edition: Edition, form: Form) -> Edition:
    """The printing of another form: Form 5 asks for months in either, Form 3 for the day of the event."""
    stamps = tuple(stamp.replace("SEC 1474", form.stamp) for stamp in edition.stamps)
    if form.form == "5":
        asked = replace(MONTHLY, number_item=edition.number_item, deemed=edition.deemed)
        return replace(asked, owned="at End of Year", persons=edition.persons, stamps=stamps)
    if form.holds_alone:
        asked = replace(edition, original_item=DAILY.original_item, deemed=False, by_day=True)
        return replace(asked, joint=form.joint, stamps=stamps)
    return edition


def draw(filing: Filing, style: Style, edition: Edition) -> Printed:
    """Two pages: items and Table I, "(Over)", Table II with explanations and the signature."""
    form = edition_of(filing)
    edition = _of_form(edition, form)
    fill = Fill(filing if edition.by_day else by_month(filing), style)
    book = Book(style)
    ruling = replace(style.ruling, across=True)
    hyphens = bool(style.seed % 2)  # half of the printings break words in the captions
    book.put(_masthead(fill, edition))
    book.put(
        lambda pen, x, y, _w: draw_grid(
            pen, (x, y), _items(fill, edition), _widths(style, form), _least(style), ruling
        ),
        before=3,
    )
    columns = columns_of(form, table_one(edition.owned, edition.deemed, hyphens))
    first = table_for(fill, "nonDerivativeTable", columns)
    book.put_table(first, nothing, style.blank_rows, on_form(first))
    _close(book)
    _put_front_foot(book, edition)
    book.turn_page()
    columns = columns_of(form, table_two(edition.owned, edition.deemed, hyphens))
    second = table_for(fill, "derivativeTable", columns)
    book.put_table(second, _continued(style, form), max(1, style.blank_rows - 2), on_form(second))
    _close(book)
    _put_back(book, fill, edition)
    put_continuation_sheet(book, fill, (first, second))
    return Printed(book.finished(), fill.printed)


def _masthead(fill: Fill, edition: Edition) -> Content:
    style, plain, own = fill.style, fill.style.caption(), edition_of(fill.filing)
    form = fill.value("documentType")
    paper_boxes = [(path, text) for path, text in boxes_of(own, {}) if path != "aff10b5One"]
    apart = 3.0 if len(paper_boxes) > 1 else 0.0
    amended = fill.placed(fill.loose("AMENDED")) if form.endswith("/A") else nothing
    left = stacked(
        words_in(style.caption(2.3, bold=True).words(f"FORM {own.form}")),
        amended,
        gap(4),
        stacked(*(square(fill, plain, path, text, 8.0) for path, text in paper_boxes), gap=apart),
        gap(3),
        words_in(plain.words("(Print or Type Responses)")),
    )
    middle = stacked(
        headline(style, edition.commission, 1.6, 0.55),
        words_in(plain.words("Washington, D.C. 20549"), "center"),
        gap(style.caption_size),
        headline(style, own.title, 1.6, 0.55),
        gap(style.caption_size * 0.7),
        words_in(plain.words(_ACT.format("h" if edition.deemed else "f")), "center"),
    )
    lines = (
        own.omb,
        "Expires: " + ("January 31, 2005" if edition.deemed else "September 30, 1998"),
        "Estimated average burden",
        f"hours per response . . . . {own.hours}",
    )
    return side_by_side((0.24, left), (0.55, middle), (0.21, omb_box(plain, lines)))


def _items(fill: Fill, edition: Edition) -> list[Slot]:
    style, plain = fill.style, fill.style.caption()
    first = (owners(fill.filing) or ("reportingOwner[1]",))[0]

    def item(text: str, *below: Content) -> Content:
        return stacked(words_in(plain.words(text)), *below, gap=1.4)

    name = fill.placed(fill.words(f"{first}/reportingOwnerId/rptOwnerName"))
    form = edition_of(fill.filing)
    heading = style.caption(1.05, bold=True).words(form.headings[0].replace(" - ", " — "))
    return [
        Slot(0, 0, item("1. Name and Address of Reporting Person*", name)),
        Slot(
            1,
            0,
            stacked(
                spread_captions(plain, "(Last)", "(First)", "(Middle)"),
                gap(3),
                streets(fill, first, joined=style.seed % 3 == 0),
            ),
        ),
        Slot(
            2,
            0,
            stacked(words_in(plain.words("(Street)"), "center"), gap(2), fill.placed(city_line(fill, first))),
        ),
        Slot(3, 0, spread_captions(plain, "(City)", "(State)", "(Zip)")),
        *(_held_slots if form.holds_alone else _slots)(fill, edition, item, first),
        Slot(3, 1, words_in(heading, "center"), cols=3, stand=0.5),
    ]


def _held_slots(fill: Fill, edition: Edition, item: Item, owner: str) -> list[Slot]:
    """The boxes right of item 1 on Form 3."""
    plain, form = fill.style.caption(), edition_of(fill.filing)
    named = relationship(fill, plain, owner)
    return [
        Slot(0, 1, item(f"2. {form.period} (Month/Day/Year)", _period(fill))),
        Slot(1, 1, item(edition.number_item), rows=2),
        Slot(0, 2, item("4. Issuer Name *and* Ticker or Trading Symbol", _issuer(fill)), cols=2),
        Slot(1, 2, item(f"5. {_RELATIONSHIP}", named), rows=2),
        Slot(1, 3, item(edition.original_item.replace("5.", "6.", 1), _original(fill))),
        Slot(
            2,
            3,
            item("7. Individual or Joint/Group Filing (Check Applicable Line)", group_filing(fill, plain)),
        ),
    ]


def _slots(fill: Fill, edition: Edition, item: Item, owner: str) -> list[Slot]:
    """The boxes right of item 1 on Forms 4 and 5."""
    plain = fill.style.caption()
    return [
        Slot(0, 1, item("2. Issuer Name *and* Ticker or Trading Symbol", _issuer(fill)), cols=2),
        Slot(1, 1, item(edition.number_item)),
        Slot(1, 2, item(edition.period_item, _period(fill))),
        Slot(2, 1, nothing),
        Slot(2, 2, item(edition.original_item, _original(fill))),
        Slot(0, 3, item(f"6. {_RELATIONSHIP}", relationship(fill, plain, owner)), rows=2),
        Slot(
            2,
            3,
            item("7. Individual or Joint/Group Filing (Check Applicable Line)", group_filing(fill, plain)),
        ),
    ]


def _issuer(fill: Fill) -> Content:
    return issuer(fill, *_brackets(fill.style))


def _original(fill: Fill) -> Content:
    return fill.placed(fill.words("dateOfOriginalSubmission"))


def _period(fill: Fill) -> Content:
    return fill.placed(fill.words("periodOfReport"))


def _brackets(style: Style) -> tuple[str, str]:
    return (("(", ")"), ("[", "]"), ("(", ")"), ("- ", ""))[style.seed % 4]


def _widths(style: Style, form: Form) -> list[float]:
    if form.holds_alone:
        left = 0.28 + (style.seed * 31 % 6) / 100
        return [style.inner_width * share for share in (left, 0.17, 0.83 - left - 0.24, 0.24)]
    left = 0.3 + (style.seed * 31 % 9) / 100
    right = 0.27 + (style.seed * 47 % 6) / 100
    number = (1 - left - right) * (0.46 + (style.seed * 41 % 9) / 100)
    return [style.inner_width * share for share in (left, number, 1 - left - right - number, right)]


def _least(style: Style) -> tuple[float, ...]:
    return (style.row_height * 1.3, style.row_height * 1.3, style.row_height * 1.3, style.caption_size * 1.5)


def _continued(style: Style, form: Form) -> Content:
    heading = form.headings[1].replace(" - ", " — ")
    title = stacked(
        words_in(style.caption(1.05, bold=True).words(heading), "center"),
        words_in(Caption(style.captions, style.caption_size, bold=True).words(_EXAMPLES), "center"),
    )
    head = words_in(style.caption(1.1, bold=True).words(f"FORM {form.form} (continued)"))
    return stacked(side_by_side((0.22, head), (0.78, title)), gap(2))


def _close(book: Book) -> None:
    """The rule under a table whose rows have none between them."""
    if not book.style.ruling.across:
        weight = book.style.ruling.weight
        book.pen.line(book.left, book.y, book.left + book.style.inner_width, book.y, weight)


def _stamp(book: Book, edition: Edition) -> str:
    return edition.stamps[book.style.seed % len(edition.stamps)]


def _put_front_foot(book: Book, edition: Edition) -> None:
    plain = book.style.caption()
    texts = (
        (
            "Reminder: Report on a separate line for each class of securities beneficially owned "
            "directly or indirectly."
        ),
        f"* If the form is filed by more than one reporting person, _see_ {edition.joint}(b)(v).",
        *edition.persons,
    )
    left = stacked(*(words_in(plain.words(text)) for text in texts))
    right = stacked(
        words_in(plain.words("(Over)"), "right"), words_in(plain.words(_stamp(book, edition)), "right")
    )
    book.put(side_by_side((0.82, left), (0.18, right)), before=2)


def _put_back(book: Book, fill: Fill, edition: Edition) -> None:
    plain = fill.style.caption()
    book.put(words_in(plain.words("Explanation of Responses:")), before=2)
    for mark, path in footnotes(fill.filing):
        number = fill.loose(f"({mark.removeprefix('F')})")
        book.put(fill.placed((*number, *fill.words(path))), before=2)
    if fill.filing.get("remarks"):
        book.put(fill.placed((*fill.loose("Remarks:"), *fill.words("remarks"))), before=2)
    if fill.value(NOTHING_OWNED) == "true":
        book.put(fill.placed(fill.loose(NOTHING_OWNED_SAID)), before=2)
    stars = (
        "** Intentional misstatements or omissions of facts constitute Federal Criminal Violations. | "
        "_See_ 18 U.S.C. 1001 and 15 U.S.C. 78ff(a)."
    )
    signed = [signature(fill, plain, number, (0.65, 0.35)) for number in signatures(fill.filing)]
    book.put(side_by_side((0.38, words_in(plain.words(stars))), (0.62, stacked(*signed, gap=5))), before=8)
    book.put(words_in(plain.words(edition.note)), before=10)
    foot = stacked(
        words_in(plain.words("Page 2"), "right"), words_in(plain.words(_stamp(book, edition)), "right")
    )
    book.put(foot, before=3)
