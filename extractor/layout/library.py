"""The shipped layouts together with a user's own."""

from __future__ import annotations

from pathlib import Path

from extractor.errors import OptionError
from extractor.layout.template import Layout, load_layout, shipped_layouts


def all_layouts(folder: Path | None = None) -> tuple[Layout, ...]:
    """The layouts in `folder` (*.yaml) and the shipped ones; one of the same name takes its place.

    Raises LayoutError for a layout that is wrong, OptionError for a folder without any.
    """
    if folder is None:
        return shipped_layouts()
    paths = sorted(folder.glob("*.yaml"))
    if not paths:
        raise OptionError(f"{folder}: holds no layout; put a file that ends in .yaml there")
    own = tuple(load_layout(path) for path in paths)
    names = {layout.name for layout in own}
    return own + tuple(layout for layout in shipped_layouts() if layout.name not in names)
