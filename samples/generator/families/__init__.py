"""One module for each layout family: a filing and a style in, printed sheets and their truth out."""

from __future__ import annotations

from dataclasses import dataclass

from samples.generator.ink import Sheet
from samples.generator.style import Family, Style
from samples.generator.values import Filing


@dataclass(frozen=True, slots=True)
class Printed:
    """The pages of one form and the values that stand on them."""

    sheets: tuple[Sheet, ...]
    cells: Filing


def draw_form(family: Family, filing: Filing, style: Style) -> Printed:
    """Prints `filing` on the form of `family` in the look of `style`."""
    from samples.generator.families import agent2002, edgar, issuer, paper, plain

    match family:
        case "edgar":
            return edgar.draw(filing, style)
        case "agent2002":
            return agent2002.draw(filing, style)
        case "issuer":
            return issuer.draw(filing, style)
        case "paper1996":
            return paper.draw(filing, style, paper.MONTHLY)
        case "paper2002":
            return paper.draw(filing, style, paper.DAILY)
        case "unruled1996":
            return paper.draw(filing, style, paper.MONTHLY)
        case "plain1996":
            return plain.draw(filing, style)
