"""What may be given in place of a path: content in memory, an open file, a picture, an array of pixels."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TypeAlias

from extractor.errors import NotADocument, UnreadableInput

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL.Image import Image

_URL = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)
_PNG_MODES = frozenset({"1", "L", "LA", "I", "I;16", "P", "RGB", "RGBA"})
"""What PNG can hold of Pillow's kinds of picture; the others become RGB."""
UNNAMED = "input"
"""What content without a name is called in messages and outputs."""


@dataclass(frozen=True, slots=True)
class Content:
    """A file's bytes, and what to call it."""

    name: str
    data: bytes

    def open(self) -> BinaryIO:
        """The bytes as an open file."""
        return io.BytesIO(self.data)


Origin: TypeAlias = "Path | Content"
"""Where a document comes from."""
Given: TypeAlias = (
    "Content | str | PathLike[str] | bytes | bytearray | memoryview | BinaryIO | Image | NDArray[np.uint8]"
)
"""What people may give as a document."""


def origin_of(given: Given) -> Origin:
    """The file or the content that is given.

    A picture keeps its resolution where it says one (`image.info["dpi"]`). An array is rows × columns in grey
    or rows × columns × 3 in RGB, uint8, or bool (True is white). Raises UnreadableInput for a URL and for a
    file object that cannot be read, NotADocument for anything else.
    """
    if isinstance(given, (Content, Path)):
        return given
    if isinstance(given, (str, PathLike)):
        return _path(given)
    if isinstance(given, (bytes, bytearray, memoryview)):
        return Content(UNNAMED, bytes(given))
    if hasattr(given, "read"):
        return _read(given)
    return Content(UNNAMED, _png(given))


def _path(given: str | PathLike[str]) -> Path:
    if isinstance(given, str) and _URL.match(given):
        raise UnreadableInput(
            f"{given} is a URL, not a file here; download it first, or type: form4 batch '{given}' --out DIR"
        )
    return Path(given)


def _read(file: Any) -> Content:  # noqa: ANN401 - anything with a method `read`
    """What an open file still holds."""
    label = getattr(file, "name", None)
    name = Path(label).name if isinstance(label, str) and label else UNNAMED
    try:
        data = file.read()
    except (OSError, ValueError) as fault:
        raise UnreadableInput(f"{name} cannot be read ({fault}); open it for reading") from fault
    if not isinstance(data, bytes):
        raise UnreadableInput(f'{name} is open as text; open it with mode "rb"')
    return Content(name, data)


def _png(given: Any) -> bytes:  # noqa: ANN401 - whatever was given
    from PIL import Image

    picture = given if isinstance(given, Image.Image) else _pictured(given)
    if not picture.width or not picture.height:
        raise NotADocument("the picture has no pixels; give a page")
    drawn = picture if picture.mode in _PNG_MODES else picture.convert("RGB")
    content, dpi = io.BytesIO(), picture.info.get("dpi")
    drawn.save(content, "PNG", compress_level=1, **({"dpi": dpi} if dpi else {}))
    return content.getvalue()


def _pictured(given: Any) -> Image:  # noqa: ANN401 - whatever was given
    """The picture of an array of pixels."""
    from PIL import Image

    shape, kind = getattr(given, "shape", None), str(getattr(given, "dtype", ""))
    if shape is None or kind not in ("uint8", "bool"):
        what = f"an array of {kind}" if shape is not None and kind else f"of type {type(given).__name__}"
        raise NotADocument(
            f"what is given is {what}, no document; give a path, bytes, an open file, a PIL image or an "
            "array of uint8"
        )
    try:
        return Image.fromarray(given)
    except (TypeError, ValueError) as fault:
        raise NotADocument(
            f"an array of {' x '.join(map(str, shape))} is no picture; give rows x columns, or rows x "
            "columns x 3"
        ) from fault
