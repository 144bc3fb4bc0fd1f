"""Invented people, companies and places, drawn from the lexicon."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from random import Random

import yaml

_LEXICON = Path(__file__).with_name("lexicon.yaml")


def pick(rng: Random, kind: str) -> str:
    """One of the lexicon's entries of that kind, such as "natures"."""
    return rng.choice(entries(kind))


def entries(kind: str) -> tuple[str, ...]:
    """All of the lexicon's entries of that kind."""
    return tuple(_lexicon()[kind])


@cache
def _lexicon() -> dict[str, list[str]]:
    words: dict[str, list[str]] = yaml.safe_load(_LEXICON.read_text(encoding="utf-8"))
    return words


def person(rng: Random) -> tuple[str, str]:
    """Surname, and given name with or without a middle initial."""
    initial = f" {rng.choice('ABCDEFGHJKLMNPRSTW')}" if rng.random() < 0.7 else ""
    return pick(rng, "surnames"), pick(rng, "given_names") + initial


def company(rng: Random) -> tuple[str, str]:
    """Name and trading symbol."""
    head, trade, end = pick(rng, "company_heads"), pick(rng, "company_trades"), pick(rng, "company_ends")
    if rng.random() < 0.3:
        head, trade = head.upper(), trade.upper()
    letters = [letter for letter in f"{head}{trade}".upper() if letter.isalpha()]
    symbol = letters[0] + "".join(rng.sample(letters[1:], rng.choice((1, 2, 2, 3, 3))))
    return f"{head} {trade} {end}".strip(), symbol + rng.choice(("",) * 12 + (".A", ".B"))


def fund(rng: Random) -> str:
    """A partnership or company that owns shares."""
    return f"{pick(rng, 'company_heads')} {pick(rng, 'funds')}"


def address(rng: Random, company_name: str) -> dict[str, str]:
    """Address elements of an owner, many in care of the company."""
    city, state, zip_head = pick(rng, "places").rsplit(" ", 2)
    street = f"{rng.randrange(1, 9900)} {pick(rng, 'streets')} {pick(rng, 'street_ends')}"
    second = pick(rng, "second_lines").format(rng.randrange(1, 40)) if rng.random() < 0.35 else ""
    if rng.random() < 0.4:
        street, second = f"c/o {company_name}"[:40], street
    zip_code = f"{zip_head}{rng.randrange(100):02}" + (
        f"-{rng.randrange(1000, 9999)}" if rng.random() < 0.12 else ""
    )
    lines = {
        "rptOwnerStreet1": street,
        "rptOwnerStreet2": second,
        "rptOwnerCity": city,
        "rptOwnerState": state,
    }
    upper = rng.random() < 0.55
    lines = {leaf: text.upper() if upper else text for leaf, text in lines.items() if text}
    return {**lines, "rptOwnerZipCode": zip_code}
