"""What the sums make of misread cells: `python -m samples.misreads FOLDER [--seed N] [--limit N] [--show N]`.

FOLDER holds EDGAR's ownershipDocuments (`*.xml`). Each filing is taken for a scan: its values get the
confidences that extraction gives to right ones, one to three cells are misread as readers misread, with the
confidences of wrong ones, and the filing is reconciled. Exit code 1 where a bar is missed.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from time import perf_counter

from extractor.errors import Form4Error
from extractor.model.filing import Filing
from extractor.options import MAX_ERROR
from extractor.reconcile import reconcile
from extractor.reconcile.confusions import ValueKind, kind_of
from extractor.reconcile.constraint import Statement
from extractor.values.calibration import accepted_from
from samples.hold_rates import named_filings
from samples.misread_causes import Beside, Miss, by_cause, cause_of, stated
from samples.misreading import Injected, as_scanned, misread_cells

ROUNDS = 5
"""Times each filing is misread, with other cells and other slips."""
KINDS: tuple[ValueKind, ...] = ("number", "date", "code")
SUMS = frozenset({"B1", "B1-II", "B2", "U1", "X1", "X4", "D11"})
"""Numbers of the rules that are equalities between cells and weigh readings."""
NOTICED, REPAIRED, WRONG = 0.95, 0.75, 0.001
"""The bars: misreads noticed, and repaired where the right value is a candidate, of those that a true
equality covers; cells changed wrongly, of all."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one misread cell.

    `covered`: an equality that holds of the filing as filed, and no longer does, binds it; `accepted`: the
    reading alone would have been; `miss` tells why it stays wrong, where it does.
    """

    injected: Injected
    kind: ValueKind
    covered: bool
    accepted: bool
    noticed: bool
    repaired: bool
    miss: Miss | None


@dataclass(frozen=True, slots=True)
class Tally:
    """All that is reported of a run.

    `cells` of `filings`; `wrong` of them changed to what was not filed; `asked` were right, accepted as read
    and are flagged now; `settled` were right, doubtful as read and are accepted now; `seconds` a filing.
    """

    filings: int
    cells: int
    outcomes: tuple[Outcome, ...]
    wrong: int
    asked: int
    settled: int
    seconds: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class AsFiled:
    """Filings with nothing misread: how many, and how many cells of them were changed; `broken` and
    `broken_changed` are those whose own rules do not hold."""

    filings: int
    changed: int
    broken: int
    broken_changed: int


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; exit code 2 where the folder holds no filings, 1 where a bar is missed."""
    options = _parser().parse_args(arguments)
    try:
        filings = dict(islice(named_filings(options.folder).items(), options.limit))
    except Form4Error as error:
        print(error, file=sys.stderr)
        return int(error.exit_code)
    filed = as_filed(filings.values(), options.seed)
    tally = tallied(filings, options.seed)
    for line in (*report(tally, filed), *misses(tally, options.show)):
        print(line)
    return 0 if meets_bars(tally, filed) else 1


def as_filed(filings: Iterable[Filing], seed: int) -> AsFiled:
    """What is changed although nothing was misread, as often as misreads are tried."""
    known = [(adds_up(filing), filing) for filing in filings]
    changes = [(whole, changes_as_filed(filing, seed + k)) for whole, filing in known for k in range(ROUNDS)]
    return AsFiled(
        filings=len(known),
        changed=sum(changed for _, changed in changes),
        broken=sum(not whole for whole, _ in known),
        broken_changed=sum(changed for whole, changed in changes if not whole),
    )


def adds_up(filing: Filing) -> bool:
    """True where every rule that weighs readings holds of the filing as filed."""
    values = filing.values()
    return all(statement.holds(values) for statement in stated(filing, lambda constraint: constraint.weighs))


def changes_as_filed(filing: Filing, seed: int) -> int:
    """Cells that are changed although nothing was misread."""
    least = accepted_from(MAX_ERROR)
    scanned = as_scanned(filing, least, _chance(filing, seed))
    after = reconcile(scanned, least).values()
    return sum(after.get(path) != value for path, value in scanned.values().items())


def tallied(filings: Mapping[str, Filing], seed: int) -> Tally:
    """Every filing misread and reconciled, several times."""
    runs = [_run(name, own, seed + number) for number in range(ROUNDS) for name, own in filings.items()]
    return Tally(
        filings=len(filings),
        cells=sum(run.cells for run in runs),
        outcomes=tuple(outcome for run in runs for outcome in run.outcomes),
        wrong=sum(run.wrong for run in runs),
        asked=sum(run.asked for run in runs),
        settled=sum(run.settled for run in runs),
        seconds=tuple(seconds for run in runs for seconds in run.seconds),
    )


def _run(name: str, filing: Filing, seed: int) -> Tally:
    chance, least = _chance(filing, seed), accepted_from(MAX_ERROR)
    scanned = as_scanned(filing, least, chance)
    before, injected = misread_cells(scanned, least, _bound(filing), chance)
    start = perf_counter()
    after = reconcile(before, least)
    seconds = perf_counter() - start
    return _told(_outcomes(name, injected, filing, before, after), filing, before, after, seconds)


def _told(outcomes: Sequence[Outcome], filed: Filing, before: Filing, after: Filing, seconds: float) -> Tally:
    """The tally of one filing."""
    true, read = filed.values(), before.values()
    was = {cell.path: cell.status for cell in before.cells}
    right = [cell for cell in after.cells if cell.value == read[cell.path] == true[cell.path]]
    return Tally(
        filings=1,
        cells=len(before.cells),
        outcomes=tuple(outcomes),
        wrong=sum(cell.value not in (read[cell.path], true[cell.path]) for cell in after.cells),
        asked=sum(was[c.path] == "accepted" and c.status == "review" for c in right),
        settled=sum(was[c.path] == "review" and c.status == "accepted" for c in right),
        seconds=(seconds,),
    )


def _outcomes(
    name: str, injected: Sequence[Injected], filed: Filing, before: Filing, after: Filing
) -> list[Outcome]:
    equalities = stated(filed, lambda rule: rule.number in SUMS)
    values = filed.values()
    held = [statement for statement in equalities if statement.holds(values)]
    found = []
    for item in injected:
        others = [other.path for other in injected if other is not item]
        found.append(_outcome(name, item, others, held, before, after))
    return found


def _outcome(
    name: str,
    injected: Injected,
    others: Sequence[str],
    held: Sequence[Statement],
    before: Filing,
    after: Filing,
) -> Outcome:
    cell, was = after.cell(injected.path), before.cell(injected.path)
    assert cell is not None and was is not None
    covering = [s for s in held if injected.path in s.cells and not s.holds(before.values())]
    repaired, beside = cell.value == injected.true, Beside(covering, others, before)
    return Outcome(
        injected=injected,
        kind=kind_of(injected.true),
        covered=bool(covering),
        accepted=was.status == "accepted",
        noticed=cell.status != "accepted",
        repaired=repaired,
        miss=None if repaired else Miss(name, injected, cell, cause_of(was, cell, injected.true, beside)),
    )


def _bound(filing: Filing) -> list[str]:
    """Paths of the cells that a rule with a say speaks of, in the order of the form."""
    spoken = stated(filing, lambda rule: rule.strength != "preference")
    bound = {path for statement in spoken for path in statement.cells}
    return [path for path in filing.values() if path in bound]


def _chance(filing: Filing, seed: int) -> random.Random:
    """The same for the same filing, whichever others are run."""
    return random.Random(f"{seed} {sorted(filing.values().items())}")


def meets_bars(tally: Tally, filed: AsFiled) -> bool:
    """True where every bar is reached."""
    covered = [outcome for outcome in tally.outcomes if outcome.covered]
    noticed = _rate(o.noticed for o in covered)
    repaired = _rate(o.repaired for o in covered if o.injected.named)
    few = tally.wrong <= WRONG * tally.cells
    return filed.changed == 0 and noticed >= NOTICED and repaired >= REPAIRED and few


def report(tally: Tally, filed: AsFiled) -> Iterator[str]:
    """The lines of the table: all misreads, then those an equality covers, by type of cell."""
    yield f"{tally.filings} filings, {ROUNDS} times: {tally.cells} cells, {len(tally.outcomes)} misread"
    yield f"{'':<26}{'misread':>8}{'noticed':>9}{'repaired':>10}{'of named':>17}{'of others':>17}"
    for title, outcomes in _groups(tally.outcomes):
        yield _line(title, outcomes)
    wrong = tally.wrong / max(1, tally.cells)
    yield f"bars, where covered: noticed {NOTICED:.0%}, repaired of named {REPAIRED:.0%}"
    yield f"changed wrongly: {tally.wrong} cells, {wrong:.3%} (bar {WRONG:.1%})"
    yield f"changed with nothing misread: {filed.changed} in {filed.filings} filings (bar 0),"
    yield f"  {filed.broken_changed} of them in the {filed.broken} whose own rules do not hold"
    yield f"right cells: {tally.settled} settled that were doubtful, {tally.asked} flagged that were not"
    yield _times(tally.seconds)


def _times(seconds: Sequence[float]) -> str:
    times = [1e3 * own for own in sorted(seconds)]
    middle, high = times[len(times) // 2], times[int(0.95 * len(times))]
    return f"milliseconds a filing: {middle:.0f} median, {high:.0f} p95, {times[-1]:.0f} most"


def _groups(outcomes: Sequence[Outcome]) -> Iterator[tuple[str, list[Outcome]]]:
    """Those accepted as read stand apart: every other one is noticed without any sum."""
    for title, own in (("all", list(outcomes)), ("covered", [o for o in outcomes if o.covered])):
        yield title, own
        yield from ((f"{title}, {kind}s", [o for o in own if o.kind == kind]) for kind in KINDS)
        yield f"{title}, accepted as read", [o for o in own if o.accepted]


def _line(title: str, outcomes: Sequence[Outcome]) -> str:
    named, others = ([o.repaired for o in outcomes if o.injected.named is among] for among in (True, False))
    rates = f"{_rate(o.noticed for o in outcomes):>9.1%}{_rate(o.repaired for o in outcomes):>10.1%}"
    counted = (f"{f'{sum(own)}/{len(own)}':>10}{_rate(own):>7.1%}" for own in (named, others))
    return f"{title:<26}{len(outcomes):>8}{rates}{''.join(counted)}"


def misses(tally: Tally, most: int) -> Iterator[str]:
    """Covered misreads that were not noticed, or not repaired although the right value was named: how many of
    each cause, and the first of them."""
    missed = [o for o in tally.outcomes if o.covered and o.miss and (o.injected.named or not o.noticed)]
    unseen = [o.miss for o in missed if o.miss and not o.noticed]
    named = [o.miss for o in missed if o.miss and o.injected.named]
    for title, own in (("not noticed", unseen), ("named and not repaired", named)):
        if most:
            yield f"{title}: {len(own)}"
            yield from by_cause(own)
    yield from (o.miss.words() for o in missed[:most] if o.miss)


def _rate(outcomes: Iterable[bool]) -> float:
    known = list(outcomes)
    return sum(known) / len(known) if known else 1.0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m samples.misreads", description="What the form's sums make of misread cells."
    )
    parser.add_argument("folder", type=Path, help="a folder of EDGAR XML")
    parser.add_argument("--seed", type=int, default=1, help="another one misreads other cells (1)")
    parser.add_argument("--limit", type=int, help="at most so many filings")
    parser.add_argument("--show", type=int, default=0, help="print so many of those it misses")
    return parser


if __name__ == "__main__":
    sys.exit(main())
