"""How often real filings hold the form's rules: `python -m samples.hold_rates FOLDER [--write]`.

FOLDER holds EDGAR's ownershipDocuments (`*.xml`); only Forms 4 and 4/A are counted. `--write` renews
`extractor/reconcile/rates.json`, which holds nothing but counts.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from extractor.errors import Form4Error, OptionError
from extractor.export.edgar_xml_reader import from_xml
from extractor.model.filing import Filing
from extractor.reconcile.constraint import Constraint
from extractor.reconcile.form_view import Form
from extractor.reconcile.priors import key, stated_rate
from extractor.reconcile.rules import RULES

RATES = Path(__file__).parent.parent / "extractor" / "reconcile" / "rates.json"
FORMS = ("4", "4/A")


@dataclass(frozen=True, slots=True)
class Count:
    """Statements that a rule makes of some filings, and how many of them hold."""

    held: int = 0
    of: int = 0

    def with_(self, outcomes: Iterable[bool]) -> Count:
        """This count and some outcomes more."""
        known = list(outcomes)
        return Count(self.held + sum(known), self.of + len(known))


Counts = Mapping[str, Count]


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; exit code 2 where the folder holds no filings."""
    options = _parser().parse_args(arguments)
    try:
        filings = list(named_filings(options.folder).values())
    except Form4Error as error:
        print(error, file=sys.stderr)
        return int(error.exit_code)
    counts = counted(filings)
    for line in report(counts, len(filings)):
        print(line)
    if options.write:
        RATES.write_text(as_json(counts), encoding="utf-8")
    return 0


def counted(filings: Iterable[Filing]) -> Counts:
    """What every rule says of the filings, by the rule's key."""
    counts = {key(rule): Count() for rule in RULES}
    for filing in filings:
        form = Form(filing.values())
        for rule in RULES:
            outcomes = (statement.holds(form.values) for statement in rule.stated(form))
            counts[key(rule)] = counts[key(rule)].with_(outcomes)
    return counts


def report(counts: Counts, filings: int) -> Iterator[str]:
    """The lines of the table, the measured rate beside the stated one."""
    yield f"{filings} filings"
    yield f"{'no.':<7}{'rule':<32}{'statements':>10}{'held':>8}{'measured':>10}{'stated':>9}"
    for rule in RULES:
        yield _line(rule, counts[key(rule)])


def as_json(counts: Counts) -> str:
    """The counts as `rates.json` has them, one rule a line; rules that said nothing are left out."""
    told = {name: {"held": count.held, "of": count.of} for name, count in counts.items() if count.of}
    lines = (f"  {json.dumps(name)}: {json.dumps(count)}" for name, count in told.items())
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _line(rule: Constraint, count: Count) -> str:
    measured = f"{count.held / count.of:.2%}" if count.of else ""
    known = stated_rate(rule)
    stated = "" if known is None else f"{known:.1%}"
    line = f"{rule.number:<7}{rule.id:<32}{count.of:>10}{count.held:>8}{measured:>10}{stated:>9}"
    return line.rstrip()


def named_filings(folder: Path) -> dict[str, Filing]:
    """The Forms 4 and 4/A in a folder of EDGAR's XML, by the names of their files without `.xml`.

    Raises OptionError where it holds no XML.
    """
    found = sorted(folder.glob("*.xml"))
    if not found:
        raise OptionError(f"{folder}: holds no EDGAR XML (*.xml); name a folder that does")
    read = {path.stem: from_xml(path) for path in found}
    return {name: filing for name, filing in read.items() if filing.form in FORMS}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m samples.hold_rates", description="How often real filings hold the form's rules."
    )
    parser.add_argument("folder", type=Path, help="a folder of EDGAR XML")
    parser.add_argument("--write", action="store_true", help="renew the rates that the rules are weighed by")
    return parser


if __name__ == "__main__":
    sys.exit(main())
