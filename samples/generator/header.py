"""What the headers of all families share: check marks, the OMB box, names, addresses, relationships."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.model.geometry import Box
from samples.generator.fill import Fill
from samples.generator.grid import Content, stacked, words_in
from samples.generator.ink import ASCENT, Pen
from samples.generator.style import Style
from samples.generator.typeset import Align, Caption, Word, flow, line_width
from samples.generator.values import owners

EXIT_BOX = (
    "Check this box if no longer subject to Section 16. Form 4 or Form 5 obligations may continue. "
    "_See_ Instruction 1(b)."
)
PLAN_BOX = (
    "Check this box to indicate that a transaction was made pursuant to a contract, instruction or "
    "written plan for "
    "the purchase or sale of equity securities of the issuer that is intended to satisfy the "
    "affirmative defense "
    "conditions of Rule 10b5-1(c). See Instruction 10."
)
_MARK_ROOM = 2.6  # of the caption's size, before the caption


def spread(parts: Sequence[tuple[float, Sequence[Word]]]) -> Content:
    """Words on one line, each part from its fraction of the width to the next one's."""
    starts = [*(at for at, _ in parts), 1.0]

    def draw(pen: Pen, x: float, y: float, width: float) -> float:
        spans = zip(starts, starts[1:], (words for _, words in parts), strict=False)
        return max(
            (flow(pen, x + at * width, y, width * (to - at) - 2, words) for at, to, words in spans), default=y
        )

    return draw


def spread_captions(caption: Caption, *texts: str) -> Content:
    """Captions such as (Last) (First) (Middle), evenly over the width."""
    return spread([(n / len(texts) + 0.02, caption.words(text)) for n, text in enumerate(texts)])


def rule_across(weight: float) -> Content:
    """A line over the whole width with a little air."""

    def draw(pen: Pen, x: float, y: float, width: float) -> float:
        pen.line(x, y + 2, x + width, y + 2, weight)
        return y + 4

    return draw


def gap(height: float) -> Content:
    """Nothing, so many points high."""
    return lambda _pen, _x, y, _width: y + height


def at_least(height: float, content: Content) -> Content:
    """`content`, and blank paper under it until `height`."""
    return lambda pen, x, y, width: max(content(pen, x, y, width), y + height)


def side_by_side(*columns: tuple[float, Content]) -> Content:
    """Contents beside each other, each with its fraction of the width."""

    def draw(pen: Pen, x: float, y: float, width: float) -> float:
        bottom = y
        for share, content in columns:
            bottom = max(bottom, content(pen, x, y, width * share - 2))
            x += width * share
        return bottom

    return draw


def headline(style: Style, text: str, scale: float, share: float) -> Content:
    """A bold centred line as large as `scale` or as fits on one line in `share` of the page's width."""
    caption = style.caption(scale, bold=True)
    room = style.inner_width * share - 4
    smaller = min(1.0, room / line_width(caption.words(text)))
    return words_in(style.caption(scale * smaller, bold=True).words(text), "center")


def omb_box(caption: Caption, lines: Sequence[str]) -> Content:
    """The OMB APPROVAL box in the top right corner."""

    def draw(pen: Pen, x: float, y: float, width: float) -> float:
        top = flow(pen, x, y + 2, width, caption.words("OMB APPROVAL"), "center") + 2
        bottom = (
            stacked(*(words_in(caption.words(line)) for line in lines))(pen, x + 3, top + 2, width - 6) + 2
        )
        pen.frame(Box(x, y, x + width, bottom), 0.7)
        pen.line(x, top, x + width, top, 0.7)
        return bottom

    return draw


def square(fill: Fill, caption: Caption, path: str, text: str, size: float) -> Content:
    """A square box for `path` with its caption running beside it."""
    checked = fill.value(path) == "true"

    def draw(pen: Pen, x: float, y: float, width: float) -> float:
        box = Box(x, y + 1, x + size, y + 1 + size)
        pen.frame(box, 0.7)
        if checked:
            _put_x(fill, pen, box)
        return max(flow(pen, x + size + 4, y, width - size - 4, caption.words(text)), box.bottom + 1)

    return draw


def check(fill: Fill, caption: Caption, text: str, checked: bool) -> Content:
    """A caption with its place for a mark before it, in the style's shape."""
    room = _MARK_ROOM * caption.size

    def draw(pen: Pen, x: float, y: float, width: float) -> float:
        _put_mark(fill, caption, pen, Box(x, y, x + room, y + caption.size * 1.16), checked)
        return flow(pen, x + room + 2, y, width - room - 2, caption.words(text))

    return draw


def relationship(fill: Fill, caption: Caption, owner: str) -> Content:
    """The four boxes in two columns, and the title or the specification under them."""
    base = f"{owner}/reportingOwnerRelationship"

    def box(name: str, text: str) -> Content:
        return check(fill, caption, text, fill.value(f"{base}/{name}") == "true")

    titles = (*fill.words(f"{base}/officerTitle"), *fill.words(f"{base}/otherText"))
    return stacked(
        side_by_side((0.52, box("isDirector", "Director")), (0.48, box("isTenPercentOwner", "10% Owner"))),
        gap(2),
        side_by_side(
            (0.52, box("isOfficer", "Officer (give title below)")),
            (0.48, box("isOther", "Other (specify below)")),
        ),
        gap(1),
        fill.placed(titles, "center"),
    )


def group_filing(fill: Fill, caption: Caption) -> Content:
    """One or more reporting persons: a mark on one of two lines."""
    joint = len(owners(fill.filing)) > 1
    return stacked(
        check(fill, caption, "Form filed by One Reporting Person", not joint),
        check(fill, caption, "Form filed by More than One Reporting Person", joint),
        gap=1.0,
    )


def issuer(fill: Fill, opening: str, closing: str) -> Content:
    """The issuer's name, then its symbol between brackets."""
    name = fill.words("issuer/issuerName")
    symbol = fill.words("issuer/issuerTradingSymbol", prefix=opening, suffix=closing)
    return fill.placed((*name, *symbol))


def streets(fill: Fill, owner: str, joined: bool) -> Content:
    """The street lines, joined with a comma on one line or each on its own."""
    first, second = (fill.words(f"{owner}/reportingOwnerAddress/rptOwnerStreet{n}") for n in (1, 2))
    if not joined or not second:
        return stacked(fill.placed(first), fill.placed(second))
    comma = Word(",", first[-1].font, first[-1].size, first[-1].colour, glued=True) if first else None
    return fill.placed((*first, *((comma,) if comma else ()), *second))


def city_line(fill: Fill, owner: str) -> tuple[Word, ...]:
    """City, state and ZIP code in one line: MILL VALLEY, CA 94941."""
    base = f"{owner}/reportingOwnerAddress"
    has_more = any(fill.filing.get(f"{base}/{leaf}") for leaf in ("rptOwnerState", "rptOwnerZipCode"))
    city = fill.words(f"{base}/rptOwnerCity", suffix="," if has_more else "")
    return (*city, *fill.words(f"{base}/rptOwnerState"), *fill.words(f"{base}/rptOwnerZipCode"))


def signature(
    fill: Fill, caption: Caption, number: str, shares: tuple[float, float], align: Align = "left"
) -> Content:
    """A signature and its date over their lines and captions."""

    def over_line(path: str, text: str) -> Content:
        written = fill.placed(fill.words(path), align)
        return stacked(written, rule_across(0.6), words_in(caption.words(text)))

    name = over_line(f"{number}/signatureName", "**Signature of Reporting Person")
    day = over_line(f"{number}/signatureDate", "Date")
    return _on_one_line((shares[0], name), (shares[1], day))


def _on_one_line(*columns: tuple[float, Content]) -> Content:
    """Beside each other with a gap, standing on the same bottom line."""

    def draw(pen: Pen, x: float, y: float, width: float) -> float:
        heights = [content(Pen(), 0.0, 0.0, width * share - 12) for share, content in columns]
        for (share, content), height in zip(columns, heights, strict=True):
            content(pen, x, y + max(heights) - height, width * share - 12)
            x += width * share
        return y + max(heights)

    return draw


def _put_mark(fill: Fill, caption: Caption, pen: Pen, place: Box, checked: bool) -> None:
    shape, size = fill.style.check, caption.size
    base = place.top + ASCENT * size * 1.04
    if shape == "underscored":
        text = "_X_" if checked else "___"
        flow(pen, place.x0, place.top, place.width * 1.3, [Word(text, caption.face.regular, size)], "center")
        return
    if shape in ("box-x", "box-tick"):
        box = Box(place.x0 + 3, base - size * 0.85, place.x0 + 3 + size, base + size * 0.15)
        pen.frame(box, 0.6)
        if checked:
            (_put_x if shape == "box-x" else _put_tick)(fill, pen, box)
        return
    if shape == "bracket":
        flow(pen, place.x0, place.top, place.width, caption.words("["))
        flow(pen, place.x0, place.top, place.width, caption.words("]"), "right")
    if shape == "rule":
        pen.line(place.x0, base + 1, place.x1 - 2, base + 1, 0.5)
    if checked:
        scale = 1.15 * size / fill.style.fill_size
        fill.placed(fill.loose("X", scale=scale), "center")(pen, place.x0, place.top - 0.5, place.width)


def _put_x(fill: Fill, pen: Pen, box: Box) -> None:
    size = box.height * 1.05
    font, colour = fill.style.fill.bold, fill.style.fill_colour
    word = Word("X", font, size, colour)
    flow(pen, box.center_x - word.width / 2, box.center_y - size * 0.42, word.width + 1, [word])


def _put_tick(fill: Fill, pen: Pen, box: Box) -> None:
    low = box.x0 + 0.4 * box.width
    pen.line(
        box.x0 + 0.1 * box.width, box.top + 0.5 * box.height, low, box.bottom - 1, 1.1, fill.style.fill_colour
    )
    pen.line(low, box.bottom - 1, box.x1 + 2, box.top - 1, 1.1, fill.style.fill_colour)
