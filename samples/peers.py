"""How other tools do on the forms that form4 reads: `make bench-peers` (half an hour; the extra `peers`).

None of them knows what a Form 4 is. So each is told where on the page every value stands, line by line, and
what it found there is the value; it is right if the letters, digits and points of what is printed are among
it, or if the rules of `samples.scoring` say so. What only follows from where something stands, boxes to check
above all, is left out, for form4 too, which has to find every place itself. A tool with a confidence may show
a person as many cells as form4 does, those it is least sure of; what is wrong among the others is silent.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from importlib.metadata import version
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from extractor import extract
from extractor.errors import Form4Error
from extractor.model.geometry import Box
from extractor.model.json_data import printed
from samples.generator.__main__ import Order, make
from samples.generator.style import FAMILIES
from samples.peer_tools import PEERS, Peer, Piece
from samples.scoring import Verdict, same, score_case

PROFILES = ("born", "clean300", "office200bw", "copy200bw")
FIRST_SEED = 3_400_000_000
"""Seeds beyond those of other sets."""
OUT = Path("samples/peers.json")
ROOM = 1.5
"""Points around a line of print in which a word's middle may lie."""
LONG = 4
"""Letters and digits from which on a text within another is no chance."""
PACKAGES = {
    "RapidOCR": "rapidocr",
    "img2table": "img2table",
    "pdfplumber": "pdfplumber",
    "camelot": "camelot-py",
}
TABLE = re.compile(r"(nonD|d)erivativeTable/")


@dataclass(frozen=True, slots=True)
class PeerTally:
    """What came of the cases of one wear; shares from 0 to 1, seconds of a core for a page.

    `silent` is the share that is wrong or missing and not shown to a person, `alone` that of the values of
    tables which are the whole text of one cell of a table; None where a tool has no tables.
    """

    profile: str
    cells: int
    right: float
    silent: float
    alone: float | None
    seconds: float


@dataclass(frozen=True, slots=True)
class Case:
    """A generated form: its file, its truth, and path → the lines printed of that value."""

    file: Path
    profile: str
    truth: dict[str, Any]
    lines: dict[str, list[dict[str, Any]]]

    @classmethod
    def read(cls, folder: Path) -> Case:
        """The case in a folder; of its values those that are printed and no box to check."""
        truth = json.loads((folder / "truth.json").read_text("utf-8"))
        kinds = {path: cell["type"] for path, cell in truth["filings"][0]["cells"].items()}
        lines: dict[str, list[dict[str, Any]]] = {}
        for line in json.loads((folder / "boxes.json").read_text("utf-8")):
            if kinds.get(line["path"], "bool") != "bool":
                lines.setdefault(line["path"], []).append(line)
        return cls(folder / truth["input"], truth["profile"], truth, lines)

    @property
    def pages(self) -> int:
        """How many pages have print."""
        return max(int(line["page"]) for lines in self.lines.values() for line in lines)


@dataclass(frozen=True, slots=True)
class Reading:
    """The verdicts on a case's printed values; `alone` of each in a table: whether a cell held it alone."""

    profile: str
    verdicts: tuple[Verdict, ...]
    alone: tuple[bool, ...]
    seconds: float
    pages: int


def main(arguments: Sequence[str] | None = None) -> int:
    """The command: figures on the screen and as JSON."""
    options = _parser().parse_args(arguments)
    with TemporaryDirectory() as scratch:
        cases = list(_cases(Path(scratch), options.rounds))
        ours = [_of_form4(case) for case in cases]
        shares = {profile: _shown(ours, profile) for profile in PROFILES}
        tools = {"form4": [_tally(ours, profile, None, tables=False) for profile in PROFILES]}
        for peer in PEERS:
            tools[peer.name] = list(_tallies(peer, cases, shares))
    result = {
        "written": _written(),
        "shown": shares,
        "tools": {n: [asdict(t) for t in r] for n, r in tools.items()},
    }
    options.out.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(result, indent=1))
    return 0


def _cases(folder: Path, rounds: int) -> Iterator[Case]:
    kinds = product(range(rounds), PROFILES, FAMILIES)
    for number, (_, profile, family) in enumerate(kinds):
        order = Order(
            folder / f"{number:03}", family, profile, FIRST_SEED + number, "calibrate", None, "typed"
        )
        make(order)
        yield Case.read(order.folder)


def _of_form4(case: Case) -> Reading:
    began = _processor()
    try:
        output = printed(extract(case.file))
    except Form4Error:
        output = {"filings": [{"review": [{"path": ""}]}]}
    seconds = _processor() - began
    verdicts = score_case(case.truth, output)
    return Reading(case.profile, tuple(v for v in verdicts if v.path in case.lines), (), seconds, case.pages)


def _tallies(peer: Peer, cases: Iterable[Case], shares: Mapping[str, float]) -> Iterator[PeerTally]:
    own = [_of_peer(peer, case) for case in cases if peer.scans or case.profile == "born"]
    for profile in dict.fromkeys(reading.profile for reading in own):
        yield _tally(own, profile, shares[profile], tables=peer.tables)


def _of_peer(peer: Peer, case: Case) -> Reading:
    began = _processor()
    pieces = list(peer.read(case.file))
    seconds = _processor() - began
    cells = [cell for path, lines in case.lines.items() if (cell := _cell(case, path, lines, pieces))]
    verdicts = score_case(case.truth, {"filings": [{"cells": cells}]})
    alone = [_alone(lines, pieces) for path, lines in case.lines.items() if TABLE.match(path)]
    kept = tuple(verdict for verdict in verdicts if verdict.path in case.lines)
    return Reading(case.profile, kept, tuple(alone), seconds, case.pages)


def _cell(
    case: Case, path: str, lines: Sequence[Mapping[str, Any]], pieces: Sequence[Piece]
) -> dict[str, Any] | None:
    """The cell of the value at `path`, as form4's JSON has it; None where nothing was found in its place."""
    truth = case.truth["filings"][0]["cells"][path]
    found = [_read(line, pieces) for line in lines]
    text = " ".join(text for text, _ in found if text)
    wanted = " ".join(line["text"] for line in lines)
    if not text:
        return None
    right = _plain(text) == _plain(wanted) or same(truth["type"], wanted, text)
    sure = min((sure for _, sure in found if sure is not None), default=None)
    return {"path": path, "value": truth["value"] if right else text, "confidence": sure}


def _read(line: Mapping[str, Any], pieces: Iterable[Piece]) -> tuple[str, float | None]:
    """What was found in the place of a line of print: its own text where that is among it."""
    left, top, right, bottom = line["bbox"]
    place = Box(left - ROOM, top - ROOM, right + ROOM, bottom + ROOM)
    here = [p for p in pieces if p.page == line["page"] and _meet(place, p)]
    text = " ".join(piece.text for piece in sorted(here, key=lambda piece: piece.box.x0))
    sure = min((piece.sure for piece in here if piece.sure is not None), default=None)
    return (line["text"] if _among(line["text"], text) else text), sure


def _meet(place: Box, piece: Piece) -> bool:
    return place.holds_middle(piece.box) or piece.box.holds_middle(place)


def _among(wanted: str, text: str) -> bool:
    """True where the words of `wanted` are all in `text`, or run together in it: a line's place may hold some
    of the line beside it, and a cell its caption."""
    whole = _plain(wanted)
    missing = Counter(map(_plain, wanted.split())) - Counter(map(_plain, text.split()))
    return not missing.total() or (len(whole) >= LONG and whole in _plain(text))


def _alone(lines: Sequence[Mapping[str, Any]], pieces: Iterable[Piece]) -> bool:
    """True where the lines are the whole text of one cell of a table."""
    wanted = _plain(" ".join(line["text"] for line in lines))
    return any(p.cell and p.page == lines[0]["page"] and _plain(p.text) == wanted for p in pieces)


def _plain(text: str) -> str:
    """Letters, digits and points: what blanks, commas and brackets are about the value does not count."""
    return re.sub(r"[^\w.]|_", "", text.casefold())


def _shown(readings: Iterable[Reading], profile: str) -> float:
    verdicts = [v for reading in readings if reading.profile == profile for v in reading.verdicts]
    return sum(verdict.flagged for verdict in verdicts) / len(verdicts)


def _tally(readings: Iterable[Reading], profile: str, shown: float | None, *, tables: bool) -> PeerTally:
    """The figures of one wear; `shown` is the share a person is asked about, None for a tool's own flags."""
    own = [reading for reading in readings if reading.profile == profile]
    verdicts = [verdict for reading in own for verdict in reading.verdicts]
    unshown = [v for v in verdicts if not v.flagged] if shown is None else _surest(verdicts, shown)
    alone = [each for reading in own for each in reading.alone]
    pages = sum(reading.pages for reading in own)
    return PeerTally(
        profile,
        len(verdicts),
        round(sum(v.outcome == "correct" for v in verdicts) / len(verdicts), 4),
        round(sum(v.outcome != "correct" for v in unshown) / len(verdicts), 4),
        round(sum(alone) / len(alone), 4) if tables else None,
        round(sum(reading.seconds for reading in own) / pages, 2),
    )


def _surest(verdicts: Sequence[Verdict], shown: float) -> list[Verdict]:
    """All but the share `shown` that a tool is least sure of, what it did not find first."""
    if all(verdict.sure is None for verdict in verdicts):
        return [*verdicts]
    ranked = sorted(verdicts, key=lambda verdict: -1.0 if verdict.sure is None else verdict.sure)
    return ranked[round(shown * len(ranked)) :]


def _processor() -> float:
    """Seconds of a core that this process and those it started have taken."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _written() -> dict[str, Any]:
    order = ["git", "rev-parse", "--short", "HEAD"]
    commit = subprocess.run(order, capture_output=True, text=True, check=True).stdout.strip()
    versions = {name: version(package) for name, package in PACKAGES.items()}
    return {"date": date.today().isoformat(), "commit": commit, "versions": versions}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m samples.peers", description="Compares other tools with form4."
    )
    parser.add_argument("--rounds", type=int, default=1, help="forms of each print and wear")
    parser.add_argument("--out", type=Path, default=OUT, help="the figures as JSON")
    return parser


if __name__ == "__main__":
    sys.exit(main())
