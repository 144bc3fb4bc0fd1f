"""What the sums make of misread cells: `python -m samples.misreads FOLDER [--seed N] [--limit N] [--show N]`.

FOLDER holds EDGAR's ownershipDocuments (`*.xml`). Each filing is taken for a scan: its values get the
confidences that extraction gives to right ones, one to three cells are misread as readers misread, with the
confidences of wrong ones, and the filing is reconciled. Exit code 1 where a bar is missed.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from extractor.errors import Form4Error
from extractor.fields.confidence import MAX_ERROR, accepted_from
from extractor.filing import Filing
from extractor.reconcile import reconcile
from extractor.reconcile.confusions import Kind, kind_of
from extractor.reconcile.form import Form
from extractor.reconcile.rule import Statement
from extractor.reconcile.rules import RULES
from samples.hold_rates import filings_in
from samples.misreading import Injected, as_scanned, misread_cells

ROUNDS = 5
"""Times each filing is misread, with other cells and other slips."""
KINDS: tuple[Kind, ...] = ("number", "date", "code")
SUMS = frozenset({"B1", "B1-II", "B2", "U1", "X1", "X4", "D11"})
"""Numbers of the rules that are equalities between cells and weigh readings."""
NOTICED, REPAIRED, WRONG = 0.95, 0.75, 0.001
"""The bars: misreads noticed, and repaired where the right value is a candidate, of those that a true
equality covers; cells changed wrongly, of all."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one misread cell.

    `covered`: an equality that holds of the filing as filed, and no longer does, binds it; `named`: the right
    value was among its alternatives.
    """

    injected: Injected
    kind: Kind
    covered: bool
    named: bool
    noticed: bool
    repaired: bool
    told: str


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


def main(arguments: Sequence[str] | None = None) -> int:
    """The command; exit code 2 where the folder holds no filings, 1 where a bar is missed."""
    options = _parser().parse_args(arguments)
    try:
        filings = list(filings_in(options.folder))[: options.limit]
    except Form4Error as error:
        print(error, file=sys.stderr)
        return int(error.exit_code)
    changed = sum(changes_as_filed(filing, options.seed) for filing in filings)
    tally = tallied(filings, options.seed)
    for line in (*report(tally, changed), *misses(tally, options.show)):
        print(line)
    return 0 if meets_bars(tally, changed) else 1


def changes_as_filed(filing: Filing, seed: int) -> int:
    """Cells that are changed although nothing was misread; whether or not the filing's own sums hold."""
    scanned = as_scanned(filing, _chance(filing, seed))
    after = reconcile(scanned, accepted_from(MAX_ERROR)).values()
    return sum(after.get(path) != value for path, value in scanned.values().items())


def tallied(filings: Iterable[Filing], seed: int) -> Tally:
    """Every filing misread and reconciled, several times."""
    known = list(filings)
    runs = [_run(filing, seed + number) for number in range(ROUNDS) for filing in known]
    return Tally(
        filings=len(known),
        cells=sum(run.cells for run in runs),
        outcomes=tuple(outcome for run in runs for outcome in run.outcomes),
        wrong=sum(run.wrong for run in runs),
        asked=sum(run.asked for run in runs),
        settled=sum(run.settled for run in runs),
        seconds=tuple(seconds for run in runs for seconds in run.seconds),
    )


def _run(filing: Filing, seed: int) -> Tally:
    chance, least = _chance(filing, seed), accepted_from(MAX_ERROR)
    true, held = filing.values(), _statements(filing)
    before, injected = misread_cells(as_scanned(filing, chance), least, _bound(filing), chance)
    start = perf_counter()
    after = reconcile(before, least)
    seconds = perf_counter() - start
    was = {cell.path: cell.status for cell in before.cells}
    right = [cell for cell in after.cells if cell.value == before.values()[cell.path] == true[cell.path]]
    return Tally(
        filings=1,
        cells=len(before.cells),
        outcomes=tuple(_outcome(item, before, after, held) for item in injected),
        wrong=sum(c.value not in (before.values()[c.path], true[c.path]) for c in after.cells),
        asked=sum(was[c.path] == "accepted" and c.status == "review" for c in right),
        settled=sum(was[c.path] == "review" and c.status == "accepted" for c in right),
        seconds=(seconds,),
    )


def _outcome(injected: Injected, before: Filing, after: Filing, held: Sequence[Statement]) -> Outcome:
    cell, values = after.cell(injected.path), before.values()
    covering = [s for s in held if injected.path in s.cells and not s.holds(values)]
    assert cell is not None
    return Outcome(
        injected=injected,
        kind=kind_of(injected.true),
        covered=bool(covering),
        named=injected.named,
        noticed=cell.status != "accepted",
        repaired=cell.value == injected.true,
        told=f"{cell.value} {cell.status} {cell.confidence}: {cell.reason}",
    )


def _statements(filing: Filing) -> list[Statement]:
    """The equalities that hold of the filing as filed."""
    form = Form(filing.values())
    stated = [s for rule in RULES if rule.number in SUMS for s in rule.statements(form)]
    return [statement for statement in stated if statement.holds(form.values)]


def _bound(filing: Filing) -> list[str]:
    """Paths of the cells that a rule with a say speaks of, in the order of the form."""
    form = Form(filing.values())
    rules = [rule for rule in RULES if rule.strength != "preference"]
    bound = {path for rule in rules for statement in rule.statements(form) for path in statement.cells}
    return [path for path in filing.values() if path in bound]


def _chance(filing: Filing, seed: int) -> random.Random:
    """The same for the same filing, whichever others are run."""
    return random.Random(f"{seed} {sorted(filing.values().items())}")


def meets_bars(tally: Tally, changed: int) -> bool:
    """True where every bar is reached."""
    covered = [outcome for outcome in tally.outcomes if outcome.covered]
    noticed = _rate(o.noticed for o in covered)
    repaired = _rate(o.repaired for o in covered if o.named)
    return changed == 0 and noticed >= NOTICED and repaired >= REPAIRED and tally.wrong <= WRONG * tally.cells


def report(tally: Tally, changed: int) -> Iterator[str]:
    """The lines of the table: all misreads, then those an equality covers, by type of cell."""
    yield f"{tally.filings} filings, {ROUNDS} times: {tally.cells} cells, {len(tally.outcomes)} misread"
    yield f"{'':<26}{'misread':>8}{'noticed':>9}{'repaired':>10}{'of named':>10}{'of others':>11}"
    for title, outcomes in _groups(tally.outcomes):
        yield _line(title, outcomes)
    wrong = tally.wrong / max(1, tally.cells)
    yield f"bars, where covered: noticed {NOTICED:.0%}, repaired of named {REPAIRED:.0%}"
    yield f"changed wrongly: {tally.wrong} cells, {wrong:.3%} (bar {WRONG:.1%})"
    yield f"changed with nothing misread: {changed} (bar 0)"
    yield f"right cells: {tally.settled} settled that were doubtful, {tally.asked} flagged that were not"
    times = [1e3 * seconds for seconds in sorted(tally.seconds)]
    middle, high = times[len(times) // 2], times[int(0.95 * len(times))]
    yield f"milliseconds a filing: {middle:.0f} median, {high:.0f} p95, {times[-1]:.0f} most"


def _groups(outcomes: Sequence[Outcome]) -> Iterator[tuple[str, list[Outcome]]]:
    for title, own in (("all", list(outcomes)), ("covered", [o for o in outcomes if o.covered])):
        yield title, own
        yield from ((f"{title}, {kind}s", [o for o in own if o.kind == kind]) for kind in KINDS)


def _line(title: str, outcomes: Sequence[Outcome]) -> str:
    named, others = [o for o in outcomes if o.named], [o for o in outcomes if not o.named]
    rates = (
        f"{_rate(o.noticed for o in outcomes):>9.1%}{_rate(o.repaired for o in outcomes):>10.1%}",
        f"{_rate(o.repaired for o in named):>10.1%}{_rate(o.repaired for o in others):>11.1%}",
    )
    return f"{title:<26}{len(outcomes):>8}{''.join(rates)}"


def misses(tally: Tally, most: int) -> Iterator[str]:
    """Covered misreads that were not noticed, or not repaired although the right value was named."""
    missed = [o for o in tally.outcomes if o.covered and not (o.repaired if o.named else o.noticed)]
    for outcome in missed[:most]:
        own = outcome.injected
        yield f"{own.path} {own.true} read {own.read} ({own.confidence:.3f}) -> {outcome.told}"


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
