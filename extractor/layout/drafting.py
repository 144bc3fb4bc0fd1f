"""The first draft of a layout for a print that none describes: a layout like it, with notes of what of it the
page lacks, and what stands there instead."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from rapidfuzz import fuzz, process

from extractor.layout.captions import squeezed
from extractor.layout.classify import Classification
from extractor.layout.template import Caption, Column, Layout

LIKE_ENOUGH = 70
"""Of 100: how alike a line of the page and a caption must be to be named beside it. Less named any line."""
_HEAD = re.compile(r"^(name|title):.*$", re.MULTILINE)

PlacedCaption = tuple[str, Caption]
"""Where in the layout a caption is, and the caption."""


def drafted(pages: Sequence[Classification], like: Layout, text: str, name: str) -> str:
    """The YAML of a layout called `name`: `text`, that of the layout `like`, under notes about the pages."""
    parts = list(captions_of(like))
    missing = [part for part in parts if not _is_on(part[1], pages, like)]
    lines = [line.text for page in pages for line in page.text.lines]
    notes = [
        f"A draft, like {like.name}: {len(parts) - len(missing)} of its {len(parts)} captions are there.",
        *(_note(part, lines) for part in missing),
    ]
    head = "".join(f"# {note}\n" for note in notes)
    new = {"name": name, "title": f"A print like {like.name}"}
    return head + _HEAD.sub(lambda match: f"{match[1]}: {new[match[1]]}", _without_comment(text), count=2)


def captions_of(layout: Layout) -> Iterator[PlacedCaption]:
    """All its captions but those of later pages, from the top of its file, each with where it is."""
    for number, box in enumerate(layout.header, 1):
        yield f"header box {number}", box
    yield from (("checkbox", box) for box in layout.checkboxes)
    for table in layout.tables:
        yield f"heading of {table.name}", table.heading
        for column in table.columns:
            yield from _of_column(column, table.name)
    for where in ("footnotes", "remarks", "signature", "signature_date"):
        yield where, getattr(layout, where)


def _of_column(column: Column, where: str) -> Iterator[PlacedCaption]:
    yield f"column of {where}", column
    for inner in column.columns:
        yield from _of_column(inner, where)


def _is_on(caption: Caption, pages: Iterable[Classification], layout: Layout) -> bool:
    return any(page.captions_for(layout).best(*caption.wordings) for page in pages)


def _note(part: PlacedCaption, lines: Sequence[str]) -> str:
    """What is missing, and the line of the page that is most like it."""
    where, caption = part
    wanted = squeezed(caption.caption)
    near = process.extractOne(wanted, lines, scorer=fuzz.ratio, processor=squeezed, score_cutoff=LIKE_ENOUGH)
    there = f'; the page has "{near[0]}": write it as caption, or under or:' if near else ""
    return f'{where}: "{caption.caption}" was not found{there}'


def _without_comment(text: str) -> str:
    """Without what the layout it is like says of itself at its top."""
    lines = text.splitlines(keepends=True)
    first = next((number for number, line in enumerate(lines) if not line.startswith("#")), len(lines))
    return "".join(lines[first:])
