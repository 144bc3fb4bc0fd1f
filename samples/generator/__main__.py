"""Makes cases: python -m samples.generator OUT --count 100 --seed 7."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from random import Random

from samples.generator.fonts import GROUPS, Group
from samples.generator.profiles import PROFILE_NAMES
from samples.generator.style import ALL_FAMILIES, FAMILIES, FILLS, Family, Fills

FORMS = ("3", "4", "5")


@dataclass(frozen=True, slots=True)
class Order:
    """One case to make; `filing` is an ownershipDocument XML or None for an invented filing."""

    folder: Path
    family: Family
    profile: str
    seed: int
    group: Group
    filing: Path | None
    fills: Fills = "any"
    form: str = "4"


def main(arguments: Sequence[str] | None = None) -> int:
    """Writes the folders asked for and prints how many there are."""
    asked = _parser().parse_args(arguments)
    orders = list(_orders(asked))
    if asked.jobs > 1:
        with ProcessPoolExecutor(asked.jobs) as pool:
            list(pool.map(make, orders, chunksize=4))
    else:
        for order in orders:
            make(order)
    print(f"{len(orders)} cases in {asked.out}")
    return 0


def make(order: Order) -> None:
    """Makes and writes one case."""
    from samples.generator.cases import make_case, write_case
    from samples.generator.filings import filing_for
    from samples.generator.other_forms import as_form

    filing = read_filing(order.filing) if order.filing else None
    if filing is None and order.form != "4":
        filing = as_form(filing_for(order.family, order.seed), order.form, order.seed)
    case = make_case(order.family, order.profile, order.seed, order.group, filing, order.fills)
    write_case(case, order.folder)


def read_filing(xml: Path) -> dict[str, str]:
    """The filing of an EDGAR ownershipDocument."""
    from extractor.export.edgar_xml_reader import from_xml

    return dict(from_xml(xml).values())


def _orders(asked: argparse.Namespace) -> Iterator[Order]:
    xmls: list[Path] = sorted(asked.filings.glob("*.xml")) if asked.filings else []
    chosen = [xml for xml in xmls if form_in(xml) == asked.form]
    for n in range(asked.count):
        chance = Random(f"case {asked.seed} {n}")
        family, profile = asked.families[n % len(asked.families)], chance.choice(asked.profiles)
        seed = chance.randrange(1 << 31)
        folder = asked.out / f"{n:05}-{family}-{profile}"
        filing = chance.choice(chosen) if chosen else None
        yield Order(folder, family, profile, seed, asked.fonts, filing, asked.fills, asked.form)


def form_in(xml: Path) -> str:
    """The number of the form in an ownershipDocument; empty where it has none."""
    found = re.search(rb"<documentType>(\d)", xml.read_bytes())
    return found[1].decode() if found else ""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m samples.generator", description="Makes cases of Forms 3, 4 and 5 with truth."
    )
    parser.add_argument("out", type=Path, help="the folder the case folders go into")
    parser.add_argument("--count", type=int, default=100, help="how many cases (default 100)")
    parser.add_argument("--seed", type=int, default=0, help="the same seed makes the same cases")
    parser.add_argument(
        "--families", nargs="+", choices=ALL_FAMILIES, default=FAMILIES, help="layout families"
    )
    parser.add_argument(
        "--profiles", nargs="+", choices=PROFILE_NAMES, default=PROFILE_NAMES, help="roads of wear"
    )
    parser.add_argument("--fonts", choices=GROUPS, default="train", help="group of typefaces")
    parser.add_argument(
        "--fills", choices=FILLS, default="any", help="how paper forms are filled (default any)"
    )
    parser.add_argument(
        "--filings", type=Path, help="a folder of EDGAR's XML to print instead of invented filings"
    )
    parser.add_argument("--form", choices=FORMS, default="4", help="the form (default 4)")
    parser.add_argument("--jobs", type=int, default=1, help="processes (default 1)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
