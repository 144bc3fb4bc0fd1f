"""The month form as plain text, as it was typed for EDGAR in the 1990s: characters of one width, no rules but
those made of characters, one item under another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random

from samples.generator.families import Printed
from samples.generator.families.paper_columns import table_one, table_two
from samples.generator.fill import Fill
from samples.generator.fonts import text_width
from samples.generator.header import city_line
from samples.generator.plain_page import BLANK, Block, Page, TypedLine, beside
from samples.generator.plain_table import Look, PlainTable, plain_table
from samples.generator.style import Style
from samples.generator.typeset import Word
from samples.generator.values import Filing, by_month, footnotes, owners, rows, signatures

WIDE, NARROW = 132, 80
"""Characters in a line of a wide printer, and of a narrow one or a screen."""
_MARKS = (("[X]", "[ ]"), ("|X|", "|_|"), ("_X_", "___"), ("(X)", "( )"), ("[x]", "[_]"))
_HEADINGS = (
    "Table I - Non-Derivative Securities Acquired, Disposed of, or Beneficially Owned",
    "Table II - Derivative Securities Acquired, Disposed of, or Beneficially Owned",
)
_ACT = (
    "Filed pursuant to Section 16(a) of the Securities Exchange Act of 1934, Section 17(a) of the Public "
    "Utility Holding Company Act of 1935 or Section 30(f) of the Investment Company Act of 1940"
)
_EXAMPLES = "(e.g., puts, calls, warrants, options, convertible securities)"
_STARS = (
    "** Intentional misstatements or omissions of facts constitute Federal Criminal Violations. "
    "See 18 U.S.C. 1001 and 15 U.S.C. 78ff(a)."
)
_EXIT = (
    "Check this box if no longer subject to Section 16. Form 4 or Form 5 obligations may continue. "
    "See Instruction 1(b)."
)
_NOTE = (
    "Note: File three copies of this Form, one of which must be manually signed. If space provided is "
    "insufficient, see Instruction 6 for procedure."
)
_REMINDER = (
    "Reminder: Report on a separate line for each class of securities beneficially owned directly or "
    "indirectly."
)
_JOINT = "* If the form is filed by more than one reporting person, see Instruction 4(b)(v)."


def draw(filing: Filing, style: Style) -> Printed:
    """Items and Table I, a page's end, Table II with explanations and the signature."""
    fill = Fill(by_month(filing), style)
    typist = _Typist(fill, Random(f"plain {style.seed}"))
    blocks = [*typist.masthead(), *typist.items(), *typist.table(0)]
    ended = len(blocks)
    blocks += [*typist.table(1), *typist.back()]
    breaks = (ended,) if typist.turns else ()
    return Printed(typist.page.sheets(blocks, breaks, typist.tag), fill.printed)


class _Typist:
    """One filer's way of typing the form."""

    def __init__(self, fill: Fill, rng: Random) -> None:
        look = Look.of(rng)
        wide = rng.choice((WIDE, WIDE, NARROW))
        hyphens = rng.random() < 0.7
        widest = max(wide, *(table.wide for table in _tables(fill, look, wide, hyphens)))
        shrunk = _fitted(fill.style, widest)
        self.fill = Fill(fill.filing, shrunk, fill.printed)
        self.page = Page(shrunk, wide)
        self.tables = _tables(self.fill, look, wide, hyphens)
        self.boxes = rng.choice(_MARKS)
        self.rule = rng.choice("-_=")
        self.turns = rng.random() < 0.8
        self.tag = "<PAGE>" if look.tags else ""

    def masthead(self) -> Iterator[Block]:
        page, form = self.page, self.fill.value("documentType")
        exit_box = self._box("notSubjectToSection16")
        yield (page.said("FORM 4"), *((page.said("AMENDED"),) if form.endswith("/A") else ()))
        yield (
            page.centred("U.S. SECURITIES AND EXCHANGE COMMISSION"),
            page.centred("Washington, D.C. 20549"),
            BLANK,
            page.centred("STATEMENT OF CHANGES IN BENEFICIAL OWNERSHIP"),
            BLANK,
            *page.wrapped(page.words(_ACT)),
            BLANK,
        )
        yield (*page.wrapped(page.words(f"{exit_box} {_EXIT}")), BLANK)

    def items(self) -> Iterator[Block]:
        yield self._owner()
        yield self._item("2. Issuer Name and Ticker or Trading Symbol", self._issuer())
        yield self._item("3. IRS or Social Security Number of Reporting Person (Voluntary)", ())
        yield self._item("4. Statement for Month/Year", self.fill.words("periodOfReport"))
        yield self._item(
            "5. If Amendment, Date of Original (Month/Year)", self.fill.words("dateOfOriginalSubmission")
        )
        yield self._relationship()
        yield self._group()

    def table(self, number: int) -> Iterator[Block]:
        table, page = self.tables[number], self.page
        names = rows(self.fill.filing, table.name)
        examples = (page.centred(_EXAMPLES),) if number else ()
        first, *others = table.rows(names) if names else [(BLANK, BLANK)]
        yield (page.centred(_HEADINGS[number]), *examples, BLANK, *table.head(), *first)
        yield from others
        yield (*((page.said("</TABLE>"),) if table.look.tags else ()), BLANK)
        if not number:
            yield (*page.wrapped(page.words(_REMINDER)), *page.wrapped(page.words(_JOINT)), BLANK)

    def back(self) -> Iterator[Block]:
        page, fill = self.page, self.fill
        yield (page.said("Explanation of Responses:"), BLANK)
        for mark, path in footnotes(fill.filing):
            number = fill.loose(f"({mark.removeprefix('F')})")
            yield (*page.wrapped((*number, *fill.words(path))), BLANK)
        if fill.filing.get("remarks"):
            yield (*page.wrapped((*fill.loose("Remarks:"), *fill.words("remarks"))), BLANK)
        for signed in signatures(fill.filing):
            yield self._signature(signed)
        yield (*page.wrapped(page.words(_STARS)), BLANK, *page.wrapped(page.words(_NOTE)))

    def _item(self, caption: str, words: tuple[Word, ...]) -> Block:
        page = self.page
        return (page.rule(self.rule), page.said(caption), BLANK, *page.wrapped(words, column=3), BLANK)

    def _owner(self) -> Block:
        page, fill = self.page, self.fill
        first = (owners(fill.filing) or ("reportingOwner[1]",))[0]
        street = [fill.words(f"{first}/reportingOwnerAddress/rptOwnerStreet{n}") for n in (1, 2)]
        return (
            page.rule(self.rule),
            page.said("1. Name and Address of Reporting Person*"),
            BLANK,
            *page.wrapped(fill.words(f"{first}/reportingOwnerId/rptOwnerName"), column=3),
            self._parted("(Last)", "(First)", "(Middle)"),
            BLANK,
            *(line for words in street for line in page.wrapped(words, column=3)),
            page.said("(Street)", page.wide // 3),
            BLANK,
            *page.wrapped(city_line(fill, first), column=3),
            self._parted("(City)", "(State)", "(Zip)"),
        )

    def _parted(self, *captions: str) -> TypedLine:
        return tuple((3 + n * 22, self.page.words(caption)) for n, caption in enumerate(captions))

    def _issuer(self) -> tuple[Word, ...]:
        brackets = (("(", ")"), ("[", "]"), ("- ", ""))[self.fill.style.seed % 3]
        symbol = self.fill.words("issuer/issuerTradingSymbol", prefix=brackets[0], suffix=brackets[1])
        return (*self.fill.words("issuer/issuerName"), *symbol)

    def _relationship(self) -> Block:
        page = self.page
        first = (owners(self.fill.filing) or ("reportingOwner[1]",))[0]
        base = f"{first}/reportingOwnerRelationship"
        left = [(f"{base}/isDirector", "Director"), (f"{base}/isOfficer", "Officer (give title below)")]
        right = [(f"{base}/isTenPercentOwner", "10% Owner"), (f"{base}/isOther", "Other (specify below)")]
        titles = (*self.fill.words(f"{base}/officerTitle"), *self.fill.words(f"{base}/otherText"))
        return (
            page.rule(self.rule),
            page.said("6. Relationship of Reporting Person to Issuer (Check all applicable)"),
            *beside(
                (3, [page.said(f"{self._box(path)} {text}") for path, text in left]),
                (41, [page.said(f"{self._box(path)} {text}") for path, text in right]),
            ),
            *page.wrapped(titles, column=10),
            BLANK,
        )

    def _group(self) -> Block:
        page = self.page
        yes, no = self.boxes
        joint = len(owners(self.fill.filing)) > 1
        return (
            page.rule(self.rule),
            page.said("7. Individual or Joint/Group Filing (Check Applicable Line)"),
            page.said(f"{no if joint else yes} Form filed by One Reporting Person", 3),
            page.said(f"{yes if joint else no} Form filed by More than One Reporting Person", 3),
            page.rule(self.rule),
            BLANK,
        )

    def _signature(self, number: str) -> Block:
        page, fill = self.page, self.fill
        name = page.wrapped(fill.words(f"{number}/signatureName"), wide=46)
        day = page.wrapped(fill.words(f"{number}/signatureDate"), wide=22)
        tall = max(len(name), len(day))
        left = (*(BLANK,) * (tall - len(name)), *name, page.rule("-", wide=44))
        right = (*(BLANK,) * (tall - len(day)), *day, page.rule("-", wide=20))
        captions = (page.said("**Signature of Reporting Person"), page.said("Date"))
        return (*beside((0, (*left, captions[0])), (52, (*right, captions[1]))), BLANK)

    def _box(self, path: str) -> str:
        return self.boxes[self.fill.value(path) != "true"]


def _tables(fill: Fill, look: Look, wide: int, hyphens: bool) -> tuple[PlainTable, PlainTable]:
    page, owned = Page(fill.style, wide), "at End of Month"
    return (
        plain_table(fill, page, look, "nonDerivativeTable", table_one(owned, False, hyphens)),
        plain_table(fill, page, look, "derivativeTable", table_two(owned, False, hyphens)),
    )


def _fitted(style: Style, wide: int) -> Style:
    """The style with letters so small that as many characters fill a line."""
    size = style.inner_width / (wide * text_width("0", style.fill.regular, 1.0))
    return replace(style, fill_size=min(size, style.fill_size), caption_size=min(size, style.fill_size))
