"""Whole filings: those worked out by hand in the project's list of rules."""

from __future__ import annotations

from tests.reconcile.forms import filing, right, share

OWNER = "reportingOwner[1]"
OFFICER = f"{OWNER}/reportingOwnerRelationship/"
SIGNED = "ownerSignature[1]/"


def _option(code: str, amount: str, after: str, **marks: str) -> dict[str, str]:
    own = {"strike": "11.4375", "price": "0", "until": "2009-12-02", "from__note": "F2", "under": amount}
    return dict(right(code, amount, "D", after, **own, **marks))


REDWOOD = filing(
    [share("M", "707", "A", "12004.17", price="11.4375")],
    [
        _option("F", "4884", "1116", code_note="F1"),
        _option("F", "409", "707", code_note="F3"),
        _option("M", "707", "0"),
    ],
    notes=["Shares for the exercise price.", "Exercisable in four years.", "Shares for the tax."],
    header={
        "issuer/issuerName": "REDWOOD TRUST INC",
        "notSubjectToSection16": "false",
        f"{OWNER}/reportingOwnerId/rptOwnerName": "ZAGUNIS HAROLD F",
        f"{OFFICER}isDirector": "false",
        f"{OFFICER}isOfficer": "true",
        f"{OFFICER}isTenPercentOwner": "false",
        f"{OFFICER}isOther": "false",
        f"{OFFICER}officerTitle": "Chief Risk Officer",
        f"{SIGNED}signatureName": "Harold F. Zagunis",
        f"{SIGNED}signatureDate": "2009-11-20",
    },
)

OCTOBER = {"periodOfReport": "2025-10-01"}
VESTED_WITHHELD_SOLD = filing(
    [
        share("M", "92403", "A", "229090", date="2025-10-01", price="0"),
        share("F", "49390", "D", "179700", date="2025-10-01", price="255.45"),
        share("S", "41273", "D", "138427", date="2025-10-02", price="257.36"),
        share("S", "1740", "D", "136687", date="2025-10-02", price="258.08"),
    ],
    [right("M", "92403", "D", "0", date="2025-10-01", title="Restricted Stock Unit", under="92403")],
    header=OCTOBER,
)

TWO_VESTS = filing(
    [
        share("M", "881", "A", "13209", date="2025-10-25"),
        share("M", "826", "A", "14035", date="2025-10-25"),
        share("F", "477", "D", "13558", date="2025-10-25"),
        share("F", "486", "D", "13072", date="2025-10-25"),
    ],
    [
        right("M", "826", "D", "881", date="2025-10-25", title="Restricted Stock Unit", under="826"),
        right("M", "881", "D", "0", date="2025-10-25", title="Restricted Stock Unit", under="881"),
    ],
    header={"periodOfReport": "2025-10-25"},
)
"""Table II in another order than Table I."""

FILERS_SLIP = filing(
    [share("A", "757756", "A", "757756", title="Restricted Stock Unit")],
    [right("A", "757576", "A", "757756", under="757576", strike="0.55")],
)
"""The filer turned two digits about in the balance."""

CONVERTED_AND_SOLD = filing(
    [
        share("C", "16670", "A", "16670", date="2015-10-02", price="0", title="Class A Common Stock"),
        share("S", "532", "D", "16138", date="2015-10-02", price="634.4608", title="Class A Common Stock"),
        share("S", "1664", "D", "14474", date="2015-10-02", price="635.5491", title="Class A Common Stock"),
        share("S", "1844", "D", "12630", date="2015-10-02", price="636.4088", title="Class A Common Stock"),
    ],
    header={"periodOfReport": "2015-10-02"},
)

MONTHS_END = filing(
    [
        share("S", "1000", "D", date="1998-02-03", price="31.25"),
        share("S", "500", "D", "8500", date="1998-02-09", price="30.0625"),
    ],
    header={"periodOfReport": "1998-02"},
)
"""A month's total, on the last row alone."""

TYPED_2000 = filing(
    rights=[right("A", "12000", "A", "12000", date="2000-02-07", under="12000", strike="1.375", early="E")],
    header={"periodOfReport": "2000-02", f"{SIGNED}signatureDate": "2000-03-13"},
)

EXAMPLES = (
    *(REDWOOD, VESTED_WITHHELD_SOLD, TWO_VESTS, FILERS_SLIP),
    *(CONVERTED_AND_SOLD, MONTHS_END, TYPED_2000),
)
