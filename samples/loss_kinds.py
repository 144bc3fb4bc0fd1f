"""The kinds of loss: each takes one thing off the sheets of a printed form, or hides it.

A kind gives None where the form has no such thing, or where nothing on paper would tell a reader that it is
gone (`samples/loss_clues.py`): a row is not taken out with its band unless a balance, an exercise or a
footnote still speaks of it, nor emptied where the form has empty rows of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from extractor.model.geometry import Box
from samples.generator.families import Printed, draw_form
from samples.generator.fonts import text_width
from samples.generator.ink import BLACK, WHITE, Area, Colour, Item, Sheet, Text
from samples.generator.scan import writing_on
from samples.generator.style import Family, Style
from samples.generator.values import TABLES, Filing, footnotes, owners, rows, without_rows
from samples.loss_clues import required, tells

STRIP = (12.0, 130.0)
"""Points: the heights of hidden strips."""
FULL_WIDTH = 0.7
"""Share of the strips that go from edge to edge."""
STAMP_SIZES = (10.0, 20.0)
"""Points: the letters of stamps put over a value."""
STAMPS = ("RECEIVED", "COPY", "FILED", "VOID", "ENTERED", "CONFIDENTIAL", "PAID")
GREY: Colour = (0.35, 0.35, 0.35)
_BESIDE = 1.5
"""Points by which a footnote's number may stand higher or lower than its text."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A filing and the form it is printed on."""

    family: Family
    filing: Filing
    style: Style
    printed: Printed

    @property
    def cells(self) -> Filing:
        """The values that stand on the form."""
        return self.printed.cells


@dataclass(frozen=True, slots=True)
class Loss:
    """The sheets that are left, their `numbers` of before, from 1, and `what` was taken or hidden."""

    what: str
    sheets: tuple[Sheet, ...]
    numbers: tuple[int, ...]


Taking = Callable[[Paper, Random], Loss | None]


def paper_of(family: Family, filing: Filing, style: Style) -> Paper:
    """The filing printed whole."""
    return Paper(family, filing, style, draw_form(family, filing, style))


def emptied_row(paper: Paper, rng: Random) -> Loss | None:
    """A row's values; its ruled band stays."""
    found = [row for table in TABLES for row in _rows(paper, table) if _band_tells(paper, table, row)]
    if not found:
        return None
    row = rng.choice(found)
    return _left(paper, f"the values of {row}", _erased(paper.printed.sheets, row))


def cut_row(paper: Paper, rng: Random) -> Loss | None:
    """A row with its band: what was below it moves up."""
    found = [row for table in TABLES for row in _rows(paper, table)]
    found = [row for row in found if tells(paper.cells, _below(paper.cells, row))]
    return _redrawn(paper, rng.choice(found)) if found else None


def value(paper: Paper, rng: Random) -> Loss | None:
    """A value that the form must have; what stands beside it stays."""
    found = list(required(paper.cells))
    in_tables = [path for path in found if path.startswith(TABLES)]
    chosen = rng.choice(in_tables if in_tables and rng.random() < 0.6 else found)
    return _left(paper, chosen, _erased(paper.printed.sheets, chosen, exactly=True))


def emptied_owner(paper: Paper, rng: Random) -> Loss | None:
    """An owner's name, address and title; the box and the signature stay."""
    owner = rng.choice(owners(paper.cells))
    return _left(paper, f"what is said of {owner}", _erased(paper.printed.sheets, owner))


def cut_owner(paper: Paper, rng: Random) -> Loss | None:
    """The whole block of a further owner, of three or more: the form still says that several file."""
    further = owners(paper.cells)[1:]
    return _redrawn(paper, rng.choice(further)) if len(further) > 1 else None


def note(paper: Paper, rng: Random) -> Loss | None:
    """A footnote's text, with its number or without; its mark stays."""
    found = [item for item in footnotes(paper.cells) if tells(paper.cells, {item[1]})]
    if not found:
        return None
    mark, path = rng.choice(found)
    whole = rng.random() < 0.6
    sheets = tuple(_without_note(sheet, path, mark, whole) for sheet in paper.printed.sheets)
    return _left(paper, f"the text of {path}{' and its number' if whole else ''}", sheets)


def first_page(paper: Paper, _rng: Random) -> Loss | None:
    """The page that the filing begins with."""
    return _without_page(paper, 1)


def middle_page(paper: Paper, rng: Random) -> Loss | None:
    """A page between the first and the last."""
    inner = range(2, len(paper.printed.sheets))
    return _without_page(paper, rng.choice(inner)) if inner else None


def last_page(paper: Paper, _rng: Random) -> Loss | None:
    """The page that the filing ends with."""
    return _without_page(paper, len(paper.printed.sheets))


def white_strip(paper: Paper, rng: Random) -> Loss | None:
    """A strip of a page painted white, as correction fluid or a fold on the glass leave it."""
    return _strip(paper, rng, WHITE)


def black_strip(paper: Paper, rng: Random) -> Loss | None:
    """A strip of a page under a black bar."""
    return _strip(paper, rng, BLACK)


def stamp(paper: Paper, rng: Random) -> Loss | None:
    """A rubber stamp's words across a value."""
    line = rng.choice(writing_on(paper.printed.sheets))
    size, turn = rng.uniform(*STAMP_SIZES), rng.gauss(0, 8)
    text, font = rng.choice(STAMPS), paper.style.captions.bold
    x = line.box.center_x - text_width(text, font, size) * rng.uniform(0.3, 0.7)
    over = Text(x, line.box.center_y + 0.36 * size, text, font, size, rng.choice((BLACK, GREY)), turn=turn)
    return _left(paper, f'"{text}" across {line.path}', _with(paper.printed.sheets, line.page, over))


def box(paper: Paper, rng: Random) -> Loss | None:
    """A black, grey or white box over a value, which may lie under it still; a white one where one is due."""
    colour = rng.choice((BLACK, GREY, WHITE))
    must = set(required(paper.cells))
    lines = [line for line in writing_on(paper.printed.sheets) if colour != WHITE or line.path in must]
    line = rng.choice(lines)
    over = Area(line.box.grown(rng.uniform(0.5, 3.0)), colour)
    sheets = _with(paper.printed.sheets, line.page, over, bare=rng.random() < 0.5)
    return _left(paper, f"{_NAMES[colour]} box over {line.path}", sheets)


KINDS: Mapping[str, Taking] = {
    "row, band left": emptied_row,
    "row and band": cut_row,
    "value": value,
    "owner, box left": emptied_owner,
    "owner's block": cut_owner,
    "footnote": note,
    "first page": first_page,
    "middle page": middle_page,
    "last page": last_page,
    "white strip": white_strip,
    "black strip": black_strip,
    "stamp": stamp,
    "box": box,
}
_NAMES = {BLACK: "a black", GREY: "a grey", WHITE: "a white"}


def _left(paper: Paper, what: str, sheets: Sequence[Sheet]) -> Loss:
    return Loss(what, tuple(sheets), tuple(range(1, len(paper.printed.sheets) + 1)))


def _rows(paper: Paper, table: str) -> list[str]:
    return list(rows(paper.cells, table))


def _below(cells: Filing, base: str) -> set[str]:
    return {path for path in cells if path.startswith(f"{base}/")}


def _band_tells(paper: Paper, table: str, row: str) -> bool:
    """An empty band between filled ones, or one below them on a form that has none of its own."""
    own = _rows(paper, table)
    ruled = paper.style.ruling.across and (row != own[-1] or (len(own) > 1 and not paper.style.blank_rows))
    return ruled or tells(paper.cells, _below(paper.cells, row))


def _erased(sheets: Sequence[Sheet], base: str, exactly: bool = False) -> tuple[Sheet, ...]:
    """The sheets without the writing at `base` and, unless `exactly`, below it."""

    def stays(item: Item) -> bool:
        own = item.path if isinstance(item, Text) else ""
        return own != base and (exactly or not own.startswith(f"{base}/"))

    return tuple(replace(sheet, items=tuple(filter(stays, sheet.items))) for sheet in sheets)


def _redrawn(paper: Paper, base: str) -> Loss:
    """The form as if it had never said anything of `base`."""
    printed = draw_form(paper.family, without_rows(paper.filing, [base]), paper.style)
    return Loss(f"all of {base}", printed.sheets, tuple(range(1, len(printed.sheets) + 1)))


def _without_note(sheet: Sheet, path: str, mark: str, whole: bool) -> Sheet:
    text = [item for item in sheet.items if isinstance(item, Text) and item.path == path]
    if not text:
        return sheet
    number, first = mark.removeprefix("F"), min(text, key=lambda item: (item.y, item.x))
    heads = {f"{number}.", f"({number})"} if whole else set()

    def goes(item: Item) -> bool:
        return isinstance(item, Text) and (
            item.path == path or (item.text in heads and not item.path and _is_beside(item, first))
        )

    return replace(sheet, items=tuple(item for item in sheet.items if not goes(item)))


def _is_beside(number: Text, text: Text) -> bool:
    return abs(number.y - text.y) <= _BESIDE and number.x < text.x


def _without_page(paper: Paper, number: int) -> Loss | None:
    """None where the page says nothing that the others do not, or nothing that would be missed."""
    sheets = paper.printed.sheets
    if len(sheets) < 2:
        return None
    writing = writing_on(sheets)
    gone = {line.path for line in writing if line.page == number}
    gone -= {line.path for line in writing if line.page != number}
    if not tells(paper.cells, gone):
        return None
    kept = tuple(n for n in range(1, len(sheets) + 1) if n != number)
    return Loss(f"page {number} of {len(sheets)}", tuple(sheets[n - 1] for n in kept), kept)


def _strip(paper: Paper, rng: Random, colour: Colour) -> Loss | None:
    """A strip over some line of a value, what lies under it left or gone.

    A white one must be missed: it cuts a table's rules, or what is gone was due.
    """
    line = rng.choice(writing_on(paper.printed.sheets))
    sheet, height = paper.printed.sheets[line.page - 1], rng.uniform(*STRIP)
    top = line.box.center_y - rng.uniform(0.1, 0.9) * height
    wide = sheet.width if rng.random() < FULL_WIDTH else rng.uniform(0.3, 0.9) * sheet.width
    x = 0.0 if wide == sheet.width else line.box.center_x - rng.uniform(0.2, 0.8) * wide
    strip = Box(x, top, x + wide, top + height)
    gone = {
        other.path
        for other in writing_on((sheet,))
        if strip.holds(other.box.center_x, other.box.center_y) and other.path in paper.cells
    }
    if colour == WHITE and not (any(path.startswith(TABLES) for path in gone) or tells(paper.cells, gone)):
        return None
    what = f"{_NAMES[colour]} strip on page {line.page}, {top:.0f} to {top + height:.0f} points down"
    sheets = _with(paper.printed.sheets, line.page, Area(strip, colour), bare=rng.random() < 0.5)
    return _left(paper, what, sheets)


def _with(sheets: Sequence[Sheet], page: int, over: Item, bare: bool = False) -> tuple[Sheet, ...]:
    """The sheets with something on top of one; `bare` takes away the writing whose middle lies under it."""

    def stays(item: Item) -> bool:
        if not (bare and isinstance(item, Text) and isinstance(over, Area)):
            return True
        return not over.box.holds(item.box.center_x, item.box.center_y)

    own = sheets[page - 1]
    changed = replace(own, items=(*filter(stays, own.items), over))
    return (*sheets[: page - 1], changed, *sheets[page:])
