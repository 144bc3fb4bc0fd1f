"""Counts how values get misread: `python -m samples.confusions CASES OUTPUTS [--write]`.

CASES is a folder of case folders, OUTPUTS one of the JSON extracted from them (`samples.accuracy --outputs`).
What slips a misread value has is counted on the values put out; which characters are taken for which also on
what each reader alone read, of which there is more. `--write` puts the counts where `extractor.reconcile`
looks for them.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from extractor.reconcile.confusions import Counts, ValueKind, kind_of, plain, slips
from samples.measuring import case_folders
from samples.scoring import same, score_case

TABLE = Path("extractor/reconcile/confusions.json")
KINDS: Mapping[str, ValueKind] = {"number": "number", "date": "date", "month": "date", "code": "code"}
"""The types of cells that are counted, and the kind of value of each."""
COMMONEST = 12
"""How many confusions are printed of each kind."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cell says and what was read: `value` was put out, `readings` are the readers' own."""

    type: str
    true: str
    value: str
    readings: tuple[str, ...]


def main(arguments: Sequence[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(description="Counts how values get misread.")
    parser.add_argument("cases", type=Path, help="a folder of case folders")
    parser.add_argument("outputs", type=Path, help="a folder of the JSON extracted from them, by case")
    parser.add_argument("--write", action="store_true", help=f"write {TABLE}")
    options = parser.parse_args(arguments)
    counted = counts_of(readings_of(options.cases, options.outputs))
    print(report(counted))
    if options.write:
        TABLE.write_text(json.dumps(asdict(counted), indent=1, sort_keys=True) + "\n", encoding="utf-8")


def readings_of(cases: Path, outputs: Path) -> Iterator[Reading]:
    """The scanned numbers, dates and codes of every case that has an output."""
    for case in case_folders(cases):
        file = outputs / f"{case.name}.json"
        if file.exists():
            truth, output = (json.loads(p.read_text(encoding="utf-8")) for p in (case / "truth.json", file))
            yield from _of_case(truth, output)


def _of_case(truth: Mapping[str, Any], output: Mapping[str, Any]) -> Iterator[Reading]:
    said = {cell["path"]: cell for filing in output["filings"] for cell in filing["cells"]}
    for verdict in score_case(truth, output):
        if verdict.source == "ocr" and verdict.truth and _is_counted(verdict.kind, verdict.truth):
            own = said[verdict.own].get("readings") or {}
            texts = tuple(text for text in own.values() if text)
            yield Reading(verdict.kind, verdict.truth, str(verdict.value), texts)


def _is_counted(type_: str, true: str) -> bool:
    """Not so identity numbers and postal codes, which are codes of digits."""
    kind = KINDS.get(type_)
    return kind == kind_of(true) and (kind != "code" or true.isalpha())


def counts_of(readings: Iterable[Reading]) -> Counts:
    """The counts over some cells."""
    tally = _Tally()
    for reading in readings:
        tally.add_value(reading)
        tally.add_characters(reading)
    return Counts(**{name: _plain(counted) for name, counted in vars(tally).items()})


def _by_name() -> defaultdict[str, Counter[str]]:
    return defaultdict(Counter)


@dataclass
class _Tally:
    """The fields of `Counts` while they grow."""

    shown: Counter[str] = field(default_factory=Counter)
    others: defaultdict[str, Counter[str]] = field(default_factory=_by_name)
    gained: defaultdict[str, Counter[str]] = field(default_factory=_by_name)
    powers: Counter[str] = field(default_factory=Counter)
    sorts: defaultdict[str, Counter[str]] = field(default_factory=_by_name)
    slips: defaultdict[str, Counter[str]] = field(default_factory=_by_name)

    def add_value(self, reading: Reading) -> None:
        """Counts what is wrong with the value put out."""
        if same(reading.type, reading.true, reading.value):
            return
        kind, found = kind_of(reading.true), slips(reading.true, reading.value)
        self.slips[kind][str(len(found)) if found else "more"] += 1
        for slip in found or ():
            self.sorts[kind][slip.type] += 1
            if slip.type == "point":
                self.powers[slip.read] += 1

    def add_characters(self, reading: Reading) -> None:
        """Counts what each reader took the characters for."""
        for text in reading.readings:
            self.shown.update(plain(reading.true))
            for slip in slips(reading.true, text) or ():
                if slip.type == "other":
                    self.others[slip.true][slip.read] += 1
                elif slip.type.startswith("gained"):
                    self.gained[slip.type.split()[1]][slip.read] += 1


def _plain(counted: Mapping[str, Any]) -> dict[str, Any]:
    """Counters as plain dictionaries, names in order."""
    return {name: _plain(own) if isinstance(own, Mapping) else own for name, own in sorted(counted.items())}


def report(counted: Counts) -> str:
    """The counts in words, the commonest first."""
    lines = []
    for kind, slipped in counted.slips.items():
        many = ", ".join(f"{count} with {number} slips" for number, count in slipped.items())
        lines += [f"{kind}: {sum(slipped.values())} misread, {many}"]
        lines += [f"  {sort}: {count}" for sort, count in _most(counted.sorts.get(kind, {}))]
    lines += ["characters taken for others, to a thousand shown:"]
    for pair, count in _pairs(counted):
        lines += [f"  {pair}: {count} ({1000 * count / counted.shown[pair[0]]:.1f})"]
    for place, letters in counted.gained.items():
        lines += [f"gained {place}: " + ", ".join(f"{letter} {count}" for letter, count in _most(letters))]
    lines += ["powers of ten: " + ", ".join(f"{power} {count}" for power, count in _most(counted.powers))]
    return "\n".join(lines)


def _pairs(counted: Counts) -> list[tuple[str, int]]:
    """`3→8` and how often, the commonest."""
    pairs = {f"{true}→{read}": n for true, own in counted.others.items() for read, n in own.items()}
    return _most(pairs)[:COMMONEST]


def _most(counted: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counted.items(), key=lambda item: -item[1])


if __name__ == "__main__":
    main()
