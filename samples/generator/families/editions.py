"""What Forms 3 and 5 print otherwise than Form 4: names, titles, boxes, the columns of their tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from extractor.model.forms import form_of
from samples.generator.grid import Content, Slot
from samples.generator.header import EXIT_BOX, PLAN_BOX, at_least
from samples.generator.table import Column
from samples.generator.values import Filing

CODE = "transactionCoding/transactionCode"
BALANCE = "postTransactionAmounts/sharesOwnedFollowingTransaction"
OWNERSHIP = "ownershipNature/directOrIndirectOwnership"
NATURE = "ownershipNature/natureOfOwnership"
PLAN_BOX_SINCE = "2023-04-01"
"""Since this day Forms 4 and 5 have the box for trading plans."""
NOTHING_OWNED = "noSecuritiesOwned"
NOTHING_OWNED_SAID = "No securities are beneficially owned."
FORM_5_BOXES = (
    ("form3HoldingsReported", "Form 3 Holdings Reported"),
    ("form4TransactionsReported", "Form 4 Transactions Reported"),
)
"""Boxes to check under the exit box, each with its caption."""

_HELD_I: Mapping[str, tuple[float, str]] = {
    "securityTitle": (0.4, "1. Title of Security (Instr. 4)"),
    BALANCE: (0.2, "2. Amount of Securities Beneficially Owned (Instr. 4)"),
    OWNERSHIP: (0.13, "3. Ownership Form: Direct (D) or Indirect (I) (Instr. 5)"),
    NATURE: (0.27, "4. Nature of Indirect Beneficial Ownership (Instr. 5)"),
}
_HELD_II: Mapping[str, tuple[float, str]] = {
    "securityTitle": (0.24, "1. Title of Derivative Security (Instr. 4)"),
    "exerciseDate": (0.09, "2. Date Exercisable and Expiration Date (Month/Day/Year)"),
    "expirationDate": (0.09, ""),
    "underlyingSecurity/underlyingSecurityTitle": (
        0.13,
        "3. Title and Amount of Securities Underlying Derivative Security (Instr. 4)",
    ),
    "underlyingSecurity/underlyingSecurityShares": (0.1, ""),
    "conversionOrExercisePrice": (0.1, "4. Conversion or Exercise Price of Derivative Security"),
    OWNERSHIP: (0.1, "5. Ownership Form: Direct (D) or Indirect (I) (Instr. 5)"),
    NATURE: (0.15, "6. Nature of Indirect Beneficial Ownership (Instr. 5)"),
}


@dataclass(frozen=True, slots=True)
class Edition:
    """One form as it is printed: `omb` is its number among the OMB's and `hours` the burden, `period` the
    caption of the day in the header, less its pattern, `joint` the instruction on joint filers, `stamp` the
    form's number among SEC's, `headings` those of the tables."""

    form: str
    title: str
    omb: str
    hours: str
    period: str
    joint: str
    stamp: str
    headings: tuple[str, str]

    @property
    def holds_alone(self) -> bool:
        """True for Form 3, which reports no transaction."""
        return self.form == "3"

    def captioned(self, what: str, original: str = "If Amendment, Date of Original Filed") -> str:
        """The caption of a header item with its number; `original` is how a family asks for that date."""
        texts = {
            "issuer": "Issuer Name *and* Ticker or Trading Symbol",
            "period": self.period,
            "original": original,
            "relationship": "Relationship of Reporting Person(s) to Issuer",
            "group": "Individual or Joint/Group Filing (Check Applicable Line)",
        }
        return f"{_ORDER[self.holds_alone].index(what) + 2}. {texts[what]}"


@dataclass(frozen=True, slots=True)
class HeaderItems:
    """The items beside the first, each with its caption, ready to be put in boxes."""

    issuer: Content
    period: Content
    original: Content
    relationship: Content
    group: Content


_ORDER = (
    ("issuer", "period", "original", "relationship", "group"),
    ("period", "issuer", "relationship", "original", "group"),
)
"""The header's items after the first: of forms that report changes, and of Form 3."""


def slots_of(edition: Edition, items: HeaderItems, tall: float) -> list[Slot]:
    """The boxes right of item 1, in three rows; those of three to a column are `tall` at least."""
    if not edition.holds_alone:
        dated = (items.issuer, items.period, items.original)
        middle = [Slot(row, 1, at_least(tall, content)) for row, content in enumerate(dated)]
        return [*middle, Slot(0, 2, items.relationship, rows=2), Slot(2, 2, items.group)]
    return [
        Slot(0, 1, items.period, rows=3),
        Slot(0, 2, at_least(tall, items.issuer), cols=2),
        Slot(1, 2, items.relationship, rows=2),
        Slot(1, 3, at_least(tall, items.original)),
        Slot(2, 3, items.group),
    ]


def shares_of(edition: Edition, thirds: tuple[float, float, float]) -> tuple[float, ...]:
    """The widths of the header's columns as shares, from those of a form of three."""
    left, middle, right = thirds
    if not edition.holds_alone:
        return thirds
    rest = right + 0.55 * middle
    return left, 0.45 * middle, 0.55 * rest, 0.45 * rest


def boxes_of(edition: Edition, filing: Filing) -> list[tuple[str, str]]:
    """The boxes to check beside the title: path and caption. Form 3 has none."""
    if edition.holds_alone:
        return []
    plan = [("aff10b5One", PLAN_BOX)] if filing.get("periodOfReport", "") >= PLAN_BOX_SINCE else []
    own = FORM_5_BOXES if edition.form == "5" else ()
    return [("notSubjectToSection16", EXIT_BOX), *own, *plan]


_ACQUIRED = "Securities Acquired, Disposed of, or Beneficially Owned"
_OWNED = "Securities Beneficially Owned"
_EDITIONS = {
    "3": Edition(
        "3",
        "INITIAL STATEMENT OF BENEFICIAL OWNERSHIP OF SECURITIES",
        "OMB Number: 3235-0104",
        "0.5",
        "Date of Event Requiring Statement",
        "Instruction 5",
        "SEC 1473",
        (f"Table I - Non-Derivative {_OWNED}", f"Table II - Derivative {_OWNED}"),
    ),
    "4": Edition(
        "4",
        "STATEMENT OF CHANGES IN BENEFICIAL OWNERSHIP",
        "OMB Number: 3235-0287",
        "0.5",
        "Date of Earliest Transaction",
        "Instruction 4",
        "SEC 1474",
        (f"Table I - Non-Derivative {_ACQUIRED}", f"Table II - Derivative {_ACQUIRED}"),
    ),
    "5": Edition(
        "5",
        "ANNUAL STATEMENT OF CHANGES IN BENEFICIAL OWNERSHIP",
        "OMB Number: 3235-0362",
        "1.0",
        "Statement for Issuer's Fiscal Year Ended",
        "Instruction 4",
        "SEC 2270",
        (f"Table I - Non-Derivative {_ACQUIRED}", f"Table II - Derivative {_ACQUIRED}"),
    ),
}


def edition_of(filing: Filing) -> Edition:
    """The form that a filing is printed on."""
    return _EDITIONS[form_of(filing.get("documentType", "4"))]


def columns_of(
    edition: Edition, columns: Sequence[Column], worded: Callable[[str], str] = str
) -> tuple[Column, ...]:
    """The columns of a form's table, from those that Form 4 has in its place; `worded` gives a family's own
    wording of a caption."""
    if edition.form == "4":
        return tuple(columns)
    if edition.form == "5":
        return tuple(replace(made, caption=worded(made.caption)) for made in map(_of_the_year, columns))
    derivative = any(leaf.field == "exerciseDate" for column in columns for leaf in column.subs)
    return tuple(
        replace(made, caption=worded(made.caption)) for made in _held(_HELD_II if derivative else _HELD_I)
    )


def _of_the_year(column: Column) -> Column:
    """A column of Form 5: one code without V, the balance at the end of the year in Table I."""
    if any(sub.field == CODE for sub in column.subs):
        return Column(column.caption, sum(sub.share for sub in column.subs), CODE)
    if column.field == BALANCE and column.caption.startswith("5."):
        return replace(
            column,
            caption="5. Amount of Securities Beneficially Owned at end of Issuer's Fiscal Year "
            "(Instr. 3 and 4)",
        )
    return column


_PAIRS = {
    "exerciseDate": ("expirationDate", ("Date Exercisable", "Expiration Date")),
    "underlyingSecurity/underlyingSecurityTitle": (
        "underlyingSecurity/underlyingSecurityShares",
        ("Title", "Amount or Number of Shares"),
    ),
}
"""Fields whose column is parted: the field beside each, and the captions of both."""


def _held(captions: Mapping[str, tuple[float, str]]) -> list[Column]:
    made = []
    for field, (share, caption) in captions.items():
        if not caption:
            continue
        if field in _PAIRS:
            other, names = _PAIRS[field]
            subs = (Column(names[0], share, field), Column(names[1], captions[other][0], other))
            made.append(Column(caption, subs=subs))
        else:
            made.append(Column(caption, share, field))
    return made
