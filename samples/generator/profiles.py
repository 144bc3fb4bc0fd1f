"""The roads a page takes to the archive: which machine, at which resolution, with which wear.

Strengths are spans; every page draws its own from them. A number before an effect is how often it happens.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

from samples.generator import wear
from samples.generator.draw import Pixels

Effect = Callable[[Pixels, wear.Rng, float], Pixels]
Overprint = Literal["stamps", "fax-line", "pen"]
Container = Literal["pdf", "tif", "png", "jpg"]


@dataclass(frozen=True, slots=True)
class Profile:
    """One road. `dpi` across and down; `lean` in degrees (standard deviation); `bend` and `pull` as shares of
    the page's height; `jpeg` the span of qualities for grey pages."""

    dpi: tuple[float, float]
    effects: tuple[tuple[float, Effect], ...]
    one_bit: bool = True
    lean: float = 0.3
    bend: float = 0.0
    pull: float = 0.0
    quarter_turns: int = 0
    overprints: tuple[tuple[float, Overprint], ...] = ()
    containers: tuple[Container, ...] = ("tif", "pdf", "png")
    jpeg: tuple[int, int] = (70, 92)


_SCAN = ((1.0, partial(wear.blurred, points=(0.08, 0.2))), (1.0, partial(wear.grainy, grey=(1.0, 5.0))))
_OFFICE = (
    *_SCAN,
    (0.3, partial(wear.thickened, points=(0.05, 0.2))),
    (0.25, partial(wear.thinned, points=(0.03, 0.15))),
    (0.2, partial(wear.uneven, depth=(0.05, 0.25))),
    (0.2, wear.punched),
    (0.5, partial(wear.speckled, per_inch=(0.1, 1.0))),
    (1.0, wear.one_bit),
)
_COPY = (
    (0.3, wear.folded),
    (0.6, partial(wear.uneven, depth=(0.05, 0.3))),
    (1.0, partial(wear.copied, level=(145, 190))),
    (0.6, wear.speckled),
    (0.45, partial(wear.thickened, points=(0.08, 0.3))),
    (0.3, partial(wear.thinned, points=(0.03, 0.14))),
    (1.0, partial(wear.copied, level=(125, 180))),
    (0.35, wear.punched),
    (0.5, wear.bordered),
)
_RUIN = (
    (0.5, wear.folded),
    (1.0, partial(wear.uneven, depth=(0.15, 0.45))),
    (1.0, partial(wear.copied, level=(125, 180))),
    (0.5, partial(wear.thinned, points=(0.03, 0.15))),
    (1.0, partial(wear.speckled, per_inch=(3.0, 16.0))),
    (1.0, partial(wear.copied, level=(125, 180))),
    (0.5, partial(wear.thickened, points=(0.1, 0.35))),
    (0.6, wear.punched),
    (0.8, wear.bordered),
    (1.0, partial(wear.one_bit, level=(130, 190))),
)
_FAX = (
    (0.4, partial(wear.uneven, depth=(0.05, 0.3))),
    (1.0, partial(wear.blurred, points=(0.12, 0.28))),
    (1.0, partial(wear.grainy, grey=(3.0, 14.0))),
    (0.4, partial(wear.thickened, points=(0.05, 0.25))),
    (0.5, wear.line_faults),
    (0.6, partial(wear.speckled, per_inch=(0.2, 3.0))),
    (1.0, wear.one_bit),
)
_FILM = (
    (0.5, partial(wear.uneven, depth=(0.2, 0.55))),
    (1.0, partial(wear.blurred, points=(0.18, 0.42))),
    (1.0, partial(wear.toned, black=(45, 105), white=(185, 238))),
    (1.0, partial(wear.shaded, depth=(0.05, 0.3))),
    (0.8, wear.scratched),
    (0.7, partial(wear.speckled, per_inch=(1.0, 8.0))),
    (1.0, partial(wear.grainy, grey=(4.0, 14.0))),
)
_PHOTO = (
    (0.4, wear.folded),
    (1.0, partial(wear.blurred, points=(0.12, 0.35))),
    (1.0, wear.toned),
    (1.0, wear.shaded),
    (1.0, partial(wear.grainy, grey=(3.0, 10.0))),
)
_OFFICE200 = Profile((200, 200), _OFFICE, lean=0.5)

PROFILES: dict[str, Profile] = {
    "clean300": Profile(
        (300, 300), (*_SCAN, (1.0, wear.toned)), one_bit=False, lean=0.15, containers=("pdf", "png")
    ),
    "office300bw": Profile((300, 300), _OFFICE, lean=0.4),
    "office200bw": _OFFICE200,
    "jpeg150": Profile(
        (150, 150), (*_SCAN, (1.0, wear.toned)), one_bit=False, containers=("jpg", "pdf"), jpeg=(35, 75)
    ),
    "copy200bw": Profile((200, 200), (*_COPY, (1.0, wear.one_bit)), lean=1.0),
    "copy300g": Profile(
        (300, 300), (*_COPY, (1.0, wear.toned), *_SCAN), one_bit=False, lean=0.8, containers=("pdf", "tif")
    ),
    "faxfine": Profile(
        (204, 196), _FAX, lean=0.6, overprints=((0.8, "fax-line"),), containers=("tif", "pdf")
    ),
    "faxstandard": Profile((204, 98), _FAX, lean=0.6, overprints=((0.8, "fax-line"),), containers=("tif",)),
    "film": Profile((200, 200), _FILM, one_bit=False, lean=0.8, containers=("pdf", "tif")),
    "filmbw": Profile((200, 200), (*_FILM, (1.0, partial(wear.one_bit, level=(120, 150)))), lean=0.8),
    "ruin200bw": Profile((200, 200), _RUIN, lean=1.8, overprints=((0.5, "stamps"), (0.4, "pen"))),
    "photo": Profile(
        (200, 200),
        _PHOTO,
        one_bit=False,
        lean=1.5,
        bend=0.006,
        pull=0.025,
        overprints=((0.2, "pen"),),
        containers=("jpg", "pdf"),
    ),
    "stamped": replace(_OFFICE200, overprints=((1.0, "stamps"), (0.5, "pen"), (0.2, "fax-line"))),
    "rot90": replace(_OFFICE200, quarter_turns=1),
    "rot180": replace(_OFFICE200, quarter_turns=2),
    "rot270": replace(_OFFICE200, quarter_turns=3),
}
BORN = "born"
PROFILE_NAMES = (BORN, *PROFILES)
