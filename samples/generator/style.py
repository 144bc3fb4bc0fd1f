"""The look of one printed form, drawn from a seed: paper, typefaces, sizes, rules, proportions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random
from typing import Literal

from samples.generator.fonts import Group, Role, Typeface, typefaces
from samples.generator.grid import Ruling
from samples.generator.ink import BLACK, Colour
from samples.generator.typeset import Caption
from samples.generator.writing import EDGAR_HABITS, Habits, agent_habits, issuer_habits, typist_habits

CheckMark = Literal["bare", "rule", "underscored", "bracket", "box-x", "box-tick"]
Fills = Literal["any", "typed", "hand"]
"""How a paper form may be filled; "any" leaves it to the seed."""
FILLS: tuple[Fills, ...] = ("any", "typed", "hand")
Family = Literal["edgar", "agent2002", "paper1996", "paper2002", "issuer", "unruled1996", "plain1996"]
FAMILIES: tuple[Family, ...] = ("edgar", "agent2002", "paper1996", "paper2002")
"""Of the sets that readers, calibration and accuracy are made on, which do not change."""
UNRULED: tuple[Family, ...] = ("unruled1996", "plain1996")
"""Without ruling lines: as a word processor sets the month form, and as plain text."""
ALL_FAMILIES: tuple[Family, ...] = (*FAMILIES, "issuer", *UNRULED)
LETTER, LEGAL = (612.0, 792.0), (612.0, 1008.0)
_BLUE, _GREEN = (0.0, 0.0, 0.85), (0.0, 0.5, 0.1)


@dataclass(frozen=True, slots=True)
class Breaks:
    """What becomes of a form that goes over a page's end.

    `cut`: rows and blocks go on below the end, as browsers print them, else they move to the next page
    whole. `heads`: what of a table stands again on the next page. `sheet`: on paper forms, of each table only
    so many rows stand on the form (0: all), the others on a continuation sheet; with `captions` over them.
    """

    cut: bool = False
    heads: Literal["all", "columns", "none"] = "all"
    sheet: int = 0
    captions: bool = True


@dataclass(frozen=True, slots=True)
class Style:
    """Everything a family asks about looks. Lengths in points."""

    paper: tuple[float, float]
    margin: float
    captions: Typeface
    caption_size: float
    fill: Typeface
    fill_size: float
    fill_colour: Colour
    mark_colour: Colour
    ruling: Ruling
    head_bold: bool
    check: CheckMark
    habits: Habits
    column_spread: float  # standard deviation of the logarithm of a column's share
    fixed_columns: bool  # columns keep their shares though a number breaks inside
    centred: bool  # table values in the middle of their cells
    row_height: float
    blank_rows: int  # ruled rows under the last one
    stray: float  # how far a typed value wanders from its place
    heavy: bool = False  # typed with a bold ribbon
    breaks: Breaks = Breaks()
    seed: int = 0

    @property
    def inner_width(self) -> float:
        return self.paper[0] - 2 * self.margin

    def caption(self, scale: float = 1.0, bold: bool = False) -> Caption:
        """The captions' face at `scale` times their size."""
        return Caption(self.captions, self.caption_size * scale, bold)


def style_for(family: Family, seed: int, group: Group = "train", fills: Fills = "any") -> Style:
    """The look of one form of `family`, its typefaces taken from `group`.

    `fills` speaks of the paper forms; the others are always printed.
    """
    rng = Random(f"style {family} {seed}")
    if family == "edgar":
        return _edgar(rng, group, seed)
    if family in ("agent2002", "issuer"):
        agent = _agent(rng, group, seed)
        return _issuer(agent) if family == "issuer" else agent
    paper = _paper(rng, group, seed, "typed" if family in UNRULED else fills)
    if family == "unruled1996":
        return _unruled(paper)
    return _plain(rng, paper, group) if family == "plain1996" else paper


def _edgar(rng: Random, group: Group, seed: int) -> Style:
    coloured = rng.random() < 0.7
    return Style(
        paper=_paper_size(rng, landscape=0.2),
        margin=rng.uniform(22, 40),
        captions=rng.choice(typefaces("sans", group)),
        caption_size=rng.uniform(5.6, 7.2),
        fill=rng.choice(typefaces(rng.choice(("serif", "serif", "serif", "sans")), group)),
        fill_size=rng.uniform(7.0, 9.2),
        fill_colour=_BLUE if coloured else BLACK,
        mark_colour=_GREEN if coloured else BLACK,
        ruling=Ruling(
            rng.uniform(0.5, 1.2), rng.choice((0.0, 1.2, 1.6)), (0.25, 0.25, 0.25), rng.uniform(2, 3.5)
        ),
        head_bold=rng.random() < 0.85,
        check="bare",
        habits=EDGAR_HABITS,
        column_spread=0.12,
        fixed_columns=rng.random() < 0.35,
        centred=rng.random() < 0.6,
        row_height=rng.uniform(12, 18),
        blank_rows=0,
        stray=0.0,
        seed=seed,
    )


def _agent(rng: Random, group: Group, seed: int) -> Style:
    face = rng.choice(typefaces(rng.choice(("serif", "sans")), group))
    other = rng.choice(typefaces(rng.choice(("serif", "sans")), group))
    return Style(
        paper=_paper_size(rng, landscape=0.25),
        margin=rng.uniform(20, 42),
        captions=face,
        caption_size=rng.uniform(5.7, 7.6),
        fill=rng.choice((face, face, other)),
        fill_size=rng.uniform(7.2, 9.4),
        fill_colour=BLACK,
        mark_colour=BLACK,
        ruling=Ruling(rng.uniform(0.4, 1.1), padding=rng.uniform(1.5, 3.2)),
        head_bold=False,
        check=rng.choice(("underscored", "underscored", "rule", "bracket", "box-x")),
        habits=agent_habits(rng),
        column_spread=0.16,
        fixed_columns=False,
        centred=rng.random() < 0.5,
        row_height=rng.uniform(11, 17),
        blank_rows=rng.choice((0, 0, 0, 1, 2)),
        stray=0.0,
        seed=seed,
    )


def _issuer(agent: Style) -> Style:
    """A company's own page: bold values, dates such as 6/6/2023, no empty rows."""
    return replace(agent, heavy=True, habits=issuer_habits(), blank_rows=0, check="underscored")


def _paper(rng: Random, group: Group, seed: int, fills: Fills) -> Style:
    roles: dict[Role, float] = {"typewriter": 6, "serif": 1.2, "sans": 1, "hand": 1.4}
    fitting = {role: weight for role, weight in roles.items() if fills in ("any", _filled_by(role))}
    role = rng.choices(tuple(fitting), tuple(fitting.values()))[0]
    fill = rng.choice(typefaces(role, group))
    return Style(
        paper=_paper_size(rng, landscape=0.35),
        margin=rng.uniform(24, 44),
        captions=rng.choice(typefaces(rng.choice(("serif", "sans", "sans")), group)),
        caption_size=rng.uniform(5.6, 7.2),
        fill=fill,
        fill_size=rng.uniform(10.5, 12.5) if fill.is_hand else rng.uniform(7.2, 9.0),
        fill_colour=BLACK,
        mark_colour=BLACK,
        ruling=Ruling(rng.uniform(0.4, 1.4), padding=rng.uniform(1.6, 3.0), across=rng.random() < 0.85),
        head_bold=rng.random() < 0.12,
        check=rng.choice(("rule", "rule", "underscored", "bracket", "box-x", "box-tick")),
        habits=typist_habits(rng),
        column_spread=0.14,
        fixed_columns=False,
        centred=False,
        row_height=rng.uniform(15, 23),
        blank_rows=rng.randrange(2, 10),
        stray=rng.choice((0.0, 0.6, 1.2, 1.8)),
        heavy=rng.random() < 0.25,
        seed=seed,
    )


def _unruled(paper: Style) -> Style:
    """A word processor's print: columns held apart by white alone, nothing strays."""
    ruling = replace(paper.ruling, weight=0.0, across=True, padding=max(3.0, paper.ruling.padding))
    return replace(paper, ruling=ruling, blank_rows=0, stray=0.0)


def _plain(rng: Random, paper: Style, group: Group) -> Style:
    """Plain text: letters of one width and size throughout."""
    face = rng.choice(typefaces("typewriter", group))
    habits = replace(paper.habits, marks="plain", marks_apart=False)
    size = 10.0
    return replace(
        paper,
        captions=face,
        caption_size=size,
        fill=face,
        fill_size=size,
        stray=0.0,
        heavy=False,
        habits=habits,
    )


def _filled_by(role: Role) -> Fills:
    return "hand" if role == "hand" else "typed"


def _paper_size(rng: Random, landscape: float) -> tuple[float, float]:
    short, long = rng.choices((LETTER, LEGAL), (6, 1))[0]
    return (long, short) if rng.random() < landscape else (short, long)
