"""How well the stored forms are read, kept as a ratchet: it may become better, never worse.

`ratchet.json` holds the figures of each form from when it was last set, and what was wrong or flagged then.
They are compared by groups: the filings of a layout on one profile.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from textwrap import shorten

from extractor import extract
from extractor.debug import stages
from extractor.export import to_json
from samples.scoring import Verdict, score_case, score_of
from tests.golden.cases import FILINGS, LAYOUTS, PROFILES, TEXT, Case

RATCHET = Path(__file__).parent / "ratchet.json"
SLACK = {"right": 1, "silent": 0, "flagged": 2}
"""By how many cells a group of scans may become worse before the test fails: on another processor a reader's
answer may fall to the other side of a threshold. Text pages have none."""
LONGEST = 60
"""Characters shown of a value."""


@dataclass(frozen=True)
class Figures:
    """Of the cells that a form fills: how many were read right, how many errors nothing flags, and how many
    cells a person is asked to look at. `faults`: path → what is wrong there, and whether it is flagged."""

    cells: int
    right: int
    silent: int
    flagged: int
    faults: Mapping[str, str]


@dataclass(frozen=True)
class Group:
    """The filings of a layout on one profile."""

    layout: str
    profile: str

    @property
    def cases(self) -> tuple[Case, ...]:
        return tuple(Case(self.layout, filing, self.profile) for filing in FILINGS[self.profile])


UNKNOWN = Figures(0, 0, 0, 0, {})
"""Of a form that the ratchet does not hold yet."""
GROUPS = tuple(Group(layout, profile) for layout in LAYOUTS for profile in PROFILES)
Measured = Mapping[str, Figures]
"""The name of a form → its figures."""


def measured(group: Group) -> dict[str, Figures]:
    """What comes of the group's forms now."""
    return {case.name: _figures(case) for case in group.cases}


def _figures(case: Case) -> Figures:
    verdicts = score_case(case.truth, json.loads(to_json(extract(case.file))))
    score = score_of(verdicts)
    faults = {v.path: _fault(v) for v in verdicts if v.outcome != "correct" or v.flagged}
    return Figures(score.cells, score.correct, score.silent, score.flagged, faults)


def _fault(verdict: Verdict) -> str:
    read, truth = (shorten(text or "", LONGEST, placeholder="…") for text in (verdict.value, verdict.truth))
    values = f"'{read}'" if verdict.outcome == "correct" else f"'{read}' for '{truth}'"
    return f"{verdict.outcome}, {'flagged' if verdict.flagged else 'silent'}: {values}"


def is_worse(group: Group, before: Measured, now: Measured) -> bool:
    """True where fewer cells are right, or more are silently wrong or flagged, than the slack allows."""
    rise = {name: new - old for name, (old, new) in _sums(group, before, now).items()}
    worse = {**rise, "right": -rise["right"]}
    return any(worse[name] > (0 if group.profile == TEXT else slack) for name, slack in SLACK.items())


def report(group: Group, before: Measured, now: Measured) -> Iterator[str]:
    """The group's figures before and now, and the faults that are new and gone."""
    sums = (f"{name} {old} -> {new}" for name, (old, new) in _sums(group, before, now).items())
    yield f"{group.layout} {group.profile}: {', '.join(sums)}"
    for case in group.cases:
        old, new = (found.get(case.name, UNKNOWN).faults for found in (before, now))
        yield from (f"  new: {case.name} {path}: {new[path]}" for path in new if not _same(path, new, old))
        yield from (f"  gone: {case.name} {path}: {old[path]}" for path in old if path not in new)


def _sums(group: Group, before: Measured, now: Measured) -> dict[str, tuple[int, int]]:
    return {name: (_sum(group, before, name), _sum(group, now, name)) for name in ("cells", *SLACK)}


def _sum(group: Group, found: Measured, name: str) -> int:
    return sum(getattr(found.get(case.name, UNKNOWN), name) for case in group.cases)


def _same(path: str, new: Mapping[str, str], old: Mapping[str, str]) -> bool:
    """True where the same kind of fault was there before: which wrong letters are read may change."""
    return path in old and old[path].split(":")[0] == new[path].split(":")[0]


def kept() -> dict[str, Figures]:
    """The figures when the ratchet was set; none where it never was."""
    if not RATCHET.exists():
        return {}
    return {name: Figures(**entry) for name, entry in json.loads(RATCHET.read_text("utf-8")).items()}


def keep(found: Measured) -> None:
    """Sets the ratchet."""
    plain = {name: asdict(entry) for name, entry in found.items()}
    RATCHET.write_text(f"{stages.readable_json(plain)}\n", encoding="utf-8")
