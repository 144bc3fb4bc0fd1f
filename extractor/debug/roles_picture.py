"""The picture of a page's account: each word in the colour of its role."""

from __future__ import annotations

from typing import get_args

from PIL import Image

from extractor.debug.drawing import Color
from extractor.debug.stage_pictures import BLUE, GREEN, GREY, ORANGE, PURPLE, RED, Backdrop
from extractor.model.account import Account, Role
from extractor.model.page import PageText

COLORS: dict[Role, Color] = {
    "caption": BLUE,
    "wording": GREY,
    "value": GREEN,
    "mark": ORANGE,
    "furniture": PURPLE,
    "unaccounted": RED,
}
FAINT, STRONG = 40, 110
"""Opacity of a word's tint; what is unaccounted stands out."""


def roles_picture(backdrop: Backdrop, text: PageText, account: Account) -> Image.Image:
    """The page with every word tinted by its role, and how many words play each."""
    canvas = backdrop.canvas()
    for word in text.words:
        role = account.roles[word.id]
        canvas.box(word.box, COLORS[role], STRONG if role == "unaccounted" else FAINT, width=1)
    panel = backdrop.panel(
        "Roles",
        "What each word on the page is. A word that is no caption, no wording of the form, no value, no mark "
        "and no furniture of the page is unaccounted: it may be a value that was not read.",
    )
    own = account.on_page(text.number)
    for role in get_args(Role):
        panel.entry(f"{role}: {len(own.words(role))}", COLORS[role])
    return panel.beside(canvas.image)
