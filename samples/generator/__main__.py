"""Makes cases: python -m samples.generator OUT --count 100 --seed 7."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from random import Random

from extractor.errors import NotAForm4
from samples.generator.fonts import GROUPS, Group
from samples.generator.profiles import PROFILE_NAMES
from samples.generator.style import ALL_FAMILIES, FAMILIES, FILLS, Family, Fills


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

    filing = read_filing(order.filing) if order.filing else None
    case = make_case(order.family, order.profile, order.seed, order.group, filing, order.fills)
    write_case(case, order.folder)


def read_filing(xml: Path) -> dict[str, str]:
    """The filing of an EDGAR ownershipDocument; raises NotAForm4 for Forms 3 and 5."""
    from extractor.export.edgar_xml_reader import from_xml

    filing = from_xml(xml)
    if not filing.form.startswith("4"):
        raise NotAForm4(f"{xml}: is a Form {filing.form}; give the XML of a Form 4")
    return dict(filing.values())


def _orders(asked: argparse.Namespace) -> Iterator[Order]:
    xmls: list[Path] = sorted(asked.filings.glob("*.xml")) if asked.filings else []
    chosen = [xml for xml in xmls if _is_form4(xml)]
    for n in range(asked.count):
        chance = Random(f"case {asked.seed} {n}")
        family, profile = asked.families[n % len(asked.families)], chance.choice(asked.profiles)
        seed = chance.randrange(1 << 31)
        folder = asked.out / f"{n:05}-{family}-{profile}"
        filing = chance.choice(chosen) if chosen else None
        yield Order(folder, family, profile, seed, asked.fonts, filing, asked.fills)


def _is_form4(xml: Path) -> bool:
    return b"<documentType>4" in xml.read_bytes()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m samples.generator", description="Makes Form 4 cases with truth."
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
        "--filings", type=Path, help="a folder of EDGAR Form 4 XML to print instead of invented filings"
    )
    parser.add_argument("--jobs", type=int, default=1, help="processes (default 1)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
