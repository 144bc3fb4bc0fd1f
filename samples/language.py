"""Fits what fields usually say: `python -m samples.language --tables FOLDER --filings FOLDER`.

FOLDER of tables holds SEC's Insider Transactions Data Sets (`*.tsv.gz`), that of filings EDGAR's
ownershipDocuments (`*.xml`). `--without CASES` leaves out the issuers of the cases in a folder, so that they
measure what was not learnt of them. Writes the counts to `extractor/values/language.npz`: character n-grams
with interpolated estimates (Witten & Bell 1991), those of one distinct text alone only up to `ALONE` letters.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
from numpy.typing import NDArray

from extractor.values.language import BEGIN, BITS, END, ORDER, STEPS_OF_NAT, codes_of
from samples import addresses

TABLES = Path("extractor/values/language.npz")
ALONE = 4
"""Letters of the longest n-grams that are kept though only one text has them."""
CAPITALS = 0.3
"""Weight of every text in capitals: many forms are filled so."""
OFTEN = 20
"""Times from which on a text counts no more: a filer of many forms is one filer."""
DAMPING = 0.75
"""Power of a text's count."""
LETTERS = 1 << BITS
"""How many letters may follow, for the estimate that knows none."""

COLUMNS = (
    ("SUBMISSION", "ISSUERNAME", "company"),
    ("SUBMISSION", "ISSUERTRADINGSYMBOL", "symbol"),
    ("SUBMISSION", "REMARKS", "prose"),
    ("DERIV_TRANS", "SECURITY_TITLE", "title"),
    ("DERIV_TRANS", "UNDLYNG_SEC_TITLE", "title"),
    ("DERIV_TRANS", "NATURE_OF_OWNERSHIP", "nature"),
    ("DERIV_HOLDING", "SECURITY_TITLE", "title"),
    ("DERIV_HOLDING", "UNDLYNG_SEC_TITLE", "title"),
    ("DERIV_HOLDING", "NATURE_OF_OWNERSHIP", "nature"),
    ("NONDERIV_HOLDING", "SECURITY_TITLE", "title"),
    ("NONDERIV_HOLDING", "NATURE_OF_OWNERSHIP", "nature"),
    ("OWNER_SIGNATURE", "OWNERSIGNATURENAME", "person"),
)
"""Table, column and the kind of field its values are of."""
ELEMENTS = {
    "footnote": "prose",
    "remarks": "prose",
    "securityTitle": "title",
    "underlyingSecurityTitle": "title",
    "natureOfOwnership": "nature",
    "issuerName": "company",
    "issuerTradingSymbol": "symbol",
    "rptOwnerName": "person",
    "rptOwnerStreet1": "street",
    "rptOwnerStreet2": "street",
    "rptOwnerCity": "city",
    "officerTitle": "office",
}
"""The kind of field of an element of a filing."""
ISSUERS = ("{name}", "{symbol}", "{name} [{symbol}]", "{name} [ {symbol} ]", "{name} ({symbol})")
"""How the box of item 2 holds an issuer and its symbol, on one line or on two."""
SIGNED = re.compile(r"^/s/ *|,? *(?:as )?(?:by )?attorney[- ]in[- ]fact.*$", re.IGNORECASE)
"""What stands about a name in a signature."""
NAME = re.compile(r"(?P<first>[A-Z][\w.' -]*?) (?P<last>[A-Z][\w'-]+)")
"""A person's name as it is signed."""

Tenths = NDArray[np.uint8]
Texts = Mapping[str, Counter[str]]


def main(arguments: Sequence[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(description="Fits what fields usually say on real filings.")
    parser.add_argument("--tables", type=Path, required=True, help="a folder of SEC's tables")
    parser.add_argument("--filings", type=Path, required=True, help="a folder of EDGAR XML")
    parser.add_argument("--without", type=Path, help="a folder of cases whose issuers are left out")
    parser.add_argument("--out", type=Path, default=TABLES)
    options = parser.parse_args(arguments)
    texts = texts_of(options.tables, options.filings, issuers_of(options.without))
    arrays: dict[str, Any] = {}
    for kind, counts in sorted(texts.items()):
        keys, sure, back = fitted(_weighed(counts))
        arrays |= {f"{kind} keys": np.diff(keys, prepend=np.uint64(0))}
        arrays |= {f"{kind} sure": sure, f"{kind} back": back}
        print(f"{kind}: {len(counts):,} texts, {len(keys):,} n-grams")
    np.savez_compressed(options.out, **arrays)
    print(f"{options.out}: {options.out.stat().st_size / 1e6:.1f} MB")


def issuers_of(cases: Path | None) -> frozenset[str]:
    """The issuers' names, in capitals, of the cases of a folder."""
    truths = cases.glob("*/truth.json") if cases else ()
    filings = (filing for path in truths for filing in json.loads(path.read_text("utf-8"))["filings"])
    names = (filing["cells"].get("issuer/issuerName") for filing in filings)
    return frozenset(name["value"].upper() for name in names if name)


def texts_of(tables: Path, filings: Path, without: frozenset[str]) -> Texts:
    """How often each text stands in a field of each kind."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for kind, text in (
        *_of_tables(tables, without),
        *_issuers(tables, without),
        *_of_filings(filings, without),
        *_composed(tables, without),
    ):
        found[kind].update(_written(kind, " ".join(text.split())))
    return found


def _of_tables(folder: Path, without: frozenset[str]) -> Iterator[tuple[str, str]]:
    rows = _rows(folder, "SUBMISSION")
    taken = {row["ACCESSION_NUMBER"] for row in rows if row["ISSUERNAME"].upper() not in without}
    for table, column, kind in COLUMNS:
        for row in _rows(folder, table):
            if row["ACCESSION_NUMBER"] in taken and row[column]:
                yield kind, row[column]


def _issuers(folder: Path, without: frozenset[str]) -> Iterator[tuple[str, str]]:
    for row in _rows(folder, "SUBMISSION"):
        name, symbol = row["ISSUERNAME"], row["ISSUERTRADINGSYMBOL"]
        if symbol and name.upper() not in without:
            yield from (("issuer", how.format(name=name, symbol=symbol)) for how in ISSUERS)


def _composed(tables: Path, without: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Streets, places and offices: none of SEC's tables here has them."""
    companies = sorted({row["ISSUERNAME"] for row in _rows(tables, "SUBMISSION")})
    signed = (SIGNED.sub("", row["OWNERSIGNATURENAME"]) for row in _rows(tables, "OWNER_SIGNATURE"))
    surnames = sorted({match["last"].upper() for name in signed if (match := NAME.fullmatch(name))})
    kept = [name.upper() for name in companies if name.upper() not in without]
    yield from (("street", street) for street in addresses.streets(kept, surnames))
    yield from (("city", line) for line in addresses.city_lines(addresses.places()))
    yield from (("office", title) for title in addresses.offices())


def _rows(folder: Path, table: str) -> Iterator[dict[str, str]]:
    with gzip.open(folder / f"{table}.tsv.gz", "rt", encoding="utf-8") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def _of_filings(folder: Path, without: frozenset[str]) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.glob("*.xml")):
        root = ElementTree.parse(path).getroot()
        if (root.findtext(".//issuerName") or "").strip().upper() in without:
            continue
        for element in root.iter():
            kind = ELEMENTS.get(element.tag)
            if kind and (text := "".join(element.itertext()).strip()):
                yield kind, text


def _written(kind: str, text: str) -> Iterator[str]:
    """How a form may write a text: a signature's name also by itself, and with the last name first."""
    yield text
    if kind == "person":
        name = SIGNED.sub("", text)
        if name != text:
            yield name
        if match := NAME.fullmatch(name):
            yield f"{match['last']} {match['first']}"


def _weighed(counts: Counter[str]) -> Iterator[tuple[str, float]]:
    for text, count in counts.items():
        weight = min(count, OFTEN) ** DAMPING
        yield text, weight
        if text.upper() != text:
            yield text.upper(), CAPITALS * weight


def fitted(texts: Iterable[tuple[str, float]]) -> tuple[NDArray[np.uint64], Tenths, Tenths]:
    """The tables of texts with their weights: keys in order; in tenths of a nat, below zero, how sure the
    last letter is and what going back costs."""
    counts, texts_with = _counted(texts)
    whole, kinds = _contexts(counts)
    sure = _estimates(counts, whole, kinds)
    kept = sorted(key for key in counts if key < 1 << BITS * ALONE or texts_with[key] > 1)
    back = [kinds[key] / (whole[key] + kinds[key]) if key in whole else 1.0 for key in kept]
    return np.array(kept, np.uint64), _tenths([sure[key] for key in kept]), _tenths(back)


def _counted(texts: Iterable[tuple[str, float]]) -> tuple[dict[int, float], Counter[int]]:
    """The weight of every n-gram, and in how many texts it stands."""
    counts: dict[int, float] = defaultdict(float)
    texts_with: Counter[int] = Counter()
    for text, weight in texts:
        codes = [*codes_of(text), END]
        own = Counter(key for k in range(len(codes)) for key in _keys_to(codes, k))
        for key, count in own.items():
            counts[key] += weight * count
        texts_with.update(own.keys())
    return counts, texts_with


def _keys_to(codes: Sequence[int], last: int) -> Iterator[int]:
    """The keys of the n-grams that end with a letter, shortest first."""
    key = 0
    for n, code in enumerate(reversed(codes[max(0, last - ORDER + 1) : last + 1])):
        key |= code << BITS * n
        yield key


def _contexts(counts: Mapping[int, float]) -> tuple[dict[int, float], Counter[int]]:
    """What follows each context: its weight in all, and how many different letters."""
    whole: dict[int, float] = defaultdict(float)
    kinds: Counter[int] = Counter()
    for key, count in counts.items():
        if key & (LETTERS - 1) != BEGIN:
            whole[key >> BITS] += count
            kinds[key >> BITS] += 1
    return whole, kinds


def _estimates(
    counts: Mapping[int, float], whole: Mapping[int, float], kinds: Mapping[int, int]
) -> dict[int, float]:
    """The probability of each n-gram's last letter after the others: shorter n-grams first."""
    found: dict[int, float] = {}
    for key in sorted(counts, key=_length):
        context = key >> BITS
        shorter = found.get(key & (1 << BITS * (_length(key) - 1)) - 1, 1 / LETTERS)
        total, different = whole.get(context, 0.0), kinds.get(context, 1)
        found[key] = (counts[key] * (key & (LETTERS - 1) != BEGIN) + different * shorter) / (
            total + different
        )
    return found


def _length(key: int) -> int:
    return -(-key.bit_length() // BITS)


def _tenths(probabilities: Sequence[float]) -> Tenths:
    return np.minimum(np.round(-np.log(probabilities) * STEPS_OF_NAT), 255).astype(np.uint8)


if __name__ == "__main__":
    main()
