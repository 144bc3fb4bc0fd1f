"""Draws the folders of `extractor/` and what each imports, read from the code: `docs/architecture.svg`.

    python -m tools.architecture

The folders are drawn in the order of `ORDER`; an arrow leads from a folder to one that imports it, which is
the way the data flow. As imports run one way, all arrows run down.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from pathlib import Path

ROOT = Path(__file__).parents[1]
PICTURE = ROOT / "docs" / "architecture.svg"
PACKAGE = "extractor"

ORDER: tuple[tuple[str, ...], ...] = (
    ("errors",),
    ("logs",),
    ("model",),
    ("document",),
    ("options",),
    ("imaging",),
    ("ocr",),
    ("layout",),
    ("page_reading",),
    ("values_reading",),
    ("segmentation",),
    ("values",),
    ("validation",),
    ("reconcile",),
    ("as_filed",),
    ("filing_drafts",),
    ("pipeline",),
    ("extractor",),
    ("debug",),
    ("export",),
    ("batch", "review"),
    ("cli",),
)
"""The folders and modules of the package in levels: each imports from levels before its own only.

`extractor` is the package itself: the names that it gives to Python, and its version.
"""

MAKES: Mapping[str, str] = {
    "model": "what the stages hand on",
    "document": "file → pages",
    "imaging": "pages → flat pages",
    "ocr": "flat pages → page text",
    "layout": "page text → page analysis, grids",
    "segmentation": "page analysis → regions, rows",
    "values": "regions → cells",
    "validation": "cells → what is missing",
    "reconcile": "cells → settled cells, checks",
    "pipeline": "the stages in order: file → filings",
    "debug": "every stage as data and picture",
    "export": "filings → JSON, XML, CSV, pictures",
    "batch": "archives, journal, tables",
    "review": "decisions of people",
    "cli": "the form4 command",
}
"""What each makes of what, for the picture; modules without an entry are used everywhere and not drawn."""

Import = tuple[str, str, str]
"""A module, the module it imports, and the folder of that."""


def modules(root: Path = ROOT) -> dict[str, Path]:
    """Dotted name → file of every module of the package."""
    found = {}
    for file in sorted((root / PACKAGE).rglob("*.py")):
        parts = file.relative_to(root).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = file
    return found


def imports(root: Path = ROOT) -> Iterator[Import]:
    """Every import of one module of the package by another, for type checkers and inside functions too."""
    known = modules(root)
    for name, file in known.items():
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            for imported in _imported(node, known):
                yield name, imported, folder(imported)


def folder(module: str) -> str:
    """The folder of a module below the package; a module of the package itself is its own."""
    return module.split(".")[1] if "." in module else PACKAGE


def _imported(node: ast.AST, known: Mapping[str, Path]) -> Iterator[str]:
    if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == PACKAGE:
        for alias in node.names:
            whole = f"{node.module}.{alias.name}"
            yield whole if whole in known else str(node.module)
    elif isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names if alias.name.split(".")[0] == PACKAGE)


# The picture.

WIDE, HIGH, STEP, LEFT, TOP = 330, 34, 54, 16, 12
"""Pixels: a box, from one to the next, the margins."""
BEND = 17
"""Pixels by which a curve bulges to the right for each box it passes."""
ROOM = 170
"""Pixels for the curves."""
STYLE = (
    "text{font:13px system-ui,sans-serif;fill:#1d2329}.what{font-size:11px;fill:#56616b}"
    "rect{fill:#eef3f7;stroke:#2f6f9f}.use rect{fill:#f9f3ea;stroke:#a86a1b}"
    "path{fill:none;stroke:#7d8a95;stroke-width:1.3}"
    "@media(prefers-color-scheme:dark){text{fill:#e6e9ec}.what{fill:#a9b3bc}rect{fill:#1c2730}"
    ".use rect{fill:#2b241a}path{stroke:#8a97a2}}"
)
USES = ORDER[ORDER.index(("pipeline",)) + 1 :]
"""What uses the pipeline's filings, in another colour."""


def picture(root: Path = ROOT) -> str:
    """The SVG: the same text for the same imports."""
    drawn = [name for level in ORDER for name in level if name in MAKES]
    top = {name: TOP + STEP * place for place, name in enumerate(drawn)}
    size = f"{LEFT + WIDE + ROOM} {STEP * len(drawn)}"
    lines = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}" role="img">',
        "<title>The stages of extractor/, and which of them use which: every arrow runs down</title>",
        f"<style>{STYLE}</style>",
        '<marker id="end" markerWidth="8" markerHeight="8" refX="7" refY="4" orient="auto">',
        '<path d="M1 1 L7 4 L1 7"/></marker>',
        *(_arrow(top[used], top[user]) for user, used in direct_uses(root, drawn)),
        *(_box(name, top[name]) for name in drawn),
        "</svg>",
    )
    return "\n".join(lines) + "\n"


def direct_uses(root: Path, drawn: Sequence[str]) -> list[tuple[str, str]]:
    """Folders and those they import, without what they reach by way of another (the transitive reduction)."""
    uses: dict[str, set[str]] = {name: set() for name in drawn}
    for module, _, imported in imports(root):
        if (user := folder(module)) != imported and {user, imported} <= set(drawn):
            uses[user].add(imported)
    reached: dict[str, set[str]] = {}
    for user in drawn:  # those it uses come before it
        reached[user] = uses[user].union(*(reached.get(used, set()) for used in uses[user]))
    return [
        (user, used)
        for user in drawn
        for used in drawn
        if used in uses[user] and not any(used in reached[other] for other in uses[user] if other in reached)
    ]


def _box(name: str, top: int) -> str:
    kind = ' class="use"' if any(name in level for level in USES) else ""
    return (
        f'<g{kind}><rect x="{LEFT}" y="{top}" width="{WIDE}" height="{HIGH}" rx="5"/>'
        f'<text x="{LEFT + 10}" y="{top + 22}">{name}</text>'
        f'<text class="what" x="{LEFT + 112}" y="{top + 22}">{escape(MAKES[name])}</text></g>'
    )


def _arrow(start: int, end: int) -> str:
    """Down from a box to the next, or round those between on the right."""
    passed = (end - start) // STEP
    if passed == 1:
        x = LEFT + 40
        return f'<path d="M{x} {start + HIGH} L{x} {end - 1}" marker-end="url(#end)"/>'
    x, out = LEFT + WIDE, LEFT + WIDE + BEND * passed
    first, last = start + HIGH // 2 + 6, end + HIGH // 2 - 6
    return f'<path d="M{x} {first} C{out} {first} {out} {last} {x + 2} {last}" marker-end="url(#end)"/>'


if __name__ == "__main__":
    PICTURE.write_text(picture(), encoding="utf-8")
