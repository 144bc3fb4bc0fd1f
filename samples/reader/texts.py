"""What is written on the sheets the reader learns from: everything a form may hold, and plain noise."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random

from extractor.layout.template import shipped_layouts
from extractor.model.posterior import ALPHABET
from samples.generator import names
from samples.generator.writing import EDGAR_HABITS, Habits, agent_habits, typist_habits

_DICTIONARY = Path("/usr/share/dict/words")
"""English words (Debian's wamerican); without it only the lexicon's words are known."""
_AMOUNT, _PRICE = "transactionShares", "transactionPricePerShare"
_DENOMINATORS = (2, 4, 8, 16, 32)
_STATES = (
    "AL",
    "AZ",
    "CA",
    "CO",
    "CT",
    "DE",
    "FL",
    "GA",
    "IL",
    "MA",
    "MN",
    "NC",
    "NY",
    "OH",
    "PA",
    "TX",
    "WI",
)
_PHRASES = (
    "stock_titles",
    "option_titles",
    "unit_titles",
    "convertible_titles",
    "natures",
    "officer_titles",
    "other_texts",
)
_LETTERS = ALPHABET.strip()


def text_for(rng: Random) -> str:
    """A line of writing, drawn from what forms hold."""
    kinds, weights = [kind for _, kind in _KINDS], [weight for weight, _ in _KINDS]
    return " ".join(rng.choices(kinds, weights)[0](rng).split())


def _amount(rng: Random) -> str:
    """A count of shares, of any size."""
    value = int(10 ** rng.uniform(0, 7.6))
    if rng.random() < 0.25:
        value = value // 100 * 100 or 100
    text = f"{value:,}" if rng.random() < 0.9 else str(value)
    if rng.random() < 0.1:
        text += f".{rng.randrange(1, 10000)}"
    return _beside_marks(rng, text if rng.random() < 0.97 else "-0-")


def _price(rng: Random) -> str:
    habits = _habits(rng)
    if rng.random() < 0.1:
        return habits.zero_price
    value = Decimal(str(round(10 ** rng.uniform(-1.3, 3), rng.choice((2, 2, 2, 3, 4)))))
    if rng.random() < 0.32:
        denominator = rng.choice(_DENOMINATORS)
        whole = int(value) + Decimal(rng.randrange(1, denominator)) / denominator
        value = whole
    return _beside_marks(rng, habits.written(_PRICE, str(value)))


def _day(rng: Random) -> str:
    day = date(1991, 1, 1) + timedelta(days=rng.randrange(14000))
    return _beside_marks(rng, _habits(rng).written("transactionDate", day.isoformat()))


def _month(rng: Random) -> str:
    habits = typist_habits(rng)
    return habits.written("periodOfReport", f"{rng.randint(1991, 2003)}-{rng.randint(1, 12):02}")


def _code(rng: Random) -> str:
    return _beside_marks(rng, rng.choice("PSAMGFDIJCXVWEHOULZ" + "ADDIIAMSFP" * 2))


def _mark(rng: Random) -> str:
    numbers = rng.sample(range(1, rng.choice((4, 10, 20))), rng.choice((1, 1, 1, 2)))
    return "".join(f"({n})" for n in sorted(numbers))


def _beside_marks(rng: Random, text: str) -> str:
    return f"{text}{rng.choice(('', ' '))}{_mark(rng)}" if rng.random() < 0.08 else text


def _person(rng: Random) -> str:
    surname, given = names.person(rng)
    form = rng.choice(("{s} {g}", "{g} {s}", "/s/ {g} {s}", "{s}, {g}", "By: {g} {s}, Attorney-in-Fact"))
    return _cased(rng, form.format(s=surname, g=given))


def _company(rng: Random) -> str:
    name, symbol = names.company(rng)
    form = rng.choice(("{n}", "{n} [ {s} ]", "{n} ({s})", "{n} - {s}", "[ {s} ]", "{s}", "{n} [{s}]"))
    return _cased(rng, form.format(n=name, s=symbol))


def _address(rng: Random) -> str:
    lines = names.address(rng, names.company(rng)[0])
    if rng.random() < 0.5:
        return lines.get(rng.choice(("rptOwnerStreet1", "rptOwnerStreet2")), lines["rptOwnerStreet1"])
    city, zip_code = lines["rptOwnerCity"], lines["rptOwnerZipCode"]
    return f"{city}{rng.choice((', ', ' ', ',  '))}{rng.choice(_STATES)} {zip_code}"


def _phrase(rng: Random) -> str:
    return _beside_marks(rng, _cased(rng, names.pick(rng, rng.choice(_PHRASES))))


def _caption(rng: Random) -> str:
    return _some_of(rng, rng.choice(_captions()).split(), 1, 12)


def _prose(rng: Random) -> str:
    """Words, numbers and dates as a sentence has them."""
    stops = [rng.choice(",;.:") if rng.random() < 0.12 else "" for _ in range(rng.randint(2, 14))]
    text = " ".join(f"{_token(rng)}{stop}" for stop in stops)
    if rng.random() < 0.4:
        text = f"({rng.randint(1, 12)}) {text}"
    return text[:1].upper() + text[1:] + rng.choice(("", "."))


def _token(rng: Random) -> str:
    return rng.choice((_amount, _day, _price))(rng) if rng.random() < 0.13 else _word(rng)


def _note(rng: Random) -> str:
    """A stretch of a footnote or remark."""
    return _some_of(rng, names.pick(rng, rng.choice(("general_notes", "remarks"))).split(), 2, 12)


def _some_of(rng: Random, words: list[str], least: int, most: int) -> str:
    start = rng.randrange(len(words))
    return " ".join(words[start : start + rng.randint(least, most)])


def _noise(rng: Random) -> str:
    """Letters without sense, so that shapes count and not habits."""
    return "".join(rng.choice(_LETTERS) for _ in range(rng.randint(1, 12)))


def _digits(rng: Random) -> str:
    return "".join(rng.choices("0123456789,./-$()", [5] * 10 + [1] * 7, k=rng.randint(1, 11)))


def _word(rng: Random) -> str:
    return _cased(rng, rng.choice(_words())) if rng.random() < 0.2 else rng.choice(_words())


def _cased(rng: Random, text: str) -> str:
    return text.upper() if rng.random() < 0.35 else text


def _habits(rng: Random) -> Habits:
    return rng.choice((lambda _: EDGAR_HABITS, agent_habits, typist_habits, typist_habits))(rng)


@cache
def _captions() -> tuple[str, ...]:
    found = [caption for layout in shipped_layouts() for caption in layout.captions]
    for layout in shipped_layouts():
        for table in layout.tables:
            columns = (*table.columns, *table.leaves)
            found += [table.heading.caption, *(column.caption for column in columns)]
    return tuple(dict.fromkeys(caption for caption in found if caption))


@cache
def _words() -> tuple[str, ...]:
    if _DICTIONARY.is_file():
        found = _DICTIONARY.read_text(encoding="utf-8").split()
        return tuple(word for word in found if set(word) <= set(ALPHABET))
    kinds = ("surnames", "streets", "general_notes", "remarks", "natures", "officer_titles")
    return tuple(word for kind in kinds for entry in names.entries(kind) for word in entry.split())


_KINDS: tuple[tuple[float, Callable[[Random], str]], ...] = (
    (16, _amount),
    (11, _price),
    (11, _day),
    (2, _month),
    (8, _code),
    (5, _mark),
    (6, _person),
    (5, _company),
    (6, _address),
    (9, _phrase),
    (9, _caption),
    (13, _prose),
    (7, _note),
    (4, _noise),
    (5, _digits),
)
