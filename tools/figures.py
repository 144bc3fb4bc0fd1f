"""Writes the tables of figures in the documents from what benchmarks wrote:

python -m tools.figures

A table stands between `<!-- figures: NAME -->` and `<!-- end -->`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
BLOCK = re.compile(r"(<!-- figures: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
RUNS = {
    "listing": "listing",
    "recording": "recording 100,000",
    "finishing": "finishing, half of them new",
    "nothing to do": "a run with nothing to do",
    "status": "`--status`",
    "one more": "a run with one document more",
}
"""Part of a run, as `samples.million` names it → in words."""
WEAR = {
    "born": "a PDF with text",
    "clean300": "300 dpi, grey",
    "office200bw": "200 dpi, one bit",
    "copy200bw": "a photocopy's copy, 200 dpi",
}


def million(figures: Mapping[str, Mapping[str, list[float]]]) -> Iterator[str]:
    """What a run costs beside the pages: seconds of a core, megabytes of the parent."""
    first, *others = figures
    yield _line(["", f"{int(first):,} documents", *(f"{int(count):,}" for count in others)])
    yield "|" + "---|" * (len(figures) + 1)
    for part, words in RUNS.items():
        yield _line(
            [
                words,
                *(f"{run[part][1]:.1f} s, {run[part][2]:.0f} MB" for run in figures.values() if part in run),
            ]
        )


def peers(figures: Mapping[str, Any]) -> Iterator[str]:
    """How other tools do: right, and wrong among what nobody is shown; then places in tables, and seconds."""
    tools: Mapping[str, list[dict[str, Any]]] = figures["tools"]
    yield _line(["", *WEAR.values(), "alone in a cell", "seconds a page"])
    yield "|" + "---|" * (len(WEAR) + 3)
    for name, tallies in tools.items():
        by_wear = {tally["profile"]: tally for tally in tallies}
        alone = " to ".join(_percent(t) for t in _ends(t["alone"] for t in tallies if t["alone"] is not None))
        seconds = " to ".join(f"{t:.1f}" for t in _ends(tally["seconds"] for tally in tallies))
        yield _line([name, *(_right(by_wear.get(wear)) for wear in WEAR), alone, seconds])
    written = figures["written"]
    versions = ", ".join(f"{name} {version}" for name, version in written["versions"].items())
    yield ""
    cells = sum(tally["cells"] for tally in tools["form4"])
    when = f"{written['date']} at {written['commit']}"
    yield f"{cells} values of generated forms, `make bench-peers` on {when};"
    yield f"{versions}. In brackets what is wrong or missing among what no person is shown."


FIGURES: Mapping[str, tuple[str, Callable[[Any], Iterator[str]]]] = {
    "million": ("samples/million.json", million),
    "peers": ("samples/peers.json", peers),
}
"""Name → the benchmark's file and what makes the table of it."""


def current(page: str) -> str:
    """The page with its tables as the benchmarks' files have them."""
    return BLOCK.sub(lambda found: f"{found[1]}\n{_table(found[2])}\n{found[3]}", page)


def _table(name: str) -> str:
    path, made = FIGURES[name]
    figures = json.loads((ROOT / path).read_text(encoding="utf-8"))
    return "".join(f"{line}\n" for line in made(figures))


def _right(tally: Mapping[str, Any] | None) -> str:
    return f"{_percent(tally['right'])} ({_percent(tally['silent'])})" if tally else ""


def _percent(share: float) -> str:
    return f"{100 * share:.1f}\N{NO-BREAK SPACE}%"


def _ends(values: Iterable[float]) -> list[float]:
    """The least and the most; one where they are the same, none where there are none."""
    given = sorted(values)
    return sorted({*given[:1], *given[-1:]})


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def main() -> None:
    """Renews every page."""
    for page in sorted((ROOT / "docs").glob("*.md")):
        text = page.read_text(encoding="utf-8")
        if (new := current(text)) != text:
            page.write_text(new, encoding="utf-8")


if __name__ == "__main__":
    main()
