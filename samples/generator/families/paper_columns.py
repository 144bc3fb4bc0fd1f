"""The columns of the seven-item paper form's tables, with the printed captions' hyphens as soft ones."""

from __future__ import annotations

from dataclasses import replace

from samples.generator.table import Column
from samples.generator.typeset import SOFT_HYPHEN


def table_one(owned: str, deemed: bool, hyphens: bool) -> tuple[Column, ...]:
    """Table I; `owned` ends column 5's caption, `deemed` adds column 2A, `hyphens` may break words."""
    columns = (
        Column("1. Title of Security | (Instr. 3)", 0.24, "securityTitle"),
        Column("2. Trans\u00adaction Date | | (Month/\u00adDay/\u00adYear)", 0.1, "transactionDate"),
        *(
            (
                Column(
                    "2A. Deemed Execution Date, if any | (Month/\u00adDay/\u00adYear)",
                    0.085,
                    "deemedExecutionDate",
                ),
            )
            if deemed
            else ()
        ),
        Column(
            "3. Trans\u00adaction Code | (Instr. 8)",
            subs=(
                Column("Code", 0.05, "transactionCoding/transactionCode"),
                Column("V", 0.035, "transactionTimeliness"),
            ),
        ),
        Column(
            "4. Securities Acquired (A) or Disposed of (D) | (Instr. 3, 4 and 5)",
            subs=(
                Column("Amount", 0.095, "transactionAmounts/transactionShares"),
                Column("(A) or (D)", 0.05, "transactionAmounts/transactionAcquiredDisposedCode"),
                Column("Price", 0.085, "transactionAmounts/transactionPricePerShare"),
            ),
        ),
        Column(
            f"5. Amount of Securities Beneficially Owned {owned} | (Instr. 3 and 4)",
            0.12,
            "postTransactionAmounts/sharesOwnedFollowingTransaction",
        ),
        Column(
            "6. Owner\u00adship Form: Direct (D) or Indirect (I) | (Instr. 4)",
            0.08,
            "ownershipNature/directOrIndirectOwnership",
        ),
        Column(
            "7. Nature of Indirect Beneficial Ownership | (Instr. 4)",
            0.13,
            "ownershipNature/natureOfOwnership",
        ),
    )
    return _hyphenated(columns, hyphens)


def table_two(owned: str, deemed: bool, hyphens: bool) -> tuple[Column, ...]:
    """Table II; `owned` ends column 9's caption, `deemed` adds column 3A, `hyphens` may break words."""
    return _hyphenated((*_dealt(deemed), *_owned(owned)), hyphens)


def _dealt(deemed: bool) -> tuple[Column, ...]:
    """Columns 1 to 5: what was acquired or disposed of."""
    return (
        Column("1. Title of Derivative Security | (Instr. 3)", 0.12, "securityTitle"),
        Column(
            "2. Conver\u00adsion or Exercise Price of Deriv\u00adative Security",
            0.075,
            "conversionOrExercisePrice",
        ),
        Column("3. Trans\u00adaction Date | (Month/\u00adDay/\u00adYear)", 0.08, "transactionDate"),
        *(
            (
                Column(
                    "3A. Deemed Execution Date, if any | (Month/\u00adDay/\u00adYear)",
                    0.07,
                    "deemedExecutionDate",
                ),
            )
            if deemed
            else ()
        ),
        Column(
            "4. Transac\u00adtion Code | (Instr. 8)",
            subs=(
                Column("Code", 0.045, "transactionCoding/transactionCode"),
                Column("V", 0.03, "transactionTimeliness"),
            ),
        ),
        Column(
            (
                "5. Number of Deriv\u00adative Securities Ac\u00adquired (A) or Dis\u00adposed of (D) | "
                "(Instr. 3, 4, and 5)"
            ),
            subs=(
                Column("(A)", 0.06, "(A)"),
                Column("(D)", 0.06, "(D)"),
            ),
        ),
    )


def _owned(owned: str) -> tuple[Column, ...]:
    """Columns 6 to 11: dates, the underlying security, what is owned."""
    return (
        Column(
            "6. Date Exer\u00adcisable and Expi\u00adration Date | (Month/\u00adDay/\u00adYear)",
            subs=(
                Column("Date Exer\u00adcisable", 0.075, "exerciseDate"),
                Column("Expira\u00adtion Date", 0.075, "expirationDate"),
            ),
        ),
        Column(
            "7. Title and Amount of Underlying Securities | (Instr. 3 and 4)",
            subs=(
                Column("Title", 0.085, "underlyingSecurity/underlyingSecurityTitle"),
                Column("Amount or Number of Shares", 0.07, "underlyingSecurity/underlyingSecurityShares"),
            ),
        ),
        Column(
            "8. Price of Deriv\u00adative Secur\u00adity | (Instr. 5)",
            0.06,
            "transactionAmounts/transactionPricePerShare",
        ),
        Column(
            f"9. Number of Deriv\u00adative Secur\u00adities Bene\u00adficially Owned {owned} | (Instr. 4)",
            0.08,
            "postTransactionAmounts/sharesOwnedFollowingTransaction",
        ),
        Column(
            (
                "10. Owner\u00adship Form of De\u00adrivative Security: Direct (D) or Indi\u00adrect (I) "
                "| (Instr. 4)"
            ),
            0.065,
            "ownershipNature/directOrIndirectOwnership",
        ),
        Column(
            "11. Nature of Indi\u00adrect Benefi\u00adcial Own\u00adership | (Instr. 4)",
            0.08,
            "ownershipNature/natureOfOwnership",
        ),
    )


def _hyphenated(columns: tuple[Column, ...], hyphens: bool) -> tuple[Column, ...]:
    """Half of the printings break words in the captions with hyphens, half do not."""
    if hyphens:
        return columns

    def whole(column: Column) -> Column:
        caption = column.caption.replace(SOFT_HYPHEN, "")
        return replace(column, caption=caption, subs=tuple(map(whole, column.subs)))

    return tuple(map(whole, columns))
