"""Footnotes as long as those of real filings, and as full of figures: sentences from the lexicon."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from samples.generator import names
from samples.generator.trades import CODE, FOLLOWING, NATURE, PRICE, Deal, Row

REPLACED = 0.65
"""Share of a filing's footnotes that are written anew."""
SENTENCES = (1, 1, 2, 2, 3, 4)
"""How many sentences a footnote has."""
THROUGHOUT = 0.5
"""Share of the tables of two rows and more in which notes are cited in a whole column."""
CITED = ("securityTitle", CODE, PRICE, FOLLOWING, NATURE)
"""The columns in which real filings cite the same notes in row after row."""
ROLES = ("a director", "an officer", "a general partner", "the trustee", "a managing member", "the settlor")


def elaborate(deal: Deal, rng: Random) -> None:
    """Writes most footnotes of the rows anew, and names more of those who hold the indirect ones; notes that
    say the same stay the same."""
    anew: dict[str, str] = {}
    for row in (*deal.table_i, *deal.table_ii):
        if NATURE in row.values:
            _name_holder(row, deal.day, rng)
        for texts in row.notes.values():
            texts[:] = dict.fromkeys(_anew(text, anew, deal.day, rng) for text in texts)
    for table in (deal.table_i, deal.table_ii):
        if len(table) > 1 and rng.random() < THROUGHOUT:
            _cite_throughout(table, deal.day, rng)


def _cite_throughout(table: Sequence[Row], day: date, rng: Random) -> None:
    """Notes, up to three, that every row of a table cites in the same column."""
    column = rng.choice(CITED)
    for text in [composed(day, rng) for _ in range(rng.choice((1, 1, 2, 3)))]:
        for row in (row for row in table if row.values.get(column)):
            row.note(column, text)


def composed(day: date, rng: Random) -> str:
    """A footnote of some sentences, written some days after `day`."""
    sentences = rng.sample(names.entries("sentences"), rng.choice(SENTENCES))
    return " ".join(_filled(sentence, day, rng) for sentence in sentences)


def _anew(text: str, anew: dict[str, str], day: date, rng: Random) -> str:
    if text not in anew:
        anew[text] = composed(day, rng) if rng.random() < REPLACED else text
    return anew[text]


def _name_holder(row: Row, day: date, rng: Random) -> None:
    """Some holders are named in full, some in footnotes, up to three."""
    if rng.random() < 0.4:
        row.values[NATURE] = rng.choice(("By {}", "{}", "Held by {}", "By {} (see footnote)")).format(
            names.fund(rng)
        )
    for _ in range(rng.choice((0, 1, 1, 2, 3))):
        row.note(NATURE, composed(day, rng))


def _filled(sentence: str, day: date, rng: Random) -> str:
    """A sentence of the lexicon with its blanks filled, each with something of its own."""
    while "{" in sentence:
        before, _, rest = sentence.partition("{")
        kind, _, behind = rest.partition("}")
        sentence = before + _something(kind, day, rng) + behind
    return sentence[:1].upper() + sentence[1:]


def _something(kind: str, day: date, rng: Random) -> str:
    price = Decimal(round(2 * 150 ** rng.random(), 2)).quantize(Decimal("0.01"))
    then = day + timedelta(days=rng.randrange(-1500, 1500))
    return {
        "fund": names.fund(rng),
        "company": names.company(rng)[0],
        "person": " ".join(reversed(names.person(rng))),
        "date": f"{then:%B %-d, %Y}" if rng.random() < 0.7 else f"{then:%m/%d/%Y}",
        "shares": f"{int(10 * 100_000 ** rng.random()):,}",
        "price": f"${price:,}",
        "prices": f"${price:,} to ${price + Decimal(rng.randrange(1, 99)) / 100:,}",
        "percent": f"{rng.choice((10, 20, 25, 33, 50, 75, 100))}%",
        "count": rng.choice(("two", "three", "four", "five", "12", "16", "36", "48")),
        "role": rng.choice(ROLES),
        "plan": f"{rng.randrange(1994, 2024)} {rng.choice(('Stock', 'Equity', 'Long-Term'))} Incentive Plan",
        "stock": names.pick(rng, "stock_titles"),
    }[kind]
